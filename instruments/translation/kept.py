"""Translations kept as files beside the instrument, and tables taken into them."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from corpora.places import new_files
from corpora.placing import put
from instruments.guide import TopicGuide
from instruments.scripts import language
from instruments.source.names import SHELF
from instruments.translation.files import read_translation, translation_bytes
from instruments.translation.incoming import held_again
from instruments.translation.states import higher, is_reviewed
from instruments.translation.table import (
    GONE,
    WORK,
    framed,
    language_in,
    translation_table,
)
from instruments.translation.units import Translatable

NOT_IN_SOURCE = "its text is not in the source; it is kept, but printed nowhere"
CONFLICT = ("id", "source", "kept", "kept state", "returned", "returned state", "why")


@dataclass(frozen=True)
class Taken:
    """What came of a table that was taken in.

    Fields
    ------
    table
        The translation as it now is.
    taken
        How many texts were new or further than before.
    conflicts
        A row for each text that was left as it was: by `CONFLICT`, its row in the returned
        table as index.
    path
        The file that holds it; None where nothing was written.
    """

    table: pd.DataFrame
    taken: int
    conflicts: pd.DataFrame
    path: Path | None = None


def kept_path(
    thing: Translatable, code: str, folder: str | PathLike[str] | None = None, *, name: str = ""
) -> Path:
    """The file in which a translation is kept: a folder a language, a .po file an instrument.

    The folders stand beside the instrument's own file, or in `folder`. A Q-set and a list of
    fixed words need a folder and a name.
    """
    own, source = (thing.name, thing.path) if isinstance(thing, TopicGuide) else ("", "")
    called = name or own
    if not called or (folder is None and not source):
        raise StudyError(
            "It is not known where this translation is to be kept; name a folder and a name for "
            "its file."
        )
    if folder is None and Path(source).parent == SHELF:
        raise StudyError(
            f"{called} ships with the toolkit, and translations stand beside a study's own copy; "
            "make one with `qmt instruments new`, or name a folder."
        )
    beside = Path(source).parent if folder is None else Path(folder)
    return beside / language(code).code / f"{called}.po"


def kept_translation(
    thing: Translatable,
    code: str,
    folder: str | PathLike[str] | None = None,
    *,
    name: str = "",
) -> pd.DataFrame:
    """The table for a language with what is kept in its file, every text as it is now."""
    path = kept_path(thing, code, folder, name=name)
    known = _in_language(read_translation(path), code, path.name) if path.is_file() else None
    return translation_table(thing, language=code, known=known)


def take_in(
    thing: Translatable,
    returned: str | PathLike[str] | pd.DataFrame,
    code: str,
    folder: str | PathLike[str] | None = None,
    *,
    name: str = "",
    force: bool = False,
) -> Taken:
    """A returned table merged into the kept translation, which is written anew.

    What was there is kept beside it as .backup-1, .backup-2 and so on. See `merged` for what
    is taken; `force` also takes what conflicts.

    Raises
    ------
    StudyError
        If the table is in another language, none of its texts is of this source, or it can't
        be read.
    """
    path = kept_path(thing, code, folder, name=name)
    named = "The table" if isinstance(returned, pd.DataFrame) else Path(returned).name
    table = held_again(returned) if named == "The table" else read_translation(returned)
    table = _in_language(table, code, named)
    result = merged(thing, kept_translation(thing, code, folder, name=name), table, force=force)
    if not result.taken and path.is_file():
        return result
    with new_files(path, force=True) as beside:
        put(beside / path.name, translation_bytes(result.table, path))
    return Taken(result.table, result.taken, result.conflicts, path)


def merged(
    thing: Translatable, kept: pd.DataFrame, returned: pd.DataFrame, *, force: bool = False
) -> Taken:
    """The kept translation with what a returned table adds to it.

    A text without a translation or with a draft takes what comes back. A confirmed one
    (reviewed, agreed or tried) takes a further state of the same words, and nothing else: other
    words for it, or a lower state, are a conflict and stay out unless `force` is set. So does
    a draft that is older than the one kept. Empty rows take nothing away.

    A table that went out before the source changed is matched to the source as it is now, as
    `translation_table` does: what it says of changed texts comes in as a draft.
    """
    came = translation_table(thing, language=language_in(kept), known=returned)
    if returned["target"].str.strip().any() and not _matches(came):
        raise StudyError(
            "None of the texts of the table is in this source; take the table into the instrument "
            "or Q-set from which it was made."
        )
    fresh = {row["id"]: row for row in came.to_dict("records")}
    outcomes = [_outcome(r, fresh.pop(r["id"], None), force) for r in kept.to_dict("records")]
    outcomes += [_Outcome(row, row, True, NOT_IN_SOURCE) for row in fresh.values()]
    rows = [outcome.row for outcome in outcomes]
    taken = sum(outcome.taken for outcome in outcomes)
    return Taken(framed(rows), taken, _conflicts(outcomes, returned))


@dataclass(frozen=True)
class _Outcome:
    """What became of a text: its row, what came back, whether it was taken, and why not."""

    row: dict[str, Any]
    new: dict[str, Any] | None
    taken: bool = False
    why: str = ""


def _outcome(row: dict[str, Any], new: dict[str, Any] | None, force: bool) -> _Outcome:
    if new is None or not _adds(row, new):
        return _Outcome(row, new)
    why = "" if force else _refusal(row, new)
    return _Outcome(row if why else _taken(row, new, force=force), new, not why, why)


def _conflicts(outcomes: list[_Outcome], returned: pd.DataFrame) -> pd.DataFrame:
    """The texts that were left as they were, by the row of the returned table.

    A text that has changed since the table went out has no row there any more: its number is
    below zero.
    """
    places = dict(zip(returned["id"], returned.index, strict=True))
    left = [(outcome, outcome.new) for outcome in outcomes if outcome.why and outcome.new]
    rows = [_conflict(outcome.row, new, outcome.why) for outcome, new in left]
    index = [places.get(new["id"], -1 - number) for number, (_, new) in enumerate(left)]
    return pd.DataFrame(rows, pd.Index(index, name="row"), list(CONFLICT))


def _matches(came: pd.DataFrame) -> bool:
    return bool(((came["where"] != GONE) & (came["target"].str.strip() != "")).any())


def _in_language(table: pd.DataFrame, code: str, file: str) -> pd.DataFrame:
    found, wanted = language_in(table), language(code)
    if found and found != wanted.code:
        raise StudyError(
            f"{file}: the table is in {language(found).name} ({found}), not in {wanted.name} "
            f"({wanted.code}); take it into its own language."
        )
    return table.assign(language=wanted.code)


def _adds(row: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether what came back says anything that is not kept already."""
    return bool(new["target"].strip()) and _taken(row, new, force=True) != row


