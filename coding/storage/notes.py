"""What coders write beside the codings: memos, attributes of cases, words for a matrix cell."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection, select

from coding.storage.checks import NOTED, check_words, frame_codes
from coding.storage.coded import new_id
from coding.storage.people import known_coder, registered
from coding.storage.store import Holder, as_json, one_row, rows
from coding.storage.tables import cases, memos, sources, summaries
from corpora.errors import StudyError

ABOUT = ("project", "source", "code", "coding", "case")


def memo(
    project: Holder, text: str, *, about: str = "project", target: str = "", coder: str = ""
) -> str:
    """The id of a new memo.

    Parameters
    ----------
    about
        "project", "source", "code", "coding" or "case".
    target
        The id of the source, code, coding or case.

    Raises
    ------
    StudyError
        If there is no such target, or the memo is empty.
    """
    who = known_coder(project.store, coder)
    check_words("The memo", [text])
    if not text.strip():
        raise StudyError("The memo is empty; write something or leave it.")
    with project.store.writing("memo", coder=who) as writing:
        _check_target(writing.connection, about, target)
        registered(writing, [who])
        row = {"id": new_id(), "about": about, "target": target, "text": text}
        writing.add(memos, [row | {"coder": who, "at": writing.at}])
    return str(row["id"])


def _check_target(connection: Connection, about: str, target: str) -> None:
    if about not in ABOUT:
        raise StudyError(f'A memo about "{about}" is not known; choose {", ".join(ABOUT)}.')
    if about == "project":
        there = not target
    elif about == "code":
        there = target in frame_codes(connection)
    elif about == "case":
        there = _case_there(connection, target)
    else:
        there = one_row(connection, NOTED[about], id=target) is not None
    if not there:
        raise StudyError(f'There is no {about} "{target}" for a memo; check its id.')


def _case_there(connection: Connection, case: str) -> bool:
    named = select(sources.c.id).where(sources.c.case == case).limit(1)
    known = connection.scalar(named) is not None
    return known or one_row(connection, cases, id=case) is not None


def edit_memo(project: Holder, memo: str, text: str, *, coder: str = "") -> None:
    """Give a memo new words, or remove it by an empty text; the log keeps the old ones.

    Raises
    ------
    StudyError
        If there is no such memo.
    """
    who = known_coder(project.store, coder)
    check_words("The memo", [text])
    with project.store.writing("edit memo", coder=who) as writing:
        row = one_row(writing.connection, memos, id=memo)
        if row is None:
            raise StudyError(f"The project has no memo {memo}; list them by memos().")
        if text.strip():
            writing.change(memos, row, text=text)
        else:
            writing.remove(memos, [row])


def memos_table(
    project: Holder, *, about: str | None = None, target: str | None = None
) -> pd.DataFrame:
    """One row per memo (index `id`): about, target, text, coder, at; oldest first."""
    query = select(memos).order_by(memos.c.at, memos.c.id)
    who = project.store.visible_coder(None)
    for column, value in (
        (memos.c.about, about), (memos.c.target, target), (memos.c.coder, who)
    ):  # fmt: skip
        query = query if value is None else query.where(column == value)
    with project.store.reading() as connection:
        found = rows(connection, query)
    columns = ["id", "about", "target", "text", "coder", "at"]
    return pd.DataFrame(found, columns=columns).set_index("id")


def set_attributes(project: Holder, case: str, attributes: Mapping[str, object]) -> None:
    """Give a case attributes (year, area, role, ...), or new values of them; "" removes one.

    They hold beside those that came with its sources, and before them where names meet.

    Raises
    ------
    StudyError
        If the project has no such case.
    """
    check_words(f"Case {case}", [case, *attributes, *map(str, attributes.values())])
    with project.store.writing("set attributes") as writing:
        if not _case_there(writing.connection, case):
            raise StudyError(f"The project has no case {case}; list them by cases().")
        row = one_row(writing.connection, cases, id=case)
        kept = json.loads(row["attributes"]) if row else {}
        kept |= {str(name): str(value) for name, value in attributes.items()}
        words = as_json({name: value for name, value in kept.items() if value})
        if row is None:
            writing.add(cases, [{"id": case, "attributes": words}])
        else:
            writing.change(cases, row, attributes=words)


def add_case(project: Holder, case: str, attributes: Mapping[str, object] | None = None) -> None:
    """Put a case into the project that has no source yet, or attributes to one that has."""
    if not case.strip():
        raise StudyError("A case has no id; give every case one.")
    check_words(f"Case {case}", [case])
    with project.store.writing("add case") as writing:
        if one_row(writing.connection, cases, id=case) is None:
            writing.add(cases, [{"id": case, "attributes": as_json({})}])
        set_attributes(project, case, attributes or {})


def set_case(project: Holder, source: str, case: str) -> None:
    """Make a source one of another case.

    Raises
    ------
    StudyError
        If there is no such source, or the case has no id.
    """
    check_words(f"Source {source}", [case])
    with project.store.writing("set case") as writing:
        row = one_row(writing.connection, sources, id=source)
        if row is None or not case.strip():
            raise StudyError(f'Source "{source}" or case "{case}" is not there; check both ids.')
        writing.change(sources, row, case=case)


def cases_table(project: Holder) -> pd.DataFrame:
    """One row per case (index `case`), in the order of their sources.

    Columns: sources (how many), then the attributes, "" where unknown; where sources of a case
    differ, all values joined by "; ", unless the case has one of its own.
    """
    query = select(sources.c.case, sources.c.attributes).order_by(sources.c.place)
    with project.store.reading() as connection:
        pairs = list(connection.execute(query))
        own = {row["id"]: json.loads(row["attributes"]) for row in rows(connection, select(cases))}
    found: dict[str, dict[str, dict[str, None]]] = {}
    counts: dict[str, int] = {}
    for case, words in pairs:
        counts[case] = counts.get(case, 0) + 1
        values = found.setdefault(case, {})
        for name, value in json.loads(words).items():
            values.setdefault(name, {})[value] = None
    joined = {
        case: {name: "; ".join(each) for name, each in values.items()} | own.get(case, {})
        for case, values in found.items()
    }
    joined |= {case: values for case, values in own.items() if case not in joined}
    return _case_table(joined, counts)


def _case_table(joined: dict[str, dict[str, str]], counts: dict[str, int]) -> pd.DataFrame:
    names = list(dict.fromkeys(name for values in joined.values() for name in values))
    table = pd.DataFrame(index=pd.Index(list(joined), name="case", dtype=object))
    table["sources"] = [counts.get(case, 0) for case in joined]
    for name in names:
        label = f"{name} (attribute)" if name in ("case", "sources") else name
        table[label] = [values.get(name, "") for values in joined.values()]
    return table


def summarise(project: Holder, case: str, code: str, text: str, *, coder: str = "") -> None:
    """Keep a coder's own words for one cell of the framework matrix; "" empties it.

    Raises
    ------
    StudyError
        If there is no such case or code.
    """
    who = known_coder(project.store, coder)
    check_words("The summary", [text])
    with project.store.writing("summarise", coder=who) as writing:
        connection = writing.connection
        if not _case_there(connection, case) or code not in frame_codes(connection):
            raise StudyError(f'There is no case "{case}" or no code "{code}" for a summary.')
        registered(writing, [who])
        row = one_row(connection, summaries, case=case, code=code, coder=who)
        if row is not None and not text.strip():
            writing.remove(summaries, [row])
        elif row is not None and row["text"] != text:
            writing.change(summaries, row, text=text, at=writing.at)
        elif row is None and text.strip():
            key = {"case": case, "code": code, "coder": who}
            writing.add(summaries, [key | {"text": text, "at": writing.at}])


def summaries_table(project: Holder, *, coder: str | None = None) -> pd.DataFrame:
    """One row per cell that somebody filled: case, code, coder, text, at."""
    query = select(summaries).order_by(summaries.c.case, summaries.c.code, summaries.c.coder)
    query = project.store.visible(query, summaries.c.coder, coder)
    with project.store.reading() as connection:
        found = rows(connection, query)
    return pd.DataFrame(found, columns=["case", "code", "coder", "text", "at"])
