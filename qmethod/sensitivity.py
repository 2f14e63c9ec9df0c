"""Which findings survive another extraction, rotation, level or reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.analysis import analyse
from qmethod.completion import complete
from qmethod.congruence import likest_pairs, reading, tucker
from qmethod.design import QStudy
from qmethod.record import Decision, QAnalysis
from qmethod.statements import distinguishing
from qmethod.steps import invert

Variant = QAnalysis | StudyError


def sensitivity(
    study: QStudy,
    factors: int | Sequence[int],
    *,
    hand: QAnalysis | None = None,
    **choices: Any,
) -> pd.DataFrame:
    """Which distinguishing statements survive other choices, one row per statement and factor.

    The reference is the analysis rotated by `hand` where there is one, else the first of
    each choice. Every combination of the choices is analysed, and `hand` at every flag level
    and reliability; factors are matched to the reference by their z-scores, and turned round
    where they are its mirror image. A statement survives where it distinguishes the matched
    factor in the same direction.

    choices : extractions=("pca", "centroid"), rotations=("varimax",), flag_levels=(0.05,
        0.01), reliabilities=(0.80,), correlation="pearson"; see `variants`.

    Columns: statement, factor, direction ("higher", "lower", "between"), one column per
    variant with the level reached ("p < .01") or "", survives (in how many of the others),
    out_of (others that could be analysed), everywhere (bool). `sensitivity_matches` says how
    well the factors match.

    Raises
    ------
    StudyError
        If the reference itself cannot be analysed, or `hand` is of another study.
    """
    return survival(variants(study, factors, hand=hand, **choices))


def sensitivity_matches(
    study: QStudy,
    factors: int | Sequence[int],
    *,
    hand: QAnalysis | None = None,
    **choices: Any,
) -> pd.DataFrame:
    """How well the factors of each variant match the reference, one row per variant and factor.

    Columns: variant, factor (of the reference), match, correlation of their z-scores, reading
    ("equal", "fair", "not alike", as in `match_factors`), same_sorts (flagged on both) and
    problem: why the variant could not be analysed, or empty. Arguments as in `sensitivity`.
    """
    return matches(variants(study, factors, hand=hand, **choices))


def variants(
    study: QStudy,
    factors: int | Sequence[int],
    *,
    hand: QAnalysis | None = None,
    extractions: Sequence[str] = ("pca", "centroid"),
    rotations: Sequence[str] = ("varimax",),
    flag_levels: Sequence[float] = (0.05, 0.01),
    reliabilities: Sequence[float] = (0.80,),
    correlation: str = "pearson",
) -> dict[str, Variant]:
    """Name -> analysis, or the error where there is none; the reference comes first.

    Names are like "pca varimax .05", or "by hand .05"; the reliability stands behind where
    there are several.
    """
    found: dict[str, Variant] = {}
    several = len(reliabilities) > 1
    if hand is not None:
        _check_same_study(study, hand)
        own = hand.settings
        pairs = product(_first(own.flag_level, flag_levels), _first(own.reliability, reliabilities))
        for level, single in pairs:
            name = _name(("by hand",), level, single, several)
            found[name] = _rescored(hand, level, single)
    for extraction, rotation, level, single in product(
        extractions, rotations, flag_levels, reliabilities
    ):
        name = _name((extraction, rotation), level, single, several)
        found[name] = _analysed(
            study,
            factors,
            extraction=extraction,
            rotation=rotation,
            flag_level=level,
            reliability=single,
            correlation=correlation,
        )
    return found


def survival(found: Mapping[str, Variant]) -> pd.DataFrame:
    """The table of `sensitivity` for variants that are there already, the reference first."""
    reference, others = _reference(found)
    table = distinguishing(reference)[["statement", "factor", "direction", "level"]]
    table = table.rename(columns={"level": next(iter(found))})
    analysed = {name: other for name, other in others.items() if isinstance(other, QAnalysis)}
    survived = np.zeros(len(table), dtype=int)
    for name, other in others.items():
        levels = _levels_in(reference, other) if isinstance(other, QAnalysis) else {}
        keys = table[["statement", "factor", "direction"]].itertuples(index=False, name=None)
        table[name] = [levels.get(key, "") for key in keys]
        survived += (table[name] != "").to_numpy(dtype=int)
    table["survives"] = survived
    table["out_of"] = len(analysed)
    table["everywhere"] = (survived == len(analysed)) & bool(analysed)
    return table


def matches(found: Mapping[str, Variant]) -> pd.DataFrame:
    """The table of `sensitivity_matches` for variants that are there already."""
    reference, others = _reference(found)
    rows = [(name, *row) for name, other in others.items() for row in _match_rows(reference, other)]
    columns = ["variant", "factor", "match", "correlation", "reading", "same_sorts", "problem"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"same_sorts": "Int64", "correlation": float})


def _check_same_study(study: QStudy, hand: QAnalysis) -> None:
    if hand.study.fingerprint != study.fingerprint:
        raise StudyError(
            f'The analysis rotated by hand is of another study ("{hand.study.name}") than the '
            f'one given ("{study.name}"); give the study that it was made from.'
        )


def _first(own: float, asked: Sequence[float]) -> list[float]:
    """The values asked for, the analysis' own in front."""
    return [own, *(value for value in asked if value != own)]


