"""Congruence and second-order analysis: Tucker's phi by hand, matching, common statements."""

import numpy as np
import pandas as pd
import pytest

from corpora.errors import StudyError
from qmethod import QSet, QStudy, Statement, analyse, from_loadings, invert
from qmethod.congruence import (
    congruence,
    likest_pairs,
    match_factors,
    reading,
    second_order,
    tucker,
)
from qmethod.design import Grid


def renumbered(study, first, kept):
    """The study with `kept` of its statements, numbered from `first`."""
    statements = list(study.qset)[:kept]
    qset = QSet(tuple(Statement(first + i, s.text) for i, s in enumerate(statements)))
    sorts = study.sorts.iloc[:kept].set_axis(qset.numbers, axis=0)
    return QStudy("renumbered", qset, Grid.of(sorts.iloc[:, 0].tolist()), sorts)


def reworded(study, wording):
    qset = QSet(tuple(Statement(s.number, wording(s)) for s in study.qset))
    return QStudy("reworded", qset, study.grid, study.sorts)


def test_phi_by_hand():
    left = pd.DataFrame({"F1": [1.0, 2.0, 2.0]})
    right = pd.DataFrame({"G1": [2.0, 1.0, 2.0], "G2": [-1.0, -2.0, -2.0], "G3": [2.0, -1.0, 0.0]})
    assert tucker(left, right).loc["F1"].tolist() == pytest.approx([8 / 9, -1.0, 0.0])


def test_phi_leaves_out_rows_that_one_side_lacks():
    left = pd.DataFrame({"F1": [1.0, 2.0, np.nan, 5.0], "F2": [np.nan] * 4})
    right = pd.DataFrame({"G1": [2.0, 4.0, 9.0, np.nan]})
    found = tucker(left, right)
    assert found.at["F1", "G1"] == pytest.approx(1.0)
    assert np.isnan(found.at["F2", "G1"])


def test_an_analysis_is_congruent_with_itself_and_phi_is_the_correlation(lipset_analysis):
    found = congruence(lipset_analysis, lipset_analysis)
    np.testing.assert_allclose(np.diag(found), 1)
    np.testing.assert_allclose(found, lipset_analysis.factor_correlations, atol=1e-12)


def test_factors_are_matched_whatever_their_order_and_sign(lipset, lipset_analysis):
    shuffled = lipset_analysis.loadings[["F3", "F1", "F2"]].set_axis(["F1", "F2", "F3"], axis=1)
    other = invert(from_loadings(lipset, shuffled), "F2")
    found = match_factors(lipset_analysis, other).set_index("factor")
    assert found["match"].to_dict() == {"F1": "F2", "F2": "F3", "F3": "F1"}
    assert found["phi"].tolist() == pytest.approx([-1, 1, 1])
    assert found["reading"].tolist() == ["equal, reversed", "equal", "equal"]


def test_a_factor_without_a_counterpart_is_left_unmatched(lipset, lipset_analysis):
    found = match_factors(lipset_analysis, analyse(lipset, 2))
    assert (found["match"] == "").sum() == 1
    assert found.loc[found["match"] == "", "phi"].isna().all()


def test_the_likest_pair_is_taken_first():
    table = pd.DataFrame([[0.9, 0.8], [-0.95, 0.1]], ["F1", "F2"], ["G1", "G2"])
    assert likest_pairs(table) == {"F2": "G1", "F1": "G2"}


@pytest.mark.parametrize(
    ("phi", "word"),
    [
        (0.96, "equal"),
        (0.9, "fair"),
        (-0.9, "fair, reversed"),
        (0.5, "not alike"),
        (-0.2, "not alike"),
    ],
)
def test_phi_is_read_after_lorenzo_seva_and_ten_berge(phi, word):
    assert reading(phi) == word


def test_studies_that_share_part_of_their_statements_are_compared_over_them(lipset):
    whole, part = analyse(lipset, 2), analyse(renumbered(lipset, 101, 30), 2)
    found = congruence(whole, part, by="text")
    z, other = whole.z_scores.to_numpy()[:30, 0], part.z_scores.to_numpy()[:, 0]
    expected = z @ other / np.sqrt((z @ z) * (other @ other))
    assert found.at["F1", "F1"] == pytest.approx(expected)


def test_studies_with_nothing_in_common_are_refused(lipset):
    with pytest.raises(StudyError, match="0 statements in common"):
        congruence(analyse(lipset, 2), analyse(renumbered(lipset, 101, 30), 2))


def test_one_number_with_two_wordings_is_refused_unless_the_researcher_says_so(lipset):
    german = analyse(reworded(lipset, lambda s: f"Aussage {s.number}"), 2)
    with pytest.raises(StudyError, match="translation"):
        congruence(analyse(lipset, 2), german)
    np.testing.assert_allclose(np.diag(congruence(analyse(lipset, 2), german, by="number")), 1)
    louder = analyse(reworded(lipset, lambda s: f"  {s.text.upper()} "), 2)
    np.testing.assert_allclose(np.diag(congruence(analyse(lipset, 2), louder)), 1)
    with pytest.raises(StudyError, match='by "number" or by "text"'):
        congruence(analyse(lipset, 2), german, by="meaning")


def test_a_second_order_analysis_joins_the_same_viewpoint_of_several_studies(lipset):
    first, second = analyse(lipset, 3), analyse(lipset, 3, extraction="centroid")
    found = second_order([first, second], factors=3)
    assert found.study.names == ["A F1", "A F2", "A F3", "B F1", "B F2", "B F3"]
    pd.testing.assert_series_equal(
        found.study.sorts["A F2"], first.factor_arrays["F2"].astype(float), check_names=False
    )
    assert found.study.forced
    for factor in ("F1", "F2", "F3"):
        together = found.loadings.loc[[f"A {factor}", f"B {factor}"]]
        assert together.abs().idxmax(axis=1).nunique() == 1


def test_second_order_names_come_from_the_researcher(lipset):
    found = second_order({"Leeds": analyse(lipset, 2), "Hull": analyse(lipset, 2)}, rotation="none")
    assert found.study.names == ["Leeds F1", "Leeds F2", "Hull F1", "Hull F2"]
    assert found.settings.rotation == "none"


def test_second_order_over_part_of_the_statements_leaves_the_grid_and_says_so(lipset):
    found = second_order(
        [analyse(lipset, 2), analyse(renumbered(lipset, 1, 30), 2)], by="text", factors=2
    )
    assert len(found.study.qset) == 30
    assert any(notice.kind == "leaves the grid" for notice in found.notices)


def test_arrays_that_are_not_there_are_left_out_and_told(lipset, lipset_analysis):
    flags = lipset_analysis.flags.copy()
    flags["F2"] = False
    bare = from_loadings(lipset, lipset_analysis.loadings, flags)
    found = second_order([lipset_analysis, bare])
    assert found.study.names == ["A F1", "A F2", "A F3", "B F1", "B F3"]
    assert any("B: F2 left out" in told for told in found.study.found)


def test_too_little_to_compare_is_refused(lipset):
    with pytest.raises(StudyError, match="two arrays"):
        second_order([analyse(lipset, 1)])
    with pytest.raises(StudyError, match="none was given"):
        second_order([])
