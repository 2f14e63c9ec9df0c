"""Reading .csv, .tsv, .xlsx and .jsonl row by row, so that memory does not grow."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from corpora.errors import StudyError
from corpora.readers.encodings import settle
from corpora.readers.packages import package

MAX_CELL = 64 * 1024 * 1024
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Row:
    """One record: its place in the file, and its cells by the name of the column."""

    place: str
    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Rows:
    """A table to be read once: what was recognised, and the records as they come."""

    records: Iterator[Row]
    found: tuple[str, ...]


def read_rows(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Rows:
    """The records of a table.

    Raises
    ------
    StudyError
        If the file is no table, or (while reading) a row does not fit.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _workbook(path, sheet)
    codec, said = _codec(path, encoding)
    if kind in (".jsonl", ".ndjson"):
        return Rows(_objects(path, codec), (f"Encoding: {said}.",))
    separator = "\t" if kind == ".tsv" else _separator(path, codec)
    found = (f"Encoding: {said}.", f"Separator: {_SEPARATORS[separator]}.")
    return Rows(_named(_delimited(path, codec, separator), path.name), found)


def _codec(path: Path, encoding: str | None) -> tuple[str, str]:
    """The codec of a file of any length: all of it is UTF-8, or the odd part decides."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_CHUNK)
        if not head.strip():
            raise StudyError(f"{path.name}: the file is empty; choose one that holds texts.")
        if encoding:
            return settle(head, path.name, encoding=encoding)
        fault = _around_the_fault(path)
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file; check the name and the folder.") from None
    except OSError as error:
        raise StudyError(
            f"{path.name}: the file can't be opened ({error.strerror or error}); close it in other "
            "programs."
        ) from None
    if fault:
        return settle(head if not _fits(head) else fault, path.name)
    return settle(_whole_letters(head), path.name)


def _whole_letters(head: bytes) -> bytes:
    return codecs.getincrementaldecoder("utf-8")().decode(head).encode()


def _around_the_fault(path: Path) -> bytes:
    """The megabyte in which a file stops being UTF-8; empty if it is UTF-8 throughout."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return chunk
    return b""


def _fits(head: bytes) -> bool:
    try:
        _whole_letters(head)
    except UnicodeDecodeError:
        return False
    return True


def _separator(path: Path, codec: str) -> str:
    """The separator by which the first rows have the most even width."""
    with path.open(encoding=codec, newline="", errors="replace") as stream:
        head = stream.read(200_000)
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(head.splitlines(True), delimiter=separator)]
        except csv.Error:
            continue
        filled = [width for width in widths[:-1] or widths if width]
        width, often = Counter(filled).most_common(1)[0] if filled else (0, 0)
        score = often / len(filled) if width > 1 and widths[0] == width else 0.0
        if score > most:
            best, most = separator, score
    return best


def _delimited(path: Path, codec: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, counted as a spreadsheet does."""
    with path.open(encoding=codec, newline="") as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        for number in count(1):
            line = reader.line_num + 1
            before = csv.field_size_limit(MAX_CELL)
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise StudyError(
                    f"{path.name}, line {line}: a quotation mark is not closed or stands inside a "
                    f"cell ({error}); write it twice where it belongs to the text."
                ) from None
            except UnicodeError:
                raise StudyError(
                    f"{path.name}, after line {line}: a letter does not fit the encoding {codec}; "
                    "choose another with encoding=, or save the file again as UTF-8."
                ) from None
            finally:
                csv.field_size_limit(before)
            if row is None:
                return
            yield number, row


def _named(rows: Iterable[tuple[int, list[str]]], file: str) -> Iterator[Row]:
    """The rows by the names in the first one that is filled."""
    names: list[str] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _header(cells, file)
            continue
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            raise StudyError(
                f"{file}, row {number}: the row has {len(cells)} cells and the header "
                f"{len(names)}; put quotation marks around texts that hold commas or line breaks."
            )
        filled = zip(names, cells, strict=True)
        yield Row(f"row {number}", number, {name: cell for name, cell in filled if name})


def _header(cells: list[str], file: str) -> list[str]:
    names = [cell.strip().removeprefix("\ufeff") for cell in cells]
    while names and not names[-1]:
        names.pop()
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise StudyError(f'{file}: two columns are called "{twice[0]}"; give each its own name.')
    return names


def _objects(path: Path, codec: str) -> Iterator[Row]:
    """The objects of a .jsonl file, one a line."""
    with path.open(encoding=codec, newline="\n") as stream:
        number = 0
        while line := _line(stream, path.name, number := number + 1):
            if line.strip():
                yield Row(f"line {number}", number, _cells(_parsed(line, path.name, number)))


def _line(stream: TextIO, file: str, number: int) -> str:
    try:
        return stream.readline(MAX_CELL)
    except UnicodeError:
        raise StudyError(
            f"{file}, line {number}: a letter does not fit the encoding; choose another with "
            "encoding=, or save the file again as UTF-8."
        ) from None


def _parsed(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise StudyError(
            f"{file}, line {number}: this is no JSON; every line is one object such as "
            '{"id": "1", "text": "..."}.'
        ) from None
    if not isinstance(record, dict):
        raise StudyError(
            f"{file}, line {number}: this is no object; every line is one object such as "
            '{"id": "1", "text": "..."}.'
        )
    return record


def _cells(record: dict[str, Any]) -> dict[str, str]:
    """The values as text; objects one level down give their values under their own names."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= {str(n): _said(v) for n, v in value.items() if n not in record}
        else:
            cells[name] = _said(value)
    return cells


def _said(value: Any) -> str:
    """A value as text: whole numbers without decimals, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time(0):
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(map(_said, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _workbook(path: Path, sheet: str | None) -> Rows:
    import openpyxl

    package(path, path.name, "xl/workbook.xml").close()
    stream = path.open("rb")
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        chosen, said = _chosen_sheet(book, sheet, path.name)
    except StudyError:
        stream.close()
        raise
    except Exception:  # openpyxl lets many kinds of damage through, each with its own error
        stream.close()
        raise _damaged(path.name) from None
    rows = _sheet(stream, book[chosen], path.name)
    return Rows(_named(rows, path.name), (said,))


def _chosen_sheet(book: Any, sheet: str | None, file: str) -> tuple[str, str]:
    """The sheet to read, the first that is filled unless one is asked for, and what to say."""
    names = [s.title for s in book.worksheets]
    if not names or (sheet is not None and sheet not in names):
        listed = ", ".join(f'"{name}"' for name in names)
        raise StudyError(f'{file}: there is no sheet "{sheet}"; the sheets are {listed}.')
    chosen = sheet or next((s.title for s in book.worksheets if _filled(s)), names[0])
    others = ", ".join(name for name in names if name != chosen)
    rest = f"; not read: {others} (sheet= chooses another)." if others else "."
    return chosen, f'Sheet "{chosen}"{rest}'


def _filled(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=20, values_only=True)
    return any(cell not in (None, "") for row in rows for cell in row)


def _sheet(stream: BinaryIO, sheet: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    width = 0
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_said(value) for value in row]
            if not width:
                while cells and not cells[-1]:
                    cells.pop()
                width = len(cells)
            # Workbooks leave out empty cells at the end of a row.
            yield number, cells + [""] * (width - len(cells))
    except Exception:  # damage inside a sheet comes to light only here
        raise _damaged(file) from None
    finally:
        stream.close()


def _damaged(file: str) -> StudyError:
    return StudyError(
        f"{file}: the workbook is damaged and can't be read; open it in Excel and save it again."
    )
