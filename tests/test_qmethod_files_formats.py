"""Files of PQMethod, KADE and Ken-Q, against what KADE's own parsers made of them."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from corpora.errors import StudyError
from qmethod import QStudy
from qmethod.checks import check_file
from qmethod.files import read_study

TINY_TEXTS = ["First statement", "Second, with comma", "Third", "Fourth", "Fifth"]
DAT = """  0  2  5 tiny study
 -1  1  0  0  0  0  0  1  3  1  0  0  0  0  0  0  0  0  0  0  0  0
Ann        0 0-1 1 0
Bob       -1 0 1 0 0
"""


def rows_of(study: QStudy) -> list[list[int]]:
    return [[int(v) for v in study.sorts[name]] for name in study.names]


def texts_of(study: QStudy) -> list[str]:
    return [s.text for s in study.qset]


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("excel_type1_v2.xlsx", "excel_type1_v2"),
        ("excel_type1_old.xlsx", "excel_type1_old"),
        ("excel_type2_v2.xlsx", "excel_type2_v2"),
        ("excel_type2_old.xlsx", "excel_type2_old"),
        ("kade.zip", "kade_zip"),
    ],
)
def test_reads_kades_files_as_kade_does(reference: Path, file: str, key: str) -> None:
    folder = reference / "qmethod" / "formats"
    wanted = json.loads((folder / "kade_parsed.json").read_text())[key]
    study = read_study(folder / file)
    assert study.names == wanted["names"]
    assert rows_of(study) == wanted["sorts"]
    assert list(study.grid.places) == wanted["pattern"]
    assert texts_of(study) == wanted["statements"]
    assert study.name == "tiny"


def test_reads_kades_results_with_commas_in_the_statements(reference: Path) -> None:
    folder = reference / "qmethod"
    wanted = json.loads((folder / "formats" / "kade_parsed.json").read_text())["excel_type3"]
    study = read_study(folder / "formats" / "excel_type3_kade_output_lipset.xlsx")
    plain = read_study(folder / "lipset.csv", folder / "lipset_statements.csv")
    assert study.name == "Lipset Demo"
    assert study.names == wanted["names"]
    assert rows_of(study) == wanted["sorts"]
    assert texts_of(study) == texts_of(plain)
    assert study.fingerprint == plain.fingerprint


def test_reads_the_genuine_dat_file(reference: Path) -> None:
    folder = reference / "qmethod"
    study = read_study(folder / "lipset.dat")
    assert study.sorts.equals(read_study(folder / "lipset.csv").sorts)
    assert str(study.grid) == "-4..4: 2 3 4 5 5 5 4 3 2"
    assert study.name.startswith("Lipset Study (PQMETHOD testfile;")


def test_takes_the_files_in_any_order(reference: Path) -> None:
    folder = reference / "qmethod" / "formats"
    study = read_study(folder / "tiny.sta", folder / "tiny.dat")
    assert texts_of(study) == TINY_TEXTS
    assert rows_of(study) == [[0, 0, -1, 1, 0], [-1, 0, 1, 0, 0]]


def test_reads_the_unforced_lipset_without_options(reference: Path) -> None:
    study = read_study(reference / "qmethod" / "lipset_unforced.csv")
    assert not study.forced
    assert str(study.grid) == "-4..4: 2 3 4 5 5 5 4 3 2"
    assert "Sorts that leave the grid: US2, UK7." in study.found


def test_a_dat_file_keeps_ten_letters_of_a_name_and_two_digit_values(tmp_path: Path) -> None:
    text = (
        "  0  2  3 long\n"
        " -1 13  0  0  0  0  0  1  1  0  0  0  0  0  0  0  0  0  0  0  0  1\n"
        "Alexandria-1 013\n"
        "Alexandros13-1 0\n"
    )
    (tmp_path / "long.dat").write_text(text)
    study = read_study(tmp_path / "long.dat")
    assert study.names == ["Alexandria", "Alexandros"]
    assert rows_of(study) == [[-1, 0, 13], [13, -1, 0]]


def test_a_dat_file_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "sorts.csv").write_bytes(DAT.replace("\n", "\r\n").encode("utf-16"))
    study = read_study(tmp_path / "sorts.csv")
    assert study.found[0] == "sorts.csv was read as a PQMethod .DAT file."
    assert study.names == ["Ann", "Bob"]


def test_tells_of_a_sta_file_that_lies_beside_and_was_not_given(tmp_path: Path) -> None:
    (tmp_path / "tiny.dat").write_text(DAT)
    (tmp_path / "tiny.sta").write_text("\n".join(TINY_TEXTS))
    study = read_study(tmp_path / "tiny.dat")
    assert texts_of(study) == [""] * 5
    assert any("tiny.sta lies beside it and was not read" in s for s in study.found)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (("Bob       -1 0 1 0 0", "Bob       -1 0 1"), "line 4.*3 values.*promises 5 statements"),
        (("  0  2  5", "  0  3  5"), "line 1.*promises 3 sorts and the file holds 2"),
        (("Bob  ", "Ann  "), 'line 4, participant "Ann".*stands twice, here and at line 3'),
        ((" 0-1 1 0\nBob", " 0 x 1 0\nBob"), 'line 3, columns 15-16.*statement 3: found "x"'),
        (("  0  2  5", "  0  2  0"), "line 1, columns 7-9: found 0 statements"),
    ],
)
def test_faults_of_a_dat_file_name_line_and_columns(
    tmp_path: Path, change: tuple[str, str], wanted: str
) -> None:
    (tmp_path / "bad.dat").write_text(DAT.replace(*change))
    with pytest.raises(StudyError, match=f"bad.dat, {wanted}"):
        read_study(tmp_path / "bad.dat")


def test_a_grid_that_does_not_fit_the_statements_is_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "odd.dat").write_text(DAT.replace("  1  3  1", "  1  4  1"))
    study = read_study(tmp_path / "odd.dat")
    assert str(study.grid) == "-1..1: 1 3 1"
    assert "Line 2 gives a grid of 6 places for 5 statements and was not used." in study.found


def test_reads_a_kade_workbook_with_a_header_and_few_rows(tmp_path: Path) -> None:
    """Two inputs at which KADE's own reader fails."""
    sheets = {
        "Name": [["Project Name"], ["two"]],
        "Q-sorts": [["participant", "s1", "s2", "s3"], ["Ann", 1, 0, -1], ["Bob", 0, -1, 1]],
        "pattern": [list(range(-6, 14)), [0] * 5 + [1, 1, 1] + [0] * 12],
        "statements": [["Statements"], ["One, two"], ["Three"], ["Four"]],
        "version": [["Version"], [2]],
    }
    (tmp_path / "two.xlsx").write_bytes(book(sheets))
    study = read_study(tmp_path / "two.xlsx")
    assert study.names == ["Ann", "Bob"]
    assert rows_of(study) == [[1, 0, -1], [0, -1, 1]]
    assert texts_of(study) == ["One, two", "Three", "Four"]


