import io
import json
import random
import time
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfWriter

import corpora
from corpora import StudyError
from corpora.sources import fingerprint

PROSE = "she is settled at college and feels safe with her carers after a move last year"
WORDS = PROSE.split()
MIXED = "cafe\u0301 😀 عَرَبِيّ end"
ARABIC = "ذهبت إلى المدرسة وكانت جيدة جدا"
ODT_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
)
ODT_TAIL = "</office:text></office:body></office:document-content>"


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path, **options):
    sources = corpora.load(path, **options)
    assert len(sources) == 1
    return sources[0]


def odt(path: Path, body: str, *, manifest: str = "<manifest/>", head: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", head + ODT_HEAD + body + ODT_TAIL)
    return path


def pdf(path: Path, words: str) -> Path:
    """A PDF of one page, made by hand."""
    drawn = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET" if words else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return put(path, out)


def found(source) -> str:
    return " ".join(source.found)


# ---------------------------------------------------------------- plain text and encodings


def test_line_ends_and_letters_are_normalised_once_and_the_original_is_fingerprinted(tmp_path):
    data = "one\r\ntwo\rcafe\u0301".encode()
    source = one(put(tmp_path / "a.txt", data))
    assert source.text == "one\ntwo\ncafé"
    assert source.fingerprint == fingerprint(data)
    assert (source.id, source.case, source.kind) == ("a", "a", "text")


@pytest.mark.parametrize(
    "ending", ["txt", "md", "docx", "odt", "vtt", "srt", "csv", "xlsx", "jsonl"]
)
def test_emoji_combining_marks_and_arabic_shift_no_offset(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    caption = f"00:01.000 --> 00:02.000\n{MIXED}\n"
    if ending in ("txt", "md"):
        put(path, MIXED)
    elif ending == "docx":
        document = docx.Document()
        document.add_paragraph(MIXED)
        document.save(path)
    elif ending == "odt":
        odt(path, f"<text:p>{MIXED}</text:p>")
    elif ending == "vtt":
        put(path, f"WEBVTT\n\n{caption}")
    elif ending == "srt":
        put(path, "1\n00:00:01,000 --> 00:00:02,000\n" + MIXED + "\n")
    elif ending == "csv":
        put(path, f"id,text\n1,{MIXED}\n")
    elif ending == "jsonl":
        put(path, json.dumps({"id": "1", "text": MIXED}) + "\n")
    else:
        book = openpyxl.Workbook()
        book.active.append(["id", "text"])
        book.active.append(["1", MIXED])
        book.save(path)
    source = one(path)
    expected = unicodedata.normalize("NFC", MIXED)
    assert source.text == expected
    start = source.text.index("end")
    assert start == len(expected) - 3 and source.quote(start, start + 3) == "end"


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        ("café".encode(), "café", "UTF-8."),
        ("café".encode("utf-8-sig"), "café", "UTF-8 with a byte-order mark"),
        ("café here".encode("utf-16"), "café here", "UTF-16"),
        ("plain words".encode("utf-16-le"), "plain words", "UTF-16 without a byte-order mark"),
        ("“café” – Zoë".encode("cp1252"), "“café” – Zoë", "Windows-1252, assumed"),
        ("I don’t know".encode("mac_roman"), "I don’t know", "Mac Roman, assumed"),
        (ARABIC.encode("cp1256"), ARABIC, "Windows-1256 (Arabic), assumed"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_and_said(tmp_path, data, text, said):
    source = one(put(tmp_path / "a.txt", data))
    assert source.text == text
    assert said in found(source)


def test_another_encoding_can_be_asked_for(tmp_path):
    path = put(tmp_path / "a.txt", "Łódź".encode("cp1250"))
    assert one(path, encoding="cp1250").text == "Łódź"
    with pytest.raises(StudyError, match='"nonsense" is no encoding'):
        corpora.load(path, encoding="nonsense")
    with pytest.raises(StudyError, match=r"a\.txt, line 1: byte 1 does not fit the encoding utf-8"):
        corpora.load(path, encoding="utf-8")


def test_text_that_was_garbled_before_is_pointed_out(tmp_path):
    twice = "it’s and isn’t".encode().decode("cp1252")
    assert "garbled" in found(one(put(tmp_path / "a.txt", twice)))


# ---------------------------------------------------------------- documents


def word_paragraph(document, name: str, words: str):
    paragraph = document.add_paragraph()
    paragraph.add_run(name).bold = True
    paragraph.add_run(words)
    return paragraph


def test_word_documents_keep_paragraphs_tables_and_bold_speakers(tmp_path):
    document = docx.Document()
    document.add_heading("Interview", 1)
    for name, words in [
        ("Anna ", "How?"),
        ("Ada ", "So.\nAnd so."),
        ("Anna ", "Why?"),
        ("Ada ", "Hm."),
    ]:
        word_paragraph(document, name, words)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.save(tmp_path / "a.docx")
    source = one(tmp_path / "a.docx", interviewers=["anna"])
    assert source.text == "Interview\nAnna How?\nAda So.\nAnd so.\nAnna Why?\nAda Hm.\nleft\tright"
    said = [(t.speaker, source.text[t.start : t.end], t.interviewer) for t in source.turns]
    assert said[:3] == [
        ("Anna", "How?", True),
        ("Ada", "So.\nAnd so.", False),
        ("Anna", "Why?", True),
    ]


def test_word_insertions_boxes_and_controls_are_read_and_deletions_left_out(tmp_path):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    body = document.element.body
    document.add_paragraph("kept ")
    mark = f'{nsdecls("w")} w:id="1" w:author="x"'
    inserted = f"<w:ins {mark}><w:r><w:t>inserted</w:t></w:r></w:ins>"
    deleted = f"<w:del {mark}><w:r><w:delText>gone</w:delText></w:r></w:del>"
    for xml in (inserted, deleted):
        document.paragraphs[0]._p.append(parse_xml(xml))
    words = "<w:p><w:r><w:t>control</w:t></w:r></w:p>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{words}</w:sdtContent></w:sdt>"
    body.insert(1, parse_xml(control))
    document.save(tmp_path / "a.docx")
    source = one(tmp_path / "a.docx")
    assert source.text == "kept inserted\ncontrol"
    assert "Left out: tracked deletions." in source.found


def test_opendocument_texts_are_read_with_spaces_tabs_breaks_and_tables(tmp_path):
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:h>Head</text:h><text:p>a  b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e'
        "<text:note><text:p>foot</text:p></text:note> <text:span>f</text:span></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>"
    )
    source = one(odt(tmp_path / "a.odt", body))
    assert source.text == "Head\na b   c\td\ne f\nx\ty"
    assert "footnotes" in found(source)


def test_rich_text_is_read_with_its_code_pages_and_emoji(tmp_path):
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl"
        rb"{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset178 Arial;}}"
        rb"\f0 INT: Caf\'e9 \u-10179?\u-8704?\par P1: yes {\f1\'e3\'d1}\par}"
    )
    source = one(put(tmp_path / "a.rtf", data))
    assert source.text.strip() == "INT: Café 😀\nP1: yes مر"
    assert [t.interviewer for t in source.turns] == [True, False]
    assert "1252" in found(source)


def test_pdf_text_is_read(tmp_path):
    source = one(pdf(tmp_path / "a.pdf", "She is settled."))
    assert source.text.strip() == "She is settled."
    assert "PDF of 1 pages" in found(source)


def test_captions_become_running_speech_with_voices(tmp_path):
    captions = (
        "WEBVTT\n\nNOTE not this\n\n"
        "1\n00:01.000 --> 00:02.000\n<v Interviewer>How are &amp; where\n\n"
        "00:02.000 --> 00:03.000\n<v Interviewer>were <i>you</i>?\n\n"
        "00:03.000 --> 00:04.000\n<v.loud Ada Lo>Fine.</v> <v Interviewer>Good.</v>\n"
    )
    source = one(put(tmp_path / "a.vtt", captions))
    assert (
        source.text == "Interviewer: How are & where were you?\nAda Lo: Fine.\nInterviewer: Good."
    )
    said = [(t.speaker, source.text[t.start : t.end], t.interviewer) for t in source.turns]
    assert said == [
        ("Interviewer", "How are & where were you?", True),
        ("Ada Lo", "Fine.", False),
        ("Interviewer", "Good.", True),
    ]
    assert source.kind == "transcript"


def test_srt_captions_with_labels_become_turns(tmp_path):
    captions = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nINT: Hello\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\n<i>P1: hi</i>\r\nthere\r\n"
    )
    source = one(put(tmp_path / "a.srt", captions))
    assert source.text == "INT: Hello\nP1: hi there"
    assert [t.speaker for t in source.turns] == ["INT", "P1"]


