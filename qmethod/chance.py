"""Random numbers from a recorded seed."""

from __future__ import annotations

import numpy as np

from corpora.errors import StudyError


def generator(seed: int) -> np.random.Generator:
    """The stream of random numbers that a seed starts.

    Raises
    ------
    StudyError
        If the seed is not a whole number of 0 or more.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise StudyError(f'A seed is a whole number of 0 or more, like 1; found "{seed}".')
    return np.random.default_rng(seed)


def whole(count: object, least: int, what: str) -> int:
    """The count, if it is a whole number of `least` or more.

    Raises
    ------
    StudyError
        If it is not; `what` begins the sentence, as in "The number of permutations".
    """
    number = isinstance(count, int | np.integer) and not isinstance(count, bool)
    if not number or int(count) < least:  # type: ignore[call-overload]
        raise StudyError(f'{what} is a whole number of {least} or more; found "{count}".')
    return int(count)  # type: ignore[call-overload, no-any-return]
