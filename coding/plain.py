"""Codings and texts as plain tables, whatever they come as, checked once.

A codings table has the columns source, start, end, code, coder (and may have others); a row
without a code says that the coder has read the source and found nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import numpy as np
import pandas as pd

from coding.frame import CodingFrame
from corpora.errors import StudyError
from corpora.sources import Source

COLUMNS = ("source", "start", "end", "code", "coder")
Sources = Iterable[Source] | Mapping[str, str]


def coding_table(codings: Any) -> pd.DataFrame:
    """The codings as a table with at least source, start, end, code, coder; checked.

    Takes a table or `Coding`s. Where nobody is named, the coder is "".

    Raises
    ------
    StudyError
        If a column is missing or an offset is no whole number or ends before it starts.
    """
    if not isinstance(codings, pd.DataFrame):
        rows = [asdict(c) if is_dataclass(c) and not isinstance(c, type) else c for c in codings]
        codings = pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(COLUMNS))
    lacking = [c for c in COLUMNS if c not in codings.columns and c != "coder"]
    if lacking:
        raise StudyError(
            f"The codings have no column {', '.join(lacking)}; they need source, start, end, code "
            "and coder."
        )
    table = codings.reset_index(drop=True).copy()
    table["code"] = _tidy(table["code"])
    table["coder"] = _tidy(table["coder"]) if "coder" in table.columns else ""
    table["source"] = table["source"].astype(str)
    coded = table["code"] != ""
    for name in ("start", "end"):
        table[name] = _whole(table, name, coded)
    wrong = coded & ((table["start"] < 0) | (table["end"] <= table["start"]))
    if wrong.any():
        row = table[wrong].iloc[0]
        raise StudyError(
            f"Coding {wrong.idxmax() + 1} (source {row['source']}, code {row['code']}) runs from "
            f"{row['start']} to {row['end']}; a passage ends after it starts."
        )
    return table


def _tidy(names: pd.Series) -> pd.Series:
    """The names as text without spaces around, "" where missing."""
    which, different = pd.factorize(names)
    tidy = np.array([*(str(name).strip() for name in different), ""], dtype=object)
    return pd.Series(tidy[which], index=names.index, dtype=str)


def _whole(table: pd.DataFrame, name: str, coded: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(table[name], errors="coerce")
    bad = coded & (numbers.isna() | (numbers % 1 != 0))
    if bad.any():
        row = table[bad].iloc[0]
        raise StudyError(
            f"Coding {bad.idxmax() + 1} (source {row['source']}, code {row['code']}): {name} is "
            f"{row[name]!r}; give whole characters from 0."
        )
    return numbers.fillna(0).astype(int)


def is_project(material: Any) -> bool:
    """Whether it brings its own sources: a project, or made-up texts."""
    return not isinstance(material, pd.DataFrame) and hasattr(material, "codings")


def of_project(material: Any, sources: Any) -> tuple[Any, Any]:
    """The codings and sources of a project, or the tables that were given.

    A project is whatever has `codings` and `sources`, as values or to be called.
    """
    if not is_project(material):
        return material, sources
    return _value(material.codings), _value(material.sources) if sources is None else sources


def codings_of(material: Any) -> Any:
    """The codings of a project, or those that were given."""
    return _value(material.codings) if is_project(material) else material


def readers_of(material: Any) -> list[tuple[str, str]] | None:
    """(source, coder) for whoever read a source, if the project knows."""
    if not is_project(material) or not hasattr(material, "readers"):
        return None
    table = material.readers()
    return list(zip(table["source"], table["coder"], strict=True))


def frame_of(material: Any) -> CodingFrame | None:
    """The frame of a project, if it has one."""
    found = _value(getattr(material, "frame", None))
    return found if isinstance(found, CodingFrame) else None


def _value(member: Any) -> Any:
    return member() if callable(member) else member


def texts(sources: Sources | None) -> dict[str, str]:
    """Source id -> text, in order."""
    if sources is None:
        return {}
    if isinstance(sources, Mapping):
        return {str(name): text for name, text in sources.items()}
    return {source.id: source.text for source in sources}


def check_places(table: pd.DataFrame, known: Mapping[str, str]) -> None:
    """Refuse codings of unknown sources, beyond the text, or whose quote does not stand there.

    Raises
    ------
    StudyError
        For the first such coding.
    """
    coded = table[table["code"] != ""]
    quotes = coded["quote"] if "quote" in coded.columns else pd.Series(None, index=coded.index)
    places = zip(coded["source"], coded["start"], coded["end"], coded["code"], quotes, strict=True)
    for source, start, end, code, quote in places:
        where = f"Source {source}, code {code}, {start} to {end}"
        if source not in known:
            raise StudyError(f"{where}: there is no source of this id; give its text too.")
        text = known[source]
        if end > len(text):
            raise StudyError(f"{where}: the text has only {len(text)} characters.")
        if isinstance(quote, str) and quote and text[start:end] != quote:
            raise StudyError(
                f'{where}: the quote is "{quote[:40]}" but the text there reads '
                f'"{text[start:end][:40]}"; was the text changed after coding?'
            )
