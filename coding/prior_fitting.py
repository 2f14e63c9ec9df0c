"""A prior taught by written passages, and what it is worth on passages held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coding.frame import CodingFrame
from coding.prior import Prior, evidence
from coding.settle import Mention, rank
from coding.tagger import best_mentions, compiled
from coding.votes import Passage, Sentence, Truth, taught, words_of
from corpora.sources import Source

MISSED = 1.25  # what missing a code costs, beside proposing one in vain


@dataclass(frozen=True)
class Written:
    """A passage written for a frame, with its codes.

    `fresh` tells that no cue was written from it, so that cues do on it as they will elsewhere.
    """

    text: str
    codes: frozenset[str]
    fresh: bool = True


@dataclass(frozen=True, eq=False)
class _Read:
    passage: Passage
    mentions: dict[str, Mention]


def fit_prior(
    written: Sequence[Written], frame: CodingFrame, *, folds: int = 5, seed: int = 1
) -> Prior:
    """Votes taught by all passages, and the blend that is best where they had not seen them.

    The blend is learned on the fresh passages alone, from votes of folds that left them out.
    """
    codes = [code.id for code in frame.codable]
    read = [_read(each, frame) for each in written]
    truth = np.array([[code in each.codes for code in codes] for each in written])
    fresh = np.array([row for row, each in enumerate(written) if each.fresh])
    decisions = _held_out([r.passage for r in read], truth, codes, fresh, folds, seed)
    places = {code: row for row, code in enumerate(codes)}
    columns = np.stack(
        [
            evidence(places, told, read[row].mentions, len(words_of(read[row].passage)))
            for told, row in zip(decisions, fresh, strict=True)
        ]
    )
    votes = taught([r.passage for r in read], truth, codes)
    return Prior(votes, _blend(columns, truth[fresh]))


def _read(written: Written, frame: CodingFrame) -> _Read:
    passage: list[Sentence] = []
    mentions: dict[str, Mention] = {}
    for sentences, found in best_mentions(compiled(frame), Source("passage", written.text)):
        passage.extend(sentences)
        mentions |= {
            code: mention
            for code, mention in found.items()
            if code not in mentions or rank(mention) > rank(mentions[code])
        }
    return _Read(passage, mentions)


def _held_out(
    passages: list[Passage],
    truth: Truth,
    codes: list[str],
    fresh: npt.NDArray[np.int64],
    folds: int,
    seed: int,
) -> npt.NDArray[np.float32]:
    """Shape (fresh passages, c): votes by those who have not seen the passage."""
    parts = np.random.default_rng(seed).permutation(len(fresh)) % folds
    found = np.zeros((len(fresh), len(codes)), dtype=np.float32)
    for part in range(folds):
        unseen = fresh[parts == part]
        rows = np.setdiff1d(np.arange(len(passages)), unseen)
        votes = taught([passages[row] for row in rows], truth[rows], codes)
        found[parts == part] = [votes.decisions(passages[row]) for row in unseen]
    return found


def _blend(columns: npt.NDArray[np.float64], truth: Truth) -> npt.NDArray[np.float64]:
    """Shape (2k,): the weight of each column in log odds, the same for all codes."""
    from sklearn.linear_model import LogisticRegression

    positive = truth.ravel()
    model = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False, tol=1e-5)
    model.fit(
        columns.reshape(-1, columns.shape[-1]),
        positive,
        sample_weight=np.where(positive, MISSED, 1.0),
    )
    weights: npt.NDArray[np.float64] = model.coef_[0]
    return weights
