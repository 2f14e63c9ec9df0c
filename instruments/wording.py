"""Faults in the wording of a question, found by rule: prompts for a person to think again.

The rules were worked out on the questions of published interview guides; how often they are
right on questions of other fields is measured in tests/test_instruments_wording.py. They know
English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPEN_KINDS = ("interview", "focus group", "activity guide")

# Pairs that name one thing; a team adds its own under `words` in the head.
SET_PAIRS = (
    "role and responsibilities",
    "roles and responsibilities",
    "role and tasks",
    "duties and responsibilities",
    "pros and cons",
    "strengths and weaknesses",
    "advantages and disadvantages",
    "risks and benefits",
    "costs and benefits",
    "terms and conditions",
    "policies and procedures",
    "health and safety",
    "health and social care",
    "care and protection",
    "immigration and asylum",
    "criminal justice and immigration",
    "structure and requirements",
    "children and young people",
    "children and families",
    "friends and family",
    "family and friends",
    "mothers and fathers",
    "boys and girls",
    "men and women",
    "parents and carers",
    "day and night",
    "past and present",
    "more and more",
    "again and again",
    "england and wales",
)

_FOLLOW_UPS = re.compile(
    r"^(?:and )?(?:what makes you (?:say|think) (?:that|so)|why(?: is that| do you think so)?|"
    r"how so|(?:can|could|would) you (?:please )?(?:give|tell|say|explain|describe)\b.*|"
    r"how did you manage (?:this|that)|in what way|for example|what happened next)$"
)
_ASKS = r"(?:what|how|why|when|where|who|whom|whose|which|whether)"
_PREPOSITION = r"(?:with|from|to|for|by|at|in)"
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)"
_MEASURES = (
    r"how (?:much|many|well|far|often|quickly|easily|likely|satisfied|happy|confident|useful|"
    r"helpful|clear|easy|difficult|fair|safe|important|good|do you feel about|do you rate|"
    r"would you rate|satisfied)\b"
)
_TASKS = r"(?:describe|explain|tell|say|list|name|give|discuss|outline|show|compare)"


@dataclass(frozen=True)
class Flaw:
    """A fault of wording: the rule, the words that gave it away, and what to do."""

    rule: str
    words: str
    advice: str
    note: bool = False


@dataclass(frozen=True)
class _Sign:
    rule: str
    pattern: re.Pattern[str]
    advice: str
    unless: re.Pattern[str] | None = None


def _sign(rule: str, pattern: str, advice: str, unless: str = "") -> _Sign:
    return _Sign(
        rule,
        re.compile(pattern, re.IGNORECASE),
        advice,
        re.compile(unless, re.IGNORECASE) if unless else None,
    )


_SPLIT = "ask one thing at a time, or move the second under the question as a probe"
_OPEN_UP = "ask it so that every answer is as easy to give"
_TURN = "ask about what is, or did happen"

_SIGNS = (
    _sign("double-barrelled", r"\band/or\b", _SPLIT),
    _sign(
        "double-barrelled",
        rf"(?<=[\w,;] )(?:and|or|but)(?: also)?,? (?:if so,? )?(?:{_PREPOSITION} )?{_ASKS}\b",
        _SPLIT,
        rf"\bbetween {_ASKS}\b",
    ),
    _sign(
        "double-barrelled", rf"\b(?:and|or),? {_AUXILIARY} (?:you|he|she|it|they|we|the)\b", _SPLIT
    ),
    _sign(
        "double-barrelled",
        rf"\b{_MEASURES}.*?\band (?!so on\b)",
        _SPLIT,
        r"\bbetween\b|\b(?:you|he|she|they) and\b",
    ),
    _sign("double-barrelled", rf"^(?:please )?{_TASKS}\b.*\band (?:then )?{_TASKS}\b", _SPLIT),
    _sign(
        "double-barrelled",
        r"\b\w+, (?:\w+ ){1,3}?and (?:the |your |their |its )?\w+\?",
        _SPLIT,
        r"\bbetween\b",
    ),
    _sign(
        "double-barrelled",
        rf"\b{_AUXILIARY} (?:the )?\w+ and (?:the )?\w+ (?:think|feel|want|expect|see|say|like)\b",
        _SPLIT,
        r"\b(?:you|he|she|they) and\b",
    ),
    _sign(
        "double-barrelled",
        r"^(?:is|are|was|were) .*\band \w+(?: \w+)?\?",
        _SPLIT,
        r"\bbetween\b|\b(?:you|he|she|they) and\b",
    ),
    _sign("double-barrelled", r"\bor (?:your|his|her|their|our) \w+", _SPLIT, r"\bbetween\b"),
    _sign(
        "leading",
        r"\b(?:surely|of course|obviously|as (?:we|you|everybody|everyone) knows?)\b",
        _OPEN_UP,
    ),
    _sign(
        "leading",
        r"\b(?:do|does|is|are|was|were|would|wo|should|ca|could|has|have)n['’]t "
        r"(?:you|it|they|he|she|we)\b",
        _OPEN_UP,
        rf"^{_ASKS}\b",
    ),
    _sign("leading", r"\b(?:do|would|did) you (?:not )?agree\b", _OPEN_UP),
    _sign(
        "leading",
        r"\bhow (?:good|great|bad|serious|harmful|lonely|dangerous|frightening|upset|angry)\b",
        _OPEN_UP,
        r"\bor \w+",
    ),
    _sign("leading", r"\b(?:let|lets|letting|fail|failed|harm|harmed) you\b", _OPEN_UP),
    _sign(
        "leading", r"\bhow much (?:better|worse|more|less|easier|harder|happier|safer)\b", _OPEN_UP
    ),
    _sign(
        "leading",
        r"\b(?:best|greatest|biggest|most) (?:\w+ )?(?:things?|benefits?|differences?|value|help|"
        r"impact|strengths?)\b|\bpeak benefits?\b",
        _OPEN_UP,
    ),
    _sign("leading", r"\badd(?:s|ed|ing)?(?: the most)? value\b|\badded value\b", _OPEN_UP),
    _sign(
        "leading",
        r"\b(?:wonderful|brilliant|excellent|amazing|fantastic|terrible|awful|horrible|dreadful|"
        r"shocking|outrageous|disastrous|unfair|unjust)\b",
        _OPEN_UP,
        r"\b(?:fair|just) or (?:unfair|unjust)\b|\bif any(?:thing)?\b",
    ),
    _sign("leading", r"\b(?:it|that) must have (?:been|felt)\b", _OPEN_UP),
    _sign("leading", r"\bwhy is it (?:so )?(?:important|vital|essential|wrong|right)\b", _OPEN_UP),
    _sign(
        "negative",
        r"\b(?:not|never|nobody|nothing|unless|without|cannot)\b|n['’]t\b",
        _TURN,
        r"\b(?:if|or|whether or|why|not only|does|do|did) not\?|\bif not\b|\bor not\b|\bwhy not\b|"
        r"\bnot only\b|\bnever forget\b",
    ),
    _sign("slash", r"\b[a-z]+ ?/ ?[a-z]+\b", "write the words out, or choose the one that fits"),
)
_CLOSED = re.compile(rf"^{_AUXILIARY}(?:n['’]t)?\b", re.IGNORECASE)
_REQUEST = re.compile(rf"^(?:can|could|would|will) you (?:please )?{_TASKS}\b", re.IGNORECASE)
_CLOSING = re.compile(r"\banything (?:else|more|further|that (?:we|i|has))\b", re.IGNORECASE)
_OPPOSITE = re.compile(
    r"\b(?:less well|worse|worst|bad|hard|difficult|better|improved?|challenges?|negative|"
    r"change)\b",
    re.IGNORECASE,
)
_NOTES = ("slash",)


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
            yield Flaw("double-barrelled", later, _SPLIT)


def _signs(text: str) -> Iterator[Flaw]:
    for sign in _SIGNS:
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
