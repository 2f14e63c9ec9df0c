"""A report's tables as a workbook: a sheet for each, real numbers, nothing that computes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.reports.content import Report, Table
from workbench.reports.excel_cells import Looks, put_text, put_value
from workbench.reports.shown import cell, clean

if TYPE_CHECKING:
    from openpyxl import Workbook

NARROWEST, WIDEST, WIDEST_NUMBER = 8, 60, 14
CONTENTS = "Contents"
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_excel(report: Report, path: str | Path) -> Path:
    """The path of the workbook that now holds the report's tables."""
    path = Path(path)
    workbook(report).save(path)
    return path


def workbook(report: Report) -> Workbook:
    """The report's tables as an openpyxl workbook, not yet written anywhere."""
    from openpyxl import Workbook

    book = Workbook()
    names = sheet_names(report.tables)
    _contents(book.active, report, names)
    for table in report.tables:
        _sheet(book.create_sheet(names[table.name]), table, report)
    _properties(book, report)
    return book


def sheet_names(tables: list[Table]) -> dict[str, str]:
    """Name of a table -> name of its sheet: at most 31 letters, each its own."""
    names: dict[str, str] = {}
    taken = {CONTENTS.lower()}
    for table in tables:
        plain = _NOT_IN_SHEET_NAMES.sub("-", clean(table.name)).strip()[:31] or "Table"
        name, again = plain, 2
        while name.lower() in taken:
            name, again = f"{plain[:27]} {again}", again + 1
        taken.add(name.lower())
        names[table.name] = name
    return names


def _contents(sheet: Any, report: Report, names: dict[str, str]) -> None:
    """The first sheet: what the workbook is, and where each table stands."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet.title = CONTENTS
    put_text(sheet.cell(1, 1), report.title).font = Font(bold=True, size=14)
    row = 2
    for text in (*([report.subtitle] if report.subtitle else []), *report.standing):
        put_text(sheet.cell(row, 1), text).font = Font(bold=text in report.standing)
        row += 1
    row += 1
    for column, words in enumerate(("Sheet", "In the report", "Caption", "What it is for"), 1):
        _header_cell(sheet.cell(row, column), words)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    for table in report.tables:
        row += 1
        name = names[table.name]
        texts = (name, report.labels[table.name], table.caption, table.purpose)
        for column, words in enumerate(texts, 1):
            written = put_text(sheet.cell(row, column), words)
            written.alignment = Alignment(vertical="top", wrap_text=column > 2)
        first = sheet.cell(row, 1)
        first.hyperlink = Hyperlink(ref=first.coordinate, location=f"'{name}'!A1", display=name)
        first.font = Font(underline="single", color="0B4F9E")
    for letter, width in zip("ABCD", (24, 14, 48, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    _on_paper(sheet)


def _sheet(sheet: Any, table: Table, report: Report) -> None:
    """One table: caption, purpose and notes on top, then the header, then the rows."""
    from openpyxl.styles import Font

    put_text(sheet.cell(1, 1), f"{report.labels[table.name]}: {table.caption}").font = Font(
        bold=True, size=12
    )
    put_text(sheet.cell(2, 1), table.purpose)
    remarks = [*report.standing, *([table.key] if table.key else []), *table.notes]
    for offset, remark in enumerate(remarks):
        put_text(sheet.cell(3 + offset, 1), remark).font = Font(italic=True, color="4B5A6B")
    head = 4 + len(remarks)
    for position, column in enumerate(table.columns, 1):
        _header_cell(sheet.cell(head, position), column.name, number=column.kind != "text")
    _rows(sheet, table, head + 1)
    _widths(sheet, table)
    heads = [i for i, column in enumerate(table.columns, 1) if column.head and i <= 2]
    sheet.freeze_panes = sheet.cell(head + 1, max(heads, default=0) + 1)
    sheet.print_title_rows = f"{head}:{head}"
    _on_paper(sheet)


def _rows(sheet: Any, table: Table, first: int) -> None:
    looks = Looks.made()
    values = [table.frame[column.name].tolist() for column in table.columns]
    rows = zip(*values, strict=True)
    for row, (cells, marks) in enumerate(zip(rows, table.marked, strict=True), first):
        for position, (value, mark) in enumerate(zip(cells, marks, strict=True), 1):
            put_value(sheet.cell(row, position), value, table.columns[position - 1], mark, looks)


def _header_cell(cell: Any, words: str, *, number: bool = False) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    put_text(cell, words)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", start_color="E7ECF1")
    cell.border = Border(bottom=Side("medium", color="1F4E79"))
    cell.alignment = Alignment(
        vertical="bottom", wrap_text=True, horizontal="right" if number else "left"
    )


def _widths(sheet: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for position, column in enumerate(table.columns):
        words = [cell(value, column) for value in table.frame[column.name].tolist()]
        longest = max([len(column.name), *(len(line) for w in words for line in w.split("\n"))])
        widest = WIDEST if column.kind == "text" else WIDEST_NUMBER
        width = min(max(longest + 2, NARROWEST), widest)
        sheet.column_dimensions[get_column_letter(position + 1)].width = width


def _on_paper(sheet: Any) -> None:
    """A4 on its side, all columns on one page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.center.text = "&A, page &P of &N"


def _properties(book: Workbook, report: Report) -> None:
    book.properties.title = clean(report.title)
    book.properties.subject = clean(report.subject)
    book.properties.creator = book.properties.lastModifiedBy = clean(report.made_with)
    book.properties.description = clean(" ".join(report.standing))
    book.properties.language = report.language
