"""Records of web sorting pages: one per participant, keys with values, the sort in one string."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qmethod.files.draft import (
    Comment,
    Draft,
    DraftSort,
    Fault,
    PileEntry,
    Placement,
    unworded,
)

PILE_OF = {"p": "agree", "u": "unsure", "n": "disagree"}
_PILE_KEYS = {
    "posstatenums": "agree",
    "neustatenums": "unsure",
    "negstatenums": "disagree",
    "pos": "agree",
    "neu": "unsure",
    "neg": "disagree",
}
_NAME_KEYS = ("partid", "participantname", "urlusercode", "usercode", "userinputid", "uid")
_SPARE_NAME_KEYS = ("sid", "randomid", "id")
_UNSET = re.compile(
    r"|-+|not[ _-]?(set|required)|no[ _-].*|none|null|undefined|anonymous|unknown", re.I
)
_COMMENT_KEY = re.compile(r"(comment|column)n?\d*(_\d+)?", re.I)
_COMMENT = re.compile(r"\((?:s|image|card)?\s*(\d+)\)\s*:?\s*(.*)", re.I | re.S)
_TRACE = re.compile(r"(\d+)\*(\w*)\*([+\-−]?[\d.]+)")
_PRIVATE = frozenset({"ip", "user_agent", "useragent", "referrer", "referer", "user agent"})
_INTERNAL = frozenset({"sort", "presorttrace", "projectname", *_PILE_KEYS})
_EXPANDED = re.compile(r"s ?\d+", re.I)


@dataclass(frozen=True)
class Record:
    """What one participant sent: pairs of key and value in the order of the file.

    `cell` tells where a key's value stands; `cards` are grid values that have a cell of
    their own (htmlq's columns s1, s2, ...), number -> (value, cell).
    """

    key: str
    pairs: tuple[tuple[str, str], ...]
    where: str
    cell: Callable[[str], str]
    cards: tuple[tuple[str, str, str], ...] = ()

    def get(self, key: str) -> str:
        """The value of a key, whatever its capitals; empty where it is missing."""
        return next((v.strip() for k, v in self.pairs if k.lower() == key), "")


def draft_of(records: Sequence[Record], *, file: str, kind: str) -> Draft:
    """The study in these records."""
    names, note = _names(records)
    lengths = [len(_values(r)) for r in records]
    size = Counter(n for n in lengths if n).most_common(1)
    count = size[0][0] if size else 0
    numbers = _card_numbers(records) or list(range(1, count + 1))
    faults: list[Fault] = []
    sorts = tuple(
        _sort(record, name, numbers, faults) for record, name in zip(records, names, strict=True)
    )
    left_out = sorted({k for r in records for k, _ in r.pairs if k.lower() in _PRIVATE})
    found = [note]
    if left_out:
        found.append(f"Left out because they could identify somebody: {', '.join(left_out)}.")
    pairs = list(zip(records, names, strict=True))
    project = _project(records)
    attributes = {n: _attributes(r, project) for r, n in pairs}
    piles = tuple(entry for r, n in pairs for entry in _piles(r, n))
    return Draft(
        file,
        kind,
        unworded(numbers),
        sorts,
        name=project,
        piles=piles,
        participants={n: row for n, row in attributes.items() if row},
        comments=tuple(c for r, n in pairs for c in _comments(r, n)),
        found=tuple(found),
        faults=(*faults, *(f for r, n in pairs for f in _trace_faults(r, n))),
    )


def _names(records: Sequence[Record]) -> tuple[list[str], str]:
    """One name per record from the first key that names all of them apart."""
    passed: list[str] = []
    for key in (*_NAME_KEYS, *_SPARE_NAME_KEYS):
        values = [r.get(key) for r in records]
        shown = next((k for r in records for k, _ in r.pairs if k.lower() == key), "")
        unset = any(_UNSET.fullmatch(v) for v in values)
        if not unset and len(set(values)) == len(values):
            return values, f'Participants are named by "{shown}"{_because(passed)}.'
        passed += [shown] * any(values)
    return (
        [r.key for r in records],
        f"Participants are named by the key of their record{_because(passed)}.",
    )


def _because(passed: Sequence[str]) -> str:
    told = ", ".join(f'"{key}"' for key in passed)
    return f", since {told} is not set or repeated" if passed else ""


def _project(records: Sequence[Record]) -> str:
    names = {r.get("projectname") or r.get("name") for r in records}
    return names.pop() if len(names) == 1 else ""


def _values(record: Record) -> list[str]:
    if record.cards:
        return [value for _, value, _ in record.cards]
    text = record.get("sort").strip(" |,")
    separator = "|" if "|" in text else ","
    return [] if not text or _UNSET.fullmatch(text) else text.split(separator)


def _card_numbers(records: Sequence[Record]) -> list[int]:
    return [int(n) for n, _, _ in records[0].cards] if records and records[0].cards else []


def _sort(record: Record, name: str, numbers: Sequence[int], faults: list[Fault]) -> DraftSort:
    if record.cards:
        placements = tuple(Placement(n, v, at) for n, v, at in record.cards)
        return DraftSort(name, record.where, placements)
    values, where = _values(record), record.cell("sort")
    if values and len(values) != len(numbers):
        faults.append(
            Fault(
                name,
                None,
                where,
                f"the sort holds {len(values)} values where most hold {len(numbers)}",
                "correct or delete this record: which cards it left out can't be told",
                stops=True,
            )
        )
    placements = tuple(
        Placement(str(n), v.strip(), f"{where}, value {i}")
        for i, (n, v) in enumerate(zip(numbers, values, strict=False), start=1)
    )
    return DraftSort(name, record.where, placements)


def _piles(record: Record, name: str) -> list[PileEntry]:
    trace = _TRACE.findall(record.get("presorttrace"))
    if trace:
        cell = record.cell("presortTrace")
        return [PileEntry(name, n, PILE_OF[p], cell) for n, p, _ in trace if p in PILE_OF]
    return [
        PileEntry(name, n, _PILE_KEYS[key.lower()], record.cell(key))
        for key, value in record.pairs
        if key.lower() in _PILE_KEYS
        for n in re.findall(r"\d+", value)
    ]


def _trace_faults(record: Record, name: str) -> list[Fault]:
    """Where the trace of the first sorting gives a card another value than the sort does."""
    values = dict(enumerate(_values(record), start=1))
    return [
        Fault(
            name,
            int(n),
            record.cell("presortTrace"),
            f"the trace puts the card at {v} and the sort at {values[int(n)].strip()}",
            "look which of the two is right; the sort was used",
            stops=False,
        )
        for n, _, v in _TRACE.findall(record.get("presorttrace"))
        if int(n) in values and _plain(v) != _plain(values[int(n)])
    ]


def _plain(value: str) -> str:
    return value.strip().lstrip("+").replace("−", "-")


def _comments(record: Record, name: str) -> list[Comment]:
    found = []
    for key, value in record.pairs:
        match = _COMMENT.fullmatch(value.strip()) if _COMMENT_KEY.fullmatch(key) else None
        if match and match[2].strip() and not _no_answer(match[2]):
            found.append(Comment(name, match[1], match[2].strip(), record.cell(key)))
    return found


def _no_answer(text: str) -> bool:
    return text.strip().lower() in ("no response", "no_response", "no comment", "no data")


def _attributes(record: Record, project: str) -> dict[str, str]:
    """Everything that is no sort, pile, comment or trace of the participant's machine."""
    return {
        key: value.strip()
        for key, value in record.pairs
        if key.lower() not in _INTERNAL | _PRIVATE
        and not _EXPANDED.fullmatch(key)
        and not (key.lower() == "name" and value.strip() == project)
        and not (_COMMENT_KEY.fullmatch(key) and (_COMMENT.fullmatch(value.strip()) or not value))
    }
