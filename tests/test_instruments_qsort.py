"""The Q-sort pack: everything in one folder, whole or not at all, in every language."""

import re
from pathlib import Path

import docx
import pytest
from command import everything
from printed import page_sizes
from pypdf import PdfReader

from corpora.errors import StudyError
from instruments.cards.geometry import CardPlan
from instruments.language import pseudo
from instruments.qsort import qsort_pack
from instruments.scripts import LANGUAGES
from qmethod import demo_study
from qmethod.design import numbered
from qmethod.files.record_book import read_cards
from qmethod.grid import Grid

STUDY = demo_study()
SMALL = numbered(["I feel safe.", "I am heard.", "I have friends."], stem="Because…", note="Ours")
GRID = Grid.parse("-1..1: 1 1 1")
SAID = {
    "ar": "أشعر بالأمان",
    "ps": "زه خوندي یم",
    "ckb": "هەست بە سەلامەتی دەکەم",
    "am": "ደህንነት ይሰማኛል።",
    "tig": "ሰላም",
    "vi": "Tôi cảm thấy an toàn",
    "cy": "Rwy'n teimlo'n ddiogel ŵ ŷ",
}
ALWAYS = {
    "code-labels.pdf",
    "cards.pdf", "cards.docx", "calibration.pdf", "mat-A3.pdf", "mat-A4-sheets.pdf",
    "pile-mats.pdf", "record-sheet.pdf", "photo-checklist.pdf", "certificate.pdf",
    "guide-for-children.docx", "researcher-script.docx", "record-sheets.xlsx",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory):
    """The pack of the made-up study, and the table of what it holds."""
    folder = tmp_path_factory.mktemp("pack") / "pack"
    table = qsort_pack(STUDY.qset, STUDY.grid, folder, codes=["QYP1", "QYP2"])
    return folder, table


def test_the_table_and_the_index_name_every_file(pack) -> None:
    folder, table = pack
    assert set(table.index) == ALWAYS
    assert {path.name for path in folder.iterdir()} == {*table.index, "index.html"}
    links = re.findall(r'href="([^"]+)"', (folder / "index.html").read_text(encoding="utf-8"))
    assert links == list(table.index)
    assert table.loc["cards.pdf", "paper"].endswith("turned over the long edge, at 100 %")
    assert (table["kilobytes"] > 0).all()


def test_cards_numbers_stem_and_note_are_those_of_the_q_set(pack) -> None:
    folder, _ = pack
    pages = [page.extract_text() for page in PdfReader(folder / "cards.pdf").pages]
    fronts, backs = " ".join("".join(pages[::2]).split()), " ".join(pages[1::2])
    assert len(pages) == 4
    assert "".join(backs.split()) == "".join(map(str, range(1, 29)))
    for statement in STUDY.qset:
        assert statement.text in fronts
    assert STUDY.qset.note in fronts
    for file in ("mat-A3.pdf", "mat-A4-sheets.pdf", "pile-mats.pdf"):
        text = " ".join(page.extract_text() for page in PdfReader(folder / file).pages)
        assert STUDY.qset.stem in text, file
        assert STUDY.qset.note in text, file
    script = "\n".join(p.text for p in docx.Document(folder / "researcher-script.docx").paragraphs)
    assert STUDY.qset.stem in script
    assert "28 cards" in script


def test_the_word_cards_hold_each_text_and_underlined_number(pack) -> None:
    document = docx.Document(pack[0] / "cards.docx")
    front, back = document.tables[:2]
    texts = [cell.text for row in front.rows for cell in row.cells]
    assert texts == [s.text for s in list(STUDY.qset)[:21]]
    numbers = [cell.text for row in back.rows for cell in row.cells]
    assert numbers[:3] == ["3", "2", "1"]
    runs = [run for row in back.rows for cell in row.cells for run in cell.paragraphs[0].runs]
    assert all(run.underline for run in runs)


def test_the_workbook_for_record_sheets_holds_cards_and_grid(pack) -> None:
    qset, grid, _ = read_cards(pack[0] / "record-sheets.xlsx")
    assert [s.text for s in qset] == [s.text for s in STUDY.qset]
    assert (qset.stem, qset.note, grid) == (STUDY.qset.stem, STUDY.qset.note, STUDY.grid)


def test_no_page_of_the_pack_names_anybody(pack) -> None:
    for path in pack[0].glob("*.pdf"):
        reader = PdfReader(path)
        assert not reader.metadata.author
        for page in reader.pages:
            assert "QYP" not in page.extract_text() or path.name == "code-labels.pdf"
    for path in pack[0].glob("*.docx"):
        assert docx.Document(path).core_properties.author in ("", "qmethod-toolkit", None)


