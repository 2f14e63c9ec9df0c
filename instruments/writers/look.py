"""How the pages of instruments look: styles, and the sizes of each layout."""

from __future__ import annotations

from dataclasses import dataclass, replace

from instruments.page.styles import ACCENT, INK, SOFT, Style, scaled

SPOKEN = f'"single" w:sz="24" w:color="{ACCENT}"'
WRITING = '"single" w:sz="4" w:color="8A97A6"'


@dataclass(frozen=True)
class Sizes:
    """A layout: how many times as large as standard, the least points, pictures and boxes.

    picture_cm : a picture beside text. box_cm : a box to tick. line_cm : a line to write on.
    """

    factor: float
    least: float
    picture_cm: float
    box_cm: float
    line_cm: float


SIZES = {
    "standard": Sizes(1.0, 9, 2.4, 0.8, 0.9),
    "large print": Sizes(1.5, 18, 3.0, 1.0, 1.2),
    "easy read": Sizes(1.25, 14, 3.6, 1.2, 1.2),
}
PAPER = {
    "Normal": Style("Normal", 12, after=6),
    "Title": Style("Title", 22, True, 0, 8, ACCENT, keep=True),
    "Heading1": Style("heading 1", 15, True, 16, 5, ACCENT, keep=True, level=0),
    "Heading2": Style("heading 2", 12.5, True, 10, 4, keep=True, level=1),
    "SayAloud": Style("Say Aloud", 12, before=2, after=6, fill="EEF4FA", line=SPOKEN),
    "InterviewerNote": Style(
        "Interviewer Note", 11, before=2, after=6, colour=SOFT,
        line='"dashed" w:sz="8" w:color="7A8794"',
    ),
    "Lead": Style("Lead", 13, True, 2, 6),
    "Big": Style("Big", 18, True, 4, 8),
    "Small": Style("Small", 10.5, after=3, colour=SOFT),
    "Question": Style("Question", 12, True, 10, 4, keep=True),
    "UnderQuestion": Style("Under Question", 12, after=3),
    "ListBullet": Style("List Bullet", 12, after=3),
    "TableText": Style("Table Text", 10.5, before=1, after=1),
    "TableSmall": Style("Table Small", 9, before=1, after=1),
    "TickText": Style("Tick Text", 12, before=2, after=2),
    "AnswerLine": Style("Answer Line", 12, rule=WRITING),
    "Gap": Style("Gap", 9, height=6),
    "Band": Style(
        "Band", 11, True, 0, 4, INK, fill="FFE08A", box='"single" w:sz="8" w:color="B45309"',
        centred=True,
    ),
    "Footer": Style("footer", 9.5, colour=SOFT),
    "Header": Style("header", 9.5, colour=SOFT),
}  # fmt: skip


def styles_of(layout: str, *, indent: int) -> dict[str, Style]:
    """The styles of a layout; what stands under a question is set in by `indent` twips."""
    sizes = SIZES[layout]
    sized = scaled(PAPER, sizes.factor, sizes.least)
    sized["UnderQuestion"] = replace(sized["UnderQuestion"], indent=indent)
    sized["AnswerLine"] = replace(sized["AnswerLine"], height=sizes.line_cm * 28.35)
    sized["Gap"] = replace(sized["Gap"], points=2, height=5 * sizes.factor)
    return sized
