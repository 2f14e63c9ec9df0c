"""Where coders of one source disagree, side by side, and what a third person settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, select

from coding.codings import Coding
from coding.storage.checks import check_words
from coding.storage.coded import ORDINARY, coding_row, new_id, take_out, the_coding
from coding.storage.people import known_coder, readers_query, registered
from coding.storage.store import BATCH, Holder, Writing, batches, rows
from coding.storage.tables import Row, codings, settlements, sources
from coding.storage.texts import read_sources
from corpora.errors import StudyError
from corpora.sources import fingerprint

VERDICTS = {True: "holds", False: "does not hold"}
FIXED = ["source", "code", "start", "end", "quote"]


@dataclass(frozen=True)
class Passage:
    """Overlapping codings of one code in one source, and who of its readers made them."""

    source: str
    code: str
    start: int
    end: int
    codings: tuple[Row, ...]
    readers: frozenset[str]
    settlement: Row | None = None

    @property
    def id(self) -> str:
        """The same for the same passage and code."""
        return fingerprint(f"{self.source}\n{self.code}\n{self.start}\n{self.end}")[:12]

    @property
    def coders(self) -> set[str]:
        """Who gave the code."""
        return {row["coder"] for row in self.codings}

    @property
    def widest(self) -> Row:
        """The longest mark, which stands for all where they agree."""
        return min(self.codings, key=lambda row: (row["start"] - row["end"], row["coder"]))

    @property
    def disputed(self) -> bool:
        """Whether a reader did not give the code."""
        return bool(self.readers - self.coders)


def disagreements(
    project: Holder, *, source: str | None = None, settled: bool | None = None
) -> pd.DataFrame:
    """One row per passage and code on which the readers of a source differ (index `id`).

    Codings of one code that overlap are one passage. Columns: source, code, start, end, quote;
    for each coder "yes", "no" or "" (has not read it); settled ("holds", "does not hold" or
    ""), settled_by, because.

    Parameters
    ----------
    settled
        True or False for those alone that are or are not settled.

    Raises
    ------
    StudyError
        If coding is blind and a coder asks.
    """
    _check_may_see(project)
    with project.store.reading() as connection:
        found = [p for p in _passages(connection, source) if p.disputed]
        texts = read_sources(connection, {p.source for p in found})
    if settled is not None:
        found = [p for p in found if (p.settlement is not None) == settled]
    people = sorted({who for passage in found for who in passage.readers})
    listed = [
        _side_by_side(passage, people, texts[passage.source][0].quote(passage.start, passage.end))
        for passage in found
    ]
    columns = ["id", *FIXED, *people, "settled", "settled_by", "because"]
    return pd.DataFrame(listed, columns=columns).set_index("id")


def _check_may_see(project: Holder) -> None:
    if project.store.coder and project.store.blind:
        raise StudyError(
            "Coding is blind, so disagreements are shown only where the project is opened "
            "without a coder's name."
        )


def _side_by_side(passage: Passage, people: list[str], quote: str) -> Row:
    verdict = passage.settlement or {"verdict": "", "coder": "", "because": ""}
    answers = {
        who: ("yes" if who in passage.coders else "no") if who in passage.readers else ""
        for who in people
    }
    return {
        "id": passage.id,
        **{name: getattr(passage, name) for name in FIXED[:-1]},
        "quote": quote,
        **answers,
        "settled": verdict["verdict"],
        "settled_by": verdict["coder"],
        "because": verdict["because"],
    }


def settle(
    project: Holder, disagreement: str, holds: bool, *, coder: str = "", because: str = ""
) -> str:
    """The id of the third's coding, or "" where the code was settled not to hold.

    The codings in dispute stay as they are; `codings(settled=True)` gives what was settled.
    A disagreement may be settled anew: the last verdict holds, the log keeps the others.

    Parameters
    ----------
    disagreement
        Its id in `disagreements()`.
    coder
        Somebody who has not coded the passage; a joint name for a meeting ("consensus").

    Raises
    ------
    StudyError
        If there is no such disagreement, or the coder is a party to it.
    """
    who = known_coder(project.store, coder)
    check_words("The reason", [because])
    with project.store.writing("settle", coder=who, because=because) as writing:
        passage = _the_disagreement(writing.connection, disagreement)
        if who in passage.readers:
            raise StudyError(
                f"{who} is a party to this disagreement; a third settles it, or a joint name such "
                'as "consensus".'
            )
        registered(writing, [who])
        return _settled(writing, passage, holds, who, because)


def _the_disagreement(connection: Connection, disagreement: str) -> Passage:
    for passage in _passages(connection, None):
        if passage.disputed and passage.id == disagreement:
            return passage
    raise StudyError(
        f"There is no disagreement {disagreement}, perhaps because a coding was changed since; "
        "list them again by disagreements()."
    )


def _settled(writing: Writing, passage: Passage, holds: bool, who: str, because: str) -> str:
    source, version = read_sources(writing.connection, [passage.source])[passage.source]
    quote = source.quote(passage.start, passage.end)
    old = passage.settlement
    if old is not None and old["coding"]:
        take_out(writing, the_coding(writing.connection, old["coding"]))
    coding = ""
    if holds:
        given = Coding(
            passage.source, passage.start, passage.end, passage.code, who, quote, because
        )
        row = coding_row(writing, given, new_id(), version, role="settling")
        writing.add(codings, [row])
        coding = row["id"]
    new = {"source": passage.source, "version": version, "start": passage.start}
    new |= {"end": passage.end, "code": passage.code, "quote": quote, "state": "placed"}
    new |= {"verdict": VERDICTS[holds], "coder": who, "coding": coding, "because": because}
    new |= {"at": writing.at}
    if old is None:
        writing.add(settlements, [{"id": new_id(), **new}])
    else:
        writing.change(settlements, old, **new)
    return coding


def settlements_table(project: Holder) -> pd.DataFrame:
    """One row per settled disagreement (index `id`): its passage, the verdict, who and why."""
    _check_may_see(project)
    with project.store.reading() as connection:
        found = rows(connection, select(settlements).order_by(settlements.c.at))
    columns = ["id", *FIXED, "verdict", "coder", "because", "coding", "state", "at"]
    return pd.DataFrame(found, columns=columns).set_index("id")


def settled_ids(connection: Connection, source: str | None = None) -> Iterator[str]:
    """The codings of sources with several readers: agreed on or settled, each passage once."""
    for passage in _passages(connection, source):
        if passage.settlement is not None:
            if passage.settlement["coding"]:
                yield passage.settlement["coding"]
        elif not passage.disputed:
            yield passage.widest["id"]


def shared_sources(connection: Connection, source: str | None = None) -> dict[str, frozenset[str]]:
    """The sources that two coders or more have read, each with its readers."""
    people: dict[str, set[str]] = {}
    for name, coder in connection.execute(readers_query(source)):
        people.setdefault(name, set()).add(coder)
    return {name: frozenset(who) for name, who in people.items() if len(who) > 1}


def _passages(connection: Connection, source: str | None) -> Iterator[Passage]:
    """The coded passages of every source with several readers, by place."""
    shared = shared_sources(connection, source)
    for batch in batches(_in_order(connection, shared), BATCH):
        coded = _by_passage(connection, codings, batch, ORDINARY)
        verdicts = _by_passage(connection, settlements, batch, (settlements.c.state == "placed",))
        for key in coded:
            for group in _overlapping(coded[key]):
                yield _passage(group, shared[key[0]], verdicts.get(key, []))


def _in_order(connection: Connection, shared: Collection[str]) -> list[str]:
    if len(shared) < 2:
        return list(shared)
    every = connection.scalars(select(sources.c.id).order_by(sources.c.place))
    return [name for name in every if name in shared]


def _by_passage(
    connection: Connection,
    table: Table,
    batch: list[str],
    conditions: Iterable[ColumnElement[bool]],
) -> dict[tuple[str, str], list[Row]]:
    query = select(table).where(table.c.source.in_(batch), *conditions)
    by: dict[tuple[str, str], list[Row]] = {}
    place = {name: number for number, name in enumerate(batch)}
    found = rows(connection, query)
    for row in sorted(found, key=lambda r: (place[r["source"]], r["start"], r["end"], r["coder"])):
        by.setdefault((row["source"], row["code"]), []).append(row)
    return by


def _overlapping(found: list[Row]) -> Iterator[list[Row]]:
    """Rows in order of place, those that overlap together."""
    group: list[Row] = []
    end = -1
    for row in found:
        if group and row["start"] >= end:
            yield group
            group = []
        group.append(row)
        end = max(end, row["end"])
    if group:
        yield group


def _passage(group: list[Row], readers: frozenset[str], verdicts: list[Row]) -> Passage:
    start, end = group[0]["start"], max(row["end"] for row in group)
    fits = [v for v in verdicts if v["start"] < end and start < v["end"]]
    newest = max(fits, key=lambda v: v["at"], default=None)
    return Passage(group[0]["source"], group[0]["code"], start, end, tuple(group), readers, newest)
