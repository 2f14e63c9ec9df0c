"""The sheet that shows by how much a printer misses when it prints on both sides."""

from __future__ import annotations

from instruments.cards.drawing import HAIRLINE, Pages
from instruments.cards.geometry import CardPlan, Line, Place
from instruments.cards.words import FixedWords

REACH = 10  # mm of ruler on each side of the middle
LONG, MIDDLE, SHORT = 4.0, 3.0, 1.5  # mm of the strokes at 10, 5 and 1 mm
ARM = 18.0  # mm from the middle to the end of the cross
BAR = 100.0  # mm, to see that the printer keeps the size


def calibration_sheet(plan: CardPlan, pages: Pages, words: FixedWords) -> bytes:
    """Two sides with a cross and a ruler each, to be held against the light.

    The back is printed with the plan's offset, so that the sheet also proves a correction.
    """
    pages.sheet(plan.paper)
    x, y = plan.paper.width / 2, plan.paper.height / 2
    _cross(pages, x, y)
    _ruler(pages, x, y)
    _bar(pages, plan)
    _told(pages, words["calibration_front"], plan)
    pages.sheet(plan.paper)
    _cross(pages, x + plan.offset_x, y + plan.offset_y)
    _ruler(pages, x + plan.offset_x, y + plan.offset_y)
    now = f"offset_x = {plan.offset_x:g} mm, offset_y = {plan.offset_y:g} mm, edge = {plan.edge}"
    _told(pages, f"{words['calibration_back']}\n{now}", plan)
    return pages.data()


def _cross(pages: Pages, x: float, y: float) -> None:
    pages.line(Line(x - ARM, y, x + ARM, y), thickness=HAIRLINE)
    pages.line(Line(x, y - ARM, x, y + ARM), thickness=HAIRLINE)


def _ruler(pages: Pages, x: float, y: float) -> None:
    """Draw a stroke every millimetre, longer ones at five and ten; right and down are +."""
    for step in range(-REACH, REACH + 1):
        stroke = SHORT if step % 5 else MIDDLE if step % 10 else LONG
        pages.line(Line(x + step, y - stroke / 2, x + step, y + stroke / 2), thickness=HAIRLINE)
        pages.line(Line(x - stroke / 2, y + step, x + stroke / 2, y + step), thickness=HAIRLINE)
        if abs(step) == REACH:
            text = f"{step:+d}".replace("-", "−")
            pages.put(text, Place(x + step - 4, y + 2.5, 8, 4), "A number", most=6, least=5)
            pages.put(text, Place(x + 2.5, y + step - 2, 8, 4), "A number", most=6, least=5)


def _bar(pages: Pages, plan: CardPlan) -> None:
    """Draw a bar of known length, to be measured."""
    x, y = plan.paper.width / 2 - BAR / 2, plan.paper.height / 2 - 40
    for line in (Line(x, y, x + BAR, y), Line(x, y - 2, x, y + 2)):
        pages.line(line)
    pages.line(Line(x + BAR, y - 2, x + BAR, y + 2))
    pages.put(f"{BAR:g} mm", Place(x, y - 9, BAR, 7), "A length", most=10, least=8)


def _told(pages: Pages, text: str, plan: CardPlan) -> None:
    room = Place(20, plan.paper.height / 2 + 32, plan.paper.width - 40, 60)
    pages.put(text, room, "The explanation of the calibration sheet", most=14, least=9, top=True)
