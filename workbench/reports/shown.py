"""How a value is shown to a reader: numbers with a real minus sign, lists, counts."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from instruments.page.texts import clean
from workbench.reports.content import Column, Table
from workbench.reports.marks import MARKS

MINUS = "−"
GAP = "–"
_HYPHEN_AS_MINUS = re.compile(r"(?<![\w.\-−+])-(?=\.?\d)")
_MINUS_ZERO = re.compile(r"−(?=0(?:\.0+)?(?![\d.]))")


def number(value: float, places: int = 2, *, signed: bool = False) -> str:
    """The number with so many decimals, a real minus sign, and never "-0.00"."""
    text = f"{value:+.{places}f}" if signed else f"{value:.{places}f}"
    if not text.strip("+-0."):
        return text.lstrip("+-")
    return text.replace("-", MINUS)


def sentence(text: str) -> str:
    """Words of the program's own making with hyphens before numbers turned into minus signs."""
    return _MINUS_ZERO.sub("", _HYPHEN_AS_MINUS.sub(MINUS, clean(text)))


def cell(value: Any, column: Column) -> str:
    """What stands in a cell on paper: a number in the column's way, a dash where there is none."""
    if absent(value):
        return "" if column.kind == "text" else GAP
    if isinstance(value, str) or column.kind == "text":
        return clean(value)
    if column.kind == "decimal":
        return number(float(value), column.places)
    whole = float(value) == round(float(value))
    return number(float(value), 0 if whole else column.places, signed=column.kind == "grid")


def marked_cell(value: Any, column: Column, mark: str) -> str:
    """As `cell`, followed by the symbol of its mark."""
    shown = cell(value, column)
    return f"{shown}{MARKS[mark].symbol}" if mark else shown


def shown_rows(table: Table) -> list[list[str]]:
    """The table as words, row by row, without the symbols of marks."""
    columns = table.columns
    values = [table.frame[column.name].tolist() for column in columns]
    return [
        [cell(value, column) for value, column in zip(row, columns, strict=True)]
        for row in zip(*values, strict=True)
    ]


def listed(items: list[str] | tuple[str, ...], last: str = "and") -> str:
    """The items as a phrase: "a, b and c"."""
    items = [str(item) for item in items]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """The count with its noun: "1 sort", "3 sorts"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def absent(value: Any) -> bool:
    """Whether a cell is empty: None, NA or not a number."""
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
