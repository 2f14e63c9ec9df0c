"""How hard a text is to read: sentences, words and Flesch-Kincaid grade, for English alone.

Prompts to rewrite with the people whom a page is for, never a pass mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from instruments.checks.sentences import sentences, words
from instruments.consent.clauses import band
from instruments.findings import Finding
from instruments.guide import Activity, TopicGuide, Words
from instruments.passages import Passage, passages

SCORED_FROM = 100  # words: below this the formula swings by several grades

READ_KINDS = (
    "information sheet",
    "assent form",
    "consent form",
    "help card",
    "activity guide",
    "questionnaire",
    "rating sheet",
    "results",
)
_ADDRESSED = ("Question", "Part", "Probe", "Point", "Line", "Contact")


# Two vowels spoken apart, and consonants that make a syllable.
_SOUNDED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![tcsg])i[aou]",
        r"(?<![tcr])ien|(?<=[rd])ien(?!d)",
        r"(?<=[^aeiouy][^aeiouy])iers?$|liers?$",
        r"(?<![qg])ua|(?<=l)uen",
        r"(?<![pg])eo(?!u)|creat|^area|^ide[a]",
        r"[aeoy]ing(?!l)",
        r"sms?$",
        r"[^aeiouyn]n['’]?t$",
    )
)
# An e that is written and not spoken.
_SILENT = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=[^aeiouyl])e$(?<![^aeiouy][bt]re)(?<!ntre)",
        r"(?<=[aeiouyl]l)e[sd]?$",
        r"(?<=[^aeiouylsxzcghtd])e[sd]$|(?<=[td])es$|(?<=[^sc]h)es$|(?<=[cshgxz])ed$",
        r"(?<=[^aeiouyl])e(?=(?:ly|ment|less|ness|ful|ty|work|load|holder|guard|where|thing|body|"
        r"one|times?|how|what|line|frame)\w{0,3}$)(?<!ele)",
        r"(?<=[aeiouy]l)e(?=(?:ly|ness|ful)$)|(?<=er)e(?=fore)|(?<=lik)e(?=lihood)",
    )
)


@dataclass(frozen=True)
class Limits:
    """At most: Flesch-Kincaid grade, mean and longest number of words in a sentence.

    House numbers, set from British practice of writing for a reading age of 9 to 11.
    """

    grade: float
    mean: float
    longest: int


LIMITS = {
    "6-10": Limits(2, 8, 12),
    "11-15": Limits(4, 10, 15),
    "16+": Limits(6, 13, 20),
    "parents": Limits(6, 13, 20),
    "professionals": Limits(11, 18, 30),
}


@dataclass(frozen=True)
class Reading:
    """What participants read or hear of an instrument: its sentences, each with its line."""

    band: str
    sentences: tuple[tuple[int, str], ...]

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Words a sentence."""
        return tuple(len(words(text)) for _, text in self.sentences)

    @property
    def words(self) -> int:
        """Words in all."""
        return sum(self.lengths)

    @property
    def mean(self) -> float:
        """Words a sentence on average; 0 where there is no sentence."""
        return self.words / len(self.lengths) if self.lengths else 0.0

    @property
    def grade(self) -> float | None:
        """The Flesch-Kincaid grade, or None below 100 words; reading age is about 5 more.

        0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975, p. 14).
        """
        if self.words < SCORED_FROM:
            return None
        spoken = sum(syllables(word) for _, text in self.sentences for word in words(text))
        return 0.39 * self.mean + 11.8 * spoken / self.words - 15.59

    def worst(self, count: int = 5) -> list[tuple[int, str]]:
        """The longest sentences with their lines, longest first."""
        ranked = sorted(zip(self.lengths, self.sentences, strict=True), key=lambda pair: -pair[0])
        return [sentence for _, sentence in ranked[:count]]


def reading(guide: TopicGuide) -> Reading | None:
    """How an instrument reads, or None where it is not in English."""
    if not guide.in_english:
        return None
    found = [(p.line, s) for p in addressed(guide) for s in sentences(p.text) if words(s)]
    return Reading(reader_band(guide), tuple(found))


def reader_band(guide: TopicGuide) -> str:
    """The band of limits that suits the readers; children without ages count as 11-15."""
    return band(guide) or ("11-15" if guide.audience == "children" else "professionals")


def addressed(guide: TopicGuide) -> list[Passage]:
    """What participants hear or read: not headings, nor what is for the interviewer alone."""
    spoken = set(_spoken_lines(guide))
    read = guide.kind in READ_KINDS
    keys = (*_ADDRESSED, "Step") if guide.kind == "activity guide" else _ADDRESSED
    return [
        p
        for p in passages(guide)
        if p.key in keys or (p.key == "Words" and (read or p.line in spoken))
    ]


def syllables(word: str) -> int:
    """Syllables of an English word: its groups of vowels, with what English writes otherwise."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    count += sum(len(pattern.findall(letters)) for pattern in _SOUNDED)
    count -= sum(len(pattern.findall(letters)) for pattern in _SILENT)
    return max(count, 1)


def check_reading(guide: TopicGuide) -> list[Finding]:
    """Long sentences and the reading level, as prompts; a note where it can't be worked out."""
    found = reading(guide)
    if found is None:
        return [_elsewhere(guide)]
    limits = LIMITS[found.band]
    return [*_long(found, limits), *_level(found, limits)]


def _elsewhere(guide: TopicGuide) -> Finding:
    return Finding(
        guide.lines_of_head.get("language", 0),
        "reading level",
        f'Wording and reading level are checked in English only, not in "{guide.language}"; try '
        "the page with readers of that language.",
        "note",
    )


def _long(found: Reading, limits: Limits) -> Iterator[Finding]:
    for length, (line, text) in zip(found.lengths, found.sentences, strict=True):
        if length > limits.longest:
            yield Finding(
                line,
                "sentence length",
                f'"{_opening(text)}" has {length} words, above the {limits.longest} for readers '
                f"{found.band}; make two of it.",
                "prompt",
            )


def _level(found: Reading, limits: Limits) -> Iterator[Finding]:
    if found.mean > limits.mean:
        yield Finding(
            0,
            "sentence length",
            f"Sentences have {found.mean:.1f} words on average, above the {limits.mean:g} for "
            f"readers {found.band}; shorten the longest.",
            "prompt",
        )
    if found.grade is not None and found.grade > limits.grade:
        line = found.worst(1)[0][0]
        yield Finding(
            line,
            "reading level",
            f"The Flesch-Kincaid grade is {found.grade:.1f} (reading age about "
            f"{found.grade + 5:.0f}), above {limits.grade:g} for readers {found.band}; rewrite "
            "it with young people, beginning with this sentence.",
            "prompt",
        )


def _spoken_lines(guide: TopicGuide) -> Iterator[int]:
    for section in guide.sections:
        for block in section.blocks:
            inside = block.blocks if isinstance(block, Activity) else (block,)
            yield from (b.line for b in inside if isinstance(b, Words) and b.spoken)


def _opening(text: str) -> str:
    return " ".join(text.split()[:6]) + "..."
