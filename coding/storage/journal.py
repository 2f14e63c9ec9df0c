"""The append-only log: undo, redo, and every state made anew from it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
from sqlalchemy import Connection, Table, func, insert, select

from coding.storage.backups import backup_before
from coding.storage.checks import check_after_undo
from coding.storage.engines import make_tables, memory_engine
from coding.storage.faults import told
from coding.storage.store import (
    BATCH,
    Change,
    Holder,
    Store,
    Writing,
    batches,
    made,
    one_row,
    rows,
)
from coding.storage.tables import (
    BY_NAME,
    STATE,
    Row,
    changes,
    coders,
    completed,
    events,
    texts,
)
from corpora.errors import StudyError


def log(project: Holder, *, coder: str | None = None, limit: int | None = None) -> pd.DataFrame:
    """What was done, newest first, one row an event (index `event`).

    Columns: at (universal time), coder, action, because, changes (rows touched), undoes (the
    event that it took back, or <NA>), undone (whether it is taken back now). No words of a text.
    """
    # Changes count from 0 in each event, so the last tells how many without counting them.
    last = select(func.max(changes.c.position)).where(changes.c.event == events.c.number)
    query = select(events, (last.scalar_subquery() + 1).label("changes"))
    query = project.store.visible(query, events.c.coder, coder)
    with project.store.reading() as connection:
        found = rows(connection, query.order_by(events.c.number.desc()).limit(limit))
        gone = _undone(connection)
    columns = ["number", "at", "coder", "action", "because", "changes", "undoes"]
    table = pd.DataFrame(found, columns=columns)
    table["undoes"] = table["undoes"].astype("Int64")
    table["undone"] = table["number"].isin(gone)
    return table.set_index("number").rename_axis("event")


def undo(project: Holder, event: int | None = None, *, coder: str | None = None) -> int:
    """The number of the event that was taken back.

    Parameters
    ----------
    event
        Any event of the log; the last one that is not taken back where none is given.
    coder
        Whose last event; the person who opened the project, or anybody.

    Raises
    ------
    StudyError
        If there is nothing to undo, or later work rests on the event.
    """
    store = project.store
    _check_alone(store)
    with store.writing("undo", coder=coder or "") as writing:
        number = _last(writing.connection, coder or store.coder) if event is None else event
        _take_back(writing, number)
    return number


def redo(project: Holder, *, coder: str | None = None) -> int:
    """The number of the event that holds again, the last to be undone.

    Raises
    ------
    StudyError
        If nothing was undone since the last change.
    """
    store = project.store
    _check_alone(store)
    with store.writing("redo", coder=coder or "") as writing:
        connection, who = writing.connection, coder or store.coder
        undone = _last_undo(connection, who)
        if undone is None or undone["number"] < _last(connection, who, or_none=True):
            raise StudyError("There is nothing to redo: nothing was undone since the last change.")
        _take_back(writing, undone["number"])
    return int(undone["undoes"])


def _check_alone(store: Store) -> None:
    if store.current is not None:
        raise StudyError("Undo, redo and rebuild are steps of their own; end the other step first.")


def _take_back(writing: Writing, number: int) -> None:
    connection = writing.connection
    if number in _undone(connection):
        raise StudyError(f"Event {number} is taken back already; look at the log.")
    steps = _to_undo(connection, number)
    if not steps:
        raise StudyError(f"The log has no event {number}; look at the log.")
    writing.undoes = number
    for step in reversed(steps):
        _check_unchanged(connection, step, number)
        writing.record([step.inverse()])
    check_after_undo(connection, steps, number)


def _to_undo(connection: Connection, number: int) -> list[Change]:
    steps = list(_logged(connection, number, number))
    # Whoever came into the list by working stays there, since later work may name them.
    rest = [step for step in steps if step.table is not coders or step.before is not None]
    return rest or steps


def _check_unchanged(connection: Connection, step: Change, number: int) -> None:
    row = step.after if step.after is not None else step.before
    key = {column.name: (row or {})[column.name] for column in step.table.primary_key.columns}
    if one_row(connection, step.table, **key) != step.after:
        raise StudyError(
            f"Event {number} cannot be undone, because a later one changed the same "
            f"({step.table.name}); undo the later one first."
        )


def _undone(connection: Connection) -> set[int]:
    """The events that are taken back: a later event undoes them and is not itself undone."""
    pairs = connection.execute(
        select(events.c.number, events.c.undoes)
        .where(events.c.undoes.is_not(None))
        .order_by(events.c.number.desc())
    )
    gone: set[int] = set()
    for number, undoes in pairs:
        if number not in gone:
            gone.add(undoes)
    return gone


def _last(connection: Connection, coder: str, *, or_none: bool = False) -> int:
    query = select(events.c.number).where(events.c.undoes.is_(None))
    if coder:
        query = query.where(events.c.coder == coder)
    gone = _undone(connection)
    for number in connection.scalars(query.order_by(events.c.number.desc())):
        if or_none or number not in gone:
            return int(number)
    if or_none:
        return 0
    raise StudyError("There is nothing to undo.")


def _last_undo(connection: Connection, coder: str) -> Row | None:
    query = select(events).where(events.c.action == "undo").order_by(events.c.number.desc())
    if coder:
        query = query.where(events.c.coder == coder)
    gone = _undone(connection)
    return next((found for found in rows(connection, query) if found["number"] not in gone), None)


def _logged(connection: Connection, first: int, last: int) -> Iterator[Change]:
    """The changes of the events from first to last, in order."""
    query = (
        select(changes)
        .where(changes.c.event.between(first, last))
        .order_by(changes.c.event, changes.c.position)
    )
    for found in connection.execute(query.execution_options(yield_per=BATCH)).mappings():
        table = BY_NAME[found["table"]]
        yield Change(table, _row(table, found["before"]), _row(table, found["after"]))


def _row(table: Table, words: str | None) -> Row | None:
    return None if words is None else completed(table, json.loads(words))


def rebuild(project: Holder) -> int:
    """How many events the tables were made anew from, after a copy was taken.

    For a project whose tables were changed by something else than this program.

    Raises
    ------
    StudyError
        If the log itself is damaged; nothing is changed then.
    """
    store = project.store
    _check_alone(store)
    backup_before(store, "rebuild")
    with store.transaction() as connection:
        for table in reversed(STATE):
            connection.execute(table.delete())
        return _replay(connection, connection, None)


def state_at(project: Holder, event: int) -> Store:
    """A project in memory as it was after an event."""
    store = project.store
    old = Store(memory_engine(), f"{store.place} at event {event}", coder=store.coder)
    with store.reading() as here, told(old.place), old.engine.connect() as there, there.begin():
        make_tables(there)
        for batch in batches(here.execute(select(texts)).mappings(), BATCH):
            there.execute(insert(texts), [dict(row) for row in batch])
        for table, column in ((events, events.c.number), (changes, changes.c.event)):
            for batch in batches(
                here.execute(select(table).where(column <= event)).mappings(), BATCH
            ):
                there.execute(insert(table), [dict(row) for row in batch])
        _replay(here, there, event)
    return old


def _replay(here: Connection, there: Connection, until: int | None) -> int:
    last = here.scalar(select(func.max(events.c.number))) or 0
    last = last if until is None else min(last, until)
    for batch in batches(_logged(here, 1, last), BATCH):
        made(there, batch)
    return last


def differences(project: Holder) -> pd.DataFrame:
    """Rows in which the tables differ from what the log tells; empty for a sound project.

    Columns: table, key, kept (in the tables), logged (by the log), both whether there is a row.
    """
    store = project.store
    found: list[Row] = []
    with store.reading() as here:
        last = here.scalar(select(func.max(events.c.number))) or 0
        again = state_at(project, last)
        with again.engine.connect() as there:
            for table in STATE:
                found += _differing(table, here, there)
        again.engine.dispose()
    return pd.DataFrame(found, columns=["table", "key", "kept", "logged"])


def _differing(table: Table, here: Connection, there: Connection) -> Iterator[Row]:
    names = [column.name for column in table.primary_key.columns]
    kept, logged = (
        {tuple(row[n] for n in names): row for row in rows(connection, select(table))}
        for connection in (here, there)
    )
    for key in sorted(kept.keys() | logged.keys()):
        if kept.get(key) != logged.get(key):
            words = " / ".join(str(part) for part in key)
            yield {"table": table.name, "key": words, "kept": key in kept, "logged": key in logged}
