"""A text in pieces, each of one direction and one font, so that no number is scrambled.

In a line that runs from right to left, phone numbers, times, ranges, codes and words in
Latin letters stay islands that run from left to right. Signs that a script's own font
lacks (brackets, dashes, the percent sign) are set in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from instruments.scripts import LATIN, SCRIPTS, SIGNS_FONT, Language, Script, script_name

LEFT_TO_RIGHT_MARK = "\u200e"

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_WORD = rf"[{_LETTER}\d][{_LETTER}\d'’]*"
_ISLAND = re.compile(
    rf"""
    \{{\{{[^{{}}]*\}}\}}                                 # a placeholder
    | (?:https?://|www\.)[^\s،؛؟]*[^\s،؛؟.,;:!?)\]]      # an address
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                        # an e-mail address
    | (?:(?<![\w)])[+\-−±£$€]{{0,2}}|\(\+?\d+\)[ -]?)     # a sign before, a code in brackets
      {_WORD}
      (?:(?:[ \u00a0]?[-–—−][ \u00a0]?|[ ]?\(\d+\)[ ]?(?=\d)
          |[ \u00a0/:.+'’&_@×,](?=[{_LETTER}\d]))
         [+\-−]?{_WORD})*
      [%+½°]{{0,2}}
    """,
    re.VERBOSE,
)
_INNER = re.compile(r"[ \u00a0\-–—−/:.+(),@&_'’%½×]+")


@dataclass(frozen=True)
class Piece:
    """Letters of one direction in one font. `island` runs left to right in a line that does not."""

    text: str
    font: str
    script: Script
    right_to_left: bool = False
    island: bool = False


def pieces(text: str, language: Language) -> list[Piece]:
    """The text in order, taken apart where the direction, the script or the font changes."""
    if not language.right_to_left:
        return list(_forward(text, language.script))
    found: list[Piece] = []
    place = 0
    for match in _ISLAND.finditer(text):
        found += _backward(text[place : match.start()], language.script)
        found += _island(match.group(), language.script)
        place = match.end()
    return [*found, *_backward(text[place:], language.script)]


def marked(island: str) -> str:
    """A phone number, time or range with marks that keep its parts in their order."""
    inner = _INNER.sub(rf"{LEFT_TO_RIGHT_MARK}\g<0>{LEFT_TO_RIGHT_MARK}", island)
    text = inner if any(c.isdigit() for c in island) else island
    return f"{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}"


def _forward(text: str, base: Script) -> Iterator[Piece]:
    """Pieces of a line from left to right; words in an Arabic script run backwards in it."""
    for script, letters in _by_script(text, base):
        for font, part in _by_font(letters, script):
            yield Piece(part, font, script, right_to_left=script.right_to_left)


def _backward(text: str, base: Script) -> Iterator[Piece]:
    for script, letters in _by_script(text, base):
        for font, part in _by_font(letters, script):
            yield Piece(part, font, script, script.right_to_left, not script.right_to_left)


def _island(text: str, base: Script) -> Iterator[Piece]:
    """An island; digits of the script's own are in its font, all else in that of the signs."""
    for own, group in groupby(marked(text), key=lambda c: c.isdigit() and not c.isascii()):
        font = base.fonts[0] if own else SIGNS_FONT
        yield Piece("".join(group), font, LATIN, island=True)


def _by_script(text: str, base: Script) -> list[tuple[Script, str]]:
    """Stretches of one script; what belongs to none goes with the letters on both sides of it."""
    names = [script_name(character) for character in text]
    stretches: list[tuple[Script, str]] = []
    for position, character in enumerate(text):
        script = SCRIPTS.get(names[position] or _between(names, position), base)
        if stretches and stretches[-1][0] == script:
            stretches[-1] = (script, stretches[-1][1] + character)
        else:
            stretches.append((script, character))
    return stretches


def _between(names: list[str], position: int) -> str:
    """The script on both sides of a sign, or none where they differ."""
    before = next((name for name in reversed(names[:position]) if name), "")
    after = next((name for name in names[position + 1 :] if name), "")
    return before if before == after else ""


def _by_font(text: str, script: Script) -> list[tuple[str, str]]:
    """Stretches of one font; a space goes with what stands before it."""
    found: list[tuple[str, str]] = []
    for character in text:
        font = SIGNS_FONT if character in script.signs else script.fonts[0]
        if found and (character.isspace() or found[-1][0] == font):
            found[-1] = (found[-1][0], found[-1][1] + character)
        else:
            found.append((font, character))
    return found
