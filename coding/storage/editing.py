"""A source given a new text: a new version, with its passages found again by their quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from coding.storage.anchoring import Move, moved
from coding.storage.checks import check_words
from coding.storage.store import Holder, Writing, one_row, rows
from coding.storage.tables import Row, codings, settlements, sources, suggestions, versions
from coding.storage.texts import read_source, version_row
from corpora.errors import StudyError
from corpora.sources import Turn, fingerprint, normalised

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
        writing.add(versions, [version_row(new, version, writing.at)])
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
