"""The team's own Word template: its styles, logo, header and footer kept, its text left out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from instruments.page.markup import NAMESPACE, parsed, put_in_order, qualified, value
from instruments.page.styles import Style, style_markup

_TEMPLATE, _DOCUMENT = (
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml".encode()
    for kind in ("template", "document")
)
UNSAID_SIZE = 20  # half points: what Word takes where nothing is said
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_ZIPS = {
    "mimetype": "an OpenDocument file; open it in LibreOffice and save it as .docx",
    "xl/workbook.xml": "an Excel workbook; give a Word file",
    "ppt/presentation.xml": "a PowerPoint file; give a Word file",
}


def open_template(path: str | Path) -> Any:
    """The template as an empty python-docx document with its last page's header and footer.

    A .dotx is taken too.

    Raises
    ------
    StudyError
        If the file is not there or is no Word file that can be read, told apart.
    """
    from docx import Document

    path = Path(path)
    data = _word_bytes(path)
    try:
        document = Document(BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as fault:
        raise StudyError(
            f"The template {path.name} is a damaged Word file; open it in Word and save it anew."
        ) from fault
    _empty(document)
    return document


def style_ids(document: Any, styles: Mapping[str, Style], *, right_to_left: bool) -> dict[str, str]:
    """Our style ids to those of the template's styles of the same name, capitals or not.

    A style that the template lacks is added as ours, based on its Normal.
    """
    root = document.styles.element
    known = {
        style.find(qualified("name")).get(qualified("val")).lower(): style
        for style in root.findall(qualified("style"))
        if style.get(qualified("type")) == "paragraph" and style.find(qualified("name")) is not None
    }
    found: dict[str, str] = {}
    for identity, style in styles.items():
        own = known.get(style.name.lower())
        if own is None:
            root.append(parsed(style_markup(identity, style, right_to_left=right_to_left)))
            found[identity] = identity
        else:
            found[identity] = own.get(qualified("styleId"))
            if right_to_left:
                _complete(own)
    return found


def enlarge(document: Any, factor: float, least: float) -> None:
    """Make every letter of the template so many times as large, none under `least` points."""
    _say_default_size(document.styles.element)
    parts = [document.styles.element]
    for section in document.sections:
        parts += [place._element for place in _places(section)]
    for part in parts:
        for name in ("sz", "szCs"):
            for size in part.iter(qualified(name)):
                half = max(2 * least, round(factor * int(size.get(qualified("val")))))
                size.set(qualified("val"), str(round(half)))


def _say_default_size(styles: Any) -> None:
    """Write down the size that letters have where a template names none."""
    for letters in styles.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        for name in ("sz", "szCs"):
            if letters.find(qualified(name)) is None:
                put_in_order(letters, parsed(f"<w:{name} {NAMESPACE} {value(UNSAID_SIZE)}/>"))


def _places(section: Any) -> list[Any]:
    """Its headers and footers, those of its first and its even pages too."""
    return [
        place
        for kind in ("", "first_page_", "even_page_")
        for place in (getattr(section, f"{kind}header"), getattr(section, f"{kind}footer"))
        if not place.is_linked_to_previous
    ]


def _complete(style: Any) -> None:
    """Give letters of other scripts the size and weight that the team gave Latin ones."""
    letters = style.find(qualified("rPr"))
    if letters is None:
        return
    for latin, other in (("sz", "szCs"), ("b", "bCs")):
        said = letters.find(qualified(latin))
        if said is not None:
            size = value(said.get(qualified("val"), "1"))
            put_in_order(letters, parsed(f"<w:{other} {NAMESPACE} {size}/>"))


def _word_bytes(path: Path) -> bytes:
    """The bytes of a Word document, whatever the template is; a .dotx is made one."""
    if not path.is_file():
        raise StudyError(f"The template {path} is not there; check its name and folder.")
    data = path.read_bytes()
    if data.startswith(_OLD_WORD):
        raise StudyError(
            f"The template {path.name} is a Word file of the old form (.doc) or locked by a "
            "password; save it as .docx without a password."
        )
    if not zipfile.is_zipfile(BytesIO(data)):
        raise StudyError(f"The template {path.name} is no Word file; give a .docx or .dotx.")
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = set(package.namelist())
        if "word/document.xml" not in names:
            what = next((said for name, said in _OTHER_ZIPS.items() if name in names), "")
            raise StudyError(
                f"The template {path.name} is {what or 'no Word file; give a .docx or .dotx'}."
            )
        if "word/vbaProject.bin" in names:
            raise StudyError(
                f"The template {path.name} holds macros; save it as .docx or .dotx without them."
            )
        return _as_document(package)


def _as_document(package: zipfile.ZipFile) -> bytes:
    """The package with the content type of a document in place of that of a template."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in package.infolist():
            data = package.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(_TEMPLATE, _DOCUMENT)
            copy.writestr(entry, data)
    return stream.getvalue()


def _empty(document: Any) -> None:
    """Remove the template's text; the last section keeps headers and footers of those before."""
    body = document.element.body
    last = body.get_or_add_sectPr()
    for earlier in reversed([s for s in body.iter(qualified("sectPr")) if s is not last]):
        for kind in ("footerReference", "headerReference"):
            for reference in reversed(earlier.findall(qualified(kind))):
                if not _has(last, reference):
                    last.insert(0, reference)
    for present in list(body):
        if present is not last:
            body.remove(present)


def _has(section: Any, reference: Any) -> bool:
    """Whether a section has a header or footer for such pages already."""
    kind = qualified("type")
    return any(r.get(kind) == reference.get(kind) for r in section.findall(reference.tag))
