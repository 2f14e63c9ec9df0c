"""The words that a study has settled on in a language, and a table that holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from corpora.readers.tables import read_rows


def read_glossary(path: str | PathLike[str]) -> dict[str, str]:
    """Source word -> the word to use, from a table with the columns source and target.

    Several words that will do are parted by " | ".

    Raises
    ------
    StudyError
        If the file is no such table, or a word stands twice with different translations.
    """
    place = Path(path)
    words: dict[str, str] = {}
    for record in read_rows(place).records:
        if not {"source", "target"} <= set(record.cells):
            raise StudyError(
                f"{place.name}: a glossary has the columns source and target; name them so."
            )
        source, target = record.cells["source"].strip(), record.cells["target"].strip()
        if words.get(source, target) != target:
            raise StudyError(
                f'{place.name}, {record.place}: "{source}" stands twice with different '
                'translations; write both into one cell, parted by " | ".'
            )
        if source and target:
            words[source] = target
    return words


def missing_words(source: str, target: str, glossary: Mapping[str, str]) -> dict[str, str]:
    """Words of the source -> what the target should hold and does not.

    A word counts as held in any inflection that begins or ends with it.
    """
    text = _plain(target)
    return {
        word: meant
        for word, meant in glossary.items()
        if re.search(rf"\b{re.escape(_plain(word))}(?:s|es)?\b", _plain(source))
        and not any(_plain(choice) in text for choice in meant.split(" | "))
    }


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
