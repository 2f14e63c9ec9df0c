"""Frames as tables: our own CSV, Taguette's, and workbooks laid out for MAXQDA and NVivo."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from coding.frame import Code, CodingFrame
from coding.frame_data import rules_of
from coding.frame_memo import Entry, codes_of, listed, memo, own_id, unlisted
from corpora.errors import StudyError
from corpora.readers.columns import plain_name, shown
from corpora.readers.tables import Row, read_rows

FIELDS = (
    "frame", "version", "id", "name", "parent", "definition", "use_when", "not_when", "examples",
    "cues", "opposite", "codable", "colour", "rules",
)  # fmt: skip
_NAMES = ("code", "codes", "codename", "tag", "path", "hierarchicalname", "name", "node")
_MEMOS = ("memo", "codememo", "description", "definition", "comment")
_MOST = 100_000
_CONTAINER = re.compile(r"^[^\\]*\\\\")
_CELL = 32_767
_WIDTHS = (66, 90)
_FORMULA = ("=", "+", "-", "@", "\t")


def read_table_frame(path: Path) -> CodingFrame:
    """The frame in a .csv or .xlsx file, whichever of the layouts its header shows.

    Raises
    ------
    StudyError
        If no column holds names of codes, or a row is no code.
    """
    rows = list(islice(read_rows(path).records, _MOST + 1))
    if not rows:
        raise StudyError(f"{path.name}: the table holds no codes under its header.")
    if len(rows) > _MOST:
        raise StudyError(f"{path.name}: over {_MOST:,} rows are no coding frame; check the file.")
    columns = {plain_name(name): name for row in rows[:1] for name in row.cells}
    if {"id", "name", "parent"} <= set(columns):
        return _own(rows, columns, path)
    name = next((columns[c] for c in _NAMES if c in columns), None)
    if name is None:
        raise StudyError(
            f'{path.name}: no column is called "code", "tag", "path" or "name"; the columns are '
            f"{shown(list(columns.values()))}."
        )
    about = next((columns[c] for c in _MEMOS if c in columns), "")
    parent = columns.get("parent", "") or columns.get("parentcode", "")
    return CodingFrame(path.stem, codes_of(_entries(rows, name, about, parent, path.name)))


def _own(rows: Sequence[Row], columns: Mapping[str, str], path: Path) -> CodingFrame:
    cells = [{plain: row.cells[name] for plain, name in columns.items()} for row in rows]
    codes = [
        _own_code(cell, f"{path.name}, {row.place}") for cell, row in zip(cells, rows, strict=True)
    ]
    name, version = cells[0].get("frame", ""), cells[0].get("version", "")
    return CodingFrame(name or path.stem, tuple(codes), version=version or "1")


def _own_code(cells: Mapping[str, str], place: str) -> Code:
    name, parent = cells["name"].strip(), cells["parent"].strip() or None
    if not name:
        raise StudyError(f"{place}: the code has no name; give it one.")
    codable = cells.get("codable", "").strip().lower()
    if codable not in ("", "yes", "no", "true", "false", "1", "0"):
        raise StudyError(f'{place}: codable is "{codable}"; write yes or no.')
    return Code(
        id=cells["id"].strip() or own_id(name, parent),
        name=name,
        parent=parent,
        definition=cells.get("definition", ""),
        use_when=cells.get("usewhen", ""),
        not_when=cells.get("notwhen", ""),
        examples=unlisted(cells.get("examples", "")),
        cues=unlisted(cells.get("cues", "")),
        opposite=cells.get("opposite", "").strip() or None,
        codable=codable not in ("no", "false", "0"),
        colour=(cells.get("colour", "") or cells.get("color", "")).strip(),
        rules=_rules(cells.get("rules", ""), place),
    )


def _rules(cell: str, place: str) -> dict[str, Any]:
    try:
        rules = json.loads(cell) if cell.strip() else {}
    except ValueError:
        rules = None
    if not isinstance(rules, dict):
        raise StudyError(f"{place}: the column rules holds no JSON object; leave it empty.")
    return rules_of(rules)


def _entries(rows: Sequence[Row], name: str, about: str, parent: str, file: str) -> list[Entry]:
    names = [row.cells[name] for row in rows]
    levels = _indented(names) if _is_indented(names) else _paths([n.strip() for n in names])
    entries: dict[tuple[str, ...], Entry] = {}
    for row, level in zip(rows, levels, strict=True):
        above = _parent_path(row.cells[parent].strip(), entries) if parent else ()
        path = (*above, *level)
        if not all(part for part in path):
            raise StudyError(f"{file}, {row.place}: the code has no name; give it one.")
        if path in entries:
            raise StudyError(
                f'{file}, {row.place}: the code "{row.cells[name].strip()}" comes a second time; '
                "give it another name or parent."
            )
        entries[path] = Entry(path, row.cells[about] if about else "")
    return list(entries.values())


def _parent_path(cell: str, entries: Mapping[tuple[str, ...], Entry]) -> tuple[str, ...]:
    """The way to a parent that a cell names by its path or, if it stands above, by its name."""
    for mark in (">", "\\"):
        if mark in cell:
            return tuple(_split(cell, mark))
    known = (path for path in entries if cell in (path[-1], "/".join(path)))
    return next(known, (cell,)) if cell else ()


def _is_indented(names: Sequence[str]) -> bool:
    return any(n[:1].isspace() for n in names) and not names[0][:1].isspace()


def _indented(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Paths of names whose level is shown by the spaces before them."""
    above: list[tuple[int, str]] = []
    paths = []
    for name in names:
        depth = len(name) - len(name.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        above.append((depth, name.strip()))
        paths.append(tuple(part for _, part in above))
    return paths


def _paths(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Paths of names parted as NVivo, MAXQDA or Taguette part them."""
    if any(_CONTAINER.match(name) for name in names):
        return [tuple(_split(_CONTAINER.sub("", name), "\\")) for name in names]
    for mark in (">", "\\"):
        if any(mark in name for name in names):
            return [tuple(_split(name, mark)) for name in names]
    groups = _groups(names)
    return [_by_groups(name, groups) for name in names]


def _split(name: str, mark: str) -> list[str]:
    return [part.strip() for part in name.split(mark)]


def _groups(names: Sequence[str]) -> set[str]:
    """The beginnings of names before "/" or "." that are groups.

    A dot parts only what stands as a name of its own, since names hold dots; a stroke also
    what several names share, and the first of a name where the file parts names so.
    """
    known = set(names)
    begun = Counter(name[: m.start()] for name in names for m in re.finditer("/", name))
    groups = {start for start, count in begun.items() if count > 1 or start in known}
    if groups:
        groups |= {name.split("/")[0] for name in names if "/" in name}
    return groups | (known & {n[: m.start()] for n in names for m in re.finditer(r"\.", n)})


def _by_groups(name: str, groups: set[str]) -> tuple[str, ...]:
    cuts = [m.start() for m in re.finditer("[/.]", name) if name[: m.start()] in groups]
    starts = [0, *(cut + 1 for cut in cuts)]
    return tuple(name[a:b].strip() for a, b in zip(starts, [*cuts, len(name)], strict=True))


def own_csv(frame: CodingFrame) -> bytes:
    """A row for each code with all that the frame says of it."""
    rows = [list(FIELDS)]
    for code in frame:
        rows.append(
            [
                frame.name, frame.version, code.id, code.name, code.parent or "", code.definition,
                code.use_when, code.not_when, listed(code.examples), listed(code.cues),
                code.opposite or "", "yes" if code.codable else "no", code.colour,
                json.dumps(dict(code.rules), ensure_ascii=False) if code.rules else "",
            ]
        )  # fmt: skip
    return _csv(rows)


def taguette_csv(frame: CodingFrame) -> bytes:
    """Tag and description, groups included; marked as UTF-8, or Taguette guesses wrong."""
    rows = _path_rows(frame, "/", "Taguette")
    for code, path in zip(frame, _paths([tag for tag, _ in rows]), strict=True):
        above = frame[code.parent].name if code.parent is not None else None
        if path[-1] != code.name or (path[-2] if len(path) > 1 else None) != above:
            raise StudyError(
                f'The name "{code.name}" holds a sign by which Taguette parts a code from its '
                "parent; rename the code first."
            )
    return _csv([["tag", "description"], *rows])


def workbook(frame: CodingFrame, layout: str) -> bytes:
    """A workbook of names and memos as MAXQDA or NVivo lay it out."""
    if layout == "maxqda":
        return _book([["Code", "Memo"], *_path_rows(frame, " > ", "MAXQDA")])
    rows = [[f"Codes\\\\{path}", about] for path, about in _path_rows(frame, "\\", "NVivo")]
    return _book([["Name", "Description"], *rows])


def _path_rows(frame: CodingFrame, mark: str, program: str) -> list[list[str]]:
    paths: dict[str, str] = {}
    rows = []
    for code in frame:
        if mark.strip() in code.name and mark != "/":
            raise StudyError(
                f'The name "{code.name}" holds "{mark.strip()}", by which {program} parts a code '
                "from its parent; rename the code first."
            )
        above = paths.get(code.parent, "") + mark if code.parent is not None else ""
        paths[code.id] = above + code.name
        about = memo(code)
        if mark != "/" and len(about) > _CELL:
            raise StudyError(
                f"The description of {code.id} has {len(about):,} characters, and a cell of a "
                f"workbook holds {_CELL:,}; shorten it, or write .qdc."
            )
        rows.append([paths[code.id], about])
    return rows


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _book(rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Codes"
    for number, row in enumerate(rows, 1):
        # Programs that open the file do not always find the height of wrapped text themselves.
        lines = sum(1 + len(line) // _WIDTHS[1] for line in row[1].split("\n"))
        sheet.row_dimensions[number].height = min(15 * lines, 400)
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = value, "s"
            cell.quotePrefix = value.startswith(_FORMULA)
            cell.alignment = Alignment(vertical="top", wrap_text=column == 2)
            cell.font = Font(name="Calibri", size=11, bold=number == 1)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _WIDTHS
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
