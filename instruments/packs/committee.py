"""The table for an ethics committee: approved and new text side by side, page by page."""

from __future__ import annotations

from difflib import SequenceMatcher

import pandas as pd

from instruments.packs.approval import Approval
from instruments.packs.index import day_in_words, foreign, head, said_in
from instruments.paper.blocks import (
    Block,
    Heading,
    Paper,
    Paragraph,
    Span,
    Table,
    Text,
    joined,
    text_of,
)
from instruments.scripts import language


def changes_paper(changes: pd.DataFrame, approval: Approval) -> Paper:
    """The table of what changed since an approval, block by block."""
    title = f"What changed since version {approval.version}"
    told = (
        f"Version {approval.version} was approved on {day_in_words(approval.day)} by {approval.by}."
    )
    blocks: list[Block] = [Heading(text_of(title), 0), Paragraph(text_of(told))]
    if changes.empty:
        blocks.append(Paragraph(text_of("No text differs from what was approved.")))
    else:
        blocks.append(Paragraph(text_of("Of a changed text, the words that differ are in bold.")))
    for _, rows in changes.groupby(level=0, sort=False):
        name = rows["language"].iloc[0]
        heading = joined(said_in(rows["instrument"].iloc[0], name), f" ({language(name).name})")
        blocks += [Heading(heading, 1), _change_table(rows)]
    return Paper(title, "en", tuple(blocks), text_of(title))


def _change_table(rows: pd.DataFrame) -> Table:
    return Table(
        head("Section", "What", "Approved text", "New text"),
        tuple(_change(row) for row in rows.to_dict("records")),
        (1.6, 0.9, 3.75, 3.75),
        "What changed",
    )


def _change(row: dict[str, str]) -> tuple[Text, ...]:
    code = row["language"]
    old, new = row["approved text"], row["new text"]
    shown = (
        _marked(old, new, code)
        if row["change"] == "changed"
        else (said_in(old, code), said_in(new, code))
    )
    return (said_in(row["section"], code), text_of(row["change"]), *shown)


def _marked(old: str, new: str, code: str) -> tuple[Text, Text]:
    """Both texts, the words in which they differ in bold."""
    before, after = old.split(), new.split()
    left: list[Span] = []
    right: list[Span] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for words, side in ((before[a:b], left), (after[c:d], right)):
            if words:
                text = f"{' ' if side else ''}{' '.join(words)}"
                side.append(Span(text, strong=what != "equal", language=foreign(code)))
    return tuple(left), tuple(right)
