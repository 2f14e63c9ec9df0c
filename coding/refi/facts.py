"""What stands in a project's XML, element by element, before any of it is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from coding.refi import xml
from coding.refi.codebook import Codebook, codebook_of
from coding.refi.guids import plain_guid
from coding.refi.ruler import RawText


@dataclass(frozen=True)
class Given:
    """A code given by a user (both by identifier), and the notes on it."""

    guid: str
    code: str
    user: str
    at: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Marking:
    """A passage marked in a text, the codes given to it, what is said of it."""

    guid: str
    start: int
    end: int
    name: str
    user: str
    about: str
    notes: tuple[str, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Region:
    """A part of a picture, page or recording, which is no passage of a text."""

    source: str
    place: str
    name: str
    about: str
    notes: tuple[str, ...]
    given: tuple[Given, ...]
    guid: str = ""


@dataclass(frozen=True)
class TextFacts:
    """A text with what was marked in it; `whole` are codes given to all of it."""

    guid: str
    name: str
    raw: RawText
    fingerprint: str
    found: tuple[str, ...]
    about: str
    user: str
    notes: tuple[str, ...]
    values: dict[str, str]
    markings: tuple[Marking, ...]
    whole: tuple[Given, ...]


@dataclass(frozen=True)
class CaseFacts:
    """A case with what refers to it, by identifier."""

    name: str
    guid: str
    about: str
    values: dict[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class NoteFacts:
    """A note with its words."""

    guid: str
    name: str
    text: str
    user: str
    marked: int


@dataclass(frozen=True)
class LinkFacts:
    """A link between two things, by identifier."""

    name: str
    origin: str
    target: str
    notes: tuple[str, ...]


@dataclass
class Facts:
    """The whole of a project's XML; filled while it is read.

    `names` tells what an identifier stands for, `same` which text stands for it.
    """

    name: str = ""
    origin: str = ""
    about: str = ""
    book: Codebook = field(default_factory=lambda: codebook_of(None, "codes"))
    users: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    cases: list[CaseFacts] = field(default_factory=list)
    texts: list[TextFacts] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    notes: dict[str, NoteFacts] = field(default_factory=dict)
    on_project: list[str] = field(default_factory=list)
    links: list[LinkFacts] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    left_over: list[tuple[str, str, str]] = field(default_factory=list)


def notes_of(element: Element) -> tuple[str, ...]:
    """The identifiers of the notes on an element."""
    return tuple(plain_guid(e.get("targetGUID")) for e in xml.children(element, "NoteRef"))


def given_of(element: Element) -> tuple[Given, ...]:
    """The codes given right below an element."""
    return tuple(_given(coding) for coding in xml.children(element, "Coding"))


def _given(coding: Element) -> Given:
    code = xml.child(coding, "CodeRef")
    return Given(
        plain_guid(coding.get("guid")),
        "" if code is None else plain_guid(code.get("targetGUID")),
        plain_guid(coding.get("creatingUser")),
        coding.get("creationDateTime") or "",
        notes_of(coding),
    )


def marking_of(selection: Element, start: int, end: int) -> Marking:
    """A passage with its place as the program counts."""
    return Marking(
        plain_guid(selection.get("guid")),
        start,
        end,
        selection.get("name") or "",
        plain_guid(selection.get("creatingUser")),
        xml.words_of(selection, "Description"),
        notes_of(selection),
        given_of(selection),
    )


def values_of(element: Element) -> dict[str, str]:
    """Identifier of a variable -> its value as words."""
    found: dict[str, str] = {}
    for value in xml.children(element, "VariableValue"):
        variable = xml.child(value, "VariableRef")
        words = [e for e in value if xml.tag_of(e) != "VariableRef"]
        if variable is not None:
            said = "".join(words[0].itertext()) if words else ""
            found[plain_guid(variable.get("targetGUID"))] = said
    return found
