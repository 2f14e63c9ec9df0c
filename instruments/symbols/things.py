"""Things: what lies on the table, what records, what is written and kept."""

from __future__ import annotations

from math import cos, radians, sin

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
from instruments.symbols.people import face


def microphone(pen: Pen) -> None:
    """A microphone."""
    pen.box(36, 8, 64, 58, CORAL, round_by=14)
    for y in (22, 33, 44):
        pen.line([(44, y), (56, y)], 2.6)
    pen.arc(50, 46, 25, 0, 180)
    pen.line([(50, 71), (50, 90)])
    pen.line([(32, 90), (68, 90)], 5)


def camera(pen: Pen) -> None:
    """A camera."""
    pen.box(34, 20, 66, 36, TEAL, round_by=4)
    pen.box(8, 30, 92, 82, TEAL, round_by=8)
    pen.disc(50, 56, 18, PAPER)
    pen.disc(50, 56, 10, BLUE)
    pen.dot(79, 42, 3.6, AMBER)


def lock(pen: Pen) -> None:
    """A closed lock."""
    pen.line([(30, 48), (30, 32)], 8)
    pen.line([(70, 48), (70, 32)], 8)
    pen.arc(50, 32, 20, 180, 360, width=8)
    pen.box(18, 44, 82, 90, AMBER, round_by=7)
    pen.dot(50, 62, 6)
    pen.line([(50, 62), (50, 75)], 5)


def document(pen: Pen) -> None:
    """A page with writing on it."""
    pen.shape([(22, 8), (62, 8), (80, 26), (80, 92), (22, 92)])
    pen.shape([(62, 8), (62, 26), (80, 26)], GREY)
    for y, end in ((38, 68), (50, 68), (62, 68), (74, 52)):
        pen.line([(34, y), (end, y)], 3, BLUE)


def pencil(pen: Pen) -> None:
    """A pencil that writes."""
    pen.line([(10, 90), (26, 90), (34, 84), (42, 90), (60, 90)], 3, BLUE)
    pen.shape([(30, 58), (74, 14), (88, 28), (44, 72)], AMBER)
    pen.shape([(74, 14), (80, 8), (94, 22), (88, 28)], CORAL)
    pen.shape([(30, 58), (44, 72), (22, 80)], SAND)
    pen.shape([(25, 72), (30, 77), (22, 80)], INK)


def clock(pen: Pen) -> None:
    """A clock."""
    pen.disc(50, 50, 40, PAPER)
    for hour in range(12):
        angle = radians(30 * hour)
        near = 31 if hour % 3 else 28
        ends = [(50 + r * cos(angle), 50 + r * sin(angle)) for r in (near, 34)]
        pen.line(ends, 2.2 if hour % 3 else 3.4)
    pen.line([(50, 50), (50, 26)], 4.4)
    pen.line([(50, 50), (66, 58)], 4.4)
    pen.dot(50, 50, 4, CORAL)


def calendar(pen: Pen) -> None:
    """A page of a calendar."""
    pen.box(12, 18, 88, 90, PAPER, round_by=5)
    pen.box(12, 18, 88, 36, CORAL, round_by=5)
    for x in (32, 68):
        pen.line([(x, 10), (x, 25)], 5)
    for row in range(3):
        for column in range(4):
            x, y = 19 + 17 * column, 44 + 15 * row
            chosen = (row, column) == (1, 2)
            pen.box(x, y, x + 10, y + 8, AMBER if chosen else GREY, round_by=1, width=2)


def gift(pen: Pen) -> None:
    """A present with a bow."""
    for side in (-1, 1):
        pen.shape([(50, 32), (50 + side * 22, 12), (50 + side * 28, 26)], CORAL)
    pen.box(16, 46, 84, 92, AMBER, round_by=3)
    pen.box(10, 30, 90, 48, AMBER, round_by=3)
    pen.box(43, 30, 57, 92, CORAL, round_by=0)


