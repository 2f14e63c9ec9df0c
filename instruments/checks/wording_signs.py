"""The signs of a badly worded question: patterns of English, each with its rule and its remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass

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

ASKS = r"(?:what|how|why|when|where|who|whom|whose|which|whether)"
_PREPOSITION = r"(?:with|from|to|for|by|at|in)"
AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)"
_MEASURES = (
    r"how (?:much|many|well|far|high|often|quickly|easily|likely|satisfied|happy|confident|useful|"
    r"helpful|clear|easy|difficult|fair|safe|important|good|do you feel about|do you rate|"
    r"would you rate)\b"
)
TASKS = r"(?:describe|explain|tell|say|list|name|give|discuss|outline|show|compare)"


@dataclass(frozen=True)
class Sign:
    """A pattern that betrays a rule, unless another is there as well, and what to do."""

    rule: str
    pattern: re.Pattern[str]
    advice: str
    unless: re.Pattern[str] | None = None


def _sign(rule: str, pattern: str, advice: str, unless: str = "") -> Sign:
    return Sign(
        rule,
        re.compile(pattern, re.IGNORECASE),
        advice,
        re.compile(unless, re.IGNORECASE) if unless else None,
    )


SPLIT = "ask one thing at a time, or move the second under the question as a probe"
_OPEN_UP = "ask it so that every answer is as easy to give"
_TURN = "ask about what is, or did happen"

SIGNS = (
    _sign("double-barrelled", r"\band/or\b", SPLIT),
    _sign(
        "double-barrelled",
        rf"(?<=[\w,;] )(?:and|or|but)(?: also)?,? (?:if so,? )?(?:{_PREPOSITION} )?{ASKS}\b",
        SPLIT,
        rf"\bbetween {ASKS}\b",
    ),
    _sign(
        "double-barrelled", rf"\b(?:and|or),? {AUXILIARY} (?:you|he|she|it|they|we|the)\b", SPLIT
    ),
    _sign(
        "double-barrelled",
        rf"\b{_MEASURES}.*?\band (?!so on\b)",
        SPLIT,
        r"\bbetween\b|\b(?:you|he|she|they) and\b",
    ),
    _sign(
        "double-barrelled",
        rf"^(?:(?:can|could|would) you )?(?:please )?{TASKS}\b.*\band (?:then )?{TASKS}\b",
        SPLIT,
    ),
    _sign(
        "double-barrelled",
        r"\b\w+, (?:\w+ ){1,3}?and (?:the |your |their |its )?\w+\?",
        SPLIT,
        r"\bbetween\b",
    ),
    _sign(
        "double-barrelled",
        rf"\b{AUXILIARY} (?:the )?\w+ and (?:the )?\w+ (?:think|feel|want|expect|see|say|like)\b",
        SPLIT,
        r"\b(?:you|he|she|they) and\b",
    ),
    _sign(
        "double-barrelled",
        r"^(?:is|are|was|were) .*\band \w+(?: \w+)?\?",
        SPLIT,
        r"\bbetween\b|\b(?:you|he|she|they) and\b",
    ),
    _sign(
        "double-barrelled",
        r"\b(your|the|their) (?:\w+ ){1,2}and (?:of |for |with )?\1 \w+|\bany \w+ or any \w+",
        SPLIT,
        rf"\bbetween\b|\btogether\b|\beach other\b|\b{AUXILIARY} the \w+ and\b|"
        r"^(?:looking|thinking) (?:at|back|of|about)\b",
    ),
    _sign(
        "double-barrelled",
        r"\b(?:do|did|can|would) you \w+, \w+ and \w+|\b\w+, \w+, and \w+|"
        r"\blikes? (?:and|or) dislikes?\b",
        SPLIT,
    ),
    _sign(
        "double-barrelled", r"\bboth (?:\w+ ){1,4}and\b|^what (?:is|are) your \w+ and \w+", SPLIT
    ),
    _sign("double-barrelled", r"\bor (?:your|his|her|their|our) \w+", SPLIT, r"\bbetween\b"),
    _sign(
        "leading",
        r"\b(?:surely|of course|obviously|as (?:we|you|everybody|everyone) knows?|"
        r"(?:everybody|everyone|most (?:people|experts|of us)) (?:says?|thinks?|agrees?|knows?)|"
        r"so much (?:better|worse))\b",
        _OPEN_UP,
    ),
    _sign(
        "leading",
        r"\b(?:do|does|is|are|was|were|would|wo|should|ca|could|has|have)n['’]t "
        r"(?:you|it|they|he|she|we)\b",
        _OPEN_UP,
        rf"^{ASKS}\b",
    ),
    _sign("leading", r"\b(?:do|would|did) you (?:not )?agree\b", _OPEN_UP),
    _sign(
        "leading",
        r"\bhow (?:good|great|bad(?:ly)?|poor(?:ly)?|serious|harmful|damaging|humiliating|"
        r"stressful|lonely|dangerous|frightening|upset|angry|unhappy)\b",
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
        r"\b(?:wonderful|marvellous|brilliant|excellent|outstanding|superb|amazing|fantastic|"
        r"terrible|awful|appalling|horrible|dreadful|shocking|outrageous|disgraceful|ridiculous|"
        r"disastrous|unfair|unjust)\b",
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
