"""Small counts stay hidden from a reader who tries every table that fits what is shown."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.disclosure import suppress, suppress_statistics
from corpora.errors import StudyError

# Gender counts of the published profiles of five groupings and those aligned to none.
PROFILES = pd.DataFrame(
    {"n": [6, 4, 3, 3, 3, 6], "m": [5, 3, 2, 3, 1, 6], "f": [1, 1, 1, 0, 2, 0]},
    index=["F1", "F2", "F3", "F4", "F5", "none"],
)


def with_totals(inner):
    table = pd.DataFrame(inner)
    table.index = [f"r{i}" for i in table.index]
    table.columns = [f"c{i}" for i in table.columns]
    table["total"] = table.sum(axis=1)
    table.loc["total"] = table.sum()
    return table


def tables_that_fit(result, lowest, highest):
    """Shape (tables, rows, columns): every table with totals that agrees with what is shown."""
    hidden = result.hidden.to_numpy()
    shown = result.table.fillna(-1).astype(int).to_numpy()
    rows, columns = hidden.shape[0] - 1, hidden.shape[1] - 1
    spans = [
        range(lowest, highest + 1) if hidden[i, j] else [shown[i, j]]
        for i, j in product(range(rows), range(columns))
    ]
    inner = np.array(np.meshgrid(*spans, indexing="ij")).reshape(rows, columns, -1)
    inner = np.moveaxis(inner, -1, 0)
    whole = np.concatenate([inner, inner.sum(axis=1, keepdims=True)], axis=1)
    whole = np.concatenate([whole, whole.sum(axis=2, keepdims=True)], axis=2)
    fits = np.where(hidden, whole >= lowest, whole == shown)
    return whole[fits.all(axis=(1, 2))]


def assert_in_doubt(table, result, threshold, zeros):
    fitting = tables_that_fit(result, 0 if zeros else 1, 6 + threshold)
    truth = table.to_numpy()
    assert (fitting == truth).all(axis=(1, 2)).any()
    small = (truth < threshold) & ((truth > 0) | zeros)
    assert result.hidden.to_numpy()[small].all()
    for i, j in np.argwhere(result.hidden.to_numpy()):
        assert len(np.unique(fitting[:, i, j])) > 1
        if small[i, j]:
            assert fitting[:, i, j].max() >= threshold


small_tables = st.tuples(st.integers(1, 2), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 6), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(inner=small_tables, threshold=st.integers(2, 3), zeros=st.booleans())
def test_a_reader_who_tries_every_table_stays_in_doubt(inner, threshold, zeros):
    table = with_totals(inner)
    result = suppress(
        table, threshold=threshold, zeros=zeros, total_row="total", total_column="total"
    )
    assert_in_doubt(table, result, threshold, zeros)


def extremes_by_relaxation(table, result, cell):
    """The least and greatest value of a hidden cell over the real numbers, by scipy's linprog."""
    from scipy.optimize import linprog

    hidden = result.hidden.to_numpy().ravel()
    shape = table.shape
    at = np.arange(hidden.size).reshape(shape)
    equations = []
    for i in range(shape[0]):
        row = np.zeros(hidden.size)
        row[at[i, :-1]], row[at[i, -1]] = 1, -1
        equations.append(row)
    for j in range(shape[1]):
        row = np.zeros(hidden.size)
        row[at[:-1, j]], row[at[-1, j]] = 1, -1
        equations.append(row)
    truth = table.to_numpy().ravel()
    bounds = [(1, 10_000) if h else (t, t) for h, t in zip(hidden, truth, strict=True)]
    ends = []
    for sign in (1, -1):
        aim = np.zeros(hidden.size)
        aim[cell] = sign
        ends.append(
            sign * linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds).fun
        )
    return ends


@pytest.mark.parametrize("seed", range(8))
def test_linear_programming_finds_no_small_count_in_larger_tables(seed):
    random = np.random.default_rng(seed)
    table = with_totals(random.poisson(random.gamma(1.0, 8.0, size=(6, 5))))
    result = suppress(table, total_row="total", total_column="total")
    truth = table.to_numpy().ravel()
    for cell in np.flatnonzero(result.hidden.to_numpy()):
        low, high = extremes_by_relaxation(table, result, cell)
        assert high - low >= 1
        if truth[cell] < 5:
            assert high >= 5


@pytest.mark.parametrize("seed", range(4))
def test_no_further_count_is_hidden_without_need(seed):
    random = np.random.default_rng(seed)
    table = with_totals(random.poisson(random.gamma(1.0, 8.0, size=(5, 4))))
    result = suppress(table, total_row="total", total_column="total")
    for i, j in np.argwhere(result.secondary.to_numpy()):
        less = result.hidden.copy()
        less.iat[i, j] = False
        opened = type(result)(table.mask(less), less, less, 5)
        spans = [
            extremes_by_relaxation(table, opened, cell)[1]
            for cell in np.flatnonzero(less.to_numpy() & (table.to_numpy() < 5))
        ]
        assert min(spans) < 5


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 5, 6, 40]), min_size=3, max_size=3), min_size=2, max_size=4
    )
)
def test_a_table_without_small_counts_comes_back_whole(inner):
    table = with_totals(inner)
    result = suppress(table, total_row="total", total_column="total")
    assert not result.hidden.to_numpy().any()
    assert result.table.astype(int).equals(table)
    assert result.legend() == ""


