"""What stands before, after and around an instrument: facts, code, plan, notes, footer."""

from __future__ import annotations

from instruments.guide import TopicGuide
from instruments.paper.blocks import (
    Block,
    Box,
    Facts,
    Heading,
    Span,
    Table,
    Text,
    Together,
    Turn,
    joined,
    text_of,
)
from instruments.paper.labels import Labels
from instruments.paper.views import GUIDES, QUESTIONNAIRES, Version, View
from instruments.plan import KEYED, session_plan

AFTER_CM = 2.6
PLANNED = (*GUIDES, "activity guide")
# A column of the plan with its share of the page's width.
SHARES = {
    "when": 1.4, "what": 2.4, "steps": 4.2, "materials": 2.3, "online": 2.8, "collect": 1.6,
    "fallback": 1.8, "questions": 1.6,
}  # fmt: skip


def front(guide: TopicGuide, version: Version, view: View, labels: Labels) -> list[Block]:
    """The title, what the interviewer must know of the instrument, and places to fill first."""
    found: list[Block] = [Heading(text_of(guide.title), 0)]
    if version == "interviewer" and guide.kind in GUIDES:
        found.append(_facts(guide, labels))
    to_fill = _to_fill(guide, version, view)
    if to_fill:
        found.append(Facts(tuple((labels.text(name, strong=True), ()) for name in to_fill)))
    return found


def _facts(guide: TopicGuide, labels: Labels) -> Block:
    length = labels.text("minutes", minutes=f"{guide.minutes:g}") if guide.minutes else ()
    audience = labels.text(guide.audience) if guide.audience else ()
    told: dict[str, Text] = {
        "kind": labels.text(guide.kind),
        "audience": audience,
        "ages": text_of(guide.ages),
        "length": length,
        "setting": text_of(guide.setting),
        "phase": text_of(guide.phase),
        "origin": (Span(guide.origin, language="en"),) if guide.origin else (),
    }
    return Facts(
        tuple((labels.text(name, strong=True), said) for name, said in told.items() if said)
    )


def _to_fill(guide: TopicGuide, version: Version, view: View) -> tuple[str, ...]:
    """The facts of the session that somebody writes in by hand: the code, never a name."""
    if version == "notes" and guide.kind in GUIDES:
        return ("code", "date", "place", "researcher", "interpreter", "began", "ended")
    if view.code and guide.kind in QUESTIONNAIRES:
        return ("code", "date")
    return ("code",) if view.code else ()


def after_session(labels: Labels) -> list[Block]:
    """What is written down once the person has gone."""
    boxes = tuple(
        Box(labels.text(name, strong=True), AFTER_CM) for name in ("after_person", "after_follow")
    )
    return [Together((Heading(labels.text("after"), 1), *boxes))]


def plan_blocks(guide: TopicGuide, labels: Labels) -> list[Block]:
    """The session plan, for an instrument with times or activities.

    With activities it takes a page on its side.
    """
    if guide.kind not in PLANNED or not (guide.allotted_minutes or guide.activities):
        return []
    plan = session_plan(guide)
    rows = [_plan_row(row, labels) for row in plan.to_dict("records")]
    columns = [name for name in SHARES if any(row[name] for row in rows)]
    table = Table(
        tuple(labels.text(KEYED.get(name, name), strong=True) for name in columns),
        tuple(tuple(row[name] for name in columns) for row in rows),
        tuple(SHARES[name] for name in columns),
        labels.word("plan"),
    )
    heading = Heading(labels.text("plan"), 1)
    return [Turn(True), heading, table] if guide.activities else [heading, table]


def _plan_row(row: dict[str, str], labels: Labels) -> dict[str, Text]:
    """The cells of a row: the time, then what is done and who leads it, then the rest."""
    named = [text_of(row["part"], strong=True), text_of(row["activity"])]
    if row["lead"]:
        named.append(joined(labels.text("Lead"), ": ", text_of(row["lead"])))
    clock = text_of(row["clock"], strong=True)
    minutes = minutes_of(row["allowance"], labels)
    when = _lines(clock, minutes) if row["steps"] else joined(clock, " · " * bool(minutes), minutes)
    said = {name: text_of(row[name]) for name in SHARES if name in row}
    return {**said, "when": when, "what": _lines(*named)}


def _lines(*texts: Text) -> Text:
    """The texts that say something, each on a line of its own."""
    said = [text for text in texts if text]
    return joined(*(part for text in said for part in (text, "\n")))[:-1]


def footer(guide: TopicGuide, version: Version, labels: Labels) -> Text:
    """What stands under every page: which instrument, which version of it, of which day."""
    parts = [text_of(guide.title)]
    if version != "participant" and guide.kind in GUIDES:
        parts.append(labels.text(version))
    if guide.version:
        parts.append(labels.text("version", version=guide.version))
    if guide.date:
        parts.append(text_of(guide.date))
    return joined(parts[0], *(joined(" · ", part) for part in parts[1:]))


def minutes_of(allowance: str, labels: Labels) -> Text:
    """The time of a heading as `written` gives it, for those who keep it: "10 minutes"."""
    if not allowance:
        return ()
    if not allowance[0].isdigit():
        return labels.text("brief")
    if allowance == "1":
        return labels.text("minute", minutes=allowance)
    name = "minutes_doubtful" if allowance.endswith("?") else "minutes"
    return labels.text(name, minutes=allowance.rstrip("?"))
