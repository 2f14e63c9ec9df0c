import re
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

import qmethod as qm
from qmethod.demo import demo_study
from qmethod.retention import retention
from workbench.reports import qmethod_report, write_word
from workbench.reports.content import Column, Heading, Paragraph, Ref, Report, Table
from workbench.reports.shown import number

MINUS = "−"


@pytest.fixture(scope="module")
def analysis():
    return qm.analyse(demo_study(), 5)


@pytest.fixture(scope="module")
def report(analysis):
    return qmethod_report(analysis, figures=False)


@pytest.fixture(scope="module")
def document(report, tmp_path_factory):
    return Document(str(write_word(report, tmp_path_factory.mktemp("word") / "report.docx")))


@pytest.fixture(scope="module")
def pictured(lipset_analysis, tmp_path_factory):
    report = qmethod_report(lipset_analysis, retention=retention(lipset_analysis.study))
    path = write_word(report, tmp_path_factory.mktemp("pictured") / "report.docx")
    return report, Document(str(path))


def on_paper(report):
    return [table for table in report.tables if not table.workbook_only]


def grid(table):
    rows = table._tbl.findall(qn("w:tr"))
    return [
        ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.iter(qn("w:tc"))] for r in rows
    ]


def word_table(document, report, name):
    """The Word tables of one table of the report."""
    caption = next(t.caption for t in report.tables if t.name == name)
    return [t for t in document.tables if caption_of(t) == caption]


def caption_of(table):
    return table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_headings_are_real_ones_and_word_counts_them(document, report):
    found = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")
    ]
    wanted = [(f"Heading {b.level}", b.text) for b in report.blocks if isinstance(b, Heading)]
    assert found == wanted
    assert document.styles["Heading 1"].element.pPr.find(qn("w:numPr")) is not None


def test_captions_have_their_style_and_a_number_that_word_counts(document, report):
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert [p.text for p in captions] == [
        f"{report.labels[t.name]}: {t.caption}" for t in report.tables
    ]
    codes = [c.text.strip() for p in captions for c in p._p.iter(qn("w:instrText"))]
    assert set(codes) == {"SEQ Table \\* ARABIC"}


def test_every_table_repeats_its_header_and_tears_no_row(document, report):
    assert len(document.tables) >= len(on_paper(report))
    for table in document.tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in rows:
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_every_table_carries_its_purpose_for_a_screen_reader(document, report):
    told = {t._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) for t in document.tables}
    assert told == {table.purpose for table in on_paper(report)}


def test_no_table_is_wider_than_its_page(document):
    body = document.element.body
    sections = iter(document.sections)
    section = next(sections)
    for element in body:
        if element.tag == qn("w:tbl"):
            widths = [int(c.get(qn("w:w"))) for c in element.iter(qn("w:gridCol"))]
            room = section.page_width - section.left_margin - section.right_margin
            assert sum(widths) * 635 <= room + 10_000
        elif element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = next(sections)


def test_wide_tables_lie_on_their_side_and_the_rest_stands(document):
    ways = [section.orientation for section in document.sections]
    assert len(set(ways)) == 2
    assert ways[0] == 0
    assert all(a != b for a, b in pairwise(ways))
    for section in document.sections:
        assert {round(section.page_width.cm, 1), round(section.page_height.cm, 1)} == {21.0, 29.7}


def test_loadings_are_those_of_the_analysis_with_real_minus_signs(document, report, analysis):
    rows = grid(word_table(document, report, "loadings")[0])
    assert rows[0][:6] == ["Sort", "F1", "F2", "F3", "F4", "F5"]
    for row in rows[1:]:
        for factor, shown in zip(analysis.factors, row[1:6], strict=True):
            flagged = "●" if analysis.flags.at[row[0], factor] else ""
            assert shown == number(analysis.loadings.at[row[0], factor]) + flagged
    assert any(MINUS in cell for row in rows for cell in row)


def test_no_number_has_a_hyphen_for_a_minus_or_a_negative_zero(document):
    cells = [cell for table in document.tables for row in grid(table) for cell in row]
    assert not [c for c in cells if re.fullmatch(r"-\d.*", c)]
    assert not [c for c in cells if re.match(rf"{MINUS}0(\.0+)?\W*$", c)]


