import re
import zipfile

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from instrument_texts import EVERY, instrument

from instruments.documents import document
from instruments.page.lists import Lists
from instruments.page.markup import ORDER, properties, put_in_order
from instruments.page.pieces import LEFT_TO_RIGHT_MARK, marked, pieces
from instruments.paper.views import LAYOUTS, VERSIONS
from instruments.scripts import language
from instruments.writers.look import PAPER


def saved(tmp_path, name, **options):
    path = document(instrument(name), **options).save(tmp_path / f"{name}.docx")
    return WordFile(str(path))


# From the schema of ISO 29500-1 (wml.xsd), as far as our pages use it.
STANDARD = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i iCs color sz szCs shd rtl lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook "
    "tblCaption tblDescription",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg bidi docGrid",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "style": "name basedOn next link uiPriority qFormat rsid pPr rPr",
}


def out_of_order(root):
    """The properties whose children do not stand as the standard wants them."""
    for parent, children in STANDARD.items():
        order = children.split()
        for element in root.iter(qn(f"w:{parent}")):
            names = [child.tag.rpartition("}")[2] for child in element]
            if names != sorted(names, key=order.index):
                yield parent, names


def test_the_order_that_is_written_is_that_of_the_standard():
    for parent, children in STANDARD.items():
        assert [name for name in ORDER[parent] if name in children.split()] == children.split()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_property_stands_where_the_standard_wants_it(tmp_path, name, layout):
    word = saved(tmp_path, name, layout=layout, band="Draft")
    section = word.sections[0]
    numbering = word.part.numbering_part.element
    roots = [word.element, section.footer._element, section.header._element, numbering]
    assert not [fault for root in roots for fault in out_of_order(root)]
    names = {style.name.lower() for style in PAPER.values()}
    ours = [style.element for style in word.styles if style.name.lower() in names]
    assert len(ours) >= len(PAPER)
    assert not [fault for element in ours for fault in out_of_order(element)]


def test_properties_come_out_in_order_whatever_order_they_are_given_in():
    assert properties("pPr", {"jc": 'w:val="center"', "bidi": "", "pStyle": 'w:val="A"'}) == (
        '<w:pPr><w:pStyle w:val="A"/><w:bidi/><w:jc w:val="center"/></w:pPr>'
    )
    section = WordFile().sections[0]._sectPr
    put_in_order(section, section.makeelement(qn("w:bidi")))
    assert not list(out_of_order(section.getparent()))


def text_and_direction(text, code):
    return [
        (piece.text.replace(LEFT_TO_RIGHT_MARK, ""), "L" if piece.island else "R")
        for piece in pieces(text, language(code))
    ]


@pytest.mark.parametrize(
    "island",
    [
        "0800-123 456",
        "+44 20 7946 0958",
        "(0800) 555 777",
        "09:30-17:00",
        "11-15",
        "11–15",
        "-3",
        "+3",
        "20%",
        "£20",
        "20.11.2026",
        "QYP-7/2",
        "Barnardo's",
        "ask@example.org",
        "https://example.org/a?b=1",
        "{{help_line}}",
        "٠٩:٣٠-١٧:٠٠",
    ],
)
def test_numbers_addresses_and_latin_words_are_whole_islands_in_a_line_that_runs_backwards(island):
    found = text_and_direction(f"اتصل على {island} في اليوم.", "ar")
    letters = "".join(text for text, direction in found if direction == "L")
    assert letters == island
    assert "".join(text for text, _ in found) == f"اتصل على {island} في اليوم."


def test_a_list_of_numbers_runs_with_the_sentence():
    found = text_and_direction("في 3, 4 أو 5", "ar")
    assert [text for text, direction in found if direction == "L"] == ["3", "4", "5"]


def test_marks_stand_at_the_ends_and_around_what_joins_numbers():
    shown = marked("0800-123 456").replace(LEFT_TO_RIGHT_MARK, "|")
    assert shown == "|0800|-|123| |456|"
    assert marked("NRM").replace(LEFT_TO_RIGHT_MARK, "|") == "|NRM|"


