"""The coding part of the demonstration: tag, let two simulated coders review, report."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import coding as cd
from coding.codings import PROPOSED, Coding
from coding.project import Project, open_project
from corpora.synthetic import SyntheticCorpus, closure_summaries
from workbench.coding_results import folder_lines

TEXTS = 60
SHARED = 30
CODERS = ("Coder A (simulated)", "Coder B (simulated)")
BY = ("year", "role")
SEED = 5
Places = dict[tuple[str, str], list[tuple[int, int]]]


def run_coding_demo(place: Path) -> Iterator[str]:
    """Tag synthetic closure summaries, let two simulated coders review them, and report.

    The coders decide by what was planted in the texts, with mistakes of their own, so that
    there is agreement to work out; the figures say nothing of real coders or texts.
    """
    corpus = closure_summaries(TEXTS)
    place.mkdir(parents=True)
    with open_project(place / "coding.db") as project:
        yield from _tagged(project, corpus)
        yield from _reviewed(project, corpus)
        found = cd.agreement(project, unit="sentence", replicates=0)
        yield (
            f"They agree on {found.overall['percent_agreement']:.1%} of the decisions, sentence by "
            f"sentence: Krippendorff's alpha {found.overall['krippendorff_alpha']:.2f}."
        )
        _chart(project, corpus)
        yield from folder_lines(project, place / "report", by=BY)


def _tagged(project: Project, corpus: SyntheticCorpus) -> Iterator[str]:
    frame = cd.load_frame("closure-summaries")
    with project.together("start"):
        project.set_frame(frame)
        project.add_sources(corpus.sources)
        added = project.suggest().added
    pending = project.pending()
    first = int((pending["score"] >= PROPOSED).sum())
    yield (
        f"Made {len(corpus.sources)} synthetic closure summaries and tagged them with the "
        f"{len(frame.codable)} codes of {frame.name}: {added} suggestions, {first} of them strong."
    )


def _reviewed(project: Project, corpus: SyntheticCorpus) -> Iterator[str]:
    """Both coders read a sample drawn by lot, and each a half of the rest."""
    shared = project.double_code(CODERS, sample=SHARED, seed=SEED)
    rest = [source.id for source in corpus.sources if source.id not in shared]
    planted = corpus.codings
    for number, coder in enumerate(CODERS):
        project.assign(rest[number :: len(CODERS)], coder)
        mine = [*shared, *rest[number :: len(CODERS)]]
        dice = random.Random(SEED + number)
        with project.together("simulated review"):
            counts = _decide(project, coder, mine, planted, dice)
            for source in mine:
                project.finish(source, coder=coder)
        yield (
            f"{coder} read {len(mine)} of them: {counts[0]} suggestions accepted, {counts[1]} "
            f"rejected, {counts[2]} passages coded by hand."
        )


def _decide(
    project: Project, coder: str, mine: Sequence[str], planted: pd.DataFrame, dice: random.Random
) -> tuple[int, int, int]:
    """How many suggestions a simulated coder accepted and rejected, and what they added."""
    accepted = rejected = 0
    pending = project.pending(coder=coder)
    strong = pending[pending["source"].isin(mine) & (pending["score"] >= PROPOSED)]
    truth, proposed = _places(planted), _places(strong)
    for name, row in zip(strong.index, strong.itertuples(index=False), strict=True):
        right = _meets(truth, row)
        if right if dice.random() > 0.08 else not right:
            project.accept(name, coder=coder)
            accepted += 1
        else:
            project.reject(name, coder=coder)
            rejected += 1
    added = [
        Coding(row.source, row.start, row.end, row.code, coder, row.quote)
        for row in planted[planted["source"].isin(mine)].itertuples()
        if not _meets(proposed, row) and dice.random() < 0.85
    ]
    project.add_codings(added)
    return accepted, rejected, len(added)


def _places(table: pd.DataFrame) -> Places:
    """(source, code) -> where the code stands in it."""
    found: Places = {}
    for row in table.itertuples(index=False):
        found.setdefault((row.source, row.code), []).append((row.start, row.end))
    return found


def _meets(places: Places, row: Any) -> bool:
    """Whether the same code stands over some of the same words."""
    there = places.get((row.source, row.code), ())
    return any(start < row.end and row.start < end for start, end in there)


def _chart(project: Project, corpus: SyntheticCorpus) -> None:
    """Summaries for two themes of a few cases, as a coder would write them."""
    matrix = cd.framework_matrix(project)
    themes = [theme for theme in ("SAFETY", "EDUCATION") if theme in matrix.themes]
    with project.together("simulated charting"):
        for source in corpus.sources[:6]:
            for theme in themes:
                _, passages = matrix.cell(source.case, theme)
                names = dict.fromkeys(code.split("/")[-1] for code in passages["code"])
                if names:
                    numbers = ", ".join(f"[{n}]" for n in passages["number"])
                    words = f"{'; '.join(names)} {numbers}."
                    project.summarise(source.case, theme, words, coder=CODERS[0])
