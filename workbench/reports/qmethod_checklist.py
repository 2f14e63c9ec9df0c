"""The reporting items that journals ask for, filled in where the analysis knows the answer."""

from __future__ import annotations

from collections.abc import Iterator

from qmethod.design import leaving_grid
from qmethod.saving import provenance
from qmethod.wording import CORRELATION, EXTRACTION, ROTATION, flag_words
from workbench.reports.content import Block, Column, Heading, Paragraph, Table
from workbench.reports.qmethod_material import Material, grid_words, toolkit
from workbench.reports.shown import counted, listed, number, sentence

TO_DO = "To be completed by the researcher"
DONE, PARTLY, OPEN = "filled", "in part", "open"
Item = tuple[str, str, str]


def checklist(material: Material) -> list[Block]:
    """What journals ask for, item by item."""
    found = [
        (number_, *item) for number_, item in enumerate((*_first(material), *_more(material)), 1)
    ]
    marks = [["", "", "", "look" if row[3] != DONE else ""] for row in found]
    still = sum(row[3] != DONE for row in found)
    return [
        Heading("What journals ask to be reported"),
        Paragraph(
            f"{len(found) - still} of {len(found)} items are filled in from the analysis; the "
            f"other {still} need words that only the researcher has. Items 1 to 13 are those of "
            "the checklist by Churruca et al. (2021), in our words. Items 14 to 20 are further "
            "choices that reviewers ask about; Dieteren et al. (2023) found that many articles "
            "leave such choices unreported."
        ),
        Table.of_rows(
            "checklist",
            "Reporting items",
            "What a reader needs to judge the study; the last column shows what is still open.",
            (
                Column("No.", "whole", head=True),
                Column("What to report"),
                Column("In this study"),
                Column("State"),
            ),
            found,
            marks=marks,
        ),
    ]


def _first(material: Material) -> Iterator[Item]:
    """Items 1 to 13."""
    study = material.study
    note = f"Recorded about the wording: {study.qset.note} " if study.qset.note else ""
    yield "Where the statements came from", f"{note}{TO_DO}.", PARTLY if note else OPEN
    yield "How they were reworded and cut down to the final set", f"{TO_DO}.", OPEN
    yield "How many statements were sorted", counted(len(study.qset), "statement") + ".", DONE
    yield "Whether it was tried out first, and what came of it", f"{TO_DO}.", OPEN
    yield (
        "What was sorted with: the grid, and the words at its ends",
        f"A grid {grid_words(study)}. {TO_DO}: the words at its ends, and the cards.",
        PARTLY,
    )
    piles = "The first piles (agree, unsure, disagree) are recorded. " if (
        study.piles is not None
    ) else ""  # fmt: skip
    yield (
        "How the sorting was done, and with whose help",
        f"{piles}{TO_DO}.",
        (PARTLY if piles else OPEN),
    )
    yield _other_methods(material)
    yield "How factors were extracted and rotated", _extraction(material), DONE
    yield "Which programs were used", f"Analysis: {_programs()}. {TO_DO}: for sorting.", PARTLY
    yield _number_of_factors(material)
    yield "How much of the variance the viewpoints explain", _variance(material), DONE
    yield (
        "How the viewpoints were read",
        "With factor arrays, crib sheets (Watts and Stenner 2012), distinguishing and consensus "
        f"statements, all in this report. {TO_DO}: who read them and how.",
        PARTLY,
    )
    yield (
        "An account of each viewpoint, with statements and what participants said",
        f"Statements{_and_comments(material)} stand in the section of each viewpoint. {TO_DO}: "
        "the accounts.",
        PARTLY,
    )


