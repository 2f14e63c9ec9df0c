"""Where the viewpoints stand on the outcomes and principles of the framework, as a chart."""

from __future__ import annotations

import pandas as pd

from qmethod.plots.drawing import lettering_of, listed, look_of, signed
from qmethod.plots.page import Sign, named, notes_of, open_page
from qmethod.plots.picture import CM, Picture, style
from qmethod.plots.rows import Dot, Row, chart_of, draw_chart
from qmethod.record import QAnalysis
from qmethod.statements import framework_agreement, framework_profile

_HEADINGS = {"outcome": "Outcomes", "principle": "General principles"}
_BRACKETS = "Numbers in brackets: how many cards a mean rests on."


def plot_framework(
    analysis: QAnalysis, *, width_cm: float = 17, title: str | None = None
) -> Picture:
    """A dot chart of mean z-scores by outcome and by principle, one shape per factor.

    Within each part the widest differences come first; the number in brackets says how
    many cards a mean rests on.

    Raises
    ------
    StudyError
        If no statement names an outcome or a principle.
    """
    study = analysis.study
    profile = framework_profile(analysis)
    agreement = framework_agreement(analysis)
    lettering = lettering_of(study)
    looks = look_of(analysis.factors)
    with style(lettering):
        chart = chart_of(_rows(profile, agreement), width_cm * CM, lettering)
        page = open_page(
            chart.width, chart.height,
            heading=named(study, "mean z-scores by outcome and principle"), title=title,
            alt=_alt(analysis, agreement),
            signs=[
                Sign(name, marker=looks[name].shape, colour=looks[name].colour)
                for name in analysis.scored
            ],
            notes=[_BRACKETS, *notes_of(study, lettering)], lettering=lettering,
        )  # fmt: skip
        draw_chart(page, chart, looks, lettering, label="mean z-score of the cards")
    return page.picture


def _rows(profile: pd.DataFrame, agreement: pd.DataFrame) -> list[Row]:
    rows = []
    cells = dict(iter(profile.groupby(["dimension", "name"], sort=False)))
    for dimension, part in agreement.groupby("dimension", sort=False):
        rows.append(Row(_HEADINGS[str(dimension)]))
        for name in part["name"]:
            cell = cells[(dimension, name)]
            pairs = zip(cell["factor"], cell["mean_z"], strict=True)
            dots = tuple(Dot(str(factor), float(z)) for factor, z in pairs if z == z)
            rows.append(Row(f"{name} ({int(cell['cards'].iloc[0])})", dots=dots))
    return rows


def _alt(analysis: QAnalysis, agreement: pd.DataFrame) -> str:
    told = [
        f"Dot chart of the mean z-scores of {listed(analysis.scored)} by "
        f"{listed(dict.fromkeys(agreement['dimension']))} of the framework."
    ]
    for verdict, words in (("differ", "The factors differ on"), ("agree", "They agree on")):
        part = agreement[agreement["verdict"] == verdict]
        if len(part) and len(analysis.scored) > 1:
            named_so = [
                f"{row.name_} (spread {signed(float(row.spread), 2).lstrip('+')})"
                for row in part.rename(columns={"name": "name_"}).itertuples()
            ]
            told.append(f"{words} {'; '.join(named_so)}.")
    return " ".join(told)
