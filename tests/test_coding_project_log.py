import random
import tempfile
from pathlib import Path

import pytest
from coded_texts import COLLEGE, HOME, IN, MISSING, ONE, SAFE, SUGGESTIONS, filled, span
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from coding.frame_changes import rename
from coding.project import open_project
from coding.storage.tables import STATE
from corpora.errors import StudyError

pytest_plugins = ("databases",)


@pytest.fixture
def project(place):
    with open_project(place) as opened:
        yield filled(opened)


def tables(project):
    """Every table of the state, as values to compare."""
    with project.store.reading() as connection:
        return {t.name: sorted(map(str, connection.execute(select(t)))) for t in STATE}


def test_undo_takes_back_the_last_step_and_redo_brings_it_again(project):
    before = tables(project)
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    after = tables(project)
    assert project.undo() == 4
    assert tables(project) | {"coders": []} == before
    assert project.redo() == 4
    assert tables(project) == after
    assert project.coding(coding).code == SAFE


def test_undo_and_redo_walk_back_and_forth_over_many_steps(project):
    states = [tables(project)["codings"]]
    for words, code in ((HOME, SAFE), (COLLEGE, IN), (HOME, MISSING)):
        project.code("s1", *span("s1", words), code, coder="A")
        states.append(tables(project)["codings"])
    for state in states[-2::-1]:
        project.undo()
        assert tables(project)["codings"] == state
    for state in states[1:]:
        project.redo()
        assert tables(project)["codings"] == state
    with pytest.raises(StudyError, match="nothing to redo"):
        project.redo()


