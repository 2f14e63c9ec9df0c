"""What `qmt qmethod enter` does: read or ask for record sheets, keep them, write the study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.errors import StudyError
from corpora.places import check_free, keep_aside, new_files
from corpora.placing import put
from qmethod.entry import (
    EntryBook,
    differences,
    study_of_entries,
    with_first,
    with_second,
)
from qmethod.files import read_study, write_study
from qmethod.files.entry_book import load_book, save_book
from qmethod.files.record_book import read_cards, read_record_sheets, record_book
from workbench.entry import Desk, settle, type_sheets
from workbench.keys import keyboard

BOOK, DIFFERENCES = ".entries.json", "-differences.csv"


@dataclass(frozen=True)
class Entering:
    """What the person says on the command line.

    study : the file with cards and grid. sheets : filled workbooks; none to type here.
    """

    study: Path
    sheets: tuple[Path, ...]
    out: Path
    by: str
    second: bool = False
    settling: bool = False
    piles: bool = False
    grid: str | None = None
    free: bool = False
    force: bool = False

    @property
    def book(self) -> Path:
        """Where the typed sheets are kept, beside the study that they make."""
        return self.out.with_name(f"{self.out.stem}{BOOK}")


def template_lines(study: Path, path: Path, grid: str | None, force: bool) -> list[str]:
    """Write an empty workbook for record sheets and say what to do with it."""
    if path.suffix.lower() != ".xlsx":
        raise StudyError(f'{path}: record sheets are a workbook; give a name ending in ".xlsx".')
    check_free(path, force=force, inputs=(study,))
    qset, shape, name = read_cards(study, grid=grid)
    with new_files(path, force=force) as folder:
        (folder / path.name).write_bytes(record_book(qset, shape, file=path.name, name=name))
    return [f"Wrote {path}: type a row for each record sheet, then run qmt qmethod enter with it."]


def enter_lines(entering: Entering, say: Callable[[str], None]) -> Iterator[str]:
    """Take in record sheets, keep each at once, and write the study that they make."""
    _check(entering)
    book = _opened(entering)
    before = book
    if entering.sheets:
        book = _read(entering, book)
        save_book(book, entering.book)
    else:
        book = _typed(entering, book, say)
    if not book.first:
        yield "No record sheet was typed; nothing was written."
        return
    yield from _written(entering, before, book)


def _check(entering: Entering) -> None:
    if not entering.by.strip():
        raise StudyError("Nobody is named for this typing; give your initials by --by.")
    if entering.out.suffix.lower() != ".xlsx":
        raise StudyError(f'{entering.out}: the study is a workbook; give a name ending in ".xlsx".')
    taken = {path.resolve() for path in (entering.study, *entering.sheets)}
    if entering.out.resolve() in taken:
        raise StudyError(f"{entering.out} is what is to be read; write to another place.")


def _opened(entering: Entering) -> EntryBook:
    """The book of an earlier sitting, or a new one."""
    qset, grid, name = read_cards(entering.study, grid=entering.grid)
    if not entering.book.exists():
        check_free(entering.out, force=entering.force)
        return EntryBook(qset, grid, name, entering.free)
    book = load_book(entering.book)
    if [(s.number, s.text) for s in book.qset] != [(s.number, s.text) for s in qset]:
        raise StudyError(
            f"{entering.book} holds sheets of other cards than {entering.study}; name the study "
            "that it was begun with, or another file by --out."
        )
    if book.grid != grid:
        raise StudyError(
            f"{entering.book} was begun with the grid {book.grid}, and {entering.study} has "
            f"{grid}; use one of them throughout."
        )
    return replace(book, free=book.free or entering.free)


def _read(entering: Entering, book: EntryBook) -> EntryBook:
    """The book with the sheets of the workbooks; one that it holds just so already is passed."""
    enter = with_second if entering.second else with_first
    for path in entering.sheets:
        found = read_record_sheets(
            path, book.qset, book.grid, by=entering.by.strip(), free=book.free
        )
        if not found:
            raise StudyError(f"{path} holds no record sheet; type a row for each participant.")
        there = book.second if entering.second else book.first
        for sheet in found:
            known = there.get(sheet.participant)
            if known is None or known.places != sheet.places:
                book = enter(book, sheet)
    return book


def _typed(entering: Entering, book: EntryBook, say: Callable[[str], None]) -> EntryBook:
    """The book after a sitting at the keyboard; Ctrl-C leaves as the end of input does."""
    with keyboard() as keys:
        desk = Desk(
            book,
            entering.by.strip(),
            keys,
            say,
            keep=lambda new: _keep(new, entering.book),
            second=entering.second,
            piles=entering.piles,
        )
        with suppress(EOFError, KeyboardInterrupt):
            (settle if entering.settling else type_sheets)(desk)
        return desk.book


def _keep(book: EntryBook, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_book(book, path)


def _written(entering: Entering, before: EntryBook, book: EntryBook) -> Iterator[str]:
    """Write the study and, where sheets were typed twice, the list of differences."""
    study = study_of_entries(book)
    if entering.out.exists() and not _ours(entering.out, before):
        if not entering.force:
            raise StudyError(
                f"The sheets are kept in {entering.book}, but {entering.out} was changed by "
                "somebody since; add --force to write it anew and keep the old one beside it."
            )
        keep_aside(entering.out)
    write_study(study, entering.out, overwrite=True)
    yield from study.found
    yield f"Wrote {entering.out}; the typed sheets are in {entering.book}: keep both private."
    if book.second:
        table = differences(book)
        path = entering.out.with_name(f"{entering.out.stem}{DIFFERENCES}")
        put(path, table.to_csv(index=False).encode())
        yield from _told(table.to_dict("records"), path)


def _told(rows: Sequence[dict[str, object]], path: Path) -> Iterator[str]:
    if not rows:
        yield "The two entries agree on every card."
        return
    yield f"Places that differ: {len(rows)}, listed in {path}; --settle asks for each."
    for row in rows:
        state = " (settled)" if row["settled"] else ""
        yield (
            f"  {row['participant']}, {row['place']}: first {row['first'] or '-'}, "
            f"second {row['second'] or '-'}{state}"
        )


def _ours(path: Path, before: EntryBook) -> bool:
    """Whether a study file is as the book wrote it, with nothing of the team's in it."""
    if not before.first:
        return False
    try:
        there = read_study(path)
    except StudyError:
        return False
    same = there.fingerprint == study_of_entries(before).fingerprint
    return same and there.participants is None and there.comments is None
