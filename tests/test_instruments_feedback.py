import re
from dataclasses import replace

import pandas as pd
import pytest
from printed import needs_office
from pypdf import PdfReader

import qmethod as qm
from corpora.errors import StudyError
from instruments.checks.instrument import check
from instruments.checks.reading import LIMITS, reading
from instruments.checks.statistics_words import FORBIDDEN, words_of_statistics
from instruments.documents import document, save_all
from instruments.feedback import feedback_pages, write_feedback
from instruments.feedback.words import ENGLISH
from instruments.passages import passages
from instruments.source.form import parse, read_guide
from instruments.source.writing import write_source
from instruments.study.details import read_details, unfilled
from instruments.study.entries import template
from qmethod.demo import demo
from qmethod.design import QSet, QStudy, Statement, numbered
from qmethod.grid import Grid

STEM = "Because of help from my support worker…"
NEXT = (
    "  what_happens_next: We show these pages to the people who run the service. We tell you what "
    "they say in the autumn.\n  what_happens_next_for_practitioners: We meet with your team in "
    "June, and bring back to the young people what was decided.\n"
)


@pytest.fixture(scope="module")
def made_up():
    return demo().study


@pytest.fixture(scope="module")
def five(made_up):
    return qm.analyse(made_up, 5)


@pytest.fixture(scope="module")
def two_sided(made_up, five):
    """The analysis of the made-up study with half of those on F2 sorting the other way round."""
    turned = made_up.sorts.copy()
    holders = five.defining("F2")[:3]
    turned[holders] = -turned[holders]
    return qm.analyse(replace(made_up, sorts=turned, piles=None), 5)


@pytest.fixture(scope="module")
def pages(five):
    return feedback_pages(five)


def text_of(page):
    return page.text


def section_of(page, title):
    """The texts of a page under one of our headings."""
    return [p.text for s in page.sections if s.title == ENGLISH.get(title, title)
            for p in passages(replace(page, sections=(s,)))]  # fmt: skip


def sorts(columns, grid, **fields):
    """A study of these sorts: participant to the values of cards 1, 2, 3, ..."""
    table = pd.DataFrame(columns, dtype=float)
    table.index = pd.Index(range(1, len(table) + 1), name="statement")
    qset = numbered([f"card {n} is so." for n in table.index], stem="Since then…")
    return QStudy("small", qset, Grid.parse(grid), table, **fields)


def loaded(study, loadings):
    """The analysis of a study whose sorts load on F1, F2, ... as given, and define them so."""
    table = pd.DataFrame(loadings, index=study.names, columns=None)
    table.columns = [f"F{i}" for i in range(1, table.shape[1] + 1)]
    return qm.from_loadings(study, table, table.abs() > 0.5)


UP, DOWN = [3, 2, 1, 0, -1, -2, -3], [-3, -2, -1, 0, 1, 2, 3]
ACROSS = [0, 3, -3, 2, -2, 1, -1]
SEVEN = "-3..3: 1 1 1 1 1 1 1"


def test_every_viewpoint_has_a_plain_and_an_easy_page_and_practitioners_have_a_brief(pages):
    young = [f"viewpoint-{n}{easy}" for n in range(1, 6) for easy in ("", "-easy-read")]
    shared = ["what-all-share", "what-all-share-easy-read"]
    assert list(pages) == ["read-me-first", *young, *shared, "brief-for-practitioners"]
    assert {pages[name].kind for name in (*young, *shared)} == {"results"}
    assert {pages[name].audience for name in (*young, *shared)} == {"children"}
    assert pages["brief-for-practitioners"].audience == "professionals"


def test_cards_are_quoted_letter_by_letter_under_their_stem(made_up, pages):
    cards = {statement.text for statement in made_up.qset}
    for name, page in pages.items():
        quoted = re.findall("“(.*?)”", text_of(page))
        assert set(quoted) <= cards
        assert not quoted or STEM in text_of(page), name
    assert "“people around me respect where I come from.”" in text_of(pages["viewpoint-1"])


