import numpy as np
import pandas as pd
import pytest
from planted import planted, with_sorts

from corpora.errors import StudyError
from qmethod import Grid, QSet, QStudy, Statement
from qmethod.design import common_grid, distribution, leaving_grid, numbered

TINY = Grid((-1, 0, 1), (1, 3, 1))


def tiny(**fields):
    """Two sorts of five statements on the grid -1 | 0 0 0 | 1."""
    sorts = pd.DataFrame(
        {"Ann": [0, 0, -1, 1, 0], "Bob": [-1, 0, 1, 0, 0]}, index=range(1, 6), dtype=float
    )
    parts = {"qset": numbered("abcde"), "grid": TINY, "sorts": sorts, **fields}
    return QStudy("tiny", **parts)


def test_a_statement_is_found_by_its_number():
    qset = QSet((Statement(7, "seven"), Statement(3, "three", outcome="Safety")))
    assert qset[3].text == "three"
    assert qset.numbers == [7, 3]
    assert qset.has_framework


def test_an_unknown_statement_number_is_told_with_the_numbers_there_are():
    with pytest.raises(StudyError, match=r"no statement 6; the Q-set holds 1 to 5"):
        numbered("abcde")[6]


def test_a_statement_number_stands_for_one_card():
    with pytest.raises(StudyError, match="Statement number 2 stands twice"):
        QSet((Statement(2, "a"), Statement(2, "b")))


def test_a_qset_without_statements_is_refused():
    with pytest.raises(StudyError, match="at least two cards"):
        QSet(())


def test_the_table_of_statements_keeps_the_framework():
    qset = QSet((Statement(1, "a", "Safety", "Article 6"), Statement(2, "b")))
    assert list(qset.table.columns) == ["text", "outcome", "principle"]
    assert qset.table.at[1, "principle"] == "Article 6"


@pytest.mark.parametrize(
    "text", ["-3..3: 2 4 5 6 5 4 2", "-3 to 3: 2,4,5,6,5,4,2", "  −3..+3:2, 4, 5, 6, 5, 4, 2 "]
)
def test_a_grid_is_read_from_lowest_highest_and_heights(text):
    assert Grid.parse(text) == Grid((-3, -2, -1, 0, 1, 2, 3), (2, 4, 5, 6, 5, 4, 2))


@pytest.mark.parametrize("grid", [TINY, Grid((-2, 0, 3), (1, 2, 1)), Grid((0, 1), (0, 4))])
def test_a_grid_is_written_as_it_is_read(grid):
    assert Grid.parse(str(grid)) == grid


@pytest.mark.parametrize(
    "text", ["", "-3..3", "-3..3: 2 4 5", "wide: 1 2 1", "-1..1: 1 x 1", "3..1: 1 1 1"]
)
def test_a_grid_that_cannot_be_read_is_refused_with_an_example(text):
    with pytest.raises(StudyError, match="for instance"):
        Grid.parse(text)


@pytest.mark.parametrize(
    ("values", "heights", "what"),
    [
        ((-1, 0, 1), (1, 1), "one height per column"),
        ((0, -1, 1), (1, 1, 1), "must rise"),
        ((0, 0, 1), (1, 1, 1), "must rise"),
        ((-1, 0, 1), (1, -1, 1), "0 or more"),
        ((-1, 0, 1), (0, 0, 0), "not all 0"),
        ((), (), "one height per column"),
    ],
)
def test_an_impossible_grid_is_refused(values, heights, what):
    with pytest.raises(StudyError, match=what):
        Grid(values, heights)


def test_a_grid_knows_its_places_and_top_columns():
    grid = Grid.parse("-3..3: 2 4 5 6 5 4 2")
    assert grid.size == 28
    assert grid.middle == 0
    assert grid.places.tolist() == sorted(grid.places)
    assert grid.top_values(2) == (2, 3)
    assert sum(grid.height_of[value] for value in grid.top_values(2)) == 6


