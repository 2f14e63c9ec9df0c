"""From bytes to tables of text: sizes, encodings, separators."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import StudyError
from corpora.readers.encodings import MARKS, utf16_without_mark

MAX_BYTES = 50 * 1024 * 1024
MAX_CELL = 1_000_000
MAX_CELLS = 2_000_000

_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"$FL2", "an SPSS file"),
    (b"{\\rtf", "a rich-text document"),
)
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DECIMAL_COMMA = re.compile(r"\s*[+\-−–]?\d+,\d+\s*")
_NUMERIC = re.compile(r"\s*[+\-−–]?\d+(?:[.,]\d+)?\s*")


@dataclass(frozen=True)
class Table:
    """Rows of text with their place in the file.

    Fields
    ------
    rows
        Each row a tuple of texts; all rows equally long.
    file
        The file's name, for messages.
    sheet
        The sheet of a workbook, else empty.
    widths
        How many cells each row really had.
    formulas, merged
        Cells (row, column) that hold a formula; merged ranges ("A1:B2").
    found
        What was recognised about encoding and separator.
    """

    rows: tuple[tuple[str, ...], ...]
    file: str
    sheet: str = ""
    widths: tuple[int, ...] = ()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.rows[0]) if self.rows else 0

    def get(self, row: int, column: int) -> str:
        """The stripped text of a cell; empty beyond the edges."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column].strip()

    def cell(self, row: int, column: int) -> str:
        """The cell in words: "row 4, column C (C4)", with its sheet in a workbook."""
        letter = column_letter(column)
        head = f'sheet "{self.sheet}", ' if self.sheet else ""
        return f"{head}row {row + 1}, column {letter} ({letter}{row + 1})"

    def filled(self) -> list[int]:
        """The rows that hold anything."""
        return [i for i, row in enumerate(self.rows) if any(c.strip() for c in row)]


