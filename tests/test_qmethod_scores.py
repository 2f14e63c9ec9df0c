import numpy as np
import pytest

from qmethod import Grid
from qmethod.scores import (
    factor_array,
    reliability,
    se_of_differences,
    standard_error,
    weights,
    z_scores,
)

TINY = Grid((-1, 0, 1), (1, 3, 1))
ANN, BOB = [0.0, 0.0, -1.0, 1.0, 0.0], [-1.0, 0.0, 1.0, 0.0, 0.0]


def scored(sorts, weight, composite="standardised"):
    return z_scores(np.column_stack(sorts), np.array(weight, dtype=float), composite=composite)


def test_the_weight_is_the_loading_over_its_unexplained_variance():
    """Brown (1980, p. 242): a loading of .80 weighs 2.22 and one of .40 weighs 0.48."""
    loadings = np.array([[0.8, 0.4], [-0.8, 0.1]])
    found = weights(loadings, np.array([[True, True], [True, False]]))
    np.testing.assert_allclose(found, [[2.2222222, 0.4761905], [-2.2222222, 0]], atol=1e-7)


def test_z_scores_have_mean_nil_and_sd_one_with_n_less_one():
    z = scored([ANN, BOB], [[2.0], [1.0]])
    assert z.mean() == pytest.approx(0, abs=1e-15)
    assert z.std(ddof=1) == pytest.approx(1)


def test_one_flagged_sort_is_its_own_viewpoint():
    z = scored([ANN, BOB], [[2.0], [0.0]])[:, 0]
    np.testing.assert_allclose(z, np.array(ANN) / np.std(ANN, ddof=1), atol=1e-15)


def test_composites_weigh_by_hand():
    """Both sorts have sd sqrt(1/2), so 2 Ann + 1 Bob orders -1, 0, -1, 2, 0 over 1.2247."""
    z = scored([ANN, BOB], [[2.0], [1.0]])[:, 0]
    np.testing.assert_allclose(z, np.array([-1, 0, -1, 2, 0]) / np.sqrt(1.5), atol=1e-14)


def test_a_negative_weight_turns_the_sort_round():
    np.testing.assert_allclose(
        scored([ANN, BOB], [[2.0], [-1.0]]), scored([ANN, -np.array(BOB)], [[2.0], [1.0]])
    )


def test_a_sort_moved_or_stretched_counts_the_same_once_standardised():
    wide = 3 * np.array(ANN) + 7
    np.testing.assert_allclose(
        scored([wide, BOB], [[2.0], [1.0]]), scored([ANN, BOB], [[2.0], [1.0]]), atol=1e-14
    )
    raw = scored([wide, BOB], [[2.0], [1.0]], composite="raw")
    assert not np.allclose(raw, scored([ANN, BOB], [[2.0], [1.0]], composite="raw"))


def test_a_factor_without_flags_has_no_scores():
    z = scored([ANN, BOB], [[0.0, 1.0], [0.0, 0.0]])
    assert np.isnan(z[:, 0]).all()
    assert not np.isnan(z[:, 1]).any()


def test_a_card_that_one_sorter_left_out_is_scored_by_the_others():
    """The mean over those who placed it, weighted by w, over the sum of their abs(w)."""
    gap = [np.nan, 0.0, 1.0, -1.0, 0.0]
    z = scored([ANN, gap], [[2.0], [-1.0]])[:, 0]
    ann, scaled = np.array(ANN) / np.sqrt(0.5), np.array(gap[1:]) / np.sqrt(2 / 3)
    composite = np.r_[ann[0], (2 * ann[1:] - scaled) / 3]
    expected = (composite - composite.mean()) / composite.std(ddof=1)
    np.testing.assert_allclose(z, expected, atol=1e-14)


def test_a_card_that_no_flagged_sorter_placed_has_no_score():
    gap = [np.nan, 0.0, 1.0, -1.0, 0.0]
    z = scored([ANN, gap], [[0.0], [1.0]])[:, 0]
    assert np.isnan(z).tolist() == [True, False, False, False, False]
    assert np.nanstd(z, ddof=1) == pytest.approx(1)


def test_a_stack_of_weights_gives_a_stack_of_scores():
    stack = np.array([[[2.0], [1.0]], [[0.0], [1.0]]])
    found = scored([ANN, BOB], stack)
    for weight, z in zip(stack, found, strict=True):
        np.testing.assert_array_equal(z, scored([ANN, BOB], weight))


def test_the_array_fills_the_grid_by_rank():
    values, ties = factor_array(np.array([0.2, -1.5, 1.7, 0.1, -0.5]), TINY)
    assert values.tolist() == [0, -1, 1, 0, 0]
    assert ties == []


def test_on_a_tie_the_earlier_statement_gets_the_higher_value():
    values, ties = factor_array(np.array([0.5, 1.0, 1.0, -1.0, -1.5]), TINY)
    assert values.tolist() == [0, 1, 0, 0, -1]
    assert ties == [[1, 2]]


def test_a_tie_within_one_column_changes_nothing_and_is_not_told():
    _, ties = factor_array(np.array([0.0, 0.0, 0.0, 1.0, -1.0]), TINY)
    assert ties == []


def test_rounding_error_does_not_break_a_tie():
    values, ties = factor_array(np.array([0.5, 1.0, 1.0 + 1e-12, -1.0, -1.5]), TINY)
    assert values.tolist() == [0, 1, 0, 0, -1]
    assert ties == [[1, 2]]


def test_a_statement_without_score_leaves_the_last_place_of_the_middle_column():
    values, _ = factor_array(np.array([np.nan, 1.0, 0.5, -0.5, -1.0]), TINY)
    assert np.isnan(values[0])
    assert values[1:].tolist() == [1, 0, 0, -1]


@pytest.mark.parametrize(
    ("missing", "left"), [(1, [-2, -1, 0, 1, 2]), (2, [-2, -1, 1, 2]), (3, [-2, 1, 2])]
)
def test_more_statements_without_score_empty_the_columns_next_to_the_middle(missing, left):
    grid = Grid((-2, -1, 0, 1, 2), (1, 1, 2, 1, 1))
    values, _ = factor_array(np.r_[np.full(missing, np.nan), np.arange(6.0 - missing)], grid)
    assert values[missing:].tolist() == left


def test_a_factor_without_scores_has_an_empty_array():
    values, ties = factor_array(np.full(5, np.nan), TINY)
    assert np.isnan(values).all()
    assert ties == []


@pytest.mark.parametrize(
    ("flagged", "expected", "se"),
    [(1, 0.8, 0.447214), (3, 0.923077, 0.277350), (5, 0.952381, 0.218218), (7, 0.965517, 0.185695)],
)
def test_published_reliabilities_and_standard_errors(flagged, expected, se):
    found = reliability(flagged)
    assert found == pytest.approx(expected, abs=1e-6)
    assert standard_error(found) == pytest.approx(se, abs=1e-6)


def test_the_reliability_of_a_single_sort_can_be_another():
    assert reliability(2, 0.7) == pytest.approx(1.4 / 1.7)


def test_no_flagged_sort_has_no_reliability():
    assert np.isnan(reliability(np.array([0, 1]))).tolist() == [True, False]


def test_the_error_of_a_difference_joins_both_errors():
    """Brown (1980, p. 245); three flagged sorts on either side give 0.392."""
    found = se_of_differences(np.array([0.277350, 0.447214]))
    np.testing.assert_allclose(found, [[0.392232, 0.526235], [0.526235, 0.632456]], atol=1e-6)
