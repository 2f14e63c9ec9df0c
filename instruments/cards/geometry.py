"""Where every card lies on its sheet, front and back, in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from corpora.errors import StudyError

EDGES = ("long", "short")
PRINTABLE = 4.2  # mm at each edge that laser printers leave white
SHEET_MARGIN = 8.0  # mm
LARGEST_OFFSET = 5.0  # mm; a printer that misses by more needs a technician


@dataclass(frozen=True)
class Paper:
    """A sheet of paper, width x height in mm as it is read."""

    name: str
    width: float
    height: float

    @property
    def sideways(self) -> Paper:
        """The same sheet turned by a quarter."""
        return replace(self, width=self.height, height=self.width)

    @property
    def upright(self) -> bool:
        """Whether it is at least as high as wide."""
        return self.height >= self.width


A4 = Paper("A4", 210, 297)
A3 = Paper("A3", 297, 420)
LETTER = Paper("Letter", 215.9, 279.4)
PAPERS = {paper.name: paper for paper in (A4, A3, LETTER)}


@dataclass(frozen=True)
class Place:
    """A rectangle on a sheet: its left upper corner and size in mm, sheets counted from 0.

    `turned` says that what stands in it is turned by 180 degrees.
    """

    x: float
    y: float
    width: float
    height: float
    sheet: int = 0
    turned: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle in mm from the left upper corner of the sheet."""
        return self.x + self.width / 2, self.y + self.height / 2

    def inside(self, margin: float) -> Place:
        """The rectangle that keeps a margin in mm to each of its sides."""
        return replace(
            self,
            x=self.x + margin,
            y=self.y + margin,
            width=self.width - 2 * margin,
            height=self.height - 2 * margin,
        )


@dataclass(frozen=True)
class CardPlan:
    """How cards lie on sheets that are printed on both sides.

    Fields
    ------
    width, height, corner
        The size of a card and the radius of its corners in mm.
    gap_x, gap_y
        The space between neighbours in mm; without any, one cut parts two cards.
    paper, margin
        The sheet, and the white left at least at each of its edges in mm.
    edge
        The edge over which the printer turns the sheet, "long" or "short".
    offset_x, offset_y
        By how many mm the printer sets the backs too far left and too high: backs are
        moved by it to the right and down.

    Raises
    ------
    StudyError
        If no card finds room on the sheet, or a length can't be.
    """

    width: float = 57.0
    height: float = 40.0
    corner: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0
    paper: Paper = A4
    margin: float = SHEET_MARGIN
    edge: str = "long"
    offset_x: float = 0.0
    offset_y: float = 0.0

    def __post_init__(self) -> None:
        _check_lengths(self)
        if self.edge not in EDGES:
            raise StudyError(
                f'The printer turns sheets over the long or the short edge, not "{self.edge}"; '
                'give edge="long" or edge="short".'
            )
        if not (self.columns and self.rows):
            raise StudyError(
                f"A card of {self.width:g} x {self.height:g} mm does not fit on {self.paper.name} "
                f"with margins of {self.margin:g} mm; give a smaller card or a larger sheet."
            )

    @property
    def columns(self) -> int:
        """How many cards lie side by side."""
        return _fitting(self.paper.width - 2 * self.margin, self.width, self.gap_x)

    @property
    def rows(self) -> int:
        """How many cards lie one above the other."""
        return _fitting(self.paper.height - 2 * self.margin, self.height, self.gap_y)

    @property
    def per_sheet(self) -> int:
        """How many cards one sheet gives."""
        return self.columns * self.rows

    @property
    def across(self) -> float:
        """The width of all columns with their gaps in mm."""
        return _extent(self.columns, self.width, self.gap_x)

    @property
    def down(self) -> float:
        """The height of all rows with their gaps in mm."""
        return _extent(self.rows, self.height, self.gap_y)

    @property
    def left(self) -> float:
        """From the edge of the sheet to the first column in mm; as much is left at the right."""
        return (self.paper.width - self.across) / 2

    @property
    def top(self) -> float:
        """From the edge of the sheet to the first row in mm; as much is left below."""
        return (self.paper.height - self.down) / 2

    @property
    def turns_sideways(self) -> bool:
        """Whether the sheet is turned like a page of a book rather than of a wall calendar."""
        return (self.edge == "long") == self.paper.upright

    def sheets(self, cards: int) -> int:
        """How many sheets so many cards need."""
        return ceil(cards / self.per_sheet)

    def on_sheet(self, sheet: int, cards: int) -> range:
        """Which cards, counted from 0, lie on a sheet."""
        return range(sheet * self.per_sheet, min((sheet + 1) * self.per_sheet, cards))

    def position(self, card: int, *, back: bool = False) -> tuple[int, int, int]:
        """The sheet, row and column of a card, all counted from 0, on its front or back."""
        sheet, on_it = divmod(card, self.per_sheet)
        row, column = divmod(on_it, self.columns)
        if back and self.turns_sideways:
            column = self.columns - 1 - column
        elif back:
            row = self.rows - 1 - row
        return sheet, row, column

    def front(self, card: int) -> Place:
        """Where the front of a card, counted from 0, lies."""
        return self._place(*self.position(card))

    def back(self, card: int) -> Place:
        """Where the back of the card lies on the other side of its sheet.

        Turned like a book, columns change sides; turned like a calendar, rows do, and each
        back stands upside down, so that it is upright once the card is turned like a page.
        """
        place = self._place(*self.position(card, back=True))
        return replace(
            place,
            x=place.x + self.offset_x,
            y=place.y + self.offset_y,
            turned=not self.turns_sideways,
        )

    def _place(self, sheet: int, row: int, column: int) -> Place:
        x = self.left + column * (self.width + self.gap_x)
        y = self.top + row * (self.height + self.gap_y)
        return Place(x, y, self.width, self.height, sheet)


