"""Plain tables of sorts: statements x participants either way round, or one entry per row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from corpora.errors import StudyError
from qmethod.design import Statement
from qmethod.files.draft import (
    Draft,
    DraftSort,
    Fault,
    Placement,
    labelled,
    number,
    numbered_labels,
)
from qmethod.files.layout import (
    FRAMEWORK_WORDS,
    PARTICIPANT_WORDS,
    TEXT_WORDS,
    Layout,
    could_be_a_sort,
    layout_of,
    table_faults,
    text_among_sorts,
    with_full_header,
    without_titles,
)
from qmethod.files.longform import is_long, parse_long
from qmethod.files.orientation import known_orientation, orientation_of
from qmethod.files.tables import Table, column_letter


def parse(table: Table, *, orientation: str | None = None) -> Draft:
    """The study in a plain table.

    Raises
    ------
    StudyError
        If the table holds no block of numbers that could be sorts.
    """
    wanted = known_orientation(orientation)
    bare, titles = without_titles(table)
    draft = _draft(layout_of(with_full_header(bare)), wanted)
    return replace(draft, faults=(*titles, *draft.faults))


def _draft(layout: Layout, wanted: str | None) -> Draft:
    table = layout.table
    if is_long(layout):
        return parse_long(layout)
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
    layout = layout_of(with_full_header(without_titles(table)[0]))
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
    odd = [layout.body[i] for i in _odd_labels(labels)]
    if odd:
        layout = replace(layout, body=tuple(r for r in layout.body if r not in odd))
        labels = layout.down(layout.margin or 0)
    numbers = numbered_labels(labels) if labels else None
    if numbers is None:
        numbers = list(range(1, len(layout.body) + 1))
        notes.append("Statements carry no numbers and were numbered in the order of the file.")
        if labels and "text" not in columns and layout.margin is not None:
            columns["text"] = layout.margin
    statements = tuple(
        _statement(table, n, row, columns) for n, row in zip(numbers, layout.body, strict=True)
    )
    spare = [c for c in layout.labels if c not in columns.values()]
    notes += [_left_out(layout, c) for c in spare]
    notes += [_counting(c) for c in layout.counting]
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
            *(_no_number(table, row, layout.margin or 0) for row in odd),
            *(text_among_sorts(layout, c) for c in spare if could_be_a_sort(layout, c)),
            *_twice(table, numbers, [(r, layout.margin or 0) for r in layout.body]),
        ),
    )


def _statement(table: Table, number: int, row: int, columns: dict[str, int]) -> Statement:
    return Statement(
        number,
        _column_text(table, row, columns.get("text")),
        outcome=_column_text(table, row, columns.get("outcome")) or None,
        principle=_column_text(table, row, columns.get("principle")) or None,
    )


def _odd_labels(labels: list[str]) -> list[int]:
    """Which labels carry no statement number although nearly all others do, such as "Total"."""
    parts = [labelled(label) for label in labels]
    prefixes = Counter(p[0] for p in parts if p is not None)
    if not prefixes:
        return []
    prefix, count = prefixes.most_common(1)[0]
    odd = [i for i, p in enumerate(parts) if p is None or p[0] != prefix]
    return odd if count >= 0.8 * len(labels) else []


def _no_number(table: Table, row: int, column: int) -> Fault:
    text = table.get(row, column)
    found = f'"{text[:40]}"' if text else "an empty cell"
    return Fault(
        "",
        None,
        table.cell(row, column),
        f"found {found} where a statement number belongs",
        "number the statement, or delete the row if it is a total or a remark",
        stops=True,
    )


def _twice(table: Table, numbers: list[int], places: list[tuple[int, int]]) -> list[Fault]:
    """The statement numbers that stand twice, each with both places."""
    first: dict[int, tuple[int, int]] = {}
    faults = []
    for n, at in zip(numbers, places, strict=True):
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


def _counting(column: int) -> str:
    return f"Column {column_letter(column)} only counts the rows and was left out."


def _by_participant(layout: Layout, because: str) -> Draft:
    table, notes = layout.table, [because]
    columns = layout.run
    heads = [layout.head(c) for c in columns]
    numbers = numbered_labels(heads) if layout.header is not None else None
    if numbers is None:
        numbers = list(range(1, len(columns) + 1))
        notes.append("Statements carry no numbers and were numbered in the order of the file.")
        texts = heads if layout.header is not None else [""] * len(columns)
    else:
        texts = [""] * len(columns)
    name_column = _name_column(layout)
    names = _names(layout, name_column, notes)
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
    notes += [_counting(c) for c in layout.counting]
    return Draft(
        table.file,
        "a plain table",
        tuple(Statement(n, text) for n, text in zip(numbers, texts, strict=True)),
        sorts,
        participants=_attributes(layout, names, {name_column, *columns}, notes),
        found=(*table.found, *notes),
        faults=(
            *table_faults(table, layout),
            *_twice(table, numbers, [(layout.header or 0, c) for c in columns]),
        ),
    )


def _names(layout: Layout, column: int | None, notes: list[str]) -> list[str]:
    """The participants; made up where the table names none."""
    if column is not None:
        return layout.down(column)
    notes.append("The file names no participants; they were called P1, P2, ... in file order.")
    return [f"P{i}" for i in range(1, len(layout.body) + 1)]


def _attributes(
    layout: Layout, names: list[str], used: set[int | None], notes: list[str]
) -> dict[str, dict[str, str]]:
    """Participant -> attribute -> text, from the columns that hold neither name nor sort."""
    spare = [
        c
        for c in (*layout.labels, *layout.values, layout.margin)
        if c is not None and c not in used
    ]
    if not spare:
        return {}
    heads = {c: layout.head(c) or column_letter(c) for c in spare}
    notes.append(f"Attributes of the participants: {', '.join(heads.values())}.")
    return {
        name: {head: layout.table.get(r, c) for c, head in heads.items()}
        for name, r in zip(names, layout.body, strict=True)
    }


def _name_column(layout: Layout) -> int | None:
    named = [c for c in (layout.margin, *layout.labels) if layout.word(c) in PARTICIPANT_WORDS]
    if named:
        return named[0]
    if layout.margin is not None:
        return layout.margin
    return layout.labels[0] if layout.labels else None
