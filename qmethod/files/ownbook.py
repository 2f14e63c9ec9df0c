"""Our own workbook: sheets for the study, the statements, the sorts, and what goes with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpora.errors import StudyError
from qmethod.design import PILES, Grid, Statement
from qmethod.files.draft import (
    UNSURE,
    Comment,
    Draft,
    DraftSort,
    Fault,
    PileEntry,
    Placement,
    number,
    unworded,
    whole,
)
from qmethod.files.kade import Sheets, pick
from qmethod.files.layout import table_faults
from qmethod.files.tables import Table

STUDY = "study"
STATEMENTS = "statements"
BY_STATEMENT = "sorts by statement"
BY_PILE = "sorts by pile"
PARTICIPANTS = "participants"
COMMENTS = "comments"
PILES_SHEET = "piles"
SETTINGS = "settings"
FIELDS = ("name", "stem", "language", "note", "grid", "synthetic")

_BETWEEN = re.compile(r"[\s,;]+")


def is_ours(sheets: Sheets) -> bool:
    """Whether a workbook has the sheets of our template."""
    return pick(sheets, (STUDY,)) is not None and (
        pick(sheets, (BY_STATEMENT,)) is not None or pick(sheets, (BY_PILE,)) is not None
    )


def parse(sheets: Sheets, file: str) -> Draft:
    """The study in a workbook of our layout."""
    fields = fields_of(pick(sheets, (STUDY,)))
    statements = _statements(pick(sheets, (STATEMENTS,)))
    by_statement, by_pile = pick(sheets, (BY_STATEMENT,)), pick(sheets, (BY_PILE,))
    sorts = [] if by_statement is None else sorts_by_statement(by_statement)
    sorts += [] if by_pile is None else _sorts_by_pile(by_pile)
    sorts = _entered_once(sorts)
    if not statements:
        numbers = {n for s in sorts for p in s.placements if (n := whole(p.number)) is not None}
        statements = unworded(sorted(numbers))
    extras = extras_of(sheets)
    used = (by_statement, by_pile, pick(sheets, (STUDY,)), pick(sheets, (STATEMENTS,)))
    return Draft(
        file,
        "a workbook of this toolkit",
        statements,
        tuple(sorts),
        name=fields.get("name", ""),
        stem=fields.get("stem", ""),
        note=fields.get("note", ""),
        language=fields.get("language") or "en",
        synthetic=fields.get("synthetic", ""),
        grid=Grid.parse(fields["grid"]) if fields.get("grid") else None,
        grid_source='sheet "study"',
        piles=extras.piles,
        participants=extras.participants,
        comments=extras.comments,
        faults=(*(f for t in used if t is not None for f in table_faults(t)), *extras.faults),
    )


@dataclass(frozen=True)
class Extras:
    """What the sheets beside the sorts hold."""

    participants: Mapping[str, Mapping[str, str]]
    piles: tuple[PileEntry, ...]
    comments: tuple[Comment, ...]
    faults: tuple[Fault, ...]


def extras_of(sheets: Sheets) -> Extras:
    """The participants, piles and comments of a workbook."""
    participants = pick(sheets, (PARTICIPANTS,))
    piles, comments = pick(sheets, (PILES_SHEET,)), pick(sheets, (COMMENTS,))
    entries, faults = ([], []) if piles is None else _piles(piles)
    used = [t for t in (participants, piles, comments) if t is not None]
    return Extras(
        {} if participants is None else _participants(participants),
        tuple(entries),
        () if comments is None else _comments(comments),
        (*(f for t in used for f in table_faults(t)), *faults),
    )


def fields_of(table: Table | None) -> dict[str, str]:
    """Field -> text, from a sheet with the fields in column A and the texts in column B."""
    if table is None:
        return {}
    known = {table.get(r, 0).lower(): table.get(r, 1) for r in table.filled()}
    return {field: known[field] for field in FIELDS if field in known}


def _statements(table: Table | None) -> tuple[Statement, ...]:
    if table is None:
        return ()
    top = table.filled()[0]
    heads = {table.get(top, c).lower(): c for c in range(table.width)}
    at, text = heads.get("number", 0), heads.get("text", 1)
    outcome, principle = heads.get("outcome"), heads.get("principle")
    found = []
    for row in table.filled():
        if row == top:
            continue
        n = whole(table.get(row, at))
        if n is None:
            raise StudyError(
                f'{table.file}, {table.cell(row, at)}: found "{table.get(row, at)[:40]}" where a '
                "statement number belongs; number the statements 1, 2, 3."
            )
        found.append(
            Statement(
                n,
                table.rows[row][text] if text < table.width else "",
                _optional(table, row, outcome),
                _optional(table, row, principle),
            )
        )
    return tuple(found)


def _optional(table: Table, row: int, column: int | None) -> str | None:
    return None if column is None else table.get(row, column) or None


def sorts_by_statement(table: Table) -> list[DraftSort]:
    """Statement numbers in column A, one participant per further column."""
    top, *body = table.filled()
    first = 2 if _is_wording(table, 1) else 1
    columns = [c for c in range(first, table.width) if any(table.get(r, c) for r in (top, *body))]
    return [
        DraftSort(
            table.get(top, c),
            (top, c),
            tuple(Placement(table.get(r, 0), table.get(r, c), (r, c)) for r in body),
            table,
        )
        for c in columns
    ]


def _is_wording(table: Table, column: int) -> bool:
    """Whether a column repeats the wording of the statements for the reader's sake."""
    top, *body = table.filled()
    if table.get(top, column).lower() not in ("statement", "text"):
        return False
    cells = [c for r in body if (c := table.get(r, column))]
    return any(number(c) is None and len(c.split()) > 1 for c in cells)


