"""Text fit for a file or a message: cleaned of what no file may hold, on one line, cut short."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """The text without the control characters that no Word, Excel or web page may hold.

    Each becomes the replacement character, so that a reader sees that something stood there.
    Invisible marks that turn the direction of all that follows are left out: the writers
    set the direction of every text themselves.
    """
    told = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text).replace("\r\n", "\n"))
    return _STEERING.sub("", told)


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def opening(text: str, most: int = 60) -> str:
    """The text as a message quotes it: its beginning alone if it has over `most` characters."""
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."
