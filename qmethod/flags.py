"""Which sorts define a factor, and how much of each sort the factors explain."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.arrays import Bools, Floats
from qmethod.levels import critical_value

FLAG_RULES = ("both", "majority", "significance", "none")


def automatic_flags(
    loadings: Floats,
    communality: Floats,
    statements: int,
    *,
    rule: str = "both",
    level: float = 0.05,
) -> Bools:
    """Shape (..., m, k), bool: the sorts flagged on each factor.

    A loading f is flagged where f^2 is more than half the communality and abs(f) is more
    than the critical value over sqrt(n): both, as PQMethod does (Schmolck 2014), or one of the
    two alone. The standard error 1/sqrt(n) of a loading is Brown's (1980, pp. 222-223).

    loadings : shape (..., m, k); communality : shape (..., m); statements : n.
    """
    if rule not in FLAG_RULES:
        raise StudyError(f'Flag rule "{rule}" is unknown; choose one of {", ".join(FLAG_RULES)}.')
    flags = np.full(loadings.shape, rule != "none")
    if rule in ("both", "majority"):
        flags &= loadings**2 > communality[..., None] / 2
    if rule in ("both", "significance"):
        flags &= np.abs(loadings) > significant_loading(statements, level)
    return flags


def significant_loading(statements: int, level: float = 0.05) -> float:
    """The loading that a sort of n = `statements` cards must pass to be significant."""
    return critical_value(level) / float(np.sqrt(statements))


def communality(
    loadings: pd.DataFrame,
    pattern: pd.DataFrame | None = None,
    splits: tuple[tuple[str, str], ...] = (),
) -> pd.Series[float]:
    """Participant -> the variance of the sort that the k factors explain together.

    The sum of squared loadings; with oblique factors the sum of pattern times structure.
    The two halves of a split factor are one dimension and count once.
    """
    other = loadings if pattern is None else pattern
    shares = loadings.to_numpy() * other.to_numpy()
    once = ~loadings.columns.isin([second for _, second in splits])
    return pd.Series(shares[:, once].sum(axis=1), index=loadings.index)


def explained_variance(
    loadings: pd.DataFrame,
    pattern: pd.DataFrame | None = None,
    splits: tuple[tuple[str, str], ...] = (),
) -> Floats:
    """Shape (k,): the eigenvalue of each factor after rotation.

    Halves of a split factor share its eigenvalue by the sorts that load positively on each.
    """
    values = loadings.to_numpy()
    shares = values * (values if pattern is None else pattern.to_numpy())
    half = loadings.columns.isin([name for pair in splits for name in pair])
    explained: Floats = np.where(half & (values <= 0), 0.0, shares).sum(axis=0)
    return explained
