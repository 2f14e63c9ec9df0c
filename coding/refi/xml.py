"""XML read without entities, document types or boundless nesting, and written as REFI wants it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from corpora.errors import StudyError

MAX_DEPTH = 200
# What XML 1.0 can't hold, not even escaped.
_SAFE = re.compile(r"[\w .:/#-]*", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tag_of(element: Element) -> str:
    """The name of an element without its namespace, which differs between versions."""
    return _local(element.tag)


@lru_cache(maxsize=1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: Element | None, *tags: str) -> list[Element]:
    """The elements directly below that have one of the names."""
    return [] if element is None else [c for c in element if tag_of(c) in tags]


def child(element: Element | None, tag: str) -> Element | None:
    """The first element directly below of that name."""
    return next(iter(children(element, tag)), None)


def words_of(element: Element | None, tag: str) -> str:
    """What stands in the first element directly below of that name, or nothing."""
    found = child(element, tag)
    return "" if found is None else "".join(found.itertext())


def steps(data: bytes | IO[bytes], file: str) -> Iterator[tuple[str, Element, tuple[str, ...]]]:
    """Each element as it opens ("start") and closes ("end"), with the names of those around it.

    Raises
    ------
    StudyError
        If it is no well-formed XML, or holds entities, a document type or endless nesting.
    """
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    around: list[str] = []
    try:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            if event == "start":
                yield event, element, tuple(around)
                around.append(tag_of(element))
                if len(around) > MAX_DEPTH:
                    raise StudyError(
                        f"{file}: its XML is nested over {MAX_DEPTH} levels deep, as no program "
                        "writes it; it was not read."
                    )
            else:
                around.pop()
                yield event, element, tuple(around)
    except DefusedXmlException:
        raise StudyError(
            f"{file}: its XML declares a document type or entities, which exchange files never "
            "need and which can do harm; it was not read."
        ) from None
    except (ParseError, UnicodeError, LookupError, ValueError) as fault:
        if isinstance(fault, StudyError):
            raise
        where = getattr(fault, "position", None)
        place = f" (line {where[0]})" if where else ""
        raise StudyError(
            f"{file}: its XML is not well formed{place}; export it again from its program."
        ) from None


def parsed(data: bytes, file: str) -> Element:
    """The root of a small document."""
    root: Element | None = None
    for _, element, around in steps(data, file):
        if not around:
            root = element
    if root is None:
        raise StudyError(f"{file}: it holds no XML; export it again from its program.")
    return root


def holdable(words: str) -> str:
    """The words with what XML can't hold shown as the sign for an unknown character."""
    return _FORBIDDEN.sub("\ufffd", words)


def loses(words: str) -> bool:
    """Whether words hold characters that XML can't."""
    return _FORBIDDEN.search(words) is not None


def opening(tag: str, attributes: Mapping[str, str | None]) -> str:
    """A start tag; attributes that are None are left out."""
    given = [f" {name}={_quoted(v)}" for name, v in attributes.items() if v is not None]
    return f"<{tag}{''.join(given)}>"


def _quoted(value: str) -> str:
    return f'"{value}"' if _SAFE.fullmatch(value) else quoteattr(holdable(value))


def empty(tag: str, attributes: Mapping[str, str | None]) -> str:
    """An element with nothing in it."""
    return opening(tag, attributes)[:-1] + "/>"


def words(tag: str, text: str) -> str:
    """An element that holds a text; a line end stays the one it is."""
    return f"<{tag}>{escape(holdable(text), {chr(13): '&#13;'})}</{tag}>"
