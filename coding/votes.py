"""What the words of a passage speak for: words, pairs of words and letters within words vote.

A passage counts as four kinds of terms: word forms, pairs of forms that stand together, pairs of
stems near each other, and groups of letters. They make three parts of length 1 each (forms with
pairs, near pairs, letters), so that passages of any length weigh the same; rarer terms weigh more
(inverse document frequency: Salton and Buckley 1988, p. 518).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coding.sentences import Word

Floats: TypeAlias = npt.NDArray[np.float32]
Truth: TypeAlias = npt.NDArray[np.bool_]
Sentence: TypeAlias = Sequence[Word]  # words and marks; no term reaches across a mark
Passage: TypeAlias = Sequence[Sentence]

FEWEST = {"words": 2, "pairs": 2, "near": 3, "letters": 3}  # passages that a term must stand in
_NONE: dict[str, int] = {}
NEAR = 3  # words that matter, from one word of a near pair to the other


def words_of(passage: Passage) -> set[str]:
    """The word forms of a passage, each once."""
    return {word.form for sentence in passage for word in sentence if word.kind == "word"}


def pairs_of(passage: Passage) -> set[str]:
    """The pairs of forms that stand together, each once."""
    return {
        f"{one.form} {other.form}"
        for sentence in passage
        for one, other in pairwise(sentence)
        if one.kind == other.kind == "word"
    }


def near_of(passage: Passage) -> set[str]:
    """The pairs of stems of words that matter and stand near each other, each once."""
    found: set[str] = set()
    for sentence in passage:
        stems = [word.stem for word in sentence if word.weight and word.kind == "word"]
        for apart in range(1, NEAR + 1):
            found.update(map("~".join, zip(stems, stems[apart:], strict=False)))
    return found


def letters_of(word: str) -> set[str]:
    """The groups of three to five letters of a word, its edges counted as letters."""
    edged = f"_{word}_"
    return {edged[i : i + n] for n in (3, 4, 5) for i in range(len(edged) - n + 1)}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms of each kind, in the order of `FEWEST`, and their weights, shape (f,)."""

    terms: tuple[tuple[str, ...], ...]
    weights: Floats

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def rows(self) -> tuple[dict[str, int], ...]:
        """The row of each term, by kind."""
        rows, first = [], 0
        for terms in self.terms:
            rows.append({term: row for row, term in enumerate(terms, first)})
            first += len(terms)
        return tuple(rows)

    @cached_property
    def _after(self) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
        """The rows of pairs and of near pairs, by their first and then their second word."""
        pairs: dict[str, dict[str, int]] = {}
        near: dict[str, dict[str, int]] = {}
        for table, kind, mark in ((pairs, 1, " "), (near, 2, "~")):
            for term, row in self.rows[kind].items():
                first, _, second = term.partition(mark)
                table.setdefault(first, {})[second] = row
        return pairs, near

    def together(self, passage: Passage) -> tuple[list[int], list[int]]:
        """The rows of a passage's pairs and of its near pairs, without making every pair."""
        pairs, near = self._after
        beside: set[int] = set()
        apart: set[int] = set()
        for sentence in passage:
            before, behind = _NONE, [_NONE] * NEAR
            for word in sentence:
                if word.kind != "word":
                    before = _NONE
                    continue
                if word.form in before:
                    beside.add(before[word.form])
                before = pairs.get(word.form, _NONE)
                if word.weight:
                    for seen in behind:
                        if word.stem in seen:
                            apart.add(seen[word.stem])
                    behind = [*behind[1:], near.get(word.stem, _NONE)]
        return [*beside], [*apart]

    def matrix(self, passages: Iterable[Passage]) -> Any:
        """Shape (p, f), sparse: each passage over the vocabulary."""
        from scipy.sparse import csr_matrix

        words, letters = self.rows[0], self.rows[-1]
        at, rows, values, number = [], [], [], 0
        for passage in passages:
            said = words_of(passage)
            beside, apart = self.together(passage)
            known = [words[word] for word in said if word in words]
            spelled = [letters[g] for word in said for g in letters_of(word) if g in letters]
            for part in ([*known, *beside], apart, spelled):
                weights = self.weights[part]
                at += [number] * len(part)
                rows += part
                values += (weights / _length(float(weights @ weights))).tolist()
            number += 1
        return csr_matrix((values, (at, rows)), shape=(number, len(self)))


