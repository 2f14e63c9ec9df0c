"""How alike the viewpoints of two analyses are, and what several analyses have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.analysis import analyse
from qmethod.arrays import Floats
from qmethod.design import Grid, QSet, QStudy
from qmethod.record import QAnalysis

BY = ("", "number", "text")


def congruence(a: QAnalysis, b: QAnalysis, *, by: str = "") -> pd.DataFrame:
    """Factor of a x factor of b: Tucker's phi between z-scores over common statements.

    phi = sum(x y) / sqrt(sum(x^2) sum(y^2)), from -1 to 1 (Tucker 1951). Where both studies
    have the same statements it is the correlation. NaN where a factor has no z-scores.

    by : which statements are the same: those of the same "number", or of the same "text"
        (capitals and spaces apart). By default the number, and differing wordings are refused.

    Raises
    ------
    StudyError
        If fewer than two statements are common, or one number has two wordings.
    """
    left, right = common_z_scores(a, b, by=by)
    return tucker(left, right)


def match_factors(a: QAnalysis, b: QAnalysis, *, by: str = "") -> pd.DataFrame:
    """The factors of a, one row each, with the factor of b that is most like it.

    The likest pair is taken first, then the likest of the factors left, and so on. Columns:
    factor, match (empty where b has none left), phi, correlation, and reading: "equal" from
    .95, "fair" from .85, else "not alike" (Lorenzo-Seva & ten Berge 2006), "reversed" where
    phi is negative.
    """
    left, right = common_z_scores(a, b, by=by)
    phi = tucker(left, right)
    pairs = likest_pairs(phi)
    rows = []
    for factor in a.factors:
        match = pairs.get(factor)
        if match is None:
            rows.append((factor, "", np.nan, np.nan, ""))
            continue
        correlation = left[factor].corr(right[match])
        size = phi.at[factor, match]
        rows.append((factor, match, size, correlation, reading(size)))
    return pd.DataFrame(rows, columns=["factor", "match", "phi", "correlation", "reading"])


def second_order(
    analyses: Sequence[QAnalysis] | Mapping[str, QAnalysis],
    *,
    factors: int | Sequence[int] = 2,
    by: str = "",
    **choices: Any,
) -> QAnalysis:
    """The analysis of the analyses: every factor array is a sort of a new study.

    The sorts are called "A F1", "A F2", "B F1" after the analyses' names, or letters in
    their order. Factors without an array are left out; `found` of the new study says so.

    choices : as in `analyse`.

    Raises
    ------
    StudyError
        If there are fewer than two arrays or two common statements, or one number has two
        wordings.
    """
    named = _named(analyses)
    tables = _common_rows([a.factor_arrays for a in named.values()], list(named.values()), by)
    sorts = pd.concat(
        [
            _array_sorts(table, analysis).add_prefix(f"{name} ")
            for (name, analysis), table in zip(named.items(), tables, strict=True)
        ],
        axis=1,
    )
    if sorts.shape[1] < 2:
        raise StudyError(
            f"A second-order analysis compares factor arrays, and there are {sorts.shape[1]}; "
            "give analyses with two arrays or more between them."
        )
    return analyse(_second_study(named, sorts), factors, **choices)


def common_z_scores(a: QAnalysis, b: QAnalysis, *, by: str = "") -> tuple[pd.DataFrame, ...]:
    """The z-scores of both analyses over their common statements, by the numbers of a."""
    return tuple(_common_rows([a.z_scores, b.z_scores], [a, b], by))


def tucker(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Column of left x column of right: Tucker's phi over the rows that both columns have."""
    x, y = left.to_numpy(dtype=float), right.to_numpy(dtype=float)
    has_x, has_y = ~np.isnan(x), ~np.isnan(y)
    x, y = np.where(has_x, x, 0.0), np.where(has_y, y, 0.0)
    length = ((x**2).T @ has_y) * (has_x.T @ (y**2))
    phi = np.divide(x.T @ y, np.sqrt(length), out=np.full(length.shape, np.nan), where=length > 0)
    return pd.DataFrame(phi, index=left.columns, columns=right.columns)


def likest_pairs(table: pd.DataFrame) -> dict[str, str]:
    """Row -> column, each at most once: the pair of largest absolute value is taken first."""
    left = table.abs().to_numpy(dtype=float, copy=True)
    pairs: dict[str, str] = {}
    while left.size and not np.isnan(left).all():
        row, column = np.unravel_index(np.nanargmax(left), left.shape)
        pairs[str(table.index[row])] = str(table.columns[column])
        left[row, :] = left[:, column] = np.nan
    return pairs


