"""The composite sort of a factor as a filled grid, every card with its full wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from corpora.errors import StudyError
from qmethod.plots.array_marks import Mark, marks_of, signs_of
from qmethod.plots.cards import GAP, HEADER, PAD, Card, Fit, fit_cards
from qmethod.plots.drawing import counted, lettering_of, listed, signed, wording, write
from qmethod.plots.lettering import Lettering
from qmethod.plots.page import MARGIN, Page, Sign, named, notes_of, open_page
from qmethod.plots.picture import CM, GREY, PALE, Picture, style
from qmethod.record import QAnalysis

_LABEL = 15.0


def plot_factor_array(
    analysis: QAnalysis,
    factor: str,
    *,
    width_cm: float = 17,
    marks: bool = True,
    title: str | None = None,
) -> Picture:
    """A picture of the composite sort of a factor: the grid with every card's full wording.

    Columns run from the lowest value at the left; within a column the statement with the
    highest z-score lies on top. The wording is 6 to 7.5 points; where it would have to be
    smaller, or an ordinary word would have to be broken, the picture grows past
    `width_cm`. `marks` shows distinguishing, consensus and tied statements by symbol and
    frame. `title` replaces the heading; "" leaves it out.

    Raises
    ------
    StudyError
        If there is no such factor or it has no flagged sort.
    """
    if analysis.of(factor) not in analysis.scored:
        raise StudyError(
            f"{factor} has no flagged sort, so there is no array to draw; flag a sort first."
        )
    study = analysis.study
    lettering = lettering_of(study)
    with style(lettering):
        cards = _cards(analysis, factor, lettering, marks=marks)
        fit = fit_cards(cards, len(study.grid.values), width_cm * CM, lettering)
        grid = len(study.grid.values) * (fit.width + GAP) - GAP
        page = open_page(
            max(width_cm * CM, grid + 2 * MARGIN),
            _LABEL + GAP + fit.top(len(fit.heights)),
            heading=_heading(analysis, factor),
            title=title,
            under=study.qset.stem,
            alt=" ".join(_described(analysis, factor, cards)),
            signs=_signs(cards),
            notes=notes_of(study, lettering),
            lettering=lettering,
        )
        _draw(page, analysis, cards, fit, lettering)
    return page.picture


def _cards(analysis: QAnalysis, factor: str, lettering: Lettering, *, marks: bool) -> list[Card]:
    """The grid's places in columns, statements by falling z, then the places left empty."""
    found = marks_of(analysis, factor) if marks else {}
    array, z = analysis.factor_arrays[factor], analysis.z_scores[factor]
    order = z.dropna().sort_index().sort_values(ascending=False, kind="stable").index
    cards = []
    for column, (value, height) in enumerate(analysis.study.grid.height_of.items()):
        numbers = [int(n) for n in order if array[n] == value]
        for row, number in enumerate(numbers):
            text = wording(analysis.study, number, lettering)
            cards.append(Card(column, row, number, text, found.get(number, Mark())))
        cards += [Card(column, row) for row in range(len(numbers), height)]
    return cards


def _heading(analysis: QAnalysis, factor: str) -> str:
    facts = analysis.characteristics.loc[factor]
    flagged = counted(int(facts["flagged"]), "defining sort")
    what = f"{factor}, {flagged}, {facts['variance_percent']:.0f} % of variance"
    return named(analysis.study, what)


def _signs(cards: Sequence[Card]) -> list[Sign]:
    signs = signs_of([card.mark for card in cards])
    if any(card.number is None for card in cards):
        signs.append(
            Sign("empty place: no defining sort placed the statement", box=("white", GREY, "--"))
        )
    return signs


def _draw(
    page: Page, analysis: QAnalysis, cards: Sequence[Card], fit: Fit, lettering: Lettering
) -> None:
    """Draw the column labels and every card."""
    values = analysis.study.grid.values
    left = (page.width - len(values) * (fit.width + GAP) + GAP) / 2
    for column, value in enumerate(values):
        x = left + column * (fit.width + GAP)
        page.canvas.add_patch(
            Rectangle((x, page.top), fit.width, _LABEL, facecolor=PALE, edgecolor="none")
        )
        write(page.canvas, x + fit.width / 2, page.top + 11, signed(value), size=9,
              lettering=lettering, align="center", bold=True)  # fmt: skip
    for card in cards:
        x = left + card.column * (fit.width + GAP)
        _draw_card(page.canvas, card, x, page.top + _LABEL + GAP, fit, lettering)


def _draw_card(
    canvas: Axes, card: Card, x: float, grid_top: float, fit: Fit, lettering: Lettering
) -> None:
    y = grid_top + fit.top(card.row)
    empty = card.number is None
    fill, edge, line, weight = ("white", GREY, "--", 0.6) if empty else card.mark.frame
    canvas.add_patch(
        Rectangle((x, y), fit.width, fit.heights[card.row], facecolor=fill, edgecolor=edge,
                  linewidth=weight, linestyle=line, gid=f"place-{card.column + 1}-{card.row + 1}")
    )  # fmt: skip
    if card.number is not None:
        _draw_wording(canvas, card, card.number, x, y, fit, lettering)


def _draw_wording(
    canvas: Axes, card: Card, number: int, x: float, y: float, fit: Fit, lettering: Lettering
) -> None:
    """The number and marks in the card's corners, and the wording under them."""
    size, lines = fit.wording[number]
    start, end = x + PAD, x + fit.width - PAD
    near, far = ("left", "right")
    rtl = lettering.right_to_left
    if rtl:
        start, end, near, far = end, start, far, near
    top = y + PAD + size
    name = f"statement-{number}"
    options: dict[str, Any] = {"size": size, "lettering": lettering}
    head = {**options, "bold": True}
    write(canvas, start, top, str(number), align=near, gid=name, **head)
    write(canvas, end, top, card.mark.symbols, align=far, gid=f"{name}-marks", **head)
    for count, line in enumerate(lines):
        base = top + (HEADER - 0.1 + count * lettering.leading) * size
        gid = f"{name}-line-{count + 1}"
        write(canvas, start, base, line, align=near, rtl=rtl, gid=gid, **options)


def _described(analysis: QAnalysis, factor: str, cards: Sequence[Card]) -> Iterator[str]:
    """The picture in sentences, the highest column first."""
    values = analysis.study.grid.values
    facts = analysis.characteristics.loc[factor]
    yield (
        f"Composite sort of {factor}, from {counted(int(facts['flagged']), 'defining sort')}: "
        f"a grid of {counted(len(values), 'column')} from {signed(values[0])} to "
        f"{signed(values[-1])}, with the wording of every card."
    )
    cards = sorted(cards, key=lambda card: (-card.column, card.row))
    placed = [card for card in cards if card.number is not None]
    columns = [
        f"{signed(value)}: {', '.join(str(c.number) for c in placed if c.column == i)}"
        for i, value in reversed(list(enumerate(values)))
    ]
    yield f"Statements by column, highest z-score first: {'; '.join(columns)}."
    for kind in ("distinguishing", "consensus", "tied"):
        of_kind = [card for card in placed if getattr(card.mark, kind)]
        if of_kind:
            yield f"{kind.capitalize()}: {listed(_with_symbols(of_kind, kind))}."
    empty = len(cards) - len(placed)
    if empty:
        yield f"{counted(empty, 'place is', 'places are')} empty."


def _with_symbols(cards: Sequence[Card], kind: str) -> list[str]:
    if kind != "distinguishing":
        return [str(card.number) for card in cards]
    return [f"{card.number} ({card.mark.words})" for card in cards]
