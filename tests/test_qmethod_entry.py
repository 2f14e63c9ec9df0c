"""Record sheets: every slip is caught, two typings are compared, and they make a study."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from corpora.errors import StudyError
from qmethod import read_study, write_study
from qmethod.codes import code_fault
from qmethod.design import Grid, numbered
from qmethod.entry import (
    EntryBook,
    differences,
    study_of_entries,
    with_first,
    with_second,
    with_settled,
)
from qmethod.files.entry_book import load_book, save_book
from qmethod.files.record_book import read_cards, read_record_sheets, record_book
from qmethod.record_sheets import RecordSheet, missing_cards, numbers_of, slips_in, upside_down

QSET = numbered([f"Card {n}" for n in range(1, 8)], stem="Because…", note="Made up")
GRID = Grid.parse("-1..1: 2 3 2")
SHEET = RecordSheet("P1", {-1: (1, 2), 0: (3, 4, 5), 1: (6, 7)}, by="AB")
BOOK = EntryBook(QSET, GRID, "Test")


@pytest.mark.parametrize("code", ["QYP7", "P-07", "Person 3", "US1", "12", "3b", "ICTG 4", "٧"])
def test_plain_codes_are_taken(code):
    assert code_fault(code) == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Linh", "name"), ("Linh7", "name"), ("SAMIR2", "name"), ("AB", "no number"),
        ("Karim Oakes 1", "name"), ("12/03/2008", "date"), ("2008-03-12", "date"),
        ("01632 960001", "phone"), ("a1@b.org", "address"), ("", "no code"), ("=A1", "other signs"),
        ("P" + "1" * 30, "characters"), ("مريم1", "name"), ("ሰላም1", "name"),
    ],
)  # fmt: skip
def test_what_may_tell_who_somebody_is_is_refused(code, words):
    assert words in code_fault(code)


@pytest.mark.parametrize(
    ("columns", "kind", "words"),
    [
        ({0: (3, 9)}, "unknown card", "there is no card 9 (in column 0); the cards are 1 to 7"),
        ({-1: (1, 2), 0: (2,)}, "card twice", "card 2 stands twice, in column -1 and column 0"),
        ({1: (6, 6)}, "card twice", "card 6 stands twice, in column +1"),
        ({1: (5, 6, 7)}, "column full", "column +1 has 2 places and 3 cards"),
        ({2: (5,)}, "unknown column", "the grid has no column +2"),
    ],
)
def test_each_slip_is_named_with_its_column(columns, kind, words):
    (slip,) = slips_in(RecordSheet("P1", columns), QSET, GRID)
    assert slip.kind == kind
    assert words in slip.sentence


def test_a_number_read_upside_down_is_thought_of():
    assert [upside_down(n) for n in (6, 68, 16, 69, 12)] == [9, 89, 91, 69, None]
    qset = numbered([f"Card {n}" for n in range(1, 10)])
    grid = Grid.parse("0..1: 5 4")
    (slip,) = slips_in(RecordSheet("P1", {0: (9, 1), 1: (9, 2)}), qset, grid)
    assert slip.sentence.endswith("; is one of them 6, read upside down?")
    (slip,) = slips_in(RecordSheet("P1", {0: (9, 6), 1: (9, 2)}), qset, grid)
    assert "upside" not in slip.sentence


def test_a_free_sort_may_overfill_a_column_and_a_card_may_be_in_a_pile_too():
    sheet = RecordSheet("P1", {1: (5, 6, 7)}, piles={"agree": (5, 6)})
    assert slips_in(sheet, QSET, GRID, free=True) == []
    assert slips_in(replace(sheet, piles={"agree": (5,), "unsure": (5,)}), QSET, GRID, free=True)


def test_missing_cards_are_those_neither_placed_nor_left_out():
    assert missing_cards(RecordSheet("P1", {0: (3, 4)}, left_out=(1,)), QSET) == [2, 5, 6, 7]
    with pytest.raises(StudyError, match="card 7 stands nowhere"):
        with_first(BOOK, replace(SHEET, columns={**SHEET.columns, 1: (6,)}))


@pytest.mark.parametrize(
    ("text", "cards"), [("3 8 12", (3, 8, 12)), ("3,8;12 ", (3, 8, 12)), ("", ())]
)
def test_numbers_are_read_with_any_space_between(text, cards):
    assert numbers_of(text) == cards


@pytest.mark.parametrize("text", ["6/9", "3 x", "-1", "1.5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(StudyError, match="is no card number"):
        numbers_of(text)


def test_a_sheet_is_typed_once_and_the_second_time_by_another():
    book = with_first(BOOK, SHEET)
    with pytest.raises(StudyError, match="typed already by AB"):
        with_first(book, SHEET)
    with pytest.raises(StudyError, match="another person's"):
        with_second(book, replace(SHEET, by="ab"))
    with pytest.raises(StudyError, match="no first entry"):
        with_second(BOOK, SHEET)
    twice = with_second(book, replace(SHEET, by="CD"))
    assert twice.unsettled == []
    assert differences(twice).empty


def test_differences_name_participant_place_and_both_entries_and_are_settled():
    other = replace(SHEET, columns={-1: (1, 2), 0: (3, 4, 6), 1: (5, 7)}, by="CD")
    book = with_second(with_first(BOOK, SHEET), other)
    table = differences(book)
    assert table.iloc[0].tolist() == ["P1", "column 0", "5", "6", False]
    assert table.iloc[1].tolist() == ["P1", "column +1", "6", "5", False]
    assert book.unsettled == ["P1"]
    assert "wait to be settled: P1" in " ".join(study_of_entries(book).found)
    settled = with_settled(book, replace(other, by="EF"))
    assert settled.unsettled == []
    assert study_of_entries(settled).sorts.loc[6, "P1"] == 0
    assert study_of_entries(book).sorts.loc[6, "P1"] == 1


def test_the_study_holds_every_value_gaps_and_the_piles(tmp_path: Path):
    gap = RecordSheet("P2", {-1: (7, 6), 0: (5, 4, 3), 1: (2,)}, (1,), {"unsure": (1,)}, "AB")
    study = study_of_entries(with_first(with_first(BOOK, SHEET), gap))
    assert study.sorts["P1"].tolist() == [-1, -1, 0, 0, 0, 1, 1]
    assert study.sorts["P2"].isna().tolist() == [True, *[False] * 6]
    assert study.piles.loc[1, "P2"] == "unsure"
    write_study(study, tmp_path / "study.xlsx")
    again = read_study(tmp_path / "study.xlsx")
    assert again.fingerprint == study.fingerprint


def test_a_book_comes_back_from_its_file_as_it_was(tmp_path: Path):
    book = with_second(with_first(BOOK, SHEET), replace(SHEET, by="CD", piles={"agree": (1,)}))
    assert load_book(save_book(book, tmp_path / "a.json")) == book


@pytest.mark.parametrize("text", ["", "{}", "[1]", "nonsense", '{"format": "x"}'])
def test_a_broken_book_is_refused_in_a_sentence(tmp_path: Path, text):
    path = tmp_path / "book.json"
    path.write_text(text)
    with pytest.raises(StudyError, match=r"book\.json"):
        load_book(path)


def test_sheets_come_back_from_the_workbook_that_was_written_for_them(tmp_path: Path):
    path = _filled(
        tmp_path, ["P1", "1 2", "3, 4 5", "6 7"], ["P2", "7 6", "5 4 3", "2", "1", "2 3"]
    )
    qset, grid, name = read_cards(path)
    assert (qset.numbers, qset.stem, qset.note, grid, name) == (
        QSET.numbers, "Because…", "Made up", GRID, "Test",
    )  # fmt: skip
    first, second = read_record_sheets(path, qset, grid, by="AB")
    assert first == replace(SHEET, piles={"agree": (), "unsure": (), "disagree": ()})
    assert second.left_out == (1,)
    assert second.piles["agree"] == (2, 3)


def test_the_filled_workbook_is_a_study_file_too(tmp_path: Path):
    path = _filled(tmp_path, ["P1", "1 2", "3 4 5", "6 7"], ["P2", "7 6", "5 4 3", "2 1"])
    assert read_study(path).sorts["P2"].tolist() == [1, 1, 0, 0, 0, -1, -1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["Linh", "1 2", "3 4 5", "6 7"], r'row 2, column A \(A2\): found "Linh"'),
        (["P1", "1 2", "3 4 4", "6 7"], "row 2: P1: card 4 stands twice"),
        (["P1", "1 2", "3 4 x", "6 7"], r'row 2, column C \(C2\): "x" is no card number'),
        (["P1", "1 2", "3 4", "6 7"], "row 2: P1: card 5 stands nowhere"),
        (["", "1 2", "3 4 5", "6 7"], "no code was given"),
    ],
)
def test_a_slip_in_the_workbook_is_named_with_its_cell_or_row(tmp_path: Path, row, words):
    path = _filled(tmp_path, row)
    with pytest.raises(StudyError, match=words):
        read_record_sheets(path, QSET, GRID)


def test_a_csv_of_record_sheets_is_read(tmp_path: Path):
    path = tmp_path / "sheets.csv"
    path.write_text("code,-1,0,+1,left out\nP1,1 2,3 4 5,6 7,\n")
    assert read_record_sheets(path, QSET, GRID)[0].columns == SHEET.columns
    path.write_text("code,-1,0\nP1,1 2,3 4 5\n")
    with pytest.raises(StudyError, match="its first row must read participant, -1, 0"):
        read_record_sheets(path, QSET, GRID)


def _filled(folder: Path, *rows) -> Path:
    path = folder / "sheets.xlsx"
    path.write_bytes(record_book(QSET, GRID, file=path.name, name="Test"))
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            book["sorts by pile"].cell(number, column, value or None)
    book.save(path)
    return path
