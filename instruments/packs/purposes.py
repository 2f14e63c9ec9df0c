"""The pages of a pack: what each is for, whom it concerns, and what it brings up."""

from __future__ import annotations

import re
from pathlib import Path

from instruments.consent.clauses import band
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import passages

FORMS = ("assent form", "consent form")
AGREED = (*FORMS, "spoken consent")
IN_THE_FIELD = ("interview", "focus group", "activity guide", "script")
_REFUSED = r"\b(?:no|not|never|without|\w+n['’]t)\b(?: [\w-]+){0,2} "


def lines_with(page: TopicGuide, pattern: re.Pattern[str]) -> list[int]:
    """The lines of a page that bring something up, other than to say that it is not done."""
    return [
        p.line
        for p in passages(page)
        if p.key not in ("Picture", "Note", "Title") and brings_up(p.text, pattern)
    ]


def brings_up(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a text names something other than to say that it is not done."""
    refused = re.compile(_REFUSED + r"(?:" + pattern.pattern + r")", re.IGNORECASE)
    return bool(pattern.search(refused.sub(" ", text)))


def belong(sheet: TopicGuide, form: TopicGuide) -> bool:
    """Whether a sheet and a form are for the same readers, in the same language."""
    return band(sheet) == band(form) and sheet.language == form.language


def is_used_with(guide: TopicGuide, sheet: TopicGuide) -> bool:
    """Whether a guide is used with the readers of a sheet."""
    if guide.kind not in IN_THE_FIELD or readers(guide) != readers(sheet):
        return False
    bands = {band(guide), band(sheet)}
    return guide.audience != sheet.audience or "" in bands or len(bands) == 1


def readers(page: TopicGuide) -> str:
    """Whom a page concerns: a script for researchers is about children."""
    return "professionals" if page.audience == "professionals" else "children"


def called(page: TopicGuide) -> str:
    """The file of a page, as findings name it."""
    return Path(page.path).name if page.path else page.name or page.title


def at(page: TopicGuide, line: int, rule: str, message: str, severity: str = "fault") -> Finding:
    """A finding in a page of the pack."""
    return Finding(line, rule, message, severity, page.path or page.name)
