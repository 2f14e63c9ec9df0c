"""A table as Word's markup: header row repeated on every page, rows never torn apart."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.page.markup import NAMESPACE, quoted, twips
from instruments.scripts import begins_right_to_left
from workbench.reports.content import Column, Table
from workbench.reports.layout import Layout, Part, lay_out, padding_cm
from workbench.reports.marks import MARKS
from workbench.reports.shown import shown_rows
from workbench.reports.word_xml import paragraph, run

KEPT_TOGETHER = 14
HEAD_COLOUR = "E7ECF1"
BAND_COLOUR = "F3F5F8"
LINE = 'w:val="single" w:sz="4" w:space="0" w:color="A9B4C0"'


def tables_of(table: Table, layout: Layout | None = None) -> list[str]:
    """The markup of the table, one piece for each part that stands by itself."""
    layout = layout or lay_out(table)
    return [_part(table, part, layout.points) for part in layout.parts]


def _part(table: Table, part: Part, points: float) -> str:
    columns = [table.columns[i] for i in part.positions]
    grid = "".join(f'<w:gridCol w:w="{twips(cm)}"/>' for cm in part.widths_cm)
    rows = [_header(columns, part.widths_cm, points)]
    rows += _body(table, part, points)
    return (
        f"<w:tbl {NAMESPACE}>{_properties(table, part, points)}<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _properties(table: Table, part: Part, points: float) -> str:
    lines = "".join(f"<w:{side} {LINE}/>" for side in ("top", "bottom", "insideH"))
    edge = twips(padding_cm(points) / 2)
    margins = "".join(f'<w:{side} w:w="{edge}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblStyle w:val="TableNormal"/>'
        f'<w:tblW w:w="{sum(map(twips, part.widths_cm))}" w:type="dxa"/>'
        f"<w:tblBorders>{lines}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{quoted(table.caption)}"/>'
        f'<w:tblDescription w:val="{quoted(table.purpose)}"/></w:tblPr>'
    )


def _header(columns: list[Column], widths: tuple[float, ...], points: float) -> str:
    cells = "".join(
        _cell(run(column.name, bold=True, points=points), width, column=column, fill=HEAD_COLOUR)
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _body(table: Table, part: Part, points: float) -> Iterator[str]:
    rows, marks = shown_rows(table), table.marked
    group = next((i for i, c in enumerate(table.columns) if c.name == table.grouped), None)
    together = len(rows) <= KEPT_TOGETHER
    for number, (row, marked) in enumerate(zip(rows, marks, strict=True)):
        if group is not None and (number == 0 or row[group] != rows[number - 1][group]):
            yield _band(row[group], part, points)
        keep = together and number < len(rows) - 1
        cells = "".join(
            _value(row[i], table.columns[i], marked[i], width, points=points, keep=keep)
            for i, width in zip(part.positions, part.widths_cm, strict=True)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _band(text: str, part: Part, points: float) -> str:
    """A row across the table that heads the rows under it and stays with them."""
    inside = paragraph(
        run(text, bold=True, points=points),
        style="TableText",
        keep=True,
        backwards=begins_right_to_left(text),
        root=False,
    )
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
        f'<w:tcW w:w="{sum(map(twips, part.widths_cm))}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(part.positions)}"/>{_shade(BAND_COLOUR)}</w:tcPr>'
        f"{inside}</w:tc></w:tr>"
    )


def _value(text: str, column: Column, mark: str, width: float, *, points: float, keep: bool) -> str:
    language = column.language if column.kind == "text" else ""
    look = MARKS.get(mark)
    runs = run(
        text + (look.symbol if look else ""),
        bold=column.head or (look is not None and look.bold),
        points=points,
        language=language,
    )
    fill = look.colour if look else ""
    return _cell(runs, width, column=column, fill=fill, text=text, keep=keep)


def _cell(
    runs: str, width: float, *, column: Column, fill: str, text: str = "", keep: bool = True
) -> str:
    inside = paragraph(
        runs,
        style="TableText",
        keep=keep,
        backwards=begins_right_to_left(text),
        align="" if column.kind == "text" else "right",
        root=False,
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>'
        f"{_shade(fill) if fill else ''}</w:tcPr>{inside}</w:tc>"
    )


def _shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
