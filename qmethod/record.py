"""What an analysis is: its tables, and the record of how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.design import QStudy
from qmethod.flags import communality
from qmethod.notices import Notice, notices_of


@dataclass(frozen=True)
class Decision:
    """One choice of the analysis: the step, what was chosen, and the researcher's reason."""

    step: str
    choice: str
    because: str = ""


@dataclass(frozen=True)
class Step:
    """One change made after the analytic rotation, with all that is needed to make it again."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """How an analysis was asked for; the arguments of `analyse`."""

    factors: int | tuple[int, ...]
    extraction: str = "pca"
    rotation: str = "varimax"
    correlation: str = "pearson"
    flag_level: float = 0.05
    flag_rule: str = "both"
    composite: str = "standardised"
    reliability: float = 0.80
    heywood: str = "refuse"
    order: str = "extracted"
    iterations: int | None = None
    threshold: float | None = None
    because: str = ""

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of the unrotated factors that are kept."""
        if isinstance(self.factors, int):
            return tuple(range(1, self.factors + 1))
        return tuple(self.factors)

    def asdict(self) -> dict[str, Any]:
        """The settings by name, ready for a file."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class QAnalysis:
    """A by-person factor analysis, every table labelled.

    m participants, n statements, k factors. Tables by participant: `correlations` (m, m),
    `unrotated`, `loadings` and `flags` (m, k). By statement number: `z_scores` and
    `factor_arrays` (n, k); NaN where a factor has no flagged sort. By factor:
    `characteristics` (flagged, eigenvalue, variance_percent, reliability, se),
    `factor_correlations` and `se_of_differences` (k, k). `eigenvalues` holds all m of them
    for principal components. For an oblique rotation `loadings` is the structure matrix,
    and `pattern` and `phi` stand beside it. `by_hand` holds the flags that the researcher
    set; `ties` the groups of statements whose z-scores tie, by factor.
    """

    study: QStudy
    settings: Settings
    correlations: pd.DataFrame
    unrotated: pd.DataFrame
    eigenvalues: pd.Series[float]
    loadings: pd.DataFrame
    flags: pd.DataFrame
    z_scores: pd.DataFrame
    factor_arrays: pd.DataFrame
    characteristics: pd.DataFrame
    factor_correlations: pd.DataFrame
    se_of_differences: pd.DataFrame
    decisions: tuple[Decision, ...]
    steps: tuple[Step, ...] = ()
    pattern: pd.DataFrame | None = None
    phi: pd.DataFrame | None = None
    by_hand: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    splits: tuple[tuple[str, str], ...] = ()
    ties: Mapping[str, list[list[int]]] = field(default_factory=dict)
    converged: bool = True
    given_flags: pd.DataFrame | None = None

    @property
    def factors(self) -> list[str]:
        """The names of the factors, in order."""
        return list(self.loadings.columns)

    @property
    def scored(self) -> list[str]:
        """The factors that have z-scores: those with at least one flagged sort."""
        has_scores = (~np.isnan(self.z_scores.to_numpy())).any(axis=0)
        return [f for f, scored in zip(self.factors, has_scores, strict=True) if scored]

    @property
    def communalities(self) -> pd.Series[float]:
        """Participant -> the share of the sort's variance that the k factors explain."""
        return communality(self.loadings, self.pattern, self.splits)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What the researcher should look at, each with its factor, participant or statement."""
        return notices_of(self)

    def of(self, factor: str) -> str:
        """The factor's name, if there is such a factor.

        Raises
        ------
        StudyError
            If there is none; the message lists those that there are.
        """
        if factor not in self.factors:
            raise StudyError(
                f'There is no factor "{factor}" in this analysis; it has {", ".join(self.factors)}.'
            )
        return factor

    def defining(self, factor: str) -> list[str]:
        """The participants flagged on a factor, highest loading first."""
        column = self.loadings[self.of(factor)][self.flags[factor]]
        return list(column.abs().sort_values(ascending=False, kind="stable").index)

    def __repr__(self) -> str:
        flagged = ", ".join(f"{f} {n}" for f, n in self.characteristics["flagged"].items())
        return (
            f"QAnalysis({self.study.name!r}: {len(self.loadings)} sorts, "
            f"{len(self.factors)} factors; flagged {flagged}; {len(self.notices)} notices)"
        )

    def _repr_html_(self) -> str:
        decided = "".join(
            f"<li>{escape(d.choice)}{': ' + escape(d.because) if d.because else ''}</li>"
            for d in self.decisions
        )
        notices = "".join(f"<li>{escape(n.text)}</li>" for n in self.notices)
        look = f"<p><b>To look at</b></p><ul>{notices}</ul>" if notices else ""
        table = self.characteristics.round(2).to_html()
        title = escape(self.study.name or "Q analysis")
        return f"<h4>{title}</h4>{table}<p><b>Decided</b></p><ol>{decided}</ol>{look}"
