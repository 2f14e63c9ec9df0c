"""The codings of a project as tables: listed, joined with attributes, counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from coding.storage.anchoring import Move, moved
from coding.storage.coded import ORDINARY
from coding.storage.frames import read_frame
from coding.storage.settling import settled_ids, shared_sources
from coding.storage.store import Holder, many, rows
from coding.storage.tables import Row, codings, settlements, sources, suggestions
from coding.storage.texts import read_source
from corpora.errors import StudyError

COLUMNS = [
    "source", "case", "start", "end", "code", "coder", "quote", "because", "suggestion", "at",
    "version",
]  # fmt: skip
UNITS = ("codings", "sources")


def codings_table(
    project: Holder,
    *,
    coder: str | None = None,
    source: str | None = None,
    code: str | None = None,
    settled: bool = False,
) -> pd.DataFrame:
    """One row per coding (index `id`), by source and place.

    Columns: source, case, start, end, code, coder, quote, because, suggestion (the id of the
    one accepted, or ""), at, version (of the text). Unplaced codings are in `unplaced`.

    Parameters
    ----------
    coder, source, code
        Only these.
    settled
        In sources that several have read, what they agreed on (the widest mark stands for it)
        and what a third settled, each once; what is open is left out. Otherwise each coder's
        own work, without the third's.

    Raises
    ------
    StudyError
        If coding is blind and somebody else's work is asked for.
    """
    who = project.store.visible_coder(coder)
    if settled and who is not None and coder is None:
        raise StudyError("Coding is blind; what was settled is shown without a coder's name.")
    conditions = [codings.c.role == "", codings.c.state == "placed"]
    for column, value in (
        (codings.c.coder, who), (codings.c.source, source), (codings.c.code, code)
    ):  # fmt: skip
        if value is not None:
            conditions.append(column == value)
    with project.store.reading() as connection:
        if settled:
            found = _settled(connection, coder, source, code)
        else:
            return _by_column(connection, _listed().where(*conditions))
    return pd.DataFrame(found, columns=["id", *COLUMNS]).set_index("id")


def _by_column(connection: Connection, query: Select[Any]) -> pd.DataFrame:
    columns = ["id", *COLUMNS]
    values = list(zip(*many(connection, query), strict=True)) or [()] * len(columns)
    return pd.DataFrame(dict(zip(columns, values, strict=True))).set_index("id")


def _listed() -> Select[Any]:
    shown = [sources.c.case if name == "case" else codings.c[name] for name in ("id", *COLUMNS)]
    return (
        select(*shown)
        .join(sources, sources.c.id == codings.c.source)
        .order_by(sources.c.place, codings.c.start, codings.c.end, codings.c.code, codings.c.coder)
    )


def _settled(
    connection: Connection, coder: str | None, source: str | None, code: str | None
) -> list[Row]:
    shared, kept = shared_sources(connection, source), set(settled_ids(connection, source))
    found = rows(
        connection, _listed().add_columns(codings.c.role).where(codings.c.state == "placed")
    )
    wanted = {"coder": coder, "source": source, "code": code}
    return [
        row
        for row in found
        if all(value in (None, row[name]) for name, value in wanted.items())
        and (row["id"] in kept or (row["source"] not in shared and not row["role"]))
    ]


def as_table(project: Holder, *, settled: bool = False) -> pd.DataFrame:
    """The codings (see `codings`) with one more column per attribute of their source."""
    table = codings_table(project, settled=settled)
    with project.store.reading() as connection:
        pairs = connection.execute(select(sources.c.id, sources.c.attributes))
        attributes = {name: json.loads(words) for name, words in pairs}
    names = dict.fromkeys(name for each in attributes.values() for name in each)
    for name in names:
        label = f"{name} (attribute)" if name in table.columns else name
        table[label] = [attributes[source].get(name, "") for source in table["source"]]
    return table


def counts(
    project: Holder,
    *,
    unit: str = "codings",
    coder: str | None = None,
    settled: bool = False,
) -> pd.DataFrame:
    """How often each code was given in each case: cases x codes, whole numbers.

    Every case and every codable code of the frame has its row and column, in their order; the
    total over all is the number of rows of `codings` with the same choices.

    Parameters
    ----------
    unit
        "codings", or "sources": in how many sources of the case the code was given.
    coder, settled
        As in `codings`.

    Raises
    ------
    StudyError
        If the unit is unknown.
    """
    if unit not in UNITS:
        raise StudyError(f'The unit "{unit}" is none of {", ".join(UNITS)}; choose one.')
    with project.store.reading() as connection:
        frame = read_frame(connection)
        of = dict(many(connection, _case_of))
        if settled:
            table = codings_table(project, coder=coder, settled=True)
            grouped = table.groupby(["source", "code"], sort=False).size()
            found = [(source, code, int(n)) for (source, code), n in grouped.items()]
        else:
            query = _counted(project.store.visible_coder(coder))
            found = many(connection, query)
    used = {code for _, code, _ in found}
    codes = [code.id for code in frame or () if code.codable or code.id in used]
    return _cross(found, of, codes, once=unit == "sources")


_case_of = select(sources.c.id, sources.c.case).order_by(sources.c.place)


def _counted(coder: str | None) -> Select[Any]:
    # In the order of an index that holds all it needs, so that the table itself is not read.
    query = select(codings.c.source, codings.c.code, func.count()).where(*ORDINARY)
    if coder is not None:
        query = query.where(codings.c.coder == coder)
    return query.group_by(codings.c.source, codings.c.code)


def _cross(
    found: Sequence[Any], case_of: dict[str, str], codes: list[str], *, once: bool
) -> pd.DataFrame:
    cases = {case: row for row, case in enumerate(dict.fromkeys(case_of.values()))}
    columns = {code: column for column, code in enumerate(codes)}
    row_of = {source: cases[case] for source, case in case_of.items()}
    cells = np.fromiter((row_of[s] * len(codes) + columns[c] for s, c, _ in found), np.int64)
    numbers = None if once else np.fromiter((n for *_, n in found), np.int64)
    size = len(cases) * len(columns)
    table = np.bincount(cells, numbers, size).astype(np.int64).reshape(len(cases), len(columns))
    index = pd.Index(list(cases), name="case", dtype=object)
    return pd.DataFrame(table, index=index, columns=pd.Index(codes, name="code", dtype=object))


def unplaced(project: Holder) -> pd.DataFrame:
    """Every passage whose words are not in the newest version of its text (index `id`).

    Columns: what ("coding", "suggestion", "settlement"), source, code, coder, quote, version,
    start, end (where it stood last), new_start, new_end (what now stands between the same
    neighbours; equal where nothing does). `change` places a coding again.
    """
    found: list[Row] = []
    with project.store.reading() as connection:
        who = project.store.visible_coder(None)
        for table, what in (
            (codings, "coding"),
            (suggestions, "suggestion"),
            (settlements, "settlement"),
        ):
            query = select(table).where(table.c.state == "unplaced").order_by(table.c.source)
            if who is not None and table is not suggestions:
                query = query.where(table.c.coder == who)
            found += [{"what": what, "coder": ""} | row for row in rows(connection, query)]
        moves: dict[tuple[str, int], Move] = {}
        for row in found:
            key = (row["source"], row["version"])
            if key not in moves:
                old, new = read_source(connection, *key), read_source(connection, key[0])
                moves[key] = moved(old.text, new.text)
            row["new_start"] = moves[key].position(row["start"])
            row["new_end"] = moves[key].position(row["end"])
    columns = ["id", "what", "source", "code", "coder", "quote", "version", "start", "end"]
    return pd.DataFrame(found, columns=[*columns, "new_start", "new_end"]).set_index("id")
