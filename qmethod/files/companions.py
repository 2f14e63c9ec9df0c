"""Files that go with the sorts: wording of the statements, participants, comments, the grid."""

from __future__ import annotations

import html
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qmethod.design import Grid, Statement
from qmethod.files.draft import Comment, Draft, Fault, numbered_labels, whole
from qmethod.files.layout import (
    PARTICIPANT_WORDS,
    STATEMENT_WORDS,
    TEXT_WORDS,
    layout_of,
    table_faults,
)
from qmethod.files.tables import Table

_NUMBER_WORDS = (
    *("statement_number", "statement number", "number", "numbers", "no", "no.", "nr", "nr.", "#"),
    *("statement id", "statement_id", "id", "item_id", "sta", "statement"),
)
_COMMENT_WORDS = frozenset({"comment", "comments", "text", "remark", "feedback"})
_XML_STATEMENT = re.compile(
    r"<statement\s[^<>]*?\bid=[\"'](\d{1,6})[\"'][^<>]*>(?:\s*<!\[CDATA\[)?([^<]*)"
)
_XML_COLUMN = re.compile(
    r"<column\s[^<>]*?\bid=[\"']\s*([+\-]?\d{1,4})\s*[\"'][^<>]*>\s*(\d{1,4})\s*</column>"
)


@dataclass(frozen=True)
class Wording:
    """A list of statements: numbered ones, or lines of which only the order is known.

    `ids` are further identifiers of each statement (handles, codes on the cards).
    """

    statements: tuple[Statement, ...]
    numbered: bool
    source: str
    ids: Mapping[str, Statement]
    faults: tuple[Fault, ...] = ()


def wording_in_lines(text: str, source: str) -> Wording | None:
    """The statements of a text with one on each line, or None where there is no line."""
    lines = [line for line in text.split("\n") if line.strip()]
    if all(re.fullmatch(r'"([^"]|"")*"', line) for line in lines):
        lines = [line[1:-1].replace('""', '"') for line in lines]
    statements = tuple(Statement(i, line) for i, line in enumerate(lines, start=1))
    return Wording(statements, False, source, _hashes(statements)) if statements else None


def _hashes(statements: Sequence[Statement]) -> dict[str, Statement]:
    """The CRC-32 of each wording, as R qmethod prints it on its cards."""
    ids = {}
    for s in statements:
        code = f"{zlib.crc32(s.text.strip().encode()):08x}"
        ids[code] = ids[code.lstrip("0")] = s
    return ids


def wording_in_table(table: Table) -> Wording | None:
    """The statements of a table with a column of numbers and one of text, or None."""
    if len({table.widths[r] for r in table.filled()} if table.widths else {1}) > 1:
        return None
    found = _headless(table) or _headed(table)
    if found is None:
        return None
    heads, body, number_column, column = found
    labels = [] if number_column is None else [table.get(r, number_column) for r in body]
    numbers = numbered_labels(labels) if labels else None
    if numbers is None and heads.get(column) not in TEXT_WORDS:
        return None
    at = {h: c for c, h in heads.items()}
    statements = tuple(
        Statement(
            n,
            table.rows[r][column],
            _cell(table, r, at.get("outcome")),
            _cell(table, r, at.get("principle")),
        )
        for n, r in zip(numbers or range(1, len(body) + 1), body, strict=True)
    )
    ids = _hashes(statements)
    for c in heads:
        cells = [table.get(r, c) for r in body]
        if c != column and len(set(cells)) == len(cells):
            ids.update(zip(cells, statements, strict=True))
    source = f'{table.file}, sheet "{table.sheet}"' if table.sheet else table.file
    return Wording(statements, numbers is not None, source, ids, table_faults(table))


Found = tuple[dict[int, str], tuple[int, ...], int | None, int]


def _headless(table: Table) -> Found | None:
    """Number and wording in two columns from the first row on."""
    rows = tuple(table.filled())
    if table.width != 2 or not rows or whole(table.get(rows[0], 0)) is None:
        return None
    worded = sum(whole(table.get(r, 1)) is None for r in rows) > len(rows) / 2
    return ({0: "", 1: ""}, rows, 0, 1) if worded else None


def _headed(table: Table) -> Found | None:
    """The columns as their heads and contents tell."""
    layout = layout_of(table)
    heads = {c: layout.word(c) for c in range(table.width)}
    labels = [c for c in (*layout.labels, layout.margin) if c is not None]
    texts = [c for c in labels if heads[c] in TEXT_WORDS and not layout.codes(c)]
    texts = texts or [c for c in labels if not layout.codes(c)]
    texts = texts or [c for c in labels if heads[c] in TEXT_WORDS and _words(layout.down(c))]
    if not texts or len(layout.values) > 2 or not layout.body:
        return None
    column = max(texts, key=lambda c: sum(map(len, layout.down(c))))
    return heads, layout.body, _number_column(heads, column, layout.margin), column


def _words(texts: Sequence[str]) -> bool:
    """Whether these are handles of statements rather than their numbers."""
    return numbered_labels([t for t in texts if t]) is None


def _number_column(heads: Mapping[int, str], text: int, margin: int | None) -> int | None:
    by_head = {h: c for c, h in heads.items() if c != text}
    named = next((by_head[w] for w in _NUMBER_WORDS if w in by_head), None)
    return margin if named is None and margin != text else named


def _cell(table: Table, row: int, column: int | None) -> str | None:
    return None if column is None else table.get(row, column) or None


