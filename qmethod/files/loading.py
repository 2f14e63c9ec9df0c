"""A file opened with care: text, sheets of a workbook, or members of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from corpora.errors import StudyError
from qmethod.files import books
from qmethod.files.tables import Table, decode, read_bytes, table_of

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Loaded:
    """A file's content: text, the sheets of a workbook, or the members of an archive."""

    path: Path
    text: str = ""
    sheets: Mapping[str, Table] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    found: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @property
    def markup(self) -> bool:
        """Whether the text is XML or HTML."""
        return self.text.lstrip().startswith("<")

    @cached_property
    def table(self) -> Table:
        """The text as a table."""
        return table_of(self.text, self.file, found=self.found)


def _without_folder(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The members of an archive without the folder that they all lie in, as some zip them."""
    mine = {n: c for n, c in contents.items() if not n.startswith("__MACOSX/")}
    bare = {PurePosixPath(n).name: c for n, c in mine.items()}
    folders = {str(PurePosixPath(n).parent) for n in mine}
    return bare if len(folders) == 1 else mine


def load(path: Path) -> Loaded:
    """The content of a file, opened with care.

    Raises
    ------
    StudyError
        If it is missing, too large, locked, hostile, or neither text nor workbook.
    """
    data = read_bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(_OLD_OFFICE):
        raise books.refuse_old_office(path.name, data)
    if data.startswith(_ZIP):
        contents = books.members(data, path.name)
        if not books.is_workbook(contents):
            books.refuse_other_office(contents, path.name)
            return Loaded(path, contents=_without_folder(contents))
        note = (
            ()
            if suffix in (".xlsx", ".xlsm")
            else (f"{path.name} is a workbook, whatever its name.",)
        )
        sheets = books.sheets(data, contents, path.name)
        if not sheets:
            raise StudyError(f"{path.name}: the workbook is empty; choose one that holds Q-sorts.")
        return Loaded(path, sheets=sheets, found=note)
    text, encoding = decode(data, path.name)
    notes = [f"Text in {encoding}."]
    if suffix in (".xlsx", ".xlsm", ".xls", ".zip", ".ods"):
        notes.append(f"{path.name} is a text file, not {suffix}, and was read as text.")
    return Loaded(path, text=text, found=tuple(notes))
