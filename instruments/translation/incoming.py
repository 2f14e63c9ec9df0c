"""What comes back in a table of translations: held to its form before anything is taken from it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from instruments.page.texts import clean
from instruments.scripts import language
from instruments.source.marks import one_of
from instruments.study.file import HOW_TO_DATE, as_date
from instruments.translation.states import STATES, is_reviewed, review_fault
from instruments.translation.table import COLUMNS, framed
from instruments.translation.units import context_of, split_context, unit_id

NEEDED = ("id", "source", "language", "target", "state", "translator", "reviewer", "date")
LISTED = ("choice", "row")


@dataclass(frozen=True)
class Place:
    """Where a row was read: the file, "row" or "line", and its number."""

    file: str
    word: str
    number: int

    def fault(self, message: str) -> StudyError:
        """The error that names the file and the row."""
        return StudyError(f"{self.file}, {self.word} {self.number}: {message}")


Read = tuple[Place, dict[str, str]]


def check_columns(names: Sequence[str], file: str) -> None:
    """Raise where a column that every table needs is missing."""
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise StudyError(
            f'{file}: there is no column "{missing[0]}"; send the table out again and copy the '
            "translations into its column target."
        )


def held(rows: Iterable[Read], file: str) -> pd.DataFrame:
    """The rows as a table, each held to its form.

    A row with a translation and without a state counts as draft, one without a translation as
    missing. A state of "reviewed" or beyond ends the remark that the source had changed.

    Raises
    ------
    StudyError
        If an id is missing, twice or not that of its source; a state, a language or a date
        can't be read; or a review is claimed that was none.
    """
    found: list[dict[str, Any]] = []
    places: list[int] = []
    seen: dict[str, int] = {}
    for place, cells in rows:
        row = _row(place, cells)
        if row["id"] in seen:
            raise place.fault(
                f"the id {row['id']} stands in {place.word} {seen[row['id']]} already; delete one "
                "of them."
            )
        seen[row["id"]] = place.number
        found.append(row)
        places.append(place.number)
    if not found:
        raise StudyError(f"{file}: the table has no rows; send it out again.")
    _one_language(found, file)
    return framed(found, places)


def _row(place: Place, cells: dict[str, str]) -> dict[str, Any]:
    texts = {name: clean(cells.get(name, "")).replace("\r", "\n") for name in COLUMNS}
    row: dict[str, Any] = texts | {
        name: texts[name].strip() for name in COLUMNS if name not in ("source", "target")
    }
    kind, fixed = split_context(context_of(row["id"]))
    row["kind"] = kind
    _check_id(place, row, fixed)
    row["language"] = _code(place, row["language"])
    row["date"] = _day(place, row["date"])
    row["state"] = _state(place, row)
    if is_reviewed(row["state"]):
        row["source before"] = ""
    row["longest allowed length"] = _length(place, row["longest allowed length"])
    return row


def _check_id(place: Place, row: dict[str, Any], fixed: str) -> None:
    if not row["id"]:
        raise place.fault(
            "there is no id, so nobody can know what is translated here; copy the row from the "
            "table that was sent out."
        )
    if row["id"] != unit_id(row["kind"], fixed, row["source"]):
        raise place.fault(
            f'the id "{row["id"]}" is unknown: it does not belong to the source beside it; copy id '
            "and source from the table that was sent out, where both are locked."
        )


def _code(place: Place, code: str) -> str:
    if not code:
        return ""
    try:
        return language(code).code
    except StudyError as fault:
        raise place.fault(str(fault)) from None


def _day(place: Place, text: str) -> str:
    """The date in ISO form, its digits 0-9."""
    if not text:
        return ""
    found = as_date(folded(text).split("T")[0])
    if found is None:
        raise place.fault(f'"{text}" is no date; {HOW_TO_DATE}.')
    return found.isoformat()


def _state(place: Place, row: dict[str, Any]) -> str:
    state = row["state"].casefold() or "missing"
    if state not in STATES:
        raise place.fault(f'"{row["state"]}" is no state; {one_of(state, STATES)}')
    if not row["target"].strip():
        if is_reviewed(state):
            raise place.fault(
                f"the state is {state} but the target is empty; fill it in, or empty the state."
            )
        return "missing"
    if row["kind"] in LISTED and "|" in row["target"]:
        raise place.fault('the target holds "|", which parts answers; write it without.')
    state = "draft" if state == "missing" else state
    fault = review_fault(state, *(row[name] for name in ("translator", "reviewer", "date", "note")))
    if fault:
        raise place.fault(f"{fault}.")
    return state


def _length(place: Place, text: str) -> int | None:
    if not text:
        return None
    try:
        return int(float(folded(text)))
    except (ValueError, OverflowError):
        raise place.fault(f'"{text}" is no length; write a number of characters.') from None


def _one_language(rows: list[dict[str, Any]], file: str) -> None:
    codes = list(dict.fromkeys(row["language"] for row in rows if row["language"]))
    if len(codes) > 1:
        raise StudyError(
            f"{file}: the table names two languages, {codes[0]} and {codes[1]}; keep a table for "
            "each."
        )
    for row in rows:
        row["language"] = codes[0] if codes else ""


def folded(text: str) -> str:
    """The text with the decimal digits of every script as 0-9."""
    return "".join(
        str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text
    )


def held_again(table: pd.DataFrame) -> pd.DataFrame:
    """A table made or changed in a program, held to the same form as one read from a file."""
    places = (Place("The table", "row", int(number)) for number in table.index)
    cells = table.astype(object).where(table.notna(), "").astype(str).to_dict("records")
    return held(zip(places, cells, strict=True), "The table")
