"""The formulas of the coefficients of agreement, for many weightings of the units at once.

D distinct rows of a ratings table, K categories, R weightings (replicates of a bootstrap, or
one: the units as they are). Each formula takes a tally and weights of shape (R, D) and gives
shape (R,), NaN where the coefficient is not defined (0/0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coding.tallies import Floats, Integers, Tally
from corpora.errors import StudyError

Formula = Callable[[Tally, Floats], Floats]

METRICS = ("nominal", "ordinal", "interval", "ratio")
_ZERO = 1e-12


def percent(rows: Tally, weights: Floats) -> Floats:
    """Shape (R,): percent agreement under each row of weights, shape (R, D)."""
    counts, paired = rows.counts[rows.paired], weights[:, rows.paired]
    rated = counts.sum(axis=1)
    agreed = (counts * (counts - 1)).sum(axis=1) / (rated * (rated - 1))
    return _ratio(paired @ agreed, paired.sum(axis=1))


def ac1(rows: Tally, weights: Floats) -> Floats:
    """Shape (R,): Gwet's AC1."""
    occurring = rows.occurring
    if occurring < 2:
        return np.full(len(weights), np.nan)
    shares = _shares(rows, weights)
    chance = (shares * (1 - shares)).sum(axis=1) / (occurring - 1)
    return _beyond(percent(rows, weights), chance)


def brennan_prediger(rows: Tally, weights: Floats) -> Floats:
    """Shape (R,): Brennan and Prediger's coefficient."""
    occurring = rows.occurring
    if occurring < 2:
        return np.full(len(weights), np.nan)
    chance = np.full(len(weights), 1 / occurring)
    return _beyond(percent(rows, weights), chance)


def fleiss_generalised(rows: Tally, weights: Floats) -> Floats:
    """Shape (R,): Fleiss' kappa for any number of ratings per unit."""
    chance = (_shares(rows, weights) ** 2).sum(axis=1)
    return _beyond(percent(rows, weights), chance)


def fleiss(rows: Tally, weights: Floats) -> Floats:
    """Shape (R,): Fleiss' kappa; NaN where the units have different numbers of ratings."""
    if len(set((rows.codes >= 0).sum(axis=1).tolist())) > 1:
        return np.full(len(weights), np.nan)
    return fleiss_generalised(rows, weights)


def kappa_formula(weights: str | npt.ArrayLike | None) -> Formula:
    """The formula of Cohen's kappa with these disagreement weights."""

    def formula(rows: Tally, times: Floats) -> Floats:
        if rows.codes.shape[1] != 2:
            return np.full(len(times), np.nan)
        grave = disagreement(weights, len(rows.categories))
        both = rows.paired
        first, second = rows.codes[both].T
        sizes = times[:, both]
        total = sizes.sum(axis=1)
        one, other = (_margin(column, sizes, len(grave)) for column in (first, second))
        expected = ((one @ grave) * other).sum(axis=1)
        return 1 - _ratio(sizes @ grave[first, second] * total, expected)

    return formula


def disagreement(weights: str | npt.ArrayLike | None, categories: int) -> Floats:
    """Shape (K, K): how grave each disagreement is.

    Raises
    ------
    StudyError
        If the weights are unknown, of another shape, negative, or not 0 for agreement.
    """
    steps = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))).astype(float)
    if weights is None:
        return np.asarray((steps > 0).astype(float))
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise StudyError(
                f'The weights "{weights}" are not known; choose "linear" or "quadratic", or give '
                "a table of disagreements."
            )
        return steps if weights == "linear" else steps**2
    grave = np.asarray(weights, dtype=float)
    if grave.shape != steps.shape or (np.diag(grave) != 0).any() or not (grave >= 0).all():
        raise StudyError(
            f"Disagreement weights of shape {grave.shape} do not fit {categories} categories; "
            "give one row and column per category, 0 on the diagonal and nothing below 0."
        )
    return grave


def alpha_formula(metric: str) -> Formula:
    """The formula of Krippendorff's alpha with this metric.

    Raises
    ------
    StudyError
        If the metric is unknown; when used, if interval or ratio categories are no numbers.
    """
    if metric not in METRICS:
        raise StudyError(f'The metric "{metric}" is not known; choose {", ".join(METRICS)}.')

    def formula(rows: Tally, weights: Floats) -> Floats:
        counts = rows.counts[rows.paired]
        k = counts.shape[1]
        pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(k))
        pairs = pairs / (counts.sum(axis=1) - 1)[:, None, None]
        sizes = weights[:, rows.paired]
        coincidences = (sizes @ pairs.reshape(len(counts), k * k)).reshape(-1, k, k)
        used = coincidences.sum(axis=2)
        distance = _distances(metric, rows.categories, used)
        expected = (used[:, :, None] * used[:, None, :] * distance).sum(axis=(1, 2))
        observed = (coincidences * distance).sum(axis=(1, 2))
        return 1 - _ratio(observed * (used.sum(axis=1) - 1), expected)

    return formula


def _ratio(above: Floats, below: Floats) -> Floats:
    """Above / below, NaN where below is nothing."""
    nothing = np.abs(below) < _ZERO
    return np.where(nothing, np.nan, above / np.where(nothing, 1.0, below))


def _shares(rows: Tally, weights: Floats) -> Floats:
    """Shape (R, K): the share of each category, averaged over every unit that was rated."""
    counts = rows.counts
    rated = counts.sum(axis=1)
    share = counts / np.where(rated > 0, rated, 1.0)[:, None]
    units = weights @ (rated > 0).astype(float)
    return np.asarray((weights @ share) / np.where(units > 0, units, 1.0)[:, None])


def _beyond(observed: Floats, chance: Floats) -> Floats:
    return _ratio(observed - chance, 1 - chance)


def _margin(column: Integers, sizes: Floats, categories: int) -> Floats:
    """Shape (R, K): how often a coder chose each category."""
    return np.asarray(sizes @ (column[:, None] == np.arange(categories)).astype(float))


def _distances(metric: str, categories: tuple[Any, ...], used: Floats) -> Floats:
    """Shape (R or 1, K, K): squared distances between the categories."""
    if metric == "nominal":
        return np.asarray(1 - np.eye(len(categories)))[None]
    if metric == "ordinal":
        upto = used.cumsum(axis=1) - used / 2
        return np.asarray((upto[:, :, None] - upto[:, None, :]) ** 2)
    try:
        values = np.array([float(c) for c in categories])
    except (TypeError, ValueError):
        raise StudyError(
            f"Alpha with the {metric} metric needs numbers, but the categories are "
            f"{', '.join(map(str, categories))}."
        ) from None
    gaps = values[:, None] - values[None, :]
    if metric == "ratio":
        sums = values[:, None] + values[None, :]
        gaps = gaps / np.where(sums == 0, 1.0, sums)
    return np.asarray(gaps**2)[None]
