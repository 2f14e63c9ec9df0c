"""The pack of a study: what is in it, what it says of itself, and what changed since approval."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from command import everything
from docx import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from corpora.errors import StudyError
from instruments.language import kept_path, translation_table, write_translation
from instruments.packs.approval import CARDS, Entry, approvals, approve
from instruments.packs.changes import page_changes
from instruments.packs.pack import build_pack
from instruments.pdf import libreoffice
from instruments.shelf import new
from instruments.source.form import read_guide
from instruments.study.entries import template
from instruments.translation.pseudo import pseudo_text
from qmethod.demo import demo
from qmethod.design import QSet, Statement
from qmethod.files import write_study
from qmethod.files.record_book import read_cards, record_book
from qmethod.grid import Grid

NAMES = (
    "b2", "sheet-11-15", "assent-11-15", "sheet-parents-carers", "consent-parents-carers",
    "help-card",
)  # fmt: skip
WORD = [".docx"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of six instruments with nothing left open."""
    return study(tmp_path / "study")


def study(folder: Path, names=NAMES, **entries: str) -> Path:
    folder.mkdir()
    for name in names:
        new(name, folder)
    (folder / "study.yaml").write_text(template(examples=True), encoding="utf-8")
    say(folder, **entries)
    return folder


def say(folder: Path, **entries: str) -> None:
    """Give entries of study.yaml another value."""
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    for name, value in entries.items():
        text, count = re.subn(rf"(?m)^{name}:.*$", f"{name}: {value}", text)
        assert count == 1, name
    path.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new_text: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new_text), encoding="utf-8")


def words(path: Path) -> str:
    """All text of a Word file, a paragraph a line."""
    body = WordFile(str(path)).element.body
    paragraphs = body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return "\n".join("".join(p.itertext()) for p in paragraphs)


def write_cards(folder: Path, *texts: str, grid: str = "-1..1: 1 1 1") -> None:
    """Put three cards or more and a grid into cards.xlsx."""
    numbered = [text.split(". ", 1) for text in ("1. I feel safe", "2. I have friends", *texts)]
    cards = QSet(tuple(Statement(int(number), text) for number, text in numbered), stem="With help")
    data = record_book(cards, Grid.parse(grid), file="cards.xlsx")
    (folder / "cards.xlsx").write_bytes(data)


def translate(path: Path, code: str, states: dict[str, str]) -> None:
    """Keep a translation in which each text is the source in capitals, by state of its kind."""
    guide = read_guide(path)
    table = translation_table(guide, language=code)
    for row in table.index:
        state = states.get(table.at[row, "kind"], "missing")
        if state != "missing":
            table.loc[row, ["target", "state"]] = [table.at[row, "source"].upper(), state]
        if state == "reviewed":
            table.loc[row, ["translator", "reviewer", "date"]] = ["Ann", "Ben", "2027-01-01"]
    table["target"] = [
        re.sub(r"\{\{(\w+)\}\}", lambda m: m[0].lower(), text) for text in table["target"]
    ]
    write_translation(table, kept_path(guide, code))


# ---- what is in it ------------------------------------------------------------------------


def test_every_instrument_comes_in_the_versions_and_layouts_that_suit_it(folder):
    pack = build_pack(folder, formats=WORD)
    assert pack.folder == folder / "pack"
    written = {p.relative_to(pack.folder).as_posix() for p in pack.folder.rglob("*") if p.is_file()}
    assert written == {
        "index.docx", "index.html",
        "en/guide-b2-interviewer.docx", "en/guide-b2-notes.docx", "en/guide-b2-participant.docx",
        "en/guide-b2-participant-large-print.docx", "en/guide-b2-participant-easy-read.docx",
        "en/sheet-11-15.docx", "en/sheet-11-15-large-print.docx", "en/sheet-11-15-easy-read.docx",
        "en/assent-11-15.docx", "en/assent-11-15-large-print.docx",
        "en/assent-11-15-easy-read.docx", "en/assent-11-15-interviewer.docx",
        "en/sheet-parents-carers.docx", "en/sheet-parents-carers-large-print.docx",
        "en/consent-parents-carers.docx", "en/consent-parents-carers-large-print.docx",
        "en/consent-parents-carers-interviewer.docx",
        "en/help-card.docx", "en/help-card-large-print.docx", "en/help-card-easy-read.docx",
        "en/help-card-interviewer.docx",
    }  # fmt: skip
    assert set(pack.documents.index) == {
        name.removesuffix(".docx") for name in written if name.startswith("en/")
    }


