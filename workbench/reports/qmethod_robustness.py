"""How sure the results are: the bootstrap, and what other choices would change."""

from __future__ import annotations

import pandas as pd

from workbench.reports.content import Block, Column, Figure, Heading, Paragraph, Table
from workbench.reports.qmethod_material import Material
from workbench.reports.shown import number, sentence

FIXED = ("statement", "factor", "direction", "survives", "out_of", "everywhere")


def robustness(material: Material) -> list[Block]:
    """The chapter on stability; empty where neither was worked out."""
    blocks = [*_bootstrap(material), *_sensitivity(material)]
    return [Heading("How stable the results are"), *blocks] if blocks else []


def _bootstrap(material: Material) -> list[Block]:
    found = material.bootstrap
    if found is None:
        return []
    level = number(100 * found.level, 0)
    return [
        Heading("If other people had sorted", 2),
        Paragraph(
            "The bootstrap draws the participants again and again, with some twice and some not "
            "at all, and repeats the analysis each time. What hardly moves is not the doing of a "
            f"few sorts. {sentence(found.sentence)}"
        ),
        *([Paragraph(" ".join(map(sentence, found.notices)))] if found.notices else []),
        _factor_stability(found.factors),
        _flag_frequency(material, found.loadings),
        _intervals(
            "bootstrap-loadings",
            "Loadings with their intervals",
            f"Each loading with the middle {level} % of its replicates.",
            found.loadings,
            "participant",
        ),
        _intervals(
            "bootstrap-z",
            "Z-scores with their intervals",
            f"Each z-score with the middle {level} % of its replicates.",
            found.z_scores,
            "statement",
        ),
        *_bootstrap_plot(material),
        _arrays(found.factor_arrays),
    ]


def _factor_stability(table: pd.DataFrame) -> Table:
    columns = {
        "factor": Column("Viewpoint", head=True),
        "flagged": Column("Sorts flagged", "whole"),
        "mean_flagged": Column("Flagged on average", "decimal", 1, 2),
        "without_flags": Column("Replicates without any", "whole"),
        "array_shift": Column("Mean shift on the grid", "decimal"),
    }
    return Table.of_rows(
        "bootstrap-factors",
        "How stable each viewpoint is",
        "How many sorts would define each viewpoint, and by how many grid places its statements "
        "move on average; near 0 is stable.",
        tuple(columns.values()),
        table[list(columns)].itertuples(index=False, name=None),
    )


def _flag_frequency(material: Material, table: pd.DataFrame) -> Table:
    wide = table.pivot(index="participant", columns="factor", values="flag_frequency")
    wide = 100 * wide.loc[material.study.names, material.analysis.factors]
    flags = material.analysis.flags
    marks = [
        ["", *("flag" if flags.at[name, f] else "" for f in material.analysis.factors)]
        for name in wide.index
    ]
    return Table.of_rows(
        "bootstrap-flags",
        "How often each sort was flagged (%)",
        "In how many of 100 replicates a sort defines a viewpoint; one flagged here but seldom "
        "there is a loose member.",
        (Column("Sort", head=True), *(Column(f, "decimal", 0, 1) for f in wide.columns)),
        [(name, *row) for name, row in zip(wide.index, wide.to_numpy(), strict=True)],
        marks=marks,
    )


def _intervals(name: str, caption: str, purpose: str, table: pd.DataFrame, rows: str) -> Table:
    columns = {
        rows: Column(rows.capitalize(), "whole" if rows == "statement" else "text", head=True),
        "factor": Column("Viewpoint", head=True),
        "estimate": Column("Estimate", "decimal"),
        "mean": Column("Mean", "decimal"),
        "bias": Column("Bias", "decimal"),
        "se": Column("Standard error", "decimal"),
        "low": Column("From", "decimal"),
        "high": Column("To", "decimal"),
    }
    return Table.of_rows(
        name,
        caption,
        purpose,
        tuple(columns.values()),
        table[list(columns)].itertuples(index=False, name=None),
        workbook_only=True,
    )


def _arrays(table: pd.DataFrame) -> Table:
    return Table.of_rows(
        "bootstrap-arrays",
        "Grid values in the bootstrap",
        "The grid value of each statement here and in the mean of the replicates, and how often "
        "it was the same.",
        (
            Column("Statement", "whole", head=True),
            Column("Viewpoint", head=True),
            Column("Here", "grid"),
            Column("Bootstrap", "grid"),
            Column("Same (%)", "decimal", 0, 1),
        ),
        [
            (statement, factor, estimate, boot, 100 * same)
            for statement, factor, estimate, boot, same in table[
                ["statement", "factor", "estimate", "bootstrap", "same"]
            ].itertuples(index=False, name=None)
        ],
        workbook_only=True,
    )


def _bootstrap_plot(material: Material) -> list[Block]:
    if not material.figures or material.bootstrap is None:
        return []
    from qmethod.plots import alt_text, plot_bootstrap

    plot = plot_bootstrap(material.bootstrap)
    caption = "Z-scores with their bootstrap intervals"
    return [Figure("bootstrap-plot", caption, plot, alt_text(plot), "bootstrap-z")]


def _sensitivity(material: Material) -> list[Block]:
    table = material.sensitivity
    if table is None:
        return []
    variants = [name for name in table.columns if name not in FIXED]
    columns = (
        Column("Viewpoint"),
        Column("No.", "whole", head=True),
        material.wording,
        Column("Where it lies"),
        *(Column(str(name)) for name in variants),
        Column("Survives in"),
    )
    place = {factor: i for i, factor in enumerate(material.analysis.factors)}
    ordered = table.sort_values("factor", kind="stable", key=lambda factors: factors.map(place))
    rows = [
        (
            material.viewpoint(row["factor"]), row["statement"], material.text(row["statement"]),
            row["direction"], *(row[name] or "no" for name in variants),
            f"{row['survives']} of {row['out_of']}",
        )
        for _, row in ordered.iterrows()
    ]  # fmt: skip
    return [
        Heading("If other choices had been made", 2),
        Table.of_rows(
            "sensitivity",
            "Distinguishing statements under other choices",
            "Which statements still set their viewpoint apart with another extraction or another "
            "level; lean on those that survive everywhere.",
            columns,
            rows,
            grouped="Viewpoint",
        ),
    ]
