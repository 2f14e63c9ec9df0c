"""Two thousand bootstrap replicates, beside a plain loop over replicates."""

import numpy as np

from benchmarks.timing import Row, lipset, machine, measured, show
from qmethod import analyse
from qmethod.bootstrap import bootstrap
from qmethod.resampling import draw
from qmethod.simulate import random_study

REPLICATES = 2000


def ours(analysis):
    return bootstrap(analysis, replicates=REPLICATES).summary


def plain(sorts, target, draws):
    """Loadings, flags and z-scores one replicate after another, and their means."""
    statements, participants = sorts.shape
    scaled = (sorts - sorts.mean(axis=0)) / sorts.std(axis=0, ddof=1)
    factors = target.shape[1]
    loadings = np.full((len(draws), participants, factors), np.nan)
    flagged = np.zeros(loadings.shape, dtype=bool)
    scores = np.full((len(draws), statements, factors), np.nan)
    for row, drawn in enumerate(draws):
        values, vectors = np.linalg.eigh(np.corrcoef(sorts[:, drawn].T))
        found = (vectors * np.sqrt(np.clip(values, 0, None)))[:, ::-1][:, :factors]
        left, _, right = np.linalg.svd(found.T @ target[drawn])
        turned = found @ left @ right
        flags = (turned**2 > (turned**2).sum(axis=1, keepdims=True) / 2) & (
            np.abs(turned) > 1.96 / np.sqrt(statements)
        )
        for factor in np.flatnonzero(flags.any(axis=0)):
            f = np.where(flags[:, factor], turned[:, factor], 0)
            composite = scaled[:, drawn] @ (f / (1 - f**2))
            scores[row, :, factor] = (composite - composite.mean()) / composite.std(ddof=1)
        loadings[row, drawn], flagged[row, drawn] = turned, flags
    return np.nanmean(loadings, axis=0), flagged.mean(axis=0), np.nanmean(scores, axis=0)


def main():
    study = lipset()
    analysis = analyse(study, 3)
    sorts, target = study.sorts.to_numpy(dtype=float), analysis.loadings.to_numpy()
    draws = draw(9, REPLICATES, seed=1, balanced=False)
    show(
        f"{REPLICATES:,} replicates with Procrustes, flags and all tables ({machine()})",
        [
            Row("Lipset: 9 sorts, 33 statements, 3 factors", measured(lambda: ours(analysis)), 0.3),
            Row(
                "a plain loop over the same replicates",
                measured(lambda: plain(sorts, target, draws), repeats=3),
                note="peer, means alone",
            ),
            Row("R qmethod 1.8.4", 30.0, note="measured elsewhere"),
        ],
    )
    rows = []
    for participants, statements, factors in ((25, 28, 5), (60, 60, 5), (200, 60, 8)):
        larger = analyse(random_study(participants, statements, factors), factors)
        label = f"{participants} sorts, {statements} statements, {factors} factors"
        rows.append(Row(label, measured(lambda found=larger: ours(found), repeats=3)))
    show("Larger studies", rows)


if __name__ == "__main__":
    main()
