"""A Q study as it was designed and sorted: statements, grid, sorts and who made them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TypeVar

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.grid import Grid as Grid

T = TypeVar("T")

PILES = ("agree", "unsure", "disagree")


@dataclass(frozen=True)
class Statement:
    """One card: its number, its wording, and its place in the outcomes framework."""

    number: int
    text: str
    outcome: str | None = None
    principle: str | None = None


@dataclass(frozen=True)
class QSet:
    """The statements of a study, with the stem that each of them completes.

    `note` says where the wording comes from and is printed wherever the wording is.
    """

    statements: tuple[Statement, ...]
    stem: str = ""
    language: str = "en"
    note: str = ""

    def __post_init__(self) -> None:
        twice = _repeated([s.number for s in self.statements])
        if twice:
            raise StudyError(
                f"Statement number {twice[0]} stands twice in the Q-set; give each card its own."
            )
        if not self.statements:
            raise StudyError("The Q-set holds no statement; a study needs at least two cards.")

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __getitem__(self, number: int) -> Statement:
        try:
            return self._by_number[number]
        except KeyError:
            raise StudyError(
                f"There is no statement {number}; the Q-set holds "
                f"{self.numbers[0]} to {self.numbers[-1]}."
            ) from None

    @cached_property
    def _by_number(self) -> dict[int, Statement]:
        return {s.number: s for s in self.statements}

    @property
    def numbers(self) -> list[int]:
        """The statement numbers, in the order of the Q-set."""
        return [s.number for s in self.statements]

    @property
    def table(self) -> pd.DataFrame:
        """Statement number x [text, outcome, principle]."""
        return pd.DataFrame(
            {
                "text": [s.text for s in self.statements],
                "outcome": [s.outcome for s in self.statements],
                "principle": [s.principle for s in self.statements],
            },
            index=pd.Index(self.numbers, name="statement"),
        )

    @property
    def has_framework(self) -> bool:
        """Whether any statement names its outcome or its principle."""
        return any(s.outcome or s.principle for s in self.statements)


def numbered(texts: Sequence[str], **fields: str) -> QSet:
    """A Q-set of these wordings, numbered from 1; `fields` are those of `QSet`."""
    return QSet(tuple(Statement(i, text) for i, text in enumerate(texts, start=1)), **fields)


@dataclass(frozen=True, eq=False)
class QStudy:
    """Everything a Q analysis starts from.

    Fields
    ------
    qset, grid
        The cards and the shape of the grid.
    sorts
        Statement number x participant, the grid value of each card; NaN where a card
        was not placed.
    piles
        Same shape, "agree", "unsure" or "disagree" (the first sorting), or None.
    participants
        Participant x attribute (gender, age, ...), or None.
    comments
        One row per comment: participant, statement, text; or None.
    found
        What the reader of the file recognised and assumed, a sentence each.
    synthetic
        A sentence that says so where the sorts were made up; else empty.
    """

    name: str
    qset: QSet
    grid: Grid
    sorts: pd.DataFrame
    piles: pd.DataFrame | None = None
    participants: pd.DataFrame | None = None
    comments: pd.DataFrame | None = None
    found: tuple[str, ...] = field(default=())
    synthetic: str = ""

    def __post_init__(self) -> None:
        _check_labels(self)
        _check_values(self.sorts)
        if self.piles is not None:
            _check_piles(self.piles, self.sorts)
        if self.grid.size != len(self.qset):
            raise StudyError(
                f"The grid has {self.grid.size} places and the Q-set {len(self.qset)} "
                "statements; a grid needs exactly one place for each card."
            )

    @property
    def names(self) -> list[str]:
        """The participants, in the order of the sorts."""
        return list(self.sorts.columns)

    @property
    def complete(self) -> bool:
        """Whether every participant placed every card."""
        return not bool(self.sorts.isna().to_numpy().any())

    @property
    def forced(self) -> bool:
        """Whether every complete sort fills the grid exactly and no sort leaves it."""
        return not leaving_grid(self)

    @property
    def shared_cards(self) -> pd.DataFrame:
        """Participant x participant: how many cards both placed."""
        placed = self.sorts.notna().to_numpy().astype(int)
        return pd.DataFrame(placed.T @ placed, index=self.names, columns=self.names)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the statements, the grid and the sorts."""
        sorts = self.sorts.rename_axis(index="statement")
        parts = [repr(self.qset), str(self.grid), sorts.to_csv(float_format="%.17g")]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{label}</th>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for label, text in _summary(self)
        )
        return f"<table><caption>{escape(self.name or 'Q study')}</caption>{rows}</table>"

    def __repr__(self) -> str:
        facts = "; ".join(f"{label.lower()}: {text}" for label, text in _summary(self))
        return f"QStudy({self.name!r}; {facts})"


