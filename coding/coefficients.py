"""Coefficients of agreement between coders, from a table of ratings with gaps.

A table has one row per unit and one column per coder; None or NaN is a missing rating.

Published packages give the same numbers where they are right, and the tests hold ours to
scikit-learn and krippendorff. They are not called here because they answer one table at a
time (intervals for 60 codes need some 60,000 tables), and because on a table with one
category only krippendorff stops, irrCAC answers 1 and scikit-learn warns. Here every
coefficient is worked out for all replicates at once, and 0/0 is "not defined".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from coding import formulas
from coding.formulas import Formula
from coding.tallies import Floats, Tally, tally

NO_PAIRS = "no unit was rated by two coders"
ONE_CATEGORY = "only one category was used, so agreement by chance is complete (0/0)"
NOT_TWO = "it is for two coders"
UNEQUAL = "it needs the same number of ratings for every unit"
MOST_UNDEFINED = 0.05


@dataclass(frozen=True)
class Estimate:
    """One coefficient: its value, its interval, the units with two ratings or more.

    `value` is NaN where the coefficient is not defined, and `reason` then says why; `low`
    and `high` are NaN where no interval was asked for or none can be given.
    """

    name: str
    value: float
    units: int
    low: float = float("nan")
    high: float = float("nan")
    reason: str = ""

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        if np.isnan(self.value):
            return f"not defined: {self.reason}"
        shown = f"{self.value:.3f}"
        return shown if np.isnan(self.low) else f"{shown} ({self.low:.3f} to {self.high:.3f})"

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return not np.isnan(self.value)


def percent_agreement(ratings: Any, **options: Any) -> Estimate:
    """The share of agreeing pairs of ratings per unit, averaged over units with two or more.

    `options` of this and every coefficient below: `categories` (their order), `replicates`
    (bootstrap over units; 0 for none), `level` (of the interval, .95), `seed`.
    """
    return estimated("percent agreement", formulas.percent, ratings, **options)


def brennan_prediger(ratings: Any, **options: Any) -> Estimate:
    """Agreement beyond what equally likely categories give (Brennan & Prediger 1981, 693)."""
    return estimated("Brennan-Prediger", formulas.brennan_prediger, ratings, **options)


def cohen_kappa(
    ratings: Any, *, weights: str | npt.ArrayLike | None = None, **options: Any
) -> Estimate:
    """Cohen's kappa of two coders; units that one of them did not rate are left out.

    Parameters
    ----------
    weights
        None (Cohen 1960), "linear" for |i - j| or "quadratic" for its square over the order
        of `categories`, or shape (K, K): how grave each disagreement is, 0 for none
        (Cohen 1968, 215).
    """
    form = weights if isinstance(weights, str) else "custom"
    name = "Cohen's kappa" if weights is None else f"Cohen's kappa, {form} weights"
    return estimated(name, formulas.kappa_formula(weights), ratings, **options)


def fleiss_kappa(ratings: Any, *, generalised: bool = False, **options: Any) -> Estimate:
    """Fleiss' kappa (1971, 379), for two coders Scott's pi.

    With `generalised` units may have different numbers of ratings (Gwet 2014, 52-53): pairs
    come from units with two or more, the shares of the categories from all. For complete
    ratings the two are the same number.
    """
    name = "Fleiss' kappa, generalised" if generalised else "Fleiss' kappa"
    formula = formulas.fleiss_generalised if generalised else formulas.fleiss
    return estimated(name, formula, ratings, **options)


def gwet_ac1(ratings: Any, **options: Any) -> Estimate:
    """Gwet's AC1 (2008, British Journal of Mathematical and Statistical Psychology 61, 29)."""
    return estimated("Gwet's AC1", formulas.ac1, ratings, **options)


def krippendorff_alpha(ratings: Any, *, metric: str = "nominal", **options: Any) -> Estimate:
    """Krippendorff's alpha (2011, Computing Krippendorff's Alpha-Reliability).

    Parameters
    ----------
    metric
        "nominal", "ordinal" (over the order of `categories`), "interval" or "ratio" (the
        categories are numbers).
    """
    return estimated(
        f"Krippendorff's alpha, {metric}", formulas.alpha_formula(metric), ratings, **options
    )


def estimated(
    name: str,
    formula: Formula,
    ratings: Any,
    *,
    categories: Sequence[Any] | None = None,
    replicates: int = 0,
    level: float = 0.95,
    seed: int = 1,
) -> Estimate:
    """The coefficient of a ratings table by a formula, with its bootstrap interval."""
    rows = ratings if isinstance(ratings, Tally) else tally(ratings, categories=categories)
    found = point(name, formula, rows)
    if not replicates or not found.defined:
        return found
    total = int(rows.times.sum())
    random = np.random.Generator(np.random.PCG64(seed))
    weights = random.multinomial(total, rows.times / total, size=replicates).astype(float)
    return with_interval(found, formula(rows, weights), level=level)


def point(name: str, formula: Formula, rows: Tally) -> Estimate:
    """The coefficient of the ratings as they are, with the reason where there is none."""
    if not rows.units:
        return Estimate(name, float("nan"), 0, reason=NO_PAIRS)
    value = float(formula(rows, rows.times[None, :])[0])
    reason = "" if not np.isnan(value) else _why(name, rows)
    return Estimate(name, value, rows.units, reason=reason)


def _why(name: str, rows: Tally) -> str:
    if name.startswith("Cohen") and rows.codes.shape[1] != 2:
        return NOT_TWO
    if name == "Fleiss' kappa" and len(set((rows.codes >= 0).sum(axis=1).tolist())) > 1:
        return UNEQUAL
    return ONE_CATEGORY


def with_interval(found: Estimate, values: Floats, *, level: float = 0.95) -> Estimate:
    """The estimate with the percentile interval of its replicates.

    Where more than 1 in 20 replicates have no value, those left would flatter: the interval
    stays NaN and `reason` says so.
    """
    defined = values[~np.isnan(values)]
    lost = 1 - len(defined) / len(values)
    if lost > MOST_UNDEFINED:
        reason = f"no interval: {lost:.0%} of the resamples give no value"
        return replace(found, reason=reason)
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return replace(found, low=float(low), high=float(high))
