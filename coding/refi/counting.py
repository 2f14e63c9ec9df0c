"""How the positions in a file were counted: every way is tried, the words decide.

Programs disagree on what a position is, and say nothing of it. Coders mark words, so the way
in which passages begin and end at words is the one; a passage whose own words stand beside it
in the file settles it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from coding.refi.ruler import RawText, Reading, Ruler

USUAL = Reading()
# So many passages show the way as well as all of them.
ENOUGH = 5_000
# Ways that no program is known for need this many passages, and nearly all of them, to speak.
FEW, NEARLY_ALL = 3, 0.8


@dataclass(frozen=True)
class Marked:
    """A text with the passages marked in it: start, end and the words said to stand there."""

    raw: RawText
    passages: Sequence[tuple[int, int, str]]


def way_of_counting(marked: Sequence[Marked]) -> tuple[Reading, tuple[str, ...]]:
    """The way in which positions were counted, and what was taken and why."""
    sample = _sample(marked)
    ways = _ways(sample)
    scores = {way: [_scores(each, way) for each in sample] for way in ways}
    flat = {way: [s for group in groups for s in group] for way, groups in scores.items()}
    best = USUAL
    for way in ways:
        if sum(flat[way]) > sum(flat[best]) and _believable(way, flat[way], flat[USUAL]):
            best = way
    return best, _said(best, sample, flat)


def _sample(marked: Sequence[Marked]) -> list[Marked]:
    """Texts where ways differ first, as only they tell."""
    telling = sorted(marked, key=lambda m: not (m.raw.beyond or m.raw.breaks or m.raw.mark))
    chosen: list[Marked] = []
    count = 0
    for each in telling:
        if each.passages and count < ENOUGH:
            chosen.append(each)
            count += len(each.passages)
    return chosen


def _ways(sample: Sequence[Marked]) -> list[Reading]:
    """Every way that could differ here, the usual one first and the known ones next."""
    beyond = any(each.raw.beyond for each in sample)
    breaks = any(each.raw.breaks for each in sample)
    marks = any(each.raw.mark for each in sample)
    choices = [(False, True) if there else (False,) for there in (True, marks, breaks, beyond)]
    return [
        Reading(utf16, one_break, mark, inclusive)
        for inclusive, mark, one_break, utf16 in product(*choices)
    ]


def _believable(way: Reading, scores: Sequence[float], usual: Sequence[float]) -> bool:
    if not (way.mark or way.inclusive):
        return True
    better = sum(score > other for score, other in zip(scores, usual, strict=True))
    return len(scores) >= FEW and better >= NEARLY_ALL * len(scores)


def _scores(marked: Marked, way: Reading) -> list[float]:
    ruler = Ruler(marked.raw, way)
    return [_score(marked.raw.text, ruler, *passage) for passage in marked.passages]


def _score(text: str, ruler: Ruler, start: int, end: int, words: str) -> float:
    place = ruler.passage(start, end)
    if place is None or not place[2]:
        return -2.0
    first, last, _ = place
    points = _edge(text, first, text[first]) + _edge(text, last, text[last - 1])
    return points + (4.0 if words and is_copy(words, text[first:last]) else 0.0)


def _edge(text: str, place: int, inside: str) -> float:
    """1 where a word begins or ends, a half at a space beside one, 0 within a word."""
    if not at_edge(text, place):
        return 0.0
    return 0.5 if inside.isspace() else 1.0


def at_edge(text: str, place: int) -> bool:
    """Whether no word goes on across a place."""
    if not 0 < place < len(text):
        return True
    after = text[place]
    if unicodedata.category(after)[0] == "M" or after == "\u200d" or text[place - 1] == "\u200d":
        return False
    if text[place - 1] == "\r" and after == "\n":
        return False
    return not (_in_word(text[place - 1]) and _in_word(after))


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def is_copy(name: str, passage: str) -> bool:
    """Whether a name is the words of a passage, white space aside, or their beginning."""
    said, stands = "".join(name.split()), "".join(passage.split())
    short = said.rstrip(".…")
    if not short:
        return said == stands
    return said == stands or (len(short) >= 12 and stands.startswith(short))


def _said(
    best: Reading, sample: Sequence[Marked], flat: dict[Reading, list[float]]
) -> tuple[str, ...]:
    if len(flat) < 2 or not flat[best]:
        return ()
    told = [
        (best.utf16, any(m.raw.beyond for m in sample), "UTF-16 units (an emoji counts as two)",
         "characters (an emoji counts as one)"),
        (best.one_break, any(m.raw.breaks for m in sample), "CR LF as one", "CR LF as two"),
        (best.mark, any(m.raw.mark for m in sample), "the byte-order mark as a character",
         "the byte-order mark not at all"),
        (best.inclusive, best.inclusive, "the end as the last character", ""),
    ]  # fmt: skip
    parts = [odd if taken else usual for taken, matters, odd, usual in told if matters]
    if not parts:
        return ()
    fits = {way: sum(score >= 1.5 for score in scores) for way, scores in flat.items()}
    others = [way for way in flat if way != best and way.inclusive == best.inclusive]
    rest = f"; counted otherwise, at most {max(fits[way] for way in others)}" if others else ""
    return (
        f"Positions were read as counting {', '.join(parts)}: {fits[best]} of "
        f"{len(flat[best])} passages then begin and end at words{rest}.",
    )
