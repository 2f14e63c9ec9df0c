"""Reads and writes every format of Q-sort data, recognised by content."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from qmethod.design import Grid, QStudy
from qmethod.files.assembling import draft_of_files
from qmethod.files.building import study_of
from qmethod.files.judging import judge
from qmethod.files.template import write_template
from qmethod.files.writers import write_study

__all__ = ["read_study", "write_study", "write_template"]


def read_study(
    path: str | PathLike[str],
    *more: str | PathLike[str],
    grid: Grid | str | None = None,
    forced: bool | None = None,
    orientation: str | None = None,
) -> QStudy:
    """The study in a file of Q-sorts, or in a folder with one file per participant.

    The format is recognised by content: plain CSV or .xlsx either way round, PQMethod,
    KADE and Ken-Q workbooks and archives, JSON and CSV of EQ Web Sort, Quince, htmlq,
    easy-htmlq and FlashQ, and this toolkit's own workbook and archive copy. `found` of
    the study says what was recognised and assumed.

    Parameters
    ----------
    more
        Further files: statements (.STA, text, CSV), attributes of participants, comments,
        or more single-participant grids.
    grid
        The grid, or a text such as "-3..3: 2 4 5 6 5 4 2"; by default that of the file, or
        else the distribution that most sorts share.
    forced
        True: any departure from the grid is an error. False: none is. By default a value
        off the grid is an error where all other sorts keep to the grid.
    orientation
        "statements in rows" or "participants in rows", for a plain table.

    Raises
    ------
    StudyError
        If a file can't be read, or a fault has to be mended first; the sentence names the
        file, row, column, what was found, what was expected and what to do.
    """
    shape = Grid.parse(grid) if isinstance(grid, str) else grid
    draft = draft_of_files([Path(p) for p in (path, *more)], grid=shape, orientation=orientation)
    return study_of(judge(draft, grid=shape, forced=forced))
