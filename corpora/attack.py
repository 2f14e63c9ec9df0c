"""What a reader could work back from a table of which some figures are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from corpora.errors import StudyError

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
        # 32-bit places: the solver of scipy 1.12 takes no others.
        i, j, sign = (np.array(part, dtype=np.int32) for part in zip(*rows, strict=True))
        return csr_array((sign.astype(float), (i, j)), shape=shape)

    def other_table(
        self, cell: int, *, low: float, high: float, hidden: Cells, cost: Cells | None = None
    ) -> Cells | None:
        """Shape (cells,): a table that fits what is shown, with `cell` from `low` to `high`.

        hidden : shape (cells,), bool. Cells with a finite `cost` may change as well, at that
        cost for every step away from the truth; of all such tables the cheapest comes back.
        None where there is no such table: the reader then knows that the count lies elsewhere.
        """
        extra = np.zeros(len(hidden)) if cost is None else np.where(hidden, 0.0, cost)
        down, up = self._moves(hidden if cost is None else np.isfinite(extra))
        down[cell] = max(down[cell], low - self.truth[cell])
        up[cell] = min(up[cell], high - self.truth[cell])
        if down[cell] > up[cell]:
            return None
        price = np.where(np.isfinite(extra), extra, 0.0)
        moved = self._cheapest(price, down, up)
        return None if moved is None else self.truth + moved

    def extreme(self, cell: int, *, hidden: Cells, highest: bool) -> int:
        """The highest (or lowest) count of `cell` that fits what is shown, within reach."""
        aim = np.zeros(len(self.truth))
        aim[cell] = -1.0 if highest else 1.0
        moved = _milp(aim, *self._moves(hidden), self.equations)
        return int(self.truth[cell]) if moved is None else int(self.truth[cell] + moved[cell])

    def _moves(self, free: Cells) -> tuple[Cells, Cells]:
        """Shapes (cells,): how far each count may fall and rise in another table."""
        down = np.where(free, np.maximum(self.lowest - self.truth, -self.reach), 0.0)
        return np.minimum(down, 0.0), np.where(free, float(self.reach), 0.0)

    def _cheapest(self, price: Cells, down: Cells, up: Cells) -> Cells | None:
        """Shape (cells,): the cheapest moves, each the rise less the fall of its cell."""
        from scipy.sparse import hstack

        both = hstack([self.equations, -self.equations])
        low = np.concatenate([np.maximum(down, 0.0), np.maximum(-up, 0.0)])
        high = np.concatenate([np.maximum(up, 0.0), np.maximum(-down, 0.0)])
        found = _milp(np.concatenate([price, price]), low, high, both)
        return None if found is None else found[: len(price)] - found[len(price) :]


def _signs(one_sum: tuple[int, tuple[int, ...]]) -> list[tuple[int, int]]:
    total, parts = one_sum
    return [(total, 1), *((part, -1) for part in parts)]


def _milp(aim: Cells, low: Cells, high: Cells, equations: Any) -> Cells | None:
    """Shape (unknowns,): the whole numbers that make `aim` smallest, or None if there are none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rules = [LinearConstraint(equations, 0.0, 0.0)] if equations.shape[0] else []
    every = np.ones(len(aim), dtype=int)
    result = milp(aim, integrality=every, bounds=Bounds(low, high), constraints=rules)
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

    def undivided(row: int, above: tuple[int, ...] = ()) -> set[int]:
        if row in above:
            raise StudyError("The row sums go round in a circle; no total may be part of itself.")
        below = made_of.get(row, ())
        return {row} if not below else set().union(*(undivided(r, (*above, row)) for r in below))

    matrix = np.zeros((rows, rows), dtype=int)
    for row in range(rows):
        matrix[row, list(undivided(row))] = 1
    return matrix
