"""Seeded studies with known viewpoints, small enough to reason about."""

from dataclasses import replace

import numpy as np
import pandas as pd

from qmethod import Grid, QStudy
from qmethod.design import numbered

GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")


def planted(
    seed: int = 1, *, groups: tuple[int, ...] = (6, 4, 2), noise: float = 0.4, grid: Grid = GRID
) -> QStudy:
    """Sorts of as many viewpoints as there are groups, nearly unrelated to each other.

    Groups of different sizes keep the eigenvalues apart, so that components are determined.
    """
    rng = np.random.default_rng(seed)
    draws = np.column_stack([np.ones(grid.size), rng.normal(size=(grid.size, len(groups)))])
    viewpoints = np.linalg.qr(draws)[0][:, 1:] * np.sqrt(grid.size)
    columns = {}
    for group, members in enumerate(groups):
        for member in range(members):
            wish = viewpoints[:, group] + noise * rng.normal(size=grid.size)
            columns[f"{'ABCDEFG'[group]}{member + 1}"] = placed(wish, grid)
    numbers = pd.RangeIndex(1, grid.size + 1)
    texts = [f"Statement {number}" for number in numbers]
    return QStudy("planted", numbered(texts), grid, pd.DataFrame(columns, index=numbers))


def placed(wish: np.ndarray, grid: Grid) -> np.ndarray:
    """The grid values of a forced sort that follows the order of the wishes."""
    sort = np.empty(grid.size)
    sort[np.argsort(wish)] = grid.places
    return sort


def with_sorts(study: QStudy, sorts: pd.DataFrame) -> QStudy:
    """The same study with other sorts of the same statements."""
    return replace(study, sorts=sorts)
