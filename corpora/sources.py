"""A text that never changes, its speaker turns and the attributes of its case."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.errors import StudyError


@dataclass(frozen=True)
class Turn:
    """What one speaker says in one go: characters start to end, without the speaker's label."""

    speaker: str
    start: int
    end: int
    interviewer: bool = False


@dataclass(frozen=True)
class Source:
    """One text of the study.

    Fields
    ------
    id
        Unique in its corpus.
    text
        Normalised once by `normalised`; every offset counts its characters from 0, the end
        exclusive.
    case
        Whom or what the text is about; the id where nothing else is known.
    kind
        "summary", "transcript" or "text".
    turns
        The speaker turns of a transcript, in order; empty elsewhere.
    attributes :
        Of the case: year, area, worker role, ...
    fingerprint
        SHA-256 of the original file or cell, before normalising.
    found
        What the reader recognised and assumed, a sentence each.
    """

    id: str
    text: str
    case: str = ""
    kind: str = "text"
    turns: tuple[Turn, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    found: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise StudyError("A source has no id; give every text an id of its own.")
        for turn in self.turns:
            if not 0 <= turn.start <= turn.end <= len(self.text):
                raise StudyError(
                    f"Source {self.id}: a turn of {turn.speaker} runs from {turn.start} to "
                    f"{turn.end}, but the text has {len(self.text)} characters."
                )
        if not self.case:
            object.__setattr__(self, "case", self.id)

    def quote(self, start: int, end: int) -> str:
        """The words from start to end.

        Raises
        ------
        StudyError
            If the offsets lie outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise StudyError(
                f"Source {self.id}: {start} to {end} is no passage of its {len(self.text)} "
                "characters."
            )
        return self.text[start:end]


def normalised(text: str) -> str:
    """The text with line ends as one character, without byte-order mark, in Unicode's NFC."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified)


def fingerprint(original: bytes | str) -> str:
    """SHA-256 of a text as it came, in hexadecimal."""
    data = original.encode() if isinstance(original, str) else original
    return hashlib.sha256(data).hexdigest()
