"""The table of a translation as a workbook that a translator fills in."""

from __future__ import annotations

import math
import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from corpora.readers.tables import read_rows
from instruments.scripts import language
from instruments.translation.incoming import Place, check_columns, held
from instruments.translation.states import MEANINGS, STATES
from instruments.translation.table import COLUMNS, WORK, language_in
from qmethod.files.bookwriting import FILL, book_bytes, new_book, set_cell, style_header

SHEET, HELP = "translation", "how to"
WIDTHS = {
    "id": 14, "kind": 11, "where": 22, "source": 50, "source version": 9, "language": 9,
    "target": 50, "state": 11, "translator": 15, "reviewer": 15, "date": 12,
    "back-translation": 30, "note": 30, "longest allowed length": 10, "source before": 30,
}  # fmt: skip
GUIDE = (
    ("How to fill in the table", True),
    ("Write the translation into the column target. White cells are yours; grey ones are locked, "
     "since the program finds its texts by them.", False),
    ("Copy whatever stands in braces, such as {{worker}}, as it is. It may stand elsewhere in the "
     "sentence. Numbers keep their value; phone numbers stay digit for digit, in 0-9.", False),
    ("source before is filled where the source has changed: the translation was made from that "
     "older text. Correct it.", False),
    ("longest allowed length is the number of characters for which the page has room.", False),
    ("back-translation, if you make one, says in the source's language what the target says.",
     False),
    ("The states", True),
    *((f"{state}: {meaning}.", False) for state, meaning in MEANINGS.items()),
    ("From reviewed on, translator, reviewer and date are needed, and the reviewer is not the "
     "translator. Dates as 2027-06-30.", False),
)  # fmt: skip
LINE, HIGHEST = 15.0, 405.0  # points
# What Excel takes for the code of a character, such as _x0041_, must be told from plain text.
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TOLD = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")


def workbook(table: pd.DataFrame, *, file: str) -> bytes:
    """The table as a workbook: cells as text, ids and sources locked, states to choose from.

    Raises
    ------
    StudyError
        If a text is longer than a cell can hold.
    """
    book = new_book()
    sheet = book.create_sheet(SHEET)
    for column, name in enumerate(COLUMNS, start=1):
        sheet.cell(row=1, column=column, value=name)
    for number, row in enumerate(table.to_dict("records"), start=2):
        for column, name in enumerate(COLUMNS, start=1):
            value = "" if pd.isna(row[name]) else str(row[name])
            set_cell(sheet.cell(row=number, column=column), _CODE.sub("_x005F_", value), file=file)
    _look(sheet, language_in(table))
    _offer_states(sheet)
    _lock(sheet)
    _help(book.create_sheet(HELP))
    return book_bytes(book)


def read_workbook(path: Path) -> pd.DataFrame:
    """The table in a workbook, or in a .csv or .tsv that was saved from one.

    Raises
    ------
    StudyError
        If the file is no table, or a row of it can't be taken: with the row and the remedy.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what other programs add and we leave alone
        records = list(read_rows(path).records)
    check_columns(list(records[0].cells) if records else [], path.name)
    rows = [(Place(path.name, "row", record.number), _plain(record.cells)) for record in records]
    return held([row for row in rows if any(cell.strip() for cell in row[1].values())], path.name)


def _plain(cells: dict[str, str]) -> dict[str, str]:
    return {name: _TOLD.sub("_", cell) for name, cell in cells.items()}


def _look(sheet: Any, code: str) -> None:
    """Wrap the texts; let the targets run in the direction of their language."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    locked = PatternFill("solid", start_color="F2F2F2")
    line = Side("thin", color="BFBFBF")
    start = Alignment(vertical="top", wrap_text=True, readingOrder=1)
    backwards = Alignment(vertical="top", wrap_text=True, readingOrder=2, horizontal="right")
    turned = bool(code) and language(code).right_to_left
    for column, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row=row, column=column)
            cell.number_format = "@"
            cell.alignment = backwards if turned and name == "target" else start
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            if name not in WORK:
                cell.fill = locked
    style_header(sheet)
    _heighten(sheet)
    sheet.freeze_panes = "E2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _heighten(sheet: Any) -> None:
    """Make each row high enough for its texts, and for a target a third longer than its source."""
    sheet.row_dimensions[1].height = 3 * LINE
    source, target = COLUMNS.index("source"), COLUMNS.index("target")
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        lines = [_lines(value or "", name) for value, name in zip(row, COLUMNS, strict=True)]
        lines[target] = max(lines[target], math.ceil(1.3 * lines[source]))
        sheet.row_dimensions[number].height = min(LINE * max(lines), HIGHEST)


def _lines(text: str, column: str) -> int:
    """How many lines a text takes in a column, at a character a unit of its width."""
    return sum(max(1, math.ceil(len(part) / WIDTHS[column])) for part in text.split("\n"))


def _offer_states(sheet: Any) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list",
        formula1=f'"{",".join(STATES)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="State",
        error=f"Choose one of {', '.join(STATES)}.",
    )
    sheet.add_data_validation(rule)
    letter = get_column_letter(COLUMNS.index("state") + 1)
    rule.add(f"{letter}2:{letter}{max(sheet.max_row, 2)}")


def _lock(sheet: Any) -> None:
    """Lock all but what the translator fills in; without a password, against slips alone."""
    from openpyxl.styles import Protection

    for name in WORK:
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row=row, column=COLUMNS.index(name) + 1)
            cell.protection = Protection(locked=False)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = False
    sheet.auto_filter.ref = sheet.dimensions


def _help(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 100
    for row, (text, heading) in enumerate(GUIDE, start=1):
        cell = sheet.cell(row=row, column=1, value=text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if heading:
            cell.font = Font(name="Calibri", bold=True)
            cell.fill = PatternFill("solid", start_color=FILL)
