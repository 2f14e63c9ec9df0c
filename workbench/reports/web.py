"""A report as one web page that needs nothing else: no script, no font, no address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from instruments.page.texts import clean
from workbench.reports.content import (
    ELSEWHERE,
    Bullets,
    Caution,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Report,
    Strong,
    Table,
    Text,
)
from workbench.reports.web_table import anchor, table_html

Labels = Any
SCREEN_DPI = 124


def write_html(report: Report, path: str | Path) -> Path:
    """The path of the web page that now holds the report."""
    path = Path(path)
    path.write_text(html_text(report), encoding="utf-8", newline="\n")
    return path


def html_text(report: Report) -> str:
    """The report as one HTML page."""
    style = files("workbench.reports").joinpath("web.css").read_text(encoding="utf-8")
    opening, parts = _bodies(report)
    return (
        f'<!DOCTYPE html>\n<html lang="{said(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{said(report.made_with)}">\n'
        f'<meta name="description" content="{said(report.subject)}">\n'
        f"<title>{said(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#contents">To the contents</a>\n'
        f"{_top(report)}<main>\n{opening}{_contents(report)}{parts}</main>\n{_end(report)}"
        "</body>\n</html>\n"
    )


def said(text: object) -> str:
    """The text fit for a page."""
    return escape(clean(text), quote=True)


def _bodies(report: Report) -> tuple[str, str]:
    pieces = [WRITERS[type(block)](report, block, number) for number, block in report.numbered()]
    count = len(report.opening)
    return "".join(pieces[:count]), "".join(pieces[count:])


def _top(report: Report) -> str:
    subtitle = f'<p class="subtitle">{said(report.subtitle)}</p>\n' if report.subtitle else ""
    standing = "".join(f"<p>{said(text)}</p>" for text in report.standing)
    box = f'<div class="standing">{standing}</div>\n' if standing else ""
    title = f'<h1 dir="auto">{said(report.title)}</h1>\n'
    return f'<header class="top">\n{title}{subtitle}{box}</header>\n'


def _end(report: Report) -> str:
    standing = "".join(f"<p><strong>{said(text)}</strong></p>" for text in report.standing)
    return f'<footer class="end">{standing}<p>{said(report.made_with)}</p></footer>\n'


def _contents(report: Report) -> str:
    entries = "".join(
        f"<li{' class=inner' if heading.level == 2 else ''}>"
        f'<a href="#{anchor(number)}">{number} {said(heading.text)}</a></li>\n'
        for number, heading in _chapters(report)
    )
    return (
        '<nav id="contents" aria-label="Contents">\n<h2>Contents</h2>\n'
        f"<ol>\n{entries}</ol>\n</nav>\n"
    )


def _chapters(report: Report) -> Iterator[tuple[str, Heading]]:
    for number, block in report.numbered():
        if isinstance(block, Heading) and number:
            yield number, block


def inline(text: Text, labels: Labels) -> str:
    """Running text with its formatting, references as links."""
    if isinstance(text, str):
        return said(text).replace("\n", "<br>")
    pieces = []
    for part in text:
        if isinstance(part, Ref):
            label = labels[part.name]
            pieces.append(f'<a href="#{anchor(label)}">{said(label)}</a>')
        elif isinstance(part, Strong):
            pieces.append(f"<strong>{said(part.text)}</strong>")
        else:
            pieces.append(said(part).replace("\n", "<br>"))
    return "".join(pieces)


def _heading(report: Report, block: Heading, number: str) -> str:
    tag = f"h{block.level + 1}"
    place = f' id="{anchor(number)}"' if number else ""
    words = f"{number} {said(block.text)}" if number else said(block.text)
    page = ' class="new-page"' if block.new_page else ""
    return f'<{tag}{place}{page} dir="auto">{words}</{tag}>\n'


def _paragraph(report: Report, block: Paragraph, number: str) -> str:
    style = "" if block.style == "plain" else f' class="{block.style}"'
    return f'<p{style} dir="auto">{inline(block.text, report.labels)}</p>\n'


def _bullets(report: Report, block: Bullets, number: str) -> str:
    tag = "ol" if block.numbered else "ul"
    items = "".join(f'<li dir="auto">{inline(item, report.labels)}</li>\n' for item in block.items)
    return f"<{tag}>\n{items}</{tag}>\n"


def _caution(report: Report, block: Caution, number: str) -> str:
    sentences = "".join(f'<p dir="auto">{inline(s, report.labels)}</p>' for s in block.sentences)
    return (
        f'<div class="caution" role="note"><p class="title">{said(block.title)}</p>'
        f"{sentences}</div>\n"
    )


def _table(report: Report, block: Table, number: str) -> str:
    if block.workbook_only:
        return (
            f'<div class="block" id="{anchor(number)}"><p><strong>{number}: '
            f"{said(block.caption)}</strong><br>{said(block.purpose)} "
            f"{said(ELSEWHERE.format(block.name))}</p></div>\n"
        )
    return table_html(block, number)


def _figure(report: Report, block: Figure, number: str) -> str:
    side = " sideways" if block.wide else ""
    source = report.labels[block.table]
    label = f"{number}; scrolls sideways where it does not fit"
    return (
        f'<div class="block{side}">\n<figure id="{anchor(number)}">'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"{inline_svg(block, anchor(number))}</div>\n"
        f'<figcaption dir="auto">{number}: {said(block.caption)}</figcaption>\n'
        f"<details><summary>The picture in words</summary><p>{said(block.alt)}</p></details>\n"
        f'<p class="note">The same numbers are in <a href="#{anchor(source)}">'
        f"{said(source)}</a>.</p></figure>\n</div>\n"
    )


def inline_svg(figure: Figure, prefix: str) -> str:
    """The picture as part of the page: no address in it, and no name that could clash.

    Names that nothing points to are dropped; the others begin with `prefix`.
    """
    svg = figure.svg[figure.svg.index("<svg") :]
    for element in ("metadata", "title", "desc", "style"):
        svg = re.sub(rf"<{element}\b[^>]*>.*?</{element}>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href=", "href=")
    wanted = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))

    def renamed(match: re.Match[str]) -> str:
        name = match.group(1)
        return f' id="{prefix}-{name}"' if name in wanted else ""

    svg = re.sub(r'\sid="([^"]*)"', renamed, svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    svg = svg.replace("'DejaVu Sans'", "'DejaVu Sans', Arial, sans-serif")
    head, rest = svg.split(">", 1)
    head = re.sub(r'\s(role|width|height|version)="[^"]*"', "", head)
    widest = round(figure.inches[0] * SCREEN_DPI)
    return f'{head} role="img" aria-label="{said(figure.alt)}" style="max-width: {widest}px">{rest}'


Writer = Callable[[Report, Any, str], str]
WRITERS: dict[type, Writer] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Caution: _caution,
    Table: _table,
    Figure: _figure,
}
