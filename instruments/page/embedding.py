"""The fonts of a Word file: named with what may stand in for them, and put into it on request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from corpora.errors import StudyError
from instruments.fonts import font_file
from instruments.page.markup import NAMESPACE, RELATIONS, parsed, qualified, quoted

# What Word may take on a machine without the font: of the same kind, and there everywhere.
STAND_INS = {
    "Noto Sans": "Arial",
    "Noto Naskh Arabic": "Arial",
    "Noto Sans Ethiopic": "Ebrima",
}
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_KEYS = UUID("6f1b7d2c-3c5e-4d5b-9a55-0d6a1f0c5a11")
_HEAD = 32


def name_fonts(document: Any, families: Sequence[str], *, embed: bool = False) -> None:
    """Write into the document's table of fonts what stands in for these, or the fonts themselves.

    Raises
    ------
    StudyError
        If a font to be embedded is not installed here.
    """
    table = _table(document)
    root = parsed(table.blob)
    for family in families:
        for present in root.findall(qualified("font")):
            if present.get(qualified("name")) == family:
                root.remove(present)
        inside = _embedded(document, table, family) if embed else ""
        stand_in = f'<w:altName w:val="{quoted(STAND_INS[family])}"/>' * (family in STAND_INS)
        root.append(
            parsed(
                f'<w:font {NAMESPACE} xmlns:r="{RELATIONS}" w:name="{quoted(family)}">{stand_in}'
                f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{inside}</w:font>'
            )
        )
    table._blob = _serialized(root)
    if embed:
        _say_embedded(document)


def _embedded(document: Any, table: Any, family: str) -> str:
    """The markup that names the font's regular and bold cut, now parts of the package."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    found = []
    for cut, bold in (("embedRegular", False), ("embedBold", True)):
        path = font_file(family, bold=bold)
        if path is None:
            raise StudyError(
                f"{family} is not installed here and can't be put into the Word file; install it "
                "(free, package fonts-noto-core or fonts.google.com/noto) or leave it out."
            )
        key = uuid5(_KEYS, f"{family} {cut}")
        name = PackURI(f"/word/fonts/{family.replace(' ', '')}-{cut}.odttf")
        part = Part(name, _FONT_TYPE, _obfuscated(path, key), document.part.package)
        relation = table.relate_to(part, f"{RELATIONS}/font")
        found.append(f'<w:{cut} r:id="{relation}" w:fontKey="{{{str(key).upper()}}}"/>')
    return "".join(found)


def _obfuscated(path: Path, key: UUID) -> bytes:
    """The font file with its first 32 bytes mixed with the key, as the standard wants it."""
    data = path.read_bytes()
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ mixed for byte, mixed in zip(data[:_HEAD], mask, strict=True))
    return head + data[_HEAD:]


def _table(document: Any) -> Any:
    """The document's table of fonts; a template that has none is given one."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    except KeyError:
        empty = f"<w:fonts {NAMESPACE}/>".encode()
        part = Part(PackURI("/word/fontTable.xml"), _TABLE_TYPE, empty, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)
        return part


def _serialized(root: Any) -> bytes:
    from docx.opc.oxml import serialize_part_xml

    written: bytes = serialize_part_xml(root)
    return written


def _say_embedded(document: Any) -> None:
    """Tell Word that the file brings its fonts."""
    settings = document.settings.element
    before = {
        qualified(name) for name in ("writeProtection", "view", "zoom", "removePersonalInformation")
    }
    place = sum(child.tag in before for child in settings)
    settings.insert(place, parsed(f"<w:embedTrueTypeFonts {NAMESPACE}/>"))
