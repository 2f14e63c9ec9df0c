"""Names kept out of a coding report: codes for cases and coders, and words that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_STEM = re.compile(r"['’]s$|(?<=[A-Z]{2})s$")
_ENDS = ".!?:;•*\n\"'“”‘’()[]/-–—"
_PLAIN = frozenset(
    word
    for line in (
        "i i'm i've i'd i'll mr mrs ms miss dr god christian muslim english british",
        "monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid",
        "january february march april may june july august september october november december",
        "home office police crown court social worker services children's council local authority",
        "jan feb mar apr jun jul aug sept sep oct nov dec modern slavery act high",
        "first tier tribunal legal aid national referral mechanism young person guardian",
    )
    for word in line.split()
)


def numbered_names(names: Iterable[str], word: str) -> dict[str, str]:
    """Name -> "Case 01", "Case 02", ... in the order given, each with as many digits."""
    listed = list(dict.fromkeys(names))
    digits = max(2, len(str(len(listed))))
    return {name: f"{word} {i:0{digits}d}" for i, name in enumerate(listed, start=1)}


def name_like(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Words that may be somebody's or some place's name: to be looked at by a person.

    Words with a capital within a sentence, and those of `known` (in lower case) anywhere. This
    finds most names in English prose, and by no means all.
    """
    found: list[str] = []
    for match in _WORD.finditer(text):
        word, lower = match.group(), _STEM.sub("", match.group().casefold())
        before = text[: match.start()].rstrip(" \t")
        inside = bool(before) and before[-1] not in _ENDS
        capital = word[0].isupper() and not _STEM.sub("", word).isupper() and len(word) > 1
        plain = lower in _PLAIN or lower.removesuffix("s") in _PLAIN
        if lower in known or (capital and inside and not plain):
            found.append(word)
    return list(dict.fromkeys(found))


def words_of_ids(ids: Iterable[str]) -> frozenset[str]:
    """The words of case and source ids that could be names: letters, each in few ids only."""
    counts: dict[str, int] = {}
    total = 0
    for name in ids:
        total += 1
        for word in {w.casefold() for w in _WORD.findall(name) if len(w) > 2 and not w.isupper()}:
            counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, times in counts.items() if times <= max(1, total // 4))
