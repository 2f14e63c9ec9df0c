"""What is said of a passage: suggestions by the tagger, codings by people, memos."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

PROPOSED = 0.5  # the least score of what is proposed first
FIRST = 5  # suggestions that a coder sees first
STATUSES = (
    "asserted", "negated", "hedged", "planned", "ended", "question", "general", "somebody else",
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A code that the tagger proposes for a passage, with what caused it.

    Offsets are characters of the source, from 0, end exclusive. `status` is what the text
    asserts of the code; "asserted" alone proposes it. `score` lies between 0 and 1, and .5
    or more would be proposed first. `cue` names the words that pointed to the code,
    `triggers` those that decided the status; `because` is one sentence for the coder.
    """

    source: str
    start: int
    end: int
    quote: str
    code: str
    status: str = "asserted"
    score: float = 0.5
    because: str = ""
    cue: str = ""
    triggers: tuple[str, ...] = ()

    def asdict(self) -> dict[str, Any]:
        """The fields by name, ready for a file."""
        return asdict(self)


@dataclass(frozen=True)
class Coding:
    """A code that a person gave to a passage, with the quote that stood there."""

    source: str
    start: int
    end: int
    code: str
    coder: str
    quote: str
    because: str = ""


@dataclass(frozen=True)
class Memo:
    """A note on a source, a code, a coding or the project (`about` names which)."""

    text: str
    about: str = "project"
    target: str = ""
    coder: str = ""
