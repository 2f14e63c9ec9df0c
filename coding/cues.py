"""The cues of a frame, compiled once, and where they stand in a sentence.

A cue is written as people would jot it down::

    {school} .. {attend}      a word of the list "school", then soon one of the list "attend"
    on roll                   these words in any inflection; small words may stand between
    not|never register        either word; "register" also finds "registered", "registering"
    =missing                  this very form
    {risk} & {rise}           both in one statement, in either order
    {school} ! {past}         and no word of the list "past" in the sentence
    new_flat                  words that stand directly together as one alternative

``~`` spans up to two words that matter, ``..`` up to five, ``...`` up to ten; none crosses "but"
or ";", nor does ``&``, whose sides stand at most fourteen words apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from coding.lexicon import COMMON, STEMS, stem
from coding.sentences import Word
from corpora.errors import StudyError

GAPS = {"~": 2, "..": 5, "...": 10}
NEAR = 14  # words that may part the two sides of "&"
_NAME = re.compile(r"\{([^}]*)\}")
Phrase = tuple[str, ...]


@cache
def _dear(word: str) -> int:
    return 40 if stem(word.lstrip("=")) in COMMON else 1


def _key(phrase: Phrase) -> int:
    """Which word of a phrase to look it up by: the first that is not common."""
    return min(range(len(phrase)), key=lambda k: (_dear(phrase[k]), k))


@dataclass(frozen=True)
class Element:
    """One slot of a cue: the phrases that may fill it, each a tuple of stems or "=forms"."""

    number: int
    phrases: tuple[Phrase, ...]

    @cached_property
    def cost(self) -> int:
        """How often a sentence would be looked at because of this slot."""
        return sum(_dear(p[_key(p)]) for p in self.phrases)


@dataclass(frozen=True)
class Part:
    """Slots in their order, with the number of words allowed before each."""

    elements: tuple[Element, ...]
    gaps: tuple[int, ...]
    slots: frozenset[int]


@dataclass(frozen=True)
class Cue:
    """One compiled cue of a code: parts that must all be found, and slots that must not.

    A `weak` cue alone proposes nothing; a `given` one holds even in a denied or planned clause,
    as "before the trial" presupposes a charge.
    """

    code: str
    text: str
    parts: tuple[Part, ...]
    unless: tuple[Part, ...] = ()
    weak: bool = False
    given: bool = False
    slots: frozenset[int] = frozenset()


@dataclass
class Branch:
    """Phrases that begin alike: the slots that the words so far fill, and how they may go on."""

    filled: set[int] = field(default_factory=set)
    further: dict[str, Branch] = field(default_factory=dict)


@dataclass
class Index:
    """All cues of a frame, found by a word of their rarest slot and the number of the next."""

    by_word: dict[str, dict[int, list[Cue]]] = field(default_factory=dict)
    elements: dict[tuple[Phrase, ...], Element] = field(default_factory=dict)
    fills: dict[str, set[int]] = field(default_factory=dict)
    phrases: Branch = field(default_factory=lambda: Branch())
    exact_phrases: Branch = field(default_factory=lambda: Branch())

    def add(self, cue: Cue) -> None:
        """Enter a cue under every word that may fill its rarest slot."""
        slots = sorted((e for part in cue.parts for e in part.elements), key=lambda e: e.cost)
        needed = slots[min(1, len(slots) - 1)].number
        for word in {p[_key(p)] for p in slots[0].phrases}:
            self.by_word.setdefault(word, {}).setdefault(needed, []).append(cue)


class CueReader:
    """Reads written cues; `split` cuts a phrase as the tokenizer cuts a text."""

    def __init__(
        self, words: Mapping[str, tuple[str, ...]], split: Callable[[str], list[str]]
    ) -> None:
        self.words, self.split, self.index = words, split, Index()
        self._phrases: dict[str, tuple[Phrase, ...]] = {}
        self._cut: dict[str, Phrase] = {}

    def read(self, code: str, text: str, *, kind: str = "", against: tuple[str, ...] = ()) -> Cue:
        """The compiled cue, entered in the index.

        `kind` is "weak", "given" or nothing; `against` are parts that must not stand.

        Raises
        ------
        StudyError
            If it names a word list that the frame does not have, or holds nothing.
        """
        wanted, *unwanted = text.split(" ! ")
        parts = tuple(self._part(code, p) for p in wanted.split(" & "))
        unless = tuple(self._part(code, p) for p in (*unwanted, *against))
        slots = frozenset(e.number for part in parts for e in part.elements)
        cue = Cue(code, text, parts, unless, kind == "weak", kind == "given", slots)
        self.index.add(cue)
        return cue

    def _part(self, code: str, text: str) -> Part:
        elements: list[Element] = []
        gaps: list[int] = []
        gap = 0
        for item in text.split():
            if item in GAPS:
                gap = GAPS[item]
            else:
                elements.append(self._element(code, item))
                gaps.append(gap)
                gap = 0
        if not elements:
            raise StudyError(f'A cue of the code {code} holds no word: "{text}".')
        return Part(tuple(elements), tuple(gaps), frozenset(e.number for e in elements))

    def _element(self, code: str, item: str) -> Element:
        phrases: list[Phrase] = []
        for alternative in item.split("|"):
            name = _NAME.fullmatch(alternative)
            if name is None:
                phrases.append(self._phrase(alternative.replace("_", " ")))
                if not phrases[-1]:
                    raise StudyError(f'A cue of the code {code} has an empty choice: "{item}".')
            else:
                phrases.extend(self._listed(code, name[1]))
        key = tuple(dict.fromkeys(phrases))
        if key not in self.index.elements:
            self._enter(key)
        return self.index.elements[key]

    def _listed(self, code: str, name: str) -> tuple[Phrase, ...]:
        if name not in self._phrases:
            if name not in self.words:
                raise StudyError(
                    f"A cue of the code {code} uses the word list {{{name}}}, which the frame "
                    "does not have; add it under `words`."
                )
            found: list[Phrase] = []
            for entry in self.words[name]:
                inner = _NAME.fullmatch(entry)
                found.extend(self._listed(code, inner[1]) if inner else [self._phrase(entry)])
            self._phrases[name] = tuple(dict.fromkeys(found))
        return self._phrases[name]

    def _phrase(self, text: str) -> Phrase:
        if text not in self._cut:
            exact = text.startswith("=")
            plain = text.removeprefix("=").lower()
            words = [plain] if plain in STEMS else self.split(plain)
            self._cut[text] = tuple(f"={w}" if exact else stem(w) for w in words)
        return self._cut[text]

    def _enter(self, key: tuple[Phrase, ...]) -> None:
        index = self.index
        number = len(index.elements)
        index.elements[key] = Element(number, key)
        for phrase in key:
            if len(phrase) == 1:
                index.fills.setdefault(phrase[0], set()).add(number)
            else:
                self._branch(phrase).add(number)

    def _branch(self, phrase: Phrase) -> set[int]:
        """The slots that a phrase of several words fills, entered among those that begin alike."""
        exact = phrase[0].startswith("=")
        branch = self.index.exact_phrases if exact else self.index.phrases
        for word in phrase:
            branch = branch.further.setdefault(word.lstrip("=") if exact else word, Branch())
        return branch.filled


Span = tuple[int, int]


class Finder:
    """Where the slots of cues stand in one sentence; every slot is looked up once."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.phrases = list(_phrases(words))
        self.filled: set[int] = set()
        self.filled.update(*(word.fills for word in words), *(slots for _, slots in self.phrases))
        self.found: dict[int, list[Span]] = {}

    def candidates(self) -> list[Cue]:
        """The cues of which every slot is filled somewhere, their slots looked up."""
        filled = self.filled
        seen = {
            id(cue): cue
            for word in self.words
            for needed in word.cues.keys() & filled
            for cue in word.cues[needed]
            if cue.slots <= filled
        }
        if seen:
            self._look_up(frozenset().union(*(cue.slots for cue in seen.values())))
        return list(seen.values())

    def _look_up(self, numbers: frozenset[int]) -> None:
        found = self.found
        for number in numbers:
            found[number] = []
        for i, word in enumerate(self.words):
            for number in word.fills & numbers:
                found[number].append((i, i + 1))
        for span, filled in self.phrases:
            for number in filled & numbers:
                found[number].append(span)
                found[number].sort()

    def spans(self, element: Element) -> list[Span]:
        """Start and end (exclusive) of every filling of the slot, in order."""
        if element.number not in self.found:
            self._look_up(frozenset((element.number,)))
        return self.found[element.number]

    def part(self, part: Part, weights: list[int], breaks: list[int]) -> Iterator[list[Span]]:
        """Every way in which a part stands in the sentence, one for each start.

        `weights` counts the words that matter before each position, `breaks` the places
        that a gap may not cross.
        """
        for first in self.spans(part.elements[0]):
            rest = self._rest(part, 1, first, weights, breaks)
            if rest is not None:
                yield [first, *rest]

    def _rest(
        self, part: Part, k: int, last: Span, weights: list[int], breaks: list[int]
    ) -> list[Span] | None:
        if k == len(part.elements):
            return []
        for span in self.spans(part.elements[k]):
            if span[0] < last[1]:
                continue
            if (
                weights[span[0]] - weights[last[1]] > part.gaps[k]
                or breaks[span[0]] != breaks[last[1] - 1]
            ):
                break
            rest = self._rest(part, k + 1, span, weights, breaks)
            if rest is not None:
                return [span, *rest]
        return None


def _phrases(words: Sequence[Word]) -> Iterator[tuple[Span, set[int]]]:
    """Every phrase of several words that stands in a sentence, with the slots that it fills."""
    for i, word in enumerate(words):
        for exact, branch in enumerate(word.branches):
            k = i + 1
            while branch is not None:
                if branch.filled:
                    yield (i, k), branch.filled
                if not branch.further or k == len(words):
                    break
                branch = branch.further.get(words[k].form if exact else words[k].stem)
                k += 1
