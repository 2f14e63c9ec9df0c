"""Where the places of a grid lie on a mat: one large sheet, or A4 sheets glued together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from corpora.errors import StudyError
from instruments.cards.geometry import A3, A4, SHEET_MARGIN, Line, Paper, Place
from qmethod.grid import Grid

HEAD = 26.0  # mm above the places for the words on the columns
STEM = 13.0  # mm above that for the stem
FLAP = 12.0  # mm of paper beyond a cut on which the next sheet is glued


@dataclass(frozen=True)
class Tile:
    """One sheet of a mat: the columns and rows of the grid that it shows, from left and top.

    `left`, `top` : where the first of its places begins, in mm. `first`, `last` : whether it
    stands at the left and the top, at the right and the bottom of the mat; elsewhere it is cut
    at its first line, and keeps a strip beyond its last one on which the next sheet is glued.
    """

    number: int
    columns: range
    rows: range
    left: float
    top: float
    paper: Paper
    width: float
    height: float
    first: tuple[bool, bool] = (True, True)
    last: tuple[bool, bool] = (True, True)

    @property
    def right(self) -> float:
        """Where its last column ends, in mm."""
        return self.left + len(self.columns) * self.width

    @property
    def bottom(self) -> float:
        """Where its last row ends, in mm."""
        return self.top + len(self.rows) * self.height

    def place(self, column: int, row: int) -> Place:
        """Where a place of the grid lies on this sheet; columns and rows count from 0."""
        x = self.left + (column - self.columns.start) * self.width
        y = self.top + (row - self.rows.start) * self.height
        return Place(x, y, self.width, self.height, self.number)

    @property
    def cuts(self) -> Iterator[Line]:
        """The lines to cut along before the sheet is glued onto those before it."""
        if not self.first[0]:
            yield Line(self.left, 0, self.left, self.paper.height)
        if not self.first[1]:
            yield Line(0, self.top, self.paper.width, self.top)

    @property
    def flaps(self) -> Iterator[Place]:
        """The strips for glue, outside the places."""
        if not self.last[0]:
            yield Place(self.right, self.top, FLAP, self.bottom - self.top, self.number)
        if not self.last[1]:
            yield Place(self.left, self.bottom, self.right - self.left, FLAP, self.number)


@dataclass(frozen=True)
class MatPlan:
    """A mat for a grid whose places have the size of the cards, in mm."""

    grid: Grid
    width: float
    height: float
    tiles: tuple[Tile, ...]

    def places(self, tile: Tile) -> Iterator[tuple[int, Place]]:
        """The value and the rectangle of every place on a tile; columns hang from the top."""
        for column in tile.columns:
            for row in tile.rows:
                if row < self.grid.heights[column]:
                    yield self.grid.values[column], tile.place(column, row)


def one_sheet(grid: Grid, width: float, height: float, *, paper: Paper = A3.sideways) -> MatPlan:
    """The mat on one sheet.

    Raises
    ------
    StudyError
        If it does not fit: it says how large cards may be.
    """
    columns, rows = _shape(grid)
    across, down = (paper.width - 2 * SHEET_MARGIN), (paper.height - 2 * SHEET_MARGIN - HEAD - STEM)
    if columns * width > across + 1e-9 or rows * height > down + 1e-9:
        raise StudyError(
            f"A grid of {columns} columns and {rows} rows with places of {width:g} x {height:g} "
            f"mm does not fit on {paper.name}; cards may be {across / columns:.1f} x "
            f"{down / rows:.1f} mm at most, or take the mat of A4 sheets."
        )
    left = (paper.width - columns * width) / 2
    top = SHEET_MARGIN + STEM + HEAD
    tile = Tile(0, range(columns), range(rows), left, top, paper, width, height)
    return MatPlan(grid, width, height, (tile,))


def tiled(grid: Grid, width: float, height: float, *, paper: Paper = A4) -> MatPlan:
    """The mat on as few sheets as can be, cut on the lines of the grid so that no place is parted.

    Raises
    ------
    StudyError
        If not even one place fits on a sheet.
    """
    plans = [_tiles(grid, width, height, turned) for turned in (paper, paper.sideways)]
    fitting = [plan for plan in plans if plan]
    if not fitting:
        raise StudyError(
            f"A place of {width:g} x {height:g} mm does not fit on {paper.name}; give a smaller "
            "card."
        )
    return MatPlan(grid, width, height, min(fitting, key=len))


def _tiles(grid: Grid, width: float, height: float, paper: Paper) -> tuple[Tile, ...]:
    """The sheets of one orientation, row by row; none where a place does not fit."""
    columns, rows = _shape(grid)
    top = SHEET_MARGIN + STEM + HEAD
    across = _most(paper.width - 2 * SHEET_MARGIN, width, columns)
    down = _most(paper.height - top - SHEET_MARGIN, height, rows)
    if not (across and down):
        return ()
    parts = [(c, r) for r in _shares(rows, down) for c in _shares(columns, across)]
    return tuple(
        Tile(
            number,
            c,
            r,
            left=SHEET_MARGIN,
            top=SHEET_MARGIN if r.start else top,
            paper=paper,
            width=width,
            height=height,
            first=(c.start == 0, r.start == 0),
            last=(c.stop == columns, r.stop == rows),
        )
        for number, (c, r) in enumerate(parts)
    )


def _most(room: float, size: float, count: int) -> int:
    """How many places go side by side on a sheet; all, or some with a strip for glue."""
    if count * size <= room + 1e-9:
        return count
    return int((room - FLAP + 1e-9) // size)


def _shares(count: int, most: int) -> list[range]:
    """The numbers from 0 to `count` in runs of at most `most`, about equally long."""
    parts = ceil(count / most)
    edges = [round(part * count / parts) for part in range(parts + 1)]
    return [range(a, b) for a, b in pairwise(edges)]


def _shape(grid: Grid) -> tuple[int, int]:
    return len(grid.values), max(grid.heights)
