from pathlib import Path

import pytest
import yaml

from instruments.checks.reading import LIMITS, reading
from instruments.consent.clauses import band, clauses
from instruments.consent.recognition import recognise
from instruments.consent.requirements import check_consent
from instruments.passages import passages
from instruments.source.form import parse, read_guide
from instruments.source.names import names
from instruments.study.details import fill, read_details
from instruments.study.entries import template

SHEETS = ("sheet-6-10", "sheet-11-15", "sheet-16-plus", "sheet-parents-carers")
FORMS = ("assent-6-10", "assent-11-15", "consent-16-plus", "consent-parents-carers")
PROFESSIONALS = ("sheet-professionals", "consent-professionals")
SHIPPED = (*SHEETS, *FORMS, *PROFESSIONALS, "spoken-consent")
DATA = Path(__file__).with_name("data") / "instruments"
PLAIN = yaml.safe_load((DATA / "plain_sheets.yaml").read_text("utf-8"))
PLAIN_FORMS = yaml.safe_load((DATA / "plain_forms.yaml").read_text("utf-8"))


def source(name):
    return Path(read_guide(name).path).read_text(encoding="utf-8")


def changed(name, *changes):
    text = source(name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parse(text, name)


def without_section(name, clause):
    """The page without the section or, where that is shared, without the passage."""
    parts = source(name).split("\n## ")
    kept = [part for part in parts if f"{{#{clause}}}" not in part.splitlines()[0]]
    return parse("\n## ".join(kept), name) if len(kept) < len(parts) else without_line(name, clause)


def without_line(name, clause):
    lines = source(name).splitlines()
    kept = [line for line in lines if f"{{#{clause}}}" not in line]
    assert len(kept) == len(lines) - 1
    return parse("\n".join(kept), name)


def without_ids(name):
    import re

    return parse(re.sub(r" \{#[\w-]+\}", "", source(name)), name)


def missing(guide):
    found = [f for f in check_consent(guide) if f.rule == "missing clause"]
    return {c for c in clauses() for f in found if f"{{#{c}}}" in f.message}


def plain_sheet(sheet, without=None):
    body = "\n\n".join(text for clause, text in sheet["passages"] if clause != without)
    return parse(
        "---\ntitle: A sheet\nkind: information sheet\n"
        f"audience: {sheet['audience']}\nages: {sheet['ages']}\n---\n## For you\n\n{body}\n"
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_passes_its_own_check_before_and_after_it_is_filled(name, tmp_path):
    (tmp_path / "study.yaml").write_text(template(examples=True), encoding="utf-8")
    guide = read_guide(name)
    assert check_consent(guide) == []
    assert check_consent(fill(guide, read_details(tmp_path))) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_reads_as_easily_as_its_band_needs(name, tmp_path):
    (tmp_path / "study.yaml").write_text(template(examples=True), encoding="utf-8")
    read = reading(fill(read_guide(name), read_details(tmp_path)))
    limits = LIMITS[read.band]
    assert read.grade <= limits.grade
    assert read.mean <= limits.mean
    assert max(read.lengths) <= limits.longest


@pytest.mark.parametrize("clause", ["purpose", "stop", "confidentiality", "when-we-must-tell",
                                    "recording", "photos", "data", "take-back", "voucher",
                                    "results"])  # fmt: skip
@pytest.mark.parametrize("name", SHEETS)
def test_a_clause_taken_out_of_a_marked_sheet_is_missed(name, clause):
    assert missing(without_section(name, clause)) == {clause}


@pytest.mark.parametrize("clause", ["contact", "complaint", "help"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_person_to_turn_to_taken_out_of_a_sheet_is_missed(name, clause):
    assert missing(without_line(name, clause)) == {clause}


@pytest.mark.parametrize("clause", ["choice", "stop", "when-we-must-tell", "recording", "photos"])
@pytest.mark.parametrize("name", FORMS)
def test_a_line_taken_out_of_a_form_is_missed(name, clause):
    assert missing(without_line(name, clause)) == {clause}


def test_a_heading_without_text_is_no_clause():
    said = (
        "We would like to record the sound of our talk. You can say no and still take part. Then "
        "we take notes. We do not film."
    )
    guide = changed("sheet-16-plus", (said, "- Note: to be written"))
    assert "recording" in missing(guide)


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("when-we-must-tell", "Nobody but us will ever know what you said."),
        ("stop", "Please stay until the end."),
        ("choice", "Your guardian has said that you will come."),
    ],
)
def test_a_marked_passage_that_says_something_else_is_looked_at_again(clause, words):
    lines = source("sheet-16-plus").splitlines()
    place = next(n for n, line in enumerate(lines) if f"{{#{clause}}}" in line) + 1
    found = check_consent(parse("\n".join([*lines[:place], words, *lines[place + 1 :]])))
    assert [(f.line, f.rule) for f in found] == [(place + 1, "clause in doubt")]


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "spoken-consent"])
def test_a_shipped_page_is_recognised_when_its_marks_are_taken_off(name):
    assert missing(without_ids(name)) == set()


