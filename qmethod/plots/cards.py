"""The cards of a composite sort, wrapped and sized so that every wording can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qmethod.plots.array_marks import Mark
from qmethod.plots.lettering import Lettering
from qmethod.plots.page import MARGIN

WORDING_SIZES = (7.5, 7.0, 6.5, 6.0)
SMALLEST = WORDING_SIZES[-1]
GAP, PAD, HEADER = 3.0, 3.5, 1.45

_WIDEST_CARD, _ORDINARY_WORD = 150.0, 13.0
_TALL, _TALLEST = 1.15, 1.35


@dataclass(frozen=True)
class Card:
    """One place of the grid: where it is, and what lies on it (None where it is empty)."""

    column: int
    row: int
    number: int | None = None
    text: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True)
class Fit:
    """The width of the cards, the height of each row, and the wording by statement.

    `wording` holds the size in points and the lines of each statement.
    """

    width: float
    heights: tuple[float, ...]
    wording: dict[int, tuple[float, tuple[str, ...]]]

    def top(self, row: int) -> float:
        """Points from the top of the grid to the top of a row; a row past the last is its end."""
        return sum(self.heights[:row]) + row * GAP


def fit_cards(cards: Sequence[Card], columns: int, width: float, lettering: Lettering) -> Fit:
    """The smallest cards on which every wording can be read, for a picture `width` points wide.

    The width grows until no ordinary word is broken and the grid is not much taller than
    wide; among the sizes that allow this, the largest is taken.
    """
    wanted = width
    words = {c.number: _word(c, lettering) for c in cards if c.number is not None}
    while True:
        card = min((width - 2 * MARGIN + GAP) / columns - GAP, _WIDEST_CARD)
        for size in WORDING_SIZES:
            limit = _TALL * wanted if size > SMALLEST else _TALLEST * width
            if _holds(card, max(words.values()), max(size - 1, SMALLEST)):
                fit = _fit(cards, card, size, words, lettering)
                if fit.top(len(fit.heights)) <= limit:
                    return fit
        width *= 1.04


def _word(card: Card, lettering: Lettering) -> float:
    """Width in em of the widest word that must stay whole."""
    return lettering.widest_word(card.text, at_most=_ORDINARY_WORD)


def _holds(width: float, word: float, size: float) -> bool:
    """Whether a word of so many em stands whole on a card."""
    return (word + 0.2) * size <= width - 2 * PAD


def _fit(
    cards: Sequence[Card], width: float, size: float, words: dict[int, float], lettering: Lettering
) -> Fit:
    """Rows that are even but for those with much longer wordings than nine in ten."""
    needed, wording = [], {}
    for card in cards:
        if card.number is not None:
            whole = [s for s in WORDING_SIZES if s <= size and _holds(width, words[card.number], s)]
            height, lines = _needed(card.text, width, whole[0], lettering)
            wording[card.number] = (whole[0], lines)
            needed.append((height, card.row))
    common = sorted(height for height, _ in needed)[int(0.9 * (len(needed) - 1))]
    rows = range(1 + max(card.row for card in cards))
    heights = tuple(max([common, *(h for h, row in needed if row == r)]) for r in rows)
    if max(heights) <= 1.3 * common:
        heights = tuple(max(heights) for _ in rows)
    return Fit(width, heights, wording)


def _needed(
    text: str, width: float, size: float, lettering: Lettering
) -> tuple[float, tuple[str, ...]]:
    """The height of a card that holds this wording, and the wording in lines."""
    lines = tuple(lettering.wrap(text, (width - 2 * PAD) / size - 0.15))
    return PAD * 2 + (HEADER + len(lines) * lettering.leading) * size, lines
