"""The book of typed record sheets as a file: saved whole after every sheet, read with care."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from corpora.placing import put
from qmethod.design import QSet, Statement
from qmethod.entry import EntryBook
from qmethod.grid import Grid
from qmethod.record_sheets import RecordSheet, checked_sheet

FORMAT = "qmethod-toolkit record sheets 1"
TYPINGS = ("first", "second", "settled")


def save_book(book: EntryBook, path: Path) -> Path:
    """The path of the file that now holds the book; as private as the sheets are."""
    record = {
        "format": FORMAT,
        "name": book.name,
        "stem": book.qset.stem,
        "language": book.qset.language,
        "note": book.qset.note,
        "grid": str(book.grid),
        "free": book.free,
        "cards": [[s.number, s.text, s.outcome, s.principle] for s in book.qset],
        **{typing: [_record(s) for s in getattr(book, typing).values()] for typing in TYPINGS},
    }
    return put(path, json.dumps(record, ensure_ascii=False, indent=1).encode())


def load_book(path: Path) -> EntryBook:
    """The book in a file, every sheet checked again.

    Raises
    ------
    StudyError
        If the file is no such book or is damaged.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise StudyError(
                f"{path.name} holds no typed record sheets; name the file that qmt qmethod enter "
                "wrote."
            )
        return _book(record)
    except FileNotFoundError:
        raise StudyError(f"{path} is not there; type a first record sheet.") from None
    except StudyError as fault:
        raise StudyError(f"{path.name}: {fault}") from None
    except (OSError, LookupError, TypeError, ValueError, AttributeError) as fault:
        raise StudyError(
            f"{path.name} is damaged ({fault}); take a copy of it from your backup."
        ) from fault


def _book(record: Mapping[str, Any]) -> EntryBook:
    statements = tuple(Statement(int(n), t, o, p) for n, t, o, p in record["cards"])
    qset = QSet(statements, record["stem"], record["language"], record["note"])
    grid, free = Grid.parse(record["grid"]), bool(record["free"])
    sheets = {
        typing: {
            sheet.participant: checked_sheet(sheet, qset, grid, free=free)
            for sheet in map(_sheet, record[typing])
        }
        for typing in TYPINGS
    }
    return EntryBook(qset, grid, record["name"], free, **sheets)


def _record(sheet: RecordSheet) -> dict[str, Any]:
    return {
        "participant": sheet.participant,
        "by": sheet.by,
        "columns": {str(value): list(cards) for value, cards in sheet.columns.items()},
        "left out": list(sheet.left_out),
        "piles": {pile: list(cards) for pile, cards in sheet.piles.items()},
    }


def _sheet(record: Mapping[str, Any]) -> RecordSheet:
    return RecordSheet(
        record["participant"],
        {int(value): tuple(cards) for value, cards in record["columns"].items()},
        tuple(record["left out"]),
        {pile: tuple(cards) for pile, cards in record["piles"].items()},
        record["by"],
    )
