import pytest

from coding.codings import Coding
from coding.frame import Code, CodingFrame
from coding.frame_changes import merge, move, rename, split
from coding.recoding import recode
from corpora import StudyError

GOOD, BAD = "HOME/Good", "HOME/Bad"


def frame() -> CodingFrame:
    return CodingFrame(
        "f",
        (
            Code("HOME", "HOME", codable=False),
            Code(GOOD, "Good", "HOME", cues=("nice",), opposite=BAD, rules={"negated": BAD}),
            Code("HOME/Good/Secure", "Secure", GOOD),
            Code(BAD, "Bad", "HOME", cues=("damp",), opposite=GOOD, rules={"weak": (GOOD,)}),
            Code("WORK", "WORK (paid)", codable=False),
            Code("WORK/Paid", "Paid", "WORK", rules={"suppresses": [GOOD]}),
        ),
        version="1.9",
        history=("Version 1.9: as it was.",),
        one_of=((GOOD, BAD),),
    )


def coding(code: str, start: int = 0, coder: str = "A", because: str = "") -> Coding:
    return Coding("s1", start, start + 4, code, coder, "text", because)


def ids(changed: CodingFrame) -> list[str]:
    return [code.id for code in changed]


def test_renaming_takes_along_ids_opposites_rules_and_what_lies_below():
    change = rename(frame(), GOOD, "Suitable", because="the manual says so.")
    new = change.after
    assert ids(new) == [
        "HOME", "HOME/Suitable", "HOME/Suitable/Secure", BAD, "WORK", "WORK/Paid",
    ]  # fmt: skip
    assert new[BAD].opposite == "HOME/Suitable"
    assert new["HOME/Suitable/Secure"].parent == "HOME/Suitable"
    assert new["WORK/Paid"].rules == {"suppresses": ["HOME/Suitable"]}
    assert new[BAD].rules == {"weak": (GOOD,)}  # words of texts, not an id
    assert new.one_of == (("HOME/Suitable", BAD),)
    assert new.version == "1.10"
    assert new.history == (
        "Version 1.9: as it was.",
        'Version 1.10: Renamed "HOME/Good" to "HOME/Suitable" because the manual says so.',
    )
    assert change.mapping == {
        GOOD: ("HOME/Suitable",),
        "HOME/Good/Secure": ("HOME/Suitable/Secure",),
    }
    assert ids(change.before) == ids(frame())


def test_moving_takes_along_what_lies_below_and_keeps_the_tail_of_the_id():
    new = move(frame(), GOOD, "WORK").after
    assert ids(new) == ["HOME", BAD, "WORK", "WORK/Paid", "WORK/Good", "WORK/Good/Secure"]
    assert new["WORK/Good"].parent == "WORK" and new[BAD].opposite == "WORK/Good"
    root = move(frame(), GOOD, None)
    assert ids(root.after)[-2:] == ["Good", "Good/Secure"]
    assert root.after["Good"].parent is None
    assert 'Moved "HOME/Good" to the root.' in root.sentence
    assert ids(move(frame(), "WORK", "HOME").after)[-2:] == ["HOME/WORK", "HOME/WORK/Paid"]


def test_merging_joins_cues_and_drops_an_opposite_that_went_into_it():
    change = merge(frame(), [GOOD, BAD], BAD)
    new = change.after
    assert ids(new) == ["HOME", BAD, "HOME/Bad/Secure", "WORK", "WORK/Paid"]
    assert new[BAD].cues == ("damp", "nice") and new[BAD].opposite is None
    assert new["HOME/Bad/Secure"].parent == BAD
    assert new.one_of == ()
    assert change.mapping == {GOOD: (BAD,), "HOME/Good/Secure": ("HOME/Bad/Secure",)}


def test_splitting_puts_new_codes_below_and_keeps_the_old_one():
    change = split(frame(), GOOD, ["Liked", Code("", "Safe", definition="Feels safe there.")])
    assert ids(change.after)[:5] == [
        "HOME", GOOD, "HOME/Good/Secure", "HOME/Good/Liked", "HOME/Good/Safe",
    ]  # fmt: skip
    assert change.after["HOME/Good/Safe"].definition == "Feels safe there."
    assert change.mapping == {GOOD: ("HOME/Good/Liked", "HOME/Good/Safe")}


