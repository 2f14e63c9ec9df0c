"""By-person factor analysis of Q-sorts, from a file of sorts to viewpoints."""

from qmethod.analysis import analyse, correlate, from_loadings
from qmethod.design import Grid, QSet, QStudy, Statement
from qmethod.record import Decision, QAnalysis, Settings
from qmethod.saving import load, save
from qmethod.statements import (
    consensus,
    crib_sheet,
    differences,
    distinguishing,
    framework_agreement,
    framework_profile,
)
from qmethod.steps import invert, reflag, rotate_by_hand, rotate_to_target, split

__all__ = [
    "Decision",
    "Grid",
    "QAnalysis",
    "QSet",
    "QStudy",
    "Settings",
    "Statement",
    "analyse",
    "consensus",
    "correlate",
    "crib_sheet",
    "differences",
    "distinguishing",
    "framework_agreement",
    "framework_profile",
    "from_loadings",
    "invert",
    "load",
    "reflag",
    "rotate_by_hand",
    "rotate_to_target",
    "save",
    "split",
]
