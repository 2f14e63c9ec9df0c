"""Where R qmethod and KADE disagree and one answer is right, ours is that one.

The numbers in brackets are the sections of DIFFERENCES.md. The sorts are Lipset's.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted import planted, with_sorts
from references import apart, study_of

import qmethod as qm
from corpora.errors import StudyError
from qmethod import Grid
from qmethod.extraction import brown_centroid, correlations, reflected
from qmethod.scores import factor_array, weights

GRID = [2, 3, 4, 5, 5, 5, 4, 3, 2]


def heights(array):
    return array.value_counts().sort_index().tolist()


def unforced(lipset):
    """US2 halved towards the middle and UK7 moved up: two sorts that leave the grid."""
    halved, moved = lipset.sorts["US2"], lipset.sorts["UK7"] + 1
    halved = np.sign(halved) * (halved.abs() // 2)
    return with_sorts(lipset, lipset.sorts.assign(US2=halved, UK7=moved.clip(upper=4)))


def test_an_unforced_sort_counts_no_more_for_being_wide(lipset):
    """[5] Stretching a sort leaves standardised composites alone and moves raw ones."""
    study = unforced(lipset)
    wide = with_sorts(study, study.sorts.assign(US2=study.sorts["US2"] * 2))
    for composite, same in (("standardised", True), ("raw", False)):
        before, after = (qm.analyse(s, 3, composite=composite).z_scores for s in (study, wide))
        assert (apart(before, after) < 1e-12) is same


def test_either_convention_for_unforced_sorts_can_be_had(reference):
    """[5] Statement 9 on the third factor: R -1.0855 from raw sorts, KADE -1.538."""
    study = study_of(reference, "lipset_unforced")
    ours = {c: qm.analyse(study, 3, composite=c).z_scores for c in ("standardised", "raw")}
    assert ours["standardised"].at[9, "F3"] == pytest.approx(-1.538, abs=2e-3)
    assert ours["raw"].at[9, "F3"] == pytest.approx(-1.0855, abs=2e-4)


def test_varimax_runs_until_it_has_converged(lipset):
    """[3] CA6 on the fourth of four centroids: R stops at .21058, converged it is .19574."""
    found = qm.analyse(lipset, 4, extraction="centroid").loadings
    assert abs(found.at["CA6", "F4"]) == pytest.approx(0.19574, abs=2e-5)


def test_polarity_follows_one_rule_and_the_lists_follow_the_polarity(lipset):
    """[3] The consensus of two centroids changes wholesale when the first is turned round."""

    def agreed(analysis):
        return set(qm.consensus(analysis).query("level == 'p > .05'")["statement"])

    found = qm.analyse(lipset, 2, extraction="centroid")
    assert found.loadings.at["US1", "F1"] == pytest.approx(0.538, abs=5e-4)
    assert agreed(found) == {2, 5, 6, 12, 13, 14, 16, 20, 21, 28, 31}
    assert found.factor_correlations.at["F1", "F2"] == pytest.approx(-0.1028, abs=1e-4)
    turned = qm.invert(found, "F1")
    assert agreed(turned) == {4, 6, 12, 17, 18, 19, 22, 25, 27, 28, 29, 32}
    assert turned.factor_correlations.at["F1", "F2"] == pytest.approx(0.1028, abs=1e-4)


def test_the_sign_rule_weighs_loadings_by_their_size():
    """[2] Sum f = +0.04 but sum f*abs(f) = -0.22: R keeps the factor, KADE and we reflect it."""
    factor = np.array([[-0.6], [0.22], [0.21], [0.21]])
    assert factor.sum() == pytest.approx(0.04)
    assert (reflected(factor) == -factor).all()


def between_factors(analysis, z, sed):
    """The analysis with the z-scores of statement 12 and every error replaced."""
    scores, errors = analysis.z_scores.copy(), analysis.se_of_differences * 0 + sed
    scores.loc[12] = z
    return replace(analysis, z_scores=scores, se_of_differences=errors)


def test_no_z_score_is_rounded_while_statements_are_compared(lipset_analysis):
    """[8] 1.934 errors apart; KADE rounds to -.66 and -.33 on the way and lists it at 1.976."""
    published = between_factors(lipset_analysis, [0.481, -0.334, -0.657], 0.167)
    found = qm.distinguishing(published).query("statement == 12")
    assert found["factor"].tolist() == ["F1"]


def test_the_order_of_factors_changes_no_list(lipset, lipset_analysis):
    """[8] KADE's in-place rounding makes them depend on it."""

    def listed(analysis):
        found = qm.distinguishing(analysis)
        return set(zip(found["statement"], found["factor"], found["level"], strict=True))

    for order in (["F3", "F1", "F2"], ["F2", "F3", "F1"]):
        other = qm.from_loadings(lipset, lipset_analysis.loadings[order])
        assert listed(other) == listed(lipset_analysis)
        ours, theirs = (qm.consensus(a)[["statement", "level"]] for a in (other, lipset_analysis))
        pd.testing.assert_frame_equal(ours, theirs)


