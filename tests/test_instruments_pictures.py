import re
from importlib.resources import files
from io import BytesIO

import pytest
from PIL import Image

from corpora.errors import StudyError
from instruments.pictures import SYMBOLS, picture, symbol_png


@pytest.mark.parametrize("name", SYMBOLS)
def test_each_symbol_is_drawn_for_print_and_has_words_for_those_who_do_not_see_it(name):
    drawn = picture(name)
    image = Image.open(BytesIO(drawn.png))
    assert image.width == image.height >= 40 / 25.4 * 300 - 1
    assert round(image.info["dpi"][0]) == 300
    assert len(drawn.alt.split()) > 1
    inked = Image.open(BytesIO(drawn.png)).convert("L").point(lambda v: 255 * (v < 250))
    left, top, right, bottom = inked.getbbox()
    assert right - left > 0.5 * image.width or bottom - top > 0.5 * image.width


def test_no_two_symbols_are_alike():
    assert len({symbol_png(name) for name in SYMBOLS}) == len(SYMBOLS)


def test_edges_are_smooth():
    colours = Image.open(BytesIO(symbol_png("clock"))).convert("L").getcolors()
    assert len(colours) > 10


def test_the_teams_own_picture_comes_before_the_symbol(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (300, 150), "red").save(folder / "lock.jpg")
    found = picture("lock", alt="Our locked cupboard", beside=tmp_path / "sheet.md")
    assert (found.alt, found.ratio) == ("Our locked cupboard", 2.0)
    assert picture("lock").png != found.png


def test_what_the_camera_wrote_into_a_photo_is_left_out(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (30, 30), "red").save(tmp_path / "desk.jpg", exif=exif)
    assert b"taken at home" in (tmp_path / "desk.jpg").read_bytes()
    found = picture("desk.jpg", alt="A desk", beside=tmp_path)
    assert b"taken at home" not in found.png


def test_an_unknown_picture_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(StudyError, match=r'"dragon": put dragon.png into a folder.*hello, talk'):
        picture("dragon", beside=tmp_path)


def test_a_file_that_is_no_picture_is_told_by_its_name(tmp_path):
    (tmp_path / "desk.png").write_text("not a picture", encoding="utf-8")
    with pytest.raises(StudyError, match=r"desk.png can't be read as a picture"):
        picture("desk", alt="A desk", beside=tmp_path)


def test_a_picture_of_the_team_needs_words(tmp_path):
    Image.new("RGB", (30, 30), "red").save(tmp_path / "desk.png")
    with pytest.raises(StudyError, match=r"Picture: desk: what it shows"):
        picture("desk", beside=tmp_path)


def test_every_picture_that_the_shelf_names_is_there():
    shelf = files("instruments") / "library"
    named = [
        name
        for page in shelf.iterdir()
        for name in re.findall(r"- Picture: ([\w-]+)", page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 10
    assert set(named) <= set(SYMBOLS)