def distribution(sort: pd.Series[float]) -> dict[float, int]:
    """Value -> how many of a participant's cards were placed there."""
    return dict(sorted(Counter(sort.dropna().tolist()).items()))


def leaving_grid(study: QStudy) -> Mapping[str, list[tuple[float, int, int]]]:
    """Participant -> the columns where the sort leaves the grid: (value, cards, places).

    A card that was not placed leaves a place empty; that alone is no departure.
    """
    heights = {float(v): h for v, h in study.grid.height_of.items()}
    departures = {}
    for name, sort in study.sorts.items():
        counts = distribution(sort)
        over = [(v, c, heights.get(v, 0)) for v, c in counts.items() if c > heights.get(v, 0)]
        if over:
            departures[str(name)] = over
    return departures


def common_grid(sorts: pd.DataFrame) -> Grid | None:
    """The distribution that most complete sorts share, or None where none is complete.

    sorts : statement number x participant. Of equally common distributions the one met
    first counts; only sorts of whole numbers are looked at.
    """
    values = np.sort(sorts.to_numpy(dtype=float), axis=0)
    complete = (values == np.round(values)).all(axis=0)
    whole = [tuple(column) for column in values[:, complete].T.tolist()]
    if not whole:
        return None
    shape, _ = Counter(whole).most_common(1)[0]
    return Grid.of(shape)


def _check_labels(study: QStudy) -> None:
    if list(study.sorts.index) != study.qset.numbers:
        raise StudyError(
            f"The sorts have {len(study.sorts)} rows and the Q-set {len(study.qset)} statements, "
            "or in another order; rows are found by statement number."
        )
    twice = _repeated(study.names)
    if twice:
        raise StudyError(
            f'Participant "{twice[0]}" stands twice; give each sort a code of its own.'
        )
    unnamed = [name for name in study.names if not isinstance(name, str)]
    if unnamed:
        raise StudyError(
            f"Participants are named by text; found {unnamed[0]!r} ({type(unnamed[0]).__name__}); "
            "rename the columns of the sorts, for instance with sorts.rename(columns=str)."
        )
    if any(not name.strip() for name in study.names):
        raise StudyError("A participant has no name; give each sort a code of its own.")
    if study.participants is not None:
        stray = [p for p in study.participants.index if p not in set(study.names)]
        if stray:
            raise StudyError(
                f'The attributes name "{stray[0]}", who has no sort; correct the name or '
                "leave the row out."
            )


def _check_values(sorts: pd.DataFrame) -> None:
    if sorts.shape[1] == 0:
        raise StudyError("The study holds no sort; add one column per participant.")
    try:
        values = sorts.to_numpy(dtype=float)
    except (TypeError, ValueError) as fault:
        raise StudyError(
            f"The sorts hold a value that is no number ({fault}); give the grid value of each "
            "card, or leave it empty where the card was not placed."
        ) from fault
    for row, column in np.argwhere(np.isinf(values)):
        raise StudyError(
            f"Participant {sorts.columns[column]}, statement {sorts.index[row]}: found an "
            "infinite value; give the grid value of the card or leave the cell empty."
        )


def _check_piles(piles: pd.DataFrame, sorts: pd.DataFrame) -> None:
    if list(piles.index) != list(sorts.index) or list(piles.columns) != list(sorts.columns):
        raise StudyError("Piles and sorts must have the same statements and participants.")
    known = piles.isin(PILES) | piles.isna()
    for row, column in np.argwhere(~known.to_numpy()):
        raise StudyError(
            f"Participant {piles.columns[column]}, statement {piles.index[row]}: pile "
            f'"{piles.to_numpy()[row, column]}" is not one of {", ".join(PILES)}.'
        )


def _summary(study: QStudy) -> list[tuple[str, str]]:
    rows = [
        ("Participants", str(len(study.names))),
        ("Statements", str(len(study.qset))),
        ("Grid", str(study.grid)),
        ("Sorts", _kind_of_sorts(study)),
    ]
    if study.participants is not None:
        rows.append(("Attributes", ", ".join(map(str, study.participants.columns))))
    if study.qset.note:
        rows.append(("Wording", study.qset.note))
    if study.synthetic:
        rows.append(("Synthetic", study.synthetic))
    rows += [("Found", sentence) for sentence in study.found]
    return rows


def _kind_of_sorts(study: QStudy) -> str:
    departures = leaving_grid(study)
    kind = "all keep to the grid" if not departures else f"{len(departures)} leave the grid"
    missing = int(study.sorts.isna().to_numpy().sum())
    return kind + (f"; {missing} cards not placed" if missing else "; every card placed")


def _repeated(items: Sequence[T]) -> list[T]:
    return [item for item, count in Counter(items).items() if count > 1]