def copied():
    """Seventeen sorts with six copies of one and four of another: column sums tie throughout."""
    study = planted(groups=(4, 3, 2))
    copies = {f"A1 copy {i}": study.sorts["A1"] for i in range(5)}
    copies |= {f"B1 copy {i}": study.sorts["B1"] for i in range(3)}
    return study.sorts.assign(**copies)


def test_identical_sorts_load_alike_on_every_centroid():
    """[2] R scrambles its matrix when two column sums tie, and is 0.34 to 0.83 off."""
    sorts = copied()
    loadings = pd.DataFrame(brown_centroid(correlations(sorts), 4).loadings, sorts.columns)
    for name in sorts:
        if "copy" in name:
            assert apart(loadings.loc[name], loadings.loc[name.split()[0]]) < 1e-12


def test_ties_between_column_sums_do_not_depend_on_the_order_of_sorts():
    sorts = copied()
    mixed = sorts.sample(frac=1, axis=1, random_state=7)
    first, second = (
        pd.DataFrame(brown_centroid(correlations(s), 4).loadings, s.columns) for s in (sorts, mixed)
    )
    assert apart(first, second.loc[first.index]) < 1e-9


def test_a_sort_unrelated_to_all_others_does_not_reflect_for_ever():
    """[2] Its column sum is nil, which R goes on reflecting."""
    matrix = np.eye(4)
    matrix[0, 1] = matrix[1, 0] = 0.6
    found = brown_centroid(matrix, 2)
    assert np.isfinite(found.loadings).all()
    assert found.loadings[:2, 0] == pytest.approx([np.sqrt(0.6)] * 2, abs=5e-3)


def test_tied_statements_still_fill_the_grid(lipset):
    """[6] 14 and 18 tie at .285 on two sorters' factor: R gives both 0, we 1 and 0."""
    found = qm.analyse(lipset, 4)
    factor = next(f for f in found.factors if found.defining(f) == ["CA6", "UK7"])
    assert found.z_scores.at[14, factor] == pytest.approx(found.z_scores.at[18, factor], abs=1e-12)
    assert found.factor_arrays.loc[[14, 18], factor].tolist() == [1, 0]
    assert [14, 18] in found.ties[factor]
    assert all(heights(found.factor_arrays[f]) == GRID for f in found.factors)


def test_scores_that_only_rounding_makes_equal_are_told_apart():
    """[6] .20994 and .21013 both print as .210; KADE then gives the lower the higher place."""
    values, ties = factor_array(np.array([0.20994, 0.21013, -1]), Grid((-1, 0, 1), (1, 1, 1)))
    assert values.tolist() == [0, 1, -1]
    assert ties == []


def test_unrotated_factors_are_flagged_against_those_that_were_kept(lipset):
    """[4] US1 loads -.48 and .61: a majority of the two kept, not of KADE's eight."""
    found = qm.analyse(lipset, 2, rotation="none")
    assert found.loadings.loc["US1"].tolist() == pytest.approx([-0.48101, 0.60652], abs=1e-5)
    assert found.flags.loc["US1"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("ratio", "customary", "exact"), [(2.5755, ".05", ".05"), (2.57651, ".05", ".01")]
)
def test_the_critical_value_for_one_percent_is_two_point_five_eight(
    lipset_analysis, ratio, customary, exact
):
    """[8] Brown has 2.58, R 2.576 and KADE 2.575; the exact quantile is 2.575829."""
    published = between_factors(lipset_analysis, [0, ratio, 9], 1.0)
    for is_exact, level in ((False, customary), (True, exact)):
        found = qm.distinguishing(published, exact=is_exact).query("statement == 12")
        assert found.set_index("factor")["level"]["F1"] == f"p < {level}"


def test_a_borderline_difference_is_judged_unrounded(lipset):
    """[8] Statement 24 lies 1.9576 errors apart; KADE's roundings make that 1.9605."""
    found = qm.analyse(lipset, 5)
    row = qm.differences(found).set_index("statement").loc[24]
    ratio = abs(row["F3-F4"]) / found.se_of_differences.at["F3", "F4"]
    assert ratio == pytest.approx(1.9576, abs=1e-4)
    assert row["F3-F4 level"] == ""


