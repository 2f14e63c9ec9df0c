"""People, hands and faces. Nobody's skin is shown: the colours are those of paper figures."""

from __future__ import annotations

from instruments.symbols.pen import (
    AMBER,
    BLUE,
    CORAL,
    GREEN,
    GREY,
    INK,
    PAPER,
    SAND,
    TEAL,
    WIDTH,
    Pen,
)


def person(pen: Pen, x: float, base: float, height: float, colour: str) -> None:
    """A head and shoulders, standing on `base`."""
    head = height * 0.21
    wide = height * 0.34
    pen.dome(x - wide, base - height * 0.52, x + wide, base, colour)
    pen.disc(x, base - height + head, head, SAND)


def bubble(pen: Pen, left: float, top: float, right: float, bottom: float, tip: float) -> None:
    """A speech bubble whose tip points down at `tip`."""
    middle = (left + right) / 2
    step = 5 if tip > middle else -5
    pen.shape([(middle - 4, bottom - 1), (middle + 4, bottom - 1), (tip, bottom + 9)])
    pen.box(left, top, right, bottom, round_by=8)
    pen.line([(middle - 3, bottom), (middle + 3 + step / 10, bottom)], WIDTH + 1, PAPER)


def talk(pen: Pen) -> None:
    """Two people who talk."""
    person(pen, 25, 94, 52, BLUE)
    person(pen, 75, 94, 52, AMBER)
    bubble(pen, 7, 6, 45, 30, 24)
    bubble(pen, 57, 14, 94, 36, 76)
    for x in (17, 26, 35):
        pen.dot(x, 18)
    pen.line([(65, 22), (86, 22)], 2.6)
    pen.line([(65, 29), (79, 29)], 2.6)


def hello(pen: Pen) -> None:
    """A grown-up and a child who wave."""
    for x, y, end, width in ((50, 66, (66, 32), 8), (84, 78, (93, 56), 6)):
        pen.blob([([(x, y), end], width)], SAND)
    person(pen, 34, 94, 80, TEAL)
    person(pen, 76, 94, 48, CORAL)
    for x, y, radius in ((67, 26, 11), (91, 50, 7)):
        pen.arc(x, y, radius, -140, -40, width=2.4, colour=INK)


def people(pen: Pen) -> None:
    """A group of young people."""
    person(pen, 22, 88, 58, TEAL)
    person(pen, 78, 88, 58, CORAL)
    person(pen, 50, 95, 74, BLUE)


def question(pen: Pen) -> None:
    """A person who thinks, with a question mark."""
    person(pen, 28, 95, 62, BLUE)
    pen.dot(45, 47, 3.4, INK)
    pen.dot(51, 42, 4.2, INK)
    pen.disc(71, 28, 23, PAPER)
    question_mark(pen.inset(46, 4, 0.48))


def question_mark(pen: Pen) -> None:
    """A question mark."""
    pen.arc(50, 32, 18, 180, 395, width=9)
    pen.line([(64.7, 42.3), (50, 55), (50, 63)], 9)
    pen.dot(50, 82, 6.5)


def stop(pen: Pen) -> None:
    """A hand held up."""
    fingers = [
        ([(33, 50), (29, 23)], 9.5),
        ([(44, 48), (43, 13)], 9.5),
        ([(56, 48), (58, 14)], 9.5),
        ([(67, 52), (72, 25)], 9.5),
    ]
    palm = [([(39, 58), (61, 58), (58, 74), (43, 74), (39, 58)], 22), ([(50, 60), (50, 74)], 26)]
    thumb = [([(33, 74), (22, 62), (17, 52)], 9.5)]
    wrist = [([(50, 80), (50, 92)], 24)]
    pen.blob([*wrist, *palm, *thumb, *fingers], CORAL)
    for x in (38.5, 50, 61.5):
        pen.line([(x, 40), (x, 49)], 2.2)


def thumb(pen: Pen, colour: str = GREEN) -> None:
    """A thumb that points up."""
    fist = [([(46, 50 + 11.5 * i), (76 - 3 * i, 50 + 11.5 * i)], 11) for i in range(4)]
    pen.blob([*fist, ([(42, 52), (42, 82)], 14), ([(44, 54), (56, 36), (57, 18)], 13)], colour)
    for i in range(3):
        pen.line([(58, 55.8 + 11.5 * i), (77 - 3 * i, 55.8 + 11.5 * i)], 2.4)
    pen.box(12, 46, 30, 92, BLUE, round_by=3)


def choice(pen: Pen) -> None:
    """A thumb up and a thumb down: both are fine."""
    thumb(pen.inset(-5, 0, 0.62))
    thumb(pen.inset(42, 38, 0.62, upside_down=True), AMBER)


def face(pen: Pen, mouth: str, colour: str) -> None:
    """A round face: mouth "up", "flat" or "down"."""
    x, y, r = 50.0, 50.0, 42.0
    pen.disc(x, y, r, colour)
    for side in (-1, 1):
        pen.disc(x + side * r * 0.36, y - r * 0.2, r * 0.055, INK, tall=r * 0.1)
    if mouth == "up":
        pen.arc(x, y + r * 0.02, r * 0.52, 30, 150, width=r * 0.11)
    elif mouth == "down":
        pen.arc(x, y + r * 0.82, r * 0.5, 218, 322, width=r * 0.11)
    else:
        pen.line([(x - r * 0.42, y + r * 0.38), (x + r * 0.42, y + r * 0.38)], r * 0.11)


def feelings(pen: Pen) -> None:
    """A smiling face and a sad face."""
    face(pen.inset(0, 2, 0.6), "up", AMBER)
    face(pen.inset(40, 38, 0.6), "down", GREY)


def safe(pen: Pen) -> None:
    """A grown-up who holds an umbrella over a child."""
    person(pen, 36, 95, 56, TEAL)
    person(pen, 70, 95, 38, CORAL)
    pen.line([(55, 22), (55, 74)])
    pen.dome(10, 12, 96, 40, BLUE)
    pen.line([(10, 40), (96, 40)])
    pen.line([(55, 6), (55, 12)])
    for x in (24.3, 53, 81.7):
        pen.arc(x, 40, 14.3, 180, 360, width=2.4)
