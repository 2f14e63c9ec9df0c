"""Which format a file is in, by its content; and the draft that all files together make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from corpora.errors import StudyError
from qmethod.design import Grid
from qmethod.files import archive, books, kade, kadezip, ownbook, plain, pqmethod, single, websort
from qmethod.files.companions import (
    Wording,
    from_xml,
    with_comments,
    with_participants,
    with_wording,
    wording_in_lines,
    wording_in_table,
)
from qmethod.files.draft import Draft
from qmethod.files.tables import Table, decode, read_bytes, table_of

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLE_SUFFIXES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Loaded:
    """A file's content: text, the sheets of a workbook, or the members of an archive."""

    path: Path
    text: str = ""
    sheets: Mapping[str, Table] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    found: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @cached_property
    def table(self) -> Table:
        """The text as a table."""
        return table_of(self.text, self.file, found=self.found)


def load(path: Path) -> Loaded:
    """The content of a file, opened with care.

    Raises
    ------
    StudyError
        If it is missing, too large, locked, hostile, or neither text nor workbook.
    """
    data = read_bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(_OLD_OFFICE):
        raise books.refuse_old_office(path.name, data)
    if data.startswith(_ZIP):
        contents = books.members(data, path.name)
        if not books.is_workbook(contents):
            books.refuse_other_office(contents, path.name)
            return Loaded(path, contents=contents)
        note = (
            ()
            if suffix in (".xlsx", ".xlsm")
            else (f"{path.name} is a workbook, whatever its name.",)
        )
        sheets = books.sheets(data, contents, path.name)
        if not sheets:
            raise StudyError(f"{path.name}: the workbook is empty; choose one that holds Q-sorts.")
        return Loaded(path, sheets=sheets, found=note)
    text, encoding = decode(data, path.name)
    notes = [f"Text in {encoding}."]
    if suffix in (".xlsx", ".xlsm", ".xls", ".zip", ".ods"):
        notes.append(f"{path.name} is a text file, not {suffix}, and was read as text.")
    return Loaded(path, text=text, found=tuple(notes))


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
        return _folder(paths[0], grid)
    folders = [p for p in paths if p.is_dir()]
    loaded = [load(p) for p in paths if not p.is_dir()]
    if folders:
        return _with_companions(_folder(folders[0], grid, loaded), loaded)
    item, draft = _first_with_sorts(loaded, orientation)
    others = [other for other in loaded if other is not item]
    if _single_table(item) is not None:
        grids = [o for o in (item, *others) if _single_table(o) is not None]
        others = [o for o in others if _single_table(o) is None]
        draft = _singles({o.path.stem: o.table for o in grids}, grid, others, item.file)
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


def sorts_in(item: Loaded, orientation: str | None = None) -> Draft | None:
    """The sorts in a file, or None where it holds something else."""
    if item.contents:
        return _archive_sorts(item)
    if item.sheets:
        return _workbook_sorts(item, orientation)
    if pqmethod.is_dat(item.text):
        return pqmethod.parse(item.text, item.file, found=item.found)
    draft = websort.parse_json(item.text, item.file)
    if draft is not None:
        return replace(draft, found=(*item.found, *draft.found))
    if item.text.lstrip().startswith("<"):
        return None
    return _table_sorts(item.table, orientation, item.path.stem)


def _archive_sorts(item: Loaded) -> Draft:
    if kadezip.is_zip(item.contents):
        return kadezip.parse_zip(item.contents, item.file)
    if archive.is_archive(item.contents):
        return archive.parse(item.contents, item.file)
    names = ", ".join(list(item.contents)[:5])
    raise StudyError(
        f"{item.file}: the archive holds {names or 'nothing'}, which is neither KADE's nor ours; "
        "unpack it and give the files."
    )


def _workbook_sorts(item: Loaded, orientation: str | None) -> Draft | None:
    draft: Draft | None
    if ownbook.is_ours(item.sheets):
        draft = ownbook.parse(item.sheets, item.file)
    elif kind := kade.kind_of(item.sheets):
        draft = kade.parse(item.sheets, kind, item.file)
        draft = _with_our_sheets(draft, item.sheets)
    else:
        draft = _plain_workbook(item, orientation)
    return None if draft is None else replace(draft, found=(*item.found, *draft.found))


def _with_our_sheets(draft: Draft, sheets: Mapping[str, Table]) -> Draft:
    """The draft of a KADE workbook with the sheets that our writer adds beside KADE's."""
    fields = ownbook.fields_of(kade.pick(sheets, (ownbook.SETTINGS,)))
    if not fields:
        return draft
    extras = ownbook.extras_of(sheets)
    return replace(
        draft,
        stem=fields.get("stem", ""),
        note=fields.get("note", ""),
        language=fields.get("language") or "en",
        synthetic=fields.get("synthetic", ""),
        grid=Grid.parse(fields["grid"]) if fields.get("grid") else draft.grid,
        piles=extras.piles,
        participants=extras.participants,
        comments=extras.comments,
        faults=(*draft.faults, *extras.faults),
    )


