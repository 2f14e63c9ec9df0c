"""The workbook that a researcher overwrites: a small example study, filled in."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from qmethod.design import PILES, Grid
from qmethod.files import ownbook
from qmethod.files.bookwriting import INK, add_rows, book_bytes, new_book
from qmethod.files.saving import put

GRID = Grid(tuple(range(-2, 3)), (1, 3, 4, 3, 1))
STEM = "When I come to the drop-in, ..."
SYNTHETIC = "Made-up example sorts. Delete this sentence once the sorts are your own."
NOTE = "Example wording written for this template."

STATEMENTS = (
    ("I feel safe.", "Safety", "life, survival and development"),
    ("somebody listens to what I say.", "Being heard", "participation"),
    ("I can bring a friend.", "Friends", "best interests"),
    ("I am treated like everybody else.", "Fairness", "non-discrimination"),
    ("there is something to eat.", "Health", "life, survival and development"),
    ("I get help with school work.", "Learning", "best interests"),
    ("I have a say in what we do.", "Being heard", "participation"),
    ("I can rest and be quiet.", "Health", "best interests"),
    ("I learn things that I can use later.", "Learning", "life, survival and development"),
    ("my language is welcome.", "Fairness", "non-discrimination"),
    ("an adult whom I trust is there.", "Safety", "best interests"),
    ("I meet people who have been through the same.", "Friends", "participation"),
)
BY_STATEMENT = {
    "P1": (2, 1, 0, 0, -1, 1, 0, -1, 1, -2, 0, -1),
    "P2": (0, 2, -1, 1, 0, -1, 1, 0, -2, 0, 1, -1),
    "P3": (1, 0, 0, 1, -1, 0, -1, -2, 0, 1, 2, -1),
    "P4": (0, 1, -1, 0, -2, 1, 0, -1, 2, -1, 1, 0),
}
BY_PILE = {
    "P5": ("5", "3 8 12", "4 6 10 11", "1 2 9", "7"),
    "P6": ("10", "4 7 9", "1 2 6 12", "3 5 8", "11"),
}
PARTICIPANTS = (
    ("P1", "female", 15, 7),
    ("P2", "male", 16, 12),
    ("P3", "female", 14, 3),
    ("P4", "male", 17, 20),
    ("P5", "female", 16, 9),
    ("P6", "male", 15, 5),
)
COMMENTS = (
    ("P1", 1, "This comes before everything else for me."),
    ("P4", 9, "That is why I keep coming."),
    ("P6", 11, "I would not come if she were not there."),
)
FIRST_PILES = {
    "P1": "agree agree unsure agree disagree agree unsure disagree agree disagree agree unsure",
    "P2": "agree agree disagree agree unsure disagree agree unsure disagree unsure agree disagree",
}
GUIDE = (
    ("How to use this workbook", True),
    ("It holds a small made-up study. Overwrite it with your own and save it.", False),
    ("Then qmt qmethod check FILE lists every slip at once, with its cell.", False),
    ("", False),
    ("study", True),
    ("The name, the stem that the cards complete, and the grid (lowest..highest: heights).", False),
    ("Delete the sentence beside synthetic once the sorts are your own.", False),
    ("", False),
    ("statements", True),
    ("One row per card: the number on its back and its wording.", False),
    ("Outcome and principle place the card in your framework; they may be empty.", False),
    ("", False),
    ("sorts by statement, or sorts by pile", True),
    ("Enter each participant on one of the two, whichever is easier; you may mix them.", False),
    ("By statement: a column per participant, with the grid value of each card.", False),
    ("By pile: a row per participant; under each grid value the numbers of its cards.", False),
    ("Put spaces between the numbers: 3 8 12.", False),
    ("A card that was not placed is left out.", False),
    ("A card kept in the unsure pile: write unsure, or put its number under unsure.", False),
    ("", False),
    ("participants, comments, piles", True),
    ("All three may be left empty. Use codes, never names.", False),
    ("Add any column to participants: gender, age, months in service, left the service.", False),
    ("Piles are those of the first sorting: agree, unsure, disagree.", False),
)


def write_template(path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """The path of a filled-in example workbook, which reads without a fault.

    Raises
    ------
    StudyError
        If the file exists and `overwrite` is False, or it can't be written.
    """
    target = Path(path)
    (written,) = put({target: template_workbook(target.name)}, overwrite=overwrite)
    return written


def template_workbook(file: str) -> bytes:
    """The content of the template."""
    book = new_book()
    _guide(add_rows(book, "read me", [[text] for text, _ in GUIDE], file=file, widths=(96,)))
    study = add_rows(book, ownbook.STUDY, _study_rows(), file=file, header=True, widths=(14, 80))
    _explain(study, "B6", "lowest..highest: one height per column, e.g. -3..3: 2 4 5 6 5 4 2")
    statements = add_rows(
        book,
        ownbook.STATEMENTS,
        _statement_rows(),
        file=file,
        header=True,
        freeze="C2",
        widths=(10, 52, 20, 32),
    )
    _wrap(statements, 2)
    _sorts_by_statement(book, file)
    _sorts_by_pile(book, file)
    head = ["participant", "gender", "age", "months in service"]
    add_rows(
        book,
        ownbook.PARTICIPANTS,
        [head, *PARTICIPANTS],
        file=file,
        header=True,
        freeze="B2",
        widths=(14, 12, 8, 20),
    )
    head = ["participant", "statement", "comment"]
    comments = add_rows(
        book, ownbook.COMMENTS, [head, *COMMENTS], file=file, header=True, widths=(14, 11, 70)
    )
    _wrap(comments, 3)
    _piles(book, file)
    return book_bytes(book)


def _study_rows() -> list[list[object]]:
    return [
        ["field", "your study"],
        ["name", "Example: what the drop-in means to me"],
        ["stem", STEM],
        ["language", "en"],
        ["note", NOTE],
        ["grid", str(GRID)],
        ["synthetic", SYNTHETIC],
    ]


def _statement_rows() -> list[list[object]]:
    head: list[object] = ["number", "text", "outcome", "principle"]
    return [head, *([i, *row] for i, row in enumerate(STATEMENTS, start=1))]


def _sorts_by_statement(book: Any, file: str) -> None:
    rows: list[list[object]] = [["number", "statement", *BY_STATEMENT]]
    for i, (text, _, _) in enumerate(STATEMENTS):
        rows.append([i + 1, text, *(values[i] for values in BY_STATEMENT.values())])
    widths = (10, 52, *(8 for _ in BY_STATEMENT))
    sheet = add_rows(
        book, ownbook.BY_STATEMENT, rows, file=file, header=True, freeze="C2", widths=widths
    )
    _wrap(sheet, 2)
    _only(
        sheet,
        f"C2:Z{len(rows)}",
        "whole",
        ("-13", "13"),
        "The value of the column that the card lies in, e.g. -2.",
    )


def _sorts_by_pile(book: Any, file: str) -> None:
    heads = [f"{v:+d}" if v else "0" for v in GRID.values]
    rows: list[list[object]] = [["participant", *heads, "unsure"]]
    rows += [[name, *piles] for name, piles in BY_PILE.items()]
    widths = (14, *(18 for _ in heads), 18)
    sheet = add_rows(
        book, ownbook.BY_PILE, rows, file=file, header=True, freeze="B2", widths=widths
    )
    for row in sheet.iter_rows(min_row=1, max_row=60, min_col=2, max_col=len(heads) + 2):
        for cell in row:
            cell.number_format = "@"
    _explain(sheet, "B1", "Numbers of the cards in this column, with spaces between: 3 8 12")
    _explain(sheet, f"{chr(66 + len(heads))}1", "Cards kept out of the grid; leave empty if none.")


def _piles(book: Any, file: str) -> None:
    rows: list[list[object]] = [["number", "statement", *FIRST_PILES]]
    piles = [words.split() for words in FIRST_PILES.values()]
    for i, (text, _, _) in enumerate(STATEMENTS):
        rows.append([i + 1, text, *(words[i] for words in piles)])
    sheet = add_rows(
        book,
        ownbook.PILES_SHEET,
        rows,
        file=file,
        header=True,
        freeze="C2",
        widths=(10, 52, 12, 12),
    )
    _wrap(sheet, 2)
    _only(
        sheet,
        f"C2:Z{len(rows)}",
        "list",
        (f'"{",".join(PILES)}"',),
        f"One of {', '.join(PILES)}, or empty.",
    )


# Looks -----------------------------------------------------------------------------------


def _guide(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.sheet_view.showGridLines = False
    for row, (_, heading) in enumerate(GUIDE, start=1):
        cell = sheet.cell(row=row, column=1)
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=0 if heading else 1)
        if heading:
            cell.font = Font(name="Calibri", bold=True, color=INK, size=16 if row == 1 else 12)


def _wrap(sheet: Any, column: int) -> None:
    from openpyxl.styles import Alignment

    for row in range(2, sheet.max_row + 1):
        sheet.cell(row=row, column=column).alignment = Alignment(wrap_text=True, vertical="top")


def _explain(sheet: Any, cell: str, text: str) -> None:
    from openpyxl.comments import Comment

    sheet[cell].comment = Comment(text, "template", width=320, height=60)


def _only(sheet: Any, area: str, kind: str, limits: Sequence[str], hint: str) -> None:
    """Let the cells of an area take only what belongs there, with a hint beside them."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type=kind,
        operator="between" if kind == "whole" else None,
        formula1=limits[0],
        formula2=limits[1] if len(limits) > 1 else None,
        allow_blank=True,
        errorStyle="warning",
        error=hint,
        prompt=hint,
        showErrorMessage=True,
        showInputMessage=True,
    )
    sheet.add_data_validation(rule)
    rule.add(area)
