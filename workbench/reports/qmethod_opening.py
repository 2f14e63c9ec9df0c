"""The first pages of a Q-method report: what it is, where to look first, what was studied."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qmethod.design import leaving_grid
from qmethod.notices import Notice
from workbench.reports.content import (
    Block,
    Bullets,
    Column,
    Heading,
    Inline,
    Paragraph,
    Ref,
    Strong,
    Table,
    Text,
)
from workbench.reports.qmethod_material import Material, cautions, grid_words, named, title_of
from workbench.reports.shown import counted, listed, sentence

TOLD_AT_MOST = 3
PREVALENCE = (
    "Q method shows which viewpoints there are and what they say. It does not show how common "
    "they are: the people who sorted were chosen for what they may think, not as a sample of a "
    "population. So read no share of people out of the numbers of sorts in this report."
)


def opening(material: Material) -> list[Block]:
    """What the report is, in a few sentences."""
    return [
        Paragraph(
            "People sorted the same statements by how far each fits them. This report shows who "
            "sorted alike, what each shared way of sorting says, and how that was worked out, "
            "step by step.",
            "lead",
        ),
        Paragraph(PREVALENCE),
    ]


def first_look(material: Material) -> list[Block]:
    """Where to look first: the warnings, then the viewpoints at a glance."""
    found = list(_grouped(material))
    blocks: list[Block] = [Heading("Where to look first")]
    if found:
        lead = "Look at these before you rely on the results. Each is told again where it matters."
        blocks += [Paragraph(lead), Bullets(tuple(found))]
    else:
        blocks.append(Paragraph("The analysis found nothing that calls for a second look."))
    blocks += [Paragraph(_where_next(material)), glance(material), *_words_used(material)]
    return blocks


def _grouped(material: Material) -> Iterator[Text]:
    """One item for each kind of notice; many of a kind are counted and named."""
    for kind in dict.fromkeys(notice.kind for notice in material.analysis.notices):
        notices = material.notices(kind)
        title = Strong(f"{title_of(kind)} ({len(notices)}). ")
        if len(notices) <= TOLD_AT_MOST:
            yield (title, " ".join(sentence(notice.text) for notice in notices))
        else:
            yield (title, _named(notices))


def _named(notices: list[Notice]) -> str:
    names = [notice.participant or _place(notice) for notice in notices]
    names = list(dict.fromkeys(name for name in names if name))
    return f"{named(names)}." if names else sentence(notices[0].text)


def _place(notice: Notice) -> str:
    where = f" on {notice.factor}" if notice.factor else ""
    return f"statement {notice.statement}{where}" if notice.statement else notice.factor or ""


def _where_next(material: Material) -> tuple[Inline, ...]:
    words: list[Inline] = ["Then read ", Ref("glance")]
    if material.retention is not None:
        words += [", weigh the number of viewpoints in ", Ref("solutions")]
    return (*words, ", and see in ", Ref("loadings"), " which sorts define which viewpoint.")


def glance(material: Material) -> Table:
    """The viewpoints at a glance."""
    analysis = material.analysis
    return Table.of_rows(
        "glance",
        "The viewpoints at a glance",
        "For each viewpoint: how many sorts define it, how much it explains, and the statements "
        "at its two ends.",
        (
            Column("Viewpoint", head=True),
            Column("Sorts", "whole"),
            Column("% of variance", "decimal", 1, 2),
            Column("Most agreed with", language=material.wording.language),
            Column("Least agreed with", language=material.wording.language),
        ),
        [
            (
                material.viewpoint(factor).removeprefix("Viewpoint "),
                analysis.characteristics.at[factor, "flagged"],
                analysis.characteristics.at[factor, "variance_percent"],
                *_ends(material, factor),
            )
            for factor in analysis.factors
        ],
    )


def _ends(material: Material, factor: str) -> tuple[str, str]:
    """The statements with the highest and the lowest z-score."""
    z = material.analysis.z_scores[factor].dropna()
    if z.empty:
        return "no sort defines it", ""
    high, low = (int(z.idxmax()), int(z.idxmin()))
    return tuple(f"{n}. {material.text(n)}" for n in (high, low))  # type: ignore[return-value]


def _words_used(material: Material) -> list[Block]:
    return [
        Heading("Words used in this report", 2),
        Bullets(
            (
                (
                    Strong("Viewpoint"),
                    " (in statistics, factor): a way of sorting that several people share.",
                ),
                (
                    Strong("Loading"),
                    ": how close one person’s sort is to a viewpoint. 1 is the same, 0 is nothing "
                    "in common, −1 is the exact opposite.",
                ),
                (
                    Strong("Flag"),
                    ": marks a sort that is close enough to one viewpoint to help define it.",
                ),
                (
                    Strong("Z-score"),
                    ": how strongly a viewpoint agrees with a statement. Above 0 is more than "
                    "with the average statement, below 0 is less; beyond 2 or −2 is rare.",
                ),
                (
                    Strong("Factor array"),
                    ": the one sort that stands for a viewpoint, each statement at its place on "
                    "the grid.",
                ),
                (
                    Strong("p < .05"),
                    ": a difference so large would come about by chance alone less than 5 times "
                    "in 100; p < .01 less than once, p < .001 less than once in 1,000.",
                ),
            )
        ),
    ]


def the_study(material: Material) -> list[Block]:
    """What was sorted, by how many, onto which grid, and what is odd about it."""
    return [
        Heading("The study"),
        Table.of_rows(
            "study",
            "The study in short",
            "What was sorted, by how many people, and what is recorded about them.",
            (Column("What", head=True), Column("Found", language="")),
            list(_facts(material)),
        ),
        *cautions(_about_sorts(material)),
    ]


def _about_sorts(material: Material) -> list[Notice]:
    whole = [n for n in material.notices("missing cards") if n.factor is None]
    return [*material.notices("leaves the grid"), *whole]


def _facts(material: Material) -> Iterator[tuple[str, str]]:
    study = material.study
    yield "Sorts", counted(len(study.names), "sort") + ", one for each participant"
    yield "Statements", counted(len(study.qset), "statement")
    if study.qset.stem:
        yield "Each completes", study.qset.stem
    yield "Grid", grid_words(study)
    yield "Kept to the grid", _kept(material)
    missing = int(study.sorts.isna().to_numpy().sum())
    yield "Cards not placed", str(missing) if missing else "none: every card was placed"
    piles = "recorded (agree, unsure, disagree)" if study.piles is not None else "not recorded"
    yield "First piles", piles
    yield "Attributes", _attributes(study.participants)
    comments = 0 if study.comments is None else len(study.comments)
    yield "Comments", counted(comments, "comment") if comments else "none recorded"
    if study.qset.note:
        yield "The wording", study.qset.note
    if study.synthetic:
        yield "The sorts", study.synthetic
    for found in study.found:
        yield "Found on reading", found


def _kept(material: Material) -> str:
    leaving = list(leaving_grid(material.study))
    return f"all but {named(leaving)}" if leaving else "all sorts"


def _attributes(participants: pd.DataFrame | None) -> str:
    if participants is None or not participants.shape[1]:
        return "none recorded"
    return listed([str(name) for name in participants.columns])
