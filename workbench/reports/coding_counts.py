"""How often codes were given: in all, and by area, year, role and the like, small ones hidden."""

from __future__ import annotations

import pandas as pd

import coding as cd
from coding.matrix import ALL_CASES, NOT_KNOWN, TOTAL
from corpora.disclosure import Suppressed, suppress
from corpora.errors import StudyError
from workbench.reports.coding_material import NOT_ASKED, CodingMaterial
from workbench.reports.content import Block, Bullets, Column, Heading, Paragraph, Table
from workbench.reports.shown import counted, listed

STRICTER = (1, 2, 4, 8)
FEW_CASES = 150


def counts(material: CodingMaterial) -> list[Block]:
    """The chapter on counts."""
    blocks: list[Block] = [Heading("How often each code was given"), _totals(material)]
    for name, why in material.broken_down.items():
        if not why:
            blocks += _by(material, str(name))
    left = [
        f"{name}: {why}." for name, why in material.broken_down.items() if why and why != NOT_ASKED
    ]
    if left:
        blocks += [Paragraph("Counts are not broken down by"), Bullets(tuple(left))]
    return blocks


def _totals(material: CodingMaterial) -> Table:
    table = material.totals
    table = table[(table["passages"] > 0) | (table["level"] == "total")]
    rows = [
        (code, row["passages"], row["sources"], row["cases"])
        for code, row in table.iterrows()
        if row["level"] != "parent" or code in material.frame
    ]
    unused = len(material.frame.codable) - int((table["level"] == "code").sum())
    return Table.of_rows(
        "counts",
        "Passages, texts and cases by code",
        "How often and how widely each code was given; a parent counts all below it.",
        (
            Column("Code", head=True),
            Column("Passages", "whole"),
            Column("Texts", "whole"),
            Column("Cases", "whole"),
        ),
        rows,
        notes=(
            "A passage that several coders gave the same code is counted once.",
            f"{counted(unused, 'code of the frame was', 'codes of the frame were')} not given.",
        ),
    )


def _by(material: CodingMaterial, attribute: str) -> list[Block]:
    """One attribute: its table, or a sentence on why there is none."""
    try:
        shown, few = broken_down(material, attribute)
    except StudyError:
        return [
            Paragraph(
                f"Counts by {attribute} are not shown: so many of them are small that hiding them "
                "would leave nothing."
            )
        ]
    if not len(shown.table) - 1:
        return [Paragraph(f"No code is common enough for counts by {attribute}.")]
    what = "parent (any code below it)" if by_parents(material) else "code"
    display = shown.display()
    notes = [shown.legend()] if shown.legend() else []
    if few:
        notes.append(
            "Not broken down, because too few cases have them for their counts to be hidden "
            f"safely: {listed(few)}."
        )
    return [
        Heading(f"By {attribute}", 2),
        Table.of_rows(
            f"by-{attribute}",
            f"Cases with each {what}, by {attribute}",
            f"In how many cases each {what} was given; small numbers are hidden so that nobody "
            "can be picked out.",
            (Column("Code", head=True), *(Column(str(c), "whole") for c in display)),
            [(code, *display.loc[code]) for code in display.index],
            notes=tuple(notes),
        ),
    ]


def by_parents(material: CodingMaterial) -> bool:
    """Whether cases are so few that single codes would all but vanish behind hidden counts."""
    return len(material.case_names) < FEW_CASES


def broken_down(material: CodingMaterial, attribute: str) -> tuple[Suppressed, list[str]]:
    """Cases with each code by an attribute, small counts hidden, and the codes left out.

    The totals of codes stand in the report anyway, so a reader is taken to know them; codes
    that fewer cases have than the threshold are left out as a whole, and rarer ones too where
    their small counts could not be hidden otherwise.

    Raises
    ------
    StudyError
        If no code is common enough.
    """
    used = cd.code_by_case(
        material.codings, material.sources, values="presence", frame=material.frame,
        attributes=False,
    )  # fmt: skip
    if by_parents(material):
        used = used.T.groupby([material.frame.top(code) for code in used], sort=False).max().T
    used = used.loc[:, used.sum() > 0]
    value = material.about[attribute].astype(str).replace("", NOT_KNOWN).loc[used.index]
    for times in STRICTER:
        rare = used.columns[used.sum() < times * material.threshold]
        try:
            return _suppressed(used.drop(columns=rare), value, material.threshold), list(rare)
        except StudyError:
            continue
    raise StudyError(f"Counts by {attribute} are too small to be shown.")


def _suppressed(used: pd.DataFrame, value: pd.Series, threshold: int) -> Suppressed:
    sizes = value.groupby(value).size()
    having = used.groupby(value).sum().T
    rest = (sizes - having).rename(index=lambda code: f"without {code}")
    table = pd.concat([sizes.to_frame(ALL_CASES).T, having, rest])
    table[TOTAL] = table.sum(axis=1)
    return suppress(
        table.rename_axis(index="code", columns=None),
        threshold=threshold,
        row_sums=[(ALL_CASES, [code, f"without {code}"]) for code in having.index],
        total_column=TOTAL,
        known=[TOTAL],
        unpublished_rows=list(rest.index),
    )
