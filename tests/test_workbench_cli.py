"""`qmt qmethod`: every command on real files, and what it says when it can't."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from command import LIPSET, Qmt, everything, refusal, runner
from docx import Document
from openpyxl import load_workbook

import qmethod as qm

ROOT = Path(__file__).parents[1]


@pytest.fixture
def qmt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Qmt:
    """`qmt` in an empty folder that holds lipset.csv."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(LIPSET, "lipset.csv")
    return runner(monkeypatch, capsys)


# ---- check and template -------------------------------------------------------------------


def test_check_of_a_sound_file_says_what_was_read(qmt: Qmt) -> None:
    ran = qmt("qmethod", "check", "lipset.csv")
    assert ran.code == 0
    assert "Grid -4..4: 2 3 4 5 5 5 4 3 2, the distribution that 9 of 9 sorts share." in ran.out
    assert ran.out.endswith("No problem found in 9 sorts of 33 statements.\n")


def test_check_lists_every_problem_and_ends_with_1(qmt: Qmt) -> None:
    text = LIPSET.read_text().replace("\n1,-1", "\n1,x").replace("\n4,", "\n4,44,").split("\n")
    text[4] = text[4].replace("44,-1", "44", 1) if "44,-1" in text[4] else "4,44,1,3,1,0,0,-1,0,1"
    Path("bad.csv").write_text("\n".join(text))
    ran = qmt("qmethod", "check", "bad.csv")
    assert ran.code == 1
    assert 'row 2, column B (B2), participant "US1", statement 1: found "x"' in ran.out
    assert 'row 5, column B (B5), participant "US1", statement 4: found 44' in ran.out
    assert "must be mended before the file can be read:" in ran.out
    assert ran.err == ""


def test_check_takes_the_grid_and_free_sorts(qmt: Qmt) -> None:
    Path("free.csv").write_text(LIPSET.read_text().replace("\n1,-1", "\n1,4"))
    assert qmt("qmethod", "check", "free.csv").code == 1
    assert qmt("qmethod", "check", "free.csv", "--free").code == 0
    wrong = qmt("qmethod", "check", "lipset.csv", "--grid", "-3..3: 2 4 5 6 5 4 2")
    assert wrong.code == 1
    assert "has 28 places for 33 statements" in wrong.out


def test_the_template_is_sound_and_is_never_written_over(qmt: Qmt) -> None:
    assert qmt("qmethod", "template", "study.xlsx").code == 0
    assert qmt("qmethod", "check", "study.xlsx").code == 0
    Path("study.xlsx").write_bytes(b"my own work")
    assert "is there already" in refusal(qmt, "qmethod", "template", "study.xlsx")
    assert qmt("qmethod", "template", "study.xlsx", "--force").code == 0
    assert Path("study.xlsx.backup-1").read_bytes() == b"my own work"
    assert load_workbook("study.xlsx").sheetnames


# ---- analyse ------------------------------------------------------------------------------


@pytest.mark.slow
def test_analyse_writes_the_report_and_says_where_to_look(qmt: Qmt) -> None:
    turn = ("--turn", "F1 F2 -12° The Democrats stand apart.", "--because", "Three make sense.")
    ran = qmt("qmethod", "analyse", "lipset.csv", "--factors", 3, "--out", "results", *turn)
    assert ran.code == 0
    assert "Open report.docx or report.html in results" in ran.out
    found = {path.name for path in Path("results").iterdir()}
    assert found == {
        "report.docx", "report.html", "tables.xlsx", "analysis.json", "figures", "tables",
    }  # fmt: skip
    analysis = qm.load("results/analysis.json")
    by_hand = qm.rotate_by_hand(qm.analyse(qm.read_study("lipset.csv"), 3), "F1", "F2", degrees=-12)
    pd.testing.assert_frame_equal(
        analysis.loadings, by_hand.loadings, check_names=False, check_index_type=False
    )
    reasons = [decision.because for decision in analysis.decisions]
    assert "The Democrats stand apart." in reasons
    assert "Three make sense." in reasons
    words = "\n".join(paragraph.text for paragraph in Document("results/report.docx").paragraphs)
    assert "Three make sense." in words
    for factor in analysis.factors:
        assert f"{factor} (" in ran.out


