"""From files and folders to sources: `load` gives a list, `stream` one after the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from corpora.readers.cases import read_cases
from corpora.readers.columns import Columns, choose, plain_name
from corpora.readers.documents import read_pdf, read_plain, read_rtf
from corpora.readers.folders import Place, places
from corpora.readers.opendocument import read_odt
from corpora.readers.raw import Raw, file_bytes
from corpora.readers.subtitles import read_subtitles
from corpora.readers.tables import Row, read_rows
from corpora.readers.word import read_docx
from corpora.sources import Source, Turn, fingerprint, normalised
from corpora.turns import find_turns, said_of

KINDS = ("summary", "transcript", "text")
_SAMPLE = 50
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class _Reading:
    """What the researcher asked for beyond the paths; see `stream`."""

    encoding: str | None
    text_column: str | None
    id_column: str | None
    case_column: str | None
    sheet: str | None
    kind: str | None
    interviewers: tuple[str, ...]


def load(path: str | Path, *more: str | Path, **options: Any) -> list[Source]:
    """All texts of files and folders, in the order of their names; options as for `stream`.

    Raises
    ------
    StudyError
        If a file can't be read, or holds no text.
    """
    return list(stream(path, *more, **options))


def stream(
    path: str | Path,
    *more: str | Path,
    encoding: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    case_column: str | None = None,
    sheet: str | None = None,
    kind: str | None = None,
    interviewers: Collection[str] = (),
    attributes: str | Path | None = None,
) -> Iterator[Source]:
    """The texts of files and folders one after the other, so that memory does not grow.

    A document gives one source, whose id is its name; a table (.csv, .tsv, .xlsx, .jsonl)
    gives one for each row. `Source.found` says what was recognised and assumed. A workbook
    holds its distinct cells at once; give a very large table as .csv or .jsonl.

    Parameters
    ----------
    encoding
        Of text files and tables, where the one found is wrong.
    text_column, id_column, case_column, sheet
        Where the text, the id and the case of a table stand; other columns are attributes.
    kind
        "summary", "transcript" or "text" for all of them; speaker turns are sought only
        where this is "transcript" or left open.
    interviewers
        Speakers who ask the questions, besides the usual labels.
    attributes
        A table with a row for each case, found by the text's case, id or file name.

    Raises
    ------
    StudyError
        If a file can't be read, or holds no text.
    """
    if kind is not None and kind not in KINDS:
        raise StudyError(f'A text is a "summary", a "transcript" or a "text", not "{kind}".')
    asked = tuple(interviewers)
    reading = _Reading(encoding, text_column, id_column, case_column, sheet, kind, asked)
    beside = None if attributes is None else read_cases(Path(attributes), encoding=encoding)
    files = places([Path(path), *map(Path, more)], without=attributes)
    sources = _sources(files, reading)
    return sources if beside is None else map(beside.about, sources)


def _sources(files: Iterable[Place], reading: _Reading) -> Iterator[Source]:
    seen: set[int] = set()  # hashes of ids, so that 100,000 take little room
    for file in files:
        notes = file.notes
        for source in _records(file.path, reading) if file.table else _documents(file, reading):
            if hash(source.id) in seen:
                raise StudyError(
                    f'{file.path.name}: the id "{source.id}" comes a second time; give every text '
                    "an id of its own, or name another column by id_column=."
                )
            seen.add(hash(source.id))
            yield replace(source, found=source.found + notes) if notes else source
            notes = ()


def _documents(file: Place, reading: _Reading) -> Iterator[Source]:
    data = file_bytes(file.path)
    raw = _raw(data, file.path, reading)
    source = _source(file.id, raw, fingerprint(data), reading, file.path.name)
    if not source.text.strip():
        raise StudyError(f"{file.path.name}: the file holds no words; choose one that does.")
    yield source


def _raw(data: bytes, path: Path, reading: _Reading) -> Raw:
    ending, name = path.suffix.lower(), path.name
    if ending in (".vtt", ".srt"):
        return read_subtitles(data, name, encoding=reading.encoding)
    readers = {".docx": read_docx, ".odt": read_odt, ".rtf": read_rtf, ".pdf": read_pdf}
    if ending not in readers:
        return read_plain(data, name, encoding=reading.encoding)
    try:
        return readers[ending](data, name)
    except RecursionError:
        raise StudyError(
            f"{name}: the document is nested too deeply to be read; save it again as .txt."
        ) from None


def _source(
    id: str,
    raw: Raw,
    print_of_original: str,
    reading: _Reading,
    place: str,
    *,
    case: str = "",
    otherwise: str = "text",
    **fields: Any,
) -> Source:
    """The normalised text with its speaker turns."""
    text, repaired = _sound(raw.text, place)
    text = normalised(text)
    turns: tuple[Turn, ...] = ()
    if reading.kind in (None, "transcript"):
        leads = {number: normalised(lead) for number, lead in raw.leads.items()}
        turns = find_turns(text, leads=leads, sure=raw.sure, interviewers=reading.interviewers)
    kind = reading.kind or ("transcript" if turns or raw.transcript else otherwise)
    found = raw.found + repaired + ((said_of(turns),) if turns else ())
    return Source(id, text, case, kind, turns, fingerprint=print_of_original, found=found, **fields)


def _sound(text: str, place: str) -> tuple[str, tuple[str, ...]]:
    """The text with halves of letters joined, and what could not be."""
    if _LONE.search(text):
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        lost = joined.count("\ufffd") - text.count("\ufffd")
        said = f'Letters damaged in the file, which stand as "\ufffd": {lost}.'
        return _sound(joined, place)[0], (said,) if lost else ()
    if "\x00" in text:
        raise StudyError(
            f"{place}: the text holds a zero character, as no text does; export it again."
        )
    return text, ()


def _records(path: Path, reading: _Reading) -> Iterator[Source]:
    """A source for each row of a table."""
    rows = read_rows(path, encoding=reading.encoding, sheet=reading.sheet)
    first = list(islice(rows.records, _SAMPLE))
    if not first:
        raise StudyError(f"{path.name}: the table holds no rows under its header; add the texts.")
    columns = _columns(path, first, reading)
    found = rows.found + columns.said
    seen: dict[int, int] = {}
    words = False
    for row in chain(first, rows.records):
        source = _record(row, path, columns, reading, seen, found)
        words = words or bool(source.text.strip())
        yield source
    if not words:
        raise StudyError(
            f'{path.name}: no row of column "{columns.text}" holds a text; name the right column '
            "by text_column=."
        )


def _columns(path: Path, sample: list[Row], reading: _Reading) -> Columns:
    names = list(dict.fromkeys(name for row in sample for name in row.cells))
    return choose(
        names,
        [row.cells for row in sample],
        path.name,
        text=reading.text_column,
        id=reading.id_column,
        case=reading.case_column,
    )


def _record(
    row: Row,
    path: Path,
    columns: Columns,
    reading: _Reading,
    seen: dict[int, int],
    found: tuple[str, ...],
) -> Source:
    text, place = row.cells.get(columns.text, ""), f"{path.name}, {row.place}"
    if columns.text not in row.cells:
        raise StudyError(f'{place}: there is no "{columns.text}", which holds the texts.')
    case, id = (_tidy(row.cells.get(name, ""), place) for name in (columns.case, columns.id))
    if columns.id and not id:
        raise StudyError(f'{place}: column "{columns.id}" is empty; give every text an id.')
    special = {columns.text, columns.id, columns.case}
    cells = {name: cell for name, cell in row.cells.items() if name not in special}
    attributes = {normalised(name): _tidy(cell, place) for name, cell in cells.items()}
    kind = attributes.pop("kind") if attributes.get("kind") in KINDS else ""
    summary = "summary" if "summary" in plain_name(columns.text) else "text"
    said = found if text.strip() else (*found, "The text is empty.")
    raw = Raw(text, said, transcript=kind == "transcript")
    return _source(
        id or _id(case, path, row, seen), raw, _print(text), reading, place,
        case=case, otherwise=kind or summary, attributes=attributes,
    )  # fmt: skip


def _tidy(cell: str, place: str) -> str:
    return normalised(_sound(cell, place)[0]).strip()


def _print(cell: str) -> str:
    return fingerprint(cell.encode("utf-8", "surrogatepass"))


def _id(case: str, path: Path, row: Row, seen: dict[int, int]) -> str:
    """An id for a row without one: its case, numbered from the second on, or its place."""
    if not case:
        return f"{path.stem} {row.place}"
    count = seen[hash(case)] = seen.get(hash(case), 0) + 1
    return case if count == 1 else f"{case} ({count})"
