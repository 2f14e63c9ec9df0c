"""Translations of instruments and Q-sets: units, states, what may be printed, pseudo-locales."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from pypdf import PdfReader

from corpora.errors import StudyError
from instruments.documents import document
from instruments.fonts import characters_of, font_file
from instruments.language import (
    HELD_BACK,
    apply,
    fixed_table,
    fixed_words,
    held_back,
    pseudo,
    pseudo_table,
    pseudo_text,
    states,
    translation_table,
)
from instruments.passages import passages, texts
from instruments.pdf import libreoffice
from instruments.scripts import LANGUAGES, scripts_in
from instruments.source.form import parse, read_guide
from instruments.source.names import names
from instruments.translation.states import STATES, review_fault
from instruments.translation.units import PLACEHOLDER, rewritten, units
from qmethod.design import QSet, Statement, numbered

SHEET = """---
title: About {{study}}
kind: information sheet
audience: children
ages: 11-15
version: 0.1
language: en
---
## What for {#purpose}
We want to learn from you.

## Stopping {#stop}
You can stop at any time.

## Who can help
- Contact: {{help_line}}

Someone to talk to: {{help_line}}.

## Questions
1. What helped you most? {#helped}
   - Probe: Why was that?
   - Choices: Yes | Not sure | No
2. What could be better?
   - Choices: Yes | Not sure | No
   - Answer: one of
   - Space: 4
   - Definition, guardian: A grown-up who helps.
"""


@pytest.fixture
def guide():
    return parse(SHEET, "about")


def reviewed(table, *, only=None):
    """The table with every text, or those of some sources, translated and reviewed."""
    chosen = table["source"].isin(only) if only else table["source"] != ""
    done = table.copy()
    done.loc[chosen, "target"] = "ترجمة " + done.loc[chosen, "source"]
    done.loc[chosen, ["state", "translator", "reviewer", "date"]] = (
        "reviewed", "Amal", "Bana", "2026-11-20",
    )  # fmt: skip
    return done


def row_of(table, source):
    (row,) = table[table["source"] == source].to_dict("records")
    return row


def test_every_text_has_one_row_and_the_machine_keys_have_none(guide):
    table = translation_table(guide)
    sources = list(table["source"])
    assert sources[:3] == ["About {{study}}", "What for", "We want to learn from you."]
    assert sources.count("Not sure") == 1  # the two lists of answers share their words
    assert {"guardian", "A grown-up who helps.", "Why was that?"} <= set(sources)
    assert not {"one of", "4", "{{help_line}}"} & set(sources)
    assert set(table["state"]) == {"missing"}
    assert table["id"].is_unique


@pytest.mark.parametrize("name", names())
def test_every_text_that_a_shipped_page_prints_has_a_row(name):
    guide = read_guide(name)
    seen = set(translation_table(guide)["source"])
    marked = rewritten(guide, lambda unit: "\u2603")
    letters = {text for _, text in texts(marked) if any(c.isalpha() for c in _bare(text))}
    machine = {p.text for p in passages(guide) if p.key in ("Answer", "Space", "Picture")}
    terms = {p.term for p in passages(guide)} | {guide.ages}
    assert all(text in machine | terms or "\u2603" in text for text in letters), letters
    assert seen and rewritten(guide, lambda unit: unit.source) == guide


def _bare(text):
    return PLACEHOLDER.sub("", text)


def test_inserting_a_question_unsettles_nothing(guide):
    done = reviewed(translation_table(guide, language="ar"))
    longer = parse(SHEET.replace("1. What helped", "1. How are you?\n2. What helped").replace(
        "2. What could", "3. What could"))  # fmt: skip
    after = translation_table(longer, known=done)
    assert row_of(after, "How are you?")["state"] == "missing"
    assert states(after)["missing"] == 1
    assert states(after)["reviewed"] == len(done)


def test_a_changed_text_falls_back_to_draft_and_shows_what_it_was(guide):
    done = reviewed(translation_table(guide, language="ar"))
    changed = parse(SHEET.replace("What helped you most?", "Who helped?").replace(
        "We want to learn from you.", "We want to learn much from you."))  # fmt: skip
    after = translation_table(changed, known=done)
    by_id, by_likeness = (
        row_of(after, "Who helped?"),
        row_of(after, "We want to learn much from you."),
    )
    assert (by_id["state"], by_id["source before"]) == ("draft", "What helped you most?")
    assert by_id["target"] == "ترجمة What helped you most?"
    assert (by_likeness["state"], by_likeness["source before"]) == (
        "draft", "We want to learn from you.",
    )  # fmt: skip


def test_a_second_change_still_shows_the_text_that_was_translated(guide):
    done = reviewed(translation_table(guide, language="ar"))
    for words in ("Who helped?", "Who helped you?"):
        guide = parse(SHEET.replace("What helped you most?", words))
        done = translation_table(guide, known=done)
    assert row_of(done, "Who helped you?")["source before"] == "What helped you most?"


def test_a_text_that_gains_an_id_keeps_its_review(guide):
    done = reviewed(translation_table(guide, language="ar"))
    named = parse(SHEET.replace("We want to learn from you.", "We want to learn from you. {#why}"))
    after = translation_table(named, known=done)
    assert states(after)["reviewed"] == len(done)


def test_what_was_translated_and_left_the_source_is_kept_and_comes_back(guide):
    done = reviewed(translation_table(guide, language="ar"))
    shorter = parse(SHEET.replace("   - Probe: Why was that?\n", ""))
    less = translation_table(shorter, known=done)
    assert row_of(less, "Why was that?")["where"] == "no longer in the source"
    assert states(less).sum() == len(done) - 1
    again = translation_table(guide, known=less)
    assert row_of(again, "Why was that?")["state"] == "reviewed"


def test_the_source_cannot_be_translated_into_its_own_language(guide):
    with pytest.raises(StudyError, match=r"The source is in English \(en\) already"):
        translation_table(guide, language="en")


@pytest.mark.parametrize("state", STATES[2:])
def test_a_translator_cannot_review_the_own_words(state):
    told = review_fault(state, "Amal  Saleh", "amal saleh", "2026-11-20", "4 readers of 12")
    assert told.startswith("amal saleh is translator and reviewer")
    assert not review_fault(state, "Amal Saleh", "Bana", "2026-11-20", "4 readers of 12")


def test_a_review_needs_its_names_and_its_date_and_a_trial_its_readers():
    assert "there is no reviewer" in review_fault("reviewed", "Amal", "", "2026-11-20", "")
    assert "there is no date" in review_fault("reviewed", "Amal", "Bana", " ", "")
    assert "with whom" in review_fault("tried", "Amal", "Bana", "2026-11-20", "")
    assert not review_fault("draft", "", "", "", "")


def test_a_reviewed_translation_prints_without_a_mark(guide):
    page = apply(guide, reviewed(translation_table(guide, language="ar")))
    assert (page.language, page.warning) == ("ar", "")
    assert page.questions[0].text == "ترجمة What helped you most?"
    assert [q.number for q in page.questions] == [1, 2]
    assert page.questions[1].under("Choices")[0].text == "ترجمة Yes | ترجمة Not sure | ترجمة No"
    assert page.questions[1].under("Definition")[0].term == "ترجمة guardian"


def test_one_draft_marks_every_page_and_is_printed(guide):
    table = reviewed(translation_table(guide, language="ar"))
    table.loc[table["source"] == "What could be better?", "state"] = "draft"
    page = apply(guide, table)
    assert page.questions[1].text == "ترجمة What could be better?"
    assert page.warning.startswith("Translation not reviewed (Arabic): 1 of")


def test_a_missing_text_stands_in_the_words_of_the_source(guide):
    table = translation_table(guide, language="ar")
    page = apply(guide, table)
    assert page.questions[0].text == "What helped you most?"
    assert page.warning


@pytest.mark.parametrize("state", ["missing", "draft"])
def test_stop_and_help_are_a_gap_below_reviewed(guide, state):
    table = reviewed(translation_table(guide, language="ar"))
    held = table["source"].str.contains("stop at any|Someone to talk")
    table.loc[held, "state"] = state
    if state == "missing":
        table.loc[held, "target"] = ""
    printed = {p.text for p in passages(apply(guide, table))}
    gaps = sorted(text for text in printed if "Not printed" in text)
    assert len(gaps) == 2 and "on stop" in gaps[1] and "on help" in gaps[0]
    assert not any("You can stop" in text or "talk to" in text for text in printed)
    assert "{{help_line}}" in printed  # the number itself is no translation
    assert [(f.rule, f.line) for f in held_back(guide, table)] == [
        ("not reviewed", 0), ("held back", 13), ("held back", 18),
    ]  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_no_shipped_page_prints_a_held_back_clause_from_drafts(name):
    guide = read_guide(name)
    table = translation_table(guide, language="fr")
    table["target"], table["state"] = "brouillon", "draft"
    for passage in passages(apply(guide, table)):
        if passage.clause in HELD_BACK and passage.key not in ("Choices", "Picture", "Space"):
            assert "brouillon" not in passage.text, passage


@pytest.mark.parametrize("name", ["b2", "c1", "practitioner-focus-group"])
def test_the_limits_are_held_back_in_scripts_that_name_no_clause(name):
    guide = read_guide(name)
    table = translation_table(guide, language="fr")
    assert "held back" in {finding.rule for finding in held_back(guide, table)}


def test_a_reviewed_text_whose_source_changed_is_held_back_again(guide):
    done = reviewed(translation_table(guide, language="ar"))
    changed = parse(SHEET.replace("You can stop at any time.", "You can stop whenever you like."))
    page = apply(changed, done)
    assert not any("stop" in p.text and "Not printed" not in p.text for p in passages(page))


def test_a_qset_comes_back_in_another_language_with_the_same_numbers():
    qset = QSet(
        (Statement(3, "I feel safe.", "Safety", "Article 6"), Statement(1, "I have a friend.")),
        stem="Because of support from my guardian",
    )
    other = apply(qset, reviewed(translation_table(qset, language="ckb")))
    assert other.numbers == [3, 1]
    assert other[3] == Statement(3, "ترجمة I feel safe.", "Safety", "Article 6")
    assert (other.language, other.note) == ("ckb", "")
    assert other.stem == "ترجمة Because of support from my guardian"


def test_a_draft_of_a_qset_is_told_in_its_note():
    qset = numbered(["One", "Two"], note="Our own wording.")
    table = translation_table(qset, language="ar")
    assert apply(qset, table).note.startswith("Our own wording. Translation not reviewed (Arabic)")


def test_two_statements_with_the_same_words_keep_rows_of_their_own():
    table = translation_table(numbered(["I am safe.", "I am safe."]), language="ar")
    assert len(table) == 2


def test_a_table_without_a_language_cannot_be_applied(guide):
    with pytest.raises(StudyError, match="names no language"):
        apply(guide, translation_table(guide))


@pytest.mark.parametrize("code", ["en-XA", "ar-XB"])
@pytest.mark.parametrize("name", ["sheet-11-15", "b2", "questionnaire-1", "help-card"])
def test_a_pseudo_locale_keeps_placeholders_and_numbers_and_changes_all_words(name, code):
    guide = read_guide(name)
    page = pseudo(guide, code)
    assert page.language == code and page.warning.startswith("Letters made up")
    for before, after in zip(texts(guide), texts(page), strict=True):
        assert Counter(PLACEHOLDER.findall(before[1])) == Counter(PLACEHOLDER.findall(after[1]))
    assert [q.number for q in page.questions] == [q.number for q in guide.questions]
    for unit in units(page):
        if code == "ar-XB":
            assert [s.name for s in scripts_in(_bare(unit.source))] == ["Arabic"], unit.source


@pytest.mark.parametrize(
    "kept", ["{{worker}}", "01632 960 004", "09:30-17:00", "sam.reed@example.org", "11-15", "**"]
)
@pytest.mark.parametrize("code", ["en-XA", "ar-XB"])
def test_a_pseudo_locale_keeps_what_must_not_change(kept, code):
    assert kept in pseudo_text(f"Call {kept} now, please", code)


def test_the_pseudo_locale_from_left_to_right_is_a_third_longer():
    for text in ("Yes", "What helped you most?", "You can stop at any time. " * 9):
        assert len(pseudo_text(text, "en-XA")) >= 1.35 * len(text)


@pytest.mark.parametrize("code", ["en-XA", "ar-XB"])
def test_the_fonts_of_a_pseudo_locale_carry_every_letter_of_it(code):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    font = font_file(LANGUAGES[code].font)
    if font is None:
        pytest.skip("the font of the study is not installed")
    made = set(pseudo_text(letters, code)) - {" "}
    assert made <= characters_of(font)
    assert not made & set(letters)


def test_a_language_of_people_is_no_pseudo_locale(guide):
    with pytest.raises(StudyError, match="a language that people read"):
        pseudo(guide, "ar")


def test_a_pseudo_table_goes_through_apply_without_gaps(guide):
    page = apply(guide, pseudo_table(guide, "ar-XB"))
    assert page == replace(pseudo(guide, "ar-XB"))


def test_fixed_words_ship_where_two_sources_agree_and_are_drafts_elsewhere():
    assert fixed_words("pages", "fr") == {"yes": "Oui", "no": "Non"}
    assert fixed_words("pages", "cy") == {}
    welsh = fixed_table("pages", "cy").set_index("where")
    assert welsh.loc["yes", "state"] == "draft"
    assert "no one word" in welsh.loc["yes", "note"]
    assert set(fixed_table("pages", "tig")["state"]) == {"missing"}
    assert fixed_words("pages", "en") == {}


def test_an_unknown_list_of_words_is_named():
    with pytest.raises(StudyError, match='no list of words "forms"; choose one of pages, cards'):
        fixed_words("forms", "fr")


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_every_page_of_an_unreviewed_translation_is_marked_and_keeps_its_phone_numbers(tmp_path):
    longer = SHEET + "".join(f"\n{n}. Call 01632 960 004 from 09:30-17:00?\n" for n in range(3, 80))
    guide = parse(longer, "about")
    table = translation_table(guide, language="ar")
    table["target"] = [pseudo_text(source, "ar-XB") for source in table["source"]]
    table["state"] = "draft"
    made = document(apply(guide, table), version="participant").save(tmp_path / "about.pdf")
    pages = [page.extract_text() for page in PdfReader(made).pages]
    assert len(pages) > 1
    assert all("Translation not reviewed" in page for page in pages)
    words = "".join("".join(pages).replace("\u200e", "").split())
    assert words.count("01632960004") == words.count("09:30-17:00") == 77
    assert "{{not_reviewed}}Notprinted:theArabicwordsonstop" in words
