"""Any text in the cell of a workbook, and out of it unchanged."""

from __future__ import annotations

import re
from typing import Any

# Pictures of control characters stand for the real ones; the mark says "as it is".
_PICTURES, _MARK = "\u2400", "\u2425"
_ODD = re.compile("[\x00-\x08\x0b-\x1f\u2400-\u241f\u2425]|_(?=x[0-9A-Fa-f]{4}_)")
_SIGN = re.compile("\u2425(.)|[\u2400-\u241f]", re.DOTALL)


def escaped(text: str) -> str:
    """The text in signs that every spreadsheet program keeps.

    Control characters become their pictures, and what already looks like one, or like a
    workbook's own escape (_x000C_), is marked.
    """

    def sign(found: re.Match[str]) -> str:
        if found[0] == "_":
            return f"_{_MARK}"
        return _MARK + found[0] if found[0] >= _PICTURES else chr(ord(found[0]) + ord(_PICTURES))

    return _ODD.sub(sign, text)


def plain(value: Any) -> str:
    """The text of a cell as it was before `escaped`."""

    def sign(found: re.Match[str]) -> str:
        return found[1] or chr(ord(found[0]) - ord(_PICTURES))

    return "" if value is None else _SIGN.sub(sign, str(value))


def size(text: str) -> int:
    """The length of a text as Excel counts it, escaped, in 16-bit units."""
    return len(escaped(text).encode("utf-16-le")) // 2
