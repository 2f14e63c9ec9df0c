"""What was said: quotations by code and case, under pseudonyms, with words to look at."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.reports.coding_material import CodingMaterial
from workbench.reports.content import (
    Block,
    Caution,
    Column,
    Heading,
    Paragraph,
    Ref,
    Table,
)  # fmt: skip
from workbench.reports.shown import counted

CHECK = (
    "Read every quotation before this report leaves the study: cases and coders have codes "
    "instead of names here, but the words are as they stand in the texts and may tell who "
    "somebody is. The column “Look at” lists words that may be names; it finds most, never all."
)


def quotations(material: CodingMaterial) -> list[Block]:
    """The chapter on what was said, a table for each parent of the frame."""
    blocks: list[Block] = [
        Heading("What was said"),
        Caution("Identifying words", (CHECK,)),
    ]
    tables = list(_tables(material))
    if not tables:
        return [*blocks, Paragraph("Nothing was coded yet, so there are no quotations.")]
    for title, table in tables:
        blocks += [Heading(title, 2), table]
    return blocks


def _tables(material: CodingMaterial) -> Iterator[tuple[str, Table]]:
    found, frame = material.passages, material.frame
    for number, root in enumerate(frame.children(None), start=1):
        below = [code for code in frame if frame.top(code.id) == root.id]
        rows: list[tuple[str, ...]] = []
        left = 0
        for code in below:
            mine = found[found["code"] == code.id]
            chosen = across_cases(mine, material.quotations)
            left += len(mine) - len(chosen)
            rows += [_row(material, code.id, passage) for _, passage in chosen.iterrows()]
        if rows:
            yield root.name, _table(f"quotations-{number}", root.name, rows, left)


def _row(material: CodingMaterial, code: str, passage: pd.Series) -> tuple[str, ...]:
    quote = str(passage["quote"])
    return (
        code,
        material.case_names[str(passage["case"])],
        quote,
        _coders(material, str(passage["coders"])),
        material.to_check(quote),
    )


def _coders(material: CodingMaterial, names: str) -> str:
    whole = material.coder_names.get(names)
    parts = [names] if whole else names.split("; ")
    return ", ".join(material.coder_names.get(n, "").removeprefix("Coder ") for n in parts)


def _table(name: str, title: str, rows: list[tuple[str, ...]], left: int) -> Table:
    more = f"{counted(left, 'passage')} more in data/passages.csv." if left else ""
    return Table.of_rows(
        name,
        f"Quotations on {title}",
        "What stands behind the counts, from as many different cases as there is room for.",
        (
            Column("Code"),
            Column("Case", head=True),
            Column("Quotation", language=""),
            Column("Coders"),
            Column("Look at"),
        ),
        rows,
        grouped="Code",
        notes=(more,) if more else (),
    )


def across_cases(passages: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many of the passages, the first of each case before the second of any."""
    turn = passages.groupby("case", sort=False).cumcount()
    return passages.loc[turn.sort_values(kind="stable").index[:most].sort_values()]


def charted(material: CodingMaterial) -> list[Block]:
    """The chapter on the framework matrix: what coders wrote for each case and theme."""
    blocks: list[Block] = [Heading("Framework matrix")]
    table = material.project.summaries()
    if table.empty:
        return [
            *blocks,
            Paragraph(
                "No summaries were written yet. Write them into data/framework.xlsx, where each "
                "case and theme has a cell with its passages beside it, and read it back by "
                "“qmt coding import”."
            ),
        ]
    order = {code.id: place for place, code in enumerate(material.frame)}
    cases = list(material.case_names)
    rows = sorted(
        zip(table["code"], table["case"], table["text"], table["coder"], strict=True),
        key=lambda row: (order.get(row[0], len(order)), cases.index(row[1]), row[3]),
    )
    framework = Table.of_rows(
        "framework",
        "Summaries by theme and case",
        "What coders wrote about each case under each theme; numbers in brackets are passages "
        "in data/framework.xlsx.",
        (
            Column("Theme"),
            Column("Case", head=True),
            Column("Summary", language=""),
            Column("Look at"),
        ),
        [(t, material.case_names[c], text, material.to_check(text)) for t, c, text, _ in rows],
        grouped="Theme",
    )
    return [*blocks, Paragraph(("The whole matrix is ", Ref("framework"), ".")), framework]