def test_a_page_tells_the_cards_at_the_ends_of_its_own_viewpoint(five, pages):
    top = five.z_scores["F2"].nlargest(3).index
    bottom = five.z_scores["F2"].nsmallest(3).index
    agreed = " ".join(section_of(pages["viewpoint-2"], "agree_title"))
    refused = " ".join(section_of(pages["viewpoint-2"], "disagree_title"))
    assert all(five.study.qset[n].text in agreed for n in top)
    assert all(five.study.qset[n].text in refused for n in bottom)
    assert "did not see it so" in refused and "did not see it so" not in agreed


def test_no_page_uses_a_word_of_statistics(pages):
    for name, page in pages.items():
        assert not words_of_statistics(text_of(page)), name
    assert not [text for text in ENGLISH.values() if words_of_statistics(text)]


@pytest.mark.parametrize(
    "text",
    ["Factor 1", "it loads on F2", "a z-score", "a significant difference", "p < .05", "the array",
     "after rotation", "the Eigenvalue", "n = 3", "correlated", "much variance", "factor loadings"],
)  # fmt: skip
def test_words_of_statistics_are_seen_wherever_they_stand(text):
    assert words_of_statistics(f"We saw {text} here.")
    assert not words_of_statistics(f"The card says “{text}” so.")


def test_plain_words_are_no_words_of_statistics():
    plain = "Workers carry a heavy workload; the meaning of that is satisfactory. It matters."
    assert words_of_statistics(plain) == []
    assert len(FORBIDDEN) > 20


def test_a_page_that_a_team_edited_is_told_of_words_of_statistics(pages):
    page = pages["viewpoint-1"]
    edited = parse(f"{text_of(page)}\nThis factor explains much variance.\n")
    last = len(edited.text.split("\n")) - 1
    found = [(f.rule, f.line, f.severity) for f in check(edited)]
    assert [f for f in found if f[0] == "statistics"] == [("statistics", last, "prompt")] * 2
    assert "statistics" not in {f.rule for f in check(page)}


def test_nobody_is_named_and_no_comment_is_quoted(made_up, pages):
    everything = " ".join(map(text_of, pages.values()))
    assert not [name for name in made_up.names if re.search(rf"\b{name}\b", everything)]
    assert not [text for text in made_up.comments["text"] if text in everything]


def test_groups_under_the_least_size_are_told_without_number(five, pages):
    sizes = five.characteristics["flagged"].to_dict()
    assert sizes == {"F1": 4, "F2": 6, "F3": 3, "F4": 3, "F5": 3}
    assert "6 of you share it" in text_of(pages["viewpoint-2"])
    for number in (1, 3, 4, 5):
        assert "of you share it" not in text_of(pages[f"viewpoint-{number}"])
    brief = text_of(pages["brief-for-practitioners"])
    assert re.findall(r"shared by (\d+)", brief) == ["6"]
    larger = feedback_pages(five, least=7)
    assert not any("share it" in text_of(page) for page in larger.values())


def test_a_number_is_withheld_if_a_small_group_could_be_worked_back_from_it():
    people = {f"A{i}": UP for i in range(6)} | {f"B{i}": ACROSS for i in range(3)}
    made = feedback_pages(loaded(sorts(people, SEVEN), [[0.9, 0.1]] * 6 + [[0.1, 0.9]] * 3))
    told = " ".join(text_of(page) for name, page in made.items() if name != "read-me-first")
    numbers = re.findall(r"(\d+) of you|(\d+) young|shared by (\d+)", told)
    assert {"".join(found) for found in numbers} < {"6", "9"}


def test_traits_are_told_only_if_asked_for_and_only_of_groups_large_enough(five):
    plain = text_of(feedback_pages(five)["brief-for-practitioners"])
    asked = feedback_pages(five, traits=["age", "gender"])
    assert "age" not in re.sub("“.*?”", "", plain).split()
    brief = asked["brief-for-practitioners"]
    told = [s.title for s in brief.sections if "age: 15 to 19" in str(s.blocks)]
    assert told == ["Viewpoint 2 (shared by 6)"]
    assert not any(
        "15 to 19" in text_of(page) for name, page in asked.items() if "brief" not in name
    )
    with pytest.raises(StudyError, match=r'no attribute "shoe size".*gender, age'):
        feedback_pages(five, traits=["shoe size"])


