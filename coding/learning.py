"""A model trained on reviewed codings, blended with the rules, and what to review next.

One decision per code: logistic regression over word and character n-grams, calibrated on
passages that it was not trained on. The blend weighs model and rules by what reviewers did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from coding.codings import PROPOSED, Suggestion
from coding.features import Features, fitted_features
from coding.fitting import (
    Floats,
    blend_of,
    blended_with,
    calibration,
    expit,
    fitted,
    held_out,
    held_out_blend,
    report_of,
)  # fmt: skip
from coding.frame import CodingFrame
from coding.tagger import suggest
from coding.units import sentences
from corpora.errors import StudyError
from corpora.sources import Source

FEWEST = 8
_BATCH = 100


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
        Seven numbers: a constant, and the weights of what the model says, of the rules' score,
        of whether a rule spoke and whether it proposed, and of the model where it did.
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
        codes = "1 code" if len(self.codes) == 1 else f"{len(self.codes)} codes"
        return (
            f"Learned {codes} and left {len(self.refused)} to the rules. The model holds a "
            f"vocabulary of {self.features.size:,} word and letter sequences from the texts, which "
            "may include names, and no passage."
        )

    def probabilities(self, texts: Sequence[str]) -> pd.DataFrame:
        """Passage x code: the model's own calibrated probabilities, without the rules."""
        calibrated = expit(self.decisions(texts) * self.slopes + self.shifts)
        return pd.DataFrame(calibrated, columns=self.codes)

    def decisions(self, texts: Sequence[str]) -> Floats:
        """Shape (p, c): how far each passage lies on the side of each code."""
        if not texts:
            return np.zeros((0, len(self.codes)))
        found: Floats = self.features.transform(texts) @ self.weights.T + self.intercepts
        return found


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
            f"Of {len(known)} reviewed passages {fewest} or more must have a code, and as many "
            "not, before it can be learned; no code has that many yet, so review more first."
        )
    truth = np.array([[code in example.codes for code in taught] for example in known])
    rules = _rule_scores(known, frame, taught)
    texts = [example.text for example in known]
    parts = _folds(known, folds, seed)
    decisions = held_out(texts, truth, parts, embeddings)
    slopes, shifts = calibration(decisions, truth)
    blend = blend_of(decisions, rules, truth)
    blended = held_out_blend(decisions, rules, truth, parts)
    features = fitted_features(texts, embeddings)
    weights, intercepts = fitted(features.transform(texts), truth)
    return Learned(
        codes=tuple(taught),
        features=features,
        weights=weights,
        intercepts=intercepts,
        slopes=slopes,
        shifts=shifts,
        blend=blend,
        report=report_of(taught, truth, blended >= PROPOSED, rules >= PROPOSED),
        refused=refused,
    )


def examples_of(project: Any) -> list[Example]:
    """The sentences of every source that somebody has coded or decided on, with their codes.

    Left out are the turns of interviewers, and sentences in which a suggestion of the first
    rank still waits: that nobody has coded them yet says nothing.
    """
    codings, waiting = project.codings(), project.pending()
    waiting = waiting[waiting["score"] >= PROPOSED]
    reviewed = set(codings["source"]) | set(project.decisions()["source"])
    marks, open_still = dict(iter(codings.groupby("source"))), dict(iter(waiting.groupby("source")))
    examples = []
    for source in project.each_source(sorted(reviewed)):
        marked = marks.get(source.id, codings.iloc[:0])
        unread = open_still.get(source.id, waiting.iloc[:0])
        for start, end in _passages(source):
            if _touching(unread, start, end).empty:
                codes = frozenset(_touching(marked, start, end)["code"])
                examples.append(Example(source.text[start:end], codes, source.id))
    return examples


def _touching(marked: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    return marked[(marked["start"] < end) & (marked["end"] > start)]


def _passages(source: Source, interviewer: bool = False) -> list[tuple[int, int]]:
    """Start and end of each sentence of what was said, or of the whole text."""
    turns = [(t.start, t.end) for t in source.turns if interviewer or not t.interviewer]
    stretches = turns if source.turns else [(0, len(source.text))]
    return [
        (begin + start, begin + end)
        for begin, finish in stretches
        for start, end in sentences(source.text[begin:finish])
    ]


def suggest_learned(
    sources: Iterable[Source],
    frame: CodingFrame,
    learned: Learned,
    *,
    model: str | None = None,
    mentions: bool = False,
    interviewer: bool = False,
) -> Iterator[Suggestion]:
    """The rules' suggestions with blended scores, and those that the model alone makes.

    The model reads sentence by sentence. It never proposes alone what the rules saw denied,
    planned or said of somebody else in the same sentence. Options as for `suggest`.
    """
    rest = iter(sources)
    while batch := list(islice(rest, _BATCH)):
        found: dict[str, list[Suggestion]] = {source.id: [] for source in batch}
        for each in suggest(batch, frame, model=model, mentions=True, interviewer=interviewer):
            found[each.source].append(each)
        places = [(source, _passages(source, interviewer)) for source in batch]
        texts = [source.text[a:b] for source, spans in places for a, b in spans]
        own = learned.decisions(texts)
        for source, spans in places:
            mine, own = own[: len(spans)], own[len(spans) :]
            made = _rescored(source, spans, found[source.id], mine, learned)
            yield from (s for s in made if mentions or s.status == "asserted")


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


def _rescored(
    source: Source,
    spans: list[tuple[int, int]],
    found: list[Suggestion],
    own: Floats,
    learned: Learned,
) -> list[Suggestion]:
    """The suggestions on one source by place; `own` has shape (sentences, codes)."""
    place = {code: column for column, code in enumerate(learned.codes)}
    rules, spoken = np.zeros(own.shape), np.zeros(own.shape, dtype=bool)
    made = []
    for each in found:
        column = place.get(each.code)
        rows = [r for r, (a, b) in enumerate(spans) if a < each.end and each.start < b]
        if column is None or not rows:
            made.append(each)
            continue
        spoken[rows, column] = True
        if each.status == "asserted":
            rules[rows, column] = each.score
            score = blended_with(own[rows, column], rules[rows, column], learned.blend).max()
            each = replace(each, score=round(float(score), 3))
        made.append(each)
    alone = blended_with(own, np.zeros(own.shape), learned.blend)
    for row, column in zip(*np.nonzero((alone >= PROPOSED) & ~spoken), strict=True):
        made.append(_by_model(source, spans[row], learned.codes[column], float(alone[row, column])))
    return sorted(made, key=lambda s: (s.start, s.end))


def _by_model(source: Source, span: tuple[int, int], code: str, score: float) -> Suggestion:
    why = (
        f"No rule found it; passages that reviewers gave this code read alike (probability "
        f"{score:.2f})."
    )
    quote = source.text[slice(*span)]
    return Suggestion(source.id, *span, quote, code, "asserted", round(score, 3), why)


def _doubt(score: float) -> float:
    """How open a decision is: 1 at a score of one half, 0 at either end."""
    return 1 - abs(2 * score - 1)
