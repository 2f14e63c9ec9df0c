"""A REFI-QDA file into a coding project."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.codings import Memo
from coding.frame import Code, CodingFrame
from coding.refi.archive import open_archive
from coding.refi.codebook import read_codebook
from coding.refi.exchange import Exchange, LeftOver
from coding.refi.parse import facts_of
from coding.refi.understand import understood
from corpora.readers.raw import file_bytes

if TYPE_CHECKING:
    from coding.project import Project


@dataclass(frozen=True)
class Imported:
    """What came in from a file.

    Fields
    ------
    project
        The project that it came into, open.
    left_over
        What has no place with us, one by one; a memo of the project keeps the list.
    said
        How the file was read, a sentence each.
    """

    project: Project
    sources: int
    codes: int
    codings: int
    memos: int
    cases: int
    coders: tuple[str, ...]
    left_over: tuple[LeftOver, ...] = ()
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = (
            f"{self.project.place}: {self.sources} sources, {self.codes} codes, {self.codings} "
            f"codings, {self.memos} memos and {self.cases} cases read."
        )
        return "\n".join([counts, *self.said, *(f"Left out: {each}" for each in self.left_over)])


def import_refi(path: str | Path, db: str | Path | Project) -> Imported:
    """What came into a project from a .qdpx, .qde or .qdc file of any program.

    All of it comes in or nothing; a project that holds something already is copied before.
    Sources and codings that are there stay as they are, codes are added to its frame.

    Parameters
    ----------
    path
        The file.
    db
        An open project, or the file or address of one, made where there is none.

    Raises
    ------
    StudyError
        If the file is damaged, no REFI-QDA file or made to do harm, or if a source of the
        project has the same name and another text.
    """
    exchange = read_exchange(path)
    with _opened(db) as project:
        return _put(exchange, project, Path(path).name)


def read_exchange(path: str | Path) -> Exchange:
    """What a .qdpx, .qde or .qdc file holds, without a project.

    Raises
    ------
    StudyError
        If the file is damaged, no REFI-QDA file, or made to do harm.
    """
    file = Path(path)
    if file.suffix.lower() == ".qdc":
        frame = read_codebook(file_bytes(file), file.stem, file=file.name)
        lost = tuple(LeftOver("set", "of codes", said) for said in frame.history)
        return Exchange(file.stem, replace(frame, history=()), left_over=lost)
    with open_archive(file) as archive:
        exchange = understood(facts_of(archive))
    return exchange if exchange.name else replace(exchange, name=file.stem)


@contextmanager
def _opened(db: str | Path | Project) -> Iterator[Project]:
    """The project; a file that was made for an import that failed is taken away again."""
    from coding.project import open_project

    if not isinstance(db, str | Path):
        yield db
        return
    made = "://" not in str(db) and not Path(db).exists()
    project = open_project(db)
    try:
        yield project
    except BaseException:
        project.close()
        for ending in ("", "-wal", "-shm", "-journal") if made else ():
            Path(f"{db}{ending}").unlink(missing_ok=True)
        raise


def _put(exchange: Exchange, project: Project, file: str) -> Imported:
    old = project.frame
    frame, lost = _joined(old, exchange.frame)
    used = old is not None or bool(len(project.sources_table()))
    left_over = (*exchange.left_over, *lost)
    with project.together("import", because=f"REFI-QDA file {file}", backup=used):
        if len(frame):
            project.set_frame(frame)
        project.add_sources(exchange.sources)
        for coder in exchange.coders:
            project.add_coder(coder)
        _put_cases(exchange, project)
        ids = project.add_codings(p.coding for p in exchange.codings) if exchange.codings else []
        new = dict(zip((p.id for p in exchange.codings), ids, strict=True))
        memos = [*exchange.memos, *_list_of(left_over, file)]
        _put_memos(memos, new, project)
    return Imported(
        project,
        len(exchange.sources),
        len(exchange.frame),
        len(exchange.codings),
        len(exchange.memos),
        len(exchange.cases),
        exchange.coders,
        left_over,
        exchange.said,
    )


def _joined(old: CodingFrame | None, new: CodingFrame) -> tuple[CodingFrame, list[LeftOver]]:
    """The project's frame with the codes that are new; where both know one, ours stays."""
    if old is None or not len(old):
        return new, []
    lost = [
        LeftOver("code", f'"{code.id}"', "the project's frame says something else of it, and stays")
        for code in new
        if code.id in old and replace(code, codable=old[code.id].codable) != old[code.id]
    ]
    opened = {code.id for code in new if code.codable}
    kept = [replace(c, codable=c.codable or c.id in opened) for c in old]
    added: list[Code] = [code for code in new if code.id not in old]
    words = {**new.words, **old.words}
    one_of = (*old.one_of, *(group for group in new.one_of if group not in old.one_of))
    return replace(old, codes=(*kept, *added), words=words, one_of=one_of), lost


def _put_cases(exchange: Exchange, project: Project) -> None:
    of_sources = {source.case for source in exchange.sources}
    for case in exchange.cases:
        if case.attributes or case.id not in of_sources:
            project.add_case(case.id, case.attributes)


def _put_memos(found: list[Memo], ids: dict[str, str], project: Project) -> None:
    """Memos that are not there yet; one that names nobody stays nobody's."""
    from coding.storage.coded import new_id
    from coding.storage.tables import memos

    there = {(m.about, m.target, m.text, m.coder) for m in project.memos().itertuples()}
    with project.store.writing("memo") as writing:
        placed = [replace(m, target=ids[m.target]) if m.about == "coding" else m for m in found]
        new = [asdict(memo) | {"id": new_id(), "at": writing.at} for memo in placed]
        key = operator.itemgetter("about", "target", "text", "coder")
        writing.add(memos, [row for row in new if key(row) not in there])


def _list_of(left_over: tuple[LeftOver, ...], file: str) -> list[Memo]:
    if not left_over:
        return []
    first = f"What the file {file} holds and this project has no place for:"
    return [Memo("\n".join([first, *(f"- {each}" for each in left_over)]))]
