import pytest
from coded_texts import COLLEGE, GONE, HOME, IN, MISSING, SAFE, filled, span

from coding.project import open_project
from coding.reliability import agreement
from corpora.errors import StudyError
from corpora.sources import Source

pytest_plugins = ("databases",)


@pytest.fixture
def project(place):
    with open_project(place) as opened:
        yield filled(opened)


@pytest.fixture
def disputed(project):
    """A and B agree on COLLEGE; A alone coded HOME; only A has read s2."""
    project.code("s1", *span("s1", COLLEGE), IN, coder="A")
    start, end = span("s1", COLLEGE)
    project.code("s1", start, end - 1, IN, coder="B")
    project.code("s1", *span("s1", HOME), SAFE, coder="A", because="Says so.")
    project.code("s2", *span("s2", GONE), MISSING, coder="A")
    return project


def test_a_coder_sees_what_is_assigned_to_them_or_to_nobody(project):
    assert project.assign(["s1"], "A") == 1
    assert project.assign("s1", "A") == 0
    assert set(project.pending(coder="A")["source"]) == {"s1", "s2"}
    assert set(project.pending(coder="B")["source"]) == {"s2"}
    project.unassign("s1", "A")
    assert set(project.pending(coder="B")["source"]) == {"s1", "s2"}
    with pytest.raises(StudyError, match="no source s9"):
        project.assign(["s9"], "A")
    with pytest.raises(StudyError, match="s1 is not assigned to A"):
        project.unassign("s1", "A")


def test_sources_are_shared_out_evenly_and_the_same_everywhere(project):
    project.add_sources(Source(f"x{n}", f"Text {n}.") for n in range(17))
    project.assign("s1", "A")
    given = project.share_out(["A", "B"], seed=7)
    assert given["source"].is_unique
    assert sorted(given["coder"].value_counts()) == [9, 11]
    again = given.set_index("source")["coder"].to_dict()
    project.undo()
    assert project.share_out(["A", "B"], seed=7).set_index("source")["coder"].to_dict() == again


def test_the_sample_for_double_coding_is_drawn_by_its_seed(project):
    project.add_sources(Source(f"x{n:02}", f"Text {n}.") for n in range(17))
    drawn = project.double_code(["A", "B"], sample=0.2, seed=11)
    assert drawn == ["x11", "x14", "x15", "x16"]
    given = project.assignments()
    assert len(given) == 8
    assert set(given["purpose"]) == {"double coding"}
    assert len(project.double_code(["A", "B"], sample=5, seed=1)) == 5
    for sample in (0, 21, 2.5, -0.1):
        with pytest.raises(StudyError, match="cannot be drawn from 20 sources"):
            project.double_code(["A", "B"], sample=sample)
    with pytest.raises(StudyError, match="at least 2 different coders"):
        project.double_code(["A", "A"])


def test_who_has_read_what_is_told(disputed):
    disputed.finish("s3", coder="B")
    read = [tuple(pair) for pair in disputed.readers().to_numpy()]
    assert read == [("s1", "A"), ("s1", "B"), ("s2", "A"), ("s3", "B")]
    assert disputed.coders().loc["B"].to_dict() == {"note": "", "assigned": 1, "done": 1}
    disputed.finish("s3", coder="B", done=False)
    assert len(disputed.readers()) == 3


def test_disagreements_stand_side_by_side(disputed):
    table = disputed.disagreements()
    (row,) = table.to_dict("records")
    assert (row["source"], row["code"], row["quote"]) == ("s1", SAFE, HOME)
    assert (row["A"], row["B"], row["settled"]) == ("yes", "no", "")


def test_a_third_settles_and_all_three_are_kept(disputed):
    (one,) = disputed.disagreements().index
    before = disputed.codings()
    coding = disputed.settle(one, True, coder="C", because="She says so herself.")
    row = disputed.disagreements().loc[one]
    assert (row["A"], row["B"]) == ("yes", "no")
    assert (row["settled"], row["settled_by"]) == ("holds", "C")
    assert disputed.codings().equals(before)
    assert list(disputed.settlements()["coding"]) == [coding]
    settled = disputed.codings(settled=True)
    assert list(settled["code"]) == [IN, SAFE, MISSING]
    assert list(settled["coder"]) == ["A", "C", "A"]
    assert disputed.counts(settled=True).to_numpy().sum() == 3
    assert disputed.disagreements(settled=False).empty


def test_what_was_settled_not_to_hold_is_no_coding_and_may_be_settled_anew(disputed):
    (one,) = disputed.disagreements().index
    assert disputed.settle(one, False, coder="C") == ""
    assert list(disputed.codings(settled=True)["code"]) == [IN, MISSING]
    coding = disputed.settle(one, True, coder="consensus")
    assert len(disputed.settlements()) == 1
    with pytest.raises(StudyError, match="settles a disagreement"):
        disputed.remove(coding, coder="A")
    disputed.undo()
    assert list(disputed.settlements()["verdict"]) == ["does not hold"]


def test_who_is_party_to_a_disagreement_does_not_settle_it(disputed):
    (one,) = disputed.disagreements().index
    for who in "AB":
        with pytest.raises(StudyError, match=f"{who} is a party"):
            disputed.settle(one, True, coder=who)
    with pytest.raises(StudyError, match="no disagreement 0123"):
        disputed.settle("0123", True, coder="C")


def test_what_is_open_is_left_out_of_what_was_settled(disputed):
    assert list(disputed.codings(settled=True)["code"]) == [IN, MISSING]
    assert list(disputed.codings(settled=True, code=IN)["coder"]) == ["A"]


def test_blind_coders_see_their_own_work_alone(disputed):
    (suggestion, *_) = disputed.pending(source="s2").index
    disputed.reject(suggestion, coder="A", because="Mine.")
    disputed.memo("My note.", coder="A")
    disputed.blind()
    other = disputed.seen_by("B")
    assert set(other.codings()["coder"]) == {"B"}
    assert other.counts().to_numpy().sum() == 1
    assert other.memos().empty
    assert other.decisions().empty
    assert set(other.log()["coder"]) == {"B"}
    assert suggestion in other.pending().index
    with pytest.raises(StudyError, match="Coding is blind, so B cannot see the work of A"):
        other.codings(coder="A")
    for forbidden in (other.disagreements, other.settlements, lambda: other.codings(settled=True)):
        with pytest.raises(StudyError, match="Coding is blind"):
            forbidden()
    with pytest.raises(StudyError, match="without a coder's name"):
        other.blind(False)
    assert len(disputed.codings()) == 4
    disputed.blind(False)
    assert len(other.codings()) == 4


def test_agreement_is_worked_out_from_a_project(disputed):
    found = agreement(disputed, unit="sentence", replicates=0)
    assert found.table.loc[IN, "percent_agreement"] == 1
    assert found.table.loc[SAFE, "percent_agreement"] == 0.5


def test_a_source_finished_unasked_stays_open_to_the_others(project):
    project.finish("s1", coder="A")
    assert "s1" in set(project.pending(coder="B")["source"])
    assert "s1" in set(project.assignments().query("state == 'done'")["source"])
