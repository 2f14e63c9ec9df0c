import re
import time
from pathlib import Path

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from instrument_texts import EVERY, FORM, SHEET, instrument

from corpora.errors import StudyError
from instruments.documents import document, save_all
from instruments.paper.blocks import Ask, Heading, Paragraph, Pictured, Rating, Sign, every, plain
from instruments.paper.labels import ENGLISH, Labels
from instruments.paper.views import LAYOUTS, VERSIONS
from instruments.plan import session_plan
from instruments.scripts import LANGUAGES
from instruments.shelf import library
from instruments.source.form import parse, read_guide
from instruments.study.details import read_details


def words(path):
    """All text of a Word file, tables and all, a paragraph a line."""
    body = WordFile(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def numbered(path):
    """The questions of a Word file with the numbers that Word counts for them."""
    word = WordFile(str(path))
    root = word.part.numbering_part.element
    starts = {
        num.get(qn("w:numId")): int(start.get(qn("w:val")))
        for num in root.findall(qn("w:num"))
        for start in num.iter(qn("w:startOverride"))
    }
    counts, found = dict(starts), {}
    for p in word.element.body.iter(qn("w:p")):
        if p.pPr.find(qn("w:pStyle")).get(qn("w:val")) == "Question":
            number = p.pPr.find(".//" + qn("w:numId")).get(qn("w:val"))
            text = "".join(t.text or "" for t in p.iter(qn("w:t"))).replace("\u200e", "")
            found[text] = counts[number]
            counts[number] += 1
    return found


def test_the_same_questions_have_the_same_numbers_in_every_version_layout_and_form(tmp_path):
    for name in EVERY:
        guide = instrument(name)
        wanted = {q.text: q.number for q in guide.questions}
        for version in VERSIONS:
            for layout in LAYOUTS:
                made = document(guide, version=version, layout=layout)
                word = made.save(tmp_path / f"{name}-{version}-{layout}.docx")
                assert numbered(word) == wanted
                page = made.save(tmp_path / f"{name}-{version}-{layout}.html").read_text("utf-8")
                asked = re.findall(r'class="number">(\d+)\.</span> <div>(.*?)</div>', page)
                assert [int(number) for number, _ in asked] == list(wanted.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers_hold_in_every_language(tmp_path, code):
    guide = parse(EVERY["guide"].replace("language: en", f"language: {code}"))
    made = document(guide, version="participant")
    assert list(numbered(made.save(tmp_path / "a.docx")).values()) == [1, 4, 5]


def test_every_instrument_of_the_shelf_becomes_a_document_in_each_version(tmp_path):
    pairs = [
        (document(read_guide(name), version=version), tmp_path / f"{name}-{version}.docx")
        for name in library().index
        for version in VERSIONS
    ]
    save_all(pairs)
    for made, path in pairs:
        numbers = [q.number for q in made.guide.questions]
        assert list(numbered(path).values()) == numbers


def test_the_interviewer_reads_prompts_times_scripts_and_the_plan(tmp_path):
    text = "\n".join(words(document(instrument("guide")).save(tmp_path / "a.docx")))
    for said in (
        "Welcome — 2½ minutes", "What helped — brief", "Finish — 5 minutes?",
        "You can pass, pause or stop.", "Prompts: school, home, meetings",
        "Prompts for professionals: referral, travel", "Follow up: What made it matter?",
        "due regard: taking it seriously", "Session plan", "Who leads: the child", "0:02½",
        "Have the help card ready.",
    ):  # fmt: skip
        assert said in text, said


def test_participants_read_the_questions_alone(tmp_path):
    made = document(instrument("guide"), version="participant")
    lines = [line for line in words(made.save(tmp_path / "a.docx")) if line]
    assert lines == [
        "What your {{worker}} does", "Drawing together", "A page about your {{worker}}",
        "What is on your page?", "What helped", "Which help mattered most to you?",
        "Meaning: due regard: taking it seriously", "What could be better?",
    ]  # fmt: skip


def test_notes_have_a_box_for_each_question_and_a_code_but_no_name(tmp_path):
    made = document(instrument("guide"), version="notes")
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    heights = [int(h.get(qn("w:val"))) / 567 for h in word.element.body.iter(qn("w:trHeight"))]
    assert sum(height > 3 for height in heights) == 3
    text = "\n".join(words(tmp_path / "a.docx"))
    assert "Participant code" in text and "Prompts: school, home, meetings" in text
    assert "Name" not in text and "You can pass" not in text


def test_an_activity_and_a_session_stand_in_the_plan_by_the_clock():
    plan = session_plan(instrument("guide"), begins="14:30")
    assert list(plan["clock"]) == ["14:30", "14:32½", "14:47½", "14:47½"]
    assert list(plan["allowance"]) == ["2½", "15", "brief", "5?"]
    assert plan.loc[1, "activity"] == "A page about your {{worker}}"
    assert plan.loc[1, "steps"].split("\n")[1] == "Say what each part means."
    assert list(plan["questions"]) == ["", "1", "4–5", ""]


def test_the_clock_stops_where_a_part_has_no_time():
    guide = parse(
        "---\ntitle: A\nkind: interview\naudience: children\nlanguage: en\n---\n"
        "## One (5 minutes)\n> a\n\n## Two\n> b\n\n## Three (5 minutes)\n> c\n"
    )
    assert list(session_plan(guide)["clock"]) == ["0:00", "0:05", ""]
    with pytest.raises(StudyError, match=r'begin at "noon"'):
        session_plan(guide, begins="noon")


def test_a_questionnaire_has_places_for_every_kind_of_answer(tmp_path):
    made = document(instrument("questionnaire"), version="participant")
    text = words(made.save(tmp_path / "a.docx"))
    for said in ("Tick all that fit.", "advice", "Tick one in each row.", "the form", "Yes", "No"):
        assert said in text
    assert "4a  Why was that?" in text
    lines = [
        p for p in WordFile(str(tmp_path / "a.docx")).paragraphs if p.style.name == "Answer Line"
    ]
    assert len(lines) == 4


def test_a_form_has_a_box_for_each_answer_faces_for_the_youngest_and_lines_to_sign():
    blocks = list(every(document(instrument("form"), version="participant").paper.blocks))
    (form,) = [block for block in blocks if isinstance(block, Rating)]
    assert [plain(option) for option in form.options] == ["Yes", "Not sure", "No"]
    assert [face.name for face in form.faces] == ["face-happy", "face-unsure", "face-sad"]
    assert [plain(row) for row in form.rows] == [
        "I know that I can stop.",
        "You can record my voice. You can say no to this and still take part.",
    ]
    assert [plain(b.who) for b in blocks if isinstance(b, Sign)] == ["Your name, if you like"]
    assert not [b for b in blocks if isinstance(b, Paragraph) and "Keep this page" in plain(b.text)]
    older = document(parse(FORM.replace("6-10", "11-15")), version="participant").paper.blocks
    assert not [b for b in every(older) if isinstance(b, Rating) and b.faces]


def test_easy_read_has_one_sentence_a_line_beside_a_picture(tmp_path):
    made = document(instrument("sheet"), version="participant", layout="easy read")
    text = [line for line in words(made.save(tmp_path / "a.docx")) if line]
    assert text[2:5] == ["We ask you.", "You can say no.", "Both are fine."]
    word = WordFile(str(tmp_path / "a.docx"))
    beside = [t for t in word.tables if list(t._tbl.iter(qn("w:drawing")))]
    for table in beside:
        first, second = table._tbl.tr_lst[0].tc_lst
        assert list(first.iter(qn("w:drawing"))) and not list(second.iter(qn("w:drawing")))


def test_placeholders_that_nobody_filled_are_marked_on_the_page(tmp_path):
    made = document(instrument("sheet"), version="participant")
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    marked = [
        "".join(t.text for t in run.iter(qn("w:t")))
        for run in word.element.body.iter(qn("w:r"))
        if run.rPr is not None and run.rPr.find(qn("w:shd")) is not None
    ]
    assert marked == ["{{voucher}}"]
    assert "<mark>{{voucher}}</mark>" in made.save(tmp_path / "a.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["guide", "arabic"])
def test_a_band_stands_over_every_page(tmp_path, name):
    made = document(instrument(name), band="Draft translation: not reviewed")
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    for section in word.sections:
        assert "not reviewed" in section.header.paragraphs[0].text.replace("\u200e", "")
    assert 'class="band"' in made.save(tmp_path / "a.html").read_text("utf-8")


def test_the_foot_of_the_page_names_title_version_and_number(tmp_path):
    word = WordFile(str(document(instrument("sheet")).save(tmp_path / "a.docx")))
    footer = word.sections[0].footer
    assert footer.paragraphs[0].text == "Talk with us · Version 0.1 · Page\u00a01\u00a0of\u00a01"
    codes = [c.text.strip() for c in footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_fixed_words_are_those_given_and_the_rest_is_marked_as_english(tmp_path):
    made = document(instrument("arabic"), labels={"Prompt": "نقاط"})
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    runs = {
        "".join(t.text or "" for t in r.iter(qn("w:t"))).strip("\u200e"): r
        for r in word.element.body.iter(qn("w:r"))
    }
    assert "نقاط" in runs and "Prompts" not in runs
    assert runs["Follow up"].rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    missing = Labels("ar", {"Prompt": "نقاط"}).missing
    assert len(missing) == len(ENGLISH) - 1 and not Labels("en").missing


def test_a_web_page_needs_nothing_else_and_turns_with_its_language(tmp_path):
    for name, direction in (("sheet", "ltr"), ("arabic", "rtl"), ("amharic", "ltr")):
        guide = instrument(name)
        page = document(guide).save(tmp_path / f"{name}.html").read_text("utf-8")
        assert f'<html lang="{guide.language}" dir="{direction}">' in page
        assert "<script" not in page
        assert not re.findall(r'(?:src|href)="(?!data:)', page)
        assert "@media print" in page
    assert '<bdi dir="ltr">0800-123 456</bdi>' in (tmp_path / "arabic.html").read_text("utf-8")
    assert 'alt="A grown-up and a child wave"' in (tmp_path / "sheet.html").read_text("utf-8")


def test_a_web_page_takes_no_markup_from_the_text(tmp_path):
    guide = parse(SHEET.replace("Say stop.", "Say <b>stop</b> & go."))
    page = document(guide, version="participant").save(tmp_path / "a.html").read_text("utf-8")
    assert "Say &lt;b&gt;stop&lt;/b&gt; &amp; go." in page


def test_nothing_is_overwritten_unless_forced_and_then_kept(tmp_path):
    path = document(instrument("sheet")).save(tmp_path / "a.docx")
    before = path.read_bytes()
    with pytest.raises(StudyError, match=r"a\.docx is there already"):
        document(instrument("form")).save(path)
    assert path.read_bytes() == before
    document(instrument("form")).save(path, force=True)
    kept = [p for p in tmp_path.iterdir() if p != path]
    assert [p.read_bytes() for p in kept] == [before]


def test_no_file_is_put_in_place_when_one_of_many_fails(tmp_path):
    good = document(instrument("sheet"))
    bad = document(instrument("sheet"), template=tmp_path / "none.docx")
    with pytest.raises(StudyError, match=r"none\.docx is not there"):
        save_all([(good, tmp_path / "a.docx"), (bad, tmp_path / "b.docx")])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"version": "child"}, r'no version "child"; choose one of interviewer'),
        ({"layout": "tiny"}, r'no layout "tiny"; choose one of standard'),
    ],
)
def test_an_unknown_version_or_layout_is_told_with_those_that_there_are(options, said):
    with pytest.raises(StudyError, match=said):
        document(instrument("sheet"), **options)


