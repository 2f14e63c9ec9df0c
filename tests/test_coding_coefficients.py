import json
import math
import warnings
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from coding.coefficients import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from coding.tallies import tally
from corpora.errors import StudyError

BY_NAME = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen_kappa,
    "cohen_kappa_linear": lambda r, **o: cohen_kappa(r, weights="linear", **o),
    "cohen_kappa_quadratic": lambda r, **o: cohen_kappa(r, weights="quadratic", **o),
    "fleiss_kappa": fleiss_kappa,
    "fleiss_kappa_generalised": lambda r, **o: fleiss_kappa(r, generalised=True, **o),
    "krippendorff_alpha_nominal": krippendorff_alpha,
    "krippendorff_alpha_ordinal": lambda r, **o: krippendorff_alpha(r, metric="ordinal", **o),
    "krippendorff_alpha_interval": lambda r, **o: krippendorff_alpha(r, metric="interval", **o),
    "krippendorff_alpha_ratio": lambda r, **o: krippendorff_alpha(r, metric="ratio", **o),
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
}


@pytest.fixture(scope="module")
def worked(reference):
    return json.loads((reference / "agreement.json").read_text(encoding="utf-8"))


def expected_value(entry):
    # Without a fraction the file gives what a package printed, to seven places.
    if "fraction" in entry:
        return float(Fraction(entry["fraction"])), 1e-9
    return entry["value"], 5.1e-8


def test_every_worked_example_comes_out(worked):
    compared = 0
    for example in worked["examples"]:
        order = {"categories": example["category_order"]} if "category_order" in example else {}
        for name, entry in example["expected"].items():
            if name == "cohen_kappa_custom":
                grave = example["disagreement_weights"]
                found = cohen_kappa(example["coders"], weights=grave, **order)
            else:
                found = BY_NAME[name](example["coders"], **order)
            value, within = expected_value(entry)
            assert abs(found.value - value) < within, (example["id"], name)
            assert found.reason == ""
            compared += 1
    assert compared >= 48


def test_what_is_not_defined_is_nan_with_a_reason(worked):
    for example in worked["undefined"]:
        for name, entry in example["expected"].items():
            found = BY_NAME[name](example["coders"], replicates=20)
            if entry["value"] is None:
                assert math.isnan(found.value), (example["id"], name)
                assert found.reason
                assert str(found).startswith("not defined: ")
            else:
                assert abs(found.value - entry["value"]) < 1e-9, (example["id"], name)


def test_the_generalised_form_equals_fleiss_where_nothing_is_missing(worked):
    complete = [e for e in worked["examples"] if "fleiss_kappa" in e["expected"]]
    for example in complete:
        plain, general = (
            fleiss_kappa(example["coders"], generalised=g).value for g in (False, True)
        )
        assert abs(plain - general) < 1e-12


def test_fleiss_kappa_is_refused_where_units_have_different_numbers_of_ratings(worked):
    found = fleiss_kappa(worked["examples"][0]["coders"])
    assert math.isnan(found.value)
    assert "same number of ratings" in found.reason


def test_cohens_kappa_of_three_coders_is_not_defined():
    found = cohen_kappa({"a": [1, 2], "b": [1, 2], "c": [2, 2]})
    assert math.isnan(found.value)
    assert "two coders" in found.reason


def random_ratings(seed, coders=3, units=40, categories=4, gaps=0.2):
    random = np.random.default_rng(seed)
    table = random.integers(1, categories + 1, size=(units, coders)).astype(float)
    table[:, 1] = np.where(random.random(units) < 0.6, table[:, 0], table[:, 1])
    table[random.random(table.shape) < gaps] = np.nan
    return pd.DataFrame(table, columns=list("abcdefg")[:coders])


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohens_kappa_equals_scikit_learn(weights):
    from sklearn.metrics import cohen_kappa_score

    for seed in range(20):
        table = random_ratings(seed, coders=2)
        both = table.dropna()
        theirs = cohen_kappa_score(both["a"], both["b"], weights=weights, labels=[1, 2, 3, 4])
        ours = cohen_kappa(table, weights=weights, categories=[1, 2, 3, 4]).value
        assert abs(ours - theirs) < 1e-12


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_equals_the_package_krippendorff(metric):
    package = pytest.importorskip("krippendorff")
    for seed in range(20):
        table = random_ratings(seed, coders=4)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = package.alpha(table.to_numpy().T, level_of_measurement=metric)
        assert abs(krippendorff_alpha(table, metric=metric).value - theirs) < 1e-12


