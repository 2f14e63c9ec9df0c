"""Typing record sheets in the terminal: one after the other, each line checked as it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from corpora.errors import StudyError
from qmethod.codes import checked_code
from qmethod.design import PILES
from qmethod.entry import (
    EntryBook,
    differences,
    refuse_first,
    refuse_second,
    with_first,
    with_second,
    with_settled,
)
from qmethod.record_sheets import (
    LEFT_OUT,
    PILE,
    RecordSheet,
    column_name,
    listed,
    missing_cards,
    numbers_of,
    slips_in,
)
from workbench.keys import Keyboard

HELP = (
    "Type the numbers of the cards in each column with spaces between: 3 8 12. "
    "b goes back one line, x drops the sheet, Enter without a code ends."
)
BACK, DROP = "b", "x"


@dataclass
class Desk:
    """One person at a keyboard: the book so far, and how it is kept after every sheet."""

    book: EntryBook
    by: str
    keys: Keyboard
    say: Callable[[str], None]
    keep: Callable[[EntryBook], None]
    second: bool = False
    piles: bool = False

    def kept(self, book: EntryBook, sentence: str) -> None:
        """Keep the book and say so."""
        self.keep(book)
        self.book = book
        self.say(sentence)

    def ask(self, prompt: str) -> str:
        """What the person types.

        Raises
        ------
        EOFError
            If nothing more can come; whatever was kept is in the book.
        """
        line = self.keys.answer(prompt)
        if line is None:
            raise EOFError
        return line.strip()


def type_sheets(desk: Desk) -> None:
    """Ask for sheets until the person ends; each is kept before the next is asked for."""
    desk.say(HELP)
    while code := desk.ask("Participant code: "):
        try:
            code = checked_code(code)
            if desk.second:
                refuse_second(desk.book, code, desk.by)
            else:
                refuse_first(desk.book, code)
            sheet = _one_sheet(desk, code)
            if sheet is None:
                desk.say(f"The sheet of {code} was dropped; nothing of it was kept.")
                continue
            _keep(desk, sheet)
        except StudyError as fault:
            desk.say(str(fault))


def settle(desk: Desk) -> None:
    """Ask, for each place on which two entries differ, what the photo shows."""
    for name in desk.book.unsettled:
        desk.say(f"{name}: look at the photo.")
        while not _settled(desk, name):
            desk.say("Once more.")
    if not desk.book.unsettled:
        desk.say("Nothing waits to be settled.")


def _keep(desk: Desk, sheet: RecordSheet) -> None:
    enter = with_second if desk.second else with_first
    book = enter(desk.book, sheet)
    count = len(book.second if desk.second else book.first)
    desk.kept(book, f"Kept: {sheet.participant} ({count} so far).")
    if desk.second:
        found = differences(book)
        for row in found[found["participant"] == sheet.participant].itertuples():
            desk.say(
                f"  differs in {row.place}: first {row.first or '-'}, second {row.second or '-'}"
            )


def _one_sheet(desk: Desk, code: str) -> RecordSheet | None:
    """The sheet as typed line by line; None where the person drops it."""
    sheet = RecordSheet(code, {}, by=desk.by)
    places: list[int | str] = [*desk.book.grid.values, LEFT_OUT, *(PILES if desk.piles else ())]
    at = 0
    while at < len(places):
        place = places[at]
        typed = desk.ask(_prompt(desk, sheet, place))
        if typed == DROP:
            return None
        if typed == BACK:
            at = max(0, at - 1)
            continue
        told = _fault(desk, sheet, place, typed)
        if told:
            desk.say(f"  {told}.")
            continue
        sheet = _with(sheet, place, numbers_of(typed))
        at += 1
    return sheet


def _prompt(desk: Desk, sheet: RecordSheet, place: int | str) -> str:
    if isinstance(place, int):
        count = desk.book.grid.height_of[place]
        return f"  {column_name(place)} ({count} card{'s' * (count != 1)}): "
    if place == LEFT_OUT:
        without = missing_cards(replace(sheet, left_out=()), desk.book.qset)
        told = f"{listed(without)} not typed yet; " if without else ""
        return f"  {told}left out (Enter if none): "
    return f"  {PILE} {place} (Enter if not counted): "


def _fault(desk: Desk, sheet: RecordSheet, place: int | str, typed: str) -> str:
    """What is wrong with a line, in a clause; empty where nothing is."""
    book = desk.book
    try:
        tried = _with(sheet, place, numbers_of(typed))
    except StudyError as fault:
        return str(fault).rstrip(".")
    slips = slips_in(tried, book.qset, book.grid, free=book.free)
    if slips:
        return slips[0].sentence
    missing = missing_cards(tried, book.qset) if place == LEFT_OUT else []
    if missing:
        verb = "stands" if len(missing) == 1 else "stand"
        return f"{listed(missing)} {verb} nowhere; type what was left out, or b to go back"
    return ""


def _with(sheet: RecordSheet, place: int | str, cards: tuple[int, ...]) -> RecordSheet:
    """The sheet with a place filled; what was in it before is forgotten."""
    if isinstance(place, int):
        return replace(sheet, columns={**sheet.columns, place: cards})
    if place == LEFT_OUT:
        return replace(sheet, left_out=cards)
    return replace(sheet, piles={**sheet.piles, place: cards})


def _settled(desk: Desk, name: str) -> bool:
    """Whether what the person chose makes a sound sheet, which is then kept."""
    first, second = desk.book.first[name], desk.book.second[name]
    sheet = replace(first, by=desk.by)
    for place, cards in first.places.items():
        others = second.places.get(place, ())
        if set(cards) != set(others):
            sheet = _with(sheet, _key(sheet, place), _chosen(desk, place, cards, others))
    try:
        desk.kept(with_settled(desk.book, sheet), f"Settled: {name}.")
    except StudyError as fault:
        desk.say(str(fault))
        return False
    return True


def _chosen(
    desk: Desk, place: str, first: tuple[int, ...], second: tuple[int, ...]
) -> tuple[int, ...]:
    """The cards that the person says lie in a place."""
    desk.say(f"  {place}: 1 = {_text(first)}; 2 = {_text(second)}")
    while True:
        typed = desk.ask("  1, 2, or = and the numbers: ")
        if typed in ("1", "2"):
            return first if typed == "1" else second
        try:
            if typed.startswith("="):
                return numbers_of(typed.removeprefix("="))
            desk.say("  Type 1 or 2 for one of the entries, or = and the numbers: = 3 8 12.")
        except StudyError as fault:
            desk.say(f"  {fault}")


def _key(sheet: RecordSheet, place: str) -> int | str:
    """The column's value, "left out" or the pile that a place in words means."""
    columns = {column_name(value): value for value in sheet.columns}
    return columns.get(place, place.removeprefix(f"{PILE} "))


def _text(cards: tuple[int, ...]) -> str:
    return " ".join(map(str, cards)) or "none"
