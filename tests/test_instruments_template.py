import re
import zipfile
from io import BytesIO

import pytest
from docx import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from instrument_texts import instrument

from corpora.errors import StudyError
from instruments.documents import document
from instruments.page.markup import NAMESPACE, parsed
from instruments.pictures import symbol_png


@pytest.fixture
def house(tmp_path):
    """A team's template: its own letters, a logo over every page and an address under it."""
    word = WordFile()
    word.styles["Normal"].font.name = "Georgia"
    word.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0x55)
    word.styles["Heading 1"].font.size = Pt(19)
    section = word.sections[0]
    section.page_width, section.left_margin = Cm(21), Cm(4)
    section.header.paragraphs[0].add_run().add_picture(BytesIO(symbol_png("heart")), width=Cm(1))
    section.footer.paragraphs[0].text = "Room 7, 1 High Street"
    word.add_paragraph("Text of the template that must go")
    word.core_properties.author = "Somebody"
    word.save(str(tmp_path / "house.docx"))
    return tmp_path / "house.docx"


def made(path, house, **options):
    name = options.pop("name", "guide")
    return WordFile(str(document(instrument(name), template=house, **options).save(path)))


def test_styles_logo_header_and_footer_of_the_team_are_kept(tmp_path, house):
    word = made(tmp_path / "a.docx", house)
    assert word.styles["Normal"].font.name == "Georgia"
    assert word.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0x55)
    header, footer = word.sections[0].header, word.sections[0].footer
    assert list(header._element.iter(qn("w:drawing")))
    lines = [p.text for p in footer.paragraphs]
    assert lines[0] == "Room 7, 1 High Street"
    assert lines[1].startswith("What your {{worker}} does") and "Version 0.2" in lines[1]
    assert not any("must go" in p.text for p in word.paragraphs)
    assert word.core_properties.author != "Somebody"
    assert round(word.sections[0].left_margin.cm) == 4


def test_a_band_stands_over_the_logo(tmp_path, house):
    word = made(tmp_path / "a.docx", house, band="Draft")
    header = word.sections[0].header
    assert header.paragraphs[0].text == "Draft"
    assert list(header.paragraphs[1]._p.iter(qn("w:drawing")))


def test_styles_that_the_team_lacks_are_added_on_its_own(tmp_path, house):
    word = made(tmp_path / "a.docx", house)
    used = {p.style.name for p in word.paragraphs}
    assert {"Heading 1", "Question", "Say Aloud"} <= used
    assert word.styles["Question"].base_style.name == "Normal"
    assert word.styles["Question"].element.find(".//" + qn("w:rFonts")) is None


