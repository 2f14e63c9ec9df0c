"""What every test may ask for: the reference numbers, and the small studies."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from qmethod import QAnalysis, QStudy, analyse
from qmethod.design import common_grid, numbered

HERE = Path(__file__).parent

# The same examples on every machine and in every run.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder shared/reference: QMT_REFERENCE names it, or it stands beside the checkout."""
    given = os.environ.get("QMT_REFERENCE")
    folder = Path(given) if given else HERE.parents[1] / "shared" / "reference"
    if not (folder / "qmethod").is_dir():
        pytest.skip(f"no reference numbers in {folder}; set QMT_REFERENCE to their folder")
    return folder


def read_sorts(path: Path, name: str) -> QStudy:
    """The study in a plain CSV: statement number, then one column of values per participant."""
    sorts = pd.read_csv(path, index_col="statement").astype(float)
    texts = [f"Statement {number}" for number in sorts.index]
    return QStudy(name, numbered(texts), common_grid(sorts), sorts)


@pytest.fixture(scope="session")
def lipset() -> QStudy:
    """Nine sorts of 33 statements on the value patterns of democracy (Brown 1980)."""
    return read_sorts(HERE / "data" / "qmethod" / "lipset.csv", "lipset")


@pytest.fixture(scope="session")
def lipset_analysis(lipset: QStudy) -> QAnalysis:
    """The Lipset sorts by principal components and varimax, three factors."""
    return analyse(lipset, 3)
