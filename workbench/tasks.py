"""What each command does, giving the lines that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import qmethod as qm
from corpora.errors import StudyError
from corpora.places import check_free, new_files, new_folder
from qmethod.checks import Fault, check_file
from qmethod.files import write_study, write_template
from qmethod.saving import SAME
from workbench.progress import bar, named_bar
from workbench.reports import write_all

LOOK_AT = (
    "no flag", "heywood", "not converged", "negative flag", "double flag", "single flag",
    "leaves the grid", "missing cards", "oblique",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """The files of a study and what the researcher says about them."""

    files: tuple[Path, ...]
    grid: str | None = None
    free: bool | None = None
    orientation: str | None = None

    def study(self) -> qm.QStudy:
        """The study that the files hold."""
        return qm.read_study(*self.files, **self._choices)

    def faults(self) -> list[Fault]:
        """Everything that is wrong or odd in the files."""
        return check_file(*self.files, **self._choices)

    @property
    def _choices(self) -> dict[str, Any]:
        forced = None if self.free is None else not self.free
        return {"grid": self.grid, "forced": forced, "orientation": self.orientation}


def check_lines(reading: Reading) -> tuple[list[str], int]:
    """Every problem of the files, a line each, and how many there are."""
    faults = reading.faults()
    if not faults:
        study = reading.study()
        sound = f"No problem found in {len(study.names)} sorts of {len(study.qset)} statements."
        return [*study.found, sound], 0
    stopping = [fault.sentence for fault in faults if fault.stops]
    worth_a_look = [fault.sentence for fault in faults if not fault.stops]
    lines = []
    for title, sentences in (
        ("must be mended before the file can be read", stopping),
        ("worth a look before an analysis", worth_a_look),
    ):
        if sentences:
            lines.append(f"{len(sentences)} {title}:")
            lines += [f"  {number}. {text}" for number, text in enumerate(sentences, start=1)]
    problems = "1 problem" if len(faults) == 1 else f"{len(faults)} problems"
    return [f"{reading.files[0]}: {problems} found.", *lines], len(faults)


def template_lines(path: Path, force: bool) -> list[str]:
    """Write the example workbook and say what to do with it."""
    if path.suffix.lower() != ".xlsx":
        raise StudyError(f'{path}: the example is a workbook; give a name that ends in ".xlsx".')
    with new_files(path, force=force) as folder:
        write_template(folder / path.name)
    return [
        f"Wrote {path}: type your study over the example, then run",
        f'  qmt qmethod check "{path}"' if " " in str(path) else f"  qmt qmethod check {path}",
    ]


def compare_lines(
    reading: Reading,
    numbers: range,
    extraction: str,
    rotation: str,
    seed: int,
    out: Path | None,
    force: bool,
) -> Iterator[str]:
    """Print solutions side by side, and write the tables and the plot if a folder is named."""
    if not numbers:
        raise StudyError("There is nothing to compare: --from must not be above --to.")
    study = reading.study()
    if out is not None:
        check_free(out, force=force, inputs=reading.files)
    with bar("Comparing solutions"):
        found = qm.compare(study, numbers, extraction=extraction, rotation=rotation, seed=seed)
    yield from study.found
    yield _printed(found.retention.T)
    yield from found.retention.attrs.get("notes", ())
    yield "Where each participant is flagged:"
    yield _printed(found.movement)
    yield "No rule decides alone: weigh them with what the viewpoints mean."
    if out is not None:
        with new_folder(out, force=force) as folder:
            found.retention.to_csv(folder / "retention.csv")
            found.movement.to_csv(folder / "movement.csv")
            qm.plot_retention(found.retention).savefig(folder / "retention.png", dpi=150)
        yield f"Wrote {out}."


def analyse_lines(
    reading: Reading,
    choices: dict[str, Any],
    turns: Sequence[str],
    out: Path,
    replicates: int,
    seed: int,
    force: bool,
) -> Iterator[str]:
    """Analyse a study, write everything into a folder, and say where to look first."""
    check_free(out, force=force, inputs=reading.files)
    study = reading.study()
    analysis = qm.analyse(study, **choices)
    for turn in turns:
        analysis = _turned(analysis, turn)
    yield from study.found
    yield from write_report(analysis, out, replicates=replicates, seed=seed, force=force)


def write_report(
    analysis: qm.QAnalysis, out: Path, *, replicates: int = 0, seed: int = 1, force: bool = False
) -> Iterator[str]:
    """Write report, tables, figures and analysis.json; say where to look first."""
    most = max(8, len(analysis.factors))
    with bar("Weighing numbers of factors"):
        retention = qm.retention(analysis.study, max_factors=most, seed=seed)
    boot = None
    if replicates:
        with bar("Bootstrap") as advance:
            boot = qm.bootstrap(analysis, replicates=replicates, seed=seed, progress=advance)
    with named_bar("Writing the report") as advance, new_folder(out, force=force) as folder:
        write_all(
            analysis,
            folder,
            retention=retention,
            bootstrap=boot,
            progress=advance,
            also={"analysis.json": partial(qm.save, analysis)},
        )
    yield from _first_look(analysis)
    yield f"Open report.docx or report.html in {out}; the numbers are in its tables.xlsx."
    yield "Its analysis.json holds the sorts themselves: keep it as private as they are."


def bootstrap_lines(
    file: Path, out: Path, replicates: int, seed: int, flags: str, force: bool
) -> Iterator[str]:
    """Bootstrap a saved analysis and write its tables."""
    check_free(out, force=force)
    analysis = qm.load(file)
    with bar("Bootstrap") as advance:
        boot = qm.bootstrap(
            analysis, replicates=replicates, seed=seed, flags=flags, progress=advance
        )
    with new_folder(out, force=force) as folder:
        for name, table in boot.summary.items():
            table.to_csv(folder / f"{name}.csv", index=False)
    yield boot.sentence
    yield from boot.notices
    yield f"Wrote {', '.join(boot.summary)} into {out}."


def convert_lines(reading: Reading, out: Path, kind: str | None, force: bool) -> list[str]:
    """Write the study in another form and say what was written."""
    check_free(out, force=force, inputs=reading.files)
    study = reading.study()
    with new_files(out, force=force) as folder:
        written = write_study(study, folder / out.name, kind=kind)
    names = ", ".join(str(out.with_name(path.name)) for path in written)
    return [*study.found, f"Wrote {names}."]


def rerun_lines(file: Path, out: Path | None, force: bool) -> Iterator[str]:
    """Run a saved analysis again and say whether it gave its own numbers."""
    if out is not None:
        check_free(out, force=force)
    analysis = qm.load(file)
    yield f"{file} gives its own numbers again, to {SAME:g}."
    for decision in analysis.decisions:
        reason = f" ({decision.because})" if decision.because else ""
        yield f"{decision.step}: {decision.choice}{reason}"
    if out is not None:
        yield from write_report(analysis, out, force=force)


def _turned(analysis: qm.QAnalysis, turn: str) -> qm.QAnalysis:
    """The analysis after a turn written as "F1 F2 -12", perhaps with a reason behind it."""
    match = re.fullmatch(r"\s*(\w+)[\s,]+(\w+)[\s,]+([+\-−]?\d+(?:\.\d+)?)°?(?:\s+(.*))?", turn)
    if match is None:
        raise StudyError(
            f'The turn "{turn}" was not understood; write two factors and the degrees, like '
            '"F1 F2 -12".'
        )
    first, second, degrees, because = match.groups(default="")
    return qm.rotate_by_hand(
        analysis, first, second, degrees=float(degrees.replace("−", "-")), because=because
    )


def _first_look(analysis: qm.QAnalysis) -> Iterator[str]:
    """Who defines which viewpoint, and the notices that matter most."""
    for factor in analysis.factors:
        share = analysis.characteristics.at[factor, "variance_percent"]
        sorts = ", ".join(analysis.defining(factor)) or "nobody"
        yield f"{factor} ({share:.0f}% of variance): {sorts}"
    none = [n.participant for n in analysis.notices if n.kind == "unflagged" and n.participant]
    if none:
        yield f"Aligned with no viewpoint: {', '.join(none)}"
    look = [notice.text for notice in analysis.notices if notice.kind in LOOK_AT]
    if look:
        yield "Look first at:"
        yield from (f"  - {text}" for text in look)


def _printed(table: pd.DataFrame) -> str:
    """The table for the terminal: two decimals, yes and no, and labels in plain words."""
    shown = table.map(_shown)
    return str(shown.rename(index=lambda name: str(name).replace("_", " ")).to_string())


def _shown(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{value:.2f}"
    return str(value)
