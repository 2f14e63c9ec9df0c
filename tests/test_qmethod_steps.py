import numpy as np
import pandas as pd
import pytest
from planted import planted
from references import apart

import qmethod as qm
from corpora.errors import StudyError
from qmethod.record import Step
from qmethod.steps import STEPS, again

TABLES = ("loadings", "flags", "z_scores", "factor_arrays", "characteristics")


def assert_same(ours, theirs, atol=1e-12):
    for name in TABLES:
        pd.testing.assert_frame_equal(
            getattr(ours, name), getattr(theirs, name), check_exact=False, rtol=0, atol=atol
        )


@pytest.fixture(scope="module")
def unrotated(lipset):
    return qm.analyse(lipset, 3, rotation="none")


@pytest.fixture(scope="module")
def oblique(lipset):
    return qm.analyse(lipset, 3, rotation="oblimin")


def test_turning_by_ninety_degrees_puts_the_second_factor_first(lipset_analysis):
    turned = qm.rotate_by_hand(lipset_analysis, "F1", "F3", degrees=90)
    assert apart(turned.loadings["F1"], lipset_analysis.loadings["F3"]) < 1e-15
    assert apart(turned.loadings["F3"], -lipset_analysis.loadings["F1"]) < 1e-15
    assert apart(turned.loadings["F2"], lipset_analysis.loadings["F2"]) == 0


def test_turning_by_hand_follows_the_stated_formula(lipset_analysis):
    turned = qm.rotate_by_hand(lipset_analysis, "F1", "F2", degrees=-12).loadings
    before, angle = lipset_analysis.loadings, np.deg2rad(-12)
    first = before["F1"] * np.cos(angle) + before["F2"] * np.sin(angle)
    second = -before["F1"] * np.sin(angle) + before["F2"] * np.cos(angle)
    assert apart(turned["F1"], first) < 1e-15
    assert apart(turned["F2"], second) < 1e-15


def test_turning_there_and_back_is_the_identity(lipset_analysis):
    there = qm.rotate_by_hand(lipset_analysis, "F1", "F2", degrees=33.3)
    assert_same(qm.rotate_by_hand(there, "F1", "F2", degrees=-33.3), lipset_analysis)


def test_automatic_flags_are_renewed_and_names_stay(unrotated):
    turned = qm.rotate_by_hand(unrotated, "F1", "F2", degrees=40)
    assert turned.factors == unrotated.factors
    assert not (turned.flags == unrotated.flags).all(axis=None)
    assert_same(qm.from_loadings(turned.study, turned.loadings), turned)


def test_a_flag_set_by_hand_stays_through_rotation_and_is_marked(lipset_analysis):
    by_hand = qm.reflag(lipset_analysis, "UK7", "F1", flagged=True, because="Interview.")
    taken = qm.reflag(by_hand, "FR9", "F3", flagged=False)
    turned = qm.rotate_by_hand(taken, "F1", "F3", degrees=5)
    assert turned.flags.at["UK7", "F1"]
    assert not turned.flags.at["FR9", "F3"]
    marked = [n for n in turned.notices if n.kind == "manual flag"]
    assert [(n.participant, n.factor) for n in marked] == [("UK7", "F1"), ("FR9", "F3")]
    assert f"{turned.loadings.at['UK7', 'F1']:.2f}" in marked[0].text


def test_a_flag_changes_the_scores_of_its_factor_alone(lipset_analysis):
    found = qm.reflag(lipset_analysis, "FR9", "F3", flagged=False)
    assert found.characteristics["flagged"].tolist() == [3, 3, 2]
    assert apart(found.z_scores[["F1", "F2"]], lipset_analysis.z_scores[["F1", "F2"]]) == 0
    assert apart(found.z_scores["F3"], lipset_analysis.z_scores["F3"]) > 0.05
    assert_same(qm.reflag(found, "FR9", "F3", flagged=True), lipset_analysis)


def test_inverting_turns_a_factor_round_and_everything_after_it(lipset_analysis):
    found = qm.invert(lipset_analysis, "F2")
    assert apart(found.loadings["F2"], -lipset_analysis.loadings["F2"]) == 0
    assert apart(found.z_scores["F2"], -lipset_analysis.z_scores["F2"]) < 1e-15
    assert apart(found.factor_arrays["F2"], -lipset_analysis.factor_arrays["F2"]) == 0
    assert (found.flags == lipset_analysis.flags).all(axis=None)
    correlated, before = found.factor_correlations, lipset_analysis.factor_correlations
    assert correlated.at["F1", "F2"] == pytest.approx(-before.at["F1", "F2"])
    assert apart(found.se_of_differences, lipset_analysis.se_of_differences) == 0


