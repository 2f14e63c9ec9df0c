"""Sheets drawn for printing: text in any of the study's scripts, lines, boxes and pictures."""

from __future__ import annotations

import unicodedata
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from instruments.cards.fitting import Fitted, fitted, steps, unbroken
from instruments.cards.geometry import PRINTABLE, Line, Paper, Place
from instruments.fonts import fonts_for
from instruments.page.pieces import pieces
from instruments.page.texts import opening
from instruments.pictures import Picture
from instruments.scripts import LATIN, Language, begins_right_to_left, scripts_in

INK, GREY, PALE, WHITE = (0, 0, 0), (120, 120, 120), (232, 232, 232), (255, 255, 255)
HAIRLINE, THIN, THICK = 0.1, 0.25, 0.6  # mm
MEASURED = 12.0  # points
MARK = 3.6  # mm at the head of a sheet
ALIGNMENTS = {"centre": "C", "left": "L", "right": "R"}


class Pages:
    """A PDF in the making, all lengths in mm from the left upper corner of the sheet.

    `mark` is printed at the head of every side: where the wording comes from, a warning.
    """

    def __init__(self, language: Language, *, title: str = "", mark: str = "") -> None:
        from fpdf import FPDF  # late: only printing needs it

        self.language = language
        self.mark = mark
        self._widths: dict[tuple[str, bool], float] = {}
        self.pdf: Any = FPDF(unit="mm")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_lang(language.tag)
        self.pdf.set_creator("qmethod-toolkit")

    def sheet(self, paper: Paper) -> None:
        """Begin a new side of a sheet."""
        self.pdf.add_page(format=(paper.width, paper.height))
        if self.mark:
            width = paper.width - 2 * PRINTABLE
            self.put(self.mark, Place(PRINTABLE, PRINTABLE, width, MARK), "What is printed on "
                     "every page", most=7, least=4.5)  # fmt: skip

    def fit(
        self,
        text: str,
        width: float,
        height: float,
        *,
        most: float = 18,
        least: float = 12,
        bold: bool = False,
    ) -> Fitted | None:
        """The text at the largest size from `most` to `least` points that fits, or None.

        Raises
        ------
        StudyError
            If no installed font carries its letters.
        """
        line = max((script.line for script in scripts_in(text)), default=LATIN.line)
        return fitted(
            self._steady(text),
            width,
            height,
            width_of=lambda words, points: self.width_of(words, points, bold=bold),
            sizes=steps(most, least),
            line=line,
        )

    def put(
        self,
        text: str,
        place: Place,
        what: str,
        *,
        most: float = 18,
        least: float = 12,
        bold: bool = False,
        align: str = "centre",
        top: bool = False,
    ) -> Fitted:
        """Write the text into the place at the largest size that fits, and give that.

        Raises
        ------
        StudyError
            If it does not fit: `what` says what it is, for the sentence.
        """
        found = self.fit(text, place.width, place.height, most=most, least=least, bold=bold)
        if found is None:
            raise StudyError(
                f"{what} does not fit into {place.width:.0f} x {place.height:.0f} mm at "
                f'{least:g} points: "{opening(text)}"; shorten it, or give it more room.'
            )
        self.write(found, place, bold=bold, align=align, top=top)
        return found

    def write(
        self,
        text: Fitted,
        place: Place,
        *,
        bold: bool = False,
        align: str = "centre",
        top: bool = False,
    ) -> None:
        """Write lines that were made to fit, in the middle of the place or at its top.

        align : "centre", or "start", the right side in a right-to-left language.
        """
        first = place.y if top else place.y + (place.height - text.height) / 2
        start = "right" if self.language.right_to_left else "left"
        side = start if align == "start" else align
        backwards = self._runs_backwards(" ".join(text.lines))
        with self._upside_down(place):
            for number, line in enumerate(text.lines):
                self._choose(line, text.points, bold=bold, backwards=backwards)
                # Not set_xy: for fpdf2 a negative x counts from the right.
                self.pdf.x, self.pdf.y = place.x, first + number * text.leading
                self.pdf.cell(place.width, text.leading, line, align=ALIGNMENTS[side])

    def line(
        self, line: Line, *, thickness: float = THIN, colour: Any = INK, dashed: bool = False
    ) -> None:
        """Draw a straight line."""
        self._pen(thickness, colour)
        self.pdf.set_dash_pattern(dash=3 if dashed else 0, gap=2 if dashed else 0)
        self.pdf.line(line.x1, line.y1, line.x2, line.y2)
        self.pdf.set_dash_pattern()

    def box(
        self,
        place: Place,
        *,
        corner: float = 0,
        thickness: float = THIN,
        colour: Any = INK,
        fill: Any = None,
    ) -> None:
        """Draw a rectangle, its corners rounded by a radius in mm."""
        self._pen(thickness, colour)
        if fill is not None:
            self.pdf.set_fill_color(*fill)
        self.pdf.rect(
            place.x,
            place.y,
            place.width,
            place.height,
            style="D" if fill is None else "DF",
            round_corners=bool(corner),
            corner_radius=corner,
        )

    def circle(self, x: float, y: float, radius: float, *, fill: Any = None) -> None:
        """Draw a circle around a point."""
        self._pen(THICK, INK)
        if fill is not None:
            self.pdf.set_fill_color(*fill)
        self.pdf.circle(x, y, radius, style="D" if fill is None else "F")

    def curve(self, points: list[tuple[float, float]]) -> None:
        """Draw straight strokes through the points."""
        self._pen(THICK, INK)
        self.pdf.polyline(points)

    def picture(self, picture: Picture, place: Place, *, width: float, height: float) -> None:
        """Draw a picture of this size in mm in the middle of the place."""
        x, y = place.centre
        self.pdf.image(
            BytesIO(picture.png), x - width / 2, y - height / 2, width, height,
            alt_text=picture.alt,
        )  # fmt: skip

    def data(self) -> bytes:
        """The finished file."""
        return bytes(self.pdf.output())

    def turned(self, degrees: float, x: float, y: float) -> Any:
        """A block in which everything is turned about a point."""
        return self.pdf.rotation(degrees, x, y)

    def width_of(self, text: str, points: float, *, bold: bool = False) -> float:
        """The width of a line of text in mm; it grows with the size, so it is measured once."""
        key = text, bold
        if key not in self._widths:
            backwards = self._runs_backwards(text)
            self._choose(text, MEASURED, bold=bold, backwards=backwards)
            self._widths[key] = float(self.pdf.get_string_width(text)) / MEASURED
        return self._widths[key] * points

    def _steady(self, text: str) -> str:
        """The text with its phone numbers, times and ranges kept in order, and in one line."""
        return "".join(piece.text for piece in pieces(unbroken(text), self.language))

    def _runs_backwards(self, text: str) -> bool:
        """Whether lines of the text run from right to left, whatever they begin with."""
        if not self.language.right_to_left:
            return begins_right_to_left(text)
        return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)

    def _choose(self, text: str, points: float, *, bold: bool, backwards: bool) -> None:
        """Set the fonts that carry the text, and its direction."""
        first, *others = [self._font(path) for path in fonts_for(text, self.language, bold=bold)]
        self.pdf.set_text_shaping(True, direction="rtl" if backwards else "ltr")
        self.pdf.set_font(first, size=points)
        self.pdf.set_fallback_fonts(others, exact_match=False)

    def _font(self, path: Path) -> str:
        """The name of a font file in this PDF, which it now holds."""
        name = path.stem.lower()
        if name not in self.pdf.fonts:
            self.pdf.add_font(name, fname=str(path))
            _into_memory(self.pdf.fonts[name].ttfont.reader)
        return name

    def _pen(self, thickness: float, colour: Any) -> None:
        self.pdf.set_line_width(thickness)
        self.pdf.set_draw_color(*colour)

    def _upside_down(self, place: Place) -> Any:
        return self.turned(180, *place.centre) if place.turned else nullcontext()


def _into_memory(reader: Any) -> None:
    """Let a font be read from memory, so that its file does not stay open."""
    file = reader.file
    file.seek(0)
    reader.file = BytesIO(file.read())
    file.close()