def test_an_unknown_suffix_is_told(tmp_path):
    with pytest.raises(StudyError, match=r"a\.odt can't be written.*\.docx, \.pdf, \.html"):
        document(instrument("sheet")).save(tmp_path / "a.odt")


def test_letters_of_a_script_without_a_font_are_told_with_their_line():
    guide = parse(SHEET.replace("Say stop.", "Say 停."), "sheet")
    with pytest.raises(StudyError, match=r"sheet, line 15: 停"):
        document(guide)


def test_a_missing_picture_is_told_with_its_line(tmp_path):
    source = tmp_path / "sheet.md"
    source.write_text(SHEET.replace("Picture: hello", "Picture: dragon"), encoding="utf-8")
    with pytest.raises(StudyError, match=r'sheet\.md, line 10: .*no picture "dragon"'):
        document(read_guide(source)).save(tmp_path / "a.docx")


def test_headings_of_a_document_are_real_ones(tmp_path):
    made = document(instrument("guide"))
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    wanted = [b.level for b in every(made.paper.blocks) if isinstance(b, Heading)]
    styles = {"Title": 0, "Heading 1": 1, "Heading 2": 2}
    found = [styles[p.style.name] for p in word.paragraphs if p.style.name in styles]
    assert found == wanted


def test_asks_are_found_in_reading_order():
    for name in EVERY:
        blocks = every(document(instrument(name)).paper.blocks)
        asked = [block.number for block in blocks if isinstance(block, Ask)]
        assert asked == [question.number for question in instrument(name).questions]


