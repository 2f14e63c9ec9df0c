"""A report in all its forms, written to a folder as a whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from corpora.errors import StudyError
from instruments.page.texts import clean
from qmethod.record import QAnalysis
from workbench.reports.content import Figure, Report, Table
from workbench.reports.csv_tables import write_csv
from workbench.reports.excel import write_excel
from workbench.reports.qmethod_content import qmethod_report
from workbench.reports.web import write_html
from workbench.reports.word import write_word

_NOT_IN_FILE_NAMES = re.compile(r"[^\w.-]+")
Part = TypeVar("Part", Table, Figure)
Progress = Callable[[str, int, int], object]
Step = tuple[str, Callable[[Path], object]]


def write_all(
    analysis: QAnalysis,
    folder: str | Path,
    *,
    progress: Progress | None = None,
    also: Mapping[str, Callable[[Path], object]] | None = None,
    **choices: Any,
) -> dict[str, Path]:
    """Name -> path of everything that the report folder now holds.

    report.docx, report.html, tables.xlsx, tables/*.csv, figures/*.svg and *.png. All of it is
    made beside the folder first and then put in place, so a fault leaves nothing behind.

    Parameters
    ----------
    progress
        Called with what is being made, how many steps are done, and how many there are.
    also
        Further files of the same folder: name -> a function that writes it to a path.
    choices
        Those of `qmethod_report`: retention, bootstrap, names, figures and the rest.

    Raises
    ------
    StudyError
        If the folder holds one of these files already, or can't be written to.
    """
    report = qmethod_report(analysis, **choices)
    return write_report(report, folder, progress=progress, also=also)


def write_report(
    report: Report,
    folder: str | Path,
    *,
    progress: Progress | None = None,
    also: Mapping[str, Callable[[Path], object]] | None = None,
) -> dict[str, Path]:
    """As `write_all`, for any report."""
    folder = Path(folder)
    steps = list(_steps(report, also or {}))
    _refuse_taken(folder, sorted({name.split("/")[0] for name, _ in steps}))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    try:
        _make(steps, beside, progress)
        _put_in_place(beside, folder)
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {name: folder / name for name, _ in steps}


def _steps(report: Report, also: Mapping[str, Callable[[Path], object]]) -> Iterator[Step]:
    """Every file with the function that writes it."""
    for name, figure in _files_of(report.figures).items():
        yield f"figures/{name}.png", partial(_write_png, figure)
        yield f"figures/{name}.svg", partial(_write_svg, figure)
    yield "report.docx", partial(write_word, report)
    yield "report.html", partial(write_html, report)
    yield "tables.xlsx", partial(write_excel, report)
    for name, table in _files_of(report.tables).items():
        yield f"tables/{name}.csv", partial(write_csv, table)
    yield from also.items()


def _files_of(parts: list[Part]) -> dict[str, Part]:
    """File name -> table or figure: letters that every system takes, each name its own."""
    found: dict[str, Part] = {}
    taken: set[str] = set()
    for part in parts:
        plain = _NOT_IN_FILE_NAMES.sub("-", clean(part.name)).strip("-.")[:80] or "unnamed"
        name, again = plain, 2
        while name.lower() in taken:
            name, again = f"{plain}-{again}", again + 1
        taken.add(name.lower())
        found[name] = part
    return found


def _write_png(figure: Figure, path: Path) -> None:
    path.write_bytes(figure.png)


def _write_svg(figure: Figure, path: Path) -> None:
    path.write_text(figure.svg, encoding="utf-8", newline="\n")


def _make(steps: list[Step], beside: Path, progress: Progress | None) -> None:
    for done, (name, write) in enumerate(steps):
        if progress is not None:
            progress(name, done, len(steps))
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    if progress is not None:
        progress("done", len(steps), len(steps))


def _put_in_place(beside: Path, folder: Path) -> None:
    """One rename where the folder is new; else each entry in turn, taken back on a fault."""
    if not folder.exists():
        beside.chmod(0o755)
        beside.rename(folder)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(beside.iterdir()):
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
    except OSError:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _refuse_taken(folder: Path, names: list[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise StudyError(f"{folder} is a file; name a folder for the report.")
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        raise StudyError(
            f"{folder} already holds {', '.join(taken)}; name another folder, or move these away."
        )


def _unwritable(folder: Path, fault: OSError) -> StudyError:
    return StudyError(
        f"The report could not be written to {folder} ({fault.strerror or fault}); choose a "
        "folder that you may write to, with room on its disk."
    )