def test_the_given_table_is_left_as_it_was():
    table = with_totals([[1, 20], [30, 40]])
    before = table.copy()
    suppress(table, total_row="total", total_column="total")
    assert table.equals(before)


def test_a_table_without_sums_loses_only_its_small_counts():
    table = pd.DataFrame({"a": [1, 5, 0], "b": [4, 9, 12]})
    result = suppress(table)
    assert result.hidden.to_numpy().tolist() == [[True, True], [False, False], [False, False]]


def test_one_small_count_takes_the_cheapest_rectangle_with_it():
    table = with_totals([[2, 30, 90], [20, 8, 70], [80, 60, 50]])
    result = suppress(table, total_row="total", total_column="total")
    hidden = [tuple(map(int, place)) for place in np.argwhere(result.hidden.to_numpy())]
    assert hidden == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert int(result.secondary.to_numpy().sum()) == 3


def test_hidden_counts_that_together_are_small_are_not_given_by_their_total():
    table = pd.DataFrame({"count": [1, 2, 30, 33]}, index=["a", "b", "c", "total"])
    result = suppress(table, total_row="total")
    assert result.hidden["count"].tolist() == [True, True, True, False]


def test_where_nothing_else_is_left_the_total_goes():
    table = pd.DataFrame({"count": [1, 0, 1]}, index=["a", "b", "total"])
    result = suppress(table, total_row="total")
    assert result.hidden["count"].tolist() == [True, False, True]


def test_the_rest_of_a_shown_total_is_protected_although_it_is_not_shown():
    table = pd.DataFrame({"n": [9, 20], "left": [8, 6], "stayed": [1, 14]}, index=["x", "y"])
    result = suppress(
        table,
        zeros=True,
        known=["n"],
        column_sums={"n": ["left", "stayed"]},
        unpublished_columns=["stayed"],
    )
    assert list(result.table.columns) == ["n", "left"]
    assert result.hidden["left"].tolist() == [True, False]


def test_published_profiles_of_groupings_hide_who_is_a_girl():
    table = PROFILES.copy()
    table.loc["all"] = table.sum()
    result = suppress(
        table, zeros=True, known=["n"], column_sums={"n": ["m", "f"]}, total_row="all"
    )
    assert result.table["n"].tolist() == [6, 4, 3, 3, 3, 6, 25]
    assert result.hidden.loc["F1":"none", ["m", "f"]].to_numpy().all()
    assert result.table.loc["all"].tolist() == [25, 20, 5]


def test_an_empty_group_has_nothing_to_hide():
    table = pd.DataFrame({"n": [0, 20], "m": [0, 12], "f": [0, 8]}, index=["F1", "F2"])
    result = suppress(table, zeros=True, known=["n"], column_sums={"n": ["m", "f"]})
    assert not result.hidden.to_numpy().any()


def test_a_count_that_follows_from_what_is_known_is_refused():
    table = pd.DataFrame({"n": [3], "women": [3]}, index=["F1"])
    with pytest.raises(StudyError, match='row "F1", column "women" follows from what readers'):
        suppress(table, zeros=True, known=["n"], column_sums={"n": ["women"]})


def test_sums_in_several_levels_are_all_held_against_the_reader():
    table = pd.DataFrame(
        {"cases": [2, 40, 42, 30, 25, 55, 97]},
        index=["north a", "north b", "north", "south a", "south b", "south", "everywhere"],
    )
    result = suppress(
        table,
        row_sums={"north": ["north a", "north b"], "south": ["south a", "south b"]},
        total_row="everywhere",
    )
    hidden = result.hidden["cases"]
    assert hidden[["north a", "north b"]].all()
    assert not hidden[["north", "south", "everywhere"]].any()


def test_one_total_broken_down_in_two_ways_is_protected_in_both():
    table = pd.DataFrame(
        {"n": [30], "girls": [2], "boys": [28], "under 16": [12], "16 or over": [18]}
    )
    result = suppress(
        table, column_sums=[("n", ["girls", "boys"]), ("n", ["under 16", "16 or over"])]
    )
    assert result.table.isna().iloc[0].tolist() == [False, True, True, False, False]


