"""Faces and marks drawn by strokes, for people who do not read the words beside them."""

from __future__ import annotations

from math import cos, pi, sin

from instruments.cards.drawing import INK, Pages

EYES = 0.32  # of the radius, from the middle to the side and up
EYE = 0.09
MOUTH_WIDTH = 0.5
MOUTH_DEPTH = 0.32
STROKES = 16


def face(pages: Pages, x: float, y: float, radius: float, mood: float) -> None:
    """Draw a face around a point: `mood` from -1 (sad) over 0 (even) to 1 (glad)."""
    pages.circle(x, y, radius)
    for side in (-1, 1):
        pages.circle(x + side * EYES * radius, y - 0.25 * radius, EYE * radius, fill=INK)
    pages.curve([_mouth(x, y, radius, mood, step / STROKES) for step in range(STROKES + 1)])


def _mouth(x: float, y: float, radius: float, mood: float, along: float) -> tuple[float, float]:
    """A point of the mouth; `along` from 0 at its left end to 1."""
    across = -cos(pi * along) * MOUTH_WIDTH * radius
    down = (sin(pi * along) - 0.5) * mood * MOUTH_DEPTH * radius
    return x + across, y + 0.35 * radius + down
