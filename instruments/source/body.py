"""The body of a source file: Markdown taken apart into sections, questions and activities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Node

from corpora.errors import StudyError
from instruments.guide import KEYS, Activity, Block, Item, Question, Section, Words
from instruments.source.marks import at_line, keyed_line, split_allowance, split_id

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["lheading", "code", "reference", "html_block"]
)
_STRUCTURAL = "|".join(k for k in KEYS if k not in {"Note", "Contact", "Line", "Sign", "Point"})
_SLIPS = (
    (r"#{1,6}[^#\s]", "needs a space after the #; without it this is no heading."),
    (r"\d+[.)][A-Za-z]", "needs a space after the number; without it this is no question."),
    (r"[•·▪‣◦➤]", 'begins with a sign that is not read; write "- Point:" or another key.'),
    (r"(?:#{1,6}|>|[-*+]|\d+[.)])\s", "stands after a space of another kind; type it again."),
    (rf"-?(?:{_STRUCTURAL})(?: for \w+)?:", 'reads like a keyed line; put "- " before it.'),
)
_RUN_ON = re.compile(r"\d+[.)](?:\s|$)")


def read_sections(body: str) -> tuple[Section, ...]:
    """The sections of a body, in order; what precedes the first heading is one without title.

    A keyed line that is indented belongs to the question above it, however wide the indent.

    Raises
    ------
    StudyError
        If a line is not of the source form.
    """
    lines = body.split("\n")
    root = Node(_MARKDOWN.parse(body))
    _refuse_lazy(root, lines)
    sections = [_section(heading, part, lines) for heading, part in _parted(root.children, "h2")]
    return tuple(section for section in sections if section.line or section.blocks)


def _parted(nodes: Sequence[Node], tag: str) -> list[tuple[Node | None, list[Node]]]:
    """The nodes before the first heading of this level, then each heading with its nodes."""
    parts: list[tuple[Node | None, list[Node]]] = [(None, [])]
    for node in nodes:
        if node.type == "heading" and node.tag == tag:
            parts.append((node, []))
        else:
            parts[-1][1].append(node)
    return parts


def _section(heading: Node | None, nodes: list[Node], lines: list[str]) -> Section:
    (_, before), *activities = _parted(nodes, "h3")
    blocks = (
        *_blocks(before, lines),
        *(_activity(head, part, lines) for head, part in activities if head is not None),
    )
    if heading is None:
        return Section("", 0, blocks=blocks)
    line = _line(heading)
    title, fixed = split_id(_text(heading), line)
    title, allowance = split_allowance(title, line)
    if not title:
        raise at_line(line, "the section has no title; write ## and then its name.")
    return Section(title, line, allowance, blocks, fixed)


def _activity(heading: Node, nodes: list[Node], lines: list[str]) -> Activity:
    line = _line(heading)
    key, colon, title = _text(heading).partition(":")
    if key.strip().lower() != "activity" or not colon or not title.strip():
        raise at_line(
            line,
            "a heading with ### is for an activity; write ### Activity: title, or ## for a "
            "section.",
        )
    title, allowance = split_allowance(title.strip(), line)
    return Activity(title, line, allowance, tuple(_inside(_blocks(nodes, lines))))


def _inside(blocks: list[Block]) -> list[Words | Item | Question]:
    return [block for block in blocks if not isinstance(block, Activity)]


def _blocks(nodes: list[Node], lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for node in nodes:
        if node.type == "paragraph":
            blocks.append(_words(node, spoken=False))
        elif node.type == "blockquote":
            blocks.extend(_spoken(node))
        elif node.type == "ordered_list":
            blocks.extend(_question(entry) for entry in node.children)
        elif node.type == "bullet_list":
            _add_items(blocks, node, lines)
        else:
            raise _out_of_form(node)
    return blocks


def _add_items(blocks: list[Block], node: Node, lines: list[str]) -> None:
    """Put each keyed line under the question above where it is indented, else beside it."""
    for entry in node.children:
        above = blocks[-1] if blocks else None
        if isinstance(above, Question) and lines[_line(entry) - 1].startswith((" ", "\t")):
            blocks[-1] = replace(above, items=(*above.items, _item(entry)))
        else:
            blocks.append(_item(entry))


def _words(node: Node, *, spoken: bool) -> Words:
    text, fixed = split_id(_text(node), _line(node))
    return Words(text, _line(node), spoken, fixed)


def _spoken(node: Node) -> list[Words]:
    for child in node.children:
        if child.type != "paragraph":
            raise at_line(
                _line(child),
                "words to say aloud are plain paragraphs; part them by a line that holds only >.",
            )
    return [_words(child, spoken=True) for child in node.children]


def _refuse_lazy(root: Node, lines: list[str]) -> None:
    """Raise where Markdown draws a line into the quotation or keyed line above by itself."""
    for node in root.walk():
        if node.type != "paragraph" or node.parent is None or node.parent.type == "root":
            continue
        quoted = node.parent.type == "blockquote"
        first, end = _span(node)
        for number in range(first + 1, end):
            line = lines[number]
            if line.lstrip().startswith(">") if quoted else line.startswith((" ", "\t")):
                continue
            raise at_line(
                number + 1,
                f'"{line[:30]}" runs on from the line above; '
                f"{'put > before it' if quoted else 'indent it'}, or leave an empty line above it "
                "if it stands for itself.",
            )


def _question(node: Node) -> Question:
    texts, items = _entry(node)
    line, number = _line(node), int(node.info)
    text, fixed = split_id("\n\n".join(texts), line)
    if not text:
        raise at_line(line, f"question {number} has no text; write it after the number.")
    return Question(number, text, line, fixed, items)


def _item(node: Node) -> Item:
    texts, items = _entry(node, keyed=True)
    return keyed_line("\n\n".join(texts), _line(node), items)


def _entry(node: Node, *, keyed: bool = False) -> tuple[list[str], tuple[Item, ...]]:
    """The paragraphs of an entry of a list, and the keyed lines under them."""
    texts: list[str] = []
    items: list[Item] = []
    for child in node.children:
        if child.type == "paragraph" and not items:
            texts.append(_text(child, keyed=keyed and not texts))
        elif child.type == "bullet_list":
            items.extend(_item(entry) for entry in child.children)
        elif child.type == "paragraph":
            raise at_line(_line(child), "stands under keyed lines; give it a key of its own.")
        else:
            raise _out_of_form(child)
    return texts, tuple(items)


def _text(node: Node, *, keyed: bool = False) -> str:
    """The text of a paragraph or heading on one line, after a look at slips of the pen."""
    inline = next((child for child in node.children if child.type == "inline"), None)
    if inline is None:
        return ""
    parts = [part.strip() for part in inline.content.split("\n")]
    for offset, part in enumerate(parts):
        line = _line(node) + offset
        if offset and _RUN_ON.match(part):
            raise at_line(
                line,
                f'"{part[:30]}" looks like a question but runs on from the line above; leave an '
                "empty line before it.",
            )
        if offset or not keyed:
            _refuse_slips(part, line)
    return " ".join(parts)


def _refuse_slips(text: str, line: int) -> None:
    for pattern, remedy in _SLIPS:
        if re.match(pattern, text):
            raise at_line(line, f'"{text[:30]}" {remedy}')


def _out_of_form(node: Node) -> StudyError:
    found = {
        "heading": f"a heading with {node.markup}",
        "fence": "a block between ``` or ~~~",
        "hr": "a line across the page",
        "ordered_list": "a numbered list inside a list or a quotation",
        "blockquote": "a quotation inside a list",
    }.get(node.type, node.type.replace("_", " "))
    return at_line(
        _line(node),
        f"{found} has no place in an instrument; use ## for a section, ### Activity: for an "
        "activity, 1. for a question and - Key: for what stands under it.",
    )


def _line(node: Node) -> int:
    return _span(node)[0] + 1


def _span(node: Node) -> tuple[int, int]:
    return node.map or (0, 0)