def test_language_properties_and_contents_are_set(document, report, analysis):
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"
    properties = document.core_properties
    assert properties.title == analysis.study.name
    assert properties.language == "en-GB"
    assert properties.author.startswith("qmethod-toolkit")
    assert "Synthetic" in properties.comments
    codes = " ".join(c.text for c in document.element.body.iter(qn("w:instrText")))
    assert "TOC" in codes
    entries = [p.text for p in document.paragraphs if p.style.name.lower().startswith("toc ")]
    assert "1  Where to look first" in entries


def test_every_reference_leads_somewhere(document):
    body = document.element.body
    places = [b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))]
    assert len(places) == len(set(places))
    codes = [c.text for c in body.iter(qn("w:instrText"))]
    wanted = [re.search(r"REF (\S+)", c).group(1) for c in codes if re.search(r"\bREF ", c)]
    wanted += [h.get(qn("w:anchor")) for h in body.iter(qn("w:hyperlink"))]
    assert wanted
    assert set(wanted) <= set(places)


def test_synthetic_and_illustrative_stand_on_the_first_page_and_in_the_footer(document, report):
    first = [p.text for p in document.paragraphs[:6]]
    footer = "\n".join(p.text for p in document.sections[0].footer.paragraphs)
    for text in report.standing:
        assert text in first
        assert text in footer
    codes = [c.text.strip() for c in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_every_picture_has_its_description_and_a_counted_caption(pictured):
    report, document = pictured
    descriptions = [d.get("descr") for d in document.element.body.iter(qn("wp:docPr"))]
    assert descriptions == [figure.alt for figure in report.figures]
    assert all(len(text) > 40 for text in descriptions)
    captions = [p.text for p in document.paragraphs if p.style.name == "Figure Caption"]
    assert captions == [f"{report.labels[f.name]}: {f.caption}" for f in report.figures]
    assert all(figure.table in report.labels for figure in report.figures)


def test_no_picture_is_larger_than_its_page(pictured):
    _, document = pictured
    for shape in document.inline_shapes:
        assert shape.width.cm <= 17.01
        assert shape.height.cm <= 24


def test_text_that_runs_right_to_left_is_marked_so(tmp_path):
    columns = (Column("No.", "whole", head=True), Column("Statement", language="ar"))
    table = Table.of_rows("t", "c", "p", columns, [(1, "أشعر بالأمان"), (2, "left")])
    path = write_word(Report("R", (table, Paragraph("שלום"))), tmp_path / "r.docx")
    document = Document(str(path))
    cells = list(document.tables[0]._tbl.iter(qn("w:tc")))
    assert cells[3].find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:bidi')}") is not None
    assert next(cells[3].iter(qn("w:rtl"))) is not None
    assert next(cells[3].iter(qn("w:lang"))).get(qn("w:bidi")) == "ar"
    assert not list(cells[5].iter(qn("w:bidi")))
    assert document.paragraphs[-1]._p.pPr.find(qn("w:bidi")) is not None


def test_odd_letters_neither_break_the_file_nor_vanish(tmp_path):
    columns = (Column("Sort", head=True), Column("F1", "decimal"))
    table = Table.of_rows("t", "<c> & \x07", "p", columns, [("a\x00b\ufffe<&>\"'", -0.5)])
    report = Report("T <&>\x0b", (table, Paragraph(("see ", Ref("t")))), standing=("x\x01y",))
    document = Document(str(write_word(report, tmp_path / "r.docx")))
    lost = "\N{REPLACEMENT CHARACTER}"
    assert grid(document.tables[0])[1][0] == f"a{lost}b{lost}<&>\"'"


def test_a_table_too_wide_for_any_page_comes_in_parts(tmp_path):
    columns = (Column("Sort", head=True), *(Column(f"Q{i}", "decimal") for i in range(80)))
    table = Table.of_rows("t", "c", "p", columns, [("P1", *[0.25] * 80), ("P2", *[0.5] * 80)])
    document = Document(str(write_word(Report("R", (table,)), tmp_path / "r.docx")))
    assert len(document.tables) > 1
    heads = [cell for part in document.tables for cell in grid(part)[0]]
    assert [h for h in heads if h != "Sort"] == [f"Q{i}" for i in range(80)]
    assert all(grid(part)[1][0] == "P1" for part in document.tables)
