"""A project of 100,000 sources and 500,000 codings: opening, showing, counting, deciding.

python -m benchmarks.projects [ADDRESS]: SQLite in a folder for the time being, or the
PostgreSQL schema (empty) that the address names.
"""

import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.timing import Row, machine, measured, show
from coding.codings import Coding, Suggestion
from coding.frame_files import load_frame
from coding.project import open_project
from corpora.sources import Source

SOURCES, CODINGS, SUGGESTIONS = 100_000, 500_000, 100_000
WORDS = (
    "the young person said that things had been hard since then but there was somebody who "
    "came every week and listened and went along to school and the doctor and the court"
)


def sources(lottery):
    """Invented summaries of 200 words; five sources are one case."""
    words = WORDS.split()
    for number in range(SOURCES):
        text = " ".join(lottery.choices(words, k=200))
        facts = {"year": str(2018 + number % 5), "area": f"Area {number % 7}"}
        yield Source(f"s{number:06}", f"{number}. {text}", case=f"c{number // 5}", attributes=facts)


def passages(lottery, codes, count):
    """So many places of a source with a code each."""
    for number in range(count):
        start = lottery.randrange(0, 700)
        end = start + lottery.randrange(20, 150)
        yield f"s{number % SOURCES:06}", start, end, lottery.choice(codes)


def timed(job):
    start = perf_counter()
    job()
    return perf_counter() - start


def fill(project, frame):
    """Rows with the time that it took to put everything in."""
    lottery = random.Random(1)
    codes = [code.id for code in frame.codable]
    project.set_frame(frame)
    texts = timed(lambda: project.add_sources(sources(lottery)))
    marks = sorted(passages(lottery, codes, CODINGS))
    coded = timed(lambda: project.add_codings(Coding(*p, f"Coder {p[1] % 3}", "") for p in marks))
    proposed = sorted(passages(lottery, codes, SUGGESTIONS))
    suggested = timed(
        lambda: project.add_suggestions(
            Suggestion(s, a, b, "", code, score=lottery.random()) for s, a, b, code in proposed
        )
    )
    return [
        Row(f"putting in {SOURCES:,} sources", texts),
        Row(f"putting in {CODINGS:,} codings", coded),
        Row(f"putting in {SUGGESTIONS:,} suggestions", suggested),
    ]


def opened_and_shown(place):
    with open_project(place, create=False) as project:
        project.source("s054321")
        project.codings(source="s054321")
        project.pending(source="s054321", coder="A")


def accepted(project):
    project.accept(project.pending(order="score", limit=1, coder="A").index[0], coder="A")


def used(place, project):
    return [
        Row("opening it and showing one source", measured(lambda: opened_and_shown(place)), 0.2),
        Row("code x case table", measured(project.counts, repeats=3), 2.0),
        Row("the best pending suggestion, accepted", measured(lambda: accepted(project)), 0.2),
        Row(
            "the next 50 pending in the order of the texts",
            measured(lambda: project.pending(limit=50, coder="A"), repeats=3),
        ),
        Row("every coding as a table", measured(project.codings, repeats=1)),
        Row("undo and redo", measured(lambda: (project.undo(), project.redo()), repeats=3), 0.2),
        Row("the log, newest 100", measured(lambda: project.log(limit=100), repeats=3), 0.2),
        Row(
            "disagreements of one source",
            measured(lambda: project.disagreements(source="s000007"), repeats=3),
        ),
        Row("a copy of the whole", measured(project.backup, repeats=1)),
    ]


def measure(place):
    frame = load_frame("closure-summaries")
    with open_project(place) as project:
        filling = fill(project, frame)
        show(
            f"A project of {SOURCES:,} sources and {CODINGS:,} codings ({machine()})",
            used(place, project),
        )
    show("Filling it", filling)


def main():
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "study.db"
        measure(place)
        print(f"the file: {place.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
