"""Whether a guide begins and ends as it should, and every question can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from instruments.checks.reading import addressed
from instruments.checks.wording import is_closing
from instruments.findings import Finding
from instruments.guide import Item, Question, TopicGuide
from instruments.passages import passages

SESSIONS = ("interview", "focus group")
SELF_FILLED = ("questionnaire", "rating sheet")
_RIGHT_TO_PASS = re.compile(r"\b(?:pass|skip|stop|pause|break|leave)\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thank|thanks|grateful)\b", re.IGNORECASE)
_CHOSEN = ("one of", "several of", "scale")


def check_completeness(guide: TopicGuide) -> list[Finding]:
    """What is missing from an instrument of its kind."""
    found: list[Finding] = []
    if guide.kind in SESSIONS:
        found += [*_opening(guide), *_ending(guide), *_activities(guide)]
    if guide.kind in SELF_FILLED:
        found += [*_unanswerable(guide), *_last_word(guide)]
    return [*found, *_choices(guide)]


def _opening(guide: TopicGuide) -> Iterator[Finding]:
    first = guide.questions[0].line if guide.questions else 10**9
    opening = [p.text for p in addressed(guide) if p.key == "Words" and p.line < first]
    line = guide.sections[0].line
    if not opening:
        yield Finding(
            line, "opening", "No words to say stand before the first question; write them after >."
        )
    elif guide.in_english and not any(_RIGHT_TO_PASS.search(text) for text in opening):
        yield Finding(
            line,
            "ground rules",
            "The opening does not say that people may pass, pause or stop; say so before the first "
            "question.",
        )


def _ending(guide: TopicGuide) -> Iterator[Finding]:
    line = guide.sections[-1].line
    if guide.in_english and not _asks_for_more(guide):
        yield Finding(
            line,
            "closing",
            'No closing question asks for what was left out; end with "Is there anything else…?".',
        )
    if not any(p.key == "Debrief" for p in passages(guide)):
        yield Finding(
            line,
            "debrief",
            "There is no debrief; write a line - Debrief: how the person feels, what comes next, "
            "whom to turn to.",
            "fault" if guide.audience == "children" else "prompt",
        )
    if guide.in_english and not any(_THANKS.search(text) for text in _last_words(guide)):
        yield Finding(
            line, "thanks", "The guide ends without thanks; write them after >.", "prompt"
        )


def _asks_for_more(guide: TopicGuide) -> bool:
    """Whether one of the last two questions, or the words at the end, ask for anything else."""
    asked = [question.text for question in guide.questions[-2:]]
    return any(is_closing(text) for text in (*asked, *_last_words(guide)))


def _last_words(guide: TopicGuide) -> Sequence[str]:
    start = guide.sections[-1].line
    return [p.text for p in addressed(guide) if p.line >= start]


def _activities(guide: TopicGuide) -> Iterator[Finding]:
    online = "online" in guide.setting.lower()
    for activity in guide.activities:
        if not activity.under("Step"):
            yield Finding(
                activity.line,
                "activity",
                f'"{activity.title}" has no step; write what is done, as - Step: lines.',
            )
        if not activity.under("Online"):
            yield Finding(
                activity.line,
                "online",
                f'"{activity.title}" says nothing about how to do it online; add a line - Online:.',
                "fault" if online else "prompt",
            )


def _unanswerable(guide: TopicGuide) -> Iterator[Finding]:
    for question in guide.questions:
        if not question.under("Answer"):
            yield Finding(
                question.line,
                "answer",
                f"Question {question.number} has no way to answer; add a line such as "
                "- Answer: text.",
            )


def _last_word(guide: TopicGuide) -> Iterator[Finding]:
    if guide.in_english and not any(is_closing(q.text) for q in guide.questions[-2:]):
        yield Finding(
            guide.sections[-1].line,
            "closing",
            "Nothing asks for further comments at the end; add such a question.",
            "prompt",
        )


def _choices(guide: TopicGuide) -> Iterator[Finding]:
    for question in guide.questions:
        holders: list[Question | Item] = [question, *question.under("Part")]
        for holder in holders:
            answers = [item for item in holder.items if item.key == "Answer"]
            choices = [item for item in holder.items if item.key == "Choices"]
            needed = any(answer.text in _CHOSEN for answer in answers)
            if needed and (not choices or any("|" not in item.text for item in choices)):
                yield Finding(
                    answers[0].line,
                    "choices",
                    f'Question {question.number} is answered by "{answers[0].text}" but offers no '
                    "choices; add - Choices: yes | no | not sure.",
                )
