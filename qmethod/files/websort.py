"""EQ Web Sort, Quince, easy-htmlq, htmlq and FlashQ: their files as records of participants."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from corpora.errors import StudyError
from qmethod.files.draft import Draft
from qmethod.files.records import Record, draft_of
from qmethod.files.tables import Table

_DEPTH = 8
_LABELLED = re.compile(r"\(?([A-Za-z][\w /\-]{0,60}?)\)?:\s?(.*)", re.S)
_NETLIFY = re.compile(r"([A-Za-z][\w \-]{0,60}?):\|")
_PIPED = re.compile(r"\s*[+\-−]?\d+([.,]\d+)?\s*(\|\s*[+\-−]?\d+([.,]\d+)?\s*)+\|?\s*")
_CARD = re.compile(r"s[ _.]?0*(\d+)", re.I)


# JSON ------------------------------------------------------------------------------------


def parse_json(text: str, file: str) -> Draft | None:
    """The study in a JSON file, or None where the text is no JSON.

    Raises
    ------
    StudyError
        If it is JSON without a sort in it, or broken JSON.
    """
    stripped = text.lstrip()
    if not stripped.startswith(("{", "[")):
        return None
    try:
        content = json.loads(stripped, object_pairs_hook=_unrepeated)
    except StudyError as error:
        raise StudyError(f"{file}: {error}") from None
    except RecursionError:
        raise StudyError(
            f"{file}: the JSON is nested far too deeply to be a Q study; check that it is the "
            "right file."
        ) from None
    except ValueError as error:
        if not re.match(r'[\[{]\s*["\[{]', stripped):
            return None
        raise StudyError(
            f"{file}: the JSON is broken ({error}); export it again from the sorting page."
        ) from None
    records = list(_json_records(content, "", _DEPTH, file.rsplit(".", 1)[0]))
    if not records:
        raise StudyError(
            f'{file}: the JSON holds no record with a key "sort"; export the results of EQ Web '
            "Sort or easy-htmlq, not their settings."
        )
    return draft_of(records, file=file, kind="JSON of EQ Web Sort, Quince or easy-htmlq")


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The pairs as a mapping; Python's reader would drop the first of two equal keys."""
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [k for k, _ in pairs]
        twice = next(k for k in keys if keys.count(k) > 1)
        raise StudyError(
            f'the JSON has the key "{twice}" twice in one place; give each record its own key.'
        )
    return content


def _json_records(content: object, key: str, depth: int, file: str) -> Iterator[Record]:
    """The records at any depth; one that stands alone is called by the file's name."""
    if depth == 0:
        return
    if isinstance(content, list):
        for i, item in enumerate(content, start=1):
            yield from _json_records(item, f"{key}/{i}".lstrip("/"), depth - 1, file)
    elif isinstance(content, Mapping):
        pairs = _json_pairs(content)
        if any(k.lower() == "sort" for k, _ in pairs):
            yield _record(key or file, pairs, f'record "{key}"' if key else "the record")
            return
        for name, item in content.items():
            yield from _json_records(item, str(name), depth - 1, file)


