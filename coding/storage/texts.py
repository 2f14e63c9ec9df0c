"""The sources of a project: put in, read, and edited as new versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from coding.storage.checks import check_words
from coding.storage.store import BATCH, Holder, as_json, batches, one_row, rows
from coding.storage.tables import (
    Row,
    sources,
    texts,
    versions,
)
from corpora.errors import StudyError
from corpora.sources import Source, Turn, fingerprint

# How many texts are in memory at once when many are read.
TOGETHER = 200


def add_sources(project: Holder, found: Iterable[Source]) -> int:
    """How many new sources were put into the project; those it has already are left alone.

    Raises
    ------
    StudyError
        If an id stands for another text already. Nothing is added then.
    """
    added = 0
    with project.store.writing("add sources") as writing:
        place = writing.connection.scalar(select(func.max(sources.c.place))) or 0
        for batch in batches(found, BATCH):
            new = _not_yet_there(writing.connection, batch)
            writing.keep_texts({fingerprint(source.text): source.text for source in new})
            writing.add(sources, (_source_row(s, place + n) for n, s in enumerate(new, start=1)))
            writing.add(versions, (version_row(s, 1, writing.at) for s in new))
            place += len(new)
            added += len(new)
    return added


def _not_yet_there(connection: Connection, batch: list[Source]) -> list[Source]:
    ids = [source.id for source in batch]
    pairs = connection.execute(
        select(versions.c.source, versions.c.hash).where(versions.c.source.in_(ids))
    )
    there: dict[str, set[str]] = {}
    for source_id, key in pairs:
        there.setdefault(source_id, set()).add(key)
    new: list[Source] = []
    for source in batch:
        key = fingerprint_of(source)
        if source.id not in there:
            there[source.id] = {key}
            new.append(source)
        elif key not in there[source.id]:
            raise StudyError(
                f"Source {source.id}: the project holds another text by this id; give the new one "
                "an id of its own, or change the old one by edit_text."
            )
    return new


def fingerprint_of(source: Source) -> str:
    """The key of a source's text; a text that no database can keep is refused."""
    check_words(f"Source {source.id}", (source.id, source.case, source.kind, source.text))
    check_words(f"Source {source.id}", map(str, source.attributes.values()))
    return fingerprint(source.text)


def _source_row(source: Source, place: int) -> Row:
    return {
        "id": source.id,
        "place": place,
        "version": 1,
        "case": source.case,
        "kind": source.kind,
        "attributes": as_json({str(k): str(v) for k, v in source.attributes.items()}),
    }


def version_row(source: Source, version: int, at: str) -> Row:
    """A new row of `versions`."""
    return {
        "source": source.id,
        "version": version,
        "length": len(source.text),
        "hash": fingerprint(source.text),
        "fingerprint": source.fingerprint,
        "turns": as_json([[t.speaker, t.start, t.end, t.interviewer] for t in source.turns]),
        "found": as_json(source.found),
        "at": at,
    }


def source(project: Holder, source_id: str, *, version: int | None = None) -> Source:
    """One source with its text, as it is now or was in an older version.

    Raises
    ------
    StudyError
        If there is no such source or version.
    """
    with project.store.reading() as connection:
        return read_source(connection, source_id, version)


def read_source(connection: Connection, source_id: str, version: int | None = None) -> Source:
    """One source; see `source`."""
    wanted = sources.c.version if version is None else version
    query = _whole(versions.c.version == wanted).where(sources.c.id == source_id)
    found = rows(connection, query)
    if found:
        return _as_source(found[0])
    if version is None or one_row(connection, sources, id=source_id) is None:
        raise StudyError(f"The project has no source {source_id}; list them by sources().")
    raise StudyError(f"Source {source_id} has no version {version}; it counts from 1.")


def read_sources(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Source, int]]:
    """Sources by id, each with the number of its version.

    Raises
    ------
    StudyError
        If there is no such source.
    """
    wanted = list(dict.fromkeys(ids))
    query = _whole(versions.c.version == sources.c.version).where(sources.c.id.in_(wanted))
    found = {row["id"]: (_as_source(row), row["version"]) for row in rows(connection, query)}
    for source_id in wanted:
        if source_id not in found:
            raise StudyError(f"The project has no source {source_id}; list them by sources().")
    return found


def all_sources(project: Holder) -> list[Source]:
    """Every source with its text, in the order they came; `each_source` gives them singly."""
    return list(each_source(project))


def each_source(project: Holder, ids: Iterable[str] | None = None) -> Iterator[Source]:
    """Every source with its text, one after the other in the order they came.

    Parameters
    ----------
    ids
        Only these, in their order.
    """
    # A few at a time, so that neither memory nor a lock is held for the whole of them.
    for batch in batches(_ids(project) if ids is None else ids, TOGETHER):
        with project.store.reading() as connection:
            found = read_sources(connection, batch)
        yield from (found[source_id][0] for source_id in batch)


def _ids(project: Holder) -> list[str]:
    with project.store.reading() as connection:
        return list(connection.scalars(select(sources.c.id).order_by(sources.c.place)))


def _whole(version: ColumnElement[bool]) -> Select[Any]:
    joined = sources.join(versions, and_(versions.c.source == sources.c.id, version))
    facts = (versions.c.turns, versions.c.found, versions.c.fingerprint, texts.c.text)
    return select(sources, *facts).select_from(joined.join(texts, texts.c.hash == versions.c.hash))


def _as_source(row: Row) -> Source:
    return Source(
        row["id"],
        row["text"],
        case=row["case"],
        kind=row["kind"],
        turns=tuple(Turn(*turn) for turn in json.loads(row["turns"])),
        attributes=json.loads(row["attributes"]),
        fingerprint=row["fingerprint"],
        found=tuple(json.loads(row["found"])),
    )


def sources_table(project: Holder) -> pd.DataFrame:
    """One row per source (index `source`), in the order they came, without the texts.

    Columns: case, kind, characters, version, then one column per attribute ("" where a source
    has none).
    """
    query = (
        select(sources, versions.c.length)
        .join(
            versions,
            and_(versions.c.source == sources.c.id, versions.c.version == sources.c.version),
        )
        .order_by(sources.c.place)
    )
    with project.store.reading() as connection:
        found = rows(connection, query)
    fixed = ["source", "case", "kind", "characters", "version"]
    table = pd.DataFrame(
        [(r["id"], r["case"], r["kind"], r["length"], r["version"]) for r in found], columns=fixed
    )
    attributes = [json.loads(r["attributes"]) for r in found]
    for name in dict.fromkeys(name for each in attributes for name in each):
        label = f"{name} (attribute)" if name in fixed else name
        table[label] = [each.get(name, "") for each in attributes]
    return table.set_index("source")
