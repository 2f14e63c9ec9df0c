"""The rules of wording on questions from other fields, labelled by hand before any rule met them.

Three sets of questions.csv: what the rules miss in "second" was never looked at while they were
made, so it is the measure; "first" and "third" were used to mend them. Labels were set before the
rules ran, except that "closed" was completed afterwards wherever yes or no is an answer.
"""

from pathlib import Path

import pandas as pd
import pytest

from instruments.checks.wording import flaws

RULES = {
    "double": "double-barrelled",
    "leading": "leading",
    "negative": "negative",
    "closed": "closed",
}


def rules_of(question, **options):
    return {flaw.rule for flaw in flaws(question, **options)}


@pytest.fixture(scope="module")
def questions():
    table = pd.read_csv(Path(__file__).parent / "data" / "instruments" / "questions.csv")
    found = table["question"].map(rules_of)
    for label, rule in RULES.items():
        table[f"found {label}"] = found.map(lambda rules, rule=rule: rule in rules)
    return table


def precision_and_recall(table, label):
    found, true = table[f"found {label}"], table[label] == 1
    both = (found & true).sum()
    return both / found.sum(), both / true.sum()


@pytest.mark.parametrize(
    ("label", "precision", "recall"),
    [("double", 0.95, 0.80), ("leading", 0.95, 0.75), ("negative", 0.95, 0.95), ("closed", 0.9, 1)],
)
def test_rules_hold_on_questions_they_were_not_made_from(questions, label, precision, recall):
    held_out = questions[questions["set"] == "second"]
    assert len(held_out) == 86
    measured = precision_and_recall(held_out, label)
    assert measured[0] >= precision and measured[1] >= recall


@pytest.mark.parametrize("label", RULES)
def test_rules_hold_on_all_questions(questions, label):
    assert len(questions) == 248
    precision, recall = precision_and_recall(questions, label)
    assert precision >= 0.94 and recall >= 0.9


def test_most_questions_are_fair_and_stay_so(questions):
    fair = questions[(questions[list(RULES)] == 0).all(axis=1)]
    flagged = fair[[f"found {label}" for label in RULES]].any(axis=1)
    assert len(fair) == 118 and flagged.sum() <= 2


@pytest.mark.parametrize(
    "question",
    [
        "What is your role and tasks in this team?",
        "What do you see as the difference between what a nurse does and what a doctor does?",
        "What helped? What makes you say that?",
        "How do you and your sister get on?",
        "Do you think the rule will change anything? Why?",
        "What could be improved?",
        "What challenges have you met?",
        "How useful was the course?",
    ],
)
def test_fair_questions_are_left_alone(question):
    assert not rules_of(question, followed_up=True) - {"slash"}


def test_set_terms_of_the_team_are_one_thing():
    question = "How far do hope and charity guide you?"
    assert rules_of(question) == {"double-barrelled"}
    assert not rules_of(question, set_terms=["hope and charity"])


def test_a_slash_is_a_note_and_never_more():
    (flaw,) = flaws("What are the roles/titles of the staff?")
    assert (flaw.rule, flaw.note) == ("slash", True)


def test_a_leading_question_beside_its_opposite_is_a_note():
    question = "What was the best thing that the club did for you?"
    (alone,) = flaws(question)
    (balanced,) = flaws(question, beside=["What was hard about it?"])
    assert (alone.rule, alone.note, balanced.note) == ("leading", False, True)


def test_closed_questions_are_for_interviews_and_not_for_questionnaires():
    assert rules_of("Did you see a doctor?") == {"closed"}
    assert not rules_of("Did you see a doctor?", kind="questionnaire")
    assert not rules_of("Did you see a doctor?", followed_up=True)
    assert not rules_of("Can you describe the visit?")
    assert not rules_of("Is there anything else?")


def test_a_flaw_names_the_words_that_gave_it_away():
    (flaw,) = flaws("What did you see and what did you do?")
    assert (flaw.words, flaw.rule) == ("and what", "double-barrelled")
