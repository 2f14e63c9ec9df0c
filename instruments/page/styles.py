"""Styles of a Word page: a table of them put in place of the template's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from instruments.page.markup import (
    NAMESPACE,
    Children,
    mark,
    parsed,
    properties,
    qualified,
    quoted,
    value,
)

INK, ACCENT, SOFT = "1F2A37", "1F4E79", "4B5A6B"
_RULED = ("bottom", "between")
BUILT_IN = {
    "normal", "title", "subtitle", "heading 1", "heading 2", "heading 3", "toc heading", "caption",
    "toc 1", "toc 2", "header", "footer", "list bullet", "list number",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """A paragraph style of a page.

    points, before, after : letters and the space around a paragraph, in points.
    level : of a heading, from 0. numbered : the number of the list that counts it.
    line : the markup of a line at the side where lines begin; box : of one all around;
    rule : of one under every paragraph, to write on.
    indent, hanging : in twips, from the side where lines begin. height : of a line, exact.
    """

    name: str
    points: float = 10.5
    bold: bool = False
    before: float = 0
    after: float = 0
    colour: str = INK
    keep: bool = False
    level: int | None = None
    numbered: str = ""
    line: str = ""
    box: str = ""
    rule: str = ""
    fill: str = ""
    indent: int = 0
    hanging: int = 0
    height: float = 0
    centred: bool = False


@dataclass(frozen=True)
class Faces:
    """The fonts and languages that a page's letters have unless a run says otherwise."""

    latin: str
    other: str
    tag: str = "en-GB"
    complex_tag: str = "ar-SA"
    ascii: str = ""


def put_styles(
    document: Any, styles: Mapping[str, Style], faces: Faces, *, right_to_left: bool = False
) -> None:
    """Put these styles, by their ids, in place of the document's own of the same name."""
    root = document.styles.element
    _remove_like(root, set(styles), {style.name for style in styles.values()})
    for identity, style in styles.items():
        root.append(parsed(style_markup(identity, style, right_to_left=right_to_left)))
    root.replace(root.find(qualified("docDefaults")), parsed(defaults(faces)))


def scaled(styles: Mapping[str, Style], factor: float, least: float) -> dict[str, Style]:
    """The styles with letters so many times as large, none under `least` points."""
    return {
        identity: replace(style, points=max(least, round(2 * factor * style.points) / 2))
        for identity, style in styles.items()
    }


def _remove_like(root: Any, identities: Collection[str], names: Collection[str]) -> None:
    """Remove the styles of these ids or names, and the character styles linked to them."""
    for present in root.findall(qualified("style")):
        name = present.find(qualified("name")).get(qualified("val"))
        twin = present.find(qualified("link"))
        linked = twin is not None and twin.get(qualified("val")) in identities
        if name in names or linked or present.get(qualified("styleId")) in identities:
            root.remove(present)


def style_markup(identity: str, style: Style, *, right_to_left: bool = False) -> str:
    """A style as Word's markup; based on Normal unless it is Normal."""
    normal = style.name == "Normal"
    custom = "" if style.name.lower() in BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if normal else ""
    based = "" if normal else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="Normal"/>' if style.level is not None else ""
    size = value(round(2 * style.points))
    letters: Children = {
        "b": mark(style.bold), "bCs": mark(style.bold),
        "color": value(style.colour), "sz": size, "szCs": size,
    }  # fmt: skip
    return (
        f'<w:style {NAMESPACE} w:type="paragraph" w:styleId="{identity}"{default}{custom}>'
        f'<w:name w:val="{quoted(style.name)}"/>{based}{following}<w:qFormat/>'
        f"{properties('pPr', paragraph_properties(style, right_to_left=right_to_left))}"
        f"{properties('rPr', letters)}</w:style>"
    )


def paragraph_properties(style: Style, *, right_to_left: bool = False) -> Children:
    """What a style says of its paragraphs. No alignment: lines begin where the script does."""
    counted = f'<w:ilvl w:val="{style.level or 0}"/><w:numId w:val="{style.numbered}"/>'
    exact = f' w:line="{style.height * 20:.0f}" w:lineRule="exact"' if style.height else ""
    indent = style.indent or (200 if style.line else 0)
    hanging = f' w:hanging="{style.hanging}"' if style.hanging else ""
    return {
        "keepNext": mark(style.keep),
        "keepLines": mark(style.keep),
        "numPr": counted if style.numbered else None,
        "pBdr": _borders(style, right_to_left=right_to_left),
        "shd": f'w:val="clear" w:color="auto" w:fill="{style.fill}"' if style.fill else None,
        "bidi": mark(right_to_left),
        "spacing": f'w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}"{exact}',
        "ind": f'w:left="{indent}"{hanging}' if indent else None,
        "jc": value("center") if style.centred else None,
        "outlineLvl": None if style.level is None else value(style.level),
    }


def _borders(style: Style, *, right_to_left: bool) -> str | None:
    if style.box:
        sides = ("top", "left", "bottom", "right")
        return "".join(f'<w:{side} w:val={style.box} w:space="4"/>' for side in sides)
    if style.rule:
        return "".join(f'<w:{side} w:val={style.rule} w:space="1"/>' for side in _RULED)
    if style.line:
        side = "right" if right_to_left else "left"
        return f'<w:{side} w:val={style.line} w:space="8"/>'
    return None


def defaults(faces: Faces) -> str:
    """What every paragraph begins from: fonts, languages, a little more than single lines."""
    fonts = {
        "ascii": faces.ascii or faces.latin, "hAnsi": faces.latin,
        "eastAsia": faces.latin, "cs": faces.other,
    }  # fmt: skip
    named = " ".join(f'w:{slot}="{font}"' for slot, font in fonts.items())
    return (
        f"<w:docDefaults {NAMESPACE}><w:rPrDefault><w:rPr><w:rFonts {named}/>"
        f'<w:lang w:val="{faces.tag}" w:eastAsia="{faces.tag}" w:bidi="{faces.complex_tag}"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f'<w:spacing w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
