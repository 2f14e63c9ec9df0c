from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import qmethod as qm
from corpora.errors import StudyError
from qmethod.demo import demo
from qmethod.groupings import groupings

# Table 7 of the published study: members, boys and girls, how many left, per group.
PUBLISHED = {
    "F1": (6, 5, 1, 2),
    "F2": (4, 3, 1, 1),
    "F3": (3, 2, 1, 1),
    "F4": (3, 3, 0, 0),
    "F5": (3, 1, 2, 1),
    "no viewpoint": (6, 6, 0, 2),
}


@pytest.fixture(scope="module")
def bare():
    """The demo study with its factors in the order of the published groups, no attributes."""
    made = demo()
    groups = {}
    for participant, viewpoint in made.planted.items():
        groups.setdefault(viewpoint, []).append(participant)
    names = made.study.names
    flags = pd.DataFrame(
        {f"F{k}": [made.planted[p] == f"V{k}" for p in names] for k in range(1, 6)}, index=names
    )
    loadings = flags.astype(float) * 0.6 + 0.1
    study = replace(made.study, participants=None)
    return qm.from_loadings(study, loadings, flags)


def with_people(analysis, people):
    index = pd.Index(people.pop("participant", analysis.study.names))
    return replace(
        analysis, study=replace(analysis.study, participants=pd.DataFrame(people, index=index))
    )


def members(analysis, group):
    return groupings(with_people(analysis, {"x": [1] * 25}))["members"][group].split(", ")


@pytest.fixture(scope="module")
def published(bare):
    """Attributes that give the published counts of every group."""
    gender, left = {}, {}
    for group, (n, boys, girls, gone) in PUBLISHED.items():
        who = members(bare, group)
        assert len(who) == n == boys + girls
        gender.update(zip(who, ["male"] * boys + ["female"] * girls, strict=True))
        left.update(zip(who, ["yes"] * gone + ["no"] * (n - gone), strict=True))
    names = bare.study.names
    ages = [15 + i % 4 for i in range(25)]
    return with_people(
        bare,
        {"gender": [gender[p] for p in names], "left": [left[p] for p in names], "age": ages},
    )


def test_published_counts_come_back_where_nothing_is_hidden(published):
    table = groupings(published, suppress=False)
    got = table[["n", "gender: male", "gender: female", "left: yes"]]
    for group, counts in PUBLISHED.items():
        assert tuple(got.loc[group]) == counts
    assert tuple(got.loc["all participants"]) == (25, 20, 5, 7)
    assert table.attrs["legend"] == ""
    assert table.attrs["notes"][-1].startswith("Small numbers are not hidden")


def test_small_counts_are_hidden_by_default_and_the_legend_says_so(published):
    table = groupings(published)
    counts = table[["gender: female", "gender: male", "left: yes"]]
    assert (counts.loc["F1":"no viewpoint"] == "[c]").to_numpy().all()
    assert counts.loc["all participants"].tolist() == [5, 20, 7]
    assert table["n"].tolist() == [6, 4, 3, 3, 3, 6, 25]
    assert table.attrs["legend"].startswith("[c] hides a count under 5, 0 included")


def test_means_and_ranges_of_fewer_than_five_people_are_hidden(published):
    table = groupings(published)
    shown = table["age (mean)"] != "[c]"
    assert shown[shown].index.tolist() == ["F1", "no viewpoint", "all participants"]
    assert (table["age (range)"] != "[c]").equals(shown)


def test_ranges_are_widened_so_that_no_end_is_one_persons_value(published):
    assert groupings(published)["age (range)"]["all participants"] == "15 to 19"
    whole = groupings(published, suppress=False)
    assert whole["age (range)"]["all participants"] == "15 to 18"


def test_the_threshold_and_the_marker_can_be_chosen(published):
    table = groupings(published, threshold=3, marker="under 3")
    assert table.loc["F2", "gender: female"] == "under 3"
    assert "under 3 hides a count under 3" in table.attrs["legend"]
    assert table.loc["F2", "age (mean)"] != "under 3"


