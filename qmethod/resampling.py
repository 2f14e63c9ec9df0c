"""Draws of participants with replacement, and the factors of each draw, many at a time.

R replicates, m participants, n statements, d participants drawn per replicate, k factors.
A draw is worked with as counts, how often each participant was drawn: the copies of a sort
share one loading, so every table keeps one row per participant of the study.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpora.errors import StudyError
from qmethod.arrays import Floats, Integers
from qmethod.chance import generator
from qmethod.extraction import extract
from qmethod.rotation import procrustes_turn


def draw(participants: int, replicates: int, *, seed: int, balanced: bool) -> Integers:
    """Shape (R, m): positions of the participants drawn in each replicate.

    With `balanced` every participant is drawn R times over all replicates together
    (Davison, Hinkley & Schechtman 1986, Biometrika 73, 555-566).
    """
    random = generator(seed)
    if balanced:
        pool = np.tile(np.arange(participants), replicates)
        return random.permutation(pool).reshape(replicates, participants)
    return random.integers(participants, size=(replicates, participants))


def given_draws(resamples: npt.ArrayLike, names: Sequence[str]) -> Integers:
    """Shape (R, d): the researcher's own draws as positions, counted from 0.

    resamples : shape (R, d), one replicate per row; positions counted from 0, or names.

    Raises
    ------
    StudyError
        If the rows are ragged, a position is no whole number or none of the study's, or a
        name is unknown.
    """
    try:
        table = np.asarray(resamples)
    except ValueError:
        table = np.empty(0)
    if table.ndim != 2 or table.size == 0:
        raise StudyError(
            "Given resamples need one row per replicate and the same number of participants in "
            "every row; found another shape."
        )
    if table.dtype.kind in "OUST":
        table = _positions_of(table, names)
    return _checked(table, len(names))


def _positions_of(table: npt.NDArray[np.generic], names: Sequence[str]) -> npt.NDArray[np.generic]:
    """The draws as positions where every cell is a participant's name."""
    position = {name: i for i, name in enumerate(names)}
    try:
        cells = [[position[str(cell)] for cell in row] for row in table]
    except KeyError as unknown:
        raise StudyError(
            f"The resamples draw {unknown}, who is no participant of the study; it has "
            f"{', '.join(names)}."
        ) from None
    return np.array(cells)


def _checked(table: npt.NDArray[np.generic], participants: int) -> Integers:
    try:
        numbers = table.astype(float)
    except (TypeError, ValueError):
        raise StudyError(
            "Given resamples hold participants' positions, counted from 0, or names."
        ) from None
    for row, column in np.argwhere(~(np.isfinite(numbers) & (numbers == np.round(numbers)))):
        raise StudyError(
            f"Resample {row + 1} draws {table[row, column]}, which is no position; give whole "
            f"numbers from 0 to {participants - 1}, or names."
        )
    outside = np.argwhere((numbers < 0) | (numbers >= participants))
    if len(outside):
        row, column = outside[0]
        raise StudyError(
            f"Resample {row + 1} draws participant number {numbers[row, column]:.0f}, but "
            f"positions go from 0 to {participants - 1}; take 1 off if yours count from 1."
        )
    return numbers.astype(np.int64)


def times_drawn(draws: Integers, participants: int) -> Integers:
    """Shape (R, m): how often each participant stands in each draw."""
    replicates = len(draws)
    cells = draws + participants * np.arange(replicates)[:, None]
    flat = np.bincount(cells.ravel(), minlength=replicates * participants)
    return flat.reshape(replicates, participants)


def components(correlations: Floats, counts: Integers, factors: int) -> Floats:
    """Shape (R, m, k): principal components of each draw, 0 for those not drawn.

    correlations : shape (m, m); counts : shape (R, m). The matrix of a draw with its copies
    has the eigenvalues of D R D, D holding the roots of the counts; a copy's share of an
    eigenvector is the participant's over that root.
    """
    root = np.sqrt(counts)
    values, vectors = np.linalg.eigh(root[:, :, None] * correlations * root[:, None, :])
    largest = np.clip(values[:, ::-1][:, None, :factors], 0, None)
    shared = vectors[:, :, ::-1][..., :factors] * np.sqrt(largest)
    return _over(shared, root[..., None])


def components_of_sorts(standardised: Floats, counts: Integers, factors: int) -> Floats:
    """Shape (R, m, k): as `components`, from the n x n side; quicker where m is above n.

    standardised : shape (n, m), complete sorts of mean 0 and sd 1. With S for them, the
    loadings are S'v / sqrt(n - 1), v an eigenvector of S D S' / (n - 1).
    """
    scale = len(standardised) - 1
    weighted = standardised * counts[:, None, :]
    _, vectors = np.linalg.eigh(weighted @ standardised.T / scale)
    loadings = standardised.T @ vectors[..., ::-1][..., :factors] / np.sqrt(scale)
    return np.where(counts[..., None] > 0, loadings, 0.0)


def one_by_one(
    correlations: Floats,
    draws: Integers,
    factors: int,
    method: str,
    *,
    iterations: int | None = None,
    threshold: float | None = None,
) -> Floats:
    """Shape (R, m, k): the factors of each draw by an iterated extraction, copies and all."""
    participants = len(correlations)
    found = np.zeros((len(draws), participants, factors))
    for loadings, drawn in zip(found, draws, strict=True):
        matrix = correlations[np.ix_(drawn, drawn)]
        solution = extract(matrix, factors, method, iterations=iterations, threshold=threshold)
        np.add.at(loadings, drawn, solution.loadings)
    return _over(found, times_drawn(draws, participants)[..., None])


def turned_to(target: Floats, loadings: Floats, counts: Integers) -> Floats:
    """Shape (R, m, l): each replicate turned rigidly to the target rows of those drawn.

    target : shape (m, l); loadings : shape (R, m, k), k >= l. A participant drawn twice
    counts twice. Where k is above l the replicate's factors are turned into the l
    dimensions that lie nearest to the target.
    """
    cross = np.swapaxes(loadings * counts[..., None], -1, -2) @ target
    turned: Floats = loadings @ procrustes_turn(cross)
    return turned


def _over(values: Floats, divisor: Floats | Integers) -> Floats:
    """Values over a divisor, 0 where the divisor is 0."""
    return np.divide(values, divisor, out=np.zeros_like(values), where=divisor > 0)