def test_inverting_twice_is_the_identity(lipset_analysis):
    assert_same(qm.invert(qm.invert(lipset_analysis, "F2"), "F2"), lipset_analysis, atol=0)


def test_inverting_an_oblique_factor_turns_pattern_and_phi_too(oblique):
    found = qm.invert(oblique, "F2")
    np.testing.assert_allclose(found.pattern @ found.phi, found.loadings, atol=1e-12)
    pd.testing.assert_frame_equal(found.phi, found.phi.T)
    assert found.phi.at["F1", "F2"] == -oblique.phi.at["F1", "F2"]
    assert (found.flags == oblique.flags).all(axis=None)
    pd.testing.assert_series_equal(found.communalities, oblique.communalities)


def test_splitting_gives_each_pole_its_own_sorts(lipset_analysis):
    """JP5 loads -.83 on the second factor, US3 and US4 about .8."""
    found = qm.split(lipset_analysis, "F2")
    assert found.factors == ["F1", "F2a", "F2b", "F3"]
    assert found.defining("F2a") == ["US3", "US4"]
    assert found.defining("F2b") == ["JP5"]
    assert apart(found.loadings["F2b"], -lipset_analysis.loadings["F2"]) == 0
    assert (found.loadings["F2b"][["JP5"]] > 0).all()
    assert apart(found.z_scores[["F1", "F3"]], lipset_analysis.z_scores[["F1", "F3"]]) == 0


def test_a_pole_of_one_sort_is_that_sort(lipset_analysis):
    found = qm.split(lipset_analysis, "F2")
    assert found.factor_arrays["F2b"].tolist() == lipset_analysis.study.sorts["JP5"].tolist()


def test_splitting_explains_as_much_as_before(lipset_analysis):
    found = qm.split(lipset_analysis, "F2")
    explained = found.characteristics["eigenvalue"]
    before = lipset_analysis.characteristics["eigenvalue"]
    assert explained[["F2a", "F2b"]].sum() == pytest.approx(before["F2"])
    assert explained.sum() == pytest.approx(before.sum())
    pd.testing.assert_series_equal(found.communalities, lipset_analysis.communalities)


def test_splitting_sets_no_flag_by_hand(lipset_analysis):
    kinds = [notice.kind for notice in qm.split(lipset_analysis, "F2").notices]
    assert "manual flag" not in kinds
    assert kinds.count("negative flag") == 1


def test_other_factors_can_be_turned_after_a_split(lipset_analysis):
    found = qm.split(lipset_analysis, "F2")
    turned = qm.rotate_by_hand(found, "F1", "F3", degrees=20)
    assert turned.defining("F2b") == ["JP5"]
    same = qm.split(qm.rotate_by_hand(lipset_analysis, "F1", "F3", degrees=20), "F2")
    assert_same(turned, same)


def test_a_flag_by_hand_is_split_with_its_factor(lipset_analysis):
    marked = qm.reflag(lipset_analysis, "UK7", "F2", flagged=True)
    assert qm.split(marked, "F2").flags.loc["UK7", ["F2a", "F2b"]].tolist() == [True, False]


def test_a_target_of_turned_loadings_is_reached(lipset_analysis):
    target = qm.rotate_by_hand(lipset_analysis, "F1", "F3", degrees=27)
    found = qm.rotate_to_target(lipset_analysis, target.loadings)
    assert_same(found, target)


def test_a_target_is_read_by_participant_and_factor(lipset_analysis):
    target = qm.rotate_by_hand(lipset_analysis, "F1", "F3", degrees=27).loadings
    mixed = target.sample(frac=1, random_state=3)[["F3", "F2", "F1"]]
    straight, shuffled = (qm.rotate_to_target(lipset_analysis, t) for t in (target, mixed))
    assert_same(shuffled, straight)


def test_two_solutions_are_brought_together_by_a_target(lipset, lipset_analysis, unrotated):
    found = qm.rotate_to_target(unrotated, lipset_analysis.loadings)
    assert apart(found.loadings, lipset_analysis.loadings) < 1e-8


