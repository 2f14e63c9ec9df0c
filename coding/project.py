"""The coding project: sources, codings, decisions and memos in a database, every step undoable.

`Project` is the list of what can be done; each method is a function of `coding.storage`, in
the file of the name that stands before it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from coding.codings import Coding
from coding.storage import (
    backups,
    coded,
    editing,
    frames,
    journal,
    listing,
    merging,
    notes,
    people,
    reviewed,
    settling,
    suggested,
    texts,
)
from coding.storage.opening import opened_store
from coding.storage.store import Store


def open_project(
    path_or_url: str | Path, *, create: bool = True, coder: str = "", wait: float = 5.0
) -> Project:
    """The coding project in a file, or on a PostgreSQL server.

    An older project is brought up to date, after a copy was taken.

    Parameters
    ----------
    path_or_url
        A file ("study.db"), or postgresql+psycopg://name:password@server/database.
    create
        Whether a project is made where there is none.
    coder
        Who works: stands for `coder` wherever none is named, and while coding is blind only
        this person's work is seen.
    wait
        Seconds to wait for another program that is writing.

    Raises
    ------
    StudyError
        If it is another program's file, of a newer version, locked, or cannot be written.
    """
    return Project(opened_store(path_or_url, create=create, coder=coder, wait=wait))


class Project:
    """An open project; `with open_project(...) as project:` closes it at the end.

    Every change is confirmed when its method returns, and then outlasts a crash. Whatever was
    changed can be undone. Tables are DataFrames, labelled by the ids that other methods take.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    # Sources, and new versions of their texts
    add_sources = texts.add_sources
    sources = texts.all_sources
    each_source = texts.each_source
    source = texts.source
    sources_table = texts.sources_table
    edit_text = editing.edit_text
    unplaced = listing.unplaced

    # The frame in its versions
    frame = property(frames.frame)
    set_frame = frames.set_frame
    change_frame = frames.change_frame
    frame_version = frames.frame
    frame_versions = frames.frame_versions

    # Suggestions, and what is decided on them
    suggest = suggested.suggest
    add_suggestions = suggested.add_suggestions
    pending = suggested.pending
    accept = reviewed.accept
    reject = reviewed.reject
    amend = reviewed.amend
    decisions = reviewed.decisions_table

    # Codings
    code = coded.code
    add_codings = coded.add_codings
    change = coded.change
    remove = coded.remove
    codings = listing.codings_table
    as_table = listing.as_table
    counts = listing.counts

    # Memos, cases and their attributes, summaries for the framework matrix
    memo = notes.memo
    edit_memo = notes.edit_memo
    memos = notes.memos_table
    add_case = notes.add_case
    set_case = notes.set_case
    set_attributes = notes.set_attributes
    cases = notes.cases_table
    summarise = notes.summarise
    summaries = notes.summaries_table

    # Several coders
    add_coder = people.add_coder
    coders = people.coders_table
    assign = people.assign
    unassign = people.unassign
    share_out = people.share_out
    double_code = people.double_code
    finish = people.finish
    assignments = people.assignments_table
    readers = people.readers
    blind = people.blind
    disagreements = settling.disagreements
    settle = settling.settle
    settlements = settling.settlements_table
    merge = merging.merge

    # The log, and what guards against loss
    undo = journal.undo
    redo = journal.redo
    log = journal.log
    rebuild = journal.rebuild
    differences = journal.differences
    backup = backups.backup

    def coding(self, name: str) -> Coding:
        """One coding by its id.

        Raises
        ------
        StudyError
            If there is none.
        """
        with self.store.reading() as connection:
            row = coded.the_coding(connection, name)
        fields = ("source", "start", "end", "code", "coder", "quote", "because")
        return Coding(**{field: row[field] for field in fields})

    def at(self, event: int) -> Project:
        """The project as it was after an event of the log, in memory, to look at."""
        return Project(journal.state_at(self, event))

    def seen_by(self, coder: str) -> Project:
        """The same project with another person at work ("" for the lead)."""
        return Project(replace(self.store, coder=coder))

    @contextmanager
    def together(self, action: str, *, because: str = "", backup: bool = False) -> Iterator[None]:
        """What is done in this block becomes one event: kept as a whole, or not at all.

        For imports and long lists: one confirmation, one undo, one line in the log.

        Parameters
        ----------
        action
            What the log calls it ("import").
        backup
            Whether a copy is taken before.
        """
        if backup:
            backups.backup_before(self.store, action)
        with self.store.writing(action, because=because):
            yield

    @property
    def place(self) -> str:
        """The file's name, or the server and database."""
        return self.store.place

    def close(self) -> None:
        """Let go of the file or the server; nothing is left to be saved."""
        self.store.engine.dispose()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Project {self.place}>"
