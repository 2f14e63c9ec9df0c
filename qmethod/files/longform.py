"""Tables with one entry per row: participant, statement, value."""

from __future__ import annotations

from corpora.errors import StudyError
from qmethod.design import Statement
from qmethod.files.draft import Draft, DraftSort, Placement, numbered_labels
from qmethod.files.layout import PARTICIPANT_WORDS, STATEMENT_WORDS, Layout, table_faults

VALUE_WORDS = frozenset(
    {"value", "score", "rank", "ranking", "position", "grid", "placement", "column"}
    | {"grid value", "sort value"}
)


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


def parse_long(layout: Layout) -> Draft:
    """The study in such a table."""
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
