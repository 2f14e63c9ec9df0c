"""The field's customary significance levels and their critical values, in one place."""

from __future__ import annotations

from statistics import NormalDist

from corpora.errors import StudyError

CUSTOMARY = {0.05: 1.96, 0.01: 2.58, 0.001: 3.29}


def critical_value(level: float, *, exact: bool = False) -> float:
    """The two-sided normal critical value: 1.96, 2.58 and 3.29 by custom (Brown 1980, p. 245).

    Other levels, and all of them with `exact`, are normal quantiles.

    Raises
    ------
    StudyError
        If the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise StudyError(f"A significance level lies between 0 and 1, like 0.05; found {level}.")
    if not exact and level in CUSTOMARY:
        return CUSTOMARY[level]
    return NormalDist().inv_cdf(1 - level / 2)


def label(level: float) -> str:
    """The level as it is printed: "p < .05"."""
    return f"p < {level:g}".replace("0.", ".")
