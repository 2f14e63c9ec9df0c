"""The worked study end to end: Q-sorts, closure summaries and pages for the field, all made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import qmethod as qm
from corpora.errors import StudyError
from corpora.places import new_folder, next_free
from qmethod.checks import check_file
from qmethod.demo import demo
from qmethod.files import write_study
from workbench.demo_coding import run_coding_demo
from workbench.demo_instruments import run_instruments_demo
from workbench.tasks import write_report

FOLDER = Path("qmt-demo")
BECAUSE = (
    "Five viewpoints were planted in the synthetic sorts, and five factors have eigenvalues that "
    "permuted sorts do not reach."
)


def run_demo(folder: Path | None = None) -> Iterator[str]:
    """Make the synthetic study in an empty folder, analyse, code and report it, build its pack.

    Raises
    ------
    StudyError
        If the folder named holds something already.
    """
    place = next_free(FOLDER) if folder is None else folder
    if folder is not None and next_free(folder) != folder:
        raise StudyError(f"{folder} is not empty; name a new folder for the demonstration.")
    planted = demo()
    with new_folder(place) as inside:
        write_study(planted.study, inside / "study.xlsx")
    yield f"Made a synthetic study, {place / 'study.xlsx'}: no value in it is a real person's."
    faults = check_file(place / "study.xlsx")
    yield f"Checked it: {len(faults) or 'no'} problem{'' if len(faults) == 1 else 's'} found."
    study = qm.read_study(place / "study.xlsx")
    analysis = qm.analyse(study, factors=5, because=BECAUSE)
    yield from write_report(analysis, place / "report")
    yield from _recovered(analysis, planted.planted)
    yield from run_coding_demo(place / "coding")
    yield from run_instruments_demo(place / "instruments", place / "study.xlsx")


def _recovered(analysis: qm.QAnalysis, planted: Mapping[str, str | None]) -> Iterator[str]:
    """Whether the groups found are the groups that were planted."""
    found = {frozenset(analysis.defining(factor)) for factor in analysis.factors}
    groups = {viewpoint for viewpoint in planted.values() if viewpoint}
    hidden = {frozenset(p for p, v in planted.items() if v == group) for group in groups}
    sizes = " ".join(str(size) for size in sorted(map(len, hidden), reverse=True))
    same = len(hidden & found)
    yield f"Recovered {same} of {len(hidden)} planted groups (of {sizes}) without a sort astray."