def column_letter(column: int) -> str:
    """The spreadsheet's letter for a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_bytes(path: Path) -> bytes:
    """The content of a file that is of a plausible size.

    Raises
    ------
    StudyError
        If the file is missing, may not be read, is empty or holds over 50 MB.
    """
    if path.name.startswith("~$"):
        raise StudyError(
            f"{path.name}: this only says that {path.name[2:]} is open in another program; give "
            f"{path.name[2:]} itself."
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise StudyError(
                f"{path.name}: the file holds {size / 1024 / 1024:.0f} MB, and no Q study is over "
                "50 MB; check that it is the right file."
            )
        data = path.read_bytes() if path.is_file() else _not_a_file(path)
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file; check the name and the folder.") from None
    except (PermissionError, OSError) as error:
        raise StudyError(
            f"{path.name}: the file can't be opened ({error.strerror or error}); close it in other "
            "programs and check that you may read it."
        ) from None
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise StudyError(f"{path.name}: the file is empty; choose a file that holds Q-sorts.")
    return data


def _not_a_file(path: Path) -> bytes:
    raise StudyError(f"{path.name}: this is no ordinary file; give a file or a folder of files.")


def decode(data: bytes, file: str) -> tuple[str, str]:
    """The text of a file with plain line ends, and the name of the encoding it was read in.

    Raises
    ------
    StudyError
        If the bytes are no text that we know.
    """
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise StudyError(
                f"{file}: this is {name}, not a table of Q-sorts; export the sorts as CSV or .xlsx "
                "and read that."
            )
    text, encoding = _text(data, file)
    text = text.removesuffix("\x1a")  # the end-of-file mark of DOS programs
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _text(data: bytes, file: str) -> tuple[str, str]:
    for bom, codec, name in MARKS:
        if data.startswith(bom):
            return _strict(data, codec, file, name), name
    guess = utf16_without_mark(data)
    if guess:
        return _strict(data, guess, file, "UTF-16"), "UTF-16 without a byte-order mark"
    if b"\x00" in data:
        raise _no_text(file)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _windows(data, file), "Windows-1252 (look whether accented letters are right)"


def _strict(data: bytes, codec: str, file: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise StudyError(
            f"{file}: the text is marked as {name} but byte {error.start + 1} does not fit it; "
            "open the file in its own program and save it again as UTF-8."
        ) from None
    if "\x00" in text:
        raise _no_text(file)
    return text


def _windows(data: bytes, file: str) -> str:
    controls = sum(data.count(bytes([b])) for b in (*range(1, 9), *range(14, 32), 127))
    if controls > 0:
        raise _no_text(file)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise StudyError(
            f"{file}, line {line}: a letter can't be read as UTF-8, UTF-16 or Windows-1252; open "
            "the file in its own program and save it again as UTF-8."
        ) from None


def _no_text(file: str) -> StudyError:
    return StudyError(
        f"{file}: the file holds neither text nor a workbook; export the sorts as CSV or .xlsx and "
        "read that."
    )


def table_of(text: str, file: str, *, found: tuple[str, ...] = ()) -> Table:
    """The table in a text, with the separator that fits it best.

    Raises
    ------
    StudyError
        If a quotation mark is opened and not closed, or a cell is endless.
    """
    cells = max(text.count(sep) for sep in ",;\t\n")
    if cells > MAX_CELLS:
        raise StudyError(
            f"{file}: the file holds {cells:,} cells, far more than a Q study; check that it is "
            "the right file."
        )
    attempts = [(sep, _rows(text, sep)) for sep in ",;\t" if sep in text] or [
        (sep, _rows(text, sep)) for sep in "|,"
    ]
    read = [(_score(rows), sep, rows, loose) for sep, (rows, loose) in attempts if rows]
    if not read:
        raise _open_quote(text, file)
    _, separator, rows, loose = max(read, key=lambda attempt: attempt[0])
    notes = list(found)
    if loose:
        notes.append("Quotation marks inside cells were kept as they are.")
    if max(map(len, rows), default=0) > 1:
        notes.append(f"Separator: {_SEPARATORS[separator]}.")
        if any(_DECIMAL_COMMA.fullmatch(cell) for row in rows for cell in row):
            notes.append("Decimal commas were read as such.")
    return rectangular(rows, file, found=tuple(notes))


def rectangular(
    rows: list[list[str]], file: str, *, sheet: str = "", found: tuple[str, ...] = ()
) -> Table:
    """A table of these rows, each filled up to the same width."""
    width = max(map(len, rows), default=0)
    return Table(
        rows=tuple(tuple(row) + ("",) * (width - len(row)) for row in rows),
        file=file,
        sheet=sheet,
        widths=tuple(len(row) for row in rows),
        found=found,
    )


def _rows(text: str, separator: str) -> tuple[list[list[str]], bool]:
    """The rows (none where the quotation marks make no sense), and whether marks are letters."""
    old = csv.field_size_limit(MAX_CELL)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator, strict=True)), False
    except csv.Error:
        return _rows_with_loose_quotes(text, separator), True
    finally:
        csv.field_size_limit(old)


def _rows_with_loose_quotes(text: str, separator: str) -> list[list[str]]:
    """Rows in which quotation marks are ordinary letters, as FlashQ and htmlq write them."""
    lines = text.split("\n")
    rows = [line.split(separator) if line else [] for line in lines]
    even = len({len(row) for row in rows if row}) == 1
    return rows if even and not any(line.count('"') % 2 for line in lines) else []


def _open_quote(text: str, file: str) -> StudyError:
    odd = [i for i, line in enumerate(text.split("\n"), 1) if line.count('"') % 2]
    line = f", line {odd[0]}" if odd else ""
    return StudyError(
        f"{file}{line}: a quotation mark is opened and not closed, or stands inside a cell; close "
        "it, or write it twice where it belongs to the text."
    )


def _score(rows: list[list[str]]) -> float:
    """How much the rows look like a table: even width, several columns, many numbers."""
    filled = [row for row in rows if any(c.strip() for c in row)]
    if not filled:
        return 0.0
    width, count = Counter(map(len, filled)).most_common(1)[0]
    if width < 2:
        return 0.0
    cells = [c for row in filled[:200] for c in row if c.strip()]
    numbers = sum(_NUMERIC.fullmatch(c) is not None for c in cells) / len(cells)
    return count / len(filled) + numbers + 0.001 * min(width, 100)
