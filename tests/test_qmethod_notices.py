from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted import planted, with_sorts

import qmethod as qm


def of_kind(analysis, kind):
    return [notice for notice in analysis.notices if notice.kind == kind]


def given(lipset_analysis, **changes):
    """The Lipset analysis with other loadings of some sorts, flagged automatically."""
    loadings = lipset_analysis.loadings.copy()
    for participant, row in changes.items():
        loadings.loc[participant] = row
    return qm.from_loadings(lipset_analysis.study, loadings)


def test_a_clean_analysis_gives_no_notice():
    assert qm.analyse(planted(), 3).notices == ()


def test_negative_flags_are_named(lipset_analysis):
    found = of_kind(lipset_analysis, "negative flag")
    assert [(n.participant, n.factor) for n in found] == [("JP5", "F2"), ("FR9", "F3")]
    assert "opposite view" in found[0].text


def test_a_sort_flagged_twice_is_named_with_its_factors(lipset):
    found = of_kind(qm.analyse(lipset, 3, flag_rule="significance"), "double flag")
    assert [n.participant for n in found] == ["UK7"]
    assert "UK7 is flagged on F1 and F3" in found[0].text


def test_sorts_aligned_with_no_viewpoint_are_named(lipset_analysis):
    found = of_kind(given(lipset_analysis, US1=[0.3, 0.2, 0.1]), "unflagged")
    assert [(n.participant, n.text) for n in found] == [
        ("US1", "US1 is aligned with no viewpoint.")
    ]


def test_a_factor_without_flags_and_one_resting_on_one_sort_are_named(lipset):
    found = qm.analyse(lipset, 4, rotation="none")
    assert [n.factor for n in of_kind(found, "no flag")] == ["F3"]
    single = of_kind(found, "single flag")
    assert [n.factor for n in single] == ["F4"]
    assert found.defining("F4")[0] in single[0].text


def test_a_tie_that_crosses_columns_is_named(lipset):
    """Two sorters of one factor gave statements 14 and 18 the same two values."""
    found = qm.analyse(lipset, 4)
    ties = of_kind(found, "tie")
    assert any("14, 18 tie" in n.text and n.statement == 14 for n in ties)
    for notice in ties:
        assert notice.factor in found.factors


def test_an_extraction_that_did_not_settle_says_so(lipset):
    found = qm.analyse(lipset, 3, extraction="horst")
    assert "principal components" in of_kind(found, "not converged")[0].text
    assert not of_kind(qm.analyse(lipset, 3, extraction="centroid"), "not converged")


def test_oblique_factors_come_with_a_warning(lipset):
    found = of_kind(qm.analyse(lipset, 3, rotation="promax"), "oblique")
    assert "structure" in found[0].text


def test_a_communality_above_one_is_named(lipset_analysis):
    found = of_kind(given(lipset_analysis, US1=[0.8, 0.7, 0.1]), "heywood")
    assert [n.participant for n in found] == ["US1"]
    assert "1.14" in found[0].text


def test_a_flag_set_by_hand_is_named_once(lipset_analysis):
    found = qm.reflag(lipset_analysis, "UK7", "F1", flagged=True)
    found = qm.reflag(found, "UK7", "F1", flagged=False)
    (notice,) = of_kind(found, "manual flag")
    assert "UK7 on F1 was taken off by hand" in notice.text


def test_given_flags_are_not_each_a_notice(lipset_analysis):
    found = qm.from_loadings(lipset_analysis.study, lipset_analysis.loadings, lipset_analysis.flags)
    assert not of_kind(found, "manual flag")
    changed = qm.reflag(found, "UK7", "F1", flagged=True)
    assert [n.participant for n in of_kind(changed, "manual flag")] == ["UK7"]


def test_a_sort_that_leaves_the_grid_is_named_with_its_columns(lipset):
    sorts = lipset.sorts.copy()
    sorts.loc[1, "US1"] = 4
    (notice,) = of_kind(qm.analyse(with_sorts(lipset, sorts), 3), "leaves the grid")
    assert notice.participant == "US1"
    assert "3 cards at 4 for 2 places" in notice.text


def test_missing_cards_are_counted_by_participant():
    study = planted()
    sorts = study.sorts.copy()
    sorts.loc[[3, 4], "A1"] = np.nan
    (notice,) = of_kind(qm.analyse(with_sorts(study, sorts), 3), "missing cards")
    assert notice.text.startswith("A1 did not place 2 of 28 cards")


def test_every_notice_is_one_sentence_or_two_and_points_somewhere(lipset):
    for options in ({"rotation": "none"}, {"flag_rule": "significance"}, {"extraction": "horst"}):
        for notice in qm.analyse(lipset, 4, heywood="clip", **options).notices:
            assert notice.text.endswith(".")
            assert "  " not in notice.text
            if notice.kind not in ("not converged", "oblique", "heywood"):
                assert notice.factor or notice.participant


def test_the_gravest_come_first(lipset):
    kinds = [n.kind for n in qm.analyse(lipset, 4, extraction="horst", rotation="none").notices]
    order = ["not converged", "heywood", "no flag"]
    assert [kind for kind in dict.fromkeys(kinds) if kind in order] == order


@pytest.mark.parametrize("name", ["=1+1", "+44", "@home", 'O\'Neil, "Ann"', "مريم"])
def test_any_name_can_stand_in_a_notice(lipset, name):
    renamed = replace(lipset, sorts=lipset.sorts.rename(columns={"JP5": name}))
    found = of_kind(qm.analyse(renamed, 3), "negative flag")
    assert found[0].participant == name
    assert name in found[0].text


def test_notices_follow_the_flags_that_are_there(lipset_analysis):
    flags = pd.DataFrame(False, lipset_analysis.flags.index, lipset_analysis.flags.columns)
    found = qm.from_loadings(lipset_analysis.study, lipset_analysis.loadings, flags)
    assert len(of_kind(found, "unflagged")) == 9
    assert len(of_kind(found, "no flag")) == 3
    assert found.z_scores.isna().all(axis=None)