def phone(pen: Pen) -> None:
    """A telephone."""
    pen.box(28, 6, 72, 94, BLUE, round_by=8)
    pen.box(34, 18, 66, 76, PAPER, round_by=2)
    pen.line([(45, 12), (55, 12)], 2.6)
    pen.dot(50, 85, 4)
    pen.blob([([(42, 38), (42, 46), (50, 56), (58, 57)], 5.5)], GREEN)


def house(pen: Pen) -> None:
    """A house."""
    pen.box(20, 42, 80, 92, SAND, round_by=2)
    pen.shape([(8, 48), (50, 10), (92, 48)], CORAL)
    pen.box(42, 62, 60, 92, BLUE, round_by=2)
    pen.box(66, 58, 75, 70, PAPER, round_by=1, width=2.6)
    pen.box(26, 58, 35, 70, PAPER, round_by=1, width=2.6)


def school(pen: Pen) -> None:
    """A school."""
    pen.line([(50, 6), (50, 30)])
    pen.shape([(50, 6), (66, 11), (50, 16)], CORAL)
    pen.box(6, 52, 94, 90, SAND, round_by=2)
    pen.shape([(28, 46), (50, 24), (72, 46)], TEAL)
    pen.box(30, 46, 70, 90, PAPER, round_by=1)
    pen.box(43, 68, 57, 90, BLUE, round_by=1)
    pen.disc(50, 56, 6, PAPER)
    for x in (13, 78):
        pen.box(x, 62, x + 9, 74, PAPER, round_by=1, width=2.6)


def heart(pen: Pen) -> None:
    """A heart."""
    points = [
        (50 + 2.35 * 16 * sin(t) ** 3,
         46 - 2.35 * (13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)))
        for t in (radians(3 * step) for step in range(120))
    ]  # fmt: skip
    pen.shape(points, CORAL)


def cards(pen: Pen) -> None:
    """Cards with words on them."""
    pen.shape([(8, 34), (44, 18), (62, 56), (26, 72)], TEAL)
    pen.shape([(36, 26), (76, 26), (76, 68), (36, 68)], AMBER)
    pen.box(30, 44, 92, 88, PAPER, round_by=4)
    for y, end in ((57, 82), (67, 82), (77, 62)):
        pen.line([(40, y), (end, y)], 3, BLUE)


HEIGHTS = (2, 3, 4, 5, 4, 3, 2)


def grid(pen: Pen, fill: str = PAPER) -> None:
    """A grid of empty places, tall in the middle."""
    for column, height in enumerate(HEIGHTS):
        for row in range(height):
            x, y = 4 + 13.3 * column, 80 - 15 * row
            pen.box(x, y, x + 11.4, y + 12.4, fill, round_by=1, width=2.4)


def full_grid(pen: Pen) -> None:
    """A grid with a card in each place."""
    grid(pen, AMBER)
    for column, height in enumerate(HEIGHTS):
        for row in range(height):
            x, y = 4 + 13.3 * column, 80 - 15 * row
            pen.line([(x + 3, y + 4.4), (x + 8.4, y + 4.4)], 1.5)
            pen.line([(x + 3, y + 8.2), (x + 6.6, y + 8.2)], 1.5)


def piles(pen: Pen) -> None:
    """Three piles of cards: agree, unsure, disagree."""
    for x, fill, mouth in ((4, GREEN, "up"), (37, AMBER, "flat"), (70, CORAL, "down")):
        for step in (6, 3, 0):
            pen.box(
                x + step / 2, 44 + step, x + 24 + step / 2, 84 + step, fill, round_by=3, width=2.6
            )
        face(pen.inset(x, 14, 0.25), mouth, PAPER)


def turn(pen: Pen) -> None:
    """A card that is turned over to the number on its back."""
    pen.box(6, 40, 40, 88, AMBER, round_by=4)
    for y, end in ((54, 32), (64, 32), (74, 24)):
        pen.line([(14, y), (end, y)], 2.8)
    pen.box(60, 40, 94, 88, PAPER, round_by=4)
    pen.line([(72, 57), (78, 53), (78, 75)], 4.4)
    pen.line([(70, 80), (86, 80)], 3)
    pen.arc(50, 42, 30, 205, 330)
    pen.shape([(70, 24), (81, 31), (83, 17)], INK)


