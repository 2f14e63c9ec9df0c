"""The framework matrix in a workbook, to be written in there and read back.

Sheet "Matrix": a row per case; for each theme a column for the summary, which is to be
written in, and beside it the passages with their numbers. Sheet "Passages": one passage a
row, whole. Rows may be sorted and columns moved, widened or coloured; cases and themes are
found by their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from coding.cells import escaped, plain, size
from coding.framework import LINK, FrameworkMatrix
from corpora.errors import StudyError

MATRIX, PASSAGES, HELP = "Matrix", "Passages", "How to use"
CASE = "Case"
LINKED = "Passages: "
ABOUT = "About: "
LONGEST = 32_000
_HIGHEST = 300
WHOLE = ("number", "start", "end")
CUT = "… (see the sheet Passages)"
_HELP = (
    "Write your summaries in the white columns of the sheet Matrix, one cell for each case and "
    "theme.",
    "The grey column beside each theme shows the coded passages with their numbers; put a number "
    "in your summary, such as [12], to say what it rests on.",
    "You may sort rows, move columns, colour and widen. Leave the names of cases and themes, and "
    "the sheet Passages, as they are: by them the workbook is read back.",
)


def write_framework(matrix: FrameworkMatrix, path: str | Path) -> Path:
    """Where the workbook was written.

    Raises
    ------
    StudyError
        If a summary is longer than a cell can hold, or a theme is called like a column of
        the workbook's own.
    """
    from openpyxl import Workbook

    for theme in matrix.themes:
        if theme == CASE or theme.startswith((LINKED, ABOUT)) or theme != theme.strip():
            raise StudyError(f'A theme can\'t be called "{theme}" in the workbook; rename it.')
    book = Workbook()
    sheet = book.active
    sheet.title = MATRIX
    _matrix_sheet(sheet, matrix)
    _passages_sheet(book.create_sheet(PASSAGES), matrix.passages)
    guide = book.create_sheet(HELP)
    guide.column_dimensions["A"].width = 100
    for row, sentence in enumerate(_HELP, start=1):
        _put(guide.cell(row, 1), sentence)
    target = Path(path)
    beside = target.with_name(f".{target.name}.part")
    try:
        book.save(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _matrix_sheet(sheet: Any, matrix: FrameworkMatrix) -> None:
    heads = [CASE, *(f"{ABOUT}{name}" for name in matrix.attributes.columns)]
    heads += [head for theme in matrix.themes for head in (theme, f"{LINKED}{theme}")]
    _header(sheet, heads, grey=LINKED)
    linked = _by_cell(matrix.passages)
    first = len(matrix.attributes.columns) + 2
    for row, case in enumerate(matrix.summaries.index, start=2):
        _put(sheet.cell(row, 1), case)
        for column, value in enumerate(matrix.attributes.loc[case], start=2):
            _put(sheet.cell(row, column), value)
        for i, theme in enumerate(matrix.themes):
            text = matrix.summaries.loc[case, theme]
            _refuse_long(text, case, theme)
            _put(sheet.cell(row, first + 2 * i), text)
            found = linked.get((case, theme), [])
            _link(sheet.cell(row, first + 2 * i + 1), found)
        _heighten(sheet, row)
    sheet.freeze_panes = sheet.cell(2, 2)


def _heighten(sheet: Any, row: int) -> None:
    """Room for the longest text of the row; not every program makes it by itself."""
    lines = 1
    for cell in sheet[row]:
        letters = sheet.column_dimensions[cell.column_letter].width * 0.9
        pieces = str(cell.value or "").split("\n")
        lines = max(lines, sum(1 + int(len(piece) / letters) for piece in pieces))
    sheet.row_dimensions[row].height = min(_HIGHEST, 15 * lines + 3)


def _refuse_long(text: str, case: str, theme: str) -> None:
    if size(text) > LONGEST:
        raise StudyError(
            f"The summary of case {case} on {theme} has {len(text):,} characters; a cell holds "
            f"{LONGEST:,}. Shorten it, or split the theme."
        )


def _by_cell(passages: pd.DataFrame) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """(case, theme) -> (row in the sheet Passages, number, quote) of each passage."""
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    columns = (passages[name] for name in ("case", "theme", "number", "quote"))
    for row, (case, theme, number, quote) in enumerate(zip(*columns, strict=True), start=2):
        found.setdefault((case, theme), []).append((row, number, quote))
    return found


def _link(cell: Any, found: list[tuple[int, int, str]]) -> None:
    """Numbered quotes in a grey cell that leads to the first of them."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    text = "\n".join(f"[{number}] {quote}" for _, number, quote in found)
    _put(cell, text if size(text) <= LONGEST else text[: LONGEST // 3] + CUT)
    cell.fill = PatternFill("solid", start_color="F2F2F2")
    if found:
        cell.font = Font(name="Calibri", color="1F4E79", size=10)
        place = f"'{PASSAGES}'!A{found[0][0]}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=None)


def _passages_sheet(sheet: Any, passages: pd.DataFrame) -> None:
    parts = max((len(_parts(quote)) for quote in passages["quote"]), default=1)
    _header(sheet, [*LINK, *(f"quote {i}" for i in range(2, parts + 1))])
    sheet.column_dimensions[_letter(len(LINK))].width = 80
    for row, values in enumerate(passages[LINK].itertuples(index=False), start=2):
        cells = [*values[:-1], *_parts(values[-1])]
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(row, column), value)
        _heighten(sheet, row)
    sheet.freeze_panes = "A2"


def _parts(quote: str) -> list[str]:
    """The quote in pieces that a cell can hold."""
    if size(quote) <= LONGEST:
        return [quote]
    length = LONGEST // 8
    return [quote[i : i + length] for i in range(0, len(quote), length)]


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _header(sheet: Any, heads: list[str], *, grey: str = "") -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(1, column)
        _put(cell, head)
        cell.font = Font(name="Calibri", bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        colour = "D9D9D9" if grey and head.startswith(grey) else "DDEBF7"
        cell.fill = PatternFill("solid", start_color=colour)
        narrow = head == CASE or head.startswith(ABOUT) or head in LINK
        sheet.column_dimensions[_letter(column)].width = 14 if narrow else 42


def _put(cell: Any, value: Any) -> None:
    """Text as text whatever it begins with, numbers as numbers."""
    from openpyxl.styles import Alignment

    if isinstance(value, int) and not isinstance(value, bool):
        cell.value = value
    elif value is not None and value != "":
        text = escaped(str(value))
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def read_framework(path: str | Path) -> FrameworkMatrix:
    """The matrix in a workbook: the summaries as they are now, and the passages.

    Raises
    ------
    StudyError
        If the file is no such workbook, a case or theme comes twice, a summary stands in a
        row without a case, or a passage is of a case or theme that is no longer there.
    """
    from openpyxl import load_workbook

    file = Path(path)
    try:
        book = load_workbook(file)
    except Exception as error:
        raise StudyError(f"{file.name} can't be read as a workbook ({error}).") from None
    for name in (MATRIX, PASSAGES):
        if name not in book.sheetnames:
            raise StudyError(f'{file.name} has no sheet "{name}"; is it a framework matrix?')
    passages = _read_passages(book[PASSAGES], file.name)
    summaries, attributes = _read_matrix(book[MATRIX], file.name)
    _check_links(passages, summaries, file.name)
    return FrameworkMatrix(summaries, passages, attributes)


def _read_matrix(sheet: Any, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    heads = [plain(cell.value).strip() for cell in sheet[1]]
    if CASE not in heads:
        raise StudyError(f'{file}, sheet {MATRIX}: no column "{CASE}" in the first row.')
    _refuse_twice([h for h in heads if h], f"{file}, sheet {MATRIX}: the column")
    linked = {i for i, head in enumerate(heads) if head.startswith(LINKED)}
    rows = list(_rows_with_case(sheet, heads.index(CASE), linked, file))
    _refuse_twice([case for case, _ in rows], f"{file}, sheet {MATRIX}: the case")
    index = pd.Index([case for case, _ in rows], name="case")
    about = {h: i for i, h in enumerate(heads) if h.startswith(ABOUT)}
    own = {
        h: i for i, h in enumerate(heads) if h and h != CASE and not h.startswith((ABOUT, LINKED))
    }
    summaries = {name: [values[i] for _, values in rows] for name, i in own.items()}
    attributes = {h.removeprefix(ABOUT): [v[i] for _, v in rows] for h, i in about.items()}
    return (
        pd.DataFrame(summaries, index=index, dtype=object),
        pd.DataFrame(attributes, index=index, dtype=object),
    )


def _rows_with_case(
    sheet: Any, place: int, linked: set[int], file: str
) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        values = [plain(cell.value) for cell in row]
        case = values[place]
        if case.strip():
            yield case, values
        elif any(value.strip() for i, value in enumerate(values) if i not in linked):
            raise StudyError(
                f"{file}, sheet {MATRIX}, row {number}: there is text but no case; write the "
                "case's name in its column, or clear the row."
            )


def _refuse_twice(names: list[str], what: str) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise StudyError(f'{what} "{twice[0]}" stands there twice; keep one.')


def _read_passages(sheet: Any, file: str) -> pd.DataFrame:
    heads = [plain(cell.value).strip() for cell in sheet[1]]
    lacking = [name for name in LINK if name not in heads]
    if lacking:
        raise StudyError(f"{file}, sheet {PASSAGES}: no column {', '.join(lacking)}.")
    more = [i for i, head in enumerate(heads) if head.startswith("quote ")]
    rows = []
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        values = [plain(cell.value) for cell in row]
        if any(values):
            found = {name: values[heads.index(name)] for name in LINK}
            found["quote"] += "".join(values[i] for i in more)
            rows.append(found | _numbers(found, f"{file}, sheet {PASSAGES}, row {number}"))
    return pd.DataFrame(rows, columns=LINK)


def _numbers(found: dict[str, str], where: str) -> dict[str, int]:
    try:
        return {name: int(float(found[name])) for name in WHOLE}
    except ValueError:
        raise StudyError(
            f"{where}: number, start and end must be whole numbers, not "
            f"{', '.join(repr(found[name]) for name in WHOLE)}."
        ) from None


def _check_links(passages: pd.DataFrame, summaries: pd.DataFrame, file: str) -> None:
    for case, theme, number in zip(
        passages["case"], passages["theme"], passages["number"], strict=True
    ):
        for what, name, there in (("case", case, summaries.index), ("theme", theme, summaries)):
            if name not in there:
                raise StudyError(
                    f'{file}: passage {number} belongs to the {what} "{name}", which is no longer '
                    f"in the sheet {MATRIX}; put it back."
                )
