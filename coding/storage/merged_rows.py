"""The passages, decisions and notes of another project taken into this one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, select

from coding.storage.checks import frame_codes
from coding.storage.coded import new_id
from coding.storage.matching import Both, Pair, here_as
from coding.storage.store import BATCH, as_json, batches, one_row, rows
from coding.storage.tables import (
    Row,
    assignments,
    cases,
    changes,
    codings,
    decisions,
    memos,
    settlements,
    suggestions,
    summaries,
)

Key = tuple[object, ...]
PLACE = ("source", "version", "start", "end", "code")


def merge_passages(both: Both, pairs: Mapping[str, Pair]) -> None:
    """Take over the codings, suggestions, decisions and settlements of these sources."""
    decided = _decisions(both, list(pairs))
    _merge_suggestions(both, pairs, {row["suggestion"] for row in decided})
    _merge_codings(both, pairs)
    _merge_decisions(both, decided)
    _merge_settlements(both, pairs)
    _merge_assignments(both, pairs)


def _of(both: Both, table: Table, pairs: Mapping[str, Pair]) -> list[Row]:
    """The other's rows about these sources, as they stand here."""
    query = select(table).where(table.c.source.in_(list(pairs)))
    ordered = query.order_by(*table.primary_key.columns)
    return [here_as(both, pairs[row["source"]], row) for row in rows(both.there, ordered)]


def _present(both: Both, table: Table, pairs: Mapping[str, Pair]) -> list[Row]:
    ids = [pair.id for pair in pairs.values()]
    return rows(both.here, select(table).where(table.c.source.in_(ids)))


def _keyed(found: Iterable[Row], *names: str) -> dict[Key, Row]:
    return {tuple(row[name] for name in (*PLACE, *names)): row for row in found}


def _key(row: Row, *names: str) -> Key:
    return tuple(row[name] for name in (*PLACE, *names))


def _merge_codings(both: Both, pairs: Mapping[str, Pair]) -> None:
    known = _keyed(_present(both, codings, pairs), "coder", "role", "state")
    new: list[Row] = []
    found = _of(both, codings, pairs)
    taken = _taken(both, [row["id"] for row in found])
    for row in found:
        old, row["coder"] = row["id"], both.coders[row["coder"]]
        row["suggestion"] = both.suggestions.get(row["suggestion"], "")
        same = known.get(_key(row, "coder", "role", "state"))
        if same is not None:
            both.codings[old] = same["id"]
            both.counts["codings known"] += 1
            continue
        row["id"] = both.codings[old] = _free_id(both, old, taken)
        known[_key(row, "coder", "role", "state")] = row
        new.append(row)
    both.counts["codings added"] += both.writing.add(codings, new)


def _taken(both: Both, ids: list[str]) -> set[str]:
    found = (select(codings.c.id).where(codings.c.id.in_(batch)) for batch in batches(ids, BATCH))
    return {name for query in found for name in both.here.scalars(query)}


def _free_id(both: Both, coding: str, taken: set[str]) -> str:
    """The id for a coding that comes in: its own, unless another one has it here."""
    if coding in taken:
        both.conflict("coding changed", coding, coding, "both, the other's under a new id")
        return new_id()
    if coding in both.removed:
        both.conflict("coding removed", "", coding, "the other's, which still has it")
    return coding


def removed_codings(connection: Connection) -> frozenset[str]:
    """The codings that were ever taken out of a project."""
    query = select(changes.c.before).where(changes.c.table == "codings", changes.c.after.is_(None))
    return frozenset(json.loads(row)["id"] for row in connection.scalars(query) if row)


def _merge_suggestions(both: Both, pairs: Mapping[str, Pair], decided: set[str]) -> None:
    present = _present(both, suggestions, pairs)
    known = _keyed(present, "status", "state")
    taken: dict[Key, list[tuple[int, int]]] = {}
    for row in present:
        if row["state"] == "placed":
            key = (row["source"], row["code"], row["status"])
            taken.setdefault(key, []).append((row["start"], row["end"]))
    new: list[Row] = []
    for row in _of(both, suggestions, pairs):
        same = known.get(_key(row, "status", "state"))
        spans = taken.setdefault((row["source"], row["code"], row["status"]), [])
        covered = any(row["start"] < end and start < row["end"] for start, end in spans)
        if same is not None:
            both.suggestions[row["id"]] = same["id"]
        elif row["id"] in decided or not covered:
            old = row["id"]
            there = one_row(both.here, suggestions, id=old) is not None
            row["id"] = both.suggestions[old] = new_id() if there else old
            spans.append((row["start"], row["end"]))
            new.append(row)
    both.writing.add(suggestions, new)


