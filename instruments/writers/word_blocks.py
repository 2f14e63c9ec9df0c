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
    plain,
)
from instruments.pictures import Picture
from instruments.writers.word_pen import DASH, Pen

HEADINGS = ("Title", "Heading1", "Heading2")
LOOKS = {
    "plain": "Normal", "lead": "Lead", "say": "SayAloud", "note": "InterviewerNote",
    "small": "Small", "big": "Big",
}  # fmt: skip
FACT_CM, NUMBER_CM, SPACER_CM = 4.4, 3.2, 0.18
QUESTION_SHARE = 0.42
SHORT_LETTERS = 12
KEPT_ROWS = 8
ROW_PICTURE_CM = 2.0


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


def _lines(pen: Pen, block: Lines, keep: bool) -> str:
    if block.short:
        number = NUMBER_CM * pen.sizes.factor
        cells = (_before_box(pen), pen.cell(framed=True, keep=keep), pen.cell(keep=keep))
        widths = [pen.lists.hanging_cm, number, pen.width_cm - pen.lists.hanging_cm - number]
        row = Row(cells, height_cm=pen.sizes.line_cm)
        return pen.table([row], widths) + pen.gap(keep=keep)
    held = [True] * (block.count - 1) + [keep]
    return "".join(pen.paragraph("", "AnswerLine", keep=h) for h in held) + pen.gap(keep=keep)


def _box(pen: Pen, block: Box, keep: bool) -> str:
    cell = pen.cell(block.label, keep=keep, framed=True)
    row = Row((cell,), height_cm=block.cm * pen.sizes.factor)
    return pen.table([row], [pen.width_cm]) + pen.gap(keep=keep)


def _choices(pen: Pen, block: Choices, keep: bool) -> str:
    hint = pen.paragraph(block.hint, "UnderQuestion", keep=True) if block.hint else ""
    short = len(block.options) <= 3 and all(len(plain(o)) <= SHORT_LETTERS for o in block.options)
    return hint + (_beside if short else _below)(pen, block) + pen.gap(keep=keep)


def _beside(pen: Pen, block: Choices) -> str:
    """Short answers in one row."""
    box, indent = pen.sizes.box_cm, pen.lists.hanging_cm
    each = (pen.width_cm - indent) / max(3, len(block.options))
    cells = [_before_box(pen)]
    for option in block.options:
        cells.append(pen.cell(framed=True, keep=True))
        cells.append(pen.cell(option, "TickText", keep=True, middle=True))
    widths = [indent, *[box, each - box] * len(block.options)]
    return pen.table([Row(tuple(cells), height_cm=box)], widths)


def _below(pen: Pen, block: Choices) -> str:
    """Answers one under the other."""
    box, indent = pen.sizes.box_cm, pen.lists.hanging_cm
    rows: list[Row] = []
    for option in block.options:
        if rows:
            spacer = Cell(pen.gap(keep=True))
            rows.append(Row((spacer, spacer, spacer), height_cm=SPACER_CM, exact=True))
        words = pen.cell(option, "TickText", keep=True, middle=True)
        cells = (_before_box(pen), pen.cell(framed=True, keep=True), words)
        rows.append(Row(cells, height_cm=box))
    return pen.table(rows, [indent, box, pen.width_cm - indent - box])


def _before_box(pen: Pen) -> Cell:
    """The room before a box that stands under a question."""
    return Cell(pen.gap(keep=True), beside=True)


def _rating(pen: Pen, block: Rating, keep: bool) -> str:
    """Lines against columns; each cell is a box to tick."""
    before = _rating_widths(pen, block)
    each = (pen.width_cm - sum(before)) / len(block.options)
    hint = pen.paragraph(block.hint, "Small", keep=True) if block.hint else ""
    rows = [_rating_head(pen, block, len(before), each)]
    last = len(block.rows) - 1
    for position, words in enumerate(block.rows):
        held = keep or (position < last and (last < KEPT_ROWS or position in (0, last - 1)))
        ticks = [pen.cell(framed=True, keep=held)] * len(block.options)
        label = pen.cell(words, "TickText", keep=held, middle=True)
        drawn = [_row_picture(pen, block.pictures[position], held)] if block.pictures else []
        cells = (*drawn, *[label][: len(before)], *ticks)
        rows.append(Row(cells, height_cm=pen.sizes.box_cm))
    return (
        hint
        + pen.table(rows, [*before, *[each] * len(block.options)], lines=True)
        + pen.gap(keep=keep)
    )


def _rating_widths(pen: Pen, block: Rating) -> list[float]:
    """The columns before the boxes: one for pictures, one for words, where there are any."""
    if not any(block.rows):
        return []
    drawn = [ROW_PICTURE_CM + 0.4] if block.pictures else []
    if len(block.options) > 3:
        return [*drawn, pen.width_cm * QUESTION_SHARE]
    each = 2.0 * max(1.0, pen.sizes.factor * 0.9)
    return [*drawn, pen.width_cm - sum(drawn) - each * len(block.options)]


def _row_picture(pen: Pen, picture: Picture | None, keep: bool) -> Cell:
    return Cell(pen.picture(picture, ROW_PICTURE_CM, keep=keep) if picture else pen.gap(keep=keep))


def _rating_head(pen: Pen, block: Rating, before: int, each_cm: float) -> Row:
    cells = [pen.cell(keep=True, fill=HEAD_COLOUR)] * before
    faces = block.faces or (None,) * len(block.options)
    for option, face in zip(block.options, faces, strict=True):
        drawn = pen.picture(face, min(1.5, each_cm - 0.4), keep=True) if face else ""
        words = pen.paragraph(pen.runs(option, strong=True), "TableText", keep=True, centred=True)
        cells.append(Cell(drawn + words, fill="" if face else HEAD_COLOUR, middle=True))
    return Row(tuple(cells), head=True)


def _sign(pen: Pen, block: Sign, keep: bool) -> str:
    name, signature, date = block.labels
    label = 2.7 * pen.sizes.factor
    short = 1.6 * pen.sizes.factor
    line = (pen.width_cm - label - short) * 0.62
    widths = [label, line, short, pen.width_cm - label - short - line]
    rows = [
        Row(
            (
                pen.cell(one, keep=True, middle=True),
                pen.cell(keep=True, underlined=True),
                pen.cell(other, keep=True, middle=True),
                pen.cell(keep=True, underlined=bool(other)),
            ),
            height_cm=pen.sizes.line_cm * 1.15,
        )
        for one, other in ((name, date), (signature, ()))
    ]
    who = pen.paragraph(block.who, "TickText", keep=True)
    return who + pen.table(rows, widths) + pen.gap(keep=keep)


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
    if words.endswith("</w:tbl>"):
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
    Lines: _lines,
    Box: _box,
    Choices: _choices,
    Rating: _rating,
    Sign: _sign,
    Table: _table,
    Pictured: _pictured,
    Together: _together,
}
