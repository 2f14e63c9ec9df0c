"""A coding report with the tables behind it, written to a folder as a whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

import coding as cd
from coding.case_files import write_case_table
from coding.framework_files import write_framework
from coding.project import Project
from workbench.reports.coding_content import coding_report
from workbench.reports.coding_material import CodingMaterial
from workbench.reports.csv_tables import guarded
from workbench.reports.folder import Progress, write_report

PRIVATE = (
    "The tables in this folder show single cases under their own names, with their attributes and "
    "words. Keep the folder as private as the texts themselves; the report beside it shows cases "
    "and coders under numbers, and names.csv says who is who.\n\n"
    "passages.csv      every coded passage with the words around it\n"
    "counts.csv        cases x codes: how many passages\n"
    "cases.csv         cases x codes: 0 or 1, under short names (variables.csv says which)\n"
    "cases.sps, .R     read cases.csv into SPSS and R, labels and all\n"
    "together.csv      codes x codes: how often they come together in a sentence\n"
    "framework.xlsx    cases x themes, to write summaries into; qmt coding import reads it back\n"
    "names.csv         the numbers of the report and the names behind them\n"
)


def write_coding(
    project: Project, folder: str | Path, *, progress: Progress | None = None, **choices: Any
) -> dict[str, Path]:
    """Name -> path of everything that the folder now holds.

    report.docx, report.html, tables.xlsx and tables/*.csv are fit to be shown once their
    quotations have been read; data/ holds tables of single cases.

    Parameters
    ----------
    choices
        Those of `coding_report`.

    Raises
    ------
    StudyError
        If the project has no frame, or the folder holds these files already.
    """
    report = coding_report(project, **choices)
    return write_report(report, folder, progress=progress, also=_data(project))


def _data(project: Project) -> dict[str, Callable[[Path], object]]:
    material = CodingMaterial(project)
    given, frame = (material.codings, material.sources), material.frame
    makers: dict[str, Callable[[Path], object]] = {
        "data/README.txt": partial(_write_text, PRIVATE),
        "data/passages.csv": lambda path: write_table(material.passages, path),
        "data/counts.csv": lambda path: write_table(
            cd.code_by_case(*given, frame=frame).reset_index(), path
        ),
        "data/cases.csv": lambda path: write_case_table(
            material.codings, path.parent, material.sources, frame=frame
        ),
        "data/together.csv": lambda path: write_table(
            cd.co_occurrence(*given, within="sentence", frame=frame).reset_index(names="code"), path
        ),
        "data/framework.xlsx": lambda path: write_framework(matrix_of(project), path),
        "data/names.csv": lambda path: write_table(_names(material), path),
    }
    return makers


def matrix_of(project: Project) -> Any:
    """The framework matrix of a project with what coders wrote; see `coding.framework_matrix`."""
    cells = written_cells(project)
    frame, written = project.frame, {code for _, code in cells}
    roots = [code.id for code in frame.children(None)]
    more = [code.id for code in frame if code.id not in roots and code.id in written]
    return cd.framework_matrix(
        project.codings(), project.sources(), themes=[*roots, *more], summaries=cells, frame=frame
    )


def written_cells(project: Project) -> dict[tuple[str, str], str]:
    """(case, theme) -> what coders wrote there, one under the other."""
    cells: dict[tuple[str, str], str] = {}
    table = project.summaries()
    for case, code, text in zip(table["case"], table["code"], table["text"], strict=True):
        cells[case, code] = f"{cells[case, code]}\n{text}" if (case, code) in cells else text
    return cells


def _names(material: CodingMaterial) -> pd.DataFrame:
    pairs = [*material.case_names.items(), *material.coder_names.items()]
    return pd.DataFrame([(b, a) for a, b in pairs], columns=["in the report", "name"])


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """The path of a CSV file (UTF-8 with a byte-order mark) that holds the table."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guarded(name) for name in table.columns])
        for row in table.itertuples(index=False):
            writer.writerow([guarded(v) if isinstance(v, str) else v for v in row])
    return path


def _write_text(words: str, path: Path) -> None:
    path.write_text(words, encoding="utf-8")
