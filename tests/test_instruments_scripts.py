import shutil

import pytest

from corpora.errors import StudyError
from instruments import fonts
from instruments.fonts import characters_of, font_file, fonts_for
from instruments.scripts import ARABIC, LANGUAGES, begins_right_to_left, language, scripts_in

STUDY = ("en", "fr", "vi", "ps", "ar", "tig", "sq", "ckb", "kmr", "am", "cy")


@pytest.mark.parametrize("code", STUDY)
def test_the_first_font_of_each_language_carries_its_own_name_and_alphabet(code):
    row = language(code)
    main = fonts_for(row.own_name + row.letters + row.letters.upper(), row)
    assert main == (font_file(row.font),)


def test_right_to_left_are_pashto_arabic_and_sorani_alone():
    assert [code for code in STUDY if language(code).right_to_left] == ["ps", "ar", "ckb"]


def test_a_country_may_stand_behind_the_code():
    assert language("ar-SY") is language("ar")
    assert language("ar-XB").pseudo


def test_an_unknown_language_is_told_with_those_that_are_known():
    with pytest.raises(StudyError, match=r'"xx".*am \(Amharic\)'):
        language("xx")


@pytest.mark.parametrize("code", ["ar", "ps", "ckb", "am", "tig"])
def test_the_signs_of_a_script_are_those_that_its_font_lacks(code):
    row = language(code)
    carried = characters_of(font_file(row.font))
    assert not set(row.script.signs) & carried
    assert {c for c in map(chr, range(0x21, 0x7F)) if not c.isalpha()} - carried <= {
        *row.script.signs, *"\\^`~$",
    }  # fmt: skip


def test_signs_and_latin_words_bring_a_second_font():
    names = [p.stem for p in fonts_for("اتصل (0800) NRM", language("ar"))]
    assert names == ["NotoNaskhArabic-Regular", "NotoSans-Regular"]


def test_letters_of_a_script_without_a_font_are_told_with_the_font_to_install():
    with pytest.raises(StudyError, match=r"Amharic.*⿰.*Noto"):
        fonts_for("አ⿰", language("am"))


def test_a_font_in_the_teams_folder_is_found(tmp_path, monkeypatch):
    shutil.copy(font_file("Noto Sans"), tmp_path / "OurHand-Regular.ttf")
    assert font_file("Our Hand") is None
    monkeypatch.setenv(fonts.FOLDER_OF_FONTS, str(tmp_path))
    assert font_file("Our Hand") == tmp_path / "OurHand-Regular.ttf"


def test_scripts_and_direction_of_a_text():
    assert [s.name for s in scripts_in("NRM في 2024")] == ["Latin", "Arabic"]
    assert begins_right_to_left("12 في") and not begins_right_to_left("12 NRM في")
    assert ARABIC.complex and LANGUAGES["am"].direction == "ltr"