def test_clauses_of_plain_sheets_are_found_by_their_words():
    """86 in 100 passages of sheets that no rule was written from; 3 in 64 taken for another."""
    wanted = found = mistaken = 0
    for sheet in PLAIN:
        group = band(plain_sheet(sheet))
        for clause in {c for c, _ in sheet["passages"]}:
            if clauses()[clause].sheet[group] in ("must", "simple"):
                wanted += 1
                found += clause in _recognised(plain_sheet(sheet))
                mistaken += clause in _recognised(plain_sheet(sheet, without=clause))
    assert wanted == 64
    assert found / wanted > 0.84
    assert mistaken / wanted < 0.06


def _recognised(guide):
    return recognise(passages(guide))


def plain_form(form, without=""):
    lines = "\n".join(
        f"- Line: {text}" for clause, text in form["lines"] if not clause or clause != without
    )
    return parse(
        f"---\ntitle: A form\nkind: {form['kind']}\naudience: {form['audience']}\n"
        f"ages: {form['ages']}\nversion: 1\n---\n## Please tick\n{lines}\n"
    )


@pytest.mark.parametrize("form", PLAIN_FORMS, ids=lambda form: form["name"])
def test_lines_of_plain_forms_are_found_by_their_words(form):
    assert len(missing(plain_form(form))) <= 1


def test_lines_taken_out_of_plain_forms_are_missed():
    mistaken = [
        (form["name"], clause)
        for form in PLAIN_FORMS
        for clause, _ in form["lines"]
        if clause and clauses()[clause].form[band(plain_form(form))] == "must"
        if clause not in missing(plain_form(form, without=clause))
    ]
    assert len(mistaken) <= 2


def test_a_plain_sheet_is_told_which_line_is_taken_for_which_clause_where_it_is_not_sure():
    letterbox = next(sheet for sheet in PLAIN if sheet["name"] == "letterbox style")
    notes = [f for f in check_consent(plain_sheet(letterbox)) if f.rule == "clause by likeness"]
    assert notes
    assert all(f.severity == "note" and f.line > 6 for f in notes)


def test_the_law_is_left_out_for_small_children():
    guide = parse(source("sheet-6-10") + "\n## Your rights {#lawful-basis}\nThe law helps you.\n")
    (found,) = check_consent(guide)
    assert found.rule == "not for this band"
    assert found.severity == "prompt"


@pytest.mark.parametrize(
    "word", ["data controller", "anonymised", "withdraw", "participants", "Voluntary", "consent"]
)
def test_a_word_too_hard_for_small_children_is_found_with_a_plainer_one(word):
    guide = changed("sheet-6-10", ("Both are fine.", f"Both are fine. It is {word}."))
    (found,) = [f for f in check_consent(guide) if f.rule == "word not for this band"]
    assert found.line == guide.sections[2].line + 3
    assert "; say " in found.message


def test_the_same_word_is_right_for_professionals():
    begin = "Your choice {#choice}\n"
    words = "You may withdraw; it is voluntary and the data controller knows. "
    guide = changed("sheet-professionals", (begin, begin + words))
    assert check_consent(guide) == []


@pytest.mark.parametrize("name", [*FORMS, "consent-professionals", "spoken-consent"])
def test_a_form_says_that_a_line_without_a_tick_counts_as_no(name):
    found = check_consent(without_line(name, "unticked"))
    assert "unticked lines" in {f.rule for f in found}


@pytest.mark.parametrize(
    "words",
    ["If you leave a box empty, that means no.", "A line without a tick is taken as no.",
     "We read a blank line as no, so nothing is left blank by mistake as no."],
)  # fmt: skip
def test_that_an_unticked_line_is_no_may_be_said_in_a_teams_own_words(words):
    text = source("assent-11-15").replace(
        "If a line has no tick, we take it as no. {#unticked}", words
    )
    assert "unticked lines" not in {f.rule for f in check_consent(parse(text))}


def test_the_form_for_those_who_decide_says_that_the_child_can_still_say_no():
    assert missing(without_line("consent-parents-carers", "child-can-say-no")) == {
        "child-can-say-no"
    }
    assert missing(without_line("sheet-parents-carers", "child-can-say-no")) == {"child-can-say-no"}


