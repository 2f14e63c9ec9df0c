"""A participant's entries taken as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qmethod.files.draft import NOT_PLACED, UNSURE, DraftSort, Fault, Place, number, whole

SIGNS_OF_NOTHING = ("", NOT_PLACED)


@dataclass(frozen=True)
class Entries:
    """One sort as numbers.

    Fields
    ------
    sort
        The entries as they stand in the file.
    values
        Statement number -> grid value, of each card that was placed.
    unsure
        The cards kept out of the grid in the unsure pile.
    places
        Statement number -> where its entry stands.
    faults
        What could not be taken as a number, and cards that stand twice.
    """

    sort: DraftSort
    values: Mapping[int, float]
    unsure: frozenset[int]
    places: Mapping[int, Place]
    faults: tuple[Fault, ...]

    @property
    def name(self) -> str:
        """The participant."""
        return self.sort.name

    @property
    def head(self) -> str:
        """Where the participant's name stands."""
        return self.sort.cell(self.sort.at)

    def cell(self, card: int) -> str:
        """Where a card's entry stands, or the participant's name where it has none."""
        return self.sort.cell(self.places.get(card, self.sort.at))


def entries_of(sort: DraftSort, aliases: Mapping[str, int], known: set[int]) -> Entries:
    """The entries of a sort as numbers, with every fault met on the way."""
    values: dict[int, float] = {}
    places: dict[int, Place] = {}
    unsure: set[int] = set()
    faults: list[Fault] = []

    def fault(card: int | None, at: Place, problem: str, remedy: str) -> None:
        faults.append(Fault(sort.name, card, sort.cell(at), problem, remedy, stops=True))

    for number_text, value_text, at in sort.placements:
        card = aliases.get(number_text, whole(number_text))
        if card is None or card not in known:
            fault(None, at, *_unknown_card(number_text, known))
        elif card in places:
            other = sort.cell(places[card])
            problem = f"the card stands twice, here and at {other}"
            fault(card, at, problem, "keep the place where the participant put it")
        else:
            places[card] = at
            value = number(value_text)
            if value is not None:
                values[card] = value
            elif value_text.strip().lower() == UNSURE:
                unsure.add(card)
            elif value_text.strip().lower() not in SIGNS_OF_NOTHING:
                fault(card, at, *_no_value(value_text))
    return Entries(sort, values, frozenset(unsure), places, tuple(faults))


def _no_value(text: str) -> tuple[str, str]:
    return (
        f'found "{text.strip()[:40]}" where a grid value belongs',
        "write the value of the card's column as a number, or leave the cell empty if the card was "
        "not placed",
    )


def _unknown_card(text: str, known: set[int]) -> tuple[str, str]:
    if whole(text) is None:
        return (
            f'found "{text[:40]}" where a statement number belongs',
            "write the number on the back of the card",
        )
    span = f"{min(known)} to {max(known)}" if known else "none"
    return (
        f"there is no statement {text}; the Q-set holds {span}",
        "correct the number, or add the statement to the list",
    )


def frame(numbers: Sequence[int], values: Sequence[Mapping[int, float]]) -> pd.DataFrame:
    """Statement number x position of the participant; NaN where a card was not placed."""
    unique = list(dict.fromkeys(numbers))
    row_of = {n: i for i, n in enumerate(unique)}
    table = np.full((len(unique), len(values)), np.nan)
    for column, placed in enumerate(values):
        table[[row_of[n] for n in placed], column] = list(placed.values())
    return pd.DataFrame(table, index=pd.Index(unique, name="statement"))
