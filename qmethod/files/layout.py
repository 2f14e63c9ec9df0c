"""A plain table taken apart: header, labels, and the block of grid values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qmethod.files.draft import NOT_PLACED, UNSURE, Fault, labelled, number, whole
from qmethod.files.tables import Table

STATEMENT_WORDS = frozenset(
    {"statement", "statements", "item", "items", "sta", "stmt", "card", "cards", "#"}
    | {"no", "no.", "nr", "nr.", "number", "numbers", "statement_number", "statement number"}
    | {"statement no", "statement no.", "item number", "card number", "statement id"}
    | {"statement_id", "statementid", "item_id"}
)
PARTICIPANT_WORDS = frozenset(
    {"participant", "participants", "name", "names", "sort", "sorts", "qsort", "qsorts", "q-sort"}
    | {"q-sorts", "q sort", "q sorts", "q_sort", "respondent", "respondents", "person", "persons"}
    | {"subject", "subjects", "participant_id", "participantid", "participant id", "sid", "uid"}
    | {"participant name", "participant code", "code", "pid", "sort name", "sorter"}
)
TEXT_WORDS = frozenset(
    {"text", "wording", "statement", "statements", "item", "items", "label", "handle", "card"}
    | {"statement text", "item text"}
)
_SPOILT = re.compile(r"TRUE|FALSE|\d{4}-\d\d-\d\d.*|#.*")
FRAMEWORK_WORDS: tuple[str, ...] = ("outcome", "principle")


@dataclass(frozen=True)
class Layout:
    """A table taken apart: its header row, its body, and what its columns hold.

    `margin` is the column of labels (statement numbers or participants), `values` are the
    columns of grid values, `labels` the columns of text, `counting` those that only number
    the rows.
    """

    table: Table
    header: int | None
    body: tuple[int, ...]
    margin: int | None
    labels: tuple[int, ...]
    values: tuple[int, ...]
    counting: tuple[int, ...] = ()

    def head(self, column: int | None) -> str:
        """What stands at the head of a column."""
        return "" if self.header is None or column is None else self.table.get(self.header, column)

    def word(self, column: int | None) -> str:
        """The head of a column in small letters."""
        return self.head(column).lower()

    def down(self, column: int) -> list[str]:
        """The texts of a column's body."""
        return [self.table.get(row, column) for row in self.body]

    @cached_property
    def run(self) -> list[int]:
        """The columns of values that are numbered alike (s1, s2, ...), or else all of them."""
        parts = {c: labelled(self.head(c)) for c in self.values}
        prefixes = Counter(p[0] for p in parts.values() if p is not None)
        if not prefixes:
            return list(self.values)
        prefix, count = prefixes.most_common(1)[0]
        run = [c for c, p in parts.items() if p is not None and p[0] == prefix]
        return run if count >= max(2, len(self.values) / 2) else list(self.values)

    def codes(self, column: int) -> bool:
        """Whether a column's entries are short enough for codes, names or numbers."""
        return _labels_only(self.table, self.body, column)


def layout_of(table: Table) -> Layout:
    """What the rows and columns of a table hold."""
    filled = table.filled()
    header = filled[0] if filled and _is_header(table, filled) else None
    body = tuple(filled[1:] if header is not None else filled)
    columns = [c for c in range(table.width) if any(table.get(r, c) for r in filled)]
    numeric = {c for c in columns if _is_numeric(table, header, body, c)}
    margin = _margin(table, header, body, columns, numeric)
    counting = tuple(c for c in columns if c != margin and _only_counts(table, header, body, c))
    aside = {margin, *(counting if margin is not None else ())}
    return Layout(
        table,
        header,
        body,
        margin,
        labels=tuple(c for c in columns if c not in numeric and c not in aside),
        values=tuple(c for c in columns if c in numeric and c not in aside),
        counting=counting if margin is not None else (),
    )


def _only_counts(table: Table, header: int | None, body: Sequence[int], column: int) -> bool:
    """Whether a column without a head numbers the rows, as pandas and R write it."""
    if header is None or table.get(header, column) or len(body) < 3:
        return False
    cells = [whole(table.get(r, column)) for r in body]
    return cells in (list(range(len(body))), list(range(1, len(body) + 1)))


def _is_header(table: Table, filled: Sequence[int]) -> bool:
    first = [table.get(filled[0], c) for c in range(table.width)]
    corner, rest = first[0], [c for c in first[1:] if c]
    if corner.lower() in STATEMENT_WORDS | PARTICIPANT_WORDS or not rest:
        return True
    if sum(_entry(c) for c in rest) < len(rest) / 2:
        return True
    numbers = [whole(c) for c in rest]
    distinct = None not in numbers and len(set(numbers)) == len(numbers) > 2
    rising = distinct and numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))
    return bool(rising and numbers[0] in (0, 1, 2)) or (distinct and not corner)


def _entry(text: str) -> bool:
    """Whether a text can stand in a cell of a sort."""
    return number(text) is not None or text.lower() in (UNSURE, NOT_PLACED)


def _is_numeric(table: Table, header: int | None, body: Sequence[int], column: int) -> bool:
    word = "" if header is None else table.get(header, column).lower()
    cells = [c for r in body if (c := table.get(r, column))]
    if word in ("text", "wording") and column < 2:
        return False
    if not cells:
        return bool(word) and word not in TEXT_WORDS | {*FRAMEWORK_WORDS}
    return sum(_entry(c) for c in cells) >= len(cells) / 2


