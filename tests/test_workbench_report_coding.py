"""The report of a coding project: what it says, what it hides, and the folder around it."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from coded_texts import COLLEGE, HOME, IN, SAFE, filled
from docx import Document
from openpyxl import load_workbook

import coding as cd
from coding.codings import Coding
from coding.project import open_project
from corpora.errors import StudyError
from corpora.sources import Source
from corpora.synthetic import closure_summaries
from workbench.demo_coding import run_coding_demo
from workbench.reports.coding_content import SYNTHETIC, coding_report
from workbench.reports.coding_counts import broken_down
from workbench.reports.coding_folder import matrix_of, write_coding
from workbench.reports.coding_material import CodingMaterial
from workbench.reports.coding_names import name_like, numbered_names, words_of_ids
from workbench.reports.content import Bullets, Caution, Paragraph, spoken
from workbench.reports.web import html_text


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Sixty synthetic summaries, coded by two coders as planted; the second leaves some out."""
    corpus = closure_summaries(60)
    folder = tmp_path_factory.mktemp("planted")
    with open_project(folder / "study.db") as project:
        project.set_frame(cd.load_frame("closure-summaries"))
        project.add_sources(corpus.sources)
        rows = list(corpus.codings.itertuples())
        for coder, step in (("Ana Example", 1), ("Ben Example", 2)):
            project.add_codings(
                Coding(r.source, r.start, r.end, r.code, coder, r.quote) for r in rows[::step]
            )
        yield project


@pytest.fixture(scope="module")
def report(planted):
    return coding_report(planted, replicates=50, by=("year", "role"))


FOR_EXCEL = ("passages", "counts", "together", "names")  # cases.csv is for R and SPSS


def tables(report):
    return {table.name: table for table in report.tables}


def words(report):
    """Everything that a reader can read outside the tables."""
    found = []
    for block in report.blocks:
        if isinstance(block, Paragraph):
            found.append(spoken(block.text, report.labels))
        elif isinstance(block, Bullets):
            found += [spoken(item, report.labels) for item in block.items]
        elif isinstance(block, Caution):
            found += [block.title, *(spoken(s, report.labels) for s in block.sentences)]
    return "\n".join(found)


def test_cases_and_coders_stand_under_numbers(planted, report):
    shown = html_text(report)
    for name in ("case-0001", "synthetic-0001", "Ana Example", "Ben Example"):
        assert name not in shown
    assert "Case 01" in shown


def test_tells_to_read_every_quotation_first(report):
    assert words(report).count("Read every quotation before this report leaves the study") == 2


def test_synthetic_texts_are_called_so_on_every_page(report):
    assert report.standing == (SYNTHETIC,)


def test_the_whole_frame_stands_in_it(planted, report):
    frame = tables(report)["frame"].frame
    assert len(frame) == 61
    assert frame["Definition"].str.len().gt(0).all()


def test_totals_are_those_of_every_other_table(planted, report):
    counts = tables(report)["counts"].frame.set_index("Code")
    passages = cd.coded_passages(planted)
    assert counts.at["Total", "Passages"] == len(passages)
    by_case = cd.code_by_case(planted, attributes=False)
    assert by_case.to_numpy().sum() == len(passages)
    for code, number in passages["code"].value_counts().items():
        assert counts.at[code, "Passages"] == number == by_case[code].sum()


def test_no_small_count_of_an_area_year_or_role_is_shown(planted):
    material = CodingMaterial(planted)
    for attribute in ("year", "role"):
        shown, few = broken_down(material, attribute)
        table = shown.table.drop(columns="Total")
        assert not table.isin(range(1, 5)).any(axis=None)
        assert not set(few) & set(table.index)
        used = cd.code_by_case(planted, values="presence", attributes=False)
        tops = used.T.groupby([c.split("/")[0] for c in used], sort=False).max().T
        assert (shown.table["Total"].drop("All cases") == tops.sum()[table.index[1:]]).all()


def test_single_codes_are_counted_where_there_are_many_cases(monkeypatch, planted):
    monkeypatch.setattr("workbench.reports.coding_counts.FEW_CASES", 10)
    shown, few = broken_down(CodingMaterial(planted), "role")
    assert any("/" in code for code in shown.table.index)
    assert few


def test_an_attribute_that_tells_single_cases_is_left_out(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project)
        project.add_sources(
            Source(f"n{i}", COLLEGE, attributes={"name": f"Person {i}", "year": "2020"})
            for i in range(20)
        )
        project.code("n1", 0, 5, IN, coder="Ana")
        shown = words(coding_report(project))
    assert "name: 21 different values, by which single cases could be told." in shown


def test_quotations_come_from_as_many_cases_as_possible(planted):
    found = tables(coding_report(planted, quotations=3, replicates=0, by=()))
    quotes = found["quotations-1"].frame
    assert quotes["Code"].value_counts().max() <= 3
    assert quotes.groupby("Code")["Case"].nunique().min() >= 2
    assert "more in data/passages.csv" in found["quotations-1"].notes[0]


