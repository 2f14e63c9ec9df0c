"""The demo: a made-up study of the shape of a real one, on statements written for it."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pandas as pd

from corpora.dice import Dice
from qmethod.arrays import Floats
from qmethod.design import Grid, QSet, QStudy, Statement
from qmethod.simulate import Simulation, simulation

GRID = "-3..3: 2 4 5 6 5 4 2"
STEM = "Because of help from my support worker…"
NOTE = (
    "The statements are illustrative: written for this toolkit on themes that practitioners "
    "named, not the published set."
)
NOISE = 0.6
LEANING = 2.0
THEMES_OF_VIEWPOINTS = (
    (
        "Safety and protection from exploitation",
        "Suitable accommodation",
        "Education",
        "Family",
    ),
    ("Supported and cared for", "A trusted adult", "Trusted relationships"),
    ("Rights", "Voice and being listened to"),
    ("Asylum, justice and other systems", "Access to services and meeting needs"),
    ("Recovery", "Hope for the future"),
)
SAID_OF_HIGHEST = (
    "(synthetic) This is the one that changed most for me.",
    "(synthetic) Everything else depends on this one.",
    "(synthetic) I would tell a friend about this first.",
    "(synthetic) I did not have this before I had a worker.",
)
SAID_OF_LOWEST = (
    "(synthetic) This is still hard, even with help.",
    "(synthetic) Somebody else helped me with this.",
    "(synthetic) I did not need this so much.",
    "(synthetic) This has not happened for me yet.",
)


def demo_study(*, seed: int = 1) -> QStudy:
    """The made-up study of `demo`, as a researcher would meet it."""
    return demo(seed=seed).study


def demo(*, seed: int = 1) -> Simulation:
    """A made-up study of 25 young people and 28 cards, and who was planted where.

    Five viewpoints, each leaning to the themes of one level of the pyramid of support;
    groups of 6, 4, 3, 3 and 3 share one, 6 stand between them; piles, attributes and some
    comments. No value in it comes from a real person and each kind of value says so: the
    study, the statements, a `record` attribute per participant, every comment.
    """
    qset = demo_statements()
    planted = simulation(
        qset,
        Grid.parse(GRID),
        groups=(6, 4, 3, 3, 3),
        unaligned=6,
        noise=NOISE,
        seed=seed,
        prefix="QYP",
        leanings=_leanings(qset),
    )
    dice = Dice(seed + 1_000_000)
    study = replace(
        planted.study,
        name="Outcomes of support (made-up demo)",
        participants=_attributes(dice, planted.study.names),
        comments=_comments(dice, planted.study),
    )
    return replace(planted, study=study)


def demo_statements() -> QSet:
    """The 28 illustrative cards, each with its outcome and general principle."""
    path = files("qmethod") / "data" / "demo_statements.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    statements = tuple(
        Statement(int(row["statement"]), row["text"], row["outcome"], row["principle"])
        for row in rows
    )
    return QSet(statements, stem=STEM, note=NOTE)


def _leanings(qset: QSet) -> Floats:
    """Shape (statements, viewpoints): how far each viewpoint leans to each card."""
    return np.array(
        [[LEANING * (s.outcome in themes) for themes in THEMES_OF_VIEWPOINTS] for s in qset]
    )


def _attributes(dice: Dice, names: list[str]) -> pd.DataFrame:
    """Participant x gender, age, months in service, left service, record."""
    return pd.DataFrame(
        {
            "gender": ["female" if dice.whole(1, 10) <= 4 else "male" for _ in names],
            "age": [dice.whole(15, 18) for _ in names],
            "months in service": [dice.whole(6, 29) for _ in names],
            "left service": ["yes" if dice.whole(1, 10) <= 3 else "no" for _ in names],
            "record": ["synthetic" for _ in names],
        },
        index=pd.Index(names, name="participant"),
    )


def _comments(dice: Dice, study: QStudy) -> pd.DataFrame:
    """Participant, statement, text: what half of the participants said of an end card."""
    rows = []
    for name in study.names:
        said = {study.grid.values[-1]: SAID_OF_HIGHEST, study.grid.values[0]: SAID_OF_LOWEST}
        for value, texts in said.items():
            cards = study.sorts.index[study.sorts[name] == value].tolist()
            card, text = dice.shuffled(cards)[0], dice.shuffled(texts)[0]
            if dice.whole(0, 1):
                rows.append((name, card, text))
    return pd.DataFrame(rows, columns=["participant", "statement", "text"])
