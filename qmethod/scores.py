"""Factor weights, z-scores, factor arrays and factor characteristics.

Plain arrays: n statements, m participants, k factors; stacks of replicates lead.
"""

from __future__ import annotations

import numpy as np

from qmethod.arrays import Bools, Floats, Integers
from qmethod.design import Grid
from qmethod.extraction import standardise

COMPOSITES = ("standardised", "raw")

_TIE = 1e-9


def weights(loadings: Floats, flags: Bools) -> Floats:
    """Shape (..., m, k): w = f / (1 - f^2) of the flagged sorts, 0 elsewhere.

    Spearman's weight, as in Brown (1980, p. 242); unrounded.
    """
    flagged = np.where(flags, loadings, 0.0)
    weight: Floats = flagged / (1 - flagged**2)
    return weight


def z_scores(sorts: Floats, weight: Floats, *, composite: str) -> Floats:
    """Shape (..., n, k): composites of the flagged sorts, standardised over statements (n - 1).

    sorts : shape (n, m), NaN where a card was not placed; weight : shape (..., m, k).
    A factor with no flagged sort is NaN, and so is a statement that none of them placed.
    """
    scaled = standardise(sorts) if composite == "standardised" else sorts
    combined = _composites(scaled, weight)
    count = (~np.isnan(combined)).sum(axis=-2, keepdims=True)
    deviation = combined - np.nansum(combined, axis=-2, keepdims=True) / np.maximum(count, 1)
    variance = np.nansum(deviation**2, axis=-2, keepdims=True) / np.maximum(count - 1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores: Floats = deviation / np.sqrt(variance)
    return scores


def _composites(scaled: Floats, weight: Floats) -> Floats:
    """Shape (..., n, k): weighted mean of each statement over the sorters who placed it."""
    placed = ~np.isnan(scaled)
    total = np.abs(weight).sum(axis=-2, keepdims=True)
    if not placed.all():
        total = placed.astype(float) @ np.abs(weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        combined: Floats = (np.where(placed, scaled, 0.0) @ weight) / total
    return combined


def factor_array(z: Floats, grid: Grid) -> tuple[Floats, list[list[int]]]:
    """Shape (n,): the grid value of each statement by its z, and the groups that tie.

    z : shape (n,), statements in order of number; NaN has no value. On a tie the earlier
    statement gets the higher value. Ties are lists of positions in z.
    """
    scored = np.flatnonzero(~np.isnan(z))
    order, ties = _descending(z, scored)
    places = _places(grid, len(scored))[::-1]
    values = np.full(len(z), np.nan)
    values[order] = places
    return values, [tie for tie in ties if len(set(values[tie])) > 1]


def _descending(z: Floats, scored: Integers) -> tuple[Integers, list[list[int]]]:
    """Positions from highest z to lowest, ties in order of position, and those ties."""
    order = scored[np.argsort(-z[scored], kind="stable")]
    starts = np.flatnonzero(np.r_[True, -np.diff(z[order]) > _TIE]) if len(order) else order
    if len(starts) == len(order):
        return order, []
    groups = [sorted(group.tolist()) for group in np.split(order, starts[1:])]
    return np.concatenate(groups).astype(int), [group for group in groups if len(group) > 1]


def _places(grid: Grid, cards: int) -> Integers:
    """Shape (cards,): the grid's places, lowest first, emptied from the middle column."""
    heights = dict(grid.height_of)
    for _ in range(grid.size - cards):
        standing = [value for value, height in heights.items() if height]
        heights[min(standing, key=lambda value: (abs(value - grid.middle), value))] -= 1
    return np.repeat(np.array(list(heights)), list(heights.values()))


def reliability(flagged: Floats, single: float = 0.80) -> Floats:
    """Shape (...,): composite reliability r p / (1 + (p - 1) r) of p flagged sorts.

    Brown (1980, p. 244); `single` is the test-retest reliability of one sort. NaN for none.
    """
    flagged = np.asarray(flagged, dtype=float)
    found = single * flagged / (1 + (flagged - 1) * single)
    return np.where(flagged > 0, found, np.nan)


def standard_error(composite_reliability: Floats) -> Floats:
    """SE of factor scores, sqrt(1 - r), z-scores having sd 1 (Brown 1980, p. 244)."""
    return np.sqrt(1 - composite_reliability)


def se_of_differences(se: Floats) -> Floats:
    """Shape (k, k): sqrt(SE_a^2 + SE_b^2) (Brown 1980, p. 245)."""
    return np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