def test_the_display_marks_hidden_counts_and_the_legend_explains():
    result = suppress(pd.DataFrame({"a": [1, 7]}))
    assert result.display()["a"].tolist() == ["[c]", 7]
    assert result.legend() == (
        "[c] hides a count from 1 to 4, or one from which such a count could be worked back."
    )
    assert result.display("under 5")["a"].tolist() == ["under 5", 7]


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        (pd.DataFrame({"a": [1.5]}), {}, 'Row "0", column "a": 1.5 is no count'),
        (pd.DataFrame({"a": [-1]}), {}, "-1 is no count"),
        (pd.DataFrame({"a": ["x"]}), {}, "x is no count"),
        (pd.DataFrame({"a": [None]}, dtype="Int64"), {}, "is no count"),
        (pd.DataFrame({"a": [1]}), {"threshold": 0}, "threshold for small counts is 0"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), {}, 'column "a" stands twice'),
        (pd.DataFrame({"a": [1]}), {"known": ["n"]}, 'There is no column "n"'),
        (
            pd.DataFrame({"n": [9], "a": [4], "b": [4]}),
            {"column_sums": {"n": ["a", "b"]}},
            'Row "0": the column "n" is 9 but its parts add up to 8',
        ),
        (
            pd.DataFrame({"a": [4, 6, 10]}, index=["x", "y", "Total"]),
            {},
            'row "Total" is the sum of the others; declare it',
        ),
        (pd.DataFrame({"a": [4]}), {"column_sums": {"a": ["a"]}}, "must be the sum of other"),
    ],
)
def test_tables_that_can_not_be_protected_are_refused(table, options, words):
    with pytest.raises(StudyError) as caught:
        suppress(table, **options)
    assert words in str(caught.value)


def figures(means, people, **options):
    values = pd.DataFrame({"age": means}, index=list(people))
    counts = pd.DataFrame({"age": list(people.values())}, index=list(people))
    return suppress_statistics(values, counts, **options)


def test_means_of_fewer_than_five_people_are_hidden():
    result = figures([16.0, 17.0], {"F1": 4, "F2": 5})
    assert result.hidden["age"].tolist() == [True, False]
    assert result.display()["age"].tolist() == ["[c]", 17.0]
    assert result.legend() == (
        "[c] hides a figure about fewer than 5 people, "
        "or one from which such a figure could be worked back."
    )


def test_one_small_group_does_not_follow_from_the_mean_of_all():
    people = {"F1": 9, "F2": 6, "F3": 3, "all": 18}
    result = figures([16.0, 17.0, 15.0, 16.2], people, total_row="all")
    assert result.hidden["age"].tolist() == [False, True, True, False]
    assert result.secondary["age"].tolist() == [False, True, False, False]


def test_two_small_groups_of_five_together_hide_nothing_more():
    people = {"F1": 9, "F2": 2, "F3": 3, "all": 14}
    result = figures([16.0, 17.0, 15.0, 16.2], people, total_row="all")
    assert result.hidden["age"].tolist() == [False, True, True, False]


def test_where_all_parts_are_small_the_mean_of_all_may_stand():
    people = {"F1": 3, "F2": 4, "all": 7}
    result = figures([16.0, 17.0, 16.5], people, total_row="all")
    assert result.hidden["age"].tolist() == [True, True, False]


def test_people_in_two_groups_are_not_told_by_the_difference_of_means():
    people = {"only F1": 5, "both": 1, "only F2": 5, "F1": 6, "F2": 6, "all": 11}
    result = suppress_statistics(
        pd.DataFrame({"age": [np.nan] * 3 + [16.0, 17.0, 16.4]}, index=list(people)),
        pd.DataFrame({"age": list(people.values())}, index=list(people)),
        row_sums={
            "F1": ["only F1", "both"],
            "F2": ["only F2", "both"],
            "all": ["only F1", "both", "only F2"],
        },
        unpublished_rows=["only F1", "both", "only F2"],
    )
    assert list(result.table.index) == ["F1", "F2", "all"]
    assert result.hidden["age"].sum() == 1


def test_a_figure_marked_as_sensitive_is_hidden_and_protected():
    people = {"F1": 9, "F2": 6, "F3": 7, "all": 22}
    values = pd.DataFrame({"age": [16.0, 17.0, 15.0, 16.0]}, index=list(people))
    counts = pd.DataFrame({"age": list(people.values())}, index=list(people))
    sensitive = pd.DataFrame({"age": [True, False, False, False]}, index=list(people))
    result = suppress_statistics(values, counts, sensitive=sensitive, total_row="all")
    assert result.hidden["age"].tolist() == [True, True, False, False]


def test_a_group_without_anybody_has_no_figure_and_hides_none():
    result = figures([np.nan, 17.0, 17.0], {"F1": 0, "F2": 6, "all": 6}, total_row="all")
    assert not result.hidden["age"].any()


def test_figures_and_counts_must_fit():
    with pytest.raises(StudyError, match="same rows and columns"):
        suppress_statistics(pd.DataFrame({"a": [1.0]}), pd.DataFrame({"b": [6]}))


def test_sums_in_a_circle_are_refused():
    values = pd.DataFrame({"a": [1.0, 1.0]}, index=["x", "y"])
    with pytest.raises(StudyError, match="round in a circle"):
        suppress_statistics(values, values * 6, row_sums={"x": ["y"], "y": ["x"]})