def _sorts_by_pile(table: Table) -> list[DraftSort]:
    """One participant per row, one column per grid value, statement numbers in the cells."""
    top, *body = table.filled()
    columns = {
        c: head
        for c in range(1, table.width)
        if number(head := table.get(top, c).removeprefix("+")) is not None or head.lower() == UNSURE
    }
    return [
        DraftSort(
            table.get(r, 0),
            (r, 0),
            tuple(
                Placement(token, value, (r, c))
                for c, value in columns.items()
                for token in _BETWEEN.split(table.get(r, c))
                if token
            ),
            table,
            by_pile=True,
        )
        for r in body
    ]


def _entered_once(sorts: list[DraftSort]) -> list[DraftSort]:
    """The sorts without the empty ones of people who were entered the other way."""
    filled = {s.name for s in sorts if any(p.value.strip() for p in s.placements)}
    return [s for s in sorts if any(p.value.strip() for p in s.placements) or s.name not in filled]


def _participants(table: Table) -> dict[str, dict[str, str]]:
    top, *body = table.filled()
    heads = {c: table.get(top, c) for c in range(1, table.width) if table.get(top, c)}
    return {
        table.get(r, 0): {head: table.get(r, c) for c, head in heads.items()}
        for r in body
        if table.get(r, 0)
    }


def _comments(table: Table) -> tuple[Comment, ...]:
    _, *body = table.filled()
    return tuple(
        Comment(table.get(r, 0), table.get(r, 1), table.rows[r][2], table.cell(r, 2))
        for r in body
        if table.get(r, 2)
    )


def _piles(table: Table) -> tuple[list[PileEntry], list[Fault]]:
    top, *body = table.filled()
    entries, faults = [], []
    for r in body:
        for c in range(2 if _is_wording(table, 1) else 1, table.width):
            word, name = table.get(r, c).lower(), table.get(top, c)
            if not word:
                continue
            if word in PILES:
                entries.append(PileEntry(name, table.get(r, 0), word, table.cell(r, c)))
            else:
                problem = f'found "{word[:40]}" where a pile belongs'
                remedy = f"write {', '.join(PILES)}, or leave the cell empty"
                faults.append(
                    Fault(name, whole(table.get(r, 0)), table.cell(r, c), problem, remedy, True)
                )
    return entries, faults
