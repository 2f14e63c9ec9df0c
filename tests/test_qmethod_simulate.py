import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qmethod as qm
from corpora.dice import Dice
from corpora.errors import StudyError
from qmethod.demo import demo, demo_statements, demo_study
from qmethod.design import PILES, Grid, numbered
from qmethod.simulate import bell_grid, random_study, simulate, simulation

GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")
CARDS = numbered([f"card {i}" for i in range(1, 29)])


def assert_recovered(planted, flags):
    """Each planted group on one factor of its own, everybody else on none."""
    factor_of = {}
    for participant, viewpoint in planted.items():
        flagged = list(flags.columns[flags.loc[participant]])
        if viewpoint is None:
            assert flagged == []
        else:
            assert flagged == [factor_of.setdefault(viewpoint, *flagged)]
    assert len(set(factor_of.values())) == len(factor_of)


def plain_flags(sorts, factors):
    """Flags by principal components and varimax in a few lines that share nothing with ours."""
    n, _ = sorts.shape
    values, vectors = np.linalg.eigh(np.corrcoef(sorts.to_numpy().T))
    loadings = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :factors]
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    unit, turn = loadings / length, np.eye(factors)
    for _ in range(500):
        turned = unit @ turn
        left, _, right = np.linalg.svd(unit.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
    turned = unit @ turn * length
    squares = turned**2
    half = squares.sum(axis=1, keepdims=True) / 2
    return (squares > half) & (abs(turned) > 1.96 / np.sqrt(n))


def test_the_demo_gives_back_its_planted_groups():
    made = demo()
    analysis = qm.analyse(made.study, factors=5)
    assert_recovered(made.planted, analysis.flags)
    assert sorted(analysis.flags.sum().tolist()) == [3, 3, 3, 4, 6]
    assert int((~analysis.flags.any(axis=1)).sum()) == 6


def test_flags_computed_by_other_means_give_back_the_planted_groups_of_the_demo():
    made = demo()
    flags = qm.analyse(made.study, factors=5).flags.copy()
    flags.loc[:, :] = plain_flags(made.study.sorts, 5)
    assert_recovered(made.planted, flags)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_seeds_give_other_studies_with_the_same_groups(seed):
    made = demo(seed=seed)
    assert not made.study.sorts.equals(demo_study().sorts)
    assert_recovered(made.planted, qm.analyse(made.study, factors=5).flags)


def test_the_demo_has_the_shape_of_the_published_study():
    study = demo_study()
    assert study.names == [f"QYP{i}" for i in range(1, 26)]
    assert study.qset.numbers == list(range(1, 29))
    assert str(study.grid) == "-3..3: 2 4 5 6 5 4 2"
    assert study.complete
    assert study.forced
    assert sorted(list(demo().planted.values()).count(f"V{k}") for k in range(1, 6)) == [
        3,
        3,
        3,
        4,
        6,
    ]
    assert list(demo().planted.values()).count(None) == 6


def test_every_kind_of_value_in_the_demo_says_that_it_is_made_up():
    study = demo_study()
    assert study.synthetic.startswith("Synthetic data")
    assert "illustrative" in study.qset.note
    assert "not the published set" in study.qset.note
    assert (study.participants["record"] == "synthetic").all()
    assert study.comments["text"].str.startswith("(synthetic) ").all()


def test_attributes_are_those_of_the_published_profiles():
    people = demo_study().participants
    assert list(people.columns) == [
        "gender",
        "age",
        "months in service",
        "left service",
        "record",
    ]
    assert people["age"].between(15, 18).all()
    assert people["months in service"].between(6, 29).all()
    assert set(people["left service"]) == {"yes", "no"}


def test_comments_are_about_cards_that_their_author_put_at_an_end():
    study = demo_study()
    assert len(study.comments) > 10
    for comment in study.comments.itertuples():
        assert abs(study.sorts.loc[comment.statement, comment.participant]) == 3


def test_piles_never_contradict_the_order_of_the_cards():
    study = demo_study()
    rank = {"disagree": 0, "unsure": 1, "agree": 2}
    for name in study.names:
        by_pile = study.sorts[name].groupby(study.piles[name].map(rank))
        lows, highs = by_pile.min(), by_pile.max()
        assert (highs.iloc[:-1].to_numpy() <= lows.iloc[1:].to_numpy()).all()
    assert set(study.piles.to_numpy().ravel()) == set(PILES)


def test_the_demo_statements_are_plain_short_sentences_with_a_place_in_the_framework():
    cards = demo_statements()
    assert len({s.text for s in cards}) == 28
    assert all(6 <= len(s.text.split()) <= 14 and s.text.endswith(".") for s in cards)
    assert len({s.outcome for s in cards}) == 13
    assert {s.principle.split(":")[0] for s in cards} == {
        "Article 2",
        "Article 3",
        "Article 6",
        "Article 12",
    }
    assert cards.stem.endswith("…")


def test_a_viewpoint_of_the_demo_leans_to_its_own_themes():
    made = demo()
    outcomes = made.study.qset.table["outcome"]
    first = made.viewpoints["V1"].groupby(outcomes).mean()
    assert first["Safety and protection from exploitation"] > first["Rights"]


def test_the_same_seed_gives_the_same_numbers_on_every_machine():
    values = demo_study().sorts.to_numpy().astype(int).ravel().tolist()
    digest = hashlib.sha256(" ".join(map(str, values)).encode()).hexdigest()
    assert digest[:16] == "b3c40a64cf1a4471"
    assert Dice(1).whole(1, 10**6) == 856128


def test_viewpoints_do_not_correlate_with_each_other():
    scores = simulation(CARDS, GRID, seed=5).viewpoints
    assert np.allclose(scores.corr(), np.eye(5), atol=1e-9)
    assert np.allclose(scores.std(), 1.0)


def test_nothing_in_the_study_tells_who_was_planted_where():
    made = demo()
    assert not any(v in made.study.participants.to_numpy() for v in made.viewpoints.columns)


def test_sorts_without_noise_are_copies_of_their_viewpoint():
    made = simulation(CARDS, GRID, groups=(2, 2), unaligned=0, noise=0.0)
    assert made.study.sorts.T.drop_duplicates().shape[0] == 2


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    groups=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    unaligned=st.integers(0, 3),
    seed=st.integers(0, 2**40),
)
def test_every_sort_fills_the_grid(groups, unaligned, seed):
    study = simulate(CARDS, GRID, groups=groups, unaligned=unaligned, seed=seed)
    assert len(study.names) == sum(groups) + unaligned
    assert study.complete
    assert study.forced


