"""A progress bar on the terminal for what takes more than a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[int, int], None]
NamedAdvance = Callable[[str, int, int], None]


@contextmanager
def named_bar(what: str) -> Iterator[NamedAdvance]:
    """A function that takes (name, done, total) and shows it beside what is being done."""
    with bar(what) as advance:
        yield lambda name, done, total: advance(done, total)


@contextmanager
def bar(what: str) -> Iterator[Advance]:
    """A function that takes (done, total) and shows it; nothing is shown off a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as p:
        task = p.add_task(what, total=None)
        yield lambda done, total: p.update(task, completed=done, total=total)
