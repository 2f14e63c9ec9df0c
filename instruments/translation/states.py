"""The states of a translated text, and who may put it into which."""

from __future__ import annotations

import unicodedata

STATES = ("missing", "draft", "reviewed", "agreed", "tried")
MEANINGS = {
    "missing": "nobody has translated it yet",
    "draft": "translated, but no second person has looked at it, or its source has changed",
    "reviewed": "a second person has read it against the source: name and date",
    "agreed": "the translators' differences over it are settled",
    "tried": "young readers have tried it: the note says how many and of which age",
}


def is_reviewed(state: str) -> bool:
    """Whether a second person stands behind a text in this state."""
    return STATES.index(state) >= STATES.index("reviewed")


def higher(one: str, other: str) -> str:
    """The further of two states."""
    return max(one, other, key=STATES.index)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however they are spaced or capitalised."""
    return bool(one.strip()) and _plain(one) == _plain(other)


def review_fault(state: str, translator: str, reviewer: str, date: str, note: str) -> str:
    """What is missing for the state that a row claims, and the remedy; empty if nothing is."""
    if not is_reviewed(state):
        return ""
    for name, value in (("translator", translator), ("reviewer", reviewer), ("date", date)):
        if not value.strip():
            return f'the state is {state} but there is no {name}; fill it in, or write "draft"'
    if same_person(translator, reviewer):
        return (
            f"{reviewer.strip()} is translator and reviewer; let a second person review it, or "
            'write "draft"'
        )
    if state == "tried" and not note.strip():
        return (
            "the state is tried but the note does not say with whom; write how many readers tried "
            'it and how old they were, or write "agreed"'
        )
    return ""


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
