"""Words a second of suggesting with the shipped frame, beside a bare spaCy tokenizer.

Run with `python -m benchmarks.tagging`; the texts are made up here, of case-note density.
"""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from time import perf_counter

import spacy

from benchmarks.timing import Row, machine, measured, show
from coding.frame import CodingFrame
from coding.frame_files import load_frame
from coding.several import suggest_by_several
from coding.tagger import suggest
from corpora.sources import Source

WANTED = 60_000  # words a second
SENTENCES = (
    "YP has been seen weekly since the last review and the plan was shared with the network.",
    "She was quiet at the start of the visit but spoke about her week and what she had cooked.",
    "He is registered with a GP near the placement and had his eyes tested in March.",
    "SW rang to say that the meeting is moved to Tuesday because the room was double booked.",
    "Attends college four days a week; attendance is good and the tutor has no worries.",
    "The house is near the bus station and takes about ten minutes to walk to from the shops.",
    "Positive RG received in May, CG still awaited, and the solicitor is aware of the date.",
    "There was some talk of a trip to the coast in the summer if the money can be found.",
    "Carer reports that he sleeps well and that he has been helping with the garden.",
    "The file was passed on with the notes of both visits and a copy of the letter.",
)


def texts(count: int) -> list[Source]:
    """Made-up summaries of about 200 words, the same in every run."""
    draw = random.Random(1)
    return [
        Source(str(number), " ".join(draw.choices(SENTENCES, k=12)) + f" Ref {number}.")
        for number in range(count)
    ]


def growth(frame: object, counts: tuple[int, int] = (500, 2500)) -> list[int]:
    """The most memory in use while so many sources stream, in kilobytes."""
    peaks = []
    for count in counts:
        tracemalloc.start()
        for _ in suggest(_stream(count), frame):  # type: ignore[arg-type]
            pass
        peaks.append(tracemalloc.get_traced_memory()[1] // 1024)
        tracemalloc.stop()
    return peaks


def _stream(count: int) -> Iterator[Source]:
    draw = random.Random(2)
    for number in range(count):
        yield Source(str(number), " ".join(draw.choices(SENTENCES, k=12)) + f" Ref {number}x.")


def print_scaling(sources: list[Source], frame: CodingFrame) -> None:
    """Print how much faster two processes are than one, frame and start included."""
    list(suggest(sources[:1], frame))
    times = {}
    for processes in (1, 2):
        many = [Source(f"{number}", s.text) for number, s in enumerate(sources)]
        start = perf_counter()
        for _ in suggest_by_several(many, frame, processes=processes):
            pass
        times[processes] = perf_counter() - start
    print(f"two processes: {times[1] / times[2]:.2f} times one ({len(sources):,} summaries)")


def main() -> None:
    """Print the table."""
    sources = texts(200)
    words = sum(len(source.text.split()) for source in sources)
    frame, bare = load_frame("closure-summaries"), spacy.blank("en")
    print(machine())
    tokens = measured(lambda: [len(bare.make_doc(s.text)) for s in sources], repeats=5)
    tags = measured(lambda: list(suggest(sources, frame)), repeats=5)
    rows = [
        Row("bare spaCy tokenizer", tokens, None, f"{words / tokens:,.0f} words/s"),
        Row("suggest, closure-summaries", tags, words / WANTED, f"{words / tags:,.0f} words/s"),
    ]
    show(f"{words:,} words in {len(sources)} summaries", rows)
    print_scaling(sources * 100, frame)
    few, many = growth(frame)
    print(f"peak memory: {few:,} kB for 500 sources, {many:,} kB for 2,500")


if __name__ == "__main__":
    main()
