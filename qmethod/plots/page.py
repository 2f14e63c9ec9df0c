"""The page around a picture: heading, key and notes, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from qmethod.design import QStudy
from qmethod.plots.drawing import Dashes, point, stroke, write
from qmethod.plots.lettering import JOINS_LETTERS, Lettering, runs_right_to_left
from qmethod.plots.picture import GREY, INK, Picture, sheet

MARGIN = 6.0

_SWATCH, _BETWEEN, _KEY_SIZE = 20.0, 14.0, 7.0
# On a screen letters are fitted to dots, which can make a line this much longer.
_HINTED = 1.03


@dataclass(frozen=True)
class Sign:
    """One entry of a key: a symbol, a marker, a line or a box, and what it means."""

    meaning: str
    symbol: str = ""
    marker: str = ""
    colour: str = INK
    filled: bool = True
    line: Dashes = ""
    box: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Paragraph:
    """Wrapped words of one size: a heading, a note."""

    lines: tuple[str, ...]
    size: float
    rtl: bool
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True)
class Page:
    """An open page: its picture, the canvas to draw on, and where the body may begin."""

    picture: Picture
    canvas: Axes
    top: float
    width: float


def open_page(
    width: float,
    body: float,
    *,
    heading: str,
    alt: str,
    lettering: Lettering,
    title: str | None = None,
    under: str = "",
    signs: Sequence[Sign] = (),
    notes: Sequence[str] = (),
) -> Page:
    """A page with its words in place round a body that is `body` points high.

    `title` replaces the heading that is shown; "" shows none. `under` stands below it.
    """
    inner = width - 2 * MARGIN
    shown = heading if title is None else title
    head = [
        _paragraph(shown, inner, lettering, size=9.5, bold=True),
        _paragraph(under, inner, lettering, size=8, colour=GREY),
    ]
    feet = [_paragraph(note, inner, lettering, size=6.5, colour=GREY) for note in notes]
    top = MARGIN + sum(_height(part, lettering) for part in head) + (4 if shown or under else 0)
    key, key_height = _key(signs, inner, lettering)
    foot = sum(3 + _height(part, lettering) for part in feet)
    height = top + body + 4 + key_height + foot + MARGIN
    picture, canvas = sheet(width, height, title=title or heading, alt=alt)
    _write_paragraphs(canvas, head, MARGIN, width, lettering)
    for sign, x, y, lines in key:
        _draw_sign(canvas, sign, MARGIN + x, top + body + 4 + y, lines, lettering)
    y = top + body + 4 + key_height
    for part in feet:
        y = _write_paragraphs(canvas, [part], y + 3, width, lettering)
    return Page(picture, canvas, top, width)


def notes_of(study: QStudy, lettering: Lettering) -> list[str]:
    """What must stand wherever the wording or the sorts do: their origin, missing letters."""
    notes = [study.qset.note, study.synthetic]
    if lettering.undrawable:
        notes.append("□ stands for a character that no font on this machine can draw.")
    if lettering.right_to_left and not JOINS_LETTERS:
        notes.append("Letters stand apart and in the wrong order; matplotlib 3.11 mends this.")
    return [note for note in notes if note]


def named(study: QStudy, what: str) -> str:
    """The heading of a picture, with the study's name where it has one."""
    return f"{study.name}: {what}" if study.name else what[0].upper() + what[1:]


def _paragraph(
    text: str,
    width: float,
    lettering: Lettering,
    *,
    size: float,
    bold: bool = False,
    colour: str = INK,
) -> Paragraph:
    # Bold letters run about a tenth wider than the ones that are measured.
    limit = width / size / (1.15 if bold else 1) - 0.5
    lines = lettering.wrap(lettering.clean(text), limit) if text.strip() else []
    return Paragraph(tuple(lines), size, runs_right_to_left(text), bold, colour)


def _height(part: Paragraph, lettering: Lettering) -> float:
    return len(part.lines) * part.size * lettering.leading


def _write_paragraphs(
    canvas: Axes, parts: Iterable[Paragraph], y: float, width: float, lettering: Lettering
) -> float:
    """Write them below each other, each from its own reading side; return where they end."""
    for part in parts:
        x, align = (width - MARGIN, "right") if part.rtl else (MARGIN, "left")
        for number, line in enumerate(part.lines):
            base = y + (number * lettering.leading + 1) * part.size
            write(
                canvas, x, base, line, size=part.size, lettering=lettering, align=align,
                bold=part.bold, colour=part.colour, rtl=part.rtl,
            )  # fmt: skip
        y += _height(part, lettering)
    return y


_Placed = tuple[Sign, float, float, tuple[str, ...]]


def _key(signs: Sequence[Sign], width: float, lettering: Lettering) -> tuple[list[_Placed], float]:
    """The signs from left to right in as many rows as they need, and the height of it all."""
    places: list[_Placed] = []
    x = y = 0.0
    depth = 0
    for sign in signs:
        limit = (width - _SWATCH) / _KEY_SIZE / _HINTED - 0.5
        lines = tuple(lettering.wrap(lettering.clean(sign.meaning), limit))
        wide = _SWATCH + max(lettering.width(line) for line in lines) * _KEY_SIZE * _HINTED
        if x and x + wide > width:
            x, y, depth = 0.0, y + depth * _KEY_SIZE * lettering.leading + 3, 0
        places.append((sign, x, y, lines))
        x, depth = x + wide + _BETWEEN, max(depth, len(lines))
    return places, y + depth * _KEY_SIZE * lettering.leading


def _draw_sign(
    canvas: Axes, sign: Sign, x: float, y: float, lines: Sequence[str], lettering: Lettering
) -> None:
    middle = y + 0.65 * _KEY_SIZE
    if sign.box:
        fill, edge, dashes = sign.box
        canvas.add_patch(
            Rectangle((x, middle - 4), 15, 8, facecolor=fill, edgecolor=edge, linewidth=0.8,
                      linestyle=dashes)
        )  # fmt: skip
    if sign.line:
        stroke(canvas, (x, middle), (x + 15, middle), colour=sign.colour, width=1.1,
               dashes=sign.line)  # fmt: skip
    if sign.marker:
        point(canvas, x + 7.5, middle, sign.marker, sign.colour, filled=sign.filled)
    if sign.symbol:
        write(
            canvas, x + 7.5, middle + 0.35 * _KEY_SIZE, sign.symbol, size=_KEY_SIZE,
            lettering=lettering, align="center", bold=True, colour=sign.colour,
        )  # fmt: skip
    for number, line in enumerate(lines):
        base = y + (number * lettering.leading + 1) * _KEY_SIZE
        write(canvas, x + _SWATCH, base, line, size=_KEY_SIZE, lettering=lettering)
