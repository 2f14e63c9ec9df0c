"""`qmt`, the command line: parses, calls one function, prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpora.errors import StudyError
from workbench.commands import coding, instruments, qmethod

STOPPED = 130  # the exit code that Ctrl-C has everywhere

app = typer.Typer(
    name="qmt",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(qmethod.app, name="qmethod")
app.add_typer(coding.app, name="coding")
app.add_typer(instruments.app, name="instruments")


@app.callback()
def _root() -> None:
    """Q methodology and qualitative research. Everything stays on this machine.

    To begin: `qmt demo`, or `qmt qmethod template my-study.xlsx`.
    """


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="A new folder; qmt-demo if none is named."),
    ] = None,
) -> None:
    """Try everything on a made-up study."""
    from workbench.demo import run_demo

    for line in run_demo(folder):
        typer.echo(line)


def main() -> None:
    """Run the command line; a fault that the researcher can mend is one sentence and exit 2."""
    try:
        app(prog_name="qmt")
    except StudyError as fault:
        _stop(str(fault))
    except SystemExit as done:
        if done.code == STOPPED:
            typer.echo("qmt: stopped; nothing was left half written.", err=True)
        raise
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        _stop(f"{where}{fault.strerror or fault}; look at that place and its disk, then try again.")
    except MemoryError:
        _stop("this machine has too little memory for that; ask for less at a time.")


def _stop(sentence: str) -> None:
    typer.echo(f"qmt: {sentence}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