def table(pen: Pen) -> None:
    """A table with paper and pens, and two chairs."""
    for side in (-1, 1):
        x = 50 + side * 41
        pen.line([(x, 34), (x, 90)], 5, TEAL)
        pen.line([(x, 66), (x - side * 14, 66), (x - side * 14, 90)], 5, TEAL)
    pen.box(18, 48, 82, 57, AMBER, round_by=2)
    for x in (28, 72):
        pen.line([(x, 57), (x, 90)], 6)
    pen.box(38, 38, 58, 48, PAPER, round_by=1, width=2.6)
    pen.line([(64, 46), (72, 36)], 4, CORAL)


def key(pen: Pen) -> None:
    """A key."""
    pen.blob(
        [([(40, 50), (88, 50)], 8), ([(74, 50), (74, 64)], 7), ([(86, 50), (86, 60)], 7)], AMBER
    )
    pen.disc(28, 50, 20, AMBER)
    pen.disc(28, 50, 8, PAPER)


def letter(pen: Pen) -> None:
    """A letter with a heart on it, out of its envelope."""
    pen.box(22, 10, 78, 70, PAPER, round_by=3)
    heart(pen.inset(38, 14, 0.24))
    pen.line([(32, 44), (68, 44)], 2.8, BLUE)
    pen.shape([(8, 42), (50, 72), (92, 42), (92, 92), (8, 92)], SAND)
    pen.line([(8, 92), (40, 66)])
    pen.line([(92, 92), (60, 66)])


def secret(pen: Pen) -> None:
    """A closed book with no name on it."""
    pen.box(20, 8, 80, 92, BLUE, round_by=5)
    pen.box(20, 80, 80, 92, PAPER, round_by=3)
    pen.box(20, 8, 31, 92, TEAL, round_by=4)
    pen.box(42, 24, 70, 40, PAPER, round_by=3, width=2.6)


def cup(pen: Pen) -> None:
    """A warm drink: a rest."""
    pen.arc(72, 58, 13, -90, 90, width=6)
    pen.box(20, 42, 72, 84, CORAL, round_by=10)
    pen.line([(12, 92), (82, 92)], 5)
    for x in (34, 48, 62):
        pen.line([(x, 32), (x + 3, 26), (x - 2, 19), (x + 2, 12)], 2.6)


def help_ring(pen: Pen) -> None:
    """A ring that is thrown to someone in the water."""
    pen.disc(50, 50, 42, PAPER)
    for quarter in range(4):
        middle = 45 + 90 * quarter
        pen.arc(50, 50, 31, middle - 22, middle + 22, width=20.5, colour=CORAL)
    pen.disc(50, 50, 19, PAPER)
    for radius in (42, 19):
        pen.arc(50, 50, radius, 0, 360, width=WIDTH)


def tick(pen: Pen) -> None:
    """A tick: yes."""
    pen.blob([([(20, 54), (42, 76), (82, 26)], 11)], GREEN)


def cross(pen: Pen) -> None:
    """A cross: no."""
    pen.blob([([(24, 24), (76, 76)], 11), ([(76, 24), (24, 76)], 11)], CORAL)


def world(pen: Pen) -> None:
    """Two speech bubbles in different scripts: languages."""
    pen.box(6, 12, 56, 50, BLUE, round_by=8)
    pen.box(44, 44, 94, 84, AMBER, round_by=8)
    pen.line([(22, 42), (31, 20), (40, 42)], 4, PAPER)
    pen.line([(26, 35), (36, 35)], 4, PAPER)
    pen.line([(56, 58), (82, 58)], 4)
    pen.arc(69, 58, 11, 0, 130, width=4)
    pen.line([(60, 71), (56, 76)], 4)
    for x in (64, 74):
        pen.dot(x, 50.5, 2.2)
