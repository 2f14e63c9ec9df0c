"""What stands on a page: headings, questions, boxes to tick, lines to write on, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from instruments.pictures import Picture

_MARKS = re.compile(r"(\*\*.+?\*\*|\{\{[^{}]*\}\})")


@dataclass(frozen=True)
class Span:
    """Letters of one look: strong, or a placeholder that nobody has filled yet.

    `language` is the code of its language where it is not the document's own; `link` is a
    file beside a web page to which it leads.
    """

    text: str
    strong: bool = False
    unfilled: bool = False
    language: str = ""
    link: str = ""


Text: TypeAlias = tuple[Span, ...]


def text_of(words: str, *, strong: bool = False) -> Text:
    """Words of a source file as spans: `**strong**`, and `{{placeholders}}` left unfilled."""
    found = []
    for part in _MARKS.split(words):
        if part.startswith("{{"):
            found.append(Span(part, strong=True, unfilled=True))
        elif part.startswith("**") and len(part) > 4:
            found.append(Span(part[2:-2], strong=True))
        elif part:
            found.append(Span(part, strong=strong))
    return tuple(found)


def joined(*parts: Text | str) -> Text:
    """The parts as one text."""
    spans: list[Span] = []
    for part in parts:
        spans += (Span(part),) if isinstance(part, str) else part
    return tuple(spans)


def plain(text: Text) -> str:
    """The letters of a text."""
    return "".join(span.text for span in text)


def lines_of(text: Text) -> list[Text]:
    """The text line by line."""
    lines: list[list[Span]] = [[]]
    for span in text:
        first, *rest = span.text.split("\n")
        lines[-1].append(replace(span, text=first))
        lines += [[replace(span, text=part)] for part in rest]
    return [tuple(span for span in line if span.text) for line in lines]


Look = Literal["plain", "lead", "say", "note", "small", "big"]


@dataclass(frozen=True)
class Heading:
    """A heading: level 0 is the document's title, 1 a section, 2 an activity.

    `aside` stands at its end, such as the minutes.
    """

    text: Text
    level: int
    aside: Text = ()


@dataclass(frozen=True)
class Paragraph:
    """Running text: "say" is to be said aloud, "note" for the interviewer, "big" on a card."""

    text: Text
    look: Look = "plain"


@dataclass(frozen=True)
class Ask:
    """A question with its number."""

    number: int
    text: Text


@dataclass(frozen=True)
class Points:
    """A list under a label, or a label alone; `under` a question it is set further in.

    `first` is the number of its first item where it is numbered.
    """

    items: tuple[Text, ...]
    label: Text = ()
    under: bool = False
    numbered: bool = False
    first: int = 1


@dataclass(frozen=True)
class Facts:
    """Short facts in two columns: what, and which. An empty second is a place to write."""

    rows: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Lines:
    """Lines to write on; a short one for a number."""

    count: int
    short: bool = False


@dataclass(frozen=True)
class Box:
    """An empty box for notes; `cm` is its height."""

    label: Text
    cm: float


@dataclass(frozen=True)
class Choices:
    """Answers, one under the other, each with a box to tick; `hint` says how many to tick."""

    options: tuple[Text, ...]
    hint: Text = ()


@dataclass(frozen=True)
class Rating:
    """Lines to tick in one of several columns; a single line without words is a scale.

    `faces` are pictures over the columns, `pictures` before the rows: one each, or none.
    """

    options: tuple[Text, ...]
    rows: tuple[Text, ...]
    hint: Text = ()
    faces: tuple[Picture, ...] = ()
    pictures: tuple[Picture | None, ...] = ()


@dataclass(frozen=True)
class Sign:
    """Places for a name, a signature and a date, under the words for who signs."""

    who: Text
    labels: tuple[Text, Text, Text]


@dataclass(frozen=True)
class Table:
    """A table with a header row; `shares` are the widths of its columns in parts of the page."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    shares: tuple[float, ...]
    caption: str = ""


@dataclass(frozen=True)
class Pictured:
    """A picture where lines begin, and what it helps to understand beside it."""

    picture: Picture | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Together:
    """Blocks that no page break may part."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Turn:
    """From here on the page lies on its side, or stands upright again."""

    sideways: bool


Block: TypeAlias = (
    Heading
    | Paragraph
    | Ask
    | Points
    | Facts
    | Lines
    | Box
    | Choices
    | Rating
    | Sign
    | Table
    | Pictured
    | Together
    | Turn
)


@dataclass(frozen=True)
class Paper:
    """All that a document says, in order, and what stands on every page of it.

    footer : under every page, before the page's number. band : a warning over every page.
    page_of : the words for the number of a page, with {page} and {pages}.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    footer: Text = ()
    page_of: Text = field(default=(Span("Page {page} of {pages}"),))
    band: Text = ()
    subject: str = ""


def every(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, those inside others too, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Pictured | Together):
            yield from every(block.blocks)
