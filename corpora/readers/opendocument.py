"""Reading .odt: paragraphs, headings, lists and table rows in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpora.errors import StudyError
from corpora.readers.packages import package, part
from corpora.readers.raw import Raw

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_WHITE = re.compile(r"[ \t\n\r]+")
_LEFT_OUT = {
    f"{_TEXT}tracked-changes": "tracked deletions",
    f"{_TEXT}note": "footnotes",
    f"{_OFFICE}annotation": "comments",
    f"{_TEXT}ruby-text": "ruby text",
}


def read_odt(data: bytes, file: str) -> Raw:
    """The text of an OpenDocument file, a line per paragraph or table row.

    Raises
    ------
    StudyError
        If the file is damaged, protected or holds unsafe XML.
    """
    archive = package(data, file, "content.xml")
    if b"manifest:encryption-data" in part(archive, "META-INF/manifest.xml", file):
        raise StudyError(f"{file}: the document is protected by a password; save it without one.")
    body = _body(part(archive, "content.xml", file), file)
    left_out = sorted({_LEFT_OUT[e.tag] for e in body.iter() if e.tag in _LEFT_OUT})
    found = (f"Left out: {', '.join(left_out)}.",) if left_out else ()
    return Raw("\n".join(_lines(body)), found)


def _body(content: bytes, file: str) -> Any:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        body = fromstring(content, forbid_dtd=True).find(f"{_OFFICE}body/{_OFFICE}text")
    except (ParseError, DefusedXmlException, ValueError):
        raise StudyError(
            f"{file}: the document's XML is damaged or unsafe; open it in its own program and save "
            "it again."
        ) from None
    if body is None:
        raise StudyError(f"{file}: this OpenDocument file is no text document; give an .odt.")
    return body


def _lines(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield _words(child)
        elif child.tag == f"{_TABLE}table-row":
            cells = (c for c in child if c.tag == f"{_TABLE}table-cell")
            yield "\t".join("\n".join(_lines(cell)) for cell in cells)
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child)


def _words(element: Any) -> str:
    """The characters in an element: runs of white space are one space, as the format says."""
    pieces = [_squeezed(element.text)]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * (min(int(count), 1000) if count.isdecimal() else 1))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):  # in a text box
            pieces.append("\n" + _words(child))
        elif child.tag not in _LEFT_OUT:
            pieces.append(_words(child))
        pieces.append(_squeezed(child.tail))
    return "".join(pieces)


def _squeezed(text: str | None) -> str:
    return _WHITE.sub(" ", text) if text else ""
