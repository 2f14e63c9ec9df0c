"""Loadings and flags that the researcher brings along, checked and put in the study's order."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from qmethod.design import QStudy


def given_loadings(table: pd.DataFrame, study: QStudy) -> pd.DataFrame:
    """Participant x factor, numbers, participants in the order of the study.

    Raises
    ------
    StudyError
        If a participant is missing, strange or there twice, a factor is there twice, or a
        cell holds no finite number.
    """
    ordered = _in_order(pd.DataFrame(table), study, "loadings")
    numbers = ordered.apply(pd.to_numeric, errors="coerce").astype(float)
    for row, column in np.argwhere(~np.isfinite(numbers.to_numpy())):
        raise StudyError(
            f"The given loadings, {ordered.index[row]} on {ordered.columns[column]}: found "
            f'"{ordered.iat[row, column]}"; give every participant a number on every factor.'
        )
    return numbers


def given_flags(table: pd.DataFrame, study: QStudy, factors: list[str]) -> pd.DataFrame:
    """Participant x factor, bool, in the order of the study and of the factors.

    Columns are found by the factors' names. Where none of the names is a factor's, as with
    "flag_f1" beside "f1", they are taken in order.

    Raises
    ------
    StudyError
        As for loadings, and if the factors differ or a cell is neither true nor false.
    """
    ordered = _in_order(pd.DataFrame(table), study, "flags")
    shared = set(ordered.columns) & set(factors)
    if len(ordered.columns) != len(factors) or 0 < len(shared) < len(factors):
        raise StudyError(
            f"The given flags are for {', '.join(ordered.columns)} and the loadings for "
            f"{', '.join(factors)}; give one column of flags per factor under the same names."
        )
    named = ordered[factors] if shared else ordered.set_axis(factors, axis=1)
    for row, column in np.argwhere(~named.isin([True, False]).to_numpy()):
        raise StudyError(
            f"The given flags, {named.index[row]} on {named.columns[column]}: found "
            f'"{named.iat[row, column]}"; a flag is True or False (or 1 or 0).'
        )
    return named.astype(bool)


def _in_order(table: pd.DataFrame, study: QStudy, what: str) -> pd.DataFrame:
    """The table under plain names, a row per participant of the study, or a StudyError."""
    names = [str(name) for name in table.index]
    factors = [str(factor) for factor in table.columns]
    counts = (*Counter(names).items(), *Counter(factors).items())
    twice = [name for name, count in counts if count > 1]
    if twice:
        raise StudyError(
            f'The given {what} name "{twice[0]}" twice; give one row per participant and one '
            "column per factor."
        )
    strange = sorted(set(names) ^ set(study.names))
    if strange:
        raise StudyError(
            f"The given {what} and the study differ in participants: {', '.join(strange[:5])}; "
            "give one row per participant under the study's own names."
        )
    return table.set_axis(names, axis=0).set_axis(factors, axis=1).loc[study.names]
