import os
import shutil
import subprocess
import sys

import pytest
from docx import Document as WordFile
from instrument_texts import EVERY, instrument
from pypdf import PdfReader

from corpora.errors import StudyError
from instruments import pdf
from instruments.documents import document, save_all
from instruments.pdf import to_pdf

office = pytest.mark.skipif(pdf.libreoffice() is None, reason="LibreOffice is not installed")
CHROMIUM = shutil.which("chromium")


def lines_as_seen(path):
    """The lines of a PDF as they stand on paper, from the left edge to the right.

    Pieces of a line are put in order of their place on the page; letters of one piece stand
    in the order in which they are drawn.
    """
    lines = {}
    for number, page in enumerate(PdfReader(path).pages):

        def note(text, _matrix, place, _font, _size, number=number):
            if text.strip():
                lines.setdefault((number, -round(place[5])), []).append((place[4], text))

        page.extract_text(visitor_text=note)
    return ["".join(t for _, t in sorted(p, key=lambda x: x[0])) for _, p in sorted(lines.items())]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every instrument as PDF, made in one call."""
    folder = tmp_path_factory.mktemp("pdf")
    pairs = [(document(instrument(name)), folder / f"{name}.pdf") for name in EVERY]
    large = document(instrument("arabic"), layout="large print", version="notes", band="Draft")
    save_all([*pairs, (large, folder / "large.pdf")])
    return folder


@office
@pytest.mark.slow
def test_phones_times_and_ranges_are_unscrambled_in_a_finished_right_to_left_page(made):
    seen = "\n".join(lines_as_seen(made / "arabic.pdf"))
    for whole in (
        "09:30-17:00", "0800-123 456", "+44 20 7946 0958", "(0800) 555 777", "11-15", "-3", "+3",
        "NRM", "Barnardo's", "20.11.2026",
    ):  # fmt: skip
        assert whole in seen, whole


@office
@pytest.mark.slow
def test_without_our_marks_the_same_page_scrambles_them(tmp_path):
    """The reading above can fail: a plain right-to-left run swaps the parts of a number."""
    word = WordFile()
    paragraph = word.add_paragraph()
    run = paragraph.add_run("اتصل على 0800-123 456 أو 09:30-17:00 الآن")
    run.font.rtl = True
    bidi = paragraph._p.makeelement(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi"
    )
    paragraph._p.get_or_add_pPr().append(bidi)
    word.save(str(tmp_path / "plain.docx"))
    to_pdf({tmp_path / "plain.docx": ""}, tmp_path)
    seen = "\n".join(lines_as_seen(tmp_path / "plain.pdf"))
    assert "0800-123 456" not in seen and "09:30-17:00" not in seen


@office
@pytest.mark.slow
def test_lines_begin_at_the_right_and_the_number_of_a_question_stands_there(made):
    found = {}
    for page in PdfReader(made / "arabic.pdf").pages:
        page.extract_text(
            visitor_text=lambda text, _m, place, _f, _s: found.setdefault(text.strip(), place[4])
        )
    assert found["1"] > 500
    question = next(text for text in found if text.startswith("كيف"))
    assert found[question] < found["2"] > 500


@office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("arabic", "NotoNaskhArabic"),
        ("amharic", "NotoSansEthiopic"),
        ("vietnamese", "NotoSans"),
        ("large", "NotoNaskhArabic"),
    ],
)
def test_only_the_fonts_named_are_in_the_file(made, name, font):
    used = {
        str(entry.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0]
        for page in PdfReader(made / f"{name}.pdf").pages
        for entry in page["/Resources"]["/Font"].values()
    }
    assert font in used
    assert used <= {font, "NotoSans"}


@office
@pytest.mark.slow
def test_the_pdf_is_tagged_knows_its_language_and_has_words_for_its_pictures(made):
    reader = PdfReader(made / "sheet.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Talk with us"
    kinds, alts = set(), []

    def walk(node):
        node = node.get_object()
        if not hasattr(node, "get"):
            for child in node if isinstance(node, list) else ():
                walk(child)
            return
        kinds.add(str(node.get("/S", "")))
        if "/Alt" in node:
            alts.append(str(node["/Alt"]))
        if "/K" in node:
            walk(node["/K"])

    walk(root["/StructTreeRoot"])
    assert {"/Title", "/H1", "/Figure"} <= kinds
    assert "A grown-up and a child wave" in alts


@office
@pytest.mark.slow
def test_a_word_file_that_is_none_is_no_pdf_of_rubbish(tmp_path):
    (tmp_path / "a.docx").write_text("not a Word file at all", encoding="utf-8")
    with pytest.raises(StudyError, match=r'does not show its title|made no PDF of "Guide"'):
        to_pdf({tmp_path / "a.docx": "Guide"}, tmp_path)


@office
@pytest.mark.slow
def test_a_missing_word_file_is_told_though_libreoffice_says_nothing(tmp_path):
    with pytest.raises(StudyError, match='made no PDF of "Guide"'):
        to_pdf({tmp_path / "none.docx": "Guide"}, tmp_path)


def test_without_libreoffice_a_pdf_is_refused_with_a_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    monkeypatch.setattr(pdf, "PLACES", ())
    with pytest.raises(StudyError, match=r"LibreOffice, which is not installed.*\.docx or \.html"):
        document(instrument("sheet")).save(tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_an_old_pdf_in_the_place_is_not_taken_for_a_new_one(tmp_path, monkeypatch):
    """A program that makes nothing must not leave last week's file looking like today's."""
    still = tmp_path / "bin" / "soffice"
    still.parent.mkdir()
    still.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    still.chmod(0o755)
    monkeypatch.setenv("PATH", f"{still.parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "a.pdf").write_bytes(b"last week's")
    with pytest.raises(StudyError, match="made no PDF"):
        document(instrument("sheet")).save(tmp_path / "a.pdf", force=True)
    assert (tmp_path / "a.pdf").read_bytes() == b"last week's"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("name", ["guide", "arabic", "form", "sheet"])
def test_the_web_page_fits_a_telephone(tmp_path, name):
    path = document(instrument(name), layout="easy read").save(tmp_path / "page.html")
    script = (
        "<script>document.title = document.documentElement.scrollWidth + ' of ' + "
        "document.documentElement.clientWidth</script></body>"
    )
    probe = tmp_path / "probe.html"
    probe.write_text(path.read_text("utf-8").replace("</body>", script), encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--hide-scrollbars", "--window-size=500,900",
        f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", probe.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    needed, there = shown[shown.index("<title>") + 7 : shown.index("</title>")].split(" of ")
    assert int(needed) <= int(there)


@office
@pytest.mark.slow
def test_the_band_and_the_number_stand_on_every_page(made):
    pages = PdfReader(made / "large.pdf").pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "Draft" in text
        assert f"Page {number} of {len(pages)}" in text
