"""What a reader must know of figures of agreement, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from coding.decisions import Decisions


@dataclass(frozen=True)
class Intervals:
    """How the bootstrap intervals were made."""

    resample: str
    replicates: int
    level: float
    seed: int


def agreement_notes(
    found: Decisions, table: pd.DataFrame, *, unit: str, rule: str, how: Intervals
) -> Iterator[str]:
    """The sentences: unit, missing rule, what is pooled, what is not defined, intervals.

    table : of `coding.reliability.Agreement`, the pooled codes in its first row.
    """
    yield f"The unit is {unit}; a unit counts as coded where a coding covers a whole word of it."
    yield rule
    yield from _on_units(found, table.iloc[0])
    if len(found.coders) != 2:
        yield "Cohen's kappa is for two coders; see the pairs."
    unused = table.index[(table["level"] == "code") & (table["coded"] == 0)]
    if len(unused):
        names = "; ".join(unused)
        yield f"Only percent agreement is defined for codes unused where two read: {names}."
    if found.outside:
        yield f"{found.outside} codings lie outside every unit and are not counted."
    if how.replicates:
        yield from _on_intervals(found, table, how)


def _on_units(found: Decisions, pooled: pd.Series) -> Iterator[str]:
    shared = (found.cube[:, :1, :] >= 0).sum(axis=(1, 2)) >= 2
    yield (
        f"{len(found.coders)} coders; {int(shared.sum()):,} of {len(found.units):,} units were "
        "read by two or more. Units with one reader tell only how common a code is (AC1, Fleiss)."
    )
    yield (
        f'"{pooled.name}" pools the decisions on the {len(found.codes)} codes that somebody used; '
        "a parent is coded where a code below it is."
    )
    if pooled["units"]:
        empty = 1 - pooled["coded"] / pooled["units"]
        yield (
            f"{empty:.1%} of the pooled decisions are that nobody coded; percent agreement and AC1 "
            "count them as agreement, kappa and alpha allow for them."
        )


def _on_intervals(found: Decisions, table: pd.DataFrame, how: Intervals) -> Iterator[str]:
    yield (
        f"Intervals are {how.level:.0%} percentile intervals of {how.replicates:,} bootstrap "
        f"samples of {'sources' if how.resample == 'source' else 'units'} (seed {how.seed})."
    )
    flat = table["percent_agreement_low"] == table["percent_agreement_high"]
    if flat.any():
        yield (
            "Where an interval has no width, no disagreement was met; how rare one is, can't be "
            "told from it."
        )
    repeated = found.units["source"].duplicated().any()
    if how.resample == "unit" and repeated and found.units["source"].nunique() > 1:
        yield (
            "The intervals draw units as if they were independent; units of one source are not, so "
            'the true intervals are wider (resample="source" draws whole sources).'
        )
