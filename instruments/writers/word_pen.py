"""What every block of a Word document needs to know of the document that it goes into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from instruments.page.images import image_run
from instruments.page.lists import Lists
from instruments.page.markup import mark, paragraph_of, value
from instruments.page.runs import Letters
from instruments.page.tables import Cell, Row, table
from instruments.paper.blocks import Text
from instruments.pictures import Picture
from instruments.writers.look import Sizes

DASH = " — "


@dataclass
class Pen:
    """The document while it is written.

    width_cm : of the text. styles : our style ids to those that the document's own carry.
    steps : the list of steps that goes on.
    """

    document: Any
    letters: Letters
    lists: Lists
    sizes: Sizes
    width_cm: float
    styles: Mapping[str, str]
    easy: bool = False
    steps: str = ""
    numbers: Any = field(default_factory=lambda: count(1001))

    @property
    def right_to_left(self) -> bool:
        """Whether lines run from right to left."""
        return self.letters.language.right_to_left

    def runs(self, text: Text, *, strong: bool = False) -> str:
        """A text as runs."""
        return "".join(
            self.letters.runs(
                span.text,
                strong=strong or span.strong,
                highlighted=span.unfilled,
                foreign=span.language,
            )
            for span in text
        )

    def paragraph(
        self, inside: Text | str, style: str = "Normal", *, keep: bool = False, listed: str = "",
        centred: bool = False, whole: bool = True,
    ) -> str:  # fmt: skip
        """A paragraph; `keep` holds it to the next, `listed` is its list.

        It stays whole on one page unless told otherwise.
        """
        runs = inside if isinstance(inside, str) else self.runs(inside)
        number = f'<w:ilvl w:val="0"/><w:numId w:val="{listed}"/>' if listed else None
        return paragraph_of(
            runs,
            {
                "pStyle": value(self.styles.get(style, style)),
                "keepNext": mark(keep),
                "keepLines": mark(whole),
                "numPr": number,
                "bidi": mark(self.right_to_left),
                "jc": value("center") if centred else None,
            },
        )

    def gap(self, *, keep: bool = False) -> str:
        """A thin empty paragraph: Word wants one between two tables."""
        return self.paragraph("", "Gap", keep=keep)

    def picture(self, picture: Picture, width_cm: float, *, keep: bool = False) -> str:
        """A picture in a paragraph of its own."""
        width = min(width_cm, width_cm * picture.ratio)
        drawn = image_run(
            self.document, picture.png, number=next(self.numbers), alt=picture.alt,
            width_cm=width, height_cm=width / picture.ratio,
        )  # fmt: skip
        return self.paragraph(drawn, "TableText", keep=keep, centred=True)

    def table(
        self, rows: list[Row], widths_cm: list[float], *, lines: bool = False, caption: str = ""
    ) -> str:
        """A table whose columns begin where lines do."""
        return table(
            rows, widths_cm, right_to_left=self.right_to_left, lines=lines, caption=caption
        )  # fmt: skip

    def cell(
        self, text: Text = (), style: str = "TableText", *, keep: bool = False, fill: str = "",
        framed: bool = False, underlined: bool = False, centred: bool = False, middle: bool = False,
    ) -> Cell:  # fmt: skip
        """A cell that holds one paragraph."""
        inside = self.paragraph(text, style, keep=keep, centred=centred)
        return Cell(inside, fill=fill, framed=framed, underlined=underlined, middle=middle)