# ---------------------------------------------------------------- tables


def test_a_jsonl_of_id_and_text_needs_nothing_else(tmp_path):
    lines = [{"id": 7, "text": "One."}, {"id": "b", "text": "Two.", "meta": {"year": 2023.0}}]
    path = put(tmp_path / "a.jsonl", "\n\n".join(map(json.dumps, lines)) + "\n")
    first, second = corpora.load(path)
    assert (first.id, first.text, first.fingerprint) == ("7", "One.", fingerprint("One."))
    assert (second.id, dict(second.attributes)) == ("b", {"year": "2023"})


def test_columns_are_found_by_name_and_the_rest_are_attributes(tmp_path):
    table = 'URN;Case ID;Closure summary;Year;Worker role\nA1;C1;"settled; in college";2023;RPC\n'
    source = one(put(tmp_path / "a.csv", table))
    assert (source.id, source.case, source.kind) == ("A1", "C1", "summary")
    assert source.text == "settled; in college"
    assert dict(source.attributes) == {"Year": "2023", "Worker role": "RPC"}
    assert 'Column "Closure summary" holds the texts' in found(source)
    assert "Separator: semicolon." in source.found


def test_the_longest_column_is_assumed_to_be_the_text_and_another_can_be_asked_for(tmp_path):
    table = f"who,what was written\nA,{' '.join(WORDS)}\nB,{' '.join(WORDS[::-1])}\n"
    path = put(tmp_path / "a.csv", table)
    first, _ = corpora.load(path)
    assert first.text == " ".join(WORDS)
    assert 'Assumed that column "what was written" holds the texts' in found(first)
    assert first.id == "a row 2"
    assert [s.text for s in corpora.load(path, text_column="who")] == ["A", "B"]
    with pytest.raises(
        StudyError, match=r'no column "notes" .* columns are "who", "what was written"'
    ):
        corpora.load(path, text_column="notes")