def with_wording(draft: Draft, wording: Wording) -> Draft:
    """The draft with the texts of its statements."""
    numbers = [s.number for s in draft.statements]
    wording = _without_heading(wording, len(numbers))
    if draft.arbitrary:
        some = next(iter(draft.aliases))
        return _misfit(draft, wording, f'no statement in it has the identifier "{some}"')
    if wording.numbered:
        by_number = {s.number: s for s in wording.statements}
        if len(by_number) < len(wording.statements):
            counts = Counter(s.number for s in wording.statements)
            return _misfit(draft, wording, f"it has statement {counts.most_common(1)[0][0]} twice")
        missing = [n for n in numbers if n not in by_number]
        if missing:
            return _misfit(draft, wording, f"it has no statement {missing[0]}")
        statements = [by_number[n] for n in numbers]
        if any(sort.by_pile for sort in draft.sorts):
            statements = list(wording.statements)
    elif len(wording.statements) != len(numbers):
        return _misfit(draft, wording, f"it holds {len(wording.statements)} statements")
    else:
        pairs = zip(sorted(numbers), wording.statements, strict=True)
        of = {n: replace(s, number=n) for n, s in pairs}
        statements = [of[n] for n in numbers]
    note = f"The wording of the statements comes from {wording.source}."
    extra = len(wording.statements) - len(statements)
    if extra:
        note += f" It holds {extra} more, which nobody sorted."
    return replace(
        draft,
        statements=tuple(statements),
        found=(*draft.found, note),
        faults=(*draft.faults, *wording.faults),
    )


def _without_heading(wording: Wording, size: int) -> Wording:
    """The list without its first line, where that is only the heading of the others."""
    first = wording.statements[0].text.strip().lower()
    if wording.numbered or len(wording.statements) != size + 1 or first not in TEXT_WORDS:
        return wording
    rest = tuple(replace(s, number=s.number - 1) for s in wording.statements[1:])
    return replace(wording, statements=rest)


def _misfit(draft: Draft, wording: Wording, problem: str) -> Draft:
    fault = Fault(
        "",
        None,
        wording.source,
        f"{problem}, and the sorts in {draft.file} are of {len(draft.statements)} statements",
        "give the list that belongs to these sorts",
        stops=True,
    )
    return replace(draft, faults=(*draft.faults, fault))


def with_participants(draft: Draft, table: Table) -> Draft | None:
    """The draft with the attributes in a table, or None where the table names nobody in it."""
    filled = table.filled()
    if len(filled) < 2 or table.width < 2:
        return None
    names = set(draft.names)
    heads = [c.strip() for c in table.rows[filled[0]]]
    matches = {c: sum(table.get(r, c) in names for r in filled[1:]) for c in range(table.width)}
    column = max(matches, key=lambda c: (matches[c], heads[c].lower() in PARTICIPANT_WORDS, -c))
    if matches[column] < max(1, (len(filled) - 1) / 2):
        return None
    word = heads[column].lower()
    if word not in PARTICIPANT_WORDS and (
        word in STATEMENT_WORDS or any(h.lower() in TEXT_WORDS for h in heads)
    ):
        return None
    keys = [c for c in range(table.width) if c != column and heads[c]]
    rows = {
        table.get(r, column): {heads[c]: table.get(r, c) for c in keys}
        for r in filled[1:]
        if table.get(r, column)
    }
    together = {n: {**draft.participants.get(n, {}), **rows.get(n, {})} for n in rows}
    note = f"Attributes of the participants come from {table.file}: " + ", ".join(
        heads[c] for c in keys
    )
    return replace(
        draft,
        participants={**draft.participants, **together},
        found=(*draft.found, f"{note}."),
        faults=(*draft.faults, *table_faults(table)),
    )


def with_comments(draft: Draft, table: Table) -> Draft | None:
    """The draft with the comments in a table (participant, statement, comment), or None."""
    filled = table.filled()
    if len(filled) < 2:
        return None
    heads = [c.strip().lower() for c in table.rows[filled[0]]]
    columns = [
        next((c for c, h in enumerate(heads) if h in words), None)
        for words in (PARTICIPANT_WORDS, STATEMENT_WORDS, _COMMENT_WORDS)
    ]
    if None in columns or len(set(columns)) < 3:
        return None
    who, what, text = (c for c in columns if c is not None)
    comments = tuple(
        Comment(table.get(r, who), table.get(r, what), table.get(r, text), table.cell(r, text))
        for r in filled[1:]
        if table.get(r, text)
    )
    if not any(whole(c.number) is not None for c in comments):
        return None
    note = f"Comments on cards come from {table.file}."
    return replace(draft, comments=(*draft.comments, *comments), found=(*draft.found, note))


def from_xml(text: str, source: str) -> Wording | Grid | None:
    """The statements or the grid in a settings file of FlashQ, htmlq, EQ Web Sort or Quince."""
    statements = tuple(
        Statement(int(n), html.unescape(" ".join(t.removesuffix("]]>").split())))
        for n, t in _XML_STATEMENT.findall(text)
    )
    if statements:
        return Wording(statements, True, source, _hashes(statements))
    columns = {int(v): int(h) for v, h in _XML_COLUMN.findall(text)}
    if columns and any(columns.values()):
        values = tuple(sorted(columns))
        return Grid(values, tuple(columns[v] for v in values))
    return None
