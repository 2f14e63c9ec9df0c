"""Agreement between coders of one project: per code, per parent and overall.

For every unit and code each coder who read it decided "coded" or "not coded"; the
coefficients (`coding.coefficients`) are worked out from these decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from coding import formulas
from coding.agreement_notes import Intervals, agreement_notes
from coding.coefficients import NO_PAIRS, point, with_interval
from coding.decisions import Decisions, decisions, disagreements
from coding.frame import CodingFrame
from coding.plain import (
    Sources,
    check_places,
    coding_table,
    frame_of,
    of_project,
    readers_of,
    texts,
)
from coding.resamples import Resamples, pooled, resamples
from coding.tallies import of_codes
from coding.units import UNITS, units_of
from corpora.errors import StudyError

COEFFICIENTS: dict[str, tuple[str, formulas.Formula]] = {
    "percent_agreement": ("percent agreement", formulas.percent),
    "cohen_kappa": ("Cohen's kappa", formulas.kappa_formula(None)),
    "fleiss_kappa": ("Fleiss' kappa, generalised", formulas.fleiss_generalised),
    "krippendorff_alpha": ("Krippendorff's alpha, nominal", formulas.alpha_formula("nominal")),
    "gwet_ac1": ("Gwet's AC1", formulas.ac1),
}
ALL_CODES = "all codes"
ALL_PARENTS = "all parents"
UNUSED = "kappa, alpha and AC1: nobody used the code (0/0)"
MISSING = {
    "unread": "A coder without any coding in a source has not read it: their decisions there are "
    'missing, not "not coded".',
    "read": 'Every coder has read every source: no coding means "not coded", and nothing is '
    "missing.",
    "project": "A coder has read a source where they coded or decided something, or marked it as "
    "read; their decisions on other sources are missing.",
    "told": "Who read which source was told; decisions on other sources are missing.",
}


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far coders agree, with what the figures rest on.

    Fields
    ------
    table
        Index code (of a frame, a parent, "all codes", "all parents"); columns level ("code",
        "parent", "overall"), units (with two readers or more; where codes are pooled, times
        the codes), coded (of these, by at least one coder), and for each coefficient its
        value, `_low` and `_high`; NaN where it is not defined, and `not_defined` says why.
        Fleiss' kappa is the generalised form, the plain one where nothing is missing.
    overall
        The row "all codes": the decisions on all codes that somebody used, pooled.
    pairs
        Index coder, other; columns units, percent_agreement, cohen_kappa,
        krippendorff_alpha of the pooled decisions of every two coders.
    disagreements
        Every unit and code on which those who read it differ.
    coders, unit, missing
        Whom the figures compare; the unit and the missing rule in words.
    notes, decisions
        What a reader must know, a sentence each; and the decisions themselves, of which
        `decisions.ratings(code)` gives units x coders.
    """

    table: pd.DataFrame
    overall: pd.Series
    pairs: pd.DataFrame
    disagreements: pd.DataFrame
    coders: tuple[str, ...]
    unit: str
    missing: str
    notes: tuple[str, ...]
    decisions: Decisions


