"""What chance alone would give: eigenvalues of sorts whose cards are shuffled.

Horn, J. L. (1965), Psychometrika 30, 179-185, with permuted sorts in place of normal
deviates, so that every shuffled sort keeps its own distribution. P permutations, m
participants, n statements.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from qmethod.arrays import Bools, Floats
from qmethod.chance import generator, whole
from qmethod.extraction import standardise

_CELLS_AT_ONCE = 4_000_000


def permuted_eigenvalues(
    sorts: pd.DataFrame, *, permutations: int, seed: int, correlation: str = "pearson"
) -> Floats:
    """Shape (P, min(m, n)): eigenvalues, largest first, after shuffling each sort by itself.

    sorts : statement number x participant, NaN where a card was not placed. Spearman's
    correlations are Pearson's of the ranks; where cards are missing the ranks are those of
    the whole sort.

    Raises
    ------
    StudyError
        If the seed or the number of permutations is no such number.
    """
    whole(permutations, 1, "The number of permutations")
    random = generator(seed)
    table = sorts.rank() if correlation == "spearman" else sorts
    by_sort = np.ascontiguousarray(table.to_numpy(dtype=float).T)
    if not np.isnan(by_sort).any():
        by_sort = np.ascontiguousarray(standardise(by_sort.T).T)
    cells = by_sort.size * (by_sort.shape[1] if correlation == "kendall" else 1)
    batch = max(_CELLS_AT_ONCE // (cells + len(by_sort) ** 2), 1)
    found = []
    for start in range(0, permutations, batch):
        size = min(batch, permutations - start)
        shuffled = random.permuted(np.broadcast_to(by_sort, (size, *by_sort.shape)), axis=2)
        found.append(_eigenvalues(shuffled, correlation))
    return np.concatenate(found)


def _eigenvalues(shuffled: Floats, correlation: str) -> Floats:
    """Shape (P, min(m, n)): eigenvalues of the correlations between rows of (P, m, n)."""
    participants, statements = shuffled.shape[1:]
    if correlation == "kendall":
        shuffled = _orderings(shuffled)
    matrices: Floats
    if np.isnan(shuffled).any():
        matrices = _pairwise(shuffled)
    elif correlation == "kendall":
        matrices = _cosines(shuffled)
    elif participants > statements:
        # The n x n side has the same eigenvalues, save for the rest, which are 0.
        matrices = np.swapaxes(shuffled, 1, 2) @ shuffled / (statements - 1)
    else:
        matrices = shuffled @ np.swapaxes(shuffled, 1, 2) / (statements - 1)
    largest = np.linalg.eigvalsh(matrices)[:, ::-1]
    return np.asarray(largest[:, : min(participants, statements)], dtype=np.float64)


def _orderings(shuffled: Floats) -> Floats:
    """Shape (P, m, n * n): for every two cards which stands higher, from which tau-b follows."""
    above = np.sign(shuffled[..., :, None] - shuffled[..., None, :])
    order: Floats = above.reshape(*shuffled.shape[:2], -1)
    return order


def _cosines(rows: Floats) -> Floats:
    """Shape (P, m, m): cosines between the rows of (P, m, q)."""
    unit = rows / np.sqrt((rows**2).sum(axis=-1, keepdims=True))
    cosines: Floats = unit @ np.swapaxes(unit, -1, -2)
    return cosines


def _pairwise(rows: Floats) -> Floats:
    """Shape (P, m, m): Pearson correlations over the cells that both rows of (P, m, q) have."""
    placed: Bools = ~np.isnan(rows)
    present, value = placed.astype(float), np.where(placed, rows, 0.0)
    other = np.swapaxes(present, -1, -2)
    shared = present @ other
    total = value @ other
    square = (value**2) @ other
    both = value @ np.swapaxes(value, -1, -2)
    with np.errstate(invalid="ignore", divide="ignore"):
        cover = both - total * np.swapaxes(total, -1, -2) / shared
        spread = square - total**2 / shared
        matrices = cover / np.sqrt(spread * np.swapaxes(spread, -1, -2))
    matrices = np.where(np.isfinite(matrices), matrices, 0.0)
    own = np.arange(rows.shape[1])
    matrices[:, own, own] = 1.0
    return matrices
