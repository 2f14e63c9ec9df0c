"""Where results go: nothing half written, nothing lost."""

from pathlib import Path

import pytest
from command import everything

from corpora.errors import StudyError
from corpora.places import check_free, keep_aside, new_files, new_folder, next_free


def test_a_folder_takes_its_place_when_all_is_written(tmp_path: Path) -> None:
    with new_folder(tmp_path / "a" / "b") as inside:
        (inside / "table.csv").write_text("1")
        assert not (tmp_path / "a" / "b").exists()
    assert everything(tmp_path) == {"a/b/table.csv": b"1"}
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RuntimeError, StudyError, OSError])
def test_a_fault_leaves_neither_results_nor_new_folders(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "mine").write_text("mine")
    for place in (tmp_path / "old", tmp_path / "new" / "deep" / "results"):
        with (
            pytest.raises(StudyError if fault is OSError else fault),
            new_folder(place, force=True) as inside,
        ):
            (inside / "half").write_text("half")
            raise fault("no more")
    assert {path.name for path in tmp_path.iterdir()} == {"old"}
    assert everything(tmp_path) == {"old/mine": b"mine"}


def test_what_was_there_is_kept_beside_under_a_number(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        with new_folder(tmp_path / "out", force=True) as inside:
            (inside / "a").write_text(text)
    assert everything(tmp_path) == {
        "out/a": b"third", "out.backup-1/a": b"first", "out.backup-2/a": b"second",
    }  # fmt: skip


def test_a_taken_place_is_refused_before_the_block(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with (
        pytest.raises(StudyError, match="is there already; choose another name, or add --force"),
        new_folder(tmp_path / "out"),
    ):
        pytest.fail("the block ran")


def test_an_empty_folder_counts_as_free(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with new_folder(tmp_path / "out") as inside:
        (inside / "a").write_text("1")
    assert everything(tmp_path) == {"out/a": b"1"}


def test_files_take_their_places_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "s.sta").write_text("old")
    with pytest.raises(StudyError, match=r"s\.sta is there already"):
        write_pair(tmp_path / "s.dat", force=False)
    assert everything(tmp_path) == {"s.sta": b"old"}
    write_pair(tmp_path / "s.dat", force=True)
    assert everything(tmp_path) == {"s.dat": b"d", "s.sta": b"s", "s.sta.backup-1": b"old"}


def write_pair(path: Path, *, force: bool) -> None:
    with new_files(path, force=force) as inside:
        (inside / "s.dat").write_text("d")
        (inside / "s.sta").write_text("s")


def test_a_fault_names_the_place_that_the_researcher_knows(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with pytest.raises(StudyError) as caught, new_folder(place) as inside:
        raise StudyError(f"{inside / 'a.csv'} is full; make room.")
    assert str(caught.value) == f"{place / 'a.csv'} is full; make room."


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "study" / "sorts.csv"
    file.parent.mkdir()
    file.write_text("1")
    link = tmp_path / "link"
    link.symlink_to(file.parent)
    for place in (file, file.parent, link, link / "sorts.csv", tmp_path / "x" / ".." / "study"):
        with pytest.raises(StudyError, match="what is to be read"):
            check_free(place, force=True, inputs=[file])
    check_free(file.parent / "results", inputs=[file])


@pytest.mark.parametrize("place", ["", ".", "..", "/", "a/.."])
def test_a_place_without_a_name_of_its_own_is_refused(place: str) -> None:
    with pytest.raises(StudyError, match="a place of their own"):
        check_free(Path(place), force=True)


def test_a_link_that_leads_nowhere_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "gone")
    with pytest.raises(StudyError, match="is there already"):
        check_free(tmp_path / "out")
    kept = keep_aside(tmp_path / "out")
    assert kept == tmp_path / "out.backup-1"
    assert kept.is_symlink()


def test_the_next_free_name_is_numbered(tmp_path: Path) -> None:
    assert next_free(tmp_path / "demo") == tmp_path / "demo"
    (tmp_path / "demo").write_text("")
    (tmp_path / "demo-2").write_text("")
    assert next_free(tmp_path / "demo") == tmp_path / "demo-3"
