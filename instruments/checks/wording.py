"""Faults in the wording of a question, found by rule: prompts for a person to think again.

The rules were worked out on the questions of published interview guides. On 86 made-up questions
of other fields that were kept apart, 45 of 46 hits are right: double-barrelled 16 of 16 (of 20
there are), leading 7 of 7 (of 9), negative 8 of 8 (of 8), closed 14 of 15 (of 14); see
tests/test_instruments_checks_wording.py. They know English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from instruments.checks.wording_signs import ASKS, AUXILIARY, SET_PAIRS, SIGNS, SPLIT, TASKS

OPEN_KINDS = ("interview", "focus group", "activity guide")

_FOLLOW_UPS = re.compile(
    r"^(?:and )?(?:what makes you (?:say|think) (?:that|so)|why(?: is that| do you think so| not)?|"
    r"how(?: so| is that)?|when|where|who|which(?: ones?)?|"
    r"(?:can|could|would) you (?:please )?(?:give|tell|say|explain|describe)\b.*|"
    r"how did you manage (?:this|that)|in what way|for example|what happened next)$"
)
_CLOSED = re.compile(
    rf"^(?:(?!.*\b{ASKS}\b[^?]*,)[^?]*, )?{AUXILIARY}(?:n['’]t)? (?:\w+)", re.IGNORECASE
)
_REQUEST = re.compile(
    rf"^(?:can|could|would|will) you (?:please |briefly |perhaps )?(?:{TASKS}|think of)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\banything (?:else|more|further|that (?:we|i|has))\b", re.IGNORECASE)
_OPPOSITE = re.compile(
    r"\b(?:less well|worse|worst|bad|hard|difficult|better|improved?|challenges?|negative|"
    r"change)\b",
    re.IGNORECASE,
)
_NOTES = ("slash",)


@dataclass(frozen=True)
class Flaw:
    """A fault of wording: the rule, the words that gave it away, and what to do."""

    rule: str
    words: str
    advice: str
    note: bool = False


def flaws(
    question: str,
    *,
    kind: str = "interview",
    followed_up: bool = False,
    beside: Sequence[str] = (),
    set_terms: Sequence[str] = (),
) -> list[Flaw]:
    """The faults of wording in a question, one of each rule at most.

    `followed_up` says that probes stand under it; `beside` are the other questions of its
    section, which may ask the opposite; `set_terms` are left alone.
    """
    text = _without(set_terms, " ".join(question.split()))
    found: dict[str, Flaw] = {}
    for flaw in (*_second_questions(text), *_signs(text), *_closed(text, kind, followed_up)):
        found.setdefault(flaw.rule, _eased(flaw, beside))
    if "leading" in found and _tag_question(found["leading"].words):
        found.pop("negative", None)
    return list(found.values())


def is_closing(question: str) -> bool:
    """Whether the question asks for anything that has been left out."""
    return bool(_CLOSING.search(question))


def _without(set_terms: Sequence[str], text: str) -> str:
    """The text with each set pair made into one word, so that no rule parts it."""
    for term in (*SET_PAIRS, *set_terms):
        text = re.sub(
            rf"\b{re.escape(term)}\b",
            lambda found: re.sub(r"[\s/]+", "_", found[0]),
            text,
            flags=re.IGNORECASE,
        )
    return text


def _second_questions(text: str) -> Iterator[Flaw]:
    asked = [part.strip() for part in re.findall(r"[^.?!]+\?", text)]
    for later in asked[1:]:
        if not _FOLLOW_UPS.match(later.rstrip("?").strip().lower()):
            yield Flaw("double-barrelled", later, SPLIT)


def _signs(text: str) -> Iterator[Flaw]:
    for sign in SIGNS:
        found = sign.pattern.search(text)
        if found and not (sign.unless and sign.unless.search(text)):
            words = found[0].replace("_", " ").strip()
            yield Flaw(sign.rule, words, sign.advice, sign.rule in _NOTES)


def _closed(text: str, kind: str, followed_up: bool) -> Iterator[Flaw]:
    opens_up = followed_up or is_closing(text) or _REQUEST.match(text) or text.count("?") > 1
    first = _CLOSED.match(text)
    if kind in OPEN_KINDS and first and not opens_up:
        yield Flaw("closed", first[0], "ask how, what or which, or put a probe under it")


def _eased(flaw: Flaw, beside: Sequence[str]) -> Flaw:
    """A leading question as a note where its section asks for the other side as well."""
    balanced = flaw.rule == "leading" and any(_OPPOSITE.search(other) for other in beside)
    return Flaw(flaw.rule, flaw.words, flaw.advice, note=flaw.note or balanced)


def _tag_question(words: str) -> bool:
    return "n't" in words.lower().replace("’", "'")
