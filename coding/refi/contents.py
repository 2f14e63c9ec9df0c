"""The words of a source: from the archive, from the XML itself, or out of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from coding.refi import xml
from coding.refi.archive import Archive, UnopenedError
from coding.refi.ruler import RawText
from corpora.errors import StudyError
from corpora.readers.documents import read_pdf, read_rtf
from corpora.readers.encodings import decode
from corpora.readers.opendocument import read_odt
from corpora.readers.raw import Raw
from corpora.readers.word import read_docx
from corpora.sources import fingerprint

_DOCUMENTS: dict[str, Callable[[bytes, str], Raw]] = {
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".odt": read_odt,
}
_OWN_WORDS = (
    "The text was taken from {0} itself, as there is no plain text beside it; positions may differ."
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Words:
    """A text as it stood, or why there is none."""

    raw: RawText | None
    fingerprint: str = ""
    found: tuple[str, ...] = ()
    why: str = ""


def words_at(element: Element, archive: Archive) -> Words:
    """The text of an element: its plain text if there is one, else its document's."""
    reasons: list[str] = []
    for attribute in ("plainTextPath", "richTextPath", "path", "currentPath"):
        if attribute == "richTextPath":
            inline = xml.child(element, "PlainTextContent")
            if inline is not None:
                return _inline("".join(inline.itertext()))
        address = (element.get(attribute) or "").strip()
        if address:
            found = _at(address, archive)
            if found.raw is not None:
                return found
            reasons.append(found.why)
    return Words(None, why="; ".join(dict.fromkeys(reasons)) or "the file gives no text for it")


def _inline(text: str) -> Words:
    plain = text.removeprefix("\ufeff")
    return Words(RawText(plain, mark=plain != text), fingerprint(text.encode()))


def _at(address: str, archive: Archive) -> Words:
    try:
        data = archive.content(address)
    except UnopenedError as reason:
        return Words(None, why=str(reason))
    if data is None:
        return Words(None, why=f"{address} is missing from the file")
    ending = PurePosixPath(address.replace("\\", "/")).suffix.lower()
    reader = _DOCUMENTS.get(ending)
    try:
        if reader is not None:
            raw = reader(data, address)
            said = (_OWN_WORDS.format(f"the {ending} file"), *raw.found)
            return Words(RawText(raw.text), fingerprint(data), said)
        text, said_of = decode(data, address)
    except (StudyError, RecursionError) as fault:
        return Words(None, why=str(fault).rstrip("."))
    plain = text.removeprefix("\ufeff")
    mark = data.startswith(_MARKS) or plain != text
    return Words(RawText(plain, mark), fingerprint(data), (said_of,))
