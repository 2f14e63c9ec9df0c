"""The library against the facts of the reports: counts, times, order and subjects of prompts."""

import pytest

from corpora.errors import StudyError
from instruments.checks.instrument import check
from instruments.guide import Allowance, Item
from instruments.shelf import library, new
from instruments.source.form import read_guide
from instruments.source.names import SHELF

# Name: kind, audience, phase, questions, length, and the headed times in order: minutes,
# "brief", a doubtful time with a question mark, or nothing.
GUIDES = {
    "a": ("interview", "professionals", "phase 1", 13, None, "- brief brief - - - - - -"),
    "a2": ("interview", "professionals", "phase 1", 12, None, "- - - - - -"),
    "b1": ("interview", "professionals", "phase 2", 17, 60, "2.5 5 15 10? 20? 5? 2.5?"),
    "b2": ("interview", "children", "phase 2", 7, None, "- - - -"),
    "b3": ("interview", "professionals", "phase 2", 12, 60, "- 5 5 15 10 10 5 5 5"),
    "c1": ("focus group", "professionals", "phase 1", 9, None, "- - - - -"),
    "c2": ("focus group", "professionals", "phase 1", 9, None, "- - - - -"),
    "d": ("focus group", "professionals", "phase 2", 10, None, "- brief - - - - - -"),
}
QUESTIONS_BY_SECTION = {
    "a": [0, 1, 1, 2, 1, 3, 2, 2, 1],
    "a2": [0, 2, 5, 2, 2, 1],
    "b1": [0, 3, 3, 3, 5, 2, 1],
    "b2": [0, 1, 5, 1],
    "b3": [0, 1, 1, 2, 1, 3, 2, 1, 1],
    "c1": [0, 3, 4, 2, 0],
    "c2": [0, 3, 4, 2, 0],
    "d": [0, 2, 2, 2, 1, 1, 1, 1],
    "practitioner-focus-group": [0, 1, 1, 2, 1, 2, 0],
    "questionnaire-1": [0, 4, 2, 2, 2],
    "questionnaire-2": [0, 6, 3, 4],
}
WORKING_PRACTICE = "trust credib assess safeguard system missing decision delay day voice rights"
SUCCESS = "success home network educat skill decision voice rights"
IMPROVEMENT = "refer allocat distance capacity role misunderst competit complex territor similar"
FOR_PROFESSIONALS = "pressure expert knowledge together solicitor reviewing"
FOR_CHILDREN = "sight speak systems voice"
WHEN = "start change welfare substantive court cris missing"
SUBJECTS = {
    "a": {
        2: "percentage professionals social criminal immigration",
        3: "day week month referr advice side professionals lawyers",
        4: f"{FOR_PROFESSIONALS} helpline {FOR_CHILDREN} missing adult",
        5: "speed accuracy efficien online informed allocat",
        6: WORKING_PRACTICE,
        7: "prevent gone",
        8: WHEN,
        10: IMPROVEMENT,
        11: "social criminal immigration",
        12: SUCCESS,
        13: "adds better",
    },
    "a2": {
        1: "role social criminal immigration",
        2: "day week month managers referr advice board",
        3: "memorandum helpline allocated 24 national guidance",
        4: f"{FOR_PROFESSIONALS} helpline {FOR_CHILDREN} missing adult",
        5: WORKING_PRACTICE,
        6: "prevent gone",
        7: WHEN,
        9: IMPROVEMENT,
        11: SUCCESS,
        12: "adds better",
    },
    "b1": {
        4: "social friends gangs work",
        5: "referral episodes long example",
        6: "case",
        7: "all work completed",
        9: "differences european kingdom",
        11: "statutory non-prosecution part",
        12: "asylum manage",
        13: "national",
        14: "18th time moving meetings network complex criminal immigration",
        15: "due regard",
        16: "authorities",
    },
    "b2": {1: "pictures", 2: "job what makes", 3: "how often left", 6: "better right"},
    "b3": {
        2: "percentage professionals criminal immigration national",
        3: "day week month referr advice side lawyers",
        4: f"{FOR_PROFESSIONALS} {FOR_CHILDREN} due proceedings statutory criminal national",
        5: WORKING_PRACTICE,
        10: IMPROVEMENT,
        11: "children professionals",
    },
    "c1": {1: "number referrals known", 6: "barriers tensions challenges criminal immigration"},
    "c2": {1: "speed accuracy efficien", 2: "useful", 5: "good less", 6: "tensions criminal"},
    "d": {
        2: "nationality exploit gender age",
        4: "empty full building three",
        6: "country ports distance partners travel caseload",
        8: "manchester hampshire wales gwent",
        9: "sexual criminal public charities rules resources",
        10: "cases",
    },
    "practitioner-focus-group": {
        1: "slavery england wales",
        3: "good bad intended",
        4: "most",
        5: "good unintended",
        6: "polic",
        7: "steps",
    },
    "questionnaire-1": {
        1: "senior approval",
        4: "training information policies awareness",
        5: "teams",
        6: "staff titles",
        7: "very high | high | moderate | low | very low",
        8: "register used useful",
        9: "what did you change necessary",
    },
    "questionnaire-2": {
        3: "matrix",
        4: "after against",
        7: "fully | reasonably | barely | not at all",
        8: "fully | reasonably | barely | not at all national",
        9: "fully | reasonably | barely | not at all agencies",
        10: "good",
        11: "bad",
        12: "changed",
    },
    "usefulness-rating": {
        1: "not used | slightly useful | useful | very useful | must-have definitions principles",
        2: "matrix flowchart glossary",
    },
}


