import json
import subprocess
import sys
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
)  # fmt: skip

from coding.codings import Coding
from coding.frame import Code, CodingFrame
from coding.frame_changes import merge, move, rename, split
from coding.project import open_project
from corpora.errors import StudyError
from corpora.sources import Source

pytest_plugins = ("databases",)


@pytest.fixture
def project(place):
    with open_project(place) as opened:
        yield filled(opened)


def test_sources_come_back_as_they_were_put_in(project):
    assert project.sources() == SOURCES
    assert project.source("s3") == SOURCES[2]
    assert [s.id for s in project.each_source(["s3", "s1"])] == ["s3", "s1"]


def test_a_source_that_is_there_already_is_left_alone(project):
    assert project.add_sources(SOURCES) == 0
    assert len(project.log()) == 3


def test_one_id_for_two_texts_is_refused_and_nothing_is_added(project):
    with pytest.raises(StudyError, match="s1: the project holds another text"):
        project.add_sources([Source("s9", "New."), Source("s1", "Another text.")])
    assert len(project.sources()) == 3


def test_a_text_that_a_database_cannot_keep_is_refused(project):
    for text in ("nothing\x00here", "half \ud83d a pair"):
        with pytest.raises(StudyError, match="Source s9 holds a character that is no text"):
            project.add_sources([Source("s9", text)])


def test_sources_are_listed_without_their_texts_but_with_attributes(project):
    table = project.sources_table()
    assert list(table.columns) == ["case", "kind", "characters", "version", "year", "area"]
    assert table.loc["s2", "area"] == ""
    assert table.loc["s1", "characters"] == len(ONE)


def test_an_unknown_source_is_told(project):
    with pytest.raises(StudyError, match="no source s9"):
        project.source("s9")
    with pytest.raises(StudyError, match="s1 has no version 2"):
        project.source("s1", version=2)


def test_the_frame_keeps_every_field(project):
    assert project.frame == FRAME
    assert project.frame["EDUCATION/In"].cues == ("at college",)


def test_the_frame_that_ships_comes_back_with_its_rules(place):
    from coding.frame_data import flat
    from coding.frame_files import load_frame

    with open_project(place) as project:
        frame = load_frame("closure-summaries")
        project.set_frame(frame)
        assert project.frame == frame
        assert json.dumps(flat(project.frame)) == json.dumps(flat(frame))


def test_the_same_frame_again_is_no_new_version(project):
    assert project.set_frame(FRAME) == 1
    assert project.set_frame(replace(FRAME, version="2")) == 2
    assert list(project.frame_versions()["version"]) == ["1", "2"]
    assert project.frame_version(1).version == "1"


def test_a_frame_that_would_lose_a_code_in_use_is_refused(project):
    small = CodingFrame("small", tuple(c for c in FRAME if c.id != MISSING))
    with pytest.raises(StudyError, match='no code "SAFETY/Missing", which codings'):
        project.set_frame(small)
    assert project.frame == FRAME


