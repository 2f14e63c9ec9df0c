"""The sources of a project: put in, read, and edited as new versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from coding.storage.anchoring import Move, moved
from coding.storage.checks import check_words
from coding.storage.store import BATCH, Holder, Writing, as_json, batches, one_row, rows
from coding.storage.tables import (
    Row,
    codings,
    settlements,
    sources,
    suggestions,
    texts,
    versions,
)
from corpora.errors import StudyError
from corpora.sources import Source, Turn, fingerprint, normalised

# What points at a passage, and moves with it when the text is edited.
ANCHORED = (codings, suggestions, settlements)


@dataclass(frozen=True)
class Edit:
    """What became of the passages of a source when its text was edited.

    `stayed` kept their place, `moved` stand elsewhere by the same words; `unplaced` could not
    be found and are listed by `project.unplaced()`.
    """

    source: str
    version: int
    stayed: int = 0
    moved: int = 0
    unplaced: int = 0


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
            writing.add(versions, (_version_row(s, 1, writing.at) for s in new))
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


def _version_row(source: Source, version: int, at: str) -> Row:
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
    if ids is not None:
        for source_id in ids:
            yield source(project, source_id)
        return
    for batch in batches(_ids(project), 200):
        with project.store.reading() as connection:
            query = _whole(versions.c.version == sources.c.version).where(sources.c.id.in_(batch))
            found = rows(connection, query.order_by(sources.c.place))
        yield from map(_as_source, found)


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


def edit_text(
    project: Holder, source_id: str, new_text: str, *, coder: str = "", because: str = ""
) -> Edit:
    """What became of the passages when a source was given a new text.

    The old text stays as an older version. Codings and suggestions are found again by their
    quotes; what could not be found is listed by `unplaced` and keeps its old place there.

    Raises
    ------
    StudyError
        If there is no such source, or the new text is empty.
    """
    text = normalised(new_text)
    check_words(f"Source {source_id}", [text])
    if not text.strip():
        raise StudyError(f"Source {source_id}: the new text is empty; a text has words.")
    with project.store.writing("edit text", coder=coder, because=because) as writing:
        old = read_source(writing.connection, source_id)
        row = one_row(writing.connection, sources, id=source_id) or {}
        if text == old.text:
            return Edit(source_id, row["version"])
        version = _newest(writing.connection, source_id) + 1
        move = moved(old.text, text)
        new = replace(
            old, text=text, turns=_carried(move, old.turns), fingerprint=fingerprint(text)
        )
        writing.keep_texts({fingerprint(text): text})
        writing.add(versions, [_version_row(new, version, writing.at)])
        writing.change(sources, row, version=version)
        return _anchor_again(writing, Edit(source_id, version), move, row["version"])


def _newest(connection: Connection, source_id: str) -> int:
    query = select(func.max(versions.c.version)).where(versions.c.source == source_id)
    return connection.scalar(query) or 0


def _carried(move: Move, turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """The speaker turns in the new text; one of which no word is left is gone."""
    carried = [replace(t, start=move.position(t.start), end=move.position(t.end)) for t in turns]
    return tuple(turn for turn in carried if turn.start < turn.end)


def _anchor_again(writing: Writing, edit: Edit, move: Move, before: int) -> Edit:
    moves = {before: move}
    counts: dict[str, Any] = {"stayed": 0, "moved": 0, "unplaced": 0}
    for table in ANCHORED:
        for row in rows(writing.connection, select(table).where(table.c.source == edit.source)):
            if row["version"] not in moves:
                older = read_source(writing.connection, edit.source, row["version"])
                moves[row["version"]] = moved(older.text, move.new)
            new = anchored(row, moves[row["version"]], edit.version)
            writing.change(table, row, **new)
            if new["state"] == "unplaced":
                counts["unplaced"] += 1
            else:
                counts["stayed" if new["start"] == row["start"] else "moved"] += 1
    return replace(edit, **counts)


def anchored(row: Row, move: Move, version: int) -> Row:
    """The new place of a passage, or its old one with the state "unplaced"."""
    place = move.place(row["start"], row["end"])
    if place is None:
        return {"state": "unplaced", "start": row["start"]}
    return {"state": "placed", "version": version, "start": place[0], "end": place[1]}
