"""Parallel analysis of a thousand shuffled studies, beside a plain loop over them."""

import numpy as np

from benchmarks.timing import Row, lipset, machine, measured, show
from qmethod.parallel import permuted_eigenvalues
from qmethod.retention import retention
from qmethod.simulate import random_study

PERMUTATIONS = 1000


def ours(study):
    return permuted_eigenvalues(study.sorts, permutations=PERMUTATIONS, seed=1)


def plain(sorts):
    random = np.random.default_rng(1)
    found = []
    for _ in range(PERMUTATIONS):
        shuffled = np.column_stack([random.permutation(column) for column in sorts.T])
        found.append(np.linalg.eigvalsh(np.corrcoef(shuffled.T))[::-1])
    return np.array(found)


def main():
    study = random_study(40, 60, 4)
    sorts = study.sorts.to_numpy(dtype=float)
    stack = np.broadcast_to(np.corrcoef(sorts.T), (PERMUTATIONS, 40, 40))
    show(
        f"Parallel analysis, 1,000 permutations of 40 sorts of 60 statements ({machine()})",
        [
            Row("permuted_eigenvalues", measured(lambda: ours(study)), 1.0),
            Row("a plain loop", measured(lambda: plain(sorts), repeats=3), note="peer"),
            Row(
                "numpy.linalg.eigvalsh of 1,000 matrices",
                measured(lambda: np.linalg.eigvalsh(stack)),
                note="bound",
            ),
        ],
    )
    small = lipset()
    show(
        "The whole retention table, 8 solutions and 1,000 permutations",
        [
            Row("Lipset: 9 sorts, 33 statements", measured(lambda: retention(small))),
            Row("40 sorts, 60 statements", measured(lambda: retention(study))),
        ],
    )


if __name__ == "__main__":
    main()
