"""`qmt qmethod enter`: typed or read, kept after every sheet, compared, settled, never lost."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from command import Ran, everything, runner

from qmethod import read_study
from qmethod.design import Grid, numbered
from qmethod.files.entry_book import load_book
from qmethod.files.record_book import record_book

QSET = numbered([f"Card {n}" for n in range(1, 8)])
FIRST = "1 2\n3 4 5\n6 7\n\n"
OTHER = "1 2\n3 4 6\n5 7\n\n"


@pytest.fixture
def enter(monkeypatch, capsys, tmp_path: Path) -> Callable[..., Ran]:
    """Run the command on a study of seven cards with lines typed."""
    study = tmp_path / "cards.xlsx"
    study.write_bytes(record_book(QSET, Grid.parse("-1..1: 2 3 2"), file="cards.xlsx"))
    qmt = runner(monkeypatch, capsys)

    def run(typed: str, *options: object, by: str = "AB") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return qmt("qmethod", "enter", study, "-o", tmp_path / "out.xlsx", "--by", by, *options)

    return run


def test_typed_sheets_make_a_study_and_a_later_sitting_goes_on(enter, tmp_path: Path):
    assert "Kept: P1 (1 so far)." in enter(f"P1\n{FIRST}").out
    assert "Kept: P2 (2 so far)." in enter(f"P2\n{OTHER}").out
    study = read_study(tmp_path / "out.xlsx")
    assert study.sorts["P1"].tolist() == [-1, -1, 0, 0, 0, 1, 1]
    assert study.names == ["P1", "P2"]
    assert not list(tmp_path.glob("*backup*"))


def test_every_line_is_checked_as_it_is_typed_and_can_be_taken_back(enter, tmp_path: Path):
    lines = ["Linh", "P1", "1 2 3", "1 9", "1 2", "3 4 x", "3 4 2", "b", "2 1", "3 4 5", "6", "",
             "7", ""]  # fmt: skip
    ran = enter("\n".join(lines) + "\n")
    for words in (
        '"Linh" looks like a name',
        "column -1 has 2 places and 3 cards",
        "there is no card 9",
        '"x" is no card number',
        "card 2 stands twice, in column -1 and column 0",
        "card 7 stands nowhere",
        "Kept: P1",
    ):
        assert words in ran.out
    (sheet,) = load_book(tmp_path / "out.entries.json").first.values()
    assert (sheet.columns[-1], sheet.left_out, sheet.by) == ((2, 1), (7,), "AB")


@pytest.mark.parametrize("end", ["P2\n1 2\n", "P2\n1 2\nx\n"])
def test_a_sheet_broken_off_or_dropped_leaves_those_before_it(enter, tmp_path: Path, end: str):
    assert enter(f"P1\n{FIRST}{end}").code == 0
    assert list(load_book(tmp_path / "out.entries.json").first) == ["P1"]
    assert read_study(tmp_path / "out.xlsx").names == ["P1"]


def test_nothing_typed_writes_nothing(enter, tmp_path: Path):
    assert "nothing was written" in enter("\n").out
    assert set(everything(tmp_path)) == {"cards.xlsx"}


def test_a_second_person_types_again_and_what_differs_is_listed_and_settled(enter, tmp_path: Path):
    enter(f"P1\n{FIRST}P2\n{FIRST}")
    assert "another person's" in enter("P1\n", "--second").out
    ran = enter(f"P1\n{OTHER}P2\n{FIRST}", "--second", by="CD")
    assert "P1, column 0: first 5, second 6" in ran.out
    table = pd.read_csv(tmp_path / "out-differences.csv", dtype=str)
    assert table.columns.tolist() == ["participant", "place", "first", "second", "settled"]
    assert table.values.tolist() == [
        ["P1", "column 0", "5", "6", "False"], ["P1", "column +1", "6", "5", "False"],
    ]  # fmt: skip
    ran = enter("1\n2\n2\n= 5 7\n", "--settle", by="EF")
    assert "card 5 stands twice" in ran.out
    assert "Settled: P1." in ran.out
    assert read_study(tmp_path / "out.xlsx").sorts.loc[6, "P1"] == 0


def test_a_workbook_of_sheets_is_read_at_once_or_not_at_all(enter, tmp_path: Path):
    path = _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"], ["P2", "1 2", "3 4 4", "6 7"])
    ran = enter("", path)
    assert ran.code == 2
    assert "row 3: P2: card 4 stands twice" in ran.err
    assert not (tmp_path / "out.entries.json").exists()
    _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"], ["P2", "1 2", "3 4 5", "6 7"])
    assert enter("", path).code == 0
    assert read_study(tmp_path / "out.xlsx").names == ["P1", "P2"]


def test_a_workbook_that_grew_is_read_again_and_a_changed_sheet_is_refused(enter, tmp_path: Path):
    path = _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"])
    assert enter("", path).code == 0
    _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"], ["P2", "2 1", "3 4 5", "6 7"])
    assert enter("", path).code == 0
    assert read_study(tmp_path / "out.xlsx").names == ["P1", "P2"]
    _filled(tmp_path, ["P1", "1 3", "2 4 5", "6 7"])
    ran = enter("", path)
    assert ran.code == 2
    assert "P1 was typed already by AB" in ran.err


def test_a_second_entry_is_read_from_another_s_workbook(enter, tmp_path: Path):
    enter("", _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"]))
    ran = enter("", _filled(tmp_path, ["P1", "1 3", "2 4 5", "6 7"]), "--second", by="CD")
    assert "P1, column -1: first 2, second 3" in ran.out


def test_a_study_file_changed_by_the_team_is_kept_aside_only_when_forced(enter, tmp_path: Path):
    enter(f"P1\n{FIRST}")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book.create_sheet("participants")
    for row in (["participant", "age"], ["P1", 15]):
        sheet.append(row)
    book.save(tmp_path / "out.xlsx")
    changed = (tmp_path / "out.xlsx").read_bytes()
    ran = enter(f"P2\n{FIRST}")
    assert ran.code == 2
    assert "was changed by somebody since" in ran.err
    assert (tmp_path / "out.xlsx").read_bytes() == changed
    assert enter(f"P3\n{FIRST}", "--force").code == 0
    assert (tmp_path / "out.xlsx.backup-1").read_bytes() == changed
    assert read_study(tmp_path / "out.xlsx").names == ["P1", "P2", "P3"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--by", " "), "Nobody is named"),
        (("-o", "sorts.csv"), 'a name ending in ".xlsx"'),
        (("--grid", "-1..1: 1 1 1"), "3 places for 7 cards"),
        (("missing.xlsx",), "no such file"),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence(enter, tmp_path: Path, options, words):
    ran = enter(f"P1\n{FIRST}", *options)
    assert ran.code == 2
    assert words in ran.err
    assert set(everything(tmp_path)) == {"cards.xlsx"}


def test_a_taken_place_is_refused_before_anything_is_typed(enter, tmp_path: Path):
    (tmp_path / "out.xlsx").write_text("mine")
    assert "is there already" in enter(f"P1\n{FIRST}").err
    assert (tmp_path / "out.xlsx").read_text() == "mine"


def test_other_cards_or_another_grid_do_not_mix_with_a_book(enter, tmp_path: Path):
    enter(f"P1\n{FIRST}")
    other = numbered([f"Other {n}" for n in range(1, 8)])
    grid = Grid.parse("-1..1: 2 3 2")
    (tmp_path / "cards.xlsx").write_bytes(record_book(other, grid, file="cards.xlsx"))
    assert "sheets of other cards" in enter("\n").err


def test_the_template_reads_back_as_an_empty_study(enter, tmp_path: Path):
    assert "Wrote" in enter("", "--template", tmp_path / "sheets.xlsx").out
    ran = enter("", tmp_path / "sheets.xlsx")
    assert "holds no record sheet" in ran.err


def _filled(folder: Path, *rows) -> Path:
    path = folder / "sheets.xlsx"
    path.write_bytes(record_book(QSET, Grid.parse("-1..1: 2 3 2"), file=path.name))
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            book["sorts by pile"].cell(number, column, value)
    book.save(path)
    return path
