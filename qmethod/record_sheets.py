"""A record sheet as somebody typed it, and everything that is wrong with it.

It holds what a team writes down when a participant has sorted: the numbers of the cards in
each column of the grid, and of those left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpora.errors import StudyError
from qmethod.codes import checked_code
from qmethod.design import QSet
from qmethod.grid import Grid

LEFT_OUT = "left out"
PILE = "pile"
_TURNED = {"0": "0", "1": "1", "6": "9", "8": "8", "9": "6"}
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class RecordSheet:
    """One participant's record sheet as somebody typed it.

    Fields
    ------
    columns
        Grid value -> the numbers of the cards in that column.
    left_out
        Cards that the participant did not place.
    piles
        "agree", "unsure", "disagree" -> cards of the first sorting; empty if not recorded.
    by
        Who typed it, for the second typing must be another's.
    """

    participant: str
    columns: Mapping[int, tuple[int, ...]]
    left_out: tuple[int, ...] = ()
    piles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by: str = ""

    @property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Every place in words -> its cards: the columns, those left out, the piles."""
        columns = {column_name(value): cards for value, cards in self.columns.items()}
        piles = {f"{PILE} {pile}": cards for pile, cards in self.piles.items()}
        return {**columns, LEFT_OUT: self.left_out, **piles}


@dataclass(frozen=True)
class Slip:
    """One thing that is wrong with a record sheet; `place` is a column in words, or empty."""

    kind: str
    place: str
    sentence: str


def column_name(value: int) -> str:
    """A column in words: "column +2", "column 0"."""
    return f"column {value:+d}" if value else "column 0"


def numbers_of(text: str) -> tuple[int, ...]:
    """The card numbers in a line such as "3 8 12" or "3, 8; 12".

    Raises
    ------
    StudyError
        If something in it is no number.
    """
    tokens = [token for token in _BETWEEN.split(text.strip()) if token]
    strange = [token for token in tokens if not token.isdecimal() or len(token) > 6]
    if strange:
        raise StudyError(
            f'"{strange[0][:20]}" is no card number; type the numbers with spaces between: 3 8 12.'
        )
    return tuple(int(token) for token in tokens)


def slips_in(sheet: RecordSheet, qset: QSet, grid: Grid, *, free: bool = False) -> list[Slip]:
    """Everything that is wrong with a sheet so far: a card twice or unknown, a column too full.

    free : columns may hold any number of cards.
    """
    return [*_unknown(sheet, qset), *_twice(sheet, qset), *(() if free else _over(sheet, grid))]


def upside_down(card: int) -> int | None:
    """The number that a card's number looks like upside down, or None if it looks like none."""
    if not set(str(card)) <= set(_TURNED):
        return None
    return int("".join(_TURNED[digit] for digit in reversed(str(card))))


def missing_cards(sheet: RecordSheet, qset: QSet) -> list[int]:
    """The cards that stand nowhere on the sheet, neither in a column nor left out."""
    placed = {card for cards in sheet.columns.values() for card in cards}
    return [n for n in qset.numbers if n not in placed and n not in sheet.left_out]


def checked_sheet(sheet: RecordSheet, qset: QSet, grid: Grid, *, free: bool = False) -> RecordSheet:
    """The sheet, its code without spaces around it.

    Raises
    ------
    StudyError
        If the code looks like a name, a card is unknown, stands twice or nowhere, or a
        column holds more cards than it has places.
    """
    sheet = replace(sheet, participant=checked_code(sheet.participant))
    slips = slips_in(sheet, qset, grid, free=free)
    if slips:
        raise StudyError(f"{sheet.participant}: {slips[0].sentence}{_more(len(slips) - 1)}.")
    missing = missing_cards(sheet, qset)
    if missing:
        raise StudyError(
            f"{sheet.participant}: {listed(missing)} {'stands' if len(missing) == 1 else 'stand'} "
            "nowhere; look at the photo, and write it as left out if the participant did not "
            "place it."
        )
    return sheet


def listed(cards: Sequence[int]) -> str:
    """Cards in words: "card 7", "cards 7, 19"."""
    return f"card{'s' * (len(cards) != 1)} {', '.join(map(str, cards))}"


def _unknown(sheet: RecordSheet, qset: QSet) -> Iterator[Slip]:
    known = set(qset.numbers)
    for place, cards in sheet.places.items():
        for card in cards:
            if card not in known:
                told = f"there is no card {card} (in {place}); the cards are {_span(qset)}"
                yield Slip("unknown card", place, told)


def _twice(sheet: RecordSheet, qset: QSet) -> Iterator[Slip]:
    """Cards in two places; the piles of the first sorting are counted apart."""
    piles = {place: cards for place, cards in sheet.places.items() if place.startswith(PILE)}
    others = {place: cards for place, cards in sheet.places.items() if place not in piles}
    for group in (others, piles):
        where: dict[int, list[str]] = {}
        for place, cards in group.items():
            for card in cards:
                where.setdefault(card, []).append(place)
        for card, places in where.items():
            if len(places) > 1:
                told = f"card {card} stands twice, in {' and '.join(dict.fromkeys(places))}"
                other = upside_down(card)
                if other in qset.numbers and other not in where:
                    told += f"; is one of them {other}, read upside down?"
                yield Slip("card twice", places[-1], told)


def _over(sheet: RecordSheet, grid: Grid) -> Iterator[Slip]:
    heights = grid.height_of
    for value, cards in sheet.columns.items():
        if value not in heights:
            told = f"the grid has no {column_name(value)}; its columns are {_columns(grid)}"
            yield Slip("unknown column", column_name(value), told)
        elif len(cards) > heights[value]:
            told = f"{column_name(value)} has {heights[value]} places and {len(cards)} cards"
            yield Slip("column full", column_name(value), told)


def _span(qset: QSet) -> str:
    numbers = sorted(qset.numbers)
    whole = numbers == list(range(numbers[0], numbers[-1] + 1))
    return f"{numbers[0]} to {numbers[-1]}" if whole else ", ".join(map(str, numbers))


def _columns(grid: Grid) -> str:
    return f"{grid.values[0]:+d} to {grid.values[-1]:+d}"


def _more(others: int) -> str:
    return f" (and {others} more)" if others else ""