def test_the_order_of_categories_changes_weighted_kappa_only():
    ratings = {"a": ["low", "mid", "high", "mid"], "b": ["low", "high", "high", "low"]}
    one, other = ["low", "mid", "high"], ["high", "low", "mid"]
    assert (
        cohen_kappa(ratings, categories=one).value == cohen_kappa(ratings, categories=other).value
    )
    linear = [cohen_kappa(ratings, weights="linear", categories=c).value for c in (one, other)]
    assert abs(linear[0] - linear[1]) > 0.05


def test_the_same_seed_gives_the_same_interval_around_the_value():
    table = random_ratings(1, coders=2, units=200)
    first, again, other = (gwet_ac1(table, replicates=500, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.low < first.value < first.high


def test_the_interval_of_percent_agreement_is_that_of_a_share():
    agreed = [1] * 300 + [0] * 100
    found = percent_agreement({"a": [1] * 400, "b": agreed}, replicates=4000)
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert abs(found.low - (0.75 - half)) < 0.006
    assert abs(found.high - (0.75 + half)) < 0.006


def test_no_interval_is_given_where_many_resamples_have_no_value():
    rare = {"a": [1] + [0] * 30, "b": [1] + [0] * 30}
    found = cohen_kappa(rare, replicates=400)
    assert found.value == 1.0
    assert math.isnan(found.low)
    assert "no interval" in found.reason


def test_units_that_one_coder_left_out_do_not_count_for_kappa():
    whole = {"a": ["x", "y", "x", "y", "x"], "b": ["x", "y", "y", "y", "x"]}
    gaps = {"a": [*whole["a"], None, "y"], "b": [*whole["b"], "x", None]}
    assert cohen_kappa(whole).value == cohen_kappa(gaps).value
    assert cohen_kappa(gaps).units == 5


@pytest.mark.parametrize(
    ("ratings", "options", "words"),
    [
        ({"a": [1, 2]}, {}, "two or more"),
        ({"a": [1, 2], "b": [1]}, {}, "different numbers of units"),
        ({"a": [1], "b": [2]}, {"categories": [1]}, 'rating "2"'),
        ([1, 2], {}, "table of units x coders"),
        ({"a": [1], "b": [2]}, {"weights": "cubic"}, "not known"),
        ({"a": [1], "b": [2]}, {"weights": [[0, 1, 2]]}, "do not fit 2 categories"),
    ],
)
def test_bad_ratings_are_told_in_one_sentence(ratings, options, words):
    with pytest.raises(StudyError, match=words):
        cohen_kappa(ratings, **options)


def test_interval_alpha_of_words_is_refused():
    with pytest.raises(StudyError, match="needs numbers"):
        krippendorff_alpha({"a": ["x", "y"], "b": ["x", "x"]}, metric="interval")


def test_a_metric_that_does_not_exist_is_refused():
    with pytest.raises(StudyError, match="nominal, ordinal"):
        krippendorff_alpha({"a": [1, 2], "b": [1, 1]}, metric="cardinal")


def test_rows_that_are_alike_are_counted_once():
    rows = tally({"a": [1, 1, 2, None], "b": [1, 1, 2, 2]})
    assert rows.times.tolist() == [1.0, 2.0, 1.0]
    assert rows.units == 3


def test_a_category_that_nobody_used_changes_nothing():
    ratings = {"a": [1, 2, 1, 2], "b": [1, 2, 2, 2]}
    for coefficient in (gwet_ac1, brennan_prediger, cohen_kappa, krippendorff_alpha):
        assert coefficient(ratings).value == coefficient(ratings, categories=[1, 2, 3]).value
