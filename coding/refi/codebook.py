"""REFI-QDA codebooks (.qdc), read into a `CodingFrame` and written from one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from coding.frame import Code, CodingFrame
from coding.refi import xml
from coding.refi.guids import code_guid, plain_guid
from coding.refi.manual import described, manual
from corpora.errors import StudyError

ORIGIN = "qmethod-toolkit"
NAMESPACE = "urn:QDA-XML:codebook:1.0"
MAX_CODEBOOK = 64 * 1024 * 1024
_COLOUR = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")


@dataclass(frozen=True)
class Codebook:
    """The codes of an exchange file.

    Fields
    ------
    frame
        The codes; an id is the path of names, numbered where a path comes twice.
    ids
        Identifier in the file -> id in the frame.
    noted
        Identifier of a note -> ids of the codes that it is about.
    left_over
        What a frame has no place for, a sentence each.
    """

    frame: CodingFrame
    ids: dict[str, str]
    noted: dict[str, tuple[str, ...]]
    left_over: tuple[str, ...] = ()


def read_codebook(data: bytes, name: str = "codebook", *, file: str = "") -> CodingFrame:
    """The frame in a .qdc file; `history` lists what a frame has no place for.

    Parameters
    ----------
    name
        Of the frame, as the file holds none.
    file
        What messages call the file; the name with .qdc without it.

    Raises
    ------
    StudyError
        If it is no codebook, holds no codes, or its XML could do harm.
    """
    file = file or f"{name}.qdc"
    if len(data) > MAX_CODEBOOK:
        raise StudyError(
            f"{file}: the codebook has {len(data) / 1024 / 1024:.0f} MB, far more than codes "
            "can fill; it was not read."
        )
    root = xml.parsed(data, file)
    if xml.tag_of(root) not in ("CodeBook", "Project"):
        raise StudyError(
            f'{file}: this is XML, but no REFI-QDA codebook (its root is "{xml.tag_of(root)}", '
            'expected "CodeBook"); export the codebook again as .qdc.'
        )
    inner = root if xml.tag_of(root) == "CodeBook" else xml.child(root, "CodeBook")
    book = codebook_of(inner, name)
    if not len(book.frame):
        raise StudyError(f"{file}: the codebook holds no codes; export it again with its codes.")
    return replace(book.frame, history=book.left_over)


def codebook_of(element: Element | None, name: str) -> Codebook:
    """The codes below a CodeBook element; no codes for None."""
    reading = _Reading()
    roots = [e for outer in xml.children(element, "Codes") for e in xml.children(outer, "Code")]
    reading.add(roots + xml.children(element, "Code"), None)
    codes = tuple(reading.with_opposites())
    return Codebook(
        CodingFrame(name, codes),
        reading.ids,
        {guid: tuple(about) for guid, about in reading.notes.items()},
        tuple(_left_over(element, reading.ids)),
    )


class _Reading:
    """The codes found so far."""

    def __init__(self) -> None:
        self.codes: dict[str, Code] = {}
        self.ids: dict[str, str] = {}
        self.notes: dict[str, list[str]] = {}

    def add(self, elements: list[Element], parent: str | None) -> None:
        for element in elements:
            code = self._code(element, parent)
            self.codes[code.id] = code
            guid = plain_guid(element.get("guid"))
            if guid:
                self.ids.setdefault(guid, code.id)
            for note in xml.children(element, "NoteRef"):
                self.notes.setdefault(plain_guid(note.get("targetGUID")), []).append(code.id)
            self.add(xml.children(element, "Code"), code.id)

    def _code(self, element: Element, parent: str | None) -> Code:
        name = element.get("name") or "(no name)"
        about = xml.words_of(element, "Description")
        said = manual(about if about.strip() else "")
        path = f"{parent}/{name}" if parent else name
        colour = (element.get("color") or "").strip()
        return Code(
            id=self._free(said.id or path),
            name=name,
            parent=parent,
            definition=said.definition,
            use_when=said.use_when,
            not_when=said.not_when,
            examples=said.examples,
            cues=said.cues,
            opposite=said.opposite or None,
            codable=(element.get("isCodable") or "true").strip().lower() not in ("false", "0"),
            colour=colour if _COLOUR.fullmatch(colour) else "",
        )

    def _free(self, wanted: str) -> str:
        count, free = 1, wanted
        while free in self.codes:
            count += 1
            free = f"{wanted} ({count})"
        return free

    def with_opposites(self) -> Iterator[Code]:
        """The codes; an opposite that is none of them goes back into the definition."""
        for code in self.codes.values():
            if code.opposite is None or code.opposite in self.codes:
                yield code
            else:
                said = f"{code.definition}\nOpposite: {code.opposite}".strip()
                yield replace(code, opposite=None, definition=said)


def _left_over(element: Element | None, ids: dict[str, str]) -> Iterator[str]:
    for outer in xml.children(element, "Sets"):
        for group in xml.children(outer, "Set"):
            members = [
                ids.get(plain_guid(m.get("guid") or m.get("targetGUID")), "an unknown code")
                for m in xml.children(group, "MemberCode")
            ]
            about = xml.words_of(group, "Description").strip()
            said = f" ({' '.join(about.split())})" if about else ""
            yield (
                f'The set "{group.get("name") or ""}"{said} of the codes {", ".join(members)} has '
                "no place in a frame."
            )


def write_codebook(frame: CodingFrame) -> bytes:
    """The frame as a .qdc file: UTF-8 without byte-order mark, valid against Codebook.xsd.

    Raises
    ------
    StudyError
        If the frame has no codes, which no codebook can hold.
    """
    if not len(frame):
        raise StudyError(
            f'The frame "{frame.name}" has no codes, and a .qdc file can\'t be empty; add a code.'
        )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        xml.opening("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN}),
        *code_lines(frame),
        "</CodeBook>",
        "",
    ]
    return "\n".join(parts).encode()


def code_lines(
    frame: CodingFrame, notes: dict[str, list[str]] | None = None, *, cues: bool = True
) -> Iterator[str]:
    """The Codes element line by line; nothing for a frame without codes.

    Parameters
    ----------
    noted
        Id of a code -> identifiers of the notes about it.
    cues
        Whether descriptions tell the cues.
    """
    if not len(frame):
        return
    below: dict[str | None, list[Code]] = {}
    for code in frame:
        below.setdefault(code.parent, []).append(code)
    yield "<Codes>"
    for code in below.get(None, []):
        yield from _code_lines(code, below, notes or {}, cues)
    yield "</Codes>"


def _code_lines(
    code: Code,
    below: dict[str | None, list[Code]],
    notes: dict[str, list[str]],
    cues: bool,
) -> Iterator[str]:
    attributes = {
        "guid": code_guid(code.id),
        "name": code.name,
        "isCodable": "true" if code.codable else "false",
        "color": code.colour if _COLOUR.fullmatch(code.colour) else None,
    }
    yield xml.opening("Code", attributes)
    said = described(code, cues=cues)
    if said:
        yield xml.words("Description", said)
    for note in notes.get(code.id, []):
        yield xml.empty("NoteRef", {"targetGUID": note})
    for each in below.get(code.id, []):
        yield from _code_lines(each, below, notes, cues)
    yield "</Code>"
