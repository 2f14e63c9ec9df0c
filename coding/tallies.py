"""The distinct rows of a ratings table, counted, so that coefficients can be worked out fast.

A ratings table has one row per unit and one column per coder; None or NaN is a missing
rating. D distinct rows, m coders, K categories.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpora.errors import StudyError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tally:
    """The distinct rows of a ratings table.

    Fields
    ------
    codes
        Shape (D, m): the category's position of each rating, -1 where missing.
    times
        Shape (D,): how many units have this row.
    categories
        The K categories in order.
    """

    codes: Integers
    times: Floats
    categories: tuple[Any, ...]

    @property
    def counts(self) -> Floats:
        """Shape (D, K): how many coders chose each category."""
        return (
            np.stack([(self.codes == k).sum(axis=1) for k in range(len(self.categories))], 1) * 1.0
        )

    @property
    def paired(self) -> npt.NDArray[np.bool_]:
        """Shape (D,): whether two coders or more rated."""
        return np.asarray((self.codes >= 0).sum(axis=1) >= 2)

    @property
    def occurring(self) -> int:
        """How many of the categories somebody used."""
        return int((self.counts[self.times > 0].sum(axis=0) > 0).sum())

    @property
    def units(self) -> int:
        """Units with two ratings or more."""
        return int(self.times[self.paired].sum())


def tally(ratings: Any, *, categories: Sequence[Any] | None = None) -> Tally:
    """The distinct rows of a ratings table, counted.

    Parameters
    ----------
    ratings
        A table of units x coders, or coder -> ratings; None or NaN where one is missing.
    categories
        In their order; those that occur, sorted, where not given.

    Raises
    ------
    StudyError
        If there are fewer than two coders, or a rating is none of the categories.
    """
    table = _table(ratings)
    columns = [table[name].tolist() for name in table.columns]
    present = {v for column in columns for v in column if not _missing(v)}
    order = tuple(categories) if categories is not None else tuple(_in_order(present))
    strange = present - set(order)
    if strange:
        raise StudyError(
            f'The rating "{sorted(map(str, strange))[0]}" is none of the categories '
            f"({', '.join(map(str, order))}); correct it or add it to the categories."
        )
    place = {category: k for k, category in enumerate(order)}
    codes = np.array(
        [[-1 if _missing(v) else place[v] for v in column] for column in columns], dtype=np.int64
    ).T.reshape(len(table), len(columns))
    return of_codes(codes, order)


def of_codes(codes: Integers, categories: Sequence[Any], times: Floats | None = None) -> Tally:
    """The tally of ratings given as positions of categories, -1 where missing."""
    rows, which = np.unique(codes, axis=0, return_inverse=True)
    counted = np.bincount(which.reshape(-1), weights=times, minlength=len(rows))
    return Tally(rows, counted.astype(float), tuple(categories))


def _table(ratings: Any) -> pd.DataFrame:
    if isinstance(ratings, Mapping):
        lengths = {len(column) for column in ratings.values()}
        if len(lengths) > 1:
            raise StudyError(
                f"The coders have different numbers of units ({min(lengths)} and {max(lengths)}); "
                "give every coder one rating per unit, None where it is missing."
            )
        ratings = pd.DataFrame({k: pd.Series(list(v), dtype=object) for k, v in ratings.items()})
    if not isinstance(ratings, pd.DataFrame):
        raise StudyError("Ratings must be a table of units x coders, None where one is missing.")
    if ratings.shape[1] < 2:
        raise StudyError(
            f"The ratings are of {ratings.shape[1]} coder; agreement needs two or more."
        )
    return ratings


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _in_order(values: set[Any]) -> list[Any]:
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=lambda v: (str(type(v)), str(v)))
