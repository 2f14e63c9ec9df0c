"""What the checks find in a translation that came back, and what they leave alone."""

from __future__ import annotations

import pytest

from corpora.errors import StudyError
from instruments.language import check_translation, pseudo_table, read_glossary, translation_table
from instruments.source.form import read_guide
from instruments.source.names import names
from qmethod.design import numbered

LONG = "We will meet you once, and it takes about an hour with a break in the middle."


def found(source, target, code="fr", **options):
    """Rule -> its messages for one statement in a language."""
    table = translation_table(numbered([source]), language=code)
    table.loc[2, ["target", "state"]] = target, "draft"
    findings = check_translation(table, **options)
    assert all(f.line == 2 and f.message.endswith(".") for f in findings)
    return {f.rule: " ".join(g.message for g in findings if g.rule == f.rule) for f in findings}


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("My {{worker}} helps.", "Mon {{ worker }} m'aide.", "fr"),
        ("It takes 2.5 hours.", "Cela prend 2,5 heures.", "fr"),
        ("It costs 1,000 pounds.", "Cela coûte 1\u202f000 livres.", "fr"),
        ("From 09:30 to 17:00.", "De 9 h 30 à 17 h 00".replace("9 h", "09 h"), "fr"),
        ("Ages 11-15.", "الأعمار ١١-١٥.", "ar"),
        ("Ages 11-15.", "عمرونه ۱۱-۱۵.", "ps"),
        ("Call 01632 960 004.", "اتصل بالرقم \u200e01632 960 004\u200e.", "ar"),
        ("Call 01632 960 004.", "Appelez le 01632\u00a0960\u00a0004.", "fr"),
        ("Tell the NRM or write to a@b.org.", "أخبر NRM أو اكتب إلى a@b.org.", "ar"),
        ("I am safe.", "من خوندي یم.".replace("ی", "ي"), "ps"),
        ("I am safe.", "من سەلامەتم.", "ckb"),
        ("I am safe.", "Ez ewle me, şêrîn û çê.", "kmr"),
        ("I am safe.", "Tôi được an toàn ở đây.", "vi"),
        ("I am safe.", "Rwy'n ddiogel, ŵ ŷ â.", "cy"),
        ("I am safe.", "ደህና ነኝ።", "am"),
        ("From 2027-06-30 on.", "Dès le 2027-06-30.", "fr"),
    ],
)
def test_a_good_translation_is_left_alone(source, target, code):
    assert found(source, target, code) == {}


@pytest.mark.parametrize(
    ("source", "target", "code", "rule", "told"),
    [
        ("My {{worker}}.", "Mon tuteur.", "fr", "placeholder", "{{worker}} is missing"),
        ("My {{worker}}.", "Mon {{tuteur}}.", "fr", "placeholder", "{{worker}} is missing"),
        ("Mine.", "Mon {{worker}}.", "fr", "placeholder", "{{worker}} is not in the source"),
        ("Page {page}.", "Page.", "fr", "placeholder", "{page} is missing"),
        ("It takes 20 minutes.", "Cela prend 30 minutes.", "fr", "number", "says 30 where the"),
        ("It takes 20 minutes.", "يستغرق ٣٠ دقيقة.", "ar", "number", "says 30 where the"),
        ("You get 2 cards.", "Deux cartes.", "fr", "number", "2 stands in the source alone"),
        ("Call 01632 960004.", "Appelez 01632 960005.", "fr", "phone", "not in the target"),
        ("Call 01632 960004.", "اتصل ٠١٦٣٢ ٩٦٠٠٠٤.", "ar", "phone", "must stand as it is"),
        ("Call 01632 960004.", "Appelez 01632 96 00 04.", "fr", "phone", "is written otherwise"),
        ("Call us.", "Appelez 01632 960004.", "fr", "phone", "is not in the source"),
        ("I am safe.", "J\u0435 suis en s\u00e9curit\u00e9.", "fr", "look-alike", "type it again"),
        ("I am safe.", "Ez \u0435wle me.", "kmr", "look-alike", "keyboard of Kurdish (Kurmanji)"),
        ("I am safe.", "أنا في aمان.", "ar", "look-alike", "letters of another script"),
        ("I am safe.", "من سەلامەتم لێرە كات.", "ckb", "letter", "(U+0643) is no letter of"),
        ("I am safe.", "من سەلامەتم لێرە كات.", "ckb", "letter", "write ک"),
        ("I am safe.", "أنا هنا في أمانی.", "ar", "letter", "(U+06CC)"),
        ("I am safe.", "Yam e gü\u00fcn.", "sq", "letter", "unless it is part of a name"),
        ("I am safe.", "ana fi aman.", "ar", "script", "no letter is in the script of Arabic"),
        ("I am safe.", "x" * 111, "fr", "length", "111 characters are more than the 110"),
        ("I am safe.", "س" * 101, "ar", "length", "101 characters are more than the 100"),
        (LONG, "Une fois.", "fr", "length", "see whether a part is missing"),
        ("I am safe.", "I am  safe.", "fr", "untranslated", "the target is the source itself"),
        ("I am **safe**.", "Je suis en sécurité.", "fr", "emphasis", "**"),
        ("I am safe.", "Je suis\u202e là.", "fr", "invisible", "invisible marks"),
    ],
)
def test_a_slip_is_told_with_what_to_do(source, target, code, rule, told):
    assert told in found(source, target, code)[rule]


def test_a_letter_of_a_name_that_the_source_has_is_no_slip():
    assert "letter" not in found("Ask Zoë.", "Pyet Zoë, ë ç.", "sq")


def test_a_word_of_the_glossary_is_looked_for_in_the_target():
    words = {"guardian": "tuteur | tutrice", "card": "carte"}
    assert found("My guardians help.", "Mes tuteurs m'aident.", glossary=words) == {}
    assert found("My guardian helps.", "Ma tutrice m'aide.", glossary=words) == {}
    told = found("My guardian helps.", "Mon gardien m'aide.", glossary=words)["glossary"]
    assert '"tuteur | tutrice" for "guardian"' in told


def test_a_glossary_is_read_from_a_table(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("source,target\nguardian,tuteur\n,\n", encoding="utf-8")
    assert read_glossary(path) == {"guardian": "tuteur"}
    path.write_text("source,target\na,b\na,c\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r'words\.csv, row 3: "a" stands twice'):
        read_glossary(path)
    path.write_text("english,french\na,b\n", encoding="utf-8")
    with pytest.raises(StudyError, match="the columns source and target"):
        read_glossary(path)


def test_a_changed_source_is_told_with_the_text_before():
    table = translation_table(numbered(["I am safe now."]), language="fr")
    table.loc[2, ["target", "state", "source before"]] = "Bien.", "draft", "I am well."
    (finding,) = check_translation(table)
    assert (finding.rule, '"I am well."' in finding.message) == ("changed source", True)


def test_a_table_without_a_language_or_a_translation_has_no_findings():
    table = translation_table(numbered(["I am safe."]))
    assert check_translation(table) == []
    assert check_translation(table.assign(language="ar")) == []


def test_findings_name_the_file_when_it_is_given():
    table = translation_table(numbered(["I am safe."]), language="fr")
    table.loc[2, ["target", "state"]] = "I am safe.", "draft"
    assert [f.path for f in check_translation(table, path="fr.po")] == ["fr.po"]


@pytest.mark.parametrize("code", ["en-XA", "ar-XB"])
@pytest.mark.parametrize("name", names())
def test_the_pseudo_locales_pass_every_check(name, code):
    assert check_translation(pseudo_table(read_guide(name), code)) == []
