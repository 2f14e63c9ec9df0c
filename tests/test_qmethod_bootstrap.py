"""Bootstrap: replicates against plain loops, R's replay, flags, intervals and bad draws."""

import numpy as np
import pandas as pd
import pytest
from references import apart, labelled, read, study_of

from corpora.errors import StudyError
from qmethod import analyse, from_loadings, invert, reflag, rotate_by_hand, split
from qmethod.bootstrap import bootstrap
from qmethod.design import Grid, QSet, QStudy, numbered
from qmethod.extraction import extract
from qmethod.replication import replicated
from qmethod.resampling import draw, given_draws, times_drawn
from qmethod.rotation import procrustes
from qmethod.scores import factor_array, weights, z_scores
from qmethod.simulate import simulate
from qmethod.stability import distribution

GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")

# R qmethod 1.8.4, Lipset, three principal components, varimax: its own full sample, and its
# first replicate (0-based positions) once the Procrustes result is kept.
R_FULL = [
    [0.1909003094955996, 0.7658309759670203, -0.1682994377032721],
    [-0.06552370157646696, 0.8257847058901772, 0.10674419115673137],
    [0.8107385008241594, -0.01642113927339083, -0.09294326834746423],
    [0.7756492171998757, 0.22983557839727636, 0.27115532308596485],
    [-0.8334526841227494, 0.15438189503690097, 0.025541014060139793],
    [0.14605751540965575, -0.18452178199156585, 0.884874888064819],
    [0.1413111160167481, -0.3486222993307983, 0.7390031678017238],
    [-0.08906644507963159, 0.662525879231864, -0.17048798690792832],
    [0.20377209006594915, -0.18284105477983634, -0.4481385730854573],
]
R_DRAW = [3, 4, 5, 8, 1, 8, 7, 5, 7]
R_F2 = {
    "US2": 0.43774470116025754,
    "US4": 0.23506690854498724,
    "JP5": -0.13977578709020938,
    "CA6": -0.3048003731883212,
    "US8": 0.9322988227187898,
    "FR9": -0.4264996443466635,
}


@pytest.fixture(scope="module")
def planted():
    """Twenty made-up sorts of 28 cards around three viewpoints."""
    cards = numbered([f"Card {i}" for i in range(1, 29)])
    return simulate(cards, GRID, groups=(6, 5, 4), unaligned=5, noise=0.7, seed=3)


def r_analysis(study):
    return from_loadings(study, pd.DataFrame(R_FULL, study.names, ["F1", "F2", "F3"]))


def one_replicate(analysis, drawn, extraction="pca"):
    """Loadings by participant, flags and z-scores of one draw, the long way round."""
    names = analysis.study.names
    matrix = analysis.correlations.to_numpy()[np.ix_(drawn, drawn)]
    found = extract(matrix, len(analysis.factors), extraction).loadings
    turned = procrustes(found, analysis.loadings.to_numpy()[drawn])
    flags = (turned**2 > (turned**2).sum(axis=1, keepdims=True) / 2) & (
        np.abs(turned) > 1.96 / np.sqrt(len(analysis.study.qset))
    )
    sorts = analysis.study.sorts.to_numpy(dtype=float)[:, drawn]
    z = z_scores(sorts, weights(turned, flags), composite="standardised")
    loadings = np.full((len(names), turned.shape[1]), np.nan)
    flagged = np.zeros(loadings.shape, dtype=bool)
    loadings[drawn], flagged[drawn] = turned, flags
    return loadings, flagged, z


def test_replays_the_first_replicate_of_r(lipset):
    found = bootstrap(r_analysis(lipset), resamples=[R_DRAW])
    loadings = found.loadings.set_index(["factor", "participant"])["mean"]
    assert loadings["F2"].dropna().to_dict() == pytest.approx(R_F2, abs=1e-10)
    flagged = found.loadings.query("flag_frequency == 1")
    assert set(zip(flagged["participant"], flagged["factor"], strict=True)) == {
        ("US4", "F1"),
        ("JP5", "F1"),
        ("US2", "F2"),
        ("US8", "F2"),
        ("CA6", "F3"),
        ("FR9", "F3"),
    }


