"""Slips that would show on the page: numbers, gaps, open placeholders, missing pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.errors import StudyError
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import passages, texts
from instruments.pictures import SYMBOLS, picture

_PLACEHOLDER = re.compile(r"\{\{\s*[A-Za-z][\w ]*\}\}")
_ARTICLE = re.compile(r"\ban? \{\{worker\}\}", re.IGNORECASE)


def check_slips(guide: TopicGuide) -> list[Finding]:
    """What is out of order or would print badly, in an instrument of any kind."""
    return [
        *_numbering(guide),
        *_empty(guide),
        *_broken_placeholders(guide),
        *_articles(guide),
        *_pictures(guide),
    ]


def _numbering(guide: TopicGuide) -> Iterator[Finding]:
    for expected, question in enumerate(guide.questions, start=1):
        if question.number != expected:
            yield Finding(
                question.line,
                "numbering",
                f"Question {question.number} is number {expected} of the guide; numbers run "
                "through the whole instrument from 1.",
            )
            return


def _empty(guide: TopicGuide) -> Iterator[Finding]:
    for section in guide.sections:
        if not section.blocks:
            yield Finding(
                section.line,
                "empty section",
                f'"{section.title}" holds nothing; write what happens in it or take it out.',
            )


def _broken_placeholders(guide: TopicGuide) -> Iterator[Finding]:
    for passage in passages(guide):
        rest = _PLACEHOLDER.sub("", passage.text)
        if "{{" in rest or "}}" in rest:
            yield Finding(
                passage.line,
                "placeholder",
                "A placeholder is not closed; write it as {{worker}}, with two brackets on each "
                "side.",
            )


def _articles(guide: TopicGuide) -> Iterator[Finding]:
    for line, text in texts(guide):
        if found := _ARTICLE.search(text):
            yield Finding(
                line,
                "article",
                f'"{found[0]}" reads badly where the name begins with a vowel ("a advocate"); '
                "write your or the before it.",
                "prompt",
            )


def _pictures(guide: TopicGuide) -> Iterator[Finding]:
    """Pictures that are neither drawn here nor lie beside the file, or that say nothing."""
    for passage in passages(guide):
        name, _, alt = (part.strip() for part in passage.text.partition(":"))
        if passage.key != "Picture" or (name in SYMBOLS and alt):
            continue
        try:
            picture(name, alt=alt, beside=guide.path or None)
        except StudyError as fault:
            yield Finding(passage.line, "picture", str(fault))
