"""The viewpoints side by side: every statement, what sets them apart, where they agree."""

from __future__ import annotations

from itertools import combinations

from qmethod.statements import framework_agreement, framework_profile
from workbench.reports.content import Block, Column, Figure, Heading, Paragraph, Table
from workbench.reports.qmethod_material import Material
from workbench.reports.shown import counted, number, sentence

PAIRS_ON_A_PAGE = 15
PAIRS_WITH_WORDING = 6
SIDES = {"agree": "agree", "disagree": "disagree", "neither": "neither"}


def comparison(material: Material) -> list[Block]:
    """The chapter on all viewpoints together."""
    blocks: list[Block] = [
        Heading("The viewpoints side by side"),
        *_z_plot(material),
    ]
    if len(material.analysis.scored) < 2:
        words = "There is one viewpoint with scores, so there is nothing to compare it with."
        return [*blocks, Paragraph(words)]
    return [
        *blocks,
        Heading("What the viewpoints agree on", 2),
        *_consensus(material),
        *_framework(material),
        Heading("Differences between each two viewpoints", 2),
        pairs(material),
    ]


def _z_plot(material: Material) -> list[Block]:
    if not material.figures or not material.analysis.scored:
        return []
    from qmethod.plots import alt_text, plot_z_scores

    plot = plot_z_scores(material.analysis)
    caption = "Z-scores of every statement, viewpoint by viewpoint"
    return [Figure("z-scores", caption, plot, alt_text(plot), "statements")]


def _consensus(material: Material) -> list[Block]:
    analysis, table = material.analysis, material.consensus
    factors = analysis.scored
    margin = number(material.margin, 1)
    explained = Paragraph(
        "No two viewpoints differ significantly on these statements. That alone does not show "
        "that they agree: with few sorts, real differences can be missed. So a last column says "
        f"whether all viewpoints lie within {margin} of each other in z."
    )
    if table.empty:
        return [Paragraph("On every statement at least two viewpoints differ at p < .01.")]
    rows = [
        (
            row["statement"], material.text(row["statement"]), *(row[f] for f in factors),
            "yes" if row["level"] == "p > .01" else "no",
            "yes" if row["equivalent"] else "no",
        )
        for _, row in table.iterrows()
    ]  # fmt: skip
    return [
        explained,
        Table.of_rows(
            "consensus",
            "Consensus statements",
            "Statements on which no two viewpoints differ at p < .01: candidates for what all "
            "share.",
            (
                Column("No.", "whole", head=True),
                material.wording,
                *(Column(f"{factor} z", "decimal") for factor in factors),
                Column("Differs at p < .05"),
                Column(f"Within {margin} in z"),
            ),
            rows,
        ),
    ]


def _framework(material: Material) -> list[Block]:
    if not material.study.qset.has_framework:
        return []
    analysis, factors = material.analysis, material.analysis.scored
    table = framework_agreement(analysis, margin=material.margin)
    profile = framework_profile(analysis).set_index(["dimension", "name", "factor"])
    rows = [
        (
            f"By {dimension}", name, *(profile.at[(dimension, name, f), "mean_z"] for f in factors),
            profile.at[(dimension, name, factors[0]), "cards"], spread, verdict,
        )
        for dimension, name, spread, verdict in table[
            ["dimension", "name", "spread", "verdict"]
        ].itertuples(index=False, name=None)
    ]  # fmt: skip
    margin, twice = number(material.margin, 1), number(2 * material.margin, 1)
    shown = Table.of_rows(
        "framework",
        "The outcomes framework across viewpoints",
        "The mean z-score of each viewpoint on each outcome and principle, the widest "
        "differences first.",
        (
            Column("Dimension"),
            Column("Outcome or principle", head=True),
            *(Column(factor, "decimal") for factor in factors),
            Column("Cards", "whole"),
            Column("Spread", "decimal"),
            Column("Reading"),
        ),
        rows,
        notes=(
            f"Agree: all mean z-scores within {margin}. Differ: {twice} or more apart. These are "
            "rules of thumb, not tests. A mean of one card is that card alone.",
        ),
        grouped="Dimension",
    )
    return [shown, *_framework_plot(material)]


