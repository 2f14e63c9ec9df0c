"""A project's database found, recognised, made or brought up to date."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from coding.storage.backups import backup_before
from coding.storage.engines import file_engine, make_tables, server_engine
from coding.storage.faults import told
from coding.storage.migrations import MIGRATIONS
from coding.storage.store import Store
from coding.storage.tables import APPLICATION_ID, LOG, PROGRAM, SCHEMA, STATE, about
from corpora.errors import StudyError


def opened_store(path_or_url: str | Path, *, create: bool, coder: str, wait: float) -> Store:
    """The store of the project at a path or address, made or migrated where need be."""
    where = str(path_or_url)
    store = (
        _server(where, create, wait) if _is_url(where) else _file(Path(path_or_url), create, wait)
    )
    store.coder = coder
    try:
        with told(store.place):
            _recognise(store, create)
    except BaseException:
        store.engine.dispose()
        raise
    return store


def _is_url(where: str) -> bool:
    return "://" in where


def _server(where: str, create: bool, wait: float) -> Store:
    try:
        url = make_url(where)
    except ArgumentError:
        raise StudyError(
            "The project's address cannot be read; expected a file name or "
            "postgresql+psycopg://name:password@server/database."
        ) from None
    if url.get_backend_name() == "sqlite" and url.database:
        return _file(Path(url.database), create, wait)
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StudyError(
            f"A project is kept in SQLite or PostgreSQL, not {url.get_backend_name()}; give a "
            "file name or postgresql+psycopg://name:password@server/database."
        )
    if importlib.util.find_spec("psycopg") is None:
        raise StudyError(
            "A project on a PostgreSQL server needs the package psycopg; install it by pip "
            'install "qmethod-toolkit[postgres]".'
        )
    # Neither name nor password of the account: this stands in messages.
    return Store(server_engine(url, wait), f"postgresql://{url.host or ''}/{url.database or ''}")


def _file(path: Path, create: bool, wait: float) -> Store:
    _check_file(path, create)
    return Store(file_engine(path, wait), path.name, path=str(path.absolute()))


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise StudyError(f"{path.name} is a folder; name the file of the project in it.")
    if not path.parent.is_dir():
        raise StudyError(f"{path.name}: its folder does not exist; make it first.")
    if not path.exists():
        if not create:
            raise StudyError(f"{path.name} does not exist; check the name of the project's file.")
    elif path.stat().st_size and not _starts_like_sqlite(path):
        raise StudyError(f"{path.name} is no project: the file is not a database; choose another.")
    if not (_may_write(path.parent) and (not path.exists() or _may_write(path))):
        raise StudyError(
            f"{path.name} cannot be written; check the rights of the file and its folder, or "
            "copy it elsewhere."
        )


def _starts_like_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        raise StudyError(f"{path.name} cannot be read; check the rights of the file.") from None


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _recognise(store: Store, create: bool) -> None:
    with store.engine.connect() as connection:
        schema = _schema(connection, store.place)
    if schema is None:
        _create(store, create)
    elif schema > SCHEMA:
        raise StudyError(
            f"{store.place} was written by a newer version of this program (schema {schema}, "
            f"here {SCHEMA}); update the program to open it."
        )
    elif schema < SCHEMA:
        _migrate(store, schema)


def _schema(connection: Connection, place: str) -> int | None:
    tables = set(inspect(connection).get_table_names())
    ours = {table.name for table in (*LOG, *STATE, about)}
    if "about" in tables and {"name", "value"} == _columns(connection, "about"):
        found = connection.execute(select(about)).mappings()
        facts = {row["name"]: row["value"] for row in found}
        if facts.get("program") == PROGRAM and facts.get("schema", "").isdecimal():
            return int(facts["schema"])
    # A server's database may hold other tables beside ours, a file may not.
    if tables & ours or (tables and connection.engine.dialect.name == "sqlite"):
        raise StudyError(
            f"{place} is a database of another program, not a coding project; choose another."
        )
    return None


def _columns(connection: Connection, table: str) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table)}


def _create(store: Store, create: bool) -> None:
    if not create:
        raise StudyError(f"{store.place} holds no coding project; check the name or the address.")
    server = store.engine.dialect.name == "postgresql"
    # Two may open a new project at once: who waited must see what the other made.
    options = {"isolation_level": "READ COMMITTED"} if server else {}
    with store.engine.connect() as opened:
        connection = opened.execution_options(writing=True, **options)
        with connection.begin():
            if server:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            if _schema(connection, store.place) is None:
                make_tables(connection)


def _migrate(store: Store, schema: int) -> None:
    backup_before(store, f"schema {schema + 1}")
    with store.engine.connect() as opened:
        connection = opened.execution_options(writing=True)
        with connection.begin():
            # Another program may have been quicker.
            found = _schema(connection, store.place) or schema
            for step in range(found, SCHEMA):
                MIGRATIONS[step + 1](connection)
            new = about.update().where(about.c.name == "schema").values(value=str(SCHEMA))
            connection.execute(new)