def _more(material: Material) -> Iterator[Item]:
    """Items 14 to 20."""
    study = material.study
    yield (
        "Who sorted, how many, and how they were found",
        f"{counted(len(study.names), 'participant')}. {TO_DO}: how they were chosen and found.",
        PARTLY,
    )
    stem = f"Each card completed: “{study.qset.stem}” " if study.qset.stem else ""
    yield "The question or instruction", f"{stem}{TO_DO}.", PARTLY if stem else OPEN
    yield "Whether the shape of the grid was fixed, and kept to", _shape(material), DONE
    yield "Which sorts define a viewpoint, and by what rule", _flagging(material), DONE
    yield (
        "Sorts that define several viewpoints or none, or the opposite of one",
        _odd_ones(material),
        DONE,
    )
    yield "How far the viewpoints overlap", _overlap(material), DONE
    missing = int(study.sorts.isna().to_numpy().sum())
    gaps = (
        f"{counted(missing, 'card was', 'cards were')} not placed"
        if missing
        else ("Every card was placed")
    )
    yield (
        "Ethics, consent, sorts left out, and where the data can be had",
        f"{gaps}. {TO_DO}: the rest.",
        PARTLY,
    )


def _other_methods(material: Material) -> Item:
    comments = material.study.comments
    told = ""
    if comments is not None and len(comments):
        told = f"{counted(len(comments), 'comment')} on cards are recorded. "
    what = "Other methods beside sorting, and how they were used together"
    return what, f"{told}{TO_DO}.", PARTLY if told else OPEN


def _extraction(material: Material) -> str:
    settings = material.analysis.settings
    if settings.extraction == "given":
        return "Loadings were given by the researcher."
    by_hand = len(material.analysis.steps)
    more = f", and {counted(by_hand, 'step')} by hand (listed under Decisions)" if by_hand else ""
    return (
        f"{CORRELATION[settings.correlation]}, {EXTRACTION[settings.extraction]}, "
        f"{ROTATION[settings.rotation]}{more}."
    )


def _programs() -> str:
    return f"{toolkit()} on Python {provenance()['python']}"


def _number_of_factors(material: Material) -> Item:
    because = material.analysis.settings.because
    rules = "The rules side by side are in this report. " if material.retention is not None else ""
    kept = counted(len(material.analysis.factors), "viewpoint")
    reason = f"Reason given: {because.rstrip('.')}." if because else f"{TO_DO}: why this number."
    return (
        "How the number of factors was decided",
        f"{kept}. {rules}{reason}",
        DONE if because else PARTLY,
    )


def _variance(material: Material) -> str:
    shares = material.analysis.characteristics["variance_percent"]
    each = listed([f"{factor} {number(share, 1)} %" for factor, share in shares.items()])
    if material.analysis.phi is not None or material.analysis.splits:
        return f"{each} (shares of overlapping viewpoints do not add up)."
    return f"{number(float(shares.sum()), 1)} % together: {each}."


def _and_comments(material: Material) -> str:
    comments = material.study.comments
    return " and comments" if comments is not None and len(comments) else ""


def _shape(material: Material) -> str:
    leaving = list(leaving_grid(material.study))
    if not leaving:
        return f"A grid {grid_words(material.study)}; all sorts keep to it."
    many = counted(len(leaving), "sort leaves", "sorts leave")
    grid = grid_words(material.study)
    return f"A grid {grid}; {many} it, and the values are used as they are."


def _flagging(material: Material) -> str:
    analysis = material.analysis
    flagged = listed([f"{n} on {f}" for f, n in analysis.characteristics["flagged"].items()])
    if analysis.settings.extraction == "given" and analysis.given_flags is not None:
        return f"Flags were given by the researcher: {flagged}."
    rule = flag_words(analysis.settings, len(material.study.qset))
    return sentence(f"{rule[0].upper()}{rule[1:]}. {flagged}.")


def _odd_ones(material: Material) -> str:
    flags, loadings = material.analysis.flags, material.analysis.loadings
    several = int((flags.sum(axis=1) > 1).sum())
    negative = int((flags & (loadings < 0)).to_numpy().sum())
    return (
        f"{several} on more than one viewpoint, {len(material.unaligned)} on none, {negative} with "
        "a negative loading."
    )


def _overlap(material: Material) -> str:
    scored = material.analysis.scored
    if len(scored) < 2:
        return "There is one viewpoint with scores."
    table = material.analysis.factor_correlations.loc[scored, scored]
    sizes = [
        (abs(float(table.at[a, b])), a, b) for i, a in enumerate(scored) for b in scored[i + 1 :]
    ]
    _, a, b = max(sizes)
    return (
        f"The largest correlation between two viewpoints is {number(float(table.at[a, b]))} "
        f"({a} and {b})."
    )