@pytest.mark.slow
def test_force_keeps_the_old_results_beside_and_rerun_writes_them_anew(qmt: Qmt) -> None:
    analyse = ("qmethod", "analyse", "lipset.csv", "-k", "2", "-o", "results")
    assert qmt(*analyse).code == 0
    first = everything(Path("results"))
    assert "is there already" in refusal(qmt, *analyse)
    assert qmt(*analyse, "--force", "--extraction", "centroid").code == 0
    assert everything(Path("results.backup-1")) == first
    assert qm.load("results/analysis.json").settings.extraction == "centroid"
    again = qmt("qmethod", "rerun", "results.backup-1/analysis.json", "--out", "again")
    assert again.code == 0
    assert "gives its own numbers again" in again.out
    assert set(everything(Path("again"))) == set(first)
    assert Path("again/analysis.json").read_bytes() == first["analysis.json"]
    assert {p.name for p in Path().iterdir()} == {
        "lipset.csv", "results", "results.backup-1", "again",
    }  # fmt: skip


WRONG = {
    "no factors": (("--factors", "0"), "a number of 1 or more"),
    "fewer than none": (("--factors", "-1"), "a number of 1 or more"),
    "more than the sorts carry": (("--factors", "99"), "ask for 9 or fewer"),
    "a word for factors": (("--factors", "abc"), "Invalid value for '--factors'"),
    "an unknown extraction": (("-k", "2", "--extraction", "PCA2"), "choose one of pca"),
    "an unknown rotation": (("-k", "2", "--rotation", "Varimax"), "choose one of varimax"),
    "a level above 1": (("-k", "2", "--flag-level", "5"), "between 0 and 1"),
    "a grid of no form": (("-k", "2", "--grid", "nine columns"), "was not understood"),
    "a grid of another size": (("-k", "2", "--grid", "-1..1: 1 2 1"), "has 4 places for 33"),
    "a turn of no form": (("-k", "2", "--turn", "F1 F2"), "was not understood"),
    "a turn by an exponent": (("-k", "2", "--turn", "F1 F2 1e400"), "was not understood"),
    "a turn of a strange factor": (("-k", "2", "--turn", "F1 F9 3"), 'no factor "F9"'),
    "an unknown orientation": (("-k", "2", "--orientation", "sideways"), "statements in rows"),
    "a seed below 0": (("-k", "2", "--seed", "-1"), "--seed"),
    "an unknown option": (("-k", "2", "--factor", "2"), "--factors"),
    "no number of factors": ((), "Missing option"),
}


@pytest.mark.parametrize(("options", "wanted"), WRONG.values(), ids=WRONG)
def test_a_wrong_choice_is_one_sentence_and_leaves_nothing(
    qmt: Qmt, options: tuple[str, ...], wanted: str
) -> None:
    assert wanted in refusal(qmt, "qmethod", "analyse", "lipset.csv", "--out", "new", *options)


PLACES = {
    "the input": ("lipset.csv", "what is to be read"),
    "below a file": ("lipset.csv/sub", "lipset.csv is a file"),
    "this folder": (".", "a place of their own"),
    "the folder above": ("..", "a place of their own"),
    "nothing": ("", "a place of their own"),
    "an endless name": ("x" * 300, "File name too long"),
}


@pytest.mark.parametrize("command", ["analyse", "compare", "convert"])
@pytest.mark.parametrize(("place", "wanted"), PLACES.values(), ids=PLACES)
def test_results_never_go_where_they_may_not(
    qmt: Qmt, command: str, place: str, wanted: str
) -> None:
    more = ("-k", "2") if command == "analyse" else ()
    words = ("qmethod", command, "lipset.csv", "--out", place, "--force", *more)
    assert wanted in refusal(qmt, *words)


def test_a_folder_that_holds_the_input_is_not_replaced(qmt: Qmt) -> None:
    Path("study").mkdir()
    shutil.move("lipset.csv", "study")
    words = ("qmethod", "analyse", "study/lipset.csv", "-k", "2", "-o", "study", "--force")
    assert "what is to be read" in refusal(qmt, *words)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_sentence(qmt: Qmt) -> None:
    Path("locked").mkdir(mode=0o500)
    words = ("qmethod", "analyse", "lipset.csv", "-k", "2", "-o", "locked/results")
    assert "Permission denied" in refusal(qmt, *words)


def test_a_heywood_case_leaves_nothing_and_says_how_to_go_on(qmt: Qmt) -> None:
    words = ("qmethod", "analyse", "lipset.csv", "-k", "4", "--extraction", "horst", "-o", "new")
    text = refusal(qmt, *words)
    assert "US2 on F1" in text
    assert "clip" in text