def test_brackets_and_digits_that_a_font_lacks_are_set_in_another():
    fonts = {p.text.strip(): p.font for p in pieces("በ 09:30 (ስልክ)", language("am"))}
    assert fonts["ስልክ"] == "Noto Sans Ethiopic"
    assert fonts["09:30 ("] == fonts[")"] == "Noto Sans"


def test_arabic_words_in_an_english_line_run_backwards():
    found = [(p.text, p.right_to_left) for p in pieces("Call العربية now", language("en"))]
    assert found == [("Call ", False), ("العربية", True), (" now", False)]


def test_lists_go_on_and_begin_again_only_where_a_number_jumps():
    lists = Lists(WordFile(), hanging_cm=1, right_to_left=False)
    assert lists.question(1) == lists.question(2)
    jumped = lists.question(7)
    assert jumped != lists.question(1)
    root = lists._root
    starts = {
        num.get(qn("w:numId")): num.find(".//" + qn("w:startOverride")).get(qn("w:val"))
        for num in root.findall(qn("w:num"))
        if num.find(".//" + qn("w:startOverride")) is not None
    }
    assert starts[jumped] == "7"
    tags = [child.tag for child in root]
    assert tags.index(qn("w:num")) > max(i for i, t in enumerate(tags) if t == qn("w:abstractNum"))


def paragraphs(word):
    return list(word.element.body.iter(qn("w:p")))


def test_every_paragraph_and_table_of_a_right_to_left_document_says_so(tmp_path):
    word = saved(tmp_path, "arabic")
    written = [p for p in paragraphs(word) if p.pPr.find(qn("w:sectPr")) is None]
    assert all(p.pPr.find(qn("w:bidi")) is not None for p in written)
    tables = list(word.element.body.iter(qn("w:tbl")))
    assert tables
    assert all(t.tblPr.find(qn("w:bidiVisual")) is not None for t in tables)
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None
    for name in ("Normal", "Heading 1", "Question", "Footer"):
        assert word.styles[name].element.pPr.find(qn("w:bidi")) is not None
    assert not list(word.element.body.iter(qn("w:jc"))) or all(
        jc.get(qn("w:val")) == "center" for jc in word.element.body.iter(qn("w:jc"))
    )


def test_arabic_letters_are_marked_and_numbers_are_not(tmp_path):
    word = saved(tmp_path, "arabic")
    for run in word.element.body.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        marked_so = run.rPr is not None and run.rPr.find(qn("w:rtl")) is not None
        if re.search("[\u0600-\u06ff]", text):
            assert marked_so, text
        if re.search("[0-9A-Za-z]", text):
            assert not marked_so, text


def test_a_left_to_right_document_holds_no_mark_of_the_other_direction(tmp_path):
    path = document(instrument("guide")).save(tmp_path / "guide.docx")
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    assert "w:bidi" not in body
    assert LEFT_TO_RIGHT_MARK not in body


