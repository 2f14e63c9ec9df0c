"""A report's tables as a workbook: a sheet for each, real numbers, nothing that computes."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instruments.page.texts import clean
from workbench.reports.content import Report, Table
from workbench.reports.excel_cells import Looks, put_header, put_text, put_value
from workbench.reports.marks import MARKS
from workbench.reports.shown import cell

if TYPE_CHECKING:
    from openpyxl import Workbook

NARROWEST, WIDEST, WIDEST_NUMBER = 9, 60, 16
LINE, TALLEST = 15.0, 400.0
CONTENTS = "Contents"
CONTENTS_WIDTHS = (24.0, 14.0, 48.0, 70.0)
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
    looks = Looks.made()
    _contents(book.active, report, names, looks)
    for table in report.tables:
        _sheet(book.create_sheet(names[table.name]), table, report, looks)
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


def _contents(sheet: Any, report: Report, names: dict[str, str], looks: Looks) -> None:
    """The first sheet: what the workbook is, and where each table stands."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet.title = CONTENTS
    put_text(sheet.cell(1, 1), report.title).font = looks.title
    head = 2
    for text in (report.subtitle, *report.standing):
        if text:
            put_text(sheet.cell(head, 1), text).font = looks.bold
            head += 1
    head += 1
    for column, words in enumerate(("Sheet", "In the report", "Caption", "What it is for"), 1):
        put_header(sheet.cell(head, column), words, looks)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    for row, table in enumerate(report.tables, head + 1):
        name = names[table.name]
        texts = (name, report.labels[table.name], table.caption, table.purpose)
        for column, words in enumerate(texts, 1):
            put_text(sheet.cell(row, column), words).alignment = looks.wrapped
        first = sheet.cell(row, 1)
        first.hyperlink = Hyperlink(ref=first.coordinate, location=f"'{name}'!A1", display=name)
        first.font = looks.link
        sheet.row_dimensions[row].height = LINE * lines(table.purpose, CONTENTS_WIDTHS[-1])
    for letter, width in zip("ABCD", CONTENTS_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _on_paper(sheet)


def _sheet(sheet: Any, table: Table, report: Report, looks: Looks) -> None:
    """One table: caption, purpose and notes on top, then the header, then the rows."""
    put_text(sheet.cell(1, 1), f"{report.labels[table.name]}: {table.caption}").font = looks.title
    put_text(sheet.cell(2, 1), table.purpose).font = looks.plain
    remarks = [text for text in (*report.standing, table.key, *table.notes) if text]
    for row, remark in enumerate(remarks, 3):
        put_text(sheet.cell(row, 1), remark).font = looks.remark
    head = 4 + len(remarks)
    widths = _widths(table)
    for position, (column, width) in enumerate(zip(table.columns, widths, strict=True), 1):
        put_header(sheet.cell(head, position), column.name, looks, number=column.kind != "text")
        sheet.column_dimensions[sheet.cell(head, position).column_letter].width = width
    names = [lines(column.name, w) for column, w in zip(table.columns, widths, strict=True)]
    sheet.row_dimensions[head].height = LINE * max(names, default=1)
    _rows(sheet, table, head + 1, widths, looks)
    heads = [i for i, column in enumerate(table.columns, 1) if column.head and i <= 2]
    sheet.freeze_panes = sheet.cell(head + 1, max(heads, default=0) + 1)
    sheet.print_title_rows = f"{head}:{head}"
    _on_paper(sheet)


def _rows(sheet: Any, table: Table, first: int, widths: list[float], looks: Looks) -> None:
    values = [table.frame[column.name].tolist() for column in table.columns]
    rows = zip(*values, strict=True)
    for row, (cells, marks) in enumerate(zip(rows, table.marked, strict=True), first):
        tallest = 1
        for position, (value, mark) in enumerate(zip(cells, marks, strict=True)):
            column = table.columns[position]
            put_value(sheet.cell(row, position + 1), value, column, mark, looks)
            if isinstance(value, str):
                tallest = max(tallest, lines(value, widths[position]))
        if tallest > 1:
            sheet.row_dimensions[row].height = min(LINE * tallest, TALLEST)


def _widths(table: Table) -> list[float]:
    """The width of each column, in letters."""
    widths = []
    for position, column in enumerate(table.columns):
        values = table.frame[column.name].tolist()
        symbols = [MARKS[row[position]].symbol for row in table.marked if row[position]]
        spare = 2 + max(map(len, symbols), default=0)
        full = replace(column, places=column.workbook_places)
        shown = [line for v in values for line in cell(v, full).split("\n")]
        name = max(len(word) for word in (column.name.split() or [" "])) + 3
        longest = max([name, *(1.15 * len(line) + spare + 1 for line in shown)])
        widest = WIDEST if column.kind == "text" else WIDEST_NUMBER
        widths.append(float(min(max(longest, NARROWEST), widest)))
    return widths


def lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column of this width."""
    room = max(width - 2, 1)
    return sum(max(1, ceil(len(part) / room)) for part in text.split("\n"))


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
