"""Where names can stand beside their points without lying on a point or on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from qmethod.arrays import Floats

_TURNS = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)
_DISTANCES = (5.0, 9.0, 14.0, 20.0, 28.0, 38.0, 50.0, 65.0, 82.0, 100.0, 120.0)
_NEAR = 9.0


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """The middle of a name, and the end of the line that leads to its point (or None)."""

    x: float
    y: float
    lead: tuple[float, float] | None


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    *,
    inside: Box,
    radius: float = 3.5,
    reach: float = 38,
) -> list[Label | None]:
    """For each point, in order, the free place nearest to it; None where there is none.

    points : x and y; sizes : width and height of each name; inside : left, top, right and
    bottom that no name may cross; reach : how far from its point a name may begin; all in
    points. No name lies on a marker (of `radius`),
    another name or another's leading line.
    """
    markers = [(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    taken: list[Box] = []
    placed: list[Label | None] = []
    for (x, y), (width, height) in zip(points, sizes, strict=True):
        standing = np.array(markers + taken)
        # A line may leave from among markers that touch its own, but pass no other.
        touching = (np.abs(np.array(points) - (x, y)) < 2 * radius).all(axis=1)
        others = np.array([m for m, near in zip(markers, touching, strict=True) if not near])
        in_the_way = np.concatenate([others.reshape(-1, 4), np.array(taken).reshape(-1, 4)])
        found = None
        for label in _candidates(x, y, width, height, reach):
            box, lead = _box(label, width, height), _lead_boxes(label, x, y)
            free = not _meets([box], standing) and not _meets(lead, in_the_way)
            if free and _within(box, inside):
                found = label
                taken += [box, *lead]
                break
        placed.append(found)
    return placed


def _candidates(x: float, y: float, width: float, height: float, reach: float) -> Iterator[Label]:
    """Places round a point, the nearest first, and of those the one to the right first."""
    for distance in [d for d in _DISTANCES if d <= reach]:
        for turn in _TURNS:
            across, up = cos(turn * pi / 8), -sin(turn * pi / 8)
            edge = (x + across * distance, y + up * distance)
            middle_x = edge[0] + float(np.clip(1.5 * across, -1, 1)) * width / 2
            middle_y = edge[1] + float(np.clip(1.5 * up, -1, 1)) * height / 2
            yield Label(middle_x, middle_y, edge if distance > _NEAR else None)


def _box(label: Label, width: float, height: float) -> Box:
    return (
        label.x - width / 2,
        label.y - height / 2,
        label.x + width / 2,
        label.y + height / 2,
    )


def _lead_boxes(label: Label, x: float, y: float) -> list[Box]:
    """Small boxes along the leading line, from just outside the point to just before the name."""
    if label.lead is None:
        return []
    shares = np.linspace(0.2, 0.95, 10)
    middles = [(x + s * (label.lead[0] - x), y + s * (label.lead[1] - y)) for s in shares]
    return [(a - 0.4, b - 0.4, a + 0.4, b + 0.4) for a, b in middles]


def _within(box: Box, inside: Box) -> bool:
    left, top, right, bottom = inside
    return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom


def _meets(boxes: Sequence[Box], taken: Floats) -> bool:
    return any(
        bool(
            (
                (taken[:, 0] < right)
                & (taken[:, 2] > left)
                & (taken[:, 1] < bottom)
                & (taken[:, 3] > top)
            ).any()
        )
        for left, top, right, bottom in boxes
    )
