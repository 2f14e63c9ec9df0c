"""The coders of a project: who they are, what each is given, and who sees whose work."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, select, union

from coding.storage.checks import check_words
from coding.storage.store import BATCH, Holder, Store, Writing, batches, one_row, rows
from coding.storage.tables import (
    OWN_READING,
    Row,
    assignments,
    coders,
    codings,
    decisions,
    settings,
    sources,
    suggestions,
)
from corpora.errors import StudyError

PURPOSES = ("coding", "double coding", "settling")


def known_coder(store: Store, coder: str) -> str:
    """The coder named, or the one who opened the project.

    Raises
    ------
    StudyError
        If there is neither.
    """
    who = (coder or store.coder).strip()
    if not who:
        raise StudyError("Nobody is named for this; give coder=... or open the project with one.")
    check_words("The coder's name", [who])
    return who


def registered(writing: Writing, names: Iterable[str]) -> None:
    """Put coders whom the project does not know yet into its list."""
    wanted = [name.strip() for name in names]
    if not all(wanted):
        raise StudyError("A coding names no coder; give every coding the one who made it.")
    found = select(coders.c.name).where(coders.c.name.in_(wanted))
    there = set(writing.connection.scalars(found))
    new = [name for name in dict.fromkeys(wanted) if name not in there]
    writing.add(coders, ({"name": name, "note": ""} for name in new))


def add_coder(project: Holder, name: str, *, note: str = "") -> None:
    """Put a coder into the project's list, or change the note on one.

    Whoever codes is listed without it; it is for those who have yet to begin.
    """
    who = known_coder(project.store, name)
    with project.store.writing("add coder") as writing:
        registered(writing, [who])
        writing.change(coders, one_row(writing.connection, coders, name=who) or {}, note=note)


def coders_table(project: Holder) -> pd.DataFrame:
    """One row per coder (index `coder`): note, and how many sources are assigned and done."""
    with project.store.reading() as connection:
        people = rows(connection, select(coders).order_by(coders.c.name))
        given = rows(connection, select(assignments.c.coder, assignments.c.state))
    table = pd.DataFrame(people, columns=["name", "note"]).set_index("name").rename_axis("coder")
    counted = pd.DataFrame(given, columns=["coder", "state"])
    table["assigned"] = [int((counted["coder"] == name).sum()) for name in table.index]
    done = counted[counted["state"] == "done"]
    table["done"] = [int((done["coder"] == name).sum()) for name in table.index]
    return table


def assign(
    project: Holder,
    sources: Iterable[str] | str,
    coder: str,
    *,
    purpose: str = "coding",
) -> int:
    """How many sources were newly assigned to a coder.

    A coder is shown the suggestions of their own sources and of those assigned to nobody.

    Parameters
    ----------
    purpose
        "coding", "double coding" or "settling".

    Raises
    ------
    StudyError
        If there is no such source.
    """
    wanted = [sources] if isinstance(sources, str) else list(sources)
    who = known_coder(project.store, coder)
    if purpose not in PURPOSES:
        raise StudyError(f'The purpose "{purpose}" is none of {", ".join(PURPOSES)}.')
    with project.store.writing("assign", coder=project.store.coder) as writing:
        registered(writing, [who])
        return sum(_assigned(writing, batch, who, purpose) for batch in batches(wanted, BATCH))


def _assigned(writing: Writing, wanted: list[str], coder: str, purpose: str) -> int:
    connection = writing.connection
    there = set(connection.scalars(select(sources.c.id).where(sources.c.id.in_(wanted))))
    for source in wanted:
        if source not in there:
            raise StudyError(f"The project has no source {source}; list them by sources().")
    mine = select(assignments.c.source).where(assignments.c.coder == coder)
    had = set(connection.scalars(mine.where(assignments.c.source.in_(wanted))))
    fixed = {"coder": coder, "purpose": purpose, "state": "open", "at": writing.at}
    new = [name for name in dict.fromkeys(wanted) if name not in had]
    return writing.add(assignments, [{"source": name, **fixed} for name in new])


def unassign(project: Holder, source: str, coder: str) -> None:
    """Take a source back from a coder; what they coded in it stays.

    Raises
    ------
    StudyError
        If it was not assigned to them.
    """
    with project.store.writing("unassign") as writing:
        writing.remove(assignments, [_assignment(writing.connection, source, coder)])


def finish(project: Holder, source: str, *, coder: str = "", done: bool = True) -> None:
    """Mark a source as read to its end by a coder, so that no coding means "not coded" there.

    `done=False` opens it again. A source that was assigned to nobody stays open to the others.
    """
    who = known_coder(project.store, coder)
    with project.store.writing("finish", coder=who) as writing:
        if one_row(writing.connection, assignments, source=source, coder=who) is None:
            registered(writing, [who])
            _assigned(writing, [source], who, OWN_READING)
        row = _assignment(writing.connection, source, who)
        writing.change(assignments, row, state="done" if done else "open")


def _assignment(connection: Connection, source: str, coder: str) -> Row:
    row = one_row(connection, assignments, source=source, coder=coder)
    if row is None:
        raise StudyError(f"Source {source} is not assigned to {coder}; see assignments().")
    return row


def assignments_table(project: Holder, *, coder: str | None = None) -> pd.DataFrame:
    """One row per source and coder: source, coder, purpose, state ("open", "done"), at."""
    query = (
        select(assignments)
        .join(sources, sources.c.id == assignments.c.source)
        .order_by(sources.c.place, assignments.c.coder)
    )
    query = project.store.visible(query, assignments.c.coder, coder)
    with project.store.reading() as connection:
        found = rows(connection, query)
    return pd.DataFrame(found, columns=["source", "coder", "purpose", "state", "at"])


def share_out(project: Holder, coders: Sequence[str], *, seed: int = 1) -> pd.DataFrame:
    """The assignments after the sources that nobody has were dealt out evenly by lot.

    Parameters
    ----------
    seed
        The same seed, sources and coders give the same shares on every machine.
    """
    people = _several(coders, 1)
    taken = select(assignments.c.source)
    with project.store.writing("share out") as writing:
        query = select(sources.c.id).where(sources.c.id.not_in(taken))
        free = sorted(writing.connection.scalars(query))
        random.Random(seed).shuffle(free)
        for number, who in enumerate(people):
            registered(writing, [who])
            for batch in batches(free[number :: len(people)], BATCH):
                _assigned(writing, batch, who, "coding")
    return assignments_table(project)


def double_code(
    project: Holder, coders: Sequence[str], *, sample: float | int = 0.1, seed: int = 1
) -> list[str]:
    """The ids of the sources drawn by lot and assigned to every one of the coders.

    Parameters
    ----------
    coders
        Two or more.
    sample
        How many sources, or the share of all where it is below 1 (rounded up).
    seed
        The same seed and sources give the same sample on every machine.

    Raises
    ------
    StudyError
        If there are fewer sources than wanted, or fewer than two coders.
    """
    people = _several(coders, 2)
    with project.store.writing("double coding") as writing:
        every = sorted(writing.connection.scalars(select(sources.c.id)))
        drawn = sorted(random.Random(seed).sample(every, _size(sample, len(every))))
        for who in people:
            registered(writing, [who])
            for batch in batches(drawn, BATCH):
                _assigned(writing, batch, who, "double coding")
    return drawn


def _size(sample: float | int, there: int) -> int:
    size = -int(-sample * there // 1) if 0 < sample < 1 else sample
    if size != int(size) or not 1 <= size <= there:
        raise StudyError(
            f"A sample of {sample} cannot be drawn from {there} sources; give a share between 0 "
            "and 1, or a number of sources."
        )
    return int(size)


def _several(names: Sequence[str], least: int) -> list[str]:
    people = [names] if isinstance(names, str) else list(dict.fromkeys(names))
    if len(people) < least:
        raise StudyError(f"This needs at least {least} different coders; {len(people)} given.")
    return people


def blind(project: Holder, on: bool = True) -> None:
    """Keep coders from seeing each other's work, or end it (`on=False`).

    Whoever opened the project with a coder's name then sees that coder's codings, decisions,
    memos and log alone; without a name, all is seen. It guards against a glance, not against
    somebody who opens the database by other means.
    """
    with project.store.writing("blind" if on else "end blind") as writing:
        row = one_row(writing.connection, settings, name="blind")
        if project.store.coder and not on:
            raise StudyError("Open the project without a coder's name to end blind coding.")
        if row is None:
            writing.add(settings, [{"name": "blind", "value": "yes" if on else "no"}])
        else:
            writing.change(settings, row, value="yes" if on else "no")


def readers(project: Holder) -> pd.DataFrame:
    """Who has read which source (columns source, coder): coded or decided there, or finished it."""
    with project.store.reading() as connection:
        pairs = [tuple(pair) for pair in connection.execute(readers_query())]
    return pd.DataFrame(sorted(pairs), columns=["source", "coder"])


def readers_query(source: str | None = None) -> Select[Any]:
    """Pairs of source and coder, of one source or all; see `readers`."""
    coded = select(codings.c.source, codings.c.coder).where(codings.c.role == "")
    decided = select(suggestions.c.source, decisions.c.coder).join(
        decisions, decisions.c.suggestion == suggestions.c.id
    )
    done = select(assignments.c.source, assignments.c.coder).where(assignments.c.state == "done")
    if source is not None:
        coded = coded.where(codings.c.source == source)
        decided = decided.where(suggestions.c.source == source)
        done = done.where(assignments.c.source == source)
    found = union(coded, decided, done).subquery()
    return select(found.c.source, found.c.coder)