def test_codings_follow_a_new_name_with_a_trace():
    before = [coding(GOOD, because="she said so"), coding("WORK/Paid"), coding("HOME/Good/Secure")]
    done = recode(before, rename(frame(), GOOD, "Suitable"))
    assert [c.code for c in done.codings] == ["HOME/Suitable", "WORK/Paid", "HOME/Suitable/Secure"]
    assert done.codings[0].because == "she said so (was HOME/Good in version 1.9)"
    assert done.codings[2].because == "Was HOME/Good/Secure in version 1.9."
    assert [(old.code, new.code) for old, new in done.trace] == [
        (GOOD, "HOME/Suitable"),
        ("HOME/Good/Secure", "HOME/Suitable/Secure"),
    ]
    assert done.undecided == ()


def test_codings_that_a_merge_makes_alike_become_one_with_both_reasons():
    before = [coding(GOOD, because="a"), coding(BAD, because="b"), coding(GOOD, coder="B")]
    done = recode(before, merge(frame(), [GOOD], BAD))
    assert [(c.code, c.coder) for c in done.codings] == [(BAD, "A"), (BAD, "B")]
    assert done.codings[0].because == "a (was HOME/Good in version 1.9); b"
    assert len(done.trace) == 3


def test_codings_of_a_split_code_wait_for_a_decision():
    before = [coding(GOOD), coding(GOOD, 10), coding(GOOD, 20), coding(BAD)]
    change = split(frame(), GOOD, ["Liked", "Safe"])
    waiting = recode(before, change)
    assert waiting.codings == tuple(before) and waiting.undecided == tuple(before[:3])
    choices = {0: "HOME/Good/Liked", 10: "HOME/Good", 20: None}
    done = recode(before, change, choose=lambda c: choices[c.start])
    assert [c.code for c in done.codings] == ["HOME/Good/Liked", GOOD, GOOD, BAD]
    assert done.undecided == (before[2],)
    with pytest.raises(StudyError, match='"WORK/Paid" is none of the codes'):
        recode(before, change, choose=lambda c: "WORK/Paid")


def test_codings_of_a_code_that_the_frame_lacks_are_refused():
    with pytest.raises(StudyError, match='has no code "NONE"'):
        recode([coding("NONE")], rename(frame(), GOOD, "Suitable"))


def test_steps_may_follow_each_other():
    first = rename(frame(), "HOME", "HOUSING")
    second = merge(first.after, ["HOUSING/Good"], "HOUSING/Bad", because="too few")
    done = recode(recode([coding("HOME/Good/Secure")], first).codings, second)
    assert done.codings[0].code == "HOUSING/Bad/Secure"
    assert second.after.version == "1.11" and len(second.after.history) == 3


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (lambda f: rename(f, "NONE", "x"), 'no code "NONE"'),
        (lambda f: rename(f, GOOD, " "), "needs a name"),
        (lambda f: rename(f, GOOD, "Bad"), 'has a code "HOME/Bad" already'),
        (lambda f: move(f, "HOME", GOOD), "below itself"),
        (lambda f: move(f, GOOD, "HOME"), "at that place already"),
        (lambda f: move(f, GOOD, "NONE"), 'no code "NONE"'),
        (lambda f: merge(f, [GOOD], GOOD), "at least one other code"),
        (lambda f: merge(f, [GOOD], "HOME/Good/Secure"), "lies below a code that would go"),
        (lambda f: split(f, GOOD, ["One"]), "at least two new codes"),
        (lambda f: split(f, GOOD, ["Secure", "x"]), 'has a code "HOME/Good/Secure" already'),
        (lambda f: split(f, GOOD, ["x", "x"]), 'has a code "HOME/Good/x" already'),
    ],
)
def test_steps_that_can_not_be_taken_are_refused(step, message):
    with pytest.raises(StudyError, match=message):
        step(frame())


@pytest.mark.parametrize(("version", "after"), [("1", "2"), ("draft", "draft.1"), ("v9", "v10")])
def test_versions_count_on(version, after):
    codes = CodingFrame("f", (Code("A", "A"),), version=version)
    assert rename(codes, "A", "B").after.version == after
