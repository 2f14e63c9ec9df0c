"""The people behind the viewpoints: profiles of the groups, and those aligned with none."""

from __future__ import annotations

import pandas as pd

from qmethod.members import ALL, NO_VIEWPOINT
from workbench.reports.content import Block, Column, Heading, Paragraph, Table
from workbench.reports.qmethod_comments import comments
from workbench.reports.qmethod_material import Material
from workbench.reports.shown import counted, sentence

LITTLE = 0.25
NEARLY = 0.75


def people(material: Material) -> list[Block]:
    """The chapter on who shares which viewpoint."""
    return [
        Heading("Who shares which viewpoint"),
        _groups(material),
        Heading("Sorts aligned with no viewpoint", 2),
        *_unaligned(material),
    ]


def _groups(material: Material) -> Table:
    """A column for each group, a row for each thing that is known of its members."""
    table = material.groupings
    labels = list(table.index)
    members = ["" if label == ALL else table.at[label, "members"] for label in labels]
    rows = [("Sorts", *members), ("How many", *table["n"])]
    rows += [(str(name), *table[name]) for name in table.columns if name not in ("members", "n")]
    notes = (table.attrs.get("legend", ""), *table.attrs.get("notes", ()))
    return Table.of_rows(
        "groups",
        "Profiles of the groups",
        "Who defines each viewpoint, with what is recorded about them; small numbers are hidden "
        "so that nobody can be picked out.",
        (
            Column("Group", head=True),
            *(Column(_group(str(label)), "whole", 1) for label in labels),
        ),
        rows,
        notes=tuple(sentence(note) for note in notes if note),
    )


def _group(label: str) -> str:
    return {NO_VIEWPOINT: "No viewpoint", ALL: "All participants"}.get(label, label)


def _unaligned(material: Material) -> list[Block]:
    names = material.unaligned
    if not names:
        return [Paragraph("Every sort is flagged on a viewpoint.")]
    analysis = material.analysis
    loadings, shared = analysis.loadings.loc[names], analysis.communalities
    rows = [
        (name, *loadings.loc[name], shared[name], _reading(loadings.loc[name], shared[name]))
        for name in names
    ]
    explained = (
        f"{counted(len(names), 'sort is', 'sorts are')} flagged on no viewpoint. That is a result "
        "too: these people see the matter in a way of their own, or share parts of several "
        "viewpoints. They took part in the analysis, but define no viewpoint."
    )
    table = Table.of_rows(
        "unaligned",
        "Sorts aligned with no viewpoint",
        "How close each of these sorts comes to each viewpoint, and how it can be read.",
        (
            Column("Sort", head=True),
            *(Column(factor, "decimal") for factor in analysis.factors),
            Column("Share explained", "decimal"),
            Column("Reading"),
        ),
        rows,
    )
    return [
        Paragraph(explained),
        table,
        *comments(material, "comments-none", "What these sorters said", names),
    ]


def _reading(loadings: pd.Series[float], shared: float) -> str:
    """In words: which viewpoint is the closest, and whether the sort is explained at all."""
    ordered = loadings.abs().sort_values(ascending=False, kind="stable")
    first = str(ordered.index[0])
    if shared < LITTLE:
        return f"little in common with any; nearest to {first}"
    near = [str(f) for f, size in ordered.items() if size >= ordered.iloc[0] * NEARLY]
    if len(near) > 1:
        return f"between {', '.join(near[:-1])} and {near[-1]}"
    return f"nearest to {first}"
