"""Where answers go: boxes to tick, scales, lines to write on, rows of a form, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from instruments.guide import Item
from instruments.paper.blocks import (
    Block,
    Choices,
    Lines,
    Paragraph,
    Rating,
    Sign,
    Text,
    joined,
    text_of,
)
from instruments.paper.labels import Labels
from instruments.pictures import Picture, picture

OPTIONAL = "optional"
LINES_FOR_TEXT = 3
FACES = ("face-happy", "face-unsure", "face-sad")


def options_of(text: str) -> tuple[str, ...]:
    """The parts of a line of choices or rows, which stand between bars."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def answer_blocks(items: Sequence[Item], labels: Labels) -> list[Block]:
    """The places for the answers of a question, as its lines ask for them."""
    said = {item.key: item.text for item in items}
    kind = said.get("Answer", "scale" if "Rows" in said else "one of" if "Choices" in said else "")
    lines = int(said["Space"]) if said.get("Space", "").isdigit() else 0
    found: list[Block] = []
    if kind in ("one of", "several of", "scale", "yes-no"):
        found.append(_ticks(kind, said, labels))
    elif kind == "number":
        found.append(Lines(1, short=True))
    elif kind == "text" and not lines:
        lines = LINES_FOR_TEXT
    return [*found, Lines(lines)] if lines else found


def _ticks(kind: str, said: dict[str, str], labels: Labels) -> Block:
    options = _texts(options_of(said.get("Choices", "")))
    if kind == "yes-no" or not options:
        options = (labels.text("yes"), labels.text("no"))
    rows = _texts(options_of(said.get("Rows", "")))
    if rows:
        return Rating(options, rows, labels.text("tick_each"))
    if kind == "scale":
        return Rating(options, ((),))
    return Choices(options, labels.text("tick_several" if kind == "several of" else "tick_one"))


def form_rows(
    lines: Sequence[Item], options: Sequence[str], labels: Labels, *, faces: bool
) -> Rating:
    """Lines of a form, each with its own answer.

    Where some may be declined and others not, those that may say so themselves.
    """
    answers = _texts(options) or (labels.text("yes"), labels.text("no"))
    pictured: tuple[Picture, ...] = ()
    if faces and len(answers) == len(FACES):
        pictured = tuple(picture(name) for name in FACES)
    mixed = len({line.term for line in lines}) > 1
    rows = tuple(
        joined(text_of(line.text), " ", labels.text("optional"))
        if mixed and line.term == OPTIONAL
        else text_of(line.text)
        for line in lines
    )
    return Rating(answers, rows, faces=pictured)


def signatures(items: Sequence[Item], labels: Labels) -> tuple[Block, ...]:
    """A place for each who signs."""
    names = (labels.text("name"), labels.text("signature"), labels.text("date"))
    return tuple(Sign(text_of(item.text, strong=True), names) for item in items)


def contact(item: Item, *, big: bool) -> Block:
    """Whom to reach, as large as a card needs it."""
    return Paragraph(text_of(item.text), "big" if big else "lead")


def _texts(words: Sequence[str]) -> tuple[Text, ...]:
    return tuple(text_of(word) for word in words)
