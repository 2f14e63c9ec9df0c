from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted import planted, with_sorts

import qmethod as qm
from corpora.errors import StudyError

# KADE 1.3.0 for Lipset's sorts, components, varimax, three factors.
DISTINGUISHING_01 = {
    "F1": {1, 4, 7, 18, 19, 23, 30, 32, 33},
    "F2": {1, 6, 7, 9, 10, 11, 28, 33},
    "F3": {1, 2, 5, 7, 15, 16, 21, 24, 33},
}
DISTINGUISHING_05 = {"F1": {15, 31}, "F2": {3, 8, 15, 19, 26}, "F3": {13, 19}}


def scoring(lipset_analysis, statement, z, sed):
    """The analysis with other z-scores of one statement and one error for every difference."""
    scores, errors = lipset_analysis.z_scores.copy(), lipset_analysis.se_of_differences * 0 + sed
    scores.loc[statement] = z
    return replace(lipset_analysis, z_scores=scores, se_of_differences=errors)


def rows(table, statement):
    return table[table["statement"] == statement].set_index("factor")


def test_published_distinguishing_statements_of_the_lipset_factors(lipset_analysis):
    found = qm.distinguishing(lipset_analysis)
    strict = found[found["level"] != "p < .05"].groupby("factor")["statement"].agg(set)
    weak = found[found["level"] == "p < .05"].groupby("factor")["statement"].agg(set)
    assert strict.to_dict() == DISTINGUISHING_01
    assert weak.to_dict() == DISTINGUISHING_05


def test_published_consensus_statements_of_the_lipset_factors(lipset_analysis):
    found = qm.consensus(lipset_analysis)
    assert found.query("level == 'p > .05'")["statement"].tolist() == [14, 20]
    assert found.query("level == 'p > .01'")["statement"].tolist() == [12, 17, 25, 26, 29]


def test_a_distinguishing_row_carries_z_value_and_direction(lipset_analysis):
    found = qm.distinguishing(lipset_analysis)
    columns = ["statement", "factor", "z", "value", "level", "direction"]
    assert list(found.columns) == columns
    assert rows(found, 1)["direction"].to_dict() == {"F1": "lower", "F2": "higher", "F3": "between"}
    for row in found.itertuples():
        assert row.z == lipset_analysis.z_scores.at[row.statement, row.factor]
        assert row.value == lipset_analysis.factor_arrays.at[row.statement, row.factor]


@pytest.mark.parametrize(
    ("difference", "level"),
    [
        (1.96, None),
        (1.9600001, "p < .05"),
        (2.58, "p < .05"),
        (2.5800001, "p < .01"),
        (3.29, "p < .01"),
        (3.2900001, "p < .001"),
    ],
)
def test_a_level_holds_only_beyond_its_critical_value(lipset_analysis, difference, level):
    """With errors of 1, a difference is its own ratio; F2 and F3 lie far below F1."""
    found = qm.distinguishing(scoring(lipset_analysis, 5, [0, -difference, -10], 1.0))
    levels = rows(found, 5)["level"].to_dict()
    assert levels.get("F1") == level


def test_exact_quantiles_stand_a_little_below_the_customary_ones(lipset_analysis):
    between = scoring(lipset_analysis, 5, [0, -2.577, -10], 1.0)
    assert rows(qm.distinguishing(between), 5).at["F1", "level"] == "p < .05"
    assert rows(qm.distinguishing(between, exact=True), 5).at["F1", "level"] == "p < .01"
    table = qm.consensus(scoring(lipset_analysis, 5, [0, 0, 2.577], 1.0))
    assert 5 in set(table["statement"])
    table = qm.consensus(scoring(lipset_analysis, 5, [0, 0, 2.577], 1.0), exact=True)
    assert 5 not in set(table["statement"])


