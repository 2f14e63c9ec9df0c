"""Parts of a page of results, put together as an instrument is."""

from __future__ import annotations

from collections.abc import Iterable

from instruments.feedback.told import Told
from instruments.feedback.words import Sentences
from instruments.guide import Block, Item, Section, TopicGuide, Words
from instruments.pictures import picture

KIND = "results"
FIRST_VERSION = "0.1"
ORIGIN = "Made from the cards as they were sorted; the team has the last word on it"


def page(
    title: str,
    sections: Iterable[Section],
    *,
    audience: str,
    kind: str = KIND,
    ages: str = "",
    language: str = "en",
) -> TopicGuide:
    """The instrument of a page."""
    return TopicGuide(
        title=title,
        kind=kind,
        sections=tuple(sections),
        audience=audience,
        ages=ages,
        version=FIRST_VERSION,
        language=language,
        origin=ORIGIN,
    )


def section(title: str, blocks: Iterable[Block]) -> Section:
    """A section of these blocks."""
    return Section(title, 0, blocks=tuple(blocks))


def provenance(told: Told) -> list[Block]:
    """Where the wording and the sorts come from, as every page that quotes cards must say."""
    return [words(f"({' '.join(told.provenance)})")] if told.provenance else []


def words(text: str) -> Words:
    """A paragraph."""
    return Words(text, 0)


def point(text: str, term: str = "") -> Item:
    """A line of a list."""
    return Item("Point", text, 0, term=term)


def points(cards: Iterable[str], say: Sentences) -> list[Block]:
    """The cards as a list, quoted as they are printed."""
    return [point(say.quoted(card)) for card in cards]


def picture_of(symbol: str) -> Block:
    """A symbol of the project, with its words for those who do not see it."""
    return Item("Picture", f"{symbol}: {picture(symbol).alt}", 0)


def pictured(symbol: str, text: str) -> list[Block]:
    """One idea with its picture; `text` may hold further sentences."""
    return [picture_of(symbol), words(text)]