def test_after_a_new_step_nothing_is_redone(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    project.undo()
    project.code("s1", *span("s1", COLLEGE), IN, coder="A")
    with pytest.raises(StudyError, match="nothing to redo"):
        project.redo()


def test_a_coder_undoes_their_own_last_step(project):
    mine = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    other = project.code("s1", *span("s1", HOME), SAFE, coder="B")
    project.undo(coder="A")
    assert list(project.codings().index) == [other]
    project.seen_by("A").redo()
    assert set(project.codings().index) == {mine, other}


def test_any_event_is_undone_unless_later_work_rests_on_it(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    first = int(project.log(limit=1).index[0])
    project.code("s1", *span("s1", COLLEGE), IN, coder="A")
    project.undo(first)
    assert coding not in project.codings().index
    for event, sentence in (
        (1, "other work rests on it"),
        (2, "the frame would lose"),
        (99, "no event 99"),
    ):
        with pytest.raises(StudyError, match=sentence):
            project.undo(event)
    with pytest.raises(StudyError, match="taken back already"):
        project.undo(first)
    assert project.differences().empty


def test_a_step_that_was_changed_since_is_not_undone(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    event = int(project.log(limit=1).index[0])
    project.change(coding, code=MISSING, coder="A")
    with pytest.raises(StudyError, match=f"Event {event} cannot be undone, because a later one"):
        project.undo(event)
    project.memo("Why?", about="coding", target=coding, coder="A")
    project.undo(int(project.log().index[1]))
    with pytest.raises(StudyError, match="a memo is about its coding"):
        project.undo(event)


def test_nothing_to_undo_is_told(place):
    with open_project(place) as project, pytest.raises(StudyError, match="nothing to undo"):
        project.undo()


def test_the_log_tells_who_did_what_and_whether_it_holds(project):
    project.accept(project.pending().index[0], coder="A", because="Plain.")
    project.undo()
    log = project.log()
    assert list(log["action"]) == ["undo", "accept", "add suggestions", "set frame", "add sources"]
    assert list(log["undone"]) == [False, True, False, False, False]
    assert log.loc[4, "coder"] == "A"
    assert log.loc[4, "because"] == "Plain."
    assert log.loc[5, "undoes"] == 4
    assert log.loc[1, "changes"] == 6
    assert len(project.log(coder="A", limit=1)) == 1


def test_every_past_state_can_be_seen_again(project):
    first = project.pending().index[0]
    project.accept(first, coder="A")
    then, event = tables(project), int(project.log().index[0])
    project.reject(first, coder="A")
    project.edit_text("s1", "Quite another text.")
    past = project.at(event)
    assert tables(past) == then
    assert past.source("s1").text == ONE
    assert project.at(1).frame is None


def test_tables_that_were_tampered_with_are_found_and_made_anew(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    good = tables(project)
    with project.store.transaction() as connection:
        connection.exec_driver_sql("UPDATE codings SET code = 'EDUCATION/Out'")
        connection.exec_driver_sql("DELETE FROM suggestions WHERE score = 0.9")
    found = project.differences()
    assert list(found["table"]) == ["suggestions", "codings"]
    assert list(found["kept"]) == [False, True]
    assert project.rebuild() == 4
    assert tables(project) == good
    assert project.coding(coding).code == SAFE


def test_the_log_can_only_grow(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    numbers = set(project.log().index)
    project.undo()
    project.redo()
    assert numbers < set(project.log().index)


def test_undo_within_another_step_is_refused(project):
    with pytest.raises(StudyError, match="steps of their own"), project.together("x"):
        project.undo()


class Work(RuleBasedStateMachine):
    """Anything that coders do, in any order; the log must always tell the state."""

    where = ""

    @initialize()
    def begin(self):
        self.folder, place = type(self).new_place()
        self.project = filled(open_project(place), suggestions=False)
        self.states = {}

    def teardown(self):
        if hasattr(self, "project"):
            self.project.close()
            if self.folder is not None:
                self.folder.cleanup()

    def some(self, seed, table):
        return random.Random(seed).choice(list(table.index)) if len(table) else None

    @rule(coder=st.sampled_from("AB"), which=st.sampled_from([HOME, COLLEGE]))
    def code(self, coder, which):
        text = self.project.source("s1").text
        if which in text:
            start = text.index(which)
            code = next(c.id for c in self.project.frame.codable)
            self.project.code("s1", start, start + len(which), code, coder=coder)

    @rule()
    def suggest(self):
        new = [s for s in SUGGESTIONS if s.code in self.project.frame and s.source == "s2"]
        self.project.add_suggestions(new)

    @rule(seed=st.integers(0, 9), coder=st.sampled_from("AB"), verdict=st.integers(0, 2))
    def decide(self, seed, coder, verdict):
        one = self.some(seed, self.project.pending(coder=coder))
        if one is not None:
            act = (self.project.accept, self.project.reject, self.project.amend)[verdict]
            act(one, coder=coder, because="A reason.")

    @rule(seed=st.integers(0, 9))
    def remove(self, seed):
        one = self.some(seed, self.project.codings())
        if one is not None:
            self.project.remove(one, coder="A")

    @rule(seed=st.integers(0, 9), about=st.sampled_from(["coding", "project"]))
    def memo(self, seed, about):
        one = self.some(seed, self.project.codings()) if about == "coding" else ""
        if one is not None:
            self.project.memo("A note.", about=about, target=one, coder="B")

    @rule(text=st.sampled_from([ONE, f"Before. {ONE}", HOME, "Nothing left.", f"{HOME} {COLLEGE}"]))
    def edit(self, text):
        self.project.edit_text("s1", text, coder="A")

    @rule(name=st.sampled_from(["In", "Inside", "Enrolled"]))
    def rename(self, name):
        code = self.project.frame.codable[0]
        if code.name != name:
            self.project.change_frame(rename(self.project.frame, code.id, name))

    @rule(seed=st.integers(0, 3))
    def team(self, seed):
        self.project.double_code(["A", "B"], sample=1, seed=seed)
        self.project.finish("s1", coder="B", done=seed % 2 == 0)

    @rule(seed=st.integers(0, 9))
    def settle(self, seed):
        one = self.some(seed, self.project.disagreements())
        if one is not None:
            self.project.settle(one, seed % 2 == 0, coder="C")

    @rule(back=st.integers(0, 3))
    def undo(self, back):
        log = self.project.log()
        holding = log[log["undoes"].isna() & ~log["undone"]]
        event = int(log.index[min(back, len(log) - 1)])
        if event <= 2 or holding.index.max() <= 2:  # the texts and the frame stay
            return
        try:
            self.project.undo(event if back else None)
        except StudyError:
            return

    @rule()
    def redo(self):
        try:
            self.project.redo()
        except StudyError:
            return

    @precondition(lambda self: len(self.states) > 2)
    @rule(seed=st.integers(0, 9))
    def look_back(self, seed):
        event = random.Random(seed).choice(sorted(self.states))
        assert tables(self.project.at(event)) == self.states[event]

    @invariant()
    def the_log_tells_the_state(self):
        if hasattr(self, "project"):
            assert self.project.differences().empty
            self.states[int(self.project.log(limit=1).index[0])] = tables(self.project)

    @invariant()
    def every_quote_stands_where_its_coding_says(self):
        if hasattr(self, "project"):
            for row in self.project.codings().itertuples():
                assert self.project.source(row.source).text[row.start : row.end] == row.quote
                assert row.code in self.project.frame


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_is_done_the_log_tells_the_state(kind, request):
    def in_a_file():
        memory = Path("/dev/shm")
        folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        return folder, str(Path(folder.name) / "study.db")

    def on_the_server():
        return None, request.getfixturevalue("server_place")()

    machine = type("WorkHere", (Work,), {})
    machine.new_place = staticmethod(in_a_file if kind == "sqlite" else on_the_server)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, phases=[Phase.generate]
        ),
    )
