"""A code as one memo, and back: for programs that keep a name and a description only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coding.frame import Code

_LABELS = {
    "use when": "use_when",
    "when to use": "use_when",
    "inclusion criteria": "use_when",
    "not when": "not_when",
    "when not to use": "not_when",
    "exclusion criteria": "not_when",
    "examples": "examples",
    "cues": "cues",
    "opposite": "opposite",
    "colour": "colour",
    "grouping only": "grouping",
    "id": "id",
}
_START = re.compile(rf"^({'|'.join(_LABELS)}):[ \t]*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """A code as other programs hold it: the names on the way to it, and its memo."""

    path: tuple[str, ...]
    memo: str = ""
    codable: bool = True
    colour: str = ""


def own_id(name: str, parent: str | None) -> str:
    """The id of a code where nothing else is said: the path of names."""
    return f"{parent}/{name}" if parent is not None else name


def listed(entries: Sequence[str]) -> str:
    """Entries as lines; what goes on in a new line is indented."""
    return "\n".join(entry.replace("\n", "\n  ") for entry in entries)


def unlisted(text: str) -> tuple[str, ...]:
    """The entries in lines as `listed` writes them, with or without dashes."""
    entries: list[str] = []
    for line in text.split("\n"):
        if line.startswith("  ") and entries:
            entries[-1] += "\n" + line[2:]
        elif line.strip():
            entries.append(line.strip())
    return tuple(entry.removeprefix("- ") for entry in entries)


def memo(code: Code, *, plain: bool = True) -> str:
    """The definition and, each after its label, what else the frame says of a code.

    Colour and grouping are left out where a format has a place for them (`plain` is False).
    The tagger's rules stay behind: they mean nothing to other programs.
    """
    lines = [code.definition] if code.definition else []
    for label, text in (("Use when", code.use_when), ("Not when", code.not_when)):
        if text:
            lines.append(f"{label}: {text}")
    for label, entries in (("Examples", code.examples), ("Cues", code.cues)):
        if entries:
            dashed = [f"- {entry}" for entry in entries]
            lines.append(f"{label}:\n{listed(dashed)}")
    if code.opposite is not None:
        lines.append(f"Opposite: {code.opposite}")
    if plain and code.colour:
        lines.append(f"Colour: {code.colour}")
    if plain and not code.codable:
        lines.append("Grouping only: yes")
    if code.id != own_id(code.name, code.parent):
        lines.append(f"Id: {code.id}")
    return "\n".join(lines)


def codes_of(entries: Sequence[Entry]) -> tuple[Code, ...]:
    """The codes in entries of another program; parents that have no entry become groups."""
    codes: dict[tuple[str, ...], Code] = {}
    known = {entry.path: entry for entry in entries}
    for entry in entries:
        for depth in range(1, len(entry.path)):
            above = entry.path[:depth]
            if above not in codes:
                _add(codes, known.get(above, Entry(above, codable=False)))
        _add(codes, entry)
    ids = {code.id for code in codes.values()}
    return tuple(_with_known_opposite(code, ids) for code in _in_order(codes))


def _in_order(codes: dict[tuple[str, ...], Code]) -> list[Code]:
    """Each code after its parent, its children right after it."""
    below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in codes:
        below.setdefault(path[:-1], []).append(path)
    ordered: list[Code] = []
    waiting = below.get((), [])[::-1]
    while waiting:
        path = waiting.pop()
        ordered.append(codes[path])
        waiting += below.get(path, [])[::-1]
    return ordered


def _add(codes: dict[tuple[str, ...], Code], entry: Entry) -> None:
    if entry.path in codes:
        return
    above = codes.get(entry.path[:-1])
    parent = above.id if above is not None else None
    name = entry.path[-1]
    parts = _parts(entry.memo)
    codes[entry.path] = Code(
        id=parts.get("id", "") or own_id(name, parent),
        name=name,
        parent=parent,
        definition=parts.get("definition", ""),
        use_when=parts.get("use_when", ""),
        not_when=parts.get("not_when", ""),
        examples=unlisted(parts.get("examples", "")),
        cues=unlisted(parts.get("cues", "")),
        opposite=parts.get("opposite") or None,
        codable=entry.codable and parts.get("grouping", "").lower() != "yes",
        colour=entry.colour or parts.get("colour", ""),
    )


def _parts(text: str) -> dict[str, str]:
    first, *rest = _START.split(text.replace("\r\n", "\n"))
    parts = {"definition": first.strip()}
    for label, words in zip(rest[::2], rest[1::2], strict=True):
        name = _LABELS[label.lower()]
        lines = name in ("examples", "cues")
        new = words.strip("\n") if lines else words.strip()
        parts[name] = f"{parts[name]}\n{new}" if parts.get(name) else new
    return parts


def _with_known_opposite(code: Code, ids: set[str]) -> Code:
    if code.opposite is None or code.opposite in ids:
        return code
    kept = f"{code.definition}\nOpposite: {code.opposite}".strip()
    return replace(code, opposite=None, definition=kept)