def r_bootstrap(reference):
    folder = reference / "qmethod" / "r"
    name = "boot_lipset_3_procrustes_patched_2000"
    draws = pd.read_csv(folder / f"{name}_resamples.csv") - 1
    study = study_of(reference, "lipset")
    summary = read(folder / f"{name}.json")
    analysis = from_loadings(
        study,
        labelled(summary["original"]["loadings"]),
        labelled(summary["original"]["flags"]).astype(bool),
    )
    return bootstrap(analysis, resamples=draws), summary, folder / f"{name}_first50steps.json"


def test_replays_two_thousand_replicates_of_r(reference):
    found, summary, _ = r_bootstrap(reference)
    sorts = labelled(summary["summary_qsorts"], factors=False)
    statements = labelled(summary["summary_statements"], factors=False)
    for i, factor in enumerate(["F1", "F2", "F3"], start=1):
        ours = found.loadings.query("factor == @factor").set_index("participant").loc[sorts.index]
        assert apart(ours["mean"], sorts[f"f{i}.loa"]) < 1e-10
        assert apart(ours["se"], sorts[f"f{i}.SE"]) < 1e-10
        assert apart(ours["flag_frequency"], sorts[f"flag.freq{i}"]) < 1e-10
        assert apart(-ours["bias"], sorts[f"f{i}.std.1"]) < 1e-10
        z = found.z_scores.query("factor == @factor")
        assert apart(z["mean"], statements[f"f{i}.zsc.bts"]) < 1e-10
        assert apart(z["se"], statements[f"f{i}.SE"]) < 1e-10
        stats = labelled(summary["zscore_stats"][f"factor{i}"], factors=False)
        assert apart(z["low"], stats["2.5%"]) < 1e-10
        assert apart(z["high"], stats["97.5%"]) < 1e-10
        assert z["replicates"].tolist() == stats["n"].tolist()
    assert found.without_flags.to_dict() == {"F1": 45, "F2": 45, "F3": 55}


def test_replays_each_of_the_first_fifty_steps_of_r(reference):
    found, _, file = r_bootstrap(reference)
    steps = read(file)
    done = found.replicated
    for i in range(3):
        theirs = steps[f"factor_{i + 1}"]
        loadings = labelled(theirs["loa"], factors=False).to_numpy(dtype=float).T
        assert (np.isnan(loadings) == np.isnan(done.loadings[:50, :, i])).all()
        assert apart(done.loadings[:50, :, i], loadings) < 1e-10
        assert apart(done.z_scores[:50, :, i], labelled(theirs["zsc"], factors=False).T) < 1e-10
        flags = labelled(theirs["flagged"], factors=False).T == True  # noqa: E712 - null is no flag
        assert (done.flags[:50, :, i] == flags.to_numpy()).all()


@pytest.mark.parametrize("extraction", ["pca", "centroid"])
def test_a_batch_gives_what_a_plain_loop_gives(planted, extraction):
    analysis = analyse(planted, 3, extraction=extraction)
    found = bootstrap(analysis, replicates=40, seed=7).replicated
    for row, drawn in enumerate(found.draws):
        loadings, flags, z = one_replicate(analysis, drawn, extraction)
        assert apart(found.loadings[row], loadings) < 1e-8
        assert (found.flags[row] == flags).all()
        assert apart(found.z_scores[row], z) < 1e-8


def test_more_sorts_than_statements_give_what_a_plain_loop_gives():
    cards = numbered([f"Card {i}" for i in range(1, 29)])
    study = simulate(cards, GRID, groups=(14, 12, 10), unaligned=4, seed=5)
    analysis = analyse(study, 3)
    found = bootstrap(analysis, replicates=10, seed=2).replicated
    for row, drawn in enumerate(found.draws):
        loadings, flags, z = one_replicate(analysis, drawn)
        assert apart(found.loadings[row], loadings) < 1e-8
        assert (found.flags[row] == flags).all()
        assert apart(found.z_scores[row], z) < 1e-8