def _margin(
    table: Table, header: int | None, body: Sequence[int], columns: Sequence[int], numeric: set[int]
) -> int | None:
    """The column of labels: the first one that is no column of grid values."""
    if not columns:
        return None
    heads = {c: "" if header is None else table.get(header, c).lower() for c in columns}
    for words in (STATEMENT_WORDS - TEXT_WORDS | {"statement", "item"}, PARTICIPANT_WORDS):
        named = [c for c in columns if heads[c] in words and _distinct(table, body, c)]
        short = [c for c in named if _labels_only(table, body, c)]
        if short:
            return short[0]
    first = columns[0]
    if first not in numeric:
        return first if _labels_only(table, body, first) else None
    if not _distinct(table, body, first) or (header is not None and heads[first]):
        return None
    others = [c for c in columns[1:] if c in numeric]
    return None if others and all(_distinct(table, body, c) for c in others) else first


def _distinct(table: Table, body: Sequence[int], column: int) -> bool:
    """Whether the column could label the rows; empty or repeated labels are faults, not proof."""
    cells = [c for r in body if (c := table.get(r, column))]
    return len(set(cells)) > 0.6 * len(body) or len(body) < 3


def _labels_only(table: Table, body: Sequence[int], column: int) -> bool:
    """Whether the entries are short enough for codes, names or numbers."""
    cells = [c for r in body if (c := table.get(r, column))]
    return bool(cells) and sum(len(c.split()) <= 4 for c in cells) > len(cells) / 2


def table_faults(table: Table, layout: Layout | None = None) -> tuple[Fault, ...]:
    """Formulas, merged cells and ragged rows, each a reason not to read on."""
    faults = [
        Fault(
            "",
            None,
            table.cell(*at),
            f"found the formula {text[:60]}",
            "paste the value in its place (Paste Special, Values)",
            stops=True,
        )
        for at, text in table.formulas.items()
    ]
    where = f'sheet "{table.sheet}", ' if table.sheet else ""
    faults += [
        Fault(
            "",
            None,
            f"{where}cells {area}",
            "these cells are merged",
            "unmerge them and fill in each cell",
            stops=True,
        )
        for area in table.merged
    ]
    if layout is not None and layout.header is not None and not table.sheet:
        faults += _ragged(table, layout)
    return tuple(faults)


def _ragged(table: Table, layout: Layout) -> list[Fault]:
    wanted = table.widths[layout.header or 0]
    needed = max((c + 1 for c in range(table.width) if layout.head(c)), default=wanted)
    faults = []
    for row in layout.body:
        have = table.widths[row]
        beyond = any(table.get(row, c) for c in range(wanted, table.width))
        if have < needed or beyond:
            faults.append(
                Fault(
                    "",
                    None,
                    f"row {row + 1}",
                    f"the row has {have} cells and the header {wanted}",
                    "look for a missing or an extra separator; a card that was not placed is an "
                    "empty cell",
                    stops=True,
                )
            )
    return faults


def without_titles(table: Table) -> tuple[Table, tuple[Fault, ...]]:
    """The table with the titles above it blanked, and a fault for each of them.

    A title is a row of one cell above a row of three or more.
    """
    counts = {row: sum(bool(cell.strip()) for cell in table.rows[row]) for row in table.filled()}
    first = next((row for row, count in counts.items() if count > 2), 0)
    titles = [row for row, count in counts.items() if row < first and count == 1]
    if not titles or any(counts[row] > 1 for row in counts if row < first):
        return table, ()
    blank = ("",) * table.width
    rows = tuple(blank if row in titles else cells for row, cells in enumerate(table.rows))
    return replace(table, rows=rows), tuple(_title_fault(table, row) for row in titles)


def _title_fault(table: Table, row: int) -> Fault:
    column, text = next((c, t.strip()) for c, t in enumerate(table.rows[row]) if t.strip())
    return Fault(
        "",
        None,
        table.cell(row, column),
        f'found the title "{text[:60]}" above the table',
        "delete the row, so that the header is the first row",
        stops=True,
    )


def with_full_header(table: Table) -> Table:
    """The table with an empty corner put in where R leaves it out of the header."""
    filled = table.filled()
    widths = [table.widths[i] for i in filled] if table.widths else []
    if len(widths) < 2 or set(widths[1:]) != {widths[0] + 1}:
        return table
    rows = list(table.rows)
    rows[filled[0]] = ("", *rows[filled[0]][:-1])
    whole_widths = tuple(table.width if w else w for w in table.widths)
    note = (
        "The header has one cell less than the rows, as R writes it; its names were moved by one."
    )
    return Table(
        tuple(rows),
        table.file,
        table.sheet,
        whole_widths,
        table.formulas,
        table.merged,
        (*table.found, note),
    )


def could_be_a_sort(layout: Layout, column: int) -> bool:
    """Whether a column of text stands among the sorts, or holds what Excel made of numbers."""
    cells = [cell for cell in layout.down(column) if cell]
    spoilt = sum(_SPOILT.fullmatch(cell) is not None for cell in cells)
    return column > min(layout.values) or spoilt > len(cells) / 2


def text_among_sorts(layout: Layout, column: int) -> Fault:
    """A word on a column of text that may be a sort."""
    return Fault(
        "",
        None,
        layout.table.cell(layout.header or 0, column),
        f'the column "{layout.head(column)}" holds text and was left out',
        "if it is a sort, write the value of each card as a number",
        stops=False,
    )
