"""Made-up languages that show before any translation whether the pages can carry one.

`en-XA` runs from left to right: accents on the letters, and a third more of them. `ar-XB`
runs from right to left: each Latin letter becomes an Arabic one, so that fonts, joining and
order are truly tried. Placeholders, numbers, phone numbers and addresses stay.
"""

from __future__ import annotations

import math
import re
from itertools import cycle
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from instruments.guide import TopicGuide
from instruments.scripts import language
from instruments.translation.printing import marked, warning
from instruments.translation.table import translation_table
from instruments.translation.units import PLACEHOLDER, Translatable, rewritten
from qmethod.design import QSet

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "en-XA", "ar-XB"
GROWTH = 0.35
_ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪɋŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz", "ابچديفگهيجكلمنوپقرستعڤوخيز"
)  # fmt: skip
_FILLERS = ("öñé", "ţŵö", "ţĥŕéé", "ƒöûŕ", "ƒîṽé")
_KEPT = re.compile(
    rf"{PLACEHOLDER.pattern}|(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\*\*"
)


def pseudo_text(text: str, code: str) -> str:
    """The text in a pseudo-locale, what must not change kept as it is."""
    if code == RIGHT_TO_LEFT:
        return _outside(text, lambda part: part.lower().translate(_ARABIC))
    return _grown(_outside(text, lambda part: part.translate(_ACCENTS)), text)


def pseudo(thing: Translatable, code: str) -> Any:
    """The instrument, Q-set or list of fixed words in a pseudo-locale, every page marked.

    Raises
    ------
    StudyError
        If the code is not that of a pseudo-locale.
    """
    target = _checked(code)
    changed = rewritten(thing, lambda unit: pseudo_text(unit.source, code))
    if isinstance(changed, TopicGuide | QSet):
        return marked(changed, target, warning([], target))
    return changed


def pseudo_table(thing: Translatable, code: str) -> pd.DataFrame:
    """A table filled in by the pseudo-locale, as drafts, to try the way out and back."""
    table = translation_table(thing, language=_checked(code).code)
    table["target"] = [pseudo_text(source, code) for source in table["source"]]
    table["state"] = "draft"
    return table


def _checked(code: str) -> Any:
    target = language(code)
    if not target.pseudo:
        raise StudyError(
            f"{target.name} ({target.code}) is a language that people read; a pseudo-locale is "
            f"{LEFT_TO_RIGHT} or {RIGHT_TO_LEFT}."
        )
    return target


def _outside(text: str, change: Any) -> str:
    """The text with everything changed but what must be kept."""
    parts, place = [], 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[place : kept.start()]), kept.group()]
        place = kept.end()
    return "".join([*parts, change(text[place:])])


def _grown(changed: str, source: str) -> str:
    """The text made longer by a third with words that mean nothing."""
    wanted = len(source) + math.ceil(GROWTH * len(source))
    for filler in cycle(_FILLERS):
        if len(changed) >= wanted:
            return changed
        changed = f"{changed} {filler}"
    return changed
