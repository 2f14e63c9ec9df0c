"""Writing a study: CSV, KADE's workbook and zip, PQMethod's files, and the archive copy."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from qmethod.design import QStudy
from qmethod.files.archiving import archive_contents
from qmethod.files.bookwriting import study_workbook
from qmethod.files.pqmethod import dat_text, heights_on_axis, sta_text
from qmethod.files.saving import put, put_folder
from qmethod.files.texts import (
    csv_bytes,
    csv_text,
    refuse_gaps,
    sorts_rows,
    value_text,
    wordings,
    zipped,
)

KINDS = ("csv", "xlsx", "kade-zip", "dat", "archive")
_BY_SUFFIX = {".csv": "csv", ".xlsx": "xlsx", ".zip": "kade-zip", ".dat": "dat", "": "archive"}


def write_study(
    study: QStudy,
    path: str | PathLike[str],
    kind: str | None = None,
    *,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """The paths that were written.

    Parameters
    ----------
    kind
        "csv": statements x participants, with the wording; holds neither grid nor
        attributes. "xlsx": a workbook that KADE reads (type 2, version 2), with everything
        else of the study on sheets that KADE passes over. "kade-zip". "dat": PQMethod's
        .DAT, and .STA beside it where the statements have texts. "archive": a folder (or
        .zip) of CSV files with a data dictionary and no free text. By default the ending of
        the path tells: .csv, .xlsx, .zip, .dat, or none for an archive folder.

    Raises
    ------
    StudyError
        If the format can't hold the study, the file exists and `overwrite` is False, or it
        can't be written.
    """
    target = Path(path)
    kind = kind or _BY_SUFFIX.get(target.suffix.lower())
    if kind not in KINDS:
        raise StudyError(
            f"{target.name}: what to write could not be told from the name; give a kind out of "
            f"{', '.join(KINDS)}."
        )
    if kind == "archive":
        return _write_archive(study, target, overwrite=overwrite)
    contents = {
        "csv": _csv,
        "xlsx": _xlsx,
        "kade-zip": _kade_zip,
        "dat": _dat,
    }[kind](study, target)
    return put(contents, overwrite=overwrite)


def _csv(study: QStudy, target: Path) -> dict[Path, bytes]:
    return {target: csv_bytes(csv_text(sorts_rows(study, wording=True)))}


def _xlsx(study: QStudy, target: Path) -> dict[Path, bytes]:
    return {target: study_workbook(study, file=target.name)}


def _dat(study: QStudy, target: Path) -> dict[Path, bytes]:
    refuse_gaps(study, file=target.name, program="PQMethod")
    dat = {target: dat_text(study, file=target.name).encode()}
    if not any(s.text for s in study.qset):
        return dat
    beside = target.with_suffix(".STA" if target.suffix.isupper() else ".sta")
    return {**dat, beside: sta_text(study, file=beside.name).encode()}


def _kade_zip(study: QStudy, target: Path) -> dict[Path, bytes]:
    file = target.name
    refuse_gaps(study, file=file, program="KADE")
    heights = heights_on_axis(study.grid, file=file, program="KADE")
    separator = _separator(study, file)
    rows = []
    for name in study.names:
        values = [value_text(v) for v in study.sorts[name]]
        if "" in values:
            raise StudyError(
                f"{file}: {name} did not place statement {values.index('') + 1}, and KADE's zip "
                "has no sign for that; write CSV or .xlsx instead."
            )
        rows.append(separator.join([name, *values]))
    texts = {
        "name.txt": " ".join(study.name.split()),
        "pattern.txt": ",".join(map(str, heights)),
        "sorts.txt": "".join(f"{row}\n" for row in rows),
        "statements.txt": "".join(f"{t}\n" for t in wordings(study, file)),
    }
    return {target: zipped({name: text.encode("utf-8") for name, text in texts.items()})}


def _separator(study: QStudy, file: str) -> str:
    """The separator that no name holds, since KADE knows no quotation marks."""
    for separator in ",;":
        if not any(separator in name for name in study.names):
            break
    else:
        raise StudyError(
            f"{file}: some participants have a comma in their name and some a semicolon, and "
            "KADE's zip can hold only one of them; give plain codes."
        )
    broken = [n for n in study.names if "\n" in n or "\r" in n or '"' in n]
    if broken:
        raise StudyError(
            f"{file}: the participant {broken[0]!r} has a line break or a quotation mark in the "
            "name, which KADE's zip can't hold; give plain codes."
        )
    return separator


def _write_archive(study: QStudy, target: Path, *, overwrite: bool) -> tuple[Path, ...]:
    contents = archive_contents(study)
    if target.suffix.lower() == ".zip":
        return put({target: zipped(contents)}, overwrite=overwrite)
    return (put_folder(target, contents, overwrite=overwrite),)
