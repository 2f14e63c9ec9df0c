"""What stands on a card: words as large as they fit and never cut, or a sentence that says so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpora.errors import StudyError
from instruments.cards.drawing import Pages
from instruments.cards.faces import CLEAR, faces, number_size
from instruments.cards.fitting import MM_PER_POINT, fitted, steps, unbroken
from instruments.cards.geometry import CardPlan
from instruments.scripts import language
from qmethod.design import QSet, Statement, numbered

SHORT, LONG = "I feel safe.", "I understand the decisions that other people make about my case."
SAMPLES = {
    "ar": ("أشعر بالأمان عندما أكون خارج المنزل.", "ar"),
    "ps": ("زه د خپل ژوند په اړه په پریکړو پوهېږم.", "ps"),
    "ckb": ("هەست بە سەلامەتی دەکەم کاتێک دەچمە دەرەوە.", "ckb"),
    "am": ("ከቤት ውጭ ስሆን ደህንነት ይሰማኛል።", "am"),
    "vi": ("Tôi cảm thấy an toàn khi ra ngoài.", "vi"),
}


def test_all_cards_take_the_size_at_which_the_longest_fits_unless_told_otherwise():
    pages, plan = Pages(language("en")), CardPlan()
    same = [face.words.points for face in faces(numbered([SHORT, LONG]), plan, pages)]
    each = [
        face.words.points for face in faces(numbered([SHORT, LONG]), plan, pages, same_size=False)
    ]
    assert each[0] == 18
    assert 12 <= each[1] < 18
    assert same == [each[1], each[1]]


@pytest.mark.parametrize("text", [SHORT, LONG, *(text for text, _ in SAMPLES.values())])
def test_every_line_lies_inside_the_card_in_every_script(text: str):
    code = next((code for words, code in SAMPLES.values() if words == text), "en")
    pages, plan = Pages(language(code)), CardPlan()
    (face,) = faces(numbered([text]), plan, pages)
    assert face.words.height <= plan.height - 2 * CLEAR
    for line in face.words.lines:
        assert pages.width_of(line, face.words.points) <= plan.width - 2 * CLEAR


@given(
    words=st.lists(st.text("abcdefghij", min_size=1, max_size=14), min_size=1, max_size=40),
    width=st.floats(20, 80),
    height=st.floats(10, 80),
)
def test_fitted_text_keeps_every_word_in_order_and_stays_inside(words, width, height):
    text = " ".join(words)

    def width_of(line: str, points: float) -> float:
        return len(line) * points * MM_PER_POINT * 0.5

    found = fitted(text, width, height, width_of=width_of, sizes=steps(18, 12))
    if found is None:
        smallest = fitted(text, width, 10_000, width_of=width_of, sizes=(12,))
        assert smallest is None or smallest.height > height * 0.97
        return
    assert " ".join(found.lines) == text
    assert found.height <= height
    assert all(width_of(line, found.points) <= width for line in found.lines)


def test_lines_are_about_equally_long_so_that_no_last_word_stands_alone():
    found = fitted(
        "aaaa aaaa aaaa aaaa aaaa aaaa a", 30, 30, width_of=lambda t, p: len(t) * p / 12,
        sizes=(12,),
    )  # fmt: skip
    assert len(found.lines) == 2
    assert len(found.lines[-1]) > 10


def test_texts_that_do_not_fit_are_named_all_at_once():
    qset = numbered([SHORT, LONG * 4, SHORT, "W" * 60])
    with pytest.raises(StudyError, match=r"The text of cards 2, 4 does not fit .* 12 points"):
        faces(qset, CardPlan(), Pages(language("en")))


def test_letters_without_a_font_are_named_with_their_card():
    with pytest.raises(StudyError, match=r"Card 2: No installed font carries.*क"):
        faces(numbered([SHORT, "क ख"]), CardPlan(), Pages(language("en")))


def test_a_phone_number_in_a_line_that_runs_backwards_stays_in_one_piece():
    pages = Pages(language("ar"))
    found = pages.fit("اتصل بالرقم 0800-123 456 في أي وقت", 47, 30)
    plain = [line.replace("\u200e", "").replace("\u00a0", " ") for line in found.lines]
    assert any("0800-123 456" in line for line in plain)


def test_spaces_inside_numbers_and_ranges_do_not_part_them():
    assert unbroken("ring 0800 123 456 from 9 - 17 on 2 days") == (
        "ring 0800\u00a0123\u00a0456 from 9\u00a0-\u00a017 on 2 days"
    )


def test_a_picture_stands_where_reading_begins_and_leaves_room_for_words(tmp_path: Path):
    path = tmp_path / "mine.png"
    Image.new("RGB", (60, 30), "red").save(path)
    qset = numbered([SHORT, SHORT])
    for code, first in (("en", True), ("ar", False)):
        face, house = faces(qset, CardPlan(), Pages(language(code)), pictures={1: path, 2: "house"})
        assert face.picture.alt == SHORT
        assert house.picture.name == "house"
        assert (face.picture_place.x < face.words_place.x) == first
        right = min(face.picture_place, face.words_place, key=lambda p: p.x)
        left = max(face.picture_place, face.words_place, key=lambda p: p.x)
        assert right.x + right.width <= left.x


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        ({1: "gone.png"}, "The picture of card 1 is missing: there is no file gone.png"),
        ({1: "unicorn"}, 'Card 1: There is no picture "unicorn"'),
        ({7: "house"}, "picture for card 7, which the Q-set does not hold; its cards are 1 to 2"),
    ],
)
def test_a_picture_that_is_not_there_is_named_with_its_card(pictures, words):
    with pytest.raises(StudyError, match=words):
        faces(numbered([SHORT, SHORT]), CardPlan(), Pages(language("en")), pictures=pictures)


def test_a_card_needs_words_or_a_picture():
    qset = QSet((Statement(1, SHORT), Statement(2, " ")))
    with pytest.raises(StudyError, match="Card 2 has neither words nor picture"):
        faces(qset, CardPlan(), Pages(language("en")))
    assert len(faces(qset, CardPlan(), Pages(language("en")), pictures={2: "house"})) == 2


def test_numbers_take_one_size_however_long_they_are():
    pages, plan = Pages(language("en")), CardPlan(20, 20)
    assert number_size([1, 9], plan, pages) > number_size([1, 9, 123], plan, pages)
