"""Cues and words of a passage weighed together: what is proposed, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coding.codings import FIRST, PROPOSED
from coding.frame import CodingFrame
from coding.prior import Prior
from coding.sentences import Range, Word
from coding.settle import Mention
from coding.votes import Floats

SPEAKING = 3  # words that are named as the reason
LEAST = 0.03  # a code less probable than this is not offered, however short the list


def read_as(words: list[Word], passage: list[Range]) -> list[list[Word]]:
    """The sentences of a passage as votes read them: words and marks, no brackets or quotes."""
    return [[word for word in words[i:j] if word.kind] for i, j in passage]


def weighed(
    prior: Prior,
    frame: CodingFrame,
    best: Mapping[str, Mention],
    words: list[Word],
    passage: list[Range],
) -> Iterator[Mention]:
    """The mentions asserted with their probability, then what words alone speak for.

    `words[i:j]` is a sentence of the passage for each range. Offered are the codes that are more
    probable than not, and the next ones until a coder has the first few. A code that the prior
    does not know keeps the score of its cue.
    """
    sentences = read_as(words, passage)
    chances = prior.probabilities(sentences, best)
    _exclusive(prior.codes, frame, chances)
    told: list[tuple[list[str], Floats]] = []
    asserted = [m for m in best.values() if m.status == "asserted"]
    alone = [mention for mention in asserted if mention.code not in prior.places]
    yield from alone
    offered, left = len(alone), len(asserted) - len(alone)
    for row in np.argsort(-chances, kind="stable").tolist():
        chance, mention = float(chances[row]), best.get(prior.codes[row])
        offered += 1
        if mention is not None and mention.status == "asserted":
            left -= 1
            yield mention._replace(score=chance)
        elif chance < LEAST or (chance < PROPOSED and offered > FIRST):
            offered -= 1
            if not left:
                break
        else:
            told = told or [prior.votes.by_word(sentence) for sentence in sentences]
            yield _voted(prior.codes[row], chance, [(w, v[:, row]) for w, v in told], passage)


def _exclusive(codes: Sequence[str], frame: CodingFrame, chances: npt.NDArray[Any]) -> None:
    """Of codes that exclude each other, leave the others what the most probable one leaves."""
    for rows in _rivals(tuple(codes), frame.one_of):
        first = max(rows, key=chances.__getitem__)
        left = 1 - chances[first]
        for row in rows:
            if row != first and chances[row] > left:
                chances[row] = left


@lru_cache(maxsize=16)
def _rivals(codes: tuple[str, ...], groups: tuple[tuple[str, ...], ...]) -> list[list[int]]:
    place = {code: row for row, code in enumerate(codes)}
    rows = [[place[code] for code in group if code in place] for group in groups]
    return [group for group in rows if len(group) > 1]


def _voted(
    code: str, chance: float, told: list[tuple[list[str], Floats]], passage: list[Range]
) -> Mention:
    """What words alone speak for, in the sentence that speaks for it most.

    `told` has, for each sentence, its words and how far each speaks for the code.
    """
    number = max(range(len(told)), key=lambda n: float(told[n][1].sum()))
    start, end = passage[number]
    words, votes = told[number]
    best = {k for k in np.argsort(-votes)[:SPEAKING].tolist() if votes[k] > 0}
    spoken = tuple(word for k, word in enumerate(words) if k in best)
    place = (start, end - 1, number, (start, end - 1))
    return Mention(code, None, *place, "asserted", spoken, chance, "voted")
