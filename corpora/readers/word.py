"""Reading .docx: paragraphs and table rows in their order, with the names set in bold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from corpora.errors import StudyError
from corpora.readers.packages import package
from corpora.readers.raw import Raw

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_MC}Fallback",  # says the same as the Choice beside it
    f"{_W}sdtPr",
    f"{_W}pPr",
    f"{_W}rPr",
}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}ptab": "\t",
}
_NOTED = {
    f"{_W}footnoteReference": "footnotes",
    f"{_W}endnoteReference": "endnotes",
    f"{_W}commentReference": "comments",
    f"{_W}del": "tracked deletions",
    f"{_W}moveFrom": "tracked deletions",
}
_LEAD = 40


def read_docx(data: bytes, file: str) -> Raw:
    """The text of a Word document, a line per paragraph or table row.

    Tracked insertions count as text, tracked deletions do not; text in boxes and content
    controls is kept. `leads` names what is set in bold at the start of a line.

    Raises
    ------
    StudyError
        If the file is damaged, protected or no Word document.
    """
    package(data, file, "word/document.xml").close()
    body = _body(data, file)
    left_out = sorted({_NOTED[e.tag] for e in body.iter() if e.tag in _NOTED})
    lines: list[str] = []
    leads: dict[int, str] = {}
    for line, lead in _lines(body):
        if lead:
            leads[len(lines)] = lead
        lines.extend(line.split("\n"))
    found = (f"Left out: {', '.join(left_out)}.",) if left_out else ()
    return Raw("\n".join(lines), found, leads=leads)


def _body(data: bytes, file: str) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data)).element.body
    except Exception:  # python-docx lets many kinds of damage through, each with its own error
        raise StudyError(
            f"{file}: the Word document is damaged or of another kind; open it in Word and save it "
            "again as .docx."
        ) from None


def _lines(element: Any) -> Iterator[tuple[str, str]]:
    """Each line with the words in bold at its start."""
    for child in element.iterchildren("*"):
        if child.tag == f"{_W}p":
            yield _words(child), _lead(child)
            yield from (line for box in _boxes(child) for line in _lines(box))
        elif child.tag == f"{_W}tr":
            cells = [list(_lines(cell)) for cell in _cells(child)]
            lead = cells[0][0][1] if cells and cells[0] else ""
            yield "\t".join("\n".join(text for text, _ in cell) for cell in cells), lead
        elif child.tag not in _SKIPPED:
            yield from _lines(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren("*"):
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
            yield box


def _words(element: Any) -> str:
    pieces: list[str] = []
    for child in element.iterchildren("*"):
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag not in _SKIPPED and child.tag != f"{_W}txbxContent":
            pieces.append(_words(child))
    return "".join(pieces).replace("\r", "\n")


def _lead(paragraph: Any) -> str:
    """What is bold at the start of a paragraph, if it is short enough for a name."""
    lead = ""
    for run in paragraph.iter(f"{_W}r"):
        words = _words(run)
        if words.strip() and not _bold(run):
            break
        lead += words
        if len(lead) > _LEAD:
            return ""
    return lead.split("\n")[0].strip()


def _bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")
