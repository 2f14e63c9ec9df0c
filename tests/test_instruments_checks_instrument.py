import pytest

from instruments.checks.instrument import check
from instruments.pictures import symbol_png
from instruments.source.form import parse, read_guide

HEAD = "title: What helps\nkind: interview\naudience: professionals\n"
OPENING = "## Opening\n> Hello. You may pass on any question.\n\n"
ENDING = "## Close\n> Is there anything else? Thank you.\n\n- Debrief: ask how it was\n"


def findings_of(body, head=HEAD):
    return check(parse(f"---\n{head}---\n{body}", "mine", "mine.md"))


def found(body, rule, head=HEAD):
    """Line and severity of the findings of a rule."""
    return [(f.line, f.severity) for f in findings_of(body, head) if f.rule == rule]


def message(body, rule, head=HEAD):
    (finding,) = [f for f in findings_of(body, head) if f.rule == rule]
    return finding.message


def test_a_sound_guide_has_no_fault_and_no_prompt():
    body = f"{OPENING}## Help\n1. What helps you at work?\n\n{ENDING}"
    assert {f.severity for f in findings_of(body)} == {"note"}


def test_findings_stand_in_the_order_of_lines_and_name_the_file():
    findings = findings_of("## A\n3. Did it help?\n1. What did you do and why?\n")
    assert [f.line for f in findings] == sorted(f.line for f in findings)
    assert {f.path for f in findings} == {"mine.md"}
    assert all(f.message.endswith(".") for f in findings)


@pytest.mark.parametrize(
    ("numbers", "line"), [((1, 2, 4), 9), ((2, 3), 7), ((1, 3, 2), 8), ((1, 2, 3), None)]
)
def test_numbers_run_through_the_whole_guide(numbers, line):
    body = "## A\n" + "".join(f"{n}. What is it?\n" for n in numbers)
    assert found(body, "numbering") == ([] if line is None else [(line, "fault")])


def test_a_guide_must_begin_with_words_that_give_the_right_to_pass():
    silent = f"## A\n1. What helps?\n\n{ENDING}"
    forced = f"## A\n> Hello.\n\n1. What helps?\n\n{ENDING}"
    assert found(silent, "opening") == [(6, "fault")]
    assert found(forced, "ground rules") == [(6, "fault")]
    assert found(f"{OPENING}## A\n1. What helps?\n\n{ENDING}", "ground rules") == []


def test_a_guide_must_end_with_a_closing_question_a_debrief_and_thanks():
    body = f"{OPENING}## A\n1. What helps?\n\n## End\n> Bye.\n"
    assert found(body, "closing") == [(12, "fault")]
    assert found(body, "debrief") == [(12, "prompt")]
    assert found(body, "thanks") == [(12, "prompt")]


def test_a_guide_for_children_without_debrief_is_at_fault():
    head = HEAD.replace("professionals", "children")
    assert found(f"{OPENING}## A\n1. What helps?\n", "debrief", head) == [(9, "fault")]


def test_sheets_need_no_closing_question():
    head = HEAD.replace("interview", "information sheet")
    rules = {f.rule for f in findings_of("## A\nText.\n", head)}
    assert not rules & {"closing", "debrief", "thanks", "opening", "no time"}


def test_questions_of_a_questionnaire_need_an_answer_and_choices():
    head = HEAD.replace("interview", "questionnaire")
    body = (
        "## A\n1. How old are you?\n2. How sure are you?\n   - Answer: scale\n"
        "3. Is there anything else?\n   - Answer: text\n"
    )
    assert found(body, "answer", head) == [(7, "fault")]
    assert found(body, "choices", head) == [(9, "fault")]


def test_an_activity_needs_steps_and_an_online_way():
    body = "## A\n### Activity: Draw\n- Materials: pens\n"
    assert found(body, "activity") == [(7, "fault")]
    assert found(body, "online") == [(7, "prompt")]
    assert found(body, "online", f"{HEAD}setting: in person or online\n") == [(8, "fault")]


