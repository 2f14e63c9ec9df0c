"""An instrument written back as its source: the same questions, times, keys and ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from instruments.guide import Allowance, Block, Item, Question, TopicGuide, Words

_PLAIN = re.compile(r"[A-Za-z{][^:#\"'\n]*$")
_WORDS_OF_YAML = ("yes", "no", "true", "false", "null", "on", "off")


def write_source(guide: TopicGuide) -> str:
    """The source of an instrument; reading it gives the same instrument, lines aside."""
    parts = ["---", *_head(guide), "---"]
    for section in guide.sections:
        if section.title:
            parts += [f"## {section.title}{_time(section.allowance)}{_mark(section.id)}"]
        parts += [*_blocks(section.blocks), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _head(guide: TopicGuide) -> Iterator[str]:
    minutes = None if guide.session_minutes is None else f"{guide.session_minutes:g}"
    entries = {
        "title": guide.title,
        "kind": guide.kind,
        "audience": guide.audience,
        "ages": guide.ages,
        "minutes": minutes,
        "setting": guide.setting,
        "phase": guide.phase,
        "version": guide.version,
        "date": guide.date,
        "language": guide.language,
        "origin": guide.origin,
    }
    yield from (f"{key}: {_scalar(text)}" for key, text in entries.items() if text)
    if guide.set_terms:
        yield f"words: [{', '.join(_scalar(term, inside=True) for term in guide.set_terms)}]"


def _scalar(text: str, *, inside: bool = False) -> str:
    """A text of the head, in quotation marks where YAML would take it for something else."""
    number = re.fullmatch(r"[\d.+-]+", text)
    plain = number or (_PLAIN.match(text) and text.lower() not in _WORDS_OF_YAML)
    if plain and not text.startswith("{") and not (inside and re.search(r"[\[\],{}]", text)):
        return text
    return json.dumps(text, ensure_ascii=False)


def _time(allowance: Allowance) -> str:
    if allowance.brief:
        return " (brief)"
    if allowance.minutes is None:
        return ""
    unit = "minute" if allowance.minutes == 1 else "minutes"
    return f" ({allowance.minutes:g} {unit}{'?' if allowance.doubtful else ''})"


def _mark(name: str) -> str:
    return f" {{#{name}}}" if name else ""


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of some blocks, with an empty one where two kinds of block meet."""
    before: Block | None = None
    for block in blocks:
        if before is not None and not (isinstance(block, type(before)) and _is_list(block)):
            yield ""
        yield from _block(block)
        before = block


def _is_list(block: Block) -> bool:
    return isinstance(block, Item | Question)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield f"{'> ' if block.spoken else ''}{block.text}{_mark(block.id)}"
    elif isinstance(block, Item):
        yield from _item(block, "")
    elif isinstance(block, Question):
        yield from _question(block)
    else:
        yield f"### Activity: {block.title}{_time(block.allowance)}"
        yield from _blocks(block.blocks)


def _question(question: Question) -> Iterator[str]:
    lead = f"{question.number}. "
    yield from _indented(lead, f"{question.text}{_mark(question.id)}")
    for item in question.items:
        yield from _item(item, " " * len(lead))


def _item(item: Item, indent: str) -> Iterator[str]:
    audience = f" for {item.audience}" if item.audience else ""
    term = f", {item.term}" if item.term else ""
    text = f" {item.text}" if item.text else ""
    yield from _indented(f"{indent}- ", f"{item.key}{audience}{term}:{text}{_mark(item.id)}")
    for inner in item.items:
        yield from _item(inner, f"{indent}  ")


def _indented(lead: str, text: str) -> Iterator[str]:
    """The lines of an entry; further paragraphs stand under its text."""
    first, *more = text.split("\n")
    yield f"{lead}{first}"
    yield from (f"{' ' * len(lead)}{line}".rstrip() for line in more)
