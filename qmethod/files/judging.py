"""What a draft amounts to: its numbers, its grid, and every fault at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.design import Grid, common_grid
from qmethod.files.draft import Draft, Fault
from qmethod.files.entries import Entries, entries_of, frame
from qmethod.files.faults import (
    companion_faults,
    grid_faults,
    missing_faults,
    name_faults,
    statement_faults,
    suspicions,
)

MAX_SORTS = 10_000


@dataclass(frozen=True)
class Judgement:
    """A draft with its entries as numbers.

    Fields
    ------
    entries
        One per sort, in the order of the draft.
    grid, grid_note
        The grid of the study and a sentence on where it comes from.
    faults
        Everything that is wrong.
    """

    draft: Draft
    entries: tuple[Entries, ...]
    grid: Grid
    grid_note: str
    faults: tuple[Fault, ...]

    @property
    def stops(self) -> list[Fault]:
        """The faults that must be mended before the file can be read."""
        return [fault for fault in self.faults if fault.stops]


def judge(draft: Draft, *, grid: Grid | None = None, forced: bool | None = None) -> Judgement:
    """The draft with its grid chosen and all its faults found.

    Raises
    ------
    StudyError
        If there are more sorts than any Q study has.
    """
    if len(draft.sorts) > MAX_SORTS:
        raise StudyError(
            f"{draft.file}: the file holds {len(draft.sorts):,} sorts of {len(draft.statements)} "
            "statements, far more than a Q study; check the file, or which way round it stands."
        )
    numbers = [s.number for s in draft.statements]
    known = set(numbers)
    entries = tuple(entries_of(sort, draft.aliases, known) for sort in draft.sorts)
    shape, note, misfits = _choose_grid(draft, grid, frame(numbers, [e.values for e in entries]))
    declared = grid is not None or (draft.grid is not None and draft.grid == shape)
    faults = [
        *draft.faults,
        *statement_faults(draft),
        *name_faults(draft),
        *(f for e in entries for f in e.faults),
        *misfits,
        *grid_faults(entries, shape, forced=forced, declared=declared),
        *missing_faults(entries, numbers),
        *suspicions(entries),
        *companion_faults(draft, known),
    ]
    return Judgement(draft, entries, shape, note, tuple(faults))


def _choose_grid(
    draft: Draft, wanted: Grid | None, sorts: pd.DataFrame
) -> tuple[Grid, str, list[Fault]]:
    """The grid, a sentence on where it comes from, and what speaks against a declared one."""
    size = len(sorts)
    if size == 0:
        return Grid((0,), (1,)), "", []
    if wanted is not None and wanted.size == size:
        return wanted, f"Grid {wanted}, as given.", []
    if wanted is None and draft.grid is not None and draft.grid.size == size:
        return draft.grid, f"Grid {draft.grid}, from {draft.grid_source}.", []
    grid, note = _grid_of_sorts(sorts)
    unfit = wanted or draft.grid
    if unfit is None:
        return grid, note, []
    source = "the grid given" if wanted is not None else f"the grid in {draft.grid_source}"
    fault = Fault(
        "",
        None,
        "",
        f"{source} ({unfit}) has {unfit.size} places for {size} statements",
        "correct the grid or the list of statements",
        stops=wanted is not None,
    )
    return grid, note, [fault]


def _grid_of_sorts(sorts: pd.DataFrame) -> tuple[Grid, str]:
    """The distribution that most complete sorts share, or one that every sort nearly fits."""
    grid = common_grid(sorts)
    if grid is None:
        grid = _widest(sorts)
        return grid, (
            f"Grid {grid}, put together from the fullest columns, since no sort is complete; give "
            "the real one with grid= (on the command line --grid)."
        )
    values = np.sort(sorts.to_numpy(), axis=0)
    complete = int((~np.isnan(values).any(axis=0)).sum())
    sharing = int((values == grid.places[:, None]).all(axis=0).sum())
    if sharing == 1 and complete > 1:
        return grid, (
            f"Grid {grid}, the distribution of the first complete sort, since no two sorts share "
            "one; correlations and z-scores don't depend on it."
        )
    return grid, f"Grid {grid}, the distribution that {sharing} of {complete} sorts share."


def _widest(sorts: pd.DataFrame) -> Grid:
    """The fullest that each column ever is, filled up or cut back in the middle.

    sorts : statement number x participant, none of them complete.
    """
    columns = [sort.dropna() for _, sort in sorts.items()]
    counts = [Counter(round(v) for v in column) for column in columns]
    fullest: Counter[int] = Counter()
    for count in counts:
        fullest |= count
    if not fullest:
        fullest[0] = 0
    values = sorted(fullest)
    middle = min(values, key=lambda v: (abs(v - (values[0] + values[-1]) / 2), v))
    fullest[middle] += max(len(sorts) - sum(fullest.values()), 0)
    while sum(fullest.values()) > max(len(sorts), 1):
        tallest = max(values, key=lambda v: (fullest[v], -abs(v - middle)))
        fullest[tallest] -= 1
    heights = tuple(max(fullest[v], 0) for v in values)
    return Grid(tuple(values), heights if sum(heights) else (1,) * len(values))
