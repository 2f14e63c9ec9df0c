"""Units drawn again and again for the intervals of agreement.

Units with the same decisions on all codes are one profile, and drawing from the profiles by
their size is drawing units; so a replicate costs as much as there are different units. D
profiles, C codes and parents, R replicates, P patterns of decisions on one code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coding.decisions import Decisions
from coding.tallies import Floats, Integers, Tally
from corpora.errors import StudyError


@dataclass(frozen=True, eq=False)
class Resamples:
    """How often the units are drawn.

    Fields
    ------
    pattern
        Shape (D, C): what the coders decided in each profile on each code, as one number.
    times
        Shape (D,): how many units have this profile.
    draws
        Shape (R, D): how often each profile comes in each replicate.
    level
        Of the intervals.
    """

    pattern: Integers
    times: Floats
    draws: Floats
    level: float


def resamples(
    found: Decisions, *, resample: str, replicates: int, level: float, seed: int
) -> Resamples:
    """The draws of units, or of whole sources, with replacement.

    Raises
    ------
    StudyError
        If `resample` is neither "unit" nor "source", or there is one source to draw from.
    """
    if resample not in ("unit", "source"):
        raise StudyError(f'Resampling by "{resample}" is not known; choose "unit" or "source".')
    m = len(found.coders)
    pattern = (found.cube.astype(np.int64) + 1) @ (3 ** np.arange(m, dtype=np.int64))
    profiles, profile = np.unique(pattern, axis=0, return_inverse=True)
    profile = profile.reshape(-1)
    times = np.bincount(profile, minlength=len(profiles)).astype(float)
    random = np.random.Generator(np.random.PCG64(seed))
    draws = _draws(random, resample, replicates, profile, times, found.units["source"])
    return Resamples(profiles, times, draws, level)


def _draws(
    random: np.random.Generator,
    resample: str,
    replicates: int,
    profile: Integers,
    times: Floats,
    source: pd.Series,
) -> Floats:
    """Shape (R, D): how often each profile comes in each resample."""
    if not replicates or not len(profile):
        return np.zeros((0, len(times)))
    if resample == "unit":
        total = int(times.sum())
        return random.multinomial(total, times / total, size=replicates).astype(np.float64)
    where, names = pd.factorize(source)
    if len(names) < 2:
        raise StudyError('Resampling by "source" needs two sources or more; choose "unit".')
    held = np.zeros((len(names), len(times)))
    np.add.at(held, (where, profile), 1.0)
    drawn = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=replicates)
    return np.asarray(drawn @ held)


def pooled(plan: Resamples, coders: int, columns: Sequence[int]) -> tuple[Tally, Floats]:
    """The tally of these columns, and shape (D, P): how often each profile has each pattern."""
    part = plan.pattern[:, list(columns)]
    seen, which = np.unique(part, return_inverse=True)
    per_profile = np.zeros((len(part), len(seen)))
    profiles = np.repeat(np.arange(len(part)), part.shape[1])
    np.add.at(per_profile, (profiles, which.reshape(-1)), 1.0)
    ratings = (seen[:, None] // 3 ** np.arange(coders)) % 3 - 1
    return Tally(ratings, plan.times @ per_profile, (0, 1)), per_profile
