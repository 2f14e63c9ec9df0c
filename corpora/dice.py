"""Chance from a seed, the same on every machine and in every numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")


class Dice:
    """A stream of chance from a seed, the same on every machine and in every numpy."""

    def __init__(self, seed: int) -> None:
        # The raw bits of a bit generator are promised to stay; a Generator's draws are not.
        self._bits = np.random.PCG64(seed)

    def bell(self, rows: int, columns: int) -> npt.NDArray[np.float64]:
        """Shape (rows, columns): nearly normal numbers, mean 0 and sd 1."""
        bits = self._bits.random_raw(rows * columns * 6).reshape(rows, columns, 6)
        # Twelve uniform numbers have a sum of variance 1; 32-bit whole ones add up exactly.
        total = (bits >> np.uint64(32)).sum(axis=2) + (bits & np.uint64(0xFFFFFFFF)).sum(axis=2)
        return np.asarray(total.astype(float) / 2.0**32 - 6.0)

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._bits.random_raw()) % (high - low + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[int(self._bits.random_raw()) % len(things)]

    def chance(self, percent: int) -> bool:
        """True so often in a hundred."""
        return int(self._bits.random_raw()) % 100 < percent

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in another order."""
        keys = self._bits.random_raw(len(things)).tolist() if things else []
        return [thing for _, thing in sorted(zip(keys, things, strict=True), key=lambda k: k[0])]
