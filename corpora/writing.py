"""A made-up text in the making, with the passages planted in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.dice import Dice
from corpora.sources import Source, Turn, fingerprint
from corpora.templates import Span

FIRST_LINE = "[Synthetic text, made up by a program. Nobody in it is real.]"


@dataclass(frozen=True)
class Planted:
    """A code that a passage was written to carry."""

    source: str
    start: int
    end: int
    code: str
    quote: str


class Writing:
    """A text in the making, with the passages planted in it."""

    def __init__(self, source: str) -> None:
        self.source, self.text = source, f"{FIRST_LINE}\n\n"
        self.planted: list[tuple[int, int, str]] = []
        self._used: set[str] = set()

    def unused(self, templates: Sequence[str], dice: Dice) -> str:
        """One of the templates that this text has not used yet, while there are any."""
        fresh = [t for t in templates if t not in self._used] or list(templates)
        chosen = dice.one_of(fresh)
        self._used.add(chosen)
        return chosen

    def add(self, before: str, text: str, spans: Sequence[Span], code: str) -> None:
        """Write on; the spans of the text carry the code, if there is one."""
        at = len(self.text) + len(before)
        self.text += before + text
        self.planted += [(at + a, at + b, code) for a, b in spans if code]

    def codings(self) -> tuple[Planted, ...]:
        """What was planted, with its quotes."""
        return tuple(
            Planted(self.source, a, b, code, self.text[a:b]) for a, b, code in self.planted
        )

    def done(
        self, *, case: str, kind: str, attributes: Mapping[str, str], turns: Sequence[Turn] = ()
    ) -> Source:
        """The text as a source."""
        self.text = self.text.rstrip("\n") + "\n"
        return Source(
            id=self.source,
            text=self.text,
            case=case,
            kind=kind,
            turns=tuple(turns),
            attributes={**attributes, "synthetic": "yes"},
            fingerprint=fingerprint(self.text),
            found=("Synthetic: made up by the toolkit.",),
        )


def seed_of(seed: int, kind: str, number: int) -> int:
    """A seed of its own for each text, so that texts do not hang on one another."""
    return int(fingerprint(f"{seed}/{kind}/{number}")[:15], 16)
