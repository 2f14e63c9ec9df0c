"""Suggestions in a project: put in, waiting, and what coders decided on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, and_, exists, func, select

from coding.codings import Suggestion
from coding.frame import CodingFrame
from coding.storage.checks import check_words
from coding.storage.coded import checked_quote, new_id
from coding.storage.frames import needed_frame
from coding.storage.store import BATCH, Holder, Writing, as_json, batches, rows
from coding.storage.tables import (
    OWN_READING,
    Row,
    assignments,
    codings,
    decisions,
    sources,
    suggestions,
)
from coding.storage.texts import each_source, read_sources
from corpora.errors import StudyError

AT_ONCE = 20_000
ORDERS = ("text", "score", "uncertain")
COLUMNS = [
    "source", "case", "start", "end", "quote", "code", "status", "score", "because", "cue",
    "triggers", "model",
]  # fmt: skip


class Added(NamedTuple):
    """How many suggestions were put in, and how many were held back as known already."""

    added: int
    held_back: int


def add_suggestions(project: Holder, found: Iterable[Suggestion], *, model: str = "") -> Added:
    """How many suggestions were put in; one that is known does not come back.

    Known is a suggestion of the same code and status that overlaps with one there is:
    waiting, accepted or rejected.

    Parameters
    ----------
    model
        What made them, for the record.

    Raises
    ------
    StudyError
        If a source or code does not exist, or a quote does not stand there.
    """
    added = seen = 0
    with project.store.writing("add suggestions") as writing:
        frame = needed_frame(writing.connection)
        for batch in batches(found, BATCH):
            seen += len(batch)
            new = _new_rows(writing, batch, frame, model)
            added += writing.add(suggestions, new)
    return Added(added, seen - added)


def suggest(
    project: Holder, sources: Iterable[str] | None = None, *, model: str | None = None
) -> Added:
    """How many suggestions the tagger made for the project's sources, by its frame.

    They come in by one event of the log, or one for every 20,000.

    Parameters
    ----------
    sources
        Ids of the sources; all by default.
    model
        An installed spaCy model that sharpens the rules.
    """
    # spaCy takes seconds to load, and most work with a project needs none of it.
    from coding.tagger import suggest as tag

    with project.store.reading() as connection:
        frame = needed_frame(connection)
    made = tag(each_source(project, sources), frame, model=model)
    added = held_back = 0
    # Others can write while the tagger reads on: it takes minutes for a large corpus.
    for batch in batches(made, AT_ONCE):
        done = add_suggestions(project, batch, model=model or "rules")
        added, held_back = added + done.added, held_back + done.held_back
    return Added(added, held_back)


Passages = dict[tuple[str, str, str], list[tuple[int, int]]]


def _new_rows(
    writing: Writing, batch: Sequence[Suggestion], frame: CodingFrame, model: str
) -> list[Row]:
    of = {suggestion.source for suggestion in batch}
    known, there = read_sources(writing.connection, of), _there(writing.connection, of)
    new: list[Row] = []
    for each in batch:
        source, version = known[each.source]
        quote = checked_quote(each, frame, source)
        taken = there.setdefault((each.source, each.code, each.status), [])
        if not any(each.start < end and start < each.end for start, end in taken):
            taken.append((each.start, each.end))
            row = each.asdict() | {"quote": quote, "triggers": as_json(each.triggers)}
            row |= {"start": int(each.start), "end": int(each.end)}
            check_words(f"A suggestion for {each.source}", [row["because"], row["cue"], model])
            fixed = {"version": version, "model": model, "state": "placed", "at": writing.at}
            new.append({"id": new_id(), **row, **fixed, "score": float(each.score)})
    return new


def _there(connection: Connection, of: set[str]) -> Passages:
    names = ("source", "code", "status", "start", "end")
    query = select(*(suggestions.c[name] for name in names)).where(
        suggestions.c.source.in_(of), suggestions.c.state == "placed"
    )
    there: Passages = {}
    for source, code, status, start, end in connection.execute(query):
        there.setdefault((source, code, status), []).append((start, end))
    return there


def pending(
    project: Holder,
    *,
    coder: str | None = None,
    source: str | None = None,
    code: str | None = None,
    order: str | Sequence[str] = "text",
    limit: int | None = None,
    mentions: bool = False,
) -> pd.DataFrame:
    """The suggestions that wait for a decision, one row each (index `id`).

    Columns: source, case, start, end, quote, code, status, score, because, cue, triggers (a
    tuple), model. For a coder: what they have not decided and not coded by hand, in the sources
    assigned to them or to nobody. Without one: what nobody has decided.

    Parameters
    ----------
    order
        "text" (as the sources came, then by place), "score" (highest first), "uncertain"
        (nearest to one half first), or a list of ids, as `coding.next_to_review` gives.
    limit
        At most so many.
    mentions
        Also those of which the text does not assert the code.

    Raises
    ------
    StudyError
        If the order is unknown.
    """
    who = (coder if coder is not None else project.store.coder) or None
    query = select(*_SHOWN).join(sources, sources.c.id == suggestions.c.source)
    query = query.where(suggestions.c.state == "placed", _undecided(who))
    for column, value in ((suggestions.c.source, source), (suggestions.c.code, code)):
        query = query if value is None else query.where(column == value)
    if not mentions:
        query = query.where(suggestions.c.status == "asserted")
    listed = not isinstance(order, str)
    if not listed:
        query = query.order_by(*_order(str(order))).limit(limit)
    with project.store.reading() as connection:
        found = rows(connection, query)
    table = _as_table(found)
    return table if not listed else table.loc[[i for i in order if i in table.index]][:limit]


_SHOWN = (
    *(suggestions.c[n] for n in ("id", *COLUMNS) if n != "case"),
    sources.c.case,
)


def _undecided(who: str | None) -> Any:
    decided = exists().where(decisions.c.suggestion == suggestions.c.id)
    if who is None:
        return ~decided
    given = exists().where(
        assignments.c.source == suggestions.c.source, assignments.c.purpose != OWN_READING
    )
    coded = exists().where(
        codings.c.source == suggestions.c.source,
        codings.c.code == suggestions.c.code,
        codings.c.coder == who,
        codings.c.role == "",
        codings.c.state == "placed",
        codings.c.start < suggestions.c.end,
        codings.c.end > suggestions.c.start,
    )
    return and_(
        ~decided.where(decisions.c.coder == who),
        ~coded,
        given.where(assignments.c.coder == who) | ~given,
    )


def _order(order: str) -> tuple[Any, ...]:
    if order not in ORDERS:
        raise StudyError(f'The order "{order}" is none of {", ".join(ORDERS)}; choose one.')
    place = (sources.c.place, suggestions.c.start, suggestions.c.end, suggestions.c.code)
    if order == "score":
        return (suggestions.c.score.desc(), suggestions.c.id.desc())
    return (func.abs(suggestions.c.score - 0.5), *place) if order == "uncertain" else place


def _as_table(found: list[Row]) -> pd.DataFrame:
    for row in found:
        row["triggers"] = tuple(json.loads(row["triggers"]))
    return pd.DataFrame(found, columns=["id", *COLUMNS]).set_index("id")
