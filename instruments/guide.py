"""An instrument as its team wrote it: sections, questions, prompts, activities and words to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

KINDS = (
    "interview",
    "focus group",
    "questionnaire",
    "rating sheet",
    "information sheet",
    "assent form",
    "consent form",
    "spoken consent",
    "activity guide",
    "script",
    "protocol",
    "help card",
    "briefing",
    "results",
)
AUDIENCES = ("children", "professionals", "parents", "researchers", "interpreters")
BANDS = ("6-10", "11-15", "16+")
KEYS = (
    "Prompt",
    "Probe",
    "Definition",
    "Part",
    "Step",
    "Materials",
    "Online",
    "Lead",
    "Collect",
    "Fallback",
    "Debrief",
    "Note",
    "Answer",
    "Choices",
    "Rows",
    "Line",
    "Sign",
    "Space",
    "Picture",
    "Contact",
    "Point",
)
ANSWERS = ("one of", "several of", "scale", "yes-no", "text", "number")


@dataclass(frozen=True)
class Allowance:
    """The time that a heading allows, as written.

    `minutes` is None where the heading says "brief" or nothing; `doubtful` marks "10?".
    """

    minutes: float | None = None
    brief: bool = False
    doubtful: bool = False

    def __bool__(self) -> bool:
        return self.brief or self.minutes is not None


@dataclass(frozen=True)
class Item:
    """One keyed line, `- Key for audience, term: text {#id}`, with the lines under it.

    `audience` and `term` are empty where the line names none. A `Part` is a further question
    under a numbered one; its term is the letter ("a" under question 5 makes 5a).
    """

    key: str
    text: str
    line: int
    audience: str = ""
    term: str = ""
    id: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Words:
    """A passage of running text: words to say aloud (`spoken`) or a paragraph of a sheet."""

    text: str
    line: int
    spoken: bool = False
    id: str = ""


@dataclass(frozen=True)
class Question:
    """A numbered question with what stands under it, in the order written."""

    number: int
    text: str
    line: int
    id: str = ""
    items: tuple[Item, ...] = ()

    def under(self, key: str, *, audience: str = "") -> tuple[Item, ...]:
        """The lines of this key for everybody and, where an audience is named, for it."""
        return tuple(
            item
            for item in self.items
            if item.key == key and (not item.audience or audience in ("", item.audience))
        )

    @property
    def prompts(self) -> tuple[Item, ...]:
        """Subjects to raise if the person has not."""
        return self.under("Prompt")

    @property
    def probes(self) -> tuple[Item, ...]:
        """Follow-up questions that go deeper into what was said."""
        return self.under("Probe")


@dataclass(frozen=True)
class Activity:
    """Something done together, with its steps, materials and online alternative."""

    title: str
    line: int
    allowance: Allowance = Allowance()
    blocks: tuple[Words | Item | Question, ...] = ()

    def under(self, key: str) -> tuple[Item, ...]:
        """The lines of this key: Step, Materials, Online, Collect, Lead, Fallback."""
        return tuple(b for b in self.blocks if isinstance(b, Item) and b.key == key)


Block: TypeAlias = Words | Item | Question | Activity


@dataclass(frozen=True)
class Section:
    """A part of the instrument under one heading, with the time it is allowed."""

    title: str
    line: int
    allowance: Allowance = Allowance()
    blocks: tuple[Block, ...] = ()
    id: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The section's questions, those asked during an activity too, in order."""
        return tuple(_questions(self.blocks))

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The section's activities, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Activity))


@dataclass(frozen=True)
class TopicGuide:
    """One instrument, whatever its kind: a guide, a sheet, a form, a questionnaire, a card.

    Fields
    ------
    title, kind, audience, ages, setting, phase, version, language, origin
        The head of the file, as written; empty where it names none. `origin` is the report
        and annex that a shipped instrument follows.
    session_minutes
        The length of the session that the head states, or None.
    date
        The day of this version, as written.
    set_terms
        Word pairs and terms of art that the team has settled on (`words` in the head); the
        checks of wording leave them alone.
    sections
        In the order written; what stands before the first heading is a section without title.
    warning
        Words for the head of every page, such as that a translation is not reviewed; empty
        on an instrument as its team wrote it.
    name, path
        The short name of a shipped instrument or the file's stem, and the file read.
    text
        The whole source, for translation and for findings.
    """

    title: str
    kind: str
    sections: tuple[Section, ...]
    audience: str = ""
    ages: str = ""
    session_minutes: float | None = None
    setting: str = ""
    phase: str = ""
    version: str = ""
    language: str = "en"
    origin: str = ""
    date: str = ""
    set_terms: tuple[str, ...] = ()
    warning: str = ""
    name: str = ""
    path: str = ""
    text: str = field(default="", repr=False)
    lines_of_head: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def in_english(self) -> bool:
        """Whether the rules of wording, acronyms and reading level can be asked."""
        return self.language.replace("_", "-").partition("-")[0].lower() == "en"

    @property
    def allotted_minutes(self) -> float | None:
        """The sum of the sections' allowances in minutes, or None where no section has one."""
        stated = [s.allowance.minutes for s in self.sections if s.allowance.minutes is not None]
        return sum(stated) if stated else None

    @property
    def minutes(self) -> float | None:
        """The length of the session: as the head states it, else the sum of its sections."""
        return self.allotted_minutes if self.session_minutes is None else self.session_minutes

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order; numbers run through the whole instrument."""
        return tuple(q for section in self.sections for q in section.questions)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Every activity, in order."""
        return tuple(a for section in self.sections for a in section.activities)


def _questions(blocks: tuple[Block, ...]) -> Iterator[Question]:
    for block in blocks:
        if isinstance(block, Question):
            yield block
        elif isinstance(block, Activity):
            yield from _questions(block.blocks)
