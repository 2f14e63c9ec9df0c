"""KADE's workbooks: types 1 and 2, old and version 2, and its output as type 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpora.errors import StudyError
from qmethod.design import Grid, Statement
from qmethod.files.draft import Draft, DraftSort, Fault, Placement, number, unworded, whole
from qmethod.files.layout import table_faults
from qmethod.files.pqmethod import AXIS, grid_on_axis
from qmethod.files.tables import Table
from qmethod.files.texts import placeholder

SORTS = ("sorts", "sort", "q sorts", "q-sorts", "qsorts", "q sort", "q-sort", "qsort")
STATEMENTS = ("statements", "statement")
PATTERNS = ("pattern", "patterns")
OVERVIEWS = ("project overview", "analysis overview")

Sheets = Mapping[str, Table]


def pick(sheets: Sheets, names: Sequence[str]) -> Table | None:
    """The first sheet with one of these names, whatever its capitals."""
    small = {name.strip().lower(): table for name, table in sheets.items()}
    return next((small[name] for name in names if name in small), None)


def kind_of(sheets: Sheets) -> str:
    """Which of KADE's workbooks this is: "1", "2", "1 old", "2 old", "3"; empty for none."""
    sorts = pick(sheets, SORTS)
    if sorts is None:
        return ""
    if pick(sheets, OVERVIEWS) is not None:
        return "3"
    if pick(sheets, PATTERNS) is not None or pick(sheets, ("version",)) is not None:
        return _declared_type(sheets) or ("1" if _holds_numbers_of_statements(sorts) else "2")
    if _row_of(sorts, "sort pattern") is not None:
        return "2 old"
    axis = [whole(sorts.get(r, 0)) for r in range(5, 25)]
    return "1 old" if axis == list(AXIS) else ""


def _declared_type(sheets: Sheets) -> str:
    declared = pick(sheets, ("type",))
    text = "" if declared is None else declared.get(1, 0)
    return text if text in ("1", "2") else ""


def _holds_numbers_of_statements(sorts: Table) -> bool:
    corner = sorts.get(sorts.filled()[0], 0).lower()
    return corner.startswith(("participant name", "sort value"))


def _row_of(table: Table, start: str) -> int | None:
    """The row whose first cell begins with this text."""
    return next((r for r in table.filled() if table.get(r, 0).lower().startswith(start)), None)


def parse(sheets: Sheets, kind: str, file: str) -> Draft:
    """The study in one of KADE's workbooks."""
    sorts = pick(sheets, SORTS)
    if sorts is None:
        raise StudyError(f'{file}: the workbook has no sheet "sorts".')
    reader = {"1": _type1, "2": _type2, "1 old": _type1_old, "2 old": _type2_old, "3": _type3}[kind]
    return reader(sheets, sorts, file)


def _project_name(sheets: Sheets) -> str:
    table = pick(sheets, ("name", "names"))
    return "" if table is None else table.get(1, 0)


def _statements(sheets: Sheets) -> tuple[list[Statement], tuple[Fault, ...]]:
    """The statements below the heading "Statements", numbered as beside it or in order."""
    table = pick(sheets, STATEMENTS)
    if table is None:
        return [], ()
    head = next(
        (
            (r, c)
            for r in table.filled()[:10]
            for c in range(table.width)
            if table.get(r, c).lower() in ("statements", "statement") and table.get(r + 1, c)
        ),
        None,
    )
    if head is None:
        return [], ()
    row, column = head
    heads = {table.get(row, c).lower(): c for c in range(table.width)}
    beside = next((c for h, c in heads.items() if h in ("statement number", "number", "nm")), None)
    rows = [r for r in table.filled() if r > row and table.get(r, column)]
    numbers = [whole(table.get(r, beside)) if beside is not None else None for r in rows]
    known = [n for n in numbers if n is not None]
    ordered = known if len(known) == len(rows) else list(range(1, len(rows) + 1))
    return [
        Statement(
            n,
            table.rows[r][column],
            outcome=_beside(table, r, heads.get("outcome")),
            principle=_beside(table, r, heads.get("principle")),
        )
        for n, r in zip(ordered, rows, strict=True)
    ], table_faults(table)


