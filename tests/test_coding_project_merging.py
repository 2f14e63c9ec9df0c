import random
import shutil
from dataclasses import replace

import pytest
from coded_texts import (
    COLLEGE,
    FRAME,
    GONE,
    HOME,
    IN,
    MISSING,
    ONE,
    OUT,
    SAFE,
    SOURCES,
    filled,
    span,
    suggestion,
)

from coding.frame import Code, CodingFrame
from coding.project import open_project
from corpora.errors import StudyError
from corpora.sources import Source

pytest_plugins = ("databases",)


@pytest.fixture
def both(place, second_place):
    with open_project(place) as here, open_project(second_place) as there:
        yield here, there


def facts(project):
    columns = ["source", "start", "end", "code", "coder", "quote", "because"]
    return set(project.codings()[columns].itertuples(index=False, name=None))


def test_every_coding_of_both_is_there_and_the_other_is_untouched(both):
    here, there = map(filled, both)
    here.code("s1", *span("s1", HOME), SAFE, coder="A")
    there.code("s1", *span("s1", HOME), SAFE, coder="B", because="Says so.")
    there.accept(there.pending(source="s2", code=MISSING).index[0], coder="B")
    expected, others, log = facts(here) | facts(there), facts(there), len(there.log())
    merged = here.merge(there)
    assert facts(here) == expected
    assert (merged.sources_added, merged.sources_matched) == (0, 3)
    assert (merged.codings_added, merged.codings_known) == (2, 0)
    assert merged.conflicts.empty
    assert facts(there) == others and len(there.log()) == log
    assert here.differences().empty
    coding = here.codings(coder="B", source="s2").index[0]
    assert list(here.decisions(coder="B")["coding"]) == [coding]
    assert len(here.pending()) == 3


def test_merging_twice_brings_nothing_new_and_undo_takes_all_back(both):
    here, there = map(filled, both)
    there.code("s1", *span("s1", HOME), SAFE, coder="B")
    there.memo("A note.", about="source", target="s1", coder="B")
    before = facts(here)
    here.merge(there)
    again = here.merge(there)
    assert (again.codings_added, again.codings_known) == (0, 1)
    assert len(here.memos()) == 1
    while here.log()["action"].loc[lambda a: a != "undo"].iloc[0] == "merge" and facts(here):
        here.undo()
    assert facts(here) == before
    assert here.memos().empty


def test_a_source_is_the_same_by_its_text_whatever_its_id(both):
    here, there = both
    filled(here)
    there.set_frame(FRAME)
    there.add_sources([replace(s, id=f"other {s.id}") for s in SOURCES])
    there.code("other s1", *span("s1", HOME), SAFE, coder="B")
    merged = here.merge(there)
    assert merged.sources_matched == 3
    assert list(here.codings()["source"]) == ["s1"]
    assert list(merged.conflicts["kind"]) == ["source id"] * 3


def test_two_texts_by_one_id_stay_two(both):
    here, there = both
    filled(here)
    there.set_frame(FRAME)
    text = f"Quite another text. {HOME}"
    there.add_sources([Source("s1", text, attributes={"year": "1999"})])
    start = text.index(HOME)
    coding = there.code("s1", start, start + len(HOME), SAFE, coder="B")
    there.memo("Note.", about="source", target="s1", coder="B")
    merged = here.merge(there)
    assert here.source("s1").text == ONE
    assert here.source("s1 (2)").text == text
    assert here.source("s1 (2)").attributes == {"year": "1999"}
    assert here.codings().loc[coding, "source"] == "s1 (2)"
    assert list(here.memos()["target"]) == ["s1 (2)"]
    assert list(merged.conflicts["kept"]) == ["both, the other's as s1 (2)"]
    assert here.merge(there).codings_known == 1


@pytest.mark.parametrize("edited", ["here", "there"])
def test_codings_follow_a_text_that_was_edited_in_one_project(both, edited):
    here, there = map(filled, both)
    there.code("s1", *span("s1", HOME), SAFE, coder="B")
    there.code("s1", *span("s1", COLLEGE), IN, coder="B")
    new = f"Said in May: {HOME}"
    (here if edited == "here" else there).edit_text("s1", new)
    merged = here.merge(there)
    text = here.source("s1").text
    assert text == (new if edited == "here" else ONE)
    places = {row.code: row for row in here.codings().itertuples()}
    assert text[places[SAFE].start : places[SAFE].end] == HOME
    if edited == "here":
        assert here.unplaced().set_index("what").loc["coding", "code"] == IN
    else:
        assert text[places[IN].start : places[IN].end] == COLLEGE
    assert set(merged.conflicts["kind"]) <= {"text"}
    assert here.differences().empty


def test_copies_of_one_project_that_went_separate_ways(quick_folder):
    path, copy = quick_folder / "a.db", quick_folder / "b.db"
    with open_project(path) as project:
        filled(project)
        changed = project.code("s1", *span("s1", HOME), SAFE, coder="A")
        removed = project.code("s1", *span("s1", COLLEGE), IN, coder="A")
    shutil.copy(path, copy)
    with open_project(copy) as there:
        there.change(changed, code=MISSING, coder="A")
        there.code("s2", *span("s2", GONE), MISSING, coder="B")
    with open_project(path) as here:
        here.remove(removed, coder="A")
        merged = here.merge(copy)
        assert sorted(here.codings()["code"]) == sorted([SAFE, MISSING, IN, MISSING])
        kinds = dict(zip(merged.conflicts["kind"], merged.conflicts["there"], strict=True))
        assert kinds == {"coding changed": changed, "coding removed": removed}
        with open_project(merged.backup) as before:
            assert list(before.codings()["code"]) == [SAFE]


