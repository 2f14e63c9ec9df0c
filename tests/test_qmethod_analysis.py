from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import planted, with_sorts
from references import apart

import qmethod as qm
from corpora.errors import StudyError
from qmethod.extraction import EXTRACTIONS
from qmethod.rotation import ROTATIONS

PUBLISHED = Path(__file__).parent / "data" / "qmethod" / "lipset_pca_varimax_3.csv"

# Lipset's sorts, principal components, varimax, three factors, as KADE 1.3.0 prints them.
LOADINGS = {
    "US1": (0.766, 0.191, -0.168),
    "US2": (0.826, -0.066, 0.107),
    "US3": (-0.016, 0.811, -0.093),
    "US4": (0.230, 0.776, 0.271),
    "JP5": (0.154, -0.833, 0.026),
    "CA6": (-0.184, 0.146, 0.885),
    "UK7": (-0.349, 0.141, 0.739),
    "US8": (0.663, -0.089, -0.170),
    "FR9": (-0.183, 0.204, -0.448),
}
DEFINING = {"F1": ["US2", "US1", "US8"], "F2": ["JP5", "US3", "US4"], "F3": ["CA6", "UK7", "FR9"]}


def test_published_eigenvalues_of_the_lipset_sorts(lipset_analysis):
    eigenvalues = [2.3838, 2.0153, 1.3408, 1.1274, 0.7322, 0.5117, 0.4013, 0.3196, 0.1679]
    np.testing.assert_allclose(lipset_analysis.eigenvalues, eigenvalues, atol=5e-5)
    assert list(lipset_analysis.eigenvalues.index) == [f"F{i}" for i in range(1, 10)]


def test_published_loadings_of_the_lipset_sorts(lipset_analysis):
    published = pd.DataFrame(LOADINGS, index=["F1", "F2", "F3"]).T
    pd.testing.assert_frame_equal(lipset_analysis.loadings, published, rtol=0, atol=6e-4)


def test_published_flags_of_the_lipset_sorts(lipset_analysis):
    assert {f: lipset_analysis.defining(f) for f in lipset_analysis.factors} == DEFINING


def test_published_z_scores_and_arrays_of_the_lipset_sorts(lipset_analysis):
    published = pd.read_csv(PUBLISHED, index_col="statement")
    assert apart(lipset_analysis.z_scores, published.filter(like="z_")) < 1e-3
    assert apart(lipset_analysis.factor_arrays, published.filter(like="value_")) == 0


def test_published_characteristics_of_the_lipset_factors(lipset_analysis):
    """Explained variance as R prints it, unrounded: KADE has whole percentages."""
    table = lipset_analysis.characteristics
    assert list(table.columns) == ["flagged", "eigenvalue", "variance_percent", "reliability", "se"]
    assert table["flagged"].tolist() == [3, 3, 3]
    np.testing.assert_allclose(table["variance_percent"], [21.926, 23.167, 18.684], atol=2e-3)
    np.testing.assert_allclose(table["reliability"], 0.923, atol=5e-4)
    np.testing.assert_allclose(table["se"], 0.27735, atol=5e-6)
    np.testing.assert_allclose(lipset_analysis.se_of_differences, 0.392232, atol=5e-7)


def test_published_correlations_between_the_lipset_factors(lipset_analysis):
    found = lipset_analysis.factor_correlations
    np.testing.assert_allclose(np.diag(found), 1)
    assert found.at["F1", "F3"] == pytest.approx(-0.2471, abs=2e-4)
    assert found.at["F2", "F3"] == pytest.approx(0.1547, abs=2e-4)


def test_every_table_is_labelled(lipset, lipset_analysis):
    factors = ["F1", "F2", "F3"]
    by_participant = ("unrotated", "loadings", "flags")
    by_statement = ("z_scores", "factor_arrays")
    between = ("factor_correlations", "se_of_differences")
    for rows, names in (
        (lipset.names, by_participant), (lipset.qset.numbers, by_statement), (factors, between)
    ):  # fmt: skip
        for name in names:
            table = getattr(lipset_analysis, name)
            assert (list(table.index), list(table.columns)) == (rows, factors)
    assert list(lipset_analysis.correlations.index) == lipset.names


@pytest.mark.parametrize("rotation", [rotation for rotation in ROTATIONS if rotation != "none"])
@pytest.mark.parametrize("extraction", EXTRACTIONS)
def test_every_extraction_and_rotation_recovers_the_planted_groups(extraction, rotation):
    found = qm.analyse(planted(), 3, extraction=extraction, rotation=rotation)
    groups = sorted("".join(sorted(found.defining(factor))) for factor in found.factors)
    assert groups == ["A1A2A3A4A5A6", "B1B2B3B4", "C1C2"]
    assert (found.pattern is not None) == (rotation in ("promax", "oblimin"))


@pytest.mark.parametrize("extraction", EXTRACTIONS)
@pytest.mark.parametrize("rotation", ROTATIONS)
def test_no_factor_is_left_upside_down(lipset, extraction, rotation):
    found = qm.analyse(lipset, 2, extraction=extraction, rotation=rotation, heywood="clip").loadings
    assert ((found * found.abs()).sum() >= 0).all()


