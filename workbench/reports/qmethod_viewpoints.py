"""A section for each viewpoint: its picture, its sorts, what it says, who shares it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from qmethod import scores
from qmethod.statements import crib_sheet, framework_profile
from workbench.reports.content import Block, Column, Figure, Heading, Paragraph, Table
from workbench.reports.qmethod_comments import comments
from workbench.reports.qmethod_material import Material, cautions, named
from workbench.reports.qmethod_statements import statements
from workbench.reports.shown import counted, number

PARTS = {
    "highest column": "In the highest column",
    "lowest column": "In the lowest column",
    "higher than in every other array": "Higher than in every other viewpoint",
    "highest, tied with another array": "Highest, level with another viewpoint",
    "lower than in every other array": "Lower than in every other viewpoint",
    "lowest, tied with another array": "Lowest, level with another viewpoint",
}
SINGLE = "This viewpoint rests on one sort, so the differences are those of one person."
DIRECTIONS = {
    "higher": "above all",
    "lower": "below all",
    "between": "between",
}


def viewpoints(material: Material) -> list[Block]:
    """The chapter with a section for each viewpoint."""
    blocks: list[Block] = [
        Heading("The viewpoints"),
        Paragraph(
            "First all statements in one table, then a section for each viewpoint: the sort that "
            "stands for it, the sorts behind it, and the statements by which it can be read. "
            "A viewpoint is read as a whole (Watts and Stenner 2012): begin with the picture, and "
            "hold what you read against the crib sheet and the other tables."
        ),
        statements(material),
    ]
    for factor in material.analysis.factors:
        blocks += _section(material, factor)
    return blocks


def _section(material: Material, factor: str) -> list[Block]:
    blocks: list[Block] = [Heading(material.viewpoint(factor), 2, new_page=True)]
    blocks += cautions(_notices(material, factor))
    if factor not in material.analysis.scored:
        return [*blocks, Paragraph("No sort is flagged here, so there is no viewpoint to read.")]
    return [
        *blocks,
        Paragraph(_facts(material, factor)),
        Paragraph(
            "To be completed by the researcher: the account of this viewpoint, written from the "
            "statements below and from what its sorters said.",
            "todo",
        ),
        *_picture(material, factor),
        *cautions(material.notices("tie", factor=factor)),
        _defining(material, factor),
        _crib(material, factor),
        *_distinguishing(material, factor),
        *_framework(material, factor),
        *_profile(material, factor),
        *comments(
            material,
            f"comments-{factor}",
            f"What the sorters of {factor} said",
            material.analysis.defining(factor),
        ),
    ]


def _notices(material: Material, factor: str) -> list[Any]:
    own = material.notices(
        "no flag", "single flag", "negative flag", "manual flag", "missing cards",
        factor=factor,
    )  # fmt: skip
    on = set(material.analysis.defining(factor))
    return own + [n for n in material.notices("double flag") if n.participant in on]


def _facts(material: Material, factor: str) -> str:
    table = material.analysis.characteristics.loc[factor]
    names = material.analysis.defining(factor)
    share, reliable = number(table["variance_percent"], 0), number(table["reliability"])
    who = f"{counted(len(names), 'sort defines', 'sorts define')} this viewpoint"
    return (
        f"{who}: {named(names)}. It explains {share} % of the variance of all sorts. The "
        f"reliability of its scores is {reliable}."
    )


def _picture(material: Material, factor: str) -> list[Block]:
    if not material.figures:
        return []
    from qmethod.plots import alt_text, plot_factor_array

    plot = plot_factor_array(material.analysis, factor)
    caption = f"The sort that stands for {material.viewpoint(factor)} (its factor array)"
    return [Figure(f"array-{factor}", caption, plot, alt_text(plot), "statements")]


def _defining(material: Material, factor: str) -> Table:
    analysis = material.analysis
    weights = pd.DataFrame(
        scores.weights(analysis.loadings.to_numpy(), analysis.flags.to_numpy()),
        index=analysis.loadings.index,
        columns=analysis.factors,
    )[factor]
    largest = weights.abs().max()
    rows = [
        (name, analysis.loadings.at[name, factor], weights[name], 100 * weights[name] / largest)
        for name in analysis.defining(factor)
    ]
    return Table.of_rows(
        f"defining-{factor}",
        f"Sorts that define {factor}",
        "The sorts behind this viewpoint; the larger its weight, the more a sort counts in it.",
        (
            Column("Sort", head=True),
            Column("Loading", "decimal"),
            Column("Weight", "decimal"),
            Column("Weight, % of the largest", "decimal", 0, 1),
        ),
        rows,
        notes=("Weight: w = f / (1 − f²), where f is the loading.",),
    )


def _crib(material: Material, factor: str) -> Table:
    sheet = crib_sheet(material.analysis, factor)
    others = len(material.analysis.scored) > 1
    columns = (
        Column("Part"),
        Column("No.", "whole", head=True),
        material.wording,
        Column("Grid value", "grid"),
        Column("Z-score", "decimal"),
        *((Column("Level with"),) if others else ()),
    )
    rows = [
        (
            PARTS.get(row.part, row.part), row.statement, material.text(row.statement), row.value,
            row.z, *((row.tied_with,) if others else ()),
        )
        for row in sheet.itertuples()
    ]  # fmt: skip
    notes = (
        "After Watts and Stenner (2012). A statement may stand in more than one part. Level "
        "with: viewpoints that give it the same grid value.",
    )
    return Table.of_rows(
        f"crib-{factor}",
        f"Crib sheet of {factor}",
        "The statements to begin with when the viewpoint is read: those at its ends, and those "
        "that it places higher or lower than the other viewpoints do.",
        columns,
        rows,
        notes=notes if others else (),
        grouped="Part",
    )


def _distinguishing(material: Material, factor: str) -> list[Block]:
    analysis = material.analysis
    others = [other for other in analysis.scored if other != factor]
    if not others:
        return []
    found = material.distinguishing
    own = found[found["factor"] == factor].sort_values("z", ascending=False, kind="stable")
    if own.empty:
        return [Paragraph(f"No statement sets {factor} apart from every other viewpoint.")]
    rows = [
        (
            row.statement, material.text(row.statement), row.value, row.z,
            *(analysis.z_scores.at[row.statement, other] for other in others),
            row.level, DIRECTIONS.get(row.direction, row.direction),
        )
        for row in own.itertuples()
    ]  # fmt: skip
    marks = [["", "", "", row[-2], *[""] * (len(others) + 2)] for row in rows]
    columns = (
        Column("No.", "whole", head=True),
        material.wording,
        Column("Grid value", "grid"),
        Column(f"Z on {factor}", "decimal"),
        *(Column(other, "decimal") for other in others),
        Column("Differs at"),
        Column("Against the others"),
    )
    table = Table.of_rows(
        f"distinguishing-{factor}",
        f"Statements that distinguish {factor}",
        f"Statements on which {factor} differs from every other viewpoint; their z-scores on "
        "the others stand beside.",
        columns,
        rows,
        marks=marks,
        notes=(SINGLE,) if len(analysis.defining(factor)) == 1 else (),
    )
    return [table]


def _framework(material: Material, factor: str) -> list[Block]:
    if not material.study.qset.has_framework:
        return []
    profile = framework_profile(material.analysis)
    own = profile[profile["factor"] == factor]
    rows = list(_framework_rows(own))
    table = Table.of_rows(
        f"framework-{factor}",
        f"{factor} against the outcomes framework",
        "How strongly the viewpoint agrees, on average, with the statements of each outcome "
        "and each principle.",
        (
            Column("Dimension"),
            Column("Outcome or principle", head=True),
            Column("Mean z", "decimal"),
            Column("Mean grid value", "decimal"),
            Column("Cards", "whole"),
            Column("Statements"),
        ),
        rows,
        notes=("A mean of one card is that card alone.",) if (own["cards"] == 1).any() else (),
        grouped="Dimension",
    )
    return [table]


def _framework_rows(own: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Rows by dimension, the highest mean z-score first."""
    for dimension in dict.fromkeys(own["dimension"]):
        part = own[own["dimension"] == dimension]
        ordered = part.sort_values("mean_z", ascending=False, kind="stable")
        fields = ["name", "mean_z", "mean_value", "cards", "statements"]
        for name, z, value, cards, numbers in ordered[fields].itertuples(index=False, name=None):
            yield f"By {dimension}", name, z, value, cards, ", ".join(map(str, numbers))


def _profile(material: Material, factor: str) -> list[Block]:
    """Who shares the viewpoint, beside all participants; small numbers hidden."""
    table = material.groupings
    attributes = [name for name in table.columns if name not in ("members", "n")]
    if not attributes:
        return []
    everybody = table.index[-1]
    rows = [("Participants", table.at[factor, "n"], table.at[everybody, "n"])]
    rows += [(str(name), table.at[factor, name], table.at[everybody, name]) for name in attributes]
    legend = table.attrs.get("legend", "")
    return [
        Table.of_rows(
            f"profile-{factor}",
            f"Who shares {factor}",
            "The people behind this viewpoint beside all who took part. It describes them; it "
            "does not say who in general thinks so.",
            (
                Column("Attribute", head=True),
                Column(f"Sorters of {factor}", "whole", 1),
                Column("All participants", "whole", 1),
            ),
            rows,
            notes=(legend,) if legend else (),
        )
    ]
