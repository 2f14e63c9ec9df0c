"""What the pictures share: shapes and colours of factors, numbers in words, lines and points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from qmethod.design import QStudy
from qmethod.plots.lettering import Lettering, lettering_for, runs_right_to_left
from qmethod.plots.picture import INK

Dashes = Literal["-", "--", ":", ""] | tuple[float, tuple[float, ...]]

# Colours that stay apart for colour-blind readers and stand out from white (3:1 or more).
COLOURS = ("#0072B2", "#C84E00", "#00805E", "#A33071", "#8A6A00", "#4B4B9F", "#333333")
SHAPES = {
    "o": "circle",
    "s": "square",
    "^": "triangle",
    "D": "diamond",
    "v": "triangle pointing down",
    "P": "plus",
    "p": "pentagon",
    "X": "cross",
    "h": "hexagon",
    "<": "triangle pointing left",
    ">": "triangle pointing right",
}


@dataclass(frozen=True)
class Look:
    """How one factor is drawn, in every picture."""

    shape: str
    colour: str

    @property
    def words(self) -> str:
        """The shape's name."""
        return SHAPES[self.shape]


def look_of(factors: Sequence[str]) -> dict[str, Look]:
    """Factor -> shape and colour; the two cycles meet again only after 77 factors."""
    shapes = list(SHAPES)
    return {
        factor: Look(shapes[i % len(shapes)], COLOURS[i % len(COLOURS)])
        for i, factor in enumerate(factors)
    }


def signed(value: float, decimals: int = 0) -> str:
    """The number with its sign, "+2" or "−1.50", and plain 0."""
    text = f"{value:+.{decimals}f}"
    plain = f"{0:.{decimals}f}"
    return plain if text[1:] == plain else text.replace("-", "−")


def listed(items: Iterable[object]) -> str:
    """The items as in a sentence: "1, 2 and 3"."""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(number: int, singular: str, plural: str = "") -> str:
    """The number with its noun: "1 sort", "3 sorts"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def lettering_of(study: QStudy) -> Lettering:
    """The fonts for all words of a study; its statements settle the reading direction."""
    wordings = [statement.text for statement in study.qset]
    names = [study.name, study.qset.stem, study.qset.note, study.synthetic, *study.names]
    framework = [s for card in study.qset for s in (card.outcome, card.principle) if s]
    fonts = lettering_for([*wordings, *names, *framework])
    return replace(fonts, right_to_left=runs_right_to_left("".join(wordings)))


def write(
    canvas: Axes,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    lettering: Lettering,
    align: str = "left",
    bold: bool = False,
    colour: str = INK,
    gid: str | None = None,
    rtl: bool | None = None,
) -> None:
    """Write one line with its baseline at y, in points from the top left.

    `rtl` says whether the line belongs to a text written from right to left; None looks at
    the line itself.
    """
    families = lettering.bold_families(text) if bold else lettering.families
    rtl = runs_right_to_left(text) if rtl is None else rtl
    canvas.text(
        x, y, lettering.directed(text, rtl=rtl), ha=align, va="baseline", fontsize=size,
        fontweight="bold" if bold and len(families) == 1 else "normal", color=colour, gid=gid,
        family=list(families),
    )  # fmt: skip


def stroke(
    canvas: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    colour: str,
    width: float = 0.6,
    dashes: Dashes = "-",
    order: float = 1,
) -> None:
    """Draw one straight line."""
    xs, ys = zip(start, end, strict=True)
    canvas.add_line(
        Line2D(xs, ys, color=colour, linewidth=width, linestyle=dashes, zorder=order,
               solid_capstyle="butt")
    )  # fmt: skip


def point(
    canvas: Axes,
    x: float,
    y: float,
    shape: str,
    colour: str,
    *,
    filled: bool = True,
    size: float = 5.5,
    order: float = 3,
) -> None:
    """Draw one marker, open or filled."""
    # A thin white edge keeps filled markers apart where they touch.
    edge = "white" if filled and shape != "x" else colour
    canvas.add_line(
        Line2D([x], [y], marker=shape, markersize=size + 0.8 * filled, linestyle="none",
               markeredgewidth=0.5 if edge == "white" else 0.9, markeredgecolor=edge,
               markerfacecolor=colour if filled else "white", zorder=order, clip_on=False)
    )  # fmt: skip


def wording(study: QStudy, number: int, lettering: Lettering) -> str:
    """The full wording of a statement, ready to draw.

    A statement's own number before it is left out, since pictures show the number anyway.
    """
    text = lettering.clean(study.qset[number].text)
    return re.sub(rf"^{number}\s?[.):]\s+(?=\S)", "", text)
