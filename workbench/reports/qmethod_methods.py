"""How the analysis was done, in sentences that are written from its record."""

from __future__ import annotations

from collections.abc import Iterator

from qmethod.design import leaving_grid
from qmethod.flags import significant_loading
from qmethod.levels import critical_value
from qmethod.record import Decision
from qmethod.saving import provenance
from qmethod.wording import CORRELATION, EXTRACTION, ROTATION, flag_words
from workbench.reports.content import Block, Column, Heading, Paragraph, Ref, Table, Text
from workbench.reports.qmethod_material import Material, cautions, grid_words, toolkit
from workbench.reports.shown import counted, listed, number, sentence

LOADINGS = "Loadings of the sorts"
CHECKED_IN = {
    "correlation": "Correlations between the sorts",
    "extraction": "Loadings before rotation",
    "scores": "Every statement in every viewpoint",
}
AT_ONCE = {"correlation", "extraction", "rotation", "flags", "scores", "loadings", "heywood"}


def methods(material: Material) -> list[Block]:
    """The chapter on methods: paragraphs to take over, then the decisions behind them."""
    return [
        Heading("How the analysis was done"),
        Paragraph(
            (
                "These paragraphs are written from the record of the analysis, so they can be "
                "taken over into an article and checked: ",
                Ref("decisions"),
                " says for each choice where its result stands.",
            )
        ),
        *cautions(material.notices("not converged")),
        *(Paragraph(text) for text in paragraphs(material)),
        decisions(material),
    ]


def paragraphs(material: Material) -> Iterator[Text]:
    """The methods, paragraph by paragraph."""
    yield " ".join(_sorting(material))
    yield " ".join(_factors(material))
    yield " ".join(_flags(material))
    yield " ".join(_scores(material))
    if material.bootstrap is not None:
        yield f"How stable the results are: {sentence(material.bootstrap.sentence)}"
    yield software(material)


def _sorting(material: Material) -> Iterator[str]:
    study = material.study
    yield (
        f"{counted(len(study.names), 'participant')} each sorted {len(study.qset)} statements "
        f"onto a grid {grid_words(study)}."
    )
    missing = int(study.sorts.isna().to_numpy().sum())
    if missing:
        yield (
            f"{counted(missing, 'card was', 'cards were')} not placed; correlations use the cards "
            "that both sorters placed, and a statement’s score on a viewpoint comes from those of "
            "its sorters who placed it."
        )
    leaving = len(leaving_grid(study))
    if leaving:
        yield (
            f"{counted(leaving, 'sort leaves', 'sorts leave')} the grid; the values are used as "
            "they are."
        )


def _factors(material: Material) -> Iterator[str]:
    settings, analysis = material.analysis.settings, material.analysis
    kept = counted(len(settings.kept), "factor")
    if settings.extraction == "given":
        yield f"The loadings of {kept} were given by the researcher, not worked out here."
    else:
        yield (
            f"The sorts were compared person by person with "
            f"{CORRELATION[settings.correlation]}. From these, {EXTRACTION[settings.extraction]} "
            f"gave the factors, of which {len(settings.kept)} were kept"
            f"{f' ({_listed_kept(settings.kept)})' if _picked(settings.kept) else ''}."
        )
        yield _rotated(settings.rotation)
    if settings.because:
        yield f"Why this number: {settings.because.rstrip('.')}."
    for decision in analysis.decisions:
        if decision.step not in AT_ONCE:
            yield _by_hand(decision)


def _picked(kept: tuple[int, ...]) -> bool:
    return kept != tuple(range(1, len(kept) + 1))


def _listed_kept(kept: tuple[int, ...]) -> str:
    return listed([f"F{n}" for n in kept])


def _rotated(rotation: str) -> str:
    if rotation == "none":
        return "They were not rotated by a formula."
    return f"They were rotated by {ROTATION[rotation]}."


def _by_hand(decision: Decision) -> str:
    reason = decision.because.strip().rstrip(".")
    because = f" (reason: {reason})" if reason else " (no reason was recorded)"
    return f"Then, by hand: {sentence(decision.choice)}{because}."


