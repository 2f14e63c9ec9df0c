import numpy as np
import pytest
from factor_analyzer.rotator import Rotator
from planted import planted
from references import apart
from scipy.linalg import orthogonal_procrustes

from corpora.errors import StudyError
from qmethod.extraction import correlations, principal_components
from qmethod.rotation import (
    OBLIQUE,
    ORTHOGONAL,
    ROTATIONS,
    oblimin,
    orthomax,
    procrustes,
    promax,
    rotate,
    rotate_pair,
    varimax,
)


@pytest.fixture(scope="module")
def unrotated():
    return principal_components(correlations(planted(noise=0.8).sorts), 3).loadings


@pytest.fixture(scope="module")
def lipset_loadings(lipset):
    return principal_components(correlations(lipset.sorts), 3).loadings


def kaiser_criterion(loadings):
    """The variance of squared normalised loadings, summed over factors (Kaiser 1958)."""
    shares = loadings**2 / (loadings**2).sum(axis=1, keepdims=True)
    return shares.var(axis=0).sum()


def turned_alike(ours, theirs):
    """Their factors in our order and signs."""
    order = np.abs(ours.T @ theirs).argmax(axis=1)
    assert sorted(order) == list(range(ours.shape[1]))
    return theirs[:, order] * np.sign((ours * theirs[:, order]).sum(axis=0))


# factor_analyzer is the second opinion: it iterates another way and stops where it is told.
OPINIONS = {
    "varimax": lambda k, m: Rotator(method="varimax", max_iter=10000, tol=1e-15),
    "quartimax": lambda k, m: Rotator(method="quartimax", max_iter=2000, tol=1e-7),
    # Crawford and Ferguson's kappa that stands for equamax is k / 2m.
    "equamax": lambda k, m: Rotator(method="equamax", kappa=k / (2 * m), max_iter=2000, tol=1e-7),
}


@pytest.mark.parametrize("method", OPINIONS)
def test_an_orthogonal_rotation_is_that_of_factor_analyzer(unrotated, lipset_loadings, method):
    for loadings in (unrotated, lipset_loadings):
        ours = rotate(loadings, method)
        theirs = OPINIONS[method](loadings.shape[1], len(loadings)).fit_transform(loadings)
        assert apart(ours, turned_alike(ours, theirs)) < 1e-6


@pytest.mark.parametrize("method", ORTHOGONAL)
def test_an_orthogonal_rotation_keeps_communalities_and_what_it_reproduces(unrotated, method):
    rotated = rotate(unrotated, method)
    np.testing.assert_allclose(rotated @ rotated.T, unrotated @ unrotated.T, atol=1e-12)


@pytest.mark.parametrize("method", ORTHOGONAL)
def test_rotating_again_changes_nothing(unrotated, method):
    once = rotate(unrotated, method)
    np.testing.assert_allclose(rotate(once, method), once, atol=1e-9)


@pytest.mark.parametrize("degrees", [-30, 10, 77])
def test_varimax_does_not_depend_on_where_it_starts(unrotated, degrees):
    ours = varimax(unrotated)
    other = varimax(rotate_pair(rotate_pair(unrotated, 0, 2, degrees), 1, 2, 2 * degrees))
    assert apart(ours, turned_alike(ours, other)) < 1e-9


def test_no_small_turn_of_any_pair_improves_varimax(unrotated):
    rotated = varimax(unrotated)
    best = kaiser_criterion(rotated)
    for pair in ((0, 1), (0, 2), (1, 2)):
        for degrees in (-0.05, 0.05):
            assert kaiser_criterion(rotate_pair(rotated, *pair, degrees)) < best


def test_varimax_is_normalised_and_raw_varimax_is_not(unrotated):
    raw = orthomax(unrotated, gamma=1.0)
    assert apart(varimax(unrotated), turned_alike(varimax(unrotated), raw)) > 1e-4
    assert kaiser_criterion(varimax(unrotated)) > kaiser_criterion(raw)


def test_a_sort_that_no_factor_explains_stays_at_nil(unrotated):
    with_nil = np.vstack([unrotated, np.zeros(3)])
    rotated = varimax(with_nil)
    assert (rotated[-1] == 0).all()
    np.testing.assert_allclose(rotated @ rotated.T, with_nil @ with_nil.T, atol=1e-12)


@pytest.mark.parametrize("method", ROTATIONS)
def test_a_single_factor_stays_as_it_is(unrotated, method):
    np.testing.assert_array_equal(rotate(unrotated[:, :1], method), unrotated[:, :1])


