"""Everything that follows from loadings: flags, scores, arrays and characteristics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod import scores
from qmethod.arrays import Floats
from qmethod.design import QStudy
from qmethod.flags import automatic_flags, communality, explained_variance
from qmethod.record import Decision, QAnalysis, Settings, Step

HEYWOOD_CLIP = 0.9999


def complete(
    study: QStudy,
    settings: Settings,
    *,
    correlations: pd.DataFrame,
    unrotated: pd.DataFrame,
    eigenvalues: pd.Series[float],
    loadings: pd.DataFrame,
    decisions: tuple[Decision, ...],
    pattern: pd.DataFrame | None = None,
    phi: pd.DataFrame | None = None,
    by_hand: Mapping[tuple[str, str], bool] | None = None,
    splits: tuple[tuple[str, str], ...] = (),
    steps: tuple[Step, ...] = (),
    converged: bool = True,
    given_flags: pd.DataFrame | None = None,
) -> QAnalysis:
    """The analysis with flags, scores, arrays and characteristics worked out from loadings."""
    loadings, decisions = _without_heywood(loadings, settings, decisions)
    by_hand = dict(by_hand or {})
    factors = loadings.columns
    flags = _flags(
        loadings, communality(loadings, pattern, splits).to_numpy(), study, settings, by_hand
    )
    weight = scores.weights(loadings.to_numpy(), flags.to_numpy())
    z = scores.z_scores(study.sorts.to_numpy(dtype=float), weight, composite=settings.composite)
    arrays, ties = _arrays(z, study, factors)
    characteristics = _characteristics(loadings, pattern, flags, splits, settings)
    return QAnalysis(
        study=study,
        settings=settings,
        correlations=correlations,
        unrotated=unrotated,
        eigenvalues=eigenvalues,
        loadings=loadings,
        flags=flags,
        z_scores=pd.DataFrame(z, index=study.sorts.index, columns=factors),
        factor_arrays=arrays,
        characteristics=characteristics,
        factor_correlations=pd.DataFrame(_correlated(z), factors, factors),
        se_of_differences=pd.DataFrame(
            scores.se_of_differences(characteristics["se"].to_numpy()), factors, factors
        ),
        decisions=decisions,
        steps=steps,
        pattern=pattern,
        phi=phi,
        by_hand=by_hand,
        splits=splits,
        ties=ties,
        converged=converged,
        given_flags=given_flags,
    )


def changed(analysis: QAnalysis, decision: Decision, step: Step, **changes: Any) -> QAnalysis:
    """The analysis worked out anew after one step, which is added to its record."""
    kept = {
        name: changes.get(name, getattr(analysis, name))
        for name in (
            "correlations", "unrotated", "eigenvalues", "loadings", "pattern", "phi",
            "by_hand", "splits", "converged", "given_flags",
        )
    }  # fmt: skip
    return complete(
        analysis.study,
        analysis.settings,
        decisions=(*analysis.decisions, decision),
        steps=(*analysis.steps, step),
        **kept,
    )


def _without_heywood(
    loadings: pd.DataFrame, settings: Settings, decisions: tuple[Decision, ...]
) -> tuple[pd.DataFrame, tuple[Decision, ...]]:
    """The loadings, if all are under 1; else clipped where that was asked for."""
    values = loadings.to_numpy()
    excessive = np.argwhere(~(np.abs(values) < 1 - 1e-12))
    if not len(excessive):
        return loadings, decisions
    where = [f"{loadings.index[p]} on {loadings.columns[f]}" for p, f in excessive]
    if settings.heywood == "refuse":
        row, column = excessive[0]
        raise StudyError(
            f"Heywood case: {where[0]} loads {values[row, column]:.4f}, and a loading of 1 or "
            "more has no factor weight; extract fewer factors, use principal components, leave "
            'the sort out, or choose heywood="clip" to set it to 0.9999.'
        )
    clipped = loadings.clip(-HEYWOOD_CLIP, HEYWOOD_CLIP)
    note = Decision("heywood", f"Loadings set to {HEYWOOD_CLIP}: {', '.join(where)}")
    return clipped, (*decisions, note)


def _flags(
    loadings: pd.DataFrame,
    shared: Floats,
    study: QStudy,
    settings: Settings,
    by_hand: Mapping[tuple[str, str], bool],
) -> pd.DataFrame:
    """Automatic flags, with those that the researcher set in their place."""
    flags = automatic_flags(
        loadings.to_numpy(),
        shared,
        len(study.qset),
        rule=settings.flag_rule,
        level=settings.flag_level,
    )
    labelled = pd.DataFrame(flags, index=loadings.index, columns=loadings.columns)
    for (participant, factor), flagged in by_hand.items():
        labelled.at[participant, factor] = flagged
    return labelled


def _arrays(
    z: Floats, study: QStudy, factors: pd.Index
) -> tuple[pd.DataFrame, dict[str, list[list[int]]]]:
    """Factor arrays in whole grid values, and by factor the statements whose z-scores tie."""
    # A tie goes to the lower number, in whatever order the Q-set lists its statements.
    numbers = sorted(study.qset.numbers)
    ascending = np.argsort(study.qset.numbers)
    placed = [scores.factor_array(column, study.grid) for column in z[ascending].T]
    values = np.column_stack([values for values, _ in placed])[np.argsort(ascending)]
    ties = {
        factor: [[numbers[position] for position in group] for group in tied]
        for factor, (_, tied) in zip(factors, placed, strict=True)
    }
    if np.isnan(z).any():
        return pd.DataFrame(values, study.sorts.index, factors).astype("Int64"), ties
    return pd.DataFrame(values.astype(np.int64), study.sorts.index, factors), ties


def _characteristics(
    loadings: pd.DataFrame,
    pattern: pd.DataFrame | None,
    flags: pd.DataFrame,
    splits: tuple[tuple[str, str], ...],
    settings: Settings,
) -> pd.DataFrame:
    explained = explained_variance(loadings, pattern, splits)
    flagged = flags.to_numpy().sum(axis=0)
    reliable = scores.reliability(flagged, settings.reliability)
    return pd.DataFrame(
        {
            "flagged": flagged,
            "eigenvalue": explained,
            "variance_percent": 100 * explained / len(loadings),
            "reliability": reliable,
            "se": scores.standard_error(reliable),
        },
        index=loadings.columns,
    )


def _correlated(z: Floats) -> Floats:
    """Shape (k, k): correlations between z-scores over statements that both factors have."""
    if np.isnan(z).any():
        correlated: Floats = pd.DataFrame(z).corr(min_periods=2).to_numpy()
    else:
        correlated = z.T @ z / (len(z) - 1)
    return correlated