def _name(choices: tuple[str, ...], level: float, single: float, several: bool) -> str:
    parts = [*choices, f"{level:g}".replace("0.", ".")]
    return " ".join([*parts, f"r={single:.2f}".replace("0.", ".")] if several else parts)


def _analysed(study: QStudy, factors: int | Sequence[int], **choices: object) -> Variant:
    try:
        return analyse(study, factors, **choices)  # type: ignore[arg-type]
    except StudyError as error:
        return error


def _rescored(analysis: QAnalysis, level: float, single: float) -> QAnalysis:
    """The analysis with other settings for flags and reliability; its loadings stay."""
    settings = replace(analysis.settings, flag_level=level, reliability=single)
    if settings == analysis.settings:
        return analysis
    choice = f"Flags at {level:g}, reliability of a single sort {single:.2f}"
    return complete(
        analysis.study,
        settings,
        correlations=analysis.correlations,
        unrotated=analysis.unrotated,
        eigenvalues=analysis.eigenvalues,
        loadings=analysis.loadings,
        decisions=(*analysis.decisions, Decision("sensitivity", choice)),
        pattern=analysis.pattern,
        phi=analysis.phi,
        by_hand=analysis.by_hand,
        splits=analysis.splits,
        steps=analysis.steps,
        converged=analysis.converged,
        given_flags=analysis.given_flags,
    )


def _reference(found: Mapping[str, Variant]) -> tuple[QAnalysis, dict[str, Variant]]:
    """The first variant, which must be there, and the others."""
    (name, reference), *others = found.items()
    if isinstance(reference, StudyError):
        raise StudyError(f"The reference ({name}) cannot be analysed. {reference}") from reference
    return reference, dict(others)


def _pairs(reference: QAnalysis, other: QAnalysis) -> tuple[dict[str, str], pd.DataFrame]:
    """Factor of the reference -> factor of the other, and the correlations of z-scores."""
    between = tucker(reference.z_scores, other.z_scores)
    return likest_pairs(between), between


def _levels_in(reference: QAnalysis, other: QAnalysis) -> dict[tuple[int, str, str], str]:
    """(statement, factor of the reference, direction) -> level, in the other analysis."""
    pairs, between = _pairs(reference, other)
    turned = other
    halves = {half for pair in other.splits for half in pair}
    for factor, match in pairs.items():
        if between.at[factor, match] < 0 and match not in halves:
            turned = invert(turned, match)
    name_in_reference = {match: factor for factor, match in pairs.items()}
    levels = {}
    for row in distinguishing(turned).itertuples():
        if row.factor in name_in_reference:
            levels[row.statement, name_in_reference[row.factor], row.direction] = row.level
    return levels


def _match_rows(reference: QAnalysis, other: Variant) -> list[tuple[object, ...]]:
    if isinstance(other, StudyError):
        return [(factor, "", np.nan, "", pd.NA, str(other)) for factor in reference.factors]
    pairs, between = _pairs(reference, other)
    rows: list[tuple[object, ...]] = []
    for factor in reference.factors:
        match = pairs.get(factor)
        if match is None:
            rows.append((factor, "", np.nan, "", pd.NA, ""))
            continue
        size = float(between.at[factor, match])
        same = int((reference.flags[factor] & other.flags[match]).sum())
        rows.append((factor, match, size, reading(size), same, ""))
    return rows
