"""Each kind of block as Word's markup; `keep` holds it to the block that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from instruments.page.tables import HEAD_COLOUR, Cell, Row
from instruments.paper.blocks import (
    Ask,
    Block,
    Box,
    Choices,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Pictured,
    Points,
    Rating,
    Sign,
    Table,
    Text,
    Together,
    joined,
    lines_of,
)
from instruments.writers import word_answers as answers
from instruments.writers.word_pen import DASH, Pen

HEADINGS = ("Title", "Heading1", "Heading2")
LOOKS = {
    "plain": "Normal", "lead": "Lead", "say": "SayAloud", "note": "InterviewerNote",
    "small": "Small", "big": "Big",
}  # fmt: skip
FACT_CM = 4.4


def write(pen: Pen, blocks: Sequence[Block], *, keep: bool = False) -> str:
    """The blocks one after the other; `keep` holds the last to what follows."""
    last = len(blocks) - 1
    return "".join(
        one(pen, block, keep=keep and position == last) for position, block in enumerate(blocks)
    )


def one(pen: Pen, block: Block, *, keep: bool) -> str:
    """One block as markup."""
    return WRITERS[type(block)](pen, block, keep)


def _heading(pen: Pen, block: Heading, keep: bool) -> str:
    aside = joined(DASH, block.aside) if block.aside else ()
    return pen.paragraph(joined(block.text, aside), HEADINGS[block.level], keep=True)


def _paragraph(pen: Pen, block: Paragraph, keep: bool) -> str:
    return pen.paragraph(block.text, LOOKS[block.look], keep=keep, whole=keep)


def _ask(pen: Pen, block: Ask, keep: bool) -> str:
    listed = pen.lists.question(block.number)
    return pen.paragraph(block.text, "Question", keep=keep, listed=listed)


def _points(pen: Pen, block: Points, keep: bool) -> str:
    style = "UnderQuestion" if block.under else "Normal"
    found = []
    if block.label:
        found.append(pen.paragraph(block.label, style, keep=bool(block.items) or keep))
    if block.numbered and (block.first == 1 or not pen.steps):
        pen.steps = pen.lists.steps()
    bullets = pen.lists.indented if block.under else pen.lists.bullets
    listed = pen.steps if block.numbered else bullets
    last = len(block.items) - 1
    for position, item in enumerate(block.items):
        held = keep or (position == 0 and last > 0) or (len(block.items) < 5 and position < last)
        found.append(pen.paragraph(item, "ListBullet", keep=held, listed=listed))
    return "".join(found)


def _facts(pen: Pen, block: Facts, keep: bool) -> str:
    label = min(FACT_CM * pen.sizes.factor, pen.width_cm * 0.4)
    rows = [
        Row(
            (
                pen.cell(name, keep=True, middle=True),
                pen.cell(said, keep=True, framed=not said, middle=True),
            ),
            height_cm=0 if said else pen.sizes.line_cm,
        )
        for name, said in block.rows
    ]
    return pen.table(rows, [label, pen.width_cm - label]) + pen.gap(keep=keep)


def _table(pen: Pen, block: Table, keep: bool) -> str:
    whole = sum(block.shares)
    widths = [pen.width_cm * share / whole for share in block.shares]
    names = [pen.cell(text, "TableSmall", keep=True, fill=HEAD_COLOUR) for text in block.head]
    head = Row(tuple(names), head=True)
    body = [Row(tuple(_table_cell(pen, text) for text in row)) for row in block.rows]
    return pen.table([head, *body], widths, lines=True, caption=block.caption) + pen.gap(keep=keep)


def _table_cell(pen: Pen, text: Text) -> Cell:
    """A cell whose lines are paragraphs of their own."""
    return Cell("".join(pen.paragraph(line, "TableSmall") for line in lines_of(text)))


def _pictured(pen: Pen, block: Pictured, keep: bool) -> str:
    """The picture in a cell where the line begins, the words in the one beside it."""
    size = pen.sizes.picture_cm
    widths = [size + 0.5, pen.width_cm - size - 0.5]
    inner = replace(pen, width_cm=widths[1] - 0.4)
    words = write(inner, block.blocks, keep=keep)
    pen.steps = inner.steps
    if not words:
        words += pen.gap(keep=keep)
    drawn = pen.picture(block.picture, size, keep=keep) if block.picture else pen.gap(keep=keep)
    row = Row((Cell(drawn), Cell(words, middle=pen.easy)), splits=not pen.easy)
    return pen.table([row], widths) + pen.gap(keep=keep)


def _together(pen: Pen, block: Together, keep: bool) -> str:
    *most, last = block.blocks
    return write_kept(pen, most) + one(pen, last, keep=keep)


def write_kept(pen: Pen, blocks: Sequence[Block]) -> str:
    """Blocks each of which holds to the next."""
    return "".join(one(pen, block, keep=True) for block in blocks)


Writer = Callable[[Pen, Any, bool], str]
WRITERS: dict[type, Writer] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Ask: _ask,
    Points: _points,
    Facts: _facts,
    Lines: answers.lines,
    Box: answers.box,
    Choices: answers.choices,
    Rating: answers.rating,
    Sign: answers.sign,
    Table: _table,
    Pictured: _pictured,
    Together: _together,
}
