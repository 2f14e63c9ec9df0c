"""Tables: header rows repeated, rows never torn, columns from the side where lines begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from instruments.page.markup import Children, mark, properties, quoted, twips, value

LINE = 'w:val="single" w:sz="6" w:space="0" w:color="8A97A6"'
FRAME = 'w:val="single" w:sz="12" w:space="0" w:color="1F2A37"'
NO_LINE = 'w:val="nil"'
HEAD_COLOUR = "E7ECF1"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class Cell:
    """A cell: its paragraphs as markup, and how it looks.

    `framed` is a box to tick or write in; `beside` stands before such a box and shares its
    line, which LibreOffice leaves out where tables begin at the right. `span` counts the
    columns that it takes.
    """

    inside: str
    fill: str = ""
    framed: bool = False
    underlined: bool = False
    middle: bool = False
    beside: bool = False
    span: int = 1


@dataclass(frozen=True)
class Row:
    """A row of cells; `height_cm` is the least it has, or all of it where `exact`.

    `splits` lets a page break part the row.
    """

    cells: tuple[Cell, ...]
    head: bool = False
    height_cm: float = 0.0
    exact: bool = False
    splits: bool = False


def table(
    rows: Sequence[Row],
    widths_cm: Sequence[float],
    *,
    right_to_left: bool,
    lines: bool = True,
    caption: str = "",
    description: str = "",
    padding_cm: float = 0.15,
) -> str:
    """The markup of a table; `caption` and `description` are for those who do not see it."""
    edge = "".join(f'<w:{s} w:w="{twips(padding_cm)}" w:type="dxa"/>' for s in ("left", "right"))
    children: Children = {
        "bidiVisual": mark(right_to_left),
        "tblW": f'w:w="{sum(map(twips, widths_cm))}" w:type="dxa"',
        "tblInd": 'w:w="0" w:type="dxa"',
        "tblBorders": "".join(f"<w:{s} {LINE if lines else NO_LINE}/>" for s in _SIDES),
        "tblLayout": 'w:type="fixed"',
        "tblCellMar": edge,
        "tblLook": _look(rows),
        "tblCaption": value(caption) if caption else None,
        "tblDescription": f'w:val="{quoted(description)}"' if description else None,
    }
    grid = "".join(f'<w:gridCol w:w="{twips(cm)}"/>' for cm in widths_cm)
    body = "".join(_row(row, widths_cm) for row in rows)
    return f"<w:tbl>{properties('tblPr', children)}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _look(rows: Sequence[Row]) -> str:
    head = int(bool(rows) and rows[0].head)
    return (
        f'w:val="{0x0020 * head:04X}" w:firstRow="{head}" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    )


def _row(row: Row, widths_cm: Sequence[float]) -> str:
    rule = "exact" if row.exact else "atLeast"
    height = f'<w:trHeight w:val="{twips(row.height_cm)}" w:hRule="{rule}"/>' * bool(row.height_cm)
    head = "<w:tblHeader/>" * row.head
    cells, place = "", 0
    for cell in row.cells:
        cells += _cell(cell, sum(widths_cm[place : place + cell.span]))
        place += cell.span
    whole = "" if row.splits else "<w:cantSplit/>"
    about = f"{whole}{height}{head}"
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{cells}</w:tr>"


def _cell(cell: Cell, width_cm: float) -> str:
    children: Children = {
        "tcW": f'w:w="{twips(width_cm)}" w:type="dxa"',
        "gridSpan": value(cell.span) if cell.span > 1 else None,
        "tcBorders": _borders(cell),
        "shd": f'w:val="clear" w:color="auto" w:fill="{cell.fill}"' if cell.fill else None,
        "vAlign": value("center") if cell.middle else None,
    }
    return f"<w:tc>{properties('tcPr', children)}{cell.inside}</w:tc>"


def _borders(cell: Cell) -> str | None:
    if cell.framed:
        return "".join(f"<w:{side} {FRAME}/>" for side in _SIDES[:4])
    if cell.underlined:
        return f"<w:bottom {LINE}/>"
    if cell.beside:
        return f"<w:right {FRAME}/>"
    return None
