"""The clauses of sheets and forms by age band, and how each is recognised on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from instruments.consent.likeness import windows
from instruments.guide import BANDS, TopicGuide

MUST, SIMPLE, OUT = "must", "simple", "out"
_OLDEST = {"6-10": 10, "11-15": 15}


@dataclass(frozen=True)
class Clause:
    """A clause: what it says, for which bands, and the words that betray it.

    `sheet` and `form` are "must", "simple", "out" or "-" by band. Each of `cues`, and of
    `form_cues` for a line of a form, is a set of patterns that stand close together.
    """

    id: str
    about: str
    sheet: dict[str, str]
    form: dict[str, str]
    cues: tuple[tuple[re.Pattern[str], ...], ...]
    form_cues: tuple[tuple[re.Pattern[str], ...], ...]

    def is_in(self, text: str, *, line_of_form: bool = False) -> bool:
        """Whether the words of a text are those of this clause (English only)."""
        cues = (*self.cues, *self.form_cues) if line_of_form else self.cues
        return any(
            all(part.search(window) for part in cue) for window in windows(text) for cue in cues
        )


@lru_cache(maxsize=1)
def clauses() -> dict[str, Clause]:
    """Every clause by its id, in the order of a sheet."""
    data = _data()
    return {row["id"]: _clause(row, data) for row in data["clauses"]}


@lru_cache(maxsize=8)
def unfit_words(band: str) -> dict[str, re.Pattern[str]]:
    """Words that do not suit a band, each with its pattern; see `plainer`."""
    return {
        word: re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
        for word in _data()["words_not_for"].get(band, {})
    }


def plainer(word: str, band: str) -> str:
    """What to write instead of a word that does not suit the band."""
    return str(_data()["words_not_for"][band][word])


def band(guide: TopicGuide) -> str:
    """The band whose clauses hold for a page: "6-10", "parents" ...; empty if it names none.

    Ages that span two bands count as the younger: a page must suit all its readers.
    """
    if guide.audience in ("parents", "professionals"):
        return guide.audience
    youngest = re.search(r"\d+", guide.ages)
    if youngest is None:
        return ""
    return next((b for b in BANDS if int(youngest[0]) <= _OLDEST.get(b, 999)), "")


def _clause(row: dict[str, Any], data: dict[str, Any]) -> Clause:
    return Clause(
        row["id"],
        row["about"],
        dict(zip(data["bands"], row["sheet"], strict=True)),
        dict(zip(data["bands"], row["form"], strict=True)),
        _cues(row["words"], data["lists"]),
        _cues(row.get("form_words", ()), data["lists"]),
    )


def _cues(lines: Iterable[str], lists: dict[str, str]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(
        tuple(re.compile(_expanded(part, lists), re.IGNORECASE) for part in line.split(" & "))
        for line in lines
    )


def _expanded(pattern: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        pattern = pattern.replace(f"<{name}>", words)
    return pattern


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    text = Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
