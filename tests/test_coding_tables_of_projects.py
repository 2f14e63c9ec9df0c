"""Agreement, counts and the framework matrix of a real project, through its public names."""

import math

import pandas as pd
import pytest

import coding as cd
from coding.case_files import write_case_table
from coding.codings import Coding
from coding.framework import keep_summaries
from coding.framework_files import read_framework, write_framework
from corpora.errors import StudyError
from corpora.synthetic import closure_summaries
from corpora.synthetic_coders import simulated_coders

MADE = closure_summaries(12)
TABLE = simulated_coders(MADE)


@pytest.fixture
def project(tmp_path):
    with cd.open_project(tmp_path / "study.db") as opened:
        opened.set_frame(cd.load_frame("closure-summaries"))
        opened.add_sources(MADE.sources)
        opened.add_codings([Coding(**row) for row in TABLE.to_dict("records")])
        yield opened


def test_agreement_of_a_project_is_that_of_its_codings(project):
    found = cd.agreement(project, unit="sentence")
    plain = cd.agreement(TABLE, MADE.sources, frame=cd.load_frame("closure-summaries"))
    pd.testing.assert_frame_equal(found.table, plain.table)
    assert 0.6 < found.overall["cohen_kappa"] < 1
    assert found.overall["cohen_kappa_low"] < found.overall["cohen_kappa"]
    assert "decided something" in found.missing


def test_who_read_a_source_and_coded_nothing_disagrees_with_who_coded(project):
    project.finish(MADE.sources[0].id, coder="Third")
    found = cd.agreement(project, unit="source", coders=["Coder A", "Third"])
    assert found.overall["units"] > 0
    assert found.overall["percent_agreement"] < 1
    assert math.isnan(cd.agreement(project).overall["cohen_kappa"])


def test_counts_of_a_project_are_those_of_its_codings(project):
    project.set_attributes("case-0001", {"area": "Elsewhere"})
    project.add_case("case-none", {"area": "Nowhere"})
    table = cd.code_by_case(project)
    assert table.loc["case-0001", "area"] == "Elsewhere"
    assert table.loc["case-none", "area"] == "Nowhere"
    codes = [code.id for code in project.frame.codable]
    assert table[codes].to_numpy().sum() == len(cd.coded_passages(project))
    assert cd.code_totals(project).loc["Total", "passages"] == table[codes].to_numpy().sum()
    alone = cd.code_by_case(project, coder="Coder A")
    assert alone[codes].to_numpy().sum() == project.counts(coder="Coder A").to_numpy().sum()
    shown = cd.counts_by(project, "role", threshold=1)
    assert shown.table.loc["All cases", "Total"] == 13


def test_the_case_table_of_a_project_is_written(project, tmp_path):
    files = write_case_table(project, tmp_path)
    assert len(pd.read_csv(files[0], encoding="utf-8-sig")) == 12


def test_summaries_go_to_excel_and_come_back_into_the_project(project, tmp_path):
    project.summarise("case-0001", "HOUSING", "Settled", coder="Coder A")
    path = write_framework(cd.framework_matrix(project), tmp_path / "m.xlsx")
    matrix = read_framework(path)
    assert matrix.summaries.loc["case-0001", "HOUSING"] == "Settled"
    assert matrix.themes == [code.id for code in project.frame.children(None)]
    changed = matrix.with_summary("case-0001", "HOUSING", "Settled since May")
    changed = changed.with_summary("case-0002", "NRM", "No word yet [3]")
    assert keep_summaries(project, changed, coder="Coder A") == 2
    assert keep_summaries(project, changed, coder="Coder A") == 0
    again = cd.framework_matrix(project)
    assert again.summaries.loc["case-0002", "NRM"] == "No word yet [3]"
    project.undo()
    assert cd.framework_matrix(project).summaries.loc["case-0001", "HOUSING"] == "Settled"


def test_summaries_of_two_coders_are_not_mixed(project):
    for coder in ("Coder A", "Coder B"):
        project.summarise("case-0001", "HOUSING", f"By {coder}", coder=coder)
    with pytest.raises(StudyError, match="several coders wrote a summary"):
        cd.framework_matrix(project)
    one = cd.framework_matrix(project, coder="Coder B")
    assert one.summaries.loc["case-0001", "HOUSING"] == "By Coder B"


def test_made_up_texts_can_be_counted_as_they_are():
    table = cd.code_by_case(MADE, attributes=False)
    assert table.to_numpy().sum() == len(MADE.planted)
    assert (cd.co_occurrence(MADE).to_numpy().diagonal().sum()) == len(MADE.planted)
