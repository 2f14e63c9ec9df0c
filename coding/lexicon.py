"""Word forms of English as case notes write it: stems, small words, and persons."""

from __future__ import annotations

from pathlib import Path

import yaml

_DATA: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("english.yaml").read_text(encoding="utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(_DATA[name].split())


def _forms(name: str) -> dict[str, str]:
    """Each form of a table with the word that it stands for."""
    table: dict[str, str] = {}
    for line in _DATA[name].splitlines():
        word, _, forms = line.partition(":")
        table |= dict.fromkeys(forms.split(), word.strip())
    return table


_SET = _forms("forms") | {word: word for word in _words("unchanged")}
STEMS: dict[str, str] = _forms("short") | _SET
LIGHT = _words("light")
HARD_BREAKS = _words("hard_breaks")
SOFT_BREAKS = _words("soft_breaks")
PRONOUNS = _words("pronouns")
FINITE = _words("finite")
OTHERS = _words("others")
GENERIC = _words("generic")
COUNTED = _words("counted")
DEFINITE = _words("definite")
YOUNG = _words("young")
TIMES = _words("times")
PREPOSITIONS = _words("prepositions")
ABBREVIATIONS = _words("abbreviations")
HARMLESS = _words("harmless")
TRIGGERS = tuple(_DATA["triggers"].splitlines())
_VOWELS = set("aeiouy")


def stem(word: str) -> str:
    """The stem of a lower-case word, the same for all its inflected forms.

    Light on purpose: it takes off plural, past and -ing endings only, so that
    "assessment" and "assess", or "safer" and "safe", stay two words.
    """
    word = word.replace("’", "'")
    known = STEMS.get(word)
    if known is not None:
        return known if word in _SET else _bare(_unended(known))
    return _bare(_unended(word))


def _unended(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("ied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWELS & set(rest) and rest[-1] != "e":
            return rest
    return word


def _bare(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word


COMMON, SAYING, JUDGING = (
    frozenset(map(stem, _words(name))) for name in ("common", "saying", "judging")
)