def test_a_form_that_takes_a_parent_for_granted_is_found_out():
    text = source("consent-parents-carers")
    start, end = text.index("## Who signs"), text.index("## How to fill")
    (found,) = check_consent(parse(text[:start] + text[end:]))
    assert found.rule == "who signs"


def test_recording_and_photos_in_one_line_are_two_choices():
    guide = changed(
        "assent-11-15",
        ("- Line, optional: You can record the sound of our talk. {#recording}\n", ""),
        ("You can take photos of", "You can record the sound and take photos of"),
    )
    rules = {f.rule: f for f in check_consent(guide)}
    assert "one tick for two" in rules
    assert "recording and photos" in rules["one tick for two"].message


def test_recording_among_the_lines_that_all_must_agree_to_is_a_prompt():
    guide = changed("assent-11-15", ("- Line, optional: You can record", "- Line: You can record"))
    (found,) = check_consent(guide)
    assert (found.rule, found.severity) == ("not optional", "prompt")


def test_the_adult_who_reads_to_a_small_child_signs():
    guide = changed("assent-6-10", ("- Sign: The adult who read this out\n", ""))
    assert [f.rule for f in check_consent(guide)] == ["signature"]


def test_a_form_that_nobody_signs_is_found_out():
    guide = changed("assent-11-15", ("- Sign: You\n- Sign: The researcher\n", ""))
    assert [f.rule for f in check_consent(guide)] == ["signature"]


def test_small_children_are_not_asked_more_than_seven_lines():
    more = "".join(f"- Line: I know thing {n}.\n" for n in range(3))
    guide = changed(
        "assent-6-10", ("- Line: I want to take part.", more + "- Line: I want to take part.")
    )
    assert [f.rule for f in check_consent(guide)] == ["too many lines"]


def test_a_spoken_record_is_signed_by_the_researcher_and_never_by_the_participant():
    guide = changed(
        "spoken-consent",
        (
            "- Sign: A witness, where one was present and the person agreed",
            "- Sign: The young person",
        ),
    )
    (found,) = check_consent(guide)
    assert found.rule == "signature"
    assert "no participant signs" in found.message


def test_a_spoken_script_says_all_that_a_sheet_says():
    assert missing(without_line("spoken-consent", "when-we-must-tell")) == {"when-we-must-tell"}


def test_a_study_without_photos_is_not_asked_for_them(tmp_path):
    text = template(examples=True).replace('photos: "yes"', "photos: no")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    details = read_details(tmp_path)
    guide = without_section("sheet-11-15", "photos")
    assert missing(guide) == {"photos"}
    assert check_consent(guide, details) == []


def test_a_page_that_says_not_whom_it_is_for_is_asked():
    guide = changed("sheet-11-15", ("ages: 11-15\n", ""))
    assert [f.rule for f in check_consent(guide)] == ["age band"]


@pytest.mark.parametrize(
    ("ages", "expected"),
    [("6-10", "6-10"), ("8-12", "6-10"), ("11-15", "11-15"), ("12 to 17", "11-15"), ("16+", "16+"),
     ("16 and over", "16+"), ("", "")],
)  # fmt: skip
def test_ages_that_span_two_bands_count_as_the_younger(ages, expected):
    assert band(changed("sheet-11-15", ("ages: 11-15", f"ages: {ages}"))) == expected


def test_a_translated_sheet_is_checked_by_its_marks_alone():
    guide = changed("sheet-11-15", ("language: en", "language: fr"))
    assert check_consent(guide) == []
    assert missing(parse(without_section("sheet-11-15", "stop").text.replace(
        "language: en", "language: fr"))) == {"stop"}  # fmt: skip
    notes = check_consent(
        parse(without_ids("sheet-11-15").text.replace("language: en", "language: fr"))
    )
    assert [(f.rule, f.severity) for f in notes] == [("clauses", "note")]


def test_a_version_stands_in_the_head_or_on_the_page():
    guide = changed("sheet-11-15", ("version: 0.1\n", ""))
    assert missing(guide) == {"version"}
    said = parse(guide.text + "\nVersion 1.2, 3 May 2027 {#version}\n")
    assert missing(said) == set()


def test_a_guide_has_no_clauses_to_miss():
    kinds = {read_guide(name).kind for name in names() if check_consent(read_guide(name))}
    assert kinds == set()


def test_findings_carry_the_file():
    guide = read_guide("sheet-11-15")
    bare = parse(guide.text.replace("{#stop}", ""), path=guide.path)
    assert {f.path for f in check_consent(bare)} == {guide.path}
