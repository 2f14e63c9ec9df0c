"""Words in a picture: which fonts have them, how wide they are, where lines may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import text_to_path

BASE = "DejaVu Sans"
LEADING = 1.24
# Older releases of matplotlib draw Arabic letters one by one, from left to right.
JOINS_LETTERS = hasattr(ft2font, "__libraqm_version__")

_UNDRAWABLE = "□"
_ELLIPSIS = "…"
_PREFERRED = ("Noto Sans", "Microsoft YaHei", "PingFang", "Hiragino", "Yu Gothic", "Malgun")
_NEVER = ("Last Resort", "STIX", "cm", "DejaVu", "OpenSymbol")
_MEASURE = 100
_RTL_START, _LTR_START, _END = "\u202b", "\u202a", "\u202c"
_NOT_FIRST = set(
    "、。，．・：；？！）」』】〕〉》’”%,.;:!?)]}»…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NOT_LAST = set("（「『【〔〈《‘“([{«")


@dataclass(frozen=True)
class Lettering:
    """The fonts of one picture, in order of choice, and how its writing runs."""

    families: tuple[str, ...]
    undrawable: frozenset[str]
    right_to_left: bool

    @property
    def leading(self) -> float:
        """Distance between baselines in em: more where taller scripts are mixed in."""
        return LEADING if len(self.families) == 1 and not self.right_to_left else 1.5

    def clean(self, text: str) -> str:
        """The text on one line, with □ for every character that no font here can draw."""
        text = re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
        return "".join(self._drawn(c) for c in text if unicodedata.category(c) != "Cc")

    def _drawn(self, character: str) -> str:
        if character not in self.undrawable:
            return character
        return "" if unicodedata.category(character) in ("Mn", "Cf") else _UNDRAWABLE

    def directed(self, line: str, *, rtl: bool) -> str:
        """The line with the reading direction of its text marked, where that could be unclear."""
        kinds = {unicodedata.bidirectional(c) for c in line}
        if not kinds & {"R", "AL", "AN"} and not (rtl and "L" in kinds):
            return line
        return (_RTL_START if rtl else _LTR_START) + line + _END

    def width(self, text: str) -> float:
        """How wide the text runs, in em."""
        return _width(text, self.families)

    def bold_families(self, text: str) -> tuple[str, ...]:
        """The fonts for bold words: DejaVu Sans alone where it has them all, else all fonts.

        Many fonts for other scripts have no bold; words in them stay at ordinary weight.
        """
        return (BASE,) if set(text) <= _characters(BASE) else self.families

    def wrap(self, text: str, limit: float) -> list[str]:
        """The text in lines of at most `limit` em; only words wider than a line are broken."""
        lines: list[str] = []
        line, used = "", 0.0
        for piece, spaced in self._pieces(text, limit):
            own = self.width(piece)
            space = self._space if spaced and line else 0.0
            if line and used + space + own > limit:
                lines.append(line)
                line, used, space = "", 0.0, 0.0
            line += (" " if space else "") + piece
            used += space + own
        return [*lines, line]

    def widest_word(self, text: str, *, at_most: float) -> float:
        """Width in em of the widest word, those wider than `at_most` left out."""
        widths = [self.width(piece) for piece, _ in _stretches(text)]
        return max((width for width in widths if width <= at_most), default=0.0)

    def shorten(self, text: str, limit: float, *, lines: int = 1) -> list[str]:
        """At most `lines` lines of `limit` em; text that is left out ends in an ellipsis."""
        wrapped = self.wrap(text, limit)
        if len(wrapped) <= lines:
            return wrapped
        last = wrapped[lines - 1]
        while last and self.width(last + _ELLIPSIS) > limit:
            last = last[:-1]
        return [*wrapped[: lines - 1], last.rstrip(" ,;:.") + _ELLIPSIS]

    @property
    def _space(self) -> float:
        return self.width("n n") - self.width("nn")

    def _pieces(self, text: str, limit: float) -> Iterator[tuple[str, bool]]:
        """What may stand on a line, and whether a space comes before it."""
        for stretch, spaced in _stretches(text):
            for part in self._broken(stretch, limit):
                yield part, spaced
                spaced = False

    def _broken(self, word: str, limit: float) -> Iterator[str]:
        """The word, in parts that fit; a hyphen shows where letters were parted."""
        if self.width(word) <= limit:
            yield word
            return
        part = ""
        for cluster in _clusters(word):
            hyphen = "-" if part[-1:].islower() and cluster[0].islower() else ""
            if part and self.width(part + cluster) + self.width(hyphen) > limit:
                yield part + hyphen
                part = ""
            part += cluster
        yield part


def lettering_for(texts: Iterable[str]) -> Lettering:
    """The fonts that these texts need: DejaVu Sans, then installed ones for other scripts."""
    joined = "".join(texts)
    needed = frozenset(c for c in joined if not c.isspace() and unicodedata.category(c) != "Cc")
    families, undrawable = _families(needed)
    return Lettering(families, undrawable, runs_right_to_left(joined))


def runs_right_to_left(text: str) -> bool:
    """Whether most letters belong to a script that is written from right to left."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    return sum(k in ("R", "AL") for k in kinds) > sum(k == "L" for k in kinds)


