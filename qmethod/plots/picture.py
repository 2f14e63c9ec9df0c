"""A figure that carries its text alternative, and saves the same bytes every time."""

from __future__ import annotations

import base64
import io
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import IO, Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corpora.errors import StudyError
from qmethod.plots.lettering import BASE, Lettering

CM = 72 / 2.54
INK, GREY, PALE = "#1a1a1a", "#6b6b6b", "#d9d9d9"
_SCREEN_DPI, _PRINT_DPI = 150, 300
_RASTER = ("png", "jpg", "jpeg", "tif", "tiff", "webp")


class Picture(Figure):
    """A matplotlib figure with a title and a text alternative.

    Saving writes both into the file (SVG title and description, PNG and PDF metadata),
    keeps words as words in SVG, and leaves out the time, so that the same analysis gives
    the same file. Raster formats are saved at 300 dots per inch unless `dpi` says otherwise.
    """

    title: str = ""
    alt: str = ""

    def savefig(self, fname: str | os.PathLike[str] | IO[Any], **options: Any) -> None:
        """Save to a path or a stream; options are those of matplotlib.

        Raises
        ------
        StudyError
            If the name's ending is no picture format, or the file cannot be written.
        """
        kind = options.pop("format", None) or _ending(fname)
        if kind not in self.canvas.get_supported_filetypes():
            raise StudyError(
                f'Pictures cannot be saved as ".{kind}"; end the name in .png, .svg or .pdf.'
            )
        if kind in _RASTER:
            options.setdefault("dpi", _PRINT_DPI)
        metadata = {**self._metadata(kind), **options.pop("metadata", {})}
        buffer = io.BytesIO()
        with style(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "qmethod-toolkit"}):
            super().savefig(buffer, format=kind, metadata=metadata or None, **options)
        written = buffer.getvalue()
        _write(fname, self._described(written) if kind == "svg" else written)

    def _metadata(self, kind: str) -> dict[str, Any]:
        if kind == "svg":
            return {"Title": self.title, "Description": self.alt, "Date": None}
        if kind == "png":
            return {"Title": self.title, "Description": self.alt}
        if kind == "pdf":
            return {"Title": self.title, "Subject": self.alt, "CreationDate": None}
        return {}

    def _described(self, svg: bytes) -> bytes:
        """The SVG with what a screen reader looks for, and fonts for where ours are missing."""
        text = svg.decode("utf-8").replace("<svg ", '<svg role="img" ', 1)
        text = text.replace("</title>", f"</title>\n <desc>{escape(self.alt)}</desc>", 1)
        return re.sub(r"(font-family: [^;\"]+)", r"\1, Verdana, sans-serif", text).encode("utf-8")

    def _repr_html_(self) -> str:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=_SCREEN_DPI)
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
        width = round(self.get_figwidth() * 96)
        return (
            f'<img style="width:{width}px; max-width:100%; background:white" '
            f'alt="{escape(self.alt)}" src="data:image/png;base64,{data}">'
        )


def alt_text(figure: Figure) -> str:
    """The text alternative of a picture: what it shows, in words.

    Raises
    ------
    StudyError
        If the figure was not drawn by this package.
    """
    if not isinstance(figure, Picture):
        raise StudyError(
            "Only pictures drawn by this toolkit carry a text alternative; write one for "
            "this figure yourself."
        )
    return figure.alt


@contextmanager
def style(lettering: Lettering | None = None) -> Iterator[None]:
    """Matplotlib's own defaults with our fonts, for as long as the block runs."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": list(lettering.families if lettering else (BASE,)),
                "text.parse_math": False,
                "axes.unicode_minus": True,
                "axes.edgecolor": GREY,
                "axes.linewidth": 0.6,
                "xtick.color": INK,
                "ytick.color": INK,
                "text.color": INK,
            }
        )
        yield


def sheet(width: float, height: float, *, title: str, alt: str) -> tuple[Picture, Axes]:
    """A picture of width x height points, and axes over all of it: points, y downwards."""
    picture = Picture(figsize=(width / 72, height / 72), dpi=_SCREEN_DPI, facecolor="white")
    picture.title, picture.alt = _printable(title), _printable(alt)
    canvas = picture.add_axes((0, 0, 1, 1))
    canvas.set_xlim(0, width)
    canvas.set_ylim(height, 0)
    canvas.axis("off")
    return picture, canvas


def _printable(text: str) -> str:
    """The text without control characters, which no SVG may hold."""
    return "".join(c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) != "Cc")


def _ending(fname: str | os.PathLike[str] | IO[Any]) -> str:
    if isinstance(fname, str | os.PathLike):
        return Path(fname).suffix.lower().lstrip(".") or "(nothing)"
    return "png"


def _write(target: str | os.PathLike[str] | IO[Any], content: bytes) -> None:
    """Write beside, then rename, so that no half-written picture is left."""
    if not isinstance(target, str | os.PathLike):
        target.write(content)
        return
    path = Path(target)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise StudyError(
            f"{path} cannot be written ({fault.strerror}); check that the folder exists and "
            "that the file is not open elsewhere."
        ) from fault
