"""Where a passage of an older version of a text stands in the newer one.

The two are compared word by word (anchored on the words that each holds once, after
Cohen's patience diff); a passage that came through whole moves with its surroundings. One
that did not is looked for by its quote among the words that are new, where the context or
the length of the quote must speak for the place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Shorter quotes ("yes") occur by chance; without the same neighbours they are not trusted.
LONG_ENOUGH = 15
CONTEXT = 40
SAME_CONTEXT = 10
SMALL = 40_000
# Where no single word stands but once, a run of so many tokens may.
RUNS = (1, 5, 13)


class Block(NamedTuple):
    """Characters that both versions hold: `length` of them from `old` and from `new`."""

    old: int
    new: int
    length: int


@dataclass(frozen=True)
class Move:
    """Two versions of a text and the blocks that they share, in order."""

    old: str
    new: str
    blocks: tuple[Block, ...]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the words from start to end stand now; None where they do not."""
        moved = self._moved(start, end)
        return moved if moved is not None else self._found(start, end)

    def position(self, old: int) -> int:
        """The place in the new text that answers to one in the old."""
        index = bisect_right([block.old for block in self.blocks], old) - 1
        if index < 0:
            return 0
        block = self.blocks[index]
        return block.new + min(old - block.old, block.length)

    def _moved(self, start: int, end: int) -> tuple[int, int] | None:
        index = bisect_right([block.old for block in self.blocks], start) - 1
        if index < 0 or end > self.blocks[index].old + self.blocks[index].length:
            return None
        shift = self.blocks[index].new - self.blocks[index].old
        return start + shift, end + shift

    def _found(self, start: int, end: int) -> tuple[int, int] | None:
        quote, expected = self.old[start:end], self.position(start)
        places = [place for place in _occurrences(self.new, quote) if self._is_new(place, quote)]
        if not places:
            return None
        best = max(
            places, key=lambda place: (self._context(start, end, place), -abs(place - expected))
        )
        alone = len(places) == 1 and len(quote) >= LONG_ENOUGH
        if alone or self._context(start, end, best) >= SAME_CONTEXT:
            return best, best + len(quote)
        return None

    def _is_new(self, place: int, quote: str) -> bool:
        """Whether the words at a place did not come from elsewhere in the old text."""
        end = place + len(quote)
        return not any(b.new <= place and end <= b.new + b.length for b in self.blocks)

    def _context(self, start: int, end: int, place: int) -> int:
        before = _alike(
            reversed(self.old[max(0, start - CONTEXT) : start]),
            reversed(self.new[max(0, place - CONTEXT) : place]),
        )
        stop = place + end - start
        return before + _alike(self.old[end : end + CONTEXT], self.new[stop : stop + CONTEXT])


def moved(old: str, new: str) -> Move:
    """What two versions of a text share."""
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    starts_a, starts_b = _starts(a), _starts(b)
    found: list[Block] = []
    for i, j, count in sorted(_matches(a, b, (0, len(a), 0, len(b)))):
        length = starts_a[i + count] - starts_a[i]
        block = Block(starts_a[i], starts_b[j], length)
        if (
            found
            and found[-1].old + found[-1].length == block.old
            and (found[-1].new + found[-1].length == block.new)
        ):
            block = Block(found[-1].old, found[-1].new, found[-1].length + length)
            found.pop()
        found.append(block)
    return Move(old, new, tuple(found))


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _matches(
    a: Sequence[str], b: Sequence[str], window: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int]]:
    """Runs of equal tokens (place in a, place in b, how many), in increasing order of both."""
    stack = [window]
    while stack:
        low_a, high_a, low_b, high_b = stack.pop()
        head = _alike(a[low_a:high_a], b[low_b:high_b])
        if head:
            yield low_a, low_b, head
            low_a, low_b = low_a + head, low_b + head
        tail = _alike(reversed(a[low_a:high_a]), reversed(b[low_b:high_b]))
        if tail:
            high_a, high_b = high_a - tail, high_b - tail
            yield high_a, high_b, tail
        if low_a == high_a or low_b == high_b:
            continue
        if (high_a - low_a) * (high_b - low_b) <= SMALL:
            for i, j, count in SequenceMatcher(
                None, a[low_a:high_a], b[low_b:high_b], autojunk=False
            ).get_matching_blocks():
                if count:
                    yield low_a + i, low_b + j, count
            continue
        anchors = _anchors(a, b, (low_a, high_a, low_b, high_b))
        for (i, j), (k, m) in zip(
            [(low_a - 1, low_b - 1), *anchors], [*anchors, (high_a, high_b)], strict=True
        ):
            if k < high_a:
                yield k, m, 1
            if anchors and i + 1 < k and j + 1 < m:
                stack.append((i + 1, k, j + 1, m))


def _anchors(
    a: Sequence[str], b: Sequence[str], window: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Tokens, or runs of them, that each side holds once: the longest chain in order."""
    low_a, high_a, low_b, high_b = window
    for size in RUNS:
        runs_a, runs_b = _once(a, low_a, high_a, size), _once(b, low_b, high_b, size)
        pairs = [(place, runs_b[run]) for run, place in runs_a.items() if run in runs_b]
        if pairs:
            return _rising(sorted(pairs))
    return []


def _once(tokens: Sequence[str], low: int, high: int, size: int) -> dict[tuple[str, ...], int]:
    """Each run of tokens that occurs once, with its place."""
    places: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for place in range(low, high - size + 1):
        run = tuple(tokens[place : place + size])
        if places.setdefault(run, place) != place:
            twice.add(run)
    return {run: place for run, place in places.items() if run not in twice}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that rises in both (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect_right(tops, j)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            piles.append(number)
        else:
            tops[pile], piles[pile] = j, number
    chain: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _alike(one: Sequence[str] | Iterator[str], other: Sequence[str] | Iterator[str]) -> int:
    """How many items two sequences share from their beginning."""
    count = 0
    for x, y in zip(one, other, strict=False):
        if x != y:
            break
        count += 1
    return count


def _occurrences(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)
