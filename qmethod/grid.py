"""The shape that a sort fills."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpora.errors import StudyError


@dataclass(frozen=True)
class Grid:
    """The shape that a sort fills: column values from lowest to highest, and their heights."""

    values: tuple[int, ...]
    heights: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.heights) or not self.values:
            raise StudyError(
                f"A grid needs one height per column; there are {len(self.values)} values "
                f"and {len(self.heights)} heights."
            )
        if list(self.values) != sorted(set(self.values)):
            raise StudyError(
                f"Grid values must rise from left to right without repeats; found {self.values}."
            )
        if min(self.heights) < 0 or self.size == 0:
            raise StudyError(f"Grid heights must be 0 or more, not all 0; found {self.heights}.")

    @classmethod
    def of(cls, values: Sequence[float]) -> Grid:
        """The grid that these card values fill exactly."""
        counts = Counter(int(v) for v in values)
        ordered = sorted(counts)
        return cls(tuple(ordered), tuple(counts[v] for v in ordered))

    @classmethod
    def parse(cls, text: str) -> Grid:
        """The grid written as "-3..3: 2 4 5 6 5 4 2" (lowest..highest: heights).

        Raises
        ------
        StudyError
            If the text is not of that form or the number of heights does not fit.
        """
        columns, _, heights = text.replace("−", "-").partition(":")
        tokens = re.findall(r"\d{1,4}", heights)
        values = _columns(columns.strip(), len(tokens))
        if not tokens or values is None or re.search(r"[^\d ,]|\d{5}", heights.strip()):
            raise StudyError(
                f'Grid "{text}" was not understood; write lowest..highest: heights, '
                'for instance "-3..3: 2 4 5 6 5 4 2", one height per column.'
            )
        return cls(values, tuple(int(h) for h in tokens))

    @property
    def size(self) -> int:
        """How many cards fill the grid."""
        return sum(self.heights)

    @property
    def height_of(self) -> dict[int, int]:
        """Column value -> height."""
        return dict(zip(self.values, self.heights, strict=True))

    @property
    def middle(self) -> float:
        """The value half way between the lowest and the highest column."""
        return (self.values[0] + self.values[-1]) / 2

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """Shape (size,): the value of every place, from lowest to highest."""
        return np.repeat(np.array(self.values), self.heights)

    def top_values(self, columns: int) -> tuple[int, ...]:
        """The values of the highest `columns` columns, lowest first."""
        used = [v for v, h in zip(self.values, self.heights, strict=True) if h]
        if not 0 < columns <= len(used):
            raise StudyError(
                f"The grid has {len(used)} columns; top columns must be 1 to {len(used)}, "
                f"not {columns}."
            )
        return tuple(used[-columns:])

    def __str__(self) -> str:
        span = f"{self.values[0]}..{self.values[-1]}"
        gaps = len(self.values) != self.values[-1] - self.values[0] + 1
        head = ",".join(map(str, self.values)) if gaps else span
        return f"{head}: {' '.join(map(str, self.heights))}"


def _columns(text: str, count: int) -> tuple[int, ...] | None:
    """The column values of "-3..3" or "-3,-1,1,3", if there are so many of them."""
    number = r"[+\-]?\d{1,9}"
    span = re.fullmatch(rf"({number})\s*(?:\.\.|to)\s*({number})", text)
    if span is not None and int(span[2]) - int(span[1]) + 1 == count:
        return tuple(range(int(span[1]), int(span[2]) + 1))
    if re.fullmatch(rf"{number}(\s*,\s*{number})*", text):
        values = tuple(int(v) for v in text.split(","))
        return values if len(values) == count else None
    return None
