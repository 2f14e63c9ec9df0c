"""What of a file has been understood so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from coding.codings import Memo
from coding.refi.exchange import Case, CodedPassage, LeftOver
from coding.refi.facts import Facts
from coding.refi.ruler import Reading
from corpora.sources import Source

NOBODY = "unknown coder"
SOURCE, CODE, CODING, CASE = "source", "code", "coding", "case"
# (about, id) as memos have them.
Target = tuple[str, str]


@dataclass
class Done:
    """What has been understood so far.

    `places` tells what an identifier of the file stands for with us, (about, id), and `quoted`
    what stands at a passage that nobody coded; `case_of` and `values_of` say to which case a
    source belongs and which values came with a case that has no name.
    """

    facts: Facts
    way: Reading
    data: dict[str, Any]
    sources: list[Source] = field(default_factory=list)
    codings: dict[tuple[Any, ...], CodedPassage] = field(default_factory=dict)
    memos: list[Memo] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    places: dict[str, list[Target]] = field(default_factory=dict)
    quoted: dict[str, str] = field(default_factory=dict)
    case_of: dict[str, str] = field(default_factory=dict)
    values_of: dict[str, dict[str, str]] = field(default_factory=dict)
    used_notes: set[str] = field(default_factory=set)
    left_over: list[LeftOver] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    source_ids: set[str] = field(default_factory=set)
    coding_ids: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)

    def leave(self, kind: str, what: str, why: str) -> None:
        """Put one thing on the list of what has no place."""
        self.left_over.append(LeftOver(kind, what, why))

    def user(self, *guids: str) -> str:
        """The name of the first user who is named."""
        guid = next((guid for guid in guids if guid), "")
        if not guid:
            return ""
        return self.facts.users.get(guid, f"user {guid}")


def attributes_of(done: Done, values: dict[str, str]) -> dict[str, str]:
    """Values by the names of their variables."""
    names = done.facts.variables
    return {names.get(guid, f"variable {guid}"): value for guid, value in values.items()}


def free_name(wanted: str, taken: Container[str]) -> str:
    """The name, numbered if it is taken."""
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted} ({count})"
    return name