def test_style_names_are_found_whatever_their_capitals(tmp_path, house):
    twisted = tmp_path / "libre.docx"
    with zipfile.ZipFile(house) as old, zipfile.ZipFile(twisted, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/styles.xml":
                data = data.replace(b'w:val="heading 1"', b'w:val="Heading 1"')
                data = data.replace(b'w:styleId="Heading1"', b'w:styleId="berschrift1"')
            new.writestr(name, data)
    word = made(tmp_path / "a.docx", twisted)
    used = {p.pPr.find(qn("w:pStyle")).get(qn("w:val")) for p in word.element.body.iter(qn("w:p"))}
    assert "berschrift1" in used and "Heading1" not in used


def test_a_dotx_is_taken_too(tmp_path, house):
    dotx = tmp_path / "house.dotx"
    with zipfile.ZipFile(house) as old, zipfile.ZipFile(dotx, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"document.main+xml", b"template.main+xml")
            new.writestr(name, data)
    assert made(tmp_path / "a.docx", dotx).styles["Normal"].font.name == "Georgia"


def test_a_template_without_lists_or_fonts_of_its_own_is_given_them(tmp_path, house):
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(house) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name in ("word/numbering.xml", "word/fontTable.xml"):
                continue
            if name == "word/_rels/document.xml.rels":
                data = re.sub(rb'<Relationship [^>]*(?:numbering|fontTable)\.xml"/?>', b"", data)
            if name == "[Content_Types].xml":
                data = re.sub(rb"<Override [^>]*(?:numbering|fontTable)\.xml[^>]*>", b"", data)
            new.writestr(name, data)
    word = made(tmp_path / "a.docx", bare, embed_fonts=True)
    assert list(word.part.numbering_part.element.iter(qn("w:num")))


def test_headers_of_an_earlier_section_hold_for_the_pages(tmp_path, house):
    word = WordFile(str(house))
    word.add_section(WD_SECTION.NEW_PAGE)
    word.save(str(tmp_path / "two.docx"))
    footer = made(tmp_path / "a.docx", tmp_path / "two.docx").sections[0].footer
    assert footer.paragraphs[0].text == "Room 7, 1 High Street"


def test_a_template_that_numbers_its_pages_is_left_to_it(tmp_path, house):
    word = WordFile(str(house))
    run = "<w:r><w:t>1</w:t></w:r>"
    field = parsed(f'<w:fldSimple {NAMESPACE} w:instr=" PAGE ">{run}</w:fldSimple>')
    word.sections[0].footer.paragraphs[0]._p.append(field)
    word.save(str(tmp_path / "numbered.docx"))
    footer = made(tmp_path / "a.docx", tmp_path / "numbered.docx").sections[0].footer
    assert not list(footer._element.iter(qn("w:instrText")))


def test_a_sideways_plan_fits_between_the_teams_margins(tmp_path, house):
    word = made(tmp_path / "a.docx", house)
    upright, sideways = word.sections
    assert upright.page_width < upright.page_height
    assert sideways.page_width > sideways.page_height
    plan = word.tables[-1]
    width = sum(int(c.get(qn("w:w"))) for c in plan._tbl.tblGrid.iter(qn("w:gridCol"))) / 567
    room = (sideways.page_width - sideways.left_margin - sideways.right_margin) / 360000
    assert abs(width - room) < 0.1


def test_large_print_enlarges_the_teams_own_styles_and_footer(tmp_path, house):
    word = WordFile(str(house))
    word.sections[0].footer.paragraphs[0].runs[0].font.size = Pt(7)
    word.save(str(tmp_path / "small.docx"))
    large = made(tmp_path / "a.docx", tmp_path / "small.docx", layout="large print")
    assert large.styles["Heading 1"].font.size == Pt(28.5)
    assert large.sections[0].footer.paragraphs[0].runs[0].font.size == Pt(18)
    assert large.styles["Normal"].font.size is None or large.styles["Normal"].font.size >= Pt(18)


def test_a_right_to_left_text_keeps_its_direction_and_font_on_a_house_template(tmp_path, house):
    word = made(tmp_path / "a.docx", house, name="arabic")
    for p in word.element.body.iter(qn("w:p")):
        if p.pPr.find(qn("w:sectPr")) is None:
            assert p.pPr.find(qn("w:bidi")) is not None
    for run in word.element.body.iter(qn("w:r")):
        if run.rPr is not None and run.rPr.find(qn("w:rtl")) is not None:
            assert run.rPr.find(qn("w:rFonts")).get(qn("w:cs")).startswith("Noto")
    heading = word.styles["Heading 1"].element.rPr
    assert heading.find(qn("w:szCs")).get(qn("w:val")) == heading.find(qn("w:sz")).get(qn("w:val"))


def package(path, **parts):
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name.replace("__", "/"), data)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p / "none.docx", r"none\.docx is not there"),
        (lambda p: put(p / "a.docx", b"plain words"), r"a\.docx is no Word file"),
        (lambda p: put(p / "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99), "old form"),
        (lambda p: package(p / "a.odt", mimetype="x"), "an OpenDocument file; open it in Libre"),
        (lambda p: package(p / "a.xlsx", xl__workbook="x", **{"xl/workbook.xml": "x"}), "Excel"),
        (lambda p: package(p / "a.zip", other="x"), r"a\.zip is no Word file"),
        (lambda p: package(p / "a.docx", **{"word/document.xml": "x"}), "a damaged Word file"),
        (
            lambda p: package(
                p / "a.docm", **{"word/document.xml": "x", "word/vbaProject.bin": "x"}
            ),
            "holds macros",
        ),
    ],
)
def test_what_is_no_template_is_told_apart_in_one_sentence(tmp_path, make, said):
    with pytest.raises(StudyError, match=said):
        document(instrument("sheet"), template=make(tmp_path)).save(tmp_path / "out.docx")
    assert not (tmp_path / "out.docx").exists()


def put(path, data):
    path.write_bytes(data)
    return path
