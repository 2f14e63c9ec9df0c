"""Mats whose places have the cards' size, and the sheets that go with them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed import page_sizes, pages_of
from pypdf import PdfReader

from corpora.errors import StudyError
from instruments.cards.calibration import calibration_sheet
from instruments.cards.certificate import certificate
from instruments.cards.drawing import Pages
from instruments.cards.geometry import CardPlan
from instruments.cards.grid_plan import FLAP, MatPlan, one_sheet, tiled
from instruments.cards.labels import LabelPlan, label_sheets
from instruments.cards.mats import grid_mat, mood, pile_mats, signed
from instruments.cards.photo_sheet import photo_sheet
from instruments.cards.record_sheet import record_sheet
from instruments.cards.words import ENGLISH, words_in
from instruments.scripts import language
from qmethod.design import numbered
from qmethod.grid import Grid

ENGLISH_LANGUAGE = language("en")
GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")
QSET = numbered([f"Card {n}" for n in range(1, 29)], stem="Because of help…", note="Made up")
WORDS = words_in(ENGLISH_LANGUAGE)


@pytest.mark.parametrize(
    "plan", [one_sheet(GRID, 57, 40), tiled(GRID, 57, 40), tiled(GRID, 85, 55)]
)
def test_the_printed_mat_has_a_place_of_the_card_s_size_for_every_card(tmp_path: Path, plan):
    pages = _printed(tmp_path, _mat(plan))
    assert len(pages) == len(plan.tiles)
    boxes = [m for page in pages for m in page if m.kind == "stroke"]
    near = [m for m in boxes if abs(m.size[0] - plan.width) < 0.05]
    assert sum(abs(m.size[1] - plan.height) < 0.05 for m in near) == GRID.size


@given(
    heights=st.lists(st.integers(0, 9), min_size=1, max_size=13).filter(any),
    size=st.tuples(st.floats(25, 100), st.floats(25, 100)),
)
def test_tiles_show_every_place_once_and_part_none(heights, size):
    grid = Grid(tuple(range(len(heights))), tuple(heights))
    plan = tiled(grid, *size)
    seen = []
    for tile in plan.tiles:
        for value, place in plan.places(tile):
            row = tile.rows.start + round((place.y - tile.top) / place.height)
            seen.append((value, row))
            assert place.x >= 8 - 1e-9
            assert place.x + place.width <= tile.paper.width - 8 + 1e-9
            assert place.y + place.height <= tile.paper.height - 8 + 1e-9
        for flap in tile.flaps:
            assert min(flap.width, flap.height) == FLAP
            assert flap.x + flap.width <= tile.paper.width - 8 + 1e-9
            assert flap.y + flap.height <= tile.paper.height - 8 + 1e-9
    wanted = [(v, row) for v, h in zip(grid.values, heights, strict=True) for row in range(h)]
    assert sorted(seen) == sorted(wanted)


def test_the_grid_of_the_study_takes_three_upright_sheets():
    plan = tiled(GRID, 57, 40)
    assert len(plan.tiles) == 3
    assert all(tile.paper.upright for tile in plan.tiles)
    assert [bool(list(tile.cuts)) for tile in plan.tiles] == [False, True, True]


def test_a_mat_that_is_too_large_says_how_large_cards_may_be():
    with pytest.raises(StudyError, match=r"cards may be 57\.7 x 40\.3 mm at most"):
        one_sheet(GRID, 60, 40)
    with pytest.raises(StudyError, match="does not fit on A4"):
        tiled(GRID, 280, 200)


def test_the_mat_shows_stem_note_and_signs_and_leaves_out_those_not_wanted(tmp_path: Path):
    text = _text(tmp_path, _mat(one_sheet(GRID, 57, 40)))
    for words in ("Because of help…", "Made up", "−3", "+3", "Agree least", "Agree most"):
        assert words in text
    bare = _text(tmp_path, _mat(one_sheet(GRID, 57, 40), signs=("faces",)))
    assert "+3" not in bare
    assert "Agree" not in bare
    with pytest.raises(StudyError, match='marked by "stars"'):
        _mat(one_sheet(GRID, 57, 40), signs=("stars",))


def test_faces_go_from_sad_to_glad_and_values_have_their_sign():
    assert [mood(GRID, v) for v in (-3, 0, 3)] == [-1, 0, 1]
    assert mood(Grid((5,), (3,)), 5) == 0
    assert [signed(v) for v in (-2, 0, 2)] == ["−2", "0", "+2"]


def test_the_pile_mats_are_three(tmp_path: Path):
    pages = PdfReader(_file(tmp_path, pile_mats(QSET, Pages(ENGLISH_LANGUAGE), WORDS))).pages
    assert len(pages) == 3
    for key, page in zip(("disagree", "unsure", "agree"), pages, strict=True):
        assert ENGLISH[key] in page.extract_text()
        assert "Because of help…" in page.extract_text()


@pytest.mark.parametrize(
    "text", ["-3..3: 2 4 5 6 5 4 2", "-6..6: 1 2 3 4 5 6 7 6 5 4 3 2 1", "0..1: 9 1", "0..1: 30 30"]
)
def test_the_record_sheet_mirrors_the_grid(tmp_path: Path, text: str):
    grid = Grid.parse(text)
    (page,) = _printed(tmp_path, record_sheet(grid, Pages(ENGLISH_LANGUAGE), WORDS))
    boxes = [m for m in page if m.kind == "stroke"]
    columns: dict[float, int] = {}
    size = next(m.size for m in boxes if m.top > 55)
    for mark in boxes:
        if max(abs(mark.size[0] - size[0]), abs(mark.size[1] - size[1])) < 0.01:
            columns[round(mark.left, 1)] = columns.get(round(mark.left, 1), 0) + 1
    assert [columns[x] for x in sorted(columns)] == list(grid.heights)
    ((width, height),) = page_sizes(tmp_path / "sheet.pdf")
    assert all(m.right <= width - 8 and m.bottom <= height - 8 for m in boxes)
    assert min(size) >= 6


def test_the_photo_checklist_asks_for_a_code_and_for_no_name(tmp_path: Path):
    text = _text(tmp_path, photo_sheet(Pages(ENGLISH_LANGUAGE), WORDS))
    assert "Participant code" in text
    assert all(f"{n}. " in text and f"Photo {n}" in text for n in range(1, 5))
    assert text.lower().count("name") == text.count("No name")


def test_the_certificate_says_how_many_cards_and_leaves_the_name_to_the_hand(tmp_path: Path):
    text = _text(tmp_path, certificate(28, Pages(ENGLISH_LANGUAGE), WORDS))
    assert "28 cards" in text


def test_the_calibration_sheet_prints_the_back_where_the_offset_puts_it(tmp_path: Path):
    plan = CardPlan(offset_x=1.5, offset_y=-2)
    front, back = _printed(tmp_path, calibration_sheet(plan, Pages(ENGLISH_LANGUAGE), WORDS))
    crosses = [next(m for m in side if m.size[0] > 30 and m.size[0] < 40) for side in (front, back)]
    assert crosses[0].centre == pytest.approx((105, 148.5), abs=0.05)
    assert crosses[1].centre == pytest.approx((106.5, 146.5), abs=0.05)


def test_labels_lie_where_the_maker_s_drawing_says():
    plan = LabelPlan()
    assert plan.per_sheet == 21
    assert (plan.place(4).x, plan.place(4).y) == pytest.approx((73.25, 53.25))
    assert plan.place(21).sheet == 1
    with pytest.raises(StudyError, match="look at the maker's drawing"):
        LabelPlan(columns=4)


@pytest.mark.parametrize(
    ("codes", "words"), [(["Linh"], "looks like a name"), (["P1", "P1"], "twice")]
)
def test_labels_take_codes_and_no_names(codes, words):
    with pytest.raises(StudyError, match=words):
        label_sheets(codes, LabelPlan(), Pages(ENGLISH_LANGUAGE))


def test_words_that_are_not_given_stand_in_english_and_are_named():
    words = words_in(language("vi"), {"agree": "Tôi đồng ý"})
    assert words["agree"] == "Tôi đồng ý"
    assert words["unsure"] == ENGLISH["unsure"]
    assert "unsure" in words.untranslated
    assert "agree" not in words.untranslated
    assert WORDS.untranslated == ()


@pytest.mark.parametrize(
    ("given", "words"), [({"yes": "x"}, 'called "yes"'), ({"certificate_text": "x"}, "have lost")]
)
def test_words_under_a_wrong_name_or_without_their_placeholder_are_refused(given, words):
    with pytest.raises(StudyError, match=words):
        words_in(language("vi"), given)


def _mat(plan: MatPlan, signs=("numbers", "faces", "words")) -> bytes:
    return grid_mat(QSET, plan, Pages(ENGLISH_LANGUAGE, mark=QSET.note), WORDS, signs=signs)


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    return path


def _printed(folder: Path, data: bytes):
    return pages_of(_file(folder, data))


def _text(folder: Path, data: bytes) -> str:
    pages = PdfReader(_file(folder, data)).pages
    return "\n".join(page.extract_text() for page in pages)
