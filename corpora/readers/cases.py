"""A table of attributes beside the texts: year, area, worker role, ... of each case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from corpora.errors import StudyError
from corpora.readers.columns import CASE, ID, by_name
from corpora.readers.tables import read_rows
from corpora.sources import Source, normalised


@dataclass(frozen=True)
class Cases:
    """The attributes of each text or case by its id, the file's name, and the case column."""

    file: str
    rows: Mapping[str, Mapping[str, str]]
    case: str = ""

    def about(self, source: Source) -> Source:
        """The source with the attributes of its case; the texts' own table goes first.

        A row is found by the source's case, its id, or the name of its file.
        """
        name = PurePosixPath(source.id).name
        for key in (source.case, source.id, name, PurePosixPath(name).stem):
            if _plain(key) in self.rows:
                row = dict(self.rows[_plain(key)])
                case = row.pop(self.case, "") or source.case
                return replace(source, case=case, attributes={**row, **source.attributes})
        said = f"No row of {self.file} is about this text."
        return replace(source, found=(*source.found, said))


def read_cases(path: Path, *, encoding: str | None = None) -> Cases:
    """The cases in a table with a column of ids or cases; the others are attributes.

    Raises
    ------
    StudyError
        If no column names the cases, or two rows are about one.
    """
    rows: dict[str, dict[str, str]] = {}
    key = case_column = ""
    for row in read_rows(path, encoding=encoding).records:
        names = list(row.cells)
        key = key or by_name(names, ID) or by_name(names, CASE) or names[0]
        case_column = by_name([name for name in names if name != key], CASE)
        case = _plain(row.cells.get(key, ""))
        if not case:
            raise StudyError(f'{path.name}, {row.place}: column "{key}" names no case; fill it in.')
        if case in rows:
            raise StudyError(
                f'{path.name}, {row.place}: "{row.cells[key]}" comes a second time in column '
                f'"{key}"; keep one row for each case.'
            )
        cells = {normalised(n): normalised(cell).strip() for n, cell in row.cells.items()}
        rows[case] = {name: cell for name, cell in cells.items() if name != normalised(key)}
    if not rows:
        raise StudyError(f"{path.name}: the table holds no cases under its header.")
    return Cases(path.name, rows, normalised(case_column))


def _plain(key: str) -> str:
    return normalised(key).strip().casefold()
