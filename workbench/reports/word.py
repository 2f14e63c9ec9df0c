"""A report as a Word document, with real headings, captions, table heads and picture texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from workbench.reports.content import (
    ELSEWHERE,
    Block,
    Bullets,
    Caution,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Ref,
    Report,
    Table,
    spoken,
)
from workbench.reports.layout import SIDEWAYS_CM, UPRIGHT_CM, Layout, lay_out
from workbench.reports.shown import clean, right_to_left
from workbench.reports.word_setup import blank_document, set_page
from workbench.reports.word_table import tables_of
from workbench.reports.word_xml import (
    bookmark,
    field,
    link,
    paragraph,
    parsed,
    place,
    run,
    runs_of,
)

SIDEWAYS_HEIGHT_CM = 14.2
UPRIGHT_HEIGHT_CM = 19.8
WHOLE_PAGE_CM = 23.4
CM_PER_INCH = 2.54
REDUCED = 0.8
PARAGRAPHS = {"plain": "Normal", "lead": "Lead", "small": "Small", "todo": "ToDo"}


@dataclass
class Draft:
    """A document while it is written: where it stands, and which way the page lies."""

    report: Report
    document: Any
    layouts: dict[str, Layout]
    sideways: bool = False
    fresh: bool = True
    bookmarks: int = 0
    headings: int = 0
    lists: int = 0

    def add(self, xml: str) -> None:
        """Put a piece of markup at the end of the document."""
        body = self.document.element.body
        body.insert(len(body) - 1, parsed(xml))
        self.fresh = False

    def marked(self, name: str, runs: str) -> str:
        """The runs with a bookmark around them."""
        self.bookmarks += 1
        return bookmark(name, self.bookmarks, runs)


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
    set_page(section, sideways=wanted)
    draft.sideways, draft.fresh = wanted, True


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


def _heading(draft: Draft, block: Heading, number: str) -> None:
    runs = run(spoken(block.text, draft.report.labels))
    if number:
        draft.headings += 1
        runs = draft.marked(f"_Toc{draft.headings:06d}", runs)
    page = "<w:pageBreakBefore/>" if block.new_page and not draft.fresh else ""
    draft.add(paragraph(runs, style=f"Heading{block.level}", properties=page))


def _paragraph(draft: Draft, block: Paragraph, number: str) -> None:
    labels = draft.report.labels
    draft.add(
        paragraph(
            runs_of(block.text, labels),
            style=PARAGRAPHS[block.style],
            backwards=right_to_left(spoken(block.text, labels)),
        )
    )


def _bullets(draft: Draft, block: Bullets, number: str) -> None:
    labels = draft.report.labels
    for position, item in enumerate(block.items, start=1):
        runs = runs_of(item, labels)
        lead = run(f"{position}. ") if block.numbered else ""
        style = "Normal" if block.numbered else "ListBullet"
        backwards = right_to_left(spoken(item, labels))
        draft.add(paragraph(lead + runs, style=style, backwards=backwards))


def _caution(draft: Draft, block: Caution, number: str) -> None:
    """Paragraphs in one box; the last has air under it."""
    draft.add(paragraph(run(block.title, bold=True), style="Caution", properties="<w:keepNext/>"))
    for sentence in block.sentences:
        runs = runs_of(sentence, draft.report.labels)
        draft.add(paragraph(runs, style="Caution"))
    draft.add(paragraph("", style="TableNote"))


def _table(draft: Draft, block: Table, number: str) -> None:
    _caption(draft, block.name, block.caption, number, "Caption")
    if block.workbook_only:
        words = f"{block.purpose} {ELSEWHERE.format(block.name)}"
        draft.add(paragraph(run(words), style="Normal"))
        return
    draft.add(paragraph(run(block.purpose), style="TablePurpose"))
    pieces = tables_of(block, draft.layouts[block.name])
    for position, piece in enumerate(pieces, start=1):
        if position > 1:
            words = f"{number}, part {position} of {len(pieces)}"
            draft.add(paragraph(run(words), style="TablePurpose"))
        draft.add(piece)
    for note in (block.key, *block.notes):
        if note:
            draft.add(paragraph(run(note), style="TableNote"))
    draft.add(paragraph("", style="TableNote"))


def _figure(draft: Draft, block: Figure, number: str) -> None:
    from docx.shared import Cm

    width, height = block.inches
    widest, highest = (
        (SIDEWAYS_CM, SIDEWAYS_HEIGHT_CM) if draft.sideways else (UPRIGHT_CM, UPRIGHT_HEIGHT_CM)
    )
    scale = min(widest / width, highest / height, CM_PER_INCH)
    if scale < REDUCED * CM_PER_INCH and not draft.sideways:
        scale = min(widest / width, WHOLE_PAGE_CM / height)
    holder = draft.document.add_paragraph()
    holder.style = draft.document.styles["Figure Image"]
    picture = holder.add_run().add_picture(BytesIO(block.png), width=Cm(width * scale))
    properties = picture._inline.docPr
    properties.set("name", number)
    properties.set("title", clean(block.caption))
    properties.set("descr", clean(block.alt))
    _caption(draft, block.name, block.caption, number, "FigureCaption")
    source: tuple[Inline, ...] = ("The same numbers are in ", Ref(block.table), ".")
    if scale < REDUCED * CM_PER_INCH:
        full = f" Reduced to fit the page; figures/{block.name}.svg has it in full size."
        source = (*source, full)
    draft.add(paragraph(runs_of(source, draft.report.labels), style="TableNote"))
    draft.add(paragraph("", style="TableNote"))


def _caption(draft: Draft, name: str, caption: str, number: str, style: str) -> None:
    """A caption whose number Word counts."""
    kind, _, count = number.partition(" ")
    label = run(f"{kind} ") + field(f"SEQ {kind} \\* ARABIC", count)
    runs = draft.marked(place(name), label) + run(f": {caption}")
    draft.add(paragraph(runs, style=style))


Writer = Callable[[Draft, Any, str], None]
WRITERS: dict[type, Writer] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Caution: _caution,
    Table: _table,
    Figure: _figure,
}
