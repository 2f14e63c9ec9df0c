"""What a reader could work back from a table of which some figures are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

Cells = np.ndarray
Sums = tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, eq=False)
class Reader:
    """A reader who knows how the counts of a table add up and which of them are shown.

    Fields
    ------
    truth
        Shape (cells,): the counts, as whole numbers.
    sums
        One pair per sum that the reader knows: the cell of the total and those of its parts.
    lowest
        Shape (cells,): the lowest count that the reader thinks possible in a hidden cell.
    reach
        How far from the truth other tables are looked for; a reader who is unsure within
        that distance is unsure.
    """

    truth: Cells
    sums: Sums
    lowest: Cells
    reach: int

    @cached_property
    def equations(self) -> Any:
        """Sparse matrix, shape (sums, cells): 1 at a total, -1 at each of its parts."""
        from scipy.sparse import csr_array

        rows = [(i, cell, sign) for i, s in enumerate(self.sums) for cell, sign in _signs(s)]
        shape = (len(self.sums), len(self.truth))
        if not rows:
            return csr_array(shape)
        i, j, sign = (np.array(part) for part in zip(*rows, strict=True))
        return csr_array((sign.astype(float), (i, j)), shape=shape)

    def other_table(
        self, cell: int, *, low: float, high: float, hidden: Cells, cost: Cells | None = None
    ) -> Cells | None:
        """Shape (cells,): a table that fits what is shown, with `cell` from `low` to `high`.

        hidden : shape (cells,), bool. Cells with a finite `cost` may be hidden as well; of
        all such tables the one that changes the cheapest set of them comes back. None where
        there is no such table: the reader then knows that the count lies elsewhere.
        """
        may_hide = np.zeros_like(hidden) if cost is None else np.isfinite(cost) & ~hidden
        down, up = self._moves(hidden | may_hide)
        down[cell] = max(down[cell], low - self.truth[cell])
        up[cell] = min(up[cell], high - self.truth[cell])
        if down[cell] > up[cell]:
            return None
        moved = self._solve(down, up, np.flatnonzero(may_hide), cost)
        return None if moved is None else self.truth + moved

    def extreme(self, cell: int, *, hidden: Cells, highest: bool) -> int:
        """The highest (or lowest) count of `cell` that fits what is shown, within reach."""
        down, up = self._moves(hidden)
        aim = np.zeros(len(self.truth))
        aim[cell] = -1.0 if highest else 1.0
        moved = _milp(aim, down, up, [(self.equations, 0.0, 0.0)])
        return int(self.truth[cell]) if moved is None else int(self.truth[cell] + moved[cell])

    def _moves(self, free: Cells) -> tuple[Cells, Cells]:
        """Shapes (cells,): how far each count may fall and rise in another table."""
        down = np.where(free, np.maximum(self.lowest - self.truth, -self.reach), 0.0)
        return np.minimum(down, 0.0), np.where(free, float(self.reach), 0.0)

    def _solve(self, down: Cells, up: Cells, extra: Cells, cost: Cells | None) -> Cells | None:
        """The moves of the cheapest other table: one switch per cell of `extra` pays its cost."""
        from scipy.sparse import csr_array, hstack

        n, k = len(self.truth), len(extra)
        if cost is None or not k:
            return _milp(np.zeros(n), down, up, [(self.equations, 0.0, 0.0)])
        pick = csr_array((np.ones(k), (np.arange(k), extra)), shape=(k, n))
        spread = np.arange(k)
        rise = csr_array((-up[extra], (spread, spread)), shape=(k, k))
        fall = csr_array((-down[extra], (spread, spread)), shape=(k, k))
        none = csr_array((len(self.sums), k))
        found = _milp(
            np.concatenate([np.zeros(n), cost[extra]]),
            np.concatenate([down, np.zeros(k)]),
            np.concatenate([up, np.ones(k)]),
            [
                (hstack([self.equations, none]), 0.0, 0.0),
                (hstack([pick, rise]), -np.inf, 0.0),
                (hstack([pick, fall]), 0.0, np.inf),
            ],
        )
        return None if found is None else found[:n]


def _signs(one_sum: tuple[int, tuple[int, ...]]) -> list[tuple[int, int]]:
    total, parts = one_sum
    return [(total, 1), *((part, -1) for part in parts)]


def _milp(
    aim: Cells, low: Cells, high: Cells, rules: list[tuple[Any, float, float]]
) -> Cells | None:
    """Shape (unknowns,): the whole numbers that make `aim` smallest, or None if there are none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    given = [LinearConstraint(matrix, lo, hi) for matrix, lo, hi in rules if matrix.shape[0]]
    result = milp(
        aim, integrality=np.ones(len(aim), dtype=int), bounds=Bounds(low, high), constraints=given
    )
    return None if result.x is None else np.rint(result.x).astype(int)


def sums_are_safe(
    people: np.ndarray, hidden: np.ndarray, secret: np.ndarray, parts: np.ndarray, threshold: int
) -> bool:
    """Whether the figures shown give no sum over a small group and no secret figure.

    people, hidden, secret : shape (rows,); parts : shape (rows, rows), see `parts_of_rows`.

    What a reader can work out is every combination of the rows shown. Undivided rows that
    always stand together in them can only be got at together, so they are looked at as one.
    """
    shown = parts[~hidden & (people > 0)][:, people > 0]
    if not len(shown):
        return True
    together, of = np.unique(shown, axis=1, return_inverse=True)
    size = np.bincount(of.ravel(), weights=_leaves(people, parts)[people > 0])
    rank = np.linalg.matrix_rank(together)
    few = [j for j in range(len(size)) if 0 < size[j] < threshold and together[:, j].any()]
    for k in range(1, len(few) + 1):
        for group in combinations(few, k):
            if size[list(group)].sum() < threshold:
                rest = np.delete(together, group, axis=1)
                if np.linalg.matrix_rank(rest) < rank:
                    return False
    targets = parts[secret & (people > 0)][:, people > 0]
    return not any(np.linalg.matrix_rank(np.vstack([shown, t])) == rank for t in targets)


def _leaves(people: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Shape (rows,): the people of undivided rows; 0 for totals, which are nobody else."""
    return np.where(parts.sum(axis=1) > 1, 0, people)


def parts_of_rows(rows: int, sums: Sums) -> np.ndarray:
    """Shape (rows, rows), 0 or 1: the undivided rows of which each row is made up."""
    made_of = dict(sums)

    def undivided(row: int) -> set[int]:
        return {row} if row not in made_of else set().union(*map(undivided, made_of[row]))

    matrix = np.zeros((rows, rows), dtype=int)
    for row in range(rows):
        matrix[row, list(undivided(row))] = 1
    return matrix
