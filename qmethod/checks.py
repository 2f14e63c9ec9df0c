"""Every fault of a file of Q-sorts, or of a study, at once."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import numpy as np

from qmethod.design import Grid, QStudy
from qmethod.files.assembling import draft_of_files
from qmethod.files.draft import UNSURE, Comment, Draft, DraftSort, Fault, PileEntry, Placement
from qmethod.files.judging import judge
from qmethod.files.texts import value_text

__all__ = ["Fault", "check_file", "check_study"]


def check_file(
    path: str | PathLike[str],
    *more: str | PathLike[str],
    grid: Grid | str | None = None,
    forced: bool | None = None,
    orientation: str | None = None,
) -> list[Fault]:
    """Everything that is wrong or odd in a file of Q-sorts, in the order of the file.

    The file is taken apart exactly as `read_study` does it. Faults with `stops` keep it
    from being read; the others (cards not placed, columns with the wrong number of cards,
    two equal sorts) are worth a look.

    Raises
    ------
    StudyError
        If the file can't be taken apart at all.
    """
    shape = Grid.parse(grid) if isinstance(grid, str) else grid
    draft = draft_of_files([Path(p) for p in (path, *more)], grid=shape, orientation=orientation)
    return list(judge(draft, grid=shape, forced=forced).faults)


def check_study(study: QStudy, *, forced: bool | None = None) -> list[Fault]:
    """Everything that is odd in a study, whatever file it came from."""
    return list(judge(_draft_of(study), grid=study.grid, forced=forced).faults)


def _draft_of(study: QStudy) -> Draft:
    """The study as a draft, so that one set of rules serves files and studies."""
    return Draft(
        study.name or "study",
        "a study",
        study.qset.statements,
        tuple(_sort_of(study, name) for name in study.names),
        grid=study.grid,
        piles=_piles_of(study),
        comments=_comments_of(study),
    )


def _sort_of(study: QStudy, name: str) -> DraftSort:
    unsure = set() if study.piles is None else set(study.piles.index[study.piles[name] == UNSURE])
    placements = tuple(
        Placement(str(n), UNSURE if np.isnan(v) and n in unsure else value_text(v), "")
        for n, v in study.sorts[name].items()
    )
    return DraftSort(name, "", placements)


def _piles_of(study: QStudy) -> tuple[PileEntry, ...]:
    if study.piles is None:
        return ()
    return tuple(
        PileEntry(str(name), str(n), pile, "")
        for name, column in study.piles.items()
        for n, pile in column.dropna().items()
    )


def _comments_of(study: QStudy) -> tuple[Comment, ...]:
    if study.comments is None:
        return ()
    rows = study.comments[["participant", "statement", "text"]].itertuples(index=False, name=None)
    return tuple(Comment(str(p), str(n), str(t), "") for p, n, t in rows)
