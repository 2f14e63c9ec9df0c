"""How many agreed with each card, and who placed it where."""

from __future__ import annotations

import pandas as pd

from qmethod.design import QStudy

ANSWERS = ("agree", "disagree", "neither", "not placed")
ANSWER_OF_PILE = {"agree": "agree", "unsure": "neither", "disagree": "disagree"}


def agreement_table(study: QStudy, *, top_columns: int = 2) -> pd.DataFrame:
    """Statement number x [text, agree, disagree, neither, not_placed, top].

    agree, disagree, neither and not_placed add up to the participants. A card that lies in a
    participant's pile counts by that pile; without a pile, a card above the middle of the
    grid counts as agreed with, one below as disagreed with and one at the middle as neither.
    A card without a place on the grid is not_placed unless it was put with the agreed or
    the disagreed. `top` is how many placed it in the highest `top_columns` columns.

    The frame's attrs say how it was made: `basis` (a sentence), `top_values` (the columns),
    `top_cards` (how many cards those columns hold).

    Raises
    ------
    StudyError
        If the grid has fewer than `top_columns` columns.
    """
    top = study.grid.top_values(top_columns)
    answers = _answers(study)
    table = pd.DataFrame(
        {
            "text": study.qset.table["text"],
            "agree": (answers == "agree").sum(axis=1),
            "disagree": (answers == "disagree").sum(axis=1),
            "neither": (answers == "neither").sum(axis=1),
            "not_placed": (answers == "not placed").sum(axis=1),
            "top": (study.sorts >= top[0]).sum(axis=1),
        }
    )
    table.attrs = {
        "basis": _basis(study),
        "top_values": top,
        "top_cards": sum(study.grid.height_of[value] for value in top),
    }
    return table


def agreement_grid(study: QStudy) -> pd.DataFrame:
    """Participant x statement number, twice: the score on the grid, and what it says.

    The columns have two levels: ``grid["value"]`` and ``grid["answer"]`` are tables of one
    shape. Answers are "agree", "disagree", "neither" and "not placed", by the rule of
    `agreement_table`; values are NaN where a card was not placed.
    """
    grid = pd.concat({"value": study.sorts.T, "answer": _answers(study).T}, axis=1)
    grid.index.name = "participant"
    grid.columns.names = ["what", "statement"]
    grid.attrs = {"basis": _basis(study)}
    return grid


def _answers(study: QStudy) -> pd.DataFrame:
    """Shape of the sorts: one of `ANSWERS`."""
    middle = study.grid.middle
    answers = pd.DataFrame("not placed", index=study.sorts.index, columns=study.sorts.columns)
    answers = answers.mask(study.sorts > middle, "agree").mask(study.sorts < middle, "disagree")
    answers = answers.mask(study.sorts == middle, "neither")
    if study.piles is None:
        return answers
    from_piles = study.piles.replace(ANSWER_OF_PILE)
    kept_out = study.sorts.isna() & (from_piles == "neither")
    return answers.mask(study.piles.notna(), from_piles).mask(kept_out, "not placed")


def _basis(study: QStudy) -> str:
    """Where agreement and disagreement were read from, in a sentence."""
    middle = study.grid.middle
    by_grid = f"the side of the grid's middle ({middle:g}) on which they lie"
    piled = 0 if study.piles is None else int(study.piles.notna().to_numpy().sum())
    other = 0
    if study.piles is not None:
        other = int((study.piles.isna() & study.sorts.notna()).to_numpy().sum())
    if not piled:
        return f"Cards count as agreed or disagreed with by {by_grid}."
    if not other:
        return "Cards count as agreed or disagreed with by the participants' own piles."
    return (
        f"Cards count as agreed or disagreed with by the participants' own piles ({piled} cards), "
        f"and where none was recorded ({other} cards) by {by_grid}."
    )
