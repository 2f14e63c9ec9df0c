"""A model trained on reviewed codings, blended with the rules, and what to review next.

One decision per code: logistic regression over word and character n-grams, calibrated on
passages that it was not trained on. The blend weighs model and rules by what reviewers did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coding.codings import Suggestion
from coding.features import Features, fitted_features
from coding.frame import CodingFrame
from coding.tagger import suggest
from coding.units import sentences
from corpora.errors import StudyError
from corpora.sources import Source

Floats = npt.NDArray[np.float64]

FEWEST = 8
PROPOSED = 0.5
_EDGE = 1e-4


@dataclass(frozen=True)
class Example:
    """A reviewed passage with every code that it was given; `source` keeps its kin together."""

    text: str
    codes: frozenset[str]
    source: str = ""


@dataclass(frozen=True, eq=False)
class Learned:
    """A model trained on reviewed codings.

    Fields
    ------
    codes
        The codes that it decides on, in the order of `weights`.
    features
        How a passage becomes numbers; holds the vocabulary, and no passage.
    weights, intercepts
        Shapes (c, f) and (c,): one decision per code over f features.
    slopes, shifts
        Shape (c,): the calibration of each decision.
    blend
        Four numbers: constant, weight of the model's log odds, of the rules' score, and of
        whether a rule spoke at all.
    report
        Code x [examples, precision, recall, f1, rules_f1], all on passages held out.
    refused
        Code -> why it was not learned.
    """

    codes: tuple[str, ...]
    features: Features
    weights: Floats
    intercepts: Floats
    slopes: Floats
    shifts: Floats
    blend: Floats
    report: pd.DataFrame
    refused: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """What was learned and what the model holds, for the person who will use it."""
        return (
            f"Learned {len(self.codes)} codes and left {len(self.refused)} to the rules. The model "
            f"holds a vocabulary of {self.features.size:,} word and letter sequences from the "
            "texts, which may include names, and no passage."
        )

    def probabilities(self, texts: Sequence[str]) -> pd.DataFrame:
        """Passage x code: the model's own calibrated probabilities, without the rules."""
        decisions = self.features.transform(texts) @ self.weights.T + self.intercepts
        return pd.DataFrame(_expit(decisions * self.slopes + self.shifts), columns=self.codes)


def learn(
    material: Any,
    frame: CodingFrame | None = None,
    *,
    fewest: int = FEWEST,
    folds: int = 5,
    seed: int = 1,
    embeddings: str | None = None,
) -> Learned:
    """A model of how reviewers coded, with its cross-validated precision, recall and F1.

    Parameters
    ----------
    material
        A project, of which the sources that somebody has coded or decided on are read sentence
        by sentence; or examples, those with no code included.
    frame
        A project brings its own.
    fewest
        A code with fewer positive examples than this is refused and stays with the rules.
    folds
        Passages of one source are always in one fold.
    embeddings
        A folder with a sentence-embedding model (extra "models"); its numbers join the
        n-grams. Nothing is downloaded.

    Raises
    ------
    StudyError
        If there are too few passages, or no code has enough examples.
    """
    frame, known = _read(material, frame)
    taught, refused = _teachable(known, frame, fewest)
    if len(known) < 2 * folds or not taught:
        raise StudyError(
            f"There are {len(known)} reviewed passages and no code with {fewest} examples; review "
            "more before learning from them."
        )
    truth = np.array([[code in example.codes for code in taught] for example in known])
    rules = _rule_scores(known, frame, taught)
    texts = [example.text for example in known]
    decisions = _held_out(texts, truth, _folds(known, folds, seed), embeddings)
    slopes, shifts = _calibration(decisions, truth)
    blend = _blend(_expit(decisions * slopes + shifts), rules, truth)
    blended = _blended(_expit(decisions * slopes + shifts), rules, blend)
    features = fitted_features(texts, embeddings)
    weights, intercepts = _fit(features.transform(texts), truth)
    return Learned(
        codes=tuple(taught),
        features=features,
        weights=weights,
        intercepts=intercepts,
        slopes=slopes,
        shifts=shifts,
        blend=blend,
        report=_report(taught, truth, blended >= PROPOSED, rules >= PROPOSED),
        refused=refused,
    )


