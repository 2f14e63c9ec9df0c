"""Instruments and cards in the languages of a study, and its details as the cards have them."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import Any

from instruments.guide import TopicGuide
from instruments.scripts import language
from instruments.study.details import StudyDetails
from instruments.study.file import EVERY
from instruments.translation.kept import kept_translation
from instruments.translation.printing import apply, warning
from instruments.translation.pseudo import pseudo
from instruments.translation.table import states
from qmethod.design import QSet


def in_language(
    thing: TopicGuide | QSet,
    code: str,
    translations: str | PathLike[str] | None,
    *,
    name: str = "",
) -> Any:
    """The instrument or Q-set in a language, as far as the team has it; None where it has nothing.

    `translations` is the folder in which translations are kept, under `name` for a Q-set. In
    the language that it is written in, a thing is as it is.

    Raises
    ------
    StudyError
        If there is no such language, or the translation can't be read.
    """
    wanted = language(code)
    if wanted.code == language(thing.language).code:
        return thing
    if wanted.pseudo:
        return pseudo(thing, wanted.code)
    if translations is None:
        return None
    kept = kept_translation(thing, wanted.code, translations, name=name)
    return apply(thing, kept) if kept["target"].str.strip().any() else None


def warning_on(qset: QSet, code: str, translations: str | PathLike[str], *, name: str) -> str:
    """The words for every page of a Q-set in a language, where texts of it are not reviewed."""
    wanted = language(code)
    if wanted.pseudo or wanted.code == language(qset.language).code:
        return ""
    counts = states(kept_translation(qset, wanted.code, translations, name=name))
    return warning(list(counts.index.repeat(counts)), wanted)


def with_cards(details: StudyDetails, *qsets: QSet) -> StudyDetails:
    """The details with the number of cards, and the stem in each language, as Q-sets have them."""
    if not qsets:
        return details
    known = {"cards": {EVERY: str(len(qsets[0]))}}
    stems = {qset.language: qset.stem for qset in qsets if qset.stem}
    if stems:
        known["stem"] = {EVERY: next(iter(stems.values())), **stems}
    return replace(details, values={**details.values, **known})
