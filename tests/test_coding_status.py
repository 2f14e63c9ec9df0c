import pytest

from coding.frame_files import load_frame
from coding.tagger import suggest
from corpora.sources import Source

ACCESSING = "EDUCATION/Accessing education"
NOT_ACCESSING = "EDUCATION/Not accessing education"


@pytest.fixture(scope="module")
def frame():
    return load_frame("closure-summaries")


def statuses(text, frame):
    return {s.code: s.status for s in suggest([Source("a", text)], frame, mentions=True)}


def proposed(text, frame):
    return {s.code for s in suggest([Source("a", text)], frame) if s.score >= 0.5}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("She attends college every day.", "asserted"),
        ("She isn't attending college.", "negated"),
        ("She has never attended college.", "negated"),
        ("She may be attending college.", "hedged"),
        ("Perhaps she attends college.", "hedged"),
        ("She will attend college.", "planned"),
        ("She hopes to attend college.", "planned"),
        ("If she attends college, things look up.", "hedged"),
        ("She no longer attends college.", "ended"),
        ("Does she attend college?", "question"),
        ("Many young people attend college.", "general"),
        ("Of 412 children, most attend college.", "general"),
        ("Her friend attends college.", "somebody else"),
        ("His brother, who attends college, lives in Leeds.", "somebody else"),
        ("She has not stopped attending college.", "asserted"),
        ("Her mother says that she attends college.", "asserted"),
        ("His mother is ill but he attends college.", "asserted"),
        ("Not only does she attend college, she leads the choir.", "asserted"),
        ("She doesn't see her father and attends college.", "asserted"),
        ("On 9 May 2022 she attended college.", "asserted"),
        ("The review noted that she attends college.", "asserted"),
    ],
)
def test_status_of_attending_college(text, status, frame):
    assert statuses(text, frame)[ACCESSING] == status


@pytest.mark.parametrize(
    "text",
    [
        "She isn't attending college.",
        "She stopped going to school in May.",
        "He is due to start college in September.",
        "No school place has been found.",
    ],
)
def test_what_is_denied_ended_or_still_to_come_gives_the_opposite(text, frame):
    assert NOT_ACCESSING in proposed(text, frame)
    assert ACCESSING not in proposed(text, frame)


def test_denial_gives_no_opposite_where_the_frame_has_none(frame):
    assert "CRIMINAL JUSTICE/Charged" not in proposed("He was not charged with robbery.", frame)


def test_two_denials_undo_each_other(frame):
    found = suggest([Source("a", "He denies having no GP.")], frame)
    (one,) = [s for s in found if s.code == "HEALTH/GP/Registered"]
    assert '"denies"' in one.because


def test_doubled_denial_of_speech_denies_once(frame):
    assert "HEALTH/GP/Registered" not in proposed("I ain't registered with no GP.", frame)


def test_what_was_done_stays_done(frame):
    text = "An age assessment was completed by two social workers before he moved away."
    assert "AGE ASSESSMENT/Age assessment undertaken" in proposed(text, frame)


def test_a_concern_of_professionals_counts(frame):
    text = "Staff suspect that she is still being exploited by older men."
    assert "SAFETY/Still at risk" in proposed(text, frame)


def test_reported_feeling_is_asserted(frame):
    assert "SAFETY/Young person feels safe" in proposed("She says that she feels safe.", frame)


def test_a_denial_stops_at_a_comma_that_starts_anew(frame):
    found = proposed("No GP yet, attends college daily.", frame)
    assert ACCESSING in found and "HEALTH/GP/Not registered" in found


def test_the_triggers_are_told(frame):
    found = suggest([Source("a", "She isn't attending college.")], frame, mentions=True)
    (one,) = [s for s in found if s.code == ACCESSING]
    assert one.triggers == ("n't",)
    assert "n't" in one.because
