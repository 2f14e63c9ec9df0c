"""Sheets of sticky labels with participant codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.errors import StudyError
from instruments.cards.drawing import Pages
from instruments.cards.geometry import A4, Paper, Place
from qmethod.codes import checked_code

CLEAR = 3.0  # mm of white inside a label


@dataclass(frozen=True)
class LabelPlan:
    """How labels lie on their sheet, in mm, as the maker's drawing says.

    The sheet of 21 that most shops sell, unless told otherwise.
    """

    width: float = 63.5
    height: float = 38.1
    columns: int = 3
    rows: int = 7
    left: float = 7.25
    top: float = 15.15
    gap_x: float = 2.5
    gap_y: float = 0.0
    paper: Paper = A4

    def __post_init__(self) -> None:
        right = self.left + self.columns * (self.width + self.gap_x) - self.gap_x
        bottom = self.top + self.rows * (self.height + self.gap_y) - self.gap_y
        if min(self.columns, self.rows) < 1 or min(self.left, self.top, self.gap_x, self.gap_y) < 0:
            raise StudyError(
                "A sheet of labels needs a column and a row, and no length below 0; look at the "
                "maker's drawing."
            )
        if right > self.paper.width + 0.5 or bottom > self.paper.height + 0.5:
            raise StudyError(
                f"The labels reach {right:.1f} x {bottom:.1f} mm and the sheet is "
                f"{self.paper.width:g} x {self.paper.height:g} mm; look at the maker's drawing."
            )

    @property
    def per_sheet(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def place(self, label: int) -> Place:
        """Where a label, counted from 0, lies."""
        sheet, on_it = divmod(label, self.per_sheet)
        row, column = divmod(on_it, self.columns)
        x = self.left + column * (self.width + self.gap_x)
        y = self.top + row * (self.height + self.gap_y)
        return Place(x, y, self.width, self.height, sheet)


def label_sheets(codes: Sequence[str], plan: LabelPlan, pages: Pages) -> bytes:
    """The sheets, a label for each code.

    Raises
    ------
    StudyError
        If a code looks like a name, stands twice, or is too long for a label.
    """
    twice = next((code for i, code in enumerate(codes) if code in codes[:i]), None)
    if twice is not None:
        raise StudyError(f'The participant code "{twice}" stands twice; each needs its own.')
    for number, code in enumerate(codes):
        place = plan.place(number)
        if number % plan.per_sheet == 0:
            pages.sheet(plan.paper)
        room = place.inside(CLEAR)
        pages.put(checked_code(code), room, "A participant code", most=28, least=10, bold=True)
    return pages.data()
