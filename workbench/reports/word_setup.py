"""A blank Word document: A4, its styles, language, footer and properties."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

from workbench.reports.content import Report
from workbench.reports.shown import clean
from workbench.reports.word_styles import put_heading_numbers, put_styles
from workbench.reports.word_xml import field, paragraph, parsed, qualified, run

MARGIN_CM, FOOTED_CM = 2.0, 2.4
PROPERTY_LENGTH = 255
FOOTER_LENGTH = 200
TODAYS_WORD = "15"


def blank_document(report: Report) -> Any:
    """An empty python-docx document, set up for the report."""
    from docx import Document

    document = Document()
    put_styles(document)
    put_heading_numbers(document)
    _settings(document)
    _properties(document, report)
    set_page(document.sections[0], sideways=False)
    _footer(document.sections[0], report)
    return document


def set_page(section: Any, *, sideways: bool) -> None:
    """Make the section A4, upright or on its side."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    width, height = (29.7, 21.0) if sideways else (21.0, 29.7)
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CM))
    section.bottom_margin = Cm(FOOTED_CM)
    section.footer_distance = section.header_distance = Cm(0.9)


def _settings(document: Any) -> None:
    """Today's Word without compatibility mode, and the report's language."""
    settings = document.settings.element
    for setting in settings.iter(qualified("compatSetting")):
        if setting.get(qualified("name")) == "compatibilityMode":
            setting.set(qualified("val"), TODAYS_WORD)
    for language in settings.iter(qualified("themeFontLang")):
        language.set(qualified("val"), "en-GB")


def _properties(document: Any, report: Report) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title = clean(report.title)[:PROPERTY_LENGTH]
    properties.subject = clean(report.subject)[:PROPERTY_LENGTH]
    properties.keywords = ", ".join(report.keywords)[:PROPERTY_LENGTH]
    properties.comments = clean(" ".join(report.standing))[:PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = clean(report.made_with)[:PROPERTY_LENGTH]
    properties.language = report.language
    properties.category = "Report"
    properties.created = properties.modified = now


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
