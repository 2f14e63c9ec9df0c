"""Which sorts load on which viewpoint, and what the viewpoints are worth."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.reports.content import Block, Column, Figure, Heading, Table
from workbench.reports.qmethod_material import Material, cautions
from workbench.reports.shown import number, sentence

SORTS_ON_A_PAGE = 40


def loadings(material: Material) -> list[Block]:
    """Which sorts load on which viewpoint, and what the viewpoints are worth."""
    analysis = material.analysis
    about = material.notices("heywood", "double flag")
    blocks: list[Block] = [
        Heading("Sorts and viewpoints"),
        *cautions(about),
        loading_table(material),
        *_loading_plots(material),
        characteristics(material),
    ]
    if len(analysis.scored) > 1:
        blocks += [
            square(
                "factor-correlations",
                "Correlations between viewpoints",
                "How alike the viewpoints are, from their z-scores: near 1 says nearly the same.",
                analysis.factor_correlations.loc[analysis.scored, analysis.scored],
            ),
            square(
                "standard-errors",
                "Standard errors of differences (SED)",
                "A difference between two z-scores counts as significant where it is larger than "
                "1.96 times this (p < .05), 2.58 (p < .01) or 3.29 (p < .001).",
                analysis.se_of_differences.loc[analysis.scored, analysis.scored],
            ),
        ]
    return blocks + _oblique(material)


def loading_table(material: Material) -> Table:
    """Every sort's loading on every viewpoint, flags marked."""
    analysis = material.analysis
    shared = analysis.communalities
    columns = (
        Column("Sort", head=True),
        *(Column(factor, "decimal") for factor in analysis.factors),
        Column("Share explained", "decimal"),
        Column("Defines"),
    )
    rows, marks = [], []
    for name in analysis.loadings.index:
        on = [factor for factor in analysis.factors if analysis.flags.at[name, factor]]
        values = [analysis.loadings.at[name, factor] for factor in analysis.factors]
        rows.append((str(name), *values, shared[name], ", ".join(on)))
        flagged = ["flag" if factor in on else "" for factor in analysis.factors]
        marks.append(["", *flagged, "", ""])
    return Table.of_rows(
        "loadings",
        "Loadings of the sorts",
        "How close each sort is to each viewpoint; a flagged sort helps to define it.",
        columns,
        rows,
        marks=marks,
        notes=(_flag_note(material), "Share explained: how much of a sort all viewpoints "
               "together account for (its communality); 1 would be all."),
    )  # fmt: skip


def _flag_note(material: Material) -> str:
    decided = [d.choice for d in material.analysis.decisions if d.step == "flags"]
    rule = sentence(decided[0].removeprefix("Flags: ")) if decided else "as the researcher gave"
    return f"Flagged: {rule}."


def _loading_plots(material: Material) -> list[Block]:
    """A plot for each pair of factors, every factor in one at least."""
    if not material.figures:
        return []
    from qmethod.plots import alt_text, plot_loadings

    blocks: list[Block] = []
    for first, second in plotted_pairs(material.analysis.factors):
        plot = plot_loadings(material.analysis, first, second)
        caption = f"Loadings of the sorts on {first} and {second}"
        name = f"loadings-{first}-{second}"
        blocks.append(Figure(name, caption, plot, alt_text(plot), "loadings"))
    return blocks


def plotted_pairs(factors: list[str]) -> list[tuple[str, str]]:
    """Neighbours two by two; an odd one out is paired with the first."""
    pairs = list(zip(factors[::2], factors[1::2], strict=False))
    if len(factors) > 1 and len(factors) % 2:
        pairs.append((factors[0], factors[-1]))
    return pairs


def characteristics(material: Material) -> Table:
    """What each viewpoint explains, and how reliable it is."""
    table = material.analysis.characteristics
    single = number(material.analysis.settings.reliability)
    total = number(float(table["variance_percent"].sum()), 1)
    together = (
        f"Together they explain {total} % of variance."
        if not _overlaps(material)
        else ("Shares of viewpoints that overlap, or of two halves of one factor, do not add up.")
    )
    return Table.of_rows(
        "characteristics",
        "What each viewpoint rests on",
        "How many sorts define each viewpoint, how much of all sorts it explains, and how "
        "reliable its scores are.",
        (
            Column("Viewpoint", head=True),
            Column("Sorts flagged", "whole"),
            Column("Eigenvalue", "decimal"),
            Column("% of variance", "decimal", 1, 2),
            Column("Reliability", "decimal"),
            Column("Standard error of z", "decimal"),
        ),
        [(str(factor), *row) for factor, row in zip(table.index, table.to_numpy(), strict=True)],
        notes=(
            together,
            f"Reliability takes {single} for a single sort, and rises with the number of sorts.",
        ),
    )


def _overlaps(material: Material) -> bool:
    return material.analysis.phi is not None or bool(material.analysis.splits)


def square(name: str, caption: str, purpose: str, table: pd.DataFrame, **options: Any) -> Table:
    """A table whose rows and columns are the same."""
    columns = (Column(" ", head=True), *(Column(str(c), "decimal") for c in table.columns))
    rows = [(str(label), *row) for label, row in zip(table.index, table.to_numpy(), strict=True)]
    return Table.of_rows(name, caption, purpose, columns, rows, **options)


def _oblique(material: Material) -> list[Block]:
    analysis = material.analysis
    if analysis.phi is None or analysis.pattern is None:
        return []
    return [
        *cautions(material.notices("oblique")),
        by_sort(
            "pattern",
            "Pattern matrix",
            "What each viewpoint adds by itself to a sort, the others held still. Flags rest on "
            "the loadings above (the structure matrix).",
            analysis.pattern,
        ),
        square(
            "phi",
            "Correlations between the rotated factors",
            "How far the rotation let the factors overlap.",
            analysis.phi,
        ),
    ]


def by_sort(name: str, caption: str, purpose: str, table: pd.DataFrame) -> Table:
    """A table of numbers with a row for each sort."""
    columns = (Column("Sort", head=True), *(Column(str(c), "decimal") for c in table.columns))
    rows = [(str(label), *row) for label, row in zip(table.index, table.to_numpy(), strict=True)]
    return Table.of_rows(name, caption, purpose, columns, rows)


def before_rotation(material: Material) -> list[Block]:
    """For the appendix: correlations between sorts, eigenvalues, unrotated loadings."""
    analysis = material.analysis
    blocks: list[Block] = [
        square(
            "correlations",
            "Correlations between the sorts",
            "How alike each two sorts are: 1 is the same order, −1 the opposite one.",
            analysis.correlations,
            workbook_only=len(analysis.correlations) > SORTS_ON_A_PAGE,
        )
    ]
    if analysis.settings.extraction == "given":
        return blocks
    return [*blocks, _eigenvalues(material), by_sort(
        "unrotated",
        "Loadings before rotation",
        "How the sorts lay on the factors as they were extracted, before they were turned.",
        analysis.unrotated,
    )]  # fmt: skip


def _eigenvalues(material: Material) -> Table:
    values = material.analysis.eigenvalues
    sorts = len(material.study.names)
    return Table.of_rows(
        "eigenvalues",
        "Eigenvalues of the extracted factors",
        "How much each factor takes up before rotation; a sort by itself counts 1.",
        (
            Column("Factor", head=True),
            Column("Eigenvalue", "decimal"),
            Column("% of variance", "decimal", 1, 2),
        ),
        [(str(name), value, 100 * value / sorts) for name, value in values.items()],
    )
