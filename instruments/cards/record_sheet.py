"""The record sheet: the grid in small, for the numbers on the backs of the cards."""

from __future__ import annotations

from dataclasses import replace

from instruments.cards.drawing import Pages
from instruments.cards.forms import BOX, LABEL, box, explained, head_boxes, heading, inside, ticked
from instruments.cards.geometry import A3, A4, Paper, Place
from instruments.cards.mats import signed
from instruments.cards.words import FixedWords
from qmethod.design import PILES
from qmethod.grid import Grid

PAPERS = (A4.sideways, A4, A3.sideways, A3)
TALLEST, WIDEST = 15.0, 30.0  # mm of a place
LOWEST, NARROWEST = 6.5, 8.5  # mm in which a number can be written by hand
ABOVE = 46.0  # mm over the grid
VALUE = 8.0  # mm for the number over a column
HELP = 9.0
BELOW = 42.0  # mm under the grid
GAP = 6.0


def record_sheet(grid: Grid, pages: Pages, words: FixedWords) -> bytes:
    """The sheet: the code, a box for every place of the grid, the piles, what was left out."""
    paper = paper_for(grid)
    pages.sheet(paper)
    down = heading(pages, words["record_title"], paper)
    down = head_boxes(pages, words, ("code", "date", "sorted_with"), paper, down)
    room = inside(paper)
    explained(pages, words["record_help"], Place(room.x, down + 1.5, room.width, HELP))
    top, foot = room.y + ABOVE, room.y + room.height - BELOW
    _grid(pages, grid, Place(room.x, top, room.width, foot - top))
    _below(pages, words, Place(room.x, foot, room.width, BELOW))
    return pages.data()


def paper_for(grid: Grid) -> Paper:
    """The smallest sheet on which the places of the grid can be written into."""
    return next((paper for paper in PAPERS if _roomy(grid, paper)), PAPERS[-1])


def _roomy(grid: Grid, paper: Paper) -> bool:
    """Whether numbers can be written by hand into every place on such a sheet."""
    width, height = _place_size(grid, inside(paper).width, inside(paper).height - ABOVE - BELOW)
    return width >= NARROWEST and height >= LOWEST


def _place_size(grid: Grid, width: float, height: float) -> tuple[float, float]:
    """The size in mm of a place where the grid has so much room."""
    across = min(WIDEST, width / len(grid.values))
    return across, min(TALLEST, (height - VALUE) / max(grid.heights))


def _grid(pages: Pages, grid: Grid, room: Place) -> None:
    """Draw the places, as large as the sheet allows."""
    width, height = _place_size(grid, room.width, room.height)
    left = room.centre[0] - len(grid.values) * width / 2
    for column, (value, count) in enumerate(zip(grid.values, grid.heights, strict=True)):
        x = left + column * width
        head = Place(x, room.y, width, VALUE)
        pages.put(signed(value), head, "A column's number", most=16, least=8, bold=True)
        for row in range(count):
            pages.box(Place(x, room.y + VALUE + row * height, width, height))


def _below(pages: Pages, words: FixedWords, room: Place) -> None:
    """Draw what is written down beside the grid: piles, cards left out, the person's answer."""
    half = (room.width - GAP) / 2
    start, end = (room.x, room.x + half + GAP)
    if pages.language.right_to_left:
        start, end = end, start
    _piles(pages, words, Place(start, room.y + GAP, half, LABEL + BOX))
    box(pages, words["record_out"], Place(end, room.y + GAP + LABEL, half, BOX))
    down = room.y + GAP + LABEL + BOX + 2
    box(pages, words["record_stops"], Place(start, down + LABEL, half, BOX - 2))
    ticked(pages, words["record_right"], Place(end, down + LABEL, half, BOX - 2))


def _piles(pages: Pages, words: FixedWords, room: Place) -> None:
    """Draw a box for the count of each pile, its word inside."""
    label = replace(room, height=LABEL)
    pages.put(words["record_counts"], label, "A label", most=11, least=7, align="start")
    width = room.width / len(PILES)
    order = reversed(PILES) if pages.language.right_to_left else PILES
    for column, pile in enumerate(order):
        place = Place(room.x + column * width, room.y + LABEL, width, BOX)
        pages.box(place)
        pages.put(words[pile], replace(place, height=5.5), "A pile", most=9, least=6)
