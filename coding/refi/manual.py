"""What the manual says of a code, as the one description that exchange formats have room for.

The definition comes first; the rest follows under labels at the beginning of a line, so that
it can be read in any program and taken apart again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coding.frame import Code

_SINGLE = {"Id": "id", "Use when": "use_when", "Not when": "not_when", "Opposite": "opposite"}
_LISTS = {"Examples": "examples", "Cues": "cues"}
_LABEL = re.compile(rf"(\\*)({'|'.join((*_SINGLE, *_LISTS))}):(?: (.*))?\Z", re.DOTALL)


@dataclass
class Manual:
    """What a description says of a code; `id` and `opposite` are "" where it names none."""

    definition: str = ""
    id: str = ""
    use_when: str = ""
    not_when: str = ""
    opposite: str = ""
    examples: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def described(code: Code, *, cues: bool = True) -> str:
    """The description of a code: its definition, then what else its manual says.

    Parameters
    ----------
    cues
        Whether the patterns are told by which the tagger finds it, often many lines.
    """
    by_name = f"{code.parent}/{code.name}" if code.parent else code.name
    parts = [_guarded(code.definition)] if code.definition else []
    if code.id != by_name:
        parts.append(f"Id: {_guarded(code.id)}")
    for label in ("Use when", "Not when", "Opposite"):
        said = getattr(code, _SINGLE[label])
        if said:
            parts.append(f"{label}: {_guarded(said)}")
    for label, field in _LISTS.items():
        if getattr(code, field) and (cues or field != "cues"):
            parts.append("\n".join([f"{label}:", *map(_item, getattr(code, field))]))
    return "\n".join(parts)


def manual(description: str) -> Manual:
    """What a description says, label by label; all of it is definition where it has none."""
    found = Manual()
    head: list[str] = []
    lines = description.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sections: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines):
        label = _LABEL.match(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if label and not label[1] and _opens(label[2], label[3], following):
            sections.append((label[2], [] if label[2] in _LISTS else [label[3] or ""]))
        else:
            (sections[-1][1] if sections else head).append(line)
    found.definition = _unguarded(head)
    for name, said in sections:
        if name in _LISTS:
            field = _LISTS[name]
            setattr(found, field, (*getattr(found, field), *_items(said)))
        else:
            before = getattr(found, _SINGLE[name])
            setattr(found, _SINGLE[name], "\n".join(filter(None, [before, _unguarded(said)])))
    return found


def _opens(label: str, rest: str | None, following: str) -> bool:
    return not rest and following.startswith("- ") if label in _LISTS else bool(rest)


def _guarded(text: str) -> str:
    """A text none of whose lines looks like a label."""
    first, *more = text.split("\n")
    return "\n".join([_guard(first), *map(_guard, more)])


def _guard(line: str) -> str:
    return f"\\{line}" if _LABEL.match(line) else line


def _unguarded(lines: Iterable[str]) -> str:
    return "\n".join(
        line[1:] if line.startswith("\\") and _LABEL.match(line) else line for line in lines
    )


def _item(entry: str) -> str:
    return "- " + entry.replace("\n", "\n  ")


def _items(lines: list[str]) -> tuple[str, ...]:
    """The entries of a list; a line that begins none belongs to the one before."""
    entries: list[str] = []
    for line in lines:
        if line.startswith("- ") or not entries:
            entries.append(line.removeprefix("- "))
        else:
            entries[-1] += "\n" + line.removeprefix("  ")
    return tuple(entries)
