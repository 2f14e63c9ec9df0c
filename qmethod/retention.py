"""How many factors: every rule side by side, and no single answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.analysis import analyse, correlate
from qmethod.arrays import Floats
from qmethod.chance import whole
from qmethod.design import QStudy
from qmethod.extraction import extract, rank
from qmethod.flags import significant_loading
from qmethod.parallel import permuted_eigenvalues
from qmethod.record import QAnalysis

Solution = QAnalysis | StudyError


def retention(
    study: QStudy,
    *,
    max_factors: int = 8,
    seed: int = 1,
    permutations: int = 1000,
    extraction: str = "pca",
    rotation: str = "varimax",
    correlation: str = "pearson",
    **choices: Any,
) -> pd.DataFrame:
    """What speaks for each number of factors k = 1, 2, ..., one row each.

    From the correlations between sorts (principal components, whatever the extraction):
    eigenvalue, variance_percent, cumulative_percent; kaiser: eigenvalue above 1 (Kaiser
    1960); parallel_95: 95th centile of that eigenvalue over shuffled sorts, and parallel:
    the eigenvalue is above it (Horn 1965); map: average squared partial correlation once k
    components are taken out, and map_minimum: the smallest of them (Velicer 1976).

    From the k-th unrotated factor by the extraction: factor_eigenvalue (sum of squared
    loadings); humphrey: the product of its two highest loadings is above 2/sqrt(n) (Brown
    1980, p. 223); two_loadings: two of its loadings at least are above 2.58/sqrt(n) (Brown
    1980, p. 222).

    From the rotated solution of k factors: flagged ("6 4 3": sorts flagged on F1, F2, F3),
    fewest, two_flags (every factor has two or more), unflagged, double, negative (sorts
    flagged on none, on several, with a negative loading), largest_factor_correlation
    (absolute, between z-scores), and problem: why there is no such solution, or empty.

    permutations, seed : of the shuffled sorts. choices : flag_level, flag_rule, heywood and
    the like, as in `analyse`. The table's attrs["notes"] say what it could not show.

    Raises
    ------
    StudyError
        If the sorts cannot be correlated or a choice is unknown.
    """
    most = whole(max_factors, 1, "The most factors to look at")
    options: dict[str, Any] = {
        "extraction": extraction,
        "rotation": rotation,
        "correlation": correlation,
        **choices,
    }
    found = solutions(study, range(1, most + 1), **options)
    return retention_of(study, found, seed=seed, permutations=permutations, **options)


def solutions(study: QStudy, ks: Iterable[int], **choices: Any) -> dict[int, Solution]:
    """Number of factors -> the analysis, or the error where there is none such.

    Numbers that the sorts cannot carry are left out. `choices` are those of `analyse`.

    Raises
    ------
    StudyError
        If the sorts cannot be correlated or a choice is unknown.
    """
    # With one factor only a choice that no number of factors could mend is refused.
    analyse(study, 1, **{**choices, "heywood": "clip"})
    carried = rank(correlate(study, choices.get("correlation", "pearson")).to_numpy())
    return {k: _solution(study, k, choices) for k in ks if k <= carried}


def retention_of(
    study: QStudy,
    found: dict[int, Solution],
    *,
    seed: int,
    permutations: int,
    extraction: str,
    rotation: str,
    correlation: str,
    iterations: int | None = None,
    threshold: float | None = None,
    **_: Any,
) -> pd.DataFrame:
    """The table of `retention` for solutions that are there already."""
    matrix = correlate(study, correlation).to_numpy()
    ks = list(found)
    eigenvalues = np.linalg.eigvalsh(matrix)[::-1]
    table = _component_rules(eigenvalues, ks)
    chance = permuted_eigenvalues(
        study.sorts, permutations=permutations, seed=seed, correlation=correlation
    )
    centile = np.percentile(chance, 95, axis=0)
    table["parallel_95"] = [centile[k - 1] for k in ks]
    table["parallel"] = table["eigenvalue"] > table["parallel_95"]
    partials = average_squared_partials(matrix)
    table["map"] = [partials[k] if k < len(partials) else np.nan for k in ks]
    table["map_minimum"] = [k == int(np.nanargmin(partials)) for k in ks]
    unrotated = _kth_factors(matrix, ks, extraction, iterations=iterations, threshold=threshold)
    table = table.join(_loading_rules(unrotated, ks, len(study.qset)))
    table = table.join(pd.DataFrame([_facts(found[k]) for k in ks], index=table.index))
    table.attrs = {
        "notes": _notes(study, ks, partials, matrix),
        "extraction": extraction,
        "rotation": rotation,
        "correlation": correlation,
        "permutations": permutations,
        "seed": seed,
    }
    return table


def average_squared_partials(matrix: Floats) -> Floats:
    """Average squared partial correlation with 0, 1, 2, ... components taken out.

    Velicer, W. F. (1976), Psychometrika 41, 321-327: the mean square of the correlations
    left off the diagonal. matrix : shape (m, m). Ends before nothing is left to correlate.
    """
    values, vectors = np.linalg.eigh(matrix)
    loadings = (vectors * np.sqrt(np.clip(values, 0, None)))[:, ::-1]
    off = ~np.eye(len(matrix), dtype=bool)
    residual, averages = matrix.copy(), []
    for column in loadings.T:
        spread = np.diag(residual)
        if spread.min() < 1e-8:
            break
        partial = residual / np.sqrt(np.outer(spread, spread))
        averages.append(float((partial[off] ** 2).mean()))
        residual = residual - np.outer(column, column)
    return np.array(averages)


def _solution(study: QStudy, k: int, choices: dict[str, Any]) -> Solution:
    try:
        return analyse(study, k, **choices)
    except StudyError as error:
        return error


def _component_rules(eigenvalues: Floats, ks: list[int]) -> pd.DataFrame:
    """Eigenvalue, shares of variance and Kaiser's rule of the k-th principal component."""
    percent = 100 * eigenvalues / len(eigenvalues)
    position = np.array(ks) - 1
    return pd.DataFrame(
        {
            "eigenvalue": eigenvalues[position],
            "variance_percent": percent[position],
            "cumulative_percent": percent.cumsum()[position],
            "kaiser": eigenvalues[position] > 1,
        },
        index=pd.Index(ks, name="factors"),
    )


