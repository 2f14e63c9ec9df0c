"""A study of a thousand sorts, beside the eigenvectors that any analysis of it needs."""

import numpy as np

from benchmarks.timing import Row, machine, measured, show
from qmethod import analyse, consensus, distinguishing
from qmethod.simulate import random_study


def ours(study):
    analysis = analyse(study, 8)
    return distinguishing(analysis), consensus(analysis)


def main():
    study = random_study(1000, 60, 8)
    sorts = study.sorts.to_numpy(dtype=float)
    matrix = np.corrcoef(sorts.T)
    show(
        f"1,000 sorts of 60 statements, 8 factors, PCA and varimax ({machine()})",
        [
            Row("analyse + distinguishing + consensus", measured(lambda: ours(study)), 1.0),
            Row(
                "numpy.linalg.eigh of the correlations alone",
                measured(lambda: np.linalg.eigh(matrix)),
                note="bound",
            ),
            Row(
                "numpy.linalg.svd of the sorts alone",
                measured(lambda: np.linalg.svd(sorts, full_matrices=False)),
                note="bound where sorts are complete",
            ),
        ],
    )
    smaller = random_study(200, 60, 5)
    rows = [
        Row(
            f"200 sorts of 60 statements, 5 factors, {by}",
            measured(lambda by=by: analyse(smaller, 5, extraction=by, heywood="clip"), repeats=3),
        )
        for by in ("pca", "centroid", "paf")
    ]
    show("Other extractions", rows)


if __name__ == "__main__":
    main()