def test_drawing_everyone_once_gives_the_analysis_back(lipset_analysis):
    everyone = [list(range(9)), list(range(9))]
    found = bootstrap(lipset_analysis, resamples=everyone)
    assert found.loadings["bias"].abs().max() < 1e-12
    assert found.z_scores["bias"].abs().max() < 1e-12
    assert (found.factor_arrays["bias"] == 0).all()
    assert (found.factor_arrays["same"] == 1).all()
    assert (found.loadings["flag_frequency"] == found.loadings["flagged"]).all()
    assert found.factors["array_shift"].tolist() == [0, 0, 0]


def test_a_replicate_is_turned_to_the_loadings_rotated_by_hand(lipset_analysis):
    turned = rotate_by_hand(lipset_analysis, "F1", "F3", degrees=40)
    found = bootstrap(turned, resamples=[list(range(9))] * 2)
    assert found.loadings["bias"].abs().max() < 1e-12
    inverted = bootstrap(invert(turned, "F2"), resamples=[list(range(9))] * 2)
    assert inverted.loadings["bias"].abs().max() < 1e-12


def test_the_same_seed_draws_the_same_and_another_seed_others(lipset_analysis):
    first = bootstrap(lipset_analysis, replicates=50, seed=4)
    again = bootstrap(lipset_analysis, replicates=50, seed=4)
    other = bootstrap(lipset_analysis, replicates=50, seed=5)
    pd.testing.assert_frame_equal(first.loadings, again.loadings)
    pd.testing.assert_frame_equal(first.z_scores, again.z_scores)
    assert not first.loadings.equals(other.loadings)


