"""Single keys from a terminal; whole lines where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Keyboard:
    """Where keys come from.

    `key` gives one key, "" when nothing more can come; off a terminal the first letter of a
    line stands for it.
    """

    single: bool

    def key(self) -> str:
        """The next key."""
        sys.stdout.flush()
        if not self.single:
            line = sys.stdin.readline()
            return line.strip()[:1] or (" " if line else "")
        return _windows_key() if sys.platform == "win32" else _terminal_key(sys.stdin)

    def line(self, prompt: str) -> str:
        """A line that the person types, without its end."""
        return self.answer(prompt) or ""

    def answer(self, prompt: str) -> str | None:
        """A line that the person types, or None when nothing more can come."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """The terminal's keyboard, or standard input read by lines.

    What a text holds beyond the terminal's letters is shown as "?", never a fault.
    """
    for stream in (sys.stdout, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    yield Keyboard(single=sys.stdin.isatty() and sys.stdout.isatty())


def _terminal_key(stream: Any) -> str:
    """One key, unechoed; what an arrow or function key sends is swallowed whole."""
    import os
    import select
    import termios
    import tty

    handle = stream.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        data = os.read(handle, 1)
        while not _whole(data):
            data += os.read(handle, 1)
        if data == b"\x1b":
            while select.select([handle], [], [], 0.02)[0]:
                os.read(handle, 32)
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)
    return data.decode("utf-8", "replace")


def _whole(data: bytes) -> bool:
    """Whether the bytes read so far are a whole letter (UTF-8)."""
    if not data or data[0] < 0xC0:
        return True
    return len(data) >= (4 if data[0] >= 0xF0 else 3 if data[0] >= 0xE0 else 2)


def _windows_key() -> str:
    import msvcrt  # only on Windows

    key = msvcrt.getwch()  # type: ignore[attr-defined]
    if key in ("\x00", "\xe0"):
        msvcrt.getwch()  # type: ignore[attr-defined]
        return "\x1b"
    return str(key)
