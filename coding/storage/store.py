"""The open database of a project: reading, and writing with every change in the log."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
)  # fmt: skip
from sqlalchemy import text as sql
from sqlalchemy import update as update_rows

from coding.storage.faults import told
from coding.storage.tables import BY_NAME, STATE, Row, changes, events, settings, texts
from corpora.errors import StudyError

BATCH = 2_000
Item = TypeVar("Item")


class Change(NamedTuple):
    """One row of one table before and after; None where there was or is none."""

    table: Table
    before: Row | None
    after: Row | None

    def inverse(self) -> Change:
        """The change back."""
        return Change(self.table, self.after, self.before)


@dataclass
class Store:
    """Where a project is kept, and who works at it.

    `place` is what messages call it, `path` the file ("" for a server); `coder` stands for the
    person where an action names none.
    """

    engine: Engine
    place: str
    coder: str = ""
    path: str = ""
    local: threading.local = field(default_factory=threading.local)

    @property
    def current(self) -> Writing | None:
        """The writing that this thread is in, if any."""
        return getattr(self.local, "writing", None)

    def visible_coder(self, asked: str | None) -> str | None:
        """Whose work is shown: everybody's for None, one's own alone while coding is blind.

        Raises
        ------
        StudyError
            If somebody else's work is asked for meanwhile.
        """
        if not self.coder or not self.blind:
            return asked
        if asked not in (None, self.coder):
            raise StudyError(
                f"Coding is blind, so {self.coder} cannot see the work of {asked} until the lead "
                "ends it by blind(False)."
            )
        return self.coder

    def visible(self, query: Select[Any], of: Column[str], asked: str | None) -> Select[Any]:
        """The query without the work that may not be shown; `of` is the column of the coder."""
        who = self.visible_coder(asked)
        return query if who is None else query.where(of == who)

    @property
    def blind(self) -> bool:
        """Whether coders are kept from seeing each other's work."""
        with self.reading() as connection:
            return one_row(connection, settings, name="blind", value="yes") is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which one state is seen, with faults told as StudyError."""
        if self.current is not None:
            yield self.current.connection
            return
        with told(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, action: str, *, coder: str = "", because: str = "") -> Iterator[Writing]:
        """One event of the log: all of it is kept when the block ends, or none.

        Within another writing, the changes become part of that one's event.
        """
        if self.current is not None:
            with self.current.part():
                yield self.current
            return
        with self.transaction() as connection:
            writing = Writing(connection, action, coder or self.coder, because)
            self.local.writing = writing
            try:
                yield writing
            finally:
                self.local.writing = None
            writing.finish()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection that alone may write until the block ends."""
        with told(self.place), self.engine.connect() as opened:
            connection = opened.execution_options(writing=True)
            with connection.begin():
                if self.engine.dialect.name == "postgresql":
                    connection.execute(sql("LOCK TABLE events IN EXCLUSIVE MODE"))
                yield connection


class Holder(Protocol):
    """Whatever holds a store: the project."""

    store: Store