def written(allowance):
    if allowance.brief:
        return "brief"
    return "-" if allowance.minutes is None else f"{allowance.minutes:g}{'?' * allowance.doubtful}"


def all_texts(blocks):
    for block in blocks:
        yield block.text.lower()
        if isinstance(block, Item):
            yield f"{block.term} {block.audience}"
        yield from all_texts(getattr(block, "items", ()))


@pytest.mark.parametrize("name", GUIDES)
def test_guides_of_the_evaluation_have_its_counts_and_times(name):
    kind, audience, phase, count, minutes, times = GUIDES[name]
    guide = read_guide(name.upper())
    assert (guide.name, guide.kind, guide.audience, guide.phase) == (name, kind, audience, phase)
    assert [q.number for q in guide.questions] == list(range(1, count + 1))
    assert " ".join(written(section.allowance) for section in guide.sections) == times
    assert guide.minutes == guide.allotted_minutes == minutes


@pytest.mark.parametrize("name", QUESTIONS_BY_SECTION)
def test_sections_hold_the_questions_of_the_report(name):
    sections = read_guide(name).sections
    assert [len(section.questions) for section in sections] == QUESTIONS_BY_SECTION[name]


@pytest.mark.parametrize("name", SUBJECTS)
def test_prompts_raise_the_subjects_of_the_report(name):
    questions = {q.number: " ".join(all_texts([q])) for q in read_guide(name).questions}
    missing = [
        (number, subject)
        for number, subjects in SUBJECTS[name].items()
        for subject in subjects.split()
        if subject not in questions[number]
    ]
    assert not missing


def test_prompts_for_professionals_and_children_are_told_apart():
    for name, number in (("a", 4), ("a2", 4), ("b3", 4)):
        question = read_guide(name).questions[number - 1]
        assert {p.audience for p in question.prompts} == {"professionals", "children"}
        assert len(question.under("Prompt", audience="children")) == 1


def test_terms_are_defined_where_the_reports_define_them():
    definitions = {
        name: {i.term for s in read_guide(name).sections for i in items_of(s) if i.term}
        for name in ("b1", "b3")
    }
    assert definitions["b1"] == {"statutory defence", "non-prosecution"}
    assert definitions["b3"] == {"due regard", "statutory defence"}


def items_of(section):
    blocks = [*section.blocks, *(item for q in section.questions for item in q.items)]
    return [block for block in blocks if isinstance(block, Item)]


