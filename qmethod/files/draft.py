"""What a file of Q-sorts says before it is judged: raw entries with the cells they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from qmethod.design import Grid, Statement
from qmethod.files.tables import Table

Place = tuple[int, int] | str
"""Where an entry stands: (row, column) of its table, counted from 0, or a phrase."""

NOT_PLACED = "not placed"
UNSURE = "unsure"

_NUMBER = re.compile(r"[+\-−–]?\d{1,9}(?:[.,]\d{1,12})?")
_LABEL = re.compile(r"(?:([^\W\d_]\D{0,30}?)[ _.\-#]*)?0*(\d{1,6})[.):]?")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file or a study.

    `stops` tells whether the file can't be read until this is mended; the others are
    worth a look.
    """

    participant: str
    statement: int | None
    cell: str
    problem: str
    remedy: str
    stops: bool

    @property
    def sentence(self) -> str:
        """The fault as one sentence: where, who, which card, what, and what to do."""
        where = [self.cell] if self.cell else []
        if self.participant:
            where.append(f'participant "{self.participant}"')
        if self.statement is not None:
            where.append(f"statement {self.statement}")
        head = ", ".join(where)
        return (
            f"{head}: {self.problem}; {self.remedy}" if head else f"{self.problem}; {self.remedy}"
        )


class Placement(NamedTuple):
    """One entry: which card stands on which value, both as they were written."""

    number: str
    value: str
    at: Place


class PileEntry(NamedTuple):
    """One entry of the first sorting: the pile a card was put on."""

    participant: str
    number: str
    pile: str
    cell: str


class Comment(NamedTuple):
    """What a participant said about a card."""

    participant: str
    number: str
    text: str
    cell: str


@dataclass(frozen=True)
class DraftSort:
    """One participant's entries as they stand in the file.

    `by_pile` says that the cells hold statement numbers, so that a strange entry is a
    strange statement number rather than a strange value.
    """

    name: str
    at: Place
    placements: tuple[Placement, ...]
    table: Table | None = None
    by_pile: bool = False

    def cell(self, at: Place) -> str:
        """The place in words, such as "row 4, column C (C4)"."""
        if isinstance(at, str) or self.table is None:
            return str(at)
        return self.table.cell(*at)


@dataclass(frozen=True)
class Draft:
    """A whole study as read, not yet judged.

    Fields
    ------
    file
        The name of the file, for messages.
    kind
        The format that was recognised.
    statements
        The cards; texts are empty where the file gives none.
    sorts
        One entry per participant, in the order of the file.
    grid, grid_source
        The grid that the file itself declares, and where it stands.
    participants
        Participant -> attribute -> text.
    aliases
        Identifier used in the sorts (such as "c04") -> statement number.
    arbitrary
        Whether the statement numbers were made up, so that no list in order fits them.
    faults
        What the parser itself found wrong (merged cells, ragged rows, ...).
    """

    file: str
    kind: str
    statements: tuple[Statement, ...]
    sorts: tuple[DraftSort, ...]
    name: str = ""
    stem: str = ""
    note: str = ""
    language: str = "en"
    synthetic: str = ""
    grid: Grid | None = None
    grid_source: str = ""
    piles: tuple[PileEntry, ...] = ()
    participants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    aliases: Mapping[str, int] = field(default_factory=dict)
    arbitrary: bool = False
    found: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def names(self) -> list[str]:
        """The participants, in the order of the file."""
        return [sort.name for sort in self.sorts]

    @property
    def worded(self) -> bool:
        """Whether any statement has its wording."""
        return any(s.text for s in self.statements)


@lru_cache(maxsize=8192)
def number(text: str) -> float | None:
    """The number that a cell holds, or None where it holds anything else.

    Decimal commas and the signs of word processors count; exponents, infinities, "nan" and
    thousands separators do not, since no grid has them.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    return float(text.replace(",", ".").replace("−", "-").replace("–", "-"))


@lru_cache(maxsize=8192)
def whole(text: str) -> int | None:
    """The whole number that a cell holds ("12", "12.0"), or None."""
    value = number(text)
    return None if value is None or value != int(value) else int(value)


@lru_cache(maxsize=8192)
def labelled(text: str) -> tuple[str, int] | None:
    """A label taken apart, ("s", 4) for "s04", "S 4" or "s4."; None where it has no number."""
    match = _LABEL.fullmatch(text.strip())
    return None if match is None else ((match[1] or "").strip().lower(), int(match[2]))


def numbered_labels(labels: list[str]) -> list[int] | None:
    """The statement numbers in labels such as 1, 2, 3 or c01, c02; None where there are none.

    All labels must share one prefix; a number may come twice (a fault for others to tell).
    """
    parts = [labelled(label) for label in labels]
    if any(p is None for p in parts):
        return None
    known = [p for p in parts if p is not None]
    if len({prefix for prefix, _ in known}) > 1:
        return None
    return [n for _, n in known]


def unworded(numbers: list[int]) -> tuple[Statement, ...]:
    """Statements of which only the numbers are known."""
    return tuple(Statement(n, "") for n in numbers)
