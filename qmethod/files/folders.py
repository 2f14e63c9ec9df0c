"""One file per participant, in a folder or given one by one; and folders in general."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpora.errors import StudyError
from qmethod.design import Grid
from qmethod.files import archive, books, single
from qmethod.files.companions import Wording
from qmethod.files.draft import Draft
from qmethod.files.loading import Loaded, load
from qmethod.files.recognise import single_table
from qmethod.files.tables import Table, read_bytes
from qmethod.files.wordings import any_wording, wording_of

_TABLE_SUFFIXES = (".csv", ".tsv", ".txt")


def folder_draft(folder: Path, grid: Grid | None, others: Sequence[Loaded] = ()) -> Draft:
    """The study in a folder: an archive copy, or one file per participant."""
    files = _files_in(folder)
    contents = {p.name: p for p in files if p.parent == folder}
    if archive.is_archive(contents):
        read = {name: read_bytes(p) for name, p in contents.items()}
        return archive.parse(read, folder.name)
    tables = [p for p in files if p.suffix.lower() in _TABLE_SUFFIXES]
    if len(tables) > books.MAX_MEMBERS:
        raise StudyError(
            f"{folder.name}: the folder holds {len(tables):,} files; no Q study is so."
        )
    grids = {_person(p, folder): load(p) for p in tables}
    found = {
        name: t for name, o in grids.items() if (t := single_table(o, expected=True)) is not None
    }
    if not found:
        raise StudyError(
            f"{folder.name}: the folder holds no file with a participant's grid (card numbers in "
            "the columns of the grid, one CSV file each); give the file that holds the sorts."
        )
    rest = [o for name, o in grids.items() if name not in found]
    draft = singles_draft(found, grid, [*others, *rest], folder.name)
    skipped = [o.file for o in rest if not isinstance(wording_of(o), Wording)]
    if skipped:
        draft = replace(draft, found=(*draft.found, f"Not read: {', '.join(skipped[:5])}."))
    return draft


def _files_in(folder: Path) -> list[Path]:
    """The files of a folder and of the folders in it (one per condition of instruction)."""
    try:
        near = sorted(folder.iterdir())
        files = [p for p in near if p.is_file()]
        for inner in near:
            if inner.is_dir() and len(files) <= books.MAX_MEMBERS:
                files += sorted(p for p in inner.iterdir() if p.is_file())
    except OSError as error:
        raise StudyError(
            f"{folder}: the folder can't be opened ({error.strerror}); check that you may read it."
        ) from None
    if len(files) > books.MAX_MEMBERS:
        raise StudyError(
            f"{folder}: the folder holds over {books.MAX_MEMBERS:,} files, far more than a Q "
            "study; give the folder of the sorts alone."
        )
    return [p for p in files if not p.name.startswith(".")]


def _person(path: Path, folder: Path) -> str:
    """The participant: the file's name, with its folder where there are several conditions."""
    return path.relative_to(folder).with_suffix("").as_posix()


def singles_draft(
    tables: Mapping[str, Table], grid: Grid | None, others: Sequence[Loaded], file: str
) -> Draft:
    """The study in grids of one participant each, cards looked up in a list where there is one."""
    ids = [dict(w.ids) for o in others if isinstance(w := any_wording(o), Wording)]
    known = ids[0] if ids else None
    return single.parse(tables, file=file, grid=grid, wordings=known)
