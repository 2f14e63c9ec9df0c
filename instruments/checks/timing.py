"""Minutes of the parts against the length of the session."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.findings import Finding
from instruments.guide import Section, TopicGuide

TIMED_KINDS = ("interview", "focus group", "activity guide", "script")
MOST_TOPICS = 12  # about 8 topics fill two hours; more than 12 are never got through


def check_timing(guide: TopicGuide) -> list[Finding]:
    """What is wrong or open about the minutes of a guide; nothing for other kinds."""
    if guide.kind not in TIMED_KINDS:
        return []
    return [*_session(guide), *_sections(guide), *_activities(guide), *_topics(guide)]


def minutes_text(minutes: float) -> str:
    """Minutes as one says them: "1 minute", "2.5 minutes"."""
    return f"{minutes:g} minute{'' if minutes == 1 else 's'}"


def _session(guide: TopicGuide) -> Iterator[Finding]:
    session, allotted = guide.session_minutes, guide.allotted_minutes
    line = guide.lines_of_head.get("minutes", 0)
    if session is None or allotted is None:
        return
    if allotted > session:
        yield Finding(
            line,
            "minutes",
            f"The sections take {minutes_text(allotted)}, but the session has "
            f"{minutes_text(session)}; shorten them by {minutes_text(allotted - session)}.",
        )
    elif allotted < session and not _untimed(guide):
        yield Finding(
            line,
            "minutes",
            f"The sections take {minutes_text(allotted)} of the {minutes_text(session)} of the "
            f"session; say what the other {minutes_text(session - allotted)} are for.",
            "prompt",
        )


def _sections(guide: TopicGuide) -> Iterator[Finding]:
    if not any(section.allowance for section in guide.sections):
        yield Finding(
            guide.lines_of_head.get("kind", 0),
            "no time",
            "No section has a time; a plan of the session needs them, as (5 minutes) or (brief) "
            "after each heading.",
            "note" if guide.session_minutes is None else "prompt",
        )
        return
    for section in _untimed(guide) if guide.minutes is not None else []:
        yield Finding(
            section.line,
            "no time",
            f'"{section.title}" has no time; write (5 minutes) or (brief) after the heading.',
            "prompt",
        )
    for section in guide.sections:
        if section.allowance.doubtful and section.allowance.minutes is not None:
            yield Finding(
                section.line,
                "doubtful time",
                f'The {minutes_text(section.allowance.minutes)} of "{section.title}" are marked '
                "as doubtful; settle them after the first session.",
                "note",
            )


def _activities(guide: TopicGuide) -> Iterator[Finding]:
    for section in guide.sections:
        taken = sum(activity.allowance.minutes or 0 for activity in section.activities)
        if section.allowance.minutes is not None and taken > section.allowance.minutes:
            yield Finding(
                section.line,
                "minutes",
                f'The activities of "{section.title}" take {minutes_text(taken)}, but the section '
                f"has {minutes_text(section.allowance.minutes)}; shorten them.",
            )


def _topics(guide: TopicGuide) -> Iterator[Finding]:
    topics = [section for section in guide.sections if section.questions]
    if len(topics) > MOST_TOPICS:
        yield Finding(
            topics[MOST_TOPICS].line,
            "topics",
            f"There are {len(topics)} topics with questions; more than {MOST_TOPICS} are rarely "
            "got through.",
            "prompt",
        )


def _untimed(guide: TopicGuide) -> list[Section]:
    return [s for s in guide.sections if s.title and s.blocks and not s.allowance]
