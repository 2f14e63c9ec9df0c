"""Tables of translations put into files and read from them, by the ending of the name."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import pandas as pd

from corpora.errors import StudyError
from corpora.places import new_files
from corpora.placing import put
from instruments.translation.incoming import held_again
from instruments.translation.po import po_text, read_po
from instruments.translation.workbook import read_workbook, workbook

READ = (".xlsx", ".po", ".csv", ".tsv")
WRITTEN = (".xlsx", ".po")


def write_translation(
    table: pd.DataFrame, path: str | PathLike[str], *, force: bool = False
) -> Path:
    """The path, which now holds the table as a workbook (.xlsx) or a .po file.

    With `force` what was there is kept beside it as .backup-1, .backup-2 and so on.

    Raises
    ------
    StudyError
        If the name ends otherwise, something is there and `force` is not set, or a row of
        the table is not of its form.
    """
    place = Path(path)
    if place.suffix.lower() not in WRITTEN:
        raise StudyError(f"{place.name}: a translation goes out as .xlsx or .po; name it so.")
    with new_files(place, force=force) as beside:
        put(beside / place.name, translation_bytes(table, place))
    return place


def translation_bytes(table: pd.DataFrame, place: Path) -> bytes:
    """The table as the content of a file of this name."""
    checked = held_again(table)
    if place.suffix.lower() == ".po":
        return po_text(checked).encode()
    return workbook(checked, file=place.name)


def read_translation(path: str | PathLike[str]) -> pd.DataFrame:
    """The table in a workbook, a .po file, or a .csv or .tsv saved from a workbook.

    The index is the row of the workbook or the line of the .po file.

    Raises
    ------
    StudyError
        If the file can't be read or a row of it can't be taken: with the row and the remedy.
    """
    place = Path(path)
    if place.suffix.lower() not in READ:
        raise StudyError(
            f"{place.name} is no table of a translation; give a file that ends in "
            f"{', '.join(READ[:-1])} or {READ[-1]}."
        )
    if not place.is_file():
        raise StudyError(f"{place} is not there; check its name and folder.")
    return read_po(place) if place.suffix.lower() == ".po" else read_workbook(place)
