"""Writing workbooks: the study as KADE reads it, with our own sheets beside."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.design import QStudy
from qmethod.files import ownbook
from qmethod.files.draft import NOT_PLACED, UNSURE
from qmethod.files.pqmethod import AXIS, heights_on_axis
from qmethod.files.texts import wordings

if TYPE_CHECKING:
    from openpyxl import Workbook

INK, FILL = "1F3A4D", "DCE8EF"
KADE_ROWS = 7
MAX_TEXT = 32_767


def study_workbook(study: QStudy, *, file: str) -> bytes:
    """A workbook in KADE's layout (type 2, version 2), with further sheets that KADE skips.

    Raises
    ------
    StudyError
        If the grid goes beyond KADE's columns or a text can't stand in a cell.
    """
    heights = heights_on_axis(study.grid, file=file, program="KADE")
    book = new_book()
    add_rows(book, "name", [["Project Name"], [study.name]], file=file)
    add_rows(book, "version", [["Version"], [2]], file=file)
    add_rows(book, "type", [["Type"], [2]], file=file)
    add_rows(book, "pattern", [list(AXIS), heights], file=file)
    add_rows(book, "statements", _statement_rows(study, file), file=file, header=True)
    sorts = add_rows(book, "sorts", _sort_rows(study), file=file, freeze="B1")
    for row in range(len(study.names) + 1, KADE_ROWS + 1):
        sorts.cell(row=row, column=2, value=" ")
    add_settings(book, study, file=file)
    add_extras(book, study, file=file)
    return book_bytes(book)


def _statement_rows(study: QStudy, file: str) -> list[list[object]]:
    framed = study.qset.has_framework
    texts = _wordings(study, file)
    rows: list[list[object]] = [["Statement Number", "Statements"]]
    rows[0] += ["outcome", "principle"] * framed
    for statement, text in zip(study.qset, texts, strict=True):
        frame: list[object] = [statement.outcome, statement.principle] if framed else []
        rows.append([statement.number, text, *frame])
    return rows


def _wordings(study: QStudy, file: str) -> list[str]:
    if any(s.text for s in study.qset):
        return [s.text for s in study.qset]
    return wordings(study, file)


def _sort_rows(study: QStudy) -> list[list[object]]:
    return [
        [
            name,
            *(
                _value(v, None if study.piles is None else study.piles.loc[n, name])
                for n, v in study.sorts[name].items()
            ),
        ]
        for name in study.names
    ]


def _value(value: float, pile: object) -> object:
    """A grid value, or the words for a card outside the grid (at which KADE rightly stops)."""
    if np.isnan(value):
        return UNSURE if pile == UNSURE else NOT_PLACED
    return int(value) if value == int(value) else float(value)


def add_settings(book: Workbook, study: QStudy, *, file: str) -> None:
    """Add the sheet with the stem, the note and the grid."""
    rows: list[list[object]] = [
        ["stem", study.qset.stem],
        ["language", study.qset.language],
        ["note", study.qset.note],
        ["grid", str(study.grid)],
        ["synthetic", study.synthetic],
    ]
    add_rows(book, ownbook.SETTINGS, rows, file=file, widths=(14, 90))


def add_extras(book: Workbook, study: QStudy, *, file: str) -> None:
    """Add the sheets with the participants, piles and comments, where the study has them."""
    if study.participants is not None:
        rows = frame_rows(study.participants, "participant")
        add_rows(book, ownbook.PARTICIPANTS, rows, file=file, header=True, freeze="B2")
    if study.piles is not None:
        rows = frame_rows(study.piles, "statement")
        add_rows(book, ownbook.PILES_SHEET, rows, file=file, header=True, freeze="B2")
    if study.comments is not None:
        head: list[object] = ["participant", "statement", "comment"]
        table = study.comments[["participant", "statement", "text"]]
        rows = [head, *(list(r) for r in table.itertuples(index=False, name=None))]
        add_rows(book, ownbook.COMMENTS, rows, file=file, header=True, widths=(16, 12, 90))


def frame_rows(table: pd.DataFrame, corner: str) -> list[list[object]]:
    """A frame as rows with its labels, empty cells where it has no value."""
    rows: list[list[object]] = [[corner, *map(str, table.columns)]]
    for label, line in zip(table.index, table.itertuples(index=False, name=None), strict=True):
        rows.append([label, *(None if pd.isna(v) else _plain(v) for v in line)])
    return rows


def _plain(value: object) -> object:
    """The value as openpyxl takes it."""
    return value.item() if isinstance(value, np.generic) else value


# The book itself -------------------------------------------------------------------------


def new_book() -> Workbook:
    """A workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def add_rows(
    book: Workbook,
    title: str,
    rows: Iterable[Sequence[object]],
    *,
    file: str,
    header: bool = False,
    freeze: str = "",
    widths: Sequence[float] = (),
) -> Any:
    """A new sheet with these rows; texts stay texts even where they begin with "="."""
    sheet = book.create_sheet(title)
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            if value is not None and value != "":
                set_cell(sheet.cell(row=r, column=c), value, file=file)
    if header:
        style_body(sheet)
        style_header(sheet)
        sheet.freeze_panes = freeze or "A2"
    elif freeze:
        sheet.freeze_panes = freeze
    for c, width in enumerate(widths or _widths(sheet), start=1):
        sheet.column_dimensions[_letter(c)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def set_cell(cell: Any, value: object, *, file: str) -> None:
    """Put a value into a cell, texts as texts.

    Raises
    ------
    StudyError
        If a workbook can't hold the text.
    """
    from openpyxl.utils.exceptions import IllegalCharacterError

    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise StudyError(
            f"{file}: a text of {len(value):,} characters is longer than a cell can hold "
            f"({MAX_TEXT:,}); shorten it, or write CSV."
        )
    try:
        cell.value = value
    except IllegalCharacterError:
        raise StudyError(
            f"{file}: {str(value)[:40]!r} holds a control character, which a workbook can't hold; "
            "remove it."
        ) from None
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"


def style_body(sheet: Any) -> None:
    """Align texts and numbers with each other, numbers in the middle of their column."""
    from openpyxl.styles import Alignment

    number = Alignment(vertical="top", horizontal="center")
    text = Alignment(vertical="top")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = text if isinstance(cell.value, str) else number


def style_header(sheet: Any) -> None:
    """Make the first row look like a header."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in sheet[1]:
        cell.font = Font(name="Calibri", bold=True, color=INK)
        cell.fill = PatternFill("solid", start_color=FILL)
        below = sheet.cell(row=2, column=cell.column).value
        side = None if below is None or isinstance(below, str) else "center"
        cell.alignment = Alignment(vertical="center", horizontal=side, wrap_text=True)


def _widths(sheet: Any) -> list[float]:
    """A width per column that shows its longest entry, within reason."""
    widths: list[float] = []
    for column in sheet.iter_cols(min_row=1, max_row=min(sheet.max_row, 60), values_only=True):
        longest = max((len(str(v)) for v in column if v is not None), default=4)
        widths.append(min(max(longest + 2, 6), 70))
    return widths


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def book_bytes(book: Workbook) -> bytes:
    """The workbook as a file's content."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
