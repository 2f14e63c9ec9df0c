"""The details of a study, read from its study.yaml, and the pages filled with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from corpora.errors import StudyError
from corpora.places import new_files
from corpora.placing import put
from instruments.guide import TopicGuide
from instruments.passages import PLACEHOLDER, texts
from instruments.study.entries import template
from instruments.study.file import (
    EVERY,
    Rows,
    Values,
    check_names,
    code_of,
    entry_values,
    held_phone,
    held_yes_no,
    help_line_rows,
    listed,
    own_pairs,
    pairs,
    rows_of_file,
    text_of,
)


@dataclass(frozen=True)
class HelpLine:
    """A line of help: whom one reaches, in which languages, and who has called to check."""

    name: str
    phone: str
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    country: str = ""
    hours: str = ""
    called: str = ""
    line: int = 0

    def serves(self, language: str) -> bool:
        """Whether somebody answers who speaks this language, or finds one who does."""
        return self.interpreter or language in self.languages

    def __str__(self) -> str:
        reach = ", ".join(part for part in (self.phone, self.hours) if part)
        return f"{self.name} ({reach})" if reach else self.name


@dataclass(frozen=True)
class StudyDetails:
    """What a study says about itself.

    Fields
    ------
    values
        Entry to language to text; the language is empty where a text holds for all.
    who_signs
        Kind of participant to who signs for them; empty where the file does not say.
    languages
        The codes of the languages that pages go out in, the team's own first.
    help_lines
        In the order of the file.
    lines
        The line of each entry, and of each kind of participant.
    path
        The file read.
    """

    values: Values = field(default_factory=dict)
    who_signs: dict[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    help_lines: tuple[HelpLine, ...] = ()
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    path: str = ""

    def get(self, name: str, language: str = "en") -> str:
        """What a page in this language prints for an entry; empty where nothing is said."""
        if name == "help_line":
            return " / ".join(str(h) for h in self.help_lines if h.serves(language) and h.phone)
        said = self.values.get(name, {})
        return _printed(said.get(language) or said.get(EVERY, ""), language)

    def date(self, name: str) -> date | None:
        """The date that an entry is, or None where it is words or empty."""
        try:
            return date.fromisoformat(self.values.get(name, {}).get(EVERY, ""))
        except ValueError:
            return None

    def says_no(self, name: str) -> bool:
        """Whether the study has none of this: no photos, no recording, no voucher."""
        return self.get(name) in ("no", "none")


def read_details(path: str | PathLike[str]) -> StudyDetails:
    """The details in a study.yaml.

    Raises
    ------
    StudyError
        If the file cannot be read, or an entry is unknown, stands twice or holds something
        that it cannot hold: with the line and what to write.
    """
    place = Path(path)
    place = place / "study.yaml" if place.is_dir() else place
    if not place.is_file():
        raise StudyError(f"{place} is not there; check its name and folder.")
    try:
        rows = rows_of_file(place)
        check_names(rows)
        return replace(_details(rows), path=str(place))
    except StudyError as fault:
        raise StudyError(f"{place.name}, {fault}") from None


def write_template(place: str | PathLike[str], *, force: bool = False) -> Path:
    """The study.yaml written to a folder, or to a file of this name, for a team to fill in."""
    target = Path(place)
    target = target if target.suffix in (".yaml", ".yml") else target / "study.yaml"
    with new_files(target, force=force) as beside:
        put(beside / target.name, template().encode())
    return target


def fill(guide: TopicGuide, details: StudyDetails) -> TopicGuide:
    """The guide with each placeholder replaced by what the study says in its language.

    A placeholder for which the study says nothing stays as it is; see `unfilled`.
    """

    def said(text: str) -> str:
        return PLACEHOLDER.sub(lambda m: details.get(m[1], guide.language) or m[0], text)

    # Twice, since an entry may hold a placeholder itself: the stem names the worker.
    filled: TopicGuide = _changed(guide, lambda text: said(said(text)))
    return replace(filled, name=guide.name, path=guide.path)


def unfilled(guide: TopicGuide) -> list[tuple[str, int]]:
    """Each placeholder that is still to be filled, with its line, in the order of the page."""
    found = [(name, line) for line, text in texts(guide) for name in PLACEHOLDER.findall(text)]
    return list(dict.fromkeys(found))


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed, however deep it stands."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(entry, change) for entry in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: _changed(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **held)
    return value


def _details(rows: Rows) -> StudyDetails:
    nodes = {name: node for name, _, node in rows}
    lines = {name: line for name, line, _ in rows}
    signing = pairs(nodes.pop("who_signs"), "who_signs") if "who_signs" in nodes else []
    languages = listed(nodes.pop("languages"), "languages") if "languages" in nodes else []
    helping = nodes.pop("help_lines", None)
    own = own_pairs(nodes.pop("own")) if "own" in nodes else []
    nodes |= {name: node for name, _, node in own}
    return StudyDetails(
        values={name: entry_values(name, node) for name, node in nodes.items()},
        who_signs={kind: text_of(node, kind) for kind, _, node in signing},
        languages=tuple(code_of(code, line) for code, line in languages) or ("en",),
        help_lines=tuple(_help_line(*row) for row in help_line_rows(helping)) if helping else (),
        lines=lines | {name: line for name, line, _ in (*signing, *own)},
    )


def _help_line(line: int, nodes: dict[str, yaml.Node]) -> HelpLine:
    said = {name: text_of(node, name) for name, node in nodes.items() if name != "languages"}
    codes = listed(nodes["languages"], "languages") if "languages" in nodes else []
    return HelpLine(
        name=said.get("name", ""),
        phone=held_phone(said.get("phone", ""), line),
        languages=tuple(code_of(code, at) for code, at in codes),
        interpreter=held_yes_no(said.get("interpreter", ""), line) == "yes",
        country=said.get("country", ""),
        hours=said.get("hours", ""),
        called=said.get("called", ""),
        line=line,
    )


def _printed(text: str, language: str) -> str:
    """A text as a page prints it: a date in words in English, in figures elsewhere."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    if language.partition("-")[0] == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day:%d/%m/%Y}"
