"""Sentences with places left open: read from a file, filled in by chance.

In a template (this|that) is one of them, {name} is filled in, and [ ] marks the passage
that carries a code. Brackets without | stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpora.dice import Dice
from corpora.errors import StudyError

Span = tuple[int, int]


@dataclass(frozen=True)
class Slot:
    """A place to be filled in."""

    name: str


@dataclass(frozen=True)
class Choice:
    """One of several templates."""

    ways: tuple[tuple[Part, ...], ...]


Part = str | Slot | Choice
MARKS = ("[", "]")


@cache
def wording(name: str) -> Mapping[str, tuple[str, ...]]:
    """Heading -> templates of a file of wordings that comes with the toolkit."""
    text = files("corpora").joinpath("wording", f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("== "):
            heading = line[3:].strip()
            found[heading] = []
        elif line.strip() and not line.startswith("#"):
            found[heading].append(line.strip())
    return {heading: tuple(lines) for heading, lines in found.items()}


@cache
def parsed(template: str) -> tuple[Part, ...]:
    """The parts of a template.

    Raises
    ------
    StudyError
        If its brackets do not match.
    """
    parts, end = _sequence(template, 0, inside=False)
    if end != len(template) or template.count("[") != template.count("]"):
        raise StudyError(f'The template "{template}" has brackets that do not match.')
    return parts


def _sequence(text: str, at: int, *, inside: bool) -> tuple[tuple[Part, ...], int]:
    """Parts from a place on, up to | or ) where inside a choice; and where they end."""
    parts: list[Part] = []
    plain = ""
    while at < len(text) and not (inside and text[at] in "|)"):
        sign = text[at]
        if sign not in "([]{":
            plain, at = plain + sign, at + 1
            continue
        found, at = _part(text, at)
        parts += [plain, *found] if plain else found
        plain = ""
    return (*parts, plain) if plain else tuple(parts), at


def _part(text: str, at: int) -> tuple[list[Part], int]:
    if text[at] in MARKS:
        return [text[at]], at + 1
    if text[at] == "{":
        end = text.index("}", at)
        return [Slot(text[at + 1 : end])], end + 1
    ways: list[tuple[Part, ...]] = []
    while at < len(text) and text[at] != ")":
        way, at = _sequence(text, at + 1, inside=True)
        ways.append(way)
    if len(ways) == 1:
        return ["(", *ways[0], ")"], at + 1
    return [Choice(tuple(ways))], at + 1


def filled(
    template: str, values: Mapping[str, str], dice: Dice, *, short: Mapping[str, str] | None = None
) -> tuple[str, list[Span]]:
    """The text of a template, and from where to where its marked passages run.

    values
        What to fill in; a subject left out ("") takes the space after it along.
    short
        Words to be written shorter, as in notes.
    """
    pieces: list[str] = []
    _fill(parsed(template), values, dice, pieces)
    text, spans, start = "", [], 0
    for piece in pieces:
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append((start, len(text)))
        else:
            text += (
                (piece.lstrip() if not text else piece)
                if short is None
                else _shorter(piece, short, text)
            )
    return text, spans


def _shorter(piece: str, short: Mapping[str, str], before: str) -> str:
    words = [short.get(word, word) for word in piece.split(" ")]
    joined = " ".join(words)
    return joined if before else joined.lstrip()


def _fill(
    parts: tuple[Part, ...], values: Mapping[str, str], dice: Dice, pieces: list[str]
) -> None:
    for part in parts:
        if isinstance(part, Slot):
            pieces.append(values[part.name])
        elif isinstance(part, Choice):
            _fill(dice.one_of(part.ways), values, dice, pieces)
        else:
            pieces.append(part)
