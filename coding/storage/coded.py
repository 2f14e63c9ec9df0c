"""The codings of a project: given, changed, taken back, listed and counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from coding.codings import Coding, Suggestion
from coding.frame import CodingFrame
from coding.storage.checks import check_words
from coding.storage.frames import check_code, needed_frame
from coding.storage.people import known_coder, registered
from coding.storage.store import BATCH, Holder, Writing, batches, one_row, rows
from coding.storage.tables import Row, codings, decisions, memos
from coding.storage.texts import read_sources
from corpora.errors import StudyError
from corpora.sources import Source

# A coder's own work, and in the text as it is now.
ORDINARY = (codings.c.role == "", codings.c.state == "placed")


def new_id() -> str:
    """An id that no other project gives."""
    return uuid.uuid4().hex


def code(
    project: Holder,
    source: str,
    start: int,
    end: int,
    code: str,
    *,
    coder: str = "",
    because: str = "",
) -> str:
    """The id of the coding by which a coder gave a code to characters start to end.

    The same coding twice is one: the id of the first is given then.

    Raises
    ------
    StudyError
        If source, code or passage do not exist, or no coder is named.
    """
    who = known_coder(project.store, coder)
    with project.store.writing("code", coder=who) as writing:
        registered(writing, [who])
        passage = Coding(source, start, end, code, who, "", because)
        return _add_batch(writing, [passage], needed_frame(writing.connection))[0]


def add_codings(project: Holder, found: Iterable[Coding]) -> list[str]:
    """The ids of codings that were put in together, in order; one event, all or none.

    Each keeps its coder. One that is there already gives the id it has.

    Raises
    ------
    StudyError
        If a source, code or passage does not exist, or a quote does not stand there.
    """
    ids: list[str] = []
    with project.store.writing("add codings") as writing:
        frame = needed_frame(writing.connection)
        for batch in batches(found, BATCH):
            registered(writing, dict.fromkeys(coding.coder for coding in batch))
            ids += _add_batch(writing, batch, frame)
    return ids


def _add_batch(writing: Writing, batch: list[Coding], frame: CodingFrame) -> list[str]:
    of = {coding.source for coding in batch}
    known, there = read_sources(writing.connection, of), _there(writing.connection, of)
    ids: list[str] = []
    new: list[Row] = []
    for coding in batch:
        source, version = known[coding.source]
        quote = checked_quote(coding, frame, source)
        key = (coding.source, coding.start, coding.end, coding.code, coding.coder)
        if key not in there:
            there[key] = new_id()
            new.append(coding_row(writing, replace(coding, quote=quote), there[key], version))
        ids.append(there[key])
    writing.add(codings, new)
    return ids


def checked_quote(passage: Coding | Suggestion, frame: CodingFrame, source: Source) -> str:
    """The words of a passage.

    Raises
    ------
    StudyError
        If the frame lacks its code, or its own quote does not stand there.
    """
    check_code(frame, passage.code)
    quote = source.quote(passage.start, passage.end)
    if passage.quote and passage.quote != quote:
        raise StudyError(
            f"Source {passage.source}: the quote given with {passage.code} does not stand at "
            f"{passage.start} to {passage.end}; was the text changed meanwhile?"
        )
    return quote


def _there(connection: Connection, of: set[str]) -> dict[tuple[Any, ...], str]:
    key = [codings.c[name] for name in ("source", "start", "end", "code", "coder")]
    query = select(codings.c.id, *key).where(codings.c.source.in_(of), *ORDINARY)
    return {tuple(values): name for name, *values in connection.execute(query)}


def coding_row(
    writing: Writing,
    passage: Coding,
    name: str,
    version: int,
    *,
    suggestion: str = "",
    role: str = "",
) -> Row:
    """A new row of `codings`; `role` "settling" where it settles a disagreement."""
    check_words(f"A coding of {passage.source}", [passage.because])
    return {
        "id": name,
        "source": passage.source,
        "version": version,
        "start": int(passage.start),
        "end": int(passage.end),
        "code": passage.code,
        "coder": passage.coder,
        "quote": passage.quote,
        "because": passage.because,
        "suggestion": suggestion,
        "role": role,
        "state": "placed",
        "at": writing.at,
    }


def change(
    project: Holder,
    coding: str,
    *,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    because: str | None = None,
    coder: str = "",
) -> None:
    """Give a coding another passage, code or reason; the log keeps what it was.

    An unplaced coding is placed again by its new start and end.

    Raises
    ------
    StudyError
        If there is no such coding, passage or code.
    """
    who = known_coder(project.store, coder)
    with project.store.writing("change coding", coder=who) as writing:
        row = the_coding(writing.connection, coding)
        if row["state"] == "unplaced" and (start is None or end is None):
            raise StudyError(f"Coding {coding} has no place in the text; give its start and end.")
        new = row | {k: int(v) for k, v in (("start", start), ("end", end)) if v is not None}
        new |= {k: v for k, v in (("code", code), ("because", because)) if v is not None}
        check_code(needed_frame(writing.connection), new["code"])
        source, version = read_sources(writing.connection, [row["source"]])[row["source"]]
        new["quote"] = source.quote(new["start"], new["end"])
        new |= {"version": version, "state": "placed"}
        writing.change(codings, row, **new)


def remove(project: Holder, coding: str, *, coder: str = "", because: str = "") -> None:
    """Take a coding back; its memos go too, and where it came from a suggestion, that is rejected.

    Raises
    ------
    StudyError
        If there is no such coding.
    """
    who = known_coder(project.store, coder)
    with project.store.writing("remove coding", coder=who, because=because) as writing:
        row = the_coding(writing.connection, coding)
        if row["role"] == "settling":
            raise StudyError(f"Coding {coding} settles a disagreement; settle it anew instead.")
        take_out(writing, row)
        for decision in rows(
            writing.connection, select(decisions).where(decisions.c.coding == coding)
        ):
            writing.change(decisions, decision, verdict="rejected", coding="", at=writing.at)


def take_out(writing: Writing, row: Row) -> None:
    """Remove a coding's row with the memos about it."""
    about = select(memos).where(memos.c.about == "coding", memos.c.target == row["id"])
    writing.remove(memos, rows(writing.connection, about))
    writing.remove(codings, [row])


def the_coding(connection: Connection, coding: str) -> Row:
    """The row of a coding.

    Raises
    ------
    StudyError
        If there is none.
    """
    row = one_row(connection, codings, id=coding)
    if row is None:
        raise StudyError(f"The project has no coding {coding}; list them by codings().")
    return row
