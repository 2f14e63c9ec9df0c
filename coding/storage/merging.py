"""Two projects become one: every coding of both is kept, and what differs is listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, select

from coding.frame import CodingFrame
from coding.storage.backups import backup_before
from coding.storage.checks import codes_in_use
from coding.storage.frames import read_frame, set_frame
from coding.storage.matching import Both, matched
from coding.storage.merged_rows import merge_notes, merge_passages, removed_codings
from coding.storage.opening import opened_store
from coding.storage.people import registered
from coding.storage.store import BATCH, Holder, Store, batches
from coding.storage.tables import about, coders, memos, sources
from coding.storage.texts import read_sources
from corpora.errors import StudyError


@dataclass(frozen=True, eq=False)
class Merge:
    """What a merge did.

    Fields
    ------
    sources_added, sources_matched
        Texts that were new, and those that both projects had.
    codings_added, codings_known
        Codings that came in, and those that were here already.
    conflicts
        What differed: kind, here, there (ids and names, no words of a text), kept.
    backup
        Where the copy lies that was taken before.
    """

    sources_added: int
    sources_matched: int
    codings_added: int
    codings_known: int
    conflicts: pd.DataFrame
    backup: str


def merge(
    project: Holder,
    other: str | Path | Holder,
    *,
    coders: Mapping[str, str] | None = None,
) -> Merge:
    """What came of taking another project's work into this one, which can be undone as a whole.

    A source is the same where its text is, whatever its id; one text edited in one of the
    projects is the same, too, and its codings are found again by their quotes. Every coding,
    decision and memo of both is kept; where both cannot hold, this project's stays and the
    other is listed in `conflicts`. The other project is only read.

    Parameters
    ----------
    other
        Its file or address, or the open project.
    coders
        Names that its coders get here, where one name stands for two people.

    Raises
    ------
    StudyError
        If the other is no project, or this one itself.
    """
    store = project.store
    with _opened(other) as there_store:
        _check_not_itself(store, there_store)
        copy = backup_before(store, "merge")
        because = f"merged with {there_store.place}"
        with there_store.reading() as there, store.writing("merge", because=because) as writing:
            both = Both(writing, there, dict(coders or {}))
            both.removed = removed_codings(both.here)
            _merge_coders(both)
            _merge_frames(project, both)
            ids = select(sources.c.id).order_by(sources.c.place)
            for batch in batches(there.scalars(ids).all(), BATCH // 4):
                found = matched(both, read_sources(there, batch))
                merge_passages(both, found)
            merge_notes(both)
    table = pd.DataFrame(both.conflicts, columns=["kind", "here", "there", "kept"])
    counted = both.counts
    return Merge(
        counted["sources added"],
        counted["sources matched"],
        counted["codings added"],
        counted["codings known"],
        table,
        copy,
    )


@contextmanager
def _opened(other: str | Path | Holder) -> Iterator[Store]:
    if not isinstance(other, str | Path):
        yield other.store
        return
    store = opened_store(other, create=False, coder="", wait=5.0)
    try:
        yield store
    finally:
        store.engine.dispose()


def _check_not_itself(here: Store, there: Store) -> None:
    files = here.path, there.path
    same_file = all(files) and Path(files[0]).samefile(files[1])
    same_server = not here.path and here.engine.url == there.engine.url
    if same_file or same_server:
        raise StudyError(f"{here.place} cannot be merged with itself; name another project.")


def _project_id(connection: Connection) -> str:
    return connection.scalar(select(about.c.value).where(about.c.name == "project")) or ""


def _merge_coders(both: Both) -> None:
    here = set(both.here.scalars(select(coders.c.name)))
    copies = _project_id(both.here) == _project_id(both.there)
    for name in both.there.scalars(select(coders.c.name).order_by(coders.c.name)).all():
        new = both.coders.setdefault(name, name)
        if new in here and not copies and new == name:
            both.conflict("coder", name, name, "as one person; give coders={...} if they are two")
        registered(both.writing, [new])


def _merge_frames(project: Holder, both: Both) -> None:
    """Take over the codes that the other project's work needs and this one lacks."""
    here, there = read_frame(both.here), read_frame(both.there)
    if there is None:
        return
    if here is None:
        set_frame(project, there)
        return
    about_codes = select(memos.c.target).where(memos.c.about == "code")
    used = codes_in_use(both.there) | set(both.there.scalars(about_codes))
    wanted = {above for code in used for above in _with_parents(there, code)}
    for code in sorted(wanted):
        if code in here and here[code] != there[code]:
            both.conflict("code defined differently", code, code, "this project's")
    new = [code for code in there if code.id in wanted and code.id not in here]
    if not new:
        return
    ids = {code.id for code in (*here, *new)}
    fitting = [c if c.opposite in ids else replace(c, opposite=None) for c in new]
    for added in new:
        both.conflict("code", "", added.id, "added to the frame")
    sentence = f"Took over {len(new)} codes from a merged project."
    history = (*here.history, sentence)
    set_frame(project, replace(here, codes=(*here.codes, *fitting), history=history))


def _with_parents(frame: CodingFrame, code: str) -> Iterator[str]:
    above: str | None = code
    while above is not None:
        yield above
        above = frame[above].parent
