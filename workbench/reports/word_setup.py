"""A blank Word document: A4, its styles, language, footer and properties."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from instruments.page.markup import field, parsed
from instruments.page.setup import Facts, set_facts, set_page, set_settings
from workbench.reports.content import Report
from workbench.reports.word_styles import put_heading_numbers, put_report_styles
from workbench.reports.word_xml import paragraph, run

FOOTER_LENGTH = 200


def blank_document(report: Report) -> Any:
    """An empty python-docx document, set up for the report."""
    from docx import Document

    document = Document()
    put_report_styles(document)
    put_heading_numbers(document)
    set_settings(document)
    set_facts(document, _facts(report))
    set_page(document.sections[0], sideways=False)
    _footer(document.sections[0], report)
    return document


def _facts(report: Report) -> Facts:
    """What the report says of itself."""
    return Facts(
        title=report.title,
        author=report.made_with,
        language=report.language,
        subject=report.subject,
        keywords=", ".join(report.keywords),
        comments=" ".join(report.standing),
        category="Report",
    )


def _footer(section: Any, report: Report) -> None:
    """What must stand on every page, and the page's number."""
    footer = section.footer
    footer.is_linked_to_previous = False
    element = footer._element
    for present in list(element):
        element.remove(present)
    for text in report.standing:
        short = shorten(text, FOOTER_LENGTH, placeholder=" …")
        element.append(parsed(paragraph(run(short, bold=True), style="Footer")))
    number = field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    runs = run(f"{report.title} · page ") + number
    element.append(parsed(paragraph(runs, style="Footer")))
