"""A whole pack in Word and PDF, set beside LibreOffice alone on the same Word files.

Run with `python -m benchmarks.instruments`. Most of the time is LibreOffice's, and that
differs between machines and with what else they do: the ratio to the first row, taken in the
same run, tells what the toolkit itself adds. On two idle cores a pack takes half the bound.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import Row, machine, measured, show
from instruments.packs.pack import build_pack
from instruments.pdf import libreoffice, to_pdf
from instruments.shelf import new
from instruments.study.entries import template

WANTED = 15.0  # seconds for a pack of 30 documents
REPEATS = 3
NAMES = (
    "b2", "sheet-11-15", "assent-11-15", "sheet-16-plus", "consent-16-plus",
    "sheet-parents-carers", "consent-parents-carers", "help-card", "distress-protocol",
    "recording-script",
)  # fmt: skip


def study(folder: Path) -> Path:
    """A folder with the instruments of a made-up study."""
    folder.mkdir()
    for name in NAMES:
        new(name, folder)
    (folder / "study.yaml").write_text(template(examples=True), encoding="utf-8")
    return folder


def main() -> None:
    """Print the table."""
    print(machine())
    if libreoffice() is None:
        print("LibreOffice is not installed here; there is nothing to measure.")
        return
    with tempfile.TemporaryDirectory() as place:
        _compare(Path(place))


def _compare(place: Path) -> None:
    made = study(place / "study")
    pack = build_pack(made, place / "pack", formats=[".docx"])
    table = pack.documents
    titles = {place / "pack" / f"{name}.docx": table.at[name, "title"] for name in table.index}
    out = place / "pdf"
    out.mkdir()
    alone = measured(lambda: to_pdf(titles, out), repeats=REPEATS)
    word = measured(lambda: _build(made, place / "word", [".docx"]), repeats=REPEATS)
    both = measured(lambda: _build(made, place / "both", [".docx", ".pdf"]), repeats=REPEATS)
    count = len(table)
    rows = [
        Row(f"LibreOffice alone, {count} Word files to PDF", alone, None, "one call"),
        Row(f"build_pack, {count} documents in Word", word, None, f"{count / word:.0f} a second"),
        Row(f"build_pack, {count} documents in Word and PDF", both, WANTED,
            "with checks and index"),
    ]  # fmt: skip
    print(f"whole pack: {both / WANTED:.2f} of the {WANTED:.0f} s that it may take")
    show(f"A pack of {count} documents", rows)


def _build(made: Path, out: Path, formats: list[str]) -> None:
    build_pack(made, out, formats=formats, force=True)


if __name__ == "__main__":
    main()
