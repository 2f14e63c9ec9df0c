"""The blocks of a report as Word's markup: headings, text, lists, boxes, tables, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from instruments.page.markup import bookmark, field, parsed
from instruments.page.texts import clean
from instruments.scripts import begins_right_to_left
from workbench.reports.content import (
    ELSEWHERE,
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
from workbench.reports.layout import SIDEWAYS_CM, UPRIGHT_CM, Layout
from workbench.reports.word_table import tables_of
from workbench.reports.word_xml import paragraph, place, run, runs_of

SIDEWAYS_HEIGHT_CM = 14.2
UPRIGHT_HEIGHT_CM = 19.8
WHOLE_PAGE_CM = 23.4
CM_PER_INCH = 2.54
REDUCED = 0.8
PARAGRAPHS = {"plain": "Normal", "lead": "Lead", "small": "Small", "todo": "ToDo"}


@dataclass
class Draft:
    """A document while it is written: where it stands, and which way the page lies.

    fresh : at the top of a page; under_table : right under a table, with no air between.
    """

    report: Report
    document: Any
    layouts: dict[str, Layout]
    sideways: bool = False
    fresh: bool = True
    under_table: bool = False
    bookmarks: int = 0
    headings: int = 0
    lists: int = 0

    def add(self, xml: str) -> None:
        """Put a piece of markup at the end of the document."""
        body = self.document.element.body
        body.insert(len(body) - 1, parsed(xml))
        self.fresh = self.under_table = False

    def marked(self, name: str, runs: str) -> str:
        """The runs with a bookmark around them."""
        self.bookmarks += 1
        return bookmark(name, self.bookmarks, runs)


def _heading(draft: Draft, block: Heading, number: str) -> None:
    runs = run(spoken(block.text, draft.report.labels))
    if number:
        draft.headings += 1
        runs = draft.marked(f"_Toc{draft.headings:06d}", runs)
    new_page = block.new_page and not draft.fresh
    draft.add(paragraph(runs, style=f"Heading{block.level}", new_page=new_page))


def _paragraph(draft: Draft, block: Paragraph, number: str) -> None:
    labels = draft.report.labels
    draft.add(
        paragraph(
            runs_of(block.text, labels),
            style=PARAGRAPHS[block.style],
            spacing=air_above(draft),
            backwards=begins_right_to_left(spoken(block.text, labels)),
        )
    )


def _bullets(draft: Draft, block: Bullets, number: str) -> None:
    labels = draft.report.labels
    for position, item in enumerate(block.items, start=1):
        runs = runs_of(item, labels)
        lead = run(f"{position}. ") if block.numbered else ""
        style = "Normal" if block.numbered else "ListBullet"
        backwards = begins_right_to_left(spoken(item, labels))
        air = air_above(draft)
        draft.add(paragraph(lead + runs, style=style, spacing=air, backwards=backwards))


def air_above(draft: Draft) -> str:
    """Some air for what stands right under a table."""
    return 'w:before="160"' if draft.under_table else ""


def _caution(draft: Draft, block: Caution, number: str) -> None:
    """Paragraphs in one box; the last has air under it."""
    title = run(block.title, bold=True)
    draft.add(paragraph(title, style="Caution", keep=True, spacing=air_above(draft)))
    for position, sentence in enumerate(block.sentences, start=1):
        runs = runs_of(sentence, draft.report.labels)
        air = 'w:after="160"' if position == len(block.sentences) else ""
        draft.add(paragraph(runs, style="Caution", spacing=air))


def _table(draft: Draft, block: Table, number: str) -> None:
    _caption(draft, block.caption, number, "Caption")
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
    notes = [note for note in (block.key, *block.notes) if note]
    for note in notes:
        draft.add(paragraph(run(note), style="TableNote"))
    draft.under_table = not notes


def _figure(draft: Draft, block: Figure, number: str) -> None:
    from docx.shared import Cm

    scale = _scale(block, sideways=draft.sideways)
    holder = draft.document.add_paragraph()
    holder.style = draft.document.styles["Figure Image"]
    picture = holder.add_run().add_picture(BytesIO(block.png), width=Cm(block.inches[0] * scale))
    properties = picture._inline.docPr
    properties.set("name", number)
    properties.set("title", clean(block.caption))
    properties.set("descr", clean(block.alt))
    _caption(draft, block.caption, number, "FigureCaption")
    source: tuple[Inline, ...] = ("The same numbers are in ", Ref(block.table), ".")
    if scale < REDUCED * CM_PER_INCH:
        source = (*source, " Reduced to fit the page; the web page shows it in full size.")
    draft.add(paragraph(runs_of(source, draft.report.labels), style="TableNote"))


def _scale(figure: Figure, *, sideways: bool) -> float:
    """Centimetres for each inch of the drawing: its own size, or less so that it fits.

    Where it would shrink much, it gets a page of its own.
    """
    width, height = figure.inches
    if sideways:
        return min(SIDEWAYS_CM / width, SIDEWAYS_HEIGHT_CM / height, CM_PER_INCH)
    scale = min(UPRIGHT_CM / width, UPRIGHT_HEIGHT_CM / height, CM_PER_INCH)
    if scale < REDUCED * CM_PER_INCH:
        return min(UPRIGHT_CM / width, WHOLE_PAGE_CM / height)
    return scale


def _caption(draft: Draft, caption: str, number: str, style: str) -> None:
    """A caption whose number Word counts."""
    kind, _, count = number.partition(" ")
    label = run(f"{kind} ") + field(f"SEQ {kind} \\* ARABIC", count)
    runs = draft.marked(place(number), label) + run(f": {caption}")
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
