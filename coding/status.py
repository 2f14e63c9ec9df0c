"""What a text asserts of a cue: asserted, negated, hedged, planned, ended, or not of the YP.

Each trigger is a few words with a reach: forward from its end or backward from its start,
within its clause. A word that the cue itself consumed triggers nothing. Two negations undo
each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from coding.clauses import Clause
from coding.lexicon import COUNTED, HARMLESS, JUDGING, OTHERS, PREPOSITIONS, TRIGGERS, stem
from coding.sentences import Word


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that change what is asserted, and how far."""

    kind: str
    words: tuple[str, ...]
    forward: bool
    reach: int


class Hit(NamedTuple):
    """A trigger where it stands: words start to end, acting on first to last (exclusive)."""

    trigger: Trigger
    start: int
    end: int
    first: int
    last: int


def _compiled() -> dict[str, list[Trigger]]:
    table: dict[str, list[Trigger]] = {}
    for line in TRIGGERS:
        head, body = line.split(":", 1)
        kind, direction, reach = head.split()
        for phrase in body.split("|"):
            words = tuple(w if w[0] == "=" else stem(w) for w in phrase.split())
            trigger = Trigger(kind, words, direction == ">", int(reach))
            table.setdefault(words[0].lstrip("="), []).append(trigger)
            if words[0][0] == "=":
                table.setdefault(stem(words[0][1:]), []).append(trigger)
    for found in table.values():
        found.sort(key=lambda t: -len(t.words))
    return table


_TABLE = _compiled()
_ANY_MORE = {"any more", "anymore", "no more", "any longer"}  # "not any more" denies once
_BEFORE = 12  # words before a clause to which "but it ended" points
# A cue that itself denies is not denied again: "ain't registered with no GP".
_DENIALS = {"negated", "ended", "hedged"}  # triggers that a denying word may be part of
_REFUSING = {stem("refused"), stem("declined")}  # after a comma, of what follows
_OFTEN = {"a", "every", "per", "or", "in", "had", "again", "more", "the"}  # "once a week"
_NOT = {"n't", "n’t", "not", "nt"}  # "won't" refuses
_DENYING = {"not", "no", "never", "nobodi", "none", "nothing", "nor", "neither"}


def triggers(words: list[Word], parts: list[Clause]) -> list[Hit]:
    """Every trigger of a sentence with the words it acts on."""
    hits: list[Hit] = []
    owner = [k for k, c in enumerate(parts) for _ in range(c.start, c.end)]
    taken_until = {True: -1, False: -1}
    for i, word in enumerate(words):
        for trigger in _TABLE.get(word.stem, ()):
            end = i + len(trigger.words)
            if i < taken_until[trigger.forward] or not _stands(words, i, trigger.words):
                continue
            if _means_another(words, i, end):
                continue
            hit = _hit(words, parts[owner[i]], trigger, i, end)
            if hit is not None:
                hits.append(hit)
            taken_until[trigger.forward] = end
    hits.extend(_counted(words))
    return hits


def _means_another(words: list[Word], i: int, end: int) -> bool:
    """Whether a trigger's words mean something else here: a month, a frequency, a judgement."""
    form = words[i].form
    before = words[i - 1] if i else None
    after = words[end].form if end < len(words) else ""
    if form == "may":
        return _is_month(words, i)
    if form == "once":
        return after in _OFTEN or (before is not None and before.form == "at")
    if form == "wo":
        return after in _NOT
    judged = form == "to" and end - i == 2 and words[i + 1].form == "be"
    return judged and before is not None and before.stem in JUDGING


def _is_month(words: list[Word], i: int) -> bool:
    """Whether "May" stands in a date: by a number, or after the small word of a date."""
    before = words[i - 1].form if i else ""
    after = words[i + 1].form if i + 1 < len(words) else ""
    dated = before in {"in", "on", "since", "last", "until", "by", "of", "from", "early", "late"}
    return dated or before[:1].isdigit() or after[:1].isdigit()


def _stands(words: list[Word], i: int, phrase: tuple[str, ...]) -> bool:
    if i + len(phrase) > len(words):
        return False
    for k, word in enumerate(phrase, i):
        if words[k].stem != word and "=" + words[k].form != word:
            return False
    return True


def _hit(words: list[Word], clause: Clause, trigger: Trigger, i: int, end: int) -> Hit | None:
    if trigger.kind == "general":
        return Hit(trigger, i, end, 0, len(words))
    if trigger.forward:
        if trigger.kind == "negated" and end < len(words) and words[end].form in HARMLESS:
            return None
        return Hit(trigger, i, end, end, _along(words, end, clause.end, trigger.reach))
    if trigger.words[0] in _REFUSING and i and words[i - 1].form == "," and end < clause.end:
        return None
    start = clause.start
    if any(w.form in {"it", "that", "this"} for w in words[start:i]):
        start = max(0, start - _BEFORE)
        return Hit(trigger, i, end, start, i)
    return Hit(trigger, i, end, _back(words, i, start, trigger.reach), i)


def _along(words: list[Word], start: int, end: int, reach: int) -> int:
    """Where a forward trigger's reach ends: in its clause, at a comma that starts anew."""
    for i in range(start, end):
        reach -= words[i].weight
        anew = words[i].form in {",", ":"} and i > start and not _goes_on(words, i + 1)
        if reach < 0 or anew:
            return i
    return end


