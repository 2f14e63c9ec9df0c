"""Pieces of Word's own markup, as text: runs, fields, paragraphs, bookmarks.

Building them as text and parsing once per block is what keeps a long report fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from workbench.reports.content import Ref, Strong, Text
from workbench.reports.shown import clean, right_to_left

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{WORD}"'


def parsed(xml: str) -> Any:
    """The markup as an element, ready to be put into a document."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def qualified(name: str) -> str:
    """The name as the parser knows it, with its namespace."""
    return f"{{{WORD}}}{name}"


def quoted(text: object) -> str:
    """The text fit for markup."""
    return escape(clean(text), quote=True)


def run(
    text: str, *, bold: bool = False, italic: bool = False, points: float = 0, language: str = ""
) -> str:
    """A run of letters; line breaks kept, right-to-left text marked as such."""
    properties = "<w:b/><w:bCs/>" * bold + "<w:i/><w:iCs/>" * italic
    if points:
        half = round(2 * points)
        properties += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    backwards = right_to_left(text)
    if backwards:
        properties += "<w:rtl/>"
    if language:
        properties += f'<w:lang w:{"bidi" if backwards else "val"}="{quoted(language)}"/>'
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{quoted(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{lines}</w:r>"


def field(instruction: str, shown: str, *, properties: str = "") -> str:
    """A field with the text that it showed last."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    marks = {
        kind: f'<w:r>{inside}<w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    }
    code = f'<w:r>{inside}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    result = f"<w:r>{inside}<w:t>{quoted(shown)}</w:t></w:r>"
    return marks["begin"] + code + marks["separate"] + result + marks["end"]


def bookmark(name: str, number: int, inside: str) -> str:
    """A named place around some runs."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{quoted(name)}"/>{inside}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def link(name: str, inside: str) -> str:
    """Runs that lead to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{quoted(name)}" w:history="1">{inside}</w:hyperlink>'


def paragraph(
    runs: str,
    *,
    style: str = "",
    backwards: bool = False,
    properties: str = "",
    align: str = "",
    root: bool = True,
) -> str:
    """A paragraph; with `root` it can be parsed by itself."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    early, spacing, late = properties.partition("<w:spacing")
    inside += early + "<w:bidi/>" * backwards + spacing + late
    inside += f'<w:jc w:val="{align}"/>' if align else ""
    return (
        f"<w:p{f' {NAMESPACE}' if root else ''}>"
        f"{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"
    )


def runs_of(text: Text, labels: Mapping[str, str], *, points: float = 0) -> str:
    """Running text as runs, references as fields that Word can follow."""
    if isinstance(text, str):
        return run(text, points=points)
    pieces = []
    for part in text:
        if isinstance(part, Ref):
            pieces.append(field(f"REF {place(labels[part.name])} \\h", labels[part.name]))
        elif isinstance(part, Strong):
            pieces.append(run(part.text, bold=True, points=points))
        else:
            pieces.append(run(part, points=points))
    return "".join(pieces)


def place(label: str) -> str:
    """The bookmark of "Table 3": Word takes letters, digits and underscores."""
    return label.replace(" ", "_")