def test_differing_decisions_are_listed_and_ours_stays(both):
    here, there = map(filled, both)
    here.reject(here.pending(code=MISSING).index[0], coder="A")
    there.accept(there.pending(code=MISSING).index[0], coder="A")
    merged = here.merge(there)
    assert list(here.decisions()["verdict"]) == ["rejected"]
    assert len(here.codings()) == 1
    row = merged.conflicts.set_index("kind").loc["decision of A"]
    assert (row["here"], row["there"]) == ("rejected", "accepted")


def test_what_was_rejected_here_is_not_suggested_by_the_other(both):
    here, there = both
    filled(here)
    filled(there, suggestions=False)
    here.reject(here.pending(code=MISSING).index[0], coder="A")
    there.add_suggestions([suggestion("s2", f"{GONE} Nobody", MISSING)])
    here.merge(there)
    assert MISSING not in set(here.pending()["code"])


def test_one_name_for_two_people_can_be_told_apart(both):
    here, there = map(filled, both)
    here.code("s1", *span("s1", HOME), SAFE, coder="Coder 1")
    there.code("s1", *span("s1", HOME), SAFE, coder="Coder 1")
    assert list(here.merge(there).conflicts["kind"]) == ["coder"]
    assert len(here.codings()) == 1
    merged = here.merge(there, coders={"Coder 1": "Bea"})
    assert merged.conflicts.empty
    assert set(here.codings()["coder"]) == {"Coder 1", "Bea"}


def test_codes_that_only_the_other_has_come_along_with_their_parents(both):
    here, there = both
    filled(here)
    extra = (Code("WORK", "WORK", codable=False), Code("WORK/Paid", "Paid", "WORK"))
    there.set_frame(CodingFrame("larger", (*FRAME.codes, *extra, Code("UNUSED", "UNUSED"))))
    there.add_sources(SOURCES)
    there.code("s1", *span("s1", HOME), "WORK/Paid", coder="B")
    merged = here.merge(there)
    assert [c.id for c in here.frame][-2:] == ["WORK", "WORK/Paid"]
    assert "UNUSED" not in here.frame
    assert list(merged.conflicts["there"]) == ["WORK", "WORK/Paid"]
    assert len(here.codings(code="WORK/Paid")) == 1


def test_attributes_cases_summaries_and_assignments_are_merged(both):
    here, there = map(filled, both)
    here.set_attributes("c1", {"role": "worker"})
    there.set_attributes("c1", {"role": "manager", "site": "East"})
    there.set_attributes("c2", {"role": "worker"})
    there.assign("s1", "B")
    there.summarise("c1", "SAFETY", "Settled.", coder="B")
    merged = here.merge(there)
    assert here.cases().loc["c1", ["role", "site"]].to_list() == ["worker", "East"]
    assert here.cases().loc["c2", "role"] == "worker"
    assert list(here.assignments()["coder"]) == ["B"]
    assert list(here.summaries()["text"]) == ["Settled."]
    assert list(merged.conflicts["kind"]) == ["attribute role of case c1"]


def test_settlements_come_along(both):
    here, there = map(filled, both)
    for who, words, code in (("A", HOME, SAFE), ("B", COLLEGE, IN)):
        there.code("s1", *span("s1", words), code, coder=who)
    one, other = there.disagreements().index
    there.settle(one, True, coder="C")
    there.settle(other, False, coder="C")
    here.merge(there)
    assert facts(here) == facts(there)
    assert len(here.settlements()) == 2
    assert list(here.codings(settled=True)["coder"]) == ["C"]


def test_a_project_is_not_merged_with_itself(both, quick_folder):
    here, _ = both
    with pytest.raises(StudyError, match="cannot be merged with itself"):
        here.merge(here)
    with pytest.raises(StudyError, match="does not exist"):
        here.merge(quick_folder / "nothing.db")


def test_a_file_is_merged_into_a_project_on_a_server(server_place, quick_folder):
    with open_project(quick_folder / "a.db") as there:
        filled(there).code("s1", *span("s1", HOME), SAFE, coder="B")
        codings = facts(there)
    with open_project(server_place()) as here:
        merged = here.merge(quick_folder / "a.db")
        assert (merged.sources_added, merged.codings_added) == (3, 1)
        assert facts(here) == codings
        assert here.sources() == SOURCES
        assert here.differences().empty


def test_random_work_on_two_sides_loses_no_coding(both):
    for side, project in enumerate(both):
        lottery = random.Random(side)
        filled(project)
        for number in range(25):
            name = lottery.choice(["s1", "s2", "s3"])
            text = project.source(name).text
            start = lottery.randrange(len(text) - 5)
            end = lottery.randrange(start + 1, len(text))
            code = lottery.choice([IN, OUT, SAFE, MISSING])
            project.code(name, start, end, code, coder=f"{'AB'[side]}{number % 2}")
    here, there = both
    expected = facts(here) | facts(there)
    here.merge(there)
    assert facts(here) == expected
    assert here.differences().empty