def test_one_persons_way_of_sorting_is_left_out_and_the_team_told():
    people = {f"A{i}": UP for i in range(5)} | {"B1": ACROSS}
    made = feedback_pages(loaded(sorts(people, SEVEN), [[0.9, 0.1]] * 5 + [[0.1, 0.9]]))
    assert [name for name in made if name.startswith("viewpoint")] == [
        "viewpoint-1", "viewpoint-1-easy-read"
    ]  # fmt: skip
    assert "F2 has no page" in text_of(made["read-me-first"])
    alone = loaded(sorts({"A": UP, "B": ACROSS}, SEVEN), [[0.9, 0.1], [0.1, 0.9]])
    with pytest.raises(StudyError, match="shared by two people"):
        feedback_pages(alone)


def test_a_viewpoint_that_all_see_reversed_is_told_as_they_see_it():
    study = sorts({f"A{i}": UP for i in range(5)}, SEVEN)
    as_seen = feedback_pages(loaded(study, [[0.9]] * 5))
    reversed_ = feedback_pages(loaded(study, [[-0.9]] * 5))
    agreed = section_of(reversed_["viewpoint-1"], "agree_title")
    assert "“card 1 is so.”" in agreed and "“card 7 is so.”" not in agreed
    assert text_of(as_seen["viewpoint-1"]) == text_of(reversed_["viewpoint-1"])
    assert "F1 is told the other way round" in text_of(reversed_["read-me-first"])


def test_a_viewpoint_of_two_sides_says_so_without_numbers():
    people = {f"A{i}": UP for i in range(6)} | {f"B{i}": DOWN for i in range(5)}
    made = feedback_pages(loaded(sorts(people, SEVEN), [[0.9]] * 6 + [[-0.9]] * 5))
    page = text_of(made["viewpoint-1"])
    assert "“card 1 is so.”" in section_of(made["viewpoint-1"], "agree_title")
    assert "Some of you saw it the other way round" in page
    assert not re.search(r"\d+ of you share", page)
    assert "the other way round" in text_of(made["viewpoint-1-easy-read"])
    assert "the other way round" in text_of(made["brief-for-practitioners"])


def test_one_person_on_the_other_side_is_not_pointed_at():
    people = {f"A{i}": UP for i in range(6)} | {"B": DOWN}
    made = feedback_pages(loaded(sorts(people, SEVEN), [[0.9]] * 6 + [[-0.9]]))
    everything = " ".join(text_of(page) for page in made.values())
    assert "other way round" not in everything
    assert not re.search(r"\d+ of you share|shared by \d", everything)


def test_nothing_is_shared_by_all_where_some_see_a_viewpoint_reversed(two_sided):
    both = feedback_pages(two_sided)
    assert "“I can say things in the language that I choose.”" not in text_of(
        both["what-all-share"]
    )
    assert ENGLISH["shared_none"] in text_of(both["what-all-share"])
    assert "see a card on this page" not in text_of(both["what-all-share"])


def test_what_all_viewpoints_share_is_told_on_the_side_where_it_stands(pages):
    assert section_of(pages["what-all-share"], "shared_agree_title")[-1] == (
        "“I can say things in the language that I choose.”"
    )
    easy = pages["what-all-share-easy-read"]
    assert "“I can say things in the language that I choose.”" in section_of(
        easy, "easy_shared_agree_title"
    )


def test_a_free_sort_that_agrees_with_every_card_refuses_none_of_them():
    high = [7, 7, 6, 6, 5, 5, 5]
    study = sorts({f"A{i}": high for i in range(5)}, "1..7: 1 1 1 1 1 1 1")
    page = feedback_pages(loaded(study, [[0.9]] * 5))["viewpoint-1"]
    assert section_of(page, "disagree_title") == []
    last = section_of(page, "low_title")
    assert "That does not mean no" in " ".join(last) and "“card 7 is so.”" in last


def test_piles_say_whether_cards_at_the_low_end_were_disagreed_with():
    study = sorts({f"A{i}": UP for i in range(5)}, SEVEN)
    agreed = pd.DataFrame("agree", index=study.sorts.index, columns=study.names)
    refused = agreed.mask(study.sorts < 0, "disagree")
    for piles, title in ((agreed, "low_title"), (refused, "disagree_title")):
        page = feedback_pages(loaded(replace(study, piles=piles), [[0.9]] * 5))["viewpoint-1"]
        assert "“card 7 is so.”" in section_of(page, title)


