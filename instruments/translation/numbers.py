"""Numbers, phone numbers and placeholders in a text, in whatever digits they are written."""

from __future__ import annotations

import re
from collections import Counter

from instruments.translation.incoming import folded
from instruments.translation.units import PLACEHOLDER

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d \u00a0()/-]{4,}\d(?!\w)")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)|\d+(?:[.,٫٬]\d+)*")
_DIGITS = re.compile(r"\d+")
FEWEST = 7


def placeholders(text: str) -> Counter[str]:
    """How often each `{{name}}` stands in a text, spaces inside the braces left out."""
    return Counter("".join(found.split()) for found in PLACEHOLDER.findall(text))


def phones(text: str) -> list[str]:
    """The phone numbers of a text, as written but for marks of direction."""
    found = _PHONE.findall(_unmarked(text))
    return [number.strip() for number in found if digits_of(number) and not _is_span(number)]


def digits_of(text: str) -> str:
    """The digits of a text as 0-9, one after the other, if they are enough for a phone number."""
    digits = "".join(_DIGITS.findall(folded(text)))
    return digits if len(digits) >= FEWEST else ""


def numbers(text: str, without: list[str]) -> tuple[Counter[str], Counter[str]]:
    """The numbers of a text read in two ways: with separators as one, and digit run by run.

    Phone numbers, those in `without`, and placeholders are left out. 2.5 and 2,5 are one
    number, so are 1,000 and 1 000.
    """
    rest = PLACEHOLDER.sub(" ", folded(_unmarked(text)))
    for number in without:
        rest = rest.replace(folded(number), " ")
    joined = ("".join(_DIGITS.findall(found)) for found in _GROUPED.findall(rest))
    return Counter(joined), Counter(_DIGITS.findall(rest))


def _unmarked(text: str) -> str:
    return _DIRECTION.sub("", text)


def _is_span(number: str) -> bool:
    """Whether it is a span of years or a date rather than a phone number."""
    return bool(re.fullmatch(r"\d{4} ?[-/] ?\d{4}|\d{4}-\d{2}-\d{2}", folded(number)))
