import pytest

from instruments.checks.reading import addressed, check_reading, reading, syllables
from instruments.checks.sentences import sentences, words
from instruments.source.form import parse

# Counted by ear.
SYLLABLES = {
    1: "the a are use age stopped asked helped where thing friend school brought through side",
    2: "guardian's people being going seeing useful something safety children moment awful table "
    "wanted ended region centre useless likely create prison lonely sometimes",
    3: "area regional experience's stakeholder serious engagement video usual another together "
    "recorded advocate interview idea everyone",
    4: "experience confidential professional immigration participate information quantitative "
    "interpreter understanding",
    5: "accommodation responsibility's opportunity anonymity",
}
EASY = "We sit and talk. You can say no. You can stop. It is up to you. "
HARD = "Participants' confidentiality necessitates proportionate organisational accountability. "


def sheet(text, ages="6-10", more=""):
    return parse(
        f"---\ntitle: x\nkind: information sheet\naudience: children\nages: {ages}\n{more}---\n"
        f"## A\n{text}\n"
    )


def findings_of(guide):
    return [(f.line, f.rule, f.severity) for f in check_reading(guide)]


def test_syllables_are_right_for_nineteen_words_in_twenty():
    counted = [(w, n) for n, ws in SYLLABLES.items() for w in ws.split() if "'" not in w]
    wrong = [(word, n, syllables(word)) for word, n in counted if syllables(word) != n]
    assert len(wrong) / len(counted) <= 0.05, wrong


def test_grade_is_that_of_the_published_formula():
    guide = sheet(EASY * 7)
    found = reading(guide)
    assert (found.words, len(found.sentences)) == (112, 28)
    assert found.mean == 4
    assert found.grade == pytest.approx(0.39 * 4 + 11.8 * 1 - 15.59)


def test_short_texts_get_no_grade():
    assert reading(sheet(EASY * 6)).grade is None


def test_hard_text_is_a_prompt_that_names_the_worst_sentence():
    guide = sheet(EASY * 6 + HARD * 2)
    assert findings_of(guide) == [(8, "reading level", "prompt")]
    assert findings_of(sheet(EASY * 7)) == []


def test_long_sentences_are_named_by_band():
    text = "We meet at a place that you know and like, and we talk about your week."
    assert findings_of(sheet(text)) == [
        (8, "sentence length", "prompt"),
        (0, "sentence length", "prompt"),
    ]
    assert (8, "sentence length", "prompt") not in findings_of(sheet(text, "16+"))


def test_worst_sentences_come_longest_first_with_their_lines():
    found = reading(sheet("Short one.\n\nThis one is rather longer.\n\nA middle one here."))
    assert found.worst(2) == [(10, "This one is rather longer."), (12, "A middle one here.")]


def test_other_languages_are_not_scored():
    guide = sheet("Bonjour.", more="language: fr\n")
    assert reading(guide) is None
    assert findings_of(guide) == [(6, "reading level", "note")]


def test_only_what_participants_hear_or_read_counts():
    guide = parse(
        "---\ntitle: x\nkind: interview\n---\n## A\n> Said aloud.\n\nFor the interviewer.\n\n"
        "1. Asked?\n   - Prompt: a, list\n   - Probe: Why so?\n   - Note: not said\n"
    )
    assert [p.text for p in addressed(guide)] == ["Said aloud.", "Asked?", "Why so?"]
    read = sheet("For the reader.")
    assert [p.text for p in addressed(read)] == ["For the reader."]


def test_sentences_and_words_are_told_apart_as_a_reader_does():
    text = "Ask Dr. Khan, e.g. by phone. Don't ring before 9.30! Is {{contact_name}} in? Yes."
    assert len(sentences(text)) == 4
    assert words("Don't follow-up {{worker}}s at 9.30") == [
        "Don't",
        "follow-up",
        "guardians",
        "at",
        "9.30",
    ]
