"""What each draw of participants gives: loadings, flags and z-scores, many draws at a time.

R replicates, m participants, n statements, d participants drawn per replicate, k factors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qmethod import resampling, scores
from qmethod.arrays import Bools, Floats, Integers
from qmethod.completion import HEYWOOD_CLIP
from qmethod.extraction import standardise
from qmethod.flags import automatic_flags
from qmethod.record import QAnalysis

_CELLS_AT_ONCE = 2_000_000
_REPLICATES_AT_ONCE = 250


@dataclass(frozen=True, eq=False)
class Replicates:
    """The replicates themselves: R of them, m participants, n statements, k factors.

    draws (R, d): positions of the participants drawn. loadings (R, m, k): NaN where a
    participant was not drawn. flags (R, m, k). z_scores (R, n, k): NaN where a factor has no
    flagged sort. heywood (R, k): whether a loading of 1 or more was set to 0.9999.
    """

    draws: Integers
    loadings: Floats
    flags: Bools
    z_scores: Floats
    heywood: Bools


def replicated(
    analysis: QAnalysis,
    draws: Integers,
    method: str,
    flags: str,
    progress: Callable[[int, int], object] | None,
) -> Replicates:
    """The replicates of an analysis for these draws (R, d), a batch at a time.

    method : of extraction. flags : "renew" or "keep", as in `bootstrap`. progress : called
    with replicates done and replicates in all after every batch.
    """
    participants, statements = len(analysis.study.names), len(analysis.study.qset)
    batch = _CELLS_AT_ONCE // (min(participants, statements) ** 2 + participants * statements)
    batch = min(max(batch, 1), _REPLICATES_AT_ONCE)
    parts = []
    for start in range(0, len(draws), batch):
        parts.append(_batch(analysis, draws[start : start + batch], method, flags))
        if progress is not None:
            progress(min(start + batch, len(draws)), len(draws))
    return Replicates(draws, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def _batch(
    analysis: QAnalysis, draws: Integers, method: str, flags: str
) -> tuple[Floats, Bools, Floats, Bools]:
    """Loadings (R, m, k), flags (R, m, k), z-scores (R, n, k) and Heywood cases (R, k)."""
    counts = resampling.times_drawn(draws, len(analysis.study.names))
    drawn = counts[..., None] > 0
    whole, place, side = _unsplit(analysis)
    target = analysis.loadings[whole].to_numpy()
    found = _extracted(analysis, draws, counts, method, len(whole))
    turned = resampling.turned_to(target, found, counts)
    loadings = turned[..., place] * side
    flagged = drawn & _flags(analysis, loadings, (turned**2).sum(axis=-1), flags)
    excessive = flagged & (np.abs(loadings) >= 1 - 1e-12)
    usable = np.where(excessive, np.sign(loadings) * HEYWOOD_CLIP, loadings)
    weight = scores.weights(usable, flagged) * counts[..., None]
    z = scores.z_scores(
        analysis.study.sorts.to_numpy(dtype=float), weight, composite=analysis.settings.composite
    )
    return np.where(drawn, loadings, np.nan), flagged, z, np.asarray(excessive.any(axis=-2))


def _unsplit(analysis: QAnalysis) -> tuple[list[str], Integers, Floats]:
    """The factors that are a dimension each, and for every factor its dimension and side.

    The halves of a split factor share one dimension, the second half looking the other way.
    """
    first = {second: one for one, second in analysis.splits}
    whole = [factor for factor in analysis.factors if factor not in first]
    place = np.array([whole.index(first.get(factor, factor)) for factor in analysis.factors])
    side = np.array([-1.0 if factor in first else 1.0 for factor in analysis.factors])
    return whole, place, side


def _extracted(
    analysis: QAnalysis, draws: Integers, counts: Integers, method: str, dimensions: int
) -> Floats:
    """Shape (R, m, k): unrotated factors of each draw, by the analysis' own extraction."""
    settings, study = analysis.settings, analysis.study
    factors = max(dimensions, *settings.kept)
    correlations = analysis.correlations.to_numpy()
    if method != "pca":
        return resampling.one_by_one(
            correlations,
            draws,
            factors,
            method,
            iterations=settings.iterations,
            threshold=settings.threshold,
        )
    if settings.correlation == "pearson" and study.complete and len(study.names) > len(study.qset):
        standardised = standardise(study.sorts.to_numpy(dtype=float))
        return resampling.components_of_sorts(standardised, counts, factors)
    return resampling.components(correlations, counts, factors)


def _flags(analysis: QAnalysis, loadings: Floats, communality: Floats, flags: str) -> Bools:
    """Shape (R, m, k): flags kept as they stand, or renewed save for those set by hand."""
    standing = analysis.flags.to_numpy()
    if flags == "keep":
        return np.broadcast_to(standing, loadings.shape)
    full = _automatic(analysis, analysis.loadings.to_numpy(), analysis.communalities.to_numpy())
    by_hand = standing != full
    for step in analysis.steps:
        if step.name == "reflag" and step.arguments["factor"] in analysis.factors:
            row = analysis.study.names.index(step.arguments["participant"])
            by_hand[row, analysis.factors.index(step.arguments["factor"])] = True
    return np.where(by_hand, standing, _automatic(analysis, loadings, communality))


def _automatic(analysis: QAnalysis, loadings: Floats, communality: Floats) -> Bools:
    """Flags by the analysis' rule; half of a split factor takes the sorts on its side."""
    settings, split = analysis.settings, {half for pair in analysis.splits for half in pair}
    flags = automatic_flags(
        loadings,
        communality,
        len(analysis.study.qset),
        rule=settings.flag_rule,
        level=settings.flag_level,
    )
    halves = np.array([factor in split for factor in analysis.factors])
    return flags & ~(halves & (loadings < 0))
