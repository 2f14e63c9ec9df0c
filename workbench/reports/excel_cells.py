"""A cell of a workbook: a number that stays one, or a text that never becomes a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from instruments.page.texts import clean
from instruments.scripts import begins_right_to_left
from workbench.reports.content import Column
from workbench.reports.marks import MARKS
from workbench.reports.shown import absent

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
CUT = " [cut: longer than a cell can hold]"


@dataclass(frozen=True)
class Looks:
    """The few styles that many cells share; making one for each cell would be slow."""

    plain: Any
    bold: Any
    title: Any
    remark: Any
    link: Any
    wrapped: Any
    backwards: Any
    top: Any
    header: dict[bool, Any]
    header_fill: Any
    header_line: Any
    fills: dict[str, Any]

    @classmethod
    def made(cls) -> Looks:
        """The styles of this toolkit's workbooks."""
        from openpyxl.styles import Alignment, Border, PatternFill, Side

        wrapped = {"vertical": "top", "wrap_text": True}
        below = {"vertical": "bottom", "wrap_text": True}
        return cls(
            plain=_font(),
            bold=_font(bold=True),
            title=_font(bold=True, size=13),
            remark=_font(italic=True, color="4B5A6B"),
            link=_font(underline="single", color="0B4F9E"),
            wrapped=Alignment(horizontal="left", indent=1, **wrapped),
            backwards=Alignment(horizontal="right", indent=1, readingOrder=2, **wrapped),
            top=Alignment(vertical="top"),
            header={
                True: Alignment(horizontal="right", **below),
                False: Alignment(horizontal="left", indent=1, **below),
            },
            header_fill=PatternFill("solid", start_color="E7ECF1"),
            header_line=Border(bottom=Side("medium", color="1F4E79")),
            fills={
                name: PatternFill("solid", start_color=mark.colour) for name, mark in MARKS.items()
            },
        )


def _font(**look: Any) -> Any:
    from openpyxl.styles import Font

    return Font(**{"name": "Calibri", "size": 11, **look})


def put_header(cell: Any, words: str, looks: Looks, *, number: bool = False) -> None:
    """Fill a cell of the header row."""
    put_text(cell, words)
    cell.font, cell.fill, cell.border = looks.bold, looks.header_fill, looks.header_line
    cell.alignment = looks.header[number]


def put_text(cell: Any, text: object) -> Any:
    """The cell, now holding the text as text, whatever sign it begins with."""
    words = clean(text)
    if len(words) > LONGEST_CELL:
        words = words[: LONGEST_CELL - len(CUT)] + CUT
    cell.value = words
    cell.data_type = "s"
    if words.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def put_value(cell: Any, value: Any, column: Column, mark: str, looks: Looks) -> None:
    """Fill the cell in its column's way; a missing value leaves it empty."""
    symbol = MARKS[mark].symbol if mark else ""
    if not absent(value):
        if column.kind != "text" and is_number(value):
            cell.value = float(value) if column.kind == "decimal" else plain_number(value)
            cell.number_format = number_format(float(value), column, symbol)
            cell.alignment = looks.top
        else:
            put_text(cell, f"{value}{symbol}")
            backwards = begins_right_to_left(str(value))
            cell.alignment = looks.backwards if backwards else looks.wrapped
    if column.head or (mark and MARKS[mark].bold):
        cell.font = looks.bold
    if mark:
        cell.fill = looks.fills[mark]


def is_number(value: Any) -> bool:
    """Whether a value is a finite number and not a truth value."""
    kinds = (int, float, np.integer, np.floating)
    return isinstance(value, kinds) and not isinstance(value, bool) and bool(np.isfinite(value))


def plain_number(value: Any) -> int | float:
    """A whole number where it is one."""
    number = float(value)
    return int(number) if number.is_integer() else number


def number_format(value: float, column: Column, symbol: str) -> str:
    """Excel's code for showing the number: its decimals, its sign, the symbol of its mark.

    A negative number that rounds to zero is shown as zero, without a minus sign.
    """
    suffix = f'"{symbol}"' if symbol else ""
    if column.kind == "decimal":
        digits = "0." + "0" * column.workbook_places if column.workbook_places else "0"
        if value < 0 and not f"{value:.{column.workbook_places}f}".strip("-0."):
            return f'"{digits}"{suffix};"{digits}"{suffix}'
        return digits + suffix
    digits = "0" if value.is_integer() else "0." + "0" * column.places
    if column.kind == "grid":
        return f"+{digits}{suffix};-{digits}{suffix};0{suffix}"
    return digits + suffix
