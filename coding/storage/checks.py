"""What must hold of a project as a whole, beyond what the tables' own keys hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from coding.storage.store import Change
from coding.storage.tables import cases, codings, frames, memos, settlements, sources, suggestions
from corpora.errors import StudyError

NOTED = {"source": sources, "coding": codings, "case": cases}


def check_after_undo(connection: Connection, steps: Sequence[Change], number: int) -> None:
    """Nothing, if all that is left stands on something.

    Raises
    ------
    StudyError
        If codings would lose their code, or memos what they are about.
    """
    touched = {step.table.name for step in steps}
    if "frames" in touched:
        lost = sorted(codes_in_use(connection) - frame_codes(connection))
        if lost:
            raise StudyError(
                f'Event {number} cannot be undone, because the frame would lose "{lost[0]}", which '
                "codings or suggestions use; undo those first."
            )
    gone = {name for name, table in NOTED.items() if table.name in touched}
    for name in gone:
        there = select(NOTED[name].c.id)
        query = select(func.count()).where(memos.c.about == name, memos.c.target.not_in(there))
        if connection.scalar(query):
            raise StudyError(
                f"Event {number} cannot be undone, because a memo is about its {name}; undo the "
                "memo first."
            )


def codes_in_use(connection: Connection) -> set[str]:
    """The codes that any coding, suggestion or settlement has."""
    found: set[str] = set()
    for table in (codings, suggestions, settlements):
        found |= set(connection.scalars(select(table.c.code).distinct()))
    return found


def frame_codes(connection: Connection) -> set[str]:
    """The ids of the codes of the frame in use; none where there is no frame."""
    newest = select(frames.c.body).order_by(frames.c.number.desc()).limit(1)
    body = connection.scalar(newest)
    return {code["id"] for code in json.loads(body)["codes"]} if body else set()


def check_words(what: str, words: Iterable[str]) -> None:
    """Nothing, if a database can keep the words.

    Raises
    ------
    StudyError
        If they hold a NUL or half of a surrogate pair.
    """
    for each in words:
        if "\x00" in each or not _encodes(each):
            raise StudyError(
                f"{what} holds a character that is no text (NUL or half a pair); save the file "
                "as UTF-8 and read it again."
            )


def _encodes(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True
