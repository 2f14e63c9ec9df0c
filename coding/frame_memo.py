"""A code as one memo, and back: for programs that keep a name and a description only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coding.frame import Code
from coding.refi.manual import described, manual

_FACTS = re.compile(r"\n?(?P<label>Colour|Grouping only): (?P<fact>\S*)\Z")


@dataclass(frozen=True)
class Entry:
    """A code as other programs hold it: the names on the way to it, and its memo."""

    path: tuple[str, ...]
    memo: str = ""
    codable: bool = True


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


def memo(code: Code) -> str:
    """The definition and, each after its label, what else the frame says of a code.

    The tagger's rules stay behind: they mean nothing to other programs.
    """
    lines = [described(code)]
    if code.colour:
        lines.append(f"Colour: {code.colour}")
    if not code.codable:
        lines.append("Grouping only: yes")
    return "\n".join(line for line in lines if line)


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
    said, colour, codable = _facts(entry.memo)
    about = manual(said)
    codes[entry.path] = Code(
        id=about.id or own_id(name, parent),
        name=name,
        parent=parent,
        definition=about.definition.strip(),
        use_when=about.use_when,
        not_when=about.not_when,
        examples=about.examples,
        cues=about.cues,
        opposite=about.opposite or None,
        codable=entry.codable and codable,
        colour=colour,
    )


def _facts(text: str) -> tuple[str, str, bool]:
    """A memo without its last lines on colour and grouping, and what these say."""
    colour, codable = "", True
    text = text.replace("\r\n", "\n").rstrip()
    while match := _FACTS.search(text):
        text = text[: match.start()]
        if match["label"] == "Colour":
            colour = match["fact"]
        else:
            codable = match["fact"] != "yes"
    return text, colour, codable


def _with_known_opposite(code: Code, ids: set[str]) -> Code:
    if code.opposite is None or code.opposite in ids:
        return code
    kept = f"{code.definition}\nOpposite: {code.opposite}".strip()
    return replace(code, opposite=None, definition=kept)
