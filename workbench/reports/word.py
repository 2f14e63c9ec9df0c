"""A report as a Word document, with real headings, captions, table heads and picture texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from instruments.page.markup import NAMESPACE, link, parsed, qualified
from instruments.page.setup import set_page
from workbench.reports.content import Block, Figure, Heading, Report, Table, spoken
from workbench.reports.layout import lay_out
from workbench.reports.word_blocks import WRITERS, Draft
from workbench.reports.word_setup import blank_document
from workbench.reports.word_xml import paragraph, run

THIN = 'w:before="0" w:after="0" w:line="20" w:lineRule="exact"'


def write_word(report: Report, path: str | Path) -> Path:
    """The path of the Word document that now holds the report."""
    path = Path(path)
    word_document(report).save(str(path))
    return path


def word_document(report: Report) -> Any:
    """The report as a python-docx document, not yet written anywhere."""
    layouts = {t.name: lay_out(t) for t in report.tables if not t.workbook_only}
    draft = Draft(report, blank_document(report), layouts)
    draft.add(paragraph(run(report.title), style="Title"))
    if report.subtitle:
        draft.add(paragraph(run(report.subtitle), style="Subtitle"))
    for text in report.standing:
        draft.add(paragraph(run(text, bold=True), style="Standing"))
    blocks = list(report.numbered())
    for position, (number, block) in enumerate(blocks):
        if position == len(report.opening):
            _contents(draft)
        _turn_page(draft, [later for _, later in blocks[position:]])
        WRITERS[type(block)](draft, block, number)
    if draft.under_table:
        draft.add(paragraph(""))
    return draft.document


def _contents(draft: Draft) -> None:
    """A table of contents that Word can renew; it leads to each heading as it stands."""
    draft.add(paragraph(run("Contents"), style="ContentsHeading"))
    entries = [
        (number, block)
        for number, block in draft.report.numbered()
        if isinstance(block, Heading) and number
    ]
    for position, (number, heading) in enumerate(entries):
        runs = link(f"_Toc{position + 1:06d}", run(f"{number}  {spoken(heading.text, {})}"))
        if position == 0:
            runs = _field_start('TOC \\o "1-2" \\h \\z \\u') + runs
        if position == len(entries) - 1:
            runs += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        draft.add(paragraph(runs, style=f"TOC{heading.level}"))


def _field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _turn_page(draft: Draft, ahead: list[Block]) -> None:
    """Start a new section where the page must turn for what comes next."""
    wanted = _wants_sideways(draft, ahead)
    if wanted is None or wanted == draft.sideways:
        return
    section = draft.document.add_section()
    _end_in_last_paragraph(draft.document.element.body)
    set_page(section, sideways=wanted)
    draft.sideways, draft.fresh, draft.under_table = wanted, True, False


def _end_in_last_paragraph(body: Any) -> None:
    """Let a section end in the paragraph before, not in an empty one that could need a page."""
    ends = body[-2]
    last = ends.getprevious()
    if last is not None and last.tag == qualified("p"):
        last.get_or_add_pPr().append(ends.pPr.find(qualified("sectPr")))
        body.remove(ends)
    else:
        ends.get_or_add_pPr().insert(0, parsed(f"<w:spacing {NAMESPACE} {THIN}/>"))


def _wants_sideways(draft: Draft, ahead: list[Block]) -> bool | None:
    """Which way the page should lie; None where it does not matter.

    A heading goes with what stands under it, so that it is not left alone on a page.
    """
    block = ahead[0]
    if isinstance(block, Table):
        layout = draft.layouts.get(block.name)
        return layout.sideways if layout else None
    if isinstance(block, Figure):
        return block.wide
    if not isinstance(block, Heading):
        return None
    for later in ahead[1:]:
        if isinstance(later, Heading) and later.level <= block.level:
            return False
        wanted = _wants_sideways(draft, [later])
        if wanted is not None:
            return wanted
    return False
