"""The frame of a project in its versions, and what a change of it does to the codings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from difflib import get_close_matches

import pandas as pd
from sqlalchemy import Connection, func, select

from coding.codings import Coding
from coding.frame import CodingFrame
from coding.frame_changes import FrameChange
from coding.frame_data import flat, frame_of
from coding.storage.checks import check_words, codes_in_use
from coding.storage.store import Holder, Writing, as_json, rows
from coding.storage.tables import (
    codings,
    decisions,
    frames,
    memos,
    settlements,
    suggestions,
    summaries,
)
from corpora.errors import StudyError

CODED = (codings, suggestions, settlements)


def frame(project: Holder, version: int | None = None) -> CodingFrame | None:
    """The frame in use, or the one of an older number; None where none was set.

    Raises
    ------
    StudyError
        If there is no version of that number.
    """
    with project.store.reading() as connection:
        found = read_frame(connection, version)
    if found is None and version is not None:
        raise StudyError(f"The project has no frame number {version}; see frame_versions().")
    return found


def read_frame(connection: Connection, number: int | None = None) -> CodingFrame | None:
    """The frame of a number, or the newest."""
    body = _body(connection, number)
    return None if body is None else frame_of(json.loads(body), "")


def _body(connection: Connection, number: int | None = None) -> str | None:
    query = select(frames.c.body).order_by(frames.c.number.desc()).limit(1)
    if number is not None:
        query = query.where(frames.c.number == number)
    return connection.scalar(query)


def needed_frame(connection: Connection) -> CodingFrame:
    """The frame in use.

    Raises
    ------
    StudyError
        If none was set.
    """
    found = read_frame(connection)
    if found is None:
        raise StudyError("The project has no frame yet; give it one by set_frame.")
    return found


def check_code(used: CodingFrame, code: str) -> None:
    """Nothing, if passages can be given a code.

    Raises
    ------
    StudyError
        If the frame has no such code, or it only groups others.
    """
    if code not in used:
        near = get_close_matches(code, [c.id for c in used.codable], 1)
        hint = f'; did you mean "{near[0]}"?' if near else "."
        raise StudyError(f'The frame "{used.name}" has no code "{code}"{hint}')
    if not used[code].codable:
        raise StudyError(f'"{code}" only groups codes; choose one of those under it.')


def frame_versions(project: Holder) -> pd.DataFrame:
    """One row per frame that the project has had (index `number`): name, version, at, codes."""
    with project.store.reading() as connection:
        found = rows(connection, select(frames).order_by(frames.c.number))
    for row in found:
        row["codes"] = len(json.loads(row["body"])["codes"])
    columns = ["number", "name", "version", "at", "codes"]
    return pd.DataFrame(found, columns=columns).set_index("number")


def set_frame(
    project: Holder,
    new: CodingFrame,
    *,
    renamed: Mapping[str, str] | None = None,
    coder: str = "",
    because: str = "",
) -> int:
    """The number of the version that a frame became; codings keep their codes.

    Parameters
    ----------
    renamed
        Old id -> new id, for codes that were renamed, moved or merged since: codings,
        suggestions, memos and summaries go with them, and the log keeps each old code.

    Raises
    ------
    StudyError
        If a code in use would be lost; nothing is changed then.
    """
    mapping = dict(renamed or {})
    if not len(new):
        raise StudyError(f'The frame "{new.name}" has no codes; give it some.')
    with project.store.writing("set frame", coder=coder, because=because) as writing:
        connection = writing.connection
        _check_none_lost(connection, new, mapping)
        number = (connection.scalar(select(func.max(frames.c.number))) or 0) + 1
        body = as_json(flat(new))
        check_words(f'The frame "{new.name}"', [body])
        if body == _body(connection) and not mapping:
            return number - 1
        row = {"number": number, "name": new.name, "version": new.version, "body": body}
        writing.add(frames, [row | {"at": writing.at}])
        _carry(writing, mapping)
    return number


def change_frame(
    project: Holder,
    change: FrameChange,
    *,
    choose: Callable[[Coding], str | None] | None = None,
    coder: str = "",
) -> list[str]:
    """The ids of codings of a split code that wait to be given one of its parts.

    Parameters
    ----------
    change
        What `split`, `merge`, `rename` or `move` made of the project's frame.
    choose
        For each coding of a split code the id of its new code, or None to leave it with the
        old one, which stands above its parts.

    Raises
    ------
    StudyError
        If the change starts from another frame, or the choice is none of the parts.
    """
    settled = {old: new[0] for old, new in change.mapping.items() if len(new) == 1}
    parts = {old: new for old, new in change.mapping.items() if len(new) > 1}
    with project.store.writing(change.step, coder=coder, because=change.sentence) as writing:
        if _body(writing.connection) != as_json(flat(change.before)):
            raise StudyError(
                f"The change ({change.step}) starts from another frame than the project's; make it "
                "again from project.frame."
            )
        set_frame(project, change.after, renamed=settled)
        return _split_codings(writing, parts, choose)


def _split_codings(
    writing: Writing,
    parts: Mapping[str, tuple[str, ...]],
    choose: Callable[[Coding], str | None] | None,
) -> list[str]:
    waiting: list[str] = []
    for row in rows(writing.connection, select(codings).where(codings.c.code.in_(list(parts)))):
        fields = ("source", "start", "end", "code", "coder", "quote", "because")
        code = choose(Coding(**{name: row[name] for name in fields})) if choose else None
        if code is None or code == row["code"]:
            waiting.append(row["id"])
            continue
        if code not in parts[row["code"]]:
            raise StudyError(
                f'Coding {row["id"]}: "{code}" is none of the codes that {row["code"]} was split '
                f"into ({', '.join(parts[row['code']])})."
            )
        writing.change(codings, row, code=code)
    return waiting


def _check_none_lost(connection: Connection, new: CodingFrame, mapping: Mapping[str, str]) -> None:
    strange = sorted(set(mapping.values()) - {code.id for code in new})
    if strange:
        raise StudyError(f'The frame "{new.name}" has no code "{strange[0]}" to rename to.')
    for code in sorted(codes_in_use(connection)):
        if mapping.get(code, code) not in new:
            raise StudyError(
                f'The frame "{new.name}" has no code "{code}", which codings or suggestions use; '
                "tell by renamed={...} which code takes its place."
            )


def _carry(writing: Writing, mapping: Mapping[str, str]) -> None:
    moving = {old: new for old, new in mapping.items() if old != new}
    if not moving:
        return
    for table, column in (*((table, table.c.code) for table in CODED), (memos, memos.c.target)):
        query = select(table).where(column.in_(list(moving)))
        if table is memos:
            query = query.where(memos.c.about == "code")
        for row in rows(writing.connection, query):
            writing.change(table, row, **{column.name: moving[row[column.name]]})
    _without_doubles(writing, set(moving.values()))
    _carry_summaries(writing, moving)


def _without_doubles(writing: Writing, codes: Set[str]) -> None:
    """Make one of the codings of a coder that a merge of codes made alike."""
    first: dict[tuple[object, ...], str] = {}
    query = select(codings).where(codings.c.code.in_(codes)).order_by(codings.c.at, codings.c.id)
    for row in rows(writing.connection, query):
        names = ("source", "version", "start", "end", "code", "coder", "role", "state")
        key = tuple(row[name] for name in names)
        if first.setdefault(key, row["id"]) == row["id"]:
            continue
        for table, column in ((decisions, "coding"), (settlements, "coding"), (memos, "target")):
            for other in rows(
                writing.connection, select(table).where(table.c[column] == row["id"])
            ):
                writing.change(table, other, **{column: first[key]})
        writing.remove(codings, [row])


def _carry_summaries(writing: Writing, moving: Mapping[str, str]) -> None:
    query = select(summaries).where(summaries.c.code.in_(list(moving)))
    for row in rows(writing.connection, query):
        target = {**row, "code": moving[row["code"]]}
        writing.remove(summaries, [row])
        same = [summaries.c[name] == target[name] for name in ("case", "code", "coder")]
        there = rows(writing.connection, select(summaries).where(*same))
        if there:
            # Two cells became one: both coders' words stay.
            words = f"{there[0]['text']}\n{row['text']}"
            writing.change(summaries, there[0], text=words)
        else:
            writing.add(summaries, [target])
