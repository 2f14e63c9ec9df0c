"""What a Q-sort pack holds: every file of it, made in memory, and what each is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import StudyError
from instruments.cards.calibration import calibration_sheet
from instruments.cards.certificate import certificate
from instruments.cards.drawing import Pages
from instruments.cards.faces import faces
from instruments.cards.geometry import A3, CardPlan
from instruments.cards.grid_plan import one_sheet, tiled
from instruments.cards.labels import LabelPlan, label_sheets
from instruments.cards.mats import COLUMN_SIGNS, grid_mat, pile_mats
from instruments.cards.pdf_writer import cards_pdf
from instruments.cards.photo_sheet import photo_sheet
from instruments.cards.record_sheet import paper_for, record_sheet
from instruments.cards.word_writer import cards_document
from instruments.cards.words import FixedWords
from instruments.scripts import Language
from qmethod.design import QSet
from qmethod.grid import Grid


@dataclass(frozen=True)
class Choices:
    """What a team decides about its pack.

    Fields
    ------
    plan
        The cards: size, corner, sheet, edge and offset.
    labels, codes
        The sheet of labels, and the participant codes on it.
    signs
        What marks the columns of the mat, among "numbers", "faces" and "words".
    pictures
        Card number -> the name of a symbol that ships, or a picture file.
    same_size
        Whether all cards have letters of one size.
    """

    plan: CardPlan = field(default_factory=CardPlan)
    labels: LabelPlan = field(default_factory=LabelPlan)
    codes: Sequence[str] = ()
    signs: tuple[str, ...] = COLUMN_SIGNS
    pictures: Mapping[int, str | Path] = field(default_factory=dict)
    same_size: bool = True


@dataclass(frozen=True)
class Part:
    """One file of a pack: what it is, how to print it, and how many are needed."""

    file: str
    what: str
    paper: str
    copies: str
    data: bytes


@dataclass(frozen=True)
class Makings:
    """What every part of a pack is made from."""

    qset: QSet
    grid: Grid
    language: Language
    words: FixedWords
    choices: Choices
    warning: str = ""

    def pages(self, title: str, *, worded: bool = False) -> Pages:
        """A new PDF in the language of the pack; `worded` if it shows words of the Q-set."""
        mark = self.note if worded else self.warning
        return Pages(self.language, title=title, mark=mark)

    @property
    def note(self) -> str:
        """Where the wording of the Q-set comes from, and what the reader is warned of."""
        return " · ".join(dict.fromkeys(t for t in (self.qset.note, self.warning) if t))


def parts(makings: Makings) -> Iterator[Part]:
    """Every file of the pack, in the order in which a team needs them."""
    yield from _cards(makings)
    yield from _mats(makings)
    yield from _sheets(makings)


def check_fit(qset: QSet, grid: Grid) -> None:
    """Refuse a Q-set that does not fill its grid."""
    if len(qset) == grid.size:
        return
    over = len(qset) - grid.size
    what, count = ("card", over) if over > 0 else ("place", -over)
    raise StudyError(
        f"The Q-set has {len(qset)} cards and the grid {grid} has {grid.size} places, {count} "
        f"{what}{'s' * (count != 1)} too many; a grid needs exactly one place for each card."
    )


def _cards(makings: Makings) -> Iterator[Part]:
    choices, qset = makings.choices, makings.qset
    plan = choices.plan
    pages = Pages(makings.language, title="Cards")  # the note stands clear of the crop marks
    fronts = faces(qset, plan, pages, pictures=choices.pictures, same_size=choices.same_size)
    both = f"{plan.paper.name} card, both sides, turned over the {plan.edge} edge, at 100 %"
    drawn = cards_pdf(fronts, plan, pages, note=makings.note)
    yield Part("cards.pdf", "The cards, to print and cut", both, "one set for each team", drawn)
    typed = cards_document(fronts, plan, pages, note=makings.note)
    upright = "" if plan.turns_sideways else "; Word can't turn the numbers upside down"
    what = f"The same cards, to edit in Word{upright}"
    yield Part("cards.docx", what, both, "only if the wording changes", typed)
    sheet = calibration_sheet(plan, makings.pages("Calibration"), makings.words)
    what = "Shows by how much the printer misses on the back"
    yield Part("calibration.pdf", what, both, "one for each printer, before the cards", sheet)


def _mats(makings: Makings) -> Iterator[Part]:
    qset, grid, words = makings.qset, makings.grid, makings.words
    plan, signs = makings.choices.plan, makings.choices.signs
    try:
        large = one_sheet(grid, plan.width, plan.height)
    except StudyError:
        large = None  # the mat of A4 sheets takes any grid
    if large is not None:
        mat = grid_mat(qset, large, makings.pages("Mat", worded=True), words, signs=signs)
        yield Part("mat-A3.pdf", "The grid to lay cards on", f"{A3.name}, at 100 %",
                   "one for each team", mat)  # fmt: skip
    sheets = tiled(grid, plan.width, plan.height)
    mat = grid_mat(qset, sheets, makings.pages("Mat", worded=True), words, signs=signs)
    paper = f"A4, {len(sheets.tiles)} sheets, at 100 %: cut at the dashed lines, glue on the grey"
    yield Part("mat-A4-sheets.pdf", "The same grid, glued from A4", paper, "one for each team", mat)
    piles = pile_mats(qset, makings.pages("Piles", worded=True), words)
    what = "Mats for the first sorting: disagree, unsure, agree"
    yield Part("pile-mats.pdf", what, "A4", "one set for each team", piles)


def _sheets(makings: Makings) -> Iterator[Part]:
    words, each = makings.words, "one for each participant"
    record = record_sheet(makings.grid, makings.pages("Record sheet"), words)
    paper = paper_for(makings.grid).name
    yield Part("record-sheet.pdf", "For the numbers of the full grid", paper, each, record)
    photos = photo_sheet(makings.pages("Photos"), words)
    yield Part("photo-checklist.pdf", "The four photos, and what to look at", "A4", each, photos)
    thanks = certificate(len(makings.qset), makings.pages("Certificate"), words)
    what = "To take home; the name is written by hand"
    yield Part("certificate.pdf", what, "A4 card", each, thanks)
    if makings.choices.codes:
        pages = makings.pages("Labels")
        labels = label_sheets(makings.choices.codes, makings.choices.labels, pages)
        what = "Sticky labels for record sheets and photos"
        yield Part("code-labels.pdf", what, "a sheet of labels, at 100 %", "two sets", labels)
