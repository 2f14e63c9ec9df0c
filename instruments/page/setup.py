"""A Word document before anything stands in it: paper, settings, properties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from instruments.page.markup import NAMESPACE, parsed, put_in_order, qualified
from instruments.page.texts import clean

MARGIN_CM, FOOTED_CM, EDGE_CM = 2.0, 2.4, 0.9
A4_CM = (21.0, 29.7)
PROPERTY_LENGTH = 255
TODAYS_WORD = "15"


@dataclass(frozen=True)
class Facts:
    """What a document says of itself where nobody looks but programs do."""

    title: str
    author: str
    language: str
    subject: str = ""
    keywords: str = ""
    comments: str = ""
    category: str = ""


def set_page(section: Any, *, sideways: bool, right_to_left: bool = False) -> None:
    """Make the section A4, upright or on its side, with columns from the side where lines begin."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    width, height = A4_CM[::-1] if sideways else A4_CM
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CM))
    section.bottom_margin = Cm(FOOTED_CM)
    section.footer_distance = section.header_distance = Cm(EDGE_CM)
    if right_to_left:
        put_in_order(section._sectPr, parsed(f"<w:bidi {NAMESPACE}/>"))


def set_settings(document: Any, *, language: str = "en-GB") -> None:
    """Today's Word without compatibility mode, and the language of its themes."""
    settings = document.settings.element
    for setting in settings.iter(qualified("compatSetting")):
        if setting.get(qualified("name")) == "compatibilityMode":
            setting.set(qualified("val"), TODAYS_WORD)
    for themes in settings.iter(qualified("themeFontLang")):
        themes.set(qualified("val"), language)


def set_facts(document: Any, facts: Facts) -> None:
    """Put the document's own properties in place of the template's."""
    now = datetime.now(UTC).replace(tzinfo=None)
    properties = document.core_properties
    for name in ("title", "subject", "keywords", "comments", "category"):
        setattr(properties, name, clean(getattr(facts, name))[:PROPERTY_LENGTH])
    properties.author = properties.last_modified_by = clean(facts.author)[:PROPERTY_LENGTH]
    properties.language = facts.language
    properties.created = properties.modified = now


def forget_writers(document: Any) -> None:
    """Let Word leave out who saved the file; a team's names are nobody else's business."""
    settings = document.settings.element
    tag = qualified("removePersonalInformation")
    if settings.find(tag) is None:
        after = {qualified(name) for name in ("writeProtection", "view", "zoom")}
        place = sum(child.tag in after for child in settings)
        settings.insert(place, parsed(f"<w:removePersonalInformation {NAMESPACE}/>"))