def test_every_participant_is_in_exactly_one_row_or_in_the_last(published):
    listed = groupings(published)["members"]
    parts = [name for group in PUBLISHED for name in listed[group].split(", ")]
    assert sorted(parts) == sorted(listed["all participants"].split(", "))


def one_small_group(bare, **people):
    """F1, F5 and those on no viewpoint put together so that F5 alone is small."""
    flags = bare.flags.copy()
    for name in flags.index[flags[["F2", "F3", "F4"]].any(axis=1)]:
        flags.loc[name] = [True, False, False, False, False]
    two = qm.from_loadings(bare.study, bare.loadings[["F1", "F5"]], flags[["F1", "F5"]])
    return with_people(two, people)


def test_the_mean_of_one_small_group_does_not_follow_from_the_others(bare):
    table = groupings(one_small_group(bare, months=[6 + i for i in range(25)]))
    assert table["n"].tolist() == [16, 3, 6, 25]
    assert table["months (mean)"].eq("[c]").tolist() == [False, True, True, False]


def test_a_value_shared_by_a_whole_group_is_hidden(bare):
    alone = members(bare, "F1")
    ages = [17 if name in alone else 15 + i % 3 for i, name in enumerate(bare.study.names)]
    table = groupings(with_people(bare, {"age": ages}))
    assert table.loc["F1", "age (mean)"] == "[c]"
    assert groupings(with_people(bare, {"age": ages}), suppress=False).loc["F1", "age (range)"] == (
        "17"
    )


def test_that_nobody_in_a_group_is_of_a_category_is_hidden_too(bare):
    alone = members(bare, "F1")
    gender = ["male" if n in alone or i % 2 else "female" for i, n in enumerate(bare.study.names)]
    table = groupings(with_people(bare, {"gender": gender}))
    assert table.loc["F1", ["gender: female", "gender: male"]].tolist() == ["[c]", "[c]"]


def test_rare_categories_are_joined_so_that_none_points_at_somebody(bare):
    country = ["A"] * 12 + ["B"] * 9 + ["C", "D", "D", None]
    hidden = groupings(with_people(bare, {"country": country}))
    assert [c for c in hidden.columns if c.startswith("country")] == [
        "country: A",
        "country: B",
        "country: other or not recorded",
    ]
    open_table = groupings(with_people(bare, {"country": country}), suppress=False)
    assert open_table.loc["all participants", "country: C"] == 1
    assert open_table.loc["all participants", "country: not recorded"] == 1


def test_an_attribute_with_a_value_for_everybody_is_not_counted(bare):
    names = [f"Person {i}" for i in range(25)]
    table = groupings(with_people(bare, {"name": names, "record": ["synthetic"] * 25}))
    assert list(table.columns) == ["members", "n"]
    assert table.attrs["notes"] == (
        "name is not shown: no value of it is shared by 5 participants.",
        "record is the same for all participants, so it is not shown.",
    )


def test_a_participant_flagged_twice_counts_in_both_rows_and_once_in_all(published):
    twice = members(published, "F2")[0]
    doubled = qm.reflag(published, twice, "F1", flagged=True, because="near both")
    table = groupings(doubled, suppress=False)
    assert table["n"].tolist() == [7, 4, 3, 3, 3, 6, 25]
    assert f"{twice} is flagged on more than one factor" in table.attrs["notes"][0]
    safe = groupings(doubled)
    assert safe["n"].tolist() == [7, 4, 3, 3, 3, 6, 25]
    assert safe.loc["F1", "gender: female"] == "[c]"


def test_one_person_in_two_groups_is_not_told_by_adding_the_groups_up(bare):
    six = members(bare, "F1")
    rest = [name for name in bare.study.names if name not in six]
    flags = pd.DataFrame(
        {"F1": [n in six for n in bare.study.names], "F2": [n in rest for n in bare.study.names]},
        index=bare.study.names,
    )
    flags.loc[six[0], "F2"] = True
    two = qm.from_loadings(bare.study, flags.astype(float) * 0.5 + 0.1, flags)
    table = groupings(with_people(two, {"months": [6 + i for i in range(25)]}))
    # 6 + 20 - 25: the three means together would give the one person's months.
    assert table["n"].tolist() == [6, 20, 0, 25]
    assert table["months (mean)"].eq("[c]").sum() == 1


