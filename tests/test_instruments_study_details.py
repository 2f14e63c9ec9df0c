from datetime import date

import pytest

from corpora.errors import StudyError
from instruments.source.form import parse, read_guide
from instruments.study.details import fill, read_details, unfilled, write_template
from instruments.study.entries import ENTRIES, template
from instruments.study.gaps import check_details

SHEET = """---
title: About your {{worker}}
kind: information sheet
audience: children
ages: 11-15
language: LANG
---
## Thanks {#voucher}
You get a voucher for {{voucher}}. Keep your words until {{take_back_until}}.

- Contact: {{help_line}} or {{nobody_said}}
"""


def details(tmp_path, text):
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return read_details(path)


def made_up(tmp_path, *changes):
    text = template(examples=True)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return details(tmp_path, text)


def sheet(language="en"):
    return parse(SHEET.replace("LANG", language), "sheet")


def test_a_made_up_study_leaves_nothing_open(tmp_path):
    assert check_details(made_up(tmp_path)) == []


def test_an_empty_template_is_read_and_asks_for_every_entry(tmp_path):
    found = check_details(details(tmp_path, template()))
    asked = " ".join(f.message for f in found)
    needed = [entry for entry in ENTRIES if entry.kind != "file"]
    assert all(f"{entry.name} is empty" in asked for entry in needed)


def test_who_signs_is_asked_for_each_kind_of_participant_and_has_no_answer_of_its_own(tmp_path):
    read = details(tmp_path, template())
    assert set(read.who_signs.values()) == {""}
    unsigned = [f for f in check_details(read) if f.rule == "who signs"]
    assert len(unsigned) == len(read.who_signs)
    assert any("unaccompanied" in f.message for f in unsigned)


def test_one_missing_answer_on_who_signs_is_found_with_its_line(tmp_path):
    read = details(
        tmp_path, "who_signs:\n  under 16, unaccompanied:\n  16 or 17: the young person\n"
    )
    (found,) = [f for f in check_details(read) if f.rule == "who signs"]
    assert found.line == 2
    assert "ask who may decide" in found.message


def test_a_file_that_says_nothing_on_who_signs_is_found_out(tmp_path):
    rules = {f.rule for f in check_details(details(tmp_path, "study: A\n"))}
    assert "who signs" in rules


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("study: A\nvouchr: £20\n", 2, "did you mean voucher"),
        ("voucher: [1, 2]\n", 1, "write one text"),
        ("voucher: nothing\n", 1, "names no amount"),
        ("study: A\n\ntake_back_until: 31 June 2027\n", 3, "no date of the calendar"),
        ("data_kept_until: 30 Febuary 2027\n", 1, "no date of the calendar"),
        ("minutes: an hour\n", 1, "no number of minutes"),
        ("contact_email: sam at example\n", 1, "no e-mail address"),
        ("contact_phone: the office\n", 1, "no phone number"),
        ("photos: maybe\n", 1, "neither yes nor no"),
        ("study: A: B\n", 1, "quotation marks"),
        ("study: A\nstudy: B\n", 2, "stands in line 1 already"),
        ("- study\n", 1, "holds no entries"),
        ("study: &a A\nteam: *a\n", 2, "write the text out"),
        ("languages: [en, xx]\n", 1, '"xx"'),
        ("worker:\n  en: guardian\n  zz: x\n", 3, '"zz"'),
        ("who_signs: a parent\n", 1, "holds no entries"),
        ("help_lines:\n  name: A\n", 2, "is a list"),
        ("help_lines:\n  - nam: A\n", 2, "did you mean name"),
        ("own:\n  worker: x\n", 2, "not under own"),
        ("own:\n  two words: x\n", 2, "no placeholder"),
        ("[" * 5000, 1, "can't be read"),
    ],
)
def test_a_fault_in_the_file_is_told_in_a_sentence_with_its_line(tmp_path, text, line, words):
    with pytest.raises(StudyError) as fault:
        details(tmp_path, text)
    assert str(fault.value).startswith(f"study.yaml, line {line}: ")
    assert words in str(fault.value)


