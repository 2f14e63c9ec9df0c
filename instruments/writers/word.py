"""A paper as a Word document, on our own look or on a team's template."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from instruments.page.around import counts_pages, put_in_footers, put_in_headers
from instruments.page.embedding import name_fonts
from instruments.page.lists import Lists
from instruments.page.markup import (
    NAMESPACE,
    field,
    paragraph_of,
    parsed,
    qualified,
    twips,
    value,
)
from instruments.page.runs import Letters, faces_of
from instruments.page.setup import Facts, forget_writers, set_facts, set_page, set_settings
from instruments.page.styles import put_styles
from instruments.page.template import enlarge, open_template, style_ids
from instruments.paper.blocks import Block, Paper, Text, Turn, joined, plain
from instruments.scripts import SIGNS_FONT, language
from instruments.writers.look import SIZES, styles_of
from instruments.writers.word_blocks import write
from instruments.writers.word_pen import Pen

HANGING_CM = 1.0
AUTHOR = "qmethod-toolkit"
NO_BREAK = "\u00a0"
DIVIDER = " · "


def word_document(
    paper: Paper,
    *,
    layout: str = "standard",
    template: str | Path | None = None,
    embed_fonts: bool = False,
) -> Any:
    """The paper as a python-docx document, not yet written anywhere.

    Raises
    ------
    StudyError
        If the template can't be used, or a font to be embedded is not installed.
    """
    pen = _pen(paper, layout, template)
    _around(pen, paper)
    _body(pen, paper.blocks)
    set_facts(pen.document, _facts(paper, pen))
    families = dict.fromkeys((pen.letters.language.font, SIGNS_FONT))
    name_fonts(pen.document, list(families), embed=embed_fonts)
    return pen.document


def _pen(paper: Paper, layout: str, template: str | Path | None) -> Pen:
    """A document set up for the paper's language and layout, and the pen that writes into it."""
    from docx import Document

    sizes, tongue = SIZES[layout], language(paper.language)
    hanging = HANGING_CM * sizes.factor
    right_to_left = tongue.right_to_left
    styles = styles_of(layout, indent=twips(hanging))
    if template is None:
        document = Document()
        put_styles(document, styles, faces_of(tongue), right_to_left=right_to_left)
        set_settings(document, language=faces_of(tongue).tag)
        set_page(document.sections[0], sideways=False, right_to_left=right_to_left)
        ids: dict[str, str] = {}
    else:
        document = open_template(template)
        if sizes.factor > 1:
            enlarge(document, sizes.factor, sizes.least)
        ids = style_ids(document, styles, right_to_left=right_to_left)
    forget_writers(document)
    return Pen(
        document=document,
        letters=Letters(tongue, named=template is not None),
        lists=Lists(document, hanging_cm=hanging, right_to_left=right_to_left),
        sizes=sizes,
        width_cm=_width(document.sections[-1]._sectPr),
        styles=ids,
        easy=layout == "easy read",
    )


def _body(pen: Pen, blocks: tuple[Block, ...]) -> None:
    """Write the blocks, section by section; a turn of the page ends a section."""
    last = pen.document.element.body.sectPr
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Turn):
            _write(pen, waiting)
            waiting = []
            _end_section(pen, last)
            _turn(last, sideways=block.sideways)
            pen.width_cm = _width(last)
        else:
            waiting.append(block)
    _write(pen, waiting)


def _write(pen: Pen, blocks: list[Block]) -> None:
    """Put the blocks at the end of the document, parsed all at once."""
    written = parsed(f"<w:body {NAMESPACE}>{write(pen, blocks)}</w:body>")
    for element in list(written):
        pen.document.element.body.sectPr.addprevious(element)


def _end_section(pen: Pen, section: Any) -> None:
    """End a section, laid out as the document's last is now, in a thin paragraph."""
    end = parsed(paragraph_of("", {"pStyle": value(pen.styles.get("Gap", "Gap"))}, root=True))
    end.pPr.append(deepcopy(section))
    section.addprevious(end)


def _turn(section: Any, *, sideways: bool) -> None:
    size = section.find(qualified("pgSz"))
    width, height = (int(size.get(qualified(name))) for name in ("w", "h"))
    if sideways != (width > height):
        size.set(qualified("w"), str(height))
        size.set(qualified("h"), str(width))
    size.set(qualified("orient"), "landscape" if sideways else "portrait")


def _width(section: Any) -> float:
    """The width of the text in centimetres."""
    size, margins = section.find(qualified("pgSz")), section.find(qualified("pgMar"))
    sides = sum(int(margins.get(qualified(side))) for side in ("left", "right"))
    return (int(size.get(qualified("w"))) - sides) / twips(1)


def _around(pen: Pen, paper: Paper) -> None:
    """The band over every page, the title, version and number under it."""
    section = pen.document.sections[-1]
    if paper.band:
        put_in_headers(section, _rooted(pen, pen.runs(paper.band), "Band"))
    runs = pen.runs(paper.footer)
    if not counts_pages(section):
        runs += pen.runs(joined(DIVIDER)) + _page_number(pen, paper.page_of)
    put_in_footers(section, _rooted(pen, runs, "Footer"))


def _page_number(pen: Pen, words: Text) -> str:
    """The words of a page's number with fields in place of {page} and {pages}."""
    span = words[0]
    whole = span.text.replace(" ", NO_BREAK)
    before, _, rest = whole.partition("{page}")
    between, _, after = rest.partition("{pages}")
    said = [pen.letters.runs(part, foreign=span.language) for part in (before, between, after)]
    return said[0] + field("PAGE", "1") + said[1] + field("NUMPAGES", "1") + said[2]


def _rooted(pen: Pen, runs: str, style: str) -> str:
    inside = {
        "pStyle": value(pen.styles.get(style, style)),
        "bidi": "" if pen.right_to_left else None,
    }
    return paragraph_of(runs, inside, root=True)


def _facts(paper: Paper, pen: Pen) -> Facts:
    return Facts(
        title=paper.title,
        author=AUTHOR,
        language=pen.letters.language.tag,
        subject=paper.subject,
        comments=plain(paper.band),
        category="Instrument",
    )