def test_cards_that_tie_stand_together_or_not_at_all():
    tied = [2, 2, 1, 1, 1, 1, 0, -1, -1, -2]
    study = sorts({f"A{i}": tied for i in range(5)}, "-2..2: 1 2 1 4 2")
    page = feedback_pages(loaded(study, [[0.9]] * 5))["viewpoint-1"]
    cards = [t for t in section_of(page, "agree_title") if t.startswith("“")]
    assert cards == ["“card 1 is so.”", "“card 2 is so.”"]


def test_a_study_without_stem_framework_or_piles_is_told_too(lipset_analysis):
    made = feedback_pages(lipset_analysis)
    assert "framework" not in text_of(made["brief-for-practitioners"])
    assert "ends this sentence" not in text_of(made["viewpoint-1"])
    assert not any(words_of_statistics(text_of(page)) for page in made.values())


def test_a_small_study_is_told_without_any_number_of_people():
    study = sorts({"A": UP, "B": UP, "C": UP}, SEVEN)
    made = feedback_pages(loaded(study, [[0.9]] * 3))
    told = [text_of(page) for name, page in made.items() if name != "read-me-first"]
    assert not any(re.search(r"\d+ (of you|young people)|shared by \d", text) for text in told)
    assert "We found one viewpoint" in text_of(made["viewpoint-1"])
    assert ENGLISH["shared_one"] in text_of(made["what-all-share"])


def test_the_team_names_the_viewpoints_in_plain_words_of_its_own(five):
    named = feedback_pages(five, names={"F2": "Safe and settled  first"})
    assert named["viewpoint-2"].title == "Safe and settled first: one way to see it"
    assert named["viewpoint-1"].title.startswith("Viewpoint 1:")
    for names, message in (
        ({"F9": "Hope"}, 'no factor "F9"'),
        ({"F1": " "}, "name of F1 is empty"),
        ({"F1": "Hope", "F2": "hope"}, 'F1 and F2 are both called "hope"'),
        ({"F1": "Factor of hope"}, 'uses "Factor"'),
    ):
        with pytest.raises(StudyError, match=message):
            feedback_pages(five, names=names)


def test_pages_for_young_people_read_at_their_level(pages):
    limits = LIMITS["11-15"]
    for name, page in pages.items():
        found = reading(page)
        if page.audience == "children":
            own = [text for _, text in found.sentences if not re.search("Synth|illustrative", text)]
            assert found.grade <= limits.grade and found.mean <= limits.mean, name
            assert max(len(text.split()) for text in own) <= limits.longest, name


def test_checks_find_nothing_but_the_long_notes_of_a_made_up_study(pages):
    for name, page in pages.items():
        found = [f.message for f in check(page)]
        assert [m for m in found if not re.search("Synthetic data|are illustrative", m)] == [], name


def test_each_page_says_that_no_view_is_wrong_and_leaves_the_next_step_to_the_team(pages):
    for name, page in pages.items():
        if page.audience == "children":
            assert "No view is right or wrong" in text_of(page), name
            shared = "in another way" in text_of(page) or "in none" in text_of(page)
            assert shared if "share" in name else "or in none" in text_of(page), name
            assert "what_happens_next" in dict(unfilled(page)), name
    brief = pages["brief-for-practitioners"]
    assert "what_happens_next_for_practitioners" in dict(unfilled(brief))


def test_made_up_sorts_and_the_note_on_wording_are_told_wherever_cards_are(made_up, pages):
    for page in pages.values():
        if "“" in text_of(page):
            assert made_up.synthetic in text_of(page) and made_up.qset.note in text_of(page)


def test_every_line_of_easy_read_has_one_idea_and_every_part_a_picture(pages):
    for name, page in pages.items():
        if name.endswith("easy-read"):
            for part in page.sections:
                assert part.blocks[0].key == "Picture", name


def test_files_are_read_back_as_they_were_written(five, pages, tmp_path):
    paths = write_feedback(five, tmp_path / "results")
    assert [path.stem for path in paths] == list(pages)
    for path in paths:
        assert write_source(read_guide(path)) == path.read_text(encoding="utf-8")


