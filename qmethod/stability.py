"""The tables of a bootstrap, from its replicates.

R replicates, m participants, n statements, k factors.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from qmethod import scores
from qmethod.arrays import Bools, Floats
from qmethod.design import Grid
from qmethod.record import QAnalysis


def summarised(
    analysis: QAnalysis,
    loadings: Floats,
    flags: Bools,
    z: Floats,
    heywood: Bools,
    level: float,
) -> dict[str, pd.DataFrame]:
    """The tables "loadings", "z_scores", "factor_arrays" and "factors" of a bootstrap.

    loadings, flags : shape (R, m, k); z : shape (R, n, k); heywood : shape (R, k).
    """
    arrays = _array_table(analysis, z)
    return {
        "loadings": _loading_table(analysis, loadings, flags, level),
        "z_scores": _z_table(analysis, z, level),
        "factor_arrays": arrays,
        "factors": _factor_table(analysis, flags, z, heywood, arrays),
    }


def distribution(values: Floats, level: float) -> dict[str, Floats]:
    """Mean, se (sd over replicates, R - 1), low and high along the first axis, NaN left out.

    values : shape (R, ...). Percentiles are interpolated linearly between order statistics.
    """
    count = (~np.isnan(values)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(values, axis=0) / count
        se = np.sqrt(np.nansum((values - mean) ** 2, axis=0) / (count - 1))
    ordered = np.sort(values, axis=0)
    low, high = (_centile(ordered, count, share) for share in ((1 - level) / 2, (1 + level) / 2))
    return {"mean": mean, "se": np.where(count > 1, se, np.nan), "low": low, "high": high}


def _centile(ordered: Floats, count: Floats, share: float) -> Floats:
    """The centile of sorted values (R, ...), the first `count` of which are numbers."""
    position = np.maximum(count - 1, 0) * share
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    start = np.take_along_axis(ordered, below[None], axis=0)[0]
    end = np.take_along_axis(ordered, above[None], axis=0)[0]
    found: Floats = start + (position - below) * (end - start)
    return found


def _loading_table(
    analysis: QAnalysis, loadings: Floats, flags: Bools, level: float
) -> pd.DataFrame:
    drawn = (~np.isnan(loadings)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        frequency = flags.sum(axis=0) / drawn
    table = _estimates(analysis.loadings, distribution(loadings, level), "participant")
    table["flagged"] = analysis.flags.to_numpy().ravel()
    table["flag_frequency"] = frequency.ravel()
    table["drawn"] = drawn.ravel()
    return table


def _z_table(analysis: QAnalysis, z: Floats, level: float) -> pd.DataFrame:
    table = _estimates(analysis.z_scores, distribution(z, level), "statement")
    table["replicates"] = (~np.isnan(z)).sum(axis=0).ravel()
    return table


def _estimates(estimate: pd.DataFrame, found: dict[str, Floats], rows: str) -> pd.DataFrame:
    """Row by row and factor by factor: the estimate beside its bootstrap distribution."""
    values = estimate.to_numpy(dtype=float)
    columns = {
        "estimate": values,
        "mean": found["mean"],
        "bias": found["mean"] - values,
        "se": found["se"],
        "low": found["low"],
        "high": found["high"],
    }
    table = _by_row_and_factor(estimate, rows)
    return table.assign(**{name: column.ravel() for name, column in columns.items()})


def _by_row_and_factor(labelled: pd.DataFrame, rows: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            rows: np.repeat(labelled.index.to_numpy(), labelled.shape[1]),
            "factor": list(labelled.columns) * len(labelled),
        }
    )


def _array_table(analysis: QAnalysis, z: Floats) -> pd.DataFrame:
    # A tie goes to the lower number, in whatever order the Q-set lists its statements.
    ascending = np.argsort(analysis.study.qset.numbers)
    listed = np.argsort(ascending)
    grid = analysis.study.grid
    mean = distribution(z, 0.5)["mean"]
    centred = np.column_stack([scores.factor_array(c, grid)[0] for c in mean[ascending].T])[listed]
    own = analysis.factor_arrays.to_numpy(dtype=float, na_value=np.nan)
    each = _arrays(z[:, ascending], grid)[:, listed]
    with np.errstate(invalid="ignore"):
        same = (each == own).sum(axis=0) / (~np.isnan(each)).sum(axis=0)
    table = _by_row_and_factor(analysis.factor_arrays, "statement")
    whole = pd.DataFrame({"estimate": own.ravel(), "bootstrap": centred.ravel()})
    table[["estimate", "bootstrap"]] = whole.astype("Int64")
    table["bias"] = table["bootstrap"] - table["estimate"]
    table["same"] = same.ravel()
    return table


def _arrays(z: Floats, grid: Grid) -> Floats:
    """Shape (R, n, k): the factor array of each replicate, NaN where it has no z-scores.

    z : shape (R, n, k), statements in order of number. All replicates are ranked at once,
    save those in which only some statements have a z-score.
    """
    order = np.argsort(-np.round(z, 9), axis=1, kind="stable")
    arrays = np.empty(z.shape)
    places = np.broadcast_to(grid.places[::-1].astype(float)[:, None], z.shape)
    np.put_along_axis(arrays, order, places, axis=1)
    missing = np.isnan(z)
    arrays[missing] = np.nan
    for replicate, factor in np.argwhere(missing.any(axis=1) & ~missing.all(axis=1)):
        arrays[replicate, :, factor] = scores.factor_array(z[replicate, :, factor], grid)[0]
    return arrays


def _factor_table(
    analysis: QAnalysis, flags: Bools, z: Floats, heywood: Bools, arrays: pd.DataFrame
) -> pd.DataFrame:
    scored = (~np.isnan(z)).any(axis=1).sum(axis=0)
    shift = arrays.assign(shift=arrays["bias"].abs().astype("Float64"))
    mean_shift = shift.groupby("factor", sort=False)["shift"].mean().reindex(analysis.factors)
    return pd.DataFrame(
        {
            "factor": analysis.factors,
            "flagged": analysis.flags.to_numpy().sum(axis=0),
            "mean_flagged": flags.sum(axis=1).mean(axis=0),
            "replicates": scored,
            "without_flags": len(z) - scored,
            "heywood": heywood.sum(axis=0),
            "array_shift": mean_shift.to_numpy(dtype=float, na_value=np.nan),
        }
    )