def test_what_researchers_follow_is_printed_once_and_professionals_get_no_easy_read(tmp_path):
    made = study(tmp_path / "s", ("distress-protocol", "spoken-consent", "b1"))
    pack = build_pack(made, formats=WORD)
    assert set(pack.documents.index) == {
        "en/distress-protocol", "en/spoken-consent", "en/guide-b1-interviewer",
        "en/guide-b1-notes", "en/guide-b1-participant", "en/guide-b1-participant-large-print",
    }  # fmt: skip


def test_pages_are_filled_and_the_interviewer_s_page_alone_has_the_prompts(folder):
    build_pack(folder, formats=WORD)
    sheet = words(folder / "pack/en/sheet-11-15.docx")
    assert "voucher for £20" in sheet
    assert "{{" not in sheet
    probe = read_guide(folder / "guide-b2.md").questions[0].probes[0].text
    probe = probe.replace("{{worker}}", "guardian")
    assert probe in words(folder / "pack/en/guide-b2-interviewer.docx")
    assert probe not in words(folder / "pack/en/guide-b2-participant.docx")


def test_the_index_leads_to_every_file_and_names_readers_and_signers(folder):
    build_pack(folder, formats=[".html", ".docx"])
    page = (folder / "pack/index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    files = {p.relative_to(folder / "pack").as_posix() for p in (folder / "pack/en").iterdir()}
    assert set(links) == files
    assert len(links) == len(files)
    for text in (page, words(folder / "pack/index.docx")):
        assert "The adult who may decide for the child" in text
        assert "under 16, unaccompanied" in text
        assert "children and young people, 11-15" in text
        assert "Easy read: sheet-11-15-easy-read" in text


def test_placeholders_left_open_are_listed_by_file_and_line_and_marked_on_the_page(folder):
    say(folder, voucher="", contact_phone="")
    pack = build_pack(folder, formats=[".html"])
    assert set(pack.unfilled["placeholder"]) == {"voucher", "contact_phone"}
    lines = (folder / "sheet-11-15.md").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if "{{voucher}}" in line)
    where = pack.unfilled.set_index("placeholder").at["voucher", "where"]
    assert f"sheet-11-15.md, line {number}" in where
    assert "sheet-parents-carers.md" in where
    page = (folder / "pack/en/sheet-11-15.html").read_text(encoding="utf-8")
    assert "<mark>{{voucher}}</mark>" in page
    assert "<mark>voucher</mark>" in (folder / "pack/index.html").read_text(encoding="utf-8")


def test_what_the_pages_say_against_each_other_is_in_the_index(folder):
    assert not [f for f in build_pack(folder, formats=WORD).findings if f.severity == "fault"]
    edit(folder / "sheet-11-15.md", "{{voucher}}", "£25")
    pack = build_pack(folder, formats=WORD, force=True)
    first = pack.findings[0]
    assert (first.rule, first.severity, Path(first.path).name) == (
        "voucher", "fault", "sheet-11-15.md",
    )  # fmt: skip
    assert "£25" in words(folder / "pack/index.docx")
    assert "1 fault to be mended" in words(folder / "pack/index.docx")


# ---- languages and cards ------------------------------------------------------------------