@pytest.mark.parametrize("name", ["guide", "arabic", "amharic", "vietnamese"])
def test_the_document_knows_its_language_title_and_nothing_of_the_template(tmp_path, name):
    word = saved(tmp_path, name)
    guide, facts = instrument(name), word.core_properties
    assert (facts.title, facts.comments) == (guide.title, "")
    assert facts.author == "qmethod-toolkit"
    assert facts.language == language(guide.language).tag
    lang = word.styles.element.find(".//" + qn("w:docDefaults")).find(".//" + qn("w:lang"))
    slot = "w:bidi" if language(guide.language).right_to_left else "w:val"
    assert lang.get(qn(slot)) == language(guide.language).tag
    settings = word.settings.element
    assert settings.find(qn("w:removePersonalInformation")) is not None
    modes = {s.get(qn("w:name")): s.get(qn("w:val")) for s in settings.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    section = word.sections[0]
    assert (round(section.page_width.cm), round(section.page_height.cm, 1)) == (21, 29.7)


@pytest.mark.parametrize(("layout", "least"), [("large print", 36), ("easy read", 28)])
@pytest.mark.parametrize("name", ["guide", "arabic", "form"])
def test_large_layouts_have_no_letter_below_their_size(tmp_path, name, layout, least):
    word = saved(tmp_path, name, layout=layout, version="participant")
    used = {p.style.name for p in word.paragraphs} | {
        p.style.name for t in word.tables for row in t.rows for c in row.cells for p in c.paragraphs
    }
    used.add(word.sections[0].footer.paragraphs[-1].style.name)
    for style in used - {"Gap"}:
        letters = word.styles[style].element.rPr
        for size in ("w:sz", "w:szCs"):
            assert int(letters.find(qn(size)).get(qn("w:val"))) >= least, style
    for part in (word.element.body, word.sections[0].footer._element):
        assert not list(part.iter(qn("w:sz"))), "a size of its own would escape the layout"


def test_a_question_never_parts_from_what_stands_under_it(tmp_path):
    word = saved(tmp_path, "guide")
    texts = [p.text for p in word.paragraphs]
    first = texts.index("Which help mattered most to you?")
    last = texts.index("What could be better?") - 1
    held = [p.paragraph_format.keep_with_next for p in word.paragraphs[first : last + 1]]
    assert all(held[:-1]) and not held[-1]


def test_tables_repeat_their_header_and_tear_no_row(tmp_path):
    word = saved(tmp_path, "questionnaire", version="participant")
    rating = next(t for t in word.tables if "must-have" in t.rows[0].cells[-1].text)
    assert rating.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    for row in rating.rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    grid = [int(c.get(qn("w:w"))) for c in rating._tbl.tblGrid.iter(qn("w:gridCol"))]
    for row in rating._tbl.tr_lst:
        widths = [int(c.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for c in row.tc_lst]
        assert widths == grid


@pytest.mark.parametrize("version", VERSIONS)
def test_every_picture_has_words_and_no_title_that_is_read_out_before_them(tmp_path, version):
    word = saved(tmp_path, "sheet", layout="easy read", version=version)
    found = [e for e in word.element.body.iter() if e.tag.endswith("}docPr")]
    assert [e.get("descr") for e in found] == ["A grown-up and a child wave", "A hand held up"]
    assert not any(e.get("title") for e in found)
    assert len({e.get("id") for e in found}) == len(found)


def test_tick_boxes_are_empty_bordered_cells_larger_for_easy_read(tmp_path):
    def boxes(layout):
        word = saved(tmp_path / layout, "questionnaire", version="participant", layout=layout)
        table = next(t for t in word.tables if "advice" in t._tbl.xpath("string(.)"))
        cell = next(
            c for c in table._tbl.iter(qn("w:tc")) if c.tcPr.find(".//" + qn("w:top")) is not None
        )
        assert not "".join(t.text or "" for t in cell.iter(qn("w:t")))
        return int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) / 567

    assert boxes("standard") >= 0.79
    assert boxes("easy read") >= 1.19


def test_fonts_put_into_the_file_are_those_of_its_script_and_can_be_read_back(tmp_path):
    from io import BytesIO

    from fontTools.ttLib import TTFont

    path = document(instrument("arabic"), embed_fonts=True).save(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as package:
        table = package.read("word/fontTable.xml").decode()
        relations = package.read("word/_rels/fontTable.xml.rels").decode()
        entry = table[table.index('w:name="Noto Naskh Arabic"') :]
        number, key = re.search(
            r'embedRegular r:id="(\w+)" w:fontKey="\{([^}]+)\}"', entry
        ).groups()
        relation = next(
            r for r in re.findall("<Relationship [^>]*>", relations) if f'"{number}"' in r
        )
        data = package.read("word/" + re.search('Target="([^"]+)"', relation)[1])
        assert "embedTrueTypeFonts" in package.read("word/settings.xml").decode()
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    font = TTFont(BytesIO(bytes(a ^ b for a, b in zip(data, mask, strict=False)) + data[32:]))
    assert font["name"].getDebugName(1) == "Noto Naskh Arabic"


def test_a_file_without_fonts_names_what_may_stand_in_for_them(tmp_path):
    path = document(instrument("amharic")).save(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as package:
        table = package.read("word/fontTable.xml").decode()
        assert not [name for name in package.namelist() if name.endswith(".odttf")]
    assert re.search('w:name="Noto Sans Ethiopic"[^>]*><w:altName w:val="Ebrima"', table)