def vocabulary(passages: Iterable[Passage]) -> Vocabulary:
    """The terms that stand in at least a few of these passages."""
    counts = [Counter[str]() for _ in FEWEST]
    total = 0
    for passage in passages:
        said = words_of(passage)
        letters = set().union(*map(letters_of, said))
        kinds = (said, pairs_of(passage), near_of(passage), letters)
        for count, terms in zip(counts, kinds, strict=True):
            count.update(terms)
        total += 1
    kept = [
        sorted(term for term, often in count.items() if often >= fewest)
        for count, fewest in zip(counts, FEWEST.values(), strict=True)
    ]
    often = np.array([c[term] for c, terms in zip(counts, kept, strict=True) for term in terms])
    weights = (np.log((1 + total) / (1 + often)) + 1).astype(np.float32)
    return Vocabulary(tuple(map(tuple, kept)), weights)


@dataclass(frozen=True, eq=False)
class Votes:
    """How far the terms of a vocabulary speak for each code.

    Fields
    ------
    codes
        c codes.
    vocabulary
        f terms.
    weights, intercepts
        Shapes (f, c) and (c,): log odds.
    """

    codes: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    intercepts: Floats

    @cached_property
    def _each(self) -> Floats:
        """Shape (f, c + 1): the votes of each term, and last its squared length."""
        weights = self.vocabulary.weights[:, None]
        return np.hstack([self.weights * weights, weights**2])

    @cached_property
    def _spelled(self) -> Floats:
        """Shape (w, c + 1): the same for the letters of each known word together."""
        return np.array([self._by_letters(word) for word in self.vocabulary.terms[0]])

    def _by_letters(self, word: str) -> Floats:
        letters = self.vocabulary.rows[-1]
        rows = [letters[group] for group in letters_of(word) if group in letters]
        found: Floats = self._each[rows].sum(axis=0)
        return found

    def decisions(self, passage: Passage) -> Floats:
        """Shape (c,): the log odds of each code, by the passage's terms alone."""
        words, each = self.vocabulary.rows[0], self._each
        said = words_of(passage)
        known = [words[w] for w in said if w in words]
        beside, apart = self.vocabulary.together(passage)
        letters = self._spelled[known].sum(axis=0)
        for word in said:
            if word not in words:
                letters = letters + self._by_letters(word)
        parts = (each[[*known, *beside]].sum(axis=0), each[apart].sum(axis=0), letters)
        decided: Floats = self.intercepts + sum(p[:-1] / _length(float(p[-1])) for p in parts)
        return decided

    def by_word(self, sentence: Sentence) -> tuple[list[str], Floats]:
        """The known forms of a sentence, each once, and shape (forms, c): what each speaks for."""
        words = self.vocabulary.rows[0]
        known = sorted(form for form in words_of([sentence]) if form in words)
        rows = [words[form] for form in known]
        found: Floats = (self._each[rows] + self._spelled[rows])[:, :-1]
        return known, found


def taught(passages: Sequence[Passage], truth: Truth, codes: Sequence[str]) -> Votes:
    """Votes by one balanced logistic regression a code; `truth` has shape (p, c)."""
    from sklearn.linear_model import LogisticRegression

    known = vocabulary(passages)
    matrix = known.matrix(passages)
    weights = np.zeros((len(known), len(codes)), dtype=np.float32)
    intercepts = np.full(len(codes), -6, dtype=np.float32)
    for column in _taught_columns(truth):
        model = LogisticRegression(
            C=20, class_weight="balanced", solver="liblinear", dual=True, tol=0.01, random_state=0
        )
        model.fit(matrix, truth[:, column])
        weights[:, column], intercepts[column] = model.coef_[0], model.intercept_[0]
    return Votes(tuple(codes), known, weights, intercepts)


def _taught_columns(truth: Truth) -> Iterator[int]:
    for column, positive in enumerate(truth.sum(axis=0)):
        if 1 < positive < len(truth):
            yield column


def _length(squared: float) -> float:
    return squared**0.5 or 1.0