def test_several_texts_of_a_case_get_numbered_ids(tmp_path):
    path = put(tmp_path / "a.csv", "case,text\nC1,one\nC2,two\nC1,three\n")
    assert [(s.id, s.case) for s in corpora.load(path)] == [
        ("C1", "C1"),
        ("C2", "C2"),
        ("C1 (2)", "C1"),
    ]


def test_a_kind_that_we_know_is_kept_as_such_and_another_as_attribute(tmp_path):
    rows = '{"id": 1, "text": "x", "kind": "summary"}\n{"id": 2, "text": "y", "kind": "note"}\n'
    first, second = corpora.load(put(tmp_path / "a.jsonl", rows))
    assert (first.kind, dict(first.attributes)) == ("summary", {})
    assert (second.kind, dict(second.attributes)) == ("text", {"kind": "note"})


def test_a_row_without_a_text_stays_and_says_so(tmp_path):
    first, second = corpora.load(put(tmp_path / "a.csv", "id,text,year\n1,x,2020\n2,,2021\n"))
    assert second.text == "" and "The text is empty." in second.found
    assert "The text is empty." not in first.found


def test_workbooks_give_numbers_and_days_as_they_are_read(tmp_path):
    import datetime as dt

    book = openpyxl.Workbook()
    book.active.append([])
    book.active.append(["id", "Summary", "year", "closed"])
    book.active.append([1, "She is settled.", 2023, dt.datetime(2023, 4, 5)])
    book.create_sheet("Notes").append(["not read"])
    book.save(tmp_path / "a.xlsx")
    source = one(tmp_path / "a.xlsx")
    assert (source.id, source.text) == ("1", "She is settled.")
    assert dict(source.attributes) == {"year": "2023", "closed": "2023-04-05"}
    assert "not read: Notes" in found(source)
    with pytest.raises(StudyError, match='no sheet "X"; the sheets are "Sheet", "Notes"'):
        corpora.load(tmp_path / "a.xlsx", sheet="X")


def test_a_transcript_in_a_cell_has_turns(tmp_path):
    source = one(put(tmp_path / "a.csv", 'id,text\n1,"INT: How?\nP1: So."\n'))
    assert [t.speaker for t in source.turns] == ["INT", "P1"]
    assert source.kind == "transcript"
    assert one(tmp_path / "a.csv", kind="summary").turns == ()


# ---------------------------------------------------------------- folders


