"""The texts of an instrument or a Q-set that are to be translated, one unit each."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from instruments.guide import Activity, Block, Item, Question, Section, TopicGuide, Words
from instruments.page.texts import clean
from instruments.scripts import LATIN, Script
from qmethod.design import QSet

Translatable: TypeAlias = TopicGuide | QSet | Mapping[str, str]
HEAD = ("title", "setting", "phase")
MACHINE_KEYS = ("Answer", "Space")
PARTED = {"Choices": "choice", "Rows": "row"}
PLACEHOLDER = re.compile(r"\{\{\s*\w+\s*\}\}|\{\w+\}")
# Characters for which a heading or a column of a rating has room.
ROOM = {"title": 90, "section": 90, "activity": 90, "choice": 30, "stem": 90}
STRETCH = 1.5
# Those that fit a card of 60 x 40 mm at 12 points, measured in the first font of each script.
CARD_ROOM = {"Latin": 110, "Arabic": 100, "Ethiopic": 85}


@dataclass(frozen=True)
class Unit:
    """A text to translate.

    Fields
    ------
    kind
        What it is on the page: "question", "prompt", "paragraph", "statement", "word", ...
    source
        The text.
    where
        In words: the line and what it stands under.
    fixed
        Its own `{#id}`, the number of a statement or the name of a fixed word; else empty.
    clause
        The clause that it stands under.
    line
        Of the source file; 0 where there is none.
    """

    kind: str
    source: str
    where: str = ""
    fixed: str = ""
    clause: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """Kind, fixed id and source in short: the same wherever the text comes to stand."""
        return unit_id(self.kind, self.fixed, self.source)

    def longest(self, script: Script = LATIN) -> int | None:
        """How many characters its translation may have in a script; None where it may run on."""
        if self.kind == "statement":
            return max(CARD_ROOM[script.name], len(self.source))
        room = ROOM.get(self.kind)
        return None if room is None else max(room, round(STRETCH * len(self.source)))


Say: TypeAlias = Callable[[Unit], str]


def unit_id(kind: str, fixed: str, source: str) -> str:
    """The id of a text of this kind; spaces and line breaks in the source do not change it."""
    key = hashlib.sha256("\x1f".join((kind, fixed, _plain(source))).encode()).hexdigest()[:10]
    return f"{context(kind, fixed)}.{key}"


def context(kind: str, fixed: str) -> str:
    """Kind and fixed id in one word."""
    return f"{kind}.{fixed}" if fixed else kind


def split_context(text: str) -> tuple[str, str]:
    """Kind and fixed id out of one word."""
    kind, _, fixed = text.partition(".")
    return kind, fixed


def context_of(unit: str) -> str:
    """Kind and fixed id out of the id of a unit."""
    return unit.rpartition(".")[0]


def same_text(one: str, other: str) -> bool:
    """Whether two sources differ in nothing but spaces and line breaks."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(clean(text).split()))


def is_translatable(text: str) -> bool:
    """Whether a text holds letters beside its placeholders."""
    return any(c.isalpha() for c in PLACEHOLDER.sub("", text))


def units(thing: Translatable) -> tuple[Unit, ...]:
    """Every text to translate, in order, one that stands in several places once.

    `where` of a repeated text names the lines of its other places.
    """
    found: dict[str, list[Unit]] = {}

    def note(unit: Unit) -> str:
        found.setdefault(unit.id, []).append(unit)
        return unit.source

    rewritten(thing, note)
    return tuple(_once(places) for places in found.values())


def _once(places: list[Unit]) -> Unit:
    first, *others = places
    lines = list(dict.fromkeys(str(unit.line) for unit in others if unit.line != first.line))
    also = f"; also line {', '.join(lines)}" if lines else ""
    return replace(first, where=first.where + also)


def rewritten(thing: Translatable, say: Say) -> Any:
    """The thing, of the same type, with what `say` gives for each text to translate."""
    if isinstance(thing, TopicGuide):
        return _guide(thing, say)
    if isinstance(thing, QSet):
        return _qset(thing, say)
    return {key: _said(say, "word", text, key, fixed=key) for key, text in thing.items()}


def _said(say: Say, kind: str, text: str, where: str, **place: Any) -> str:
    """What `say` gives for a text; the text itself where there is nothing to translate."""
    return say(Unit(kind, text, where, **place)) if is_translatable(text) else text


def _qset(qset: QSet, say: Say) -> QSet:
    stem = _said(say, "stem", qset.stem, "the words that every card completes")
    statements = (
        (s, _said(say, "statement", s.text, f"statement {s.number}", fixed=str(s.number)))
        for s in qset
    )
    return replace(qset, stem=stem, statements=tuple(replace(s, text=t) for s, t in statements))


def _guide(guide: TopicGuide, say: Say) -> TopicGuide:
    head: dict[str, Any] = {}
    for key in HEAD:
        line = guide.lines_of_head.get(key, 0)
        head[key] = _said(say, key, getattr(guide, key), f"line {line}, head", line=line)
    return replace(guide, **head, sections=tuple(_section(s, say) for s in guide.sections))


def _section(section: Section, say: Say) -> Section:
    place = {"fixed": section.id, "clause": section.id, "line": section.line}
    title = _said(say, "section", section.title, f"line {section.line}", **place)
    block = partial(_block, say=say, under=section.title, clause=section.id)
    return replace(section, title=title, blocks=tuple(map(block, section.blocks)))


def _block(block: Block, say: Say, under: str, clause: str) -> Any:
    where = f"line {block.line}" + (f", {under}" if under else "")
    if isinstance(block, Item):
        return _item(block, say, where, clause)
    if isinstance(block, Activity):
        title = _said(say, "activity", block.title, where, clause=clause, line=block.line)
        inner = partial(_block, say=say, under=block.title, clause=clause)
        return replace(block, title=title, blocks=tuple(map(inner, block.blocks)))
    place = {"fixed": block.id, "clause": block.id or clause, "line": block.line}
    if isinstance(block, Words):
        kind = "said" if block.spoken else "paragraph"
        return replace(block, text=_said(say, kind, block.text, where, **place))
    return _question(block, say, where, place)


def _question(question: Question, say: Say, where: str, place: dict[str, Any]) -> Question:
    where = f"{where}, question {question.number}"
    text = _said(say, "question", question.text, where, **place)
    items = (
        _item(i, say, f"line {i.line}, question {question.number}", place["clause"])
        for i in question.items
    )
    return replace(question, text=text, items=tuple(items))


def _item(item: Item, say: Say, where: str, clause: str) -> Item:
    clause = item.id or clause
    told = partial(_said, say, where=where, clause=clause, line=item.line)
    items = tuple(_item(i, say, f"line {i.line}, {item.key}", clause) for i in item.items)
    changed = replace(item, items=items)
    if item.key in MACHINE_KEYS:
        return changed
    if item.key == "Definition":
        changed = replace(changed, term=told("term", item.term))
    if item.key in PARTED:
        parts = [told(PARTED[item.key], part.strip()) for part in item.text.split("|")]
        return replace(changed, text=" | ".join(parts))
    if item.key == "Picture":
        symbol, colon, words = item.text.partition(":")
        said = f" {told('picture', words.strip())}" if words.strip() else ""
        return replace(changed, text=symbol + colon + said)
    return replace(changed, text=told(item.key.lower(), item.text, fixed=item.id))
