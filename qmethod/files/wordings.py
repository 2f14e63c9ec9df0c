"""Which files hold the wording of the statements, or the grid."""

from __future__ import annotations

from corpora.errors import StudyError
from qmethod.design import Grid
from qmethod.files.companions import Wording, from_xml, wording_in_lines, wording_in_table
from qmethod.files.loading import Loaded


def wording_of(item: Loaded) -> Wording | Grid | None:
    """The statements (or the grid) that a file holds."""
    if item.sheets:
        found = [w for t in item.sheets.values() if (w := wording_in_table(t))]
        return found[0] if len(found) == 1 else None
    if item.contents or not item.text:
        return None
    if item.markup:
        return from_xml(item.text, item.file)
    return wording_in_table(item.table) if readable(item) else None


def any_wording(item: Loaded) -> Wording | Grid | None:
    """The statements of a file that can be nothing else, one on each line if need be."""
    wording = wording_of(item)
    if wording is None and item.text and not item.markup:
        return wording_in_lines(item.text, item.file)
    return wording


def readable(item: Loaded) -> bool:
    """Whether the text of a file makes a table at all."""
    try:
        return bool(item.table.rows)
    except StudyError:
        return False
