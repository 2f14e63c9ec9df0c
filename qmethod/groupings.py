"""Who shares which viewpoint: the profile of each grouping, with small numbers hidden."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from corpora import disclosure
from corpora.errors import StudyError
from qmethod.members import Groups
from qmethod.record import QAnalysis

KINDS = ("categories", "yes/no", "numbers")
YES = {"yes", "y", "true", "1", "1.0"}
NO = {"no", "n", "false", "0", "0.0"}
GAP = "not recorded"
NOBODY = "–"
RANGE_STEP = 5


def groupings(
    analysis: QAnalysis,
    *,
    suppress: bool = True,
    threshold: int = 5,
    marker: str = disclosure.MARKER,
    kinds: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Group x [members, n, a column or two per attribute]: who is flagged on which factor.

    One row per factor, one for those flagged on none and one for all. A participant flagged
    on two factors counts in both, and once in the last row. Attributes are shown by kind:

    - yes/no (true and false, yes and no, or only 0 and 1): how many say yes
    - numbers (every recorded value is a number): mean, and range from lowest to highest
    - categories (all else): how many are of each

    An attribute that is the same for everybody is left out. Participants without a value
    count as "not recorded"; means and ranges are of the values recorded.

    Parameters
    ----------
    suppress
        Hide counts under `threshold`, counts of 0 too, since the members are listed, and
        figures on fewer people, with as many further ones as it takes so that they can't be
        worked back (`corpora.disclosure`). Categories with fewer than `threshold`
        participants in all are joined as "other", and a mean that all members share is hidden.
        The ends of a range are single people's values, so ranges are widened outwards to
        multiples of 5: ages 16 to 18 read "15 to 19".
    marker
        What stands in the place of a hidden figure.
    kinds
        Attribute -> "categories", "yes/no" or "numbers", where the kind seen is not the one
        meant, as with a category coded 1, 2, 3.

    Returns
    -------
    pd.DataFrame
        Its attrs hold `legend` (what the marker hides; empty if it hides nothing) and
        `notes` (a tuple of sentences to be printed with the table).

    Raises
    ------
    StudyError
        If `kinds` names an attribute or a kind that there is not, or a value does not fit
        the kind given.
    """
    groups = Groups.of(analysis)
    people, notes = _attributes(analysis)
    asked = _checked_kinds(kinds or {}, people)
    rule = _Rule(suppress, threshold, marker)
    table = pd.DataFrame({"members": groups.members, "n": groups.sizes}, dtype=object)
    for name in people.columns:
        kind = asked.get(name) or _kind(people[name])
        columns, note = _profile(str(name), people[name], kind, groups, rule)
        table = pd.concat([table, columns], axis=1)
        notes += note
    if not suppress and people.shape[1]:
        notes += ("Small numbers are not hidden: this table is for the study team alone.",)
    table.index.name = "group"
    table.attrs = {"legend": _legend(table, rule), "notes": (*groups.notes, *notes)}
    return table


@dataclass(frozen=True)
class _Rule:
    suppress: bool
    threshold: int
    marker: str


def _attributes(analysis: QAnalysis) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Every participant x attribute, missing where there is no value; and what to say of it."""
    given = analysis.study.participants
    names = [str(p) for p in analysis.flags.index]
    if given is None or given.shape[1] == 0:
        return pd.DataFrame(index=names), ("The study has no attributes of its participants.",)
    people = given.set_axis(given.index.map(str))
    for labels, what in ((people.index, "Participant"), (people.columns, "The attribute")):
        if not labels.is_unique:
            raise StudyError(
                f'{what} "{labels[labels.duplicated()][0]}" stands twice among the attributes '
                "of the participants; keep one."
            )
    without = [name for name in names if name not in set(people.index)]
    told = {c: [_told(value) for value in v] for c, v in people.reindex(names).items()}
    return pd.DataFrame(told, index=names, dtype=object), (
        f"No attributes are recorded for {', '.join(without)}.",
    ) if without else ()


def _checked_kinds(kinds: Mapping[str, str], people: pd.DataFrame) -> Mapping[str, str]:
    for name, kind in kinds.items():
        if name not in people.columns:
            there = ", ".join(map(str, people.columns)) or "none"
            raise StudyError(f'There is no attribute "{name}"; the study has {there}.')
        if kind not in KINDS:
            raise StudyError(
                f'Attribute "{name}": "{kind}" is no kind; choose one of {", ".join(KINDS)}.'
            )
    return kinds


def _kind(values: pd.Series[Any]) -> str:
    """The kind of an attribute by its recorded values."""
    words = {_word(value) for value in values.dropna()}
    if words and words <= YES | NO:
        return "yes/no"
    numbers = pd.to_numeric(values.dropna(), errors="coerce")
    return "numbers" if len(numbers) and numbers.notna().all() else "categories"


def _told(value: object) -> object:
    """The value, or None for a missing or blank one."""
    missing = bool(pd.isna(value)) if pd.api.types.is_scalar(value) else False
    return None if missing or not str(value).strip() else value


def _word(value: object) -> str:
    return str(value).strip().casefold()


def _profile(
    name: str, values: pd.Series[Any], kind: str, groups: Groups, rule: _Rule
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Row x the columns of one attribute, and what to say of it."""
    nothing = pd.DataFrame(index=list(groups.rows))
    gaps = int(values.isna().sum())
    if gaps == len(values):
        return nothing, (f"{name} is not recorded for anybody.",)
    if kind == "numbers":
        note = f"{name} is not recorded for {gaps} of {len(values)} participants; means and "
        note += "ranges are of the others."
        return _figures(name, _as_numbers(name, values), groups, rule), (note,) * bool(gaps)
    labels = _yes_or_no(name, values) if kind == "yes/no" else _categories(values, rule)
    if values.nunique() == 1 and not gaps:
        return nothing, (f"{name} is the same for all participants, so it is not shown.",)
    if labels.nunique() == 1:
        shared = f"no value of it is shared by {rule.threshold} participants"
        return nothing, (f"{name} is not shown: {shared}.",)
    return _counts(name, labels, kind, groups, rule), ()