def test_a_gap_in_a_workbook_of_type_1_shifts_nothing(reference: Path, tmp_path: Path) -> None:
    source = reference / "qmethod" / "formats" / "excel_type1_v2.xlsx"
    made = load_workbook(source)
    made["sorts"]["B3"] = None
    made.save(tmp_path / "gap.xlsx")
    study = read_study(tmp_path / "gap.xlsx")
    assert study.sorts["Ann"].isna().tolist() == [True, False, False, False, False]
    assert study.sorts["Ann"].dropna().tolist() == [0, -1, 1, 0]
    (fault,) = check_file(tmp_path / "gap.xlsx")
    assert (fault.participant, fault.statement, fault.stops) == ("Ann", 1, False)


def test_a_card_entered_twice_stops_with_both_cells(reference: Path, tmp_path: Path) -> None:
    source = reference / "qmethod" / "formats" / "excel_type1_v2.xlsx"
    made = load_workbook(source)
    made["sorts"]["B3"] = 4
    made.save(tmp_path / "twice.xlsx")
    with pytest.raises(StudyError, match=r"B6.*statement 4.*stands twice.*B3"):
        read_study(tmp_path / "twice.xlsx")


def test_the_zip_of_kades_data_importer_reads_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "import.zip", "w") as archive:
        archive.writestr("names.txt", "myProject")
        archive.writestr("sorts.txt", "r1;0;0;-1;1;0\nr2;-1;+0;+1;0;0\n")
        archive.writestr("statements.txt", "A, b\nC\n\nD\nE\nF\n")
        archive.writestr("pattern.txt", ",".join("0" * 20) + "\n")
        archive.writestr("myProject-all-data.csv", "x,y\n1,2\n")
    study = read_study(tmp_path / "import.zip")
    assert (study.name, study.names) == ("myProject", ["r1", "r2"])
    assert texts_of(study) == ["A, b", "C", "D", "E", "F"]
    assert rows_of(study) == [[0, 0, -1, 1, 0], [-1, 0, 1, 0, 0]]