def test_what_a_team_has_edited_is_never_lost(five, tmp_path):
    paths = write_feedback(five, tmp_path)
    before = {path: path.read_bytes() for path in paths}
    assert write_feedback(five, tmp_path) == paths  # nothing to change, nothing in the way
    edited = paths[1]
    edited.write_text(edited.read_text() + "\nOurs.\n")
    with pytest.raises(
        StudyError, match=r"viewpoint-1\.md is there already and says something else"
    ):
        write_feedback(five, tmp_path)
    assert edited.read_text().endswith("Ours.\n")
    write_feedback(five, tmp_path, force=True)
    assert {path: path.read_bytes() for path in paths} == before
    kept = sorted(path.name for path in tmp_path.iterdir() if path not in paths)
    assert kept == ["viewpoint-1.md.backup-1"]
    assert (tmp_path / kept[0]).read_text().endswith("Ours.\n")


def test_nothing_is_written_if_one_page_cannot_be(five, tmp_path):
    texts = [replace(s, text=f"{s.text} {{#1}}") for s in five.study.qset]
    study = replace(five.study, qset=replace(five.study.qset, statements=tuple(texts)))
    with pytest.raises(StudyError, match=r"words of a card.*change them in the study"):
        write_feedback(replace(five, study=study), tmp_path / "results")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StudyError, match="taken is a file"):
        write_feedback(five, tmp_path / "taken")


def test_another_language_takes_the_teams_own_sentences(five):
    french = QSet((*five.study.qset,), stem="Grâce à…", language="fr")
    study = replace(five.study, qset=french)
    with pytest.raises(StudyError, match=r"are not given in French.*language=\"en\""):
        feedback_pages(replace(five, study=study))
    given = {key: f"[{text}]" for key, text in ENGLISH.items()}
    page = feedback_pages(replace(five, study=study), sentences=given)["viewpoint-2"]
    assert page.language == "fr" and page.title == "[[Viewpoint] 2: one way to see it]"
    assert feedback_pages(replace(five, study=study), language="en")["viewpoint-1"].in_english


def test_a_sentence_keeps_the_places_of_its_values(five):
    with pytest.raises(StudyError, match=r'"people" has lost \{people\}'):
        feedback_pages(five, sentences={"people": "Many of you share it."})
    with pytest.raises(StudyError, match='sentence called "peoples"'):
        feedback_pages(five, sentences={"peoples": "x"})


def test_cards_with_marks_of_the_source_form_stay_as_they_are():
    study = sorts({f"A{i}": UP for i in range(5)}, SEVEN)
    odd = [
        "Prompt: x",
        "1. one",
        "# head",
        "- dash",
        "> quote",
        "a: b, c: d",
        "50 % *all* [x](y) `z`",
    ]
    qset = QSet(
        tuple(Statement(n, text) for n, text in enumerate(odd, start=1)), stem="{{worker}}…"
    )
    page = feedback_pages(loaded(replace(study, qset=qset), [[0.9]] * 5))["viewpoint-1"]
    told = [p.text for p in passages(page) if p.key == "Point"]
    assert told == [f"“{odd[n]}”" for n in (0, 1, 2, 6, 5, 4)]


@needs_office
def test_plain_pages_take_one_page_easy_read_and_the_brief_two(five, two_sided, tmp_path):
    (tmp_path / "study.yaml").write_text(template(examples=True) + NEXT)
    details = read_details(tmp_path)
    paths = write_feedback(five, tmp_path / "one")
    paths += write_feedback(two_sided, tmp_path / "two")
    most = {}
    for path in paths:
        easy = path.stem.endswith("easy-read")
        layout = "easy read" if easy else "standard"
        made = document(read_guide(path), version="participant", layout=layout, details=details)
        assert unfilled(made.guide) == []
        most[path.with_suffix(".pdf")] = made, 2 if easy or "brief" in path.stem else 1
    save_all([(made, path) for path, (made, _) in most.items()])
    too_long = [path for path, (_, n) in most.items() if len(PdfReader(path).pages) > n]
    assert too_long == []
