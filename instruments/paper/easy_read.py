"""Easy read: one idea a line, a picture where the line begins."""

from __future__ import annotations

import re

from instruments.paper.blocks import Text, text_of

# A clause that names no picture of its own takes this one.
PICTURE_OF_CLAUSE = {
    "invitation": "hello",
    "purpose": "question",
    "what-happens": "talk",
    "choice": "choice",
    "stop": "stop",
    "good-and-hard": "feelings",
    "confidentiality": "secret",
    "when-we-must-tell": "safe",
    "recording": "microphone",
    "photos": "camera",
    "data": "lock",
    "lawful-basis": "document",
    "take-back": "calendar",
    "voucher": "gift",
    "results": "letter",
    "funding": "people",
    "contact": "phone",
    "complaint": "letter",
    "help": "help",
    "sharing": "key",
    "unticked": "tick",
}
_END = re.compile(r"[.!?؟。።፧۔…][\"'”’»)]*\s+")
_SHORT = ("mr", "mrs", "ms", "dr", "e.g", "i.e", "etc")


def sentences(words: str) -> tuple[Text, ...]:
    """The words, one sentence a line, in any script of the study."""
    return tuple(text_of(part) for part in split_sentences(words))


def split_sentences(words: str) -> list[str]:
    """The sentences of a passage; none ends at a short form or within a placeholder."""
    found, place = [], 0
    for match in _END.finditer(words):
        before = words[place : match.start()]
        if before.rpartition(" ")[2].lower() not in _SHORT:
            found.append(words[place : match.end()])
            place = match.end()
    return [part.strip() for part in (*found, words[place:]) if part.strip()]
