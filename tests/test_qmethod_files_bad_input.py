"""Bad files: one sentence with file, row, column, what was found and what to do."""

import datetime
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from corpora.errors import StudyError
from qmethod import QStudy
from qmethod.files import read_study

HERE = Path(__file__).parent
TEXT = (HERE / "data" / "qmethod" / "lipset.csv").read_text()
NUMBERS = [
    [int(c) if c.lstrip("-").isdigit() else c for c in line.split(",")] for line in TEXT.split()
]
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def message(path: Path, *more: Path, **options: object) -> str:
    with pytest.raises(StudyError) as caught:
        read_study(path, *more, **options)
    text = str(caught.value)
    assert "\n" not in text
    assert path.name in text
    return text


def put(folder: Path, content: str | bytes, name: str = "bad.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("", "the file is empty"),
        ("\n \n\t\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("statement,US1,US2\n", "a header and no rows below it"),
        ("Hello\nworld\n", "2 lines of text and no sorts"),
        ("Dear colleague, this is a letter.\n", "no rows below it"),
        (TEXT.replace("\n1,-1", "\n1,NaN"), 'row 2, column B (B2), participant "US1", statement 1'),
        (TEXT.replace("\n1,-1", "\n1,inf"), 'found "inf" where a grid value belongs'),
        (TEXT.replace("\n1,-1", "\n1,-Infinity"), 'found "-Infinity"'),
        (TEXT.replace("\n1,-1", "\n1,1e309"), 'found "1e309"'),
        (TEXT.replace("\n1,-1", "\n1,NA"), "leave the cell empty if the card was not placed"),
        (TEXT.replace("\n1,-1", "\n1,=1+1"), 'found "=1+1"'),
        (TEXT.replace("US2", "US1"), "row 1, column C (C1)"),
        (TEXT.replace("US2", ""), "a sort has no participant"),
        (TEXT.replace("\n3,", "\n2,"), "row 4, column A (A4), statement 2: the statement number"),
        (TEXT.replace("\n3,-2,-1", "\n3,-2"), "row 4: the row has 9 cells and the header 10"),
        (TEXT.replace("\n3,-2,", "\n3,-2,1,"), "row 4: the row has 11 cells and the header 10"),
        (TEXT.replace("US1", '"US1'), "line 1: a quotation mark is opened and not closed"),
        ("<html><body>1,2</body></html>", "no sorts were found"),
        (b"%PDF-1.7 etc", "this is a PDF document"),
        (b"\x89PNG\r\n\x1a\n0000", "this is a picture"),
        (b"\x1f\x8b00000", "a gzip archive"),
        (bytes(range(256)) * 20, "neither text nor a workbook"),
        (TEXT.replace("US1", "U\0S").encode(), "neither text nor a workbook"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00", "does not fit it"),
        (TEXT.encode("utf-8").replace(b"US1", b"US\x81"), "can't be read as UTF-8, UTF-16"),
        (OLD_OFFICE + bytes(600), "a file of an old Office program"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    ],
)
def test_bad_text_files(tmp_path: Path, content: str | bytes, wanted: str) -> None:
    assert wanted in message(put(tmp_path, content))


def test_says_how_many_more_faults_there_are(tmp_path: Path) -> None:
    text = TEXT.replace("\n1,-1,-1", "\n1,x,y").replace("US9", "US1")
    told = message(put(tmp_path, text))
    assert told.endswith("(and 1 more; `qmt qmethod check` lists them all).")


def test_a_slip_off_the_grid_stops_a_forced_study_only(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT.replace("\n1,-1", "\n1,44"))
    told = message(path)
    assert 'row 2, column B (B2), participant "US1", statement 1: found 44' in told
    assert "forced=False" in told
    assert "--free" in told
    free = read_study(path, forced=False)
    assert free.sorts.loc[1, "US1"] == 44


def test_forced_true_stops_at_any_departure(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT.replace("\n1,-1", "\n1,0"))
    assert not read_study(path).forced
    told = message(path, forced=True)
    assert "column -1 holds 4 cards and has 5 places, column 0 holds 6 cards" in told


def test_missing_file_folder_and_strange_paths(tmp_path: Path) -> None:
    assert "there is no such file" in message(tmp_path / "none.csv")
    (tmp_path / "folder").mkdir()
    assert "the folder holds no file with a participant's grid" in message(tmp_path / "folder")
    os.mkfifo(tmp_path / "pipe")
    assert "this is no ordinary file" in message(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT)
    path.chmod(0)
    assert "can't be opened" in message(path)


def test_a_file_of_over_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(51 * 1024 * 1024)
    assert "holds 51 MB" in message(path)


def test_a_file_of_endless_cells(tmp_path: Path) -> None:
    assert "2,000,001 cells" in message(put(tmp_path, "1" + ",1" * 2_000_001))
    assert "no rows below it" in message(put(tmp_path, "a" * 3_000_000))


def test_thousands_of_columns(tmp_path: Path) -> None:
    head = ",".join(f"P{i}" for i in range(4000))
    rows = [f"{k}," + ",".join(str((i + k) % 3 - 1) for i in range(4000)) for k in (1, 2, 3)]
    study = read_study(put(tmp_path, "\n".join([f"statement,{head}", *rows])))
    assert study.sorts.shape == (3, 4000)


# Workbooks and archives ------------------------------------------------------------------


def workbook(change: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    for row in NUMBERS:
        book.active.append(row)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def formula(book: Workbook) -> None:
    book.active["B4"] = "=SUM(C4:D4)"


def merged(book: Workbook) -> None:
    book.active.merge_cells("B4:C5")


def date(book: Workbook) -> None:
    book.active["B4"] = datetime.datetime(2024, 2, 1)


def text(book: Workbook) -> None:
    book.active["B4"] = "+2 or so"


def far_away(book: Workbook) -> None:
    book.active["XFD1048576"] = "x"


def emptied(book: Workbook) -> None:
    book.active.delete_rows(1, 100)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (formula, 'sheet "Sheet", row 4, column B (B4): found the formula =SUM(C4:D4); paste'),
        (merged, 'sheet "Sheet", cells B4:C5: these cells are merged; unmerge them'),
        (date, 'row 4, column B (B4), participant "US1", statement 3: found "2024-02-01"'),
        (text, 'found "+2 or so" where a grid value belongs'),
        (far_away, "reaches to cell XFD1048576"),
        (emptied, "the workbook is empty"),
    ],
)
def test_bad_workbooks(tmp_path: Path, change: Callable[[Workbook], None], wanted: str) -> None:
    assert wanted in message(put(tmp_path, workbook(change), "bad.xlsx"))


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "wanted"),
    [
        ({"xl/workbook.xml": b"<a/>", "xl/sheet1.xml": bytes(250 * 2**20)}, "would unpack to 250"),
        ({"sorts.txt": b"0" * 30_000_000, "statements.txt": b"a"}, "would unpack to 29 MB"),
        ({"../../evil.txt": b"x", "sorts.txt": b"a"}, "points outside the archive"),
        ({"/etc/evil.txt": b"x"}, "points outside the archive"),
        ({"word/document.xml": b"x"}, "this is a Word document"),
        ({"content.xml": b"x"}, "this is an OpenDocument file"),
        ({"a.csv": b"x"}, "neither KADE's nor ours"),
        ({"sorts.txt": b"", "statements.txt": b"a"}, "sorts.txt is empty"),
        ({"sorts.txt": b"A,1,0\nB,1\n", "statements.txt": b"a\nb\n"}, "sorts.txt, line 2"),
        (
            {"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
            "defines XML entities",
        ),
        ({"xl/workbook.xml": b"<x/>"}, "the workbook can't be opened"),
    ],
)
def test_bad_archives(tmp_path: Path, members: dict[str, bytes], wanted: str) -> None:
    assert wanted in message(put(tmp_path, archive(members), "bad.zip"))


