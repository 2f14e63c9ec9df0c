"""A table of a web page: scrolls sideways on a small screen, heads its rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from instruments.page.texts import clean
from workbench.reports.content import Column, Table
from workbench.reports.layout import Part, lay_out
from workbench.reports.marks import MARKS
from workbench.reports.shown import shown_rows

LONG_TEXT = 40
LONGEST_NUMBER = 12
SMALL_LETTERS = 8.0
_NOT_IN_CLASSES = re.compile(r"[^a-z0-9]")


def table_html(table: Table, number: str) -> str:
    """The table with its caption, its purpose, and its notes."""
    layout = lay_out(table)
    dense = ' class="dense"' if layout.sideways or layout.points < SMALL_LETTERS else ""
    pieces = [
        _part(table, part, number, dense, position, len(layout.parts))
        for position, part in enumerate(layout.parts)
    ]
    notes = "".join(
        f'<p class="note" dir="auto">{_said(note)}</p>'
        for note in (table.key, *table.notes)
        if note
    )
    page = " sideways" if layout.sideways else ""
    inside = f"{''.join(pieces)}{notes}"
    return f'<div class="block{page}" id="{anchor(number)}">\n{inside}</div>\n'


def anchor(number: str) -> str:
    """The name of a heading, table or figure within the page, from its number."""
    name = number if number[0].isalpha() else f"Part {number}"
    return name.lower().replace(" ", "-").replace(".", "-")


def _part(table: Table, part: Part, number: str, dense: str, position: int, count: int) -> str:
    caption = f"{number}: {_said(table.caption)}"
    purpose = f'<span class="purpose">{_said(table.purpose)}</span>'
    if position:
        caption, purpose = f"{number}, part {position + 1} of {count}", ""
    label = f"{number}: {table.caption}" + (f", part {position + 1}" if position else "")
    head = "".join(_head(table.columns[i], pinned=i in table.heads[:1]) for i in part.positions)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_said(label)}">'
        f'<table{dense}><caption dir="auto"><span class="stay">{caption}{purpose}</span>'
        "</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n{''.join(_bodies(table, part))}</table></div>\n"
    )


def _head(column: Column, *, pinned: bool) -> str:
    kinds = ["number"] * (column.kind != "text") + ["pinned"] * pinned
    look = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<th scope="col"{look} dir="auto">{_said(column.name)}</th>'


def _bodies(table: Table, part: Part) -> Iterator[str]:
    """One body of rows, or one for each group under its heading."""
    rows, marks = shown_rows(table), table.marked
    group = next((i for i, c in enumerate(table.columns) if c.name == table.grouped), None)
    long = {i for i in part.positions if max((len(r[i]) for r in rows), default=0) > LONG_TEXT}
    yield "<tbody>\n"
    for number, (row, marked) in enumerate(zip(rows, marks, strict=True)):
        if group is not None and (number == 0 or row[group] != rows[number - 1][group]):
            if number:
                yield "</tbody>\n<tbody>\n"
            span = len(part.positions)
            band = f'<th scope="rowgroup" colspan="{span}" dir="auto">{_said(row[group])}</th>'
            yield f"<tr>{band}</tr>\n"
        cells = (_cell(table, i, row[i], marked[i], long=i in long) for i in part.positions)
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n"


def _cell(table: Table, position: int, text: str, mark: str, *, long: bool) -> str:
    column = table.columns[position]
    kinds = ["number"] if column.kind != "text" else ["long"] if long else []
    kinds += ["wraps"] * (kinds == ["number"] and len(text) > LONGEST_NUMBER)
    kinds += [f"m-{_NOT_IN_CLASSES.sub('', mark)}"] * bool(mark)
    pinned = column.head and position in table.heads[:1]
    kinds += ["pinned"] * pinned
    tag = "th" if column.head else "td"
    scope = ' scope="row"' if column.head else ""
    look = f' class="{" ".join(kinds)}"' if kinds else ""
    language = f' lang="{_said(column.language)}"' if column.language else ""
    symbol = ""
    if mark:
        symbol = (
            f'<span aria-hidden="true">{MARKS[mark].symbol}</span>'
            f'<span class="unseen"> {MARKS[mark].meaning}</span>'
        )
    way = ' dir="auto"' if column.kind == "text" else ""
    return f"<{tag}{scope}{look}{language}{way}>{_said(text)}{symbol}</{tag}>"


def _said(text: object) -> str:
    return escape(clean(text), quote=True).replace("\n", "<br>")
