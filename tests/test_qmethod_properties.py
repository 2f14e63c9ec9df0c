"""What must hold for any study, tried on many drawn ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planted import planted, with_sorts
from references import apart, matching

import qmethod as qm
from qmethod import Grid
from qmethod.scores import factor_array

# Groups of unlike size and modest noise keep eigenvalues apart: a near-tie would leave the
# components themselves undetermined, and no property of them could be asked for.
STUDIES = st.builds(
    planted,
    st.integers(0, 2**32 - 1),
    groups=st.sampled_from([(6, 4, 2), (7, 4, 2), (5, 3), (8, 5, 3)]),
    noise=st.sampled_from([0.2, 0.4, 0.6]),
)
EXTRACTIONS = st.sampled_from(["pca", "centroid", "paf"])
ROTATIONS = st.sampled_from(["varimax", "quartimax", "equamax"])
DEGREES = st.floats(-180, 180)
TABLES = ("loadings", "z_scores", "factor_correlations", "se_of_differences")


def groups_of(study):
    return len({name[0] for name in study.names})


def analysed(study, **options):
    return qm.analyse(study, groups_of(study), heywood="clip", **options)


def settled(analysis):
    """Whether no flag, sign or order hangs on a difference that rounding error could turn."""
    squares = analysis.loadings**2
    margin = (2 * squares).sub(squares.sum(axis=1), axis=0).abs()
    size = (analysis.loadings.abs() - 1.96 / np.sqrt(len(analysis.study.qset))).abs()
    explained = np.sort(analysis.eigenvalues)[::-1][: len(analysis.factors) + 1]
    return min(margin.min(axis=None), size.min(axis=None), -np.diff(explained).max()) > 1e-6


@given(STUDIES, EXTRACTIONS, ROTATIONS, st.randoms(use_true_random=False))
def test_permuting_participants_permutes_loadings(study, extraction, rotation, random):
    names = study.names
    random.shuffle(names)
    ours = analysed(study, extraction=extraction, rotation=rotation)
    assume(settled(ours))
    other = analysed(
        with_sorts(study, study.sorts[names]), extraction=extraction, rotation=rotation
    )
    assert list(other.loadings.index) == names
    theirs = other.loadings.loc[study.names]
    order, signs = matching(theirs, ours.loadings)
    assert (signs == 1).all()
    assert apart(theirs.iloc[:, order], ours.loadings) < 1e-6
    assert (other.flags.loc[study.names].iloc[:, order].to_numpy() == ours.flags).all(axis=None)
    assert apart(other.z_scores.iloc[:, order], ours.z_scores) < 1e-5


@given(STUDIES, st.integers(1, 500))
def test_relabelling_statements_relabels_scores(study, shift):
    numbers = [number + shift for number in study.qset.numbers]
    cards = [replace(s, number=s.number + shift) for s in study.qset]
    other = replace(study, qset=qm.QSet(tuple(cards)), sorts=study.sorts.set_axis(numbers))
    ours, theirs = analysed(study), analysed(other)
    assert list(theirs.z_scores.index) == numbers
    for name in ("z_scores", "factor_arrays"):
        before, after = getattr(ours, name), getattr(theirs, name)
        pd.testing.assert_frame_equal(after.set_axis(before.index), before)
    assert list(qm.distinguishing(theirs)["statement"] - shift) == list(
        qm.distinguishing(ours)["statement"]
    )


@given(STUDIES, st.randoms(use_true_random=False))
def test_listing_statements_in_another_order_changes_nothing(study, random):
    cards = list(study.qset)
    random.shuffle(cards)
    numbers = [card.number for card in cards]
    other = replace(study, qset=qm.QSet(tuple(cards)), sorts=study.sorts.loc[numbers])
    ours, theirs = analysed(study), analysed(other)
    assume(settled(ours))
    assert apart(theirs.loadings, ours.loadings) < 1e-9
    pd.testing.assert_frame_equal(theirs.factor_arrays.sort_index(), ours.factor_arrays)


@given(STUDIES, EXTRACTIONS, st.sampled_from(["varimax", "none", "promax", "equamax"]))
def test_arrays_always_fill_the_grid(study, extraction, rotation):
    found = analysed(study, extraction=extraction, rotation=rotation)
    for factor in found.scored:
        assert sorted(found.factor_arrays[factor]) == study.grid.places.tolist()


GRIDS = (
    st.lists(st.integers(0, 5), min_size=2, max_size=9)
    .filter(any)
    .map(lambda heights: Grid(tuple(range(len(heights))), tuple(heights)))
)


@given(GRIDS, st.data())
def test_any_scores_fill_any_grid_in_their_order(grid, data):
    score = st.one_of(st.integers(-2, 2).map(float), st.floats(-3, 3))
    z = np.array(data.draw(st.lists(score, min_size=grid.size, max_size=grid.size)))
    values, ties = factor_array(z, grid)
    assert sorted(values) == grid.places.tolist()
    for higher, lower in zip(*np.nonzero(np.subtract.outer(z, z) > 1e-6), strict=True):
        assert values[higher] >= values[lower]
    for group in ties:
        assert np.ptp(z[group]) < 1e-6
        assert (np.diff(values[group]) <= 0).all()


@given(GRIDS, st.data())
def test_gaps_empty_the_grid_from_the_middle(grid, data):
    gaps = data.draw(st.integers(0, grid.size))
    z = np.r_[np.arange(float(grid.size - gaps)), np.full(gaps, np.nan)]
    values = factor_array(z, grid)[0][: grid.size - gaps]
    left = pd.Series(values).value_counts()
    for value, height in grid.height_of.items():
        emptied = height - left.get(value, 0)
        assert emptied >= 0
        nearer = [v for v in grid.values if abs(v - grid.middle) < abs(value - grid.middle)]
        if emptied:
            assert all(left.get(v, 0) == 0 for v in nearer), "a nearer column still has cards"


@given(STUDIES, DEGREES)
def test_a_turn_and_the_turn_back_are_the_identity(study, degrees):
    start = analysed(study)
    assume(settled(start))
    back = qm.rotate_by_hand(
        qm.rotate_by_hand(start, "F1", "F2", degrees=degrees), "F2", "F1", degrees=degrees
    )
    also = qm.rotate_by_hand(
        qm.rotate_by_hand(start, "F1", "F2", degrees=degrees), "F1", "F2", degrees=-degrees
    )
    for found in (back, also):
        assert apart(found.loadings, start.loadings) < 1e-12
        assert (found.flags == start.flags).all(axis=None)
        assert apart(found.z_scores, start.z_scores) < 1e-10


@given(STUDIES, DEGREES, DEGREES)
def test_two_turns_of_one_pair_add_up(study, first, second):
    start = analysed(study)
    step = qm.rotate_by_hand(start, "F1", "F2", degrees=first)
    both = qm.rotate_by_hand(step, "F1", "F2", degrees=second)
    once = qm.rotate_by_hand(start, "F1", "F2", degrees=first + second)
    assert apart(both.loadings, once.loadings) < 1e-12


@given(STUDIES, DEGREES)
def test_turning_keeps_communalities(study, degrees):
    start = analysed(study)
    turned = qm.rotate_by_hand(start, "F2", "F1", degrees=degrees)
    assert apart(turned.communalities, start.communalities) < 1e-12
    explained = "variance_percent"
    assert turned.characteristics[explained].sum() == pytest.approx(
        start.characteristics[explained].sum()
    )


@given(STUDIES, DEGREES)
def test_a_target_undoes_any_turn(study, degrees):
    start = analysed(study)
    turned = qm.rotate_by_hand(start, "F1", "F2", degrees=degrees)
    assert apart(qm.rotate_to_target(turned, start.loadings).loadings, start.loadings) < 1e-10


@given(STUDIES, st.data())
def test_inverting_twice_is_the_identity(study, data):
    start = analysed(study)
    factor = data.draw(st.sampled_from(start.factors))
    back = qm.invert(qm.invert(start, factor), factor)
    for name in (*TABLES, "flags", "factor_arrays"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(start, name))


@given(STUDIES, st.data())
def test_an_inverted_factor_has_the_mirror_of_its_scores(study, data):
    start = analysed(study)
    factor = data.draw(st.sampled_from(start.factors))
    turned = qm.invert(start, factor)
    assert apart(turned.z_scores[factor], -start.z_scores[factor]) < 1e-14
    others = [f for f in start.factors if f != factor]
    assert apart(turned.z_scores[others], start.z_scores[others]) == 0


@given(STUDIES, st.integers(-5, 5), st.sampled_from([0.5, 1, 2, 10]), st.data())
def test_moving_or_stretching_a_sort_changes_nothing(study, shift, scale, data):
    name = data.draw(st.sampled_from(study.names))
    other = with_sorts(study, study.sorts.assign(**{name: scale * study.sorts[name] + shift}))
    ours, theirs = analysed(study), analysed(other)
    assume(settled(ours))
    for table in TABLES:
        assert apart(getattr(theirs, table), getattr(ours, table)) < 1e-9
    assert apart(theirs.factor_arrays, ours.factor_arrays) == 0


@given(STUDIES)
def test_turning_every_sort_round_turns_the_viewpoints_round(study):
    ours, theirs = analysed(study), analysed(with_sorts(study, -study.sorts))
    assume(settled(ours))
    assert apart(theirs.loadings, ours.loadings) < 1e-9
    assert apart(theirs.z_scores, -ours.z_scores) < 1e-9


@given(STUDIES, EXTRACTIONS, ROTATIONS)
def test_no_factor_is_upside_down(study, extraction, rotation):
    found = analysed(study, extraction=extraction, rotation=rotation).loadings
    assert ((found * found.abs()).sum() > -1e-12).all()


@given(STUDIES)
def test_loadings_and_flags_given_back_give_the_same_analysis(study):
    ours = analysed(study)
    theirs = qm.from_loadings(study, ours.loadings, ours.flags)
    for name in (*TABLES, "factor_arrays", "characteristics"):
        pd.testing.assert_frame_equal(getattr(theirs, name), getattr(ours, name))


@given(STUDIES)
def test_scores_are_standardised_and_their_lists_exclude_each_other(study):
    found = analysed(study)
    z = found.z_scores[found.scored]
    assert apart(z.mean(), np.zeros(z.shape[1])) < 1e-12
    assert apart(z.std(), np.ones(z.shape[1])) < 1e-12
    strict = qm.distinguishing(found).query("level != 'p < .05'")["statement"]
    assert not set(qm.consensus(found)["statement"]) & set(strict)


@given(STUDIES, st.lists(st.tuples(st.integers(1, 28), st.integers(0, 7)), max_size=12))
def test_missing_cards_leave_a_whole_analysis(study, cells):
    sorts = study.sorts.copy()
    for statement, participant in cells:
        sorts.loc[statement, study.names[participant]] = np.nan
    found = analysed(with_sorts(study, sorts))
    assert apart(found.correlations, sorts.corr()) < 1e-12
    for factor in found.scored:
        placed = sorts[found.defining(factor)].notna().any(axis=1)
        assert (found.z_scores[factor].notna() == placed).all()
        assert (found.factor_arrays[factor].notna() == placed).all()
        assert found.z_scores[factor].std() == pytest.approx(1)
