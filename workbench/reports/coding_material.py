"""What a coding report is made of, worked out once from the project."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

import coding as cd
from coding.frame import CodingFrame
from coding.project import Project
from coding.reliability import Agreement
from corpora.errors import StudyError
from corpora.sources import Source
from workbench.reports.coding_names import name_like, numbered_names, words_of_ids

MOST_VALUES = 12
NOT_ASKED = "not asked for"


@dataclass(frozen=True)
class CodingMaterial:
    """A project, and how much of it the report is to show.

    Fields
    ------
    project
        Open.
    threshold
        Counts of cases below this are hidden where they are broken down.
    quotations
        At most so many for each code on paper.
    unit
        Of the agreement.
    replicates
        Of the bootstrap behind its intervals.
    by
        The attributes by which counts are broken down; all that are fit for it by default.
    """

    project: Project
    threshold: int = 5
    quotations: int = 8
    unit: str = "sentence"
    replicates: int = 500
    by: tuple[str, ...] | None = None

    @cached_property
    def sources(self) -> list[Source]:
        """Every text."""
        return self.project.sources()

    @cached_property
    def frame(self) -> CodingFrame:
        """The frame in use."""
        found: CodingFrame | None = self.project.frame
        if found is None:
            raise StudyError("The project has no frame yet, so there is nothing to report.")
        return found

    @cached_property
    def codings(self) -> pd.DataFrame:
        """Every coding of every coder."""
        return self.project.codings()

    @cached_property
    def about(self) -> pd.DataFrame:
        """Cases x attributes, those given to the case itself included."""
        table = self.project.cases()
        return table[table["sources"] > 0].drop(columns="sources")

    @cached_property
    def case_names(self) -> dict[str, str]:
        """Case -> what it is called in the report."""
        return numbered_names(self.about.index, "Case")

    @cached_property
    def coder_names(self) -> dict[str, str]:
        """Coder -> what they are called in the report."""
        people = [*self.project.coders().index, *self.codings["coder"]]
        return numbered_names(people, "Coder")

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The coded passages with case and words; see `coding.coded_passages`."""
        return cd.coded_passages(self.codings, self.sources, context=80)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """How often and how widely each code was given; see `coding.code_totals`."""
        return cd.code_totals(self.codings, self.sources, frame=self.frame)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What coders decided on suggestions."""
        return self.project.decisions()

    @cached_property
    def _id_words(self) -> frozenset[str]:
        return words_of_ids([*self.about.index, *(s.id for s in self.sources if s.id != s.case)])

    def to_check(self, quote: str) -> str:
        """The words of a quotation that may be names, as a phrase."""
        return ", ".join(name_like(quote, self._id_words))

    @cached_property
    def broken_down(self) -> dict[str, str]:
        """Attribute -> "" if counts are broken down by it, or why they are not."""
        return {name: self._why_not(self.about[name]) for name in self.about.columns}

    def _why_not(self, values: pd.Series) -> str:
        if self.by is not None and values.name not in self.by:
            return NOT_ASKED
        different = values.nunique()
        if different > MOST_VALUES or different > len(values) / 2:
            return f"{different} different values, by which single cases could be told"
        return "" if different > 1 else "the same for every case"

    @cached_property
    def agreement(self) -> Agreement | str:
        """How far coders agree, or why that can't be told."""
        return agreement_of(
            self.project, self.codings, self.sources, self.frame,
            unit=self.unit, replicates=self.replicates,
        )  # fmt: skip

    @property
    def synthetic(self) -> bool:
        """Whether the texts say of themselves that they are synthetic."""
        first = (source.text.partition("\n")[0].casefold() for source in self.sources)
        return any("synthetic" in line for line in first)


def agreement_of(
    project: Project, codings: Any, sources: Any, frame: CodingFrame, *, unit: str, replicates: int
) -> Agreement | str:
    """The agreement on the sources that two coders or more have read, or why there is none."""
    readers = project.readers()
    shared = set(readers["source"][readers["source"].duplicated()])
    if not shared:
        return "No text was read by two coders, so agreement can't be worked out."
    both = readers[readers["source"].isin(shared)]
    people = sorted(set(both["coder"]))
    table = codings[codings["source"].isin(shared) & codings["coder"].isin(people)]
    silent = [who for who in people if who not in set(table["coder"])]
    rows = [{"source": s, "start": 0, "end": 0, "code": "", "coder": c}
            for s, c in zip(both["source"], both["coder"], strict=True) if c in silent]  # fmt: skip
    table = pd.concat([table[["source", "start", "end", "code", "coder"]], pd.DataFrame(rows)])
    read = list(zip(both["source"], both["coder"], strict=True))
    texts = [source for source in sources if source.id in shared]
    try:
        return cd.agreement(table, texts, unit=unit, read=read, frame=frame, replicates=replicates)
    except StudyError as fault:
        return str(fault)
