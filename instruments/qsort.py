"""The Q-sort pack: cards, mats, sheets, labels, guide and script, in one folder with an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from os import PathLike
from pathlib import Path

import pandas as pd

from corpora.places import check_free, new_folder
from instruments.cards.contents import Choices, Makings, Part, check_fit, parts
from instruments.cards.geometry import CardPlan
from instruments.cards.labels import LabelPlan
from instruments.cards.mats import COLUMN_SIGNS
from instruments.cards.words import FixedWords, words_in
from instruments.language import fixed_words
from instruments.qsort_papers import papers
from instruments.scripts import Language
from instruments.scripts import language as language_of
from instruments.study.details import StudyDetails
from instruments.translation.printing import warning as warning_of
from qmethod.design import QSet
from qmethod.files.record_book import record_book
from qmethod.grid import Grid

INDEX = "index.html"
COLUMNS = ("what", "paper", "copies", "kilobytes")


def qsort_pack(
    qset: QSet,
    grid: Grid,
    folder: str | PathLike[str],
    language: str = "en",
    *,
    cards: CardPlan | None = None,
    labels: LabelPlan | None = None,
    codes: Sequence[str] | None = None,
    signs: Sequence[str] = COLUMN_SIGNS,
    pictures: Mapping[int, str | Path] | None = None,
    same_size: bool = True,
    words: Mapping[str, str] | None = None,
    translations: str | PathLike[str] | None = None,
    details: StudyDetails | None = None,
    template: str | PathLike[str] | None = None,
    warning: str = "",
    force: bool = False,
) -> pd.DataFrame:
    """What was written: file x [what, paper, copies, kilobytes], in the order of use.

    The folder appears whole or not at all. The wording of cards and stem is that of the
    Q-set, whatever its language; `language` sets the direction and the fixed words.

    Parameters
    ----------
    cards
        Size, corners, gaps, sheet, edge and printer's offset; 57 x 40 mm on A4 by default,
        the largest that a grid of seven columns on A3 holds.
    labels, codes
        The sheet of labels and the participant codes on it; P1, P2, ... by default, as many
        as the sheet has. No labels where `codes` is empty.
    signs
        What marks the columns, among "numbers", "faces" and "words".
    pictures
        Card number -> the name of a symbol that ships, or a picture file.
    same_size
        All cards in letters of one size, from 18 to 12 points, as the longest text allows.
    words
        Fixed words in the language, by the names in `cards.words.ENGLISH`, in place of those
        that the translations hold.
    translations
        The folder in which the team keeps its translations. What is in none of them stands
        in English, and the index names it.
    details
        The study's details, which fill guide and script; stem and number of cards are known.
    template
        A Word file of the team's own for guide and script: its styles, logo and footer.
    warning
        Printed on every page, such as that a translation is not reviewed.
    force
        Keep what is in the folder beside it, and write anew.

    Raises
    ------
    StudyError
        If the Q-set does not fit the grid, a text does not fit its card, a picture is
        missing, a code looks like a name, no font carries the letters, or the folder is
        taken or can't be written.
    """
    target = Path(folder)
    check_free(target, force=force)
    check_fit(qset, grid)
    spoken = language_of(language)
    warning = warning or warning_of([], spoken)
    choices = _choices(cards, labels, codes, signs, pictures, same_size)
    known = {**fixed_words("cards", spoken.code, translations), **(words or {})}
    makings = Makings(qset, grid, spoken, words_in(spoken, known), choices, warning)
    written = [
        *parts(makings),
        *papers(
            qset,
            spoken,
            details or StudyDetails(),
            warning=warning,
            translations=translations,
            template=template,
        ),
        _typing_sheet(makings),
    ]
    with new_folder(target, force=force) as beside:
        for part in written:
            (beside / part.file).write_bytes(part.data)
        (beside / INDEX).write_text(_index(written, makings), encoding="utf-8", newline="\n")
    return _table(written)


def _choices(
    cards: CardPlan | None,
    labels: LabelPlan | None,
    codes: Sequence[str] | None,
    signs: Sequence[str],
    pictures: Mapping[int, str | Path] | None,
    same_size: bool,
) -> Choices:
    """What the team chose, with ours where it chose nothing."""
    sheet = labels or LabelPlan()
    numbered = [f"P{number}" for number in range(1, sheet.per_sheet + 1)]
    return Choices(
        plan=cards or CardPlan(),
        labels=sheet,
        codes=tuple(numbered if codes is None else codes),
        signs=tuple(signs),
        pictures=dict(pictures or {}),
        same_size=same_size,
    )


def _typing_sheet(makings: Makings) -> Part:
    """The workbook into which the record sheets are typed."""
    data = record_book(makings.qset, makings.grid, file="record-sheets.xlsx")
    what = "To type the record sheets into, for qmt qmethod enter"
    return Part("record-sheets.xlsx", what, "", "one for each person who types", data)


def _table(written: Iterable[Part]) -> pd.DataFrame:
    rows = {p.file: (p.what, p.paper, p.copies, round(len(p.data) / 1024, 1)) for p in written}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    return table.rename_axis("file")


def _index(written: Sequence[Part], makings: Makings) -> str:
    """The page that says what is in the folder and how to print it."""
    rows = "".join(
        f'<tr><td><a href="{escape(p.file)}">{escape(p.file)}</a></td>'
        + "".join(f"<td>{escape(text)}</td>" for text in (p.what, p.paper, p.copies))
        + "</tr>"
        for p in written
    )
    qset = makings.qset
    facts = [f"{len(qset)} cards", f"grid {makings.grid}", makings.language.name]
    notes = [qset.note, makings.warning, _told_untranslated(makings.words, makings.language)]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Q-sort pack</title><style>{_STYLE}</style></head><body><h1>Q-sort pack</h1>"
        f'<p dir="auto"><strong>{escape(qset.stem)}</strong></p><p>{escape(" · ".join(facts))}</p>'
        + "".join(f'<p class="note" dir="auto">{escape(note)}</p>' for note in notes if note)
        + "<table><thead><tr><th>File</th><th>What it is</th><th>Print on</th><th>How many</th>"
        f"</tr></thead><tbody>{rows}</tbody></table><h2>In this order</h2><ol>{_STEPS}</ol>"
        "</body></html>"
    )


def _told_untranslated(words: FixedWords, language: Language) -> str:
    if not words.untranslated:
        return ""
    return (
        f"No words in {language.name} were given for {', '.join(words.untranslated)}; they stand "
        "in English until the team brings its own."
    )


_STEPS = "".join(
    f"<li>{step}</li>"
    for step in (
        "Print the calibration sheet on both sides at 100 % and read off the offset.",
        "If there is one, make the pack again with it; then print the cards and cut them at the "
        "marks on the fronts.",
        "Lay a card on the mat: it must fill its place.",
        "Count the cards, and take two spare sets to the session.",
        "Write the participant code, never a name, on record sheet and photo checklist.",
    )
)
_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.5}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #bbb;padding:.4em .8em .4em 0;"
    "text-align:left;vertical-align:top}.note{border-left:4px solid #1f4e79;padding-left:.8em}"
)