def test_no_rotation_gives_a_copy(unrotated):
    kept = rotate(unrotated, "none")
    assert kept is not unrotated
    np.testing.assert_array_equal(kept, unrotated)


@pytest.mark.parametrize("method", OBLIQUE)
def test_oblique_tables_fit_each_other(unrotated, method):
    found = rotate(unrotated, method)
    np.testing.assert_allclose(found.structure, found.pattern @ found.phi, atol=1e-12)
    np.testing.assert_allclose(np.diag(found.phi), 1, atol=1e-9)
    np.testing.assert_allclose(
        found.pattern @ found.phi @ found.pattern.T, unrotated @ unrotated.T, atol=1e-9
    )


@pytest.mark.parametrize("method", OBLIQUE)
def test_an_oblique_factor_is_turned_by_its_structure(unrotated, method):
    structure = rotate(-unrotated, method).structure
    assert ((structure * np.abs(structure)).sum(axis=0) >= 0).all()


def quartimin(pattern):
    """The criterion of direct oblimin with gamma 0: products of squared loadings."""
    squares = pattern**2
    return (squares.T @ squares).sum() - (squares**2).sum()


def test_no_small_turn_of_any_axis_improves_oblimin(unrotated):
    """Moving one factor's axis towards another, at length 1, makes the criterion worse."""
    found = oblimin(unrotated)
    best = quartimin(found.pattern)
    for moved in range(3):
        for towards in {0, 1, 2} - {moved}:
            for step in (-1e-3, 1e-3):
                axes = np.eye(3)
                axes[towards, moved] = step
                length = np.sqrt(np.einsum("ij,ik,kj->j", axes, found.phi, axes))
                pattern = found.pattern @ np.linalg.inv(axes / length).T
                assert quartimin(pattern) > best


def test_promax_fits_the_fourth_power_of_varimax(lipset_loadings):
    """Each factor is, but for its length, the least-squares fit of its column of the target."""
    start = varimax(lipset_loadings)
    target = np.sign(start) * start**4
    fitted = start @ np.linalg.pinv(start) @ target
    pattern = promax(lipset_loadings).pattern
    for ours, fit in zip(pattern.T, turned_alike(pattern, fitted).T, strict=True):
        np.testing.assert_allclose(ours / np.linalg.norm(ours), fit / np.linalg.norm(fit))


def test_a_pair_turns_counter_clockwise():
    """Turned by 90 degrees, the first axis stands where the second was."""
    loadings = np.array([[0.8, 0.1, 0.3], [0.2, 0.7, -0.5]])
    turned = rotate_pair(loadings, 0, 1, 90)
    np.testing.assert_allclose(turned, [[0.1, -0.8, 0.3], [0.7, -0.2, -0.5]], atol=1e-15)


def test_thirty_degrees_by_hand():
    turned = rotate_pair(np.array([[0.6, 0.2]]), 0, 1, 30)
    cosine, sine = 0.8660254037844387, 0.5
    expected = [[0.6 * cosine + 0.2 * sine, -0.6 * sine + 0.2 * cosine]]
    np.testing.assert_allclose(turned, expected, atol=1e-15)


def test_procrustes_is_that_of_scipy(unrotated, lipset_loadings):
    rng = np.random.default_rng(4)
    target = varimax(unrotated) + 0.1 * rng.normal(size=unrotated.shape)
    turn, _ = orthogonal_procrustes(unrotated, target)
    np.testing.assert_allclose(procrustes(unrotated, target), unrotated @ turn, atol=1e-12)


def test_procrustes_finds_the_turn_that_was_made(unrotated):
    target = rotate_pair(rotate_pair(unrotated, 0, 1, 40), 1, 2, -25)
    np.testing.assert_allclose(procrustes(unrotated, target), target, atol=1e-12)


def test_a_stack_of_procrustes_is_each_of_them(unrotated):
    stack = np.stack([unrotated, unrotated[::-1]])
    found = procrustes(stack, varimax(unrotated))
    for one, whole in zip(stack, found, strict=True):
        np.testing.assert_allclose(procrustes(one, varimax(unrotated)), whole, atol=1e-12)


def test_an_unknown_rotation_is_refused_with_those_there_are(unrotated):
    with pytest.raises(StudyError, match='"geomin" is unknown; choose one of varimax, none'):
        rotate(unrotated, "geomin")
