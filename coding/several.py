"""Suggestions by several processes at once, in the order of the sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import fields
from itertools import islice
from multiprocessing import get_context
from operator import attrgetter
from typing import Any

from coding.codings import Suggestion
from coding.frame import CodingFrame
from coding.tagger import suggest
from corpora.errors import StudyError
from corpora.sources import Source

BATCH = 50  # sources that a process takes at a time
WAITING = 3  # batches in hand for each process, so that a corpus of any size streams


def suggest_by_several(
    sources: Iterable[Source], frame: CodingFrame, *, processes: int = 2, **options: Any
) -> Iterator[Suggestion]:
    """What `suggest` gives, in the same order, by this many processes.

    Each process reads the frame for itself once. `options` are those of `suggest`.

    Raises
    ------
    StudyError
        If fewer than one process is asked for; and as `suggest`.
    """
    if processes < 1:
        raise StudyError(f"Suggestions cannot be made by {processes} processes; name 1 or more.")
    rest = iter(sources)
    waiting: deque[Future[list[tuple[Any, ...]]]] = deque()
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(frame, options)
    ) as pool:
        while True:
            for batch in _batches(rest, processes * WAITING - len(waiting)):
                waiting.append(pool.submit(_of_batch, batch))
            if not waiting:
                return
            yield from (Suggestion(*told) for told in waiting.popleft().result())


def _batches(sources: Iterator[Source], count: int) -> Iterator[list[Source]]:
    for _ in range(count):
        batch = list(islice(sources, BATCH))
        if not batch:
            return
        yield batch


_FIELDS = attrgetter(*(field.name for field in fields(Suggestion)))
_TASK: dict[str, Any] = {}  # what a process was begun with


def _begin(frame: CodingFrame, options: dict[str, Any]) -> None:
    _TASK.update(frame=frame, options=options)


def _of_batch(batch: list[Source]) -> list[tuple[Any, ...]]:
    """The fields of each suggestion: plain values cross to another process quickly."""
    found = suggest(batch, _TASK["frame"], **_TASK["options"])
    return list(map(_FIELDS, found))
