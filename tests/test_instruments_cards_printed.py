"""Finished card files, measured: fronts and backs coincide, in the PDF and in Word."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from printed import Mark, by_office, needs_office, page_sizes, pages_of, through

from instruments.cards.drawing import Pages
from instruments.cards.faces import faces
from instruments.cards.geometry import CardPlan
from instruments.cards.pdf_writer import FOOT, UNDER, cards_pdf
from instruments.cards.word_writer import cards_document
from instruments.page.markup import ORDER
from instruments.scripts import language
from qmethod.design import numbered

PLANS = {
    "long": CardPlan(corner=3),
    "short": CardPlan(63.5, 38.1, 3, 2, 2, edge="short"),
    "moved": CardPlan(85, 55, 4, offset_x=1.5, offset_y=-0.8),
    "moved-short": CardPlan(60, 40, 2, edge="short", offset_x=-0.7, offset_y=1.1),
}
CARDS = 20
PDF_ERROR, WORD_ERROR = 0.05, 0.1  # mm


@pytest.mark.parametrize("name", PLANS)
def test_fronts_and_backs_of_the_pdf_coincide(tmp_path: Path, name: str) -> None:
    plan = PLANS[name]
    pages, points = _pdf(tmp_path / "cards.pdf", plan), 40 * 25.4 / 72
    for sheet in range(plan.sheets(CARDS)):
        cards = plan.on_sheet(sheet, CARDS)
        fronts = [m.centre for m in pages[2 * sheet] if _about(m, plan.width, plan.height)]
        lines = [m for m in pages[2 * sheet + 1] if m.kind == "stroke"]
        assert len(fronts) == len(lines) == len(cards)
        for card, (x, y), line in zip(cards, fronts, lines, strict=True):
            up = (FOOT + UNDER) * points * (-1 if plan.back(card).turned else 1)
            centre = line.centre[0], line.centre[1] - up
            seen = through(plan, centre)
            assert max(abs(seen[0] - x), abs(seen[1] - y)) < PDF_ERROR


def test_numbers_of_the_pdf_begin_where_their_line_begins_and_turn_with_the_card(tmp_path) -> None:
    for name in ("long", "short"):
        _, back, *_ = _pdf(tmp_path / f"{name}.pdf", PLANS[name])
        texts = [m for m in back if m.kind == "text"]
        lines = [m for m in back if m.kind == "stroke"]
        assert len(texts) == len(lines) > 0
        for text, line in zip(texts, lines, strict=True):
            begin = line.right if name == "short" else line.left
            assert abs(text.left - begin) < PDF_ERROR
            assert text.turned == (name == "short")


def test_only_fronts_of_the_pdf_carry_crop_marks(tmp_path: Path) -> None:
    front, back, *_ = _pdf(tmp_path / "cards.pdf", CardPlan())
    assert sum(m.kind == "stroke" for m in front) == 2 * (4 + 8)
    edge = [m for m in back if min(m.left, m.top) < 10 or m.right > 200 or m.bottom > 287]
    assert not edge


@pytest.mark.parametrize("cards", [1, 20, 21, 22, 42, 43, 200])
def test_the_pdf_has_two_pages_for_every_sheet(tmp_path: Path, cards: int) -> None:
    path = tmp_path / "cards.pdf"
    _pdf(path, CardPlan(), cards)
    sizes = page_sizes(path)
    assert len(sizes) == 2 * -(-cards // 21)
    assert {tuple(round(side, 1) for side in size) for size in sizes} == {(210.0, 297.0)}


@pytest.fixture(scope="module")
def by_word(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name -> the PDF that LibreOffice makes of Word cards; every case in one call."""
    folder = tmp_path_factory.mktemp("word")
    made = {name: _word(folder / f"{name}.docx", plan) for name, plan in PLANS.items()}
    made["arabic"] = _word(folder / "arabic.docx", PLANS["moved"], code="ar")
    for name, plan in PLANS.items():
        for more in (0, 1):
            path, cards = folder / f"{name}+{more}.docx", plan.per_sheet + more
            made[f"{name}+{more}"] = _word(path, plan, cards, note="Where from")
    return dict(zip(made, by_office(*made.values()), strict=True))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", [*PLANS, "arabic"])