class Writing:
    """One event of the log while it is being written."""

    def __init__(self, connection: Connection, action: str, coder: str, because: str) -> None:
        self.connection = connection
        self.undoes: int | None = None
        self.at = now()
        self.number: int = connection.scalar(select(func.max(events.c.number))) or 0
        self.number += 1
        self._head = {"action": action, "coder": coder, "because": because}
        self._position = 0
        self._failed = False

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the event: if it fails, so does the whole."""
        try:
            yield
        except BaseException:
            self._failed = True
            raise

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """How many new rows were put into a table."""
        return self.record(Change(table, None, row) for row in rows)

    def change(self, table: Table, row: Row, **new: Any) -> Row:
        """The row with new values, kept if they differ."""
        after = {**row, **new}
        if after != row:
            self.record([Change(table, row, after)])
        return after

    def remove(self, table: Table, rows: Iterable[Row]) -> int:
        """How many rows were taken out of a table; the log keeps them."""
        return self.record(Change(table, row, None) for row in rows)

    def record(self, steps: Iterable[Change]) -> int:
        """How many changes were made and written to the log, in the order given."""
        count = 0
        for batch in batches(steps, BATCH):
            made(self.connection, batch)
            logged = [self._logged(step, place) for place, step in enumerate(batch)]
            self.connection.execute(insert(changes), logged)
            self._position += len(batch)
            count += len(batch)
        return count

    def _logged(self, step: Change, place: int) -> Row:
        return {
            "event": self.number,
            "position": self._position + place,
            "table": step.table.name,
            "before": None if step.before is None else as_json(step.before),
            "after": None if step.after is None else as_json(step.after),
        }

    def keep_texts(self, by_hash: dict[str, str]) -> None:
        """Put texts where the log can find them; a text that is there already stays."""
        for batch in batches(by_hash.items(), BATCH):
            wanted = [key for key, _ in batch]
            found = select(texts.c.hash).where(texts.c.hash.in_(wanted))
            there = set(self.connection.scalars(found))
            new = [{"hash": key, "text": text} for key, text in batch if key not in there]
            if new:
                self.connection.execute(insert(texts), new)

    def finish(self) -> None:
        """Write the event itself, unless nothing was changed.

        Raises
        ------
        StudyError
            If a part of it failed before.
        """
        if self._failed:
            raise StudyError("A step of this change failed, so nothing of it was kept.")
        if self._position:
            head = {"number": self.number, "at": self.at, "undoes": self.undoes, **self._head}
            self.connection.execute(insert(events), head)
            self._refresh_statistics()

    def _refresh_statistics(self) -> None:
        # A server that has not yet counted what came in plans as if the tables were empty.
        if self._position >= BATCH and self.connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in (*STATE, changes))
            self.connection.exec_driver_sql(f"ANALYZE {names}")


def made(connection: Connection, steps: Sequence[Change]) -> None:
    """Carry out changes on the tables, neighbours of one kind together."""

    def kind(step: Change) -> tuple[str, bool, bool]:
        return step.table.name, step.before is None, step.after is None

    for (name, new, gone), group in groupby(steps, kind):
        table, members = BY_NAME[name], list(group)
        if new:
            connection.execute(insert(table), [step.after or {} for step in members])
            continue
        # Each row as it was must still be there, or the log would no longer tell the state.
        statement = delete(table) if gone else update_rows(table).values(_new_values(table))
        keys = and_(*(c == bindparam(f"old {c.name}") for c in table.primary_key.columns))
        done = connection.execute(statement.where(keys), [_parameters(step) for step in members])
        if done.rowcount not in (len(members), -1):
            raise StudyError(
                f"The table {name} no longer holds what was to be changed; read it again."
            )


def _new_values(table: Table) -> dict[str, Any]:
    return {column.name: bindparam(f"new {column.name}") for column in table.columns}


def _parameters(step: Change) -> Row:
    before, after = step.before or {}, step.after or {}
    old = {f"old {column.name}": before[column.name] for column in step.table.primary_key.columns}
    return old | {f"new {name}": value for name, value in after.items()}


def one_row(connection: Connection, table: Table, **key: Any) -> Row | None:
    """The row with these values, or None."""
    conditions = [table.c[name] == value for name, value in key.items()]
    found = connection.execute(select(table).where(*conditions)).mappings().first()
    return None if found is None else dict(found)


def rows(connection: Connection, query: Any) -> list[Row]:
    """Every row that a query finds, by column name."""
    return [dict(found) for found in connection.execute(query).mappings()]


def many(connection: Connection, query: Any) -> list[tuple[Any, ...]]:
    """Every row that a query finds as the driver gives it: twice as quick for half a million."""
    result = connection.execute(query)
    found = list(result.cursor.fetchall())
    result.close()
    return found


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most a size."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def as_json(value: Any) -> str:
    """A value as compact JSON, in the order that it has."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def now() -> str:
    """The moment in universal time, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
