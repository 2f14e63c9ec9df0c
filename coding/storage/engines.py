"""Connections to the databases that projects live in, set up so that nothing is lost.

A SQLite file keeps a rollback journal and not a write-ahead log: the one file is always the
whole project, so that it can be copied or lie on a network drive, where SQLite's write-ahead
log does not work. `synchronous=EXTRA` makes a confirmed decision outlast a power cut, too.
"""

from __future__ import annotations

import logging
import sqlite3
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool, StaticPool

from coding.storage.tables import APPLICATION_ID, PROGRAM, SCHEMA, about, metadata

# A program that logs everything must still log no word of a text: SQLAlchemy would write down
# parameters, and below this level the rows that it reads.
QUIET: dict[str, Any] = {"hide_parameters": True, "logging_name": "coding"}
logging.getLogger("sqlalchemy.engine.Engine.coding").setLevel(logging.WARNING)


def file_engine(path: Path, wait: float) -> Engine:
    """Connections to a SQLite file, each of its own; `wait` seconds for another's lock."""
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": wait}, **QUIET)
    _prepare(engine)
    return engine


def memory_engine() -> Engine:
    """The one connection to a SQLite database in memory."""
    shared = {"check_same_thread": False}
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=shared, **QUIET)
    _prepare(engine)
    return engine


def server_engine(url: URL, wait: float) -> Engine:
    """Connections to a PostgreSQL server; one reading sees one state throughout."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={"connect_timeout": max(2, round(wait))},
        **QUIET,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        connection.execute(f"SET lock_timeout = {max(1, round(wait * 1000))}")
        connection.commit()

    return engine


def _prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("foreign_keys=ON", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: two that had both read could never go on.
        kind = " IMMEDIATE" if connection.get_execution_options().get("writing") else ""
        connection.exec_driver_sql("BEGIN" + kind)


def make_tables(connection: Connection) -> None:
    """Put the empty tables of a new project into a database."""
    metadata.create_all(connection)
    facts = {"program": PROGRAM, "schema": str(SCHEMA), "project": uuid.uuid4().hex}
    connection.execute(insert(about), [{"name": k, "value": v} for k, v in facts.items()])
    if connection.engine.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
