import numpy as np
import pandas as pd
import pytest
from references import apart

import qmethod as qm
from corpora.errors import StudyError


def test_given_loadings_and_flags_give_the_same_analysis_again(lipset, lipset_analysis):
    found = qm.from_loadings(lipset, lipset_analysis.loadings, lipset_analysis.flags)
    for table in ("flags", "z_scores", "factor_arrays", "characteristics", "se_of_differences"):
        pd.testing.assert_frame_equal(getattr(found, table), getattr(lipset_analysis, table))
    assert found.decisions[0].choice == "Loadings of 3 factors were given, flags too"


def test_without_flags_the_automatic_rule_sets_them(lipset, lipset_analysis):
    found = qm.from_loadings(lipset, lipset_analysis.loadings)
    assert (found.flags == lipset_analysis.flags).all(axis=None)


def test_participants_and_factors_are_found_by_name(lipset, lipset_analysis):
    loadings = lipset_analysis.loadings[::-1]
    flags = lipset_analysis.flags.sample(frac=1, random_state=1)[["F3", "F1", "F2"]]
    found = qm.from_loadings(lipset, loadings, flags)
    assert (found.flags == lipset_analysis.flags).all(axis=None)
    assert apart(found.z_scores, lipset_analysis.z_scores) < 1e-14


def test_flags_under_names_of_their_own_are_taken_in_order(lipset, lipset_analysis):
    flags = lipset_analysis.flags.set_axis(["flag_f1", "flag_f2", "flag_f3"], axis=1)
    found = qm.from_loadings(lipset, lipset_analysis.loadings, flags.astype(int))
    assert (found.flags == lipset_analysis.flags).all(axis=None)


def test_given_factors_keep_their_names(lipset, lipset_analysis):
    loadings = lipset_analysis.loadings.set_axis(["Ambition", "Welfare", 3], axis=1)
    assert qm.from_loadings(lipset, loadings).factors == ["Ambition", "Welfare", "3"]


def test_the_tables_that_were_given_stay_as_they_are(lipset, lipset_analysis):
    loadings, flags = lipset_analysis.loadings.copy(), lipset_analysis.flags.copy()
    qm.from_loadings(lipset, loadings, flags)
    pd.testing.assert_frame_equal(loadings, lipset_analysis.loadings)
    pd.testing.assert_frame_equal(flags, lipset_analysis.flags)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda t: t.drop(index="US1"), "differ in participants: US1"),
        (lambda t: t.rename(index={"US1": "Ann"}), "differ in participants: Ann, US1"),
        (lambda t: pd.concat([t, t.loc[["US1"]]]), 'name "US1" twice'),
        (lambda t: t.set_axis(["F1", "F2", "F1"], axis=1), 'name "F1" twice'),
        (lambda t: t.replace(t.iat[0, 0], np.nan), 'US1 on F1: found "nan"'),
        (lambda t: t.replace(t.iat[2, 1], -np.inf), 'US3 on F2: found "-inf"'),
        (lambda t: t.astype(object).replace(t.iat[2, 1], "high"), 'US3 on F2: found "high"'),
        (lambda t: t.replace(t.iat[0, 0], 1.02), r"Heywood case: US1 on F1 loads 1\.0200"),
        (lambda t: t.replace(t.iat[0, 0], -1.0), r"Heywood case: US1 on F1 loads -1\.0000"),
    ],
)
def test_loadings_that_do_not_fit_are_refused(lipset, lipset_analysis, change, what):
    with pytest.raises(StudyError, match=what):
        qm.from_loadings(lipset, change(lipset_analysis.loadings))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda t: t.drop(index="US1"), "flags and the study differ in participants: US1"),
        (lambda t: t.drop(columns="F3"), "flags are for F1, F2 and the loadings for F1, F2, F3"),
        (lambda t: t.rename(columns={"F3": "F4"}), "under the same names"),
        (lambda t: t.astype(str), 'US1 on F1: found "True"; a flag is True or False'),
        (lambda t: t.astype(float).replace(1.0, np.nan), 'US1 on F1: found "nan"'),
        (lambda t: t.astype(int) * 2, 'US1 on F1: found "2"'),
    ],
)
def test_flags_that_do_not_fit_are_refused(lipset, lipset_analysis, change, what):
    with pytest.raises(StudyError, match=what):
        qm.from_loadings(lipset, lipset_analysis.loadings, change(lipset_analysis.flags))
