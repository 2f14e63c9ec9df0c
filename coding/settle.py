"""What a passage asserts at its end, once all its cues have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from coding.codings import FIRST, PROPOSED
from coding.cues import Cue
from coding.frame import CodingFrame


class Mention(NamedTuple):
    """One cue found: where, for which code, and what is asserted of that code.

    `turned` tells how the code was reached: "" by its own cue, a status where another code was
    denied, ended or planned, "overtaken" where a rival fits better, "near" for a candidate,
    "voted" where words speak for it without a cue; `triggers` are then these words.
    """

    code: str
    cue: Cue | None
    first: int
    last: int
    sentence: int
    clause: tuple[int, int]
    status: str
    triggers: tuple[str, ...]
    score: float
    turned: str = ""


def settled(frame: CodingFrame, found: list[Mention]) -> dict[str, Mention]:
    """One mention a code: what the passage asserts at its end, or why it does not."""
    best = _unsuppressed(frame, _best(found))
    _overtake(frame, best)
    return best


def _best(found: Iterable[Mention]) -> dict[str, Mention]:
    best: dict[str, Mention] = {}
    strong = [(m.code, m.sentence, m.first, m.last) for m in found if m.cue and not m.cue.weak]
    for mention in found:
        if mention.cue and mention.cue.weak and any(_covers(place, mention) for place in strong):
            continue
        known = best.get(mention.code)
        if known is None or rank(mention) > rank(known):
            best[mention.code] = mention
    return best


def _covers(place: tuple[str, int, int, int], mention: Mention) -> bool:
    code, sentence, first, last = place
    same = code == mention.code and sentence == mention.sentence
    return same and first <= mention.last and mention.first <= last


def rank(mention: Mention) -> tuple[bool, float, int, int]:
    """What makes one mention of a code better than another: asserted, sure, late."""
    return mention.status == "asserted", mention.score, mention.sentence, mention.last


def _unsuppressed(frame: CodingFrame, best: dict[str, Mention]) -> dict[str, Mention]:
    strong = [c for c, m in best.items() if m.status == "asserted" and m.score >= PROPOSED]
    gone = {other for c in strong for other in frame[c].rules.get("suppresses", ())}
    return {c: _lowered(m) if c in gone else m for c, m in best.items()}


def _overtake(frame: CodingFrame, best: dict[str, Mention]) -> None:
    """Where codes exclude each other, keep the state told last; the others have ended."""
    for group in frame.one_of:
        rivals = [best[c] for c in group if c in best and best[c].status == "asserted"]
        if len(rivals) < 2:
            continue
        strong = [m for m in rivals if m.score >= PROPOSED]
        last = max(strong or rivals, key=lambda m: (m.sentence, m.last, m.score))
        for rival in rivals:
            if rival is not last:
                ended = rival.score >= PROPOSED and len(group) == 2
                best[rival.code] = rival._replace(status="ended") if ended else _lowered(rival)


def _lowered(mention: Mention) -> Mention:
    return mention._replace(score=min(mention.score, PROPOSED) * 0.5, turned="overtaken")


def candidates(frame: CodingFrame, best: dict[str, Mention]) -> Iterator[Mention]:
    """Codes that a coder might yet choose: what is mentioned otherwise, and its neighbours."""
    asserted = [m for m in best.values() if m.status == "asserted"]
    closed: set[str | None] = {m.code for m in asserted}
    closed |= {frame[m.code].opposite for m in asserted if m.score >= PROPOSED}
    left = FIRST - len(asserted)
    for mention in sorted(best.values(), key=lambda m: -m.score):
        if left > 0 and mention.code not in closed and mention.status not in {"question", "ended"}:
            closed.add(mention.code)
            left -= 1
            yield mention._replace(status="asserted", score=mention.score * 0.2, turned="near")
    for mention in sorted(best.values(), key=lambda m: -m.score):
        for code in _neighbours(frame, mention.code):
            if left > 0 and code not in closed:
                closed.add(code)
                left -= 1
                yield mention._replace(
                    code=code, status="asserted", score=mention.score * 0.1, turned="near"
                )


@lru_cache(maxsize=4096)
def _near(group: tuple[tuple[str, ...], ...], code: str) -> tuple[str, ...]:
    return tuple(c for one in group if code in one for c in one if c != code)


def _neighbours(frame: CodingFrame, code: str) -> tuple[str, ...]:
    """Codes of which a passage that touches this one may tell: its rivals, then its like."""
    listed = frame[code].rules.get("near", ())
    return (*listed, *_near(frame.one_of, code))
