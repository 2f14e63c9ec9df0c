"""One file per participant: the finished grid as it lies, card identifiers in its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.errors import StudyError
from qmethod.design import Grid, Statement
from qmethod.files.draft import Draft, DraftSort, Placement, numbered_labels, whole
from qmethod.files.layout import table_faults
from qmethod.files.tables import Table

_CODE = re.compile(r"[^\s,;]{1,40}")


@dataclass(frozen=True)
class Pyramid:
    """The block of a single sort: its rows, its columns, and the row of column values."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    axis: int | None
    rest: int


def is_single(table: Table, *, expected: bool = False) -> bool:
    """Whether a table is a filled-in grid: every identifier once, empty cells above the columns.

    A table of sorts repeats its values in every column; a filled-in grid repeats nothing.
    Where one is `expected`, any identifiers will do as long as the columns stand on the ground.
    """
    block = pyramid(table)
    if block is None or len(block.columns) < 3:
        return False
    cells = [c for r in block.rows for k in block.columns if (c := table.get(r, k))]
    if len(cells) < 3 or len(set(cells)) < 0.8 * len(cells):
        return False
    if sum(_CODE.fullmatch(c) is not None for c in cells) < 0.9 * len(cells):
        return False
    hollow = any(not table.get(r, k) for r in block.rows for k in block.columns)
    if block.axis is not None or (hollow and numbered_labels(cells) is not None):
        return True
    return expected and hollow and all(table.get(block.rows[-1], k) for k in block.columns)


def pyramid(table: Table) -> Pyramid | None:
    """The first block of the table, up to the row of column values or the first blank row."""
    filled = table.filled()
    marked = [r for r in filled if _is_axis(table, r, signed=True)] or [
        r for r in filled if _is_axis(table, r, signed=False)
    ]
    axis = marked[0] if marked else None
    if axis is None:
        rows, rest = filled, 0
    elif axis == filled[0]:
        second = marked[1] if len(marked) > 1 else None
        rows = [r for r in filled[1:] if second is None or r < second]
        rest = 0 if second is None else len([r for r in filled if r >= second])
    else:
        rows, rest = [r for r in filled if r < axis], len([r for r in filled if r > axis])
    if not rows:
        return None
    used = [c for c in range(table.width) if any(table.get(r, c) for r in rows)]
    columns = range(table.width) if axis is not None else range(used[0], used[-1] + 1)
    if axis is not None:
        columns = [c for c in columns if table.get(axis, c)]  # type: ignore[assignment]
    return Pyramid(tuple(rows), tuple(columns), axis, rest)


def _is_axis(table: Table, row: int, *, signed: bool) -> bool:
    """Whether a row counts through the column values, such as -3 -2 -1 0 1 2 3.

    `signed` asks for a negative value, so that a row of cards 1 2 3 is not mistaken for one.
    """
    values = [whole(c) for c in table.rows[row] if c.strip()]
    known = [v for v in values if v is not None]
    if len(known) != len(values) or len(known) < 3:
        return False
    rising = all(b - a in (0, 1) for a, b in pairwise(known)) and known[0] < known[-1]
    if not rising or known[0] < 0 or signed:
        return rising and known[0] < 0
    rest = sum(bool(c.strip()) for r in table.filled() if r != row for c in table.rows[r])
    return known[0] < 2 and len(known) == table.width <= rest


def parse(
    tables: Mapping[str, Table],
    *,
    file: str,
    grid: Grid | None = None,
    wordings: Mapping[str, Statement] | None = None,
) -> Draft:
    """The study in these grids, participant -> table.

    wordings : identifier -> statement, where a list of the cards is at hand.
    """
    blocks = {name: pyramid(table) for name, table in tables.items()}
    ids = sorted({c for name, b in blocks.items() if b for c in _identifiers(tables[name], b)})
    if not ids:
        raise StudyError(f"{file}: the grids hold no card; put each card's identifier in a cell.")
    cards, notes = _cards(ids, wordings)
    statements = sorted(
        {*cards.values(), *(wordings or {}).values()}
        if _listed(ids, wordings)
        else {*cards.values()},
        key=lambda s: s.number,
    )
    shape = _common_shape(tables, blocks, grid, file)
    sorts = tuple(
        _sort(name, tables[name], block, grid, file) for name, block in blocks.items() if block
    )
    notes += [
        f'{name}: {block.rest} rows below the column values were not read (such as "'
        f'{_first_cell(tables[name], block)[:40]}").'
        for name, block in blocks.items()
        if block and block.rest
    ]
    faults = tuple(f for table in tables.values() for f in table_faults(table))
    return Draft(
        file,
        "one grid per participant, card identifiers in its cells",
        tuple(statements),
        sorts,
        grid=shape,
        grid_source="the shape that all the grids share",
        aliases={i: card.number for i, card in cards.items()},
        arbitrary=any(card.text == i for i, card in cards.items()),
        found=tuple(notes),
        faults=faults,
    )


