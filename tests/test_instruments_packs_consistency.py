from dataclasses import replace
from pathlib import Path

import pytest

from instruments.packs.consistency import check_pack
from instruments.packs.facts import duration, facts
from instruments.source.form import parse, read_guide
from instruments.source.names import names
from instruments.study.details import fill, read_details
from instruments.study.entries import template

YOUNG = ("sheet-11-15", "assent-11-15", "qsort-guide-children", "qsort-script", "recording-script")
PACK = (*YOUNG, "sheet-parents-carers", "consent-parents-carers")


@pytest.fixture
def study(tmp_path):
    def made(*changes):
        text = template(examples=True)
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return read_details(tmp_path)

    return made


def page(name, *changes, ends=""):
    text = Path(read_guide(name).path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parse(text + ends, name, f"{name}.md")


def without(clause, guide):
    """The page without the line that is marked as this clause."""
    lines = guide.text.splitlines()
    kept = [line for line in lines if f"{{#{clause}}}" not in line]
    assert len(kept) == len(lines) - 1
    return parse("\n".join(kept), guide.name, guide.path)


def pack(*changed):
    """The pack for ages 11-15, with some pages in another state."""
    new = {guide.name: guide for guide in changed}
    return [new.pop(name, None) or page(name) for name in PACK] + list(new.values())


def found_in(found, rule):
    return [f for f in found if f.rule == rule]


def test_all_that_ships_agrees_with_itself_and_with_a_study(study):
    guides = [read_guide(name) for name in names()]
    assert check_pack(guides) == []
    assert check_pack(guides, study()) == []


def test_another_voucher_on_one_page_is_found_against_study_yaml(study):
    sheet = page("sheet-11-15", ("You get a voucher for {{voucher}}", "You get a voucher for £10"))
    (found,) = check_pack(pack(sheet), study())
    assert (found.path, found.rule) == ("sheet-11-15.md", "voucher")
    assert "£10" in found.message and "£20" in found.message
    assert sheet.text.splitlines()[found.line - 1].startswith("You get a voucher for £10")


def test_another_voucher_is_found_without_a_study_too(study):
    filled = [fill(guide, study()) for guide in pack()]
    odd = fill(page("qsort-script", ("voucher of {{voucher}}", "voucher of 15 pounds")), study())
    found = check_pack([*(g for g in filled if g.name != odd.name), odd])
    assert [(f.path, f.rule) for f in found] == [("qsort-script.md", "voucher")]


def test_a_guide_longer_than_its_sheet_promises_is_found(study):
    guide = page("qsort-guide-children", ("minutes: 60", "minutes: 75"))
    found = found_in(check_pack(pack(guide), study()), "minutes")
    assert {f.path for f in found} == {"qsort-guide-children.md"}
    assert all("75 minutes" in f.message and "promises 60" in f.message for f in found)


def test_two_lengths_on_one_sheet_are_found(study):
    sheet = page("sheet-11-15", ("about {{minutes}} minutes, with", "an hour and a half, with"))
    (found,) = found_in(check_pack(pack(sheet), study()), "minutes")
    assert "90 minutes" in found.message


@pytest.mark.parametrize(
    ("text", "span"),
    [("about 45 minutes", (45, 45)), ("40 to 60 minutes", (40, 60)), ("half an hour", (30, 30)),
     ("one hour", (60, 60)), ("an hour and a half", (90, 90)), ("a short talk", None)],
)  # fmt: skip
def test_time_spans_are_read_as_people_write_them(text, span):
    assert duration(text) == span


def test_photos_in_a_guide_that_the_form_does_not_ask_about_are_found(study):
    line = "- Line, optional: You can take photos of my cards or my drawing. {#photos}\n"
    found = found_in(check_pack(pack(page("assent-11-15", (line, ""))), study()), "photos")
    assert [f.path for f in found] == ["assent-11-15.md"]


def test_recording_in_a_script_that_the_sheet_does_not_name_is_found(study):
    kept = "We delete the recording by {{recording_kept_until}}. We keep the rest"
    heading = "## Can we record you, and take photos?"
    bare = page("sheet-11-15", (kept, "We keep them"), (heading, "## Can we take photos?"))
    sheet = without("recording", bare)
    found = check_pack(pack(sheet), study())
    assert {f.path for f in found_in(found, "recording")} == {"sheet-11-15.md"}
    assert {f.path for f in found_in(found, "not on the sheet")} == {"assent-11-15.md"}


def test_photos_in_a_study_without_photos_are_found_on_every_page(study):
    found = found_in(check_pack(pack(), study(('photos: "yes"', "photos: no"))), "photos")
    assert {f.path for f in found} == {f"{name}.md" for name in PACK}


def test_a_voucher_in_a_study_without_one_is_found(study):
    found = check_pack(pack(), study(('voucher: "£20"', "voucher: none")))
    assert "sheet-11-15.md" in {f.path for f in found_in(found, "voucher")}


@pytest.mark.parametrize(
    ("placeholder", "other", "rule"),
    [
        ("call {{contact_name}} on", "call Lee Marsh on", "contact"),
        ("on {{contact_phone}}", "on 01632 960099", "contact"),
        ("write to {{contact_email}}", "write to lee@example.org", "contact"),
        ("You can call {{help_line}}.", "You can call 01632 960098.", "help line"),
        ("words back until {{take_back_until}}", "words back until 1 May 2027", "date"),
        ("recording by {{recording_kept_until}}", "recording by 1 May 2028", "date"),
        ("keep the rest until {{data_kept_until}}", "keep the rest until 2 May 2035", "date"),
    ],
)  # fmt: skip
def test_a_number_date_or_name_that_differs_from_the_study_is_found(
    study, placeholder, other, rule
):
    found = check_pack(pack(page("sheet-11-15", (placeholder, other))), study())
    assert [(f.path, f.rule) for f in found] == [("sheet-11-15.md", rule)]


def test_a_date_that_differs_between_pages_is_found_without_a_study(study):
    filled = [fill(guide, study()) for guide in pack()]
    odd = fill(page("assent-11-15", ("{{take_back_until}}", "31 July 2027")), study())
    found = check_pack([*(g for g in filled if g.name != odd.name), odd])
    assert [(f.path, f.rule) for f in found] == [("assent-11-15.md", "date")]
    assert "30 June 2027" in found[0].message


def test_a_phone_number_is_the_same_however_it_is_spaced(study):
    sheet = page("sheet-11-15", ("on {{contact_phone}}", "on 01632-960 001"))
    assert check_pack(pack(sheet), study()) == []


def test_a_worker_of_another_title_is_found(study):
    sheet = page("sheet-11-15", ("talk with us about your {{worker}}", "talk about your advocate"))
    (found,) = check_pack(pack(sheet), study())
    assert found.rule == "worker's title"
    assert "advocate" in found.message and "guardian" in found.message


def test_a_form_that_names_another_version_of_the_sheet_is_found():
    form = page(
        "assent-11-15", ("I have read the sheet, or", "I have read the sheet, version 0.3, or")
    )
    (found,) = check_pack(pack(form))
    assert (found.path, found.rule) == ("assent-11-15.md", "version of the sheet")
    right = page(
        "assent-11-15", ("I have read the sheet, or", "I have read the sheet, version 0.1, or")
    )
    assert check_pack(pack(right)) == []


@pytest.mark.parametrize(
    "line",
    ["You may film me.", "You may look at my school records.", "You may read my case file.",
     "You may contact me again next year.", "You may put my words on your website.",
     "You may use my real name.", "You may talk to my social worker."],
)  # fmt: skip
def test_a_line_about_something_of_which_the_sheet_says_nothing_is_found(line):
    form = page("assent-11-15", ("## Names", f"- Line, optional: {line}\n\n## Names"))
    (found,) = check_pack(pack(form))
    assert (found.path, found.rule) == ("assent-11-15.md", "not on the sheet")
    assert form.text.splitlines()[found.line - 1].endswith(line)


def test_a_line_on_a_clause_that_the_sheet_lacks_is_found():
    sheet = without("sharing", page("sheet-11-15"))
    (found,) = check_pack(pack(sheet))
    assert (found.path, found.rule) == ("assent-11-15.md", "not on the sheet")
    assert "later use of the data" in found.message


def test_a_form_without_its_sheet_and_a_sheet_without_its_form_are_found():
    (found,) = check_pack([page("assent-6-10")])
    assert found.rule == "no sheet"
    (found,) = check_pack([page("sheet-6-10")])
    assert (found.rule, found.severity) == ("no form", "prompt")


def translated(help_line):
    return replace(
        page("sheet-11-15", ("language: en", "language: ps"), ("{{help_line}}", help_line)),
        name="sheet-11-15-ps",
        path="sheet-11-15-ps.md",
    )


def test_an_english_only_help_line_on_a_translated_sheet_is_found(study):
    english_only = study(('    interpreter: "yes"\n', ""))
    found = check_pack(pack(translated("01632 960004")), english_only)
    assert "help line" in {f.rule for f in found if f.path == "sheet-11-15-ps.md"}


def test_a_help_line_with_interpreters_may_stand_on_a_translated_sheet(study):
    found = check_pack(pack(translated("01632 960004")), study())
    assert "help line" not in {f.rule for f in found}


def test_the_number_of_the_english_sheet_on_a_translated_one_is_found_without_a_study():
    english = page("sheet-11-15", ("{{help_line}}", "01632 960004"))
    found = found_in(check_pack(pack(english, translated("01632 960004"))), "help line")
    assert [f.path for f in found] == ["sheet-11-15-ps.md"]
    assert found_in(check_pack(pack(english, translated("01632 960077"))), "help line") == []


def test_children_are_invited_but_nobody_can_sign_for_them(study):
    young_alone = [page(name) for name in YOUNG]
    (found,) = check_pack(young_alone, study())
    assert found.rule == "who signs"
    assert "consent-parents-carers" in found.message
    assert check_pack(pack(), study()) == []


def test_what_study_yaml_leaves_open_is_listed_with_the_pack(study):
    found = check_pack(pack(), study(('funder: "The Example Trust"', "funder:")))
    assert [f.path.rsplit("/", 1)[-1] for f in found_in(found, "empty")] == ["study.yaml"]


def test_facts_of_professionals_and_of_children_may_differ(study):
    lasts = "It lasts about {{minutes_professionals}} minutes."
    sheet = page("sheet-professionals", (lasts, f"{lasts} You get a voucher for £50."))
    form = page("consent-professionals")
    filled = [fill(guide, study()) for guide in pack(sheet, form)]
    assert found_in(check_pack(filled), "voucher") == []


def test_facts_have_the_line_that_they_stand_in():
    guide = page("sheet-11-15", ("{{voucher}}", "£ 20.00"))
    (fact,) = [f for f in facts(guide) if f.subject == "voucher"]
    assert (fact.value, fact.shown) == ("£20", "£ 20.00")
    assert "£ 20.00" in guide.text.splitlines()[fact.line - 1]
