"""The texts of an instrument one by one, each with its line and the clause it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.guide import Activity, Block, Item, Question, Section, TopicGuide

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")  # {{worker}}, with its name


@dataclass(frozen=True)
class Passage:
    """A text with its line, its key, its own id or else that of the section it stands in.

    `key` is that of a keyed line; "Title" for a heading, "Words" for a paragraph and
    "Question" for a question. `term` is what follows the key, such as "optional".
    """

    text: str
    line: int
    key: str
    clause: str = ""
    term: str = ""


def passages(guide: TopicGuide) -> tuple[Passage, ...]:
    """Every text of the instrument's body, in the order of the page."""
    return tuple(p for section in guide.sections for p in _of_section(section))


def texts(guide: TopicGuide) -> Iterator[tuple[int, str]]:
    """Line and text of everything that a page may print, its title and setting too."""
    for key in ("title", "setting", "ages", "phase"):
        if value := getattr(guide, key):
            yield guide.lines_of_head.get(key, 0), value
    for passage in passages(guide):
        yield passage.line, passage.text
        if passage.term:
            yield passage.line, passage.term


def _of_section(section: Section) -> Iterator[Passage]:
    if section.title:
        yield Passage(section.title, section.line, "Title", section.id)
    yield from _of_blocks(section.blocks, section.id)


def _of_blocks(blocks: tuple[Block, ...], clause: str) -> Iterator[Passage]:
    for block in blocks:
        if isinstance(block, Activity):
            yield Passage(block.title, block.line, "Title", clause)
            yield from _of_blocks(block.blocks, clause)
        elif isinstance(block, Question):
            yield Passage(block.text, block.line, "Question", block.id or clause)
            yield from _of_items(block.items, block.id or clause)
        elif isinstance(block, Item):
            yield from _of_items((block,), clause)
        else:
            yield Passage(block.text, block.line, "Words", block.id or clause)


def _of_items(items: tuple[Item, ...], clause: str) -> Iterator[Passage]:
    for item in items:
        own = item.id or clause
        yield Passage(item.text, item.line, item.key, own, item.term)
        yield from _of_items(item.items, own)
