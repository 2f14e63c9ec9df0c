"""Which format a file of sorts is in, by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from corpora.errors import StudyError
from qmethod.design import Grid
from qmethod.files import archive, kade, kadezip, ownbook, plain, pqmethod, single, websort
from qmethod.files.companions import (
    with_comments,
    with_participants,
    with_wording,
    wording_in_table,
)
from qmethod.files.draft import Draft
from qmethod.files.loading import Loaded
from qmethod.files.tables import Table


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
    if item.markup:
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
    drafts = _without_companions(drafts, item.sheets)
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


def _without_companions(
    drafts: Mapping[str, Draft], sheets: Mapping[str, Table]
) -> dict[str, Draft]:
    """The drafts without those of small sheets that tell of the participants of the largest."""
    name, largest = max(drafts.items(), key=lambda named: _entries(named[1]))
    small = {n for n, draft in drafts.items() if _entries(draft) < _entries(largest) / 4}
    told = {
        n
        for n in small - {name}
        if with_comments(largest, sheets[n]) or with_participants(largest, sheets[n])
    }
    return {n: draft for n, draft in drafts.items() if n not in told}


def _entries(draft: Draft) -> int:
    return len(draft.sorts) * len(draft.statements)


def _table_sorts(table: Table, orientation: str | None, stem: str) -> Draft | None:
    """The sorts in a table, or None where it looks like something else."""
    draft = websort.parse_table(table)
    if draft is not None:
        return replace(draft, found=(*table.found, *draft.found))
    if single.is_single(table):
        return single.parse({stem or table.file: table}, file=table.file)
    return plain.parse(table, orientation=orientation) if plain.looks_like_sorts(table) else None


def single_table(item: Loaded, *, expected: bool = False) -> Table | None:
    """The table of a file that holds one participant's grid."""
    if not item.text or pqmethod.is_dat(item.text) or item.text.lstrip()[:1] in "{[<":
        return None
    table = item.table
    alone = websort.parse_table(table) is None and single.is_single(table, expected=expected)
    return table if alone else None
