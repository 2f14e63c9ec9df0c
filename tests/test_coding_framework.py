import shutil
import subprocess

import pandas as pd
import pytest
from openpyxl import load_workbook

from coding.codings import Coding
from coding.framework import framework_matrix, written
from coding.framework_files import read_framework, write_framework
from corpora.errors import StudyError
from corpora.sources import Source

ODD = "=SUM(A1) is what she wrote.\x0c Then _x000C_ and 😀 هو بخير.\n  @home  "


@pytest.fixture
def sources():
    return [
        Source(id="S1", text="She goes to college. She likes her flat.", case="K1",
               attributes={"area": "Wales"}),
        Source(id="S2", text=ODD, case="=K2", attributes={"area": "-North"}),
        Source(id="S3", text="Nothing here.", case="K3", attributes={"area": "07"}),
    ]  # fmt: skip


@pytest.fixture
def codings():
    rows = [
        ("S1", 4, 19, "EDUCATION/Accessing"),
        ("S1", 21, 39, "HOUSING/Suitable"),
        ("S1", 25, 39, "HOUSING/Liked"),
        ("S2", 0, len(ODD), "HOUSING/Suitable"),
    ]
    texts = {"S1": "She goes to college. She likes her flat.", "S2": ODD}
    return [Coding(s, a, b, c, "Ann", texts[s][a:b]) for s, a, b, c in rows]


SUMMARIES = {
    ("K1", "HOUSING"): "Settled since May [2].\nSays so twice.",
    ("=K2", "HOUSING"): "=not a formula, _x000C_",
    ("K3", "EDUCATION"): "Nothing said",
}


@pytest.fixture
def matrix(codings, sources):
    return framework_matrix(codings, sources, summaries=SUMMARIES)


def same(one, other):
    pd.testing.assert_frame_equal(one.summaries, other.summaries)
    pd.testing.assert_frame_equal(one.passages, other.passages, check_dtype=False)
    pd.testing.assert_frame_equal(one.attributes, other.attributes)


def test_a_cell_holds_the_summary_and_its_passages(matrix):
    assert matrix.themes == ["EDUCATION", "HOUSING"]
    summary, passages = matrix.cell("K1", "HOUSING")
    assert summary.startswith("Settled")
    assert passages["number"].tolist() == [2, 3]
    assert passages["quote"].tolist() == ["She likes her flat", "likes her flat"]
    assert matrix.counts().loc["K1"].tolist() == [1, 2]
    assert matrix.counts().to_numpy().sum() == 4


def test_what_was_written_comes_back_from_the_workbook(matrix, tmp_path):
    same(read_framework(write_framework(matrix, tmp_path / "m.xlsx")), matrix)


def test_summaries_written_in_the_workbook_are_read(matrix, tmp_path):
    path = write_framework(matrix, tmp_path / "m.xlsx")
    book = load_workbook(path)
    sheet = book["Matrix"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["EDUCATION"]).value = "Enrolled [1]"
    sheet.insert_rows(3)  # a blank row, as people leave them
    book.save(path)
    found = read_framework(path)
    assert found.summaries.loc["K1", "EDUCATION"] == "Enrolled [1]"
    same(found, matrix.with_summary("K1", "EDUCATION", "Enrolled [1]"))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_loses_neither_side(matrix, tmp_path):
    path = write_framework(matrix, tmp_path / "m.xlsx")
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    same(read_framework(out / "m.xlsx"), matrix)


def test_no_text_becomes_a_formula(matrix, tmp_path):
    book = load_workbook(write_framework(matrix, tmp_path / "m.xlsx"))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_quote_longer_than_a_cell_comes_back_whole(tmp_path):
    text = "word and " * 9000
    source = Source(id="S1", text=text)
    long = framework_matrix([Coding("S1", 0, len(text), "A/b", "Ann", text)], [source])
    path = write_framework(long, tmp_path / "m.xlsx")
    assert read_framework(path).passages["quote"].tolist() == [text]


def test_a_summary_longer_than_a_cell_is_refused_and_nothing_is_written(matrix, tmp_path):
    with pytest.raises(StudyError, match="Shorten it"):
        write_framework(matrix.with_summary("K1", "HOUSING", "x" * 40_000), tmp_path / "m.xlsx")
    assert not list(tmp_path.iterdir())


def test_numbers_stay_when_passages_are_added(matrix, codings, sources):
    more = [Coding("S1", 0, 3, "EDUCATION/Accessing", "Ann", "She"), *codings]
    grown = framework_matrix(more, sources, previous=matrix)
    kept = grown.passages.set_index(["start", "end", "code"])["number"]
    assert kept[(21, 39, "HOUSING/Suitable")] == 2
    assert kept[(0, 3, "EDUCATION/Accessing")] == 5
    pd.testing.assert_frame_equal(grown.summaries, matrix.summaries)


def test_a_summary_for_an_unknown_cell_is_refused(matrix, codings, sources):
    with pytest.raises(StudyError, match='no case "K9"'):
        written(matrix, {("K9", "HOUSING"): "text"})
    with pytest.raises(StudyError, match='no theme "X"'):
        framework_matrix(codings, sources, summaries={("K1", "X"): "text"})
    with pytest.raises(StudyError, match="named twice"):
        framework_matrix(codings, sources, themes=["A", "A"])


def change(path, sheet, cell, value):
    book = load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("Matrix", "A1", "Kase", 'no column "Case"'),
        ("Matrix", "A3", "K1", 'the case "K1" stands there twice'),
        ("Matrix", "A3", "K9", 'case "=K2", which is no longer'),
        ("Matrix", "A3", None, "row 3: there is text but no case"),
        ("Matrix", "E1", "EDUCATION", "stands there twice"),
        ("Matrix", "E1", "HOMES", 'theme "HOUSING", which is no longer'),
        ("Passages", "A2", "one", "must be whole numbers"),
        ("Passages", "I1", "words", "no column quote"),
    ],
)
def test_a_workbook_that_was_changed_beyond_reading_is_told(
    matrix, tmp_path, sheet, cell, value, words
):
    path = write_framework(matrix, tmp_path / "m.xlsx")
    change(path, sheet, cell, value)
    with pytest.raises(StudyError, match=words):
        read_framework(path)


def test_another_file_is_told(tmp_path):
    other = tmp_path / "m.xlsx"
    other.write_text("no workbook")
    with pytest.raises(StudyError, match=r"m\.xlsx can't be read"):
        read_framework(other)
