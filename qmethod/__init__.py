"""By-person factor analysis of Q-sorts, from a file of sorts to viewpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qmethod.agreement import agreement_grid, agreement_table
from qmethod.analysis import analyse, correlate, from_loadings
from qmethod.bootstrap import bootstrap
from qmethod.checks import check_file, check_study
from qmethod.comparison import compare
from qmethod.congruence import congruence, match_factors, second_order
from qmethod.demo import demo_study
from qmethod.design import Grid, QSet, QStudy, Statement
from qmethod.files import read_study, write_study, write_template
from qmethod.groupings import groupings
from qmethod.record import Decision, QAnalysis, Settings
from qmethod.retention import retention
from qmethod.saving import load, save
from qmethod.sensitivity import sensitivity, sensitivity_matches
from qmethod.simulate import random_study, simulate
from qmethod.statements import (
    consensus,
    crib_sheet,
    differences,
    distinguishing,
    framework_agreement,
    framework_profile,
)
from qmethod.steps import invert, reflag, rotate_by_hand, rotate_to_target, split

if TYPE_CHECKING:
    from qmethod.plots import (
        alt_text,
        plot_factor_array,
        plot_framework,
        plot_loadings,
        plot_retention,
        plot_z_scores,
    )

_PLOTS = (
    "alt_text",
    "plot_factor_array",
    "plot_framework",
    "plot_loadings",
    "plot_retention",
    "plot_z_scores",
)

__all__ = [
    "Decision",
    "Grid",
    "QAnalysis",
    "QSet",
    "QStudy",
    "Settings",
    "Statement",
    "agreement_grid",
    "agreement_table",
    "alt_text",
    "analyse",
    "bootstrap",
    "check_file",
    "check_study",
    "compare",
    "congruence",
    "consensus",
    "correlate",
    "crib_sheet",
    "demo_study",
    "differences",
    "distinguishing",
    "framework_agreement",
    "framework_profile",
    "from_loadings",
    "groupings",
    "invert",
    "load",
    "match_factors",
    "plot_factor_array",
    "plot_framework",
    "plot_loadings",
    "plot_retention",
    "plot_z_scores",
    "random_study",
    "read_study",
    "reflag",
    "retention",
    "rotate_by_hand",
    "rotate_to_target",
    "save",
    "second_order",
    "sensitivity",
    "sensitivity_matches",
    "simulate",
    "split",
    "write_study",
    "write_template",
]


def __getattr__(name: str) -> Any:
    """The plots, on first use: matplotlib takes longer to load than an analysis to run."""
    if name in _PLOTS:
        from qmethod import plots

        return getattr(plots, name)
    raise AttributeError(f"module 'qmethod' has no attribute {name!r}")