def _framework_plot(material: Material) -> list[Block]:
    if not material.figures:
        return []
    from qmethod.plots import alt_text, plot_framework

    plot = plot_framework(material.analysis)
    caption = "Mean z-scores by outcome and principle, viewpoint by viewpoint"
    return [Figure("framework-plot", caption, plot, alt_text(plot), "framework")]


def pairs(material: Material) -> Table:
    """Differences in z between each two viewpoints, significant ones marked."""
    table = material.differences
    names = [f"{a}-{b}" for a, b in combinations(material.analysis.scored, 2)]
    worded = len(names) <= PAIRS_WITH_WORDING
    columns = (
        Column("No.", "whole", head=True),
        *((material.wording,) if worded else ()),
        *(Column(name.replace("-", " less "), "decimal") for name in names),
    )
    leading = [[n, material.text(n)] if worded else [n] for n in table["statement"]]
    rows = [(*lead, *row) for lead, row in zip(leading, table[names].to_numpy(), strict=True)]
    levels = table[[f"{name} level" for name in names]].to_numpy()
    marks = [[*[""] * (2 if worded else 1), *row] for row in levels]
    return Table.of_rows(
        "differences",
        "Differences between viewpoints",
        "How far apart each two viewpoints are on each statement, in z-scores.",
        columns,
        rows,
        marks=marks,
        workbook_only=len(names) > PAIRS_ON_A_PAGE,
    )


def agreement(material: Material) -> list[Block]:
    """How many agreed with each statement, and where each sorter placed it."""
    return [
        Heading("Agreement with each statement"),
        Paragraph(
            "This chapter counts all who took part, whatever their viewpoint. The counts describe "
            "the participants and nobody else."
        ),
        _agreement(material),
        _agreement_grid(material),
    ]


def _agreement(material: Material) -> Table:
    table = material.agreement
    values = [number(v, 0, signed=True) for v in table.attrs.get("top_values", ())]
    cards = table.attrs.get("top_cards")
    top = f"In the top {counted(material.top_columns, 'column')}"
    columns = {
        "agree": Column("Agree", "whole"),
        "disagree": Column("Disagree", "whole"),
        "neither": Column("Neither", "whole"),
        "not_placed": Column("Not placed", "whole"),
        "top": Column(top, "whole"),
    }
    if not table["not_placed"].any():
        columns.pop("not_placed")
    rows = [(n, material.text(n), *(row[c] for c in columns)) for n, row in table.iterrows()]
    about_top = f"The top columns ({' and '.join(values)}) hold {cards} cards." if values else ""
    notes = (sentence(table.attrs.get("basis", "")), about_top)
    return Table.of_rows(
        "agreement",
        "How many agreed with each statement",
        "How many participants agreed and disagreed with each statement, and how many placed it "
        "in the highest columns.",
        (Column("No.", "whole", head=True), material.wording, *columns.values()),
        rows,
        notes=tuple(note for note in notes if note),
    )


def _agreement_grid(material: Material) -> Table:
    values, answers = material.agreement_grid["value"], material.agreement_grid["answer"]
    columns = (Column("Sort", head=True), *(Column(str(n), "grid") for n in values.columns))
    rows = [(str(name), *row) for name, row in zip(values.index, values.to_numpy(), strict=True)]
    marks = [["", *(SIDES.get(answer, "") for answer in row)] for row in answers.to_numpy()]
    return Table.of_rows(
        "sorts",
        "Where each sorter placed each statement",
        "The grid value of every statement (by its number) in every sort, marked by whether the "
        "sorter agreed with it.",
        columns,
        rows,
        marks=marks,
        notes=(sentence(material.agreement_grid.attrs.get("basis", "")),),
    )
