"""Sensitivity: which distinguishing statements survive other choices."""

import pandas as pd
import pytest

from corpora.errors import StudyError
from qmethod import QStudy, analyse, distinguishing, invert, rotate_by_hand
from qmethod.sensitivity import sensitivity, sensitivity_matches, variants


def keys(table):
    return set(table[["statement", "factor", "direction"]].itertuples(index=False, name=None))


def test_a_statement_survives_where_the_other_analysis_distinguishes_it(lipset):
    found = sensitivity(lipset, 3, extractions=("pca",))
    assert found.columns.tolist()[3:5] == ["pca varimax .05", "pca varimax .01"]
    strict = distinguishing(analyse(lipset, 3, flag_level=0.01))
    assert keys(found) == keys(distinguishing(analyse(lipset, 3)))
    # Both solutions have the same loadings, so factors match by name.
    kept = found[found["pca varimax .01"] != ""]
    assert keys(kept) == keys(found) & keys(strict)
    assert (found["survives"] == (found["pca varimax .01"] != "")).all()
    assert found["everywhere"].equals(found["survives"] == 1)


def test_levels_are_those_of_each_analysis(lipset):
    found = sensitivity(lipset, 3)
    own = distinguishing(analyse(lipset, 3))
    assert found["pca varimax .05"].tolist() == own["level"].tolist()
    assert found["out_of"].unique().tolist() == [3]
    assert found["survives"].between(0, 3).all()


def test_the_analysis_rotated_by_hand_is_the_reference(lipset, lipset_analysis):
    hand = rotate_by_hand(lipset_analysis, "F1", "F3", degrees=-8)
    found = sensitivity(lipset, 3, hand=hand)
    assert found.columns[3] == "by hand .05"
    assert keys(found) == keys(distinguishing(hand))
    assert "by hand .01" in found
    assert "pca varimax .05" in found


def test_no_change_survives_everywhere(lipset, lipset_analysis):
    found = sensitivity(lipset, 3, hand=lipset_analysis, extractions=("pca",), flag_levels=(0.05,))
    assert found["everywhere"].all()
    assert found["by hand .05"].tolist() == found["pca varimax .05"].tolist()


def test_a_mirror_image_is_turned_round_before_it_is_compared(lipset, lipset_analysis):
    hand = invert(lipset_analysis, "F2")
    found = sensitivity(lipset, 3, hand=hand, extractions=("pca",), flag_levels=(0.05,))
    assert found["everywhere"].all()
    told = sensitivity_matches(lipset, 3, hand=hand, extractions=("pca",), flag_levels=(0.05,))
    assert told.set_index("factor").at["F2", "correlation"] == pytest.approx(-1)
    assert told.set_index("factor").at["F2", "reading"] == "equal, reversed"


def test_a_less_reliable_sort_lets_fewer_statements_survive(lipset):
    found = sensitivity(
        lipset, 3, extractions=("pca",), flag_levels=(0.05,), reliabilities=(0.8, 0.7)
    )
    assert found.columns[3:5].tolist() == ["pca varimax .05 r=.80", "pca varimax .05 r=.70"]
    assert keys(distinguishing(analyse(lipset, 3, reliability=0.7))) < keys(found)
    assert found["survives"].sum() == len(distinguishing(analyse(lipset, 3, reliability=0.7)))


def test_matches_tell_how_alike_the_factors_are(lipset):
    told = sensitivity_matches(lipset, 3)
    assert told["variant"].unique().tolist() == [
        "pca varimax .01",
        "centroid varimax .05",
        "centroid varimax .01",
    ]
    centroid = told.query("variant == 'centroid varimax .05'")
    assert centroid["match"].tolist() == ["F1", "F2", "F3"]
    assert (centroid["correlation"] > 0.98).all()
    assert centroid["same_sorts"].tolist() == [3, 3, 2]


def test_a_variant_that_fails_is_told_and_not_counted(lipset):
    choices = {"extractions": ("pca", "paf"), "flag_levels": (0.05,)}
    found = sensitivity(lipset, 3, **choices)
    assert (found["paf varimax .05"] == "").all()
    assert found["out_of"].unique().tolist() == [0]
    assert not found["everywhere"].any()
    told = sensitivity_matches(lipset, 3, **choices)
    assert told["problem"].str.contains("Heywood").all()
    assert told["match"].tolist() == ["", "", ""]


def test_a_reference_that_fails_is_refused(lipset):
    with pytest.raises(StudyError, match=r"reference \(paf varimax .05\).*Heywood"):
        sensitivity(lipset, 3, extractions=("paf", "pca"))


def test_an_analysis_of_another_study_is_refused(lipset, lipset_analysis):
    other = QStudy("other", lipset.qset, lipset.grid, lipset.sorts.iloc[:, :8])
    with pytest.raises(StudyError, match="another study"):
        sensitivity(other, 3, hand=lipset_analysis)


def test_the_variants_themselves_can_be_had(lipset):
    found = variants(lipset, 2, extractions=("pca",), rotations=("varimax", "none"))
    assert list(found) == [
        "pca varimax .05",
        "pca varimax .01",
        "pca none .05",
        "pca none .01",
    ]
    pd.testing.assert_frame_equal(found["pca none .01"].loadings, found["pca none .05"].loadings)
