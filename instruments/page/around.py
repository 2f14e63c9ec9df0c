"""What stands on every page: a band in its head, the title and the page's number at its foot."""

from __future__ import annotations

from typing import Any

from instruments.page.markup import parsed, qualified


def put_in_headers(section: Any, paragraph: str) -> None:
    """Put a paragraph over every page, before what stands there already."""
    for place in _places(section, "header"):
        _drop_empty(place._element)
        place._element.insert(0, parsed(paragraph))


def put_in_footers(section: Any, paragraph: str) -> None:
    """Put a paragraph under every page, after what stands there already."""
    for place in _places(section, "footer"):
        _drop_empty(place._element)
        place._element.append(parsed(paragraph))


def counts_pages(section: Any) -> bool:
    """Whether the footer or header of a template numbers the pages itself."""
    codes = []
    for place in (*_places(section, "footer"), *_places(section, "header")):
        codes += [code.text or "" for code in place._element.iter(qualified("instrText"))]
        fields = place._element.iter(qualified("fldSimple"))
        codes += [field.get(qualified("instr"), "") for field in fields]
    return any(code.split()[:1] == ["PAGE"] for code in codes)


def _places(section: Any, kind: str) -> list[Any]:
    """The headers or footers that the section's pages show."""
    found = [getattr(section, kind)]
    if section.different_first_page_header_footer:
        found.append(getattr(section, f"first_page_{kind}"))
    even = getattr(section, f"even_page_{kind}")
    if not even.is_linked_to_previous:
        found.append(even)
    for place in found:
        place.is_linked_to_previous = False
    return found


def _drop_empty(element: Any) -> None:
    """Remove the one empty paragraph that a new header or footer is made with."""
    inside = list(element)
    if (
        len(inside) == 1
        and not "".join(inside[0].itertext()).strip()
        and not len(list(inside[0].iter(qualified("drawing"))))
    ):
        element.remove(inside[0])
