"""What the sheets of the pack share: a heading, and boxes to write into."""

from __future__ import annotations

from dataclasses import replace

from instruments.cards.drawing import GREY, HAIRLINE, Pages
from instruments.cards.geometry import Line, Paper, Place
from instruments.cards.words import FixedWords

EDGE = 14.0  # mm of white around a sheet
HEADING, LABEL = 12.0, 6.0  # mm
BOX = 12.0  # mm high enough to write in by hand


def inside(paper: Paper) -> Place:
    """The part of a sheet that is written on."""
    return Place(0, 0, paper.width, paper.height).inside(EDGE)


def heading(pages: Pages, text: str, paper: Paper) -> float:
    """Write the title of a sheet and give how far down it reaches, in mm."""
    room = replace(inside(paper), height=HEADING)
    pages.put(text, room, "A title", most=24, least=14, bold=True, align="start")
    return room.y + room.height


def explained(pages: Pages, text: str, place: Place) -> None:
    """Write what is to be done, at the top of the place."""
    pages.put(text, place, "An explanation", most=12, least=9, align="start", top=True)


def box(pages: Pages, label: str, place: Place) -> None:
    """Draw a box to write in, with its label above."""
    above = replace(place, y=place.y - LABEL, height=LABEL)
    pages.put(label, above, "A label", most=11, least=7, align="start")
    pages.box(place)


def head_boxes(
    pages: Pages, words: FixedWords, keys: tuple[str, ...], paper: Paper, top: float
) -> float:
    """Draw boxes side by side, the first for what it is most about; give their lower end."""
    room = inside(paper)
    gap = 6.0
    width = (room.width - gap * (len(keys) - 1)) / len(keys)
    columns = range(len(keys))
    order = reversed(columns) if pages.language.right_to_left else columns
    for key, column in zip(keys, order, strict=True):
        box(pages, words[key], Place(room.x + column * (width + gap), top + LABEL, width, BOX))
    return top + LABEL + BOX


def writing_line(pages: Pages, label: str, place: Place) -> None:
    """Draw a line to write on at the foot of the place, its label under it."""
    foot = place.y + place.height
    pages.line(Line(place.x, foot, place.x + place.width, foot))
    under = replace(place, y=foot + 1, height=LABEL)
    pages.put(label, under, "A label", most=11, least=7)


def ticked(pages: Pages, label: str, place: Place, *, size: float = 6.0) -> None:
    """Draw a box to tick and its label beside it, on the side where reading begins."""
    backwards = pages.language.right_to_left
    x = place.x + place.width - size if backwards else place.x
    pages.box(Place(x, place.y + (place.height - size) / 2, size, size))
    start = place.x if backwards else place.x + size + 2
    text = replace(place, x=start, width=place.width - size - 2)
    pages.put(label, text, "A line to tick", most=12, least=8, align="start")


def faint(pages: Pages, place: Place) -> None:
    """Draw a thin grey frame."""
    pages.box(place, thickness=HAIRLINE, colour=GREY)
