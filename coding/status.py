"""What a text asserts of a cue: asserted, negated, hedged, planned, ended, or not of the YP.

Each trigger is a few words with a reach: forward from its end or backward from its start,
within its clause. A word that the cue itself consumed triggers nothing. Two negations undo
each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from coding.clauses import Clause
from coding.lexicon import OTHERS, stem
from coding.sentences import Word

_TRIGGERS = """
negated > 9: not | never | n't | nor | neither | without | no | none | nobody | nothing | cannot | fail to
negated > 9: refuse to | decline to | unable to | yet to | lack of | lack | lacks | absence of | deny | denied
negated > 9: rather than | instead of | refuse | decline | far from | hardly | barely | rarely | seldom | nowhere
negated > 9: not yet | no evidence of | no evidence that | hasn't | isn't | avoid | rule out | barred from
negated > 9: prevent from | zero | nil | too ill to | too scared to | struggle to | reluctant to | unwilling to
negated > 9: prohibit from | unaware | not been | little | few | stop from | not able to
negated < 4: nil | none | refused | declined | not done | not complete | not in place | outstanding | not known | n/a | zero
negated < 4: not happen | never happen | not take place | not yet | no | not go ahead | is a no
hedged > 10: might | may | could | perhaps | maybe | possibly | likely | probably | unclear | not clear
hedged > 10: unlikely | whether | not sure | unsure | potentially | possible | unknown | not known | uncertain
hedged > 10: in theory | allegedly | as if | as though | rumour | would have | could have | should have
planned > 10: will | would | should | shall | plan to | plans for | =planning | hope to | hopes | hope | hoping
planned > 10: want to | want | wish to | wish | would like | intend to | aim to | need to | needs to | have to | must
planned > 10: gon na | =going to be | refer to | refer for | referral to | referral for | due to start | due to begin | due to | wait for | wait to
planned > 10: await | offer | recommend | advise | advice on | suggest | ask for | ask whether | request | agree to
planned > 10: arrange | arrange for | look for | look into | apply for | apply to | interest in | consider | encourage | =about to
planned > 10: keen to | aspire to | dream of | seek | search for | ready to | =plan to | signpost to | in order to
planned > 10: once | to be | try to | attempt to | chase | explore | hunt for | discuss | talk about | so that | =meant to
planned > 10: supposed to | training on | training in | workshop on | session on | policy | guidance | eligible for | entitled to | aim of
planned < 6: to be arranged | to be confirmed | tbc | to follow | next week | next month | next term | in september | =starting | is planned | planned | offered | was discussed | were discussed | on the agenda | to be discussed
planned < 6: has been requested | to be made | to be done | to be completed | be booked | be arranged | be considered | recommended | due
ended > 9: no longer | use to | formerly | former | previously | stop | cease | quit | not any more | drop out of
ended > 9: any longer | once | until recently | not anymore | give up | =gave up | be withdrawn from
ended < 5: no longer | has ended | be over | came to an end | have since end | ended | broke down | break down | fell through | have stop | have cease | any more | anymore | no more | at that time | at the time
conditional > 12: if | unless | should he | should she | in case | provided that | even if | were to
"""
_REVERSED = {"negated": "negated", "ended": "ended"}
# Negations that deny nothing of what follows.
_HARMLESS = frozenset(
    """only doubt wonder just problem problems issue issues difficulty difficulties trouble until
    least matter surprise later further other hesitation objection complaint complaints""".split()
)
_DOUBLE = frozenset("without stop ceas fail deny".split())
_QUESTION = frozenset("whether".split())


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
    for line in _TRIGGERS.strip().split("\n"):
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
            hit = _hit(words, parts[owner[i]], trigger, i, end)
            if hit is not None:
                hits.append(hit)
            taken_until[trigger.forward] = end
    return hits


def _stands(words: list[Word], i: int, phrase: tuple[str, ...]) -> bool:
    if i + len(phrase) > len(words):
        return False
    return all(
        words[i + k].form == w[1:] if w[0] == "=" else words[i + k].stem == w
        for k, w in enumerate(phrase)
    )


def _hit(words: list[Word], clause: Clause, trigger: Trigger, i: int, end: int) -> Hit | None:
    if trigger.forward:
        if trigger.kind == "negated" and end < len(words) and words[end].form in _HARMLESS:
            return None
        return Hit(trigger, i, end, end, _along(words, end, clause.end, trigger.reach))
    return Hit(trigger, i, end, _back(words, i, clause.start, trigger.reach), i)


def _along(words: list[Word], start: int, end: int, reach: int) -> int:
    """Where a forward trigger's reach ends: in its clause, at a comma that starts anew."""
    for i in range(start, end):
        reach -= words[i].weight
        if reach < 0 or (words[i].form == "," and i > start and not _goes_on(words, i + 1)):
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

    status: str
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
    acting = [h for h in hits if _acts(h, used, parts)]
    by_kind: dict[str, list[str]] = {}
    for hit in acting:
        by_kind.setdefault(hit.trigger.kind, []).append(_said(words, hit))
    for kind in ("conditional", "hedged"):
        if kind in by_kind:
            return Verdict("hedged", tuple(by_kind[kind]))
    whose = "" if anyone else _whose(words, parts, used)
    if whose:
        return Verdict(whose[0] if isinstance(whose, tuple) else whose)
    if "planned" in by_kind and not _undone(by_kind):
        return Verdict("planned", tuple(by_kind["planned"]))
    denials = by_kind.get("negated", []) + ([] if done else by_kind.get("ended", []))
    if len(denials) % 2:
        kind = "negated" if by_kind.get("negated") else "ended"
        return Verdict(kind, tuple(denials))
    return Verdict("asserted", tuple(denials))


def _undone(by_kind: dict[str, list[str]]) -> bool:
    """Whether a denial tells what is so beside the plan ("has not arranged")."""
    return False


def _said(words: list[Word], hit: Hit) -> str:
    return " ".join(w.form for w in words[hit.start : hit.end])


def _acts(hit: Hit, used: list[int], parts: list[Clause]) -> bool:
    if any(hit.start <= i < hit.end for i in used):
        return False
    return any(hit.first <= i < hit.last for i in used)


def _whose(words: list[Word], parts: list[Clause], used: list[int]) -> str:
    clause = next(c for c in parts if c.start <= used[-1] < c.end)
    first = min(used)
    if clause.whose in {"somebody else", "general"} and not _consumed(words, used, clause):
        return clause.whose
    ahead = words[max(clause.start, first - 3) : first + 1]
    for k, word in enumerate(ahead[:-1]):
        if word.form in OTHERS and ahead[k + 1].form == "'s":
            return "somebody else"
    return ""


def _consumed(words: list[Word], used: list[int], clause: Clause) -> bool:
    return any(words[i].form == clause.person for i in used)
