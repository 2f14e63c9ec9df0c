"""How many viewpoints: every rule side by side, and what each number would give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.reports.content import Block, Column, Figure, Heading, Paragraph, Table
from workbench.reports.qmethod_material import Material
from workbench.reports.shown import sentence

YES, NO = "yes", "no"
RULES = {
    "eigenvalue": Column("Eigenvalue", "decimal"),
    "variance_percent": Column("% of variance", "decimal", 1, 2),
    "cumulative_percent": Column("% in all", "decimal", 1, 2),
    "kaiser": Column("Above 1"),
    "parallel_95": Column("Chance, 95 %", "decimal"),
    "parallel": Column("Above chance"),
    "map": Column("MAP", "decimal", 4, 5),
    "map_minimum": Column("Smallest MAP"),
    "humphrey": Column("Humphrey"),
    "two_loadings": Column("Two loadings"),
}
SOLUTIONS = {
    "flagged": Column("Sorts flagged on each"),
    "two_flags": Column("Two on each"),
    "unflagged": Column("On none", "whole"),
    "double": Column("On several", "whole"),
    "negative": Column("Negative", "whole"),
    "largest_factor_correlation": Column("Largest correlation", "decimal"),
    "problem": Column("Why there is no such solution"),
}


def how_many(material: Material) -> list[Block]:
    """How the number of viewpoints can be judged: every rule side by side."""
    blocks: list[Block] = [Heading("How many viewpoints")]
    because = material.analysis.settings.because
    kept = len(material.analysis.factors)
    reason = f"{kept} viewpoints are reported here. "
    if because:
        blocks.append(Paragraph(f"{reason}The reason given: {because.rstrip('.')}."))
    else:
        blocks.append(Paragraph(f"{reason}To be completed by the researcher: why.", "todo"))
    if material.retention is None:
        words = "No comparison of numbers of viewpoints was asked for with this report."
        return [*blocks, Paragraph(words)]
    blocks.append(
        Paragraph(
            "The rules below often disagree, and none of them decides. Prefer the number whose "
            "viewpoints make sense, have at least two sorts each, and leave few sorts over."
        )
    )
    blocks += [_rules(material.retention, kept), _solutions(material.retention, kept)]
    return blocks + _scree(material)


def _rules(table: pd.DataFrame, kept: int) -> Table:
    notes = (
        "Above 1: the factor explains more than one sort would by itself (Kaiser 1960). "
        "Above chance: larger than in 95 of 100 studies with the cards shuffled (Horn 1965).",
        "MAP: what is left in common after so many factors; the smallest value counts "
        "(Velicer 1976). Humphrey’s rule and two loadings (two significant ones) look at the last "
        "factor taken out, before rotation (Brown 1980).",
    )
    return _by_number(
        table,
        kept,
        "retention",
        "Rules for the number of viewpoints",
        "What each rule says of the 1st, 2nd, 3rd … factor; weigh them together.",
        {name: column for name, column in RULES.items() if name in table},
        notes=notes,
    )


def _solutions(table: pd.DataFrame, kept: int) -> Table:
    told = tuple(sentence(note) for note in table.attrs.get("notes", ()))
    shown = {name: column for name, column in SOLUTIONS.items() if name in table}
    if "problem" in table and not table["problem"].astype(bool).any():
        shown.pop("problem", None)
    return _by_number(
        table,
        kept,
        "solutions",
        "What each number of viewpoints would give",
        "How many sorts each solution can place, and how far its viewpoints overlap.",
        shown,
        notes=told,
    )


def _by_number(
    table: pd.DataFrame,
    kept: int,
    name: str,
    caption: str,
    purpose: str,
    shown: dict[str, Column],
    *,
    notes: tuple[str, ...],
) -> Table:
    """The table with one row for each number of factors, that of the report marked."""
    columns = (Column("Factors", "whole", head=True), *shown.values())
    rows = [(k, *(_said(table.at[k, source]) for source in shown)) for k in table.index]
    marks = [["chosen" if k == kept else "", *[""] * len(shown)] for k in table.index]
    return Table.of_rows(name, caption, purpose, columns, rows, marks=marks, notes=notes)


def _said(value: Any) -> Any:
    if isinstance(value, bool) or str(getattr(value, "dtype", "")) == "bool":
        return YES if value else NO
    return value


def _scree(material: Material) -> list[Block]:
    if not material.figures or material.retention is None:
        return []
    from qmethod.plots import alt_text, plot_retention

    plot = plot_retention(material.retention)
    caption = "How much each further factor adds, and how much chance alone would"
    return [Figure("retention-plot", caption, plot, alt_text(plot), "retention")]
