"""Which participants stand behind each factor, behind none, and behind several."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from qmethod.record import QAnalysis

NO_VIEWPOINT = "no viewpoint"
ALL = "all participants"


@dataclass(frozen=True, eq=False)
class Groups:
    """Which participants make up each row, and the parts that the rows share.

    `rows` maps the rows shown to their participants. `parts` maps further rows that are not
    shown, those flagged on the same two factors and so on, and `sums` says how the shown
    rows are made up of them.
    """

    rows: dict[str, list[str]]
    parts: dict[str, list[str]]
    sums: dict[str, list[str]]

    @classmethod
    def of(cls, analysis: QAnalysis) -> Groups:
        """The groups of an analysis: its factors, those on none, and all."""
        flags = analysis.flags.astype(bool)
        rows = {str(f): [str(p) for p in flags.index[flags[f]]] for f in flags.columns}
        rows[NO_VIEWPOINT] = [str(p) for p in flags.index[~flags.any(axis=1)]]
        rows[ALL] = [str(p) for p in flags.index]
        on = {str(p): tuple(str(f) for f in flags.columns[flags.loc[p]]) for p in flags.index}
        shared = {factor for factors in on.values() if len(factors) > 1 for factor in factors}
        parts: dict[str, list[str]] = {}
        for participant, factors in on.items():
            if shared & set(factors):
                parts.setdefault("only " + " and ".join(factors), []).append(participant)
        sums = {
            factor: [label for label, who in parts.items() if set(who) <= set(rows[factor])]
            for factor in rows
            if factor in shared
        }
        sums[ALL] = [row for row in rows if row != ALL and row not in shared] + list(parts)
        return cls(rows, parts, sums)

    @property
    def members(self) -> pd.Series[str]:
        """Row -> the participants' codes."""
        return pd.Series({row: ", ".join(who) for row, who in self.rows.items()}, dtype=object)

    @property
    def sizes(self) -> pd.Series[int]:
        """Row -> how many participants."""
        return pd.Series({row: len(who) for row, who in self.rows.items()})

    @property
    def all(self) -> dict[str, list[str]]:
        """The rows shown and the parts not shown."""
        return {**self.rows, **self.parts}

    @property
    def notes(self) -> tuple[str, ...]:
        """Who counts in more than one row."""
        twice = [p for p in self.rows[ALL] if self._factors_with(p) > 1]
        if not twice:
            return ()
        are, count = ("is", "counts") if len(twice) == 1 else ("are", "count")
        listed = ", ".join(twice)
        return (f"{listed} {are} flagged on more than one factor and {count} in each of them.",)

    def _factors_with(self, participant: str) -> int:
        return sum(participant in who for row, who in self.rows.items() if row != ALL)
