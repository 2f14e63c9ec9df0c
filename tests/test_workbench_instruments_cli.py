"""`qmt instruments`: every command on real files, and what it says when it can't."""

import re
from pathlib import Path

import pytest
from command import Qmt, everything, refusal, runner
from docx import Document as WordFile
from openpyxl import load_workbook

import qmethod as qm
from instruments.source.names import names
from instruments.study.entries import template
from qmethod.demo import demo


@pytest.fixture
def qmt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Qmt:
    """`qmt` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


@pytest.fixture
def study(qmt: Qmt) -> Path:
    """A study of two instruments with nothing left open."""
    assert qmt("instruments", "new", "b2", "help-card", "--to", "study").code == 0
    text = re.sub(r'\n  "under 16.*', "", template(examples=True))
    Path("study/study.yaml").write_text(text, encoding="utf-8")
    return Path("study")


def refused(qmt: Qmt, *arguments: object) -> str:
    return refusal(qmt, "instruments", *arguments)


def fill_in(path: Path, **states: str) -> None:
    """Translate a table that went out into capitals, in a state by the kind of each text."""
    book = load_workbook(path)
    sheet = book["translation"]
    column = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        state = states.get(str(sheet.cell(row, column["kind"]).value), states.get("every"))
        if state is None:
            continue
        source = str(sheet.cell(row, column["source"]).value)
        target = re.sub(r"[^{}]+(?![^{]*\}\})", lambda m: m[0].upper(), source)
        told = {"target": target, "state": state, "translator": "Ann", "reviewer": "Ben",
                "date": "2027-01-11"}  # fmt: skip
        for name, value in told.items():
            sheet.cell(row, column[name]).value = value
    book.save(path)


# ---- list, show, new ----------------------------------------------------------------------


def test_list_names_all_that_ships_with_kind_and_readers(qmt: Qmt) -> None:
    ran = qmt("instruments", "list")
    assert ran.code == 0
    head, *lines = ran.out.splitlines()
    assert head.split() == ["name", "kind", "for", "minutes", "title"]
    assert [line.split()[0] for line in lines if line and "To edit one" not in line] == names()
    assert re.search(r"^b1 +interview +professionals +60 ", ran.out, re.MULTILINE)


def test_show_gives_sections_times_questions_and_what_stands_under_them(qmt: Qmt) -> None:
    ran = qmt("instruments", "show", "B1")
    assert ran.code == 0
    assert "interview, professionals, 60 minutes, version 1.0" in ran.out
    assert "Opening (2½)" in ran.out
    assert re.search(r"^  1\. ", ran.out, re.MULTILINE)
    assert re.search(r"^     Prompt: ", ran.out, re.MULTILINE)
    source = qmt("instruments", "show", "b1", "--source").out
    assert source.startswith("---\ntitle: Interview with individual {{worker}}s\n")


def test_new_copies_what_is_named_and_never_over_what_is_there(qmt: Qmt) -> None:
    ran = qmt("instruments", "new", "study.yaml", "b2", "sheet-11-15", "--to", "mine")
    assert ran.code == 0
    assert set(everything(Path("mine"))) == {"study.yaml", "guide-b2.md", "sheet-11-15.md"}
    Path("mine/guide-b2.md").write_text("ours")
    assert "is there already" in refused(qmt, "new", "b2", "--to", "mine")
    assert qmt("instruments", "new", "b2", "--to", "mine", "--force").code == 0
    assert Path("mine/guide-b2.md.backup-1").read_text() == "ours"
    assert "did you mean" in refused(qmt, "new", "shet-11-15", "--to", "mine")


# ---- check --------------------------------------------------------------------------------


def test_check_ends_with_1_for_faults_alone(qmt: Qmt, study: Path) -> None:
    text = (study / "help-card.md").read_text(encoding="utf-8")
    sound = qmt("instruments", "check", study)
    assert sound.code == 0, sound.out
    assert "Nothing must be mended." in sound.out
    assert "good to know" in sound.out
    leading = "\n8. Surely your guardian is very good?\n"
    guide = study / "guide-b2.md"
    guide.write_text(guide.read_text(encoding="utf-8") + leading, encoding="utf-8")
    prompted = qmt("instruments", "check", guide)
    assert prompted.code == 0
    assert "worth a second look" in prompted.out
    assert "(leading)" in prompted.out
    (study / "help-card.md").write_text(text + "\n- Contact: Ring 01632 960999\n", encoding="utf-8")
    (study / "study.yaml").write_text("", encoding="utf-8")
    faulty = qmt("instruments", "check", study)
    assert faulty.code == 1
    assert "to be mended before use" in faulty.out
    assert re.search(r"study\.yaml.* \(empty\): voucher is empty\.", faulty.out)
    assert faulty.err == ""


def test_check_holds_several_files_against_each_other_and_a_study(qmt: Qmt, study: Path) -> None:
    assert qmt("instruments", "new", "sheet-11-15", "--to", study).code == 0
    sheet = study / "sheet-11-15.md"
    text = sheet.read_text(encoding="utf-8").replace("{{voucher}}", "£25", 1)
    sheet.write_text(text, encoding="utf-8")
    alone = qmt("instruments", "check", sheet)
    assert "£25" not in alone.out
    held = qmt("instruments", "check", sheet, "--study", study / "study.yaml")
    assert held.code == 1
    assert "£25" in held.out


def test_check_takes_names_of_what_ships(qmt: Qmt) -> None:
    ran = qmt("instruments", "check", "sheet-6-10", "assent-6-10")
    assert ran.code == 0, ran.out
    assert "Checked 2 instruments: sheet-6-10, assent-6-10." in ran.out


# ---- build and approve --------------------------------------------------------------------


def test_build_makes_a_pack_and_says_what_is_open(qmt: Qmt, study: Path) -> None:
    ran = qmt("instruments", "build", study, "--form", "docx", "--form", "html")
    assert ran.code == 0
    assert "Built 9 documents (English) into study/pack." in ran.out
    assert Path("study/pack/index.html").is_file()
    Path("study/study.yaml").write_text("languages: [en, fr]\n", encoding="utf-8")
    again = qmt("instruments", "build", "study/study.yaml", "-o", "second", "--form", "docx")
    assert again.code == 0
    assert "faults to be mended before use; the first:" in again.out
    assert "Not filled, and marked on the pages: worker" in again.out
    assert "Not translated into French yet: 2 pages." in again.out


def test_build_writes_one_document_filled_from_the_study_beside_it(qmt: Qmt, study: Path) -> None:
    words = ("build", "study/guide-b2.md", "--version", "notes", "--layout", "large print")
    assert qmt("instruments", *words, "-o", "notes.docx").out == "Wrote notes.docx.\n"
    text = "\n".join(p.text for p in WordFile("notes.docx").paragraphs)
    assert "Talking about your guardian" in text
    assert "is there already" in refused(qmt, *words, "-o", "notes.docx")
    assert qmt("instruments", "build", "distress-protocol", "-o", "p.html").code == 0
    assert "{{worker}}" in Path("p.html").read_text(encoding="utf-8")


def test_a_pack_after_approval_says_how_many_texts_changed(qmt: Qmt, study: Path) -> None:
    ran = qmt("instruments", "approve", study, "--version", "1.0", "--by", "REC", "--on",
              "11 January 2027")  # fmt: skip
    assert ran.code == 0
    assert "Recorded version 1.0, approved by REC, in study/approved/1.0.yaml." in ran.out
    card = study / "help-card.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("It is free.", "It costs nothing."), encoding="utf-8")
    built = qmt("instruments", "build", study, "--form", "docx")
    assert "1 text changed since version 1.0; changes.docx lists them." in built.out
    assert "is there already" in refused(qmt, "approve", study, "--version", "1.0", "--by", "REC")
    wanted = refused(qmt, "approve", study, "--version", "1.1", "--by", "REC", "--on", "soon")
    assert "is no date" in wanted


# ---- translate ----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "po"])
def test_a_table_goes_out_and_what_comes_back_is_kept(qmt: Qmt, study: Path, ending: str) -> None:
    guide, table = study / "guide-b2.md", f"table.{ending}"
    sent = qmt("instruments", "translate", guide, "--language", "fr", "--out", table)
    assert sent.code == 0
    missing = int(re.search(r"(\d+) missing", sent.out)[1])
    if ending == "po":
        text = Path(table).read_text(encoding="utf-8")
        Path(table).write_text(text.replace('msgstr ""\n\n', 'msgstr "bon"\n\n'), encoding="utf-8")
    else:
        fill_in(Path(table), title="reviewed", question="draft")
    taken = qmt("instruments", "translate", guide, "-l", "fr", "--back", table)
    assert taken.code == 0, taken.err
    assert (study / "fr/guide-b2.po").is_file()
    states = qmt("instruments", "translate", guide, "-l", "fr").out
    left = re.search(r"(\d+) missing", states)
    assert left is None or int(left[1]) < missing


def test_a_confirmed_text_is_not_taken_back_to_a_draft_unless_forced(qmt: Qmt, study: Path) -> None:
    guide = study / "help-card.md"
    words = ("instruments", "translate", guide, "-l", "fr")
    assert qmt(*words, "-o", "a.xlsx").code == 0
    fill_in(Path("a.xlsx"), every="reviewed")
    assert qmt(*words, "--back", "a.xlsx").code == 0
    assert qmt(*words, "-o", "b.xlsx").code == 0
    fill_in(Path("b.xlsx"), every="draft")
    book = load_workbook("b.xlsx")
    column = next(c.column for c in book["translation"][1] if c.value == "target")
    book["translation"].cell(2, column).value = "AUTRE CHOSE"
    book.save("b.xlsx")
    kept = (study / "fr/help-card.po").read_bytes()
    ran = qmt(*words, "--back", "b.xlsx")
    assert ran.code == 0
    assert "left as they were; --force takes them in:" in ran.out
    assert (study / "fr/help-card.po").read_bytes() == kept
    assert "AUTRE CHOSE" in qmt(*words, "--back", "b.xlsx", "--force").out or (
        "AUTRE CHOSE" in (study / "fr/help-card.po").read_text(encoding="utf-8")
    )


def test_of_a_study_everything_goes_out_and_the_state_of_everything_is_told(
    qmt: Qmt, study: Path
) -> None:
    text = template(examples=True).replace("languages: [en]", "languages: [en, ar, fr, en-XA]")
    text = text.replace('q_sort: "none"', "q_sort: cards.xlsx")
    (study / "study.yaml").write_text(text, encoding="utf-8")
    qm.write_study(demo().study, study / "cards.xlsx")
    ran = qmt("instruments", "translate", study, "--out", "tables")
    assert ran.code == 0
    sent = {path.relative_to("tables").as_posix() for path in Path("tables").rglob("*.xlsx")}
    assert sent == {
        f"{code}/{name}.xlsx" for code in ("ar", "fr") for name in (
            "guide-b2", "help-card", "pages", "cards", "cards-statements",
            "qsort-guide-children", "qsort-script",
        )
    }  # fmt: skip
    told = qmt("instruments", "translate", study).out
    assert "Arabic (ar)" in told
    assert "French (fr)" in told
    assert re.search(r"guide-b2 +\d+ missing", told)


def test_texts_that_wait_for_their_review_are_named_by_line(qmt: Qmt, study: Path) -> None:
    words = ("instruments", "translate", study / "help-card.md", "-l", "fr")
    assert qmt(*words, "-o", "a.xlsx").code == 0
    fill_in(Path("a.xlsx"), every="draft")
    assert qmt(*words, "--back", "a.xlsx").code == 0
    assert re.search(r"not printed before they are reviewed: lines \d+", qmt(*words).out)


# ---- results ------------------------------------------------------------------------------


@pytest.mark.slow
def test_results_writes_pages_to_edit_that_build_prints(qmt: Qmt) -> None:
    analysis = qm.analyse(demo().study, 5)
    qm.save(analysis, "analysis.json")
    ran = qmt("instruments", "results", "analysis.json", "--out", "pages", "--name",
              "F1=Safe and heard")  # fmt: skip
    assert ran.code == 0, ran.err
    pages = sorted(Path("pages").glob("*.md"))
    assert f"Wrote {len(pages)} pages into pages" in ran.out
    assert any("Safe and heard" in page.read_text(encoding="utf-8") for page in pages)
    for page in pages:
        built = qmt("instruments", "build", page, "-o", page.with_suffix(".docx"))
        assert built.code == 0, built.err
    assert "is there already" in refused(
        qmt, "results", "analysis.json", "-o", "pages", "--name", "F1=Another"
    )
    assert "was not understood" in refused(
        qmt, "results", "analysis.json", "-o", "x", "--name", "Safe"
    )


# ---- bad input ----------------------------------------------------------------------------

GOOD = "---\ntitle: A\nkind: interview\naudience: children\nlanguage: en\n---\n## B (5 minutes)\n"
BAD = {
    "no head": ("## B\n1. Who?\n", r"line 1: .*---"),
    "a head that is no YAML": (GOOD.replace("title: A", "title: [A"), r"line \d+"),
    "an entry that is not known": (GOOD.replace("language", "languag"), r"line 5: .*language"),
    "an unknown kind": (GOOD.replace("interview", "chat"), r"line 3: .*chat.*interview"),
    "an unknown audience": (GOOD.replace("children", "kids"), r"line 4: .*kids.*children"),
    "minutes that are no number": (GOOD.replace("---\n##", "minutes: an hour\n---\n##"), r"line 6"),
    "minutes below none": (GOOD.replace("---\n##", "minutes: -5\n---\n##"), r"line 6"),
    "a number twice": (f"{GOOD}1. Who?\n\n1. What?\n", r"line 10: question 1 .* line 8"),
    "an unknown key": (f"{GOOD}1. Who?\n   - Promt: school\n", r"line 9: .*Prompt"),
    "nothing under the head": (GOOD.split("## ")[0], r"nothing stands under the head"),
    "an empty file": ("", r"line 1"),
    "a letter of no known script": (f"{GOOD}1. สวัสดี?\n", r"line 8: .*Thai"),
    "a picture that is not there": (f"{GOOD}- Picture: lost.png: A dog\n", r"lost\.png"),
    "a language that nobody has": (GOOD.replace(": en", ": tlh"), r"tlh"),
}


@pytest.mark.parametrize(("text", "wanted"), BAD.values(), ids=BAD)
def test_a_source_that_can_t_be_read_or_set_is_one_sentence_with_its_line(
    qmt: Qmt, text: str, wanted: str
) -> None:
    Path("bad.md").write_text(text, encoding="utf-8")
    said = refused(qmt, "build", "bad.md", "-o", "bad.docx")
    assert "bad.md" in said or "lost.png" in said
    assert re.search(wanted, said), said


FILES = {
    "a Word file": (b"PK\x03\x04....", "is a Word file"),
    "letters that are not UTF-8": ("---\ntitle: Gespräch\n".encode("latin-1"), "line 2"),
    "zeros": (bytes(64), "line 1"),
}


@pytest.mark.parametrize(("data", "wanted"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_plain_text_is_one_sentence(qmt: Qmt, data: bytes, wanted: str) -> None:
    Path("bad.md").write_bytes(data)
    for command in ("show", "check"):
        assert wanted in refused(qmt, command, "bad.md")


CHOICES = {
    "no name of ours": (("show", "b7"), "did you mean"),
    "a file that is not there": (("show", "mine/guide.md"), "is not there"),
    "a folder for a file": (("show", "study"), "is a folder"),
    "no study.yaml": (("build", "study/pack"), "study/pack is not there"),
    "an unknown form": (("build", "study", "--form", "odt"), "is no form of a document"),
    "an unknown version": (("build", "b2", "-o", "x.docx", "--version", "all"), "no version"),
    "an unknown layout": (("build", "b2", "-o", "x.docx", "--layout", "braille"), "no layout"),
    "one document without a file": (("build", "b2"), "name the file to write"),
    "one document of no form": (("build", "b2", "-o", "x.odt"), "are saved as .docx"),
    "a version for a whole pack": (("build", "study", "--version", "notes"), "one instrument"),
    "a template that is no Word file": (
        ("build", "b2", "-o", "x.docx", "--template", "study/study.yaml"), "study.yaml",
    ),
    "a template that is not there": (
        ("build", "b2", "-o", "x.docx", "--template", "lost.docx"), "lost.docx",
    ),
    "a pack over its own study": (("build", "study", "-o", "study", "--force"), "is to be read"),
    "out over the source": (
        ("build", "study/guide-b2.md", "-o", "study/guide-b2.md", "--force"), "is to be read",
    ),
    "a study that is no study": (("check", "b2", "--study", "study/guide-b2.md"), "guide-b2.md"),
    "out and back at once": (
        ("translate", "study/guide-b2.md", "-l", "fr", "-o", "a.po", "--back", "b.po"), "choose",
    ),
    "no language": (("translate", "study/guide-b2.md", "-o", "a.po"), "No language is named"),
    "an unknown language": (("translate", "study/guide-b2.md", "-l", "tlh"), "tlh"),
    "its own language": (
        ("translate", "study/guide-b2.md", "-l", "en", "-o", "a.po"), "in that language already",
    ),
    "a table that is not there": (
        ("translate", "study/guide-b2.md", "-l", "fr", "--back", "a.po"), "is not there",
    ),
    "a table of no form": (
        ("translate", "study/guide-b2.md", "-l", "fr", "-o", "a.odt"), "goes out as .xlsx or .po",
    ),
    "what ships": (("translate", "b2", "-l", "fr"), "ships with the toolkit"),
    "one table for many": (("translate", "study", "-l", "fr", "--back", "a.po"), "one table"),
    "no analysis": (("results", "study/study.yaml", "-o", "x"), "study.yaml"),
    "groups of one": (("results", "a.json", "-o", "x", "--least", "1"), "--least"),
    "an approval by nobody": (("approve", "study", "--version", "1", "--by", ""), "Nobody"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), CHOICES.values(), ids=CHOICES)
def test_a_wrong_choice_is_one_sentence_and_leaves_nothing(
    qmt: Qmt, study: Path, words: tuple[str, ...], wanted: str
) -> None:
    assert wanted in refused(qmt, *words)


def test_a_table_that_was_spoilt_on_its_way_changes_nothing(qmt: Qmt, study: Path) -> None:
    words = ("translate", study / "help-card.md", "-l", "fr")
    assert qmt("instruments", *words, "-o", "a.xlsx").code == 0
    book = load_workbook("a.xlsx")
    column = next(c.column for c in book["translation"][1] if c.value == "id")
    book["translation"].cell(3, column).value = "gone"
    book.save("a.xlsx")
    assert "row 3" in refused(qmt, *words, "--back", "a.xlsx")
    assert qmt("instruments", *words[:-1], "ar", "-o", "ar.xlsx").code == 0
    assert "in Arabic (ar), not in French (fr)" in refused(qmt, *words, "--back", "ar.xlsx")