BAD = {
    "empty": b"",
    "a letter": b"Dear colleague, this is a letter.\n",
    "a picture": b"\x89PNG\r\n\x1a\n0000",
    "all alike": b"s,A,B,C\n1,0,0,0\n2,0,0,0\n3,0,0,0\n",
    "one sort": b"statement,A\n1,-1\n2,0\n3,1\n",
    "two copies": b"statement,A,B\n1,-1,-1\n2,0,0\n3,1,1\n",
    "a title above": b"My study,,\nstatement,A,B\n1,-1,0\n2,0,-1\n3,1,1\n",
    "a total below": b"statement,A,B\n1,-1,0\n2,0,-1\n3,1,1\n4,0,0\n5,0,0\nTotal,0,0\n",
    "names twice": b"statement,A,A\n1,-1,0\n2,0,-1\n3,1,1\n",
    "words for values": b"statement,A,B\n1,agree,0\n2,0,-1\n3,1,1\n",
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_file_is_one_sentence_for_analyse_and_a_list_for_check(
    qmt: Qmt, content: bytes
) -> None:
    Path("bad.csv").write_bytes(content)
    refusal(qmt, "qmethod", "analyse", "bad.csv", "-k", "2", "-o", "new")
    ran = qmt("qmethod", "check", "bad.csv")
    assert ran.code in (1, 2)
    assert ran.out if ran.code == 1 else ran.err


def test_a_title_and_spoilt_cells_are_told_as_such(qmt: Qmt) -> None:
    Path("title.csv").write_text("My study,,\nstatement,A,B\n1,-1,0\n2,0,-1\n3,1,1\n")
    assert 'found the title "My study"' in qmt("qmethod", "check", "title.csv").out
    rows = LIPSET.read_text().split()
    Path("dates.csv").write_text(
        "\n".join(
            [rows[0] + ",LAST", *(f"{row},2024-01-0{n % 9 + 1}" for n, row in enumerate(rows[1:]))]
        )
    )
    ran = qmt("qmethod", "check", "dates.csv")
    assert ran.code == 1
    assert 'the column "LAST" holds text and was left out' in ran.out
    Path("~$study.xlsx").write_bytes(b"\x05Anna")
    assert "give study.xlsx itself" in refusal(qmt, "qmethod", "check", "~$study.xlsx")


def test_strange_names_of_files_and_people_do_no_harm(qmt: Qmt) -> None:
    name = "with space ünï 名 😀.csv"
    text = LIPSET.read_text().replace("US1", "😀 Anna").replace("US2", "=1+1")
    Path(name).write_text(text, encoding="utf-8")
    assert qmt("qmethod", "check", name).code == 0
    assert qmt("qmethod", "convert", name, "-o", "ö/book.xlsx").code == 0
    cells = [cell for sheet in load_workbook("ö/book.xlsx") for row in sheet for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


# ---- compare, bootstrap, convert, rerun ---------------------------------------------------


def test_compare_prints_the_solutions_and_writes_them_if_asked(qmt: Qmt) -> None:
    ran = qmt("qmethod", "compare", "lipset.csv", "--from", "2", "--to", "4", "-o", "weighed")
    assert ran.code == 0
    assert "No rule decides alone" in ran.out
    assert set(everything(Path("weighed"))) == {"retention.csv", "movement.csv", "retention.png"}
    assert "--from must not be above --to" in refusal(
        qmt, "qmethod", "compare", "lipset.csv", "--from", "5", "--to", "2"
    )


def test_bootstrap_of_a_saved_analysis_writes_its_tables(
    qmt: Qmt, lipset_analysis: qm.QAnalysis
) -> None:
    qm.save(lipset_analysis, "analysis.json")
    words = ("qmethod", "bootstrap", "analysis.json", "--replicates", "50")
    ran = qmt(*words, "-o", "boot", "--seed", "3")
    assert ran.code == 0
    table = pd.read_csv("boot/loadings.csv")
    theirs = qm.bootstrap(lipset_analysis, replicates=50, seed=3).summary["loadings"]
    assert len(table) == len(theirs)
    assert "is there already" in refusal(qmt, *words, "-o", "boot")
    assert 'choose "renew" or "keep"' in refusal(qmt, *words, "-o", "b2", "--flags", "maybe")
    assert "no JSON text" in refusal(qmt, "qmethod", "bootstrap", "lipset.csv", "-o", "b3")
    many = ("qmethod", "bootstrap", "analysis.json", "-o", "b4", "--replicates", "100000000")
    assert "100000" in refusal(qmt, *many)


@pytest.mark.parametrize("out", ["copy.csv", "copy.xlsx", "copy.zip", "copy.dat", "archive"])
def test_a_converted_study_reads_back_the_same(qmt: Qmt, out: str) -> None:
    ran = qmt("qmethod", "convert", "lipset.csv", "--out", out)
    assert ran.code == 0
    assert f"Wrote {out}." in ran.out
    first, back = qm.read_study("lipset.csv"), qm.read_study(out)
    assert (first.sorts.to_numpy() == back.sorts.to_numpy()).all()
    assert not [p for p in Path().iterdir() if p.name.startswith(".")]


def test_convert_spares_every_old_file_and_keeps_it_beside_under_force(qmt: Qmt) -> None:
    rows = [line.split(",", 1) for line in LIPSET.read_text().split()]
    texts = ["text", *(f"About {number}" for number, _ in rows[1:])]
    Path("worded.csv").write_text(
        "\n".join(f"{head},{text},{rest}" for (head, rest), text in zip(rows, texts, strict=True))
    )
    Path("study.sta").write_text("an old list")
    words = ("qmethod", "convert", "worded.csv", "-o", "study.dat")
    assert "study.sta is there already" in refusal(qmt, *words)
    assert "Wrote study.dat, study.sta." in qmt(*words, "--force").out
    assert Path("study.sta.backup-1").read_text() == "an old list"


def test_convert_to_what_a_format_cannot_hold_leaves_nothing(qmt: Qmt) -> None:
    rows = [line.split(",") for line in LIPSET.read_text().split()]
    rows[0][1] = 'quo"te'
    Path("odd.csv").write_text("\n".join(",".join(r) for r in rows).replace('quo"te', '"quo""te"'))
    assert "quotation mark" in refusal(qmt, "qmethod", "convert", "odd.csv", "-o", "kade.zip")
    assert "could not be told" in refusal(qmt, "qmethod", "convert", "lipset.csv", "-o", "c.pdf")
    assert "could not be told" in refusal(
        qmt, "qmethod", "convert", "lipset.csv", "-o", "c.csv", "--to", "spss"
    )


def test_a_tampered_analysis_is_not_rerun(qmt: Qmt, lipset_analysis: qm.QAnalysis) -> None:
    path = qm.save(lipset_analysis, "analysis.json")
    record = json.loads(path.read_text())
    record["results"]["z_scores"]["data"][0][0] += 0.001
    path.write_text(json.dumps(record))
    text = refusal(qmt, "qmethod", "rerun", "analysis.json", "--out", "new")
    assert "does not give its own numbers again: z scores differ" in text


# ---- as a process -------------------------------------------------------------------------


def process(*words: str, **options: object) -> subprocess.Popen[str]:
    code = "from workbench.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], text=True, env=environment, **options
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    shutil.copy(LIPSET, tmp_path)
    words = ("qmethod", "analyse", "lipset.csv", "-k", "3", "-o", "new", "--bootstrap", "100000")
    with process(*words, cwd=tmp_path) as running:
        assert running.stdout is not None
        assert "was read as" in running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == "qmt: stopped; nothing was left half written.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["lipset.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        running = process("qmethod", "check", str(LIPSET), cwd=tmp_path, stdout=full)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 2
    assert said.startswith("qmt: No space left on device")


def test_a_reader_that_goes_away_and_a_closed_input_do_no_harm(tmp_path: Path) -> None:
    with process("qmethod", "compare", str(LIPSET), cwd=tmp_path, stdin=subprocess.DEVNULL) as ran:
        assert ran.stdout is not None
        ran.stdout.close()
        ran.stdout = None
        _, said = ran.communicate(timeout=60)
    assert "Traceback" not in said


def test_a_zip_that_is_no_archive_of_ours_is_one_sentence(qmt: Qmt) -> None:
    with ZipFile("data.zip", "w") as archive:
        archive.write("lipset.csv")
    assert "unpack it" in refusal(qmt, "qmethod", "analyse", "data.zip", "-k", "2", "-o", "new")
