"""Every fault of a file at once, with participant, statement, cell and remedy."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from qmethod import QStudy
from qmethod.checks import Fault, check_file, check_study
from qmethod.files import read_study

HERE = Path(__file__).parent
LIPSET = HERE / "data" / "qmethod" / "lipset.csv"

FULL_OF_FAULTS = """statement,Ann,Bob,Ann,,Eve,Flo,Gus
1,-1,-1,-1,1,x,0,1
2,0,0,0,0,0,0,0
3,0,5,0,0,,0,0
4,1,1,1,-1,1,0,-1
"""


def put(folder: Path, text: str) -> Path:
    path = folder / "sorts.csv"
    path.write_text(text)
    return path


def told(faults: list[Fault]) -> dict[tuple[str, int | None, str], Fault]:
    return {(f.participant, f.statement, f.problem): f for f in faults}


def test_a_good_file_has_no_fault() -> None:
    assert check_file(LIPSET) == []


def test_lists_every_fault_at_once(tmp_path: Path) -> None:
    faults = told(check_file(put(tmp_path, FULL_OF_FAULTS), grid="-1..1: 1 2 1"))
    stop = {key for key, fault in faults.items() if fault.stops}
    look = {key for key, fault in faults.items() if not fault.stops}
    assert stop == {
        ("Ann", None, "the participant stands twice, here and at row 1, column B (B1)"),
        ("", None, "a sort has no participant"),
        ("Eve", 1, 'found "x" where a grid value belongs'),
    }
    assert look == {
        ("Bob", 3, "found 5, and the grid has the columns -1 to 1"),
        ("Bob", None, "column 0 holds 1 card and has 2 places"),
        ("Eve", 3, "the card was not placed"),
        (
            "Flo",
            None,
            "column -1 holds 0 cards and has 1 place, column 0 holds 4 cards and has 2 places, "
            "column +1 holds 0 cards and has 1 place",
        ),
        ("Flo", None, "every card has the value 0"),
        ("Ann", None, 'the sort is the same as that of "Ann" on every card'),
        ("Gus", None, 'the sort is the same as that of "" on every card'),
    }


def test_each_fault_names_its_cell_and_what_to_do(tmp_path: Path) -> None:
    faults = told(check_file(put(tmp_path, FULL_OF_FAULTS), grid="-1..1: 1 2 1"))
    assert faults["Eve", 1, 'found "x" where a grid value belongs'].cell == "row 2, column F (F2)"
    assert faults["Eve", 3, "the card was not placed"].cell == "row 4, column F (F4)"
    stray = faults["Bob", 3, "found 5, and the grid has the columns -1 to 1"]
    assert stray.cell == "row 4, column C (C4)"
    assert stray.sentence == (
        'row 4, column C (C4), participant "Bob", statement 3: found 5, and the grid has the '
        "columns -1 to 1; correct the value, or allow free sorts with forced=False (on the command "
        "line --free)"
    )
    assert all(fault.remedy for fault in faults.values())


def test_reading_and_checking_agree_on_what_stops(tmp_path: Path) -> None:
    path = put(tmp_path, FULL_OF_FAULTS)
    faults = check_file(path)
    first = next(f for f in faults if f.stops)
    with pytest.raises(ValueError, match=r"and .* more; `qmt qmethod check`") as caught:
        read_study(path)
    assert first.sentence in str(caught.value)
    assert f"and {len(faults) - 1} more" in str(caught.value)


def test_a_slip_off_the_grid_is_told_from_a_free_sort(tmp_path: Path) -> None:
    text = LIPSET.read_text()
    (slip,) = [
        f for f in check_file(put(tmp_path, text.replace("\n1,-1", "\n1,44"))) if f.statement
    ]
    assert slip.stops
    free = text.replace("\n1,-1", "\n1,44").replace("\n2,0,0", "\n2,0,3")
    (stray,) = [f for f in check_file(put(tmp_path, free)) if f.statement]
    assert not stray.stops


def test_a_free_study_is_not_flooded(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [f"{i}," + ",".join(map(str, rng.integers(-3, 4, size=8))) for i in range(1, 21)]
    path = put(tmp_path, "statement," + ",".join("ABCDEFGH") + "\n" + "\n".join(rows))
    assert check_file(path) == []
    declared = check_file(path, grid="-3..3: 2 3 3 4 3 3 2")
    assert {f.participant for f in declared} == set("ABCDEFGH")
    assert not any(f.stops for f in declared)
    assert check_file(path, grid="-3..3: 2 3 3 4 3 3 2", forced=False) == []


def test_many_missing_cards_are_one_fault(tmp_path: Path) -> None:
    rows = [f"{i},{i % 3 - 1}," + ("" if i > 2 else "1") for i in range(1, 13)]
    path = put(tmp_path, "statement,A,B\n" + "\n".join(rows))
    (missing,) = [f for f in check_file(path) if "not placed" in f.problem]
    assert missing.problem == "10 cards were not placed: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"


def test_an_empty_participant_stops(tmp_path: Path) -> None:
    path = put(tmp_path, "statement,A,B\n1,1,\n2,0,\n3,-1,\n")
    (fault,) = check_file(path)
    assert (fault.participant, fault.problem) == ("B", "the participant placed no card")
    assert fault.stops


def test_slips_in_the_wording_are_told(tmp_path: Path) -> None:
    path = put(tmp_path, "statement,text,A,B\n1,Same here,1,0\n2,same  Here,0,1\n3,,-1,-1\n")
    assert [(f.statement, f.problem, f.stops) for f in check_file(path)] == [
        (2, "the wording is the same as that of statement 1", False),
        (3, "the statement has no wording", False),
    ]


def test_checks_a_study_by_the_same_rules(lipset: QStudy) -> None:
    assert check_study(lipset) == []
    sorts = lipset.sorts.copy()
    sorts["JP5"] = sorts["US1"]
    sorts.loc[1, "US2"] = np.nan
    sorts.loc[2, "US3"] = 9
    odd = dataclasses.replace(lipset, sorts=sorts)
    assert [(f.participant, f.statement) for f in check_study(odd)] == [
        ("US3", 2),
        ("US3", None),
        ("US2", 1),
        ("JP5", None),
    ]


def test_a_card_in_the_unsure_pile_is_no_fault(lipset: QStudy) -> None:
    sorts = lipset.sorts.copy()
    sorts.loc[1, "US2"] = np.nan
    piles = pd.DataFrame(None, index=sorts.index, columns=sorts.columns, dtype=object)
    piles.loc[1, "US2"] = "unsure"
    assert check_study(dataclasses.replace(lipset, sorts=sorts, piles=piles)) == []


def test_a_sheet_of_attributes_is_not_taken_for_sorts(tmp_path: Path) -> None:
    lines = [line.split(",") for line in LIPSET.read_text().split()]
    rows = [lines[0], *([int(cell) for cell in line] for line in lines[1:])]
    book = Workbook()
    book.active.title = "Sorts"
    people = book.create_sheet("People")
    for row in rows:
        book.active.append(row)
    people.append(["participant", "age"])
    for number, name in enumerate(rows[0][1:]):
        people.append([name, 30 + number])
    book.save(tmp_path / "both.xlsx")
    study = read_study(tmp_path / "both.xlsx")
    assert study.names == rows[0][1:]
    assert study.participants is not None
    assert list(study.participants["age"].astype(int)) == list(range(30, 39))