def test_other_levels_can_be_asked_for(lipset_analysis):
    found = qm.distinguishing(lipset_analysis, levels=[0.1, 0.0001])
    assert set(found["level"]) <= {"p < .1", "p < .0001"}
    assert set(qm.distinguishing(lipset_analysis)["statement"]) <= set(found["statement"])


def test_a_factor_must_differ_from_every_other(lipset_analysis):
    found = qm.distinguishing(scoring(lipset_analysis, 5, [0, 1.9, 10], 1.0))
    assert list(rows(found, 5).index) == ["F3"]


def test_consensus_says_whether_the_viewpoints_agree_within_the_margin(lipset_analysis):
    close = scoring(lipset_analysis, 5, [0.0, 0.2, 0.4], 1.0)
    assert qm.consensus(close).set_index("statement").at[5, "equivalent"]
    assert not qm.consensus(close, margin=0.3).set_index("statement").at[5, "equivalent"]
    assert list(qm.consensus(close).columns) == [
        "statement", "level", "F1", "F2", "F3", "equivalent",
    ]  # fmt: skip


def test_a_statement_is_never_both_consensus_and_distinguishing_at_one_percent(lipset_analysis):
    agreed = set(qm.consensus(lipset_analysis)["statement"])
    assert not agreed & set().union(*DISTINGUISHING_01.values())


def test_a_factor_without_flags_is_left_out_of_comparisons(lipset):
    """R stops here unless the empty factor is the last; Lipset's third is empty."""
    found = qm.analyse(lipset, 4, rotation="none")
    assert found.characteristics["flagged"].tolist() == [2, 2, 0, 1]
    assert set(qm.distinguishing(found)["factor"]) <= {"F1", "F2", "F4"}
    assert list(qm.consensus(found).columns[2:-1]) == ["F1", "F2", "F4"]
    pairs = [name for name in qm.differences(found) if "level" not in name][1:]
    assert pairs == ["F1-F2", "F1-F4", "F2-F4"]


def test_one_viewpoint_has_nothing_to_be_compared_with(lipset):
    found = qm.analyse(lipset, 1)
    assert qm.distinguishing(found).empty
    assert qm.consensus(found).empty
    assert list(qm.differences(found).columns) == ["statement"]
    parts = set(qm.crib_sheet(found, "F1")["part"])
    assert parts == {"highest column", "lowest column"}


def test_a_statement_without_score_on_a_factor_is_neither_consensus_nor_distinguishing():
    """With two viewpoints no difference is left to see, which is not the same as agreement."""
    study = planted(groups=(5, 3))
    sorts = study.sorts.copy()
    sorts.loc[5, ["B1", "B2", "B3"]] = np.nan
    found = qm.analyse(with_sorts(study, sorts), 2)
    assert found.z_scores.loc[5].isna().sum() == 1
    assert 5 not in set(qm.consensus(found)["statement"])
    assert 5 not in set(qm.distinguishing(found)["statement"])
    for factor in found.factors:
        sheet = qm.crib_sheet(found, factor)
        assert np.isfinite(sheet["z"]).all()


def test_differences_are_signed_and_carry_their_level(lipset_analysis):
    table = qm.differences(lipset_analysis).set_index("statement")
    z = lipset_analysis.z_scores
    np.testing.assert_allclose(table["F1-F3"], z["F1"] - z["F3"])
    assert table.at[1, "F1-F2 level"] == "p < .001"
    assert table.at[20, "F1-F2 level"] == ""


def test_the_crib_sheet_of_the_first_lipset_factor(lipset_analysis):
    sheet = qm.crib_sheet(lipset_analysis, "F1")
    parts = sheet.groupby("part")["statement"].agg(list)
    assert parts["highest column"] == [21, 33]
    assert parts["lowest column"] == [16, 30]
    arrays = lipset_analysis.factor_arrays
    others = arrays[["F2", "F3"]]
    higher = set(arrays.index[arrays["F1"] > others.max(axis=1)])
    lower = set(arrays.index[arrays["F1"] < others.min(axis=1)])
    assert set(parts["higher than in every other array"]) == higher
    assert set(parts["lower than in every other array"]) == lower
    assert sheet["value"].tolist() == arrays["F1"].loc[sheet["statement"]].tolist()


