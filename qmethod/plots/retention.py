"""The retention table as a picture: the scree, and under it what each rule says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pandas as pd

from corpora.errors import StudyError
from qmethod.plots.drawing import COLOURS, Dashes, counted, listed, point, stroke, write
from qmethod.plots.lettering import Lettering, lettering_for
from qmethod.plots.page import MARGIN, Page, Sign, open_page
from qmethod.plots.picture import CM, GREY, INK, PALE, Picture, style

RULES = {
    "kaiser": "Eigenvalue above 1 (Kaiser)",
    "parallel": "Above shuffled sorts (parallel analysis)",
    "map_minimum": "Smallest partial correlations (MAP)",
    "humphrey": "Two highest loadings (Humphrey)",
    "two_loadings": "Two significant loadings",
    "two_flags": "Two flagged sorts on every factor",
}
FIGURES = {
    "cumulative_percent": ("Variance explained so far, %", "{:.0f}"),
    "unflagged": ("Sorts flagged on no factor", "{:.0f}"),
    "double": ("Sorts flagged on several factors", "{:.0f}"),
    "largest_factor_correlation": ("Largest correlation between factors", "{:.2f}"),
}

_SIZE, _LABELS, _PLOT, _ROW, _GAP = 7.0, 158.0, 165.0, 14.0, 10.0
_SCREE, _CHANCE = COLOURS[0], COLOURS[1]
_DOTTED: Dashes = (0, (1, 2))


def plot_retention(
    table: pd.DataFrame, *, width_cm: float = 17, title: str | None = None
) -> Picture:
    """A picture of the table of `retention`: eigenvalues above, the rules below.

    The upper part shows the eigenvalue of every component, the line that shuffled sorts
    reach (parallel analysis, 95th centile) and the line at 1 (Kaiser). Under each number of
    factors a filled circle says that a rule is met there, an open one that it is not.

    Raises
    ------
    StudyError
        If the table lacks the eigenvalues or has no row.
    """
    if "eigenvalue" not in table or table.empty:
        raise StudyError(
            "The table to draw has no eigenvalues; give the table that retention() returned."
        )
    lettering = lettering_for("")
    rules = [name for name in RULES if name in table]
    figures = [name for name in FIGURES if name in table]
    body = _PLOT + _GAP + (len(rules) + len(figures) + 1) * _ROW + 4
    notes = [*table.attrs.get("notes", ()), "No rule decides alone; the factors must make sense."]
    with style(lettering):
        page = open_page(
            width_cm * CM, body, heading="How many factors: what each rule says", title=title,
            alt=_alt(table, rules), signs=_signs(table, rules), notes=notes, lettering=lettering,
        )  # fmt: skip
        columns = _columns(table, page.width)
        _draw_scree(page, table, columns, lettering)
        _draw_table(page, table, columns, rules, figures, lettering)
    return page.picture


def _columns(table: pd.DataFrame, width: float) -> dict[int, float]:
    """Number of factors -> the middle of its column, in points."""
    left = MARGIN + _LABELS
    step = (width - MARGIN - left) / len(table)
    return {int(k): left + (place + 0.5) * step for place, k in enumerate(table.index)}


def _signs(table: pd.DataFrame, rules: Sequence[str]) -> list[Sign]:
    signs = [Sign("eigenvalue", marker="o", line="-", colour=_SCREE)]
    if "parallel_95" in table:
        meaning = "95th centile of shuffled sorts"
        signs.append(Sign(meaning, marker="^", filled=False, line="--", colour=_CHANCE))
    signs.append(Sign("eigenvalue of 1", line=_DOTTED, colour=GREY))
    if rules:
        signs.append(Sign("rule met at this number of factors", marker="o"))
        signs.append(Sign("not met", marker="o", filled=False, colour=GREY))
    return signs


def _draw_scree(
    page: Page, table: pd.DataFrame, columns: dict[int, float], lettering: Lettering
) -> None:
    canvas, bottom = page.canvas, page.top + _PLOT
    series = [table[c].astype(float) for c in ("eigenvalue", "parallel_95") if c in table]
    highest = max(1.0, *(float(one.max()) for one in series))
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 500) if highest / s <= 7)
    scale = (_PLOT - 12) / highest

    def height(value: float) -> float:
        return bottom - max(value, 0.0) * scale

    left, right = MARGIN + _LABELS, page.width - MARGIN
    for count in range(int(highest / step) + 1):
        y = height(count * step)
        stroke(canvas, (left, y), (right, y), colour=GREY if count == 0 else PALE, width=0.5)
        write(canvas, left - 4, y + 2.5, f"{count * step:g}", size=_SIZE, lettering=lettering,
              align="right")  # fmt: skip
    write(canvas, MARGIN, page.top + 10, "Eigenvalue", size=_SIZE, lettering=lettering, bold=True)
    stroke(canvas, (left, height(1)), (right, height(1)), colour=GREY, width=1, dashes=_DOTTED)
    if "parallel_95" in table:
        _draw_line(page, columns, table["parallel_95"], height, ("^", _CHANCE, "--"))
    _draw_line(page, columns, table["eigenvalue"], height, ("o", _SCREE, "-"))


def _draw_line(
    page: Page,
    columns: dict[int, float],
    values: pd.Series[float],
    height: Callable[[float], float],
    look: tuple[str, str, Dashes],
) -> None:
    """One series: a line from number to number, and a marker at each."""
    shape, colour, dashes = look
    places = [(columns[int(k)], height(float(v))) for k, v in values.items() if v == v]
    for start, end in pairwise(places):
        stroke(page.canvas, start, end, colour=colour, width=1.2, dashes=dashes, order=2)
    for x, y in places:
        point(page.canvas, x, y, shape, colour, filled=dashes == "-")


def _draw_table(
    page: Page,
    table: pd.DataFrame,
    columns: dict[int, float],
    rules: Sequence[str],
    figures: Sequence[str],
    lettering: Lettering,
) -> None:
    """The numbers of factors, the verdict of every rule, and the figures, row by row."""
    y = page.top + _PLOT + _GAP + 4
    _draw_row(page, y, "Factors", {x: str(k) for k, x in columns.items()}, lettering, bold=True)
    for name in rules:
        y += _ROW
        _draw_row(page, y, RULES[name], {}, lettering)
        for k, x in columns.items():
            speaks = bool(table.at[k, name])
            colour = INK if speaks else GREY
            point(page.canvas, x, y - 2.5, "o", colour, filled=speaks, size=5)
    for name in figures:
        y += _ROW
        words, form = FIGURES[name]
        cells = {
            x: "–" if pd.isna(table.at[k, name]) else form.format(table.at[k, name])
            for k, x in columns.items()
        }
        _draw_row(page, y, words, cells, lettering)


def _draw_row(
    page: Page,
    y: float,
    words: str,
    cells: dict[float, str],
    lettering: Lettering,
    *,
    bold: bool = False,
) -> None:
    write(page.canvas, MARGIN, y, words, size=_SIZE, lettering=lettering, bold=bold)
    for x, text in cells.items():
        write(page.canvas, x, y, text, size=_SIZE, lettering=lettering, align="center", bold=bold)
    end = page.width - MARGIN
    stroke(page.canvas, (MARGIN, y + 4), (end, y + 4), colour=PALE, width=0.5, order=0)


def _alt(table: pd.DataFrame, rules: Sequence[str]) -> str:
    sizes = [f"{k}: {value:.2f}" for k, value in table["eigenvalue"].items()]
    told = [
        f"Scree of {counted(len(table), 'eigenvalue')} ({'; '.join(sizes)}).",
        "The numbers of factors at which each rule is met:",
    ]
    for name in rules:
        numbers = [k for k in table.index if bool(table.at[k, name])]
        told.append(f"{RULES[name]}: {listed(numbers) or 'none of these'}.")
    return " ".join([*told, "No rule decides alone."])
