"""Made-up interviews and focus groups: questions, and answers by speakers in no fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.dice import Dice
from corpora.people import STRATA, person, places, times
from corpora.sources import Source, Turn
from corpora.stories import without_contradiction
from corpora.templates import filled, wording
from corpora.writing import Planted, Writing, seed_of

_HUMS = ("Um, ", "Yeah. ", "So. ", "Right. ", "Uh, ")
# Words that go on in small letters after a hum; names and I do not.
_SMALL = {"They", "There", "There's", "We", "She", "She's", "He", "He's", "My", "The", "At", "If"}
_SMALL |= {"It's", "One", "Some", "Another", "Our", "That", "Hers", "With", "And", "So", "Where"}
_EITHER = frozenset({"EDUCATION", "HOUSING", "DURABLE SOLUTIONS", "ACTIVITIES"})


@dataclass(frozen=True, eq=False)
class _Talk:
    """One transcript in the making."""

    dice: Dice
    voice: str
    values: dict[str, str]
    year: str
    writing: Writing

    def templates(self, kind: str) -> tuple[str, ...]:
        return wording("speech")[f"{self.voice} {kind}"]

    def say(self, speaker: str, things: Sequence[str], *, asking: bool = False) -> Turn:
        """The turn of a speaker; each thing is a code, "uncoded", or another heading."""
        self.writing.text += f"{speaker}: "
        start = len(self.writing.text)
        for i, kind in enumerate(things):
            template = self.writing.unused(self.templates(kind), self.dice)
            self._sentence(template, " " * bool(i), kind if "/" in kind else "", hums=not asking)
        turn = Turn(speaker, start, len(self.writing.text), interviewer=asking)
        self.writing.text += "\n\n"
        return turn

    def _sentence(self, template: str, before: str, code: str, *, hums: bool) -> None:
        about = self.values | times(self.dice, self.year)
        if self.voice == "worker":
            about |= places(self.dice)
        text, spans = filled(template, about, self.dice)
        hum = self.dice.one_of(_HUMS) if hums and self.dice.chance(25) else ""
        if hum.endswith(", ") and text.split(" ")[0] in _SMALL:
            text = text[0].lower() + text[1:]
        self.writing.add(before + hum, text, spans, code)


def talk(
    name: str, seed: int, number: int, voice: str, asker: str, speakers: Sequence[str]
) -> tuple[Source, tuple[Planted, ...]]:
    """A transcript and what was planted in it.

    voice
        "young" (a young person about themself) or "worker" (about young people).
    """
    dice = Dice(seed_of(seed, name, number))
    year, area, role = dice.one_of(STRATA)
    values, _ = person(dice, year=year, grown=False)
    now = _Talk(dice, voice, values, year, Writing(name))
    codes = _told(now)
    turns = [now.say(asker, ["opening"], asking=True)]
    for heading, themes in _asked(now):
        turns.append(now.say(asker, [heading], asking=True))
        for speaker in dice.shuffled(speakers)[: dice.whole(1, min(3, len(speakers)))]:
            turns.append(now.say(speaker, _answer(dice, codes, themes)))
    turns.append(now.say(asker, ["closing"], asking=True))
    attributes = {"year": year, "area": area, "speaker": "young person"}
    if voice == "worker":
        attributes |= {"speaker": "practitioner", "role": role}
    case = name.removeprefix("synthetic-")
    source = now.writing.done(case=case, kind="transcript", attributes=attributes, turns=turns)
    return source, now.writing.codings()


def _asked(now: _Talk) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The headings of the questions, each up to twice, with the themes that they are about."""
    prefix = f"{now.voice} question"
    headings = [h for h in wording("speech") if h.startswith(prefix)]
    for heading in now.dice.shuffled(headings * 2)[: now.dice.whole(7, 10)]:
        themes = heading.removeprefix(prefix).strip()
        yield f"question {themes}".strip(), tuple(t.strip() for t in themes.split(";") if themes)


def _told(now: _Talk) -> list[str]:
    """The codes that the talk will carry; a young person does not contradict themself."""
    prefix = f"{now.voice} "
    every = [h.removeprefix(prefix) for h in wording("speech") if h.startswith(prefix)]
    drawn = now.dice.shuffled([h for h in every if "/" in h])
    if now.voice == "worker":
        return drawn
    told: dict[str, str] = {}
    for code in drawn:
        theme = code.split("/")[0]
        if theme in _EITHER:
            told.setdefault(theme, code)
        elif now.values["lang"] != "English" or theme != "INTERPRETERS":
            told[code] = code
    return without_contradiction(list(told.values()))


def _answer(dice: Dice, codes: list[str], themes: tuple[str, ...]) -> list[str]:
    """One to four things to say, first those that were asked about; each code is told once."""
    said: list[str] = []
    for _ in range(dice.whole(1, 4)):
        fitting = [c for c in codes if not themes or c.split("/")[0] in themes]
        if fitting and dice.chance(60):
            codes.remove(fitting[-1])
            said.append(fitting[-1])
        else:
            said.append("uncoded")
    return said
