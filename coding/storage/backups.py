"""Copies of a whole project, taken before anything that is hard to look over.

A file is copied by SQLite's own backup into the folder `<file>-backups` beside it; of the
copies that nobody asked for the newest ten are kept. On a server, every table is copied into a
schema of its own in the same database, so that the texts do not leave the server; the address
with that schema opens the copy like any project. It stays until somebody drops it.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, inspect, select

from coding.storage.engines import file_engine, make_tables
from coding.storage.faults import told
from coding.storage.store import BATCH, Holder, Store, batches
from coding.storage.tables import LOG, STATE, about, metadata
from corpora.errors import StudyError

KEPT = 10
BY_HAND = "by-hand"


def backup(project: Holder, to: str | Path | None = None) -> str:
    """Where a copy of the whole project now lies.

    Parameters
    ----------
    to
        A file that does not exist yet; also a project on a server is copied into it and opens
        there as a SQLite project. Without it, a file's copy goes into `<file>-backups`, a
        server's into a schema of the same database.

    Raises
    ------
    StudyError
        If the file exists, or the copy cannot be written.
    """
    store = project.store
    if to is None:
        return backup_before(store, BY_HAND)
    target = Path(to)
    if target.exists():
        raise StudyError(f"{target.name} exists already; choose another name for the copy.")
    if store.path:
        return _copy_file(store, target)
    return _copy_rows(store, target)


def backup_before(store: Store, occasion: str) -> str:
    """Where the copy lies that was taken before an occasion."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    name = re.sub(r"\W+", "-", f"{stamp}-{occasion}")
    if not store.path:
        return _copy_schema(store, f"backup-{name}".replace("-", "_").lower())
    original = Path(store.path)
    folder = original.with_name(f"{original.name}-backups")
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise StudyError(
            f"{store.place}: the folder {folder.name} for the copy cannot be made; nothing else "
            "was done."
        ) from None
    copy = _copy_file(store, folder / f"{original.stem}-{name}{original.suffix}")
    _thin_out(folder, f"{original.stem}-")
    return copy


def _copy_file(store: Store, target: Path) -> str:
    """The copy's path; it appears under its name only when it is whole."""
    half = target.with_name(target.name + ".part")
    try:
        with (
            told(store.place),
            closing(sqlite3.connect(f"{Path(store.path).as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(half)) as copy,
        ):
            original.backup(copy)
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(target)
    except OSError:
        raise StudyError(f"The copy {target.name} cannot be written; check its folder.") from None
    finally:
        half.unlink(missing_ok=True)
    return str(target)


def _thin_out(folder: Path, start: str) -> None:
    # Only what this program wrote by itself: the name holds the moment and the occasion.
    ours = re.compile(re.escape(start) + rf"\d{{8}}T\d{{12}}-(?!{BY_HAND})")
    for old in sorted(p for p in folder.iterdir() if ours.match(p.name))[:-KEPT]:
        old.unlink(missing_ok=True)


def _copy_schema(store: Store, name: str) -> str:
    """The address of a schema with a copy of every table that is there."""
    with told(store.place), store.engine.connect() as opened, opened.begin():
        opened.exec_driver_sql(f'CREATE SCHEMA "{name}"')
        there = inspect(opened).get_table_names()
        connection = opened.execution_options(schema_translate_map={None: name})
        kept = [table for table in (*LOG, *STATE, about) if table.name in there]
        metadata.create_all(connection, tables=kept)
        for table in kept:
            copied = ", ".join(f'"{c}"' for c in table.columns.keys())  # noqa: SIM118
            to = f'"{name}"."{table.name}" ({copied})'
            opened.exec_driver_sql(f'INSERT INTO {to} SELECT {copied} FROM "{table.name}"')
    return _address(store, name)


def _address(store: Store, schema: str) -> str:
    query = {name: value for name, value in store.engine.url.query.items() if name != "password"}
    query["options"] = f"-csearch_path={schema}"
    url = store.engine.url.set(drivername="postgresql", query=query)
    return url.render_as_string(hide_password=True)


def _copy_rows(store: Store, target: Path) -> str:
    """The path of a new SQLite project with the rows of one on a server."""
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    engine = file_engine(half, 5.0)
    try:
        with store.reading() as here, engine.connect() as there, there.begin():
            make_tables(there)
            there.execute(about.delete())
            for table in (about, *LOG, *STATE):
                found = here.execute(select(table)).mappings()
                for batch in batches(found, BATCH):
                    there.execute(insert(table), [dict(row) for row in batch])
        half.replace(target)
    except OSError:
        raise StudyError(f"The copy {target.name} cannot be written; check its folder.") from None
    finally:
        engine.dispose()
        half.unlink(missing_ok=True)
    return str(target)
