"""Places in a text: as other programs count them, as its characters, and after normalising."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from corpora.sources import normalised

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BREAK = re.compile("\r\n")
# Nothing joins with an ASCII character that follows it, so a text may be parted before each.
_CHUNK = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")


@dataclass(frozen=True)
class Reading:
    """How a program counts: the default is what the specification and most programs mean.

    Fields
    ------
    utf16
        Characters beyond U+FFFF (emoji) count as two.
    one_break
        CR LF counts as one.
    mark
        The byte-order mark counts as a character.
    inclusive
        The end is the last character, not the one after.
    """

    utf16: bool = False
    one_break: bool = False
    mark: bool = False
    inclusive: bool = False


@dataclass(frozen=True)
class RawText:
    """A text as it stood in the file, without its byte-order mark (`mark` tells of one)."""

    text: str
    mark: bool = False

    @property
    def beyond(self) -> bool:
        """Whether it holds characters that UTF-16 counts as two."""
        return _BEYOND.search(self.text) is not None

    @property
    def breaks(self) -> bool:
        """Whether it holds CR LF."""
        return "\r\n" in self.text


class Ruler:
    """From places as a program counts them to characters of a raw text."""

    def __init__(self, raw: RawText, reading: Reading) -> None:
        self._first = 1 if reading.mark and raw.mark else 0
        self._reading = reading
        self._length = len(raw.text)
        odd: list[tuple[int, int, int]] = []
        if reading.utf16:
            odd += [(m.start(), 1, 2) for m in _BEYOND.finditer(raw.text)]
        if reading.one_break:
            odd += [(m.start(), 2, 1) for m in _BREAK.finditer(raw.text)]
        odd.sort()
        shifts = [0, *accumulate(units - characters for _, characters, units in odd)]
        self._odd = [
            (place + shift, place, characters, units)
            for (place, characters, units), shift in zip(odd, shifts, strict=False)
        ]
        self._starts = [each[0] for each in self._odd]

    def passage(self, start: int, end: int) -> tuple[int, int, bool] | None:
        """Characters from and to, and whether both fall between characters; None if outside."""
        if self._reading.inclusive:
            end += 1
        first, exact_first = self._place(start - self._first, up=False)
        last, exact_last = self._place(end - self._first, up=True)
        if not 0 <= first < last <= self._length:
            return None
        return first, last, exact_first and exact_last

    def _place(self, unit: int, *, up: bool) -> tuple[int, bool]:
        index = bisect_right(self._starts, unit) - 1
        if index < 0:
            return unit, True
        begin, place, characters, units = self._odd[index]
        if unit == begin:
            return place, True
        if unit < begin + units:
            return place + (characters if up else 0), False
        return place + characters + unit - begin - units, True


class Normaliser:
    """From characters of a raw text to those of the text after `normalised`."""

    def __init__(self, raw: str) -> None:
        self._first = 1 if raw.startswith("\ufeff") else 0
        raw = raw[self._first :]
        self._breaks = [m.start() for m in _BREAK.finditer(raw)]
        self._joined = raw.replace("\r\n", "\n").replace("\r", "\n")
        self.text = normalised(raw)

    @cached_property
    def _composed(self) -> tuple[list[int], list[str], list[int]]:
        """Chunks that composing changes: place, characters, and what they shift what follows."""
        places: list[int] = []
        chunks: list[str] = []
        shifts = [0]
        if not unicodedata.is_normalized("NFC", self._joined):
            for match in _CHUNK.finditer(self._joined):
                chunk = match[0]
                if not unicodedata.is_normalized("NFC", chunk):
                    places.append(match.start())
                    chunks.append(chunk)
                    new = unicodedata.normalize("NFC", chunk)
                    shifts.append(shifts[-1] + len(new) - len(chunk))
        return places, chunks, shifts

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """The passage after normalising; half a letter counts as the whole."""
        first, last = (max(place - self._first, 0) for place in (start, end))
        return self._place(first, up=False), self._place(last, up=True)

    def _place(self, place: int, *, up: bool) -> int:
        before = bisect_left(self._breaks, place)
        # CR and LF are one character afterwards.
        between = bool(before) and self._breaks[before - 1] + 1 == place
        place += (1 if between and up else 0) - before
        places, chunks, shifts = self._composed
        index = bisect_right(places, place) - 1
        if index < 0:
            return place
        chunk = chunks[index]
        within = place - places[index]
        if within >= len(chunk):
            return place + shifts[index + 1]
        return places[index] + shifts[index] + _composed_length(chunk, within, up)


def _composed_length(chunk: str, within: int, up: bool) -> int:
    """How many characters of a composed chunk the first few of it become."""
    whole = unicodedata.normalize("NFC", chunk)
    while 0 < within < len(chunk):
        head = unicodedata.normalize("NFC", chunk[:within])
        if head + unicodedata.normalize("NFC", chunk[within:]) == whole:
            return len(head)
        within += 1 if up else -1
    return 0 if within <= 0 else len(whole)
