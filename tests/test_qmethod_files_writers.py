"""What is written reads back; what a format can't hold is refused; nothing is half-written."""

import dataclasses
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from corpora.errors import StudyError
from qmethod import Grid, QSet, QStudy, Statement
from qmethod.checks import check_file
from qmethod.files import read_study, write_study, write_template


def make(
    names: list[str], sorts: list[list[float]], grid: Grid, texts: list[str] | None = None
) -> QStudy:
    size = len(sorts[0])
    wordings = texts or [f"Wording {i}" for i in range(1, size + 1)]
    statements = tuple(Statement(i, t) for i, t in enumerate(wordings, start=1))
    index = pd.Index(range(1, size + 1), name="statement")
    frame = pd.DataFrame(np.array(sorts, dtype=float).T, index=index, columns=names)
    return QStudy("made up", QSet(statements), grid, frame)


SMALL = make(["A", "B"], [[1, 0, -1], [0, 1, -1]], Grid((-1, 0, 1), (1, 1, 1)))


def rich() -> QStudy:
    """A study with everything: framework, piles, attributes, comments, a card not placed."""
    statements = (
        Statement(1, "One, and so on", "Safety", "best interests"),
        Statement(2, 'Two "quoted"', "Health", None),
        Statement(3, "Three"),
    )
    sorts = SMALL.sorts.copy()
    sorts.loc[2, "B"] = np.nan
    piles = pd.DataFrame(None, index=sorts.index, columns=sorts.columns, dtype=object)
    piles.loc[1, "A"], piles.loc[2, "B"] = "agree", "unsure"
    people = pd.DataFrame(
        {"gender": ["f", "m"], "age": [15, 16], "says": ["a long free text", "another long text"]},
        index=pd.Index(["A", "B"], name="participant"),
    )
    comments = pd.DataFrame([["A", 1, "because"]], columns=["participant", "statement", "text"])
    return dataclasses.replace(
        SMALL,
        name="rich",
        qset=QSet(statements, stem="Here, ...", language="cy", note="made for a test"),
        sorts=sorts,
        piles=piles,
        participants=people,
        comments=comments,
        synthetic="made up",
    )


def same(one: QStudy, two: QStudy) -> bool:
    return one.sorts.equals(two.sorts) and one.qset == two.qset and one.grid == two.grid


def test_the_genuine_dat_file_is_rewritten_byte_for_byte(reference: Path, tmp_path: Path) -> None:
    source = reference / "qmethod" / "lipset.dat"
    study = read_study(source, reference / "qmethod" / "lipset_statements.csv")
    paths = write_study(study, tmp_path / "again.dat")
    assert paths == (tmp_path / "again.dat", tmp_path / "again.sta")
    assert paths[0].read_bytes() == source.read_bytes()
    assert same(read_study(*paths), study)


@pytest.mark.parametrize("name", ["s.csv", "s.xlsx", "s.zip", "s.dat", "folder"])
def test_every_kind_reads_back(tmp_path: Path, lipset: QStudy, name: str) -> None:
    for study in (lipset, SMALL):
        paths = write_study(study, tmp_path / name, overwrite=True)
        again = read_study(*paths)
        assert same(again, study)
        assert again.names == study.names


@pytest.mark.parametrize(("name", "kind"), [("r.xlsx", None), ("r", None), ("r.zip", "archive")])
def test_workbook_and_archive_hold_everything_else_too(
    tmp_path: Path, name: str, kind: str | None
) -> None:
    study = rich()
    (path,) = write_study(study, tmp_path / name, kind)
    again = read_study(path)
    assert same(again, study)
    assert (again.name, again.synthetic) == ("rich", "made up")
    assert again.piles.equals(study.piles)
    assert again.participants["age"].tolist() == [15, 16]
    if name == "r.xlsx":
        assert again.comments.equals(study.comments)
        assert again.participants["says"].tolist() == study.participants["says"].tolist()


