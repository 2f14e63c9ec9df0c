"""The draft that all the files of a study make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpora.errors import StudyError
from qmethod.design import Grid
from qmethod.files import plain, pqmethod
from qmethod.files.companions import (
    Wording,
    with_comments,
    with_participants,
    with_wording,
    wording_in_lines,
)
from qmethod.files.draft import Draft
from qmethod.files.folders import folder_draft, singles_draft
from qmethod.files.loading import Loaded, load
from qmethod.files.recognise import single_table, sorts_in
from qmethod.files.wordings import readable, wording_of


def draft_of_files(
    paths: Sequence[Path], *, grid: Grid | None = None, orientation: str | None = None
) -> Draft:
    """The draft of a study kept in these files, or in a folder of them.

    Raises
    ------
    StudyError
        If no file holds sorts, or two do, or a file's purpose can't be told.
    """
    if len(paths) == 1 and paths[0].is_dir():
        return folder_draft(paths[0], grid)
    folders = [p for p in paths if p.is_dir()]
    loaded = [load(p) for p in paths if not p.is_dir()]
    if folders:
        return _with_companions(folder_draft(folders[0], grid, loaded), loaded)
    item, draft = _first_with_sorts(loaded, orientation)
    others = [other for other in loaded if other is not item]
    if single_table(item) is not None:
        grids = [o for o in (item, *others) if single_table(o) is not None]
        others = [o for o in others if single_table(o) is None]
        draft = singles_draft({o.path.stem: o.table for o in grids}, grid, others, item.file)
    else:
        draft = replace(draft, found=(*_beside(item, draft, others), *draft.found))
    return _with_companions(draft, others)


def _first_with_sorts(loaded: Sequence[Loaded], orientation: str | None) -> tuple[Loaded, Draft]:
    """The first file that holds sorts, and its draft."""
    troubles: list[StudyError] = []
    for item in loaded:
        try:
            draft = sorts_in(item, orientation)
        except StudyError as error:
            if len(loaded) == 1:
                raise
            troubles.append(error)
            continue
        if draft is not None:
            return item, draft
    if troubles:
        raise troubles[0]
    return loaded[0], _no_sorts(loaded, orientation)


def _with_companions(draft: Draft, others: Sequence[Loaded]) -> Draft:
    for item in others:
        draft = _with_companion(draft, item)
    return draft


def _with_companion(draft: Draft, item: Loaded) -> Draft:
    wording = wording_of(item)
    if isinstance(wording, Grid):
        return replace(draft, grid=wording, grid_source=item.file)
    tables = list(item.sheets.values()) or ([item.table] if readable(item) and item.text else [])
    for reader in (with_comments, with_participants):
        for table in tables:
            if (joined := reader(draft, table)) is not None:
                return joined
    if wording is None and item.text and not _holds_sorts(item):
        wording = wording_in_lines(item.text, item.file)
    if wording is not None:
        return with_wording(draft, wording)
    if _holds_sorts(item):
        raise StudyError(
            f"{item.file}: {draft.file} holds sorts and so does this file; give one of them."
        )
    raise StudyError(
        f"{item.file}: it could not be told what this file holds; besides the sorts, give a list "
        "of statements, a table of participants or a table of comments."
    )


def _holds_sorts(item: Loaded) -> bool:
    try:
        lines_only = bool(item.text) and not item.markup and item.table.width < 2
        return not lines_only and sorts_in(item) is not None
    except StudyError:
        return False


def _beside(item: Loaded, draft: Draft, others: Sequence[Loaded]) -> tuple[str, ...]:
    """A word on a list of statements that lies beside a .DAT file and was not given."""
    if others or draft.worded or not pqmethod.is_dat(item.text):
        return ()
    near = [item.path.with_suffix(s) for s in (".sta", ".STA")]
    lying = next((p.name for p in near if p.is_file()), None)
    if lying is None:
        return ()
    return (f"{lying} lies beside it and was not read; give it as a second file for the wording.",)


def _no_sorts(loaded: Sequence[Loaded], orientation: str | None) -> Draft:
    """The error for files without sorts, or a last try at a plain table."""
    item = loaded[0]
    if item.text and not item.markup:
        wording = wording_of(item)
        lines = len(item.table.filled())
        if not isinstance(wording, Wording) and (item.table.width > 1 or lines < 2):
            return plain.parse(item.table, orientation=orientation)
        raise StudyError(
            f"{item.file}: the file holds {lines} lines of text and no sorts; if these are the "
            "statements, give the file with the sorts as well."
        )
    if len(item.sheets) == 1:
        return plain.parse(next(iter(item.sheets.values())), orientation=orientation)
    what = "sheets " + ", ".join(f'"{n}"' for n in item.sheets) if item.sheets else "markup"
    raise StudyError(
        f"{item.file}: no sorts were found ({what}); give a table with statement numbers along one "
        "side and participants along the other."
    )
