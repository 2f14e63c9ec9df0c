"""English text as sentences and words, for counting."""

from __future__ import annotations

import re

from instruments.passages import PLACEHOLDER

_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No)\.(?=\s)")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9{])")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences of a text; placeholders stand for one word, colons of lists for an end."""
    text = PLACEHOLDER.sub("guardian", text.replace("**", "").replace("\n", " "))
    text = _SHORT.sub(lambda found: found[0].rstrip("."), text)
    return [part.strip() for part in _END.split(text) if part.strip()]


def words(text: str) -> list[str]:
    """The words of a text; "don't" and "follow-up" are one each."""
    return _WORD.findall(PLACEHOLDER.sub("guardian", text))
