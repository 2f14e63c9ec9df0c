import numpy as np
import pandas as pd
import pytest

from corpora.errors import StudyError
from qmethod.flags import automatic_flags, communality, explained_variance, significant_loading

# Thirty-three statements as in Lipset's study: 1.96 / sqrt(33) = 0.3412.
NEEDED = 1.96 / np.sqrt(33)


def flags(loadings, **options):
    loadings = np.atleast_2d(loadings)
    return automatic_flags(loadings, (loadings**2).sum(axis=1), 33, **options).tolist()


def test_a_sort_is_flagged_where_one_factor_holds_most_of_what_is_explained():
    assert flags([[0.7, 0.3, 0.2]]) == [[True, False, False]]


def test_a_large_loading_without_the_majority_is_no_flag():
    assert flags([[0.6, 0.5, 0.4]]) == [[False, False, False]]


def test_a_majority_without_a_significant_loading_is_no_flag():
    assert flags([[0.33, 0.05, 0.05]]) == [[False, False, False]]


def test_a_negative_loading_is_flagged_like_a_positive_one():
    assert flags([[-0.7, 0.3]]) == [[True, False]]


def test_a_loading_exactly_at_the_threshold_is_not_flagged():
    assert flags([[NEEDED, 0]]) == [[False, False]]
    assert flags([[np.nextafter(NEEDED, 1), 0]]) == [[True, False]]


def test_exactly_half_the_communality_is_no_majority():
    assert flags([[0.5, 0.5]], rule="majority") == [[False, False]]
    assert flags([[0.5, np.nextafter(0.5, 0)]], rule="majority") == [[True, False]]


@pytest.mark.parametrize(
    ("level", "critical"), [(0.05, 1.96), (0.01, 2.58), (0.001, 3.29), (0.10, 1.6448536)]
)
def test_the_level_sets_the_loading_that_is_needed(level, critical):
    needed = critical / np.sqrt(33)
    assert significant_loading(33, level) == pytest.approx(needed, abs=1e-8)
    assert flags([[needed + 1e-7, 0], [needed - 1e-7, 0]], level=level) == [
        [True, False],
        [False, False],
    ]


def test_the_significance_rule_alone_can_flag_a_sort_twice():
    assert flags([[0.6, 0.5]], rule="significance") == [[True, True]]


def test_the_majority_rule_alone_asks_for_no_size():
    assert flags([[0.2, 0.1]], rule="majority") == [[True, False]]


def test_without_a_rule_nothing_is_flagged():
    assert flags([[0.9, 0.1]], rule="none") == [[False, False]]


def test_a_stack_of_loadings_is_flagged_at_once():
    loadings = np.array([[[0.7, 0.1]], [[0.1, 0.7]]])
    found = automatic_flags(loadings, (loadings**2).sum(axis=-1), 33)
    assert found.tolist() == [[[True, False]], [[False, True]]]


def test_an_unknown_rule_or_level_is_refused():
    with pytest.raises(StudyError, match="choose one of both, majority"):
        flags([[0.7]], rule="mine")
    with pytest.raises(StudyError, match=r"between 0 and 1, like 0\.05; found 5"):
        flags([[0.7]], level=5)


LOADINGS = pd.DataFrame({"F1": [0.8, -0.6, 0.1], "F2": [0.1, 0.2, 0.7]}, index=["Ann", "Bob", "Cy"])


def test_the_communality_is_the_sum_of_squared_loadings():
    assert communality(LOADINGS).tolist() == pytest.approx([0.65, 0.40, 0.50])


def test_the_communality_of_oblique_factors_multiplies_pattern_and_structure():
    pattern, phi = np.array([[0.7, 0.2]]), np.array([[1, 0.3], [0.3, 1]])
    structure = pattern @ phi
    frames = [pd.DataFrame(table, ["Ann"], ["F1", "F2"]) for table in (structure, pattern)]
    assert communality(*frames)["Ann"] == pytest.approx((pattern @ phi @ pattern.T).item())


def test_the_halves_of_a_split_factor_count_once():
    split = pd.DataFrame({"F1a": LOADINGS["F1"], "F1b": -LOADINGS["F1"], "F2": LOADINGS["F2"]})
    pairs = (("F1a", "F1b"),)
    assert communality(split, None, pairs).tolist() == pytest.approx([0.65, 0.40, 0.50])
    explained = explained_variance(split, None, pairs)
    assert explained == pytest.approx([0.8**2 + 0.1**2, 0.6**2, 0.54])
    assert explained.sum() == pytest.approx(explained_variance(LOADINGS).sum())
