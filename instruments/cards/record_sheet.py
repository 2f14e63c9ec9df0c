"""The record sheet: the grid in small, for the numbers on the backs of the cards."""

from __future__ import annotations

from instruments.cards.drawing import Pages
from instruments.cards.forms import LABEL, box, explained, head_boxes, heading, inside, ticked
from instruments.cards.geometry import A4, Place
from instruments.cards.mats import signed
from instruments.cards.words import FixedWords
from qmethod.grid import Grid

PAPER = A4.sideways
TALLEST, WIDEST, LOWEST = 16.0, 30.0, 6.0  # mm of a place
BELOW = 36.0  # mm under the grid for what was left out
VALUE = 9.0  # mm for the number over a column
HELP = 12.0


def record_sheet(grid: Grid, pages: Pages, words: FixedWords) -> bytes:
    """The sheet: the code, the grid with a box per place, and what was left out."""
    pages.sheet(PAPER)
    down = heading(pages, words["record_title"], PAPER)
    down = head_boxes(pages, words, ("code", "date", "sorted_with"), PAPER, down)
    room = inside(PAPER)
    explained(pages, words["record_help"], Place(0, room.x, down + 2, room.width, HELP))
    grid_room = Place(
        0, room.x, down + HELP + 2, room.width, room.height + room.y - down - HELP - 2 - BELOW
    )
    _grid(pages, grid, grid_room)
    _below(pages, words, Place(0, room.x, room.y + room.height - BELOW, room.width, BELOW))
    return pages.data()


def _grid(pages: Pages, grid: Grid, room: Place) -> None:
    """Draw the places, as large as the sheet allows."""
    width = min(WIDEST, room.width / len(grid.values))
    height = min(TALLEST, (room.height - VALUE) / max(grid.heights))
    left = room.centre[0] - len(grid.values) * width / 2
    for column, (value, count) in enumerate(zip(grid.values, grid.heights, strict=True)):
        x = left + column * width
        head = Place(0, x, room.y, width, VALUE)
        pages.put(signed(value), head, "A column's number", most=16, least=8, bold=True)
        for row in range(count):
            pages.box(Place(0, x, room.y + VALUE + row * height, width, height))


def _below(pages: Pages, words: FixedWords, room: Place) -> None:
    box(pages, words["record_out"], Place(0, room.x, room.y + LABEL + 3, room.width, 12))
    tick = Place(0, room.x, room.y + LABEL + 18, room.width, 8)
    ticked(pages, words["record_right"], tick)