def test_wording_is_checked_in_questions_parts_and_probes():
    body = (
        "## A\n1. What did you do and why?\n   - Probe: Surely that was hard?\n"
        "   - Part, a: What was not good?\n   - Prompt: work and/or home\n"
    )
    assert found(body, "double-barrelled") == [(7, "prompt")]
    assert found(body, "leading") == [(8, "prompt")]
    assert found(body, "negative") == [(9, "prompt")]


def test_long_questions_are_named_by_the_age_of_the_listener():
    body = "## A\n1. What do you think about when you are on your way to school?\n"
    young = HEAD.replace("professionals", "children\nages: 11-15")
    assert found(body, "long question") == []
    assert found(body, "long question", young) == [(8, "prompt")]


def test_jargon_is_for_children_to_be_spared_and_not_for_adults():
    body = (
        "## A\n> Your placement and your referral. Your statutory rights.\n\n"
        "1. How was the placement?\n   - Note: placement\n"
    )
    young = HEAD.replace("professionals", "children\nages: 11-15\nwords: [statutory]")
    assert found(body, "jargon") == []
    assert found(body, "jargon", young) == [(9, "prompt"), (9, "prompt")]


def test_an_abbreviation_is_named_once_where_it_is_not_explained():
    body = "## A\n1. What does the NRM do?\n2. Who runs the NRM?\n3. Is it NOT the UK?\n"
    assert found(body, "acronym") == [(7, "prompt")]
    assert "NRM is not explained" in message(body, "acronym")


@pytest.mark.parametrize(
    "explained",
    [
        "1. What does the National Referral Mechanism (NRM) do?\n",
        "1. What does the NRM (National Referral Mechanism) do?\n",
        "1. What does the NRM do?\n   - Definition, NRM: the way to find out\n",
    ],
)
def test_an_explained_abbreviation_is_left_alone(explained):
    assert found(f"## A\n{explained}2. Who runs the NRM?\n", "acronym") == []


def test_an_abbreviation_explained_too_late_is_named():
    body = "## A\n1. What does the NRM do?\n2. Is the National Referral Mechanism (NRM) slow?\n"
    assert "only in line 8" in message(body, "acronym")


def test_a_broken_placeholder_is_a_fault():
    assert found("## A\n1. Who is {{worker}?\n", "placeholder") == [(7, "fault")]
    assert found("## A\n1. Who is your {{worker}}?\n", "placeholder") == []


def test_an_article_before_the_workers_title_is_named():
    assert found("## A\n1. Who is a {{worker}}?\n", "article") == [(7, "prompt")]


def test_a_section_without_content_is_a_fault():
    assert found("## A\n## B\nText.\n", "empty section") == [(6, "fault")]


def test_a_guide_in_another_language_is_told_that_wording_is_not_checked():
    body = "## A\n1. Qu'en pensez-vous et pourquoi, NRM?\n"
    findings = findings_of(body, f"{HEAD}language: fr\n")
    (note,) = [f for f in findings if f.rule == "reading level"]
    assert (note.line, note.severity) == (5, "note") and '"fr"' in note.message
    assert not {f.rule for f in findings} & {"double-barrelled", "acronym", "closing", "jargon"}


def test_a_picture_that_is_nowhere_is_a_fault_and_a_symbol_is_not(tmp_path):
    source = f"---\n{HEAD}---\n## A\n- Picture: clock: A clock\n- Picture: our-house: Our house\n"
    path = tmp_path / "mine.md"
    path.write_text(source, encoding="utf-8")
    (finding,) = [f for f in check(read_guide(path)) if f.rule == "picture"]
    assert (finding.line, finding.severity) == (8, "fault")
    assert 'There is no picture "our-house"' in finding.message
    (tmp_path / "our-house.png").write_bytes(symbol_png("house"))
    assert "picture" not in {f.rule for f in check(read_guide(path))}