@pytest.mark.slow
@pytest.mark.parametrize("code", [*SAID, "ar-XB"])
def test_every_language_gives_a_pack(tmp_path: Path, code: str) -> None:
    made_up = LANGUAGES[code].pseudo
    qset = pseudo(SMALL, code) if made_up else numbered([SAID[code]] * 3, stem="…", language=code)
    table = qsort_pack(qset, GRID, tmp_path / "pack", code)
    assert set(table.index) == ALWAYS
    index = (tmp_path / "pack" / "index.html").read_text(encoding="utf-8")
    assert ("stand in English" in index) != made_up
    text = PdfReader(tmp_path / "pack" / "photo-checklist.pdf").pages[0].extract_text()
    assert ("Not for use" in text) == made_up


def test_labels_go_from_p1_on_unless_other_codes_or_none_are_given(pack, tmp_path: Path) -> None:
    qsort_pack(SMALL, GRID, tmp_path / "given")
    text = PdfReader(tmp_path / "given" / "code-labels.pdf").pages[0].extract_text()
    assert text.split() == [f"P{n}" for n in range(1, 22)]
    assert "QYP2" in PdfReader(pack[0] / "code-labels.pdf").pages[0].extract_text()
    assert "code-labels.pdf" not in qsort_pack(SMALL, GRID, tmp_path / "none", codes=()).index


def test_a_team_s_own_words_take_the_place_of_the_english_ones(tmp_path: Path) -> None:
    qsort_pack(SMALL, GRID, tmp_path / "pack", "vi", words={"agree": "Tôi đồng ý"})
    pages = PdfReader(tmp_path / "pack" / "pile-mats.pdf").pages
    assert "Tôi đồng ý" in pages[2].extract_text()
    assert "I am not sure" in pages[1].extract_text()


def test_the_size_of_the_cards_is_that_of_the_mat(tmp_path: Path) -> None:
    table = qsort_pack(SMALL, GRID, tmp_path / "pack", cards=CardPlan(85, 55, edge="short"))
    assert "short edge" in table.loc["cards.pdf", "paper"]
    large = CardPlan(120, 80)
    wide = Grid.parse("-3..3: 1 0 0 1 0 0 1")
    table = qsort_pack(SMALL, wide, tmp_path / "wide", cards=large)
    assert "mat-A3.pdf" not in table.index
    assert len(page_sizes(tmp_path / "wide" / "mat-A4-sheets.pdf")) > 1


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"codes": ["Linh"]}, "looks like a name"),
        ({"pictures": {2: "gone.png"}}, "The picture of card 2 is missing"),
        ({"signs": ("stars",)}, 'marked by "stars"'),
        ({"words": {"yes": "x"}}, 'called "yes"'),
        ({"language": "xx"}, 'no language "xx"'),
        ({"cards": CardPlan(30, 20)}, "does not fit on a card"),
    ],
)
def test_a_fault_is_one_sentence_and_leaves_no_folder(tmp_path: Path, choices, words) -> None:
    with pytest.raises(StudyError, match=words):
        qsort_pack(SMALL, GRID, tmp_path / "new" / "pack", **choices)
    assert not list(tmp_path.iterdir())


def test_a_template_that_is_no_word_file_is_refused_before_anything_is_written(tmp_path: Path):
    (tmp_path / "house.docx").write_text("no Word file")
    with pytest.raises(StudyError, match=r"house\.docx"):
        qsort_pack(SMALL, GRID, tmp_path / "pack", template=tmp_path / "house.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["house.docx"]


@pytest.mark.parametrize(
    ("grid", "words"),
    [
        ("-1..1: 1 2 1", "3 cards and the grid -1..1: 1 2 1 has 4 places, 1 place too many"),
        ("0..1: 1 1", "1 card too many"),
    ],
)
def test_a_q_set_that_does_not_fit_its_grid_is_refused(tmp_path: Path, grid, words) -> None:
    with pytest.raises(StudyError, match=words):
        qsort_pack(SMALL, Grid.parse(grid), tmp_path / "pack")


def test_nothing_is_overwritten_unless_forced_and_then_it_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(StudyError, match="is there already"):
        qsort_pack(SMALL, GRID, folder)
    assert everything(tmp_path) == {"pack/mine.txt": b"mine"}
    qsort_pack(SMALL, GRID, folder, force=True)
    assert (tmp_path / "pack.backup-1" / "mine.txt").read_text() == "mine"
    assert not (folder / "mine.txt").exists()
