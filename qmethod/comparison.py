"""Solutions with more and with fewer factors side by side: who moves where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from qmethod.congruence import likest_pairs, tucker
from qmethod.design import QStudy
from qmethod.record import QAnalysis
from qmethod.retention import retention_of, solutions

_CONTINUES = 0.5


@dataclass(frozen=True, eq=False)
class Comparison:
    """Solutions for several numbers of factors, and how their viewpoints hang together.

    retention : as `retention` gives it, for the numbers of factors asked for.
    movement : participant x number of factors, the viewpoints that the sort is flagged on:
        "A", "A, C", "-A" where it stands for the opposite, "" for none. A letter keeps its
        viewpoint from one solution to the next. Column moves: how often a sort that was
        flagged in two neighbouring solutions shares no viewpoint between them.
    viewpoints : one row per solution and factor: factors, factor, viewpoint, before (the
        factor that it continues), correlation (of the two z-scores), flagged.
    """

    retention: pd.DataFrame
    movement: pd.DataFrame
    viewpoints: pd.DataFrame


def compare(
    study: QStudy,
    ks: Iterable[int] = range(2, 8),
    *,
    seed: int = 1,
    permutations: int = 1000,
    extraction: str = "pca",
    rotation: str = "varimax",
    correlation: str = "pearson",
    **choices: Any,
) -> Comparison:
    """Solutions with `ks` factors side by side; numbers that the sorts cannot carry are left out.

    Factors of neighbouring solutions are matched by the correlation of their z-scores, the
    likest pair first; one that correlates under .5 with all those before it is a new
    viewpoint. The other arguments are those of `retention`.

    Raises
    ------
    StudyError
        If none of these numbers can be carried, or a choice is unknown.
    """
    wanted = sorted(set(ks))
    if not wanted or wanted[0] < 1:
        raise StudyError(
            f"Numbers of factors to compare are 1 or more; found {', '.join(map(str, wanted))}."
        )
    options: dict[str, Any] = {
        "extraction": extraction,
        "rotation": rotation,
        "correlation": correlation,
        **choices,
    }
    found = solutions(study, wanted, **options)
    if not found:
        raise StudyError(
            f"{len(study.names)} sorts of {len(study.qset)} statements cannot carry "
            f"{wanted[0]} factors; compare smaller numbers."
        )
    table = retention_of(study, found, seed=seed, permutations=permutations, **options)
    analysed = {k: each for k, each in found.items() if isinstance(each, QAnalysis)}
    lineage = _lineage(analysed)
    return Comparison(table, _movement(study, analysed, lineage), _viewpoint_table(lineage))


@dataclass(frozen=True)
class _Viewpoint:
    """One factor of one solution: its letter, what it continues, and which way it looks."""

    letter: str
    before: str
    correlation: float
    side: int
    flagged: int


def _lineage(analysed: dict[int, QAnalysis]) -> dict[int, dict[str, _Viewpoint]]:
    """Number of factors -> factor -> viewpoint."""
    lineage: dict[int, dict[str, _Viewpoint]] = {}
    previous: QAnalysis | None = None
    letters = (_letter(position) for position in count())
    known: dict[str, _Viewpoint] = {}
    for k, solution in analysed.items():
        continued = {} if previous is None else _continued(previous, solution, known)
        known = {
            factor: continued.get(factor) or _new(solution, factor, next(letters))
            for factor in solution.factors
        }
        lineage[k], previous = known, solution
    return lineage


def _continued(
    before: QAnalysis, after: QAnalysis, known: dict[str, _Viewpoint]
) -> dict[str, _Viewpoint]:
    """Factor of the later solution -> the viewpoint that it continues."""
    between = tucker(before.z_scores, after.z_scores)
    continued = {}
    for old, new in likest_pairs(between.where(between.abs() >= _CONTINUES)).items():
        correlation = float(between.at[old, new])
        side = known[old].side * (1 if correlation >= 0 else -1)
        flagged = int(after.flags[new].sum())
        continued[new] = _Viewpoint(known[old].letter, old, correlation, side, flagged)
    return continued


def _new(solution: QAnalysis, factor: str, letter: str) -> _Viewpoint:
    return _Viewpoint(letter, "", float("nan"), 1, int(solution.flags[factor].sum()))


def _letter(position: int) -> str:
    """A, B, ... Z, A2, B2, ..."""
    turn, place = divmod(position, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def _movement(
    study: QStudy,
    analysed: dict[int, QAnalysis],
    lineage: dict[int, dict[str, _Viewpoint]],
) -> pd.DataFrame:
    columns = {
        k: [_flagged_on(analysed[k], name, viewpoints) for name in study.names]
        for k, viewpoints in lineage.items()
    }
    table = pd.DataFrame(columns, index=pd.Index(study.names, name="participant"))
    table["moves"] = [_moves([row[k] for k in lineage]) for _, row in table.iterrows()]
    return table


def _flagged_on(solution: QAnalysis, participant: str, viewpoints: dict[str, _Viewpoint]) -> str:
    """The viewpoints of a sort, with a minus where it stands for the opposite."""
    told = []
    for factor in solution.factors:
        if solution.flags.at[participant, factor]:
            side = viewpoints[factor].side * solution.loadings.at[participant, factor]
            told.append(f"{'-' if side < 0 else ''}{viewpoints[factor].letter}")
    return ", ".join(sorted(told, key=lambda letter: letter.lstrip("-")))


def _moves(row: list[str]) -> int:
    """Between how many neighbours a sort flagged in both shares no viewpoint."""
    moved = (a and b and not set(a.split(", ")) & set(b.split(", ")) for a, b in pairwise(row))
    return sum(map(bool, moved))


def _viewpoint_table(lineage: dict[int, dict[str, _Viewpoint]]) -> pd.DataFrame:
    rows = [
        (k, factor, point.letter, point.before, point.correlation, point.flagged)
        for k, viewpoints in lineage.items()
        for factor, point in viewpoints.items()
    ]
    columns = ["factors", "factor", "viewpoint", "before", "correlation", "flagged"]
    return pd.DataFrame(rows, columns=columns)
