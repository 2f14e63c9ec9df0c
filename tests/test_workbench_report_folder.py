import json
from functools import partial

import pytest

import qmethod as qm
from corpora.errors import StudyError
from qmethod.retention import retention
from workbench.reports import folder as writing
from workbench.reports import write_all, write_report
from workbench.reports.content import Column, Heading, Report, Table


@pytest.fixture(scope="module")
def written(lipset, lipset_analysis, tmp_path_factory):
    place = tmp_path_factory.mktemp("all") / "new" / "results"
    told = []
    files = write_all(
        lipset_analysis,
        place,
        retention=retention(lipset),
        progress=lambda *step: told.append(step),
        also={"analysis.json": partial(qm.save, lipset_analysis)},
    )
    return place, files, told


def tiny():
    table = Table.of_rows("t", "c", "p.", (Column("Sort"),), [("P1",)])
    return Report("Tiny", (Heading("H"), table))


def everything(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_every_form_is_there_and_nothing_else(written):
    place, files, _ = written
    assert {"report.docx", "report.html", "tables.xlsx", "analysis.json"} <= set(files)
    assert "tables/loadings.csv" in files
    assert "figures/array-F1.svg" in files
    assert "figures/array-F1.png" in files
    assert sorted(p for p in everything(place) if "." in p) == sorted(files)
    assert [p.name for p in place.parent.iterdir()] == ["results"]
    assert json.loads(files["analysis.json"].read_text(encoding="utf-8"))["settings"]


def test_progress_counts_every_file_to_the_last(written):
    _, files, told = written
    assert [done for _, done, _ in told] == list(range(len(files) + 1))
    assert {total for _, _, total in told} == {len(files)}


def test_pictures_are_left_out_on_demand(lipset_analysis, tmp_path):
    write_all(lipset_analysis, tmp_path / "r", figures=False)
    assert not (tmp_path / "r" / "figures").exists()


def test_a_fault_half_way_leaves_nothing_behind(tmp_path):
    def broken(path):
        path.write_text("half")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_report(tiny(), tmp_path / "r", also={"late.txt": broken})
    assert everything(tmp_path) == []


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing_behind(tmp_path):
    def full(path):
        raise OSError(28, "No space left on device")

    with pytest.raises(StudyError, match="No space left"):
        write_report(tiny(), tmp_path / "r", also={"late.txt": full})
    assert everything(tmp_path) == []


def test_a_folder_that_holds_a_report_is_left_as_it_is(tmp_path):
    (tmp_path / "report.docx").write_text("mine")
    with pytest.raises(StudyError, match=r"already holds report\.docx"):
        write_report(tiny(), tmp_path)
    assert everything(tmp_path) == ["report.docx"]
    assert (tmp_path / "report.docx").read_text() == "mine"


def test_a_folder_that_holds_other_things_keeps_them(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    write_report(tiny(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "report.docx").exists()


def test_what_was_put_in_place_is_taken_back_when_the_rest_cannot_be(tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("mine")
    rename = writing.Path.rename

    def stubborn(path, target):
        if path.name == "tables":
            raise OSError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(writing.Path, "rename", stubborn)
    with pytest.raises(StudyError, match="Permission denied"):
        write_report(tiny(), tmp_path)
    assert everything(tmp_path) == ["notes.txt"]


def test_factors_may_have_any_name(lipset, lipset_analysis, tmp_path):
    names = ["A/B", "A-B", "Sort"]
    loadings = lipset_analysis.loadings.set_axis(names, axis=1)
    flags = lipset_analysis.flags.set_axis(names, axis=1)
    files = write_all(qm.from_loadings(lipset, loadings, flags), tmp_path / "r", figures=False)
    assert {"tables/crib-A-B.csv", "tables/crib-A-B-2.csv", "tables/crib-Sort.csv"} <= set(files)


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    place = tmp_path / "r"
    place.write_text("a file")
    with pytest.raises(StudyError, match="is a file"):
        write_report(tiny(), place)
    assert place.read_text() == "a file"
