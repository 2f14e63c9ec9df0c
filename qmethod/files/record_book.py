"""The workbook that record sheets are typed into, and the sheets read from it or from a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from qmethod.codes import code_fault
from qmethod.design import PILES, QSet
from qmethod.files import ownbook
from qmethod.files.assembling import draft_of_files
from qmethod.files.bookwriting import add_rows, book_bytes, new_book
from qmethod.files.draft import whole
from qmethod.files.layout import PARTICIPANT_WORDS
from qmethod.files.loading import load
from qmethod.files.tables import Table
from qmethod.grid import Grid
from qmethod.record_sheets import LEFT_OUT, PILE, RecordSheet, checked_sheet, numbers_of

EMPTY_ROWS = 60
READ_ME = (
    "How to type record sheets",
    "On the sheet “sorts by pile”, give each participant a row: the code, never a name.",
    "Under each column of the grid, type the numbers of its cards with spaces between: 3 8 12.",
    "A card that was not placed goes under “left out”.",
    "The piles of the first sorting may stay empty.",
    "Save the workbook; then run qmt qmethod enter with it. Every slip is named with its cell.",
    "A second person types the same sheets into a fresh copy, for the list of differences.",
)


def record_book(qset: QSet, grid: Grid, *, file: str, name: str = "") -> bytes:
    """The content of an empty workbook for the record sheets of a study."""
    book = new_book()
    add_rows(book, "read me", [[line] for line in READ_ME], file=file, widths=(100,))
    add_rows(book, ownbook.BY_PILE, [_heads(grid)], file=file, header=True, freeze="B2",
             widths=(14, *(16 for _ in _heads(grid)[1:])))  # fmt: skip
    _as_text(book[ownbook.BY_PILE], len(_heads(grid)))
    study = [
        ["field", "this study"],
        ["name", name],
        ["stem", qset.stem],
        ["language", qset.language],
        ["note", qset.note],
        ["grid", str(grid)],
    ]
    add_rows(book, ownbook.STUDY, study, file=file, header=True, widths=(14, 80))
    cards = [[s.number, s.text, s.outcome, s.principle] for s in qset]
    head = ["number", "text", "outcome", "principle"]
    add_rows(book, ownbook.STATEMENTS, [head, *cards], file=file, header=True,
             widths=(10, 60, 24, 32))  # fmt: skip
    return book_bytes(book)


def read_cards(path: Path, *, grid: str | None = None) -> tuple[QSet, Grid, str]:
    """The Q-set, the grid and the name of a study, from any file that holds them.

    Raises
    ------
    StudyError
        If the file can't be read, or names no grid that its cards fill.
    """
    wanted = Grid.parse(grid) if grid else None
    draft = draft_of_files([path], grid=wanted)
    statements = tuple(sorted(draft.statements, key=lambda s: s.number))
    qset = QSet(statements, stem=draft.stem, language=draft.language, note=draft.note)
    shape = wanted or draft.grid
    if shape is None:
        raise StudyError(
            f'{path.name}: the file names no grid; give one, such as "-3..3: 2 4 5 6 5 4 2" '
            "(on the command line --grid)."
        )
    if shape.size != len(qset):
        raise StudyError(
            f"{path.name}: the grid {shape} has {shape.size} places for {len(qset)} cards; "
            "correct the grid or the list of cards."
        )
    return qset, shape, draft.name or path.stem


def read_record_sheets(
    path: Path, qset: QSet, grid: Grid, *, by: str = "", free: bool = False
) -> list[RecordSheet]:
    """The record sheets in a workbook or CSV: a row each, a column for each column of the grid.

    Raises
    ------
    StudyError
        If no such table is there, or a sheet has a slip: it names the cell or the row.
    """
    table = _table(path, grid)
    top, *body = table.filled()
    heads = _columns(table, top, grid)
    sheets, faults = [], []
    for row in body:
        if not table.get(row, 0) and not any(table.get(row, c) for c in heads):
            continue
        try:
            sheets.append(_sheet(table, row, heads, qset=qset, grid=grid, by=by, free=free))
        except StudyError as fault:
            faults.append(str(fault))
    if faults:
        others = len(faults) - 1
        more = f" ({others} more {'row has a slip' if others == 1 else 'rows have slips'})"
        raise StudyError(faults[0] + more * bool(others))
    return sheets


def _sheet(
    table: Table, row: int, heads: dict[int, str | int], *, qset: QSet, grid: Grid, by: str,
    free: bool,
) -> RecordSheet:  # fmt: skip
    """The record sheet in a row."""
    fault = code_fault(table.get(row, 0))
    if fault:
        raise StudyError(
            f'{table.file}, {table.cell(row, 0)}: found "{table.get(row, 0)[:20]}" for a '
            f"participant code: {fault}; give a code such as QYP7."
        )
    cards = {head: _numbers(table, row, column) for column, head in heads.items()}
    sheet = RecordSheet(
        table.get(row, 0),
        {head: numbers for head, numbers in cards.items() if isinstance(head, int)},
        cards.get(LEFT_OUT, ()),
        {pile: cards.get(f"{PILE} {pile}", ()) for pile in PILES},
        by,
    )
    try:
        return checked_sheet(sheet, qset, grid, free=free)
    except StudyError as slip:
        raise StudyError(f"{table.file}, row {row + 1}: {slip}") from None


def _numbers(table: Table, row: int, column: int) -> tuple[int, ...]:
    try:
        return numbers_of(table.get(row, column))
    except StudyError as fault:
        raise StudyError(f"{table.file}, {table.cell(row, column)}: {fault}") from None


def _table(path: Path, grid: Grid) -> Table:
    """The table of record sheets: the one headed by the columns of the grid."""
    loaded = load(path)
    tables = list(loaded.sheets.values()) or ([loaded.table] if loaded.text else [])
    for table in tables:
        filled = table.filled()
        if filled and table.get(filled[0], 0).lower() in PARTICIPANT_WORDS:
            heads = _columns(table, filled[0], grid).values()
            if sum(isinstance(head, int) for head in heads) == len(grid.values):
                return table
    wanted = ", ".join(str(head) for head in _heads(grid))
    raise StudyError(
        f"{path.name}: no table of record sheets was found; its first row must read {wanted} "
        "(qmt qmethod enter --template writes one)."
    )


def _columns(table: Table, top: int, grid: Grid) -> dict[int, str | int]:
    """Column of the table -> grid value, "left out" or "pile agree"."""
    words = {LEFT_OUT, *(f"{PILE} {pile}" for pile in PILES)}
    found: dict[int, str | int] = {}
    for column in range(1, table.width):
        head = table.get(top, column).lower().replace("−", "-")
        value = whole(head.removeprefix("+"))
        if value is not None and value in grid.values:
            found[column] = value
        elif head in words:
            found[column] = head
    return found


def _heads(grid: Grid) -> list[str]:
    values = [f"{value:+d}" if value else "0" for value in grid.values]
    return ["participant", *values, LEFT_OUT, *(f"{PILE} {pile}" for pile in PILES)]


def _as_text(sheet: Any, columns: int) -> None:
    """Let Excel take "3 8" and "12" as text, not as numbers or dates."""
    for row in sheet.iter_rows(min_row=1, max_row=EMPTY_ROWS, min_col=1, max_col=columns):
        for cell in row:
            cell.number_format = "@"
