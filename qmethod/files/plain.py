"""Plain tables of sorts: statements x participants either way round, or one entry per row."""

from __future__ import annotations

from corpora.errors import StudyError
from qmethod.design import Statement
from qmethod.files.draft import (
    Draft,
    DraftSort,
    Fault,
    Placement,
    number,
    numbered_labels,
    unworded,
)
from qmethod.files.layout import (
    FRAMEWORK_WORDS,
    PARTICIPANT_WORDS,
    STATEMENT_WORDS,
    TEXT_WORDS,
    Layout,
    layout_of,
    table_faults,
    with_full_header,
)
from qmethod.files.orientation import known_orientation, orientation_of
from qmethod.files.tables import Table, column_letter

VALUE_WORDS = frozenset(
    {"value", "score", "rank", "ranking", "position", "grid", "placement", "column"}
    | {"grid value", "sort value"}
)


def parse(table: Table, *, orientation: str | None = None) -> Draft:
    """The study in a plain table.

    Raises
    ------
    StudyError
        If the table holds no block of numbers that could be sorts.
    """
    wanted = known_orientation(orientation)
    layout = layout_of(with_full_header(table))
    if is_long(layout):
        return _from_long(layout)
    if layout.header is not None and not layout.body:
        raise StudyError(
            f"{table.file}: the file holds a header and no rows below it; add the sorts."
        )
    if not layout.values:
        raise StudyError(
            f"{table.file}: no sorts were found; a table of sorts has statement numbers along one "
            "side, participants along the other, and grid values in between."
        )
    side, because = orientation_of(layout, wanted)
    return _by_statement(layout, because) if side > 0 else _by_participant(layout, because)


def looks_like_sorts(table: Table) -> bool:
    """Whether most of a table is numbers, with two rows and columns at least."""
    layout = layout_of(with_full_header(table))
    if is_long(layout):
        return True
    columns = [[c for c in layout.down(v) if c] for v in layout.values]
    numeric = sum(sum(number(c) is not None for c in down) for down in columns if not _counts(down))
    known = {*TEXT_WORDS, *FRAMEWORK_WORDS}
    rest = sum(
        bool(c) for v in layout.labels if layout.word(v) not in known for c in layout.down(v)
    )
    return (
        len(layout.body) >= 1
        and len(layout.values) >= 1
        and len(layout.body) + len(layout.values) >= 3
        and numeric > rest
    )


def _counts(cells: list[str]) -> bool:
    """Whether a column only counts its rows: no value twice, none below 0."""
    return len(set(cells)) == len(cells) > 2 and not any(c.startswith(("-", "−")) for c in cells)


def _by_statement(layout: Layout, because: str) -> Draft:
    table, notes = layout.table, [because]
    columns = _statement_columns(layout)
    labels = layout.down(layout.margin) if layout.margin is not None else []
    numbers = numbered_labels(labels) if labels else None
    if numbers is None:
        numbers = list(range(1, len(layout.body) + 1))
        notes.append("Statements carry no numbers and were numbered in the order of the file.")
        if labels and "text" not in columns and layout.margin is not None:
            columns["text"] = layout.margin
    statements = tuple(
        Statement(
            n,
            _column_text(table, row, columns.get("text")),
            outcome=_column_text(table, row, columns.get("outcome")) or None,
            principle=_column_text(table, row, columns.get("principle")) or None,
        )
        for n, row in zip(numbers, layout.body, strict=True)
    )
    spare = [c for c in layout.labels if c not in columns.values()]
    notes += [_left_out(layout, c) for c in spare]
    names = [layout.head(c) for c in layout.values]
    if layout.header is None:
        names = [f"P{i}" for i in range(1, len(names) + 1)]
        notes.append("The file has no header; participants were called P1, P2, ... in file order.")
    row_of = list(zip(map(str, numbers), layout.body, strict=True))
    sorts = tuple(
        DraftSort(
            name,
            (layout.header or 0, c),
            tuple(Placement(n, table.get(r, c), (r, c)) for n, r in row_of),
            table,
        )
        for name, c in zip(names, layout.values, strict=True)
    )
    return Draft(
        table.file,
        "a plain table",
        statements,
        sorts,
        found=(*table.found, *notes),
        faults=(
            *table_faults(table, layout),
            *_twice(
                table,
                [(n, (r, layout.margin or 0)) for n, r in zip(numbers, layout.body, strict=True)],
            ),
        ),
    )


def _twice(table: Table, labels: list[tuple[int, tuple[int, int]]]) -> list[Fault]:
    """The statement numbers that stand twice, each with both places."""
    first: dict[int, tuple[int, int]] = {}
    faults = []
    for n, at in labels:
        if n in first:
            problem = f"the statement number stands twice, here and at {table.cell(*first[n])}"
            remedy = "give each statement its own number"
            faults.append(Fault("", n, table.cell(*at), problem, remedy, stops=True))
        first.setdefault(n, at)
    return faults


