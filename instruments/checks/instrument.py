"""Every finding about one instrument, in the order of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from instruments.checks.acronyms import check_acronyms
from instruments.checks.completeness import check_completeness
from instruments.checks.jargon import check_jargon
from instruments.checks.reading import LIMITS, check_reading, reader_band
from instruments.checks.sentences import words
from instruments.checks.slips import check_slips
from instruments.checks.statistics_words import check_statistics
from instruments.checks.timing import check_timing
from instruments.checks.wording import OPEN_KINDS, Flaw, flaws
from instruments.consent.requirements import check_consent
from instruments.findings import Finding
from instruments.guide import Item, Question, Section, TopicGuide
from instruments.study.details import StudyDetails

_MESSAGES = {
    "double-barrelled": "asks more than one thing",
    "leading": "leads to an answer",
    "negative": "asks in the negative",
    "closed": "can be answered with yes or no",
    "slash": "joins words with a slash",
}
ASKING_KINDS = (*OPEN_KINDS, "questionnaire", "rating sheet")
LONGEST_QUESTION = {"6-10": 12, "11-15": 12}  # words; 20 for everybody else


def check(guide: TopicGuide, details: StudyDetails | None = None) -> list[Finding]:
    """What an instrument still needs, each with its line, rule, message and severity.

    With the study's details, sheets and forms are not asked for what the study does not do.

    A "fault" is to be mended before use; a "prompt" is worth a second look, best together
    with the people whom the instrument is for; a "note" is good to know. Wording, acronyms,
    words of statistics and reading level are looked at in English alone.
    """
    found = [
        *check_slips(guide),
        *check_completeness(guide),
        *check_consent(guide, details),
        *check_timing(guide),
        *check_questions(guide),
        *check_acronyms(guide),
        *check_jargon(guide),
        *check_statistics(guide),
        *check_reading(guide),
    ]
    return sorted(replace(finding, path=guide.path) for finding in set(found))


def check_questions(guide: TopicGuide) -> list[Finding]:
    """The wording of questions put to participants, their parts and probes, where English."""
    if guide.kind not in ASKING_KINDS or not guide.in_english:
        return []
    return [finding for section in guide.sections for finding in _section(guide, section)]


def _section(guide: TopicGuide, section: Section) -> Iterator[Finding]:
    texts = [question.text for question in section.questions]
    for place, question in enumerate(section.questions):
        beside = [*texts[:place], *texts[place + 1 :]]
        followed_up = bool(question.probes or question.under("Point"))
        found = flaws(
            question.text,
            kind=guide.kind,
            followed_up=followed_up,
            beside=beside,
            set_terms=guide.set_terms,
        )
        yield from (_finding(question, flaw) for flaw in found)
        yield from _long(question, guide)
        yield from _under(question, guide)


def _under(question: Question, guide: TopicGuide) -> Iterator[Finding]:
    for item in (*question.under("Part"), *question.probes):
        for flaw in flaws(item.text, kind="questionnaire", set_terms=guide.set_terms):
            yield _finding(item, flaw)


def _finding(asked: Question | Item, flaw: Flaw) -> Finding:
    name = f"Question {asked.number}" if isinstance(asked, Question) else asked.key
    return Finding(
        asked.line,
        flaw.rule,
        f'{name} {_MESSAGES[flaw.rule]} ("{flaw.words}"); {flaw.advice}.',
        "note" if flaw.note else "prompt",
    )


def _long(question: Question, guide: TopicGuide) -> Iterator[Finding]:
    """A question too long for the ear; one too long for the page is `check_reading`'s."""
    band = reader_band(guide)
    limit = LONGEST_QUESTION.get(band, 20)
    length = max(len(words(part)) for part in question.text.split(":"))
    if limit < length <= LIMITS[band].longest:
        yield Finding(
            question.line,
            "long question",
            f"Question {question.number} has {length} words; {limit} are enough.",
            "prompt",
        )
