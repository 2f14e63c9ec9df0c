"""Pieces of Word's own markup, as text: properties in order, fields, links, paragraphs.

Building them as text and parsing once per block is what keeps a long document fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from instruments.page.texts import clean

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACE = f'xmlns:w="{WORD}"'
TWIPS_PER_CM = 567

Children = Mapping[str, str | None]

# The order that the standard (ISO 29500-1) gives the children of each; Word refuses others.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike vanish color spacing w "
    "kern position sz szCs highlight u bdr shd vertAlign rtl cs lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblW jc tblCellSpacing tblInd tblBorders "
    "shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols "
    "formProt vAlign titlePg textDirection bidi rtlGutter docGrid",
    "lvl": "start numFmt lvlRestart pStyle suff lvlText lvlJc pPr rPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked rsid pPr rPr tblPr",
}
ORDER = {parent: children.split() for parent, children in _ORDER.items()}


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


def twips(cm: float) -> int:
    """Centimetres in Word's unit, the twentieth of a point."""
    return round(cm * TWIPS_PER_CM)


def properties(of: str, children: Children) -> str:
    """The properties of something ("pPr", "rPr", "tblPr", ...) with its children in order.

    `children` maps the name of each child to its attributes, or to its own children; those
    that map to None are left out.
    """
    inside = "".join(
        _child(name, content)
        for name, content in sorted(children.items(), key=lambda pair: ORDER[of].index(pair[0]))
        if content is not None
    )
    return f"<w:{of}>{inside}</w:{of}>" if inside else ""


def _child(name: str, content: str) -> str:
    if content.startswith("<"):
        return f"<w:{name}>{content}</w:{name}>"
    return f"<w:{name} {content}/>" if content else f"<w:{name}/>"


def value(text: object) -> str:
    """The attribute that most properties have."""
    return f'w:val="{quoted(text)}"'


def mark(present: object) -> str | None:
    """A property that says yes by being there, or its absence."""
    return "" if present else None


def put_in_order(parent: Any, child: Any) -> None:
    """Put a property among its siblings where the standard wants it, in place of its like."""
    order = ORDER[parent.tag.rpartition("}")[2]]
    name = child.tag.rpartition("}")[2]
    for present in parent.findall(child.tag):
        parent.remove(present)
    later = order[order.index(name) + 1 :]
    for position, sibling in enumerate(parent):
        if sibling.tag.rpartition("}")[2] in later:
            parent.insert(position, child)
            return
    parent.append(child)


def texts(text: str) -> str:
    """The letters of a run, line breaks kept."""
    return "<w:br/>".join(
        f'<w:t xml:space="preserve">{quoted(line)}</w:t>' for line in text.split("\n")
    )


def run(content: str, run_properties: str = "") -> str:
    """A run of what stands in it."""
    return f"<w:r>{run_properties}{content}</w:r>"


def field(instruction: str, shown: str, run_properties: str = "") -> str:
    """A field with the text that it showed last."""
    begin, separate, end = (
        run(f'<w:fldChar w:fldCharType="{kind}"/>', run_properties)
        for kind in ("begin", "separate", "end")
    )
    code = run(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>', run_properties)
    return begin + code + separate + run(f"<w:t>{quoted(shown)}</w:t>", run_properties) + end


def bookmark(name: str, number: int, inside: str) -> str:
    """A named place around some runs."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{quoted(name)}"/>{inside}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def link(name: str, inside: str) -> str:
    """Runs that lead to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{quoted(name)}" w:history="1">{inside}</w:hyperlink>'


def paragraph_of(runs: str, children: Children, *, root: bool = False) -> str:
    """A paragraph with its properties; with `root` it can be parsed by itself."""
    named = f" {NAMESPACE}" if root else ""
    return f"<w:p{named}>{properties('pPr', children)}{runs}</w:p>"
