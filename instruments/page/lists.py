"""Lists that Word counts: bullets, and numbers that go on through the whole document."""

from __future__ import annotations

from typing import Any

from instruments.page.markup import NAMESPACE, parsed, qualified, twips, value

BULLET = "•"
# LibreOffice hangs the number outside a margin at the right unless the text is set further in.
INSIDE_CM = 0.7


class Lists:
    """The lists of one document; each is a number that paragraphs name.

    `hanging_cm` is the room for a number or bullet.
    """

    def __init__(self, document: Any, *, hanging_cm: float, right_to_left: bool) -> None:
        self._root = numbering_root(document)
        self._extra_cm = INSIDE_CM if right_to_left else 0.0
        self.hanging_cm = hanging_cm
        self._questions = self._add("decimal", "%1.", 0.0)
        self._steps = self._add("decimal", "%1.", 0.0)
        self.bullets = self._start(self._add("bullet", BULLET, 0.0))
        self.indented = self._start(self._add("bullet", BULLET, hanging_cm))
        self._next = 0
        self._counting = ""

    def question(self, number: int) -> str:
        """The list that gives the next question this number: the running one, or a new start."""
        if number != self._next or not self._counting:
            self._counting = self._start(self._questions, number)
        self._next = number + 1
        return self._counting

    def steps(self) -> str:
        """A list of steps that begins at 1."""
        return self._start(self._steps, 1)

    def _add(self, kind: str, text: str, indent_cm: float) -> int:
        """The number of a new kind of list."""
        kinds = self._root.findall(qualified("abstractNum"))
        number = 1 + max((_id(kind, "abstractNumId") for kind in kinds), default=0)
        left = twips(indent_cm + self.hanging_cm + self._extra_cm)
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt {value(kind)}/>'
            f"<w:lvlText {value(text)}/>"
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{twips(self.hanging_cm)}"/></w:pPr>'
            f"{_BULLET_FACE if kind == 'bullet' else ''}</w:lvl>"
        )
        abstract = parsed(
            f'<w:abstractNum {NAMESPACE} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
        )
        self._root.insert(len(kinds), abstract)
        return number

    def _start(self, kind: int, first: int | None = None) -> str:
        """The number of a new list of this kind; it begins at `first`."""
        present = self._root.findall(qualified("num"))
        number = 1 + max((_id(num, "numId") for num in present), default=0)
        begins = (
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride>'
            if first is not None
            else ""
        )
        xml = (
            f'<w:num {NAMESPACE} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{begins}'
            "</w:num>"
        )
        self._root.insert(_end_of(self._root, "num"), parsed(xml))
        return str(number)


_BULLET_FACE = (
    '<w:rPr><w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:eastAsia="Noto Sans" '
    'w:cs="Noto Sans"/></w:rPr>'
)


def numbering_root(document: Any) -> Any:
    """The numbering of a document; a template that has none is given one."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    part = document.part
    try:
        return part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        numbering = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            parsed(f"<w:numbering {NAMESPACE}/>"),
            part.package,
        )
        part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
        return numbering.element


def _id(element: Any, name: str) -> int:
    return int(element.get(qualified(name)))


def _end_of(root: Any, name: str) -> int:
    """Where the next element of this name goes: after the last one, or after all else."""
    tag = qualified(name)
    places = [i for i, child in enumerate(root) if child.tag == tag]
    if places:
        return places[-1] + 1
    kinds = [i for i, c in enumerate(root) if c.tag == qualified("abstractNum")]
    return kinds[-1] + 1 if kinds else len(root)
