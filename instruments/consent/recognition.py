"""Which passages of a page say which clauses: by mark, by words, by likeness to examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from instruments.consent.clauses import clauses
from instruments.consent.likeness import likest, windows
from instruments.passages import Passage

Found = dict[str, Passage]
_UNREAD = ("Note", "Picture", "Choices", "Answer", "Space")


@dataclass(frozen=True)
class Recognition:
    """The first passage found for each clause, in three ways of falling certainty."""

    by_mark: Found
    by_words: Found
    by_likeness: Found

    def __contains__(self, clause: object) -> bool:
        return clause in self.by_mark or clause in self.by_words or clause in self.by_likeness

    def passage(self, clause: str) -> Passage:
        """The passage that says a clause, found in the surest way."""
        return (self.by_likeness | self.by_words | self.by_mark)[clause]


def recognise(
    passages: Sequence[Passage], *, english: bool = True, form: bool = False
) -> Recognition:
    """The clauses that passages say; in languages other than English by their marks alone.

    With `form` the passages are lines to be ticked, which speak of "I" in words of their own.
    """
    return Recognition(
        found_by_mark(passages),
        found_by_words(passages, form=form) if english else {},
        found_by_likeness(passages) if english else {},
    )


def found_by_mark(passages: Sequence[Passage]) -> Found:
    """The first passage with a text of its own under each `{#id}`."""
    found: Found = {}
    for passage in passages:
        if passage.clause and passage.key not in ("Title", *_UNREAD):
            found.setdefault(passage.clause, passage)
    return found


def found_by_words(passages: Sequence[Passage], *, form: bool = False) -> Found:
    """The first passage with the words of each clause; a heading is read with what follows."""
    found: Found = {}
    for passage, text in _with_headings(passages):
        for clause in clauses().values():
            if clause.id not in found and clause.is_in(text, line_of_form=form):
                found[clause.id] = passage
    return found


def found_by_likeness(passages: Sequence[Passage]) -> Found:
    """The first passage that is clearly most like the examples of each clause."""
    found: Found = {}
    for passage, text in _with_headings(passages):
        for window in windows(text):
            if clause := likest(window):
                found.setdefault(clause, passage)
    return found


def says_it(clause: str, passages: Sequence[Passage], *, form: bool = False) -> bool:
    """Whether what is marked as a clause has its words or its like, whatever its heading says."""
    return any(
        _says(clause, passage.text, form=form)
        for passage in passages
        if passage.clause == clause and passage.key not in ("Title", *_UNREAD)
    )


def _says(clause: str, text: str, *, form: bool) -> bool:
    if clauses()[clause].is_in(text, line_of_form=form):
        return True
    return any(likest(window) == clause for window in windows(text))


def _with_headings(passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    read: list[tuple[Passage, str]] = []
    heading = ""
    for passage in passages:
        if passage.key == "Title":
            heading = passage.text if passage.text.endswith("?") else f"{passage.text}."
        elif passage.key not in _UNREAD:
            read.append((passage, f"{heading} {passage.text}".strip()))
            heading = ""
    return read