def _kth_factors(matrix: Floats, ks: list[int], extraction: str, **stops: Any) -> list[Floats]:
    """For every k the last of k unrotated factors, shape (m,)."""
    if extraction in ("pca", "centroid"):
        # Extracted one after another, so fewer factors are the first of more.
        loadings = extract(matrix, max(ks), extraction, **stops).loadings
        return [loadings[:, k - 1] for k in ks]
    return [extract(matrix, k, extraction, **stops).loadings[:, -1] for k in ks]


def _loading_rules(columns: list[Floats], ks: list[int], statements: int) -> pd.DataFrame:
    """Size, Humphrey's rule and two significant loadings of each unrotated factor."""
    ordered = [np.sort(np.abs(column))[::-1] for column in columns]
    enough = significant_loading(statements, 0.01)
    product = [float(np.prod(column[:2])) if len(column) > 1 else 0.0 for column in ordered]
    return pd.DataFrame(
        {
            "factor_eigenvalue": [float((column**2).sum()) for column in columns],
            "humphrey": [value > 2 / np.sqrt(statements) for value in product],
            "two_loadings": [bool((column > enough).sum() >= 2) for column in ordered],
        },
        index=pd.Index(ks, name="factors"),
    )


def _facts(solution: Solution) -> dict[str, object]:
    """What the rotated solution says of itself; empty where there is none."""
    if isinstance(solution, StudyError):
        nothing = dict.fromkeys(("fewest", "unflagged", "double", "negative"), pd.NA)
        return {
            "flagged": "",
            **nothing,
            "two_flags": False,
            "largest_factor_correlation": np.nan,
            "problem": str(solution),
        }
    flags = solution.flags.to_numpy()
    per_factor, per_sort = flags.sum(axis=0), flags.sum(axis=1)
    return {
        "flagged": " ".join(map(str, per_factor)),
        "fewest": int(per_factor.min()),
        "unflagged": int((per_sort == 0).sum()),
        "double": int((per_sort > 1).sum()),
        "negative": int((flags & (solution.loadings.to_numpy() < 0)).sum()),
        "two_flags": bool((per_factor >= 2).all()),
        "largest_factor_correlation": _largest_correlation(solution),
        "problem": "",
    }


def _largest_correlation(solution: QAnalysis) -> float:
    """The largest absolute correlation between two factors' z-scores; NaN for one factor."""
    between = np.abs(solution.factor_correlations.to_numpy())
    off = between[np.triu_indices(len(between), 1)]
    return float(np.nanmax(off)) if (~np.isnan(off)).any() else np.nan


def _notes(study: QStudy, ks: list[int], partials: Floats, matrix: Floats) -> tuple[str, ...]:
    """What the table cannot show, a sentence each."""
    notes = []
    carried = rank(matrix)
    if carried <= max(ks):
        notes.append(
            f"{len(study.names)} sorts of {len(study.qset)} statements carry at most {carried} "
            "factors."
        )
    best = int(np.nanargmin(partials))
    if best == 0:
        notes.append("MAP is smallest before any factor is taken out: it speaks for none.")
    elif best > max(ks):
        notes.append(f"MAP is smallest at {best} factors, beyond this table.")
    return tuple(notes)
