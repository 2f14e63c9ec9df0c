"""What an analysis may tell those who took part: viewpoints in cards, and nobody singled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from corpora.disclosure import suppress
from corpora.errors import StudyError
from instruments.checks.statistics_words import words_of_statistics
from instruments.feedback.leaning import Standing, ends, oriented, shared_cards, standing_out
from instruments.page.texts import one_line
from qmethod.groupings import groupings
from qmethod.members import ALL, NO_VIEWPOINT, Groups
from qmethod.record import QAnalysis
from qmethod.statements import framework_profile

SHARED_FROM = 2  # people: one person's way of sorting is no viewpoint to print


@dataclass(frozen=True)
class Viewpoint:
    """One viewpoint as it is told.

    Fields
    ------
    factor, name
        The analysis's name of it, and the team's.
    people
        How many share it, or None where that may not be said.
    two_sided
        Whether others see it the other way round.
    ends, apart
        Card texts by what is said of them: "agree", "high", "low" and "disagree" for the two
        ends; "more" and "less" for cards on which it differs from every other viewpoint.
    outcomes
        The framework's outcome (or principle) that stands "highest" on it, and "lowest".
    traits
        What may be said of those who share it: "age: 15 to 19".
    """

    factor: str
    name: str
    people: int | None
    two_sided: bool
    ends: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, str]
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """All that the pages tell.

    Fields
    ------
    viewpoints
        Those that two people or more share.
    shared
        Card texts that all viewpoints see alike: "agree", "disagree" or "middle".
    people
        How many took part, or None where that may not be said.
    cards, stem
        How many cards there were, and the words that each of them completes.
    provenance
        Where the wording or the sorts come from, as every page with them must say.
    least
        Groups under this size are told without number and traits.
    left_out, turned
        Factors that one person alone shares; those told the other way round than analysed.
    """

    viewpoints: tuple[Viewpoint, ...]
    shared: Mapping[str, tuple[str, ...]]
    people: int | None
    cards: int
    stem: str
    provenance: tuple[str, ...]
    least: int
    left_out: tuple[str, ...]
    turned: tuple[str, ...]


def told(
    analysis: QAnalysis, *, names: Mapping[str, str], least: int, traits: Sequence[str], word: str
) -> Told:
    """What may be told of an analysis; `word` with a number names viewpoints without a name.

    Raises
    ------
    StudyError
        If nobody shares a viewpoint, or a name or a trait is unfit.
    """
    analysis, turned = oriented(analysis)
    standing = Standing.of(analysis)
    held = [f for f in analysis.scored if len(standing.holders[f]) >= SHARED_FROM]
    if not held:
        raise StudyError(
            "No viewpoint is shared by two people or more, so there is nothing to tell without "
            "telling how one person sorted; flag more sorts first."
        )
    called = _names(analysis, names, word)
    sizes = _sizes(analysis, least)
    about = _traits(analysis, least, traits)
    viewpoints = tuple(
        _viewpoint(analysis, standing, f, called[f], sizes[f], about[f]) for f in held
    )
    qset = analysis.study.qset
    return Told(
        viewpoints=viewpoints,
        shared=_texts(analysis, shared_cards(analysis, standing)),
        people=sizes[ALL],
        cards=len(qset),
        stem=one_line(qset.stem),
        provenance=tuple(one_line(t) for t in (analysis.study.synthetic, qset.note) if t),
        least=least,
        left_out=tuple(f for f in analysis.scored if f not in held),
        turned=turned,
    )


def number_of(factor: str, position: int) -> str:
    """What stands behind "Viewpoint" for a factor: F2a is 2a, any other name its position."""
    found = re.fullmatch(r"F(\d+[a-z]?)", factor)
    return found[1] if found else str(position)


def _viewpoint(
    analysis: QAnalysis,
    standing: Standing,
    factor: str,
    name: str,
    people: int | None,
    traits: tuple[str, ...],
) -> Viewpoint:
    """What is told of one; if some see it the other way round, nothing of how many and who."""
    opposed = standing.opposed[factor]
    apart = {} if opposed else standing_out(analysis, standing, factor)
    return Viewpoint(
        factor=factor,
        name=name,
        people=None if opposed else people,
        two_sided=len(opposed) >= SHARED_FROM,
        ends=_texts(analysis, ends(standing, factor)),
        apart=_texts(analysis, apart),
        outcomes=_outcomes(analysis, factor),
        traits=() if opposed or people is None else traits,
    )


def _names(analysis: QAnalysis, given: Mapping[str, str], word: str) -> dict[str, str]:
    """Factor to the name of its viewpoint."""
    called = {
        f: f"{word} {number_of(f, place)}" for place, f in enumerate(analysis.factors, start=1)
    }
    for factor, name in given.items():
        called[analysis.of(factor)] = _fit_name(factor, one_line(name))
    seen: dict[str, str] = {}
    for factor, name in called.items():
        if name.casefold() in seen:
            raise StudyError(
                f'{seen[name.casefold()]} and {factor} are both called "{name}"; give each '
                "viewpoint a name of its own."
            )
        seen[name.casefold()] = factor
    return called


def _fit_name(factor: str, name: str) -> str:
    if not name:
        raise StudyError(f"The name of {factor} is empty; write one, or leave {factor} out.")
    if bad := words_of_statistics(name):
        raise StudyError(
            f'The name of {factor}, "{name}", uses "{bad[0]}", which is no word of those who '
            "read it; name the viewpoint in words of the young people."
        )
    return name


def _sizes(analysis: QAnalysis, least: int) -> dict[str, int | None]:
    """Factor, and all, to the number of people where it may be told.

    A number is withheld too where a small one could be worked back from it.
    """
    groups = Groups.of(analysis)
    counts = pd.DataFrame({"n": {row: len(who) for row, who in groups.all.items()}})
    safe = suppress(
        counts,
        threshold=least,
        row_sums=groups.sums,
        unpublished_rows=[NO_VIEWPOINT, *groups.parts],
    )
    return {
        str(row): None if pd.isna(n) or n < least else int(n) for row, n in safe.table["n"].items()
    }


def _traits(analysis: QAnalysis, least: int, wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Factor to what may be said of those who share it, of the attributes asked for."""
    if not wanted:
        return dict.fromkeys(analysis.factors, ())
    people = analysis.study.participants
    there = [] if people is None else [str(column) for column in people.columns]
    for name in wanted:
        if name not in there:
            raise StudyError(
                f'There is no attribute "{name}" of the participants; the study has '
                f"{', '.join(there) or 'none'}."
            )
    shown = groupings(analysis, threshold=least, marker="")
    return {factor: tuple(_said(shown.loc[factor], wanted)) for factor in analysis.factors}


def _said(row: pd.Series[object], wanted: Sequence[str]) -> Iterator[str]:
    for column, value in row.items():
        name, _, rest = str(column).partition(": ")
        if rest and name in wanted and value != "":
            yield f"{name}, {rest}: {value}"
        ranged = str(column).removesuffix(" (range)")
        if ranged != column and ranged in wanted and value != "":
            yield f"{ranged}: {value}"


def _outcomes(analysis: QAnalysis, factor: str) -> dict[str, str]:
    """The name of the framework that stands highest and the one that stands lowest, if any."""
    if not analysis.study.qset.has_framework:
        return {}
    profile = framework_profile(analysis)
    dimension = "outcome" if (profile["dimension"] == "outcome").any() else "principle"
    own = profile[(profile["factor"] == factor) & (profile["dimension"] == dimension)]
    stand = own.set_index("name")["mean_z"].dropna()
    if len(stand) < 2:
        return {}
    return {"highest": str(stand.idxmax()), "lowest": str(stand.idxmin())}


def _texts(analysis: QAnalysis, numbers: Mapping[str, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    """The wording of the cards, as printed on them."""
    qset = analysis.study.qset
    return {key: tuple(one_line(qset[n].text) for n in some) for key, some in numbers.items()}