def _goes_on(words: list[Word], i: int) -> bool:
    """Whether a comma stands in a list that a trigger governs as a whole."""
    return any(w.form in {"or", "nor"} for w in words[i : i + 5])


def _back(words: list[Word], i: int, start: int, reach: int) -> int:
    for k in range(i - 1, start - 1, -1):
        reach -= words[k].weight
        if reach < 0 or (words[k].form == "," and k < i - 1):
            return k + 1
    return start


class Verdict(NamedTuple):
    """The status of one cue and the trigger words that decided it."""

    status: str  # "" where the cue is none after all
    triggers: tuple[str, ...] = ()


def verdict(
    words: list[Word], parts: list[Clause], hits: list[Hit], used: list[int], *, anyone: bool,
    done: bool, asks: bool,
) -> Verdict:  # fmt: skip
    """What the sentence asserts of the cue that stands on the words `used`.

    `anyone` is True for codes that are not about the young person's own status, `done` for
    things that stay done. `asks` tells that the sentence is a question.
    """
    if asks:
        return Verdict("question", ("?",))
    if not _reached(words, hits, used):
        return Verdict("")
    acting = [h for h in hits if _acts(h, used, parts)]
    by_kind: dict[str, list[str]] = {}
    for hit in acting:
        by_kind.setdefault(hit.trigger.kind, []).append(_said(words, hit))
    if "general" in by_kind:
        return Verdict("general", tuple(by_kind.get("general", ())))
    for kind in ("conditional", "hedged"):
        if kind in by_kind:
            return Verdict("hedged", tuple(by_kind[kind]))
    whose = "" if anyone else _whose(words, parts, used)
    if whose:
        return Verdict(whose)
    if "planned" in by_kind:
        return Verdict("planned", tuple(by_kind["planned"]))
    if any(words[i].stem in _DENYING for i in used):
        by_kind.pop("negated", None)
    return _denied(by_kind, done=done)


def _reached(words: list[Word], hits: list[Hit], used: list[int]) -> bool:
    """Whether a denial within the cue reaches the rest of it: "no GP yet, attends" does not."""
    for i in used:
        if words[i].stem not in _DENYING:
            continue
        scopes = [h for h in hits if h.start <= i < h.end and h.trigger.kind in _DENIALS]
        if not scopes or _parted(words, i, used):
            return False
    return True


def _parted(words: list[Word], i: int, used: list[int]) -> bool:
    """Whether a comma or an "and" that starts anew stands between a denial and the rest."""
    for k in range(i + 2, used[-1] + 1):
        if words[k - 1].form == "," and not _goes_on(words, k):
            return True
        if words[k - 1].form == "and" and k in used and words[k].form[-1] in "sd":
            return True
    return False


def _denied(by_kind: dict[str, list[str]], *, done: bool) -> Verdict:
    """Asserted, negated or ended: "not stopped" undoes itself, "ain't heard nothing" does not."""
    plain = by_kind.get("negated", [])
    ended = [t for t in by_kind.get("ended", []) if not (plain and t in _ANY_MORE)]
    turns = by_kind.get("turned", []) + ([] if done else ended)
    if (len(turns) + bool(plain)) % 2 == 0:
        return Verdict("asserted", (*plain, *turns))
    kind = "ended" if not done and by_kind.get("ended") and not plain else "negated"
    return Verdict(kind, (*plain, *turns))


def _counted(words: list[Word]) -> Iterator[Hit]:
    """Where the sentence counts young people, "412 children": then it is general."""
    for i, word in enumerate(words[:-1]):
        if word.form.isdigit() and len(word.form) > 1 and words[i + 1].form in COUNTED:
            yield Hit(Trigger("general", (), True, 0), i, i + 2, 0, len(words))


def _said(words: list[Word], hit: Hit) -> str:
    return " ".join(w.form for w in words[hit.start : hit.end])


def _acts(hit: Hit, used: list[int], parts: list[Clause]) -> bool:
    if hit.start in used:
        return False
    return any(hit.first <= i < hit.last for i in used)


def _whose(words: list[Word], parts: list[Clause], used: list[int]) -> str:
    own = [c for c in parts if any(c.start <= i < c.end for i in used)]
    clause, first = own[-1], min(used)
    theirs = all(c.whose in {"somebody else", "general"} for c in own)
    if theirs and not _consumed(words, used, clause) and not _done_to(words, clause, first):
        return clause.whose
    ahead = words[max(clause.start, first - 3) : first + 1]
    for k, word in enumerate(ahead[:-1]):
        if word.form in OTHERS and ahead[k + 1].form == "'s":
            return "somebody else"
    return ""


def _done_to(words: list[Word], clause: Clause, first: int) -> bool:
    """Whether the young person is the object before the cue: "a judge gave him leave"."""
    for i in range(max(clause.start, first - 3), first + 1):
        form = words[i].form
        if form in {"him", "me", "them"}:
            return True
        after = words[i + 1].form if i + 1 < clause.end else ""
        if form == "her" and (after in PREPOSITIONS or after in {"a", "the"}):
            return True
    return False


def _consumed(words: list[Word], used: list[int], clause: Clause) -> bool:
    """Whether the cue speaks of the very person that the clause is about."""
    span = range(clause.start, clause.end)
    first = next((i for i in span if words[i].form == clause.person), -1)
    return first in used
