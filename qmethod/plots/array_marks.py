"""What the composite sort shows beside the wording: who differs, who agrees, what ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qmethod.plots.page import Sign
from qmethod.plots.picture import GREY
from qmethod.record import QAnalysis
from qmethod.statements import consensus, distinguishing

STARS = {"p < .05": "*", "p < .01": "**", "p < .001": "***"}
DIRECTIONS = {"higher": "▲", "lower": "▼", "between": "◆"}

_STANDS = {
    "higher": "higher than for every other factor",
    "lower": "lower than for every other factor",
    "between": "differs from every other factor, between them",
}
_APART = ("#FDF1D3", "#7A5A00", "-", 1.1)
_SHARED = ("#E6F0F8", "#4A7396", ":", 1.0)
_PLAIN = ("white", GREY, "-", 0.6)


@dataclass(frozen=True)
class Mark:
    """How a statement stands on a factor: distinguishing, consensus, tied, or none of them."""

    level: str = ""
    direction: str = ""
    consensus: bool = False
    tied: bool = False

    @property
    def distinguishing(self) -> bool:
        """Whether the factor differs from every other on the statement."""
        return bool(self.level)

    @property
    def symbols(self) -> str:
        """The symbols in the card's corner."""
        stars = DIRECTIONS[self.direction] + STARS.get(self.level, "*") if self.level else ""
        return " ".join(filter(None, ["≈" if self.tied else "", stars or "=" * self.consensus]))

    @property
    def words(self) -> str:
        """The mark of a distinguishing statement, in words."""
        return f"{self.direction}, {self.level}"

    @property
    def frame(self) -> tuple[str, str, str, float]:
        """Fill, edge, line style and weight of the card."""
        return _APART if self.distinguishing else _SHARED if self.consensus else _PLAIN


def marks_of(analysis: QAnalysis, factor: str) -> dict[int, Mark]:
    """Statement number -> its mark on this factor, for those that have one."""
    table = distinguishing(analysis)
    own = table[table["factor"] == factor].set_index("statement")
    shared = set(consensus(analysis)["statement"])
    tied = {number for group in analysis.ties.get(factor, []) for number in group}
    return {
        number: Mark(
            level=str(own["level"].get(number, "")),
            direction=str(own["direction"].get(number, "")),
            consensus=number in shared,
            tied=number in tied,
        )
        for number in sorted({*map(int, own.index), *map(int, shared), *tied})
    }


def signs_of(marks: Iterable[Mark]) -> list[Sign]:
    """The key to those marks that occur."""
    found = list(marks)
    directions, levels = {m.direction for m in found}, {m.level for m in found}
    signs = []
    if any(m.distinguishing for m in found):
        signs.append(Sign("distinguishing statement", box=_APART[:3]))
    signs += [Sign(_STANDS[d], symbol=s) for d, s in DIRECTIONS.items() if d in directions]
    signs += _stars(levels)
    if any(m.consensus and not m.distinguishing for m in found):
        signs.append(Sign("= consensus: no two factors differ at p < .01", box=_SHARED[:3]))
    if any(m.tied for m in found):
        signs.append(
            Sign("z-score tied with a statement in another column; the lower number lies higher",
                 symbol="≈")
        )  # fmt: skip
    return signs


def _stars(levels: set[str]) -> list[Sign]:
    """One entry for all the stars that occur."""
    shown = [(stars, level) for level, stars in STARS.items() if level in levels]
    if not shown:
        return []
    rest = "".join(f", {stars} {level}" for stars, level in shown[1:])
    return [Sign(shown[0][1] + rest, symbol=shown[0][0])]