def _refusal(row: dict[str, Any], new: dict[str, Any]) -> str:
    """Why what came back must not replace what is kept; empty where it may."""
    if not row["target"].strip():
        return ""
    same = new["target"].strip() == row["target"].strip()
    if is_reviewed(row["state"]):
        if not same:
            return f"what is kept is {row['state']}, and the words differ"
        if higher(row["state"], new["state"]) != new["state"]:
            return f"what is kept is {row['state']} already"
        return ""
    if new["source before"] and not row["source before"]:
        return "what came back was made from an older source"
    if not same and new["date"] and row["date"] and new["date"] < row["date"]:
        return "what came back is older"
    return ""


def _taken(row: dict[str, Any], new: dict[str, Any], *, force: bool) -> dict[str, Any]:
    """The kept row with what came back; empty cells take nothing away from the same words."""
    same = new["target"].strip() == row["target"].strip()
    filled = {column: new[column] for column in WORK if new[column] or not same}
    state = new["state"] if force or not same else higher(row["state"], new["state"])
    told = {"state": state, "source before": new["source before"], "note": _notes(row, new)}
    return row | filled | told


def _notes(row: dict[str, Any], new: dict[str, Any]) -> str:
    """Every line of both notes once; one more for who stood behind the state that is left."""
    who = f"{row['state']}: {row['reviewer']}, {row['date']}"
    left = is_reviewed(row["state"]) and (row["reviewer"], row["date"]) != (
        new["reviewer"],
        new["date"],
    )
    lines = [*row["note"].split("\n"), *([who] if left else []), *new["note"].split("\n")]
    return "\n".join(line for line in dict.fromkeys(lines) if line.strip())


def _conflict(row: dict[str, Any], new: dict[str, Any], why: str) -> dict[str, Any]:
    return {
        "id": new["id"],
        "source": new["source"],
        "kept": row["target"],
        "kept state": row["state"],
        "returned": new["target"],
        "returned state": new["state"],
        "why": why,
    }
