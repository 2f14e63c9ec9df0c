"""Files made to do harm, and damaged ones, are refused in a sentence."""

import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from refi_files import archive, inline_source, project_xml, selection, text_source

from coding.refi import import_refi, read_exchange
from corpora.errors import StudyError

GOOD = project_xml(inline_source("Here.", selection(0, 4)))


def refused(path: Path, words: str) -> None:
    with pytest.raises(StudyError, match=words) as told:
        read_exchange(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://example.org/Project.dtd">',
        '<!DOCTYPE Project [<!ENTITY % a SYSTEM "http://example.org/a"> %a;]>',
    ],
)
def test_document_types_and_entities(tmp_path: Path, start: str) -> None:
    xml = GOOD.replace("?>", f"?>{start}", 1)
    refused(archive(tmp_path / "a.qdpx", xml), "document type or entities")


def test_endless_nesting(tmp_path: Path) -> None:
    xml = "<Project>" + "<Code>" * 100_000
    refused(archive(tmp_path / "a.qdpx", xml), "nested over 200 levels")


def test_xml_that_unpacks_to_far_more(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    archive(path, b" " * (32 << 20))
    refused(path, "far more than a project can")


def test_text_that_unpacks_to_far_more(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.qdpx", project_xml(text_source()), {"sources/one.txt": b"a" * (32 << 20)}
    )
    refused(path, "far more than a project can")


def test_many_small_entries_that_unpack_to_far_more(tmp_path: Path) -> None:
    files = {f"sources/{number}.txt": b"a" * (15 << 20) for number in range(20)}
    refused(archive(tmp_path / "a.qdpx", GOOD, files), "its 21 entries would hold")


@pytest.mark.parametrize(
    "address",
    [
        "internal://../secret.txt",
        "internal://../../etc/passwd",
        "relative://../secret.txt",
        "internal://..%2Fsecret.txt",
        "internal://..\\secret.txt",
        "file:///etc/passwd",
        "file://server/share/secret.txt",
    ],
)
def test_addresses_that_lead_out_are_refused(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.txt").write_text("secret words", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    path = archive(folder / "a.qdpx", project_xml(text_source(path=address)))
    refused(path, "leads out of the project")


@pytest.mark.parametrize(
    "address",
    ["absolute:///etc/hostname", "/etc/hostname", "http://example.org/a.txt", "C:\\texts\\a.txt"],
)
def test_texts_that_lie_elsewhere_are_not_opened_but_listed(tmp_path: Path, address: str) -> None:
    path = archive(tmp_path / "a.qdpx", project_xml(text_source(path=address)))
    found = read_exchange(path)
    assert found.sources == ()
    assert "lies outside the file and was not opened" in str(found.left_over[0])


def test_links_beside_the_file_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret words", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").symlink_to(tmp_path / "secret.txt")
    path = archive(folder / "a.qdpx", project_xml(text_source(path="relative://one.txt")))
    assert read_exchange(path).sources == ()


@pytest.mark.parametrize("name", ["../one.txt", "/etc/one.txt", "sources/../../one", "C:\\one.txt"])
def test_entries_that_lead_out(tmp_path: Path, name: str) -> None:
    refused(archive(tmp_path / "a.qdpx", GOOD, {name: b"x"}), "lead out of its folder")


def test_entries_that_are_links(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.qdpx", GOOD)
    with zipfile.ZipFile(path, "a") as opened:
        entry = zipfile.ZipInfo("sources/one.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, "/etc/passwd")
    refused(path, "lead out of its folder")


def test_entries_that_come_twice(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.qdpx", GOOD)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as opened:
        warnings.simplefilter("ignore")
        opened.writestr("PROJECT.qde", GOOD)
    refused(path, "twice")


def test_two_projects_in_one_archive(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.qdpx", GOOD, {"two.qde": GOOD.encode()}, qde="one.qde")
    refused(path, "2 projects")


def test_archives_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(b"no archive")
    refused(path, "can't be unpacked")
    whole = archive(tmp_path / "b.qdpx", GOOD).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, "can't be unpacked")
    changed = bytearray(whole)
    changed[60] ^= 0xFF
    path.write_bytes(bytes(changed))
    refused(path, "can't be unpacked")


def test_archive_without_a_project(tmp_path: Path) -> None:
    refused(archive(tmp_path / "a.qdpx", "x", qde="readme.txt"), "no .qde file")


def test_missing_file(tmp_path: Path) -> None:
    refused(tmp_path / "a.qdpx", "no such file")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<html></html>", 'its root is "html"'),
        ("<Project><Sources>", "not well formed"),
        ("", "not well formed"),
        ("<Project name='a'></Users></Project>", "not well formed"),
        ('<?xml version="1.0" encoding="nonsense"?><Project/>', "not well formed"),
    ],
)
def test_xml_that_is_no_project(tmp_path: Path, xml: str, words: str) -> None:
    refused(archive(tmp_path / "a.qdpx", xml), words)


@pytest.mark.parametrize("bad", ["", "x", "1e400", "-1", "9" * 400, "١٢"])
def test_positions_that_are_no_numbers_are_listed(tmp_path: Path, bad: str) -> None:
    xml = GOOD.replace('endPosition="4"', f'endPosition="{bad}"')
    found = read_exchange(archive(tmp_path / "a.qdpx", xml))
    assert found.codings == ()
    assert "Housing" in str(found.left_over[0])


def test_failed_import_leaves_no_project_behind(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.qdpx", project_xml(text_source(path="internal://../a")))
    with pytest.raises(StudyError):
        import_refi(path, tmp_path / "study.db")
    assert [p.name for p in tmp_path.iterdir()] == ["a.qdpx"]