def _plain_workbook(item: Loaded, orientation: str | None) -> Draft | None:
    """The one sheet that holds sorts, with the statements of another where there is one."""
    drafts = {n: d for n, t in item.sheets.items() if (d := _table_sorts(t, orientation, ""))}
    if not drafts:
        return None
    if len(drafts) > 1:
        names = " and ".join(f'"{n}"' for n in drafts)
        raise StudyError(
            f"{item.file}: the sheets {names} could all hold the sorts; keep the sorts in one "
            "sheet, or save it as a file of its own."
        )
    ((name, draft),) = drafts.items()
    rest = [t for n, t in item.sheets.items() if n != name]
    wordings = [w for t in rest if (w := wording_in_table(t)) and not draft.worded]
    if len(wordings) == 1:
        draft = with_wording(draft, wordings[0])
        rest = [t for t in rest if f'"{t.sheet}"' not in wordings[0].source]
    for table in rest:
        draft = with_comments(draft, table) or with_participants(draft, table) or draft
    return replace(draft, found=(f'Sorts in sheet "{name}".', *draft.found))


def _table_sorts(table: Table, orientation: str | None, stem: str) -> Draft | None:
    """The sorts in a table, or None where it looks like something else."""
    draft = websort.parse_table(table)
    if draft is not None:
        return replace(draft, found=(*table.found, *draft.found))
    if single.is_single(table):
        return single.parse({stem or table.file: table}, file=table.file)
    return plain.parse(table, orientation=orientation) if plain.looks_like_sorts(table) else None


def _single_table(item: Loaded, *, expected: bool = False) -> Table | None:
    """The table of a file that holds one participant's grid."""
    if not item.text or pqmethod.is_dat(item.text) or item.text.lstrip()[:1] in "{[<":
        return None
    table = item.table
    alone = websort.parse_table(table) is None and single.is_single(table, expected=expected)
    return table if alone else None


def _singles(
    tables: Mapping[str, Table], grid: Grid | None, others: Sequence[Loaded], file: str
) -> Draft:
    """The study in grids of one participant each, cards looked up in a list where there is one."""
    ids = [dict(w.ids) for o in others if isinstance(w := _any_wording(o), Wording)]
    known = ids[0] if ids else None
    return single.parse(tables, file=file, grid=grid, wordings=known)


def _folder(folder: Path, grid: Grid | None, others: Sequence[Loaded] = ()) -> Draft:
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
        name: t for name, o in grids.items() if (t := _single_table(o, expected=True)) is not None
    }
    if not found:
        raise StudyError(
            f"{folder.name}: the folder holds no file with a participant's grid (card numbers in "
            "the columns of the grid, one CSV file each); give the file that holds the sorts."
        )
    rest = [o for name, o in grids.items() if name not in found]
    draft = _singles(found, grid, [*others, *rest], folder.name)
    skipped = [o.file for o in rest if not isinstance(_wording(o), Wording)]
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
            f"{folder}: the folder holds over {books.MAX_MEMBERS:,} files, far more than a Q study; "
            "give the folder of the sorts alone."
        )
    return [p for p in files if not p.name.startswith(".")]


def _person(path: Path, folder: Path) -> str:
    """The participant: the file's name, with its folder where there are several conditions."""
    return path.relative_to(folder).with_suffix("").as_posix()


# What goes with the sorts ----------------------------------------------------------------


def _wording(item: Loaded) -> Wording | Grid | None:
    """The statements (or the grid) that a file holds."""
    if item.sheets:
        found = [w for t in item.sheets.values() if (w := wording_in_table(t))]
        return found[0] if len(found) == 1 else None
    if item.contents or not item.text:
        return None
    if item.text.lstrip().startswith("<"):
        return from_xml(item.text, item.file)
    return wording_in_table(item.table) if _readable(item) else None


def _any_wording(item: Loaded) -> Wording | Grid | None:
    """The statements of a file that can be nothing else, one on each line if need be."""
    wording = _wording(item)
    if wording is None and item.text and not item.text.lstrip().startswith("<"):
        return wording_in_lines(item.text, item.file)
    return wording


def _readable(item: Loaded) -> bool:
    try:
        return bool(item.table.rows)
    except StudyError:
        return False


def _with_companions(draft: Draft, others: Sequence[Loaded]) -> Draft:
    for item in others:
        draft = _with_companion(draft, item)
    return draft


def _with_companion(draft: Draft, item: Loaded) -> Draft:
    wording = _wording(item)
    if isinstance(wording, Grid):
        return replace(draft, grid=wording, grid_source=item.file)
    tables = list(item.sheets.values()) or ([item.table] if _readable(item) and item.text else [])
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
        return sorts_in(item) is not None
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
    if item.text and not item.text.lstrip().startswith("<"):
        wording = _wording(item)
        lines = len(item.table.filled())
        if not isinstance(wording, Wording) and (item.table.width > 1 or lines < 2):
            return plain.parse(item.table, orientation=orientation)
        raise StudyError(
            f"{item.file}: the file holds {lines} lines of text and no sorts; if these are the "
            "statements, give the file with the sorts as well."
        )
    what = "sheets " + ", ".join(f'"{n}"' for n in item.sheets) if item.sheets else "markup"
    raise StudyError(
        f"{item.file}: no sorts were found ({what}); give a table with statement numbers along one "
        "side and participants along the other."
    )
