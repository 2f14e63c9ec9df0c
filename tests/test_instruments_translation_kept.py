"""Translations kept beside the instrument, and returned tables taken into them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import StudyError
from instruments.language import (
    STATES,
    fixed_table,
    fixed_words,
    kept_path,
    kept_translation,
    merged,
    read_translation,
    take_in,
    translation_table,
    write_translation,
)
from instruments.source.form import read_guide
from qmethod.design import numbered

GUIDE = """---
title: Talking
kind: interview
language: en
---
## Part
1. What helped you?
2. What was hard?
"""
HELPED, HARD = "What helped you?", "What was hard?"


@pytest.fixture
def guide(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text(GUIDE, encoding="utf-8")
    return read_guide(path)


def returned(guide, said, code="fr"):
    """A table in which some sources have come back: target, state and who did it when."""
    table = translation_table(guide, language=code).set_index("source", drop=False)
    for source, (target, state, date) in said.items():
        done = [target, state, "Amal", "Bana" if state != "draft" else "", date]
        table.loc[source, ["target", "state", "translator", "reviewer", "date"]] = done
    table.index = range(2, 2 + len(table))
    return table


def kept(guide, source, column="target", code="fr"):
    table = kept_translation(guide, code).set_index("source")
    return table.loc[source, column]


def test_a_translation_is_kept_in_a_folder_of_its_language(guide, tmp_path):
    taken = take_in(guide, returned(guide, {HELPED: ("Quoi ?", "draft", "")}), "fr")
    assert taken.path == tmp_path / "fr" / "talk.po" == kept_path(guide, "fr")
    assert (taken.taken, len(taken.conflicts)) == (1, 0)
    assert kept(guide, HELPED) == "Quoi ?"
    assert kept(guide, HARD, "state") == "missing"


def test_a_workbook_that_came_back_is_taken_in(guide, tmp_path):
    table = returned(guide, {HELPED: ("Quoi ?", "reviewed", "2026-11-20")})
    take_in(guide, write_translation(table, tmp_path / "back.xlsx"), "fr")
    assert kept(guide, HELPED, "reviewer") == "Bana"


def test_the_same_table_taken_twice_changes_nothing(guide, tmp_path):
    table = returned(guide, {HELPED: ("Quoi ?", "reviewed", "2026-11-20")})
    take_in(guide, table, "fr")
    again = take_in(guide, table, "fr")
    assert (again.taken, again.path) == (0, None)
    assert not list((tmp_path / "fr").glob("*.backup*"))


def test_what_is_confirmed_is_not_lost_to_other_words(guide):
    take_in(guide, returned(guide, {HELPED: ("Bon.", "reviewed", "2026-11-20")}), "fr")
    for state, date in (("draft", ""), ("agreed", "2026-11-21")):
        taken = take_in(guide, returned(guide, {HELPED: ("Autre.", state, date)}), "fr")
        (conflict,) = taken.conflicts.to_dict("records")
        assert taken.conflicts.index[0] == 4
        assert (conflict["kept"], conflict["returned"]) == ("Bon.", "Autre.")
        assert "the words differ" in conflict["why"]
        assert kept(guide, HELPED) == "Bon."


def test_a_confirmed_text_goes_on_to_a_further_state_and_not_back(guide):
    take_in(guide, returned(guide, {HELPED: ("Bon.", "reviewed", "2026-11-20")}), "fr")
    take_in(guide, returned(guide, {HELPED: ("Bon.", "agreed", "2026-11-21")}), "fr")
    assert kept(guide, HELPED, "state") == "agreed"
    back = take_in(guide, returned(guide, {HELPED: ("Bon.", "draft", "")}), "fr")
    assert "agreed already" in back.conflicts["why"].iloc[0]
    assert kept(guide, HELPED, "state") == "agreed"


def test_the_note_remembers_who_stood_behind_the_state_before(guide):
    take_in(guide, returned(guide, {HELPED: ("Bon.", "reviewed", "2026-11-20")}), "fr")
    table = returned(guide, {HELPED: ("Bon.", "agreed", "2026-11-21")})
    table.loc[4, ["reviewer", "note"]] = "Carla", "settled by the three of us"
    take_in(guide, table, "fr")
    assert kept(guide, HELPED, "reviewer") == "Carla"
    assert kept(guide, HELPED, "note") == "reviewed: Bana, 2026-11-20\nsettled by the three of us"
    assert take_in(guide, table, "fr").taken == 0


def test_a_note_is_added_to_the_one_that_is_kept(guide):
    table = returned(guide, {HELPED: ("Bon.", "draft", "")})
    table.loc[4, "note"] = "one"
    take_in(guide, table, "fr")
    table.loc[4, "note"] = "two"
    take_in(guide, table, "fr")
    assert kept(guide, HELPED, "note") == "one\ntwo"


def test_translations_are_not_kept_inside_the_toolkit():
    with pytest.raises(StudyError, match="help-card ships with the toolkit"):
        kept_path(read_guide("help-card"), "fr")


def test_an_empty_row_takes_nothing_away(guide):
    take_in(guide, returned(guide, {HELPED: ("Bon.", "draft", "")}), "fr")
    taken = take_in(guide, returned(guide, {HARD: ("Dur ?", "draft", "")}), "fr")
    assert kept(guide, HELPED) == "Bon." and kept(guide, HARD) == "Dur ?"
    assert len(taken.conflicts) == 0


def test_an_older_draft_does_not_replace_a_newer_one(guide):
    take_in(guide, returned(guide, {HELPED: ("Neuf.", "draft", "2026-11-20")}), "fr")
    taken = take_in(guide, returned(guide, {HELPED: ("Vieux.", "draft", "2026-11-01")}), "fr")
    assert "older" in taken.conflicts["why"].iloc[0]
    take_in(guide, returned(guide, {HELPED: ("Plus neuf.", "draft", "2026-11-21")}), "fr")
    assert kept(guide, HELPED) == "Plus neuf."


def test_force_takes_what_conflicts_and_a_backup_keeps_what_was_there(guide, tmp_path):
    take_in(guide, returned(guide, {HELPED: ("Bon.", "reviewed", "2026-11-20")}), "fr")
    taken = take_in(guide, returned(guide, {HELPED: ("Autre.", "draft", "")}), "fr", force=True)
    assert (taken.taken, len(taken.conflicts)) == (1, 0)
    assert (kept(guide, HELPED), kept(guide, HELPED, "state")) == ("Autre.", "draft")
    (backup,) = (tmp_path / "fr").glob("talk.po.backup-1")
    before = backup.rename(tmp_path / "before.po")
    assert "Bon." in list(read_translation(before)["target"])


def test_a_table_made_before_the_source_changed_comes_in_as_a_draft(guide, tmp_path):
    table = returned(guide, {HELPED: ("Quoi ?", "reviewed", "2026-11-20")})
    (tmp_path / "talk.md").write_text(GUIDE.replace(HELPED, "What helped you most?"), "utf-8")
    changed = read_guide(tmp_path / "talk.md")
    take_in(changed, table, "fr")
    assert kept(changed, "What helped you most?", "state") == "draft"
    assert kept(changed, "What helped you most?", "source before") == HELPED


def test_a_draft_of_the_old_source_does_not_replace_one_of_the_new(guide, tmp_path):
    old = returned(guide, {HELPED: ("Vieux ?", "draft", "")})
    (tmp_path / "talk.md").write_text(GUIDE.replace(HELPED, "What helped you most?"), "utf-8")
    changed = read_guide(tmp_path / "talk.md")
    take_in(changed, returned(changed, {"What helped you most?": ("Neuf ?", "draft", "")}), "fr")
    taken = take_in(changed, old, "fr")
    assert "older source" in taken.conflicts["why"].iloc[0]
    assert kept(changed, "What helped you most?") == "Neuf ?"


def test_a_text_that_left_the_source_is_kept_and_listed(guide, tmp_path):
    table = returned(guide, {HARD: ("Dur ?", "draft", ""), HELPED: ("Quoi ?", "draft", "")})
    (tmp_path / "talk.md").write_text(GUIDE.replace("2. What was hard?\n", ""), "utf-8")
    shorter = read_guide(tmp_path / "talk.md")
    taken = take_in(shorter, table, "fr")
    assert list(taken.conflicts["source"]) == [HARD]
    assert "is not in the source" in taken.conflicts["why"].iloc[0]
    assert kept(shorter, HARD, "where") == "no longer in the source"


def test_a_table_of_another_instrument_is_refused(guide):
    other = translation_table(numbered(["I feel safe at home at night."]), language="fr")
    other["target"] = "x"
    with pytest.raises(StudyError, match="None of the texts of the table is in this source"):
        take_in(guide, other, "fr")


def test_a_table_in_another_language_is_refused(guide, tmp_path):
    path = write_translation(translation_table(guide, language="vi"), tmp_path / "vi.xlsx")
    with pytest.raises(StudyError, match=r"vi\.xlsx: the table is in Vietnamese \(vi\), not in"):
        take_in(guide, path, "fr")


def test_a_damaged_file_of_kept_translations_is_told_and_left_alone(guide, tmp_path):
    path = tmp_path / "fr" / "talk.po"
    path.parent.mkdir()
    path.write_text('msgid "a\n', encoding="utf-8")
    with pytest.raises(StudyError, match=r"talk\.po, line 1"):
        take_in(guide, returned(guide, {HELPED: ("Bon.", "draft", "")}), "fr")
    assert path.read_text(encoding="utf-8") == 'msgid "a\n'


def test_a_qset_is_kept_under_the_name_that_it_is_given(tmp_path):
    qset = numbered(["I am safe."])
    table = translation_table(qset, language="fr")
    table.loc[2, "target"] = "Je vais bien."
    taken = take_in(qset, table, "fr", tmp_path, name="cards-28")
    assert taken.path == tmp_path / "fr" / "cards-28.po"
    with pytest.raises(StudyError, match="name a folder and a name"):
        kept_path(qset, "fr")


def test_merging_gives_a_new_table_and_leaves_both_as_they_were(guide):
    one = returned(guide, {HELPED: ("Bon.", "draft", "")})
    other = returned(guide, {HARD: ("Dur ?", "draft", "")})
    before = one.copy(), other.copy()
    both = merged(guide, one, other).table.set_index("source")["target"]
    assert (both[HELPED], both[HARD]) == ("Bon.", "Dur ?")
    assert one.equals(before[0]) and other.equals(before[1])


CELL = st.tuples(
    st.sampled_from(["", "un", "deux"]),
    st.sampled_from(["draft", "reviewed", "agreed", "tried"]),
    st.sampled_from(["2026-11-01", "2026-11-20"]),
)


def cells(pairs):
    """A table of two statements, each with target, state and date."""
    table = translation_table(numbered(["I am safe.", "I am well."]), language="fr")
    for row, (target, state, date) in zip(table.index, pairs, strict=True):
        if target:
            names = ["target", "state", "date", "translator", "reviewer", "note"]
            table.loc[row, names] = target, state, date, "Amal", "Bana", "4 readers of 12"
    return table


@settings(deadline=None, max_examples=150)
@given(st.lists(CELL, min_size=2, max_size=2), st.lists(CELL, min_size=2, max_size=2))
def test_nothing_confirmed_is_ever_lost_without_force(before, after):
    qset = numbered(["I am safe.", "I am well."])
    one, other = cells(before), cells(after)
    result = merged(qset, one, other)
    for place, ((had, state, _), (came, *_)) in enumerate(zip(before, after, strict=True), start=2):
        row = result.table.loc[place]
        if had and state != "draft":
            assert row["target"] == had
            assert STATES.index(row["state"]) >= STATES.index(state)
        assert row["target"] or not (had or came)
    again = merged(qset, result.table, other)
    assert again.taken == 0 and again.table.equals(result.table)


def test_a_team_confirms_fixed_words_in_its_own_folder(tmp_path):
    table = fixed_table("pages", "cy").set_index("where", drop=False)
    table.loc["name", ["target", "state", "translator", "reviewer", "date"]] = [
        "Enw", "reviewed", "Amal", "Bana", "2026-11-20",
    ]  # fmt: skip
    words = dict(zip(table["where"], table["source"], strict=True))
    table.index = range(2, 2 + len(table))
    take_in(words, table, "cy", tmp_path, name="pages")
    assert fixed_words("pages", "cy", tmp_path) == {"name": "Enw"}
