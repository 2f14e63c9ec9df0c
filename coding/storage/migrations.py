"""How an older project becomes one of this version.

A migration may add tables, columns with a default, and indexes: then the log of an older
project still tells its state (`tables.completed` fills in what it did not know).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from coding.storage.tables import summaries


def _to_2(connection: Connection) -> None:
    # Schema 1 had no place for a coder's own words in a cell of the framework matrix.
    summaries.create(connection)


MIGRATIONS: dict[int, Callable[[Connection], None]] = {2: _to_2}
