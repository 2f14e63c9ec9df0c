"""What sorters said of cards, beside the viewpoint that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbench.reports.content import Block, Column, Table
from workbench.reports.qmethod_material import Material


def comments(material: Material, name: str, caption: str, people: list[str]) -> list[Block]:
    """What these sorters said of cards, by code alone."""
    found = material.study.comments
    if found is None or not len(found):
        return []
    own = found[found["participant"].astype(str).isin(people)]
    if own.empty:
        return []
    rows = sorted(_comment_rows(material, own), key=lambda row: (row[0] is None, row[0] or 0))
    return [
        Table.of_rows(
            name,
            caption,
            "Comments on cards, by the code of the sorter. Check them for anything that could "
            "identify a person before the report leaves the study.",
            (
                Column("No.", "whole", head=True),
                material.wording,
                Column("Sort"),
                Column("Placed at", "grid"),
                Column("Comment"),
            ),
            rows,
        )
    ]


def _comment_rows(material: Material, own: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    sorts, known = material.study.sorts, set(material.study.qset.numbers)
    fields = ["participant", "statement", "text"]
    for person, statement, text in own[fields].itertuples(index=False, name=None):
        card = int(statement) if pd.notna(statement) and int(statement) in known else None
        wording = "" if card is None else material.text(card)
        value = None if card is None else sorts.at[card, str(person)]
        yield card, wording, str(person), value, str(text)