def test_factors_can_be_picked_by_number(lipset):
    """Keeping the first and third component leaves the second out of the rotation."""
    found = qm.analyse(lipset, (1, 3), rotation="none")
    whole = qm.analyse(lipset, 3, rotation="none")
    assert found.factors == ["F1", "F3"]
    pd.testing.assert_frame_equal(found.loadings, whole.loadings[["F1", "F3"]])


@pytest.mark.parametrize("factors", [np.int64(3), [1, 2, 3], np.array([1, 2, 3]), range(1, 4)])
def test_factors_can_be_asked_for_in_any_kind_of_whole_number(lipset, lipset_analysis, factors):
    found = qm.analyse(lipset, factors)
    pd.testing.assert_frame_equal(found.loadings, lipset_analysis.loadings)


def test_factors_can_be_ordered_by_what_they_explain(lipset, lipset_analysis):
    found = qm.analyse(lipset, 3, order="variance")
    assert found.characteristics["eigenvalue"].is_monotonic_decreasing
    assert not lipset_analysis.characteristics["eigenvalue"].is_monotonic_decreasing
    np.testing.assert_array_equal(found.loadings["F1"], lipset_analysis.loadings["F2"])


def test_oblique_tables_are_ordered_together(lipset):
    found = qm.analyse(lipset, 3, rotation="oblimin", order="variance")
    explained = (found.loadings**2).sum()
    assert explained.is_monotonic_decreasing
    np.testing.assert_allclose(found.pattern @ found.phi, found.loadings, atol=1e-12)


def test_as_many_factors_as_sorts_are_within_reach(lipset):
    found = qm.analyse(lipset, 9, rotation="none")
    np.testing.assert_allclose(found.communalities, 1)


def test_rank_correlations_change_the_loadings_and_not_the_scores(lipset, lipset_analysis):
    """Lipset's flags are the same, and the z-scores weigh the sorts themselves."""
    found = qm.analyse(lipset, 3, correlation="spearman")
    assert (found.flags == lipset_analysis.flags).all(axis=None)
    assert 0 < apart(found.loadings, lipset_analysis.loadings) < 0.1


def test_a_lower_reliability_of_one_sort_widens_the_errors(lipset, lipset_analysis):
    found = qm.analyse(lipset, 3, reliability=0.7)
    np.testing.assert_allclose(found.characteristics["reliability"], 2.1 / 2.4)
    assert (found.se_of_differences > lipset_analysis.se_of_differences).all(axis=None)


def test_raw_and_standardised_composites_agree_where_all_sorts_share_the_grid(lipset):
    standardised, raw = (qm.analyse(lipset, 3, composite=c) for c in ("standardised", "raw"))
    assert apart(standardised.z_scores, raw.z_scores) < 1e-12


def test_a_heywood_case_can_be_clipped_and_is_then_on_record(lipset):
    found = qm.analyse(lipset, 4, extraction="horst", heywood="clip")
    assert found.loadings.at["US2", "F1"] == 0.9999
    assert found.decisions[-1] == qm.Decision("heywood", "Loadings set to 0.9999: US2 on F1")
    assert "heywood" in {notice.kind for notice in found.notices}
    assert np.isfinite(found.z_scores.to_numpy()).all()


def test_decisions_tell_what_was_chosen_and_why(lipset):
    found = qm.analyse(lipset, 3, extraction="centroid", because="Three viewpoints were expected.")
    steps = [decision.step for decision in found.decisions]
    assert steps == ["correlation", "extraction", "rotation", "flags", "scores"]
    assert "Brown 1980" in found.decisions[1].choice
    assert "3 factors kept" in found.decisions[1].choice
    assert found.decisions[1].because == "Three viewpoints were expected."
    assert "0.341" in found.decisions[3].choice


def test_an_analysis_leaves_the_study_as_it_was(lipset):
    before = lipset.sorts.copy()
    qm.analyse(lipset, 3)
    pd.testing.assert_frame_equal(lipset.sorts, before)


def test_an_analysis_cannot_be_changed_in_place(lipset_analysis):
    with pytest.raises(FrozenInstanceError):
        lipset_analysis.loadings = None


