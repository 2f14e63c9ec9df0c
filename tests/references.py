"""The reference numbers of other programs as labelled tables, and their factors matched to ours."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from conftest import read_sorts
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from qmethod import QStudy


@cache
def read(path: Path) -> dict:
    """The JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def study_of(reference: Path, dataset: str) -> QStudy:
    """The study that the reference numbers were worked out from."""
    return read_sorts(reference / "qmethod" / f"{dataset}.csv", dataset)


def labelled(entry: dict, *, factors: bool = True) -> pd.DataFrame:
    """A {rows, cols, data} or {rows, columns} entry as a table; null is NaN.

    With `factors` the columns are named F1, F2, ... in their order.
    """
    if "columns" in entry:
        return pd.DataFrame(entry["columns"], index=entry["rows"])
    data = pd.DataFrame(entry["data"], index=entry["rows"], columns=entry["cols"])
    if factors:
        data.columns = [f"F{i}" for i in range(1, data.shape[1] + 1)]
    return data


def matching(theirs: pd.DataFrame, ours: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which of their factors stands for each of ours, and the sign that turns it our way."""
    cross = ours.to_numpy().T @ theirs.to_numpy()
    lengths = np.sqrt(np.outer((ours**2).sum().to_numpy(), (theirs**2).sum().to_numpy()))
    _, order = linear_sum_assignment(-np.abs(cross / lengths))
    return order, np.sign(cross[np.arange(len(order)), order])


def matched(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Their loadings with factors in our order and turned our way."""
    order, signs = matching(theirs, ours)
    return pd.DataFrame(theirs.to_numpy()[:, order] * signs, ours.index, ours.columns)


def apart(ours: ArrayLike, theirs: ArrayLike) -> float:
    """The largest difference between two tables; cells that are NaN in both count for nothing."""
    difference = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    return float(np.nanmax(np.abs(difference)))
