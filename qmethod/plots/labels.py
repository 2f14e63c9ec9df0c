"""Where names can stand beside their points without lying on a point or on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from qmethod.arrays import Floats

# Sixteenths of half a turn: right, left, above, below, then between them.
_TURNS = (0, 16, 8, 24, *range(4, 32, 8), *range(2, 32, 4), *range(1, 32, 2))
_DISTANCES = (5.0, 9.0, 14.0, 20.0, 28.0, 38.0, 50.0, 65.0, 82.0, 100.0, 120.0)
_NEAR, _CROWD, _CLEAR, _TOUCHING = 9.0, 25.0, 8.0, 4.0


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
    """For each point the free place nearest to it, crowded points first; None without one.

    points : x and y; sizes : width and height of each name; inside : left, top, right and
    bottom that no name may cross; reach : how far from its point a name may begin; all in
    points. No name lies on a marker (of `radius`), another name or another's leading line,
    and no leading line passes a marker or a name.
    """
    markers = [(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    taken: list[Box] = []
    placed: list[Label | None] = [None] * len(points)
    for i in _crowded_first(points):
        (x, y), (width, height) = points[i], sizes[i]
        standing = np.array(markers + taken)
        # A line may leave from among markers that touch its own, but pass no other.
        apart = np.abs(np.array(points) - (x, y)).max(axis=1) >= 2 * radius
        in_the_way = standing[np.r_[apart, np.ones(len(taken), dtype=bool)]]
        for label in _candidates(x, y, width, height, reach):
            box = _box(label, width, height)
            free = _within(box, inside) and not _meets([box], standing)
            if free and _belongs(box, i, np.array(points), led=label.lead is not None):
                lead = _lead_boxes(label, x, y)
                if not _meets(lead, in_the_way):
                    placed[i] = label
                    taken += [box, *lead]
                    break
    return placed


def _crowded_first(points: Sequence[tuple[float, float]]) -> list[int]:
    """Positions of the points, those with most others within 25 points first."""
    if not points:
        return []
    places = np.array(points)
    away = np.abs(places[:, None, :] - places[None, :, :]).max(axis=2)
    return [int(i) for i in np.argsort(-(away < _CROWD).sum(axis=1), kind="stable")]


def _candidates(x: float, y: float, width: float, height: float, reach: float) -> Iterator[Label]:
    """Places round a point, the nearest first, and of those the one to the right first."""
    for distance in [d for d in _DISTANCES if d <= reach]:
        for turn in _TURNS:
            across, up = cos(turn * pi / 16), -sin(turn * pi / 16)
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
    across, down = label.lead[0] - x, label.lead[1] - y
    shares = np.linspace(0.15, 0.98, 2 + int(np.hypot(across, down) / 1.5))
    return [
        (x + s * across - 0.4, y + s * down - 0.4, x + s * across + 0.4, y + s * down + 0.4)
        for s in shares.tolist()
    ]


def _belongs(box: Box, own: int, points: Floats, *, led: bool) -> bool:
    """Whether a reader would take the name for its own point's, not for another's beside it."""
    across = np.maximum(np.maximum(box[0] - points[:, 0], points[:, 0] - box[2]), 0)
    down = np.maximum(np.maximum(box[1] - points[:, 1], points[:, 1] - box[3]), 0)
    away = np.hypot(across, down)
    if led:
        return bool(away.min() > _CLEAR)
    others = away[np.abs(points - points[own]).max(axis=1) > _TOUCHING]
    clearer = not len(others) or away[own] + 2 <= others.min()
    return bool(clearer and away[own] <= away.min() + 0.5)


def _within(box: Box, inside: Box) -> bool:
    left, top, right, bottom = inside
    return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom


def _meets(boxes: Sequence[Box], taken: Floats) -> bool:
    """Whether any of the boxes overlaps any of the taken ones, shape (t, 4)."""
    if not boxes or not len(taken):
        return False
    own = np.array(boxes)[:, None, :]
    across = (taken[:, 0] < own[..., 2]) & (taken[:, 2] > own[..., 0])
    down = (taken[:, 1] < own[..., 3]) & (taken[:, 3] > own[..., 1])
    return bool((across & down).any())
