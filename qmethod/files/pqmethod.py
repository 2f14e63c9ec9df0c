"""PQMethod's .DAT and .STA files: fixed columns, one sort per line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpora.errors import StudyError
from qmethod.design import Grid, QStudy
from qmethod.files.draft import Draft, DraftSort, Fault, Placement, unworded

LOWEST, HIGHEST = -6, 13
AXIS = tuple(range(LOWEST, HIGHEST + 1))
NAME_WIDTH = 10

_HEAD = re.compile(r"[ \d]{3}[ \d]{2}\d[ \d]{2}\d( .*)?")
_INTEGER = re.compile(r" *-?\d{1,6} *")
_FIELDS = re.compile(r"[ \d+\-]+")


def is_dat(text: str) -> bool:
    """Whether a text begins like a .DAT file: two counts in their columns, then the grid."""
    lines = text.split("\n", 2)
    return (
        len(lines) >= 2
        and _HEAD.fullmatch(lines[0].rstrip()) is not None
        and _FIELDS.fullmatch(lines[1].rstrip()) is not None
        and len(lines[1].split()) >= 3
    )


def parse(text: str, file: str, *, found: Sequence[str] = ()) -> Draft:
    """The study in a .DAT file; names keep all ten columns."""
    lines = text.split("\n")
    sorts_promised, size = int(lines[0][3:6]), int(lines[0][6:9])
    if size < 1:
        raise StudyError(
            f"{file}, line 1, columns 7-9: found 0 statements; write their number "
            "there, right-justified."
        )
    numbered = [(i, line) for i, line in enumerate(lines[2:], start=3) if line.strip()]
    faults: list[Fault] = []
    sorts = tuple(_sort(line, i, size, faults) for i, line in numbered)
    if len(sorts) != sorts_promised:
        faults.append(
            Fault(
                "",
                None,
                "line 1, columns 4-6",
                f"line 1 promises {sorts_promised} sorts and the file holds {len(sorts)}",
                "look for a missing or doubled line, or correct the number in columns 4-6",
                stops=True,
            )
        )
    grid, note = _grid(lines[1], size)
    return Draft(
        file,
        "a PQMethod .DAT file",
        unworded(list(range(1, size + 1))),
        sorts,
        name=lines[0][10:].strip(),
        grid=grid,
        grid_source="line 2 of the file",
        found=(*found, *note),
        faults=tuple(faults),
    )


def _sort(line: str, row: int, size: int, faults: list[Fault]) -> DraftSort:
    name, body = line[:NAME_WIDTH].strip(), line[NAME_WIDTH:].rstrip()
    have = -(-len(body) // 2)
    if have != size:
        faults.append(
            Fault(
                name,
                None,
                f"line {row}",
                f"the line holds {have} values and line 1 promises {size} statements",
                "restore the missing part: the name takes columns 1-10 and each value two columns",
                stops=True,
            )
        )
    placements = tuple(
        Placement(
            str(i + 1),
            body[2 * i : 2 * i + 2].strip(),
            f"line {row}, columns {NAME_WIDTH + 1 + 2 * i}-{NAME_WIDTH + 2 + 2 * i}",
        )
        for i in range(min(have, size))
    )
    return DraftSort(name, f"line {row}", placements)


def _grid(line: str, size: int) -> tuple[Grid | None, tuple[str, ...]]:
    """The grid of line 2, or a note why there is none."""
    fields = [line[i : i + 3] for i in range(0, len(line.rstrip()), 3)]
    if not all(_INTEGER.fullmatch(f) for f in fields):
        fields = line.split()
    if not all(_INTEGER.fullmatch(f) for f in fields):
        return None, ("Line 2 gives no grid that could be read, and was not used.",)
    heights = [int(f) for f in fields][2:]
    if len(heights) > len(AXIS) or min(heights, default=-1) < 0 or sum(heights) != size:
        return None, (
            f"Line 2 gives a grid of {sum(heights)} places for {size} statements and was not used.",
        )
    return grid_on_axis(heights), ()


def grid_on_axis(heights: Sequence[int]) -> Grid:
    """The grid whose heights stand for the values -6, -5, ... 13, without the empty ends."""
    used = [i for i, h in enumerate(heights) if h]
    first, last = used[0], used[-1]
    return Grid(AXIS[first : last + 1], tuple(heights[first : last + 1]))


def heights_on_axis(grid: Grid, *, file: str, program: str) -> list[int]:
    """The 20 heights for the values -6, -5, ... 13.

    Raises
    ------
    StudyError
        If the grid has a column beyond them.
    """
    beyond = [v for v, h in grid.height_of.items() if h and not LOWEST <= v <= HIGHEST]
    if beyond:
        raise StudyError(
            f"{file}: {program} knows the columns {LOWEST} to {HIGHEST}, and the grid has column "
            f"{beyond[0]}; write CSV or .xlsx instead."
        )
    return [grid.height_of.get(v, 0) for v in AXIS]


def dat_text(study: QStudy, *, file: str) -> str:
    """The .DAT file of a study.

    Raises
    ------
    StudyError
        If the format can't hold it: names over ten characters, cards not placed, values
        beyond two columns.
    """
    heights = heights_on_axis(study.grid, file=file, program="PQMethod")
    names = _names(study, file)
    _refuse_odd_values(study, file)
    title = " ".join(study.name.split())
    head = f"{0:3d}{len(names):3d}{len(study.qset):3d} {title:<68}"
    used = [v for v, h in zip(AXIS, heights, strict=True) if h]
    counts = "".join(f"{n:3d}" for n in (used[0], used[-1], *heights))
    rows = [
        f"{name:<{NAME_WIDTH}}" + "".join(f"{int(v):2d}" for v in study.sorts[name])
        for name in names
    ]
    return "".join(f"{line}\r\n" for line in (head, counts, *rows))


def sta_text(study: QStudy, *, file: str) -> str:
    """The .STA file of a study: one statement per line.

    Raises
    ------
    StudyError
        If a statement has no text or a line break in it.
    """
    for statement in study.qset:
        if not statement.text.strip() or "\n" in statement.text or "\r" in statement.text:
            raise StudyError(
                f"{file}: statement {statement.number} is empty or holds a line break, and this "
                "format keeps each statement on a line of its own; change its text."
            )
    return "".join(f"{s.text}\r\n" for s in study.qset)


def _names(study: QStudy, file: str) -> list[str]:
    if len(study.names) > 999 or len(study.qset) > 999:
        raise StudyError(f"{file}: a .DAT file holds 999 sorts and statements at most.")
    for name in study.names:
        if len(name) > NAME_WIDTH or name != name.strip() or "\n" in name or "\r" in name:
            raise StudyError(
                f'{file}: the participant "{name}" does not fit the {NAME_WIDTH} columns that a '
                ".DAT file has for a name; give shorter codes, all different."
            )
    return study.names


def _refuse_odd_values(study: QStudy, file: str) -> None:
    values = study.sorts.to_numpy(dtype=float)
    for row, column in np.argwhere(np.isnan(values)):
        raise StudyError(
            f"{file}: {study.names[column]} did not place statement {study.sorts.index[row]}, and "
            "a .DAT file has no sign for that; write CSV or .xlsx instead."
        )
    odd = (values != np.round(values)) | (values < -9) | (values > 99)
    for row, column in np.argwhere(odd):
        raise StudyError(
            f"{file}: {study.names[column]} put statement {study.sorts.index[row]} at "
            f"{values[row, column]:g}, and a .DAT file holds whole numbers from -9 to 99; write "
            "CSV or .xlsx instead."
        )
