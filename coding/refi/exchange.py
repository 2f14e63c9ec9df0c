"""What an exchange file holds, in our terms: neither XML nor a project's database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.codings import Coding, Memo
from coding.frame import CodingFrame
from corpora.sources import Source


@dataclass(frozen=True)
class LeftOver:
    """One thing of a file that has no place where it went, and why."""

    kind: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind} {self.what}: {self.why}"


@dataclass(frozen=True)
class CodedPassage:
    """A coding with the identifier by which memos speak of it, and when it was made."""

    id: str
    coding: Coding
    at: str = ""


@dataclass(frozen=True)
class Case:
    """Whom texts are about, with the attributes that hold for all of them."""

    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exchange:
    """A whole project between a file and a database.

    Fields
    ------
    sources
        With the case and the attributes of each.
    memos
        `target` is the id of a source, code, case or `CodedPassage`.
    left_over
        What has no place with us, one by one.
    said
        How the file was read, a sentence each.
    at
        When the project was begun, for what has no moment of its own.
    """

    name: str
    frame: CodingFrame
    sources: tuple[Source, ...] = ()
    codings: tuple[CodedPassage, ...] = ()
    memos: tuple[Memo, ...] = ()
    cases: tuple[Case, ...] = ()
    coders: tuple[str, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    said: tuple[str, ...] = ()
    at: str = ""
