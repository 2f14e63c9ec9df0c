"""What a coder types in a review, found in the frame and in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coding.frame import Code, CodingFrame
from corpora.errors import StudyError
from corpora.sources import normalised

_GAP = re.compile(r"\s*(?:\.\.\.|…)\s*")


@dataclass(frozen=True)
class Choice:
    """A code and the characters that it is given to."""

    code: str
    start: int
    end: int


def codes_like(frame: CodingFrame, typed: str) -> list[Code]:
    """The codes whose id holds every word typed, in the order of the frame.

    One whose id or name is exactly what was typed is found alone.
    """
    wanted = typed.casefold().split()
    plain = " ".join(wanted)
    for code in frame.codable:
        if plain == code.id.casefold():
            return [code]
    named = [code for code in frame.codable if plain == code.name.casefold()]
    if len(named) == 1:
        return named
    return [c for c in frame.codable if all(word in c.id.casefold() for word in wanted)]


def words_within(text: str, typed: str, *, near: int) -> tuple[int, int]:
    """Start and end of the words typed, where they stand nearest to a place.

    "first ... last" stands for all from the first to the last; spaces and letter case do not
    matter.

    Raises
    ------
    StudyError
        If the words do not stand in the text.
    """
    parts = [part.split() for part in _GAP.split(normalised(typed).strip()) if part.split()]
    if not parts:
        raise StudyError("No words were given; type some that stand in the text.")
    pattern = r".{0,3000}?".join(r"\s+".join(map(re.escape, part)) for part in parts)
    found = list(re.finditer(pattern, text, re.IGNORECASE | re.DOTALL))
    if not found:
        raise StudyError(f'"{typed.strip()}" does not stand in this text; nothing was changed.')
    best = min(found, key=lambda match: abs(match.start() - near))
    return best.start(), best.end()
