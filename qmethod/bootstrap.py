"""How stable an analysis is: participants drawn again and again with replacement.

After Zabala & Pascual (2016, PLoS ONE 11(2), e0148087), for any extraction and rotation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

import numpy.typing as npt
import pandas as pd

from corpora.errors import StudyError
from qmethod import resampling
from qmethod.chance import whole
from qmethod.completion import HEYWOOD_CLIP
from qmethod.record import QAnalysis
from qmethod.replication import Replicates, replicated
from qmethod.stability import summarised
from qmethod.wording import EXTRACTION

FLAGS = ("renew", "keep")


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """A bootstrap of an analysis: its tables, its settings and its replicates.

    `summary` holds the tables "loadings", "z_scores", "factor_arrays" and "factors", which
    are attributes too. `seed` is None where the draws were given; `replicated.draws` given
    as `resamples` replays a bootstrap with any version of the libraries.
    """

    analysis: QAnalysis
    replicates: int
    seed: int | None
    flags: str
    balanced: bool
    level: float
    extraction: str
    replicated: Replicates

    @cached_property
    def summary(self) -> dict[str, pd.DataFrame]:
        """The tables by name, worked out on first use."""
        done = self.replicated
        return summarised(
            self.analysis, done.loadings, done.flags, done.z_scores, done.heywood, self.level
        )

    @property
    def loadings(self) -> pd.DataFrame:
        """One row per participant and factor.

        Columns: participant, factor, estimate, mean, bias (mean less estimate), se (sd over
        replicates), low, high (percentile interval), flagged (in the analysis),
        flag_frequency (share of the replicates that drew the participant), drawn (how many).
        """
        return self.summary["loadings"]

    @property
    def z_scores(self) -> pd.DataFrame:
        """One row per statement and factor: estimate, mean, bias, se, low, high, replicates."""
        return self.summary["z_scores"]

    @property
    def factor_arrays(self) -> pd.DataFrame:
        """One row per statement and factor, in grid values.

        Columns: statement, factor, estimate, bootstrap (array of the mean z-scores), bias
        (bootstrap less estimate), same (share of replicates that give the estimate's value).
        """
        return self.summary["factor_arrays"]

    @property
    def factors(self) -> pd.DataFrame:
        """One row per factor.

        Columns: factor, flagged (in the analysis), mean_flagged, replicates (with flags),
        without_flags, heywood, array_shift: the mean absolute difference between the array
        and the bootstrap array (factor stability index, Zabala & Pascual 2016).
        """
        return self.summary["factors"]

    @property
    def without_flags(self) -> pd.Series[int]:
        """Factor -> in how many replicates it had no flagged sort, and so no z-scores."""
        return self.factors.set_index("factor")["without_flags"]

    @property
    def sentence(self) -> str:
        """How the bootstrap was done, for a methods paragraph."""
        drawn = f"drawn with replacement (seed {self.seed})"
        if self.balanced:
            drawn = f"drawn with replacement, each equally often in all (seed {self.seed})"
        if self.seed is None:
            drawn = "drawn as the researcher gave"
        kept = {"renew": "renewed in each, those set by hand kept", "keep": "kept throughout"}
        return (
            f"{self.replicates:,} bootstrap replicates of participants {drawn}; "
            f"{EXTRACTION[self.extraction]}; each rotated to the loadings of the full sample "
            f"(orthogonal Procrustes); flags {kept[self.flags]}; {100 * self.level:g}% "
            "percentile intervals."
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """What to look at twice, a sentence each."""
        told = []
        for row in self.factors.itertuples():
            if row.without_flags:
                told.append(
                    f"{row.factor} had no flagged sort in {row.without_flags:,} of "
                    f"{self.replicates:,} replicates; its z-scores rest on the others."
                )
            if row.heywood:
                told.append(
                    f"{row.factor} had a loading of 1 or more in {row.heywood:,} of "
                    f"{self.replicates:,} replicates; it was set to {HEYWOOD_CLIP} there."
                )
        return tuple(told)

    def __repr__(self) -> str:
        return (
            f"Bootstrap({self.analysis.study.name!r}: {self.replicates:,} replicates, "
            f"seed {self.seed}, flags {self.flags})"
        )

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{escape(text)}</li>" for text in self.notices)
        look = f"<p><b>To look at</b></p><ul>{told}</ul>" if told else ""
        wide = self.loadings.pivot(index="participant", columns="factor", values="flag_frequency")
        frequency = wide.loc[self.analysis.study.names, self.analysis.factors].round(2)
        return (
            f"<h4>Bootstrap of {escape(self.analysis.study.name or 'Q analysis')}</h4>"
            f"<p>{escape(self.sentence)}</p>{self.factors.round(2).to_html(index=False)}"
            f"<p>How often each sort was flagged:</p>{frequency.to_html()}{look}"
        )


def bootstrap(
    analysis: QAnalysis,
    *,
    replicates: int = 2000,
    seed: int = 1,
    flags: str = "renew",
    balanced: bool = False,
    resamples: npt.ArrayLike | None = None,
    level: float = 0.95,
    extraction: str | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Bootstrap:
    """A bootstrap of the analysis: participants drawn with replacement, `replicates` times.

    Each replicate is extracted as the analysis was and turned to the analysis' own final
    loadings, hand rotation included, of the participants drawn (orthogonal Procrustes). A
    participant drawn twice weighs twice. Factors that were split stay split.

    flags : "renew" applies the automatic rule to each replicate; flags set by hand, and given
        ones that differ from the rule, stay as they are. "keep" keeps all of them.
    balanced : every participant is drawn equally often over all replicates together.
    resamples : draws to replay, one row per replicate: positions counted from 0, or names.
    level : of the percentile intervals.
    extraction : None for the analysis' own; "pca" where the loadings were given.
    progress : called with replicates done and replicates in all, now and then.

    Raises
    ------
    StudyError
        If the solution is oblique, a choice is unknown or the draws do not fit the study.
    """
    _check(analysis, replicates, flags, level)
    names = analysis.study.names
    if resamples is None:
        draws = resampling.draw(len(names), replicates, seed=seed, balanced=balanced)
    else:
        draws = resampling.given_draws(resamples, names)
    own = analysis.settings.extraction
    method = extraction or ("pca" if own == "given" else own)
    return Bootstrap(
        analysis=analysis,
        replicates=len(draws),
        seed=seed if resamples is None else None,
        flags=flags,
        balanced=balanced and resamples is None,
        level=level,
        extraction=method,
        replicated=replicated(analysis, draws, method, flags, progress),
    )


def _check(analysis: QAnalysis, replicates: int, flags: str, level: float) -> None:
    if analysis.phi is not None:
        raise StudyError(
            "An oblique solution cannot be bootstrapped, since each replicate is turned rigidly "
            'to it; analyse with an orthogonal rotation such as rotation="varimax".'
        )
    if flags not in FLAGS:
        raise StudyError(f'Flags are renewed or kept: choose "renew" or "keep", not "{flags}".')
    whole(replicates, 2, "The number of replicates")
    if not 0 < level < 1:
        raise StudyError(f"An interval's level lies between 0 and 1, like 0.95; found {level}.")
