"""The Lipset analysis, correlations to consensus, beside the same in plain numpy loops."""

import numpy as np
from factor_analyzer.rotator import Rotator

from benchmarks.timing import Row, lipset, machine, measured, show
from qmethod import analyse, consensus, correlate, distinguishing
from qmethod.extraction import extract
from qmethod.rotation import varimax


def ours(study):
    analysis = analyse(study, 3)
    return distinguishing(analysis), consensus(analysis)


def plain(sorts, grid):
    """The same numbers as bare arrays, factor by factor and statement by statement."""
    matrix = np.corrcoef(sorts.T)
    values, vectors = np.linalg.eigh(matrix)
    loadings = (vectors * np.sqrt(np.clip(values, 0, None)))[:, ::-1][:, :3]
    rotated = Rotator(method="varimax", max_iter=5000, tol=1e-12).fit_transform(loadings)
    scaled = (sorts - sorts.mean(axis=0)) / sorts.std(axis=0, ddof=1)
    scores, errors = [], []
    for column in rotated.T:
        flags = [
            f**2 > (row**2).sum() / 2 and abs(f) > 1.96 / np.sqrt(len(sorts))
            for f, row in zip(column, rotated, strict=True)
        ]
        weight = np.where(flags, column / (1 - column**2), 0)
        composite = scaled @ weight
        z = (composite - composite.mean()) / composite.std(ddof=1)
        array = np.empty(len(z))
        array[np.argsort(z, kind="stable")] = grid
        scores.append(z)
        errors.append(np.sqrt(1 - 0.8 * sum(flags) / (1 + 0.8 * (sum(flags) - 1))))
    told = []
    for statement in range(len(sorts)):
        for a in range(3):
            apart = [
                abs(scores[a][statement] - scores[b][statement]) / np.hypot(errors[a], errors[b])
                for b in range(3)
                if b != a
            ]
            told.append((min(apart) > 1.96, max(apart) <= 2.58))
    return told


def main():
    study = lipset()
    sorts = study.sorts.to_numpy(dtype=float)
    matrix = correlate(study).to_numpy()
    unrotated = extract(matrix, 3).loadings
    analysis = analyse(study, 3)
    many = {"repeats": 201}
    show(
        f"Lipset, 3 factors, PCA and varimax ({machine()})",
        [
            Row(
                "analyse + distinguishing + consensus", measured(lambda: ours(study), **many), 3e-3
            ),
            Row(
                "the same in plain numpy, no labels or checks",
                measured(lambda: plain(sorts, study.grid.places), **many),
                note="peer, varimax by factor_analyzer",
            ),
            Row("R qmethod 1.8.4", 30.8e-3, note="measured elsewhere"),
            Row("KADE's own modules in node", 27e-3, note="measured elsewhere"),
        ],
    )
    show(
        "Where the time goes",
        [
            Row("analyse", measured(lambda: analyse(study, 3), **many)),
            Row("  correlate", measured(lambda: correlate(study), **many)),
            Row("  extract", measured(lambda: extract(matrix, 3), **many)),
            Row("  varimax", measured(lambda: varimax(unrotated), **many)),
            Row("distinguishing", measured(lambda: distinguishing(analysis), **many)),
            Row("consensus", measured(lambda: consensus(analysis), **many)),
        ],
    )


if __name__ == "__main__":
    main()
