"""Text made to fit a rectangle: the largest size whose lines all find room, never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MM_PER_POINT = 25.4 / 72
SPARE = 0.03  # of width and height; another program may set a line a little wider
EVENINGS = 5  # how often the width is halved to make lines equally long
_PIECES = re.compile(r"[^ \t፡]*፡|[^ \t፡]+")

NO_BREAK = "\u00a0"
_INSIDE = re.compile(r"(?<=\d) (?=[-–−]? ?\d)|(?<=\d [-–−]) (?=\d)")

Width = Callable[[str, float], float]
"""The width in mm of a text of one line at a size in points."""


@dataclass(frozen=True)
class Fitted:
    """A text in lines at the size at which it fits.

    `leading` is the height of a line in mm.
    """

    lines: tuple[str, ...]
    points: float
    leading: float

    @property
    def height(self) -> float:
        """The height of all lines in mm."""
        return len(self.lines) * self.leading


def fitted(
    text: str,
    width: float,
    height: float,
    *,
    width_of: Width,
    sizes: Sequence[float],
    line: float = 1.36,
    spare: float = SPARE,
) -> Fitted | None:
    """The text at the first of the sizes at which it fits, or None if it fits at none.

    width, height : mm; sizes : points, the largest first; line : height of a line in ems.
    A word is never parted; a line break in the text stays one.
    """
    for points in sizes:
        lines = wrapped(text, width * (1 - spare), points, width_of)
        leading = points * line * MM_PER_POINT
        if lines is not None and len(lines) * leading <= height * (1 - spare):
            return Fitted(_even(text, lines, points, width_of), points, leading)
    return None


def wrapped(text: str, width: float, points: float, width_of: Width) -> tuple[str, ...] | None:
    """The text in lines no wider than `width` in mm, or None where one word alone is wider."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.append("")
        for piece in _PIECES.findall(paragraph):
            longer = _joined(lines[-1], piece)
            if lines[-1] and width_of(longer, points) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
            if lines[-1] == piece and width_of(piece, points) > width:
                return None
    return tuple(lines)


def _even(text: str, lines: tuple[str, ...], points: float, width_of: Width) -> tuple[str, ...]:
    """As many lines, but as equally long as can be, so that no last word stands alone."""
    widest = max(width_of(line, points) for line in lines)
    narrow, wide = widest / 2, widest
    for _ in range(EVENINGS if len(lines) > 1 else 0):
        middle = (narrow + wide) / 2
        tried = wrapped(text, middle, points, width_of)
        if tried is not None and len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def unbroken(text: str) -> str:
    """The text with spaces inside phone numbers and ranges that no line may end at."""
    return _INSIDE.sub(NO_BREAK, text)


def steps(most: float, least: float) -> tuple[float, ...]:
    """Sizes in points from the largest to the smallest, a point apart, both among them."""
    count = int(most - least)
    sizes = [most - step for step in range(count + 1)]
    return tuple(sizes if sizes[-1] == least else [*sizes, least])


def _joined(line: str, piece: str) -> str:
    """Ethiopic words parted by their own sign take no space."""
    return f"{line}{piece}" if not line or line.endswith("፡") else f"{line} {piece}"
