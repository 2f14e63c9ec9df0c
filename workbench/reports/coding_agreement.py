"""How far coders agree, with what the figures rest on."""

from __future__ import annotations

import pandas as pd

from coding.reliability import Agreement
from workbench.reports.coding_material import CodingMaterial
from workbench.reports.content import Block, Bullets, Column, Heading, Paragraph, Table
from workbench.reports.shown import number, sentence

_FIGURES = {
    "percent_agreement": "Percent agreement",
    "krippendorff_alpha": "Alpha",
    "cohen_kappa": "Kappa",
    "gwet_ac1": "AC1",
}
NOT_DEFINED = "not defined"


def agreement(material: CodingMaterial) -> list[Block]:
    """The chapter on agreement."""
    found = material.agreement
    blocks: list[Block] = [Heading("How far coders agree")]
    if isinstance(found, str):
        return [*blocks, Paragraph(found)]
    names = material.coder_names
    return [
        *blocks,
        Paragraph(
            "Percent agreement looks high wherever a code is rare, since not coding counts as "
            "agreeing; alpha and kappa allow for that. 1 is full agreement, 0 what chance gives."
        ),
        _table(found),
        *([_pairs(found, names)] if len(found.coders) > 2 else []),
        Heading("What the figures rest on", 2),
        Bullets(tuple(sentence(note) for note in found.notes)),
        *_undefined(found),
    ]


def _table(found: Agreement) -> Table:
    shown = found.table[found.table["coded"] > 0]
    kept = {k: v for k, v in _FIGURES.items() if k != "cohen_kappa" or len(found.coders) == 2}
    rows = [
        (code, row["units"], row["coded"], *(_figure(row[k]) for k in kept), _interval(row))
        for code, row in shown.iterrows()
    ]
    return Table.of_rows(
        "agreement",
        "Agreement by code, parent and overall",
        f"Whether coders gave the same code to {found.unit}.",
        (
            Column("Code", head=True),
            Column("Units", "whole"),
            Column("Coded", "whole"),
            *(Column(label, "decimal") for label in kept.values()),
            Column("Alpha, 95% interval"),
        ),
        rows,
        notes=(
            "Coded: units to which at least one coder gave the code. An interval is missing where "
            "too many of the resamples give no value.",
        ),
    )


def _figure(value: float) -> float | str:
    return NOT_DEFINED if pd.isna(value) else value


def _interval(row: pd.Series) -> str:
    low, high = row["krippendorff_alpha_low"], row["krippendorff_alpha_high"]
    return "" if pd.isna(low) or pd.isna(high) else f"{number(low)} to {number(high)}"


def _pairs(found: Agreement, names: dict[str, str]) -> Table:
    rows = [
        (names.get(one, one), names.get(other, other), row["units"],
         *(_figure(row[k]) for k in ("percent_agreement", "krippendorff_alpha", "cohen_kappa")))
        for (one, other), row in found.pairs.iterrows()
    ]  # fmt: skip
    return Table.of_rows(
        "agreement-pairs",
        "Every two coders",
        "All codes pooled, for each two coders on what both have read.",
        (
            Column("Coder", head=True),
            Column("Other", head=True),
            Column("Units", "whole"),
            Column("Percent agreement", "decimal"),
            Column("Alpha", "decimal"),
            Column("Kappa", "decimal"),
        ),
        rows,
    )


def _undefined(found: Agreement) -> list[Block]:
    """Why a figure of a code that was used is not defined."""
    shown = list(_FIGURES if len(found.coders) == 2 else set(_FIGURES) - {"cohen_kappa"})
    lacking = found.table[shown].isna().any(axis=1)
    told = found.table[(found.table["coded"] > 0) & lacking]
    reasons = [f"{code}: {sentence(why)}." for code, why in told["not_defined"].items()]
    return [Paragraph("Not defined"), Bullets(tuple(reasons))] if reasons else []
