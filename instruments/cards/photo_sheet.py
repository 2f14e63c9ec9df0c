"""The checklist of the four photos, with a box for the code and no place for a name."""

from __future__ import annotations

from dataclasses import replace

from instruments.cards.drawing import GREY, HAIRLINE, PALE, WHITE, Pages
from instruments.cards.forms import explained, faint, head_boxes, heading, inside, ticked
from instruments.cards.geometry import A4, Place
from instruments.cards.words import FixedWords

PAPER = A4
ROW = 38.0  # mm
SLIP = 26.0  # mm high
PICTURE = 40.0  # mm wide
PHOTOS = ("photo_1", "photo_2", "photo_3", "photo_4")
CHECKS = ("photo_taken", "photo_sharp", "photo_clean")
SKETCH = (2, 3, 4, 3, 2)  # cards in the columns of the small drawing


def photo_sheet(pages: Pages, words: FixedWords) -> bytes:
    """The sheet: what each photo shows, and what to look at before the cards are put away."""
    pages.sheet(PAPER)
    down = heading(pages, words["photos_title"], PAPER)
    down = head_boxes(pages, words, ("code", "date"), PAPER, down)
    room = inside(PAPER)
    explained(pages, words["photos_help"], Place(room.x, down + 3, room.width, 12))
    down += 18
    for number, key in enumerate(PHOTOS, start=1):
        _row(pages, words, number, key, Place(room.x, down, room.width, ROW - 3))
        down += ROW
    ticked(pages, words["photos_moved"], Place(room.x, down, room.width, 9), size=8)
    _slips(pages, words, Place(room.x, down + 10, room.width, SLIP + 8))
    return pages.data()


def _row(pages: Pages, words: FixedWords, number: int, key: str, room: Place) -> None:
    backwards = pages.language.right_to_left
    picture_x = room.x + room.width - PICTURE if backwards else room.x
    text_x = room.x if backwards else room.x + PICTURE + 5
    width = room.width - PICTURE - 5
    faint(pages, Place(picture_x, room.y, PICTURE, room.height))
    _sketch(pages, number, Place(picture_x, room.y, PICTURE, room.height).inside(4))
    told = Place(text_x, room.y, width, 13)
    pages.put(f"{number}. {words[key]}", told, "A photo", most=14, least=9, bold=True,
              align="start")  # fmt: skip
    for step, check in enumerate(CHECKS):
        ticked(pages, words[check], Place(text_x, room.y + 14 + step * 7.6, width, 7), size=5.5)


def _slips(pages: Pages, words: FixedWords, room: Place) -> None:
    """Draw four slips to cut out, so that each photo shows its code and number."""
    explained(pages, words["photo_slip"], replace(room, height=7))
    width = room.width / len(PHOTOS)
    numbers = range(len(PHOTOS), 0, -1) if pages.language.right_to_left else range(1, 5)
    for column, number in enumerate(numbers):
        slip = Place(room.x + column * width, room.y + 8, width, SLIP)
        pages.box(slip, thickness=HAIRLINE, colour=GREY)
        head = Place(slip.x + 2, slip.y + 1, width - 4, 8)
        pages.put(f"{words['photo']} {number}", head, "A slip", most=16, least=8, bold=True)
        label = Place(slip.x + 2, slip.y + 9, width - 4, 5)
        pages.put(words["code"], label, "A label", most=9, least=6)


def _sketch(pages: Pages, number: int, room: Place) -> None:
    """Draw what the photo is to show: the ends of the grid, a pile, words up, numbers up."""
    width, height = room.width / len(SKETCH), room.height / max(SKETCH)
    if number == 2:
        for step in range(6):
            x = room.x + room.width * (0.1 + 0.13 * step)
            pages.box(Place(x, room.y + 4 + step, width * 1.3, height * 1.2), fill=WHITE)
        return
    for column, count in enumerate(SKETCH):
        for row in range(count):
            place = Place(room.x + column * width, room.y + row * height, width, height)
            middle = column == len(SKETCH) // 2
            filled = number > 2 or not middle
            pages.box(place, fill=PALE if filled else None)
            if number == 4:
                shown = str(sum(SKETCH[:column]) + row + 1)
                pages.put(shown, place, "A number", most=10, least=6)