def test_every_step_leaves_a_decision_with_its_reason(lipset_analysis):
    found = qm.rotate_by_hand(lipset_analysis, "F1", "F2", degrees=-12, because="US4 defines F2.")
    found = qm.reflag(found, "FR9", "F3", flagged=False, because="Loads below .50.")
    found = qm.invert(found, "F2", because="To read it with its majority.")
    added = found.decisions[len(lipset_analysis.decisions) :]
    assert [(d.choice, d.because) for d in added] == [
        ("F1 and F2 turned by -12 degrees", "US4 defines F2."),
        ("FR9 no longer flagged on F3", "Loads below .50."),
        ("F2 inverted", "To read it with its majority."),
    ]


def test_recorded_steps_can_be_taken_again(lipset_analysis):
    target = qm.rotate_by_hand(lipset_analysis, "F1", "F3", degrees=10).loadings
    found = qm.rotate_by_hand(lipset_analysis, "F1", "F2", degrees=-12)
    found = qm.rotate_to_target(found, target)
    found = qm.reflag(found, "FR9", "F3", flagged=False)
    found = qm.split(qm.invert(found, "F3"), "F2")
    replayed = lipset_analysis
    for step in found.steps:
        replayed = again(replayed, step)
    assert_same(replayed, found, atol=0)
    assert {step.name for step in replayed.steps} == set(STEPS)


def test_an_unknown_step_is_refused_with_those_there_are(lipset_analysis):
    with pytest.raises(StudyError, match='step "shake" that this version does not know; it knows'):
        again(lipset_analysis, Step("shake", {}))


def test_steps_leave_the_analysis_that_they_start_from(lipset):
    analysis = qm.analyse(lipset, 3)
    before = analysis.loadings.copy(), analysis.flags.copy()
    qm.split(qm.reflag(qm.invert(analysis, "F2"), "UK7", "F1", flagged=True), "F2")
    pd.testing.assert_frame_equal(analysis.loadings, before[0])
    pd.testing.assert_frame_equal(analysis.flags, before[1])
    assert analysis.steps == ()


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (lambda a: qm.rotate_by_hand(a, "F1", "F1", degrees=5), "F1 was named twice"),
        (lambda a: qm.rotate_by_hand(a, "F1", "F7", degrees=5), 'no factor "F7".*F1, F2, F3'),
        (lambda a: qm.rotate_by_hand(a, "F1", "F2", degrees=np.nan), "like -12; found nan"),
        (lambda a: qm.reflag(a, "Ann", "F1", flagged=True), 'no participant "Ann".*US1, US2'),
        (lambda a: qm.reflag(a, "US1", "f1", flagged=True), 'no factor "f1"'),
        (lambda a: qm.invert(a, "F4"), 'no factor "F4"'),
        (lambda a: qm.split(a, "F1"), "flagged sorts do not load on both sides"),
        (lambda a: qm.split(qm.split(a, "F2"), "F2a"), "F2a is half of a split"),
        (lambda a: qm.invert(qm.split(a, "F2"), "F2b"), "F2b is half of a split"),
        (
            lambda a: qm.rotate_by_hand(qm.split(a, "F2"), "F1", "F2a", degrees=5),
            "F2a is half of a split factor; make this change before",
        ),
        (
            lambda a: qm.rotate_to_target(a, a.loadings.drop(index="UK7")),
            "target has no UK7; give a loading of every participant",
        ),
        (lambda a: qm.rotate_to_target(a, a.loadings[["F1", "F2"]]), "target has no F3"),
        (
            lambda a: qm.rotate_to_target(a, a.loadings.where(a.loadings > 0)),
            "target has gaps",
        ),
    ],
)
def test_an_impossible_step_is_refused(lipset_analysis, step, what):
    with pytest.raises(StudyError, match=what):
        step(lipset_analysis)


@pytest.mark.parametrize(
    "step",
    [
        lambda a: qm.rotate_by_hand(a, "F1", "F2", degrees=5),
        lambda a: qm.rotate_to_target(a, a.loadings),
        lambda a: qm.split(a, "F2"),
    ],
)
def test_an_oblique_solution_is_not_turned_rigidly(oblique, step):
    with pytest.raises(
        StudyError, match=r"oblique solution cannot .*start from rotation='varimax'"
    ):
        step(oblique)


def test_a_turn_beyond_a_loading_of_one_is_refused():
    """Two nearly equal halves of one viewpoint turn into a loading of 1."""
    study = planted(groups=(2, 2), noise=0.001)
    loadings = pd.DataFrame({"F1": [0.8, 0.5, 0, 0], "F2": [0.7, 0.1, 0.6, 0.6]}, study.names)
    given = qm.from_loadings(study, loadings)
    with pytest.raises(StudyError, match="Heywood case: A1 on F1"):
        qm.rotate_by_hand(given, "F1", "F2", degrees=41)