def test_renaming_and_moving_a_code_takes_the_codings_along(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    memo = project.memo("When?", about="code", target=SAFE, coder="A")
    project.change_frame(rename(project.frame, SAFE, "Is safe"), coder="A")
    project.change_frame(move(project.frame, "SAFETY/Is safe", "EDUCATION"), coder="A")
    assert project.coding(coding).code == "EDUCATION/Is safe"
    assert project.memos().loc[memo, "target"] == "EDUCATION/Is safe"
    assert set(project.pending()["code"]) == {IN, MISSING, "EDUCATION/Is safe"}
    assert list(project.log(limit=2)["action"]) == ["move", "rename"]
    project.undo()
    project.undo()
    assert project.coding(coding).code == SAFE
    assert project.frame == FRAME


def test_merging_codes_makes_one_of_the_same_passage_coded_twice(project):
    first = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    second = project.code("s1", *span("s1", HOME), MISSING, coder="A")
    project.memo("Look again.", about="coding", target=second, coder="A")
    project.change_frame(merge(project.frame, [MISSING], SAFE), coder="A")
    assert list(project.codings().index) == [first]
    assert list(project.memos()["target"]) == [first]
    project.undo()
    assert set(project.codings().index) == {first, second}


def test_codings_of_a_split_code_wait_or_go_where_they_are_sent(project):
    one = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    two = project.code("s2", *span("s2", HOME), SAFE, coder="A")
    change = split(project.frame, SAFE, ["At home", "Elsewhere"])
    chosen = {"s1": "SAFETY/Feels safe/At home", "s2": None}
    waiting = project.change_frame(change, choose=lambda coding: chosen[coding.source])
    assert waiting == [two]
    assert project.coding(one).code == "SAFETY/Feels safe/At home"
    assert project.coding(two).code == SAFE


def test_a_change_of_another_frame_is_refused(project):
    change = rename(replace(FRAME, description="another"), SAFE, "Is safe")
    with pytest.raises(StudyError, match="starts from another frame"):
        project.change_frame(change)


def test_pending_is_ordered_as_asked(project):
    assert list(project.pending()["source"]) == ["s1", "s1", "s2", "s2"]
    assert list(project.pending(order="score")["score"]) == [0.95, 0.9, 0.7, 0.55]
    assert list(project.pending(order="uncertain", limit=2)["score"]) == [0.55, 0.7]
    ids = list(project.pending(order="score").index[::-1])
    assert list(project.pending(order=ids).index) == ids
    assert list(project.pending(source="s2", code=SAFE)["score"]) == [0.95]
    with pytest.raises(StudyError, match='order "alphabet"'):
        project.pending(order="alphabet")


def test_accepting_makes_a_coding_and_a_suggestion_alone_makes_none(project):
    assert project.codings().empty
    first = project.pending().index[0]
    coding = project.accept(first, coder="A", because="Plain.")
    assert project.coding(coding) == Coding("s1", *span("s1", COLLEGE), IN, "A", COLLEGE, "Plain.")
    assert project.codings().loc[coding, "suggestion"] == first
    assert first not in project.pending(coder="A").index
    assert project.accept(first, coder="A", because="Plain.") == coding
    assert len(project.log()) == 4


def test_a_rejected_suggestion_does_not_come_back(project):
    gone = project.pending(source="s2", code=MISSING).index[0]
    project.reject(gone, coder="A", because="Not this time.")
    wider = suggestion("s2", f"{GONE} Nobody knows where to.", MISSING)
    assert project.add_suggestions([wider, suggestion("s2", GONE, MISSING)]) == (0, 2)
    assert gone not in project.pending(coder="A").index
    assert gone not in project.pending().index
    assert gone in project.pending(coder="B").index


def test_a_rejected_suggestion_does_not_come_back_after_the_text_was_edited(project):
    project.reject(project.pending(source="s2", code=MISSING).index[0], coder="A")
    text = "A new beginning. " + project.source("s2").text
    project.edit_text("s2", text)
    start = text.index(GONE)
    again = replace(suggestion("s2", GONE, MISSING), start=start, end=start + len(GONE))
    assert project.add_suggestions([again]) == (0, 1)


def test_a_decision_can_be_changed_and_the_last_one_holds(project):
    first = project.pending().index[0]
    coding = project.accept(first, coder="A")
    project.reject(first, coder="A")
    assert project.codings().empty
    again = project.amend(first, end=span("s1", COLLEGE)[0] + 10, code=OUT, coder="A")
    assert again != coding
    assert project.coding(again).quote == COLLEGE[:10]
    project.accept(first, coder="A")
    assert project.coding(again).code == IN
    decisions = project.decisions()
    assert list(decisions["verdict"]) == ["accepted"]
    assert list(decisions["coding"]) == [again]


def test_a_passage_coded_by_hand_is_not_suggested_to_the_same_coder(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    assert len(project.pending(coder="A")) == 3
    assert len(project.pending(coder="B")) == 4


def test_mentions_wait_only_where_asked_for(project):
    denied = replace(suggestion("s2", "Nobody knows where to.", OUT), status="negated")
    assert project.add_suggestions([denied]).added == 1
    assert len(project.pending()) == 4
    assert len(project.pending(mentions=True)) == 5


def test_the_tagger_suggests_by_the_frame_of_the_project(project):
    added = project.suggest(["s3"])
    assert added.added == len(project.pending(source="s3"))
    assert project.suggest(["s3"]).added == 0


def test_the_same_coding_twice_is_one(project):
    first = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    assert project.code("s1", *span("s1", HOME), SAFE, coder="A") == first
    assert project.code("s1", *span("s1", HOME), SAFE, coder="B") != first
    assert len(project.codings(coder="A")) == 1


def test_offsets_count_characters_and_no_emoji_shifts_them(project):
    words = "\U0001f600 there"
    coding = project.code("s3", *span("s3", words), SAFE, coder="A")
    assert project.coding(coding).quote == words


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (("s9", 0, 4, SAFE), "no source s9"),
        (("s1", 0, 4000, SAFE), "0 to 4000 is no passage"),
        (("s1", 4, 4, SAFE), "4 to 4 is no passage"),
        (("s1", 0, 4, "SAFETY/Feels save"), 'did you mean "SAFETY/Feels safe"'),
        (("s1", 0, 4, "SAFETY"), '"SAFETY" only groups codes'),
    ],
)
def test_a_coding_that_cannot_be_is_refused_in_one_sentence(project, choice, sentence):
    with pytest.raises(StudyError, match=sentence):
        project.code(*choice, coder="A")
    assert len(project.log()) == 3


