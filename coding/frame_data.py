"""Frames as plain data: what JSON and YAML files hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coding.frame import Code, CodingFrame
from coding.frame_memo import own_id
from coding.frame_yaml import frame_from_data
from corpora.errors import StudyError
from corpora.readers.encodings import decode
from corpora.readers.raw import file_bytes

_MOST = 64 * 1024 * 1024
_TEXTS = ("definition", "use_when", "not_when", "colour")
_LISTS = ("examples", "cues")


def read_json_frame(path: Path) -> CodingFrame:
    """The frame in a JSON file: our own, codes nested as in YAML, or a plain list of codes.

    Raises
    ------
    StudyError
        If the file is no JSON, or holds no codes.
    """
    try:
        data = json.loads(decode(file_bytes(path, most=_MOST), path.name)[0])
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, StudyError):
            raise
        raise StudyError(f"{path.name}: this is no JSON; export the frame again.") from None
    if isinstance(data, list):
        data = {"codes": data}
    codes = data.get("codes") if isinstance(data, Mapping) else None
    if not isinstance(codes, list) or not all(isinstance(c, Mapping) for c in codes) or not codes:
        raise StudyError(f"{path.name}: the file has no list of codes; it is no coding frame.")
    if all("code" in code and "id" in code for code in codes):
        return CodingFrame(path.stem, _plain_list(codes))
    return frame_of(data, path.stem)


def frame_of(data: Mapping[str, Any], name: str) -> CodingFrame:
    """The frame in data whose codes stand in a row, or nested as in YAML."""
    if not any("parent" in code for code in data["codes"]):
        return frame_from_data(data, name)
    return CodingFrame(
        name=str(data.get("name", name)),
        codes=tuple(_code(code) for code in data["codes"]),
        version=str(data.get("version", "1")),
        description=str(data.get("description", "")),
        history=tuple(map(str, data.get("history", ()))),
        words={str(k): tuple(map(str, v)) for k, v in data.get("words", {}).items()},
        one_of=tuple(tuple(map(str, group)) for group in data.get("one_of", ())),
    )


def _code(data: Mapping[str, Any]) -> Code:
    name = str(data.get("name", ""))
    if not name:
        raise StudyError(f'The code "{data.get("id", "?")}" has no name; give it one.')
    parent = data.get("parent")
    opposite = data.get("opposite")
    texts = {key: str(data.get(key) or "") for key in _TEXTS}
    lists = {key: tuple(map(str, data.get(key) or ())) for key in _LISTS}
    return Code(
        id=str(data.get("id") or own_id(name, parent)),
        name=name,
        parent=None if parent is None else str(parent),
        opposite=None if opposite is None else str(opposite),
        codable=bool(data.get("codable", True)),
        rules=rules_of(data.get("rules", {})),
        **{**texts, **lists},  # type: ignore[arg-type]
    )


def rules_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The tagger's rules as a frame holds them: cues are tuples, as in YAML."""
    return {
        key: tuple(value) if key in ("weak", "unless") and isinstance(value, list) else value
        for key, value in data.items()
    }


def _plain_list(rows: Sequence[Mapping[str, Any]]) -> tuple[Code, ...]:
    """Codes told by id, parent's name, group's name and own name; groups are added."""
    codes: dict[str, Code] = {}
    for row in rows:
        code, names = str(row["code"]), [str(row[k]) for k in ("parent", "group") if row.get(k)]
        root = str(row["id"]).removesuffix(f"/{code}")
        ids = [root.removesuffix(f"/{names[1]}"), root] if len(names) > 1 else [root]
        above: str | None = None
        for group, name in zip(ids, names, strict=False):
            codes.setdefault(group, Code(group, name, above, codable=False))
            above = group
        codes[str(row["id"])] = Code(str(row["id"]), code, above)
    return tuple(codes.values())


def flat(frame: CodingFrame) -> dict[str, Any]:
    """The frame as data with its codes in a row, nothing left out."""
    return {**_facts(frame), "codes": [_row(code) for code in frame]}


def nested(frame: CodingFrame) -> dict[str, Any]:
    """The frame as data with codes under their parents, as the frames that ship are written."""
    nodes: dict[str | None, dict[str, Any]] = {None: {}}
    for code in frame:
        node = _node(code, bool(frame.children(code.id)))
        nodes[code.parent].setdefault("codes", []).append(node)
        nodes[code.id] = node
    return {**_facts(frame), "codes": nodes[None].get("codes", [])}


def _facts(frame: CodingFrame) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": frame.name, "version": frame.version}
    if frame.description:
        facts["description"] = frame.description
    if frame.history:
        facts["history"] = list(frame.history)
    if frame.words:
        facts["words"] = {name: list(words) for name, words in frame.words.items()}
    if frame.one_of:
        facts["one_of"] = [list(group) for group in frame.one_of]
    return facts


def _row(code: Code) -> dict[str, Any]:
    row: dict[str, Any] = {"id": code.id, "name": code.name, "parent": code.parent}
    row |= {key: getattr(code, key) for key in _TEXTS if getattr(code, key)}
    row |= {key: list(getattr(code, key)) for key in _LISTS if getattr(code, key)}
    if code.opposite is not None:
        row["opposite"] = code.opposite
    if not code.codable:
        row["codable"] = False
    return row | ({"rules": dict(code.rules)} if code.rules else {})


def _node(code: Code, has_children: bool) -> dict[str, Any]:
    node = _row(code)
    rules: dict[str, Any] = node.pop("rules", {})
    node.pop("parent")
    node.pop("codable", None)
    if node["id"] == own_id(code.name, code.parent):
        node.pop("id")
    if code.codable == has_children:
        node["codable"] = code.codable
    return node | rules
