"""What a frame's own passages teach: votes of words, weighed together with what its cues found.

A frame may ship with a prior: votes taught by passages that were written and coded for it, and
the weights by which votes and cues make one probability (stacked generalisation: Wolpert 1992,
p. 241). It holds words, pairs and letters with numbers, and no passage.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coding.codings import PROPOSED, STATUSES
from coding.frame import CodingFrame
from coding.settle import Mention
from coding.votes import Floats, Passage, Vocabulary, Votes, words_of
from corpora.placing import put

FRAMES = Path(__file__).parent / "frames"
DENIALS = STATUSES[1:]
COLUMNS = (
    "constant", "votes", "votes against", "votes above -2", "cue", "cue's score",
    "votes with a cue", "weak cue", "votes with a weak cue", *DENIALS,
)  # fmt: skip
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}
_STEP = 0.05  # a vote is kept as a whole number of these steps, in log odds


@dataclass(frozen=True, eq=False)
class Prior:
    """Votes of words, and the blend, shape (2k,), that weighs them with cues; k of `COLUMNS`."""

    votes: Votes
    blend: npt.NDArray[np.float64]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it decides on."""
        return self.votes.codes

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each code."""
        return {code: row for row, code in enumerate(self.codes)}

    def probabilities(
        self, passage: Passage, mentions: Mapping[str, Mention]
    ) -> npt.NDArray[np.float64]:
        """Shape (c,): how probable each code is, by its words and by its best mention."""
        decisions, words = self.votes.decisions(passage), len(words_of(passage))
        columns = evidence(self.places, decisions, mentions, words)
        found: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(columns @ self.blend)))
        return found


def evidence(
    places: Mapping[str, int], decisions: Floats, mentions: Mapping[str, Mention], words: int
) -> npt.NDArray[np.float64]:
    """Shape (c, 2k): for each code what votes say, and its best mention with its status.

    `places` has the row of each code.
    The second k columns are the first by the root of the number of words: in a passage of few
    words votes tell less, and a cue more.
    """
    columns = np.zeros((len(places), len(COLUMNS)))
    columns[:, 0], columns[:, 1] = 1, decisions
    columns[:, 2], columns[:, 3] = np.minimum(decisions, 0), np.maximum(decisions + 2, 0)
    for code, mention in mentions.items():
        row = places.get(code)
        if row is None:
            continue
        if mention.status != "asserted":
            columns[row, _COLUMN[mention.status]] = 1
        elif mention.score >= PROPOSED:
            columns[row, 4:7] = 1, mention.score, decisions[row]
        else:
            columns[row, 7:9] = 1, decisions[row]
    return np.hstack([columns, columns * max(words, 1) ** -0.5])


@lru_cache(maxsize=8)
def shipped(name: str) -> Prior | None:
    """The prior that ships with the frame of that name, or None."""
    path = FRAMES / f"{name}.prior.npz"
    return read_prior(path) if path.is_file() else None


def prior_of(frame: CodingFrame) -> Prior | None:
    """The prior that ships with a frame, for those of its codes that the frame still has."""
    prior = shipped(frame.name)
    if prior is None:
        return None
    kept = [row for row, code in enumerate(prior.codes) if code in frame]
    if len(kept) == len(prior.codes):
        return prior
    votes = prior.votes
    codes = tuple(votes.codes[row] for row in kept)
    fewer = Votes(codes, votes.vocabulary, votes.weights[:, kept], votes.intercepts[kept])
    return Prior(fewer, prior.blend) if kept else None


def write_prior(prior: Prior, path: str | Path) -> Path:
    """The path of the file that now holds the prior, each vote rounded to a small step."""
    votes, known = prior.votes, prior.votes.vocabulary
    terms = ["\n".join(kind) for kind in known.terms]
    steps = np.clip(np.rint(votes.weights / _STEP), -32767, 32767).astype(np.int16)
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        about=np.array(json.dumps({"codes": votes.codes, "columns": COLUMNS, "terms": terms})),
        steps=steps,
        intercepts=votes.intercepts,
        term_weights=known.weights,
        blend=prior.blend,
    )
    return put(Path(path), stream.getvalue())


def read_prior(path: str | Path) -> Prior:
    """The prior that `write_prior` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        about = json.loads(str(stored["about"]))
        terms = tuple(tuple(kind.split("\n")) for kind in about["terms"])
        known = Vocabulary(terms, stored["term_weights"])
        weights = stored["steps"].astype(np.float32) * np.float32(_STEP)
        votes = Votes(tuple(about["codes"]), known, weights, stored["intercepts"])
        return Prior(votes, stored["blend"])
