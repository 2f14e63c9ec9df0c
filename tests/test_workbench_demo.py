"""`qmt demo`, the main job: from nothing to a report of the groups that were planted."""

import json
import shutil
from pathlib import Path

import pytest
from command import Qmt, everything, runner
from docx import Document
from openpyxl import load_workbook

import qmethod as qm
from qmethod.demo import demo as planted

pytestmark = pytest.mark.slow


@pytest.fixture
def qmt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Qmt:
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demonstration, and what it said in said.txt beside it."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        from workbench.demo import run_demo

        (folder / "said.txt").write_text("\n".join(run_demo()))
    return folder


def test_it_recovers_the_planted_groups_and_says_where_to_look(place: Path) -> None:
    said = (place / "said.txt").read_text()
    assert "Recovered 5 of 5 planted groups (of 6 4 3 3 3) without a sort astray." in said
    assert "Open report.docx or report.html" in said
    assert "no value in it is a real person's" in said
    analysis = qm.load(place / "qmt-demo" / "report" / "analysis.json")
    groups: dict[str, set[str]] = {}
    for name, viewpoint in planted().planted.items():
        groups.setdefault(viewpoint or "none", set()).add(name)
    assert len(groups.pop("none")) == 6
    found = [set(analysis.defining(factor)) for factor in analysis.factors]
    assert sorted(map(sorted, found)) == sorted(map(sorted, groups.values()))


def test_every_form_says_that_all_is_synthetic(place: Path) -> None:
    report = place / "qmt-demo" / "report"
    record = json.loads((report / "analysis.json").read_text(encoding="utf-8"))
    assert "synthetic" in record["study"]["synthetic"].lower()
    html = (report / "report.html").read_text(encoding="utf-8")
    word = "\n".join(paragraph.text for paragraph in Document(report / "report.docx").paragraphs)
    book = load_workbook(report / "tables.xlsx", read_only=True)
    cells = " ".join(str(c) for sheet in book for row in sheet.values for c in row if c)
    book.close()
    for text in (html, word, cells):
        assert "synthetic" in text.lower()
        assert "not the published set" in text


def test_the_study_is_of_the_right_shape_and_sound(place: Path) -> None:
    path = place / "qmt-demo" / "study.xlsx"
    assert qm.check_file(path) == []
    study = qm.read_study(path)
    assert study.names == [f"QYP{number}" for number in range(1, 26)]
    assert str(study.grid) == "-3..3: 2 4 5 6 5 4 2"
    assert study.piles is not None
    assert study.participants is not None
    assert study.synthetic


def test_the_pack_is_there_in_english_and_right_to_left_with_nothing_to_mend(place: Path) -> None:
    said = (place / "said.txt").read_text()
    assert "0 faults found. Open qmt-demo/instruments/pack/index.html." in said
    pack = place / "qmt-demo" / "instruments" / "pack"
    names = {path.name for path in (pack / "en").iterdir()}
    assert {path.name for path in (pack / "ar-XB").iterdir()} == names
    assert {"sheet-11-15.docx", "sheet-11-15-easy-read.docx", "guide-b2-notes.docx"} <= names
    for code in ("en", "ar-XB"):
        assert (pack / code / "q-sort" / "cards.pdf").stat().st_size > 1000
    body = Document(pack / "ar-XB" / "sheet-11-15.docx").element.body
    assert body.xpath(".//w:pPr/w:bidi")
    assert "{{" not in "".join(body.itertext())


def test_a_folder_that_holds_something_is_left_alone(qmt: Qmt) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("mine")
    ran = qmt("demo", "mine")
    assert ran.code == 2
    assert ran.err == "qmt: mine is not empty; name a new folder for the demonstration.\n"
    assert everything(Path()) == {"mine/thesis.txt": b"mine"}
    assert qmt("demo", "mine/thesis.txt/x").code == 2


def test_a_second_run_gives_the_same_numbers_beside_the_first(qmt: Qmt, place: Path) -> None:
    shutil.copytree(place / "qmt-demo", "qmt-demo")
    assert qmt("demo").code == 0
    first, second = (json.loads(Path(f, "report/analysis.json").read_text()) for f in
                     ("qmt-demo", "qmt-demo-2"))  # fmt: skip
    assert first == second
