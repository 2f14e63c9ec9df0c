"""The look of a Word report: its styles and the numbers of its headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.reports.word_xml import NAMESPACE, parsed, qualified

FONT = "Arial"
INK, ACCENT, SOFT = "1F2A37", "1F4E79", "4B5A6B"
HEADINGS = "77"


@dataclass(frozen=True)
class Style:
    """A paragraph style; points, spaces in points, `left` the markup of a line at the left."""

    name: str
    points: float = 10.5
    bold: bool = False
    before: float = 0
    after: float = 0
    colour: str = INK
    keep: bool = False
    level: int | None = None
    left: str = ""
    fill: str = ""
    indent: int = 0
    centred: bool = False


STYLES = {
    "Normal": Style("Normal", after=6),
    "Title": Style("Title", 24, True, 0, 4, ACCENT, keep=True),
    "Subtitle": Style("Subtitle", 12, after=14, colour=SOFT, keep=True),
    "Heading1": Style("heading 1", 17, True, 22, 8, ACCENT, keep=True, level=0),
    "Heading2": Style("heading 2", 13.5, True, 16, 6, ACCENT, keep=True, level=1),
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
    "ToDo": Style("To Do", before=4, after=8, left='"dashed" w:sz="12" w:color="7A8794"'),
    "Caution": Style("Caution", 10, left='"single" w:sz="36" w:color="B45309"', fill="FFF4DE"),
    "Standing": Style("Standing", 11.5, True, 6, 6, left='"double" w:sz="18" w:color="1F2A37"'),
    "TOC1": Style("toc 1", before=3),
    "TOC2": Style("toc 2", 9.5, indent=400),
    "Footer": Style("footer", 8, colour=SOFT, centred=True),
}
BUILT_IN = {
    "Normal", "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "ContentsHeading",
    "Caption", "TOC1", "TOC2", "Footer",
}  # fmt: skip


def put_styles(document: Any) -> None:
    """Put the house's styles in place of the template's own of the same name."""
    root = document.styles.element
    names = {style.name for style in STYLES.values()}
    for present in root.findall(qualified("style")):
        name = present.find(qualified("name")).get(qualified("val"))
        twin = present.find(qualified("link"))
        linked = twin is not None and twin.get(qualified("val")) in STYLES
        if name in names or linked or present.get(qualified("styleId")) in STYLES:
            root.remove(present)
        if present.get(qualified("styleId")) == "ListBullet":
            for tight in list(present.iter(qualified("contextualSpacing"))):
                tight.getparent().remove(tight)
    for identity, style in STYLES.items():
        root.append(parsed(_markup(identity, style)))
    root.replace(root.find(qualified("docDefaults")), parsed(_defaults()))


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


def _markup(identity: str, style: Style) -> str:
    half = round(2 * style.points)
    custom = "" if identity in BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if identity == "Normal" else ""
    based = "" if identity == "Normal" else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="Normal"/>' if style.level is not None else ""
    return (
        f'<w:style {NAMESPACE} w:type="paragraph" w:styleId="{identity}"{default}{custom}>'
        f'<w:name w:val="{style.name}"/>{based}{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style)}</w:pPr>"
        f"<w:rPr>{'<w:b/><w:bCs/>' * style.bold}"
        f'<w:color w:val="{style.colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        f"</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> str:
    """In the order in which Word wants them."""
    pieces = ["<w:keepNext/><w:keepLines/>" * style.keep]
    if style.level in (0, 1):
        pieces.append(
            f'<w:numPr><w:ilvl w:val="{style.level}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
        )
    if style.left:
        pieces.append(f'<w:pBdr><w:left w:val={style.left} w:space="8"/></w:pBdr>')
    if style.fill:
        pieces.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill}"/>')
    pieces.append(
        f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}"/>'
    )
    if style.indent or style.left:
        pieces.append(f'<w:ind w:left="{style.indent or 200}"/>')
    pieces.append('<w:jc w:val="center"/>' * style.centred)
    if style.level is not None:
        pieces.append(f'<w:outlineLvl w:val="{style.level}"/>')
    return "".join(pieces)


def _defaults() -> str:
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"<w:docDefaults {NAMESPACE}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>"
    )