def agreement(
    material: Any,
    sources: Sources | None = None,
    *,
    unit: str | pd.DataFrame = "sentence",
    missing: str = "unread",
    read: Iterable[tuple[str, str]] | None = None,
    frame: CodingFrame | None = None,
    coders: Sequence[str] | None = None,
    resample: str = "unit",
    replicates: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> Agreement:
    """The agreement between the coders of a project, or of a table of codings.

    Parameters
    ----------
    material
        A project, or codings: source, start, end, code, coder. A row without a code says
        that the coder read the source and found nothing.
    sources
        The texts (list of `Source`, or id -> text); a project brings its own.
    unit
        "sentence", "paragraph", "source", or "passage" (what somebody coded, overlapping
        marks merged; text that nobody coded then counts for nothing); or an own table of
        source, start, end.
    missing
        "unread": a coder without a coding in a source has not read it; "read": every coder
        has read every source.
    read
        Who read what, as (source, coder); replaces `missing`. A project knows it by itself.
    frame
        Gives the parents and the order of codes. Without one the parent is the part of the
        id before the first "/".
    coders
        Whom to compare; all by default.
    resample
        "unit" draws units anew for the intervals, "source" whole sources (wider and more
        honest where there are many sources, since sentences of one text go together).
    replicates, level, seed
        Of the bootstrap; `replicates=0` for no intervals.

    Raises
    ------
    StudyError
        If fewer than two coders are there, a coding does not fit its text, or a choice is
        unknown.
    """
    table, known = _checked(material, sources)
    frame = frame or frame_of(material)
    rule, read = _who_read(material, missing, read)
    who = _coders(table, coders, read or [])
    table = table[table["coder"].isin(who)]
    if not (table["code"] != "").any():
        raise StudyError("The coders have coded nothing yet, so there is nothing to compare.")
    readers = _readers(table, known, who, missing, read)
    units = units_of(table, known, unit)
    found = decisions(table, units, known, coders=who, frame=frame, read=readers)
    how = Intervals(resample, replicates, level, seed)
    return _figures(found, frame, rule, how, unit=unit)


def _checked(material: Any, sources: Sources | None) -> tuple[pd.DataFrame, dict[str, str]]:
    """The codings, and the texts by source, which fit."""
    codings, given = of_project(material, sources)
    table, known = coding_table(codings), texts(given)
    if known:
        check_places(table, known)
    return table, known


def _who_read(
    material: Any, missing: str, read: Iterable[tuple[str, str]] | None
) -> tuple[str, list[tuple[str, str]] | None]:
    """The missing rule in words, and (source, coder) if it was told or the project knows."""
    if missing not in ("unread", "read"):
        raise StudyError(f'The missing rule "{missing}" is not known; choose "unread" or "read".')
    if read is not None:
        return MISSING["told"], list(read)
    own = readers_of(material) if missing == "unread" else None
    return MISSING["project" if own is not None else missing], own


def _figures(
    found: Decisions,
    frame: CodingFrame | None,
    rule: str,
    how: Intervals,
    *,
    unit: str | pd.DataFrame,
) -> Agreement:
    drawn = resamples(
        found, resample=how.resample, replicates=how.replicates, level=how.level, seed=how.seed
    )
    rows = [*_rows(found, drawn), *_unused(found, frame)]
    table = pd.DataFrame(rows).set_index("code")
    words = UNITS[unit] if isinstance(unit, str) else "a passage of the given table"
    return Agreement(
        table=table,
        overall=table.loc[ALL_CODES],
        pairs=_pairs(found),
        disagreements=disagreements(found),
        coders=found.coders,
        unit=words,
        missing=rule,
        notes=tuple(agreement_notes(found, table, unit=words, rule=rule, how=how)),
        decisions=found,
    )


def _coders(
    table: pd.DataFrame, chosen: Sequence[str] | None, read: Iterable[tuple[str, str]]
) -> list[str]:
    there = sorted({*table["coder"], *(coder for _, coder in read)})
    absent = sorted(set(chosen or ()) - set(there))
    if absent:
        raise StudyError(
            f'There are no codings by "{absent[0]}"; the coders are {", ".join(there)}.'
        )
    who = list(dict.fromkeys(chosen)) if chosen is not None else there
    if len(who) < 2:
        raise StudyError(
            f"Agreement needs two coders; the codings are by {', '.join(who) or 'nobody'}."
        )
    return who


def _readers(
    table: pd.DataFrame,
    known: dict[str, str],
    who: Sequence[str],
    missing: str,
    read: Iterable[tuple[str, str]] | None,
) -> set[tuple[str, str]]:
    coded = set(zip(table["source"], table["coder"], strict=True))
    if read is not None:
        return coded | {(str(source), coder) for source, coder in read}
    if missing == "unread":
        return coded
    return {(source, coder) for source in {*known, *table["source"]} for coder in who}


def _rows(found: Decisions, plan: Resamples) -> Iterator[dict[str, Any]]:
    codes, parents = len(found.codes), len(found.parents)
    yield _row(ALL_CODES, "overall", found, plan, range(codes))
    if parents:
        yield _row(ALL_PARENTS, "overall", found, plan, range(codes, codes + parents))
    for i, name in enumerate(found.codes):
        yield _row(name, "code", found, plan, [i])
    for i, name in enumerate(found.parents, start=codes):
        label = f"{name} (with all below)" if name in found.codes else name
        yield _row(label, "parent", found, plan, [i])


def _row(
    name: str, level: str, found: Decisions, plan: Resamples, columns: Sequence[int]
) -> dict[str, Any]:
    """One row of the table: every coefficient over these columns' decisions pooled."""
    rows, per_profile = pooled(plan, len(found.coders), columns)
    weights = plan.draws @ per_profile
    coded = (found.cube[:, list(columns), :] == 1).any(axis=2)
    shared = (found.cube[:, list(columns), :] >= 0).sum(axis=2) >= 2
    row: dict[str, Any] = {"code": name, "level": level, "units": rows.units}
    row["coded"] = int((coded & shared).sum())
    reasons: dict[str, list[str]] = {}
    for column, (label, formula) in COEFFICIENTS.items():
        estimate = point(label, formula, rows)
        if estimate.defined and len(weights):
            estimate = with_interval(estimate, formula(rows, weights), level=plan.level)
        row |= {column: estimate.value, f"{column}_low": estimate.low}
        row[f"{column}_high"] = estimate.high
        if estimate.reason:
            reasons.setdefault(estimate.reason, []).append(label.split(",")[0])
    row["not_defined"] = "; ".join(f"{', '.join(who)}: {why}" for why, who in reasons.items())
    return row


def _unused(found: Decisions, frame: CodingFrame | None) -> Iterator[dict[str, Any]]:
    """A row for each code of the frame that nobody used: agreed on, and nothing else defined."""
    shared = int(((found.cube[:, :1, :] >= 0).sum(axis=(1, 2)) >= 2).sum())
    for code in frame.codable if frame is not None else ():
        if code.id not in found.codes:
            row: dict[str, Any] = {"code": code.id, "level": "code", "units": shared, "coded": 0}
            row["percent_agreement"] = 1.0 if shared else float("nan")
            yield row | {"not_defined": UNUSED if shared else NO_PAIRS}


def _pairs(found: Decisions) -> pd.DataFrame:
    """Every two coders on all codes pooled."""
    codes = found.cube[:, : len(found.codes), :].reshape(-1, len(found.coders)).astype(np.int64)
    rows = []
    for one, other in combinations(range(len(found.coders)), 2):
        both = of_codes(codes[:, [one, other]], (0, 1))
        figures = {
            column: point(*COEFFICIENTS[column], both).value
            for column in ("percent_agreement", "cohen_kappa", "krippendorff_alpha")
        }
        names = {"coder": found.coders[one], "other": found.coders[other]}
        rows.append(names | {"units": both.units} | figures)
    return pd.DataFrame(rows).set_index(["coder", "other"])
