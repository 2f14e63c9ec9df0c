"""The plan of a session: what happens when, who leads, what is needed, what if time is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from corpora.errors import StudyError
from instruments.guide import Activity, Allowance, Item, Question, Section, TopicGuide

KEYED = {
    "steps": "Step",
    "lead": "Lead",
    "materials": "Materials",
    "online": "Online",
    "collect": "Collect",
    "fallback": "Fallback",
}
COLUMNS = ("clock", "minutes", "allowance", "part", "activity", *KEYED, "questions")


@dataclass(frozen=True)
class _Clock:
    """The time since the beginning; unknown after a part without minutes."""

    begin: datetime | None
    minutes: float | None = 0.0

    def __str__(self) -> str:
        if self.minutes is None:
            return ""
        if self.begin is None:
            hours, minutes = divmod(self.minutes, 60)
            return f"{int(hours)}:{_half(minutes, 2)}"
        whole = self.begin + timedelta(minutes=int(self.minutes))
        return f"{whole:%H:%M}{'½' if self.minutes % 1 else ''}"

    def after(self, allowance: Allowance) -> _Clock:
        if allowance.brief:
            return self
        known = self.minutes is not None and allowance.minutes is not None
        later = (self.minutes or 0) + (allowance.minutes or 0)
        return _Clock(self.begin, later if known else None)


def session_plan(guide: TopicGuide, *, begins: str = "") -> pd.DataFrame:
    """The session row by row: one for each activity, or for a section that has none.

    Columns are `COLUMNS`: `clock` from 0:00, or from `begins` ("14:30"), empty once a part
    without minutes has passed; `minutes` a number or missing; `allowance` as written
    ("2.5", "brief", "10?"); `steps` to `fallback` what stands under the activity, one a
    line; `questions` the numbers asked.

    Raises
    ------
    StudyError
        If `begins` is no time of day.
    """
    clock = _Clock(_time(begins))
    rows = []
    for section in guide.sections:
        start = clock
        for part in _parts(section):
            rows.append(_row(section, part, clock))
            clock = clock.after(part.allowance)
        if section.allowance:
            clock = start.after(section.allowance)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def written(allowance: Allowance) -> str:
    """The allowance as a heading has it: "2½", "brief", "10?", or nothing."""
    if allowance.brief:
        return "brief"
    if allowance.minutes is None:
        return ""
    return _half(allowance.minutes) + ("?" if allowance.doubtful else "")


def _half(minutes: float, digits: int = 1) -> str:
    """Minutes with their half: "2½"."""
    return f"{int(minutes):0{digits}d}{'½' if minutes % 1 else ''}"


def _parts(section: Section) -> Iterator[Section | Activity]:
    """The section's activities, or the section where it has none."""
    if not section.activities:
        yield section
        return
    yield from section.activities


def _row(section: Section, part: Section | Activity, clock: _Clock) -> dict[str, object]:
    alone = isinstance(part, Section) or len(section.activities) == 1
    allowance = part.allowance or (section.allowance if alone else Allowance())
    return {
        "clock": str(clock),
        "minutes": allowance.minutes,
        "allowance": written(allowance),
        "part": section.title,
        "activity": part.title if isinstance(part, Activity) else "",
        **{column: _said(part, key) for column, key in KEYED.items()},
        "questions": _numbers(section if alone else part),
    }


def _said(part: Section | Activity, key: str) -> str:
    return "\n".join(b.text for b in part.blocks if isinstance(b, Item) and b.key == key)


def _numbers(part: Section | Activity) -> str:
    if isinstance(part, Section):
        numbers = [question.number for question in part.questions]
    else:
        numbers = [b.number for b in part.blocks if isinstance(b, Question)]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


def _time(begins: str) -> datetime | None:
    if not begins:
        return None
    try:
        return datetime.strptime(begins, "%H:%M")
    except ValueError:
        raise StudyError(
            f'The session can\'t begin at "{begins}"; write hours and minutes, such as 14:30.'
        ) from None
