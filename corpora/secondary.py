"""Which further figures must be hidden so that the small ones can't be worked back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from corpora.attack import Reader, Sums, sums_are_safe
from corpora.errors import StudyError

OTHER_TABLES_WITHIN = 10


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of counts with its sums, seen as a row of cells (row by row)."""

    counts: pd.DataFrame
    down: Sums
    across: Sums
    known: list[int]
    rows_kept_back: list[int]
    columns_kept_back: list[int]
    threshold: int
    zeros: bool

    @cached_property
    def truth(self) -> np.ndarray:
        """Shape (cells,): the counts."""
        return np.asarray(self.counts, dtype=int).ravel()

    @cached_property
    def kept_back(self) -> np.ndarray:
        """Shape (cells,), bool: never shown."""
        mask = np.zeros(self.counts.shape, dtype=bool)
        mask[self.rows_kept_back, :] = True
        mask[:, self.columns_kept_back] = True
        return mask.ravel()

    @cached_property
    def open(self) -> np.ndarray:
        """Shape (cells,), bool: always shown, because known or because zeros are no secret."""
        mask = np.zeros(self.counts.shape, dtype=bool)
        mask[:, self.known] = True
        zeros_shown = np.zeros_like(self.kept_back) if self.zeros else self.truth == 0
        return np.asarray(mask.ravel() | (zeros_shown & ~self.kept_back))

    @cached_property
    def small(self) -> np.ndarray:
        """Shape (cells,), bool: counts to be protected."""
        low = (self.truth < self.threshold) & ((self.truth > 0) | self.zeros)
        return np.asarray(low & ~self.open)

    @cached_property
    def cost(self) -> np.ndarray:
        """Shape (cells,): what it costs to hide a cell; infinite where it may not be hidden."""
        n = self.truth.size
        inner = 1.0 + self.truth / (1.0 + self.truth.max())
        rows, columns = np.zeros(self.counts.shape[0]), np.zeros(self.counts.shape[1])
        rows[[total for total, _ in self.down]] = 1
        columns[[total for total, _ in self.across]] = 1
        level = (rows[:, None] + columns[None, :]).ravel()
        return np.where(self.open, np.inf, inner * (2.0 * n) ** level)

    @cached_property
    def reader(self) -> Reader:
        """The reader from whom the small counts are to be kept."""
        rows, columns = self.counts.shape
        cell = np.arange(rows * columns).reshape(rows, columns)
        sums = [
            (int(cell[t, c]), tuple(cell[list(p), c])) for t, p in self.down for c in range(columns)
        ]
        sums += [
            (int(cell[r, t]), tuple(cell[r, list(p)])) for t, p in self.across for r in range(rows)
        ]
        lowest = np.where(self.kept_back | self.zeros, 0, 1)
        return Reader(self.truth, tuple(sums), lowest, OTHER_TABLES_WITHIN * self.threshold)

    def where(self, cell: int) -> str:
        """The cell in words."""
        row, column = divmod(cell, self.counts.shape[1])
        return f'row "{self.counts.index[row]}", column "{self.counts.columns[column]}"'


def enough_hidden(sheet: Sheet) -> np.ndarray:
    """Shape (cells,), bool: the cells to hide, none of them without need."""
    hidden = sheet.small | sheet.kept_back
    wanted = dict(_wanted(sheet))
    for cell in _cells(sheet.small):
        if cell not in wanted:
            hidden[cell] = sheet.kept_back[cell]
    doubts: dict[int, np.ndarray] = {}
    for cell, span in wanted.items():
        doubts[cell] = _doubt(sheet, cell, span, hidden, doubts)
        hidden = hidden | (doubts[cell] != sheet.truth)
    return _pruned(sheet, hidden, wanted, doubts)


def _wanted(sheet: Sheet) -> Iterator[tuple[int, tuple[float, float]]]:
    """Each small count with the span in which a reader must be able to imagine another value."""
    everything = ~sheet.open
    for cell in _cells(sheet.small):
        own, top = int(sheet.truth[cell]), sheet.threshold
        if sheet.known:
            top = min(top, sheet.reader.extreme(cell, hidden=everything, highest=True))
        if own < top:
            yield cell, (top, np.inf)
        elif sheet.reader.extreme(cell, hidden=everything, highest=False) < own:
            yield cell, (0, own - 1)
        elif own > 0:
            raise StudyError(
                f"The small count in {sheet.where(cell)} follows from what readers know anyway; "
                "leave its column out, merge rows, or take the column out of `known`."
            )


def _doubt(
    sheet: Sheet,
    cell: int,
    span: tuple[float, float],
    hidden: np.ndarray,
    doubts: Mapping[int, np.ndarray],
) -> np.ndarray:
    """Shape (cells,): another table that leaves a reader in doubt about the cell.

    One met before may do; else one that what is hidden already allows; else the one for
    which the cheapest further cells must be hidden.
    """
    low, high = span
    for known in doubts.values():
        if low <= known[cell] <= high:
            return known
    other_table = sheet.reader.other_table
    table = other_table(cell, low=low, high=high, hidden=hidden)
    if table is None:
        table = other_table(cell, low=low, high=high, hidden=hidden, cost=sheet.cost)
    if table is None:
        raise StudyError(
            f"The small count in {sheet.where(cell)} can't be hidden whatever else is hidden; "
            "merge rows or columns, or leave it out."
        )
    return table


def _pruned(
    sheet: Sheet,
    hidden: np.ndarray,
    wanted: Mapping[int, tuple[float, float]],
    doubts: dict[int, np.ndarray],
) -> np.ndarray:
    """The hidden cells without those that turn out not to be needed, dearest shown first."""
    extra = _cells(hidden & ~sheet.small & ~sheet.kept_back)
    for cell in sorted(extra, key=lambda c: -sheet.cost[c]):
        fewer = hidden.copy()
        fewer[cell] = False
        renewed = {}
        for small, (low, high) in wanted.items():
            if doubts[small][cell] != sheet.truth[cell]:
                table = sheet.reader.other_table(small, low=low, high=high, hidden=fewer)
                if table is None:
                    break
                renewed[small] = table
        else:
            hidden, doubts = fewer, {**doubts, **renewed}
    return hidden


def _cells(mask: np.ndarray) -> list[int]:
    return [int(cell) for cell in np.flatnonzero(mask)]


def hidden_figures(
    people: np.ndarray,
    first: np.ndarray,
    kept_back: np.ndarray,
    parts: np.ndarray,
    threshold: int,
) -> np.ndarray:
    """Shape (rows,), bool: the figures of one column to hide, those in `first` among them."""
    totals = parts.sum(axis=1) > 1
    order = sorted(np.flatnonzero(people > 0).tolist(), key=lambda row: (totals[row], people[row]))

    def safe(hidden: np.ndarray) -> bool:
        secret = first | (hidden & ~kept_back)
        return sums_are_safe(people, hidden, secret, parts, threshold)

    start = first | kept_back
    hidden: np.ndarray = start.copy()
    while not safe(hidden):
        shown = [row for row in order if not hidden[row]]
        enough = (row for row in shown if safe(_with(hidden, row, True)))
        hidden[next(enough, shown[0])] = True
    for row in reversed(order):
        if hidden[row] and not start[row] and safe(_with(hidden, row, False)):
            hidden[row] = False
    return np.asarray(hidden)


def _with(mask: np.ndarray, row: int, value: bool) -> np.ndarray:
    changed = mask.copy()
    changed[row] = value
    return changed
