"""Abbreviations that a document uses and never explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import passages, texts

_ABBREVIATION = re.compile(r"(?<![\w{#-])[A-Z]{2,6}(?=s?(?![\w}]))")
# Known to everybody, or ordinary words that stand in capitals for stress.
_KNOWN = "UK|TV|OK|ID|PDF|AM|PM|QR|GPS|SMS|USB|CD|DVD"
_STRESSED = "NOT|AND|OR|NO|YES|ALL|ANY|ONE|TWO|DO|MUST|NEVER|ONLY|STOP|NOW|YOU|WE|IF|BE"
_ORDINARY = re.compile(rf"(?:{_KNOWN}|{_STRESSED}|II|III|VI|VII|VIII|IX|XI|XII)")


def check_acronyms(guide: TopicGuide) -> list[Finding]:
    """The abbreviations that are not explained where they first stand, each once."""
    if not guide.in_english:
        return []
    found = [*texts(guide)]
    return [
        Finding(line, "acronym", _advice(name, explained), "prompt")
        for name, line, explained in _unexplained(found, _defined(guide))
    ]


def _advice(name: str, explained: int | None) -> str:
    if explained is None:
        return (
            f"{name} is not explained; write it out where it first stands, as: full name ({name})."
        )
    return f"{name} is explained only in line {explained}; explain it where it first stands."


def _unexplained(
    found: list[tuple[int, str]], defined: frozenset[str]
) -> Iterator[tuple[str, int, int | None]]:
    """Name, line of first use and line of the explanation, if one comes later."""
    seen: set[str] = set()
    for position, (line, text) in enumerate(found):
        for name in _ABBREVIATION.findall(text):
            if name in seen or _is_ordinary(name, text):
                continue
            seen.add(name)
            if name in defined or _explains(text, name):
                continue
            later = (other for other, words in found[position:] if _explains(words, name))
            yield name, line, next(later, None)


def _explains(text: str, name: str) -> bool:
    """Whether "National Referral Mechanism (NRM)" or "NRM (National ...)" stands in the text."""
    return bool(
        re.search(rf"[a-z]['’\w]* \(\w*{name}s?\b", text)
        or re.search(rf"\b{name}s? \([A-Za-z]", text)
    )


def _defined(guide: TopicGuide) -> frozenset[str]:
    """Terms with a definition, and what the head lists as known."""
    terms = [p.term for p in passages(guide) if p.key == "Definition"]
    return frozenset([*terms, *guide.set_terms])


def _is_ordinary(name: str, text: str) -> bool:
    shouted = text.upper() == text and len(text.split()) > 1
    return bool(_ORDINARY.fullmatch(name)) or shouted
