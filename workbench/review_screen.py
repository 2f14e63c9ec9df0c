"""What a review shows: the passage in its context, the code with its rules, the reason."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from coding.frame import CodingFrame
from corpora.sources import Source
from instruments.page.texts import clean

KEYS = {
    "a": "accept",
    "r": "reject",
    "e": "amend code or words",
    "n": "add another code",
    "s": "skip",
    "u": "undo",
    "m": "memo",
    "?": "keys",
    "q": "quit",
}
_CONTEXT = 400


class Screen:
    """Shows one suggestion at a time; on a terminal each has the screen to itself."""

    def __init__(self, frame: CodingFrame, console: Console | None = None) -> None:
        self.frame = frame
        self.console = console or Console(highlight=False, emoji=False, markup=False)

    def show(self, row: Any, source: Source, progress: str, notice: str) -> None:
        """The suggestion in its passage, with what helps to decide."""
        if self.console.is_terminal:
            self.console.clear()
        self.console.print(Text(clean(f"{source.id} | {progress}"), style="dim"))
        passage = in_context(source.text, int(row["start"]), int(row["end"]))
        self.console.print(Panel(passage, title=_about(source), title_align="left"))
        self.console.print(self._code(row["code"]))
        self.console.print(_reason(row))
        if notice:
            self.console.print(Text(clean(notice), style="bold"))
        self.console.print(Text(_keys(), style="reverse" if self.console.is_terminal else ""))

    def _code(self, name: str) -> Group:
        code = self.frame[name]
        lines = [Text(clean(name), style="bold")]
        for label, words in (
            ("", code.definition),
            ("Use when: ", code.use_when),
            ("Not when: ", code.not_when),
        ):
            if words:
                lines.append(Text(clean(f"{label}{words}")))
        return Group(*lines)

    def end(self, progress: str, notice: str) -> None:
        """Nothing waits any more."""
        if self.console.is_terminal:
            self.console.clear()
        self.console.print(Text(clean(notice), style="bold"))
        self.console.print(Text(f"That was the last one. {progress}"))
        self.console.print(Text("[u] undo  [q] quit"))

    def help(self) -> None:
        """Every key with what it does."""
        table = Table("Key", "What it does")
        for key, meaning in KEYS.items():
            table.add_row(key, meaning)
        self.console.print(table)
        self.console.print(Text("Each decision is kept at once. Any key goes back."))

    def listed(self, names: list[str]) -> None:
        """Names to choose from by number."""
        for number, name in enumerate(names, start=1):
            self.console.print(Text(clean(f"{number:3}  {name}")))

    def ask(self, words: str) -> None:
        """A question that one key answers."""
        self.console.print(Text(words, style="bold"))


def in_context(text: str, start: int, end: int, *, around: int = _CONTEXT) -> Text:
    """The passage between brackets, reversed too, amid the words around it."""
    low, high = max(0, start - around), min(len(text), end + around)
    before, after = text[low:start], text[end:high]
    if low:
        before = "... " + before.partition(" ")[2] if " " in before else before
    if high < len(text):
        after = after.rpartition(" ")[0] + " ..." if " " in after else after
    shown = Text(clean(before))
    shown.append("[[", style="bold")
    shown.append(clean(text[start:end]), style="bold reverse")
    shown.append("]]", style="bold")
    shown.append(clean(after))
    return shown


def _about(source: Source) -> Text:
    about = [f"{name}: {value}" for name, value in source.attributes.items() if value]
    return Text(clean(" | ".join([f"case {source.case}", *about])[:200]))


def _reason(row: Any) -> Text:
    status = Text(f"{row['status']}, score {row['score']:.2f}. ", style="italic")
    status.append(clean(row["because"]))
    return status


def _keys() -> str:
    return "  ".join(f"[{key}] {meaning}" for key, meaning in KEYS.items())