def _flags(material: Material) -> Iterator[str]:
    analysis, settings = material.analysis, material.analysis.settings
    statements, sorts = len(material.study.qset), len(material.study.names)
    if settings.extraction == "given" and analysis.given_flags is not None:
        yield "Which sorts define which viewpoint was given by the researcher."
    else:
        yield (
            "A sort was flagged as defining a viewpoint by this rule: "
            f"{flag_words(settings, statements)}."
        )
    per_factor = listed([f"{n} on {f}" for f, n in analysis.characteristics["flagged"].items()])
    several = int((analysis.flags.sum(axis=1) > 1).sum())
    on_none = len(material.unaligned)
    yield (
        f"{sorts - on_none} of {sorts} sorts were flagged ({per_factor}); {several} on more than "
        f"one viewpoint, {on_none} on none."
    )
    if analysis.phi is None and not analysis.splits:
        total = number(float(analysis.characteristics["variance_percent"].sum()), 1)
        yield f"The {len(analysis.factors)} viewpoints together explain {total} % of variance."


def _scores(material: Material) -> Iterator[str]:
    settings = material.analysis.settings
    single = number(settings.reliability)
    first = "standardised and then " if settings.composite == "standardised" else ""
    yield (
        f"The flagged sorts of a viewpoint were {first}averaged with weights w = f / (1 − f²), "
        "where f is the loading (Brown 1980); the averages, standardised over the statements, are "
        "the z-scores. Put onto the grid in order of z-score, highest first, they give the factor "
        "array; of two statements that tie, the one with the lower number gets the higher value."
    )
    yield (
        f"The reliability of a viewpoint with p flagged sorts is {single} p / (1 + {single} "
        "(p − 1)), and the standard error of its z-scores √(1 − reliability)."
    )
    critical = [number(critical_value(level)) for level in (0.05, 0.01, 0.001)]
    margin = number(material.margin, 1)
    yield (
        "A statement distinguishes a viewpoint where its z-score differs from that on every other "
        f"viewpoint by more than {critical[0]} standard errors of the difference (p < .05; "
        f"{critical[1]} for p < .01, {critical[2]} for p < .001). It is a consensus statement "
        "where no two viewpoints differ at p < .01; beside this customary rule the report says "
        f"whether all viewpoints lie within {margin} of each other in z."
    )


def software(material: Material) -> str:
    """What did the arithmetic, and how to check that it gives the same again."""
    versions = dict(provenance())
    versions.pop("qmethod-toolkit")
    parts = [f"{name} {version}" for name, version in versions.items()]
    return (
        f"The analysis was made with {toolkit()} and {', '.join(parts)}. The "
        "fingerprint (SHA-256) of statements, grid and sorts is "
        f"{material.study.fingerprint}. The file analysis.json holds sorts, settings and steps, "
        "and “qmt qmethod rerun analysis.json” runs them again and compares the numbers."
    )


def decisions(material: Material) -> Table:
    """Every choice in order, with its reason and where its result stands."""
    rows = [
        (
            position, decision.step.capitalize(), sentence(decision.choice),
            decision.because or "–", CHECKED_IN.get(decision.step, LOADINGS),
        )
        for position, decision in enumerate(material.analysis.decisions, start=1)
    ]  # fmt: skip
    return Table.of_rows(
        "decisions",
        "Decisions, in order",
        "Every choice that shaped the result, with the reason that was recorded for it.",
        (
            Column("No.", "whole", head=True),
            Column("Step"),
            Column("Choice"),
            Column("Reason recorded"),
            Column("Check it in the table"),
        ),
        rows,
        notes=(f"A flag needs a loading above {_needed(material)}.",) if _by_size(material) else (),
    )


def _by_size(material: Material) -> bool:
    settings = material.analysis.settings
    return settings.flag_rule in ("both", "significance") and settings.extraction != "given"


def _needed(material: Material) -> str:
    settings = material.analysis.settings
    needed = significant_loading(len(material.study.qset), settings.flag_level)
    return number(needed, 3)
