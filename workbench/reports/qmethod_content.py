"""The report of a Q-method analysis, put together from its chapters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from qmethod.record import QAnalysis
from workbench.reports.content import Block, Column, Heading, Report, Table
from workbench.reports.qmethod_checklist import checklist
from workbench.reports.qmethod_comparison import agreement, comparison
from workbench.reports.qmethod_loadings import before_rotation, loadings
from workbench.reports.qmethod_material import Material, title_of, toolkit
from workbench.reports.qmethod_methods import methods
from workbench.reports.qmethod_opening import first_look, opening, the_study
from workbench.reports.qmethod_people import people
from workbench.reports.qmethod_retention import how_many
from workbench.reports.qmethod_robustness import robustness
from workbench.reports.qmethod_sources import citing, made_with
from workbench.reports.qmethod_viewpoints import viewpoints
from workbench.reports.shown import counted, sentence

if TYPE_CHECKING:
    from qmethod.bootstrap import Bootstrap


def qmethod_report(
    analysis: QAnalysis,
    *,
    retention: pd.DataFrame | None = None,
    bootstrap: Bootstrap | None = None,
    sensitivity: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    title: str = "",
    figures: bool = True,
    margin: float = 0.5,
    top_columns: int = 2,
    threshold: int = 5,
) -> Report:
    """The report of an analysis, ready to be written in any form.

    retention, bootstrap, sensitivity : as `qmethod.retention`, `bootstrap` and `sensitivity`
        give them; each adds its chapter.
    names : factor -> a name for its viewpoint.
    title : of the report; the study's name if there is none.
    figures : whether pictures are drawn.
    margin : z-scores within which viewpoints count as equivalent.
    top_columns : how many columns count as the top in the agreement table.
    threshold : counts of people under it are hidden.
    """
    for factor in names or {}:
        analysis.of(factor)
    material = Material(
        analysis,
        retention=retention,
        bootstrap=bootstrap,
        sensitivity=sensitivity,
        names=names or {},
        figures=figures,
        margin=margin,
        top_columns=top_columns,
        threshold=threshold,
    )
    study = analysis.study
    return Report(
        title=title or study.name or "Q-method study",
        subtitle=_subtitle(material),
        subject="Viewpoints found by Q method",
        keywords=("Q methodology", "Q-sort", "by-person factor analysis"),
        standing=tuple(text for text in (study.synthetic, study.qset.note) if text),
        made_with=toolkit(),
        opening=tuple(opening(material)),
        parts=tuple(_parts(material)),
    )


def _subtitle(material: Material) -> str:
    study = material.study
    return (
        f"Report of a Q-method analysis: {counted(len(study.names), 'sort')} of "
        f"{counted(len(study.qset), 'statement')}, "
        f"{counted(len(material.analysis.factors), 'viewpoint')}"
    )


def _parts(material: Material) -> list[Block]:
    return [
        *first_look(material),
        *the_study(material),
        *methods(material),
        *how_many(material),
        *loadings(material),
        *viewpoints(material),
        *comparison(material),
        *agreement(material),
        *people(material),
        *robustness(material),
        *checklist(material),
        *citing(material),
        Heading("Appendix"),
        *made_with(material),
        Heading("Before rotation", 2),
        *before_rotation(material),
        *_every_notice(material),
    ]


def _every_notice(material: Material) -> list[Block]:
    """All that calls for a second look, in one table for those who tick off."""
    notices = material.analysis.notices
    if not notices:
        return []
    return [
        Heading("Everything to look at", 2),
        Table.of_rows(
            "notices",
            "Everything to look at",
            "All remarks of the analysis in one list, to be ticked off.",
            (
                Column("No.", "whole", head=True),
                Column("Kind"),
                Column("What was found"),
            ),
            [(i, title_of(n.kind), sentence(n.text)) for i, n in enumerate(notices, start=1)],
        ),
    ]
