"""What `qmt coding` takes out: agreement, evaluation, exchange files, reports and tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coding as cd
from coding.project import Project, open_project
from corpora.errors import StudyError
from corpora.places import check_free, new_files, new_folder
from instruments.page.texts import clean
from workbench.coding_tasks import check_file_free, printed
from workbench.progress import bar, named_bar
from workbench.reports.coding_folder import write_coding, write_table
from workbench.reports.coding_material import agreement_of
from workbench.reports.shown import counted

_SHORT = {
    "units": "units", "coded": "coded", "percent_agreement": "percent", "cohen_kappa": "kappa",
    "krippendorff_alpha": "alpha", "gwet_ac1": "AC1",
}  # fmt: skip
_SUGGESTED = ("source", "code")


def evaluate_lines(
    suggestions: Path, gold: Path, frame: str, out: Path | None, force: bool
) -> Iterator[str]:
    """Hold suggestions against a gold standard, and write tables and mistakes if wanted."""
    if out is not None:
        check_free(out, force=force, inputs=[suggestions, gold])
    found = cd.evaluate(list(read_suggestions(suggestions)), gold, frame=cd.load_frame(frame))
    yield printed(found.table)
    yield "Parents:"
    yield printed(found.parents)
    for name, value in found.overall.items():
        yield f"{name.replace('_', ' ')}: {value:.3f}"
    yield f"On {counted(found.sources, 'text')}."
    if out is None:
        yield f"The worst of {counted(len(found.mistakes), 'mistake')}:"
        yield from (clean(f"  {mistake}") for mistake in found.mistakes[:5])
        return
    with new_folder(out, force=force) as folder:
        write_table(found.table.reset_index(), folder / "codes.csv")
        write_table(found.parents.reset_index(), folder / "parents.csv")
        overall = json.dumps(found.overall, indent=1).replace("NaN", "null")
        (folder / "overall.json").write_text(f"{overall}\n", encoding="utf-8")
        (folder / "mistakes.txt").write_text(f"{found.worst}\n", encoding="utf-8")
    yield f"Wrote codes.csv, parents.csv, overall.json and mistakes.txt into {out}."


def read_suggestions(path: Path) -> Iterator[dict[str, Any]]:
    """The suggestions of a .jsonl file, one after the other.

    Raises
    ------
    StudyError
        If the file cannot be read, or a line is no suggestion.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _suggestion(line, f"{path}, line {number}")
    except UnicodeDecodeError:
        raise StudyError(f"{path}: the file is no UTF-8 text; name the file of suggest.") from None


def _suggestion(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not all(isinstance(row.get(n), str) for n in _SUGGESTED):
        raise StudyError(f"{where}: this is no suggestion; name the .jsonl file of suggest.")
    return row


def agreement_lines(project: str, unit: str, out: Path | None, force: bool) -> Iterator[str]:
    """Show how far coders agree by code and overall, and write the table if wanted."""
    if out is not None:
        check_file_free(out, force=force, inputs=[Path(project)])
    with open_project(project, create=False) as opened, bar("Comparing coders"):
        found = agreement_of(
            opened, opened.codings(), opened.sources(), _frame(opened), unit=unit, replicates=1000
        )
    if isinstance(found, str):
        raise StudyError(found)
    shown = found.table.loc[found.table["coded"] > 0, list(_SHORT)]
    yield printed(shown.rename(columns=_SHORT))
    if len(found.coders) > 2:
        yield printed(found.pairs)
    yield from found.notes
    if out is not None:
        with new_files(out, force=force) as folder:
            write_table(found.table.reset_index(), folder / out.name)
        yield f"Wrote {out}."


def _frame(project: Project) -> cd.CodingFrame:
    found: cd.CodingFrame | None = project.frame
    if found is None:
        raise StudyError("The project has no frame yet; make it by qmt coding start.")
    return found


def export_lines(project: str, out: Path, force: bool) -> Iterator[str]:
    """Write the project for other programs, or a folder with its report and tables."""
    check_free(out, force=force, inputs=[Path(project)])
    ending = out.suffix.lower()
    if ending not in ("", ".qdpx", ".qdc"):
        raise StudyError(
            f"{out}: a project goes out as .qdpx, its frame as .qdc; a name without an ending "
            "gives a folder with report and tables."
        )
    if ending:
        check_file_free(out, force=force, inputs=[Path(project)])
    with open_project(project, create=False) as opened:
        if ending:
            yield from _exchange_lines(opened, out, force)
        else:
            yield from folder_lines(opened, out, force=force)


def _exchange_lines(opened: Project, out: Path, force: bool) -> Iterator[str]:
    with bar(f"Writing {out.name}"), new_files(out, force=force) as folder:
        done = cd.export_refi(opened, folder / out.name)
    yield from map(clean, str(done).splitlines())
    yield f"Wrote {out}. It holds the texts with all names in them: keep it as private."


def folder_lines(
    opened: Project, out: Path, *, force: bool = False, **choices: Any
) -> Iterator[str]:
    """Write report and tables into a folder, and say what to open."""
    with named_bar("Writing the report") as advance, new_folder(out, force=force) as folder:
        write_coding(opened, folder, progress=advance, **choices)
    yield f"Open report.docx or report.html in {out}; its numbers are in tables.xlsx."
    yield "Read its quotations before it leaves the study: words in them may tell who somebody is."
    yield f"{out / 'data'} holds tables of single cases and framework.xlsx: keep it private."
