"""Which clause a passage is most like, learned from examples of each clause (English)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

Weights = dict[str, dict[str, float]]
_SMOOTHING = 0.3
_CLEAR = 2.0
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"'”’)]?\s+")
_KINDS = (
    (r"[£€$] ?\d+", " amount "),
    (r"\d[\d ]{6,}\d", " telephone "),
    (r"[\w.+-]{1,64}@\S+", " address "),
    (r"\d+", " number "),
)
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")


def likest(text: str) -> str:
    """The clause that a text is clearly most like, or nothing where none leads clearly.

    A text is as like a clause as its words and pairs of words are commoner in the clause's
    examples than in all others: the complement naive Bayes of Rennie et al. (2003), per root
    of the number of words known, so that long passages need no wider lead.
    """
    known = [word for word in _words(text) if word in _vocabulary()]
    if not known:
        return ""
    scores = {
        clause: sum(weights[word] for word in known) / math.sqrt(len(known))
        for clause, weights in _weights().items()
    }
    first, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    return first if scores[first] > 0 and scores[first] - scores[second] >= _CLEAR else ""


def windows(text: str) -> list[str]:
    """The sentences of a text, and each two that stand next to each other.

    Placeholders count as words: {{help_line}} is read as help_line.
    """
    plain = text.replace("’", "'").replace("{{", "").replace("}}", "")
    sentences = [part for part in _SENTENCE_END.split(plain) if part.strip()]
    return [*sentences, *(f"{one} {other}" for one, other in pairwise(sentences))]


@lru_cache(maxsize=1)
def _weights() -> Weights:
    text = Path(__file__).with_name("clause_examples.yaml").read_text(encoding="utf-8")
    return _learned(yaml.safe_load(text))


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return frozenset(next(iter(_weights().values())))


def _learned(examples: Mapping[str, Sequence[str]]) -> Weights:
    """The weight of each word for each clause: how much commoner it is there than elsewhere."""
    counts = {
        clause: Counter(word for text in texts for word in _words(text))
        for clause, texts in examples.items()
    }
    everywhere: Counter[str] = sum(counts.values(), Counter())
    spread, total = _SMOOTHING * len(everywhere), everywhere.total()
    weights: Weights = {}
    for clause, inside in counts.items():
        size = inside.total()
        weights[clause] = {
            word: math.log((inside[word] + _SMOOTHING) / (size + spread))
            - math.log((count - inside[word] + _SMOOTHING) / (total - size + spread))
            for word, count in everywhere.items()
        }
    return weights


def _words(text: str) -> set[str]:
    """The words of a text without their endings, and its pairs of words."""
    text = text.lower().replace("’", "'")
    for pattern, kind in _KINDS:
        text = re.sub(pattern, kind, text)
    words = [w if len(w) < 5 else _ENDING.sub("", w) for w in re.findall(r"[a-z']+", text)]
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}