def _decisions(both: Both, ids: list[str]) -> list[Row]:
    query = select(decisions).join(suggestions, suggestions.c.id == decisions.c.suggestion)
    return rows(both.there, query.where(suggestions.c.source.in_(ids)).order_by(decisions.c.at))


def _merge_decisions(both: Both, found: list[Row]) -> None:
    new: list[Row] = []
    for row in found:
        row = row | {
            "suggestion": both.suggestions[row["suggestion"]],
            "coder": both.coders[row["coder"]],
            "coding": both.codings.get(row["coding"], ""),
        }
        key = {"suggestion": row["suggestion"], "coder": row["coder"]}
        here = one_row(both.here, decisions, **key)
        if here is None:
            new.append(row)
        elif here["verdict"] != row["verdict"]:
            verdicts = here["verdict"], row["verdict"]
            both.conflict(f"decision of {row['coder']}", *verdicts, "this project's")
    both.writing.add(decisions, new)


def _merge_settlements(both: Both, pairs: Mapping[str, Pair]) -> None:
    present = _present(both, settlements, pairs)
    new: list[Row] = []
    for row in _of(both, settlements, pairs):
        row["coder"] = both.coders[row["coder"]]
        row["coding"] = both.codings.get(row["coding"], "")
        fits = [
            other
            for other in present
            if (other["source"], other["code"]) == (row["source"], row["code"])
            and other["start"] < row["end"]
            and row["start"] < other["end"]
        ]
        if not fits:
            there = one_row(both.here, settlements, id=row["id"]) is not None
            new.append({**row, "id": new_id()} if there else row)
        elif fits[0]["verdict"] != row["verdict"]:
            verdicts = fits[0]["verdict"], row["verdict"]
            both.conflict(f"settlement in {row['source']}", *verdicts, "this project's")
    both.writing.add(settlements, new)


def _merge_assignments(both: Both, pairs: Mapping[str, Pair]) -> None:
    query = select(assignments).where(assignments.c.source.in_(list(pairs)))
    new: list[Row] = []
    for row in rows(both.there, query):
        row |= {"source": pairs[row["source"]].id, "coder": both.coders[row["coder"]]}
        here = one_row(both.here, assignments, source=row["source"], coder=row["coder"])
        if here is None:
            new.append(row)
        elif row["state"] == "done":
            both.writing.change(assignments, here, state="done")
    both.writing.add(assignments, new)


def merge_notes(both: Both) -> None:
    """Take over the memos, the attributes of cases and the summaries of the framework matrix."""
    _merge_memos(both)
    _merge_cases(both)
    codes = frame_codes(both.here)
    for row in rows(both.there, select(summaries)):
        row["coder"] = both.coders[row["coder"]]
        key = {name: row[name] for name in ("case", "code", "coder")}
        here = one_row(both.here, summaries, **key)
        if row["code"] not in codes:
            both.conflict("summary", "", f"{row['case']} / {row['code']}", "not, its code is gone")
        elif here is None:
            both.writing.add(summaries, [row])
        elif here["text"] != row["text"]:
            both.conflict("summary", row["case"], row["case"], "both, one after the other")
            both.writing.change(summaries, here, text=f"{here['text']}\n{row['text']}")


def _merge_memos(both: Both) -> None:
    names = ("about", "target", "text", "coder")
    present = rows(both.here, select(memos))
    known = {tuple(row[name] for name in names) for row in present}
    taken = {row["id"] for row in present}
    new: list[Row] = []
    for row in rows(both.there, select(memos).order_by(memos.c.at)):
        maps = {"source": both.sources, "coding": both.codings}.get(row["about"], {})
        row |= {"target": maps.get(row["target"], row["target"])}
        row |= {"coder": both.coders[row["coder"]]}
        if tuple(row[name] for name in names) in known:
            continue
        if row["id"] in taken:
            both.conflict("memo changed", row["id"], row["id"], "both")
            row["id"] = new_id()
        new.append(row)
    both.writing.add(memos, new)


def _merge_cases(both: Both) -> None:
    for row in rows(both.there, select(cases)):
        here = one_row(both.here, cases, id=row["id"])
        if here is None:
            both.writing.add(cases, [row])
            continue
        kept = json.loads(here["attributes"])
        for name, value in json.loads(row["attributes"]).items():
            if kept.setdefault(name, value) != value:
                both.conflict(
                    f"attribute {name} of case {row['id']}", kept[name], value, "this project's"
                )
        both.writing.change(cases, here, attributes=as_json(kept))
