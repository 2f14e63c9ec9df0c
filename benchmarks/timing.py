"""Measured medians, and a table that sets them beside a peer and what was wanted."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from qmethod import QStudy, read_study

LIPSET = Path(__file__).parents[1] / "tests" / "data" / "qmethod" / "lipset.csv"


@dataclass(frozen=True)
class Row:
    """One line of the table: a job, its time in seconds, and what that is set against."""

    job: str
    seconds: float
    wanted: float | None = None
    note: str = ""


def lipset() -> QStudy:
    """The nine Lipset sorts of 33 statements (Brown 1980)."""
    return read_study(LIPSET)


def measured(job: Callable[[], object], *, repeats: int = 9) -> float:
    """The median time of a job in seconds, after one run that does not count."""
    job()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        job()
        times.append(perf_counter() - start)
    return median(times)


def show(title: str, rows: list[Row]) -> None:
    """Print the rows; the ratio is each time over the first row's."""
    first = rows[0].seconds
    print(f"\n{title}")
    print(f"{'':46}{'median':>12}{'wanted':>12}{'ratio':>9}  note")
    for row in rows:
        wanted = "" if row.wanted is None else _unit(row.wanted)
        met = "" if row.wanted is None else " met" if row.seconds <= row.wanted else " NOT MET"
        ratio = f"{row.seconds / first:.2f}"
        print(f"{row.job:46}{_unit(row.seconds):>12}{wanted:>12}{ratio:>9}  {row.note}{met}")


def machine() -> str:
    """What the times were taken on."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"numpy {np.__version__}"
    )


def _unit(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"
