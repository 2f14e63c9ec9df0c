"""The instruments of the demonstration: a made-up study's pages, filled, checked and built."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from corpora.placing import put
from instruments.packs.pack import Pack, build_pack
from instruments.scripts import LANGUAGES
from instruments.shelf import new
from instruments.study.entries import template
from instruments.translation.pseudo import RIGHT_TO_LEFT
from workbench.reports.shown import counted

NAMES = ("b2", "sheet-11-15", "assent-11-15", "sheet-parents-carers", "consent-parents-carers")


def run_instruments_demo(place: Path, cards: Path) -> Iterator[str]:
    """Copy instruments, say what a made-up study says, and build its pack in two directions.

    `cards` is the file of the study with its statements and grid.
    """
    place.mkdir(parents=True)
    for name in NAMES:
        new(name, place)
    put(place / "study.yaml", _study(os.path.relpath(cards, place)).encode())
    yield f"Copied {counted(len(NAMES), 'instrument')} and a made-up study.yaml to {place}."
    pack = build_pack(place, formats=[".docx"])
    yield from _told(pack)


def _study(cards: str) -> str:
    """The study.yaml of a made-up study in English and, right to left, in letters made up."""
    said = template(examples=True)
    for old, new_ in (
        ("languages: [en]", f"languages: [en, {RIGHT_TO_LEFT}]"),
        ('q_sort: "none"', f'q_sort: "{Path(cards).as_posix()}"'),
    ):
        said = said.replace(f"\n{old}\n", f"\n{new_}\n")
    return said


def _told(pack: Pack) -> Iterator[str]:
    codes = dict.fromkeys(pack.documents["language"])
    names = " and ".join(LANGUAGES[code].name for code in codes)
    faults = sum(finding.severity == "fault" for finding in pack.findings)
    yield (
        f"Built their pack in {names}: {counted(len(pack.documents), 'document')} and "
        f"{counted(len(pack.q_sorts), 'Q-sort pack')}; {counted(faults, 'fault')} found. Open "
        f"{pack.folder / 'index.html'}."
    )
