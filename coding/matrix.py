"""Counts of codes: by case, by attribute, and together.

All counts are of distinct coded passages (`coding.passages`), or of the cases that have
them. A parent's count is the sum of the codes below it, so that totals agree everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from coding.decisions import ancestors
from coding.frame import CodingFrame
from coding.passages import about_cases, about_sources, distinct
from coding.plain import codings_of, frame_of
from coding.together import held_together, overlapping, places_of
from corpora.disclosure import Suppressed, suppress
from corpora.errors import StudyError

TOTAL = "Total"
ALL_CASES = "All cases"
NOT_KNOWN = "not known"


def code_by_case(
    material: Any,
    sources: Any = None,
    *,
    values: str = "counts",
    frame: CodingFrame | None = None,
    parents: bool = False,
    coder: str | None = None,
    attributes: bool = True,
) -> pd.DataFrame:
    """Cases x codes: how many passages of each case have the code, or 0/1 for whether any has.

    Parameters
    ----------
    material, sources
        A project, or a table of codings (source, start, end, code, coder) and the sources.
    values
        "counts" or "presence" (0/1).
    frame
        Gives the order of the columns, and a column to codes that nobody used.
    parents
        A column for every code above, too, before those below it.
    coder
        Only this coder's codings.
    attributes
        The attributes of the case before the codes.

    Returns
    -------
    Index case, every case of the sources; columns the attributes, then the codes.

    Raises
    ------
    StudyError
        If `values` is unknown or a coding's source is not among the sources.
    """
    if values not in ("counts", "presence"):
        raise StudyError(f'Values "{values}" are not known; choose "counts" or "presence".')
    frame = frame or frame_of(material)
    if sources is None and hasattr(material, "store"):
        counts, rest = _counted_inside(material, frame, coder)
    else:
        about = about_sources(material, sources)
        rest = about_cases(material, sources, about)
        counts = _case_counts(distinct(codings_of(material), coder=coder), about, frame)
    counts = counts.reindex(rest.index, fill_value=0).rename_axis(index="case")
    if parents:
        counts = _with_parents(counts, frame)
    if values == "presence":
        counts = (counts > 0).astype(np.int64)
    if not attributes:
        return counts
    rest = rest.copy()
    rest.columns = [f"{c} (attribute)" if c in counts.columns else c for c in rest.columns]
    return pd.concat([rest, counts], axis=1)


def _case_counts(
    found: pd.DataFrame, about: pd.DataFrame, frame: CodingFrame | None
) -> pd.DataFrame:
    known = about.index.get_indexer(found["source"])
    if (known < 0).any():
        source = found["source"][known < 0].iloc[0]
        raise StudyError(f'A coding names the source "{source}", which is not among the sources.')
    cases = about["case"].to_numpy()[known]
    return _crossed(cases, found["code"], np.ones(len(found), dtype=np.int64), frame)


def _counted_inside(
    project: Any, frame: CodingFrame | None, coder: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts of a project, and the attributes of its cases."""
    from coding.project_counts import passage_counts

    found = passage_counts(project, coder=coder)
    counts = _crossed(found["case"], found["code"], found["passages"].to_numpy(np.int64), frame)
    return counts, project.cases().drop(columns="sources")


def _crossed(
    cases: Any, codes: pd.Series, numbers: np.ndarray, frame: CodingFrame | None
) -> pd.DataFrame:
    """Cases x codes: the sums of the numbers, for the cases that are there."""
    case, names = pd.factorize(np.asarray(cases, dtype=object))
    columns = pd.Index(_columns(codes, frame))
    table = np.zeros((len(names), len(columns)), dtype=np.int64)
    np.add.at(table, (case, columns.get_indexer(codes)), numbers)
    return pd.DataFrame(table, index=pd.Index(names, name="case", dtype=object), columns=columns)


def _columns(used: pd.Series, frame: CodingFrame | None) -> list[str]:
    """The codes of the frame that can be given, in order, and any others that were used."""
    there = set(used.unique())
    of_frame = [c.id for c in frame if c.codable or c.id in there] if frame is not None else []
    return of_frame + sorted(there - set(of_frame))


def _with_parents(counts: pd.DataFrame, frame: CodingFrame | None) -> pd.DataFrame:
    """Each parent's column, the sum of what is below and its own, before its first code."""
    columns: dict[str, pd.Series] = {}
    for code in counts.columns:
        for parent in reversed(ancestors(code, frame)):
            if parent not in columns:
                columns[parent] = counts[parent] * 0 if parent in counts.columns else 0
            columns[parent] = columns[parent] + counts[code]
        columns[code] = columns[code] + counts[code] if code in columns else counts[code]
    return pd.DataFrame(columns, index=counts.index)


