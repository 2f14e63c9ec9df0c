"""The numbers of learning: one decision per code, its calibration, and its blend with the rules.

Shapes: p passages, c codes, f features.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coding.codings import PROPOSED
from coding.features import fitted_features

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Folds = list[tuple[Any, Any]]


def held_out(texts: list[str], truth: Truth, folds: Folds, embeddings: Any) -> Floats:
    """Shape (p, c): the decision on each passage by a model that has not seen it."""
    decisions = np.zeros(truth.shape)
    for train, test in folds:
        features = fitted_features([texts[row] for row in train], embeddings)
        weights, intercepts = fitted(features.transform([texts[r] for r in train]), truth[train])
        unseen = features.transform([texts[row] for row in test])
        decisions[test] = unseen @ weights.T + intercepts
    return decisions


def fitted(matrix: Any, truth: Truth) -> tuple[Floats, Floats]:
    """Weights (c, f) and intercepts (c,) of one balanced logistic regression per code."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((truth.shape[1], matrix.shape[1]))
    intercepts = np.full(truth.shape[1], -4.0)
    for column in range(truth.shape[1]):
        if 0 < truth[:, column].sum() < len(truth):
            model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
            model.fit(matrix, truth[:, column])
            weights[column], intercepts[column] = model.coef_[0], model.intercept_[0]
    return weights, intercepts


def calibration(decisions: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """Slope and shift of each code's decisions (Platt 1999), from passages held out."""
    from sklearn.linear_model import LogisticRegression

    slopes, shifts = np.ones(truth.shape[1]), np.zeros(truth.shape[1])
    for column in range(truth.shape[1]):
        if not 0 < truth[:, column].sum() < len(truth):
            continue
        fit = LogisticRegression(C=10).fit(decisions[:, [column]], truth[:, column])
        slopes[column], shifts[column] = max(fit.coef_[0, 0], 0.0), fit.intercept_[0]
    return slopes, shifts


def blend_of(decisions: Floats, rules: Floats, truth: Truth) -> Floats:
    """Shape (7,): how to weigh model and rules, the same for all codes; the constant first."""
    from sklearn.linear_model import LogisticRegression

    columns = _blend_columns(decisions, rules).reshape(truth.size, -1)
    fit = LogisticRegression(C=10, max_iter=1000).fit(columns, truth.ravel())
    return np.concatenate([fit.intercept_, fit.coef_[0]])


def held_out_blend(decisions: Floats, rules: Floats, truth: Truth, parts: Folds) -> Floats:
    """Shape (p, c): each passage by a blend that has not seen it either."""
    blended = np.zeros(truth.shape)
    for train, test in parts:
        blend = blend_of(decisions[train], rules[train], truth[train])
        blended[test] = blended_with(decisions[test], rules[test], blend)
    return blended


def blended_with(decisions: Floats, rules: Floats, blend: Floats) -> Floats:
    """Same shape: model and rules in one probability."""
    return expit(_blend_columns(decisions, rules) @ blend[1:] + blend[0])


def _blend_columns(decisions: Floats, rules: Floats) -> Floats:
    """Shape (..., 6): what the model says, where rules are silent, speak and propose."""
    spoke, proposed = (rules > 0).astype(float), (rules >= PROPOSED).astype(float)
    parts = [decisions, rules, spoke, proposed, decisions * spoke, decisions * proposed]
    return np.stack(parts, axis=-1)


def report_of(
    codes: list[str],
    truth: Truth,
    blended: Truth,
    rules: Truth,
) -> pd.DataFrame:
    """Code x [examples, precision, recall, f1, rules_f1], and all codes together."""
    rows = [_figures(truth[:, c], blended[:, c], rules[:, c]) for c in range(len(codes))]
    rows.append(_figures(truth.ravel(), blended.ravel(), rules.ravel()))
    columns = ["examples", "precision", "recall", "f1", "rules_f1"]
    return pd.DataFrame(rows, columns=columns, index=pd.Index([*codes, "all"], name="code"))


def _figures(truth: Any, blended: Any, rules: Any) -> tuple[int, float, float, float, float]:
    precision, recall, f1 = _precision_recall_f1(truth, blended)
    return int(truth.sum()), precision, recall, f1, _precision_recall_f1(truth, rules)[2]


def _precision_recall_f1(truth: Any, proposed: Any) -> tuple[float, float, float]:
    """Precision, recall and F1; NaN where nothing was proposed or nothing is true."""
    hits = float((truth & proposed).sum())
    precision = hits / proposed.sum() if proposed.any() else float("nan")
    recall = hits / truth.sum() if truth.any() else float("nan")
    total = proposed.sum() + truth.sum()
    return precision, recall, 2 * hits / total if total else float("nan")


def expit(values: Floats) -> Floats:
    """Same shape: log odds as probabilities."""
    found: Floats = 1 / (1 + np.exp(-np.clip(values, -500, 500)))
    return found
