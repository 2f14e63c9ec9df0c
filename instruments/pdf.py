"""Word files as PDF, by LibreOffice: many in one call, each looked at before it counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from corpora.errors import StudyError

PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# Tagged, so that a screen reader finds headings, lists and the words for pictures.
FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
SECONDS, SECONDS_A_FILE = 90, 15


def libreoffice() -> str | None:
    """The program that makes PDF files, or None where it is not installed."""
    named = [shutil.which(program) for program in PROGRAMS]
    placed = [place for place in PLACES if Path(place).is_file()]
    return next((found for found in (*named, *placed) if found), None)


def to_pdf(titles: Mapping[Path, str], folder: Path) -> dict[Path, Path]:
    """The PDF made in the folder of each Word file, all in one call of LibreOffice.

    `titles` maps each Word file to the title that its first page must show.

    Raises
    ------
    StudyError
        If LibreOffice is not installed, takes too long, or a PDF is missing or lacks its
        title.
    """
    if not titles:
        return {}
    program = libreoffice()
    if program is None:
        raise StudyError(
            "PDF files are made by LibreOffice, which is not installed here; install it "
            "(free, libreoffice.org), or save as .docx or .html."
        )
    with tempfile.TemporaryDirectory(prefix="qmt-office-") as profile:
        _run(program, list(titles), folder, Path(profile))
    made = {word: folder / f"{word.stem}.pdf" for word in titles}
    for word, pdf in made.items():
        _check(pdf, titles[word])
    return made


def _run(program: str, words: list[Path], folder: Path, profile: Path) -> None:
    """One call with a profile of its own: two calls on one profile stop each other."""
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", FILTER, "--outdir", str(folder), *map(str, words),
    ]  # fmt: skip
    patience = SECONDS + SECONDS_A_FILE * len(words)
    environment = {**os.environ, "HOME": str(profile)}
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=patience, env=environment)
    except subprocess.TimeoutExpired:
        raise StudyError(
            f"LibreOffice made no PDF within {patience} seconds; close its other windows, or save "
            "as .docx."
        ) from None


def _check(pdf: Path, title: str) -> None:
    """Refuse a PDF that is not there or does not show its title: LibreOffice says neither."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        first = PdfReader(pdf).pages[0].extract_text()
    except (OSError, PyPdfError, IndexError):
        raise StudyError(
            f'LibreOffice made no PDF of "{title}"; save it as .docx and open that in LibreOffice '
            "to see why."
        ) from None
    missing = _letters(title) - _letters(first)
    if missing:
        raise StudyError(
            f'The PDF of "{title}" does not show its title on the first page (missing: '
            f"{' '.join(sorted(missing))}); save it as .docx and look at it in LibreOffice."
        )


def _letters(text: str) -> set[str]:
    """The letters of a text, whatever form a script gives them on paper."""
    return {c for c in unicodedata.normalize("NFKC", text) if c.isalnum()}
