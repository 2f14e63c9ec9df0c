import csv
from zipfile import ZipFile

import openpyxl
import pytest

import qmethod as qm
from qmethod.demo import demo_study
from workbench.reports import qmethod_report, write_excel
from workbench.reports.content import Column, Report, Table
from workbench.reports.csv_tables import write_csv
from workbench.reports.excel import sheet_names


@pytest.fixture(scope="module")
def analysis():
    return qm.analyse(demo_study(), 5)


@pytest.fixture(scope="module")
def report(analysis):
    return qmethod_report(analysis, figures=False)


@pytest.fixture(scope="module")
def path(report, tmp_path_factory):
    return write_excel(report, tmp_path_factory.mktemp("excel") / "tables.xlsx")


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def header_row(sheet):
    """The row of the header: the one that is printed on every page."""
    return int(sheet.print_title_rows.strip("$").split(":")[0])


def rows(sheet):
    start = header_row(sheet)
    return [list(row) for row in sheet.iter_rows(min_row=start, values_only=True)]


def nasty_table(*texts):
    columns = (Column("Sort", head=True), Column("F1", "decimal"))
    return Table.of_rows("t", "c", "p.", columns, [(text, -0.5) for text in texts])


def test_there_is_a_sheet_for_each_table_and_a_first_one_that_lists_them(book, report):
    assert book.sheetnames == ["Contents", *sheet_names(report.tables).values()]
    first = book["Contents"]
    linked = {c.hyperlink.location for row in first.iter_rows() for c in row if c.hyperlink}
    assert linked == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    purposes = {c.value for row in first.iter_rows() for c in row}
    assert {table.purpose for table in report.tables} <= purposes


def test_each_sheet_says_what_it_is_for_and_keeps_its_header_in_sight(book, report):
    for table, name in zip(report.tables, book.sheetnames[1:], strict=True):
        sheet = book[name]
        assert sheet["A1"].value == f"{report.labels[table.name]}: {table.caption}"
        assert sheet["A2"].value == table.purpose
        assert sheet.freeze_panes is not None
        assert int("".join(filter(str.isdigit, sheet.freeze_panes))) == header_row(sheet) + 1
        assert rows(sheet)[0][: len(table.columns)] == [c.name for c in table.columns]
        assert len(rows(sheet)) == len(table.frame) + 1


def test_numbers_are_real_and_those_of_the_analysis(book, analysis):
    for row in rows(book["loadings"])[1:]:
        for factor, value in zip(analysis.factors, row[1:6], strict=True):
            assert isinstance(value, float)
            assert value == pytest.approx(analysis.loadings.at[row[0], factor], abs=1e-14)
    for row in rows(book["statements"])[1:]:
        assert row[0] in analysis.study.qset.numbers
        assert row[7] == pytest.approx(analysis.z_scores.at[row[0], "F1"], abs=1e-14)


def test_flags_show_as_a_symbol_and_the_number_stays_a_number(book, analysis):
    sheet = book["loadings"]
    for row in sheet.iter_rows(min_row=header_row(sheet) + 1):
        for factor, cell in zip(analysis.factors, row[1:6], strict=True):
            assert ("●" in cell.number_format) == analysis.flags.at[row[0].value, factor]
            assert bool(cell.font.bold) == analysis.flags.at[row[0].value, factor]


def test_a_negative_number_that_rounds_to_zero_shows_no_minus_sign(tmp_path):
    columns = (Column("Sort", head=True), Column("F1", "decimal"))
    table = Table.of_rows("t", "c", "p.", columns, [("P1", -0.0002), ("P2", -0.002)])
    sheet = openpyxl.load_workbook(write_excel(Report("R", (table,)), tmp_path / "t.xlsx"))["t"]
    first, second = (sheet.cell(header_row(sheet) + i, 2) for i in (1, 2))
    assert first.value == -0.0002
    assert first.number_format == '"0.000";"0.000"'
    assert second.number_format == "0.000"


def test_no_cell_computes_whatever_a_name_begins_with(tmp_path):
    names = ["=1+1", "+P", "-P", "@P", '=HYPERLINK("x")', "#REF!", "\tP"]
    report = Report("=SUM(A1)", (nasty_table(*names),), standing=("=2",))
    path = write_excel(report, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
    assert {cell.value for cell in cells} >= set(names)
    assert all(c.quotePrefix for c in cells if str(c.value).startswith(("=", "+", "-P", "@")))
    with ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
    assert not any("<f>" in text for text in sheets)


def test_no_report_sheet_computes(path):
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if "worksheets/" in name:
                assert b"<f>" not in archive.read(name)
        assert not [n for n in archive.namelist() if "externalLink" in n]


def test_control_letters_and_endless_texts_still_make_a_workbook(tmp_path):
    path = write_excel(Report("R", (nasty_table("a\x07b", "x" * 40_000),)), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(path)["t"]
    texts = [row[0] for row in rows(sheet)[1:]]
    assert texts[0] == "a\N{REPLACEMENT CHARACTER}b"
    assert len(texts[1]) <= 32_767
    assert texts[1].endswith("[cut: longer than a cell can hold]")


def test_sheet_names_are_short_legal_and_each_their_own():
    names = ["Contents", "a" * 40, "a" * 41, "x[y]:z*?/\\", "", "contents"]
    found = list(sheet_names([nasty_named(name) for name in names]).values())
    assert all(0 < len(name) <= 31 for name in found)
    assert not any(set(name) & set("[]:*?/\\") for name in found)
    assert len({name.lower() for name in [*found, "contents"]}) == len(names) + 1


def nasty_named(name):
    return Table.of_rows(name, "c", "p", (Column("Sort"),), [("P1",)])


def test_right_to_left_text_is_read_from_the_right(tmp_path):
    path = write_excel(Report("R", (nasty_table("أشعر"),)), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(path)["t"]
    assert sheet.cell(header_row(sheet) + 1, 1).alignment.readingOrder == 2


def test_synthetic_is_said_on_every_sheet(book, report):
    for name in book.sheetnames:
        texts = [row[0] for row in book[name].iter_rows(max_row=8, max_col=1, values_only=True)]
        assert set(report.standing) <= set(texts)


def test_a_csv_opens_in_every_script_and_starts_no_formula(tmp_path):
    path = write_csv(nasty_table("=1+1", "أشعر", 'a,"b"\nc', "-P"), tmp_path / "t.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    assert [row[0] for row in found] == ["Sort", "'=1+1", "أشعر", 'a,"b"\nc', "'-P"]
    assert [row[1] for row in found[1:]] == ["-0.5"] * 4


def test_a_csv_holds_the_numbers_unrounded(report, analysis, tmp_path):
    table = next(t for t in report.tables if t.name == "loadings")
    with write_csv(table, tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            assert float(row["F1"]) == analysis.loadings.at[row["Sort"], "F1"]