def test_an_analysis_shows_itself_and_escapes_what_people_typed(lipset):
    found = qm.analyse(replace(lipset, name="<i>"), 3, because="<script>")
    assert "9 sorts, 3 factors" in repr(found)
    assert "&lt;i&gt;" in found._repr_html_()
    assert "&lt;script&gt;" in found._repr_html_()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"factors": 10}, "10 factors were asked for, but 9 sorts .* ask for 9 or fewer"),
        ({"factors": 0}, "a number of 1 or more.*found 0"),
        ({"factors": (1, 1)}, "distinct factor numbers"),
        ({"factors": ()}, "distinct factor numbers"),
        ({"factors": (0, 1)}, "number of 1 or more"),
        ({"factors": 2.5}, 'whole number, like 3.*found "2.5"'),
        ({"factors": "3"}, 'whole number, like 3.*found "3"'),
        ({"extraction": "minres"}, 'Extraction "minres" is unknown; choose one of pca, centroid'),
        ({"rotation": "geomin"}, 'Rotation "geomin" is unknown; choose one of varimax'),
        ({"correlation": "polychoric"}, 'Correlation "polychoric" is unknown; choose one of'),
        ({"flag_rule": "mine"}, 'Flag rule "mine" is unknown'),
        ({"flag_level": 5}, r"between 0 and 1, like 0\.05; found 5"),
        ({"composite": "median"}, 'Composite "median" is unknown'),
        ({"reliability": 1.2}, r"between 0 and 1, like 0\.80; found 1\.2"),
        ({"heywood": "ignore"}, 'Heywood "ignore" is unknown'),
        ({"order": "size"}, 'Order "size" is unknown'),
        ({"iterations": 0}, "iterations of an extraction must be above 0"),
        ({"threshold": -1e-5}, "threshold of an extraction must be above 0"),
    ],
)
def test_an_impossible_choice_is_refused_with_those_there_are(lipset, options, what):
    with pytest.raises(StudyError, match=what):
        qm.analyse(lipset, **{"factors": 3, **options})


def test_one_sort_alone_is_refused(lipset):
    with pytest.raises(StudyError, match=r"holds one sort, US1; .* add the other sorts"):
        qm.analyse(with_sorts(lipset, lipset.sorts[["US1"]]), 1)


def test_a_constant_sort_is_named_and_refused(lipset):
    flat = with_sorts(lipset, lipset.sorts.assign(UK7=0.0))
    with pytest.raises(StudyError, match="The sort of UK7 has one value throughout"):
        qm.analyse(flat, 3)


def test_identical_sorts_carry_one_factor(lipset):
    sorts = pd.DataFrame(dict.fromkeys(lipset.names, lipset.sorts["US1"]))
    same = with_sorts(lipset, sorts)
    with pytest.raises(StudyError, match="carry at most 1; ask for 1 or fewer"):
        qm.analyse(same, 2)
    with pytest.raises(StudyError, match=r"Heywood case: US1 on F1 loads 1\.0000"):
        qm.analyse(same, 1)


def test_fewer_statements_than_factors_are_refused():
    study = planted(groups=(3, 3), grid=qm.Grid((-1, 0, 1), (1, 1, 1)), noise=1)
    with pytest.raises(StudyError, match="6 sorts of 3 statements carry at most 2"):
        qm.analyse(study, 3)


def missing(study, *cells):
    """The study without these cards: (statement, participant)."""
    sorts = study.sorts.copy()
    for statement, participant in cells:
        sorts.loc[statement, participant] = np.nan
    return with_sorts(study, sorts)


def test_sorts_that_share_too_few_cards_are_named_and_refused():
    study = planted()
    half = [(s, "A1") for s in range(1, 15)] + [(s, "A2") for s in range(15, 29)]
    with pytest.raises(StudyError, match="A1 and A2 cannot be correlated: they share too few"):
        qm.analyse(missing(study, *half), 2)


def test_a_missing_card_is_left_out_of_what_it_touches_alone():
    study = planted()
    whole, gap = qm.analyse(study, 3), qm.analyse(missing(study, (1, "A1")), 3)
    others = [name for name in study.names if name != "A1"]
    pd.testing.assert_frame_equal(
        gap.correlations.loc[others, others], whole.correlations.loc[others, others], atol=1e-14
    )
    shared = study.sorts.drop(index=1).corr().loc["A1", others]
    pd.testing.assert_series_equal(gap.correlations.loc["A1", others], shared, atol=1e-14)
    assert not gap.z_scores.isna().any(axis=None)
    assert gap.factor_arrays.dtypes.eq("int64").all()
    for factor in ("F2", "F3"):
        assert apart(gap.z_scores[factor], whole.z_scores[factor]) < 0.05


def test_a_statement_that_no_sorter_of_a_factor_placed_has_no_place_there():
    found = qm.analyse(missing(planted(), (5, "C1"), (5, "C2")), 3)
    factor = next(f for f in found.factors if "C1" in found.defining(f))
    assert found.defining(factor) == sorted(found.defining(factor))
    assert np.isnan(found.z_scores.at[5, factor])
    assert found.z_scores.drop(columns=factor).notna().all(axis=None)
    assert found.factor_arrays.at[5, factor] is pd.NA
    left = found.factor_arrays[factor].dropna().value_counts()
    heights = dict(found.study.grid.height_of) | {0: 5}
    assert left.to_dict() == heights
    told = [n for n in found.notices if n.kind == "missing cards" and n.statement == 5]
    assert [notice.factor for notice in told] == [factor]


def test_the_tie_goes_to_the_lower_number_in_whatever_order_the_cards_are_listed(lipset):
    back = replace(
        lipset,
        qset=qm.QSet(tuple(reversed(lipset.qset.statements))),
        sorts=lipset.sorts[::-1],
    )
    ours, other = qm.analyse(lipset, 4), qm.analyse(back, 4)
    pd.testing.assert_frame_equal(other.factor_arrays.loc[ours.factor_arrays.index],
                                  ours.factor_arrays)  # fmt: skip
    assert other.ties == ours.ties
