"""Places for answers as Word's markup: lines, boxes, scales, rows to tick, signatures."""

from __future__ import annotations

import re

from instruments.page.tables import HEAD_COLOUR, Cell, Row
from instruments.paper.blocks import Box, Choices, Lines, Rating, Sign, plain
from instruments.pictures import Picture
from instruments.writers.look import PAPER
from instruments.writers.word_pen import Pen

NUMBER_CM, SPACER_CM = 3.2, 0.18
SHORT_LETTERS = 12
KEPT_ROWS = 8
ROW_PICTURE_CM = 2.0
# The least share of a table for the words of its rows; the width of a bold letter in em.
LEAST_SHARE, LETTER_EM = 0.28, 0.58
TABLE_POINTS = PAPER["TableText"].points
CM_PER_POINT = 2.54 / 72


def lines(pen: Pen, block: Lines, keep: bool) -> str:
    """Lines to write on, or a box for a number."""
    if block.short:
        number = NUMBER_CM * pen.sizes.factor
        cells = (_before_box(pen), pen.cell(framed=True, keep=keep), pen.cell(keep=keep))
        widths = [pen.lists.hanging_cm, number, pen.width_cm - pen.lists.hanging_cm - number]
        row = Row(cells, height_cm=pen.sizes.line_cm)
        return pen.table([row], widths) + pen.gap(keep=keep)
    held = [True] * (block.count - 1) + [keep]
    return "".join(pen.paragraph("", "AnswerLine", keep=h) for h in held) + pen.gap(keep=keep)


def box(pen: Pen, block: Box, keep: bool) -> str:
    """An empty box for notes."""
    cell = pen.cell(block.label, keep=keep, framed=True)
    row = Row((cell,), height_cm=block.cm * pen.sizes.factor)
    return pen.table([row], [pen.width_cm]) + pen.gap(keep=keep)


def choices(pen: Pen, block: Choices, keep: bool) -> str:
    """Answers with a box each: short ones in a row, others one under the other."""
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


def rating(pen: Pen, block: Rating, keep: bool) -> str:
    """Lines against columns; each cell is a box to tick."""
    stacked = _stacked(pen, block)
    before = [] if stacked else _rating_widths(pen, block)
    each = (pen.width_cm - sum(before)) / len(block.options)
    hint = pen.paragraph(block.hint, "Small", keep=True) if block.hint else ""
    rows = [_rating_head(pen, block, len(before), each)]
    last = len(block.rows) - 1
    for position in range(len(block.rows)):
        held = keep or (position < last and (last < KEPT_ROWS or position in (0, last - 1)))
        rows += (_two_rows if stacked else _one_row)(pen, block, position, held)
    widths = [*before, *[each] * len(block.options)]
    return hint + pen.table(rows, widths, lines=True) + pen.gap(keep=keep)


def _one_row(pen: Pen, block: Rating, position: int, keep: bool) -> list[Row]:
    """The words of a line with its boxes beside them."""
    cells: list[Cell] = []
    if block.pictures:
        cells.append(_row_picture(pen, block.pictures[position], keep))
    if block.rows[position]:
        cells.append(pen.cell(block.rows[position], "TickText", keep=keep, middle=True))
    cells += [pen.cell(framed=True, keep=keep)] * len(block.options)
    return [Row(tuple(cells), height_cm=pen.sizes.box_cm)]


def _two_rows(pen: Pen, block: Rating, position: int, keep: bool) -> list[Row]:
    """The words of a line across the table with its boxes under them."""
    words = pen.paragraph(block.rows[position], "TickText", keep=True)
    boxes = [pen.cell(framed=True, keep=keep)] * len(block.options)
    return [
        Row((Cell(words, span=len(block.options)),)),
        Row(tuple(boxes), height_cm=pen.sizes.box_cm),
    ]


def _stacked(pen: Pen, block: Rating) -> bool:
    """Whether large letters leave too little room for words beside the boxes."""
    room = pen.width_cm * (1 - LEAST_SHARE)
    return any(block.rows) and not block.pictures and _boxes_width(pen, block) > room


def _rating_widths(pen: Pen, block: Rating) -> list[float]:
    """The columns before the boxes: one for pictures, one for words, where there are any."""
    if not any(block.rows):
        return []
    drawn = [ROW_PICTURE_CM + 0.4] if block.pictures else []
    words = pen.width_cm - sum(drawn) - _boxes_width(pen, block)
    return [*drawn, max(words, pen.width_cm * LEAST_SHARE)]


def _boxes_width(pen: Pen, block: Rating) -> float:
    """Room for all boxes, each as wide as the longest word over them, so that none is parted."""
    parts = [part for option in block.options for part in re.split(r"[\s\-/]", plain(option))]
    em = max(pen.sizes.least, TABLE_POINTS * pen.sizes.factor) * CM_PER_POINT
    each = max(pen.sizes.box_cm * 2, max(map(len, parts)) * em * LETTER_EM + 0.4)
    return each * len(block.options)


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


def sign(pen: Pen, block: Sign, keep: bool) -> str:
    """Lines for a name, a date and a signature."""
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