def test_folders_are_read_through_in_order_and_recordings_passed_over(tmp_path):
    (tmp_path / "site b").mkdir()
    put(tmp_path / "b.txt", "B")
    put(tmp_path / "a.txt", "A")
    put(tmp_path / "a.md", "A2")
    put(tmp_path / "site b" / "c.txt", "C")
    put(tmp_path / "c.jsonl", '{"id": "x", "text": "X"}\n')
    put(tmp_path / "talk.mp3", b"\x00")
    put(tmp_path / ".hidden", b"\x00")
    put(tmp_path / "~$a.docx", b"\x00")
    sources = corpora.load(tmp_path)
    assert [s.id for s in sources] == ["a.md", "a.txt", "b", "x", "site b/c"]
    assert "Not read, as they hold no words: talk.mp3." in sources[0].found


def test_files_of_one_name_in_several_folders_stay_apart(tmp_path):
    for site in ("north", "south"):
        (tmp_path / site).mkdir()
        put(tmp_path / site / "1.txt", site)
    both = corpora.load(tmp_path / "north", tmp_path / "south")
    assert [s.id for s in both] == ["north/1", "south/1"]
    files = corpora.load(tmp_path / "north" / "1.txt", tmp_path / "south" / "1.txt")
    assert [s.id for s in files] == ["north/1.txt", "south/1.txt"]


def test_a_table_beside_the_texts_gives_their_attributes(tmp_path):
    put(tmp_path / "A1.txt", "one")
    put(tmp_path / "b2.md", "two")
    put(tmp_path / "c3.txt", "three")
    table = put(tmp_path / "cases.csv", "Case ID,Year,Area\nA1,2023,North\nB2,2024,South\n")
    first, second, third = corpora.load(tmp_path, attributes=table)
    assert dict(first.attributes) == {"Year": "2023", "Area": "North"}
    assert dict(second.attributes) == {"Year": "2024", "Area": "South"}
    assert not third.attributes and "No row of cases.csv is about this text." in third.found
    put(table, "id,case,year\nA1,Kim,1\n")
    first, *_ = corpora.load(tmp_path, attributes=table)
    assert (first.id, first.case, dict(first.attributes)) == ("A1", "Kim", {"year": "1"})
    put(table, "case,year\nA1,1\nA1,2\n")
    with pytest.raises(StudyError, match='row 3: "A1" comes a second time in column "case"'):
        corpora.load(tmp_path, attributes=table)


# ---------------------------------------------------------------- length and memory


def summaries(path: Path, count: int) -> Path:
    rng = random.Random(1)
    with path.open("w") as stream:
        for number in range(count):
            text = " ".join(rng.choices(WORDS, k=200))
            stream.write(json.dumps({"id": number, "text": text}) + "\n")
    return path


