import numpy as np
import pandas as pd
import pytest
from planted import planted

from corpora.errors import StudyError
from qmethod.extraction import (
    brown_centroid,
    correlations,
    extract,
    horst_centroid,
    principal_axis,
    principal_components,
    rank,
    reflected,
    standardise,
)

METHODS = ["pearson", "spearman", "kendall"]


@pytest.fixture(scope="module")
def matrix():
    return correlations(planted().sorts)


def residual(matrix, loadings):
    """What the factors leave of the correlations, off the diagonal."""
    left = matrix - loadings @ loadings.T
    return left[~np.eye(len(left), dtype=bool)]


@pytest.mark.parametrize("method", METHODS)
def test_correlations_are_those_of_pandas(method):
    sorts = planted().sorts
    np.testing.assert_allclose(correlations(sorts, method), sorts.corr(method), atol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_correlations_with_missing_cards_use_the_cards_both_placed(method):
    sorts = planted().sorts.copy()
    sorts.loc[[1, 2], "A1"] = np.nan
    sorts.loc[[2, 3], "A2"] = np.nan
    shared = sorts.loc[4:, ["A1", "A2"]].corr(method).iat[0, 1]
    found = correlations(sorts, method)
    assert found[0, 1] == pytest.approx(shared, abs=1e-14)
    assert found[1, 0] == found[0, 1]
    assert (np.diag(found) == 1).all()


def test_published_correlations_between_the_lipset_sorts(lipset):
    """All of them are exact in five decimals (Brown 1980)."""
    found = pd.DataFrame(correlations(lipset.sorts), lipset.names, lipset.names)
    assert found.at["US1", "US2"] == pytest.approx(0.5375, abs=1e-14)
    assert found.at["US1", "UK7"] == pytest.approx(-0.31875, abs=1e-14)
    assert found.at["US8", "FR9"] == pytest.approx(-0.2125, abs=1e-14)


def test_standardised_sorts_have_mean_nil_and_sd_one_over_the_cards_placed():
    sorts = planted().sorts.to_numpy().copy()
    sorts[3, 0] = np.nan
    scaled = standardise(sorts)
    assert np.isnan(scaled[3, 0])
    np.testing.assert_allclose(np.nanmean(scaled, axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(np.nanstd(scaled, axis=0, ddof=1), 1)


def test_components_give_the_matrix_back(matrix):
    found = principal_components(matrix, len(matrix))
    np.testing.assert_allclose(found.loadings @ found.loadings.T, matrix, atol=1e-13)
    np.testing.assert_allclose((found.loadings**2).sum(axis=0), found.eigenvalues)
    assert found.eigenvalues.sum() == pytest.approx(len(matrix))


def test_all_eigenvalues_are_reported_whatever_is_kept(matrix):
    assert len(principal_components(matrix, 2).eigenvalues) == len(matrix)


def test_a_stack_of_matrices_gives_a_stack_of_components(matrix):
    stack = np.stack([matrix, matrix[::-1, ::-1]])
    found = principal_components(stack, 3)
    np.testing.assert_array_equal(found.loadings[0], principal_components(matrix, 3).loadings)
    np.testing.assert_allclose(found.loadings[1], found.loadings[0][::-1], atol=1e-12)


def test_a_factor_is_reflected_by_its_larger_loadings_not_by_their_plain_sum():
    """Sum f = +0.1, sum f*abs(f) = -0.37: the three small loadings do not outvote the large."""
    factor = np.array([[-0.8], [0.3], [0.3], [0.3]])
    np.testing.assert_array_equal(reflected(factor), -factor)


def test_a_balanced_factor_begins_with_a_positive_loading():
    factor = np.array([[0.0], [-0.5], [0.5]])
    np.testing.assert_array_equal(reflected(factor), -factor)


def test_centroid_loadings_solve_their_own_equation(matrix):
    """Each is the reflected column sum, communality in the diagonal, over the root of the total."""
    left = matrix.copy()
    for loading in brown_centroid(matrix, 3, threshold=1e-13).loadings.T:
        np.fill_diagonal(left, loading**2)
        sign = np.sign(loading)
        assert (left @ sign * sign >= 0).all()
        np.testing.assert_allclose(loading, left @ sign / np.sqrt(sign @ left @ sign), atol=1e-6)
        left = left - np.outer(loading, loading)


def test_published_centroids_of_the_lipset_sorts(lipset):
    """Sums of squares as R qmethod prints them; the last is larger than the one before it."""
    found = brown_centroid(correlations(lipset.sorts), 7)
    assert found.eigenvalues.round(3).tolist() == [1.616, 1.412, 0.840, 0.554, 0.385, 0.184, 0.278]


def test_horst_centroids_leave_less_than_brown_centroids(matrix):
    brown, horst = (method(matrix, 3).loadings for method in (brown_centroid, horst_centroid))
    assert (residual(matrix, horst) ** 2).sum() < (residual(matrix, brown) ** 2).sum()


def test_horst_says_whether_it_converged(matrix):
    assert horst_centroid(matrix, 3, iterations=500).converged
    stopped = horst_centroid(matrix, 3, iterations=1)
    assert not stopped.converged
    assert stopped.iterations == 1


def test_principal_axis_reproduces_its_own_communalities(matrix):
    found = principal_axis(matrix, 3)
    assert found.converged
    reduced = matrix.copy()
    np.fill_diagonal(reduced, (found.loadings**2).sum(axis=1))
    again = principal_components(reduced, 3)
    np.testing.assert_allclose(again.loadings, found.loadings, atol=1e-6)


def test_principal_axis_recovers_loadings_that_made_the_matrix():
    """Three exact common factors: communalities are known and must come out."""
    made = np.array([[0.8, 0, 0], [0.7, 0.1, 0], [0.6, 0, 0.2], [0.75, 0, 0],
                     [0.1, 0.8, 0], [0, 0.7, 0], [0, 0.65, 0.1],
                     [0, 0, 0.7], [0.1, 0, 0.6], [0, 0.1, 0.75]])  # fmt: skip
    matrix = made @ made.T
    np.fill_diagonal(matrix, 1.0)
    found = principal_axis(matrix, 3)
    np.testing.assert_allclose((found.loadings**2).sum(axis=1), (made**2).sum(axis=1), atol=1e-5)
    np.testing.assert_allclose(residual(matrix, found.loadings), 0, atol=1e-5)


def test_the_rank_counts_what_the_sorts_can_carry():
    sorts = planted(groups=(4, 3)).sorts
    assert rank(correlations(sorts)) == 7
    assert rank(correlations(sorts.assign(copy=sorts["A1"]))) == 7


@pytest.mark.parametrize("method", ["pca", "centroid", "horst", "paf"])
def test_no_extraction_changes_the_matrix_that_it_is_given(matrix, method):
    before = matrix.copy()
    extract(matrix, 3, method)
    np.testing.assert_array_equal(matrix, before)


def test_an_unknown_extraction_is_refused_with_those_there_are(matrix):
    with pytest.raises(StudyError, match='"minres" is unknown; choose one of pca, centroid'):
        extract(matrix, 2, "minres")
