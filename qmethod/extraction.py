"""Unrotated factors from the correlations between persons.

Everything here works on plain arrays: m is the number of participants, n of
statements, k of factors. `analysis.py` puts the labels on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.arrays import Floats

CORRELATIONS = ("pearson", "spearman", "kendall")
EXTRACTIONS = ("pca", "centroid", "horst", "paf")

_RANK_TOLERANCE = 1e-10
_TIE = 1e-9


@dataclass(frozen=True)
class Extraction:
    """Unrotated loadings (m, k), the eigenvalues behind them, and how it ended."""

    loadings: Floats
    eigenvalues: Floats
    converged: bool = True
    iterations: int = 0


def correlations(sorts: pd.DataFrame, method: str = "pearson") -> Floats:
    """Shape (m, m): correlations between sorts over the cards that both placed.

    sorts : statement number x participant, NaN where a card was not placed.
    """
    if method == "pearson" and not sorts.isna().to_numpy().any():
        standardised = standardise(sorts.to_numpy(dtype=float))
        matrix = standardised.T @ standardised / (len(sorts) - 1)
    else:
        matrix = sorts.corr(method=method, min_periods=2).to_numpy(copy=True)
    np.fill_diagonal(matrix, 1.0)
    return (matrix + matrix.T) / 2


def standardise(sorts: Floats) -> Floats:
    """Shape (n, m): each sort less its mean, over its sd (n - 1), cards placed alone counting."""
    if not np.isnan(sorts).any():
        centred = sorts - sorts.mean(axis=0)
        scaled: Floats = centred / np.sqrt((centred**2).sum(axis=0) / (len(sorts) - 1))
    else:
        scaled = (sorts - np.nanmean(sorts, axis=0)) / np.nanstd(sorts, axis=0, ddof=1)
    return scaled


def extract(
    matrix: Floats,
    factors: int,
    method: str = "pca",
    *,
    iterations: int | None = None,
    threshold: float | None = None,
) -> Extraction:
    """The unrotated solution of k = `factors` factors by the method named.

    matrix : shape (m, m), correlations between participants.
    iterations, threshold : when an iterated method stops; None takes its own default.
    """
    stops = {"iterations": iterations, "threshold": threshold}
    given = {key: value for key, value in stops.items() if value is not None}
    if method == "pca":
        return principal_components(matrix, factors)
    if method == "centroid":
        return brown_centroid(matrix, factors, **given)  # type: ignore[arg-type]
    if method == "horst":
        return horst_centroid(matrix, factors, **given)  # type: ignore[arg-type]
    if method == "paf":
        return principal_axis(matrix, factors, **given)  # type: ignore[arg-type]
    raise StudyError(f'Extraction "{method}" is unknown; choose one of {", ".join(EXTRACTIONS)}.')


def principal_components(matrix: Floats, factors: int) -> Extraction:
    """Eigenvectors times the root of their eigenvalues; all m eigenvalues are reported.

    matrix : shape (..., m, m); a stack gives a stack.
    """
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    kept = np.clip(values[..., None, :factors], 0, None)
    return Extraction(reflected(vectors[..., :factors] * np.sqrt(kept)), values)


def rank(matrix: Floats) -> int:
    """How many factors the correlations (m, m) can carry."""
    return rank_of(np.linalg.eigvalsh(matrix).astype(np.float64))


def rank_of(eigenvalues: Floats) -> int:
    """How many of all m eigenvalues are above rounding error."""
    return int((eigenvalues > _RANK_TOLERANCE * len(eigenvalues)).sum())


def reflected(loadings: Floats) -> Floats:
    """The loadings with each factor turned so that its sum of f*abs(f) is not negative.

    loadings : shape (..., m, k). Where the sum is nil the first loading of size decides,
    so that the answer does not hang on the linear algebra library.
    """
    return loadings * signs(loadings)


def signs(loadings: Floats) -> Floats:
    """Shape (..., 1, k): 1 or -1 for each factor, by the rule of `reflected`."""
    balance = (loadings * np.abs(loadings)).sum(axis=-2, keepdims=True)
    sized = np.abs(loadings) > 1e-8
    first = np.take_along_axis(loadings, sized.argmax(axis=-2)[..., None, :], axis=-2)
    deciding = np.where(np.abs(balance) > 1e-12, balance, first)
    return np.where(deciding < 0, -1.0, 1.0)


def brown_centroid(
    matrix: Floats, factors: int, *, iterations: int = 1000, threshold: float = 1e-5
) -> Extraction:
    """Centroid factors after Brown (1980, pp. 208-224), one after another.

    For each factor the residual correlations are reflected until no column sum is
    negative, the diagonal starts at 0.5 and is replaced by the squared loadings until the
    largest change is under `threshold`. Extraction order is kept although sizes may not fall.
    """
    residual = matrix.copy()
    columns, converged, longest = [], True, 0
    for _ in range(factors):
        np.fill_diagonal(residual, 0.0)
        turned = _positive_manifold(residual)
        sums = turned * (residual @ turned)
        loading, steps = _centroid_loading(sums, iterations, threshold)
        converged, longest = converged and steps < iterations, max(longest, steps)
        columns.append(loading * turned)
        residual = residual - np.outer(columns[-1], columns[-1])
    loadings = reflected(np.column_stack(columns))
    return Extraction(loadings, (loadings**2).sum(axis=0), converged, longest)


def _positive_manifold(residual: Floats) -> Floats:
    """Shape (m,): signs that leave no column sum negative; smallest first, first on a tie.

    residual : shape (m, m), symmetric, its diagonal 0.
    """
    turned = np.ones(len(residual))
    sums = residual.sum(axis=0)
    while sums.min() < -1e-12:
        worst = int(np.flatnonzero(sums <= sums.min() + _TIE)[0])
        # Turning one sort changes the sum of each other by twice what the two share.
        sums -= 2 * turned[worst] * turned * residual[worst]
        sums[worst] = -sums[worst]
        turned[worst] = -turned[worst]
    return turned


def _centroid_loading(sums: Floats, iterations: int, threshold: float) -> tuple[Floats, int]:
    """The centroid loading for column sums (m,) without diagonal, and the steps it took."""
    communality = np.full(len(sums), 0.5)
    for step in range(1, iterations + 1):
        full = sums + communality
        loading = full / np.sqrt(full.sum())
        change = np.abs(loading**2 - communality).max()
        communality = loading**2
        if change < threshold:
            break
    return loading, step


def horst_centroid(
    matrix: Floats, factors: int, *, iterations: int = 30, threshold: float = 1e-4
) -> Extraction:
    """Centroid factors with communalities iterated over the whole solution (Horst 1965, 5.5).

    All k factors are extracted with the communalities in the diagonal, beginning at 1; the
    sums of squared loadings, at most 1, replace them until the largest change is under
    `threshold` or `iterations` replacements are done. Sets of more than two factors often
    do not converge (Schmolck, PQMethod manual).
    """
    communality = np.ones(len(matrix))
    for step in range(iterations + 1):
        loadings = _centroids(matrix, communality, factors)
        found = (loadings**2).sum(axis=1)
        change = np.abs(found - communality).max()
        communality = np.minimum(found, 1.0)
        if change < threshold:
            break
    loadings = reflected(loadings)
    return Extraction(loadings, (loadings**2).sum(axis=0), bool(change < threshold), step)


def _centroids(matrix: Floats, diagonal: Floats, factors: int) -> Floats:
    """Shape (m, k): centroid factors of the matrix with this diagonal, which is not renewed."""
    residual = matrix.copy()
    np.fill_diagonal(residual, diagonal)
    columns = []
    for _ in range(factors):
        hollow = residual - np.diag(np.diag(residual))
        turned = _positive_manifold(hollow)
        sums = residual @ turned
        total = max(float(turned @ sums), float(np.finfo(float).tiny))
        columns.append(sums / np.sqrt(total))
        residual = residual - np.outer(columns[-1], columns[-1])
    return np.column_stack(columns)


def principal_axis(
    matrix: Floats, factors: int, *, iterations: int = 1000, threshold: float = 1e-8
) -> Extraction:
    """Principal factors of the reduced matrix, communalities iterated (Harman 1976, ch. 8).

    Communalities begin at the largest correlation of each participant, since with more
    participants than statements the squared multiple correlation does not exist.
    """
    hollow = matrix - np.eye(len(matrix))
    communality = np.abs(hollow).max(axis=0)
    for step in range(1, iterations + 1):
        found = (_largest(hollow + np.diag(communality), factors) ** 2).sum(axis=1)
        change = np.abs(found - communality).max()
        communality = found
        if change < threshold:
            break
    solution = principal_components(hollow + np.diag(communality), factors)
    return Extraction(solution.loadings, solution.eigenvalues, bool(change < threshold), step)


def _largest(matrix: Floats, factors: int) -> Floats:
    """Shape (m, k): principal components of the k largest eigenvalues, signs as they fall."""
    # numpy has no partial decomposition, which is ten times as quick with many sorts.
    from scipy.linalg import eigh

    m = len(matrix)
    values, vectors = eigh(matrix, subset_by_index=[m - factors, m - 1])
    loadings: Floats = vectors * np.sqrt(np.clip(values, 0, None))
    return loadings