def examples_of(project: Any) -> list[Example]:
    """The sentences of every source that somebody has coded or decided on, with their codes."""
    codings = project.codings()
    reviewed = set(codings["source"]) | set(project.decisions()["source"])
    marks = dict(iter(codings.groupby("source")))
    examples = []
    for source in project.each_source(sorted(reviewed)):
        marked = marks.get(source.id, codings.iloc[:0])
        for start, end in sentences(source.text):
            touched = marked[(marked["start"] < end) & (marked["end"] > start)]
            text = source.text[start:end]
            examples.append(Example(text, frozenset(touched["code"]), source.id))
    return examples


def suggest_learned(
    sources: Iterable[Source], frame: CodingFrame, learned: Learned, *, model: str | None = None
) -> Iterator[Suggestion]:
    """The rules' suggestions with blended scores, and those that the model alone makes.

    Each source is one passage to the model. A code that the rules saw denied, planned or
    said of somebody else is never proposed by the model alone.
    """
    for source in sources:
        found = list(suggest([source], frame, model=model, mentions=True))
        yield from _rescored(source, found, learned)


def next_to_review(
    pending: Iterable[Suggestion], reviewed: Mapping[str, int] | None = None
) -> list[Suggestion]:
    """The pending suggestions, first the one whose decision would teach most.

    A decision teaches more the less certain its outcome is, the fewer decisions there are on
    its code (`reviewed`, code -> count), and the less often its cue was asked about before.
    """
    counts, asked = Counter(reviewed or {}), Counter[tuple[str, str]]()
    worth = []
    for suggestion in sorted(pending, key=lambda s: -_doubt(s.score)):
        key = (suggestion.code, suggestion.cue.lower())
        rarity = (1 + counts[suggestion.code]) ** -0.5
        worth.append((_doubt(suggestion.score) * rarity / (1 + asked[key]), suggestion))
        asked[key] += 1
    return [suggestion for _, suggestion in sorted(worth, key=lambda pair: -pair[0])]


def _read(material: Any, frame: CodingFrame | None) -> tuple[CodingFrame, list[Example]]:
    """The frame and the examples of a project, or those that were given."""
    project = hasattr(material, "codings")
    known = examples_of(material) if project else list(material)
    frame = frame or (material.frame if project else None)
    if frame is None:
        raise StudyError("Learning needs a frame; give one, or a project that has one.")
    return frame, known


def _teachable(
    examples: list[Example], frame: CodingFrame, fewest: int
) -> tuple[list[str], dict[str, str]]:
    """The codes with enough examples on both sides, and why the others are refused."""
    counts = Counter(code for example in examples for code in example.codes)
    taught, refused = [], {}
    for code in frame.codable:
        positive = counts[code.id]
        if positive < fewest:
            refused[code.id] = f"{positive} of the {fewest} examples that it needs"
        elif len(examples) - positive < fewest:
            refused[code.id] = f"only {len(examples) - positive} passages without it"
        else:
            taught.append(code.id)
    return taught, refused


def _rule_scores(examples: list[Example], frame: CodingFrame, codes: list[str]) -> Floats:
    """Shape (p, c): the best score that the rules give each code in each passage."""
    place = {code: column for column, code in enumerate(codes)}
    scores = np.zeros((len(examples), len(codes)))
    texts = (Source(str(row), example.text) for row, example in enumerate(examples))
    for found in suggest(texts, frame):
        if found.code in place:
            row, column = int(found.source), place[found.code]
            scores[row, column] = max(scores[row, column], found.score)
    return scores


