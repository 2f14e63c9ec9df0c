"""What the viewpoints say: distinguishing and consensus statements, crib sheets, framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpora.errors import StudyError
from qmethod.arrays import Floats
from qmethod.levels import critical_value, label
from qmethod.record import QAnalysis

LEVELS = (0.05, 0.01, 0.001)


def distinguishing(
    analysis: QAnalysis, *, levels: Sequence[float] = LEVELS, exact: bool = False
) -> pd.DataFrame:
    """Statements on which a factor differs from every other, one row each.

    Columns: statement, factor, z, value (in the factor array), level (the strictest that
    holds against every other factor) and direction ("higher", "lower", "between").
    A difference d is significant where abs(d) / SED passes the critical value (Brown 1980,
    p. 245), strictly. Factors without flagged sorts are left out. `exact` takes normal
    quantiles in place of 1.96, 2.58 and 3.29.
    """
    factors = analysis.scored
    order = sorted(levels, reverse=True)
    if len(factors) < 2:
        return pd.DataFrame(columns=["statement", "factor", "z", "value", "level", "direction"])
    difference, ratio = _differences(analysis, factors)
    smallest = _smallest_over_others(ratio)
    critical = np.array([critical_value(level, exact=exact) for level in order])
    passed = (smallest[..., None] > critical).sum(axis=-1)
    statement, column = np.nonzero(passed)
    labels = np.array([label(level) for level in order])
    return pd.DataFrame(
        {
            "statement": analysis.z_scores.index.to_numpy()[statement],
            "factor": np.array(factors)[column],
            "z": _columns(analysis.z_scores, factors)[statement, column],
            "value": _columns(analysis.factor_arrays, factors)[statement, column].astype(int),
            "level": labels[passed[statement, column] - 1],
            "direction": _directions(difference)[statement, column],
        }
    )


def consensus(analysis: QAnalysis, *, margin: float = 0.5, exact: bool = False) -> pd.DataFrame:
    """Statements on which no two factors differ at p < .01, one row each.

    Columns: statement, level ("p > .05" where none differs at p < .05 either, else
    "p > .01"), the z-score on each factor, and equivalent: whether every two factors lie
    within `margin` of each other in z, which says that they agree and not only that no
    difference was shown. Factors without flagged sorts and statements without a z-score on
    some factor are left out.
    """
    factors = analysis.scored
    z = _columns(analysis.z_scores, factors)
    columns = ["statement", "level", *factors, "equivalent"]
    if len(factors) < 2:
        return pd.DataFrame(columns=columns)
    _, ratio = _differences(analysis, factors)
    largest = ratio.reshape(len(z), -1).max(axis=1)
    spread = z.max(axis=1) - z.min(axis=1)
    everywhere = ~np.isnan(z).any(axis=1)
    agreed = np.flatnonzero(everywhere & (largest <= critical_value(0.01, exact=exact)))
    strictly = largest[agreed] <= critical_value(0.05, exact=exact)
    return pd.DataFrame(
        {
            "statement": analysis.z_scores.index.to_numpy()[agreed],
            "level": np.where(strictly, "p > .05", "p > .01"),
            **dict(zip(factors, z[agreed].T, strict=True)),
            "equivalent": spread[agreed] <= margin,
        }
    )


def differences(analysis: QAnalysis) -> pd.DataFrame:
    """Statement x pair of factors: z-score differences, with the columns' level of each.

    Columns: statement, then for every pair "F1-F2" the difference and "F1-F2 level".
    """
    factors = analysis.scored
    table = pd.DataFrame({"statement": analysis.z_scores.index})
    for a, b in combinations(factors, 2):
        d = analysis.z_scores[a].to_numpy() - analysis.z_scores[b].to_numpy()
        ratio = np.abs(d) / analysis.se_of_differences.at[a, b]
        table[f"{a}-{b}"] = d
        table[f"{a}-{b} level"] = [_level_of(value) for value in ratio]
    return table


def crib_sheet(analysis: QAnalysis, factor: str) -> pd.DataFrame:
    """The crib sheet of a factor (Watts & Stenner 2012, pp. 150-155), one row per statement.

    Columns: part ("highest column", "lowest column", "higher than in every other array",
    "highest, tied with another array", and the same two for lower), statement, text,
    value, z, and tied_with, the factors that give the statement the same value (or empty).
    """
    analysis.of(factor)
    arrays = analysis.factor_arrays[analysis.scored]
    if factor not in arrays:
        raise StudyError(
            f"{factor} has no flagged sort, so there is no array to read; flag a sort first."
        )
    rows = [
        (part, *_crib_row(analysis, factor, number))
        for part, numbers in _crib_parts(arrays, factor)
        for number in numbers
    ]
    return pd.DataFrame(rows, columns=["part", "statement", "text", "value", "z", "tied_with"])


def framework_profile(analysis: QAnalysis) -> pd.DataFrame:
    """How each viewpoint stands on the outcomes and principles of the framework.

    Columns: dimension ("outcome" or "principle"), name, factor, mean_z, mean_value (in the
    factor array), cards (how many statements), statements (their numbers).

    Raises
    ------
    StudyError
        If no statement names an outcome or a principle.
    """
    if not analysis.study.qset.has_framework:
        raise StudyError(
            "The statements name no outcome and no principle; add these two columns to the "
            "statements to get a framework profile."
        )
    places = analysis.study.qset.table
    rows = [
        (dimension, name, factor, *_profile(analysis, factor, numbers))
        for dimension in ("outcome", "principle")
        for name, numbers in _members(places[dimension])
        for factor in analysis.scored
    ]
    columns = ["dimension", "name", "factor", "mean_z", "mean_value", "cards", "statements"]
    return pd.DataFrame(rows, columns=columns)


def framework_agreement(analysis: QAnalysis, *, margin: float = 0.5) -> pd.DataFrame:
    """Where viewpoints agree and differ over the framework, the widest differences first.

    Columns: dimension, name, spread (largest less smallest mean z), highest and lowest (the
    factors at either end), verdict ("agree" within `margin`, "differ" at twice it or more,
    else "lean apart").
    """
    rows = []
    for (dimension, name), part in framework_profile(analysis).groupby(
        ["dimension", "name"], sort=False
    ):
        means = part.set_index("factor")["mean_z"]
        spread = float(means.max() - means.min())
        verdict = _verdict(spread, margin)
        rows.append((dimension, name, spread, means.idxmax(), means.idxmin(), verdict))
    columns = ["dimension", "name", "spread", "highest", "lowest", "verdict"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["dimension", "spread"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _verdict(spread: float, margin: float) -> str:
    if spread <= margin:
        return "agree"
    return "differ" if spread >= 2 * margin else "lean apart"


def _differences(analysis: QAnalysis, factors: list[str]) -> tuple[Floats, Floats]:
    """Shapes (n, k, k): z of a less z of b, and its size over the SED (0 where z is missing)."""
    z = _columns(analysis.z_scores, factors)
    difference = z[:, :, None] - z[:, None, :]
    error = _columns(analysis.se_of_differences, factors)
    ratio = np.abs(difference) / error[[factor in factors for factor in analysis.factors]]
    return difference, np.nan_to_num(ratio, nan=0.0)


def _columns(table: pd.DataFrame, factors: list[str]) -> Floats:
    """The values of these factors' columns, in the order of the table."""
    values: Floats = table.to_numpy(dtype=float, na_value=np.nan)
    if table.shape[1] == len(factors):
        return values
    return values[:, [name in factors for name in table.columns]]


