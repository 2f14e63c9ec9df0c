"""The fixed words of pages and cards in other languages: what ships, and what a team adds.

Two words ship, yes and no, and only where two published translations made apart say the same;
where there is one source, where sources differ, or where a language has no single word, what
was found is a draft and its note says why. All others are for the team to translate.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from instruments.cards.words import ENGLISH as CARDS
from instruments.paper.labels import ENGLISH as PAGES
from instruments.scripts import language
from instruments.translation.kept import kept_translation, merged
from instruments.translation.printing import apply
from instruments.translation.pseudo import pseudo
from instruments.translation.table import framed, translation_table
from instruments.translation.units import unit_id

LISTS = {"pages": PAGES, "cards": CARDS}
SHIPPED = Path(__file__).with_name("words.csv")


def fixed_table(of: str, code: str, folder: str | PathLike[str] | None = None) -> pd.DataFrame:
    """The table of the fixed words of "pages" or "cards" in a language.

    It holds what a team keeps in `folder` (`<language>/<pages or cards>.po`), and what ships
    where the team has nothing.

    Raises
    ------
    StudyError
        If there is no such list or language.
    """
    words = _list(of)
    if folder is None:
        kept = translation_table(words, language=code)
    else:
        kept = kept_translation(words, code, folder, name=of)
    shipped = _shipped(of, language(code).code)
    return kept if shipped is None else merged(words, kept, shipped).table


def fixed_words(of: str, code: str, folder: str | PathLike[str] | None = None) -> dict[str, str]:
    """Name -> the word in a language, of those that a second person or source confirms.

    Those left out stand in English on a page. Empty for English.
    """
    target = language(code)
    if target.pseudo:
        words: dict[str, str] = pseudo(_list(of), target.code)
        return words
    if target.code == "en":
        return {}
    confirmed: dict[str, str] = apply(_list(of), fixed_table(of, code, folder))
    return confirmed


def _list(of: str) -> dict[str, str]:
    if of not in LISTS:
        raise StudyError(f'There is no list of words "{of}"; choose one of {", ".join(LISTS)}.')
    return dict(LISTS[of])


def _shipped(of: str, code: str) -> pd.DataFrame | None:
    """What ships for a list, as a table that came back."""
    words = _list(of)
    rows: list[dict[str, Any]] = [
        {name: row.get(name, "") for name in row if name != "name"}
        | {
            "id": unit_id("word", row["name"], row["source"]),
            "kind": "word",
            "where": row["name"],
            "source version": "",
            "back-translation": "",
            "longest allowed length": None,
            "source before": "",
        }
        for row in _rows()
        if row["language"] == code and words.get(row["name"]) == row["source"]
    ]
    return framed(rows) if rows else None


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
