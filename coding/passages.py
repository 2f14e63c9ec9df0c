"""The coded passages as one table, from which every count is taken.

A passage that several coders gave the same code from the same first to the same last
character is one row, with all their names; so totals are the same in every table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from coding.plain import check_places, coding_table, is_project, of_project
from corpora.errors import StudyError
from corpora.sources import Source

PLACE = ["source", "start", "end", "code"]


def source_table(sources: Any) -> pd.DataFrame:
    """Index source id; columns case, text, and one per attribute ("" where not known).

    Takes `Source`s, id -> text, or a table with id (or source) and any of text, case.

    Raises
    ------
    StudyError
        If an id comes twice.
    """
    if isinstance(sources, pd.DataFrame):
        table = sources.rename(columns={"source": "id"}).astype(object)
    elif isinstance(sources, Mapping):
        table = pd.DataFrame({"id": list(sources), "text": list(sources.values())}, dtype=object)
    else:
        table = pd.DataFrame(_rows(sources), dtype=object)
    if "id" not in table.columns:
        table = pd.DataFrame({"id": [], "text": [], "case": []}, dtype=object)
    table["id"] = table["id"].astype(str)
    twice = table["id"].duplicated()
    if twice.any():
        raise StudyError(f'Two sources have the id "{table["id"][twice].iloc[0]}"; ids are unique.')
    if "case" not in table.columns:
        table["case"] = table["id"]
    if "text" not in table.columns:
        table["text"] = ""
    rest = [c for c in table.columns if c not in ("id", "case", "text")]
    table[rest] = table[rest].astype(object).where(table[rest].notna(), "")
    return table.set_index("id")[["case", "text", *rest]].rename_axis("source")


def _rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {"id": s.id, "case": s.case, "text": s.text}
        | {
            f"{k} (of the source)" if k in ("id", "case", "text") else k: v
            for k, v in s.attributes.items()
        }
        for s in sources
    ]


def cases(sources: Any) -> pd.DataFrame:
    """Index case, in order; one column per attribute.

    Where the sources of a case differ in an attribute, all its values stand there, with
    semicolons between.
    """
    return cases_of(source_table(sources))


def cases_of(about: pd.DataFrame) -> pd.DataFrame:
    """The same from a table of sources that has been made (`source_table`)."""
    table = about.drop(columns="text")
    order = pd.Index(list(table["case"].unique()), name="case")
    if not table["case"].duplicated().any():
        return table.drop(columns="case").set_axis(order)
    joined = {
        name: table.groupby("case", sort=False)[name].agg(_joined) for name in table.columns[1:]
    }
    return pd.DataFrame(joined, index=order)


def about_sources(material: Any, sources: Any) -> pd.DataFrame:
    """The table of sources (see `source_table`); a project's without its texts, which are many."""
    if sources is None and is_project(material) and hasattr(material, "sources_table"):
        table = material.sources_table().drop(columns=["kind", "characters", "version"])
        return source_table(table.reset_index())
    return source_table(of_project(material, sources)[1])


def about_cases(material: Any, sources: Any, about: pd.DataFrame) -> pd.DataFrame:
    """The attributes of the cases; those of a project may be its own, or of no source."""
    if sources is None and is_project(material) and hasattr(material, "cases"):
        return material.cases().drop(columns="sources")
    return cases_of(about)


def _joined(values: pd.Series) -> Any:
    there = [v for v in dict.fromkeys(values) if v != ""]
    return there[0] if len(there) == 1 else "; ".join(map(str, there))


def distinct(codings: Any, *, coder: str | None = None) -> pd.DataFrame:
    """The distinct coded passages: source, start, end, code, coders (names joined by "; ").

    coder : count only this coder's codings.
    """
    table = coding_table(codings)
    table = table[table["code"] != ""]
    if coder is not None:
        table = table[table["coder"] == coder]
    source = pd.factorize(table["source"])[0]
    code = pd.factorize(table["code"])[0]
    start, end = (table[name].to_numpy() for name in ("start", "end"))
    order = np.lexsort((code, end, start, source))
    table = table.iloc[order]
    keys = np.stack([source[order], start[order], end[order], code[order]])
    first = np.ones(len(table), dtype=bool)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    found = table.loc[first, PLACE].reset_index(drop=True)
    found["coders"] = _names(table["coder"].to_numpy(dtype=object), np.flatnonzero(first))
    return found


def _names(coders: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The coders of each passage, whose rows begin at `first`, joined."""
    names: np.ndarray = coders[first]
    last = np.append(first[1:], len(coders))
    for i in np.flatnonzero(last - first > 1):
        names[i] = "; ".join(sorted(set(coders[first[i] : last[i]])))
    return names


def coded_passages(
    material: Any, sources: Any = None, *, context: int = 80, coder: str | None = None
) -> pd.DataFrame:
    """Every coded passage with its words, those around it, and the attributes of its case.

    Columns number (from 1), case, source, start, end, code, coders, before, quote, after,
    then the attributes; in the order of the sources.

    Parameters
    ----------
    material, sources
        A project, or a table of codings and the texts.
    context
        Characters before and after, cut at a word's edge.
    coder
        Only this coder's codings.

    Raises
    ------
    StudyError
        If a coding does not fit its text.
    """
    codings, given = of_project(material, sources)
    about = source_table(given)
    texts = about["text"].to_dict()
    check_places(coding_table(codings), texts)
    found = distinct(codings, coder=coder)
    order = pd.Series(range(len(about)), index=about.index)
    found = found.iloc[found["source"].map(order).argsort(kind="stable")].reset_index(drop=True)
    places = list(zip(found["source"], found["start"], found["end"], strict=True))
    found["before"] = [_before(texts[s], a, context) for s, a, _ in places]
    found["quote"] = [texts[s][a:b] for s, a, b in places]
    found["after"] = [_after(texts[s], b, context) for s, _, b in places]
    found.insert(0, "case", found["source"].map(about["case"]))
    found.insert(0, "number", range(1, len(found) + 1))
    if is_project(material):
        rest = about_cases(material, sources, about).loc[found["case"]].reset_index(drop=True)
    else:
        rest = about.drop(columns=["case", "text"]).loc[found["source"]].reset_index(drop=True)
    rest.columns = [f"{c} (attribute)" if c in found.columns else c for c in rest.columns]
    return pd.concat([found, rest], axis=1)


def _before(text: str, start: int, width: int) -> str:
    low = max(0, start - width)
    piece = text[low:start]
    if low and not text[low - 1].isspace():
        piece = piece.partition(" ")[2]
    return ("… " if low and width else "") + piece.lstrip()


def _after(text: str, end: int, width: int) -> str:
    high = min(len(text), end + width)
    piece = text[end:high]
    if high < len(text) and not text[high].isspace():
        piece = piece.rpartition(" ")[0]
    return piece.rstrip() + (" …" if high < len(text) and width else "")