def test_weights_keep_to_their_own_factor(lipset_analysis):
    """[5] With the largest at 10, the second factor weighs -10, 8.663 and 7.133.

    KADE shows -10.515, 9.109 and 7.501: it scales by another factor's largest weight, and
    rounds loadings to four decimals first.
    """
    loadings, flags = lipset_analysis.loadings, lipset_analysis.flags
    found = pd.DataFrame(weights(loadings.to_numpy(), flags.to_numpy()), loadings.index)
    scaled = 10 * found / found.abs().max()
    assert scaled.loc[["JP5", "US3", "US4"], 1].tolist() == pytest.approx(
        [-10, 8.66269, 7.13320], abs=5e-3
    )


def test_a_loading_beyond_one_never_turns_its_sorter_round(lipset, lipset_analysis):
    """[5] 1.02 weighs -25 in R, whose array is then the person's mirror image."""
    loadings = lipset_analysis.loadings.copy()
    loadings.loc["US2", "F1"] = 1.02
    with pytest.raises(StudyError, match=r"US2 on F1 loads 1\.0200"):
        qm.from_loadings(lipset, loadings)
    clipped = qm.from_loadings(lipset, loadings, heywood="clip")
    assert np.corrcoef(clipped.factor_arrays["F1"], lipset.sorts["US2"])[0, 1] > 0.9


def test_factors_keep_the_order_in_which_they_were_extracted(lipset):
    """[3] R sorts rotated components by size, so that its first is our second."""
    found = qm.analyse(lipset, 3)
    assert found.defining("F1") == ["US2", "US1", "US8"]
    assert qm.analyse(lipset, 3, order="variance").defining("F2") == ["US2", "US1", "US8"]


def test_centroids_keep_their_order_although_sizes_may_not_fall(lipset):
    """[2] The seventh explains more than the sixth, as Brown's method allows."""
    eigenvalues = qm.analyse(lipset, 7, extraction="centroid", rotation="none").eigenvalues
    assert eigenvalues["F7"] > eigenvalues["F6"]


def test_a_sort_flagged_twice_counts_in_both_factors_and_is_told(lipset):
    """[4]"""
    found = qm.analyse(lipset, 3, flag_rule="significance")
    assert found.flags.loc["UK7"].tolist() == [True, False, True]
    assert found.characteristics["flagged"].tolist() == [4, 3, 3]
    assert "double flag" in {notice.kind for notice in found.notices}


def test_components_are_not_limited_to_eight():
    """[2] KADE keeps at most eight."""
    found = qm.analyse(planted(), 11, rotation="none")
    assert found.factors == [f"F{i}" for i in range(1, 12)]


def test_ten_factors_and_more_keep_their_labels_apart():
    """[8] R looks for "1" in a name and finds 10, 11 and 12 as well."""
    study = planted(groups=(9, 8, 7))
    values = np.full((24, 12), 0.05)
    values[np.arange(24), np.arange(24) // 2] = 0.85
    loadings = pd.DataFrame(values, study.names, [f"F{i}" for i in range(1, 13)])
    found = qm.from_loadings(study, loadings)
    table = qm.distinguishing(found)
    for number in study.qset.numbers:
        z = found.z_scores.loc[number]
        for factor in found.factors:
            ratio = (z - z[factor]).abs().drop(factor) / found.se_of_differences.at["F1", "F2"]
            listed = ((table["statement"] == number) & (table["factor"] == factor)).any()
            assert listed == (ratio.min() > 1.96)
    assert not table.empty
    turned = qm.rotate_by_hand(found, "F1", "F10", degrees=30).loadings
    untouched = [f for f in found.factors if f not in ("F1", "F10")]
    assert apart(turned[untouched], loadings[untouched]) == 0


def test_correlations_are_not_rounded_on_the_way():
    """[1] KADE rounds them to five decimals before it extracts factors."""
    study = planted()
    exact = np.corrcoef(study.sorts.to_numpy().T)
    assert apart(qm.correlate(study), exact) < 1e-14
    assert apart(qm.correlate(study).round(5), exact) > 1e-7


def test_a_constant_sort_stops_the_analysis_with_its_name(lipset):
    """[1] It breaks KADE and gives NA in R."""
    with pytest.raises(StudyError, match="sort of FR9 has one value throughout"):
        qm.analyse(with_sorts(lipset, lipset.sorts.assign(FR9=1.0)), 3)