def test_a_right_to_left_language_has_its_own_folder_and_runs_that_way(folder):
    say(folder, languages="[en, ar-XB]")
    pack = build_pack(folder, formats=[".html"])
    english = {name.removeprefix("en/") for name in pack.documents.index if name.startswith("en")}
    other = {name.removeprefix("ar-XB/") for name in pack.documents.index if "XB" in name}
    assert english == other
    page = (folder / "pack/ar-XB/sheet-11-15.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in page
    assert "Not for use" in page
    index = (folder / "pack/index.html").read_text(encoding="utf-8")
    assert "Letters made up to try the layout" in index


def test_a_language_without_words_is_missing_and_one_half_done_is_marked_on_every_page(folder):
    say(folder, languages="[en, fr, sq]")
    states = {"paragraph": "draft", "title": "reviewed", "section": "reviewed"}
    translate(folder / "sheet-11-15.md", "fr", states)
    pack = build_pack(folder, formats=[".html"])
    assert {(m.code, "invitation" in m.title) for m in pack.missing} == {
        ("fr", False), ("sq", False), ("sq", True),
    }  # fmt: skip
    french = [name for name in pack.documents.index if name.startswith("fr/")]
    assert french == [f"fr/sheet-11-15{end}" for end in ("", "-large-print", "-easy-read")]
    page = (folder / "pack/fr/sheet-11-15.html").read_text(encoding="utf-8")
    assert "Translation not reviewed (French)" in page
    assert "YOUR INVITATION" in page
    held = [f for f in pack.findings if f.rule == "held back"]
    assert held
    assert all(f.severity == "fault" for f in held)
    assert "not_reviewed" not in set(pack.unfilled["placeholder"])
    index = words(folder / "pack/index.docx")
    assert "Translation not reviewed (French)" in index
    assert "Not translated yet" in index


def test_a_reviewed_translation_is_held_against_the_study_without_false_alarms(folder):
    say(folder, languages="[en, ar]")
    for path in folder.glob("*.md"):
        guide = read_guide(path)
        table = translation_table(guide, language="ar")
        table["target"] = [pseudo_text(text, "ar-XB") for text in table["source"]]
        for column, value in {"state": "reviewed", "translator": "Ann", "reviewer": "Ben",
                              "date": "2027-01-01"}.items():  # fmt: skip
            table[column] = value
        write_translation(table, kept_path(guide, "ar"))
    pack = build_pack(folder, formats=WORD)
    assert not pack.missing
    assert [f for f in pack.findings if f.severity == "fault"] == []
    letters = [f for f in pack.findings if f.rule == "letter"]
    assert len(letters) > 50
    index = words(folder / "pack/index.docx")
    assert "ar/sheet-11-15.po, line" in index
    assert "more like these" in index
    assert index.count("is no letter of Arabic") < len(letters)


def test_the_q_sort_pack_comes_in_each_language_with_stem_and_number_of_its_cards(tmp_path):
    made = study(tmp_path / "s", ("help-card",), languages="[en, ar-XB]", q_sort="cards.xlsx",
                 stem="nothing of the kind", cards="99")  # fmt: skip
    write_study(demo().study, made / "cards.xlsx")
    pack = build_pack(made, formats=WORD)
    assert pack.q_sorts == {code: f"{code}/q-sort/index.html" for code in ("en", "ar-XB")}
    for place in pack.q_sorts.values():
        assert (pack.folder / place).is_file()
        assert (pack.folder / place).with_name("cards.pdf").is_file()
        assert place in (pack.folder / "index.html").read_text(encoding="utf-8")
    script = words(pack.folder / "en/q-sort/researcher-script.docx")
    assert "28 cards" in script
    assert "99" not in script


def test_cards_that_nobody_has_reviewed_are_marked_on_every_page(tmp_path):
    made = study(tmp_path / "s", ("distress-protocol",), languages="[en, fr]", q_sort="cards.xlsx")
    write_cards(made, "3. I rest")
    cards = read_cards(made / "cards.xlsx")[0]
    table = translation_table(cards, language="fr")
    table["target"], table["state"] = [text.upper() for text in table["source"]], "draft"
    write_translation(table, made / "fr/cards-statements.po")
    pack = build_pack(made, formats=WORD)
    assert set(pack.q_sorts) == {"en", "fr"}
    page = PdfReader(pack.folder / "fr/q-sort/mat-A3.pdf").pages[0].extract_text()
    assert "Translation not reviewed (French)" in page
    assert "WITH HELP" in page
    english = PdfReader(pack.folder / "en/q-sort/mat-A3.pdf").pages[0].extract_text()
    assert "not reviewed" not in english


def test_a_team_s_template_gives_every_page_its_look(tmp_path):
    made = study(tmp_path / "s", ("help-card",), template="house.docx")
    house = WordFile()
    house.sections[0].header.paragraphs[0].text = "Example University"
    house.save(str(made / "house.docx"))
    build_pack(made, formats=WORD)
    header = WordFile(str(made / "pack/en/help-card.docx")).sections[0].header
    assert "Example University" in "".join(p.text for p in header.paragraphs)


@pytest.mark.slow
@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_word_and_pdf_are_made_if_no_form_is_named(tmp_path):
    made = study(tmp_path / "s", ("help-card", "distress-protocol"))
    pack = build_pack(made)
    for files in pack.documents["files"]:
        assert [Path(file).suffix for file in files] == [".docx", ".pdf"]
        assert all((pack.folder / file).stat().st_size > 1000 for file in files)


def test_without_libreoffice_there_is_word_alone_and_asking_for_pdf_says_why(folder, monkeypatch):
    monkeypatch.setenv("PATH", "")
    if libreoffice() is not None:
        pytest.skip("LibreOffice is installed in a place of its own")
    pack = build_pack(folder, folder / "one")
    assert {Path(file).suffix for files in pack.documents["files"] for file in files} == {".docx"}
    before = everything(folder)
    with pytest.raises(StudyError, match="LibreOffice, which is not installed"):
        build_pack(folder, folder / "two", formats=["pdf"])
    assert everything(folder) == before


# ---- approval and what changed ------------------------------------------------------------


def test_a_pack_shows_every_text_that_changed_since_it_was_approved(folder):
    approve(folder, version="1.0", by="The committee", on="11 January 2027")
    assert build_pack(folder, formats=WORD).changes.empty
    text = words(folder / "pack/changes.docx")
    assert "Version 1.0 was approved on 11 January 2027 by The committee." in text
    assert "No text differs" in text
    say(folder, voucher="£30")
    edit(folder / "guide-b2.md", "3. How often do you and your", "3. When do you and your")
    pack = build_pack(folder, formats=WORD, force=True)
    said = pack.changes.reset_index()
    assert set(said["page"]) == {
        "guide-b2 (en)", "sheet-11-15 (en)", "sheet-parents-carers (en)",
    }  # fmt: skip
    row = said[said["page"] == "guide-b2 (en)"].iloc[0]
    assert row["section"] == "Your guardian and you"
    assert row["approved text"] == "3. How often do you and your guardian meet?"
    assert row["new text"] == "3. When do you and your guardian meet?"
    table = words(folder / "pack/changes.docx")
    assert "You get a voucher for £20" in table
    assert "You get a voucher for £30" in table
    assert "changes.html" in (folder / "pack/index.html").read_text(encoding="utf-8")


def test_new_and_lost_pages_and_cards_are_told_too(tmp_path):
    made = study(tmp_path / "s", ("help-card", "b2"), q_sort="cards.xlsx")
    write_cards(made, "3. I rest")
    approve(made, version="1", by="REC")
    (made / "help-card.md").unlink()
    new("distress-protocol", made)
    write_cards(made, "3. I sleep well")
    changes = build_pack(made, formats=WORD).changes
    kinds = changes.groupby(level=0)["change"].agg(lambda found: set(found)).to_dict()
    assert kinds["help-card (en)"] == {"taken out"}
    assert kinds["distress-protocol (en)"] == {"added"}
    cards = changes.loc[[f"{CARDS} (en)"]]
    assert set(cards["approved text"]) | set(cards["new text"]) >= {"3. I rest", "3. I sleep well"}


def test_an_approval_records_version_day_and_who_and_is_never_written_over(folder):
    path = approve(folder, version="1.0", by=" REC 3 ", on="2027-01-11")
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (record["version"], record["date"], record["by"]) == ("1.0", "2027-01-11", "REC 3")
    with pytest.raises(StudyError, match="--force"):
        approve(folder, version="1.0", by="REC 3")
    approve(folder, version="1.0", by="REC 4", on="2027-02-01", force=True)
    assert yaml.safe_load((path.parent / "1.0.yaml.backup-1").read_text())["by"] == "REC 3"
    assert [a.by for a in approvals(folder)] == ["REC 4"]


def test_the_latest_approval_counts_by_its_day_then_by_its_order(folder):
    approve(folder, version="2.0", by="REC", on="2027-03-01")
    approve(folder, version="1.0", by="REC", on="2027-01-01")
    approve(folder, version="2.0a", by="REC", on="2027-03-01")
    assert [a.version for a in approvals(folder)] == ["1.0", "2.0", "2.0a"]
    assert build_pack(folder, formats=WORD).approval.version == "2.0a"


def test_nobody_approves_letters_that_are_made_up(folder):
    say(folder, languages="[en, ar-XB]")
    path = approve(folder, version="1.0", by="REC")
    assert {page["language"] for page in yaml.safe_load(path.read_text())["pages"].values()} == {
        "en"
    }


@pytest.mark.parametrize(
    ("choices", "wanted"),
    {
        "nobody": ({"version": "1", "by": "  "}, "Nobody is named"),
        "a path": ({"version": "../1", "by": "REC"}, "names no version"),
        "no day": ({"version": "1", "by": "REC", "on": "31 February 2027"}, "is no date"),
    }.values(),
)
def test_an_approval_without_who_version_or_day_is_refused(folder, choices, wanted):
    with pytest.raises(StudyError, match=wanted):
        approve(folder, **choices)
    assert not (folder / "approved").exists()


@pytest.mark.parametrize("text", ["", "version: 1", "[", "pages: 3\nversion: 1\nby: a\ndate: b"])
def test_a_spoilt_record_of_approval_is_named(folder, text):
    (folder / "approved").mkdir()
    (folder / "approved/1.0.yaml").write_text(text)
    with pytest.raises(StudyError, match=r"1\.0\.yaml can't be read as a record"):
        build_pack(folder, formats=WORD)


def entries(*texts):
    return [Entry("Part", text) for text in texts]


def test_texts_are_told_as_changed_moved_added_or_taken_out():
    old = entries("We meet for an hour.", "You get £20.", "Goodbye.", "Bring a friend.")
    new_ = entries("Goodbye.", "We meet for two hours.", "You get £20.", "Ask us anything.")
    said = {(c.change, c.old, c.new) for c in page_changes(old, new_)}
    assert said == {
        ("moved", "Goodbye.", "Goodbye."),
        ("changed", "We meet for an hour.", "We meet for two hours."),
        ("taken out", "Bring a friend.", ""),
        ("added", "", "Ask us anything."),
    }


TEXTS = st.lists(st.sampled_from(["a voucher", "a voucher of £20", "stop", "stop now", "x", "yy"]))


@given(TEXTS, TEXTS)
def test_the_changes_lead_from_the_old_texts_to_the_new_with_none_lost(old, new_):
    said = page_changes(entries(*old), entries(*new_))
    before = Counter(old)
    before.subtract(change.old for change in said if change.old)
    before.update(change.new for change in said if change.new)
    assert +before == Counter(new_)
    assert not any(change.old == change.new and change.change != "moved" for change in said)


# ---- nothing half written, nothing lost ---------------------------------------------------


def test_a_pack_is_never_written_over_and_force_keeps_the_old_one(folder):
    build_pack(folder, formats=WORD)
    first = everything(folder / "pack")
    with pytest.raises(StudyError, match="--force"):
        build_pack(folder, formats=WORD)
    say(folder, voucher="£30")
    build_pack(folder, formats=WORD, force=True)
    assert everything(folder / "pack.backup-1") == first
    assert everything(folder / "pack") != first


def broken_head(folder):
    edit(folder / "guide-b2.md", "kind: interview", "kind: intervju")


def double_number(folder):
    edit(folder / "guide-b2.md", "\n3. How", "\n2. How")


def missing_picture(folder):
    with (folder / "help-card.md").open("a") as file:
        file.write("\n- Picture: me.png: A photo\n")


def strange_script(folder):
    with (folder / "help-card.md").open("a") as file:
        file.write("\nสวัสดี\n")


def no_word_template(folder):
    (folder / "house.docx").write_text("Dear all")
    say(folder, template="house.docx")


def no_template(folder):
    say(folder, template="lost.docx")


def cards_beyond_the_grid(folder):
    write_cards(folder, "3. I rest", "4. I sleep")
    say(folder, q_sort="cards.xlsx")


def no_cards(folder):
    say(folder, q_sort="lost.xlsx")


def no_instruments(folder):
    for path in folder.glob("*.md"):
        path.unlink()


def unknown_entry(folder):
    with (folder / "study.yaml").open("a") as file:
        file.write("\nvoucer: £20\n")


def unknown_language(folder):
    say(folder, languages="[en, tlh]")


def taken_name(folder):
    (folder / "help-card.md").rename(folder / "pages.md")


def spoilt_translation(folder):
    (folder / "fr").mkdir()
    (folder / "fr/guide-b2.po").write_text("Bonjour\n")
    say(folder, languages="[en, fr]")


BAD = {
    broken_head: r"guide-b2\.md, line 3: .*intervju.*interview",
    double_number: r"guide-b2\.md, line \d+: question 2 stands in line",
    missing_picture: r"me\.png",
    strange_script: r"help-card\.md, line \d+: .*Thai",
    no_word_template: r"house\.docx",
    no_template: r"study\.yaml, line \d+: template names lost\.docx",
    cards_beyond_the_grid: r"cards\.xlsx: .* has 3 places for 4 cards",
    no_cards: r"study\.yaml, line \d+: q_sort names lost\.xlsx",
    no_instruments: r"holds no instruments",
    unknown_entry: r"study\.yaml, line \d+: voucer is not an entry",
    unknown_language: r"study\.yaml, line \d+: .*tlh",
    taken_name: r"pages\.md bears the name",
    spoilt_translation: r"guide-b2\.po",
}


@pytest.mark.parametrize(("harm", "wanted"), BAD.items(), ids=lambda x: getattr(x, "__name__", ""))
def test_what_can_t_be_built_is_one_sentence_and_leaves_everything_as_it_was(folder, harm, wanted):
    build_pack(folder, formats=WORD)
    harm(folder)
    before = everything(folder)
    with pytest.raises(StudyError) as told:
        build_pack(folder, formats=WORD, force=True)
    assert re.search(wanted, str(told.value)), told.value
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert everything(folder) == before


@pytest.mark.parametrize("place", ["", ".", "guide-b2.md/x", "fr", "approved"])
def test_a_pack_goes_nowhere_that_holds_its_own_sources(folder, place):
    translate(folder / "help-card.md", "fr", {"title": "draft"})
    approve(folder, version="1.0", by="REC")
    before = everything(folder)
    with pytest.raises(StudyError):
        build_pack(folder, folder / place, formats=WORD, force=True)
    assert everything(folder) == before


@pytest.mark.parametrize("formats", [["odt"], []])
def test_a_form_that_no_document_has_is_refused(folder, formats):
    with pytest.raises(StudyError, match=r"choose among \.docx, \.pdf, \.html"):
        build_pack(folder, formats=formats)
    assert not (folder / "pack").exists()
