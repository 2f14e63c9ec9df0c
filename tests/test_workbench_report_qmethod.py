"""What a Q-method report says, read from its content before it takes any form."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import qmethod as qm
from corpora.errors import StudyError
from qmethod.bootstrap import bootstrap
from qmethod.demo import demo_study
from qmethod.design import Grid, QStudy, numbered
from qmethod.retention import retention
from qmethod.sensitivity import sensitivity
from workbench.reports import qmethod_report
from workbench.reports.content import Bullets, Caution, Heading, Paragraph, Table, spoken


@pytest.fixture(scope="module")
def study():
    return demo_study()


@pytest.fixture(scope="module")
def analysis(study):
    return qm.analyse(study, 5, because="Five groups were planted.")


@pytest.fixture(scope="module")
def report(study, analysis):
    return qmethod_report(analysis, retention=retention(study), figures=False)


def tables(report):
    return {table.name: table for table in report.tables}


def words(report):
    """Everything that a reader can read outside the tables."""
    found = []
    for block in report.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Paragraph):
            found.append(spoken(block.text, report.labels))
        elif isinstance(block, Bullets):
            found += [spoken(item, report.labels) for item in block.items]
        elif isinstance(block, Caution):
            found += [block.title, *(spoken(s, report.labels) for s in block.sentences)]
    return "\n".join(found)


def section(report, title):
    """The blocks from a heading to the next of its level or above."""
    blocks = list(report.blocks)
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text == title)
    for end in range(start + 1, len(blocks)):
        block = blocks[end]
        if isinstance(block, Heading) and block.level <= blocks[start].level:
            return blocks[start:end]
    return blocks[start:]


def cautions(blocks):
    return [f"{b.title} {b.sentences}" for b in blocks if isinstance(b, Caution)]


def small(participants=8, statements=12, seed=4):
    rng = np.random.default_rng(seed)
    values = np.repeat([-2, -1, 0, 1, 2], [2, 2, 4, 2, 2])
    names = [f"P{i}" for i in range(1, participants + 1)]
    sorts = pd.DataFrame({name: rng.permutation(values) for name in names}, dtype=float)
    sorts.index = pd.Index(range(1, statements + 1), name="statement")
    texts = [f"Card {i}" for i in sorts.index]
    return QStudy("Small", numbered(texts), Grid.of(values), sorts)


def test_every_table_says_in_a_line_what_it_is_for(report):
    for table in report.tables:
        assert table.purpose.endswith("."), table.name
        assert 20 < len(table.purpose) < 200, table.name


def test_every_chapter_that_the_issue_asks_for_is_there(report):
    headings = [b.text for b in report.blocks if isinstance(b, Heading)]
    for wanted in (
        "Where to look first", "The study", "How the analysis was done", "How many viewpoints",
        "Sorts and viewpoints", "Viewpoint F1", "Viewpoint F5", "What the viewpoints agree on",
        "Agreement with each statement", "Who shares which viewpoint",
        "Sorts aligned with no viewpoint", "What journals ask to be reported",
        "How to cite the methods",
    ):  # fmt: skip
        assert wanted in headings


def test_illustrative_wording_and_synthetic_sorts_are_said_up_front(report, study):
    assert report.standing == (study.synthetic, study.qset.note)


def test_the_first_pages_say_that_shares_of_people_are_not_estimated(report):
    opening = "\n".join(spoken(b.text, {}) for b in report.opening)
    assert "does not show how common" in opening


def test_loadings_and_flags_are_those_of_the_analysis(report, analysis):
    table = tables(report)["loadings"]
    frame = table.frame.set_index("Sort")[analysis.factors].astype(float)
    pd.testing.assert_frame_equal(
        frame, analysis.loadings, check_names=False, check_index_type=False
    )
    marks = table.marks.set_index(table.frame["Sort"])[analysis.factors] == "flag"
    assert (marks.to_numpy() == analysis.flags.to_numpy()).all()


def test_z_scores_and_arrays_of_every_statement_are_those_of_the_analysis(report, analysis):
    frame = tables(report)["statements"].frame.set_index("No.")
    for factor in analysis.factors:
        assert frame[f"{factor} z"].tolist() == analysis.z_scores[factor].tolist()
        assert frame[factor].tolist() == analysis.factor_arrays[factor].tolist()


def test_the_methods_paragraph_tells_every_choice_and_number(report, analysis):
    text = "\n".join(
        spoken(b.text, report.labels)
        for b in section(report, "How the analysis was done")
        if isinstance(b, Paragraph)
    )
    for wanted in (
        "25 participants each sorted 28 statements",
        "2, 4, 5, 6, 5, 4 and 2 places",
        "Pearson correlations",
        "principal components analysis",
        "5 were kept",
        "varimax with Kaiser normalisation",
        "Five groups were planted.",
        "19 of 25 sorts were flagged",
        "0.80 p / (1 + 0.80 (p − 1))",
        analysis.study.fingerprint,
    ):
        assert wanted in text, wanted
    decided = tables(report)["decisions"].frame
    assert len(decided) == len(analysis.decisions)


def test_steps_by_hand_are_told_with_their_reasons(study, analysis):
    turned = qm.rotate_by_hand(analysis, "F1", "F2", degrees=-12, because="QYP2 belongs to F2")
    turned = qm.reflag(turned, "QYP3", "F2", flagged=True, because="their comment says so")
    report = qmethod_report(turned, figures=False)
    text = words(report)
    assert "F1 and F2 turned by −12 degrees (reason: QYP2 belongs to F2)" in text
    assert "QYP3 flagged on F2 (reason: their comment says so)" in text
    assert tables(report)["steps"].frame["Step"].tolist() == ["rotate by hand", "reflag"]


def test_the_reporting_items_are_filled_where_known_and_open_where_not(report):
    frame = tables(report)["checklist"].frame
    assert len(frame) == 20
    state = frame.set_index("No.")["State"]
    assert state[3] == state[8] == state[11] == state[17] == "filled"
    assert state[2] == state[4] == "open"
    for _, row in frame.iterrows():
        assert (row["State"] == "filled") != ("To be completed" in row["In this study"])


def test_the_retention_table_marks_the_solution_of_the_report(report):
    table = tables(report)["solutions"]
    assert table.frame["Factors"].tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert table.marked[4][0] == "chosen"
    assert sum(mark == "chosen" for row in table.marked for mark in row) == 1


def test_a_viewpoint_has_its_sorts_crib_sheet_statements_framework_profile_and_comments(report):
    names = {b.name for b in section(report, "Viewpoint F2") if isinstance(b, Table)}
    assert names == {
        "defining-F2", "crib-F2", "distinguishing-F2", "framework-F2", "profile-F2", "comments-F2",
    }  # fmt: skip


def test_weights_are_f_over_one_less_its_square(report, analysis):
    frame = tables(report)["defining-F1"].frame
    for name, loading, weight in frame[["Sort", "Loading", "Weight"]].to_numpy():
        assert loading == analysis.loadings.at[name, "F1"]
        assert weight == pytest.approx(loading / (1 - loading**2))
    assert frame["Sort"].tolist() == analysis.defining("F1")


def test_comments_stand_with_the_viewpoint_of_their_sorters_alone(report, analysis, study):
    told = []
    for name, table in tables(report).items():
        if name.startswith("comments-"):
            who = set(table.frame["Sort"])
            factor = name.removeprefix("comments-")
            expected = set() if factor == "none" else set(analysis.defining(factor))
            assert who <= (expected or set(study.names))
            told += table.frame["Comment"].tolist()
    assert sorted(told) == sorted(study.comments["text"])


def test_small_numbers_of_people_are_hidden_and_the_legend_says_so(report):
    for name in ("groups", "profile-F3"):
        table = tables(report)[name]
        assert "[c]" in table.frame.to_string()
        assert any("[c] hides" in note for note in table.notes)
    groups = tables(report)["groups"].frame.set_index("Group")
    assert (groups.loc["gender: male", ["F1", "F2", "F3", "F4", "F5"]] == "[c]").all()


def test_the_agreement_table_counts_everybody_and_marks_each_cell(report, study):
    frame = tables(report)["agreement"].frame.set_index("No.")
    counted = frame["Agree"] + frame["Disagree"] + frame["Neither"]
    assert (counted == 25).all()
    assert frame["In the top 2 columns"].sum() == 25 * 6
    grid = tables(report)["sorts"]
    piles = study.piles.T.to_numpy()
    for row, expected in zip(grid.marked, piles, strict=True):
        assert row[1:] == ["neither" if pile == "unsure" else pile for pile in expected]


def test_sorts_on_no_viewpoint_are_listed_with_a_reading(report):
    frame = tables(report)["unaligned"].frame
    assert frame["Sort"].tolist() == ["QYP3", "QYP5", "QYP9", "QYP10", "QYP14", "QYP18"]
    assert frame["Reading"].str.contains("F").all()


def test_a_tie_is_told_in_front_and_in_the_section_of_its_viewpoint(report):
    assert "Statements that tie (1)." in words(report)
    assert any("tie" in text for text in cautions(section(report, "Viewpoint F1")))
    assert not cautions(section(report, "Viewpoint F2"))


def test_negative_and_double_flags_are_told_on_the_page_of_their_viewpoint(lipset_analysis):
    both = qm.reflag(lipset_analysis, "US1", "F3", flagged=True)
    report = qmethod_report(both, figures=False)
    told = " ".join(cautions(section(report, "Viewpoint F3")))
    assert "US1 is flagged on F1 and F3" in told
    assert "FR9 is flagged on F3 with a negative loading" in told
    assert "set by hand" in told
    assert "US1 is flagged on F1 and F3" in " ".join(cautions(section(report, "Viewpoint F1")))
    assert "US1" not in " ".join(cautions(section(report, "Viewpoint F2")))


def test_a_viewpoint_of_one_sort_and_one_of_none_say_so(lipset, lipset_analysis):
    flags = lipset_analysis.flags.copy()
    flags["F3"] = False
    flags["F2"] = flags.index == "US3"
    given = qm.from_loadings(lipset, lipset_analysis.loadings, flags)
    report = qmethod_report(given, figures=False)
    assert "rests on one sort" in " ".join(cautions(section(report, "Viewpoint F2")))
    assert any("one person" in note for note in tables(report)["distinguishing-F2"].notes)
    empty = section(report, "Viewpoint F3")
    assert "no flagged sort" in " ".join(cautions(empty))
    assert not [b for b in empty if isinstance(b, Table)]


def test_one_viewpoint_alone_has_nothing_to_be_compared_with():
    report = qmethod_report(qm.analyse(small(), 1), figures=False)
    assert "nothing to compare" in words(report)
    assert "consensus" not in tables(report)


def test_an_oblique_solution_shows_pattern_and_overlap():
    report = qmethod_report(qm.analyse(small(), 2, rotation="promax"), figures=False)
    assert {"pattern", "phi"} <= set(tables(report))
    assert "allowed to overlap" in words(report)
    assert not any("Together they explain" in n for n in tables(report)["characteristics"].notes)


def test_cards_not_placed_are_counted_and_their_scores_left_empty():
    study = small()
    sorts = study.sorts.copy()
    sorts.loc[3] = np.nan
    report = qmethod_report(qm.analyse(replace(study, sorts=sorts), 2), figures=False)
    assert "8 cards were not placed" in words(report)
    frame = tables(report)["statements"].frame.set_index("No.")
    assert np.isnan(float(frame.at[3, "F1 z"]))


def test_many_notices_of_a_kind_are_counted_and_the_last_table_has_them_all():
    study = small(40)
    sorts = study.sorts.copy()
    sorts.iloc[0] = np.nan
    report = qmethod_report(qm.analyse(replace(study, sorts=sorts), 2), figures=False)
    box = next(text for text in cautions(report.blocks) if "not placed" in text)
    assert "35 more like these are in" in box
    assert (
        tables(report)["notices"].frame["What was found"].str.contains("did not place").sum() == 40
    )


def test_nothing_to_look_at_is_said_too(analysis):
    names = [n for n in analysis.study.names if analysis.flags.loc[n].any()]
    sorts = analysis.study.sorts[names].copy()
    kept = replace(analysis.study, sorts=sorts, piles=None, participants=None, comments=None)
    report = qmethod_report(qm.analyse(kept, 5), figures=False)
    found = qm.analyse(kept, 5).notices
    assert ("nothing that calls for a second look" in words(report)) == (not found)


def test_bootstrap_and_sensitivity_add_their_chapter(lipset, lipset_analysis):
    boot = bootstrap(lipset_analysis, replicates=50)
    report = qmethod_report(
        lipset_analysis, bootstrap=boot, sensitivity=sensitivity(lipset, 3), figures=False
    )
    found = tables(report)
    assert found["bootstrap-z"].frame["Estimate"].tolist() == boot.z_scores["estimate"].tolist()
    assert len(found["sensitivity"].frame) == len(qm.distinguishing(lipset_analysis))
    assert "Zabala" in words(report)


def test_only_works_that_were_used_are_cited(lipset_analysis):
    text = words(qmethod_report(lipset_analysis, figures=False))
    assert "Kaiser, H. F. (1958)" in text
    assert "Zabala" not in text
    assert "Horn, J. L." not in text
    assert "Jennrich" not in text


def test_a_name_given_to_a_viewpoint_stands_in_its_heading(lipset_analysis):
    report = qmethod_report(lipset_analysis, names={"F1": "Equality first"}, figures=False)
    assert section(report, "Viewpoint F1: Equality first")
    with pytest.raises(StudyError, match="no factor"):
        qmethod_report(lipset_analysis, names={"F9": "None"}, figures=False)


def test_a_statement_that_begins_with_its_number_does_not_show_it_twice():
    study = small()
    texts = [f"{i}. Card {i}" for i in study.qset.numbers]
    report = qmethod_report(qm.analyse(replace(study, qset=numbered(texts)), 2), figures=False)
    assert tables(report)["statements"].frame["Statement"].tolist()[0] == "Card 1"
