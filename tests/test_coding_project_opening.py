import logging
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from coded_texts import HOME, IN, ONE, SAFE, filled, span

from coding.project import open_project
from coding.storage import tables
from corpora.errors import StudyError

pytest_plugins = ("databases",)

DATA = Path(__file__).parent / "data" / "coding"


def old_file(path):
    """A file of schema 1."""
    connection = sqlite3.connect(path)
    connection.executescript((DATA / "project-schema-1.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def copies(path):
    return sorted(path.with_name(path.name + "-backups").glob("*"))


def test_a_project_that_is_not_there_is_made_only_where_wanted(quick_folder):
    path = quick_folder / "study.db"
    with pytest.raises(StudyError, match=r"study\.db does not exist"):
        open_project(path, create=False)
    assert not path.exists()
    open_project(path).close()
    assert [p.name for p in quick_folder.iterdir()] == ["study.db"]


def test_an_empty_schema_on_a_server_is_made_a_project_only_where_wanted(server_place):
    place = server_place()
    with pytest.raises(StudyError, match="holds no coding project"):
        open_project(place, create=False)
    open_project(place).close()
    open_project(place, create=False).close()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.docx", b"PK\x03\x04 and so on", "is no project: the file is not a database"),
        ("short.db", b"SQLite", "is no project: the file is not a database"),
        ("folder", None, "folder is a folder"),
        ("nowhere/study.db", None, "its folder does not exist"),
    ],
)
def test_what_is_no_project_is_refused_in_one_sentence(quick_folder, name, content, sentence):
    path = quick_folder / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(StudyError, match=sentence) as told:
        open_project(path)
    assert str(told.value).count(".") <= 2
    assert content is None or path.read_bytes() == content


def test_a_damaged_project_is_refused(quick_folder):
    path = quick_folder / "study.db"
    with open_project(path) as project:
        filled(project)
    content = bytearray(path.read_bytes())
    content[100:] = os.urandom(len(content) - 100)
    path.write_bytes(content)
    with pytest.raises(StudyError, match=r"study\.db (is damaged|could not be read|is no project)"):
        open_project(path)


def test_another_programs_database_is_refused_and_stays_as_it_is(quick_folder, server_place):
    path = quick_folder / "contacts.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE people (name)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StudyError, match="a database of another program"):
        open_project(path)
    assert path.read_bytes() == before
    place = server_place()
    execute_on_server(place, "CREATE TABLE sources (x int)")
    with pytest.raises(StudyError, match="a database of another program"):
        open_project(place)


def execute_on_server(place, statement):
    import psycopg

    with psycopg.connect(place.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def test_a_project_may_share_its_schema_with_tables_of_other_names(server_place):
    place = server_place()
    execute_on_server(place, "CREATE TABLE invoices (x int)")
    with open_project(place) as project:
        filled(project)
        assert project.differences().empty


def test_a_project_of_a_newer_version_is_refused(place):
    with open_project(place) as project:
        newer = tables.about.update().values(value="99").where(tables.about.c.name == "schema")
        with project.store.transaction() as connection:
            connection.execute(newer)
    with pytest.raises(StudyError, match="written by a newer version of this program"):
        open_project(place)


def test_an_older_project_is_copied_and_brought_up_to_date(quick_folder):
    path = old_file(quick_folder / "study.db")
    with open_project(path, coder="A") as project:
        assert list(project.codings()["code"]) == [IN]
        assert len(project.decisions()) == 3
        project.summarise("c1", IN, "New words.")
        assert project.differences().empty
        assert project.rebuild() == len(project.log())
        assert list(project.summaries()["text"]) == ["New words."]
    (copy, *_) = copies(path)
    assert "schema-2" in copy.name
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT value FROM about WHERE name = 'schema'").fetchone() == ("1",)
    assert kept.execute("SELECT count(*) FROM decisions").fetchone() == (3,)
    kept.close()
    with open_project(path):
        assert len(copies(path)) == 2  # one before the migration, one before the rebuild


def test_an_older_project_on_a_server_is_brought_up_to_date(server_place):
    place = server_place()
    with open_project(place) as project:
        filled(project)
        with project.store.transaction() as connection:
            tables.summaries.drop(connection)
            connection.execute(
                tables.about.update().values(value="1").where(tables.about.c.name == "schema")
            )
    with open_project(place, coder="A") as project:
        project.summarise("c1", IN, "New words.")
        assert project.differences().empty


def test_a_migration_that_fails_leaves_the_old_project(quick_folder, monkeypatch):
    from coding.storage import opening

    def fails(connection):
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise StudyError("stopped half way")

    path = old_file(quick_folder / "study.db")
    monkeypatch.setitem(opening.MIGRATIONS, 2, fails)
    with pytest.raises(StudyError, match="stopped half way"):
        open_project(path)
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "half" not in names
    monkeypatch.undo()
    open_project(path).close()


def test_a_project_that_another_program_writes_is_told_to_be_busy(quick_folder):
    path = quick_folder / "study.db"
    with open_project(path, wait=0.1) as project:
        filled(project)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StudyError, match=r"study\.db is being written by another program"):
            open_project(path, wait=0.1)
        with pytest.raises(StudyError, match="is being written by another program"):
            project.code("s1", *span("s1", HOME), SAFE, coder="A")
        other.execute("ROLLBACK")
        other.close()
        project.code("s1", *span("s1", HOME), SAFE, coder="A")


