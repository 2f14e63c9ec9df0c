"""Small numbers hidden in every table that leaves the study, so that nobody can be picked out.

`suppress` is for tables of counts, `suppress_statistics` for means, ranges and other figures
that rest on a group of people. Both hide what is small and then as little more as is needed
so that it can't be worked back from the totals that are shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from corpora.attack import Sums, parts_of_rows
from corpora.errors import StudyError
from corpora.secondary import Sheet, enough_hidden, hidden_figures

Label = Hashable
LabelSums = Mapping[Any, Sequence[Any]]
LabelSumPairs = LabelSums | Sequence[tuple[Any, Sequence[Any]]]

MARKER = "[c]"
TOTAL_WORDS = {"total", "totals", "all", "sum", "overall", "grand total"}


@dataclass(frozen=True, eq=False)
class Suppressed:
    """A table that may leave the study.

    Fields
    ------
    table
        The figures that are shown; NA where one is hidden (or was never there).
    hidden
        Same shape, bool: every hidden figure.
    secondary
        Same shape, bool: those hidden only so that another can't be worked back.
    threshold, zeros
        The rule: figures on fewer than `threshold` people are hidden, counts of 0 too
        where `zeros`.
    what
        "count", or "figure" for statistics.
    """

    table: pd.DataFrame
    hidden: pd.DataFrame
    secondary: pd.DataFrame
    threshold: int
    zeros: bool = False
    what: str = "count"

    def display(self, marker: str = MARKER) -> pd.DataFrame:
        """The table for reading: `marker` where a figure is hidden, all else as it is."""
        return self.table.astype(object).mask(self.hidden, marker)

    def legend(self, marker: str = MARKER) -> str:
        """One sentence that says what the marker means; empty where nothing is hidden."""
        if not self.hidden.to_numpy().any():
            return ""
        if self.what == "figure":
            small = f"a figure about fewer than {self.threshold} people"
        else:
            small = f"a count from {0 if self.zeros else 1} to {self.threshold - 1}"
        return f"{marker} hides {small}, or one from which such a {self.what} could be worked back."


def suppress(
    table: pd.DataFrame,
    *,
    threshold: int = 5,
    zeros: bool = False,
    row_sums: LabelSumPairs | None = None,
    column_sums: LabelSumPairs | None = None,
    total_row: Label | None = None,
    total_column: Label | None = None,
    known: Sequence[Label] = (),
    unpublished_rows: Sequence[Label] = (),
    unpublished_columns: Sequence[Label] = (),
) -> Suppressed:
    """The table of counts with every count from 1 to `threshold` - 1 hidden for good.

    Further counts are hidden, fewest and smallest first and totals last, until a reader who
    knows how the table adds up can give none of the small counts exactly and can't even tell
    that it is under `threshold`. A table without small counts comes back whole.

    Parameters
    ----------
    table
        Rows x columns of whole numbers, 0 or more, each row and column with its own label.
    zeros
        Hide counts of 0 as well; wanted where the members of a group are known, since "none
        of them" tells something about each of them.
    row_sums, column_sums
        Label of a total -> labels of its parts: ``{"n": ["girls", "boys"]}``. Where one total
        is broken down in several ways, pairs: ``[("n", [...]), ("n", [...])]``.
    total_row, total_column
        Short for the sum of all other rows (or columns) that belong to no other sum.
    known
        Columns that readers know anyway, such as the size of a group whose members are
        listed. They are shown whatever their size.
    unpublished_rows, unpublished_columns
        Part of the arithmetic and protected too, but left out of the table that comes back:
        the rest of a total of which only one part is shown.

    Raises
    ------
    StudyError
        If a cell is no count, a sum does not add up, a total is not declared, or a count
        follows from the known columns and so can't be hidden.

    Notes
    -----
    The attack is solved in whole numbers (integer linear programming). The cells to hide for
    one small count after another are those of the cheapest other table that leaves a reader
    in doubt, after Kelly, Golden and Assad (1992, Networks 22, 397-417); afterwards every
    cell that turns out not to be needed is shown again. The reader is taken to know
    `threshold`, `zeros` and every sum, but not which of the hidden counts are the small ones.
    """
    counts = _counts(table, threshold)
    down = _sums(counts.index, row_sums, total_row, "row")
    across = _sums(counts.columns, column_sums, total_column, "column")
    _check_sums(counts, down, "row")
    _check_sums(counts.T, across, "column")
    sheet = Sheet(
        counts=counts,
        down=down,
        across=across,
        known=_positions(counts.columns, known, "column"),
        rows_kept_back=_positions(counts.index, unpublished_rows, "row"),
        columns_kept_back=_positions(counts.columns, unpublished_columns, "column"),
        threshold=threshold,
        zeros=zeros,
    )
    hidden = enough_hidden(sheet)
    return _published(sheet, hidden)


def suppress_statistics(
    values: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    threshold: int = 5,
    sensitive: pd.DataFrame | None = None,
    row_sums: LabelSums | None = None,
    total_row: Label | None = None,
    unpublished_rows: Sequence[Label] = (),
) -> Suppressed:
    """The table of means, ranges and the like without those on fewer than `threshold` people.

    A mean times its count is a sum, and sums add up; so further figures are hidden, those
    on the fewest people first and totals last, until no sum over fewer than `threshold`
    people follows from the figures shown.

    Parameters
    ----------
    values
        Groups x figures.
    counts
        Same shape: on how many people each figure rests.
    sensitive
        Same shape, bool: figures to be hidden although they rest on enough people, such as
        the mean of a group whose members all have the same value.
    row_sums, total_row, unpublished_rows
        As in `suppress`.

    Raises
    ------
    StudyError
        If the counts are no counts, do not fit the values, or do not add up.
    """
    if not (values.index.equals(counts.index) and values.columns.equals(counts.columns)):
        raise StudyError("Figures and counts must have the same rows and columns.")
    people = _counts(counts, threshold)
    down = _sums(people.index, row_sums, total_row, "row")
    _check_sums(people, down, "row")
    kept_back = np.zeros(len(people), dtype=bool)
    kept_back[_positions(people.index, unpublished_rows, "row")] = True
    small = (people > 0) & (people < threshold)
    first = small if sensitive is None else small | (sensitive & (people > 0))
    parts = parts_of_rows(len(people), down)
    hidden = pd.DataFrame(False, index=people.index, columns=people.columns)
    for name in people.columns:
        hidden[name] = hidden_figures(
            people[name].to_numpy(), first[name].to_numpy(), kept_back, parts, threshold
        )
    return Suppressed(
        table=values.astype(object).mask(hidden, pd.NA)[~kept_back],
        hidden=hidden[~kept_back],
        secondary=(hidden & ~first)[~kept_back],
        threshold=threshold,
        what="figure",
    )


def _published(sheet: Sheet, hidden: np.ndarray) -> Suppressed:
    counts = sheet.counts
    rows = np.setdiff1d(np.arange(counts.shape[0]), sheet.rows_kept_back)
    columns = np.setdiff1d(np.arange(counts.shape[1]), sheet.columns_kept_back)

    def frame(cells: np.ndarray) -> pd.DataFrame:
        whole = pd.DataFrame(
            cells.reshape(counts.shape), index=counts.index, columns=counts.columns
        )
        return whole.iloc[rows, columns]

    mask = frame(hidden)
    return Suppressed(
        table=frame(sheet.truth).astype("Int64").mask(mask),
        hidden=mask,
        secondary=frame(hidden & ~sheet.small),
        threshold=sheet.threshold,
        zeros=sheet.zeros,
    )


def _counts(table: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """The table as whole numbers, every cell of it checked."""
    if threshold < 1:
        raise StudyError(f"The threshold for small counts is {threshold}; give 1 or more.")
    for labels, kind in ((table.index, "row"), (table.columns, "column")):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise StudyError(f'The {kind} "{twice}" stands twice; give each {kind} its own label.')
    numbers = table.apply(pd.to_numeric, errors="coerce").astype(float)
    good = (numbers >= 0) & (numbers == numbers.round()) & (numbers < np.inf)
    for row, column in np.argwhere(~good.to_numpy()):
        raise StudyError(
            f'Row "{table.index[row]}", column "{table.columns[column]}": '
            f"{table.iat[row, column]!s} is no count; give a whole number, 0 or more."
        )
    return pd.DataFrame(numbers.astype("int64"))


def _positions(labels: pd.Index[Any], wanted: Sequence[Any], kind: str) -> list[int]:
    places = {label: i for i, label in enumerate(labels)}
    for label in wanted:
        if label not in places:
            known = ", ".join(str(there) for there in labels)
            raise StudyError(f'There is no {kind} "{label}" in the table; there are {known}.')
    return [places[label] for label in wanted]


def _sums(
    labels: pd.Index[Any], sums: LabelSumPairs | None, total: Label | None, kind: str
) -> Sums:
    """Each total with its parts, by position; `total` is the sum of all that is left."""
    pairs = list(sums.items() if isinstance(sums, Mapping) else sums or [])
    if total is not None:
        parts_of_others = {part for _, parts in pairs for part in parts}
        rest = [x for x in labels if x != total and x not in parts_of_others]
        pairs.append((total, rest))
    for whole, parts in pairs:
        if whole in parts or len(set(parts)) != len(parts) or not parts:
            raise StudyError(
                f'The {kind} "{whole}" must be the sum of other {kind}s, each named once.'
            )
    return tuple(
        (_positions(labels, [whole], kind)[0], tuple(_positions(labels, parts, kind)))
        for whole, parts in pairs
    )


def _check_sums(counts: pd.DataFrame, sums: Sums, kind: str) -> None:
    """Refuses sums that do not add up, and a total that nobody declared."""
    for total, parts in sums:
        added = counts.iloc[list(parts)].sum()
        for name in counts.columns[counts.iloc[total] != added]:
            other = "column" if kind == "row" else "row"
            raise StudyError(
                f'{other.capitalize()} "{name}": the {kind} "{counts.index[total]}" is '
                f"{counts[name].iloc[total]} but its parts add up to {added[name]}; "
                "correct the table or the sums."
            )
    declared = {total for total, _ in sums}
    for i, label in enumerate(counts.index):
        looks_like_one = str(label).strip().casefold() in TOTAL_WORDS and i not in declared
        if looks_like_one and (counts.iloc[i] == counts.drop(index=label).sum()).all():
            raise StudyError(
                f'The {kind} "{label}" is the sum of the others; declare it (total_{kind}), '
                "or hidden counts could be worked back from it."
            )
