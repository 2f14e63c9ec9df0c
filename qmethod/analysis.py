"""The by-person factor analysis: from a study to factor arrays, every decision recorded."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod import extraction as extracting
from qmethod import scores
from qmethod.arrays import Floats, Integers
from qmethod.completion import complete
from qmethod.design import QStudy
from qmethod.flags import FLAG_RULES
from qmethod.given import given_flags, given_loadings
from qmethod.levels import critical_value
from qmethod.record import Decision, QAnalysis, Settings
from qmethod.rotation import ROTATIONS, ObliqueRotation, rotate
from qmethod.wording import decisions_of


def analyse(
    study: QStudy,
    factors: int | Sequence[int],
    *,
    extraction: str = "pca",
    rotation: str = "varimax",
    correlation: str = "pearson",
    flag_level: float = 0.05,
    flag_rule: str = "both",
    composite: str = "standardised",
    reliability: float = 0.80,
    heywood: str = "refuse",
    order: str = "extracted",
    iterations: int | None = None,
    threshold: float | None = None,
    because: str = "",
) -> QAnalysis:
    """The by-person factor analysis of a study.

    factors : how many unrotated factors to keep, or which ones, as in (1, 3).
    extraction : "pca", "centroid" (Brown), "horst" or "paf".
    rotation : "varimax", "none", "quartimax", "equamax", "promax" or "oblimin".
    correlation : "pearson", "spearman" or "kendall".
    flag_level, flag_rule : significance of a loading (0.05, 0.01, 0.001), and whether a flag
        needs that and the majority of the communality ("both"), one of them
        ("significance", "majority"), or is left to the researcher ("none").
    composite : each sort "standardised" before it is weighted, or "raw".
    reliability : test-retest reliability of a single sort.
    heywood : "refuse" a loading of 1 or more, or "clip" it to 0.9999.
    order : factors "extracted" first come first, or by "variance" after rotation.
    iterations, threshold : when an iterated extraction stops; None for its own default.
    because : why this many factors; it goes into the record and the report.

    Raises
    ------
    StudyError
        If a choice is unknown, a sort cannot be correlated, or the sorts cannot carry so
        many factors.
    """
    settings = Settings(
        factors=_whole(factors),
        extraction=extraction,
        rotation=rotation,
        correlation=correlation,
        flag_level=flag_level,
        flag_rule=flag_rule,
        composite=composite,
        reliability=reliability,
        heywood=heywood,
        order=order,
        iterations=iterations,
        threshold=threshold,
        because=because,
    )
    _check_settings(settings)
    matrix = correlate(study, correlation)
    solution = _extracted(study, matrix.to_numpy(), settings)
    kept = solution.loadings[:, [number - 1 for number in settings.kept]]
    names = pd.Index([f"F{number}" for number in settings.kept])
    pattern, structure, phi = _rotated(kept, settings)
    return complete(
        study,
        settings,
        correlations=matrix,
        unrotated=_by_participant(study, kept, names),
        eigenvalues=_eigenvalues(solution.eigenvalues),
        loadings=_by_participant(study, structure, names),
        pattern=None if pattern is None else _by_participant(study, pattern, names),
        phi=None if phi is None else pd.DataFrame(phi, names, names),
        converged=solution.converged,
        decisions=tuple(Decision(*words) for words in decisions_of(study, settings)),
    )


def from_loadings(
    study: QStudy,
    loadings: pd.DataFrame,
    flags: pd.DataFrame | None = None,
    *,
    composite: str = "standardised",
    reliability: float = 0.80,
    heywood: str = "refuse",
    because: str = "",
) -> QAnalysis:
    """The rest of the analysis from given loadings and flags, both participant x factor.

    Without flags the automatic rule at .05 sets them. Factor names are the columns'.

    Raises
    ------
    StudyError
        If the participants or factors do not fit, or a cell holds no number or no flag.
    """
    labelled = given_loadings(loadings, study)
    marked = None if flags is None else given_flags(flags, study, list(labelled.columns))
    settings = Settings(
        factors=labelled.shape[1],
        extraction="given",
        rotation="given",
        composite=composite,
        reliability=reliability,
        heywood=heywood,
        because=because,
    )
    choice = f"Loadings of {labelled.shape[1]} factors were given" + (
        ", flags too" if marked is not None else "; flags are automatic"
    )
    return complete(
        study,
        settings,
        correlations=correlate(study),
        unrotated=labelled,
        eigenvalues=(labelled**2).sum(),
        loadings=labelled,
        by_hand=_every_flag(marked),
        given_flags=marked,
        decisions=(Decision("loadings", choice, because),),
    )


def correlate(study: QStudy, method: str = "pearson") -> pd.DataFrame:
    """Participant x participant: correlations between sorts over the cards both placed.

    Raises
    ------
    StudyError
        If there is one participant alone, a sort has no spread, or two share too few cards.
    """
    if method not in extracting.CORRELATIONS:
        raise StudyError(
            f'Correlation "{method}" is unknown; choose one of '
            f"{', '.join(extracting.CORRELATIONS)}."
        )
    if len(study.names) < 2:
        raise StudyError(
            f"The study holds one sort, {study.names[0]}; a by-person analysis compares at "
            "least two, so add the other sorts."
        )
    _refuse_flat_sorts(study)
    matrix = extracting.correlations(study.sorts, method)
    for row, column in np.argwhere(np.isnan(matrix)):
        raise StudyError(
            f"{study.names[row]} and {study.names[column]} cannot be correlated: they share too "
            "few cards or no spread on them; leave one of the two sorts out."
        )
    return pd.DataFrame(matrix, index=study.sorts.columns, columns=study.sorts.columns)


def _by_participant(study: QStudy, values: Floats, factors: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(values, index=study.sorts.columns, columns=factors)


def _whole(factors: Any) -> int | tuple[int, ...]:
    """What was asked for as plain whole numbers, whichever kind of number it came in."""
    try:
        return tuple(index(number) for number in factors) if np.ndim(factors) else index(factors)
    except TypeError:
        raise StudyError(
            "Factors are asked for as a whole number, like 3, or as factor numbers, like (1, 3); "
            f'found "{factors}".'
        ) from None


def _check_settings(settings: Settings) -> None:
    """Refuse a choice that the toolkit does not know before any work is done."""
    for value, known, what in (
        (settings.extraction, extracting.EXTRACTIONS, "Extraction"),
        (settings.rotation, ROTATIONS, "Rotation"),
        (settings.flag_rule, FLAG_RULES, "Flag rule"),
        (settings.composite, scores.COMPOSITES, "Composite"),
        (settings.heywood, ("refuse", "clip"), "Heywood"),
        (settings.order, ("extracted", "variance"), "Order"),
    ):
        if value not in known:
            raise StudyError(f'{what} "{value}" is unknown; choose one of {", ".join(known)}.')
    critical_value(settings.flag_level)
    if not 0 < settings.reliability < 1:
        raise StudyError(
            "The reliability of a single sort lies between 0 and 1, like 0.80; found "
            f"{settings.reliability}."
        )
    for stop in ("iterations", "threshold"):
        value = getattr(settings, stop)
        if value is not None and not value > 0:
            raise StudyError(f"The {stop} of an extraction must be above 0; found {value}.")
    kept = settings.kept
    if not kept or min(kept) < 1 or len(set(kept)) < len(kept):
        raise StudyError(
            f"Factors are asked for as a number of 1 or more, or as distinct factor numbers; "
            f"found {settings.factors}."
        )


def _refuse_flat_sorts(study: QStudy) -> None:
    """Refuse sorts without a card, or with one value throughout: they correlate with nothing."""
    values = study.sorts.to_numpy(dtype=float)
    bare = [study.names[position] for position in np.flatnonzero(np.isnan(values).all(axis=0))]
    if bare:
        raise StudyError(
            f"The sort of {', '.join(bare)} holds no card; fill it in or leave it out."
        )
    with np.errstate(invalid="ignore"):
        spread = np.fmax.reduce(values) - np.fmin.reduce(values)
    flat = [name for name, width in zip(study.names, spread, strict=True) if not width > 0]
    if flat:
        raise StudyError(
            f"The sort of {', '.join(flat)} has one value throughout, so it correlates with "
            "nothing; correct it or leave it out."
        )


def _extracted(study: QStudy, matrix: Floats, settings: Settings) -> extracting.Extraction:
    """The unrotated solution, once it is sure that the sorts can carry so many factors."""
    wanted = max(settings.kept)
    # Components bring all eigenvalues along; to find them twice would cost as much again.
    components = settings.extraction == "pca"
    solution = extracting.principal_components(matrix, wanted) if components else None
    rank = extracting.rank_of(solution.eigenvalues) if solution else extracting.rank(matrix)
    if wanted > rank:
        raise StudyError(
            f"{wanted} factors were asked for, but {len(study.names)} sorts of "
            f"{len(study.qset)} statements carry at most {rank}; ask for {rank} or fewer."
        )
    return solution or extracting.extract(
        matrix,
        wanted,
        settings.extraction,
        iterations=settings.iterations,
        threshold=settings.threshold,
    )


def _rotated(unrotated: Floats, settings: Settings) -> tuple[Floats | None, Floats, Floats | None]:
    """Pattern, structure and phi; pattern and phi are None unless the rotation is oblique."""
    turned = rotate(unrotated, settings.rotation)
    if isinstance(turned, ObliqueRotation):
        order = _order(turned.structure, settings)
        phi = turned.phi[np.ix_(order, order)]
        return turned.pattern[:, order], turned.structure[:, order], phi
    turned = extracting.reflected(turned)
    return None, turned[:, _order(turned, settings)], None


def _order(loadings: Floats, settings: Settings) -> Integers:
    if settings.order == "extracted":
        return np.arange(loadings.shape[1])
    return np.argsort(-(loadings**2).sum(axis=0), kind="stable")


def _eigenvalues(values: Floats) -> pd.Series[float]:
    return pd.Series(values, index=[f"F{i}" for i in range(1, len(values) + 1)])


def _every_flag(flags: pd.DataFrame | None) -> dict[tuple[str, str], bool]:
    if flags is None:
        return {}
    return {(str(p), str(f)): bool(flags.at[p, f]) for p in flags.index for f in flags.columns}