def test_one_file_per_participant_as_r_qmethod_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "Petra.csv").write_text(
        ",c04,\nc02,c03,c01\n-1,0,1\nAbove is final consensus,,\nBelow is picture,,\n"
        ",04,\n02,03,01\n-1,0,1\n"
    )
    (tmp_path / "Uwe.csv").write_text(",c01,\nc02,c03,c04\n-1,0,1\n")
    (tmp_path / "ids.csv").write_text("handle,id\npoll,c03\ntax,c02\npay,c01\nwork,c04\n")
    study = read_study(tmp_path)
    assert study.names == ["Petra", "Uwe"]
    assert rows_of(study) == [[1, -1, 0, 0], [0, -1, 0, 1]]
    assert texts_of(study) == ["pay", "tax", "poll", "work"]
    assert str(study.grid) == "-1..1: 1 2 1"
    assert any(s.startswith("Petra: 5 rows below the column values") for s in study.found)


def test_conditions_of_instruction_are_folders(tmp_path: Path) -> None:
    for condition in ("before", "after"):
        (tmp_path / condition).mkdir()
        (tmp_path / condition / "Jo.csv").write_text(",i01,\ni02,i03,i04\n")
    study = read_study(tmp_path)
    assert study.names == ["after/Jo", "before/Jo"]
    assert rows_of(study)[0] == [0, -1, 0, 1]


def test_cards_are_found_by_the_checksum_of_their_wording(tmp_path: Path) -> None:
    import zlib

    texts = ["First one", "Second one", "Third one", "Fourth one"]
    codes = [f"{zlib.crc32(t.encode()):x}" for t in texts]
    folder = tmp_path / "sorts"
    folder.mkdir()
    (folder / "Jo.csv").write_text(f",{codes[0]},\n{codes[1]},{codes[2]},{codes[3]}\n")
    (tmp_path / "cards.txt").write_text("\n".join(texts))
    study = read_study(folder, tmp_path / "cards.txt")
    assert rows_of(study) == [[0, -1, 0, 1]]
    assert texts_of(study) == texts
    (tmp_path / "other.txt").write_text("One\nTwo\nThree\nFour")
    with pytest.raises(StudyError, match=r"other.txt.*no statement in it has the identifier"):
        read_study(folder, tmp_path / "other.txt")


def test_an_even_number_of_columns_needs_their_values(tmp_path: Path) -> None:
    for name in ("A", "B"):
        (tmp_path / f"{name}.csv").write_text(",1,,\n2,3,4,5\n")
    with pytest.raises(StudyError, match="4 columns and no row tells their values"):
        read_study(tmp_path)
    study = read_study(tmp_path, grid="-2,-1,1,2: 1 2 1 1")
    assert rows_of(study)[0] == [-1, -2, -1, 1, 2]


def test_single_files_can_be_given_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_text(",1,\n2,3,4\n-1,0,1\n")
    (tmp_path / "B.csv").write_text(",4,\n1,2,3\n-1,0,1\n")
    study = read_study(tmp_path / "A.csv", tmp_path / "B.csv")
    assert rows_of(study) == [[0, -1, 0, 1], [-1, 0, 1, 0]]


def test_an_archive_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("holiday.txt", "sun")
    with pytest.raises(StudyError, match=r"x.zip: the archive holds holiday.txt"):
        read_study(tmp_path / "x.zip")


def test_the_end_mark_of_dos_programs_is_no_sort(tmp_path: Path) -> None:
    (tmp_path / "dos.dat").write_bytes(DAT.replace("\n", "\r\n").encode() + b"\x1a")
    assert read_study(tmp_path / "dos.dat").names == ["Ann", "Bob"]