def _folds(examples: list[Example], folds: int, seed: int) -> list[tuple[Any, Any]]:
    """Training and test rows, passages of one source together."""
    from sklearn.model_selection import GroupKFold

    groups = [example.source or f"#{row}" for row, example in enumerate(examples)]
    if len(set(groups)) < folds:
        raise StudyError(
            f"The reviewed passages come from {len(set(groups))} sources; cross-validation in "
            f"{folds} parts needs at least {folds}."
        )
    splitter = GroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    return list(splitter.split(groups, groups=groups))


def _held_out(
    texts: list[str], truth: npt.NDArray[np.bool_], folds: list[tuple[Any, Any]], embeddings: Any
) -> Floats:
    """Shape (p, c): the decision on each passage by a model that has not seen it."""
    decisions = np.zeros(truth.shape)
    for train, test in folds:
        features = fitted_features([texts[row] for row in train], embeddings)
        weights, intercepts = _fit(features.transform([texts[r] for r in train]), truth[train])
        unseen = features.transform([texts[row] for row in test])
        decisions[test] = unseen @ weights.T + intercepts
    return decisions


def _fit(matrix: Any, truth: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
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


def _calibration(decisions: Floats, truth: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Slope and shift of each code's decisions (Platt 1999), from passages held out."""
    from sklearn.linear_model import LogisticRegression

    slopes, shifts = np.ones(truth.shape[1]), np.zeros(truth.shape[1])
    for column in range(truth.shape[1]):
        fit = LogisticRegression(C=10).fit(decisions[:, [column]], truth[:, column])
        slopes[column], shifts[column] = max(fit.coef_[0, 0], 0.0), fit.intercept_[0]
    return slopes, shifts


def _blend(probabilities: Floats, rules: Floats, truth: npt.NDArray[np.bool_]) -> Floats:
    """Shape (4,): how to weigh model and rules, the same for all codes."""
    from sklearn.linear_model import LogisticRegression

    columns = _blend_columns(probabilities, rules).reshape(-1, 3)
    fit = LogisticRegression(C=10).fit(columns, truth.ravel())
    return np.concatenate([fit.intercept_, fit.coef_[0]])


def _blended(probabilities: Floats, rules: Floats, blend: Floats) -> Floats:
    """Model and rules in one probability."""
    return _expit(_blend_columns(probabilities, rules) @ blend[1:] + blend[0])


def _blend_columns(probabilities: Floats, rules: Floats) -> Floats:
    """Shape (..., 3): log odds of the model, score of the rules, and whether a rule spoke."""
    held = np.clip(probabilities, _EDGE, 1 - _EDGE)
    return np.stack([np.log(held / (1 - held)), rules, (rules > 0).astype(float)], axis=-1)


def _report(
    codes: list[str],
    truth: npt.NDArray[np.bool_],
    blended: npt.NDArray[np.bool_],
    rules: npt.NDArray[np.bool_],
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


def _rescored(source: Source, found: list[Suggestion], learned: Learned) -> Iterator[Suggestion]:
    own = learned.probabilities([source.text]).iloc[0]
    asserted = [s for s in found if s.status == "asserted"]
    for suggestion in asserted:
        if suggestion.code in own:
            score = _one(own[suggestion.code], suggestion.score, learned.blend)
            yield replace(suggestion, score=score)
        else:
            yield suggestion
    spoken = {s.code for s in found}
    for code in learned.codes:
        score = _one(own[code], 0.0, learned.blend)
        if code not in spoken and score >= PROPOSED:
            yield Suggestion(
                source.id, 0, len(source.text), source.text, code, "asserted", score,
                f"No rule found it; passages that reviewers gave this code read alike "
                f"(probability {score:.2f}).",
            )  # fmt: skip


def _one(probability: float, rule: float, blend: Floats) -> float:
    return float(_blended(np.array([probability]), np.array([rule]), blend)[0])


def _doubt(score: float) -> float:
    """How open a decision is: 1 at a score of one half, 0 at either end."""
    return 1 - abs(2 * score - 1)


def _expit(values: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-values))
    return found
