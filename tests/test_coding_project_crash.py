"""A process killed at any moment loses nothing that was confirmed and leaves nothing half done."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from coded_texts import FRAME, SAFE

from coding.codings import Suggestion
from coding.project import open_project
from corpora.sources import Source

pytest_plugins = ("databases",)

# Says each id only after the method that confirms it has returned.
CODER = """
import sys
from coding.project import open_project
with open_project(sys.argv[1], wait=20) as project:
    print("ready", flush=True)
    for number, one in enumerate(project.pending(coder="A").index):
        print(one, project.accept(one, coder="A"), flush=True)
        if number % 5 == 4:
            project.edit_text("s0", project.source("s0").text + " More.")
"""
IMPORTER = """
import sys
from coding.project import open_project
from corpora.sources import Source
with open_project(sys.argv[1], wait=20) as project:
    print("ready", flush=True)
    start = len(project.sources())
    project.add_sources(Source(f"new{start + n}", "A text. " * 300) for n in range(3000))
    print("done", flush=True)
"""
SENTENCE = "She feels safe at home now. "


def killed(script, place, lines, after):
    """What a process said before it was killed, `after` seconds after so many lines."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", script, place],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    first = "".join(process.stdout.readline() for _ in range(lines))
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    said, fault = process.communicate()
    assert not fault
    # A line that the kill cut off was not said.
    return [line for line in (first + said).splitlines(keepends=True) if line.endswith("\n")]


def prepared(place):
    text = SENTENCE * 200
    with open_project(place) as project:
        project.set_frame(FRAME)
        project.add_sources([Source("s0", text)])
        starts = range(0, len(text), len(SENTENCE))
        project.add_suggestions(
            Suggestion("s0", n, n + len(SENTENCE) - 1, SENTENCE[:-1], SAFE) for n in starts
        )


def kept_on_disk(place, tmp_path):
    # A file on the real disk: what is in memory could not be lost.
    return place if "://" in place else str(tmp_path / "study.db")


@pytest.mark.slow
def test_no_confirmed_decision_is_lost_when_the_process_is_killed(place, tmp_path):
    where = kept_on_disk(place, tmp_path)
    prepared(where)
    lottery = random.Random(3)
    confirmed: dict[str, str] = {}
    for _ in range(6):
        said = killed(CODER, where, lottery.randint(1, 7), lottery.random() * 0.05)
        confirmed |= dict(line.split() for line in said)
        with open_project(where, wait=20) as project:
            decisions = project.decisions().set_index("suggestion")["coding"]
            assert confirmed.items() <= dict(decisions).items()
            # At most the one that was under way had no time to be said.
            assert set(decisions) == set(project.codings().index)
            assert project.differences().empty
    assert len(confirmed) > 5


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_half_done(place, tmp_path):
    where = kept_on_disk(place, tmp_path)
    prepared(where)
    lottery = random.Random(5)
    for _ in range(3):
        said = killed(IMPORTER, where, 0, lottery.random())
        with open_project(where, wait=20) as project:
            counts = len(project.sources_table())
            assert (counts - 1) % 3000 == 0
            assert not said or counts > 1
            assert project.differences().empty


def test_a_project_that_was_killed_while_it_was_made_can_be_made_again(quick_folder):
    path = quick_folder / "study.db"
    path.touch()
    with open_project(path) as project:
        assert project.sources() == []
