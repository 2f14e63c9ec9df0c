"""A chart of dots on a scale, one row for each statement or outcome, one shape per factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from matplotlib.axes import Axes

from qmethod.plots.drawing import Look, point, signed, stroke, write
from qmethod.plots.lettering import Lettering, runs_right_to_left
from qmethod.plots.page import MARGIN, Page
from qmethod.plots.picture import GREY, PALE

SIZE = 7.0

_LABELS, _NUMBER, _MARK = 0.46, 20.0, 14.0
_SCALE, _LEAST_ROW, _APART = 20.0, 13.0, 5.5


@dataclass(frozen=True)
class Dot:
    """The value of one factor in a row, with its interval where it has one."""

    factor: str
    value: float
    filled: bool = True
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """One row: its number, its words, its dots and a mark at the end; no dots make a heading."""

    words: str
    number: str = ""
    dots: tuple[Dot, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Chart:
    """Rows with their wrapped words and heights, and the scale from `low` to `high`."""

    rows: tuple[Row, ...]
    lines: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    low: float
    high: float
    step: float
    width: float

    @property
    def height(self) -> float:
        """Points from the upper scale to the end of the lower one."""
        return sum(self.heights) + 2 * _SCALE

    @property
    def left(self) -> float:
        """Where the scale begins."""
        return MARGIN + _LABELS * (self.width - 2 * MARGIN) + 8

    def x(self, value: float) -> float:
        """Where a value lies."""
        right = self.width - MARGIN - _MARK
        return self.left + (value - self.low) / (self.high - self.low) * (right - self.left)


def chart_of(
    rows: Sequence[Row], width: float, lettering: Lettering, *, lines: int = 2, spread: bool = False
) -> Chart:
    """The rows laid out for a page `width` points wide; wordings take at most `lines` lines.

    With `spread` the dots of a row lie below each other, so that intervals stay apart.
    """
    numbered = any(row.number for row in rows)
    limit = (_LABELS * (width - 2 * MARGIN) - _NUMBER * numbered) / SIZE - 0.5
    wrapped = [tuple(lettering.shorten(lettering.clean(r.words), limit, lines=lines)) for r in rows]
    most = max(len(row.dots) for row in rows)
    dots = most * _APART + 6 if spread else _LEAST_ROW
    heights = [
        max(len(own) * SIZE * lettering.leading + 4, dots if row.dots else _LEAST_ROW + 3)
        for own, row in zip(wrapped, rows, strict=True)
    ]
    ends = [v for row in rows for dot in row.dots for v in (dot.value, dot.low, dot.high)]
    reach = [v for v in ends if v is not None and v == v]
    low, high = min([*reach, 0.0]), max([*reach, 0.0])
    step = 0.5 if high - low <= 3 else 1.0
    low, high = 0.5 * floor(low / 0.5 - 0.05), 0.5 * ceil(high / 0.5 + 0.05)
    return Chart(tuple(rows), tuple(wrapped), tuple(heights), low, high, step, width)


def draw_chart(
    page: Page,
    chart: Chart,
    looks: Mapping[str, Look],
    lettering: Lettering,
    *,
    label: str,
    spread: bool = False,
) -> None:
    """Draw scale, rows and dots from the top of the page's body."""
    canvas, top = page.canvas, page.top + _SCALE
    bottom = top + sum(chart.heights)
    _draw_scale(canvas, chart, top, bottom, label, lettering)
    y = top
    for row, lines, height in zip(chart.rows, chart.lines, chart.heights, strict=True):
        stroke(canvas, (MARGIN, y), (chart.width - MARGIN, y), colour=PALE, width=0.5, order=0)
        _draw_words(canvas, chart, row, lines, y + height / 2, lettering)
        _draw_dots(canvas, chart, row, y + height / 2, looks, spread=spread)
        y += height
    stroke(canvas, (MARGIN, y), (chart.width - MARGIN, y), colour=PALE, width=0.5, order=0)


def _draw_scale(
    canvas: Axes, chart: Chart, top: float, bottom: float, label: str, lettering: Lettering
) -> None:
    decimals = 1 if chart.step < 1 else 0
    first, last = ceil(chart.low / chart.step), floor(chart.high / chart.step)
    for count in range(first, last + 1):
        value = count * chart.step
        x, zero = chart.x(value), abs(value) < 1e-9
        stroke(canvas, (x, top), (x, bottom), colour=GREY if zero else PALE,
               width=0.8 if zero else 0.5, order=0.5)  # fmt: skip
        for base in (top - 4, bottom + SIZE + 3):
            write(canvas, x, base, signed(value, decimals), size=SIZE, lettering=lettering,
                  align="center")  # fmt: skip
    middle = (chart.x(chart.low) + chart.x(chart.high)) / 2
    write(canvas, middle, bottom + 2 * SIZE + 5, label, size=SIZE, lettering=lettering,
          align="center", colour=GREY)  # fmt: skip


def _draw_words(
    canvas: Axes,
    chart: Chart,
    row: Row,
    lines: Sequence[str],
    middle: float,
    lettering: Lettering,
) -> None:
    heading, rtl = not row.dots, runs_right_to_left(row.words)
    first = middle - (len(lines) - 1) / 2 * SIZE * lettering.leading + 0.36 * SIZE
    start = MARGIN + (_NUMBER if any(r.number for r in chart.rows) and not heading else 0)
    x, align = (chart.left - 8, "right") if rtl else (start, "left")
    if row.number:
        write(canvas, MARGIN + 13, first, row.number, size=SIZE, lettering=lettering,
              align="right", bold=True)  # fmt: skip
    for count, line in enumerate(lines):
        base = first + count * SIZE * lettering.leading
        write(canvas, x, base, line, size=SIZE, lettering=lettering, align=align, rtl=rtl,
              bold=heading)  # fmt: skip
    if row.mark:
        write(canvas, chart.width - MARGIN - 3, middle + 0.36 * SIZE, row.mark, size=SIZE,
              lettering=lettering, align="right", bold=True)  # fmt: skip


def _draw_dots(
    canvas: Axes,
    chart: Chart,
    row: Row,
    middle: float,
    looks: Mapping[str, Look],
    *,
    spread: bool,
) -> None:
    values = [dot.value for dot in row.dots]
    if len(values) > 1 and not spread:
        stroke(canvas, (chart.x(min(values)), middle), (chart.x(max(values)), middle),
               colour="#bdbdbd", width=1.4)  # fmt: skip
    for place, dot in enumerate(row.dots):
        y = middle + ((place - (len(values) - 1) / 2) * _APART if spread else 0)
        look = looks[dot.factor]
        if dot.low is not None and dot.high is not None:
            stroke(canvas, (chart.x(dot.low), y), (chart.x(dot.high), y), colour=look.colour,
                   width=1.2, order=2)  # fmt: skip
        point(canvas, chart.x(dot.value), y, look.shape, look.colour, filled=dot.filled,
              size=4.5 if spread else 5.5, order=3 + place / 100)  # fmt: skip
