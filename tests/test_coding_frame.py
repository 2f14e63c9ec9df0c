import pytest

from coding.frame import Code, CodingFrame
from corpora import StudyError


def frame() -> CodingFrame:
    return CodingFrame(
        "small",
        (
            Code("HEALTH", "HEALTH", codable=False),
            Code("HEALTH/GP", "GP", "HEALTH", codable=False),
            Code("HEALTH/GP/Registered", "Registered", "HEALTH/GP"),
            Code("SCHOOL", "SCHOOL", codable=False),
            Code("SCHOOL/Registered", "Registered", "SCHOOL"),
        ),
    )


def test_two_codes_with_one_name_under_different_parents_stay_two():
    codes = frame()
    assert [c.id for c in codes if c.name == "Registered"] == [
        "HEALTH/GP/Registered",
        "SCHOOL/Registered",
    ]
    assert "SCHOOL/Registered" in codes and "Registered" not in codes


def test_the_tree_is_walked_in_the_order_of_the_manual():
    codes = frame()
    assert [c.id for c in codes.children(None)] == ["HEALTH", "SCHOOL"]
    assert [c.id for c in codes.children("HEALTH")] == ["HEALTH/GP"]
    assert [c.id for c in codes.codable] == ["HEALTH/GP/Registered", "SCHOOL/Registered"]
    assert codes.top("HEALTH/GP/Registered") == "HEALTH" and codes.top("SCHOOL") == "SCHOOL"
    assert len(codes) == 5


def test_an_unknown_code_is_named():
    with pytest.raises(StudyError, match='The frame "small" has no code "NONE"'):
        frame()["NONE"]


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ((Code("A", "A"), Code("A", "A")), "holds the code A twice"),
        ((Code("A/B", "B", "A"),), "the parent of A/B is A, which is no code"),
        ((Code("A", "A", opposite="B"),), "the opposite of A is B, which is no code"),
    ],
)
def test_frames_that_do_not_hang_together_are_refused(codes, message):
    with pytest.raises(StudyError, match=message):
        CodingFrame("x", codes)
