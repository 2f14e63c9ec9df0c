"""Words of the trade that children should not have to know, with plainer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from instruments.checks.reading import addressed, reader_band
from instruments.consent.clauses import plainer, unfit_words
from instruments.findings import Finding
from instruments.guide import TopicGuide

# Beside the words of `clauses.yaml`, which `check_consent` looks for on sheets and forms.
CONSENT_KINDS = ("information sheet", "assent form", "consent form", "spoken consent")
PLAINER = {
    "accommodation": "the place where you live",
    "allocated": "given",
    "allocation": "who is given to whom",
    "asylum claim": "asking to stay in this country",
    "case conference": "a meeting about you",
    "caseload": "the children that someone works with",
    "competent authority": "the office that decides",
    "coping strategies": "what helps you when things are hard",
    "criminal justice": "the police and the courts",
    "demographic": "about age, place and so on",
    "discharged": "finished",
    "empowered": "strong, or able to decide",
    "engagement": "working together",
    "facilitate": "help",
    "impact": "what changed",
    "implement": "do",
    "intervention": "help",
    "key worker": "the person who helps you",
    "legislation": "the law",
    "mental health": "how you feel inside",
    "modern slavery": "being made to work or do things",
    "multi-agency": "different people who help you",
    "national referral mechanism": "the way to find out whether you were trafficked",
    "outcome": "what came of it",
    "pathway": "plan, or next steps",
    "perception": "how you see it",
    "placement": "the place where you live",
    "procedure": "the way it is done",
    "process": "what happens, step by step",
    "protective factor": "what keeps you safe",
    "provision": "help, or services",
    "referral": "sending your name to someone who can help",
    "resilience": "being able to get through hard times",
    "significant harm": "being badly hurt",
    "stakeholder": "people who have to do with it",
    "statutory": "set by law",
    "support network": "the people who help you",
    "transition": "moving on",
    "trauma": "very bad things that happened",
    "vulnerable": "easily hurt",
    "wellbeing": "how you are",
}


def check_jargon(guide: TopicGuide) -> list[Finding]:
    """Words of the trade in what children under 16 read or hear, each once."""
    young = guide.audience == "children" and reader_band(guide) in ("6-10", "11-15")
    if not young or not guide.in_english:
        return []
    return [
        Finding(
            line,
            "jargon",
            f'"{word}" may be no word of theirs; say it more plainly, for example: {instead}.',
            "prompt",
        )
        for word, line, instead in _found(guide)
    ]


def _found(guide: TopicGuide) -> Iterator[tuple[str, int, str]]:
    """Word, line of its first use and what to say instead; longer terms swallow shorter ones."""
    seen = {term.lower() for term in guide.set_terms}
    table = _words(reader_band(guide), of_sheets=guide.kind in CONSENT_KINDS)
    for passage in addressed(guide):
        text = passage.text
        for word, (pattern, instead) in table.items():
            if pattern.search(text):
                text = pattern.sub(" ", text)
                if word not in seen:
                    seen.add(word)
                    yield word, passage.line, instead


@lru_cache(maxsize=8)
def _words(band: str, *, of_sheets: bool) -> dict[str, tuple[re.Pattern[str], str]]:
    """Each word of the trade with its pattern and what to say instead, the longest first."""
    own = {
        word: (re.compile(rf"\b{word}(?:s|es|d|ed|ing)?\b", re.IGNORECASE), instead)
        for word, instead in PLAINER.items()
    }
    unfit = {} if of_sheets else unfit_words(band)
    both = {**own, **{word: (pattern, plainer(word, band)) for word, pattern in unfit.items()}}
    return {word: both[word] for word in sorted(both, key=len, reverse=True)}
