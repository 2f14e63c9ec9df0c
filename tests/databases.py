"""A place for a project in each kind of database: a file, and a private PostgreSQL server.

The server is started once, in a folder of its own and on a socket there, as a user without
rights; where none is installed, the tests on it are skipped. Debian has it in `postgresql`.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DEBIAN = Path("/usr/lib/postgresql")


def server_programs() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    versions = [p.parent for p in DEBIAN.glob("*/bin/initdb")] if DEBIAN.is_dir() else []
    return max(versions, key=lambda p: float(p.parent.name), default=None)


def as_server_user(command: list[str], folder: Path) -> None:
    """Run a command of the server; it refuses to be run by root."""
    if os.geteuid() == 0:
        user = _unprivileged()
        os.chown(folder, user.pw_uid, user.pw_gid)
        uid, gid = str(user.pw_uid), str(user.pw_gid)
        command = ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", *command]
    # pg_ctl's server would keep a pipe open, so its words go to a file.
    with (folder / "words.log").open("ab") as words:
        subprocess.run(command, check=True, cwd=folder, stdout=words, stderr=words, timeout=120)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("no user without rights to run PostgreSQL as")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a private PostgreSQL server, without a schema."""
    programs = server_programs()
    if programs is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql), or no psycopg")
    folder = Path(tempfile.mkdtemp(prefix="qmt-"))
    data = folder / "data"
    made = ["-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    as_server_user([str(programs / "initdb"), "-D", str(data), *made], folder)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options, "start"]
    as_server_user(start, folder)
    try:
        yield f"postgresql+psycopg://tester@/postgres?host={folder}"
    finally:
        stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        as_server_user(stop, folder)
        shutil.rmtree(folder, ignore_errors=True)


def new_schema(server: str) -> str:
    """The address of a new, empty schema on a server."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:12]}"
    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}&options=-csearch_path%3D{name}"


@pytest.fixture
def server_place(server: str) -> Callable[[], str]:
    """Gives the address of a new, empty schema each time it is called."""
    return lambda: new_schema(server)


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: there, waiting for the disk takes no time."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(dir=memory if usable else None) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, quick_folder: Path) -> str:
    """Where a new project can be made, in each database."""
    if request.param == "sqlite":
        return str(quick_folder / "study.db")
    return new_schema(request.getfixturevalue("server"))


@pytest.fixture
def second_place(place: str, quick_folder: Path, request: pytest.FixtureRequest) -> str:
    """A place for another project in the same kind of database."""
    if "://" not in place:
        return str(quick_folder / "second.db")
    return new_schema(request.getfixturevalue("server"))
