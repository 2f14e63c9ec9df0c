"""Where the cards of a viewpoint stand: agreed with, not seen so, or high and low alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from qmethod.record import QAnalysis
from qmethod.statements import consensus, distinguishing
from qmethod.steps import invert

CARDS_TOLD, MOST_TOLD = 3, 5
APART_TOLD = 1
MARGIN = 0.5
DECIMALS = 9
_FELT = {"agree": 1.0, "unsure": 0.0, "disagree": -1.0}


@dataclass(frozen=True, eq=False)
class Standing:
    """Where every viewpoint puts the cards.

    Fields
    ------
    holders, opposed
        Factor to the participants who see it so, and to those who see it the other way round.
    z
        Statement number x viewpoint; one that some see the other way round has a second
        column, turned.
    leans
        Statement number x factor: "agree" and "disagree" where the viewpoint puts the card on
        that side and its holders meant it so; "high" and "low" where they put it there
        without meaning it, since other cards stood lower or higher still; else "middle".
    values
        Statement number x factor: the grid value, less the middle of the grid.
    """

    holders: dict[str, list[str]]
    opposed: dict[str, list[str]]
    z: pd.DataFrame
    leans: pd.DataFrame
    values: pd.DataFrame

    @classmethod
    def of(cls, analysis: QAnalysis) -> Standing:
        """The standing of the cards on every factor that somebody defines."""
        sides = {factor: _sides(analysis, factor) for factor in analysis.scored}
        z = analysis.z_scores[analysis.scored]
        turned = {f"{factor}, turned": -z[factor] for factor in z if sides[factor][1]}
        values = analysis.factor_arrays[analysis.scored].astype(float)
        return cls(
            holders={factor: with_it for factor, (with_it, _) in sides.items()},
            opposed={factor: against for factor, (_, against) in sides.items()},
            z=z.assign(**turned),
            leans=pd.DataFrame({f: _leans(analysis, f, sides[f][0]) for f in analysis.scored}),
            values=values - analysis.study.grid.middle,
        )


def oriented(analysis: QAnalysis) -> tuple[QAnalysis, tuple[str, ...]]:
    """The analysis with every factor as most of its sorters see it, and the factors turned."""
    halves = {half for pair in analysis.splits for half in pair}
    against = {
        factor: [len(side) for side in _sides(analysis, factor)] for factor in analysis.scored
    }
    turned = tuple(f for f, (held, not_so) in against.items() if not_so > held and f not in halves)
    for factor in turned:
        analysis = invert(analysis, factor, because="Told as most of its sorters see it")
    return analysis, turned


def ends(standing: Standing, factor: str) -> dict[str, tuple[int, ...]]:
    """The cards at either end of a viewpoint, the outermost first: some three at each.

    The keys say what is true of them: "agree", or "high" where none is agreed with;
    "disagree", or "low" where none is. Cards that tie stand together or not at all.
    """
    leans, z = standing.leans[factor], standing.z[factor]
    top = "agree" if (leans == "agree").any() else "high"
    bottom = "disagree" if (leans == "disagree").any() else "low"
    found = {
        top: _outermost(-z[leans == top]),
        bottom: _outermost(z[leans.isin(("disagree", "low"))]),
    }
    return {lean: tuple(numbers) for lean, numbers in found.items() if numbers}


def standing_out(
    analysis: QAnalysis, standing: Standing, factor: str
) -> dict[str, tuple[int, ...]]:
    """Cards that a viewpoint agrees with "more" than every other, or sees so "less"."""
    table = distinguishing(analysis)
    sure = table.loc[table["factor"] == factor, "statement"]
    own, others = standing.z[factor], standing.z.drop(columns=factor)
    leans = standing.leans[factor]
    above = (own - others.max(axis=1))[[n for n in sure if leans[n] == "agree"]]
    below = (others.min(axis=1) - own)[[n for n in sure if leans[n] == "disagree"]]
    found = {"more": _widest(above), "less": _widest(below)}
    return {key: numbers for key, numbers in found.items() if numbers}


def shared_cards(analysis: QAnalysis, standing: Standing) -> dict[str, tuple[int, ...]]:
    """The cards that all viewpoints, either way round, see alike: on which side, or between."""
    table = consensus(analysis, margin=MARGIN)
    alike = [int(n) for n in table.loc[table["equivalent"], "statement"]]
    spread = standing.z.max(axis=1) - standing.z.min(axis=1)
    found: dict[str, list[int]] = {"agree": [], "disagree": [], "middle": []}
    for number in (n for n in alike if spread[n] <= MARGIN):
        leans = set(standing.leans.loc[number])
        if leans in ({"agree"}, {"disagree"}):
            found[leans.pop()].append(number)
        elif standing.values.loc[number].abs().max() <= 1:
            found["middle"].append(number)
    return {
        key: tuple(standing.z.loc[some].mean(axis=1).abs().sort_values(ascending=False).index)
        for key, some in found.items()
        if some
    }


def _sides(analysis: QAnalysis, factor: str) -> tuple[list[str], list[str]]:
    """The participants flagged on a factor: those who load on it, and those who do so reversed."""
    flagged = analysis.loadings.loc[analysis.flags[factor].astype(bool), factor]
    return list(flagged.index[flagged >= 0]), list(flagged.index[flagged < 0])


def _leans(analysis: QAnalysis, factor: str, holders: Sequence[str]) -> pd.Series[str]:
    z = analysis.z_scores[factor]
    value = analysis.factor_arrays[factor].astype(float) - analysis.study.grid.middle
    felt = _felt(analysis, holders)
    leans = pd.Series("middle", index=z.index)
    up, down = (z > 0) & (value > 0), (z < 0) & (value < 0)
    leans[up], leans[down] = "high", "low"
    leans[up & (felt > 0)], leans[down & (felt < 0)] = "agree", "disagree"
    return leans


def _felt(analysis: QAnalysis, holders: Sequence[str]) -> pd.Series[float]:
    """How far the holders agreed with each card themselves, above 0 if they did.

    By the piles of the first sorting where there are any: a grid that must be filled may
    push a card over the middle. Else by where they put the cards; a free sort may hold all
    cards on one side.
    """
    study = analysis.study
    placed: pd.Series[float] = study.sorts[holders].mean(axis=1) - study.grid.middle
    if study.piles is None:
        return placed
    felt = study.piles[holders].apply(lambda pile: pile.map(_FELT).astype(float))
    return felt.mean(axis=1).fillna(placed)


def _outermost(ranks: pd.Series[float]) -> list[int]:
    """The numbers of the lowest ranks, with whole groups of ties, as far as a page has room."""
    chosen: list[int] = []
    for group in _tied(ranks):
        if chosen and (len(chosen) >= CARDS_TOLD or len(chosen) + len(group) > MOST_TOLD):
            break
        chosen += group
    return chosen


def _tied(ranks: pd.Series[float]) -> Iterator[list[int]]:
    for _, group in ranks.groupby(ranks.round(DECIMALS)):
        yield [int(number) for number in group.index]


def _widest(gaps: pd.Series[float]) -> tuple[int, ...]:
    ranked = gaps[gaps > 0].sort_values(ascending=False, kind="stable")
    return tuple(int(number) for number in ranked.index[:APART_TOLD])
