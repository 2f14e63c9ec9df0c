"""The steps a researcher takes by hand: each gives a new analysis and leaves a record."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.completion import changed
from qmethod.record import Decision, QAnalysis, Step
from qmethod.rotation import procrustes, rotate_pair


def rotate_by_hand(
    analysis: QAnalysis, first: str, second: str, *, degrees: float, because: str = ""
) -> QAnalysis:
    """The analysis after the axes of two factors have turned counter-clockwise by degrees.

    New first = first cos d + second sin d; new second = second cos d - first sin d. Factor
    names stay. Automatic flags are renewed; flags set by hand stay and are in `notices`.

    Raises
    ------
    StudyError
        If a factor is unknown, both are the same, one is half of a split factor, the
        degrees are no finite number, or the solution is oblique.
    """
    _check_turn(analysis, (first, second), f"turn {first} and {second}")
    if first == second:
        raise StudyError(f"A rotation by hand needs two factors; {first} was named twice.")
    if not np.isfinite(degrees):
        raise StudyError(f"Degrees must be a number, like -12; found {degrees}.")
    columns = analysis.factors
    turned = rotate_pair(
        analysis.loadings.to_numpy(), columns.index(first), columns.index(second), degrees
    )
    loadings = pd.DataFrame(turned, index=analysis.loadings.index, columns=columns)
    choice = f"{first} and {second} turned by {degrees:g} degrees"
    arguments = {"first": first, "second": second, "degrees": degrees, "because": because}
    return changed(
        analysis,
        Decision("rotation by hand", choice, because),
        Step("rotate_by_hand", arguments),
        loadings=loadings,
    )


def rotate_to_target(analysis: QAnalysis, target: pd.DataFrame, *, because: str = "") -> QAnalysis:
    """The analysis turned rigidly to lie as near as it can to target loadings.

    target : participant x factor, the loadings aimed at (orthogonal Procrustes).

    Raises
    ------
    StudyError
        If the target lacks a participant or a factor, holds gaps, or the solution is oblique.
    """
    _check_turn(analysis, tuple(analysis.factors), "turn the factors to a target")
    target = _fitting_target(analysis, target)
    turned = procrustes(analysis.loadings.to_numpy(), target.to_numpy())
    loadings = pd.DataFrame(turned, index=target.index, columns=target.columns)
    arguments = {"target": target.to_dict("split"), "because": because}
    return changed(
        analysis,
        Decision("rotation to a target", "Factors turned to the target loadings", because),
        Step("rotate_to_target", arguments),
        loadings=loadings,
    )


def reflag(
    analysis: QAnalysis, participant: str, factor: str, *, flagged: bool, because: str = ""
) -> QAnalysis:
    """The analysis with one flag set or taken off by hand.

    Raises
    ------
    StudyError
        If there is no such participant or factor.
    """
    analysis.of(factor)
    if participant not in analysis.loadings.index:
        raise StudyError(
            f'There is no participant "{participant}" in this analysis; it has '
            f"{', '.join(analysis.study.names)}."
        )
    done = "flagged on" if flagged else "no longer flagged on"
    arguments = {
        "participant": participant, "factor": factor, "flagged": flagged, "because": because,
    }  # fmt: skip
    return changed(
        analysis,
        Decision("flag by hand", f"{participant} {done} {factor}", because),
        Step("reflag", arguments),
        by_hand={**analysis.by_hand, (participant, factor): flagged},
    )


def invert(analysis: QAnalysis, factor: str, *, because: str = "") -> QAnalysis:
    """The analysis with the sign of one factor changed, and everything after with it.

    Raises
    ------
    StudyError
        If there is no such factor, or it is half of a split one.
    """
    _refuse_halves(analysis, (analysis.of(factor),), f"invert {factor}")
    changes: dict[str, pd.DataFrame | None] = {"loadings": _negated(analysis.loadings, factor)}
    if analysis.pattern is not None and analysis.phi is not None:
        changes["pattern"] = _negated(analysis.pattern, factor)
        changes["phi"] = _negated(_negated(analysis.phi, factor).T, factor)
    return changed(
        analysis,
        Decision("inversion", f"{factor} inverted", because),
        Step("invert", {"factor": factor, "because": because}),
        **changes,
    )


def split(analysis: QAnalysis, factor: str, *, because: str = "") -> QAnalysis:
    """The analysis with a bipolar factor in two: the sorts of either pole define their own.

    F2 becomes F2a, with the flagged sorts that load positively, and F2b, with those that
    load negatively, reflected. The two take F2's place.

    Raises
    ------
    StudyError
        If there is no such factor, it is split already, the solution is oblique, or the
        flagged sorts all lie on one side.
    """
    _check_turn(analysis, (factor,), f"split {factor}")
    loading, flagged = analysis.loadings[factor], analysis.flags[factor]
    if not ((flagged & (loading > 0)).any() and (flagged & (loading < 0)).any()):
        raise StudyError(
            f"{factor} cannot be split: its flagged sorts do not load on both sides; invert it "
            "if they all load negatively."
        )
    halves = (f"{factor}a", f"{factor}b")
    loadings = _in_place(analysis.loadings, factor, {halves[0]: loading, halves[1]: -loading})
    by_hand = {key: value for key, value in analysis.by_hand.items() if key[1] != factor}
    for participant in loading.index:
        for half in halves:
            same_side = loadings.at[participant, half] > 0
            by_hand[str(participant), half] = bool(flagged[participant] and same_side)
    return changed(
        analysis,
        Decision("split", f"{factor} split into {halves[0]} and {halves[1]}", because),
        Step("split", {"factor": factor, "because": because}),
        loadings=loadings,
        by_hand=by_hand,
        splits=(*analysis.splits, halves),
    )


def again(analysis: QAnalysis, step: Step) -> QAnalysis:
    """The analysis after a recorded step is taken again.

    Raises
    ------
    StudyError
        If the record names a step that the toolkit does not know.
    """
    if step.name not in STEPS:
        raise StudyError(
            f'The record holds a step "{step.name}" that this version does not know; it knows '
            f"{', '.join(STEPS)}."
        )
    arguments = dict(step.arguments)
    if step.name == "rotate_to_target":
        arguments["target"] = pd.DataFrame(**arguments["target"])
    return STEPS[step.name](analysis, **arguments)


STEPS: dict[str, Callable[..., QAnalysis]] = {
    "rotate_by_hand": rotate_by_hand,
    "rotate_to_target": rotate_to_target,
    "reflag": reflag,
    "invert": invert,
    "split": split,
}


def _check_turn(analysis: QAnalysis, factors: tuple[str, ...], what: str) -> None:
    """Refuse to turn unknown factors, halves of a split one, or an oblique solution."""
    for factor in factors:
        analysis.of(factor)
    _refuse_halves(analysis, factors, what)
    if analysis.phi is not None:
        raise StudyError(
            f"An oblique solution cannot {what}; start from rotation='varimax' or 'none'."
        )


def _refuse_halves(analysis: QAnalysis, factors: tuple[str, ...], what: str) -> None:
    halves = {half for pair in analysis.splits for half in pair}
    if halves & set(factors):
        raise StudyError(
            f"Cannot {what}: {', '.join(sorted(halves & set(factors)))} is half of a split "
            "factor; make this change before the split."
        )


def _fitting_target(analysis: QAnalysis, target: pd.DataFrame) -> pd.DataFrame:
    """The target in the order of the analysis, complete."""
    absent = [p for p in analysis.study.names if p not in target.index]
    absent += [f for f in analysis.factors if f not in target.columns]
    if absent:
        raise StudyError(
            f"The target has no {absent[0]}; give a loading of every participant on every "
            f"factor ({', '.join(analysis.factors)})."
        )
    fitting = target.loc[analysis.study.names, analysis.factors].astype(float)
    if not np.isfinite(fitting.to_numpy()).all():
        raise StudyError("The target has gaps; give every participant a loading, 0 if none.")
    return fitting


def _negated(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table.assign(**{column: -table[column]})


def _in_place(
    table: pd.DataFrame, column: str, successors: dict[str, pd.Series[float]]
) -> pd.DataFrame:
    """The table with one column replaced by several where it stood."""
    columns: dict[str, pd.Series[float]] = {}
    for name in table.columns:
        columns.update(successors if name == column else {str(name): table[name]})
    return pd.DataFrame(columns)