def test_childrens_guide_begins_with_drawing_and_ends_with_a_debrief():
    guide = read_guide("B2")
    (drawing,) = guide.activities
    assert "paper" in drawing.under("Materials")[0].text and drawing.under("Online")
    assert drawing.line < guide.questions[0].line < guide.questions[1].line
    assert guide.sections[-1].blocks[-1].key == "Debrief"


def test_practitioner_focus_group_has_every_activity_in_person_and_online():
    guide = read_guide("practitioner-focus-group")
    assert [a.title for a in guide.activities] == [
        "Introduction and welcome",
        "Snapshot",
        "In your shoes",
        "Top five",
        "Carousel of outcomes",
        "Journey map",
        "Next steps and close",
    ]
    assert all(a.under("Step") and a.under("Online") for a in guide.activities)
    assert guide.minutes == guide.allotted_minutes == 90
    assert all(section.allowance.doubtful for section in guide.sections)


def test_questionnaires_keep_the_lettered_questions():
    parts = {
        name: [f"{q.number}{p.term}" for q in read_guide(name).questions for p in q.under("Part")]
        for name in ("questionnaire-1", "questionnaire-2")
    }
    assert parts["questionnaire-1"] == ["1a", "5a", "6a", "8a", "8b", "9a"]
    assert parts["questionnaire-2"] == ["4b"]


def test_library_lists_all_with_their_origin():
    table = library()
    assert table.index.name == "name" and table.index.is_unique
    assert {*GUIDES, *SUBJECTS} <= set(table.index)
    assert list(table.columns[:6]) == ["title", "kind", "audience", "ages", "minutes", "language"]
    assert (table["origin"] != "").all() and (table["language"] == "en").all()
    assert table.loc["b1", "minutes"] == 60 and table.loc["d", "origin"].endswith("Annex D")


@pytest.mark.parametrize("name", sorted(path.stem for path in SHELF.glob("*.md")))
def test_what_ships_passes_its_own_check(name):
    assert [f for f in check(read_guide(name)) if f.severity == "fault"] == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_guides_that_ship_are_worded_by_the_rules(name):
    wording = {"double-barrelled", "leading", "negative", "closed", "long question", "acronym"}
    assert [f for f in check(read_guide(name)) if f.rule in wording] == []


@pytest.mark.parametrize("name", ["B1", "b1", "guide-b1", "guide-B1.md", " b1 "])
def test_a_name_is_found_however_it_is_written(name):
    assert read_guide(name).name == "b1"


def test_a_name_that_does_not_ship_is_answered_with_the_nearest():
    with pytest.raises(StudyError, match="did you mean practitioner-focus-group"):
        read_guide("practitioners-focus-group")


def test_a_copy_is_the_shipped_file_in_a_folder_or_under_a_new_name(tmp_path):
    shipped = (SHELF / "guide-b2.md").read_text(encoding="utf-8")
    assert new("B2", tmp_path / "fresh") == tmp_path / "fresh" / "guide-b2.md"
    assert new("b2", tmp_path / "ours.md") == tmp_path / "ours.md"
    assert (tmp_path / "ours.md").read_text(encoding="utf-8") == shipped
    assert read_guide(tmp_path / "fresh" / "guide-b2.md").sections[1].allowance == Allowance()


def test_a_copy_never_overwrites_unless_forced_and_then_keeps_what_was_there(tmp_path):
    ours = new("c1", tmp_path)
    ours.write_text("our own words", encoding="utf-8")
    with pytest.raises(StudyError, match="is there already"):
        new("c1", tmp_path)
    assert ours.read_text(encoding="utf-8") == "our own words"
    new("c1", tmp_path, force=True)
    assert ours.read_text(encoding="utf-8").startswith("---")
    assert (tmp_path / "guide-c1.md.backup-1").read_text(encoding="utf-8") == "our own words"


def test_only_what_ships_can_be_copied(tmp_path):
    with pytest.raises(StudyError, match='No instrument ships as "zebra"'):
        new("zebra", tmp_path)
    assert list(tmp_path.iterdir()) == []
