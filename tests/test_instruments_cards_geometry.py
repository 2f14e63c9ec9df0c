"""Fronts and backs lie on each other, whatever the sheet, the size and the edge."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from printed import through

from corpora.errors import StudyError
from instruments.cards.geometry import A3, A4, LETTER, CardPlan, Place, crop_marks

SIZES = [(57, 40), (60, 40), (85, 55), (63.5, 38.1), (90, 120)]
PAPERS = [A4, A4.sideways, A3, A3.sideways, LETTER]


@pytest.mark.parametrize("edge", ["long", "short"])
@pytest.mark.parametrize("size", SIZES)
def test_each_of_1_to_200_backs_lies_under_its_own_front(size: tuple[float, float], edge: str):
    plan = CardPlan(*size, edge=edge)
    for cards in range(1, 201):
        assert plan.sheets(cards) == -(-cards // plan.per_sheet)
        assert _apart(plan, cards - 1) < 1e-9


@given(
    width=st.floats(20, 120),
    height=st.floats(20, 120),
    gap=st.tuples(st.floats(0, 8), st.floats(0, 8)),
    offset=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    paper=st.sampled_from(PAPERS),
    edge=st.sampled_from(["long", "short"]),
    cards=st.integers(1, 200),
)
def test_backs_meet_fronts_for_any_size_gap_sheet_and_offset(
    width, height, gap, offset, paper, edge, cards
):
    assume(width + 16 <= paper.width and height + 16 <= paper.height)
    plan = CardPlan(
        width, height, 0, *gap, paper=paper, edge=edge, offset_x=offset[0], offset_y=offset[1]
    )
    assert max(_apart(plan, card) for card in range(cards)) < 1e-9
    for card in range(cards):
        front = plan.front(card)
        assert min(front.x, front.y) >= 8 - 1e-9
        assert front.x + width <= paper.width - 8 + 1e-9
        assert front.y + height <= paper.height - 8 + 1e-9


@given(st.sampled_from(PAPERS), st.sampled_from(SIZES), st.floats(0, 8))
def test_no_two_cards_of_a_sheet_share_paper(paper, size, gap):
    assume(size[0] + 16 <= paper.width and size[1] + 16 <= paper.height)
    plan = CardPlan(*size, 0, gap, gap, paper=paper)
    for side in (plan.front, plan.back):
        places = [side(card) for card in range(plan.per_sheet)]
        for i, one in enumerate(places):
            for other in places[:i]:
                assert _separate(one, other)


def test_long_edge_mirrors_columns_and_short_edge_mirrors_rows_upside_down():
    book, calendar = CardPlan(57, 40), CardPlan(57, 40, edge="short")
    assert (book.columns, book.rows) == (3, 7)
    assert book.back(0).x == book.front(2).x
    assert book.back(0).y == book.front(0).y
    assert not book.back(0).turned
    assert calendar.back(0).x == calendar.front(0).x
    assert calendar.back(0).y == calendar.front(18).y
    assert calendar.back(0).turned


def test_a_sheet_on_its_side_turned_over_its_long_edge_is_turned_like_a_calendar():
    assert not CardPlan(57, 40, paper=A4.sideways, edge="long").turns_sideways
    assert CardPlan(57, 40, paper=A4.sideways, edge="short").turns_sideways


def test_the_offset_moves_backs_alone():
    plain, moved = CardPlan(), CardPlan(offset_x=1.5, offset_y=-0.8)
    assert moved.front(4) == plain.front(4)
    assert moved.back(4).x - plain.back(4).x == pytest.approx(1.5)
    assert moved.back(4).y - plain.back(4).y == pytest.approx(-0.8)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("gap", [0, 3])
def test_crop_marks_stand_at_every_edge_of_a_card_outside_all_cards(size, gap):
    plan = CardPlan(*size, 0, gap, gap)
    marks = list(crop_marks(plan))
    edges = {round(plan.front(i).x + end, 6) for i in range(plan.per_sheet) for end in (0, size[0])}
    if plan.top > 6:
        assert {round(m.x1, 6) for m in marks if m.x1 == m.x2} == edges
    for mark in marks:
        for card in range(plan.per_sheet):
            assert _clear(plan.front(card), mark)
        assert min(mark.x1, mark.y1) >= 4.2 - 1e-9


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"width": 300.0}, "does not fit on A4"),
        ({"width": 5.0}, "width is 5 mm; it must be from 20"),
        ({"corner": 30.0}, "corner is 30 mm"),
        ({"edge": "left"}, 'not "left"'),
        ({"offset_x": 12.0}, "offset_x is 12 mm"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(choice, words):
    with pytest.raises(StudyError, match=words):
        CardPlan(**choice)


def _apart(plan: CardPlan, card: int) -> float:
    """How far the centre of a card's back lies from that of its front, through the paper."""
    (x1, y1), (x2, y2) = plan.front(card).centre, through(plan, plan.back(card).centre)
    return max(abs(x1 - x2), abs(y1 - y2))


def _separate(one: Place, other: Place) -> bool:
    across = min(one.x, other.x) + one.width <= max(one.x, other.x) + 1e-9
    return across or min(one.y, other.y) + one.height <= max(one.y, other.y) + 1e-9


def _clear(place: Place, mark) -> bool:
    beside = mark.x2 <= place.x or mark.x1 >= place.x + place.width
    return beside or mark.y2 <= place.y or mark.y1 >= place.y + place.height
