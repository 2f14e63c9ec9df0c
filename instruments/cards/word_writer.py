"""Two-sided cards as a Word file for teams that edit: tables that keep their place to 0.1 mm.

A table without borders and cell margins, with fixed columns and exact rows; each side of a
sheet is a section of its own whose margins carry the printer's offset. Word can't turn a
cell upside down, so the backs for the short edge stay upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from corpora.errors import StudyError
from instruments.cards.drawing import Pages
from instruments.cards.faces import CLEAR, Face, number_size, picture_size
from instruments.cards.fitting import MM_PER_POINT, Fitted, unbroken
from instruments.cards.geometry import PRINTABLE, CardPlan, Place
from instruments.page.images import image_run
from instruments.page.markup import (
    NAMESPACE,
    paragraph_of,
    parsed,
    properties,
    run,
    texts,
    value,
)
from instruments.page.runs import Letters, faces_of
from instruments.page.setup import Facts, forget_writers, set_facts, set_settings
from instruments.page.styles import Style, put_styles
from instruments.page.tables import Cell, Row, table
from instruments.pictures import Picture

NOTE_POINTS = (7.0, 4.5)
HEIGHT_OF_NUMBER = 1.36  # of its size
CLOSING_POINTS = 1.0  # the paragraph after a table, which Word asks for
CLOSING_ROOM = 1.0  # mm for it at the foot of a page
MM_PER_CM = 10
TWIPS_PER_MM = 1440 / 25.4
EMPTY = '<w:p><w:pPr><w:pStyle w:val="Closing"/></w:pPr></w:p>'


@dataclass(frozen=True)
class Writing:
    """What all cards of a document are written with."""

    document: Any
    plan: CardPlan
    letters: Letters


def cards_document(faces: Sequence[Face], plan: CardPlan, pages: Pages, *, note: str = "") -> bytes:
    """The Word file: for each sheet its fronts, then its backs with underlined numbers.

    note : stands in the lower margin of every front.

    Raises
    ------
    StudyError
        If the lower margin leaves no room for the note.
    """
    from docx import Document

    document = Document()
    _set_up(document, faces, plan, pages, note)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    writing = Writing(document, plan, Letters(pages.language))
    sheets = range(plan.sheets(len(faces)))
    sides = [
        _table(writing, faces, sheet, back)
        + (_note(plan, pages, note) if note and not back else "")
        for sheet in sheets
        for back in (False, True)
    ]
    body.extend(list(parsed(f"<w:body {NAMESPACE}>{_joined(sides, plan)}</w:body>")))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _joined(sides: Sequence[str], plan: CardPlan) -> str:
    """The sides in turn, each closed by its own section."""
    *earlier, last = sides
    closed = [
        side + _closing(_section(plan, back=bool(number % 2)))
        for number, side in enumerate(earlier)
    ]
    return f"{''.join(closed)}{last}{_closing()}<w:sectPr>{_section(plan, back=True)}</w:sectPr>"


def _closing(section: str | None = None) -> str:
    """The paragraph of one point that Word asks for after a table."""
    return paragraph_of("", {"pStyle": value("Closing"), "sectPr": section})


def _section(plan: CardPlan, *, back: bool) -> str:
    """The page of one side; its margins put the table in its place, and the offset of backs."""
    left, top = plan.left, plan.top
    if back:
        left, top = left + plan.offset_x, top + plan.offset_y
    right = max(0.0, plan.paper.width - left - plan.across)
    bottom = max(0.0, plan.paper.height - top - plan.down - CLOSING_ROOM)
    turned = "" if plan.paper.upright else ' w:orient="landscape"'
    return (
        '<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{_twips(plan.paper.width)}" w:h="{_twips(plan.paper.height)}"{turned}/>'
        f'<w:pgMar w:top="{_twips(top)}" w:bottom="{_twips(bottom)}" w:left="{_twips(left)}" '
        f'w:right="{_twips(right)}" w:header="0" w:footer="0" w:gutter="0"/>'
    )


def _table(writing: Writing, faces: Sequence[Face], sheet: int, back: bool) -> str:
    """One side of a sheet: a row of cells for every row of cards, narrow ones for the gaps."""
    plan = writing.plan
    cards = {
        plan.position(card, back=back)[1:]: faces[card] for card in plan.on_sheet(sheet, len(faces))
    }
    rows: list[Row] = []
    for row in range(plan.rows):
        if row and plan.gap_y:
            rows.append(_row(plan, [EMPTY] * plan.columns, plan.gap_y))
        inside = [_cell(writing, cards.get((row, column)), back) for column in range(plan.columns)]
        rows.append(_row(plan, inside, plan.height))
    numbers = [face.number for face in cards.values()]
    side = "Backs" if back else "Fronts"
    return _laid_out(
        rows,
        _spread([plan.width / MM_PER_CM] * plan.columns, plan.gap_x / MM_PER_CM),
        caption=f"{side} of cards {min(numbers)} to {max(numbers)}",
    )


def _laid_out(rows: list[Row], widths_cm: list[float], *, caption: str = "") -> str:
    """A bare table whose columns run from left to right.

    It says so itself: LibreOffice turns the columns of other tables round where the text
    runs from right to left, and then no place is where the plan has it.
    """
    made = table(rows, widths_cm, right_to_left=False, lines=False, caption=caption, padding_cm=0)
    return made.replace("<w:tblPr>", '<w:tblPr><w:bidiVisual w:val="0"/>', 1)


def _row(plan: CardPlan, inside: list[str], height: float) -> Row:
    """A row of exactly this height in mm, with empty cells for the gaps."""
    cells = [Cell(text, middle=True) for text in inside]
    gap = Cell(EMPTY) if plan.gap_x else None
    return Row(tuple(_spread(cells, gap)), height_cm=height / MM_PER_CM, exact=True)


def _spread(items: list[Any], between: Any) -> list[Any]:
    """The items with something between each two of them, if there is anything."""
    if not between:
        return items
    return [part for item in items for part in (item, between)][:-1]


def _cell(writing: Writing, face: Face | None, back: bool) -> str:
    """What stands in the place of a card: its words, with or without picture, or its number."""
    if face is None:
        return EMPTY
    if back:
        number = run(texts(str(face.number)), properties("rPr", {"u": value("single")}))
        return paragraph_of(number, {"pStyle": value("CardNumber")})
    if face.picture is None or face.picture_place is None:
        return _words(writing, face, CLEAR, CLEAR)
    return _pictured(writing, face, face.picture, face.picture_place)


def _words(writing: Writing, face: Face, left: float, right: float) -> str:
    """The words as a paragraph, clear of the sides of its cell by so many mm."""
    return paragraph_of(
        writing.letters.runs(unbroken(face.text)),
        {"pStyle": value(_style_of(face)), "ind": _indent(left, right)},
    )


def _pictured(writing: Writing, face: Face, shown: Picture, room: Place) -> str:
    """Picture and words: on an upright card above each other, else beside in a table of two."""
    plan, words = writing.plan, face.words_place
    width, height = picture_size(shown, room)
    drawn = image_run(
        writing.document,
        shown.png,
        number=face.number,
        alt=shown.alt,
        width_cm=width / MM_PER_CM,
        height_cm=height / MM_PER_CM,
    )
    if words.x == room.x:
        picture = paragraph_of(drawn, {"pStyle": value("Picture")})
        return picture + (_words(writing, face, CLEAR, CLEAR) if face.text.strip() else "")
    first, second = sorted((room, words), key=lambda place: place.x)
    parting = (first.x + first.width + second.x) / 2
    inside = []
    for place, start, end in ((first, 0.0, parting), (second, parting, plan.width)):
        left, right = place.x - start, end - place.x - place.width
        if place is room:
            children = {"pStyle": value("Picture"), "ind": _indent(left, right)}
            inside.append(Cell(paragraph_of(drawn, children), middle=True))
        else:
            inside.append(Cell(_words(writing, face, left, right), middle=True))
    height_cm = (plan.height - CLOSING_ROOM) / MM_PER_CM
    row = Row(tuple(inside), height_cm=height_cm, exact=True)
    widths = [parting / MM_PER_CM, (plan.width - parting) / MM_PER_CM]
    return _laid_out([row], widths) + _closing()


def _note(plan: CardPlan, pages: Pages, note: str) -> str:
    """The note in a frame that stands in the lower margin of the sheet."""
    width, height = _margin_below(plan)
    frame = (
        f'w:w="{_twips(width)}" w:h="{_twips(height)}" w:hRule="exact" w:wrap="around" '
        f'w:vAnchor="page" w:hAnchor="page" w:x="{_twips(plan.left)}" '
        f'w:y="{_twips(plan.paper.height - PRINTABLE - height)}"'
    )
    runs = Letters(pages.language).runs(note)
    return paragraph_of(runs, {"pStyle": value("CardNote"), "framePr": frame})


def _note_words(plan: CardPlan, pages: Pages, note: str) -> Fitted:
    """The note in the size at which it fits into the lower margin."""
    most, least = NOTE_POINTS
    words = pages.fit(note, *_margin_below(plan), most=most, least=least)
    if words is None:
        raise StudyError(
            f"The note of the Q-set does not fit into the lower margin of {plan.top:.1f} mm; "
            "shorten it or give a larger margin."
        )
    return words


def _margin_below(plan: CardPlan) -> tuple[float, float]:
    """Width and height in mm of the lower margin that is left under the closing paragraph."""
    return plan.across, plan.top - PRINTABLE - CLOSING_ROOM


def _set_up(document: Any, faces: Sequence[Face], plan: CardPlan, pages: Pages, note: str) -> None:
    """Styles, settings and properties of the document."""
    language = pages.language
    number = number_size([face.number for face in faces], plan, pages)
    styles = {
        "Normal": Style("Normal", points=12, centred=True),
        "CardNumber": Style(
            "Card number", points=number, bold=True, height=number * HEIGHT_OF_NUMBER, centred=True
        ),
        "Picture": Style("Card picture", centred=True),
        "Closing": Style("Card closing", points=1, height=CLOSING_POINTS),
    }
    styles |= {_style_of(face): _style(f"Card {face.words.points:g}", face.words) for face in faces}
    if note:
        words = _note_words(plan, pages, note)
        styles["CardNote"] = _style("Card note", words)
    put_styles(document, styles, faces_of(language), right_to_left=language.right_to_left)
    set_settings(document, language=language.tag)
    set_facts(document, Facts("Cards", "", language.tag))
    forget_writers(document)


def _style(name: str, words: Fitted) -> Style:
    """A style whose lines have the size and the height at which the words fit."""
    height = words.leading / MM_PER_POINT
    return Style(name, points=words.points, height=height, centred=True)


def _style_of(face: Face) -> str:
    return f"Card{face.words.points:g}".replace(".", "-")


def _indent(left: float, right: float) -> str:
    return f'w:left="{_twips(left)}" w:right="{_twips(right)}"'


def _twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)