@pytest.mark.parametrize("statements", [2, 9, 10, 28, 33, 60, 101])
def test_a_bell_grid_takes_all_cards_and_is_the_same_from_both_ends(statements):
    grid = bell_grid(statements)
    assert grid.size == statements
    assert grid.heights == grid.heights[::-1]
    assert grid.values == tuple(-v for v in reversed(grid.values))


def test_a_random_study_has_the_size_asked_for():
    study = random_study(40, 60, 4, seed=3)
    assert (len(study.names), len(study.qset)) == (40, 60)
    assert study.forced
    analysis = qm.analyse(study, factors=4)
    assert analysis.flags.sum().tolist() == [10, 10, 10, 10]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"groups": ()}, "make no study"),
        ({"groups": (3, 0)}, "at least one participant"),
        ({"unaligned": -1}, "make no study"),
        ({"noise": -0.1}, "make no study"),
        ({"groups": (1,) * 28}, "28 viewpoints on 28 statements"),
    ],
)
def test_plans_that_make_no_study_are_refused(options, words):
    with pytest.raises(StudyError, match=words):
        simulate(CARDS, GRID, **options)


def test_a_grid_of_another_size_is_refused():
    with pytest.raises(StudyError, match="grid"):
        simulate(CARDS, Grid.parse("-1..1: 1 2 1"))
