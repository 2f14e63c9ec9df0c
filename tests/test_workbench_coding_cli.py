"""`qmt coding`: every command on real files, and what it says when it can't."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from coded_texts import COLLEGE, FRAME, HOME, SOURCES, filled
from command import Qmt, refusal, runner
from openpyxl import load_workbook

import coding as cd
from coding.project import open_project
from corpora.sources import Source

ROOT = Path(__file__).parents[1]
TEXTS = [
    {"id": "a1", "text": "He was not in education on referral but is now enrolled at college."},
    {"id": "a2", "text": "She feels safe \U0001f600 in Bahr (بحر). She is registered with a GP."},
    {"id": "a3", "text": "Nothing to report."},
]
FIELDS = (
    "source", "start", "end", "quote", "code", "status", "score", "because", "cue", "triggers",
)  # fmt: skip


@pytest.fixture
def qmt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Qmt:
    """`qmt` in an empty folder that holds texts.jsonl."""
    monkeypatch.chdir(tmp_path)
    written("texts.jsonl", TEXTS)
    return runner(monkeypatch, capsys)


def written(name: str, rows: list[dict]) -> Path:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return Path(name)


def read_lines(name: str) -> list[dict]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def refused(qmt: Qmt, *arguments: object) -> str:
    return refusal(qmt, "coding", *arguments)


def reviewed(name: str = "study.db") -> None:
    """A project that two coders have read."""
    with open_project(name) as project:
        filled(project)
        project.double_code(["Ana", "Ben"], sample=3)
        for coder, rejects in (("Ana", "Feels safe"), ("Ben", "nothing")):
            for row in project.pending(coder=coder).itertuples():
                if rejects in row.code and row.source == "s2":
                    project.reject(row.Index, coder=coder)
                else:
                    project.accept(row.Index, coder=coder)
            for source in SOURCES:
                project.finish(source.id, coder=coder)


def test_suggest_writes_a_line_for_each_suggestion_with_every_field(qmt):
    ran = qmt(
        "coding", "suggest", "texts.jsonl", "--frame", "closure-summaries", "--out", "s.jsonl"
    )
    assert ran.code == 0
    found = read_lines("s.jsonl")
    texts = {row["id"]: row["text"] for row in TEXTS}
    for row in found:
        assert tuple(row) == FIELDS
        assert texts[row["source"]][row["start"] : row["end"]] == row["quote"]
        assert row["status"] == "asserted"
        assert 0 <= row["score"] <= 1
        assert row["because"].endswith(".")
    strong = {(row["source"], row["code"]) for row in found if row["score"] >= 0.5}
    assert ("a1", "EDUCATION/Accessing education") in strong
    assert ("a1", "EDUCATION/Not accessing education") not in strong
    assert ("a2", "HEALTH/GP/Registered") in strong
    assert "3 texts" in ran.out
    assert "none counts as a coding until a person has accepted it" in ran.out


def test_suggest_reads_a_folder_and_takes_ids_from_the_names(qmt):
    Path("closures").mkdir()
    for row in TEXTS:
        Path("closures", f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    assert qmt("coding", "suggest", "closures", "--out", "folder.jsonl").code == 0
    assert qmt("coding", "suggest", "texts.jsonl", "--out", "table.jsonl").code == 0
    assert read_lines("folder.jsonl") == read_lines("table.jsonl")


def test_mentions_come_only_when_asked_for(qmt):
    written("no.jsonl", [{"id": 1, "text": "She might go to college. He is not registered yet."}])
    qmt("coding", "suggest", "no.jsonl", "--out", "plain.jsonl")
    qmt("coding", "suggest", "no.jsonl", "--out", "more.jsonl", "--mentions")
    assert {row["status"] for row in read_lines("plain.jsonl")} <= {"asserted"}
    assert {row["status"] for row in read_lines("more.jsonl")} - {"asserted"}
    assert {row["source"] for row in read_lines("more.jsonl")} == {"1"}


def test_no_character_of_a_quote_breaks_a_line(qmt):
    written("odd.jsonl", [{"id": "o", "text": "She is enrolled\u2028at\x85college now."}])
    qmt("coding", "suggest", "odd.jsonl", "--out", "s.jsonl")
    assert [row["quote"] for row in read_lines("s.jsonl") if "college" in row["quote"]]


def test_suggest_replaces_only_when_forced_and_keeps_what_was_there(qmt):
    qmt("coding", "suggest", "texts.jsonl", "--out", "s.jsonl")
    first = Path("s.jsonl").read_bytes()
    assert "s.jsonl is there already" in refused(qmt, "suggest", "texts.jsonl", "-o", "s.jsonl")
    assert qmt("coding", "suggest", "texts.jsonl", "-o", "s.jsonl", "--force").code == 0
    assert Path("s.jsonl").read_bytes() == first
    assert Path("s.jsonl.backup-1").read_bytes() == first


def test_suggest_refuses_what_it_cannot_read_in_one_sentence(qmt):
    Path("empty").mkdir()
    written("no-text.jsonl", [{"id": 1}])
    written("twice.jsonl", [TEXTS[0], TEXTS[0]])
    written("late.jsonl", [*TEXTS, {"id": "a1", "text": "The id comes again at the end."}])
    Path("bad.jsonl").write_text("{not json\n")
    Path("frame.yaml").write_text("[1, 2\n")
    for name, says in (
        ("nowhere", "no such file"),
        ("empty", "no texts"),
        ("no-text.jsonl", "no column"),
        ("twice.jsonl", "a second time"),
        ("late.jsonl", "a second time"),
        ("bad.jsonl", "line 1"),
    ):
        assert says in refused(qmt, "suggest", name, "--out", "s.jsonl")
    base = ("suggest", "texts.jsonl", "--out", "s.jsonl")
    assert "closure-summaries" in refused(qmt, *base, "--frame", "none")
    assert "frame.yaml" in refused(qmt, *base, "--frame", "frame.yaml")
    assert "not installed" in refused(qmt, *base, "--model", "en_none")
    assert "no model saved" in refused(qmt, *base, "--learned", "bad.jsonl")
    assert "what is to be read" in refused(qmt, "suggest", "texts.jsonl", "-o", "texts.jsonl")
    assert "Missing option" in refused(qmt, "suggest", "texts.jsonl")
    assert "is a folder" in refused(qmt, "suggest", "texts.jsonl", "--out", "empty")


def test_old_suggestions_are_not_read_as_texts(qmt):
    Path("closures").mkdir()
    Path("closures", "one.txt").write_text("She feels safe.")
    qmt("coding", "suggest", "closures", "--out", "closures/s.jsonl")
    assert "among the texts" in refused(
        qmt, "suggest", "closures", "--out", "closures/s.jsonl", "--force"
    )


def test_columns_may_be_named(qmt):
    written("odd.jsonl", [{"number": "7", "who": "c1", "said": "I feel safe.", "asked": "And?"}])
    columns = ("--text-column", "said", "--id-column", "number", "--case-column", "who")
    assert qmt("coding", "start", "study.db", "odd.jsonl", *columns).code == 0
    with open_project("study.db") as project:
        source = project.source("7")
    assert (source.text, source.case) == ("I feel safe.", "c1")


def test_frame_is_shown_and_written_in_other_forms(qmt):
    shown = qmt("coding", "frame")
    assert "61 codes" in shown.out
    for name in ("frame.yaml", "frame.csv", "frame.xlsx", "frame.qdc", "frame.json"):
        assert qmt("coding", "frame", "closure-summaries", "--out", name).code == 0
        assert len(cd.load_frame(name).codable) == 61
    assert ".qdc" in refused(qmt, "frame", "--out", "frame.zzz")
    assert "frame.csv is" in refused(qmt, "frame", "frame.csv", "--out", "frame.csv")


def test_start_makes_a_project_or_nothing(qmt):
    ran = qmt("coding", "start", "study.db", "texts.jsonl")
    assert ran.code == 0
    assert "3 of them new" in ran.out
    with open_project("study.db") as project:
        assert len(project.sources()) == 3
        assert len(project.pending())
        assert len(project.frame.codable) == 61
    written("twice.jsonl", [TEXTS[0], TEXTS[0]])
    assert "a second time" in refused(qmt, "start", "new.db", "twice.jsonl")
    assert not Path("new.db").exists()
    assert "not a database" in refused(qmt, "start", "texts.jsonl", "texts.jsonl")


def test_start_again_adds_new_texts_and_keeps_frame_and_decisions(qmt):
    qmt("coding", "start", "study.db", "texts.jsonl")
    with open_project("study.db") as project:
        number = len(project.pending())
        project.reject(project.pending().index[0], coder="Ana")
    written("more.jsonl", [{"id": "b1", "text": "He is registered with a GP."}])
    ran = qmt("coding", "start", "study.db", "texts.jsonl", "more.jsonl")
    assert "1 of them new" in ran.out
    with open_project("study.db") as project:
        assert len(project.sources()) == 4
        assert len(project.frame_versions()) == 1
        again = project.pending(coder="Ana")
    assert set(again["source"]) >= {"b1"}
    assert len(again[again["source"] != "b1"]) == number - 1


def test_a_failed_start_leaves_an_old_project_as_it_was(qmt):
    qmt("coding", "start", "study.db", "texts.jsonl")
    with open_project("study.db") as project:
        before = len(project.log())
    written("clash.jsonl", [{"id": "n1", "text": "New."}, {"id": "a1", "text": "Another text."}])
    ran = qmt("coding", "start", "study.db", "clash.jsonl")
    assert ran.code == 2
    assert "a1" in ran.err
    with open_project("study.db") as project:
        assert len(project.log()) == before
        assert len(project.sources()) == 3


def test_evaluate_shows_figures_and_writes_tables_and_mistakes(qmt):
    qmt("coding", "suggest", "texts.jsonl", "--out", "s.jsonl")
    gold = [
        {"id": "a1", "gold": [{"code": "EDUCATION/Accessing education"}]},
        {"id": "a2", "gold": ["HEALTH/GP/Registered", "SAFETY/Young person feels safe"]},
        {"id": "a3", "gold": []},
    ]
    written("gold.jsonl", gold)
    shown = qmt("coding", "evaluate", "s.jsonl", "gold.jsonl")
    assert shown.code == 0
    assert "recall: 1.000" in shown.out
    assert qmt("coding", "evaluate", "s.jsonl", "gold.jsonl", "--out", "figures").code == 0
    overall = json.loads(Path("figures/overall.json").read_text())
    assert overall["recall"] == 1
    assert Path("figures/codes.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,")
    assert Path("figures/mistakes.txt").exists()


def test_evaluate_refuses_what_is_no_suggestion(qmt):
    assert "line 1" in refused(qmt, "evaluate", "texts.jsonl", "texts.jsonl")
    Path("latin.jsonl").write_bytes(b'{"source": "caf\xe9"}\n')
    assert "UTF-8" in refused(qmt, "evaluate", "latin.jsonl", "texts.jsonl")
    assert "nowhere" in refused(qmt, "evaluate", "nowhere", "texts.jsonl")


def test_agreement_shows_figures_with_what_they_rest_on(qmt):
    reviewed()
    ran = qmt("coding", "agreement", "study.db", "--unit", "source", "--out", "agreement.csv")
    assert ran.code == 0
    assert "all codes" in ran.out
    assert "The unit is a whole source" in ran.out
    assert "krippendorff_alpha" in Path("agreement.csv").read_text(encoding="utf-8-sig")
    assert "zzz" in refused(qmt, "agreement", "study.db", "--unit", "zzz")


def test_agreement_of_one_coder_is_refused(qmt):
    with open_project("study.db") as project:
        filled(project)
    assert "two coders" in refused(qmt, "agreement", "study.db")


def test_export_and_import_carry_every_coding(qmt):
    reviewed()
    with open_project("study.db") as project:
        before = project.codings()
    assert qmt("coding", "export", "study.db", "study.qdpx").code == 0
    assert qmt("coding", "export", "study.db", "study.qdc").code == 0
    assert len(cd.load_frame("study.qdc").codable) == len(FRAME.codable)
    assert qmt("coding", "import", "study.qdpx", "again.db").code == 0
    with open_project("again.db") as project:
        after = project.codings()
    names = ["source", "start", "end", "code", "coder", "quote"]
    assert after[names].values.tolist() == before[names].values.tolist()


def test_export_of_a_folder_holds_report_and_tables(qmt):
    reviewed()
    ran = qmt("coding", "export", "study.db", "results")
    assert ran.code == 0
    found = {path.as_posix() for path in Path("results").rglob("*") if path.is_file()}
    for name in ("report.docx", "report.html", "tables.xlsx", "data/cases.csv", "data/cases.sps",
                 "data/passages.csv", "data/together.csv", "data/framework.xlsx", "data/names.csv",
                 "data/README.txt", "tables/counts.csv"):  # fmt: skip
        assert f"results/{name}" in found
    assert "Read its quotations" in ran.out
    assert "there already" in refused(qmt, "export", "study.db", "results")


def test_a_framework_matrix_filled_in_comes_back(qmt):
    reviewed()
    qmt("coding", "export", "study.db", "results")
    book = load_workbook("results/data/framework.xlsx")
    sheet = book["Matrix"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("SAFETY") + 1).value = "Feels safe at home [1]."
    book.save("filled.xlsx")
    assert "Name who wrote them" in refused(qmt, "import", "filled.xlsx", "study.db")
    ran = qmt("coding", "import", "filled.xlsx", "study.db", "--coder", "Ana")
    assert "Kept 1 summary as Ana's" in ran.out
    with open_project("study.db") as project:
        assert project.summaries()["text"].tolist() == ["Feels safe at home [1]."]
    assert "Kept 0 summaries" in qmt("coding", "import", "filled.xlsx", "study.db",
                                     "--coder", "Ana").out  # fmt: skip


def test_import_refuses_what_is_no_project(qmt):
    Path("bad.qdpx").write_bytes(b"\x00\x01")
    assert "bad.qdpx" in refused(qmt, "import", "bad.qdpx", "new.db")
    assert "nowhere.qdpx" in refused(qmt, "import", "nowhere.qdpx", "new.db")
    assert "name one of these" in refused(qmt, "import", "texts.jsonl", "new.db")
    Path("bad.xlsx").write_bytes(b"no workbook")
    reviewed()
    assert "bad.xlsx" in refused(qmt, "import", "bad.xlsx", "study.db", "--coder", "Ana")


def test_learn_needs_enough_and_tells_it(qmt):
    reviewed()
    assert "review more first" in refused(qmt, "learn", "study.db", "--out", "model.npz")
    assert "2 or more" in refused(qmt, "learn", "study.db", "--out", "m", "--fewest", "0")


def test_learn_writes_a_model_that_suggest_takes(qmt):
    frame = "frame.json"
    cd.write_frame(FRAME, frame)
    with open_project("study.db") as project:
        project.set_frame(FRAME)
        texts = [COLLEGE if n % 2 else HOME for n in range(24)]
        project.add_sources(Source(f"s{n:02}", text) for n, text in enumerate(texts))
        for n, text in enumerate(texts):
            code = "EDUCATION/In" if n % 2 else "SAFETY/Feels safe"
            project.code(f"s{n:02}", 0, len(text), code, coder="Ana")
    ran = qmt("coding", "learn", "study.db", "--out", "model.npz")
    assert ran.code == 0, ran
    assert "held out" in ran.out
    assert "Not learned: SAFETY/Missing" in ran.out
    assert "no passage" in ran.out
    written("new.jsonl", [{"id": "n", "text": HOME}])
    taught = ("--frame", frame, "--learned", "model.npz")
    assert qmt("coding", "suggest", "new.jsonl", "--out", "s.jsonl", *taught).code == 0
    assert [row["code"] for row in read_lines("s.jsonl")] == ["SAFETY/Feels safe"]


def test_every_command_refuses_a_project_that_is_not_there(qmt):
    for arguments in (
        ("review", "none.db", "--coder", "Ana"),
        ("learn", "none.db", "--out", "m.npz"),
        ("agreement", "none.db"),
        ("export", "none.db", "out"),
    ):
        assert "none.db does not exist" in refused(qmt, *arguments)


def test_a_password_is_never_printed(qmt):
    address = "postgresql+psycopg://name:secret@localhost:1/study"
    ran = qmt("coding", "start", address, "texts.jsonl")
    assert ran.code == 2
    assert "secret" not in ran.out + ran.err


def test_stopping_suggest_leaves_nothing_half_written(tmp_path):
    many = [{"id": n, "text": "She is enrolled at college. " * 40} for n in range(20_000)]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in many))
    command = "from workbench.cli import main; main()"
    arguments = ["coding", "suggest", "many.jsonl", "--out", "s.jsonl"]
    running = subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".s.jsonl-*/s.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert [entry.name for entry in tmp_path.iterdir()] == ["many.jsonl"]