def code_totals(
    material: Any,
    sources: Any = None,
    *,
    frame: CodingFrame | None = None,
    coder: str | None = None,
) -> pd.DataFrame:
    """Index code (parents before what is below, "Total" last); how often and how widely used.

    Columns level ("parent", "code", "total"), passages, sources, cases.
    """
    codings = codings_of(material)
    frame = frame or frame_of(material)
    about = about_sources(material, sources)
    found = distinct(codings, coder=coder)
    _case_counts(found, about, frame)  # refuses codings of unknown sources
    found["case"] = found["source"].map(about["case"])
    below: dict[str, list[str]] = {}
    for code in _columns(found["code"], frame):
        for name in [*reversed(ancestors(code, frame)), code]:
            below.setdefault(name, []).append(code)
    by_code = dict(tuple(found.groupby("code", sort=False)))
    rows = {}
    for name, codes in below.items():
        used = [by_code[code] for code in codes if code in by_code]
        rows[name] = _spread(pd.concat(used) if used else found[:0])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["passages", "sources", "cases"])
    table.insert(0, "level", ["code" if below[n] == [n] else "parent" for n in table.index])
    table.loc[TOTAL] = ["total", *_spread(found)]
    return table.rename_axis("code")


def _spread(found: pd.DataFrame) -> tuple[int, int, int]:
    return len(found), found["source"].nunique(), found["case"].nunique()


def co_occurrence(
    material: Any,
    sources: Any = None,
    *,
    within: str = "passage",
    frame: CodingFrame | None = None,
    coder: str | None = None,
) -> pd.DataFrame:
    """Codes x codes: how often two codes come together; the diagonal is how often each comes.

    Parameters
    ----------
    within
        "passage" counts pairs of passages that overlap, one of each code; "sentence",
        "source" and "case" count those that hold both.

    Raises
    ------
    StudyError
        If `within` is unknown.
    """
    codings = codings_of(material)
    frame = frame or frame_of(material)
    found = distinct(codings, coder=coder)
    columns = pd.Index(_columns(found["code"], frame))
    code = columns.get_indexer(found["code"])
    if within == "passage":
        table = np.diag(np.bincount(code, minlength=len(columns)))
        for one, other in overlapping(found, code):
            table[one, other] += 1
            table[other, one] += 1
    elif within in ("sentence", "source", "case"):
        table = held_together(
            found, code, places_of(found, material, sources, within), len(columns)
        )
    else:
        raise StudyError(
            f'Counting within "{within}" is not known; choose passage, sentence, source or case.'
        )
    return pd.DataFrame(table, index=columns, columns=columns)


def counts_by(
    material: Any,
    attribute: str,
    sources: Any = None,
    *,
    frame: CodingFrame | None = None,
    parents: bool = False,
    coder: str | None = None,
    threshold: int = 5,
) -> Suppressed:
    """How many cases of each area (or year, role, ...) have each code; small numbers hidden.

    Rows "All cases" and the codes; columns the values of the attribute and "Total". Also
    hidden is what would give away how many cases do *not* have a code, where they are few.

    Parameters
    ----------
    attribute
        Of the sources, such as "area"; cases without it count as "not known".
    parents
        Count for the codes above instead of the codes.
    threshold
        Counts from 1 to one less are hidden (`corpora.disclosure.suppress`).

    Raises
    ------
    StudyError
        If no source has the attribute.
    """
    about = about_cases(material, sources, about_sources(material, sources))
    if attribute not in about.columns:
        raise StudyError(
            f'The sources have no attribute "{attribute}"; they have '
            f"{', '.join(map(str, about.columns)) or 'none'}."
        )
    used = code_by_case(
        material, sources, values="presence", frame=frame, coder=coder, attributes=False
    )
    frame = frame or frame_of(material)
    if parents:
        used = _tops(used, frame)
    value = about[attribute].astype(str).replace("", NOT_KNOWN).loc[used.index]
    return _suppressed(used, value, threshold)


def _tops(used: pd.DataFrame, frame: CodingFrame | None) -> pd.DataFrame:
    """Cases x top codes: 1 where the case has any code below."""
    top = [(ancestors(code, frame) or [code])[-1] for code in used.columns]
    return used.T.groupby(np.array(top), sort=False).max().T


def _suppressed(used: pd.DataFrame, value: pd.Series, threshold: int) -> Suppressed:
    sizes = value.groupby(value).size()
    having = used.groupby(value).sum().T
    without = {code: f"without {code}" for code in having.index}
    rest = sizes - having
    rest.index = pd.Index([without[code] for code in having.index])
    table = pd.concat([sizes.to_frame(ALL_CASES).T, having, rest])
    table[TOTAL] = table.sum(axis=1)
    return suppress(
        table.rename_axis(index="code", columns=None),
        threshold=threshold,
        row_sums=[(ALL_CASES, [code, other]) for code, other in without.items()],
        total_column=TOTAL,
        unpublished_rows=list(without.values()),
    )