@pytest.mark.slow
def test_thirty_word_documents_are_made_in_well_under_eight_seconds(tmp_path: Path):
    names = list(library().index)
    pairs = [
        (document(read_guide(names[i % len(names)])), tmp_path / f"{i}.docx") for i in range(30)
    ]
    began = time.perf_counter()
    save_all(pairs)
    assert time.perf_counter() - began < 8


def test_what_the_study_says_of_itself_fills_the_page(tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text("voucher: 20 pounds\n", encoding="utf-8")
    made = document(instrument("sheet"), details=read_details(study), version="participant")
    text = words(made.save(tmp_path / "a.docx"))
    assert "Say stop. You get 20 pounds." in text


def test_an_english_warning_on_a_page_that_runs_backwards_keeps_its_order(tmp_path):
    made = document(instrument("arabic"), band="Draft: not reviewed")
    page = made.save(tmp_path / "a.html").read_text("utf-8")
    assert '<span lang="en" dir="ltr"><strong>Draft: not reviewed</strong></span>' in page
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    (run,) = word.sections[0].header.paragraphs[0].runs
    assert run.text.strip("\u200e") == "Draft: not reviewed"


def test_fixed_words_that_ship_in_a_language_are_taken_without_asking():
    form = parse(FORM.replace("language: en", "language: ar").replace("- Choices:", "- Note:"))
    blocks = every(document(form).paper.blocks)
    (rating,) = [block for block in blocks if isinstance(block, Rating)]
    assert [plain(option) for option in rating.options] == ["نعم", "لا"]


def test_large_letters_put_the_words_of_a_scale_over_its_boxes_and_part_no_word(tmp_path):
    text = EVERY["questionnaire"].replace(
        "not used | useful", "not used | slightly useful | useful | very useful"
    )
    made = document(parse(text), version="participant", layout="large print")
    word = WordFile(str(made.save(tmp_path / "a.docx")))
    table = next(t for t in word.tables if "must-have" in t.rows[0].cells[-1].text)
    spans = [c.grid_span for row in table._tbl.tr_lst for c in row.tc_lst]
    assert spans == [1] * 5 + ([5] + [1] * 5) * 2
    widest = max(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.iter(qn("w:gridCol"))) / 567
    assert widest > 3.2


def test_easy_read_of_an_instrument_without_pictures_has_no_empty_column(tmp_path):
    plain_text = EVERY["questionnaire"]
    blocks = document(parse(plain_text), layout="easy read").paper.blocks
    assert not [block for block in blocks if isinstance(block, Pictured)]
    assert [
        b
        for b in document(instrument("sheet"), layout="easy read").paper.blocks
        if isinstance(b, Pictured)
    ]


def test_a_picture_with_nothing_beside_it_is_shown_all_the_same():
    guide = parse(
        "---\ntitle: A\nkind: activity guide\naudience: children\nlanguage: en\n---\n"
        "## One\n- Picture: cards: Cards\n- Picture: grid: A grid\n\n### Activity: Sort\n"
        "- Step: Read.\n- Picture: turn: A card\n"
    )
    for layout in LAYOUTS:
        blocks = every(document(guide, version="participant", layout=layout).paper.blocks)
        pictures = [b.picture.name for b in blocks if isinstance(b, Pictured) and b.picture]
        assert pictures == ["cards", "grid", "turn"]


def test_an_activity_that_fills_its_section_does_not_tell_the_time_again(tmp_path):
    head = "---\ntitle: A\nkind: focus group\naudience: professionals\nlanguage: en\n---\n"
    guide = parse(
        f"{head}## One (10 minutes)\n### Activity: Map (10 minutes)\n- Step: a\n\n"
        "## Two (20 minutes)\n### Activity: Sort (5 minutes)\n- Step: b\n\n"
        "### Activity: Talk (15 minutes)\n- Step: c\n"
    )
    text = words(document(guide).save(tmp_path / "a.docx"))
    assert "One — 10 minutes" in text and "Map" in text
    assert "Two — 20 minutes" in text and "Sort — 5 minutes" in text