def _smallest_over_others(ratio: Floats) -> Floats:
    """Shape (n, k): the smallest ratio of each factor against the others."""
    own = np.eye(ratio.shape[1], dtype=bool)
    smallest: Floats = np.where(own, np.inf, ratio).min(axis=2)
    return smallest


def _directions(difference: Floats) -> npt.NDArray[np.str_]:
    """Shape (n, k): whether a factor stands higher than all others, lower, or between."""
    others = difference.shape[1] - 1
    above, below = (difference > 0).sum(axis=2), (difference < 0).sum(axis=2)
    return np.where(above == others, "higher", np.where(below == others, "lower", "between"))


def _level_of(ratio: float) -> str:
    """The strictest customary level that a difference passes, or an empty string."""
    passed = [level for level in LEVELS if ratio > critical_value(level)]
    return label(min(passed)) if passed else ""


def _crib_parts(arrays: pd.DataFrame, factor: str) -> Iterator[tuple[str, list[int]]]:
    """The four parts of a crib sheet with the statements that belong to each."""
    own, others = arrays[factor].dropna(), arrays.drop(columns=factor)
    yield "highest column", list(own.index[own == own.max()])
    yield "lowest column", list(own.index[own == own.min()])
    if others.shape[1]:
        high, low = others.max(axis=1)[own.index], others.min(axis=1)[own.index]
        yield "higher than in every other array", _ranked(own[own > high])
        yield "highest, tied with another array", _ranked(own[(own == high) & (own > low)])
        yield "lower than in every other array", _ranked(own[own < low])[::-1]
        yield "lowest, tied with another array", _ranked(own[(own == low) & (own < high)])[::-1]


def _ranked(values: pd.Series[int]) -> list[int]:
    return list(values.sort_values(ascending=False, kind="stable").index)


def _crib_row(analysis: QAnalysis, factor: str, number: int) -> tuple[int, str, int, float, str]:
    value = analysis.factor_arrays.at[number, factor]
    level = [
        other
        for other in analysis.scored
        if other != factor and analysis.factor_arrays.at[number, other] is not pd.NA
        and analysis.factor_arrays.at[number, other] == value
    ]  # fmt: skip
    text = analysis.study.qset[number].text
    z = float(analysis.z_scores.at[number, factor])
    return int(number), text, int(value), z, ", ".join(level)


def _members(places: pd.Series[str]) -> Iterator[tuple[str, list[int]]]:
    """Each name of a framework dimension with its statements, in order of first appearance."""
    for name in dict.fromkeys(places.dropna()):
        if name:
            yield str(name), [int(number) for number in places.index[places == name]]


def _profile(
    analysis: QAnalysis, factor: str, numbers: list[int]
) -> tuple[float, float, int, tuple[int, ...]]:
    z = analysis.z_scores.loc[numbers, factor]
    values = analysis.factor_arrays.loc[numbers, factor].astype(float)
    return float(z.mean()), float(values.mean()), len(numbers), tuple(numbers)
