"""Which source of another project is which of this one, and in which version."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from coding.storage.anchoring import Move, moved
from coding.storage.editing import anchored
from coding.storage.store import Writing, as_json, one_row, rows
from coding.storage.tables import Row, sources, texts, versions
from coding.storage.texts import read_source
from corpora.sources import Source


@dataclass
class Both:
    """The project while it takes in another: what is open, renamed and found so far.

    `sources`, `codings` and `suggestions` lead from the other's ids to those here; `taken`
    are the sources here that have their partner, `removed` the codings taken out here.
    """

    writing: Writing
    there: Connection
    coders: dict[str, str]
    conflicts: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    sources: dict[str, str] = field(default_factory=dict)
    codings: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    removed: frozenset[str] = frozenset()

    @property
    def here(self) -> Connection:
        """The connection that writes."""
        return self.writing.connection

    def conflict(self, kind: str, here: str, there: str, kept: str) -> None:
        """List something that differs."""
        self.conflicts.append({"kind": kind, "here": here, "there": there, "kept": kept})


@dataclass
class Pair:
    """A source of the other project, the one that it is here, and their versions."""

    id: str
    version: int
    text: str
    hashes: dict[int, str]  # the other's versions
    numbers: dict[str, int]  # hash -> version here
    moves: dict[int, Move] = field(default_factory=dict)


def matched(both: Both, found: Mapping[str, tuple[Source, int]]) -> dict[str, Pair]:
    """The other's sources by their id, each with what it is here; new ones are added."""
    hashes = _hashes(both.there, list(found))
    candidates = _by_hash(both.here, {h for each in hashes.values() for h in each.values()})
    pairs: dict[str, Pair] = {}
    for name, (source, version) in found.items():
        there = hashes[name]
        here = _same(both, source, there, version, candidates)
        if here is None:
            here = _added(both, source, there[version])
        else:
            both.counts["sources matched"] += 1
            _compare(both, source, here)
        both.sources[name] = here
        both.taken.add(here)
        pairs[name] = _pair(both, here, there)
    return pairs


def _hashes(connection: Connection, ids: list[str]) -> dict[str, dict[int, str]]:
    query = select(versions.c.source, versions.c.version, versions.c.hash)
    found: dict[str, dict[int, str]] = {}
    for name, version, key in connection.execute(query.where(versions.c.source.in_(ids))):
        found.setdefault(name, {})[version] = key
    return found


def _by_hash(connection: Connection, wanted: set[str]) -> dict[str, list[str]]:
    query = select(versions.c.hash, versions.c.source).where(versions.c.hash.in_(wanted))
    found: dict[str, list[str]] = {}
    ordered = query.join(sources, sources.c.id == versions.c.source).order_by(sources.c.place)
    for key, name in connection.execute(ordered):
        found.setdefault(key, []).append(name)
    return found


def _same(
    both: Both,
    source: Source,
    hashes: Mapping[int, str],
    version: int,
    candidates: Mapping[str, list[str]],
) -> str | None:
    """The id here of a source of the other project: its text first, then older versions of it."""
    newest_first = sorted(hashes, key=lambda number: (number != version, -number))
    for number in newest_first:
        free = [name for name in candidates.get(hashes[number], []) if name not in both.taken]
        if free:
            return source.id if source.id in free else free[0]
    row = one_row(both.here, sources, id=source.id)
    if row is not None and source.fingerprint and source.id not in both.taken:
        original = one_row(both.here, versions, source=source.id, fingerprint=source.fingerprint)
        return source.id if original is not None else None
    return None


def _added(both: Both, source: Source, key: str) -> str:
    """The id under which a source that is not here was added."""
    name, number = source.id, 1
    while one_row(both.here, sources, id=name) is not None:
        number += 1
        name = f"{source.id} ({number})"
    if name != source.id:
        both.conflict("source id", source.id, source.id, f"both, the other's as {name}")
    row = one_row(both.there, sources, id=source.id) or {}
    place = (both.here.scalar(select(func.max(sources.c.place))) or 0) + 1
    both.writing.keep_texts({key: source.text})
    both.writing.add(sources, [{**row, "id": name, "place": place, "version": 1}])
    version = one_row(both.there, versions, source=source.id, version=row["version"]) or {}
    both.writing.add(versions, [{**version, "source": name, "version": 1}])
    both.counts["sources added"] += 1
    return name


def _compare(both: Both, source: Source, here: str) -> None:
    """List what differs about one source, and take over attributes that are not here."""
    row = one_row(both.here, sources, id=here) or {}
    if here != source.id:
        both.conflict("source id", here, source.id, "one source, by the id here")
    if row["case"] != source.case and not (row["case"] == here and source.case == source.id):
        both.conflict(f"case of {here}", row["case"], source.case, "this project's")
    kept = json.loads(row["attributes"])
    for name, value in source.attributes.items():
        if kept.setdefault(name, value) != value:
            both.conflict(f"attribute {name} of {here}", kept[name], value, "this project's")
    both.writing.change(sources, row, attributes=as_json(kept))


def _pair(both: Both, here: str, hashes: dict[int, str]) -> Pair:
    found = rows(both.here, select(versions).where(versions.c.source == here))
    row = one_row(both.here, sources, id=here) or {}
    # Of equal versions the newest, so that what stands there needs no moving.
    numbers = {v["hash"]: v["version"] for v in sorted(found, key=lambda v: v["version"])}
    current = next(v["hash"] for v in found if v["version"] == row["version"])
    numbers[current] = row["version"]
    text = both.here.scalar(select(texts.c.text).where(texts.c.hash == current)) or ""
    return Pair(here, row["version"], text, hashes, numbers)


def here_as(both: Both, pair: Pair, row: Row) -> Row:
    """A row of the other project that points at a passage, as it stands in this one."""
    number = _version_here(both, pair, row)
    new = {**row, "source": pair.id, "version": number}
    if number == pair.version:
        return new | {"state": "placed"}
    if number not in pair.moves:
        pair.moves[number] = moved(read_source(both.here, pair.id, number).text, pair.text)
        both.conflict("text", pair.id, row["source"], "this project's; passages found by quote")
    return new | anchored(new, pair.moves[number], pair.version)


def _version_here(both: Both, pair: Pair, row: Row) -> int:
    """The number here of the version that a row speaks of; it is added where it is not here."""
    key = pair.hashes[row["version"]]
    if key not in pair.numbers:
        other = one_row(both.there, versions, source=row["source"], version=row["version"]) or {}
        text = both.there.scalar(select(texts.c.text).where(texts.c.hash == key)) or ""
        both.writing.keep_texts({key: text})
        number = max(pair.numbers.values()) + 1
        both.writing.add(versions, [{**other, "source": pair.id, "version": number}])
        pair.numbers[key] = number
    return pair.numbers[key]
