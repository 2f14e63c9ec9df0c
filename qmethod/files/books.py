"""Zip archives and workbooks, opened with care: sizes, hostile content, formulas, merged cells."""

from __future__ import annotations

import datetime
import io
import lzma
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from corpora.errors import StudyError
from qmethod.files.tables import Table, column_letter, rectangular

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
MAX_MEMBERS = 5_000
MAX_CELLS = 1_000_000

_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, ValueError, KeyError, IndexError, OverflowError),
)

_OTHER_OFFICE = (
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file"),
)


def members(data: bytes, file: str) -> dict[str, bytes]:
    """Name -> content of the files in a zip archive.

    Raises
    ------
    StudyError
        If the archive is broken, locked, or would unpack to something enormous.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive, file)
            _refuse_strange_names(archive, file)
            return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
    except StudyError:
        raise
    except RuntimeError:
        raise StudyError(
            f"{file}: the archive is locked with a password; save it without one."
        ) from None
    except _DAMAGE as error:
        raise StudyError(
            f"{file}: the file is damaged and can't be unpacked ({_short(error)}); copy or export "
            "it again."
        ) from None


def _refuse_bomb(archive: zipfile.ZipFile, file: str) -> None:
    infos = archive.infolist()
    unpacked = sum(i.file_size for i in infos)
    packed = max(sum(i.compress_size for i in infos), 1)
    swollen = unpacked > 5 * 1024 * 1024 and unpacked / packed > MAX_RATIO
    if unpacked > MAX_UNPACKED or swollen or len(infos) > MAX_MEMBERS:
        raise StudyError(
            f"{file}: the archive would unpack to {unpacked / 1024 / 1024:,.0f} MB in "
            f"{len(infos):,} files, far more than a Q study needs, and was not opened; check where "
            "it comes from."
        )


def _refuse_strange_names(archive: zipfile.ZipFile, file: str) -> None:
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in info.filename:
            raise StudyError(
                f'{file}: the archive holds a file named "{info.filename}", which points outside '
                "the archive, and was not opened; check where it comes from."
            )


def is_workbook(contents: Mapping[str, bytes]) -> bool:
    """Whether the members of a zip archive make an .xlsx workbook."""
    return "xl/workbook.xml" in contents


def refuse_other_office(contents: Mapping[str, bytes], file: str) -> None:
    """Raise a StudyError where the archive is an office file of another kind."""
    for start, name in _OTHER_OFFICE:
        if any(member.startswith(start) for member in contents):
            raise StudyError(
                f"{file}: this is {name}, not a workbook; put the sorts into a sheet and save it "
                "as .xlsx or CSV."
            )


def refuse_old_office(file: str, data: bytes) -> StudyError:
    """The error for a file in the binary format of old Office programs."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return StudyError(
            f"{file}: the workbook is locked with a password; save a copy without one (File, Info, "
            "Protect Workbook)."
        )
    return StudyError(
        f"{file}: this is a file of an old Office program (.xls or .doc); open it in Excel or "
        "LibreOffice and save it as .xlsx."
    )


def sheets(data: bytes, contents: Mapping[str, bytes], file: str) -> dict[str, Table]:
    """Sheet name -> table, for every sheet of a workbook that holds anything.

    Raises
    ------
    StudyError
        If the workbook can't be opened or a sheet is larger than any study.
    """
    _refuse_entities(contents, file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken file
        raise StudyError(
            f"{file}: the workbook can't be opened ({_short(error)}); open it in Excel or "
            "LibreOffice and save it again as .xlsx."
        ) from None
    tables = {sheet.title: _table(sheet, file) for sheet in book.worksheets}
    return {name: table for name, table in tables.items() if table.filled()}


def _refuse_entities(contents: Mapping[str, bytes], file: str) -> None:
    for name, content in contents.items():
        if name.endswith((".xml", ".rels")) and b"<!ENTITY" in content:
            raise StudyError(
                f"{file}: the workbook defines XML entities, which no spreadsheet program does, "
                "and was not opened; check where it comes from."
            )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _table(sheet: Any, file: str) -> Table:
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        last = f"{column_letter(sheet.max_column - 1)}{sheet.max_row}"
        raise StudyError(
            f'{file}, sheet "{sheet.title}": the sheet reaches to cell {last}, far beyond a Q '
            "study; delete the empty rows and columns below and beside the sorts."
        )
    formulas: dict[tuple[int, int], str] = {}
    rows = []
    for r, row in enumerate(sheet.iter_rows()):
        for c, cell in enumerate(row):
            if cell.data_type == "f":
                formulas[r, c] = _text(cell.value)
        rows.append([_text(cell.value) for cell in row])
    plain = rectangular(rows, file, sheet=sheet.title)
    merged = tuple(str(area) for area in sheet.merged_cells.ranges)
    return Table(plain.rows, file, sheet.title, plain.widths, formulas, merged)


def _text(value: object) -> str:
    """A cell's value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(getattr(value, "text", value))
