"""How a table fits on paper: letter size, page on its side or not, column widths, parts.

Widths are estimates from the number of letters, generous enough for the usual office fonts.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from workbench.reports.content import Column, Table
from workbench.reports.marks import MARKS
from workbench.reports.shown import shown_rows

UPRIGHT_CM = 17.0
SIDEWAYS_CM = 25.7
CM_PER_POINT = 2.54 / 72
BOLD = 1.08
SAFETY = 1.04
LONGEST_WORD = 11.0
LONGEST_HEAD = 6.5
ROOM_FOR_TEXT = 13.0
LONGEST_LINE = 38.0
ATTEMPTS = ((9.0, False), (8.0, False), (8.5, True), (7.5, True), (6.5, True))
SPLIT_AT = 7.5
NARROW = "iljtfrI.,;:'’!|()[] "
LOST = "\N{REPLACEMENT CHARACTER}"
BROAD = "mwMWQOGCD@%—"
SYMBOLS = {mark.symbol for mark in MARKS.values() if not mark.symbol.isascii()}


@dataclass(frozen=True)
class Need:
    """Width in em that a column needs at the least, for comfort, and for a single line."""

    least: float
    comfort: float
    wish: float


@dataclass(frozen=True)
class Part:
    """Some columns of a table that stand side by side: their positions and widths in cm."""

    positions: tuple[int, ...]
    widths_cm: tuple[float, ...]


@dataclass(frozen=True)
class Layout:
    """Letter size in points, whether the page lies on its side, and the parts of the table."""

    points: float
    sideways: bool
    parts: tuple[Part, ...]


def lay_out(table: Table) -> Layout:
    """The largest letters at which the table fits; in several parts if it can't fit as one."""
    needs = column_needs(table)
    everything = tuple(needs)
    for points, sideways in ATTEMPTS:
        width = SIDEWAYS_CM if sideways else UPRIGHT_CM
        if sum(_cm(need.comfort, points) for need in needs.values()) <= width:
            return Layout(points, sideways, (_part(everything, needs, points, width),))
    points = SPLIT_AT
    parts = tuple(
        _part(positions, needs, points, SIDEWAYS_CM)
        for positions in _parts(needs, len(table.heads), points)
    )
    return Layout(points, True, parts)


def padding_cm(points: float) -> float:
    """Free room beside a cell's text, both sides together; less where letters are small."""
    return 0.3 if points >= 8 else 0.16


def width_em(text: str) -> float:
    """About how wide a line of text is in the usual office fonts, in em."""
    return SAFETY * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.31
    if letter in BROAD:
        return 0.84
    if unicodedata.east_asian_width(letter) in "WF" or letter in SYMBOLS or letter == LOST:
        return 1.0
    return 0.68 if letter.isupper() else 0.56


def column_needs(table: Table) -> dict[int, Need]:
    """Position of each column that is shown -> what it needs, in em."""
    rows, marks = shown_rows(table), table.marked
    return {
        i: _need(
            table.columns[i],
            [
                row[i] + (MARKS[marked[i]].symbol if marked[i] else "")
                for row, marked in zip(rows, marks, strict=True)
            ],
            bold=any(marked[i] and MARKS[marked[i]].bold for marked in marks),
        )
        for i in table.shown
    }


def _need(column: Column, cells: list[str], *, bold: bool) -> Need:
    weight = BOLD if bold or column.head else 1.0
    head = max((BOLD * width_em(word) for word in column.name.split()), default=1.0)
    longest = max((weight * width_em(cell) for cell in cells), default=1.0)
    word = max((weight * width_em(word) for cell in cells for word in cell.split()), default=1.0)
    if column.kind != "text":
        number = max(longest if longest < LONGEST_HEAD else word, min(head, LONGEST_HEAD), 1.0)
        return Need(number, number, max(number, min(BOLD * width_em(column.name), LONGEST_HEAD)))
    least = max(min(max(word, head), LONGEST_WORD), 1.0)
    wish = max(least, min(max(longest, head), LONGEST_LINE))
    return Need(least, max(least, min(wish, ROOM_FOR_TEXT)), wish)


def _part(positions: tuple[int, ...], needs: dict[int, Need], points: float, width: float) -> Part:
    """Each column's comfort, and the room that is left shared out by what is wished for."""
    comfort = [_cm(needs[i].comfort, points) for i in positions]
    wish = [_cm(needs[i].wish, points) for i in positions]
    spare, wanted = width - sum(comfort), sum(wish) - sum(comfort)
    share = min(1.0, max(0.0, spare) / wanted) if wanted > 0 else 0.0
    widths = [c + share * (w - c) for c, w in zip(comfort, wish, strict=True)]
    shrink = min(1.0, width / sum(widths))
    return Part(positions, tuple(w * shrink for w in widths))


def _parts(needs: dict[int, Need], heads: int, points: float) -> list[tuple[int, ...]]:
    """Positions of the columns of each part, heads repeated."""
    leading = tuple(needs)[:heads]
    room = SIDEWAYS_CM - sum(_cm(needs[i].comfort, points) for i in leading)
    parts: list[list[int]] = [[]]
    used = 0.0
    for position in tuple(needs)[heads:]:
        size = _cm(needs[position].comfort, points)
        if parts[-1] and used + size > room:
            parts.append([])
            used = 0.0
        parts[-1].append(position)
        used += size
    return [(*leading, *part) for part in parts]


def _cm(em: float, points: float) -> float:
    return em * points * CM_PER_POINT + padding_cm(points)
