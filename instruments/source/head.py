"""The head of a source file: YAML between two lines of three hyphens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from instruments.guide import AUDIENCES, KINDS
from instruments.source.marks import at_line, minutes_of, one_of

HEAD_KEYS = (
    "title",
    "kind",
    "audience",
    "ages",
    "minutes",
    "setting",
    "phase",
    "version",
    "date",
    "language",
    "origin",
    "words",
)
_FENCE = "---"


@dataclass(frozen=True)
class Head:
    """The head as written: key to text, the line of each key, set terms, and where it ends."""

    values: dict[str, str]
    lines: dict[str, int]
    words: tuple[str, ...]
    length: int

    @property
    def minutes(self) -> float | None:
        """The length of the session, or None where the head names none."""
        text = self.values.get("minutes", "")
        return minutes_of(text, self.lines["minutes"]) if text else None


def read_head(lines: list[str]) -> Head:
    """The head that opens the lines of a source.

    Values are taken as written (`version: 0.10` stays 0.10, `language: no` stays no).

    Raises
    ------
    StudyError
        If there is no head, it is not closed, is no YAML, or holds a key, kind or audience
        that is not known.
    """
    length = _length(lines)
    entries = _entries("\n".join(lines[1 : length - 1]), length)
    values: dict[str, str] = {}
    words: tuple[str, ...] = ()
    places: dict[str, int] = {}
    for key, line, value in entries:
        _check_key(key, line, places)
        places[key] = line
        if key == "words":
            words = tuple(value) if isinstance(value, list) else _parted(value)
        else:
            values[key] = _text(key, value, line)
    _check_values(values, places)
    return Head(values, places, words, length)


def _length(lines: list[str]) -> int:
    """The number of lines up to and with the one that closes the head."""
    if not lines or lines[0].rstrip() != _FENCE:
        raise at_line(
            1,
            "the head is missing; begin the file with a line ---, then title: and kind:, then "
            "another line ---.",
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == _FENCE:
            return number
        if line.startswith("#") and not line.startswith("# "):
            break
    raise at_line(1, "the head is not closed; write a line --- after its last key.")


def _entries(text: str, length: int) -> list[tuple[str, int, Any]]:
    """Key, line in the file and value of each entry of the head."""
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise at_line(
            min(mark.line + 2, length) if mark else 2,
            f"the head can't be read ({getattr(fault, 'problem', None) or 'not YAML'}); write "
            'each entry as key: text, and put a text that holds a colon in "quotation marks".',
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise at_line(2, "the head holds no entries; write at least title: and kind:.")
    keys = [(str(key.value), key.start_mark.line + 2) for key, _ in node.value]
    return [(key, line, data.get(key)) for key, line in keys]


def _check_key(key: str, line: int, places: dict[str, int]) -> None:
    if key not in HEAD_KEYS:
        raise at_line(line, f"{key} is not a key of the head; {one_of(key, HEAD_KEYS)}")
    if key in places:
        raise at_line(line, f"{key} stands in line {places[key]} already; keep one of the two.")


def _text(key: str, value: Any, line: int) -> str:
    if not isinstance(value, str):
        raise at_line(line, f"{key} holds a list; write one text after {key}:.")
    return " ".join(value.split())


def _parted(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value).split(",") if part.strip())


def _check_values(values: dict[str, str], places: dict[str, int]) -> None:
    for key in ("title", "kind"):
        if not values.get(key):
            raise at_line(places.get(key, 1), f"the head names no {key}; add a line {key}: to it.")
    for key, known in (("kind", KINDS), ("audience", AUDIENCES)):
        value = values.get(key, "")
        if value and value not in known:
            raise at_line(places[key], f'{key} "{value}" is not known; {one_of(value, known)}')