@lru_cache(maxsize=64)
def _families(needed: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The fewest families that cover the characters, and the characters that none has."""
    chosen, left = [BASE], needed - _characters(BASE)
    while left:
        best = max(_others(), key=lambda name: len(left & _characters(name)), default=BASE)
        found = left & _characters(best)
        if not found:
            break
        chosen.append(best)
        left -= found
    return tuple(chosen), left


@cache
def _others() -> tuple[str, ...]:
    """Installed upright families of ordinary weight, preferred ones first."""
    names = {
        entry.name
        for entry in fontManager.ttflist
        if entry.style == "normal" and entry.weight == 400 and not entry.name.startswith(_NEVER)
    }
    return tuple(sorted(names, key=lambda name: (not name.startswith(_PREFERRED), name)))


@cache
def _characters(family: str) -> frozenset[str]:
    """Every character that the family's upright font can draw."""
    try:
        path = fontManager.findfont(FontProperties(family=[family]), fallback_to_default=False)
        return frozenset(map(chr, get_font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()


@lru_cache(maxsize=100_000)
def _width(text: str, families: tuple[str, ...]) -> float:
    font = FontProperties(family=list(families), size=_MEASURE)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width) / _MEASURE


@lru_cache(maxsize=10_000)
def _stretches(text: str) -> Sequence[tuple[str, bool]]:
    """Stretches between which a line may break, each with whether a space comes before it."""
    return [
        (stretch, first and position > 0)
        for position, word in enumerate(text.split(" "))
        for stretch, first in _within(word)
    ]


def _within(word: str) -> Iterator[tuple[str, bool]]:
    """A word in parts: after hyphens and slashes, and between ideographs."""
    first, part = True, ""
    for position, character in enumerate(word):
        part += character
        after = word[position + 1 : position + 2]
        if (len(part) > 1 and _may_break(character, after)) or _parts(character, after):
            yield part, first
            first, part = False, ""
    if part or first:
        yield part, first


def _may_break(before: str, after: str) -> bool:
    return before in "-–—/" and after.isalpha()


def _parts(before: str, after: str) -> bool:
    """Whether a line may end between two characters because either is an ideograph."""
    if not after or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return _is_ideograph(before) or _is_ideograph(after)


def _is_ideograph(character: str) -> bool:
    if 0xAC00 <= ord(character) <= 0xD7A3:  # Korean has spaces between its words
        return False
    return character == _UNDRAWABLE or unicodedata.east_asian_width(character) in ("W", "F")


def _clusters(word: str) -> Iterator[str]:
    """Letters with the marks that belong to them."""
    cluster = ""
    for character in word:
        joined = unicodedata.category(character) in ("Mn", "Mc", "Me") or character == "\u200d"
        if cluster and not joined and not cluster.endswith("\u200d"):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster
