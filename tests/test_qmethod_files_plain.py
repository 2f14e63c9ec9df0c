"""Plain tables: which way round, separators, encodings, and the files that go with them."""

import io
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from corpora.errors import StudyError
from qmethod import Grid, QStudy
from qmethod.files import read_study

HERE = Path(__file__).parent
TEXT = (HERE / "data" / "qmethod" / "lipset.csv").read_text()
ROWS = [line.split(",") for line in TEXT.split()]
TURNED = "\n".join(",".join(column) for column in zip(*ROWS, strict=True)) + "\n"


def written(folder: Path, text: str | bytes, name: str = "sorts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def orientation_of(study: QStudy) -> str:
    return next(s for s in study.found if s.startswith("Orientation"))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TURNED,
        TURNED.replace("statement", "participant"),
        TEXT.replace("statement", ""),
        TURNED.replace("statement", ""),
        TEXT.replace("statement,", "", 1),  # as R writes it: one head less than columns
        "\n".join(",".join(row[1:]) for row in ROWS),
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace("\n", ",\n"),
        "\n\n" + TEXT + "\n\n",
        "participants," + ",".join(f"s{i}" for i in range(1, 34)) + TURNED[TURNED.index("\n") :],
    ],
)
def test_every_shape_of_a_plain_table_gives_the_same_sorts(
    tmp_path: Path, lipset: QStudy, text: str
) -> None:
    study = read_study(written(tmp_path, text))
    assert study.sorts.equals(lipset.sorts)
    assert study.names == lipset.names
    assert study.grid == lipset.grid


def test_says_which_way_round_it_took_the_table_and_why(tmp_path: Path) -> None:
    assert orientation_of(read_study(written(tmp_path, TEXT))) == (
        "Orientation: statements in rows, participants in columns (the first column is headed "
        '"statement"; the first column numbers the statements; the columns share one distribution).'
    )
    assert "participants in rows" in orientation_of(read_study(written(tmp_path, TURNED)))


def test_orientation_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "x,a,b,c\np,1,0,-1\nq,0,1,-1\nr,-1,0,1\n")
    across = read_study(path, orientation="participants in rows")
    down = read_study(path, orientation="statements in rows")
    assert across.names == ["p", "q", "r"]
    assert down.names == ["a", "b", "c"]
    assert across.sorts.to_numpy().T.tolist() == down.sorts.to_numpy().tolist()
    with pytest.raises(StudyError, match='"sideways" is not known'):
        read_study(path, orientation="sideways")


def test_a_study_without_any_sign_says_that_it_assumed(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, "x,a,b\np,1,0\nq,0,2\nr,-1,0\n"))
    assert "assumed, nothing tells" in orientation_of(study)
    assert 'give orientation="participants in rows"' in orientation_of(study)


def test_labels_with_gaps_keep_their_numbers(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, ",p3,p5,p7\nc1,3,0,1\nc2,1,3,0\nc4,0,1,3\n"))
    assert study.qset.numbers == [1, 2, 4]
    assert study.names == ["p3", "p5", "p7"]


def test_wording_with_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = (
        'statement,text,A,B\n1,"Hello, you",1,0\n2,"A ""second""; one",0,1\n3,"Third\nline",-1,-1\n'
    )
    study = read_study(written(tmp_path, text))
    assert [s.text for s in study.qset] == ["Hello, you", 'A "second"; one', "Third\nline"]
    assert study.sorts["B"].tolist() == [0, 1, -1]


def test_wording_stands_for_the_number_where_there_is_none(tmp_path: Path) -> None:
    text = "statement,A,B\nWe like it here,1,0\nWe go home now,0,1\nIt is all fine,-1,-1\n"
    study = read_study(written(tmp_path, text))
    assert study.qset.numbers == [1, 2, 3]
    assert study.qset[3].text == "It is all fine"
    assert any("were numbered in the order of the file" in s for s in study.found)


def test_a_header_of_wordings(tmp_path: Path) -> None:
    text = "participant,We like it here,We go home,It is fine\nA,1,0,-1\nB,0,1,-1\n"
    study = read_study(written(tmp_path, text))
    assert [s.text for s in study.qset] == ["We like it here", "We go home", "It is fine"]
    assert study.names == ["A", "B"]


def test_outcome_and_principle_columns(tmp_path: Path) -> None:
    text = "number,text,outcome,principle,A\n1,One,Safety,best interests,1\n2,Two,,,-1\n"
    study = read_study(written(tmp_path, text))
    assert (study.qset[1].outcome, study.qset[1].principle) == ("Safety", "best interests")
    assert study.qset[2].outcome is None


def test_attributes_beside_the_sorts(tmp_path: Path) -> None:
    text = "participant,age,gender,s1,s2,s3\nA,15,f,1,0,-1\nB,16,m,0,1,-1\n"
    study = read_study(written(tmp_path, text))
    assert study.sorts.to_numpy().tolist() == [[1, 0], [0, 1], [-1, -1]]
    assert study.participants["age"].tolist() == [15, 16]
    assert study.participants["gender"].tolist() == ["f", "m"]


def test_one_entry_per_row(tmp_path: Path) -> None:
    text = "participant_id,statement_id,score\n" + "".join(
        f"P{p},{s},{v}\n" for p in (1, 2) for s, v in ((1, 0), (2, 1), (3, -1))
    )
    study = read_study(written(tmp_path, text))
    assert study.names == ["P1", "P2"]
    assert study.sorts["P2"].tolist() == [0, 1, -1]


def test_decimal_commas(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, "statement;P1;P2\n1;1,5;0\n2;-1,5;0,5\n3;0;-0,5\n"))
    assert study.sorts["P1"].tolist() == [1.5, -1.5, 0]
    assert "Decimal commas were read as such." in study.found


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "UTF-8."),
        ("utf-8-sig", "UTF-8 with a byte-order mark."),
        ("utf-16", "UTF-16."),
        ("utf-16-le", "UTF-16 without a byte-order mark."),
        ("utf-16-be", "UTF-16 without a byte-order mark."),
        ("utf-32", "UTF-32."),
        ("cp1252", "Windows-1252 (look whether accented letters are right)."),
    ],
)
def test_encodings(tmp_path: Path, codec: str, told: str) -> None:
    study = read_study(written(tmp_path, TEXT.replace("US1", "Zoë").encode(codec)))
    assert study.names[0] == "Zoë"
    assert f"Text in {told}" in study.found


@pytest.mark.parametrize(
    "name", ["زينب", "=cmd()", "Ann, the first", 'Bo "B"', "two\nlines", "-3", "Q sort 7"]
)
def test_strange_names_stay_as_they_are(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    study = read_study(written(tmp_path, TEXT.replace("US1", quoted)))
    assert study.names[0] == name
    assert study.sorts[name].notna().all()


def test_unsure_cards_are_kept_out_of_the_grid(tmp_path: Path) -> None:
    text = "statement,A,B\n1,1,0\n2,unsure,1\n3,-1,not placed\n"
    study = read_study(written(tmp_path, text), grid="-1..1: 1 1 1")
    assert np.isnan(study.sorts.loc[2, "A"])
    assert study.piles.loc[2, "A"] == "unsure"
    assert study.piles["B"].isna().all()
    assert "Cards kept out of the grid in the unsure pile: 1." in study.found


def test_the_grid_given_beats_that_of_the_sorts(tmp_path: Path) -> None:
    path = written(tmp_path, "statement,A,B\n1,1,0\n2,0,0\n3,0,1\n4,-1,-1\n")
    assert str(read_study(path).grid) == "-1..1: 1 2 1"
    wide = read_study(path, grid=Grid((-1, 0, 1), (1, 1, 2)))
    assert str(wide.grid) == "-1..1: 1 1 2"
    assert "Grid -1..1: 1 1 2, as given." in wide.found
    with pytest.raises(StudyError, match=r"the grid given \(-1..1: 1 1 1\) has 3 places for 4"):
        read_study(path, grid="-1..1: 1 1 1")


def test_incomplete_sorts_get_a_grid_put_together(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, "statement,A,B\n1,2,\n2,1,1\n3,,0\n4,-1,-2\n"))
    assert study.grid.size == 4
    assert any("put together from the fullest columns" in s for s in study.found)
    assert "Cards not placed: 2, by A, B." in study.found


def test_a_free_study_says_where_its_grid_is_from(tmp_path: Path) -> None:
    text = "statement,A,B,C\n1,2,0,1\n2,1,0,2\n3,0,0,3\n4,-1,1,2\n"
    study = read_study(written(tmp_path, text))
    assert any("no two sorts share one" in s for s in study.found)


def test_files_that_go_with_the_sorts(tmp_path: Path) -> None:
    sorts = written(tmp_path, "statement,A,B\n1,1,0\n2,0,1\n3,-1,-1\n")
    people = written(tmp_path, "code;school;age\nA;North;15\nB;South;16\n", "people.csv")
    talk = written(tmp_path, "participant,statement,comment\nA,2,hello there\n", "talk.csv")
    cards = written(tmp_path, '"numbers","wording"\ns1,One\nS2,"Two, too"\ns3,Three\n', "c.csv")
    study = read_study(sorts, people, talk, cards)
    assert study.participants["school"].tolist() == ["North", "South"]
    assert study.comments.values.tolist() == [["A", 2, "hello there"]]
    assert study.qset[2].text == "Two, too"


def test_a_list_of_statements_that_does_not_fit_stops(tmp_path: Path) -> None:
    sorts = written(tmp_path, "statement,A,B\n1,1,0\n2,0,1\n3,-1,-1\n")
    short = written(tmp_path, "One thing\nAnother thing\n", "short.txt")
    with pytest.raises(StudyError, match=r"short.txt: it holds 2 statements.*of 3 statements"):
        read_study(sorts, short)
    other = written(tmp_path, "number,text\n1,One\n2,Two\n4,Four\n", "other.csv")
    with pytest.raises(StudyError, match=r"other.csv: it has no statement 3"):
        read_study(sorts, other)


def test_two_files_of_sorts_are_one_too_many(tmp_path: Path) -> None:
    one, two = written(tmp_path, TEXT, "one.csv"), written(tmp_path, TURNED, "two.csv")
    with pytest.raises(StudyError, match=r"two.csv: one.csv holds sorts and so does this file"):
        read_study(one, two)


def workbook(rows: list[list[object]], *more: list[list[object]]) -> bytes:
    book = Workbook()
    for i, block in enumerate((rows, *more)):
        sheet = book.active if i == 0 else book.create_sheet(f"sheet {i}")
        for row in block:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


NUMBERS: list[list[object]] = [
    [int(c) if c.lstrip("-").isdigit() else c for c in row] for row in ROWS
]


def test_workbooks_either_way_round(tmp_path: Path, lipset: QStudy) -> None:
    down = read_study(written(tmp_path, workbook(NUMBERS), "down.xlsx"))
    turned = [list(column) for column in zip(*NUMBERS, strict=True)]
    across = read_study(written(tmp_path, workbook(turned), "across.xlsx"))
    assert down.sorts.equals(lipset.sorts)
    assert across.sorts.equals(lipset.sorts)


def test_a_second_sheet_with_the_statements(tmp_path: Path) -> None:
    cards: list[list[object]] = [["number", "text"]] + [
        [i, f"Wording of card {i}, so to say"] for i in range(1, 34)
    ]
    study = read_study(written(tmp_path, workbook(NUMBERS, cards), "two.xlsx"))
    assert study.qset[33].text == "Wording of card 33, so to say"
    with pytest.raises(StudyError, match='the sheets "Sheet" and "sheet 1" could all hold'):
        read_study(written(tmp_path, workbook(NUMBERS, NUMBERS), "twice.xlsx"))


def test_the_name_of_a_file_tells_nothing(tmp_path: Path, lipset: QStudy) -> None:
    text = read_study(written(tmp_path, TEXT, "text.xlsx"))
    assert text.sorts.equals(lipset.sorts)
    assert "text.xlsx is a text file, not .xlsx, and was read as text." in text.found
    book = read_study(written(tmp_path, workbook(NUMBERS), "book.csv"))
    assert book.sorts.equals(lipset.sorts)
    assert "book.csv is a workbook, whatever its name." in book.found


def test_a_large_study_reads(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    shape = np.repeat(np.arange(-4, 5), [4, 5, 7, 9, 10, 9, 7, 5, 4])
    sorts = [rng.permutation(shape) for _ in range(1000)]
    head = "participant," + ",".join(f"s{i}" for i in range(1, 61))
    lines = [f"P{i}," + ",".join(map(str, s)) for i, s in enumerate(sorts)]
    study = read_study(written(tmp_path, "\n".join([head, *lines])))
    assert study.sorts.shape == (60, 1000)
    assert study.sorts["P999"].tolist() == sorts[999].tolist()


def test_a_row_of_totals_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT + "Total,0,0,0,0,0,0,0,0,0\n")
    with pytest.raises(StudyError, match=r'row 35, column A \(A35\): found "Total" where a statem'):
        read_study(path)


def test_a_column_that_only_counts_the_rows_is_left_out(tmp_path: Path, lipset: QStudy) -> None:
    lines = TEXT.split()
    text = "\n".join([f",{lines[0]}", *(f"{i},{line}" for i, line in enumerate(lines[1:]))])
    study = read_study(written(tmp_path, text))
    assert study.sorts.equals(lipset.sorts)
    assert "Column A only counts the rows and was left out." in study.found


@pytest.mark.parametrize(
    "text",
    [
        "One, so\nTwo, so\nThree, so\n",
        '"One, so"\n"Two, so"\n"Three, so"\n',
        "statement\nOne, so\nTwo, so\nThree, so\n",
        '1,"One, so"\n2,"Two, so"\n3,"Three, so"\n',
        "1;One, so\n2;Two, so\n3;Three, so\n",
        "3\tThree, so\n2\tTwo, so\n1\tOne, so\n",
        'order,id,statement\n1,3,"Three, so"\n2,1,"One, so"\n3,2,"Two, so"\n',
        'Nr,Wording\n1,"One, so"\n2,"Two, so"\n3,"Three, so"\n',
    ],
)
def test_lists_of_statements_of_every_shape(tmp_path: Path, text: str) -> None:
    sorts = written(tmp_path, "statement,A,B\n1,1,0\n2,0,1\n3,-1,-1\n")
    study = read_study(sorts, written(tmp_path, text, "cards.txt"))
    assert [s.text for s in study.qset] == ["One, so", "Two, so", "Three, so"]
