"""Made-up closure summaries, interviews and focus groups with planted codings.

For demonstrations, tests of plumbing and load. Names, places and facts are invented, and the
texts say in their first line that they are synthetic. How well a tagger does on them says
nothing about how well it does on real texts, and must never be quoted as its accuracy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from corpora.dice import Dice
from corpora.people import SHORT, STRATA, person, times
from corpora.sources import Source
from corpora.stories import story
from corpora.talks import talk
from corpora.templates import filled, wording
from corpora.writing import Planted, Writing, seed_of

PLANTED = "planted"


@dataclass(frozen=True, eq=False)
class SyntheticCorpus:
    """Made-up texts with what was planted in them.

    Fields
    ------
    sources
        The texts, each with its attributes and, in transcripts, its speaker turns.
    planted
        The planted codes in the order of the texts.
    note
        That the texts are synthetic, and from which seed.
    """

    sources: tuple[Source, ...]
    planted: tuple[Planted, ...]
    note: str

    @property
    def codings(self) -> pd.DataFrame:
        """The planted codes as codings: source, start, end, code, coder ("planted"), quote."""
        columns = ["source", "start", "end", "code", "coder", "quote"]
        rows = [asdict(p) | {"coder": PLANTED} for p in self.planted]
        return pd.DataFrame(rows, columns=columns)


def closure_summaries(count: int = 60, *, seed: int = 1) -> SyntheticCorpus:
    """Made-up closure summaries of one to four paragraphs, in the style of case notes.

    Year, area and role are drawn as the sampling frame of the 2024 outcomes study has them
    (S6). The same seed gives the same texts on every machine, and the first texts of a longer
    corpus are those of a shorter one.
    """
    digits = max(4, len(str(count)))
    made = [_summary(f"synthetic-{i:0{digits}d}", seed, i) for i in range(1, count + 1)]
    return _corpus(made, seed)


def interviews(count: int = 6, *, seed: int = 1) -> SyntheticCorpus:
    """Made-up interviews, with young people and with practitioners in turn."""
    made = []
    for i in range(1, count + 1):
        voice = "young" if i % 2 else "worker"
        speakers = [f"YP{i}" if voice == "young" else f"Guardian {i}"]
        made.append(talk(f"synthetic-interview-{i:02d}", seed, i, voice, "Interviewer", speakers))
    return _corpus(made, seed)


def focus_groups(count: int = 3, *, seed: int = 1) -> SyntheticCorpus:
    """Made-up focus groups of four to six practitioners and a facilitator."""
    made = []
    for i in range(1, count + 1):
        size = Dice(seed_of(seed, "size", i)).whole(4, 6)
        speakers = [f"P{n}" for n in range(1, size + 1)]
        name = f"synthetic-focus-group-{i:02d}"
        made.append(talk(name, seed, i, "worker", "Facilitator", speakers))
    return _corpus(made, seed)


def _corpus(made: Sequence[tuple[Source, tuple[Planted, ...]]], seed: int) -> SyntheticCorpus:
    return SyntheticCorpus(
        sources=tuple(source for source, _ in made),
        planted=tuple(p for _, planted in made for p in planted),
        note=f"Synthetic: {len(made)} texts made up by the toolkit (seed {seed}); no real person.",
    )


def _summary(name: str, seed: int, number: int) -> tuple[Source, tuple[Planted, ...]]:
    dice = Dice(seed_of(seed, "summary", number))
    year, area, role = dice.one_of(STRATA)
    values, about = person(dice, year=year, grown=role == "ICTG Post-18")
    notes = dice.chance(60)
    told = story(dice, abroad=values["lang"] != "English")
    writing = Writing(name)
    for i, paragraph in enumerate(_paragraphs(dice, told)):
        bullets = notes and dice.chance(35)
        for j, heading in enumerate(paragraph):
            between = ("\n\n" if i else "") if not j else _between(dice, notes, bullets)
            start = "- " if bullets and not j else ""
            _sentence(writing, dice, heading, between + start, values, notes=notes, year=year)
        writing.text += "." if not notes or dice.chance(50) else ""
    attributes = {"year": year, "area": area, "role": role, **about}
    case = name.replace("synthetic-", "case-")
    source = writing.done(case=case, kind="summary", attributes=attributes)
    return source, writing.codings()


def _paragraphs(dice: Dice, headings: list[str]) -> Iterator[list[str]]:
    """The sentences in one to four paragraphs."""
    count = min(dice.whole(1, 4), len(headings))
    cuts = sorted(dice.shuffled(range(1, len(headings)))[: count - 1])
    for start, end in zip([0, *cuts], [*cuts, len(headings)], strict=True):
        yield headings[start:end]


def _between(dice: Dice, notes: bool, bullets: bool) -> str:
    if bullets:
        return "\n- "
    return dice.one_of(("; ", ". ", ". ", "\n")) if notes else ". "


def _sentence(
    writing: Writing,
    dice: Dice,
    heading: str,
    before: str,
    values: dict[str, str],
    *,
    notes: bool,
    year: str,
) -> None:
    said = values | times(dice, year)
    said["S"] = dice.one_of(
        ("YP", "", values["initial"]) if notes else (values["He"], values["name"])
    )
    template = writing.unused(wording("closure")[heading], dice)
    text, spans = filled(template, said, dice, short=SHORT if notes else None)
    if not notes or before.endswith(". ") or dice.chance(50):
        text = text[:1].upper() + text[1:]
    code = heading if "/" in heading else ""
    writing.add(before, text, spans, code)
