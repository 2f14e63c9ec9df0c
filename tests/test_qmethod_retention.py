"""Retention and comparison: every rule recomputed the long way, planted studies, bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from corpora.errors import StudyError
from qmethod import QStudy, analyse
from qmethod.comparison import compare
from qmethod.design import Grid, numbered
from qmethod.parallel import permuted_eigenvalues
from qmethod.retention import average_squared_partials, retention
from qmethod.simulate import random_study, simulate

GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")
CARDS = numbered([f"Card {i}" for i in range(1, 29)])


@pytest.fixture(scope="module")
def table(lipset):
    return retention(lipset, permutations=200)


@pytest.fixture(scope="module")
def three():
    """Eighteen made-up sorts around three viewpoints, with little noise."""
    return simulate(CARDS, GRID, groups=(6, 6, 6), unaligned=0, noise=0.4, seed=2)


def test_eigenvalues_and_variance_are_those_of_the_correlations(lipset, table):
    values = np.sort(np.linalg.eigvalsh(np.corrcoef(lipset.sorts.to_numpy().T)))[::-1]
    np.testing.assert_allclose(table["eigenvalue"], values[:8])
    np.testing.assert_allclose(table["variance_percent"], 100 * values[:8] / 9)
    np.testing.assert_allclose(table["cumulative_percent"], 100 * values.cumsum()[:8] / 9)
    assert table["kaiser"].tolist() == (values[:8] > 1).tolist()


def test_lipset_has_four_components_above_one_and_three_with_three_sorts_each(table):
    assert table.index.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert table["kaiser"].sum() == 4
    assert table.at[3, "flagged"] == "3 3 3"
    assert table.at[3, "unflagged"] == 0
    assert table.at[3, "fewest"] == 3
    assert not table["problem"].any()


def test_humphrey_and_two_loadings_look_at_the_unrotated_factor(lipset, table):
    unrotated = analyse(lipset, 8, rotation="none").unrotated.abs()
    for k in table.index:
        highest = unrotated[f"F{k}"].sort_values(ascending=False)
        product = highest.iloc[0] * highest.iloc[1]
        assert table.at[k, "humphrey"] == (product > 2 / np.sqrt(33))
        assert table.at[k, "two_loadings"] == ((highest > 2.58 / np.sqrt(33)).sum() >= 2)


def test_the_solution_columns_are_those_of_the_analysis(lipset, table):
    for k in (2, 4):
        found = analyse(lipset, k)
        assert table.at[k, "flagged"].split() == found.flags.sum().astype(str).tolist()
        assert table.at[k, "negative"] == (found.flags & (found.loadings < 0)).sum().sum()
        assert table.at[k, "double"] == (found.flags.sum(axis=1) > 1).sum()
        between = found.factor_correlations.to_numpy()
        largest = np.abs(between[np.triu_indices(k, 1)]).max()
        assert table.at[k, "largest_factor_correlation"] == pytest.approx(largest)
    assert np.isnan(table.at[1, "largest_factor_correlation"])


def test_map_is_the_mean_squared_correlation_of_what_components_leave(lipset):
    sorts = lipset.sorts.to_numpy()
    scaled = (sorts - sorts.mean(axis=0)) / sorts.std(axis=0, ddof=1)
    left, _, _ = np.linalg.svd(scaled, full_matrices=False)
    naive = []
    for k in range(8):
        scores = left[:, :k]
        residual = scaled - scores @ (scores.T @ scaled)
        partial = np.corrcoef(residual.T)
        naive.append((partial[np.triu_indices(9, 1)] ** 2).mean())
    np.testing.assert_allclose(average_squared_partials(np.corrcoef(sorts.T))[:8], naive)


def test_map_is_one_where_two_sorts_remain_and_marks_the_planted_number(three):
    two = average_squared_partials(np.array([[1.0, 0.5], [0.5, 1.0]]))
    np.testing.assert_allclose(two, [0.25, 1.0])
    found = retention(three, max_factors=6, permutations=50)
    assert found.index[found["map_minimum"]].tolist() == [3]


def test_parallel_analysis_finds_the_planted_viewpoints(three):
    found = retention(three, max_factors=6, permutations=200)
    assert found["parallel"].tolist() == [True, True, True, False, False, False]


def test_sorts_at_random_pass_no_more_than_chance():
    random = np.random.default_rng(8)
    sorts = pd.DataFrame(
        {f"P{i}": random.permutation(GRID.places) for i in range(12)}, index=CARDS.numbers
    ).astype(float)
    found = retention(QStudy("chance", CARDS, GRID, sorts), max_factors=5, permutations=200)
    assert found["parallel"].sum() <= 1


NAIVE = {
    "pearson": lambda x, y: np.corrcoef(x, y)[0, 1],
    "spearman": lambda x, y: stats.spearmanr(x, y).statistic,
    "kendall": lambda x, y: stats.kendalltau(x, y).statistic,
}


def naive_eigenvalues(shuffled, correlation):
    """Eigenvalues of the correlations between rows of (m, n), pair by pair."""
    matrix = np.eye(len(shuffled))
    for a in range(len(shuffled)):
        for b in range(a):
            both = ~np.isnan(shuffled[a]) & ~np.isnan(shuffled[b])
            r = NAIVE[correlation](shuffled[a][both], shuffled[b][both])
            matrix[a, b] = matrix[b, a] = r
    return np.sort(np.linalg.eigvalsh(matrix))[::-1]


@pytest.mark.parametrize("correlation", ["pearson", "spearman", "kendall"])
def test_shuffled_eigenvalues_are_those_of_each_shuffled_study(lipset, correlation):
    found = permuted_eigenvalues(lipset.sorts, permutations=4, seed=3, correlation=correlation)
    values = lipset.sorts.to_numpy().T
    shuffled = np.random.default_rng(3).permuted(np.broadcast_to(values, (4, 9, 33)), axis=2)
    naive = [naive_eigenvalues(each, correlation) for each in shuffled]
    np.testing.assert_allclose(found, naive, atol=1e-12)


def test_shuffled_sorts_with_missing_cards_are_correlated_over_shared_ones(lipset):
    sorts = lipset.sorts.copy()
    sorts.iloc[:9, 2] = np.nan
    sorts.iloc[4:20, 5] = np.nan
    found = permuted_eigenvalues(sorts, permutations=3, seed=3)
    values = np.ascontiguousarray(sorts.to_numpy().T)
    shuffled = np.random.default_rng(3).permuted(np.broadcast_to(values, (3, 9, 33)), axis=2)
    naive = [naive_eigenvalues(each, "pearson") for each in shuffled]
    np.testing.assert_allclose(found, naive, atol=1e-12)


def test_more_sorts_than_statements_give_the_eigenvalues_that_are_not_nil():
    study = random_study(40, 12, 2, seed=4)
    found = permuted_eigenvalues(study.sorts, permutations=3, seed=1)
    assert found.shape == (3, 12)
    values = np.ascontiguousarray(study.sorts.to_numpy(dtype=float).T)
    shuffled = np.random.default_rng(1).permuted(np.broadcast_to(values, (3, 40, 12)), axis=2)
    naive = [np.sort(np.linalg.eigvalsh(np.corrcoef(each)))[::-1][:12] for each in shuffled]
    np.testing.assert_allclose(found, naive, atol=1e-10)


def test_the_seed_decides_the_shuffles(lipset):
    first = retention(lipset, permutations=50, seed=1)
    pd.testing.assert_frame_equal(first, retention(lipset, permutations=50, seed=1))
    other = retention(lipset, permutations=50, seed=2)
    assert not first["parallel_95"].equals(other["parallel_95"])
    assert first.attrs["seed"] == 1
    assert first.attrs["permutations"] == 50


def test_numbers_beyond_the_rank_are_left_out_and_told(lipset):
    few = QStudy("few", lipset.qset, lipset.grid, lipset.sorts.iloc[:, :4])
    found = retention(few, max_factors=8, permutations=20)
    assert found.index.tolist() == [1, 2, 3, 4]
    assert "at most 4 factors" in found.attrs["notes"][0]


def test_identical_sorts_make_a_table_of_one_row(lipset):
    sorts = pd.DataFrame(dict.fromkeys(("A", "B", "C"), lipset.sorts["US1"]))
    study = QStudy("copies", lipset.qset, lipset.grid, sorts)
    found = retention(study, permutations=20)
    assert found.index.tolist() == [1]
    assert "Heywood" in found.at[1, "problem"]


def test_a_solution_that_fails_keeps_its_row_with_the_reason(lipset):
    found = retention(lipset, max_factors=4, extraction="paf", permutations=20)
    assert found.index.tolist() == [1, 2, 3, 4]
    assert "Heywood" in found.at[3, "problem"]
    assert found.at[3, "flagged"] == ""
    assert not found.at[3, "two_flags"]
    assert pd.isna(found.at[3, "unflagged"])
    assert found.at[2, "problem"] == ""
    assert found.at[3, "eigenvalue"] == pytest.approx(1.3408, abs=1e-4)


def test_other_extractions_keep_the_components_beside_their_own_factors(lipset, table):
    found = retention(lipset, extraction="centroid", permutations=200)
    np.testing.assert_allclose(found["eigenvalue"], table["eigenvalue"])
    expected = (analyse(lipset, 8, extraction="centroid", rotation="none").unrotated ** 2).sum()
    np.testing.assert_allclose(found["factor_eigenvalue"], expected)
    # Brown's centroid factors need not fall in size: the seventh of Lipset is above the sixth.
    assert found.at[7, "factor_eigenvalue"] > found.at[6, "factor_eigenvalue"]


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"extraction": "ml"}, "Extraction"),
        ({"rotation": "wavy"}, "Rotation"),
        ({"correlation": "cosine"}, "Correlation"),
        ({"flag_level": 5}, "between 0 and 1"),
        ({"max_factors": 0}, "1 or more"),
        ({"max_factors": 2.5}, "1 or more"),
        ({"permutations": 0}, "permutations"),
        ({"seed": -3}, "seed"),
    ],
)
def test_choices_that_are_unknown_are_refused_and_not_put_into_rows(lipset, choice, told):
    with pytest.raises(StudyError, match=told):
        retention(lipset, **choice)


def test_a_comparison_follows_each_viewpoint_from_solution_to_solution(three):
    found = compare(three, range(2, 5), permutations=20)
    assert found.retention.index.tolist() == [2, 3, 4]
    assert found.movement.columns.tolist() == [2, 3, 4, "moves"]
    at_three = found.movement[3].str.lstrip("-")
    assert sorted(at_three.value_counts().tolist()) == [6, 6, 6]
    continued = found.viewpoints.query("factors == 4 and before != ''")
    assert (continued["correlation"].abs() >= 0.5).all()
    assert set(continued["viewpoint"]) <= set("ABC")


def test_a_sort_that_stays_with_its_viewpoint_does_not_move(lipset):
    found = compare(lipset, range(2, 5), permutations=20)
    us3 = found.movement.loc["US3"]
    assert us3[2] == us3[3] == us3[4]
    assert us3["moves"] == 0
    # CA6 leaves the first viewpoint for the one that the third factor brings.
    assert found.movement.at["CA6", 2] == "-A"
    assert found.movement.at["CA6", 3] == "C"
    assert found.movement.at["CA6", "moves"] == 1


def test_a_comparison_leaves_out_what_fails_or_cannot_be_carried(lipset):
    found = compare(lipset, range(2, 12), extraction="paf", permutations=20)
    assert found.retention.index.max() == 9
    assert 3 not in found.movement.columns
    with pytest.raises(StudyError, match="cannot carry"):
        compare(lipset, [12], permutations=20)
    with pytest.raises(StudyError, match="1 or more"):
        compare(lipset, [0, 2], permutations=20)
