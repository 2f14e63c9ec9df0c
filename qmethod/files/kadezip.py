"""KADE's zip archive: four text files named for what they hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from corpora.errors import StudyError
from qmethod.design import Grid, Statement
from qmethod.files.draft import Draft, DraftSort, Fault, Placement, whole
from qmethod.files.kade import without_placeholders
from qmethod.files.pqmethod import AXIS, grid_on_axis
from qmethod.files.tables import decode


def is_zip(contents: Mapping[str, bytes]) -> bool:
    """Whether a zip archive holds KADE's text files."""
    return {"sorts.txt", "statements.txt"} <= {name.lower() for name in contents}


def parse_zip(contents: Mapping[str, bytes], file: str) -> Draft:
    """The study in KADE's zip of text files."""
    texts = {
        name.lower(): decode(content, f"{file}, {name}")[0]
        for name, content in contents.items()
        if name.lower().endswith(".txt") and content.strip()
    }
    for wanted in ("sorts.txt", "statements.txt"):
        if wanted not in texts:
            raise StudyError(f"{file}: {wanted} is empty; export the archive again.")
    wordings = [line for line in texts["statements.txt"].split("\n") if line.strip()]
    statements = without_placeholders([Statement(i, t) for i, t in enumerate(wordings, start=1)])
    sorts, faults = _zip_sorts(texts["sorts.txt"], len(statements))
    name = texts.get("name.txt") or texts.get("names.txt") or ""
    grid = _zip_grid(texts.get("pattern.txt", ""))
    return Draft(
        file,
        "a KADE zip archive",
        statements,
        tuple(sorts),
        name=" ".join(name.split()),
        grid=grid,
        grid_source="pattern.txt",
        faults=tuple(faults),
    )


def _zip_grid(text: str) -> Grid | None:
    fields = [f for f in text.replace(";", ",").replace("\n", ",").split(",") if f.strip()]
    heights = [whole(f) for f in fields]
    known = [h for h in heights if h is not None and h >= 0]
    usable = len(known) == len(heights) == len(AXIS) and any(known)
    return grid_on_axis(known) if usable else None


def _zip_sorts(text: str, size: int) -> tuple[list[DraftSort], list[Fault]]:
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    sorts, faults = [], []
    for row, fields in enumerate(_fields(text, separator), start=1):
        while fields and not fields[-1].strip():
            fields.pop()
        if not fields:
            continue
        where = f"sorts.txt, line {row}"
        if len(fields) != size + 1:
            faults.append(
                Fault(
                    fields[0].strip(),
                    None,
                    where,
                    f"the line holds {len(fields) - 1} values for {size} statements",
                    "look for a missing value or an extra separator",
                    stops=True,
                )
            )
        placements = tuple(
            Placement(str(i), value.strip(), f"{where}, field {i + 1}")
            for i, value in enumerate(fields[1 : size + 1], start=1)
        )
        sorts.append(DraftSort(fields[0].strip(), where, placements))
    return sorts, faults


def _fields(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise StudyError(f"sorts.txt can't be read ({error}); export the archive again.") from None
