"""A report's tables as CSV files, for other programs.

UTF-8 with a byte-order mark, so that Excel shows every script as it is; numbers unrounded
with a decimal point; empty where there is none. A text that begins with =, +, -, @ or a tab
gets an apostrophe before it, so that no program takes it for a formula.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from instruments.page.texts import clean
from workbench.reports.content import Column, Table
from workbench.reports.excel_cells import FORMULA_STARTS, is_number, plain_number
from workbench.reports.shown import absent


def write_csv(table: Table, path: str | Path) -> Path:
    """The path of the CSV file that now holds the table."""
    path = Path(path)
    path.write_text(csv_text(table), encoding="utf-8-sig", newline="")
    return path


def csv_text(table: Table) -> str:
    """The table as CSV: a header row, then its rows."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guarded(column.name) for column in table.columns])
    values = [table.frame[column.name].tolist() for column in table.columns]
    for row in zip(*values, strict=True):
        writer.writerow([_value(v, c) for v, c in zip(row, table.columns, strict=True)])
    return stream.getvalue()


def guarded(text: object) -> str:
    """The text, with an apostrophe before it if a program could take it for a formula."""
    words = clean(text)
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def _value(value: Any, column: Column) -> Any:
    if absent(value):
        return ""
    if column.kind != "text" and is_number(value):
        return plain_number(value)
    return guarded(value)
