"""The frame of a project in its versions, and what a change of it does to the codings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from difflib import get_close_matches

import pandas as pd
from sqlalchemy import Connection, func, select

from coding.frame import Code, CodingFrame
from coding.storage.checks import check_words, codes_in_use
from coding.storage.store import Holder, Writing, as_json, rows
from coding.storage.tables import codings, frames, memos, settlements, suggestions, summaries
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
    query = select(frames.c.body).order_by(frames.c.number.desc()).limit(1)
    if number is not None:
        query = query.where(frames.c.number == number)
    body = connection.scalar(query)
    return None if body is None else _as_frame(json.loads(body))


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
    with project.store.writing("set frame", coder=coder, because=because) as writing:
        connection = writing.connection
        _check_none_lost(connection, new, mapping)
        number = (connection.scalar(select(func.max(frames.c.number))) or 0) + 1
        body = as_json(asdict(new))
        check_words(f'The frame "{new.name}"', [body])
        if read_frame(connection) == new and not mapping:
            return number - 1
        row = {"number": number, "name": new.name, "version": new.version, "body": body}
        writing.add(frames, [row | {"at": writing.at}])
        _carry(writing, mapping)
    return number


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
    _carry_summaries(writing, moving)


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


def _as_frame(body: dict[str, object]) -> CodingFrame:
    plain: list[dict[str, object]] = body["codes"]  # type: ignore[assignment]
    codes = [Code(**{k: _tupled(v) for k, v in code.items()}) for code in plain]  # type: ignore[arg-type]
    rest = {k: _tupled(v) for k, v in body.items() if k != "codes"}
    return CodingFrame(codes=tuple(codes), **rest)  # type: ignore[arg-type]


def _tupled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