def test_fronts_and_backs_of_the_word_file_coincide_in_libreoffice(
    by_word: dict[str, Path], name: str
) -> None:
    plan = PLANS.get(name, PLANS["moved"])
    pages = pages_of(by_word[name])
    assert len(pages) == 2 * plan.sheets(CARDS)
    fronts, backs = _cells(pages[0], plan), _cells(pages[1], plan)
    shaded = [card for card in plan.on_sheet(0, CARDS) if _shaded(plan, card)]
    assert len(fronts) == len(backs) == len(shaded)
    for card in shaded:
        front = min(fronts, key=lambda m: _far(m.centre, plan.front(card).centre))
        back = min(backs, key=lambda m: _far(m.centre, plan.back(card).centre))
        assert _far(front.centre, through(plan, back.centre)) < WORD_ERROR
        assert _far(front.centre, plan.front(card).centre) < WORD_ERROR
        assert _far(front.size, (plan.width, plan.height)) < WORD_ERROR


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_the_word_file_has_two_pages_for_every_sheet(by_word: dict[str, Path], name: str) -> None:
    assert len(page_sizes(by_word[f"{name}+0"])) == 2
    assert len(page_sizes(by_word[f"{name}+1"])) == 4


def test_properties_stand_in_the_order_that_word_asks_for(tmp_path: Path) -> None:
    pages, plan = Pages(language("ar")), PLANS["short"]
    fronts = faces(_qset(CARDS), plan, pages, pictures={1: "house"})
    path = tmp_path / "cards.docx"
    path.write_bytes(cards_document(fronts, plan, pages, note="Where from"))
    root = docx.Document(str(path)).element
    seen = 0
    for name, order in ORDER.items():
        for element in root.iter(qn(f"w:{name}")):
            children = [child.tag.rpartition("}")[2] for child in element]
            assert children == sorted(children, key=order.index), name
            seen += 1
    assert seen > 100
    for cell in root.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


def _qset(cards: int):
    return numbered([f"I know what card {n} says." for n in range(1, cards + 1)])


def _pdf(path: Path, plan: CardPlan, cards: int = CARDS) -> list[list[Mark]]:
    pages = Pages(language("en"))
    path.write_bytes(cards_pdf(faces(_qset(cards), plan, pages), plan, pages))
    return pages_of(path)


def _word(path: Path, plan: CardPlan, cards: int = CARDS, note: str = "", code: str = "en") -> Path:
    """A Word file in which every second cell of a card is filled, so that it can be measured."""
    pages = Pages(language(code))
    path.write_bytes(cards_document(faces(_qset(cards), plan, pages), plan, pages, note=note))
    document = docx.Document(str(path))
    for number, table in enumerate(document.tables):
        for card in plan.on_sheet(number // 2, cards):
            _, row, column = plan.position(card, back=bool(number % 2))
            if _shaded(plan, card):
                steps = 2 if plan.gap_x else 1, 2 if plan.gap_y else 1
                cell = table.rows[row * steps[1]]._tr.findall(qn("w:tc"))[column * steps[0]]
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="808080"/>'
                cell.tcPr.insert_element_before(parse_xml(shade), "w:vAlign")
    document.save(str(path))
    return path


def _shaded(plan: CardPlan, card: int) -> bool:
    _, row, column = plan.position(card)
    return (row + column) % 2 == 0


def _cells(page: list[Mark], plan: CardPlan) -> list[Mark]:
    """The filled cells, each once although LibreOffice fills them twice."""
    filled = (m for m in page if m.kind == "fill" and _about(m, plan.width, plan.height))
    return list(dict.fromkeys(filled))


def _about(mark: Mark, width: float, height: float) -> bool:
    return _far(mark.size, (width, height)) < 1


def _far(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