@pytest.mark.parametrize("columns", [0, 8])
def test_more_top_columns_than_the_grid_has_are_refused(columns):
    with pytest.raises(StudyError, match="top columns must be 1 to 7"):
        Grid.parse("-3..3: 2 4 5 6 5 4 2").top_values(columns)


def test_a_grid_is_counted_from_the_values_of_a_sort():
    assert Grid.of([0, 1, 0, -1, 0]) == TINY


def test_the_common_grid_is_the_one_that_most_whole_sorts_share():
    sorts = tiny().sorts.assign(Cy=[-1, -1, 1, 1, 0], Di=[0, 0, np.nan, 1, -1], Ed=[0.5] * 5)
    assert common_grid(sorts) == TINY
    assert common_grid(sorts[["Di", "Ed"]]) is None


def test_a_study_names_participants_in_the_order_of_the_sorts():
    assert tiny().names == ["Ann", "Bob"]
    assert tiny().complete
    assert tiny().forced


def test_a_card_not_placed_leaves_a_study_incomplete_and_on_the_grid():
    sorts = tiny().sorts
    sorts.loc[2, "Bob"] = np.nan
    study = tiny(sorts=sorts)
    assert not study.complete
    assert study.forced
    assert study.shared_cards.to_numpy().tolist() == [[5, 4], [4, 4]]


def test_a_sort_that_overfills_a_column_leaves_the_grid():
    sorts = tiny().sorts
    sorts.loc[[1, 2], "Bob"] = 1
    study = tiny(sorts=sorts)
    assert not study.forced
    assert leaving_grid(study) == {"Bob": [(1.0, 3, 1)]}


def test_a_value_beside_the_grid_leaves_it():
    sorts = tiny().sorts
    sorts.loc[1, "Ann"] = 4
    assert leaving_grid(tiny(sorts=sorts)) == {"Ann": [(4.0, 1, 0)]}


def test_the_distribution_counts_cards_placed():
    assert distribution(pd.Series([1.0, np.nan, 0.0, 1.0])) == {0.0: 1, 1.0: 2}


def test_the_fingerprint_changes_with_a_card_and_only_then():
    study = planted()
    moved = study.sorts.copy()
    moved.iloc[0, 0] += 1
    assert study.fingerprint == planted().fingerprint
    assert study.fingerprint != with_sorts(study, moved).fingerprint


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"grid": Grid((-1, 0, 1), (1, 2, 1))}, "4 places and the Q-set 5 statements"),
        ({"qset": numbered("abcd")}, "5 rows and the Q-set 4 statements"),
        ({"sorts": tiny().sorts.set_axis(["Ann", "Ann"], axis=1)}, '"Ann" stands twice'),
        ({"sorts": tiny().sorts.set_axis(["Ann", " "], axis=1)}, "participant has no name"),
        ({"sorts": tiny().sorts.set_axis([1, 2], axis=1)}, r"named by text; found 1 \(int\)"),
        ({"sorts": tiny().sorts[[]]}, "no sort"),
        ({"sorts": tiny().sorts.replace(1, np.inf)}, "Bob, statement 3: found an infinite value"),
        ({"sorts": tiny().sorts.astype(object).replace(1.0, "one")}, "no number.*one"),
        ({"sorts": tiny().sorts[::-1]}, "found by statement number"),
        ({"participants": pd.DataFrame({"age": [12]}, index=["Cy"])}, '"Cy", who has no sort'),
        ({"piles": tiny().sorts[["Ann"]]}, "same statements and participants"),
        ({"piles": tiny().sorts.map(lambda _: "maybe")}, 'statement 1: pile "maybe"'),
    ],
)
def test_a_study_whose_parts_do_not_fit_is_refused(change, what):
    with pytest.raises(StudyError, match=what):
        tiny(**change)


def test_a_study_shows_its_facts_and_escapes_what_people_typed():
    study = QStudy("<b>", numbered("abcde"), TINY, tiny().sorts, synthetic="Made up.")
    assert "&lt;b&gt;" in study._repr_html_()
    assert "Made up." in study._repr_html_()
    assert "statements: 5" in repr(study)
