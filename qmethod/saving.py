"""An analysis as a file that is run again, not only read back."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from corpora.errors import StudyError
from corpora.placing import put
from qmethod.analysis import analyse, from_loadings
from qmethod.design import Grid, QSet, QStudy, Statement
from qmethod.record import QAnalysis, Step
from qmethod.steps import again

FORMAT = "qmethod-toolkit analysis 1"
RESULTS = ("loadings", "flags", "z_scores", "factor_arrays", "characteristics")
SAME = 1e-9
LARGEST = 200
"""Megabytes: twenty times what 1,000 sorts of 60 statements take with every step."""


def save(analysis: QAnalysis, path: str | Path) -> Path:
    """The path of the file that now holds the study, the settings, the steps and the results.

    The file holds the sorts, attributes and comments of the study, so it is as private as
    they are. It is written beside its place and then renamed, so a fault leaves nothing half
    done.

    Raises
    ------
    StudyError
        If the place cannot be written to.
    """
    path = Path(path)
    text = json.dumps(as_record(analysis), ensure_ascii=False, indent=1)
    return put(path, text.encode("utf-8"))


def load(path: str | Path) -> QAnalysis:
    """The analysis of a saved file, run again from its sorts and checked against its results.

    Raises
    ------
    StudyError
        If the file is no saved analysis, is damaged, or does not give its own numbers again.
    """
    path = Path(path)
    record = _read(path)
    try:
        analysis = _played(record)
        changed = _changed(analysis, record)
    except StudyError as fault:
        raise StudyError(f"{path} cannot be run again: {fault}") from fault
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise StudyError(
            f"{path} is damaged (a part is missing or of the wrong kind: {_short(fault)}); take a "
            "copy of it, or analyse anew."
        ) from fault
    if changed:
        raise StudyError(
            f"{path} does not give its own numbers again: {changed} differ; the file was changed "
            "by hand or comes from a version with other conventions, so analyse anew."
        )
    return analysis


def as_record(analysis: QAnalysis) -> dict[str, Any]:
    """Everything that makes an analysis again, and what it gave, ready for JSON."""
    given = None
    if analysis.settings.extraction == "given":
        flags = analysis.given_flags
        given = {
            "loadings": _split(analysis.unrotated),
            "flags": None if flags is None else _split(flags),
        }
    return {
        "format": FORMAT,
        "made_with": provenance(),
        "fingerprint": analysis.study.fingerprint,
        "study": study_record(analysis.study),
        "settings": analysis.settings.asdict(),
        "given": given,
        "steps": [{"name": s.name, "arguments": dict(s.arguments)} for s in analysis.steps],
        "decisions": [vars(decision) for decision in analysis.decisions],
        "results": {name: _split(getattr(analysis, name)) for name in RESULTS},
    }


def provenance() -> dict[str, str]:
    """Name -> version of what does the arithmetic."""
    packages = ("qmethod-toolkit", "numpy", "scipy", "pandas", "factor_analyzer")
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def study_record(study: QStudy) -> dict[str, Any]:
    """A study as plain lists and dictionaries."""
    tables = ("sorts", "piles", "participants", "comments")
    return {
        "name": study.name,
        "qset": {
            "stem": study.qset.stem,
            "language": study.qset.language,
            "note": study.qset.note,
            "statements": [vars(statement) for statement in study.qset],
        },
        "grid": {"values": list(study.grid.values), "heights": list(study.grid.heights)},
        "found": list(study.found),
        "synthetic": study.synthetic,
        **{name: _split(getattr(study, name)) for name in tables},
    }


def study_from(record: dict[str, Any]) -> QStudy:
    """The study that `study_record` wrote."""
    qset = record["qset"]
    words = (record["name"], record["synthetic"], qset["stem"], qset["language"], qset["note"])
    if not all(isinstance(word, str) for word in (*words, *record["found"])):
        raise TypeError("a number where the study has words")
    sorts = _joined(record["sorts"])
    return QStudy(
        name=record["name"],
        qset=QSet(
            tuple(Statement(**statement) for statement in qset["statements"]),
            stem=qset["stem"],
            language=qset["language"],
            note=qset["note"],
        ),
        grid=Grid(tuple(record["grid"]["values"]), tuple(record["grid"]["heights"])),
        sorts=sorts.astype(float).rename_axis(index="statement"),
        piles=_joined(record["piles"]),
        participants=_joined(record["participants"]),
        comments=_comments(record["comments"]),
        found=tuple(record["found"]),
        synthetic=record["synthetic"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        _refuse_huge(path)
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise StudyError(
            f"{path} could not be read ({fault.strerror}); give the path of an analysis.json."
        ) from fault
    except StudyError:
        raise
    except (ValueError, RecursionError) as fault:
        raise StudyError(
            f"{path} is not an analysis saved by this toolkit (it is no JSON text); give the "
            "analysis.json of a report folder."
        ) from fault
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise StudyError(
            f'{path} is not an analysis saved by this toolkit (no format "{FORMAT}"); give the '
            "analysis.json of a report folder."
        )
    return record


def _refuse_huge(path: Path) -> None:
    megabytes = path.stat().st_size / 1024 / 1024
    if megabytes > LARGEST:
        raise StudyError(
            f"{path} holds {megabytes:.0f} MB, and no saved analysis is over {LARGEST}; give the "
            "analysis.json of a report folder."
        )


def _played(record: dict[str, Any]) -> QAnalysis:
    """The analysis that a record describes, made again step by step."""
    analysis = _started(study_from(record["study"]), record)
    for step in record["steps"]:
        analysis = again(analysis, Step(step["name"], step["arguments"]))
    return analysis


def _short(fault: Exception) -> str:
    return " ".join(str(fault).split())[:80] or type(fault).__name__


def _started(study: QStudy, record: dict[str, Any]) -> QAnalysis:
    """The analysis as it stood before any step by hand."""
    settings = dict(record["settings"])
    if record["given"] is None:
        factors = settings.pop("factors")
        return analyse(study, factors if isinstance(factors, int) else tuple(factors), **settings)
    loadings, flags = _joined(record["given"]["loadings"]), _joined(record["given"]["flags"])
    kept = ("composite", "reliability", "heywood", "because")
    return from_loadings(study, loadings, flags, **{name: settings[name] for name in kept})


def _changed(analysis: QAnalysis, record: dict[str, Any]) -> str:
    """What of the record the analysis does not give again, or nothing."""
    if analysis.study.fingerprint != record["fingerprint"]:
        return "statements, grid or sorts"
    for name in RESULTS:
        then, now = _joined(record["results"][name]), getattr(analysis, name)
        labels = [list(then.index), list(then.columns)] == [list(now.index), list(now.columns)]
        if not labels or not np.allclose(
            _numbers(then), _numbers(now), rtol=0, atol=SAME, equal_nan=True
        ):
            return name.replace("_", " ")
    return ""


def _numbers(table: pd.DataFrame) -> Any:
    return table.to_numpy(dtype=float, na_value=np.nan)


def _split(table: pd.DataFrame | None) -> dict[str, Any] | None:
    """A table as index, columns and rows, missing values as null."""
    if table is None:
        return None
    rows = table.astype(object).where(table.notna(), None)
    return {
        "index": [_plain(label) for label in table.index],
        "columns": [str(label) for label in table.columns],
        "data": [[_plain(value) for value in row] for row in rows.to_numpy().tolist()],
    }


def _comments(record: dict[str, Any] | None) -> Any:
    table = _joined(record)
    if table is not None and not {"participant", "statement", "text"} <= set(table.columns):
        raise KeyError("comments without participant, statement or text")
    return table


def _joined(record: dict[str, Any] | None) -> Any:
    if record is None:
        return None
    width = len(record["columns"])
    if not all(isinstance(row, list) and len(row) == width for row in record["data"]):
        raise ValueError("a table with a row of another length")
    return pd.DataFrame(record["data"], record["index"], record["columns"])


def _plain(value: Any) -> Any:
    """The value as JSON knows it: numpy's own kinds of number become Python's."""
    return value.item() if isinstance(value, np.generic) else value