def test_a_factor_without_flags_has_an_empty_row(bare):
    flags = bare.flags.copy()
    flags["F5"] = False
    empty = qm.from_loadings(bare.study, bare.loadings, flags)
    table = groupings(
        with_people(empty, {"gender": ["m", "f"] * 12 + ["m"], "age": [16, 17] * 12 + [16]})
    )
    assert table.loc["F5"].tolist() == ["", 0, 0, 0, "–", "–"]


def test_a_study_without_attributes_lists_members_and_says_so(bare):
    table = groupings(bare)
    assert list(table.columns) == ["members", "n"]
    assert table.attrs["notes"] == ("The study has no attributes of its participants.",)
    assert table.attrs["legend"] == ""


def test_participants_without_attributes_are_named_and_counted_as_not_recorded(bare):
    some = bare.study.names[:20]
    table = groupings(
        with_people(bare, {"participant": some, "sex": ["a", "b"] * 10, "age": [15, 16] * 10})
    )
    assert table.loc["all participants", "sex: not recorded"] == 5
    assert table.attrs["notes"][0].endswith("QYP21, QYP22, QYP23, QYP24, QYP25.")
    assert "age is not recorded for 5 of 25 participants" in table.attrs["notes"][1]


def test_an_attribute_recorded_for_nobody_is_left_out(bare):
    table = groupings(with_people(bare, {"age": [np.nan] * 25, "note": [" "] * 25}))
    assert list(table.columns) == ["members", "n"]
    assert "age is not recorded for anybody." in table.attrs["notes"]


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        ([True, False] * 12 + [True], ["x: yes"]),
        (["Y", "n"] * 12 + ["y"], ["x: yes"]),
        ([0, 1] * 12 + [1], ["x: yes"]),
        ([1.0, 0.0] * 12 + [1.0], ["x: yes"]),
        ([1, 2] * 12 + [1], ["x (mean)", "x (range)"]),
        (["1", "2.5"] * 12 + ["3"], ["x (mean)", "x (range)"]),
        (["1", "two"] * 12 + ["two"], ["x: 1", "x: two"]),
    ],
)
def test_the_kind_of_an_attribute_is_seen_from_its_values(bare, values, columns):
    table = groupings(with_people(bare, {"x": values}))
    assert list(table.columns) == ["members", "n", *columns]


def test_a_category_coded_in_numbers_can_be_called_one(bare):
    coded = with_people(bare, {"x": [1, 2] * 12 + [1]})
    table = groupings(coded, kinds={"x": "categories"})
    assert list(table.columns) == ["members", "n", "x: 1", "x: 2"]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"sex": "categories"}, 'There is no attribute "sex"; the study has x'),
        ({"x": "words"}, '"words" is no kind; choose one of categories, yes/no, numbers'),
        ({"x": "numbers"}, 'Attribute "x" of participant QYP1: "a" is no number'),
        ({"x": "yes/no"}, 'Attribute "x" of participant QYP1: "a" is neither yes nor no'),
    ],
)
def test_kinds_that_do_not_fit_are_refused(bare, kinds, words):
    with pytest.raises(StudyError, match=words):
        groupings(with_people(bare, {"x": ["a", "b"] * 12 + ["a"]}), kinds=kinds)


def test_a_participant_described_twice_is_refused(bare):
    names = [*bare.study.names, "QYP1"]
    with pytest.raises(StudyError, match='Participant "QYP1" stands twice'):
        groupings(with_people(bare, {"participant": names, "age": [16] * 26}))


def test_the_demo_is_profiled_without_a_single_small_number():
    table = groupings(qm.analyse(demo().study, factors=5))
    numbers = table.drop(columns=["members", "n"]).map(lambda v: isinstance(v, int) and v < 5)
    assert not numbers.to_numpy().any()
    assert "record is the same for all participants, so it is not shown." in table.attrs["notes"]