def test_the_crib_sheet_names_the_factors_that_tie(lipset_analysis):
    sheet = qm.crib_sheet(lipset_analysis, "F1")
    tied = sheet[sheet["part"] == "highest, tied with another array"].set_index("statement")
    assert tied.at[13, "tied_with"] == "F2"
    assert tied.at[6, "tied_with"] == "F3"
    alone = sheet[sheet["part"] == "higher than in every other array"]
    assert (alone["tied_with"] == "").all()


def test_a_crib_sheet_without_flagged_sorts_is_refused(lipset):
    found = qm.analyse(lipset, 4, rotation="none")
    with pytest.raises(StudyError, match=r"F3 has no flagged sort.*flag a sort first"):
        qm.crib_sheet(found, "F3")
    with pytest.raises(StudyError, match='no factor "F9" in this analysis; it has F1, F2'):
        qm.crib_sheet(found, "F9")


@pytest.fixture
def framed():
    """Twenty-eight cards under three outcomes and two principles, some under neither."""
    study = planted()
    places = [
        replace(s, outcome=["Safety", "Home", "School", None][s.number % 4],
                principle="Article 6" if s.number < 9 else "Article 12" if s.number < 21 else None)
        for s in study.qset
    ]  # fmt: skip
    return qm.analyse(replace(study, qset=qm.QSet(tuple(places))), 3)


def test_the_framework_profile_averages_the_statements_behind_it(framed):
    table = qm.framework_profile(framed)
    assert list(table["name"].unique()) == ["Home", "School", "Safety", "Article 6", "Article 12"]
    row = table.query("name == 'Article 6' and factor == 'F2'").iloc[0]
    assert row["statements"] == tuple(range(1, 9))
    assert row["cards"] == 8
    assert row["mean_z"] == pytest.approx(framed.z_scores.loc[1:8, "F2"].mean())
    assert row["mean_value"] == pytest.approx(framed.factor_arrays.loc[1:8, "F2"].mean())
    assert row["dimension"] == "principle"


def test_cards_without_an_outcome_count_under_none(framed):
    table = qm.framework_profile(framed).query("dimension == 'outcome' and factor == 'F1'")
    assert table["cards"].sum() == 21


def test_the_framework_tells_where_viewpoints_agree_and_differ(framed):
    table = qm.framework_agreement(framed, margin=0.2).set_index("name")
    means = qm.framework_profile(framed).pivot(index="name", columns="factor", values="mean_z")
    for name, row in table.iterrows():
        spread = means.loc[name].max() - means.loc[name].min()
        assert row["spread"] == pytest.approx(spread)
        assert row["highest"] == means.loc[name].idxmax()
        assert row["lowest"] == means.loc[name].idxmin()
        expected = "agree" if spread <= 0.2 else "differ" if spread >= 0.4 else "lean apart"
        assert row["verdict"] == expected
    for _, part in table.groupby("dimension"):
        assert part["spread"].is_monotonic_decreasing


def test_a_profile_is_averaged_over_the_scores_there_are(framed):
    sorts = framed.study.sorts.copy()
    sorts.loc[5, ["C1", "C2"]] = np.nan
    found = qm.analyse(with_sorts(framed.study, sorts), 3)
    table = qm.framework_profile(found)
    factor = next(f for f in found.factors if "C1" in found.defining(f))
    row = table.query("name == 'Article 6' and factor == @factor").iloc[0]
    assert row["mean_z"] == pytest.approx(found.z_scores.loc[1:8, factor].mean())
    assert pd.notna(table["mean_value"]).all()


def test_statements_without_a_framework_are_told_what_to_add(lipset_analysis):
    with pytest.raises(StudyError, match="no outcome and no principle; add these two columns"):
        qm.framework_profile(lipset_analysis)
