import pytest

from instruments.checks.timing import check_timing, minutes_text
from instruments.source.form import parse

ASKED = "1. What helps?\n"


def findings_of(body, minutes="", kind="interview"):
    head = f"---\ntitle: Help\nkind: {kind}\n{f'minutes: {minutes}' if minutes else 'phase: one'}\n"
    return [(f.line, f.rule, f.severity) for f in check_timing(parse(f"{head}---\n{body}"))]


def message_of(body, minutes):
    head = f"---\ntitle: Help\nkind: interview\nminutes: {minutes}\n---\n"
    return check_timing(parse(head + body))[0].message


def test_sections_longer_than_the_session_are_a_fault_at_the_head():
    body = "## A (20 minutes)\nText.\n## B (22.5 minutes)\nText.\n"
    assert findings_of(body, 40) == [(4, "minutes", "fault")]
    assert "take 42.5 minutes" in message_of(body, 40)
    assert "shorten them by 2.5 minutes" in message_of(body, 40)


def test_half_minutes_add_up_exactly():
    body = "## A (2.5 minutes)\nText.\n## B (2.5 minutes)\nText.\n## C (5 minutes)\nText.\n"
    assert findings_of(body, 10) == []


def test_time_left_over_is_a_prompt_unless_a_section_has_none():
    left = "## A (20 minutes)\nText.\n"
    assert findings_of(left, 30) == [(4, "minutes", "prompt")]
    assert findings_of(f"{left}## B\nText.\n", 30) == [(8, "no time", "prompt")]


def test_brief_counts_as_a_time():
    assert findings_of("## A (brief)\nText.\n## B (30 minutes)\nText.\n", 30) == []


def test_a_guide_without_any_time_is_told_so_once():
    assert findings_of("## A\nText.\n## B\nText.\n") == [(3, "no time", "note")]
    assert findings_of("## A\nText.\n## B\nText.\n", 60) == [(3, "no time", "prompt")]


def test_doubtful_minutes_are_noted_and_still_count():
    body = "## A (20 minutes?)\nText.\n## B (30 minutes)\nText.\n"
    assert findings_of(body, 40) == [(4, "minutes", "fault"), (6, "doubtful time", "note")]


def test_activities_longer_than_their_section_are_a_fault():
    body = "## A (10 minutes)\n### Activity: Draw (7 minutes)\n- Step: draw\n"
    assert findings_of(f"{body}### Activity: Sing (2.5 minutes)\n- Step: sing\n", 10) == []
    assert findings_of(f"{body}### Activity: Sing (4 minutes)\n- Step: sing\n", 10) == [
        (6, "minutes", "fault")
    ]


def test_more_than_twelve_topics_are_a_prompt():
    body = "".join(f"## T{n} (brief)\n{n}. What helps?\n" for n in range(1, 14))
    assert findings_of(body) == [(30, "topics", "prompt")]


@pytest.mark.parametrize("kind", ["information sheet", "questionnaire", "help card"])
def test_kinds_without_a_clock_are_left_alone(kind):
    assert findings_of("## A\nText.\n", kind=kind) == []


def test_minutes_are_said_as_people_say_them():
    assert [minutes_text(m) for m in (1, 2.5, 20.0)] == ["1 minute", "2.5 minutes", "20 minutes"]