def peak(path: Path) -> tuple[int, int]:
    tracemalloc.start()
    count = sum(1 for _ in corpora.stream(path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, most


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    corpora.load(summaries(tmp_path / "warm.jsonl", 10))
    _, few = peak(summaries(tmp_path / "few.jsonl", 1500))
    count, many = peak(summaries(tmp_path / "many.jsonl", 6000))
    grown = (tmp_path / "many.jsonl").stat().st_size - (tmp_path / "few.jsonl").stat().st_size
    assert count == 6000
    assert many - few < 0.15 * grown  # what is kept is a number for each id


def test_a_transcript_of_300_000_characters_is_read_in_a_second(tmp_path):
    rng = random.Random(2)
    lines = [
        f"{'INT' if i % 2 else 'P1'}: {' '.join(rng.choices(WORDS, k=70))} 😀" for i in range(1000)
    ]
    path = put(tmp_path / "a.txt", "\n".join(lines))
    begun = time.perf_counter()
    source = one(path)
    assert time.perf_counter() - begun < 1
    assert len(source.text) > 300_000 and len(source.turns) == 1000
    last = source.turns[-1]
    assert source.text[last.start : last.end] == lines[-1].removeprefix("INT: ")


# ---------------------------------------------------------------- bad input


def bomb(needed: str) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(needed, "w") as part,
    ):
        for _ in range(80):
            part.write(b"\0" * (1 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n ", "holds no words"),
        ("a.txt", bytes(range(256)) * 8, "no readable text"),
        ("a.txt", b"%PDF-1.4 x", "a PDF document, not plain text"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "protected by a password or in an old office format"),
        ("a.odt", b"no archive", "damaged"),
        ("a.rtf", b"plain", "no rich text"),
        ("a.pdf", b"%PDF-1.4 broken", "damaged"),
        ("a.vtt", "WEBVTT\n\n", "no captions"),
        ("a.srt", "no captions here", "damaged or of another kind"),
        ("a.csv", b"", "empty"),
        ("a.csv", "id,text\n", "no rows"),
        ("a.csv", "id,text\n1,a, b\n", "row 2: the row has 3 cells and the header 2"),
        ("a.csv", 'id,text\n1,"open\n', "line 2: a quotation mark is not closed"),
        ("a.csv", "id,text\n1,\n2,\n", 'no row of column "text" holds a text'),
        ("a.csv", "id,text\n1,x\n1,y\n", 'the id "1" comes a second time'),
        ("a.csv", "id,text\n1,x\n,y\n", 'row 3: column "id" is empty'),
        ("a.csv", "text,text\n1,x\n", 'two columns are called "text"'),
        ("a.csv", "a,b\n1,2\n", "no column looks like the texts"),
        ("a.jsonl", '{"id": 1, "text": "x"}\nnope\n', "line 2: this is no JSON"),
        ("a.jsonl", "[1]\n", "line 1: this is no object"),
        ("a.jsonl", '{"id": 1, "text": "a\\u0000b"}\n', "line 1: the text holds a zero character"),
        ("a.jsonl", '{"id": 1, "text": "x"}\n{"id": 2}\n', 'line 2: there is no "text"'),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("a.doc", b"x", r"not from \.doc"),
        ("a.docx", bomb("word/document.xml"), "far more than its texts can"),
        ("a.odt", bomb("content.xml"), "far more than its texts can"),
        ("a.xlsx", bomb("xl/workbook.xml"), "far more than its texts can"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(tmp_path, name, content, message):
    path = put(tmp_path / name, content)
    with pytest.raises(StudyError, match=message) as caught:
        corpora.load(path)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_missing_files_and_empty_folders_are_refused(tmp_path):
    with pytest.raises(StudyError, match="no such file or folder"):
        corpora.load(tmp_path / "none.txt")
    with pytest.raises(StudyError, match="the folder holds no texts"):
        corpora.load(tmp_path)
    put(tmp_path / "old.doc", "x")
    with pytest.raises(StudyError, match=r"old\.doc: texts are read from"):
        corpora.stream(tmp_path)


def test_scanned_and_protected_pdfs_are_told_apart(tmp_path):
    with pytest.raises(StudyError, match="no text, only pictures"):
        corpora.load(pdf(tmp_path / "scan.pdf", ""))
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "secret"))
    writer.encrypt("key", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(StudyError, match=r"locked\.pdf: the PDF is protected by a password"):
        corpora.load(tmp_path / "locked.pdf")


def test_protected_and_hostile_opendocument_files_are_refused(tmp_path):
    locked = odt(tmp_path / "a.odt", "", manifest="<manifest:encryption-data/>")
    with pytest.raises(StudyError, match="protected by a password"):
        corpora.load(locked)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(StudyError, match="damaged or unsafe"):
        corpora.load(odt(tmp_path / "b.odt", "<text:p>x</text:p>", head=laughs))
    deep = "<text:span>" * 5000 + "x" + "</text:span>" * 5000
    with pytest.raises(StudyError, match="nested too deeply"):
        corpora.load(odt(tmp_path / "c.odt", f"<text:p>{deep}</text:p>"))


def test_a_huge_text_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    with pytest.raises(StudyError, match=r"a\.txt: the file holds 300 MB"):
        corpora.load(path)


def test_halves_of_letters_are_joined_or_told(tmp_path):
    lines = '{"id": 1, "text": "a\\ud83d\\ude00"}\n{"id": 2, "text": "a\\ud83d"}\n'
    whole, half = corpora.load(put(tmp_path / "a.jsonl", lines))
    assert whole.text == "a😀"
    assert half.text == "a\ufffd" and "damaged" in found(half)


def test_a_letter_out_of_place_late_in_a_table_decides_its_encoding(tmp_path):
    rows = "".join(f"{i},{' '.join(WORDS)}\n" for i in range(15_000))
    data = b"id,text\n" + rows.encode() + "x,café\n".encode("cp1252")
    *_, last = corpora.stream(put(tmp_path / "a.csv", data))
    assert last.text == "café" and "Windows-1252" in found(last)
