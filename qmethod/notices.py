"""What a researcher should look at twice before believing an analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmethod.design import leaving_grid

if TYPE_CHECKING:
    from qmethod.record import QAnalysis


@dataclass(frozen=True)
class Notice:
    """One thing to look at: what kind, told in a sentence, and where it is."""

    kind: str
    text: str
    factor: str | None = None
    participant: str | None = None
    statement: int | None = None


def notices_of(analysis: QAnalysis) -> tuple[Notice, ...]:
    """Everything to look at twice, the gravest first."""
    return (
        *_about_extraction(analysis),
        *_about_factors(analysis),
        *_about_flags(analysis),
        *_about_sorts(analysis),
        *_about_scores(analysis),
    )


def _about_extraction(analysis: QAnalysis) -> Iterator[Notice]:
    settings = analysis.settings
    if not analysis.converged:
        yield Notice(
            "not converged",
            f'Extraction "{settings.extraction}" did not settle within its iterations; compare '
            "it with principal components or the Brown centroid before relying on it.",
        )
    if analysis.phi is not None:
        yield Notice(
            "oblique",
            "The factors are oblique, so they overlap: flags and weights rest on the structure "
            "matrix, and shares of variance do not add up independently.",
        )
    for decision in analysis.decisions:
        if decision.step == "heywood":
            yield Notice("heywood", f"{decision.choice} (Heywood case).")
    for participant, shared in analysis.communalities.items():
        if shared > 1 + 1e-9:
            yield Notice(
                "heywood",
                f"{participant!s} has a communality of {shared:.2f}, more than all its variance; "
                "fewer factors may be wiser.",
                participant=str(participant),
            )


def _about_factors(analysis: QAnalysis) -> Iterator[Notice]:
    for name in analysis.factors:
        flagged = len(analysis.defining(name))
        if flagged == 0:
            yield Notice(
                "no flag",
                f"{name} has no flagged sort, so it has no viewpoint to read; extract fewer "
                "factors, rotate, or flag a sort by hand.",
                factor=name,
            )
        elif flagged == 1:
            yield Notice(
                "single flag",
                f"{name} rests on one sort, {analysis.defining(name)[0]}; it shows one person's "
                "view, not a shared one.",
                factor=name,
            )


def _about_flags(analysis: QAnalysis) -> Iterator[Notice]:
    for participant, row in analysis.flags.iterrows():
        name = str(participant)
        on = [str(factor) for factor in analysis.factors if row[factor]]
        if not on:
            yield Notice("unflagged", f"{name} is aligned with no viewpoint.", participant=name)
        if len(on) > 1:
            yield Notice(
                "double flag",
                f"{name} is flagged on {' and '.join(on)}, and counts in each; consider taking "
                "a flag off.",
                participant=name,
            )
        for factor in on:
            if analysis.loadings.at[name, factor] < 0:
                yield Notice(
                    "negative flag",
                    f"{name} is flagged on {factor} with a negative loading: the opposite view. "
                    "Invert or split the factor, or leave it as the mirror of the others.",
                    factor=factor,
                    participant=name,
                )
    yield from _about_flags_by_hand(analysis)


def _about_flags_by_hand(analysis: QAnalysis) -> Iterator[Notice]:
    """Flags set by hand, which a later rotation may have left behind."""
    steps = [step.arguments for step in analysis.steps if step.name == "reflag"]
    for participant, factor in dict.fromkeys((s["participant"], s["factor"]) for s in steps):
        if factor in analysis.factors:
            done = "set" if analysis.flags.at[participant, factor] else "taken off"
            yield Notice(
                "manual flag",
                f"The flag of {participant} on {factor} was {done} by hand (loading now "
                f"{analysis.loadings.at[participant, factor]:.2f}).",
                factor=factor,
                participant=participant,
            )


def _about_sorts(analysis: QAnalysis) -> Iterator[Notice]:
    study = analysis.study
    for name, columns in leaving_grid(study).items():
        where = ", ".join(
            f"{_counted(cards, 'card')} at {value:g} for {_counted(places, 'place')}"
            for value, cards, places in columns
        )
        yield Notice(
            "leaves the grid",
            f"{name} leaves the grid ({where}); correlations and z-scores use the values as "
            "they are.",
            participant=name,
        )
    missing = study.sorts.isna().sum()
    for participant, count in missing[missing > 0].items():
        yield Notice(
            "missing cards",
            f"{participant!s} did not place {count} of {len(study.qset)} cards; correlations use "
            "the cards shared with each other sort.",
            participant=str(participant),
        )


def _about_scores(analysis: QAnalysis) -> Iterator[Notice]:
    for factor in analysis.scored:
        z = analysis.z_scores[factor]
        for number in z.index[z.isna()]:
            yield Notice(
                "missing cards",
                f"Statement {number} was placed by none of the sorters of {factor}, so it has no "
                "z-score there.",
                factor=factor,
                statement=int(number),
            )
    for factor, groups in analysis.ties.items():
        for group in groups:
            yield Notice(
                "tie",
                f"Statements {', '.join(map(str, group))} tie on {factor}; the lower number got "
                "the higher grid value.",
                factor=factor,
                statement=group[0],
            )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
