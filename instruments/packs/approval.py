"""What an ethics committee approved: every text of a pack, with the version, the date and who."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from corpora.errors import StudyError
from corpora.places import new_files
from corpora.placing import put
from instruments.guide import Activity, Block, Item, Question, Section, TopicGuide
from instruments.packs.material import APPROVED, Material, read_material
from instruments.plan import written
from instruments.scripts import language
from instruments.study.file import HOW_TO_DATE, as_date
from qmethod.design import QSet

CARDS = "Cards of the Q-sort"
_HEAD = ("title", "setting", "ages", "date")
_INTRODUCTION = (
    "# What was approved, text by text as the pages print it. Written by `qmt instruments\n"
    "# approve`; keep it as it is: every later pack is compared with it.\n"
)


@dataclass(frozen=True)
class Entry:
    """A text of a page and the heading that it stands under."""

    section: str
    text: str


@dataclass(frozen=True)
class Approved:
    """A page in one language as it was approved."""

    title: str
    language: str
    version: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Approval:
    """What was approved, under which version, when and by whom; `pages` are by name and code."""

    version: str
    day: date
    by: str
    pages: Mapping[str, Approved] = field(default_factory=dict, repr=False)
    order: int = 1


def approve(
    study: str | PathLike[str],
    *,
    version: str,
    by: str,
    on: str | date | None = None,
    force: bool = False,
) -> Path:
    """The file, below the study's folder, that now holds what was approved.

    It holds every text of every page as it is printed now. `by` is who approved it, `on`
    the day on which they did, today if none is given.

    Raises
    ------
    StudyError
        If the version is approved already and `force` is not set (with it, the old record is
        kept beside), `by` is empty, or the study can't be read.
    """
    day = _day(on)
    if not re.fullmatch(r"[\w.-]{1,40}", version):
        raise StudyError(f'"{version}" names no version; write letters, digits, dots and dashes.')
    if not by.strip():
        raise StudyError("Nobody is named who approved it; say who did, such as a committee.")
    material = read_material(study)
    path = material.folder / APPROVED / f"{version}.yaml"
    order = 1 + max((a.order for a in approvals(material.folder)), default=0)
    record = Approval(version, day, by.strip(), pages_of(material), order)
    with new_files(path, force=force) as beside:
        put(beside / path.name, _text(record).encode())
    return path


def approvals(folder: Path) -> list[Approval]:
    """What was approved in a study's folder, the latest last.

    Raises
    ------
    StudyError
        If a record can't be read.
    """
    records = [_read(path) for path in (folder / APPROVED).glob("*.yaml")]
    return sorted(records, key=lambda record: (record.day, record.order))


def pages_of(material: Material) -> dict[str, Approved]:
    """Every page of a pack as it is printed, by the name of its file and its language.

    Pages in a pseudo-locale are for nobody to read, and for nobody to approve.
    """
    pages = {
        f"{w.guide.name} ({w.guide.language})": Approved(
            w.guide.title, w.guide.language, w.guide.version, tuple(_entries(w.guide))
        )
        for w in material.wordings
    }
    for code, qset in material.q_sort.qsets.items() if material.q_sort else ():
        pages[f"{CARDS} ({code})"] = Approved(CARDS, code, "", tuple(_card_entries(qset)))
    return {name: page for name, page in pages.items() if not language(page.language).pseudo}


def _entries(guide: TopicGuide) -> Iterator[Entry]:
    """The texts of an instrument in order, what its pages print of the head first."""
    for key in _HEAD:
        if said := getattr(guide, key):
            yield Entry("", said)
    if guide.minutes:
        yield Entry("", f"{guide.minutes:g} minutes")
    for section in guide.sections:
        if section.title:
            yield Entry(section.title, _timed(section))
        yield from _below(section.blocks, section.title)


def _below(blocks: tuple[Block, ...], section: str) -> Iterator[Entry]:
    for block in blocks:
        if isinstance(block, Activity):
            yield Entry(section, _timed(block))
            yield from _below(block.blocks, section)
        elif isinstance(block, Question):
            yield Entry(section, f"{block.number}. {block.text}")
            yield from _below(block.items, section)
        elif isinstance(block, Item):
            yield Entry(section, _keyed(block))
            yield from _below(block.items, section)
        else:
            yield Entry(section, block.text)


def _timed(part: Section | Activity) -> str:
    time = written(part.allowance)
    return f"{part.title} ({time})" if time else part.title


def _keyed(item: Item) -> str:
    audience = f" for {item.audience}" if item.audience else ""
    term = f", {item.term}" if item.term else ""
    return f"{item.key}{audience}{term}: {item.text}"


def _card_entries(qset: QSet) -> Iterator[Entry]:
    if qset.stem:
        yield Entry("", qset.stem)
    yield from (Entry("", f"{card.number}. {card.text}") for card in qset)


def _day(on: str | date | None) -> date:
    if on is None:
        return date.today()
    found = on if isinstance(on, date) else as_date(on)
    if found is None:
        raise StudyError(f'"{on}" is no date; {HOW_TO_DATE}.')
    return found


def _text(record: Approval) -> str:
    """The record as YAML: who, when, then each page, a line a text."""
    pages = {
        name: {
            "title": page.title,
            "language": page.language,
            "version": page.version,
            "texts": [
                {"under": section, "said": [entry.text for entry in entries]}
                for section, entries in groupby(page.entries, key=lambda entry: entry.section)
            ],
        }
        for name, page in record.pages.items()
    }
    head = {
        "version": record.version, "date": record.day.isoformat(), "by": record.by,
        "order": record.order,
    }  # fmt: skip
    said = yaml.safe_dump({**head, "pages": pages}, allow_unicode=True, sort_keys=False, width=1000)
    return _INTRODUCTION + str(said)


def _read(path: Path) -> Approval:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Approval(
            version=str(said["version"]),
            day=date.fromisoformat(str(said["date"])),
            by=str(said["by"]),
            pages={str(name): _page(page) for name, page in said["pages"].items()},
            order=int(said["order"]),
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError,
            AttributeError, RecursionError):  # fmt: skip
        raise StudyError(
            f"{path} can't be read as a record of what was approved; put back the file that "
            "`qmt instruments approve` wrote, or take it away."
        ) from None


def _page(said: Mapping[str, Any]) -> Approved:
    entries = tuple(
        Entry(str(part["under"]), str(text)) for part in said["texts"] for text in part["said"]
    )
    return Approved(str(said["title"]), str(said["language"]), str(said["version"]), entries)