def _beside(table: Table, row: int, column: int | None) -> str | None:
    return None if column is None else table.get(row, column) or None


def without_placeholders(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, with empty texts where all of them are our writer's placeholders."""
    if all(s.text == placeholder(s.number) for s in statements):
        return unworded([s.number for s in statements])
    return tuple(statements)


def _pattern(sheets: Sheets) -> tuple[Grid | None, tuple[str, ...]]:
    table = pick(sheets, PATTERNS)
    if table is None:
        return None, ()
    numbers = [[whole(c) for c in row[: len(AXIS)]] for row in table.rows]
    axis = next((i for i, row in enumerate(numbers) if row == list(AXIS)), None)
    row = numbers[axis + 1] if axis is not None and axis + 1 < len(numbers) else numbers[-1]
    heights = [n or 0 for n in row]
    if not any(heights) or min(heights) < 0:
        return None, ('The sheet "pattern" gives no grid and was not used.',)
    return grid_on_axis(heights), ()


def _draft(
    sheets: Sheets, sorts: Table, kind: str, people: Sequence[DraftSort], grid: Grid | None
) -> Draft:
    statements, faults = _statements(sheets)
    size = len(statements) or max((len(p.placements) for p in people), default=0)
    if not statements:
        statements = list(unworded(list(range(1, size + 1))))
    return Draft(
        sorts.file,
        kind,
        without_placeholders(statements),
        tuple(people),
        name=_project_name(sheets),
        grid=grid,
        grid_source='sheet "pattern"',
        found=sorts.found,
        faults=(*table_faults(sorts), *faults),
    )


def _type1(sheets: Sheets, sorts: Table, file: str) -> Draft:
    head = sorts.filled()[0]
    people = _sorted_by_pile(sorts, head)
    grid, notes = _pattern(sheets)
    draft = _draft(sheets, sorts, "a KADE workbook of type 1 (version 2)", people, grid)
    return _with(draft, notes)


def _with(draft: Draft, notes: Sequence[str], **fields: object) -> Draft:
    return replace(draft, found=(*draft.found, *notes), **fields)  # type: ignore[arg-type]


def _sorted_by_pile(sorts: Table, head: int) -> list[DraftSort]:
    """One participant per column, statement numbers in the cells, grid values in column A."""
    rows = [r for r in sorts.filled() if r > head and number(sorts.get(r, 0)) is not None]
    columns = [
        c for c in range(1, sorts.width) if sorts.get(head, c) or any(sorts.get(r, c) for r in rows)
    ]
    return [
        DraftSort(
            sorts.get(head, c),
            (head, c),
            tuple(
                Placement(sorts.get(r, c), sorts.get(r, 0), (r, c)) for r in rows if sorts.get(r, c)
            ),
            sorts,
            by_pile=True,
        )
        for c in columns
    ]


def _type1_old(sheets: Sheets, sorts: Table, file: str) -> Draft:
    head = next((r for r in range(25, 40) if sorts.get(r, 0).lower() == "sort values"), 29)
    heights = [whole(sorts.get(r, 1)) or 0 for r in range(5, 25)]
    grid = grid_on_axis(heights) if any(heights) and min(heights) >= 0 else None
    kind = "a KADE workbook of type 1 (old layout)"
    draft = _draft(sheets, sorts, kind, _sorted_by_pile(sorts, head), grid)
    return _with(draft, (), name=sorts.get(1, 1), grid_source='sheet "sorts", rows 6 to 25')


def _sorted_by_row(sorts: Table, rows: Sequence[int], numbers: Sequence[int]) -> list[DraftSort]:
    """One participant per row: the name, then the values in the order of the statements."""
    columns = [(str(n), c) for c, n in enumerate(numbers, start=1)]
    return [
        DraftSort(
            sorts.get(r, 0),
            (r, 0),
            tuple(Placement(n, sorts.get(r, c), (r, c)) for n, c in columns),
            sorts,
        )
        for r in rows
    ]


def _numbers(sheets: Sheets, otherwise: int) -> list[int]:
    """The numbers of the statements in the order of their sheet, or 1 to so many without it."""
    statements, _ = _statements(sheets)
    return [s.number for s in statements] or list(range(1, otherwise + 1))


def _type2(sheets: Sheets, sorts: Table, file: str) -> Draft:
    numbers = _numbers(sheets, sorts.width - 1)
    size = len(numbers)
    rows = sorts.filled()
    values = [sorts.get(rows[0], c) for c in range(1, size + 1)]
    has_header = not any(number(v) is not None for v in values) or [*map(whole, values)] == list(
        range(1, size + 1)
    )
    people = _sorted_by_row(sorts, rows[1:] if has_header else rows, numbers)
    grid, notes = _pattern(sheets)
    draft = _draft(sheets, sorts, "a KADE workbook of type 2 (version 2)", people, grid)
    return _with(draft, notes, faults=(*draft.faults, *_overhang(sorts, rows, size)))


def _overhang(sorts: Table, rows: Sequence[int], size: int) -> list[Fault]:
    """Values to the right of the last statement."""
    return [
        Fault(
            sorts.get(r, 0),
            None,
            sorts.cell(r, c),
            f'found "{sorts.get(r, c)[:40]}" to the right of the last of {size} statements',
            "remove it, or add the statement that is missing",
            stops=True,
        )
        for r in rows
        for c in range(size + 1, sorts.width)
        if sorts.get(r, c)
    ]


def _type2_old(sheets: Sheets, sorts: Table, file: str) -> Draft:
    row = _row_of(sorts, "sort pattern") or 3
    pattern = [whole(c) for c in sorts.rows[row][1:] if c.strip()]
    known = [n for n in pattern if n is not None]
    numbers = _numbers(sheets, len(known))
    rows = [r for r in sorts.filled() if r > row + 2]
    people = _sorted_by_row(sorts, rows, numbers)
    grid = Grid.of(known) if known and len(known) == len(pattern) else None
    draft = _draft(sheets, sorts, "a KADE workbook of type 2 (old layout)", people, grid)
    name = sorts.get(1, 0)
    source = f'sheet "sorts", row {row + 1}'
    faults = (*draft.faults, *_overhang(sorts, rows, len(numbers)))
    return _with(draft, (), name=name, grid_source=source, faults=faults)


def _type3(sheets: Sheets, sorts: Table, file: str) -> Draft:
    head = next((r for r in sorts.filled() if sorts.get(r, 0).lower() == "participant"), None)
    if head is None:
        raise StudyError(
            f'{file}, sheet "{sorts.sheet}": there is no row headed "Participant"; export the '
            "workbook again, or give the sorts as a plain table."
        )
    size = sum(
        sorts.get(head, c).lower().lstrip("s").strip().isdigit() for c in range(1, sorts.width)
    )
    rows = [r for r in sorts.filled() if r > head and sorts.get(r, 0)]
    overview = pick(sheets, OVERVIEWS)
    name, grid = ("", None) if overview is None else _overview(overview)
    kind = "a workbook of results by KADE or Ken-Q (type 3)"
    numbers = _numbers(sheets, size)
    draft = _draft(sheets, sorts, kind, _sorted_by_row(sorts, rows, numbers[:size]), grid)
    notes = ("Only the sorts and statements were read, not the results.",)
    return _with(draft, notes, name=name, grid_source="the overview sheet")


def _overview(table: Table) -> tuple[str, Grid | None]:
    name_row = _row_of(table, "project name")
    grid_row = next(
        (
            r
            for r in table.filled()
            if table.get(r, 0).lower().replace("-", " ").startswith("q sort design")
        ),
        None,
    )
    values = table.get(grid_row, 1).split(",") if grid_row is not None else []
    numbers = [whole(v) for v in values]
    known = [n for n in numbers if n is not None]
    grid = Grid.of(known) if known and len(known) == len(numbers) else None
    return ("" if name_row is None else table.get(name_row, 1)), grid
