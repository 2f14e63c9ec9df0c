"""What a report says, before it is Word, HTML or a workbook.

A report is a title and a row of blocks. The same blocks go to every writer, so the three
forms can't say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from workbench.reports.marks import MARKS

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Plot

PRINT_DPI = 200
Kind = Literal["text", "whole", "grid", "decimal"]


ELSEWHERE = "It is in the workbook only: sheet “{}” of tables.xlsx."


@dataclass(frozen=True)
class Strong:
    """Words that stand out within a paragraph."""

    text: str


@dataclass(frozen=True)
class Ref:
    """A pointer to a table or figure of the same report, by its name."""

    name: str


Inline = str | Strong | Ref
Text = str | tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter, 2 and 3 lie below it."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text; "small" for remarks."""

    text: Text
    style: Literal["plain", "lead", "small", "todo"] = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Caution:
    """Something to look at before the rest is believed: a short title and sentences."""

    title: str
    sentences: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """How a column of a table is shown.

    name : the frame's column and the words of the header.
    kind : "text", "whole" (a count), "grid" (a signed grid value) or "decimal".
    places, workbook_places : decimals on paper and in the workbook; of a count or grid value
        that is not whole, in both.
    head : whether its cells are the heads of their rows.
    language : of its text, where that is not the report's own.
    """

    name: str
    kind: Kind = "text"
    places: int = 2
    workbook_places: int = 3
    head: bool = False
    language: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table with its caption and the one line that says what it is for.

    name : short and unique; names the sheet and the file.
    frame : one row per row, every column in `columns`.
    marks : same shape as the frame, the name of a mark or "".
    notes : sentences under the table.
    grouped : a column whose values head groups of rows instead of standing in each.
    workbook_only : not for paper; the page says where it is.
    """

    name: str
    caption: str
    purpose: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    marks: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    grouped: str = ""
    workbook_only: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if names != list(self.frame.columns) or len(set(names)) != len(names):
            raise ValueError(f"Table {self.name}: columns and frame differ: {names}")

    @classmethod
    def of_rows(
        cls,
        name: str,
        caption: str,
        purpose: str,
        columns: tuple[Column, ...],
        rows: Iterable[Sequence[Any]],
        *,
        marks: Iterable[Sequence[str]] | None = None,
        **options: Any,
    ) -> Table:
        """The table of these rows; `marks` in the same shape."""
        columns = _told_apart(columns)
        names = [column.name for column in columns]
        frame = pd.DataFrame([tuple(row) for row in rows], columns=names, dtype=object)
        if marks is not None:
            marks = pd.DataFrame([tuple(row) for row in marks], columns=names, dtype=object)
        return cls(name, caption, purpose, frame, columns, marks=marks, **options)

    @property
    def shown(self) -> list[int]:
        """Positions of the columns on paper: all but the one that heads groups of rows."""
        return [i for i, column in enumerate(self.columns) if column.name != self.grouped]

    @property
    def heads(self) -> list[int]:
        """Positions of the columns on paper whose cells head their rows."""
        return [i for i in self.shown if self.columns[i].head]

    @property
    def marked(self) -> list[list[str]]:
        """The names of the marks, row by row."""
        if self.marks is None:
            return [[""] * len(self.columns) for _ in range(len(self.frame))]
        return [[str(mark) for mark in row] for row in self.marks.to_numpy()]

    @property
    def key(self) -> str:
        """One sentence on the marks that the table uses; empty where it uses none."""
        used = {mark for row in self.marked for mark in row if mark}
        words = [
            f"{MARKS[m].symbol} {MARKS[m].meaning}" for m in MARKS if m in used and MARKS[m].symbol
        ]
        return f"Key: {'; '.join(words)}." if words else ""


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture with its caption, its description in words, and the table of its data.

    name : short and unique; names the file.
    plot : the matplotlib figure.
    table : the name of the table that holds the same numbers.
    wide : wants a page on its side.
    """

    name: str
    caption: str
    plot: Plot
    alt: str
    table: str
    wide: bool = False

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height as the plot was drawn."""
        width, height = self.plot.get_size_inches()
        return float(width), float(height)

    @cached_property
    def png(self) -> bytes:
        """The picture in dots, for Word."""
        stream = BytesIO()
        self.plot.savefig(stream, format="png", dpi=PRINT_DPI)
        return stream.getvalue()

    @cached_property
    def svg(self) -> str:
        """The picture in lines, sharp at every size."""
        stream = BytesIO()
        self.plot.savefig(stream, format="svg", metadata={"Date": None})
        return stream.getvalue().decode("utf-8")


Block = Heading | Paragraph | Bullets | Caution | Table | Figure


@dataclass(frozen=True, eq=False)
class Report:
    """A title and everything under it.

    subtitle, subject : one line each. statements that must stand on every page (illustrative
    wording, synthetic data) are `standing`; `made_with` names the program.
    """

    title: str
    parts: tuple[Block, ...]
    subtitle: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    made_with: str = ""
    language: str = "en-GB"
    opening: tuple[Block, ...] = field(default=())

    def __post_init__(self) -> None:
        names = [table.name for table in self.tables]
        names += [figure.name for figure in self.figures]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"Two tables or figures are called {sorted(twice)}")

    @property
    def blocks(self) -> Iterator[Block]:
        """The opening and the parts, in order."""
        yield from self.opening
        yield from self.parts

    @property
    def tables(self) -> list[Table]:
        """The tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def figures(self) -> list[Figure]:
        """The figures, in order."""
        return [block for block in self.blocks if isinstance(block, Figure)]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Name -> "Table 3" or "Figure 2"."""
        tables = {t.name: f"Table {i}" for i, t in enumerate(self.tables, start=1)}
        return tables | {f.name: f"Figure {i}" for i, f in enumerate(self.figures, start=1)}

    def numbered(self) -> Iterator[tuple[str, Block]]:
        """Every block with its number: "2.1" of a heading, "Table 3" of a table, or ""."""
        counts = [0, 0]
        for block in self.blocks:
            number = ""
            if isinstance(block, Table | Figure):
                number = self.labels[block.name]
            elif isinstance(block, Heading) and block.level <= 2:
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (2 - block.level)
                number = ".".join(str(count) for count in counts[: block.level])
            yield number, block


def _told_apart(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, with a number behind a name that stands twice."""
    found: dict[str, Column] = {}
    for column in columns:
        name, again = column.name, 2
        while name in found:
            name, again = f"{column.name} ({again})", again + 1
        found[name] = replace(column, name=name)
    return tuple(found.values())


def spoken(text: Text, labels: Mapping[str, str]) -> str:
    """The text without its formatting, references in words."""
    if isinstance(text, str):
        return text
    return "".join(
        part if isinstance(part, str) else labels[part.name] if isinstance(part, Ref) else part.text
        for part in text
    )
