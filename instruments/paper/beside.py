"""Which picture stands beside which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import StudyError
from instruments.guide import Activity, Block, Item, TopicGuide, Words
from instruments.paper.easy_read import PICTURE_OF_CLAUSE
from instruments.paper.labels import Labels
from instruments.paper.views import Layout, Version, View
from instruments.pictures import Picture, picture


@dataclass(frozen=True)
class Maker:
    """An instrument on its way to paper: what is shown, in which words, beside which pictures."""

    guide: TopicGuide
    version: Version
    layout: Layout
    labels: Labels
    view: View

    @property
    def easy(self) -> bool:
        """Whether each idea has a line and, where there is one, a picture of its own."""
        return self.layout == "easy read"

    def picture(self, item: Item) -> Picture:
        """The picture that a line names, the team's own before the symbol."""
        name, _, alt = item.text.partition(":")
        try:
            return picture(name.strip(), alt=alt.strip(), beside=self.guide.path or None)
        except StudyError as fault:
            raise StudyError(f"{where(self.guide, item.line)}: {fault}") from None

    def picture_of(self, clause: str) -> Picture | None:
        """The picture that easy read gives to a clause, if it has one."""
        name = PICTURE_OF_CLAUSE.get(clause, "")
        return picture(name, beside=self.guide.path or None) if name and self.easy else None


@dataclass
class Beside:
    """Lines of an instrument with the picture beside them, if there is one."""

    picture: Picture | None = None
    sources: list[Block] = field(default_factory=list)

    @property
    def activity(self) -> Activity | None:
        """The activity that this is, which has pictures of its own."""
        first = self.sources[0] if self.sources else None
        return first if isinstance(first, Activity) else None


def beside(make: Maker, shown: Sequence[Block], clause: str) -> list[Beside]:
    """The lines of a section in parts: a picture holds for all until the next.

    In easy read each passage is a part of its own, and a clause that names no picture has
    the one of its kind.
    """
    parts: list[Beside] = []
    for source in shown:
        if isinstance(source, Item) and source.key == "Picture":
            parts.append(Beside(make.picture(source)))
            continue
        own = None if isinstance(source, Item | Activity) else make.picture_of(source.id)
        if not parts or _begins(make, parts[-1], source, own):
            parts.append(Beside(own))
        parts[-1].sources.append(source)
    if parts and parts[0].picture is None and parts[0].activity is None:
        parts[0].picture = make.picture_of(clause)
    return parts


def _begins(make: Maker, part: Beside, source: Block, own: Picture | None) -> bool:
    """Whether a line begins a part of its own after this one."""
    if isinstance(source, Activity) or part.activity is not None:
        return True
    if not part.sources:
        return False
    follows = isinstance(part.sources[-1], Item | Words) and isinstance(source, Item)
    return own is not None or (make.easy and not follows)


def where(guide: TopicGuide, line: int) -> str:
    """The place of a line, as a message names it: the file and the number."""
    name = Path(guide.path).name or guide.name
    return f"{name}, line {line}" if name else f"Line {line}"
