"""A pen for symbol pictures: thick rounded lines and flat colours on a square of 100 by 100."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from io import BytesIO
from math import cos, radians, sin
from typing import TypeAlias

from PIL import Image, ImageDraw

INK = "#1F2A37"
PAPER = "#FFFFFF"
BLUE, TEAL, AMBER, CORAL, GREEN, SAND, GREY = (
    "#3F7CB8", "#3E9C94", "#F2B441", "#E2725B", "#5AA469", "#F6E3C0", "#D5DCE4",
)  # fmt: skip
WIDTH = 3.4
PIXELS = 472  # 40 mm at 300 dots an inch
FINER = 3
DPI = 300
COLOURS = 96

Point: TypeAlias = tuple[float, float]
Stroke: TypeAlias = tuple[Sequence[Point], float]


class Pen:
    """Draws on a square of 100 by 100, far finer than printed, so that edges come out smooth."""

    def __init__(self) -> None:
        self._scale = PIXELS * FINER / 100
        self._left = self._top = 0.0
        self._upside_down = False
        self._image = Image.new("RGB", (PIXELS * FINER, PIXELS * FINER), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def inset(self, left: float, top: float, share: float, *, upside_down: bool = False) -> Pen:
        """A pen that draws on a part of this square as if it were the whole."""
        inner = copy(self)
        inner._left = self._left + left * self._scale
        inner._top = self._top + top * self._scale
        inner._scale = self._scale * share
        inner._upside_down = upside_down
        return inner

    def line(self, points: Sequence[Point], width: float = WIDTH, colour: str = INK) -> None:
        """A line with round ends and joints."""
        scaled = [self._at(point) for point in points]
        self._draw.line(scaled, fill=colour, width=round(width * self._scale))
        for x, y in points:
            self._dot(x, y, width / 2, colour)

    def blob(self, strokes: Iterable[Stroke], fill: str) -> None:
        """Thick strokes that melt into one shape with one outline, such as a hand."""
        strokes = list(strokes)
        for points, width in strokes:
            self.line(points, width + 2 * WIDTH, INK)
        for points, width in strokes:
            self.line(points, width, fill)

    def shape(self, points: Sequence[Point], fill: str = PAPER, *, outline: str = INK) -> None:
        """A filled shape with straight sides and rounded corners."""
        self._draw.polygon([self._at(point) for point in points], fill=fill)
        self.line([*points, points[0]], colour=outline)

    def disc(
        self, x: float, y: float, radius: float, fill: str = PAPER, *, tall: float = 0
    ) -> None:
        """A filled circle, or an ellipse that is `tall` half its height."""
        tall = tall or radius
        edge = WIDTH / 2
        for more, colour in ((edge, INK), (-edge, fill)):
            box = (x - radius - more, y - tall - more, x + radius + more, y + tall + more)
            self._draw.ellipse(self._box(box), fill=colour)

    def dot(self, x: float, y: float, radius: float = 2.6, colour: str = INK) -> None:
        """A small filled circle without an outline."""
        self._dot(x, y, radius, colour)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str = PAPER,
        *, round_by: float = 4, width: float = WIDTH,
    ) -> None:  # fmt: skip
        """A filled box with rounded corners."""
        edge = width / 2
        for more, colour in ((edge, INK), (-edge, fill)):
            corners = (left - more, top - more, right + more, bottom + more)
            self._rounded(corners, max(0.0, round_by + more), colour)

    def _rounded(
        self,
        box: tuple[float, float, float, float],
        radius: float,
        fill: str,
        corners: tuple[bool, bool, bool, bool] | None = None,
    ) -> None:
        left, top, right, bottom = self._box(box)
        # Pillow before 13 fails where two corners leave no pixel between them.
        most = (min(right - left, bottom - top) - 3) / 2
        self._draw.rounded_rectangle(
            (left, top, right, bottom), min(radius * self._scale, most), fill, corners=corners
        )

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, *,
        width: float = WIDTH, colour: str = INK,
    ) -> None:  # fmt: skip
        """A piece of a circle, from one angle to the other, in degrees clockwise from the right."""
        steps = max(8, round(abs(end - start) / 3))
        angles = [radians(start + (end - start) * i / steps) for i in range(steps + 1)]
        self.line([(x + radius * cos(a), y + radius * sin(a)) for a in angles], width, colour)

    def dome(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """Shoulders: a box whose upper corners are as round as can be."""
        edge = WIDTH / 2
        for more, colour in ((edge, INK), (-edge, fill)):
            corners = (left - more, top - more, right + more, bottom + more)
            radius = min((right - left) / 2, bottom - top) + more
            self._rounded(corners, radius, colour, corners=(True, True, False, False))

    def png(self, *, turn: int = 0) -> bytes:
        """The picture as PNG for print; `turn` in degrees against the clock."""
        image = self._image.reduce(FINER).rotate(turn, fillcolor=PAPER)
        few = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        stream = BytesIO()
        few.save(stream, "PNG", dpi=(DPI, DPI), optimize=True)
        return stream.getvalue()

    def _at(self, point: Point) -> tuple[float, float]:
        down = 100 - point[1] if self._upside_down else point[1]
        return self._left + point[0] * self._scale, self._top + down * self._scale

    def _box(self, corners: tuple[float, float, float, float]) -> tuple[float, ...]:
        (left, one), (right, other) = self._at(corners[:2]), self._at(corners[2:])
        return left, min(one, other), right, max(one, other)

    def _dot(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.ellipse(self._box((x - radius, y - radius, x + radius, y + radius)), fill=colour)
