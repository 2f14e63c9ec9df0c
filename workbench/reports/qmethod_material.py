"""What a Q-method report is made of, with everything that several of its parts need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from qmethod.agreement import agreement_grid, agreement_table
from qmethod.design import QStudy
from qmethod.groupings import groupings
from qmethod.notices import Notice
from qmethod.record import QAnalysis
from qmethod.saving import provenance
from qmethod.statements import consensus, differences, distinguishing
from workbench.reports.content import Block, Caution, Column, Ref, Text
from workbench.reports.shown import listed, number, sentence

if TYPE_CHECKING:
    from qmethod.bootstrap import Bootstrap

TOLD_IN_A_BOX = 5
NAMED_AT_MOST = 12
TITLES = {
    "not converged": "The extraction did not settle",
    "heywood": "A loading of 1 or more",
    "oblique": "The viewpoints are allowed to overlap",
    "no flag": "A viewpoint that no sort defines",
    "single flag": "A viewpoint that rests on one sort",
    "negative flag": "A sort that stands for the opposite view",
    "double flag": "A sort that defines two viewpoints",
    "manual flag": "A flag set by hand",
    "leaves the grid": "Sorts that leave the grid",
    "missing cards": "Cards that were not placed",
    "unflagged": "Sorts aligned with no viewpoint",
    "tie": "Statements that tie",
}


@dataclass(frozen=True, eq=False)
class Material:
    """An analysis with what was worked out beside it, and how the report should look.

    names : factor -> a name that the researcher gave its viewpoint.
    figures : whether pictures are drawn.
    margin : in z, within which viewpoints count as equivalent.
    top_columns : how many columns of the grid count as the top.
    threshold : counts of people under it are hidden in the profiles of groups.
    """

    analysis: QAnalysis
    retention: pd.DataFrame | None = None
    bootstrap: Bootstrap | None = None
    sensitivity: pd.DataFrame | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    figures: bool = True
    margin: float = 0.5
    top_columns: int = 2
    threshold: int = 5

    @property
    def study(self) -> QStudy:
        """The study that was analysed."""
        return self.analysis.study

    @cached_property
    def distinguishing(self) -> pd.DataFrame:
        """As `qmethod.distinguishing` gives it."""
        return distinguishing(self.analysis)

    @cached_property
    def consensus(self) -> pd.DataFrame:
        """As `qmethod.consensus` gives it."""
        return consensus(self.analysis, margin=self.margin)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """As `qmethod.differences` gives it."""
        return differences(self.analysis)

    @cached_property
    def groupings(self) -> pd.DataFrame:
        """As `qmethod.groupings` gives it, small counts hidden."""
        return groupings(self.analysis, threshold=self.threshold)

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """As `qmethod.agreement_table` gives it."""
        return agreement_table(self.study, top_columns=self.top_columns)

    @cached_property
    def agreement_grid(self) -> pd.DataFrame:
        """As `qmethod.agreement.agreement_grid` gives it."""
        return agreement_grid(self.study)

    @property
    def unaligned(self) -> list[str]:
        """The participants whose sorts are flagged on no factor."""
        flags = self.analysis.flags
        return [str(name) for name in flags.index[~flags.any(axis=1)]]

    @property
    def wording(self) -> Column:
        """The column of the statements' texts, in their language."""
        language = self.study.qset.language
        return Column("Statement", language="" if language.startswith("en") else language)

    def text(self, statement: int) -> str:
        """The wording of a statement, without its own number before it."""
        text = self.study.qset[statement].text
        return re.sub(rf"^{statement}\s?[.):]\s+(?=\S)", "", text)

    def viewpoint(self, factor: str) -> str:
        """The viewpoint by its factor, with its name if it has one."""
        name = self.names.get(factor, "")
        return f"Viewpoint {factor}: {name}" if name else f"Viewpoint {factor}"

    def notices(self, *kinds: str, factor: str | None = None) -> list[Notice]:
        """The notices of these kinds, of one factor where one is named."""
        return [
            notice
            for notice in self.analysis.notices
            if notice.kind in kinds and (factor is None or notice.factor == factor)
        ]


def cautions(notices: list[Notice]) -> list[Block]:
    """A box for each kind of notice, told where it matters; the last table lists them all."""
    blocks: list[Block] = []
    for kind in dict.fromkeys(notice.kind for notice in notices):
        told: list[Text] = [sentence(n.text) for n in notices if n.kind == kind]
        if len(told) > TOLD_IN_A_BOX + 1:
            more = f"{len(told) - TOLD_IN_A_BOX} more like these are in "
            told = [*told[:TOLD_IN_A_BOX], (more, Ref("notices"), ".")]
        blocks.append(Caution(f"To look at: {title_of(kind)}", tuple(told)))
    return blocks


def toolkit() -> str:
    """The toolkit's name with its version, if it was installed."""
    version = provenance()["qmethod-toolkit"]
    known = version if version[0].isdigit() else "(source, not installed)"
    return f"qmethod-toolkit {known}"


def named(names: list[str]) -> str:
    """The names as a phrase; of many, the first and how many more."""
    more = len(names) - NAMED_AT_MOST
    return listed([*names[:NAMED_AT_MOST], f"{more} more"]) if more > 0 else listed(names)


def title_of(kind: str) -> str:
    """What a kind of notice is called in the report."""
    return TITLES.get(kind, kind.capitalize())


def grid_words(study: QStudy) -> str:
    """The grid in words: "from −3 to +3, with 2, 4, 5, 6, 5, 4 and 2 places"."""
    grid = study.grid
    low, high = (number(v, 0, signed=True) for v in (grid.values[0], grid.values[-1]))
    heights = [str(height) for height in grid.heights]
    places = f"{', '.join(heights[:-1])} and {heights[-1]}" if len(heights) > 1 else heights[0]
    return f"from {low} to {high}, with {places} places"