def test_a_project_that_is_locked_on_a_server_is_told_to_be_busy(server_place):
    place = server_place()
    with open_project(place, wait=0.2) as first, open_project(place, wait=0.2) as second:
        filled(first)
        with first.together("import"):
            first.code("s1", *span("s1", HOME), SAFE, coder="A")
            assert second.codings().empty
            with pytest.raises(StudyError, match="is being written by another program"):
                second.code("s1", *span("s1", HOME), SAFE, coder="B")
        second.code("s1", *span("s1", HOME), SAFE, coder="B")
        assert len(first.codings()) == 2


# Everything is loaded once before the rights are given up: the modules may be root's alone.
AS_NOBODY = """
import os, sys, tempfile
from coding.project import open_project
from corpora.errors import StudyError
with tempfile.TemporaryDirectory() as folder:
    open_project(folder + "/study.db").close()
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
try:
    open_project(sys.argv[1])
except StudyError as fault:
    print(fault)
"""


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_project_that_cannot_be_written_is_refused(quick_folder, what):
    path = quick_folder / "study.db"
    with open_project(path) as project:
        filled(project)
    quick_folder.chmod(0o755 if what == "folder" else 0o777)
    path.chmod(0o444 if what == "file" else 0o666)
    if what == "folder" and os.geteuid() != 0:
        quick_folder.chmod(0o555)
    found = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    quick_folder.chmod(0o755)
    assert found.stdout == (
        "study.db cannot be written; check the rights of the file and its folder, or copy it "
        "elsewhere.\n"
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://me:secret@host/study", "kept in SQLite or PostgreSQL, not mysql"),
        ("://", "address cannot be read"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/study", "cannot be reached"),
        ("postgresql://me:secret@127.0.0.1:1/study", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_the_password(address, sentence):
    with pytest.raises(StudyError, match=sentence) as told:
        open_project(address)
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_server_without_the_database_is_told(server):
    with pytest.raises(StudyError, match="does not exist; check the address"):
        open_project(server.replace("/postgres?", "/nothing?"))


def test_a_file_may_be_given_as_an_address(quick_folder):
    open_project(f"sqlite:///{quick_folder}/study.db").close()
    assert (quick_folder / "study.db").exists()


def test_two_who_open_a_new_project_at_once_get_the_same_one(place):
    failed = []

    def work(coder):
        try:
            with open_project(place, coder=coder, wait=20) as project:
                for number in range(5):
                    project.add_coder(f"{coder}{number}")
        except StudyError as fault:
            failed.append(fault)

    threads = [threading.Thread(target=work, args=(name,)) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with open_project(place) as project:
        assert len(project.coders()) == 10
        assert list(project.log().index) == list(range(10, 0, -1))


def test_a_copy_is_a_whole_project(place, quick_folder):
    with open_project(place) as project:
        filled(project).accept(project.pending().index[0], coder="A")
        copy = project.backup(quick_folder / "copy.db")
        before = project.codings()
        with pytest.raises(StudyError, match="exists already"):
            project.backup(quick_folder / "copy.db")
    with open_project(copy, create=False) as project:
        assert project.codings().equals(before)
        assert project.source("s1").text == ONE
        assert project.differences().empty
    assert not list(quick_folder.glob("*.part"))


def test_a_copy_on_a_server_opens_as_a_project_there(server_place):
    with open_project(server_place()) as project:
        filled(project).accept(project.pending().index[0], coder="A")
        copy = project.backup()
        before = project.codings()
        project.undo()
    with open_project(copy, create=False) as project:
        assert project.codings().equals(before)
        assert project.differences().empty


def test_the_ten_newest_copies_are_kept_and_nothing_else_touched(quick_folder):
    path = quick_folder / "study.db"
    with open_project(path) as project:
        mine = project.backup()
        other = path.with_name("study.db-backups") / "study-mine.db"
        other.write_text("mine")
        for _ in range(12):
            project.rebuild()
    left = copies(path)
    assert {mine, str(other)} < {str(copy) for copy in left}
    assert sum("rebuild" in copy.name for copy in left) == 10


def test_neither_logs_nor_faults_hold_words_of_a_text(place, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.DEBUG)
    try:
        with open_project(place) as project:
            filled(project)
            with project.store.transaction() as connection:
                connection.exec_driver_sql("DROP TABLE memos")
            with pytest.raises(StudyError) as told:
                project.memo("Utterly private words.", coder="A")
    finally:
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
    assert "private words" not in str(told.value)
    assert "safe at home" not in caplog.text
    assert "private words" not in caplog.text


def test_import_takes_a_copy_first_where_asked(quick_folder):
    path = quick_folder / "study.db"
    with open_project(path) as project:
        with project.together("import", backup=True):
            filled(project)
        (copy,) = copies(path)
        assert "import" in copy.name
    with open_project(copy) as before:
        assert before.sources() == []
