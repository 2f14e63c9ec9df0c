"""The table in which a translation goes out and comes back, one row a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from instruments.guide import TopicGuide
from instruments.scripts import LATIN, Script
from instruments.scripts import language as language_of
from instruments.translation.states import STATES
from instruments.translation.units import Translatable, Unit, context_of, same_text, units
from qmethod.design import QSet

COLUMNS = (
    "id",
    "kind",
    "where",
    "source",
    "source version",
    "language",
    "target",
    "state",
    "translator",
    "reviewer",
    "date",
    "back-translation",
    "note",
    "longest allowed length",
    "source before",
)
WORK = ("target", "state", "translator", "reviewer", "date", "back-translation", "note")
GONE = "no longer in the source"
FIRST_ROW = 2
ALIKE = 0.6

Row = dict[str, Any]


def translation_table(
    thing: Translatable, *, language: str = "", known: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The texts of an instrument, a Q-set or a list of fixed words, one row each, by `COLUMNS`.

    The index is the row that each has in a workbook. A text that stands in several places has
    one row. Texts without a letter beside their placeholders have none.

    `known` is an earlier table. A text found in it keeps its translation and state, wherever
    it stands now. A text that has changed keeps the old translation as a draft, and "source
    before" holds what that was made from. What was translated and is no longer in the source
    comes last, `where` saying so.

    Raises
    ------
    StudyError
        If the language is not one of the study, or is the source's own.
    """
    told = language or ("" if known is None else language_in(known))
    code = _target_language(thing, told) if told else ""
    old = _rows_by_id(known)
    version = thing.version if isinstance(thing, TopicGuide) else ""
    now = units(thing)
    before = _matched(now, old)
    script = language_of(code).script if code else LATIN
    rows = [_row(unit, before.get(unit.id), version, script) for unit in now]
    kept = {row["id"] for row in before.values()}
    rows += [_gone(row) for key, row in old.items() if key not in kept and row["target"].strip()]
    return framed([row | {"language": code} for row in rows])


def framed(rows: Iterable[Row], places: Iterable[int] | None = None) -> pd.DataFrame:
    """Rows as a table; `places` are their rows or lines in a file, else counted from 2."""
    listed = list(rows)
    index = range(FIRST_ROW, FIRST_ROW + len(listed)) if places is None else list(places)
    table = pd.DataFrame(listed, index=pd.Index(index, name="row"), columns=list(COLUMNS))
    return table.astype({"longest allowed length": "Int64"})


def language_in(table: pd.DataFrame) -> str:
    """The code of the language that a table is in; empty where it names none."""
    codes = [code for code in dict.fromkeys(table["language"]) if code]
    if len(codes) > 1:
        raise StudyError(
            f"The table names two languages, {codes[0]} and {codes[1]}; keep a table for each."
        )
    return language_of(codes[0]).code if codes else ""


def source_language(thing: Translatable) -> str:
    """The language that a thing is written in; fixed words are English."""
    return thing.language if isinstance(thing, TopicGuide | QSet) else "en"


def states(table: pd.DataFrame) -> pd.Series[int]:
    """State -> how many texts of the source are in it, every state named."""
    counts = table.loc[table["where"] != GONE, "state"].value_counts()
    return counts.reindex(list(STATES), fill_value=0).rename("texts").rename_axis("state")


def _target_language(thing: Translatable, code: str) -> str:
    target = language_of(code)
    if target.code == language_of(source_language(thing)).code:
        raise StudyError(
            f"The source is in {target.name} ({target.code}) already; choose the language that it "
            "is to be translated into."
        )
    return target.code


def _rows_by_id(table: pd.DataFrame | None) -> dict[str, Row]:
    if table is None:
        return {}
    return {row["id"]: row for row in table.to_dict("records")}


def _matched(now: tuple[Unit, ...], old: Mapping[str, Row]) -> dict[str, Row]:
    """Id of a text now -> the earlier row that is its own: the same, or the same one changed."""
    found = {unit.id: old[unit.id] for unit in now if unit.id in old}
    free = {key: row for key, row in old.items() if key not in found}
    for unit in now:
        if unit.id in found:
            continue
        like = _same_words(unit, free) or _same_place(unit, free)
        if like:
            found[unit.id] = free.pop(like)
    for unit, key in _nearest([unit for unit in now if unit.id not in found], free):
        found[unit.id] = free[key]
    return found


def _same_words(unit: Unit, free: Mapping[str, Row]) -> str:
    """The row of the same kind and words: only its fixed id is new or gone."""
    for key, row in free.items():
        if row["kind"] == unit.kind and same_text(row["source"], unit.source):
            return key
    return ""


def _same_place(unit: Unit, free: Mapping[str, Row]) -> str:
    """The row of the same fixed id: its words have changed."""
    if not unit.fixed:
        return ""
    place = context_of(unit.id)
    return next((key for key in free if context_of(key) == place), "")


def _nearest(rest: list[Unit], free: Mapping[str, Row]) -> list[tuple[Unit, str]]:
    """Texts and rows of one kind, those most alike first, each once."""
    pairs = [
        (SequenceMatcher(None, unit.source, row["source"], autojunk=False).ratio(), n, key)
        for n, unit in enumerate(rest)
        for key, row in free.items()
        if row["kind"] == unit.kind
    ]
    chosen: dict[int, str] = {}
    for likeness, n, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likeness >= ALIKE and n not in chosen and key not in chosen.values():
            chosen[n] = key
    return [(rest[n], key) for n, key in chosen.items()]


def _row(unit: Unit, before: Row | None, version: str, script: Script) -> Row:
    row: Row = dict.fromkeys(COLUMNS, "") | {
        "id": unit.id,
        "kind": unit.kind,
        "where": unit.where,
        "source": unit.source,
        "source version": version,
        "state": "missing",
        "longest allowed length": unit.longest(script),
    }
    if before is None:
        return row
    row |= {column: before[column] for column in (*WORK, "source before")}
    if not same_text(before["source"], unit.source) and before["target"].strip():
        row["source before"] = before["source before"] or before["source"]
        row["state"] = "draft"
    return row


def _gone(row: Row) -> Row:
    return row | {"where": GONE}