def test_the_archive_holds_no_free_text(tmp_path: Path) -> None:
    (folder,) = write_study(rich(), tmp_path / "deposit")
    told = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(told) == {
        *("README.txt", "data_dictionary.csv", "participants.csv", "piles.csv"),
        *("sorts.csv", "statements.csv", "study.csv"),
    }
    assert "because" not in "".join(told.values())
    assert "free text" not in told["participants.csv"]
    assert "attribute: says" in told["README.txt"]
    assert "Safety" in told["statements.csv"]
    assert "participants.csv,age,attribute,number from 15 to 16" in told["data_dictionary.csv"]


def test_the_archive_leaves_out_what_names_people_apart(tmp_path: Path) -> None:
    names = [f"P{i}" for i in range(6)]
    people = pd.DataFrame(
        {"mail": [f"{n}@x.org" for n in names], "school": ["North", "South"] * 3}, index=names
    )
    grid = Grid((-1, 0, 1), (1, 1, 1))
    study = dataclasses.replace(make(names, [[1, 0, -1]] * 6, grid), participants=people)
    (folder,) = write_study(study, tmp_path / "deposit")
    assert "x.org" not in (folder / "participants.csv").read_text()
    assert list(read_study(folder).participants.columns) == ["school"]


def test_a_workbook_has_kades_sheets(tmp_path: Path) -> None:
    write_study(SMALL, tmp_path / "k.xlsx")
    book = load_workbook(tmp_path / "k.xlsx")
    assert [c.value for c in book["pattern"][1]] == list(range(-6, 14))
    assert [c.value for c in book["pattern"][2]] == [0] * 5 + [1, 1, 1] + [0] * 12
    assert (book["version"]["A2"].value, book["type"]["A2"].value) == (2, 2)
    assert [c.value for c in book["sorts"][1]][:4] == ["A", 1, 0, -1]
    assert book["statements"]["B1"].value == "Statements"
    assert book["sorts"].max_row == 7  # KADE fails on sheets of fewer rows


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@here", "=1+1"])
def test_no_name_becomes_a_formula(tmp_path: Path, name: str) -> None:
    study = make([name, "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid, ["=1+1", "@two", "Three"])
    people = pd.DataFrame({"note": ["=cmd()", "x"]}, index=pd.Index([name, "B"]))
    study = dataclasses.replace(study, participants=people)
    write_study(study, tmp_path / "f.xlsx")
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "f.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [c for c in cells if c.data_type == "f"]
    assert next(c for c in cells if c.value == name).quotePrefix
    assert same(read_study(tmp_path / "f.xlsx"), study)


def test_statements_without_wording(tmp_path: Path) -> None:
    bare = make(["A", "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid, [" ", " ", " "])
    bare = dataclasses.replace(bare, qset=QSet(tuple(Statement(i, "") for i in (1, 2, 3))))
    for name in ("n.csv", "n.xlsx", "n.zip", "n.dat", "n"):
        paths = write_study(bare, tmp_path / name)
        assert same(read_study(*paths), bare), name
    assert not (tmp_path / "n.sta").exists()


def test_a_separator_that_no_name_holds(tmp_path: Path) -> None:
    study = make(["Ann, B", "C"], [[1, 0, -1], [0, 1, -1]], SMALL.grid)
    assert same(read_study(*write_study(study, tmp_path / "c.zip")), study)
    both = make(["Ann, B", "C; D"], [[1, 0, -1], [0, 1, -1]], SMALL.grid)
    with pytest.raises(StudyError, match="a comma in their name and some a semicolon"):
        write_study(both, tmp_path / "d.zip")


GAP = make(["A", "B"], [[1, 0, np.nan], [0, 1, -1]], SMALL.grid)
WIDE = make(["A", "B"], [[20, 0, -1], [0, 20, -1]], Grid((-1, 0, 20), (1, 1, 1)))
LONG = make(["Bartholomew", "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid)
BROKEN = make(["A\nB", "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid)
LINES = make(["A", "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid, ["a\nb", "c", "d"])
HALF = make(["A", "B"], [[0.5, 0, -1], [0, 1, -1]], SMALL.grid)
RENUMBERED = dataclasses.replace(
    SMALL,
    qset=QSet(tuple(Statement(n, "x") for n in (1, 2, 4))),
    sorts=SMALL.sorts.set_axis(pd.Index([1, 2, 4], name="statement"), axis=0),
)


@pytest.mark.parametrize(
    ("study", "name", "wanted"),
    [
        (GAP, "x.dat", "A did not place statement 3"),
        (GAP, "x.zip", "A did not place statement 3"),
        (WIDE, "x.dat", "knows the columns -6 to 13, and the grid has column 20"),
        (WIDE, "x.xlsx", "knows the columns -6 to 13"),
        (LONG, "x.dat", '"Bartholomew" does not fit the 10 columns'),
        (BROKEN, "x.dat", "does not fit the 10 columns"),
        (BROKEN, "x.zip", "a line break or a quotation mark"),
        (LINES, "x.dat", "statement 1 is empty or holds a line break"),
        (LINES, "x.zip", "statement 1 is empty or holds a line break"),
        (HALF, "x.dat", "A put statement 1 at 0.5"),
        (RENUMBERED, "x.dat", "not numbered 1 to 3 without gaps"),
        (RENUMBERED, "x.zip", "not numbered 1 to 3 without gaps"),
        (SMALL, "x.docx", "what to write could not be told"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(
    tmp_path: Path, study: QStudy, name: str, wanted: str
) -> None:
    with pytest.raises(StudyError, match=wanted):
        write_study(study, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("study", [GAP, RENUMBERED, BROKEN, LINES, HALF, LONG])
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x"])
def test_csv_workbook_and_archive_hold_what_others_cannot(
    tmp_path: Path, study: QStudy, name: str
) -> None:
    paths = write_study(study, tmp_path / name)
    assert same(read_study(*paths, grid=study.grid, forced=False), study)


def test_a_control_character_is_refused_by_a_workbook(tmp_path: Path) -> None:
    study = make(["A\x07", "B"], [[1, 0, -1], [0, 1, -1]], SMALL.grid)
    with pytest.raises(StudyError, match="a control character"):
        write_study(study, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    for name in ("s.csv", "s.dat", "folder"):
        write_study(SMALL, tmp_path / name)
        with pytest.raises(StudyError, match="exists already and was left alone"):
            write_study(SMALL, tmp_path / name)
        write_study(SMALL, tmp_path / name, overwrite=True)
    (tmp_path / "s.dat").unlink()
    with pytest.raises(StudyError, match=r"s.sta: the file exists already"):
        write_study(SMALL, tmp_path / "s.dat")
    assert not (tmp_path / "s.dat").exists()
    (tmp_path / "folder" / "diary.txt").write_text("mine")
    with pytest.raises(StudyError, match="holds other files as well"):
        write_study(SMALL, tmp_path / "folder", overwrite=True)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for name in ("s.csv", "folder"):
        with pytest.raises(StudyError, match="check that the folder exists"):
            write_study(SMALL, tmp_path / "none" / name)


def test_the_same_study_gives_the_same_zip(tmp_path: Path) -> None:
    write_study(SMALL, tmp_path / "a.zip")
    write_study(SMALL, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as archive:
        assert archive.read("sorts.txt") == b"A,1,0,-1\nB,0,1,-1\n"
        assert archive.read("pattern.txt") == b"0,0,0,0,0,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0"


# Template --------------------------------------------------------------------------------


def test_the_template_reads_without_a_fault(tmp_path: Path) -> None:
    path = write_template(tmp_path / "template.xlsx")
    assert check_file(path) == []
    study = read_study(path)
    assert study.names == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert study.forced
    assert study.complete
    assert study.qset.has_framework
    assert study.qset.stem.startswith("When I come")
    assert study.synthetic
    assert study.piles["P1"].notna().all()
    assert len(study.comments) == 3
    assert study.participants["age"].mean() == 15.5
    with pytest.raises(StudyError, match="exists already"):
        write_template(path)


def test_entry_by_pile_is_checked_cell_by_cell(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "template.xlsx"))
    sheet = book["sorts by pile"]
    sheet["C2"], sheet["E2"], sheet["F3"] = "3 8 twelve", "1 2 99", "11 10"
    sheet["G2"] = "12"
    book.save(tmp_path / "edited.xlsx")
    found = {(f.participant, f.statement, f.problem.split(",")[0]) for f in stops(tmp_path)}
    assert found == {
        ("P5", None, 'found "twelve" where a statement number belongs'),
        ("P5", None, "there is no statement 99; the Q-set holds 1 to 12"),
        ("P6", 10, "the card stands twice"),
    }
    cells = [f.cell for f in stops(tmp_path)]
    assert cells[0] == 'sheet "sorts by pile", row 2, column C (C2)'


def stops(folder: Path) -> list:
    return [f for f in check_file(folder / "edited.xlsx") if f.stops]


def test_cards_in_the_unsure_column_are_kept_out(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "template.xlsx"))
    sheet = book["sorts by pile"]
    sheet["D2"], sheet["G2"] = "4 6 10", "11"
    book.save(tmp_path / "unsure.xlsx")
    study = read_study(tmp_path / "unsure.xlsx")
    assert np.isnan(study.sorts.loc[11, "P5"])
    assert study.piles.loc[11, "P5"] == "unsure"


def test_a_participant_may_not_be_entered_both_ways(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "template.xlsx"))
    book["sorts by pile"]["A2"] = "P1"
    book.save(tmp_path / "both.xlsx")
    with pytest.raises(StudyError, match=r'participant "P1": the participant stands twice'):
        read_study(tmp_path / "both.xlsx")


def test_strange_piles_and_comments_stop_with_their_cell(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "template.xlsx"))
    book["piles"]["C3"] = "maybe"
    book["comments"]["B2"] = 44
    book["participants"]["A3"] = "Q9"
    book.save(tmp_path / "edited.xlsx")
    told = [f.sentence for f in stops(tmp_path)]
    assert any('"piles", row 3, column C (C3)' in s and 'found "maybe"' in s for s in told)
    assert any('a comment names statement "44"' in s for s in told)
    assert any("has attributes and no sort" in s for s in told)


# Anything --------------------------------------------------------------------------------

NAMES = st.lists(
    st.text(st.characters(exclude_categories=("C",), exclude_characters="\x85\u2028"), min_size=1)
    .map(str.strip)
    .filter(bool),
    min_size=1,
    max_size=5,
    unique=True,
)
PIECES = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
GENTLE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def studies(draw: st.DrawFn) -> QStudy:
    names = draw(NAMES)
    heights = draw(st.lists(st.integers(1, 4), min_size=3, max_size=5))
    grid = Grid(tuple(range(-2, len(heights) - 2)), tuple(heights))
    order = st.permutations(grid.places.tolist())
    sorts = [[float(v) for v in draw(order)] for _ in names]
    words = st.text(PIECES, max_size=30).map("The card {}".format)
    texts = draw(st.lists(words, min_size=grid.size, max_size=grid.size))
    return make(names, sorts, grid, texts)


@GENTLE
@given(studies(), st.sampled_from(["s.csv", "s.xlsx", "s.zip", "s.dat", "s"]))
def test_whatever_is_written_reads_back(tmp_path: Path, study: QStudy, name: str) -> None:
    try:
        paths = write_study(study, tmp_path / name, overwrite=True)
    except StudyError:
        return
    again = read_study(*paths)
    assert again.names == study.names
    assert again.sorts.to_numpy().tolist() == study.sorts.to_numpy().tolist()
    if len(paths) == 1 and name != "s.dat":
        assert [s.text for s in again.qset] == [s.text for s in study.qset]