def test_a_missing_file_and_one_in_another_encoding_are_told_apart(tmp_path):
    with pytest.raises(StudyError, match="not there"):
        read_details(tmp_path)
    (tmp_path / "study.yaml").write_bytes("team: Müller\n".encode("latin-1"))
    with pytest.raises(StudyError, match="UTF-8"):
        read_details(tmp_path)


def test_text_is_taken_as_written(tmp_path):
    read = details(tmp_path, "contact_phone: 01632 960001\ncards: 007\nteam: no\n")
    assert read.get("contact_phone") == "01632 960001"
    assert read.get("cards") == "007"
    assert read.get("team") == "no"


def test_a_date_is_written_out_in_english_and_in_figures_elsewhere(tmp_path):
    read = details(tmp_path, "take_back_until: 2027-06-30\n")
    assert read.date("take_back_until") == date(2027, 6, 30)
    assert read.get("take_back_until") == "30 June 2027"
    assert read.get("take_back_until", "fr") == "30/06/2027"


def test_words_without_a_year_stand_for_a_date(tmp_path):
    read = details(tmp_path, "take_back_until: two weeks after we meet\n")
    assert read.get("take_back_until") == "two weeks after we meet"
    assert read.date("take_back_until") is None


def test_dates_out_of_order_are_found(tmp_path):
    read = made_up(tmp_path, ('take_back_until: "2027-06-30"', "take_back_until: 2033-01-01"))
    (found,) = check_details(read)
    assert found.rule == "dates"
    assert "1 January 2033" in found.message


def test_a_help_line_that_nobody_has_called_is_found(tmp_path):
    (found,) = check_details(made_up(tmp_path, ('called: "Sam Reed, 2027-01-11"', "called:")))
    assert found.rule == "help line"
    assert "call it" in found.message


def test_each_language_needs_a_help_line_that_serves_it(tmp_path):
    changes = ("languages: [en]\n\n", "languages: [en, ps]\n\n"), ('interpreter: "yes"', "")
    (found,) = check_details(made_up(tmp_path, *changes))
    assert "Pashto" in found.message
    assert check_details(made_up(tmp_path, changes[0])) == []


def test_filling_replaces_what_is_known_everywhere_and_keeps_lines(tmp_path):
    guide = sheet()
    filled = fill(guide, made_up(tmp_path))
    assert filled.title == "About your guardian"
    assert "£20. Keep your words until 30 June 2027" in filled.sections[0].blocks[0].text
    assert "Example Help Line (01632 960004)" in filled.sections[0].blocks[1].text
    assert filled.sections[0].line == guide.sections[0].line
    assert unfilled(filled) == [("nobody_said", 11)]


def test_filling_takes_the_words_of_the_language_of_the_page(tmp_path):
    read = details(tmp_path, "worker:\n  en: guardian\n  fr: tuteur\n")
    assert fill(sheet("fr"), read).title == "About your tuteur"
    assert fill(sheet("vi"), read).title == "About your {{worker}}"


def test_an_entry_may_name_another(tmp_path):
    read = details(tmp_path, 'worker: advocate\nstem: "Because of my {{worker}}…"\n')
    guide = parse(SHEET.replace("LANG", "en").replace("{{voucher}}", "{{stem}}"))
    assert "Because of my advocate…" in fill(guide, read).sections[0].blocks[0].text


def test_unfilled_names_each_placeholder_with_its_line_the_title_too():
    assert unfilled(sheet())[:2] == [("worker", 2), ("voucher", 9)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_is_named_in_the_template_with_its_question(entry):
    assert f"# {entry.ask}\n{entry.name}:" in template()


def test_every_placeholder_of_what_ships_is_an_entry():
    from instruments.source.names import names

    known = {entry.name for entry in ENTRIES} | {"help_line"}
    used = {name for shipped in names() for name, _ in unfilled(read_guide(shipped))}
    assert used <= known


def test_the_template_is_written_once_and_then_kept_aside(tmp_path):
    path = write_template(tmp_path)
    assert path == tmp_path / "study.yaml"
    with pytest.raises(StudyError, match="--force"):
        write_template(tmp_path)
    path.write_text("study: mine\n")
    write_template(tmp_path, force=True)
    assert (tmp_path / "study.yaml.backup-1").read_text() == "study: mine\n"
