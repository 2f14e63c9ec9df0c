import numpy as np
import pandas as pd
import pytest

import qmethod as qm
from corpora.errors import StudyError
from qmethod.agreement import agreement_grid, agreement_table
from qmethod.demo import demo_study
from qmethod.design import Grid, QStudy, numbered


def study(sorts, piles=None, grid="-1..1: 1 2 1"):
    index = pd.Index(range(1, 5), name="statement")
    frame = pd.DataFrame(sorts, index=index, dtype=float)
    piled = None if piles is None else pd.DataFrame(piles, index=index)
    return QStudy(
        name="",
        qset=numbered(["one", "two", "three", "four"]),
        grid=Grid.parse(grid),
        sorts=frame,
        piles=piled,
    )


def test_the_side_of_the_middle_counts_where_there_are_no_piles():
    table = agreement_table(study({"A": [1, 0, 0, -1], "B": [1, 0, -1, 0]}), top_columns=1)
    assert table["agree"].tolist() == [2, 0, 0, 0]
    assert table["disagree"].tolist() == [0, 0, 1, 1]
    assert table["neither"].tolist() == [0, 2, 1, 1]
    assert table["top"].tolist() == [2, 0, 0, 0]
    assert table["text"].tolist() == ["one", "two", "three", "four"]
    assert "middle (0)" in table.attrs["basis"]


def test_the_middle_of_a_grid_of_positive_values_is_its_own():
    table = agreement_table(study({"A": [3, 2, 2, 1]}, grid="1..3: 1 2 1"))
    assert table["agree"].tolist() == [1, 0, 0, 0]
    assert table["disagree"].tolist() == [0, 0, 0, 1]


def test_piles_count_before_the_grid():
    piles = {"A": ["agree", "agree", "agree", "unsure"]}
    table = agreement_table(study({"A": [1, 0, 0, -1]}, piles))
    assert table["agree"].tolist() == [1, 1, 1, 0]
    assert table["disagree"].sum() == 0
    assert table["neither"].tolist() == [0, 0, 0, 1]
    assert table.attrs["basis"].endswith("own piles.")


def test_cards_without_a_pile_fall_back_on_the_grid_and_the_basis_says_so():
    piles = {"A": ["agree", "agree", "unsure", "disagree"], "B": [None] * 4}
    table = agreement_table(study({"A": [1, 0, 0, -1], "B": [1, 0, 0, -1]}, piles))
    assert table["agree"].tolist() == [2, 1, 0, 0]
    assert "(4 cards), and where none was recorded (4 cards)" in table.attrs["basis"]


def test_a_card_kept_out_of_the_grid_is_not_placed_but_agreement_with_it_counts():
    piles = {"A": ["unsure", "agree", "disagree", None]}
    table = agreement_table(study({"A": [np.nan, np.nan, np.nan, np.nan]}, piles))
    assert table["not_placed"].tolist() == [1, 0, 0, 1]
    assert table["agree"].tolist() == [0, 1, 0, 0]
    assert table["disagree"].tolist() == [0, 0, 1, 0]


def test_every_participant_is_counted_once_for_every_statement():
    demo = demo_study()
    table = agreement_table(demo)
    counted = table[["agree", "disagree", "neither", "not_placed"]].sum(axis=1)
    assert (counted == 25).all()


def test_the_top_two_columns_of_the_published_grid_hold_six_cards():
    table = agreement_table(demo_study())
    assert table.attrs["top_values"] == (2, 3)
    assert table.attrs["top_cards"] == 6
    assert table["top"].sum() == 25 * 6


def test_too_many_top_columns_are_refused():
    with pytest.raises(StudyError, match="top columns must be 1 to 3"):
        agreement_table(study({"A": [1, 0, 0, -1]}), top_columns=4)


def test_the_grid_shows_score_and_answer_of_every_participant():
    demo = demo_study()
    grid = agreement_grid(demo)
    assert grid["value"].equals(demo.sorts.T.rename_axis("participant"))
    assert list(grid["answer"].index) == demo.names
    agrees = (grid["answer"] == "agree").sum()
    assert agrees.tolist() == agreement_table(demo)["agree"].tolist()


def test_the_study_is_left_as_it_was():
    demo = demo_study()
    before = demo.sorts.copy()
    agreement_table(demo)
    agreement_grid(demo)
    assert demo.sorts.equals(before)
    assert isinstance(demo, qm.QStudy)
