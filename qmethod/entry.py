"""Record sheets typed in, once and again: where two typings differ, and the study they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from corpora.errors import StudyError
from qmethod.design import PILES, QSet, QStudy
from qmethod.grid import Grid
from qmethod.record_sheets import RecordSheet, checked_sheet


@dataclass(frozen=True)
class EntryBook:
    """All record sheets of a study: typed once, typed again, and as settled.

    `first`, `second`, `settled` : participant -> sheet.
    """

    qset: QSet
    grid: Grid
    name: str = ""
    free: bool = False
    first: Mapping[str, RecordSheet] = field(default_factory=dict)
    second: Mapping[str, RecordSheet] = field(default_factory=dict)
    settled: Mapping[str, RecordSheet] = field(default_factory=dict)

    @property
    def once(self) -> list[str]:
        """The participants whose sheets were typed only once, in the order typed."""
        return [name for name in self.first if name not in self.second]

    @property
    def unsettled(self) -> list[str]:
        """The participants whose two typings differ and wait to be settled."""
        return [name for name in self.second if name not in self.settled and self._differ(name)]

    def _differ(self, name: str) -> bool:
        return bool(list(_apart(self.first[name], self.second[name])))


def with_first(book: EntryBook, sheet: RecordSheet) -> EntryBook:
    """The book with a sheet typed for the first time.

    Raises
    ------
    StudyError
        If the sheet is faulty or the participant is in the book already.
    """
    sheet = checked_sheet(sheet, book.qset, book.grid, free=book.free)
    refuse_first(book, sheet.participant)
    return replace(book, first={**book.first, sheet.participant: sheet})


def with_second(book: EntryBook, sheet: RecordSheet) -> EntryBook:
    """The book with a sheet typed for the second time, by another person.

    Raises
    ------
    StudyError
        If the sheet is faulty, there is no first entry, or the same person typed that one.
    """
    sheet = checked_sheet(sheet, book.qset, book.grid, free=book.free)
    refuse_second(book, sheet.participant, sheet.by)
    return replace(book, second={**book.second, sheet.participant: sheet})


def refuse_first(book: EntryBook, name: str) -> None:
    """Raise a StudyError where a participant can't be typed for the first time."""
    if name in book.first:
        by = book.first[name].by or "somebody"
        raise StudyError(
            f"{name} was typed already by {by}; look at the code on the sheet, or type it as a "
            "second entry."
        )


def refuse_second(book: EntryBook, name: str, by: str) -> None:
    """Raise a StudyError where a participant can't be typed a second time by this person."""
    if name not in book.first:
        raise StudyError(f"{name} has no first entry; look at the code, or type it as a first.")
    if name in book.second:
        raise StudyError(f"{name} was typed twice already; settle what differs, if anything does.")
    if not by or by.casefold() == book.first[name].by.casefold():
        raise StudyError(
            f"The first entry of {name} is by {book.first[name].by or 'nobody named'}; a second "
            "one is another person's, so that the same slip is not made twice."
        )


def with_settled(book: EntryBook, sheet: RecordSheet) -> EntryBook:
    """The book with the sheet that holds for a participant whose two entries differ.

    Raises
    ------
    StudyError
        If the sheet is faulty or the participant was not typed twice.
    """
    sheet = checked_sheet(sheet, book.qset, book.grid, free=book.free)
    if sheet.participant not in book.second:
        raise StudyError(f"{sheet.participant} was not typed twice; there is nothing to settle.")
    return replace(book, settled={**book.settled, sheet.participant: sheet})


def differences(book: EntryBook) -> pd.DataFrame:
    """Where first and second entries differ: participant, place, first, second, settled.

    first, second : the cards that only this entry has in the place, as text.
    """
    rows = [
        (name, place, _text(one), _text(other), name in book.settled)
        for name in book.second
        for place, one, other in _apart(book.first[name], book.second[name])
    ]
    return pd.DataFrame(rows, columns=["participant", "place", "first", "second", "settled"])


def holding(book: EntryBook) -> dict[str, RecordSheet]:
    """Participant -> the sheet that holds: the settled one, else the first entry."""
    return {name: book.settled.get(name, sheet) for name, sheet in book.first.items()}


def study_of_entries(book: EntryBook) -> QStudy:
    """The study that the sheets make.

    Raises
    ------
    StudyError
        If no sheet was typed yet.
    """
    sheets = holding(book)
    if not sheets:
        raise StudyError("No record sheet was typed yet; type one, or read them from a workbook.")
    index = pd.Index(book.qset.numbers, name="statement")
    values = {
        name: {card: float(v) for v, cards in s.columns.items() for card in cards}
        for name, s in sheets.items()
    }
    sorts = pd.DataFrame({n: pd.Series(v, dtype=float).reindex(index) for n, v in values.items()})
    sorts.columns = pd.Index(list(sheets), name="participant", dtype=object)
    return QStudy(
        name=book.name,
        qset=book.qset,
        grid=book.grid,
        sorts=sorts,
        piles=_piles(sheets, sorts),
        found=tuple(_told(book)),
    )


def _piles(sheets: Mapping[str, RecordSheet], sorts: pd.DataFrame) -> pd.DataFrame | None:
    """Statement number x participant, or None where no sheet records the first sorting."""
    if not any(any(s.piles.values()) for s in sheets.values()):
        return None
    piles = pd.DataFrame(None, index=sorts.index, columns=sorts.columns, dtype=object)
    for name, sheet in sheets.items():
        for pile in PILES:
            piles.loc[list(sheet.piles.get(pile, ())), name] = pile
    return piles


def _told(book: EntryBook) -> Iterator[str]:
    once, unsettled = book.once, book.unsettled
    yield f"Record sheets typed: {len(book.first)}, of these twice: {len(book.second)}."
    if book.second and once:
        yield f"Typed once only: {', '.join(once)}."
    if unsettled:
        yield (
            f"Two entries differ and wait to be settled: {', '.join(unsettled)}; the first entry "
            "stands until then."
        )


def _apart(one: RecordSheet, other: RecordSheet) -> Iterator[tuple[str, set[int], set[int]]]:
    """Each place on which two typings differ, with the cards that only one of them has."""
    first, second = one.places, other.places
    for place in dict.fromkeys([*first, *second]):
        here, there = set(first.get(place, ())), set(second.get(place, ()))
        if here != there:
            yield place, here - there, there - here


def _text(cards: set[int]) -> str:
    return " ".join(map(str, sorted(cards)))