def test_nobody_codes_without_a_name(project):
    with pytest.raises(StudyError, match="Nobody is named"):
        project.code("s1", 0, 4, SAFE)
    assert project.seen_by("A").code("s1", 0, 4, SAFE)


def test_many_codings_come_in_together_or_not_at_all(project):
    good = [Coding("s1", *span("s1", HOME), SAFE, who, HOME) for who in ("A", "B")]
    ids = project.add_codings(good)
    assert project.add_codings(good) == ids
    assert len(project.log()) == 4
    bad = Coding("s2", 0, 4, SAFE, "C", "not what stands there")
    with pytest.raises(StudyError, match="the quote given with SAFETY/Feels safe does not stand"):
        project.add_codings([Coding("s2", 0, 4, SAFE, "C", ""), bad])
    assert len(project.codings()) == 2


def test_a_coding_is_changed_and_taken_back(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    memo = project.memo("Sure?", about="coding", target=coding, coder="A")
    project.change(coding, start=span("s1", HOME)[0] + 4, because="Shorter.", coder="A")
    assert project.coding(coding).quote == HOME[4:]
    project.remove(coding, coder="A")
    assert project.codings().empty
    assert project.memos().empty
    project.undo()
    assert list(project.memos().index) == [memo]
    with pytest.raises(StudyError, match="no coding nothing"):
        project.remove("nothing", coder="A")


def test_taking_back_a_coding_rejects_its_suggestion(project):
    first = project.pending().index[0]
    project.remove(project.accept(first, coder="A"), coder="A")
    assert list(project.decisions()["verdict"]) == ["rejected"]
    assert first not in project.pending(coder="A").index


def test_codings_are_listed_by_place_with_their_case(project):
    project.code("s2", *span("s2", HOME), SAFE, coder="A")
    project.code("s1", *span("s1", COLLEGE), IN, coder="B")
    table = project.codings()
    assert list(table["source"]) == ["s1", "s2"]
    assert list(table["case"]) == ["c1", "c2"]
    assert list(project.codings(code=SAFE)["quote"]) == [HOME]
    assert list(project.as_table()["area"]) == ["North", ""]


def test_counts_add_up_to_the_codings(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    project.code("s3", *span("s3", "I feel safe"), SAFE, coder="A")
    project.code("s3", *span("s3", "there"), SAFE, coder="B")
    counts = project.counts()
    assert list(counts.index) == ["c1", "c2"]
    assert list(counts.columns) == [IN, OUT, SAFE, MISSING]
    assert counts.loc["c1", SAFE] == 3
    assert counts.to_numpy().sum() == len(project.codings())
    assert project.counts(unit="sources").loc["c1", SAFE] == 2
    assert project.counts(coder="B").to_numpy().sum() == 1
    assert counts.dtypes.eq("int64").all()


def test_memos_are_kept_on_everything_that_can_carry_one(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    for about, target in (
        ("project", ""), ("source", "s1"), ("code", "SAFETY"), ("coding", coding), ("case", "c1")
    ):  # fmt: skip
        project.memo(f"On the {about}.", about=about, target=target, coder="A")
    memos = project.memos()
    assert list(memos["about"]) == ["project", "source", "code", "coding", "case"]
    project.edit_memo(memos.index[0], "Other words.", coder="A")
    project.edit_memo(memos.index[1], "", coder="A")
    assert project.memos()["text"].iloc[0] == "Other words."
    assert len(project.memos()) == 4
    with pytest.raises(StudyError, match='no source "s9" for a memo'):
        project.memo("?", about="source", target="s9", coder="A")


def test_attributes_of_cases_come_from_their_sources_and_by_hand(project):
    cases = project.cases()
    assert cases.loc["c1", "year"] == "2020; 2021"
    project.set_attributes("c1", {"year": 2022, "role": "worker"})
    project.add_case("c9", {"area": "South"})
    cases = project.cases()
    assert cases.loc["c1"].to_dict() == {
        "sources": 2, "year": "2022", "area": "North", "role": "worker"
    }  # fmt: skip
    assert cases.loc["c9", "sources"] == 0
    project.set_case("s1", "c9")
    assert project.source("s1").case == "c9"


def test_summaries_for_the_framework_matrix_are_kept_per_coder(project):
    project.summarise("c1", "SAFETY", "Settled.", coder="A")
    project.summarise("c1", "SAFETY", "Settled now.", coder="A")
    project.summarise("c1", "SAFETY", "Not sure.", coder="B")
    assert list(project.summaries()["text"]) == ["Settled now.", "Not sure."]
    project.summarise("c1", "SAFETY", "", coder="B")
    assert list(project.summaries()["coder"]) == ["A"]


def test_what_is_done_together_is_one_event_and_all_or_nothing(project):
    with project.together("import", because="a test"):
        for suggestion_id in project.pending().index:
            project.accept(suggestion_id, coder="A")
    assert project.log(limit=1)["action"].item() == "import"
    project.undo()
    assert project.codings().empty
    with pytest.raises(StudyError, match="no suggestion"), project.together("import"):
        project.accept(project.pending().index[0], coder="A")
        project.accept("unknown", coder="A")
    assert project.codings().empty
    with pytest.raises(StudyError, match="A step of this change failed"), project.together("x"):
        project.accept(project.pending().index[0], coder="A")
        with pytest.raises(StudyError):
            project.accept("unknown", coder="A")
    assert project.codings().empty


def test_opening_again_finds_everything(place):
    with open_project(place) as project:
        filled(project).accept(project.pending().index[0], coder="A")
        before = project.codings()
    with open_project(place, create=False) as project:
        assert project.codings().equals(before)
        assert project.frame == FRAME


def test_no_text_stands_in_the_log(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    assert "safe at home" not in project.log().to_csv()


def test_the_database_is_loaded_only_when_a_project_is_opened():
    command = "import coding, sys; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], check=True)


def test_a_frame_with_nothing_in_it_is_refused(project):
    with pytest.raises(StudyError, match="has no codes"):
        project.set_frame(CodingFrame("empty", ()))
    with pytest.raises(StudyError, match="to rename to"):
        project.set_frame(CodingFrame("x", (Code("a", "a"),)), renamed={IN: "b"})