def _statement_columns(layout: Layout) -> dict[str, int]:
    """Which columns of text hold the wording, the outcome and the principle."""
    columns: dict[str, int] = {
        w: c for c in layout.labels for w in FRAMEWORK_WORDS if layout.word(c) == w
    }
    wordings = [c for c in layout.labels if layout.word(c) in TEXT_WORDS] or [
        c for c in layout.labels if not layout.codes(c) and c not in columns.values()
    ]
    if wordings:
        columns["text"] = wordings[0]
    elif layout.header is None and layout.labels:
        columns["text"] = layout.labels[0]
    return columns


def _column_text(table: Table, row: int, column: int | None) -> str:
    return "" if column is None else table.rows[row][column]


def _left_out(layout: Layout, column: int) -> str:
    head = layout.head(column)
    return (
        f"Column {column_letter(column)}{f' ({head})' if head else ''} holds text and was left out."
    )


def _by_participant(layout: Layout, because: str) -> Draft:
    table, notes = layout.table, [because]
    name_column = _name_column(layout)
    columns = layout.run
    heads = [layout.head(c) for c in columns]
    numbers = numbered_labels(heads) if layout.header is not None else None
    worded = numbers is None and layout.header is not None
    if numbers is None:
        numbers = list(range(1, len(columns) + 1))
        notes.append("Statements carry no numbers and were numbered in the order of the file.")
    statements = (
        tuple(Statement(n, h) for n, h in zip(numbers, heads, strict=True))
        if worded
        else unworded(numbers)
    )
    names = (
        layout.down(name_column)
        if name_column is not None
        else [f"P{i}" for i in range(1, len(layout.body) + 1)]
    )
    if name_column is None:
        notes.append("The file names no participants; they were called P1, P2, ... in file order.")
    spare = [
        c
        for c in (*layout.labels, *layout.values, layout.margin)
        if c is not None and c != name_column and c not in columns
    ]
    attributes = {
        name: {layout.head(c) or column_letter(c): table.get(r, c) for c in spare}
        for name, r in zip(names, layout.body, strict=True)
    }
    if spare:
        told = ", ".join(layout.head(c) or column_letter(c) for c in spare)
        notes.append(f"Attributes of the participants: {told}.")
    column_of = list(zip(map(str, numbers), columns, strict=True))
    sorts = tuple(
        DraftSort(
            name,
            (r, name_column or 0),
            tuple(Placement(n, table.get(r, c), (r, c)) for n, c in column_of),
            table,
        )
        for name, r in zip(names, layout.body, strict=True)
    )
    return Draft(
        table.file,
        "a plain table",
        statements,
        sorts,
        participants=attributes if spare else {},
        found=(*table.found, *notes),
        faults=(
            *table_faults(table, layout),
            *_twice(
                table, [(n, (layout.header or 0, c)) for n, c in zip(numbers, columns, strict=True)]
            ),
        ),
    )


def _name_column(layout: Layout) -> int | None:
    named = [c for c in (layout.margin, *layout.labels) if layout.word(c) in PARTICIPANT_WORDS]
    if named:
        return named[0]
    if layout.margin is not None:
        return layout.margin
    return layout.labels[0] if layout.labels else None


def is_long(layout: Layout) -> bool:
    """Whether each row is one entry: participant, statement, value."""
    return _long_columns(layout) is not None


def _long_columns(layout: Layout) -> tuple[int, int, int] | None:
    if layout.header is None or len(layout.body) < 2:
        return None
    heads = {c: layout.word(c) for c in range(layout.table.width)}
    chosen = [
        next((c for c, h in heads.items() if h in words), None)
        for words in (PARTICIPANT_WORDS, STATEMENT_WORDS, VALUE_WORDS)
    ]
    if len({*chosen}) < 3 or None in chosen or sum(bool(h) for h in heads.values()) > 5:
        return None
    who, what, value = (c for c in chosen if c is not None)
    repeated = len(set(layout.down(who))) < len(layout.body)
    return (who, what, value) if repeated or len(set(layout.down(what))) > 1 else None


def _from_long(layout: Layout) -> Draft:
    table = layout.table
    columns = _long_columns(layout)
    if columns is None:
        raise StudyError(f"{table.file}: the columns participant, statement and value are wanted.")
    who, what, value = columns
    labels = list(dict.fromkeys(c for c in layout.down(what) if c))
    numbers = numbered_labels(labels)
    texts = [""] * len(labels) if numbers is not None else labels
    number_of = dict(zip(labels, numbers or range(1, len(labels) + 1), strict=True))
    entries: dict[str, list[Placement]] = {}
    first: dict[str, int] = {}
    for row in layout.body:
        name = table.get(row, who)
        first.setdefault(name, row)
        entry = str(number_of.get(table.get(row, what), table.get(row, what)))
        entries.setdefault(name, []).append(Placement(entry, table.get(row, value), (row, value)))
    statements = sorted(
        (Statement(n, t) for n, t in zip(number_of.values(), texts, strict=True)),
        key=lambda s: s.number,
    )
    return Draft(
        table.file,
        "a plain table with one entry per row",
        tuple(statements),
        tuple(DraftSort(n, (first[n], who), tuple(p), table) for n, p in entries.items()),
        found=(*table.found, "Each row holds one entry: participant, statement, value."),
        faults=table_faults(table, layout),
    )
