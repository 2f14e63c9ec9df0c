"""Reading an archive copy: plain CSV files beside each other, in a folder or a zip."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpora.errors import StudyError
from qmethod.files import ownbook
from qmethod.files.draft import Draft
from qmethod.files.tables import Table, decode, rectangular

PARTS = {
    "study.csv": ownbook.STUDY,
    "statements.csv": ownbook.STATEMENTS,
    "sorts.csv": ownbook.BY_STATEMENT,
    "participants.csv": ownbook.PARTICIPANTS,
    "piles.csv": ownbook.PILES_SHEET,
}


def is_archive(names: Iterable[str]) -> bool:
    """Whether these file names are those of an archive copy."""
    return {"sorts.csv", "statements.csv", "study.csv"} <= set(names)


def parse(contents: Mapping[str, bytes], file: str) -> Draft:
    """The study in an archive copy."""
    sheets = {
        sheet: _table(contents[name], f"{file}/{name}")
        for name, sheet in PARTS.items()
        if name in contents
    }
    return replace(ownbook.parse(sheets, file), kind="an archive copy", grid_source="study.csv")


def _table(data: bytes, file: str) -> Table:
    text, _ = decode(data, file)
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise StudyError(f"{file}: the file is no CSV ({error}); copy the archive again.") from None
    table = rectangular(rows, file)
    if not table.filled():
        raise StudyError(f"{file}: the file is empty; copy the archive again.")
    return table
