"""The look of a Word report: its styles and the numbers of its headings."""

from __future__ import annotations

from typing import Any

from instruments.page.markup import NAMESPACE, parsed, qualified
from instruments.page.styles import ACCENT, SOFT, Faces, Style, put_styles

FONT = "Arial"
HEADINGS = "77"


STYLES = {
    "Normal": Style("Normal", after=6),
    "Title": Style("Title", 24, True, 0, 4, ACCENT, keep=True),
    "Subtitle": Style("Subtitle", 12, after=14, colour=SOFT, keep=True),
    "Heading1": Style("heading 1", 17, True, 22, 8, ACCENT, keep=True, level=0, numbered=HEADINGS),
    "Heading2": Style(
        "heading 2", 13.5, True, 16, 6, ACCENT, keep=True, level=1, numbered=HEADINGS
    ),
    "Heading3": Style("heading 3", 11.5, True, 12, 4, keep=True, level=2),
    "ContentsHeading": Style("TOC Heading", 13.5, True, 16, 6, ACCENT, keep=True),
    "Caption": Style("caption", 10, True, 12, 2, keep=True),
    "FigureCaption": Style("Figure Caption", 10, True, 2, 2),
    "TableText": Style("Table Text", 9, before=1, after=1),
    "TablePurpose": Style("Table Purpose", 9.5, after=4, colour=SOFT, keep=True),
    "TableNote": Style("Table Note", 8.5, before=3, after=2, colour=SOFT),
    "FigureImage": Style("Figure Image", before=8, after=2, keep=True),
    "Lead": Style("Lead", 12, after=8),
    "Small": Style("Small", 9, after=6, colour=SOFT),
    "ToDo": Style("To Do", before=4, after=8, line='"dashed" w:sz="12" w:color="7A8794"'),
    "Caution": Style("Caution", 10, line='"single" w:sz="36" w:color="B45309"', fill="FFF4DE"),
    "Standing": Style("Standing", 11.5, True, 6, 6, line='"double" w:sz="18" w:color="1F2A37"'),
    "TOC1": Style("toc 1", before=3),
    "TOC2": Style("toc 2", 9.5, indent=400),
    "Footer": Style("footer", 8, colour=SOFT, centred=True),
}


def put_report_styles(document: Any) -> None:
    """Put the house's styles in place of the template's own of the same name."""
    put_styles(document, STYLES, Faces(latin=FONT, other=FONT))
    for tight in list(document.styles["List Bullet"].element.iter(qualified("contextualSpacing"))):
        tight.getparent().remove(tight)


def put_heading_numbers(document: Any) -> None:
    """Let Word count headings 1 and 1.1, so that they count again when a chapter moves."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, text in enumerate(("%1 ", "%1.%2 "))
    )
    abstract = parsed(
        f'<w:abstractNum {NAMESPACE} w:abstractNumId="{HEADINGS}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    root.insert(0, abstract)
    root.append(
        parsed(
            f'<w:num {NAMESPACE} w:numId="{HEADINGS}"><w:abstractNumId w:val="{HEADINGS}"/></w:num>'
        )
    )