def _yes_or_no(name: str, values: pd.Series[Any]) -> pd.Series[str]:
    words = values.dropna().map(_word)
    for participant, word in words[~words.isin(YES | NO)].items():
        raise StudyError(
            f'Attribute "{name}" of participant {participant}: "{word}" is neither yes nor no.'
        )
    return words.isin(YES).map({True: "yes", False: "no"}).reindex(values.index, fill_value=GAP)


def _categories(values: pd.Series[Any], rule: _Rule) -> pd.Series[str]:
    """Each participant's category; where small numbers are hidden, rare ones are joined."""
    labels = values.map(lambda value: str(value).strip(), na_action="ignore").fillna(GAP)
    if not rule.suppress:
        return labels
    sizes = labels.value_counts()
    rare = sizes.index[sizes < rule.threshold]
    if len(rare.drop(GAP, errors="ignore")) == 0:
        return labels
    joined = f"other or {GAP}" if GAP in rare else "other"
    return labels.where(~labels.isin(rare), joined)


def _counts(
    name: str, labels: pd.Series[str], kind: str, groups: Groups, rule: _Rule
) -> pd.DataFrame:
    """Row x categories: how many of each."""
    order = sorted(labels.unique(), key=lambda label: (GAP in label, label == "other", label))
    counts = pd.DataFrame(
        {
            f"{name}: {label}": [int((labels[who] == label).sum()) for who in groups.all.values()]
            for label in order
        },
        index=list(groups.all),
    )
    kept_back = [f"{name}: no"] if kind == "yes/no" else []
    if not rule.suppress:
        return counts.loc[list(groups.rows)].drop(columns=kept_back, errors="ignore")
    people = pd.Series({row: len(who) for row, who in groups.all.items()})
    hidden = disclosure.suppress(
        counts.assign(n=people),
        threshold=rule.threshold,
        zeros=True,
        row_sums=groups.sums,
        column_sums={"n": list(counts.columns)},
        known=["n"],
        unpublished_rows=list(groups.parts),
        unpublished_columns=[column for column in kept_back if column in counts],
    )
    return hidden.display(rule.marker).drop(columns="n")


def _as_numbers(name: str, values: pd.Series[Any]) -> pd.Series[float]:
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    for participant in numbers.index[numbers.isna() & values.notna() | np.isinf(numbers)]:
        raise StudyError(
            f'Attribute "{name}" of participant {participant}: "{values[participant]}" '
            "is no number; correct it or call the attribute a category."
        )
    return numbers


def _figures(name: str, values: pd.Series[float], groups: Groups, rule: _Rule) -> pd.DataFrame:
    """Row x mean and range."""
    columns = [f"{name} (mean)", f"{name} (range)"]
    recorded = {row: values[who].dropna() for row, who in groups.all.items()}
    step = RANGE_STEP if rule.suppress else 0
    figures = pd.DataFrame(
        [[_mean(v), _range(v, step)] for v in recorded.values()],
        index=list(recorded),
        columns=columns,
        dtype=object,
    )
    if not rule.suppress:
        return figures.loc[list(groups.rows)]
    size = pd.DataFrame({c: [len(v) for v in recorded.values()] for c in columns}, list(recorded))
    alike = pd.Series({row: v.nunique() == 1 for row, v in recorded.items()})
    hidden = disclosure.suppress_statistics(
        figures,
        size,
        threshold=rule.threshold,
        sensitive=pd.DataFrame(dict.fromkeys(columns, alike)),
        row_sums=groups.sums,
        unpublished_rows=list(groups.parts),
    )
    return hidden.display(rule.marker)


def _mean(values: pd.Series[float]) -> object:
    return round(float(values.mean()), 1) if len(values) else NOBODY


def _range(values: pd.Series[float], step: int) -> str:
    """Lowest to highest, outwards to whole steps where `step` is not 0."""
    if not len(values):
        return NOBODY
    low, high = float(values.min()), float(values.max())
    if step:
        low, high = math.floor(low / step) * step, (math.floor(high / step) + 1) * step
        whole = bool((values == values.round()).all())
        return f"{low:g} to {high - 1:g}" if whole else f"{low:g} to under {high:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _legend(table: pd.DataFrame, rule: _Rule) -> str:
    """What the marker hides, in a sentence; empty where it hides nothing."""
    if not (table == rule.marker).to_numpy().any():
        return ""
    return (
        f"{rule.marker} hides a count under {rule.threshold}, 0 included, a mean or range of "
        f"fewer than {rule.threshold} people or of people who are all alike, or a figure from "
        "which one of these could be worked back; ranges are widened to multiples of "
        f"{RANGE_STEP}."
    )
