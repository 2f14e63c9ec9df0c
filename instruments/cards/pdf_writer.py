"""Two-sided cards as a PDF for printing: exact, with crop marks and the printer's offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from instruments.cards.drawing import GREY, HAIRLINE, Pages
from instruments.cards.faces import Face, number_size, picture_size
from instruments.cards.fitting import MM_PER_POINT
from instruments.cards.geometry import PRINTABLE, CardPlan, Line, Place, crop_marks

NOTE_POINTS = (7.0, 5.0)
MARK_ROOM = 5.5  # mm that crop marks take beside the cards
UNDER = 0.06  # of the number's size: how far under its feet the line is drawn
STROKE = 0.06  # of the size: how thick it is
FOOT = 0.3  # of the size: the baseline lies so far below the middle of the line


def cards_pdf(faces: Sequence[Face], plan: CardPlan, pages: Pages, *, note: str = "") -> bytes:
    """The file: for each sheet its fronts, then its backs with underlined numbers.

    note : printed in the margin of every front.

    Raises
    ------
    StudyError
        If the margins leave no room for the note, or a picture can't be read.
    """
    points = number_size([face.number for face in faces], plan, pages)
    for sheet in range(plan.sheets(len(faces))):
        cards = plan.on_sheet(sheet, len(faces))
        pages.sheet(plan.paper)
        for mark in crop_marks(plan):
            pages.line(mark, thickness=HAIRLINE)
        if note:
            _note(pages, plan, note)
        for card in cards:
            _front(pages, faces[card], plan, plan.front(card))
        pages.sheet(plan.paper)
        for card in cards:
            _back(pages, faces[card].number, plan.back(card), points)
    return pages.data()


def _front(pages: Pages, face: Face, plan: CardPlan, place: Place) -> None:
    if plan.corner:
        pages.box(place, corner=plan.corner, thickness=HAIRLINE, colour=GREY)
    if face.picture is not None and face.picture_place is not None:
        room = _within(place, face.picture_place)
        width, height = picture_size(face.picture, room)
        pages.picture(face.picture, room, width=width, height=height)
    pages.write(face.words, _within(place, face.words_place))


def _back(pages: Pages, number: int, place: Place, points: float) -> None:
    """Write the number with a line under its feet, in the middle of the place."""
    pages.put(str(number), place, "A number", most=points, least=points, bold=True)
    width, size = pages.width_of(str(number), points, bold=True), points * MM_PER_POINT
    x, y = place.centre
    down = (FOOT + UNDER) * size * (-1 if place.turned else 1)
    pages.line(Line(x - width / 2, y + down, x + width / 2, y + down), thickness=STROKE * size)


def _note(pages: Pages, plan: CardPlan, note: str) -> None:
    """Write the note along the wider margin, clear of the crop marks."""
    most, least = NOTE_POINTS
    if plan.left >= plan.top:
        room = _strip(plan.paper.height - 2 * PRINTABLE, plan.left)
        x = PRINTABLE + room.height / 2
        y = plan.paper.height / 2
        with pages.turned(90, x, y):
            place = replace(room, x=x - room.width / 2, y=y - room.height / 2)
            pages.put(note, place, "The note of the Q-set", most=most, least=least)
    else:
        room = _strip(plan.paper.width - 2 * PRINTABLE, plan.top)
        place = replace(room, x=PRINTABLE, y=plan.paper.height - PRINTABLE - room.height)
        pages.put(note, place, "The note of the Q-set", most=most, least=least)


def _strip(length: float, margin: float) -> Place:
    """Room for a line of text in a margin of the sheet: as thick as the crop marks leave."""
    thick = max(margin - PRINTABLE - MARK_ROOM, min(margin - PRINTABLE, 3.0))
    return Place(0, 0, length, thick)


def _within(card: Place, place: Place) -> Place:
    return replace(place, sheet=card.sheet, x=card.x + place.x, y=card.y + place.y)
