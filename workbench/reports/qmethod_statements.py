"""Every statement with its place in every viewpoint."""

from __future__ import annotations

from workbench.reports.content import Column, Table
from workbench.reports.qmethod_material import Material

STARS = (
    "* on the z-score: differs from every other viewpoint at p < .05; ** at p < .01; "
    "*** at p < .001."
)


def statements(material: Material) -> Table:
    """Every statement with its grid value and z-score on every viewpoint."""
    analysis = material.analysis
    factors = analysis.scored
    found = material.distinguishing
    level = {(s, f): lv for s, f, lv in found[["statement", "factor", "level"]].to_numpy()}
    columns = (
        Column("No.", "whole", head=True),
        material.wording,
        *(Column(factor, "grid") for factor in factors),
        *(Column(f"{factor} z", "decimal") for factor in factors),
    )
    rows, marks = [], []
    for statement in material.study.qset:
        n = statement.number
        values = [analysis.factor_arrays.at[n, factor] for factor in factors]
        rows.append((n, material.text(n), *values, *analysis.z_scores.loc[n, factors]))
        stars = [level.get((n, factor), "") for factor in factors]
        marks.append(["", "", *[""] * len(factors), *stars])
    return Table.of_rows(
        "statements",
        "Every statement in every viewpoint",
        "The grid value of each statement (its place in the factor array) and its z-score, "
        "viewpoint by viewpoint.",
        columns,
        rows,
        marks=marks,
        notes=(STARS,) if len(factors) > 1 else (),
    )