def test_a_damaged_workbook(tmp_path: Path) -> None:
    whole = workbook(lambda book: None)
    assert "damaged" in message(put(tmp_path, whole[: len(whole) // 2], "half.xlsx"))


# Anything at all -------------------------------------------------------------------------

GENTLE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def reads_or_says_why(path: Path) -> None:
    try:
        study = read_study(path)
    except StudyError as error:
        assert path.name in str(error)
    else:
        assert isinstance(study, QStudy)


@GENTLE
@given(st.binary(max_size=400))
def test_any_bytes_give_a_study_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    reads_or_says_why(put(tmp_path, content, "any.bin"))


@GENTLE
@given(st.text(alphabet=st.sampled_from('0123-+.,;\t\n"|: {}[]asortP#='), max_size=300))
def test_any_text_gives_a_study_or_a_sentence(tmp_path: Path, content: str) -> None:
    reads_or_says_why(put(tmp_path, content, "any.txt"))


SEEDS = [
    TEXT.encode(),
    TEXT.replace(",", ";").encode("utf-16"),
    b"  0  2  3 x\r\n -1  1  0  0  0  0  0  1  1  1  0\r\nAnn       -1 0 1\r\nBob        0-1 1\r\n",
    b'{"k1": {"partId": "a", "sort": "0|1|-1", "presortTrace": "1*p*0"}, "k2": {"sort": "1|0|-1"}}',
    b"sid;uid;s1;s2;s3;comment1\n1;;0;1;-1;(s1) x\n2;;1;0;-1;\n",
    b"1,2\npartId: a,sort: 0|1|-1\npartId: b,sort: 1|0|-1\n",
    b",c04,\nc02,c03,c01\n-1,0,1\n",
    archive({"sorts.txt": b"A,1,0\nB,0,1\n", "statements.txt": b"a\nb\n", "pattern.txt": b"0,1"}),
    workbook(lambda book: None),
]


@GENTLE
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=4)), max_size=12),
)
def test_any_damage_gives_a_study_or_a_sentence(
    tmp_path: Path, seed: bytes, damage: list[tuple[float, int, bytes]]
) -> None:
    content = bytearray(seed)
    for where, gone, put_in in damage:
        at = int(where * len(content))
        content[at : at + gone] = put_in
    reads_or_says_why(put(tmp_path, bytes(content), "damaged"))


@pytest.mark.parametrize(
    "content",
    [
        "  0  9 33 x\n" + "1" * 5_000 + "x\n",
        "<statement id='1' " * 50_000,
        "a" * 50_000 + ":|" + "b" * 50_000,
        '"' + '""' * 50_000 + "\n",
        "1|" * 50_000,
        "(s" * 50_000,
    ],
)
def test_nothing_takes_for_ever(tmp_path: Path, content: str) -> None:
    reads_or_says_why(put(tmp_path, content, "slow.txt"))
    sorts = put(tmp_path, TEXT, "sorts.csv")
    with pytest.raises(StudyError):
        read_study(sorts, tmp_path / "slow.txt")
