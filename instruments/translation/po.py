"""The table of a translation as a .po file, as translators' programs know it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import polib

from corpora.errors import StudyError
from corpora.readers.raw import utf8_text
from instruments.page.texts import one_line
from instruments.translation.incoming import Place, held
from instruments.translation.table import COLUMNS, GONE, language_in
from instruments.translation.units import context_of, split_context, unit_id

REMARKS = ("state", "translator", "reviewer", "date", "back-translation", "note", "source version")
LENGTH = "longest allowed length"
_REMARK = re.compile(rf"({'|'.join(REMARKS)}): ?(.*)", re.DOTALL)
_AT = re.compile(r"line (\d+)")
_COMMENT = re.compile(r"#(?![~|]).*|#")
_LINE = re.compile(r"""(?:\#~?\|?\s*)?(?:msg\w+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*\"""", re.VERBOSE)


def po_text(table: pd.DataFrame) -> str:
    """The table as the text of a .po file.

    The context of an entry is its kind and fixed id. States and names stand in the comments
    of the translator. An entry whose source has changed is fuzzy, with the text before; one
    that is no longer in the source is obsolete.
    """
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language_in(table),
    }
    for row in table.to_dict("records"):
        book.append(_entry(row))
    return str(book) + "\n"


def _entry(row: dict[str, Any]) -> Any:
    before = row["source before"] or None
    told = [row["where"]] if pd.isna(row[LENGTH]) else [row["where"], f"{LENGTH}: {row[LENGTH]}"]
    return polib.POEntry(
        msgctxt=context_of(row["id"]),
        msgid=row["source"],
        msgstr=row["target"],
        tcomment="\n".join(f"{name}: {_quoted(row[name])}" for name in REMARKS if row[name]),
        comment="\n".join(one_line(text) for text in told),
        flags=["fuzzy"] if before else [],
        previous_msgid=before,
        obsolete=row["where"] == GONE,
    )


def read_po(path: Path) -> pd.DataFrame:
    """The table in a .po file.

    An entry without a state is a draft if it is translated; a fuzzy one is a draft whatever
    its state says. Comments that are none of ours become notes.

    Raises
    ------
    StudyError
        If the file is no .po file, or an entry can't be taken: with the line and the remedy.
    """
    book = _parsed(path)
    code = book.metadata.get("Language", "").replace("_", "-")
    rows = [
        (Place(path.name, "line", max(entry.linenum, 1)), _cells(entry, code)) for entry in book
    ]
    return held(rows, path.name)


def _parsed(path: Path) -> Any:
    # The parser takes a name that is no file for the text of one.
    if not path.is_file():
        raise StudyError(f"{path} is not there; check its name and folder.")
    _check_lines(_text(path), path.name)
    try:
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError) as fault:
        found = _AT.search(str(fault))
        where = f"{path.name}, line {found[1]}" if found else path.name
        raise StudyError(
            f"{where}: an entry breaks off or is out of order; msgctxt, msgid and msgstr follow "
            "each other in every one."
        ) from None


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise StudyError(f"{path} can't be read ({fault.strerror}).") from None
    return utf8_text(data, path.name)


def _check_lines(text: str, file: str) -> None:
    """Raise where a line is not of the form; the parser would cut letters off some of them."""
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        said = line.strip()
        if said and not _COMMENT.fullmatch(said) and not _LINE.fullmatch(said):
            raise StudyError(
                f'{file}, line {number}: "{said[:40]}" is not of the form of a .po file; every '
                'line begins with #, msgctxt, msgid or msgstr and holds one text in "quotation '
                'marks", a quotation mark in it written \\".'
            )


def _cells(entry: Any, code: str) -> dict[str, str]:
    kind, fixed = split_context(entry.msgctxt or "")
    cells = dict.fromkeys(COLUMNS, "") | _remarks(entry.tcomment) | _told(entry)
    cells |= {
        "id": unit_id(kind, fixed, entry.msgid) if kind else "",
        "source": entry.msgid,
        "target": entry.msgstr,
        "language": code,
    }
    if "fuzzy" in entry.flags:
        cells["state"] = "draft"
        cells["source before"] = entry.previous_msgid or ""
    return cells


def _told(entry: Any) -> dict[str, str]:
    """Where an entry stands and how long it may be."""
    lines = entry.comment.split("\n")
    length = next((line for line in lines if line.startswith(f"{LENGTH}: ")), "")
    where = GONE if entry.obsolete else lines[0] if lines[0] != length else ""
    return {"where": where, LENGTH: length.removeprefix(f"{LENGTH}: ")}


def _remarks(comment: str) -> dict[str, str]:
    found: dict[str, str] = {}
    others = []
    for line in comment.split("\n"):
        remark = _REMARK.fullmatch(line)
        if remark:
            found[remark[1]] = _unquoted(remark[2])
        elif line.strip():
            others.append(line.strip())
    found["note"] = "\n".join([text for text in (found.get("note", ""), *others) if text])
    return found


def _quoted(text: str) -> str:
    """A text on one line: as it is where that is safe, else between quotation marks."""
    return json.dumps(text) if text != one_line(text) or text.startswith('"') else text


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return text
