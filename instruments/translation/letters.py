"""Letters that do not belong: of another script, or of another language's alphabet."""

from __future__ import annotations

import re
import unicodedata

from instruments.scripts import LATIN, Language, script_name
from instruments.translation.units import PLACEHOLDER

MEANT = {
    "ckb": {"ك": "ک", "ي": "ی", "ى": "ی", "ة": "ە", "ه": "ە or ھ"},
    "ps": {"ك": "ک", "ى": "ی or ې", "ھ": "ه"},
    "ar": {"ک": "ك", "ی": "ي or ى", "ھ": "ه", "ە": "ه or ة", "ہ": "ه"},
    "kmr": {"ı": "i", "ğ": "x or g"},
    "sq": {"è": "ë", "é": "ë", "ê": "ë"},
    "vi": {"ð": "đ"},
}
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W\d_]+")


def look_alikes(text: str, of: Language) -> list[str]:
    """Words that mix scripts, or are of a script that has no place in the language.

    Words wholly in Latin letters may stand in any language: names, abbreviations.
    """
    return [word for word in _words(text) if _is_mixed(word, of)]


def strangers(text: str, of: Language) -> dict[str, str]:
    """Letters outside the language's alphabet -> what is meant, or nothing.

    An alphabet in another script is compared letter by letter; in a Latin one a-z always
    belongs. Empty for a language whose alphabet is the whole script.
    """
    if not of.letters:
        return {}
    found = {}
    for word in _words(text):
        for letter in word:
            if script_name(letter) == of.script.name and not _belongs(letter, of):
                found[letter] = MEANT.get(of.code, {}).get(letter, "")
    return found


def is_in_script(text: str, of: Language) -> bool:
    """Whether any letter of a text is of the language's own script."""
    return any(script_name(letter) == of.script.name for word in _words(text) for letter in word)


def described(letter: str) -> str:
    """A letter with its code, so that look-alikes can be told apart."""
    return f'"{letter}" (U+{ord(letter):04X})'


def _words(text: str) -> list[str]:
    plain = _ADDRESS.sub(" ", PLACEHOLDER.sub(" ", unicodedata.normalize("NFC", text)))
    return _WORD.findall(plain)


def _is_mixed(word: str, of: Language) -> bool:
    scripts = {name for name in map(script_name, word) if name}
    return len(scripts) > 1 or bool(scripts - {of.script.name, LATIN.name})


def _belongs(letter: str, of: Language) -> bool:
    small = letter.lower()
    return small in of.letters or (of.script == LATIN and small.isascii())
