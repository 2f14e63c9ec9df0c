"""The tables of a coding project, the same in SQLite and PostgreSQL.

`events` and `changes` are the append-only log, `texts` the texts it speaks of. Every other
table is the state that the log leads to: `coding.storage.journal` can make it anew.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

SCHEMA = 2
PROGRAM = "qmethod-toolkit coding project"
# "qmtc" in ASCII: how a SQLite file says whose it is, in its header.
APPLICATION_ID = 0x716D7463

Row = dict[str, Any]

metadata = MetaData()
# Compared byte by byte in both databases, so that both sort in the same order.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")


def _key(name: str) -> Column[str]:
    return Column(name, WORDS, primary_key=True)


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, WORDS, nullable=False, default="") for name in names]


def _number(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _points(column: str, target: str) -> ForeignKeyConstraint:
    # Checked at the end of a transaction: undoing works through the rows of an event backwards.
    return ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")


about = Table("about", metadata, _key("name"), *_words("value"))

texts = Table("texts", metadata, _key("hash"), *_words("text"))

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_words("at", "coder", "action", "because"),
    Column("undoes", Integer),
)

changes = Table(
    "changes",
    metadata,
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_words("table"),
    Column("before", Text),
    Column("after", Text),
)

coders = Table("coders", metadata, _key("name"), *_words("note"))

cases = Table("cases", metadata, _key("id"), *_words("attributes"))

sources = Table(
    "sources",
    metadata,
    _key("id"),
    *_number("place", "version"),
    *_words("case", "kind", "attributes"),
    Index("sources_by_case", "case"),
)

versions = Table(
    "versions",
    metadata,
    _key("source"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *_number("length"),
    *_words("hash", "fingerprint", "turns", "found", "at"),
    _points("source", "sources.id"),
    Index("versions_by_hash", "hash"),
)

frames = Table(
    "frames",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_words("name", "version", "body", "at"),
)

suggestions = Table(
    "suggestions",
    metadata,
    _key("id"),
    *_words("source"),
    *_number("version", "start", "end"),
    *_words("quote", "code", "status"),
    Column("score", Float, nullable=False),
    *_words("because", "cue", "triggers", "model", "state", "at"),
    _points("source", "sources.id"),
    Index("suggestions_by_source", "source", "code"),
    Index("suggestions_by_score", "score", "id"),
)

codings = Table(
    "codings",
    metadata,
    _key("id"),
    *_words("source"),
    *_number("version", "start", "end"),
    *_words("code", "coder", "quote", "because", "suggestion", "role", "state", "at"),
    _points("source", "sources.id"),
    _points("coder", "coders.name"),
    Index("codings_by_source", "source", "code", "state", "role", "coder"),
)

decisions = Table(
    "decisions",
    metadata,
    _key("suggestion"),
    _key("coder"),
    *_words("verdict", "coding", "because", "at"),
    _points("suggestion", "suggestions.id"),
    _points("coder", "coders.name"),
)

settlements = Table(
    "settlements",
    metadata,
    _key("id"),
    *_words("source"),
    *_number("version", "start", "end"),
    *_words("code", "quote", "verdict", "coder", "coding", "because", "state", "at"),
    _points("source", "sources.id"),
    _points("coder", "coders.name"),
    Index("settlements_by_source", "source"),
)

memos = Table(
    "memos",
    metadata,
    _key("id"),
    *_words("about", "target", "text", "coder", "at"),
    Index("memos_by_target", "target"),
)

OWN_READING = "own reading"  # a source that a coder finished though nobody was assigned to it
assignments = Table(
    "assignments",
    metadata,
    _key("source"),
    _key("coder"),
    *_words("purpose", "state", "at"),
    _points("source", "sources.id"),
    _points("coder", "coders.name"),
    Index("assignments_by_coder", "coder"),
)

settings = Table("settings", metadata, _key("name"), *_words("value"))

summaries = Table(
    "summaries", metadata, _key("case"), _key("code"), _key("coder"), *_words("text", "at")
)

# A parent stands before what points at it.
STATE = (
    coders, cases, settings, sources, versions, frames, suggestions, codings, decisions,
    settlements, memos, assignments, summaries,
)  # fmt: skip
LOG = (events, changes, texts)
BY_NAME = {table.name: table for table in STATE}


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    """The values that tell one row of a table from every other."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def completed(table: Table, row: Row) -> Row:
    """A row with every column of its table: what an older schema did not know is empty."""
    return {column.name: row.get(column.name, _empty(column)) for column in table.columns}


def _empty(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    return "" if isinstance(column.type, Text) else 0
