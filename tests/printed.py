"""What stands where on the pages of a finished PDF, in millimetres from the left upper corner."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from instruments.cards.geometry import CardPlan

MM = 25.4 / 72
LOOK = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(LOOK is None, reason="LibreOffice is not installed")


@dataclass(frozen=True)
class Mark:
    """A drawn path or the beginning of a text; `turned` is upside down."""

    kind: str  # "fill", "stroke" or "text"
    left: float
    top: float
    right: float
    bottom: float
    turned: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> tuple[float, float]:
        return self.right - self.left, self.bottom - self.top


def pages_of(path: Path) -> list[list[Mark]]:
    """The marks of every page."""
    reader = PdfReader(path)
    return [_marks(page, reader) for page in reader.pages]


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """The width and height of every page."""
    boxes = [page.mediabox for page in PdfReader(path).pages]
    return [(float(box.width) * MM, float(box.height) * MM) for box in boxes]


def by_office(*paths: Path) -> list[Path]:
    """The PDF that LibreOffice makes of each of these documents of one folder, in one call."""
    folder = paths[0].parent
    subprocess.run(
        [str(LOOK), f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [path.with_suffix(".pdf") for path in paths]


def through(plan: CardPlan, point: tuple[float, float]) -> tuple[float, float]:
    """Where a point of the back lies on the front once the printer has turned the sheet.

    The printer sets backs too far left and too high by the plan's offset. Turned over an
    upright edge left and right change sides, turned over a level one top and bottom do.
    """
    x, y = point[0] - plan.offset_x, point[1] - plan.offset_y
    long_is_upright = plan.paper.height >= plan.paper.width
    if (plan.edge == "long") == long_is_upright:
        return plan.paper.width - x, y
    return x, plan.paper.height - y


def _marks(page, reader) -> list[Mark]:
    height = float(page.mediabox.height)
    matrix, stack, path, found = (1, 0, 0, 1, 0, 0), [], [], []
    line = (1, 0, 0, 1, 0, 0)
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        numbers = [float(n) for n in operands if isinstance(n, (int, float))]
        if operator == b"q":
            stack.append(matrix)
        elif operator == b"Q":
            matrix = stack.pop()
        elif operator == b"cm":
            matrix = _times(tuple(numbers), matrix)
        elif operator in (b"m", b"l"):
            path.append(_point(numbers, matrix))
        elif operator == b"c":
            path.append(_point(numbers[4:], matrix))
        elif operator == b"re":
            x, y, w, h = numbers
            path += [_point((x, y), matrix), _point((x + w, y + h), matrix)]
        elif operator in (b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"n"):
            kind = {b"S": "stroke", b"s": "stroke", b"n": ""}.get(operator, "fill")
            if path and kind:
                found.append(_mark(kind, path, height))
            path = []
        elif operator == b"BT":
            line = (1, 0, 0, 1, 0, 0)
        elif operator == b"Td":
            line = _times((1, 0, 0, 1, *numbers), line)
        elif operator == b"Tm":
            line = tuple(numbers)
        elif operator in (b"Tj", b"TJ"):
            whole = _times(line, matrix)
            found.append(_mark("text", [whole[4:]], height, turned=whole[0] < 0))
    return found


def _times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _point(numbers, matrix):
    return _times((1, 0, 0, 1, *numbers), matrix)[4:]


def _mark(kind, points, height, *, turned=False) -> Mark:
    xs, ys = [p[0] * MM for p in points], [(height - p[1]) * MM for p in points]
    return Mark(kind, min(xs), min(ys), max(xs), max(ys), turned)
