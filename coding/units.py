"""The units over which coders are compared: sources, paragraphs, sentences, marked passages.

A unit counts as coded where a coding covers a whole word of it; so a mark that is dragged a
letter or a space too far makes no disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from corpora.errors import StudyError

UNITS = {
    "source": "a whole source",
    "paragraph": "a paragraph (a blank line ends it)",
    "sentence": "a sentence, bullet or line of the text",
    "passage": "a passage that somebody coded, marks that overlap taken as one",
}
NEED_TEXT = {"paragraph", "sentence"}

_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)|[•·▪●](?=\s)|\n+""")
_SHORT = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "eg", "ie", "etc", "approx"}
    | {"incl", "ref", "tel", "p", "pp", "para", "cf", "dept", "sgt", "pc", "dc", "re", "s", "app"}
    | {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"}
    | {"yrs", "yr", "hrs", "wk", "wks", "mth", "mths"}
)


def units_of(
    table: pd.DataFrame, known: Mapping[str, str], unit: str | pd.DataFrame
) -> pd.DataFrame:
    """The units in order, columns source, start, end.

    Parameters
    ----------
    table
        The codings (see `coding.plain`).
    known
        Source id -> text. "passage" needs none; for "source" the ids of the table do.
    unit
        One of `UNITS`, or an own table of source, start, end.

    Raises
    ------
    StudyError
        If the unit is unknown, needs texts that were not given, or own units overlap.
    """
    if isinstance(unit, pd.DataFrame):
        return _own(unit)
    if unit not in UNITS:
        raise StudyError(f'The unit "{unit}" is not known; choose {", ".join(UNITS)}.')
    if unit in NEED_TEXT and not known:
        raise StudyError(f'The unit "{unit}" needs the texts; give the sources too.')
    if unit == "passage":
        spans = list(_marked(table))
    elif unit == "source":
        ends = table.groupby("source", sort=False)["end"].max().to_dict()
        lengths = {name: len(text) for name, text in known.items()} or ends
        spans = [(name, 0, max(length, 1)) for name, length in lengths.items()]
    else:
        cut = sentences if unit == "sentence" else paragraphs
        spans = [(name, a, b) for name, text in known.items() for a, b in cut(text)]
    return pd.DataFrame(spans, columns=["source", "start", "end"])


def _own(unit: pd.DataFrame) -> pd.DataFrame:
    if not {"source", "start", "end"} <= set(unit.columns):
        raise StudyError("Own units need the columns source, start and end.")
    spans = unit[["source", "start", "end"]].astype({"source": str, "start": int, "end": int})
    spans = spans.sort_values(["source", "start"], kind="stable", ignore_index=True)
    same = spans["source"] == spans["source"].shift()
    crossing = same & (spans["start"] < spans["end"].shift())
    if crossing.any() or (spans["end"] <= spans["start"]).any():
        row = spans[crossing | (spans["end"] <= spans["start"])].iloc[0]
        raise StudyError(
            f"The unit {row['start']} to {row['end']} of source {row['source']} overlaps another "
            "or is empty; units must lie side by side."
        )
    return spans


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """First and last+1 character of every paragraph that holds a word."""
    start = 0
    for gap in _BLANK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First and last+1 character of every sentence, bullet or note that holds a word.

    A line's end ends a sentence unless the next line goes on in lower case after a word or
    comma, as in wrapped text.
    """
    start = 0
    for stop in _STOP.finditer(text):
        if _goes_on(text, start, stop):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    before, after = text[start : stop.start()], text[stop.end() : stop.end() + 2]
    if stop[0][0] == "\n":
        wrapped = bool(before) and (before[-1].isalnum() or before[-1] in ",")
        return stop[0] == "\n" and wrapped and after[:1].islower() and after != "o "
    words = before.split()
    last = words[-1].lstrip("(\"'“‘").lower() if words else ""
    initial = len(last) == 1 and before[-1:].isupper()
    return stop[0] == "." and (last in _SHORT or initial) and "\n" not in after[:1]


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if _WORD.search(piece):
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _marked(table: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Passages that somebody coded, overlapping ones merged."""
    coded = table[table["code"] != ""].sort_values(["source", "start", "end"])
    now: tuple[str, int, int] | None = None
    for source, start, end in zip(coded["source"], coded["start"], coded["end"], strict=True):
        if now is not None and source == now[0] and start < now[2]:
            now = (source, now[1], max(end, now[2]))
            continue
        if now is not None:
            yield now
        now = (source, int(start), int(end))
    if now is not None:
        yield now


def touched(table: pd.DataFrame, units: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Which units each coding counts in: columns coding (row label), unit (row of `units`).

    A coding counts in every unit of which it covers a whole word; where it covers none, in
    the unit that holds most of it; outside all units, in none.
    """
    rows: list[tuple[int, int]] = []
    borders = _borders(units)
    coded = table[table["code"] != ""]
    places = zip(coded.index, coded["source"], coded["start"], coded["end"], strict=True)
    for label, source, start, end in places:
        if source in borders:
            found = _units_under(borders[source], start, end, known.get(source, ""))
            rows.extend((label, unit) for unit in found)
    return pd.DataFrame(rows, columns=["coding", "unit"])


Borders = tuple[np.ndarray, np.ndarray, np.ndarray]


def _borders(units: pd.DataFrame) -> dict[str, Borders]:
    """Source -> starts, ends and rows of its units, in order."""
    numbered = units.assign(row=np.arange(len(units))).sort_values(["source", "start"])
    return {
        source: (part["start"].to_numpy(), part["end"].to_numpy(), part["row"].to_numpy())
        for source, part in numbered.groupby("source", sort=False)
    }


def _units_under(borders: Borders, start: int, end: int, text: str) -> list[int]:
    starts, ends, rows = borders
    first = int(np.searchsorted(ends, start, side="right"))
    last = int(np.searchsorted(starts, end, side="left"))
    if last - first <= 1:
        return [int(row) for row in rows[first:last]]
    cut = [(max(start, starts[i]), min(end, ends[i]), i) for i in range(first, last)]
    whole = [i for a, b, i in cut if _holds_word(text, int(a), int(b), starts[i], ends[i])]
    if not whole:
        whole = [max(cut, key=lambda c: c[1] - c[0])[2]]
    return [int(rows[i]) for i in whole]


def _holds_word(text: str, start: int, end: int, low: int, high: int) -> bool:
    if not text or (start == low and end == high):
        return True
    for word in _WORD.finditer(text, start, end):
        before, after = (
            text[max(word.start() - 1, 0) : word.start()],
            text[word.end() : word.end() + 1],
        )
        if not _WORD.match(before) and not _WORD.match(after):
            return True
    return False
