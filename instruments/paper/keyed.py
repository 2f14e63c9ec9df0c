"""What stands under a question or in an activity: prompts, follow-ups, steps, materials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from instruments.guide import Item
from instruments.paper.blocks import Block, Paragraph, Points, Span, Text, joined, text_of
from instruments.paper.labels import Labels

NUMBERED = "Step"
NOTES = ("Note", "Debrief")
UNLABELLED = ("Point", "Part", "Contact", "Line", "Sign")


def keyed_blocks(
    items: Sequence[Item], labels: Labels, *, under: bool, first: int = 1, bare: bool = False
) -> list[Block]:
    """The lines, those of one key together under its label; `first` numbers the steps.

    `under` a question they stand further in; `bare` leaves the label of steps out.
    """
    return [
        _group(list(group), labels, under=under, first=first, bare=bare)
        for _, group in groupby(items, key=lambda item: (item.key, item.audience))
    ]


def _group(items: list[Item], labels: Labels, *, under: bool, first: int, bare: bool) -> Block:
    key = items[0].key
    texts = tuple(map(_with_term, items))
    label = () if key in UNLABELLED or (bare and key == NUMBERED) else _label(items[0], labels)
    if key in NOTES:
        return Paragraph(joined(label, ": ", *_spaced(texts)), "note")
    if key == NUMBERED:
        return Points(texts, label, under=under, numbered=True, first=first)
    if label and len(texts) == 1:
        return Points((), joined(label, ": ", texts[0]), under=under)
    return Points(texts, label, under=under)


def _label(item: Item, labels: Labels) -> Text:
    if not item.audience:
        return labels.text(item.key, strong=True)
    return labels.text(
        "for_audience",
        strong=True,
        label=labels.word(item.key),
        audience=labels.word(item.audience),
    )


def _with_term(item: Item) -> Text:
    """The words of a line, led by the term that it explains."""
    text = text_of(item.text)
    return joined((Span(f"{item.term}: ", strong=True),), text) if item.term else text


def _spaced(texts: Sequence[Text]) -> Iterator[Text]:
    for position, text in enumerate(texts):
        yield text if position == 0 else joined(" ", text)
