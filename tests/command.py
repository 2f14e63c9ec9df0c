"""`qmt` run in this process, as a researcher runs it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench import cli

LIPSET = Path(__file__).parent / "data" / "qmethod" / "lipset.csv"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Qmt = Callable[..., Ran]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Qmt:
    """A function that runs `qmt` with its arguments."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["qmt", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with what it holds."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def refusal(qmt: Qmt, *arguments: object) -> str:
    """The one sentence by which a command ends with 2, having left everything as it was."""
    before = everything(Path())
    ran = qmt(*arguments)
    assert ran.code == 2, ran
    assert everything(Path()) == before
    last = ran.err.strip().splitlines()[-1]
    assert last.startswith(("qmt: ", "Error: "))
    assert "Traceback" not in ran.err
    return last
