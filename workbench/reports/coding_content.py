"""The report of a coding project, put together from its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coding.project import Project
from workbench.reports.coding_agreement import agreement
from workbench.reports.coding_counts import counts
from workbench.reports.coding_material import CodingMaterial
from workbench.reports.coding_quotations import CHECK, charted, quotations
from workbench.reports.content import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Report,
    Strong,
    Table,
    Text,
)  # fmt: skip
from workbench.reports.qmethod_material import toolkit
from workbench.reports.shown import counted, listed, sentence

SYNTHETIC = "These texts are synthetic: made up by a program. Nobody in them is real."
LEAD = (
    "Coders gave codes of a frame to passages of texts. This report shows the frame, how often "
    "each code was given, what was said under it, and how far coders agree."
)


def coding_report(project: Project, *, title: str = "", **choices: Any) -> Report:
    """The report of a coding project, ready to be written in any form.

    Parameters
    ----------
    project
        Open. Cases and coders stand in the report under numbers, not names.
    title
        Of the report; the frame's name if there is none.
    choices
        Those of `CodingMaterial`: threshold, quotations, unit, replicates, by.

    Raises
    ------
    StudyError
        If the project has no frame.
    """
    material = CodingMaterial(project, **choices)
    texts, used = len(material.sources), len(material.codings)
    return Report(
        title=title or f"Coding with the frame {material.frame.name}",
        subtitle=(
            f"Report of a coding project: {counted(texts, 'text')}, "
            f"{counted(len(material.case_names), 'case')}, {counted(used, 'coding')}"
        ),
        subject="Texts coded with a deductive frame",
        keywords=("qualitative coding", "framework approach", "intercoder agreement"),
        standing=(SYNTHETIC,) if material.synthetic else (),
        made_with=toolkit(),
        opening=(Paragraph(LEAD, "lead"), *_first_look(material)),
        parts=(
            *_texts(material),
            *_frame(material),
            *counts(material),
            *quotations(material),
            *charted(material),
            *agreement(material),
            *_made(material),
        ),
    )


def _first_look(material: CodingMaterial) -> list[Block]:
    return [
        Heading("Where to look first"),
        Bullets(tuple(_matters(material))),
    ]


def _matters(material: CodingMaterial) -> Iterator[Text]:
    project = material.project
    yield (Strong("Identifying words. "), CHECK)
    waiting = len(project.pending())
    if waiting:
        yield (
            Strong("Suggestions that wait. "),
            f"{counted(waiting, 'suggestion')} of the tagger nobody has decided on; none counts "
            "here.",
        )
    gone = len(project.unplaced())
    if gone:
        yield (
            Strong("Passages without a place. "),
            f"{counted(gone, 'passage')} could not be found again after a text was edited; none "
            "counts here.",
        )
    if not project.store.coder:
        still = len(project.disagreements(settled=False))
        if still:
            yield (
                Strong("Open disagreements. "),
                f"On {counted(still, 'passage')} coders who read the same text differ and nobody "
                "has settled it; each coder’s own work is counted.",
            )


def _texts(material: CodingMaterial) -> list[Block]:
    table = material.project.sources_table()
    kinds = table["kind"].value_counts()
    facts = [
        ("Texts", counted(len(table), "text")),
        ("Kinds", listed([f"{n} × {kind}" for kind, n in kinds.items()])),
        ("Cases", counted(len(material.case_names), "case")),
        ("Length", f"{int(table['characters'].sum()):,} characters in all"),
        ("Attributes of cases", listed(list(material.about.columns)) or "none recorded"),
        ("Coders", counted(len(material.coder_names), "coder")),
    ]
    return [
        Heading("The texts"),
        Table.of_rows(
            "texts",
            "The texts in short",
            "What was coded, and what is recorded about the cases.",
            (Column("What", head=True), Column("Found")),
            facts,
        ),
    ]


def _frame(material: CodingMaterial) -> list[Block]:
    frame = material.frame
    rows = [
        (frame.top(c.id), c.id.removeprefix(f"{frame.top(c.id)}/"), c.definition, c.use_when,
         c.not_when)
        for c in frame.codable
    ]  # fmt: skip
    about = f"{frame.name}, version {frame.version}: {counted(len(rows), 'code')}."
    return [
        Heading("The coding frame"),
        Paragraph(" ".join([about, " ".join(frame.description.split())]).strip()),
        Table.of_rows(
            "frame",
            "The coding frame",
            "What each code means, when it is given and when not.",
            (
                Column("Parent"),
                Column("Code", head=True),
                Column("Definition"),
                Column("Use when"),
                Column("Not when"),
            ),
            rows,
            grouped="Parent",
        ),
        *([Bullets(tuple(map(sentence, frame.history)))] if frame.history else []),
    ]


def _made(material: CodingMaterial) -> list[Block]:
    """Who decided what on suggestions, and what made them."""
    decided = material.decisions
    table = decided.groupby(["coder", "verdict"]).size().unstack(fill_value=0)
    verdicts = ["accepted", "amended", "rejected"]
    table = table.reindex(columns=verdicts, fill_value=0)
    rows = [
        (name, *(int(table.at[who, v]) if who in table.index else 0 for v in verdicts),
         int((material.codings["coder"] == who).sum()))
        for who, name in material.coder_names.items()
    ]  # fmt: skip
    models = sorted(set(decided["model"]))
    says = f"Suggestions were made by: {listed(models)}. " if models else ""
    return [
        Heading("How the codings came about"),
        Paragraph(
            f"{says}A suggestion counts only after a person has accepted or amended it; the "
            "project’s log holds every decision, and every step of it can be undone."
        ),
        Table.of_rows(
            "decisions",
            "Decisions and codings by coder",
            "What each coder did with the suggestions, and how many codings they gave in all.",
            (
                Column("Coder", head=True),
                Column("Accepted", "whole"),
                Column("Amended", "whole"),
                Column("Rejected", "whole"),
                Column("Codings", "whole"),
            ),
            rows,
        ),
    ]