def test_words_that_may_be_names_are_marked():
    assert name_like("Goes to Northgate with Maria on Mondays.") == ["Northgate", "Maria"]
    assert name_like("Then he left. SCA's letter; the YPs met in May at the Home Office.") == []
    assert name_like("anna came", frozenset({"anna"})) == ["anna"]
    assert words_of_ids(["Anna Kowal", "case-001", "case-002", "case-003"]) == {"anna", "kowal"}


def test_a_case_named_in_a_quotation_is_marked(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project)
        project.add_sources([Source("t1", "ama said it", case="Ama Example")])
        project.code("t1", 0, 8, SAFE, coder="Ana")
        quotes = tables(coding_report(project))["quotations-2"].frame
    assert quotes["Look at"].tolist() == ["ama"]
    assert "Ama Example" not in quotes.to_string()


def test_numbers_of_names_have_equal_length_and_keep_their_order():
    assert numbered_names(["x", "y", "x"], "Case") == {"x": "Case 01", "y": "Case 02"}
    many = numbered_names(map(str, range(120)), "Case")
    assert many["0"] == "Case 001"


def test_agreement_stands_with_what_it_rests_on(report):
    table = tables(report)["agreement"].frame.set_index("Code")
    assert 0 < table.at["all codes", "Alpha"] < 1
    assert " to " in table.at["all codes", "Alpha, 95% interval"]
    assert "The unit is a sentence, bullet or line of the text" in words(report)


def test_one_coder_gives_no_agreement_and_says_so(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project)
        project.code("s1", 0, 5, IN, coder="Ana")
        shown = words(coding_report(project))
    assert "No text was read by two coders" in shown


def test_a_coder_who_read_and_coded_nothing_counts(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project)
        project.code("s1", 0, len(COLLEGE), IN, coder="Ana")
        project.finish("s1", coder="Ana")
        project.finish("s1", coder="Ben")
        table = tables(coding_report(project, replicates=0))["agreement"].frame.set_index("Code")
    assert table.at["all codes", "Percent agreement"] == 0.5


def test_an_empty_project_gives_a_report_and_one_without_a_frame_is_refused(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        with pytest.raises(StudyError, match="no frame yet"):
            coding_report(project)
        filled(project)
        shown = words(coding_report(project))
    assert "Nothing was coded yet" in shown
    assert "4 suggestions of the tagger nobody has decided on" in shown


def test_summaries_stand_in_the_report_and_the_matrix(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project)
        project.code("s1", len(COLLEGE) + 1, len(COLLEGE) + 1 + len(HOME), SAFE, coder="Ana")
        project.summarise("c1", "SAFETY", "Safe at home [1].", coder="Ana")
        project.summarise("c1", "SAFETY", "Agreed.", coder="Ben")
        framework = tables(coding_report(project))["framework"].frame
        matrix = matrix_of(project)
    assert framework["Summary"].tolist() == ["Safe at home [1].", "Agreed."]
    assert matrix.summaries.at["c1", "SAFETY"] == "Safe at home [1].\nAgreed."


def test_the_folder_holds_report_and_data_that_agree(planted, tmp_path):
    write_coding(planted, tmp_path / "out", replicates=0, by=("year",))
    report = Document(str(tmp_path / "out" / "report.docx"))
    assert any(p.text.startswith("Coding with the frame") for p in report.paragraphs)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "frame" in load_workbook(tmp_path / "out" / "tables.xlsx").sheetnames
    passages = read_csv(tmp_path / "out" / "data" / "passages.csv")
    counts = read_csv(tmp_path / "out" / "data" / "counts.csv")
    codes = [c.id for c in planted.frame.codable]
    assert sum(int(row[c]) for row in counts for c in codes) == len(passages)
    names = read_csv(tmp_path / "out" / "data" / "names.csv")
    assert {"in the report": "Case 01", "name": "case-0001"} in names


def test_no_text_becomes_a_formula(tmp_path):
    with open_project(tmp_path / "p.db") as project:
        filled(project, suggestions=False)
        project.add_sources([Source("=1+1", "=HYPERLINK(1) is safe", case="@case")])
        project.code("=1+1", 0, 13, SAFE, coder="+Ana")
        write_coding(project, tmp_path / "out", replicates=0)
    tables = [*(tmp_path / "out" / "tables").iterdir()]
    for path in [*tables, *((tmp_path / "out" / "data") / f"{n}.csv" for n in FOR_EXCEL)]:
        for row in read_csv(path):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row.values()), path.name
    for name in ("tables.xlsx", "data/framework.xlsx"):
        for sheet in load_workbook(tmp_path / "out" / name):
            assert not any(cell.data_type == "f" for row in sheet for cell in row)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_the_demonstration_tags_reviews_and_reports(tmp_path):
    said = list(run_coding_demo(tmp_path / "coding"))
    assert said[0].startswith("Made 60 synthetic closure summaries")
    assert sum("(simulated) read 45 of them" in line for line in said) == 2
    assert "Krippendorff's alpha 0." in said[3]
    with open_project(tmp_path / "coding" / "coding.db") as project:
        assert len(project.sources()) == 60
        assert len(project.summaries())
        assert project.frame == replace(cd.load_frame("closure-summaries"))
    assert (tmp_path / "coding" / "report" / "data" / "framework.xlsx").exists()
