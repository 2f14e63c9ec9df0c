"""Frames as REFI-QDA codebooks (.qdc), which NVivo, ATLAS.ti, MAXQDA and QualCoder read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from coding.frame import CodingFrame
from coding.frame_memo import Entry, codes_of, memo
from corpora.errors import StudyError
from corpora.readers.raw import file_bytes

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_ROOM = uuid.uuid5(uuid.NAMESPACE_URL, "urn:qmethod-toolkit:code")
_COLOUR = re.compile("#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_MOST = 64 * 1024 * 1024
# XML 1.0 has no place for these.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def code_guid(code: str) -> str:
    """The GUID of a code: the same for the same id in every file that we write."""
    return str(uuid.uuid5(_ROOM, code))


def read_qdc(path: Path) -> CodingFrame:
    """The frame in a REFI-QDA codebook; sets, which have no place in it, are named.

    Raises
    ------
    StudyError
        If the file is no codebook, or its XML is damaged or unsafe.
    """
    root = _root(file_bytes(path, most=_MOST), path.name)
    codes = next((e for e in root if _local(e) == "Codes"), None)
    entries = list(_entries(codes, (), path.name)) if codes is not None else []
    if not entries:
        raise StudyError(f"{path.name}: the codebook holds no codes.")
    sets = [e.get("name", "") for group in root if _local(group) == "Sets" for e in group]
    note = f"Sets of the file that have no place here: {', '.join(sets)}." if sets else ""
    return CodingFrame(path.stem, codes_of(entries), description=note)


def qdc(frame: CodingFrame) -> bytes:
    """The frame as a codebook that is valid against the schema of REFI-QDA 1.0.

    Raises
    ------
    StudyError
        If the frame holds no code.
    """
    if not len(frame):
        raise StudyError(f'The frame "{frame.name}" holds no code; a codebook needs one.')
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("CodeBook"), {"origin": "qmethod-toolkit"})
    places: dict[str | None, Any] = {None: ET.SubElement(root, _tag("Codes"))}
    for code in frame:
        facts = {"guid": code_guid(code.id), "name": _allowed(code.name, code.id)}
        facts["isCodable"] = "true" if code.codable else "false"
        if _COLOUR.fullmatch(code.colour):
            facts["color"] = code.colour
        element = ET.SubElement(places[code.parent], _tag("Code"), facts)
        about = memo(code, plain=False)
        if about:
            ET.SubElement(element, _tag("Description")).text = _allowed(about, code.id)
        places[code.id] = element
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _root(data: bytes, file: str) -> Any:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise StudyError(
            f"{file}: the XML of the codebook is damaged or unsafe; export it again."
        ) from None
    if _local(root) != "CodeBook":
        raise StudyError(
            f"{file}: this XML is no REFI-QDA codebook (its root is {_local(root)}, not CodeBook)."
        )
    return root


def _entries(parent: Any, above: tuple[str, ...], file: str) -> Iterator[Entry]:
    waiting = [(parent, above)]
    while waiting:
        element, path = waiting.pop()
        taken: set[str] = set()
        for code in (e for e in element if _local(e) == "Code"):
            name = " ".join(code.get("name", "").split())
            if not name:
                raise StudyError(
                    f"{file}: a code under {'/'.join(path) or 'the root'} has no name."
                )
            here = (*path, _free(name, taken))
            about = next((e.text or "" for e in code if _local(e) == "Description"), "")
            codable = code.get("isCodable", "true").strip() not in ("false", "0")
            yield Entry(here, about, codable, code.get("color", "").strip())
            waiting.append((code, here))


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where a brother has it already."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free)
    return free


def _allowed(text: str, code: str) -> str:
    if _NOT_IN_XML.search(text):
        raise StudyError(f"The code {code} holds a character that XML can't; delete it there.")
    return text


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