def _json_pairs(content: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Key and value as text; Quince's columns r1, r2, ... are taken apart."""
    plain = {str(k): _json_text(v) for k, v in content.items()}
    if not any(k.lower() == "sort" for k in plain):
        labelled = [m for v in plain.values() if (m := _LABELLED.fullmatch(v.strip()))]
        if any(m[1].lower() == "sort" for m in labelled):
            return tuple((m[1].strip(), m[2].strip()) for m in labelled)
    return tuple(plain.items())


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_json_text(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _record(key: str, pairs: tuple[tuple[str, str], ...], where: str) -> Record:
    return Record(key, pairs, where, lambda k: f'{where}, key "{k}"')


# Tables ----------------------------------------------------------------------------------


def parse_table(table: Table) -> Draft | None:
    """The study in a table of web records, or None where the table is none."""
    for reader in (_netlify, _labelled_cells, _htmlq, _sort_column):
        draft = reader(table)
        if draft is not None:
            return draft
    return None


def _netlify(table: Table) -> Draft | None:
    """Netlify forms: all answers of a participant in one cell, "key:| value |"."""
    records = []
    for row in table.filled():
        cells = {c: t for c, t in enumerate(table.rows[row]) if "sort:|" in t.replace(" ", "")}
        for column, text in cells.items():
            where = table.cell(row, column)
            pairs = tuple(_netlify_pairs(text))
            records.append(Record(f"row {row + 1}", pairs, where, _constant(where)))
    if not records:
        return None
    return draft_of(records, file=table.file, kind="a Netlify form CSV of EQ Web Sort")


def _netlify_pairs(text: str) -> Iterator[tuple[str, str]]:
    parts = _NETLIFY.split(text.replace(": |", ":|"))
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        yield key.strip(), value.strip().strip("|").strip()


def _constant(text: str) -> Callable[[str], str]:
    return lambda _key: text


def _cell_of(table: Table, row: int, columns: Mapping[str, int]) -> Callable[[str], str]:
    return lambda key: table.cell(row, columns.get(key.lower(), 0))


def _labelled_cells(table: Table) -> Draft | None:
    """Google Sheets and Baserow: each cell says "key: value" or "(key): value"."""
    records = []
    for row in table.filled():
        pairs, places = _labelled_pairs(table, row)
        if any(k.lower() == "sort" for k, _ in pairs):
            records.append(
                Record(
                    f"row {row + 1}",
                    tuple(pairs),
                    f"row {row + 1}",
                    _cell_of(table, row, places),
                )
            )
    if not records:
        return None
    quince = any(f"({k}):" in "".join(table.rows[table.filled()[-1]]) for k in ("randomId", "pos"))
    kind = "Baserow columns of Quince" if quince else "a Google Sheets CSV of EQ Web Sort"
    return draft_of(records, file=table.file, kind=kind)


def _labelled_pairs(table: Table, row: int) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """The pairs of a row; a cell without a key continues the one before (a comma split it)."""
    pairs: list[tuple[str, str]] = []
    places: dict[str, int] = {}
    for column, cell in enumerate(table.rows[row]):
        match = _LABELLED.fullmatch(cell.strip())
        if match is not None:
            pairs.append((match[1].strip(), match[2].strip()))
            places.setdefault(match[1].strip().lower(), column)
        elif cell.strip() and pairs:
            key, value = pairs[-1]
            pairs[-1] = (key, f"{value},{cell}")
    return pairs, places


def _heads(table: Table) -> tuple[int, list[str]] | None:
    filled = table.filled()
    if len(filled) < 1:
        return None
    return filled[0], [c.strip() for c in table.rows[filled[0]]]


def _htmlq(table: Table) -> Draft | None:
    """Htmlq and FlashQ: a column "sid" and columns s1, s2, ..."""
    header = _heads(table)
    if header is None or "sid" not in [h.lower() for h in header[1]]:
        return None
    top, heads = header
    cards = {c: m[1] for c, h in enumerate(heads) if (m := _CARD.fullmatch(h))}
    if len(cards) < 2:
        return None
    records = [_row_record(table, row, heads, cards) for row in table.filled() if row > top]
    if not records:
        raise StudyError(f"{table.file}: the file holds a header and no sort; export it again.")
    return draft_of(records, file=table.file, kind="a CSV of htmlq or FlashQ")


def _sort_column(table: Table) -> Draft | None:
    """A column "sort" whose cells hold a whole sort, "0|1|-1"."""
    header = _heads(table)
    if header is None or "sort" not in [h.lower() for h in header[1]]:
        return None
    top, heads = header
    column = [h.lower() for h in heads].index("sort")
    rows = [r for r in table.filled() if r > top]
    if not rows or not any(_PIPED.fullmatch(table.get(r, column)) for r in rows):
        return None
    records = [_row_record(table, row, heads, {}) for row in rows]
    return draft_of(records, file=table.file, kind="a table of EQ Web Sort records")


def _row_record(table: Table, row: int, heads: list[str], cards: Mapping[int, str]) -> Record:
    column_of = {h.lower(): c for c, h in reversed(list(enumerate(heads))) if h}
    pairs = tuple((h, table.rows[row][c]) for c, h in enumerate(heads) if h and c not in cards)
    return Record(
        f"row {row + 1}",
        pairs,
        f"row {row + 1}",
        _cell_of(table, row, column_of),
        tuple((n, table.get(row, c), table.cell(row, c)) for c, n in cards.items()),
    )