@dataclass(frozen=True)
class Line:
    """A straight line on a sheet, in mm."""

    x1: float
    y1: float
    x2: float
    y2: float


def crop_marks(plan: CardPlan, *, length: float = 4.0, apart: float = 1.5) -> Iterator[Line]:
    """The marks around the cards of a sheet that show where to cut, clear of the cards.

    length : mm at most; apart : mm between a mark and the cards.
    """
    right, bottom = plan.paper.width - plan.left, plan.paper.height - plan.top
    across = min(length, plan.left - apart - PRINTABLE)
    down = min(length, plan.top - apart - PRINTABLE)
    if down > 0:
        for x in _cuts(plan.columns, plan.width, plan.gap_x, plan.left):
            yield Line(x, plan.top - apart - down, x, plan.top - apart)
            yield Line(x, bottom + apart, x, bottom + apart + down)
    if across > 0:
        for y in _cuts(plan.rows, plan.height, plan.gap_y, plan.top):
            yield Line(plan.left - apart - across, y, plan.left - apart, y)
            yield Line(right + apart, y, right + apart + across, y)


def _cuts(count: int, size: float, gap: float, start: float) -> list[float]:
    """Where to cut along one side, each place once."""
    edges = [start + i * (size + gap) + end for i in range(count) for end in (0.0, size)]
    return sorted({round(edge, 6) for edge in edges})


def _fitting(room: float, size: float, gap: float) -> int:
    return max(0, int((room + gap + 1e-9) // (size + gap)))


def _extent(count: int, size: float, gap: float) -> float:
    return count * size + max(0, count - 1) * gap


def _check_lengths(plan: CardPlan) -> None:
    shortest = min(plan.width, plan.height)
    limits = {
        "width": (plan.width, 20, 300),
        "height": (plan.height, 20, 300),
        "corner": (plan.corner, 0, shortest / 2 - 1),
        "gap_x": (plan.gap_x, 0, 50),
        "gap_y": (plan.gap_y, 0, 50),
        "margin": (plan.margin, 0, 60),
        "offset_x": (plan.offset_x, -LARGEST_OFFSET, LARGEST_OFFSET),
        "offset_y": (plan.offset_y, -LARGEST_OFFSET, LARGEST_OFFSET),
    }
    for name, (value, least, most) in limits.items():
        if not least <= value <= most:
            raise StudyError(
                f"The cards' {name} is {value:g} mm; it must be from {least:g} to {most:g} mm."
            )
