"""What coders decide on suggestions: accepted, amended, rejected."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, select

from coding.codings import Coding
from coding.storage.checks import check_words
from coding.storage.coded import coding_row, new_id, take_out, the_coding
from coding.storage.frames import check_code, needed_frame
from coding.storage.people import known_coder, registered
from coding.storage.store import Holder, Writing, one_row, rows
from coding.storage.tables import Row, codings, decisions, suggestions
from coding.storage.texts import read_sources
from corpora.errors import StudyError


def accept(project: Holder, suggestion: str, *, coder: str = "", because: str = "") -> str:
    """The id of the coding that a suggestion became for a coder.

    A decision may be changed: the last one holds, the log keeps the others.

    Raises
    ------
    StudyError
        If there is no such suggestion, or its words have gone from the text.
    """
    return _decided(project, suggestion, "accepted", coder, because, {})


def reject(project: Holder, suggestion: str, *, coder: str = "", because: str = "") -> None:
    """Turn a suggestion down for a coder; it does not come back.

    Raises
    ------
    StudyError
        If there is no such suggestion.
    """
    _decided(project, suggestion, "rejected", coder, because, {})


def amend(
    project: Holder,
    suggestion: str,
    *,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    coder: str = "",
    because: str = "",
) -> str:
    """The id of the coding that a suggestion became with another passage or code.

    Raises
    ------
    StudyError
        If there is no such suggestion, passage or code.
    """
    given = {"start": start, "end": end}
    new: Row = {name: int(value) for name, value in given.items() if value is not None}
    new |= {} if code is None else {"code": code}
    return _decided(project, suggestion, "amended", coder, because, new)


def _decided(
    project: Holder, suggestion: str, verdict: str, coder: str, because: str, new: Row
) -> str:
    who = known_coder(project.store, coder)
    check_words("The reason", [because])
    action = {"accepted": "accept", "rejected": "reject", "amended": "amend"}[verdict]
    with project.store.writing(action, coder=who, because=because) as writing:
        connection = writing.connection
        found = _the_suggestion(connection, suggestion)
        before = one_row(connection, decisions, suggestion=suggestion, coder=who)
        registered(writing, [who])
        coding = ""
        if verdict == "rejected":
            _withdraw(writing, before)
        else:
            coding = _coded(writing, {**found, **new}, who, because, before)
        after = {"suggestion": suggestion, "coder": who, "verdict": verdict, "coding": coding}
        after |= {"because": because, "at": writing.at}
        if before is None:
            writing.add(decisions, [after])
        elif any(after[k] != before[k] for k in ("verdict", "coding", "because")):
            writing.change(decisions, before, **after)
    return coding


def _the_suggestion(connection: Connection, suggestion: str) -> Row:
    row = one_row(connection, suggestions, id=suggestion)
    if row is None:
        raise StudyError(f"The project has no suggestion {suggestion}; list them by pending().")
    return row


def _withdraw(writing: Writing, before: Row | None) -> None:
    if before is not None and before["coding"]:
        take_out(writing, the_coding(writing.connection, before["coding"]))


def _coded(writing: Writing, row: Row, coder: str, because: str, before: Row | None) -> str:
    """The id of the coding that stands for a suggestion, made or changed."""
    if row["state"] != "placed":
        raise StudyError(
            f"Suggestion {row['id']} has no place in the text any more; code the passage by hand."
        )
    check_code(needed_frame(writing.connection), row["code"])
    source, version = read_sources(writing.connection, [row["source"]])[row["source"]]
    quote = source.quote(row["start"], row["end"])
    if before is not None and before["coding"]:
        there = the_coding(writing.connection, before["coding"])
        names = ("start", "end", "code")
        place = {name: row[name] for name in names} | {"version": version, "state": "placed"}
        writing.change(codings, there, quote=quote, because=because, **place)
        return str(before["coding"])
    passage = Coding(row["source"], row["start"], row["end"], row["code"], coder, quote, because)
    new = coding_row(writing, passage, new_id(), version, suggestion=row["id"])
    writing.add(codings, [new])
    return str(new["id"])


def decisions_table(project: Holder, *, coder: str | None = None) -> pd.DataFrame:
    """One row per decision on a suggestion, oldest first.

    Columns: suggestion, coder, verdict ("accepted", "amended", "rejected"), because, at, coding
    (the id, or ""), then the suggestion as it was made: source, start, end, quote, code, status,
    score, cue, model.
    """
    shown = ["source", "start", "end", "quote", "code", "status", "score", "cue", "model"]
    query = (
        select(decisions, *(suggestions.c[name] for name in shown))
        .join(suggestions, suggestions.c.id == decisions.c.suggestion)
        .order_by(decisions.c.at, decisions.c.suggestion)
    )
    query = project.store.visible(query, decisions.c.coder, coder)
    with project.store.reading() as connection:
        found = rows(connection, query)
    columns = ["suggestion", "coder", "verdict", "because", "at", "coding", *shown]
    return pd.DataFrame(found, columns=columns)