def _first_cell(table: Table, block: Pyramid) -> str:
    last = max((*block.rows, block.axis or 0))
    rows = [r for r in table.filled() if r > last]
    return next((c for r in rows for c in table.rows[r] if c.strip()), "")


def _identifiers(table: Table, block: Pyramid) -> list[str]:
    return [c for r in block.rows for k in block.columns if (c := table.get(r, k))]


def _listed(ids: Sequence[str], wordings: Mapping[str, Statement] | None) -> bool:
    """Whether a list of statements knows every identifier."""
    return bool(wordings) and all(i in (wordings or {}) for i in ids)


def _cards(
    ids: Sequence[str], wordings: Mapping[str, Statement] | None
) -> tuple[dict[str, Statement], list[str]]:
    """Identifier -> card, and how the numbers came about."""
    if wordings and _listed(ids, wordings):
        note = "Cards were found by identifier in the list of statements."
        return {i: wordings[i] for i in ids}, [note]
    numbers = numbered_labels(list(ids))
    if numbers is not None and len(set(numbers)) == len(numbers):
        plain = all(i.isdigit() for i in ids)
        notes = [] if plain else [f"Identifiers carry the card's number: {ids[0]} is {numbers[0]}."]
        return {i: Statement(n, "") for i, n in zip(ids, numbers, strict=True)}, notes
    return {i: Statement(n, i) for n, i in enumerate(ids, start=1)}, [
        "Identifiers carry no numbers: cards were numbered in the alphabetical order of theirs."
    ]


def _values(table: Table, block: Pyramid, grid: Grid | None, file: str) -> list[str]:
    """The grid value of each column."""
    if block.axis is not None:
        return [table.get(block.axis, c) for c in block.columns]
    if grid is not None and len(grid.values) == len(block.columns):
        return [str(v) for v in grid.values]
    count = len(block.columns)
    if count % 2 == 0:
        raise StudyError(
            f"{table.file}: the grid has {count} columns and no row tells their values; add a last "
            'row with the values (such as -2 to 3) or give the grid, such as "-2..3: 1 2 3 3 2 1".'
        )
    return [str(i - count // 2) for i in range(count)]


def _sort(name: str, table: Table, block: Pyramid, grid: Grid | None, file: str) -> DraftSort:
    values = _values(table, block, grid, file)
    placements = tuple(
        Placement(cell, value, f"{table.file}, {table.cell(r, c)}")
        for c, value in zip(block.columns, values, strict=True)
        for r in block.rows
        if (cell := table.get(r, c))
    )
    return DraftSort(name, table.file, placements, by_pile=True)


def _common_shape(
    tables: Mapping[str, Table],
    blocks: Mapping[str, Pyramid | None],
    grid: Grid | None,
    file: str,
) -> Grid | None:
    """The shape of the grids, where they are all alike."""
    shapes = set()
    for name, block in blocks.items():
        if block is not None:
            values = _values(tables[name], block, grid, file)
            placed = dict.fromkeys(values, 0)
            for column, value in zip(block.columns, values, strict=True):
                placed[value] += sum(bool(tables[name].get(r, column)) for r in block.rows)
            shapes.add(tuple(placed.items()))
    if len(shapes) != 1:
        return None
    heights = {whole(v) or 0: n for v, n in shapes.pop()}
    return Grid(tuple(sorted(heights)), tuple(heights[v] for v in sorted(heights)))
