"""What a pack says otherwise than the one that was approved, text by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd

from instruments.packs.approval import Approved, Entry

COLUMNS = ("instrument", "language", "section", "change", "approved text", "new text")
ALIKE = 0.5
_NOTHING = Approved("", "", "", ())


@dataclass(frozen=True)
class Change:
    """One text that was changed, moved, added or taken out; the side that is not there is empty."""

    section: str
    change: str
    old: str = ""
    new: str = ""


def changes(before: Mapping[str, Approved], now: Mapping[str, Approved]) -> pd.DataFrame:
    """A row for each text that differs, by `COLUMNS`; the index is the page it stands on.

    "changed", "moved", "added" or "taken out" is said of a text; a whole page that is new or
    gone has all its texts added or taken out.
    """
    rows, index = [], []
    for name in dict.fromkeys((*now, *before)):
        old, new = before.get(name, _NOTHING), now.get(name, _NOTHING)
        page = new if name in now else old
        for change in page_changes(old.entries, new.entries):
            said = (change.section, change.change, change.old, change.new)
            rows.append((page.title, page.language, *said))
            index.append(name)
    return pd.DataFrame(rows, index=pd.Index(index, name="page"), columns=list(COLUMNS))


def page_changes(old: Sequence[Entry], new: Sequence[Entry]) -> list[Change]:
    """What became of the texts of a page, in the order of the page as it is now."""
    return _with_moves(list(_edits(old, new)))


def _edits(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Change]:
    matcher = SequenceMatcher(
        None, [entry.text for entry in old], [entry.text for entry in new], autojunk=False
    )
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            yield from _replaced(old[a:b], list(new[c:d]))


def _replaced(old: Sequence[Entry], new: list[Entry]) -> Iterator[Change]:
    """Texts in place of others: those alike are the same text changed."""
    for entry in old:
        match = _nearest(entry, new)
        if match is None:
            yield Change(entry.section, "taken out", old=entry.text)
            continue
        yield from (Change(e.section, "added", new=e.text) for e in new[:match])
        yield Change(new[match].section, "changed", entry.text, new[match].text)
        new = new[match + 1 :]
    yield from (Change(e.section, "added", new=e.text) for e in new)


def _nearest(entry: Entry, among: Sequence[Entry]) -> int | None:
    """The place of the text most like this one, if one is like it at all."""
    ratios = [
        SequenceMatcher(None, entry.text, other.text, autojunk=False).ratio() for other in among
    ]
    best = max(range(len(ratios)), key=ratios.__getitem__, default=None)
    return None if best is None or ratios[best] < ALIKE else best


def _with_moves(found: list[Change]) -> list[Change]:
    """The changes, a text taken out here and added there told once as moved."""
    gone = Counter(change.old for change in found if change.change == "taken out")
    come = Counter(change.new for change in found if change.change == "added")
    leaving = gone & come
    coming = Counter(leaving)
    told = []
    for change in found:
        if change.change == "taken out" and leaving[change.old]:
            leaving[change.old] -= 1
        elif change.change == "added" and coming[change.new]:
            coming[change.new] -= 1
            told.append(Change(change.section, "moved", change.new, change.new))
        else:
            told.append(change)
    return told