def test_batches_of_any_size_give_the_same_numbers(lipset_analysis, monkeypatch):
    draws = draw(9, 30, seed=1, balanced=False)
    whole = replicated(lipset_analysis, draws, "pca", "renew", None)
    monkeypatch.setattr("qmethod.replication._REPLICATES_AT_ONCE", 7)
    seen = []
    parts = replicated(lipset_analysis, draws, "pca", "renew", lambda *at: seen.append(at))
    np.testing.assert_array_equal(whole.loadings, parts.loadings)
    np.testing.assert_array_equal(whole.z_scores, parts.z_scores)
    assert seen == [(7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]


def test_balanced_draws_take_everyone_equally_often(lipset_analysis):
    found = bootstrap(lipset_analysis, replicates=60, balanced=True)
    assert times_drawn(found.replicated.draws, 9).sum(axis=0).tolist() == [60] * 9
    assert "equally often" in found.sentence


def test_kept_flags_stand_wherever_their_participant_is_drawn(lipset_analysis):
    found = bootstrap(lipset_analysis, replicates=100, flags="keep")
    standing = found.loadings.set_index(["participant", "factor"])
    assert (standing["flag_frequency"] == standing["flagged"].astype(float)).all()


def test_flags_set_by_hand_stay_and_the_others_are_renewed(lipset_analysis):
    by_hand = reflag(lipset_analysis, "US4", "F2", flagged=True)
    by_hand = reflag(by_hand, "US3", by_hand.flags.loc["US3"].idxmax(), flagged=True)
    loose = bootstrap(lipset_analysis, replicates=200).loadings
    held = bootstrap(by_hand, replicates=200).loadings
    frequency = held.set_index(["participant", "factor"])["flag_frequency"]
    assert frequency["US4", "F2"] == 1
    assert frequency["US3", by_hand.flags.loc["US3"].idxmax()] == 1
    untouched = ~held["participant"].isin(["US3", "US4"])
    pd.testing.assert_series_equal(
        held["flag_frequency"][untouched], loose["flag_frequency"][untouched]
    )


def test_given_flags_that_follow_the_rule_are_renewed(lipset):
    automatic = r_analysis(lipset)
    given = from_loadings(lipset, automatic.loadings, automatic.flags)
    left = bootstrap(automatic, replicates=50).loadings
    right = bootstrap(given, replicates=50).loadings
    pd.testing.assert_frame_equal(left, right)


def test_given_flags_that_break_the_rule_are_kept(lipset):
    flags = r_analysis(lipset).flags.copy()
    flags.loc["US1", "F2"] = False
    found = bootstrap(from_loadings(lipset, r_analysis(lipset).loadings, flags), replicates=50)
    frequency = found.loadings.set_index(["participant", "factor"])["flag_frequency"]
    assert frequency["US1", "F2"] == 0
    assert frequency["US2", "F2"] > 0


def test_a_split_factor_stays_split(lipset_analysis):
    halves = split(lipset_analysis, "F2")
    done = bootstrap(halves, replicates=80).replicated
    np.testing.assert_allclose(done.loadings[..., 1], -done.loadings[..., 2])
    assert not (done.flags[..., 1] & done.flags[..., 2]).any()
    assert (done.loadings[..., 2][done.flags[..., 2]] > 0).all()
    whole = bootstrap(lipset_analysis, replicates=80).replicated
    np.testing.assert_array_equal(done.flags[..., 1] | done.flags[..., 2], whole.flags[..., 1])
    np.testing.assert_allclose(done.loadings[..., 3], whole.loadings[..., 2])


def test_a_choice_of_factors_is_found_again_among_all(lipset):
    chosen = analyse(lipset, (1, 3))
    found = bootstrap(chosen, resamples=[list(range(9))] * 2)
    assert found.loadings["bias"].abs().max() < 1e-12


def test_missing_cards_leave_gaps_and_no_wrong_numbers(planted):
    sorts = planted.sorts.copy()
    sorts.iloc[0] = np.nan
    sorts.iloc[0, -1] = 1.0
    sorts.iloc[3, :4] = np.nan
    study = QStudy("gaps", planted.qset, GRID, sorts)
    analysis = analyse(study, 3)
    found = bootstrap(analysis, replicates=30, seed=2)
    for row, drawn in enumerate(found.replicated.draws):
        loadings, _, z = one_replicate(analysis, drawn)
        assert apart(found.replicated.loadings[row], loadings) < 1e-8
        np.testing.assert_array_equal(np.isnan(found.replicated.z_scores[row]), np.isnan(z))
        assert apart(found.replicated.z_scores[row], z) < 1e-8
    assert found.factor_arrays["bootstrap"].isna().any()


def test_a_participant_drawn_throughout_gives_no_infinite_score(lipset_analysis):
    alone = analyse(lipset_analysis.study, 1)
    found = bootstrap(alone, resamples=[[0] * 9, [1] * 9])
    assert found.factors["heywood"].tolist() == [2]
    assert np.isfinite(found.z_scores["mean"]).all()
    assert any("0.9999" in notice for notice in found.notices)


def test_intervals_are_percentiles_of_the_replicates_that_have_a_value():
    random = np.random.default_rng(1)
    values = random.normal(size=(101, 4))
    values[:30, 1] = np.nan
    values[1:, 2] = np.nan
    values[:, 3] = np.nan
    found = distribution(values, 0.9)
    for column in (0, 1, 2):
        kept = values[:, column][~np.isnan(values[:, column])]
        assert found["mean"][column] == pytest.approx(kept.mean())
        assert found["low"][column] == pytest.approx(np.percentile(kept, 5))
        assert found["high"][column] == pytest.approx(np.percentile(kept, 95))
    assert found["se"][0] == pytest.approx(values[:, 0].std(ddof=1))
    assert np.isnan(found["se"][2])
    assert all(np.isnan(found[name][3]) for name in ("mean", "se", "low", "high"))


def test_arrays_of_replicates_are_those_of_the_scores_module(lipset_analysis):
    found = bootstrap(lipset_analysis, replicates=25)
    own = lipset_analysis.factor_arrays["F1"].to_numpy()
    same = np.zeros(33)
    z = found.replicated.z_scores[:, :, 0]
    scored = z[~np.isnan(z).any(axis=1)]
    for each in scored:
        same += factor_array(each, lipset_analysis.study.grid)[0] == own
    told = found.factor_arrays.query("factor == 'F1'")["same"].to_numpy()
    np.testing.assert_allclose(told, same / len(scored))


def test_ties_go_to_the_lower_number_in_whatever_order_cards_are_listed(lipset):
    cards = list(lipset.qset)[::-1]
    backwards = QStudy("back", QSet(tuple(cards)), lipset.grid, lipset.sorts.iloc[::-1])
    forwards = bootstrap(analyse(lipset, 3), replicates=30).factor_arrays
    turned = bootstrap(analyse(backwards, 3), replicates=30).factor_arrays
    pd.testing.assert_frame_equal(
        forwards.sort_values(["statement", "factor"], ignore_index=True),
        turned.sort_values(["statement", "factor"], ignore_index=True),
    )


def test_bias_is_mean_less_estimate_and_frequencies_are_shares(lipset_analysis):
    table = bootstrap(lipset_analysis, replicates=40).loadings
    np.testing.assert_allclose(table["bias"], table["mean"] - table["estimate"])
    assert table["flag_frequency"].between(0, 1).all()
    assert (table["drawn"] <= 40).all()
    assert (table["low"] <= table["high"]).all()


def test_draws_may_be_names_or_positions(lipset_analysis):
    names = lipset_analysis.study.names
    by_name = bootstrap(lipset_analysis, resamples=[names[::-1], [names[0], *names[:8]]])
    by_place = bootstrap(lipset_analysis, resamples=[range(8, -1, -1), [0, *range(8)]])
    pd.testing.assert_frame_equal(by_name.loadings, by_place.loadings)
    assert by_name.seed is None
    assert "as the researcher gave" in by_name.sentence


@pytest.mark.parametrize(
    ("resamples", "told"),
    [
        ([[1, 2, 9]], "take 1 off"),
        ([[0, -1, 2]], "go from 0 to 8"),
        ([[0, 1.5, 2]], "no position"),
        ([[0, np.nan, 2]], "no position"),
        ([["US1", "nobody"]], "nobody"),
        ([[0, 1], [2]], "same number of participants"),
        ([0, 1, 2], "one row per replicate"),
        ([], "one row per replicate"),
    ],
)
def test_draws_that_do_not_fit_are_refused_with_what_to_do(lipset, resamples, told):
    with pytest.raises(StudyError, match=told):
        given_draws(resamples, lipset.names)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"flags": "maybe"}, "renew"),
        ({"replicates": 1}, "2 or more"),
        ({"replicates": 2.5}, "whole number"),
        ({"seed": -1}, "seed"),
        ({"seed": None}, "seed"),
        ({"level": 95}, "between 0 and 1"),
        ({"extraction": "ml", "replicates": 2}, "unknown"),
    ],
)
def test_choices_that_are_unknown_are_refused(lipset_analysis, choice, told):
    with pytest.raises(StudyError, match=told):
        bootstrap(lipset_analysis, **choice)


def test_an_oblique_solution_is_refused(lipset):
    with pytest.raises(StudyError, match="oblique"):
        bootstrap(analyse(lipset, 3, rotation="promax"))


def test_it_shows_itself_in_a_notebook(lipset_analysis):
    found = bootstrap(lipset_analysis, replicates=20)
    page = found._repr_html_()
    assert "20 bootstrap replicates" in page
    assert "US1" in page
    assert "20 replicates" in repr(found)
    assert set(found.summary) == {"loadings", "z_scores", "factor_arrays", "factors"}