def reading(phi: float) -> str:
    """Tucker's phi in words (Lorenzo-Seva & ten Berge 2006, Methodology 2, 57-64)."""
    size = abs(phi)
    word = "equal" if size >= 0.95 else "fair" if size >= 0.85 else "not alike"
    return f"{word}, reversed" if phi < 0 and size >= 0.85 else word


def _named(analyses: Sequence[QAnalysis] | Mapping[str, QAnalysis]) -> dict[str, QAnalysis]:
    """The analyses by name; letters where none were given."""
    if isinstance(analyses, Mapping):
        named = {str(name): analysis for name, analysis in analyses.items()}
    else:
        count = len(analyses)
        letters = ascii_uppercase if count <= 26 else [f"S{i}" for i in range(1, count + 1)]
        named = dict(zip(letters, analyses, strict=False))
    if not named:
        raise StudyError("A second-order analysis needs analyses to compare; none was given.")
    return named


def _common_rows(
    tables: Sequence[pd.DataFrame], analyses: Sequence[QAnalysis], by: str
) -> list[pd.DataFrame]:
    """Tables statement x factor cut to the statements that all analyses share.

    Rows are in the order of the first analysis and carry its statement numbers.
    """
    if by not in BY:
        raise StudyError(f'Statements are matched by "number" or by "text", not by "{by}".')
    keys = [_keys(analysis.study.qset, by) for analysis in analyses]
    shared = [key for key in keys[0] if all(key in other for other in keys[1:])]
    if len(shared) < 2:
        raise StudyError(
            f"The studies have {len(shared)} statements in common, and at least 2 are needed; "
            'match them by="text" if the same wordings have other numbers.'
        )
    if not by:
        _refuse_two_wordings([a.study.qset for a in analyses], [keys[0][key] for key in shared])
    numbers = [keys[0][key] for key in shared]
    return [
        table.loc[[own[key] for key in shared]].set_axis(numbers, axis=0)
        for table, own in zip(tables, keys, strict=True)
    ]


def _keys(qset: QSet, by: str) -> dict[str, int]:
    """What a statement is known by -> its number."""
    if by == "text":
        return {_plain(statement.text): statement.number for statement in qset}
    return {str(number): number for number in qset.numbers}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _refuse_two_wordings(qsets: Sequence[QSet], numbers: Sequence[int]) -> None:
    for other in qsets[1:]:
        for number in numbers:
            texts = qsets[0][number].text, other[number].text
            if _plain(texts[0]) != _plain(texts[1]):
                raise StudyError(
                    f'Statement {number} reads "{texts[0]}" in one study and "{texts[1]}" in '
                    'another; match by="text", or by="number" if they are the same card, as in '
                    "a translation."
                )


def _array_sorts(table: pd.DataFrame, analysis: QAnalysis) -> pd.DataFrame:
    """The factor arrays that there are, as sorts."""
    values = table[analysis.scored].to_numpy(dtype=float, na_value=np.nan)
    return pd.DataFrame(values, index=table.index, columns=analysis.scored)


def _second_study(named: Mapping[str, QAnalysis], sorts: pd.DataFrame) -> QStudy:
    """The study whose sorts are the factor arrays of other analyses."""
    first = next(iter(named.values())).study
    kept = tuple(first.qset[int(number)] for number in sorts.index)
    qset = QSet(kept, stem=first.qset.stem, language=first.qset.language, note=first.qset.note)
    found = [f"{name}: {a.study.name or 'unnamed study'}" for name, a in named.items()]
    for name, analysis in named.items():
        empty = [factor for factor in analysis.factors if factor not in analysis.scored]
        if empty:
            found.append(f"{name}: {', '.join(empty)} left out, having no flagged sort.")
    made_up = [a.study.synthetic for a in named.values() if a.study.synthetic]
    return QStudy(
        name="Second-order analysis",
        qset=qset,
        grid=_second_grid(named, sorts),
        sorts=sorts,
        found=tuple(found),
        synthetic=made_up[0] if made_up else "",
    )


def _second_grid(named: Mapping[str, QAnalysis], sorts: pd.DataFrame) -> Grid:
    """The first study's grid; over a part of its statements, the places of its first array."""
    grid = next(iter(named.values())).study.grid
    if grid.size == len(sorts):
        return grid
    complete = [column for _, column in sorts.items() if column.notna().all()]
    if complete:
        return Grid.of(complete[0].tolist())
    places: Floats = np.sort(grid.places)[
        np.linspace(0, grid.size - 1, len(sorts)).round().astype(int)
    ]
    return Grid.of(places.tolist())
