"""Faults of a database told as one sentence each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from corpora.errors import StudyError


@contextmanager
def told(place: str) -> Iterator[None]:
    """Faults of the database as one sentence that holds neither text nor password."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as fault:
        raise StudyError(_sentence(fault, place)) from None


def _sentence(fault: Exception, place: str) -> str:
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    words = str(cause).lower()
    for sign, sentence in _SENTENCES:
        if sign in words:
            return f"{place} {sentence}"
    if isinstance(fault, IntegrityError | sqlite3.IntegrityError):
        return f"{place} was not changed, because other work rests on it; undo that first."
    if isinstance(fault, OperationalError):
        return f"{place} cannot be reached; check that the file or the server is there."
    return f"{place} could not be read or written ({type(cause).__name__}); restore a backup."


_SENTENCES = (
    ("is locked", "is being written by another program; wait until it is done and try again."),
    ("lock timeout", "is being written by another program; wait until it is done and try again."),
    ("readonly", "cannot be written; check the rights of the file and its folder, or copy it."),
    ("read-only", "cannot be written; check the rights of the file and its folder, or copy it."),
    ("unable to open", "cannot be written; check that its folder exists and may be written to."),
    ("permission denied", "may not be used by this account; ask its owner for the right to."),
    ("not a database", "is no project: the file is not a database; choose another name."),
    ("malformed", "is damaged; restore the newest copy from its folder of backups."),
    ("disk is full", "was not changed, because the disk is full; make room and try again."),
    ("password", "refuses this name or password; check the address."),
    ("does not exist", "names a database, role or table that does not exist; check the address."),
)
