"""Review in the terminal: what each key does, and that what was decided stays decided."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from coded_texts import COLLEGE, FRAME, IN, MISSING, OUT, SAFE, filled
from command import Qmt, runner
from rich.console import Console

from coding.codings import Suggestion
from coding.project import open_project
from corpora.errors import StudyError
from corpora.sources import Source
from workbench.review import _ACTIONS, review_suggestions
from workbench.review_choices import codes_like, words_within
from workbench.review_screen import KEYS, Screen, in_context

ROOT = Path(__file__).parents[1]


@pytest.fixture
def qmt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Qmt:
    """`qmt` in a folder with a project of four suggestions."""
    monkeypatch.chdir(tmp_path)
    with open_project("study.db") as project:
        filled(project)
    return runner(monkeypatch, capsys)


class Terminal:
    """`qmt` in a process of its own, on a real pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        import fcntl
        import pty
        import termios

        self.ours, theirs = pty.openpty()
        command = "from workbench.cli import main; main()"
        environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "90"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, *arguments], cwd=folder, env=environment,
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(theirs)
        self.said = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """What was said since the last call, up to these words."""
        deadline, before = time.monotonic() + seconds, len(self.said)
        while words not in plain(self.said[before:]):
            assert time.monotonic() < deadline, plain(self.said)
            if select.select([self.ours], [], [], 0.2)[0]:
                try:
                    self.said += os.read(self.ours, 65536).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    assert words in plain(self.said[before:]), plain(self.said)
        return plain(self.said[before:])

    def press(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=30)
        os.close(self.ours)


def plain(text: str) -> str:
    """The words without what steers the terminal."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


@pytest.fixture
def terminal(qmt: Qmt, tmp_path: Path) -> Iterator[Terminal]:
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminal here")
    opened = Terminal(tmp_path, "coding", "review", "study.db", "--coder", "Ana")
    yield opened
    opened.close()


def decisions() -> list[tuple[str, str, str]]:
    with open_project("study.db") as project:
        table = project.decisions()
    return list(zip(table["coder"], table["code"], table["verdict"], strict=True))


def codings() -> list[tuple[str, str]]:
    with open_project("study.db") as project:
        table = project.codings()
    return list(zip(table["code"], table["quote"], strict=True))


@pytest.mark.slow
def test_one_key_decides_on_a_real_terminal(terminal):
    shown = terminal.until("[q] quit")
    assert "1 of 4" in shown
    assert f"[[{COLLEGE}]]" in shown
    assert "asserted, score 0.90. A rule." in shown
    terminal.press("a")
    shown = terminal.until("[q] quit")
    assert "2 of 4 | 1 accepted" in shown
    assert decisions() == [("Ana", IN, "accepted")]
    terminal.press("r")
    terminal.until("[q] quit")
    terminal.press("u")
    assert "Taken back: rejected" in terminal.until("[q] quit")
    terminal.press("\x1b[A")  # an arrow is no decision
    terminal.until("has no meaning here")
    terminal.press("s")
    terminal.until("1 skipped")
    terminal.press("q")
    assert "1 accepted, 0 rejected, 0 amended, 1 skipped" in terminal.until("still wait for Ana")
    assert terminal.process.wait(timeout=30) == 0
    assert decisions() == [("Ana", IN, "accepted")]


@pytest.mark.slow
def test_a_killed_review_keeps_every_decision_that_was_shown_as_kept(terminal):
    terminal.until("[q] quit")
    terminal.press("a")
    terminal.until("accepted. u takes it back")
    terminal.press("r")
    terminal.until("rejected. u takes it back")
    os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait(timeout=30)
    assert decisions() == [("Ana", IN, "accepted"), ("Ana", SAFE, "rejected")]


@pytest.mark.slow
def test_ctrl_c_leaves_quietly_with_everything_kept(terminal):
    terminal.until("[q] quit")
    terminal.press("a")
    terminal.until("2 of 4")
    terminal.press("\x03")
    terminal.until("still wait for Ana")
    assert terminal.process.wait(timeout=30) == 0
    assert "Traceback" not in terminal.said
    assert len(decisions()) == 1


@pytest.mark.slow
def test_code_and_words_are_amended_on_a_terminal(terminal):
    terminal.until("[q] quit")
    terminal.press("e")
    terminal.until("Code (part of its name")
    terminal.press("out\n")
    terminal.until("Words (Enter keeps them")
    terminal.press("at college\n")
    terminal.until("Kept: Out amended")
    assert codings() == [(OUT, "at college")]
    terminal.press("u")
    terminal.until("Taken back: amended")
    assert codings() == []


def typed(qmt: Qmt, monkeypatch: pytest.MonkeyPatch, lines: str, *more: str):
    """A review without a terminal: each line is a key, or an answer."""
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    return qmt("coding", "review", "study.db", "--coder", "Ana", *more)


def test_works_by_lines_where_there_is_no_terminal(qmt, monkeypatch):
    ran = typed(qmt, monkeypatch, "a\nr\nA\nq\n")
    assert ran.code == 0
    assert [verdict for *_, verdict in decisions()] == ["accepted", "rejected", "accepted"]
    assert "2 accepted, 1 rejected" in ran.out


def test_the_end_of_the_input_ends_the_review(qmt, monkeypatch):
    assert typed(qmt, monkeypatch, "a\n").code == 0
    assert typed(qmt, monkeypatch, "").code == 0
    assert len(decisions()) == 1


def test_goes_on_where_it_was_left_and_says_when_nothing_waits(qmt, monkeypatch):
    typed(qmt, monkeypatch, "a\na\n")
    assert "1 of 2" in typed(qmt, monkeypatch, "a\nr\nq\n").out
    assert "Nothing waits for Ana" in typed(qmt, monkeypatch, "").out
    assert len(decisions()) == 4


def test_undo_takes_back_step_by_step_even_from_an_earlier_sitting(qmt, monkeypatch):
    typed(qmt, monkeypatch, "a\na\n")
    ran = typed(qmt, monkeypatch, "u\nu\nu\nq\n")
    assert ran.out.count("a decision of an earlier sitting") == 2
    assert "nothing of yours to take back" in ran.out
    assert decisions() == []
    assert typed(qmt, monkeypatch, "a\ns\nu\nu\nq\n").code == 0
    assert decisions() == []


def test_undo_after_the_last_one(qmt, monkeypatch):
    ran = typed(qmt, monkeypatch, "a\na\na\na\nx\nu\nr\nq\n")
    assert "That was the last one" in ran.out
    assert "Nothing waits any more" in ran.out
    assert [v for *_, v in decisions()].count("rejected") == 1
    assert len(decisions()) == 4


def test_a_memo_is_kept_on_text_code_or_project(qmt, monkeypatch):
    typed(qmt, monkeypatch, "m\nt\nOn the text\nm\nc\nOn the code\nm\np\nOn all\nm\nx\nu\nq\n")
    with open_project("study.db") as project:
        memos = project.memos()
    assert list(zip(memos["about"], memos["target"], memos["text"], strict=True)) == [
        ("source", "s1", "On the text"),
        ("code", IN, "On the code"),
    ]
    assert set(memos["coder"]) == {"Ana"}


def test_a_code_that_the_tagger_missed_is_added(qmt, monkeypatch):
    ran = typed(qmt, monkeypatch, "n\nmissing\nfeels ... home\nq\n")
    assert codings() == [(MISSING, "feels safe at home")]
    assert decisions() == []
    assert "1 added" in ran.out


def test_several_codes_with_what_was_typed_are_listed(qmt, monkeypatch):
    ran = typed(qmt, monkeypatch, "e\nsafety\n2\n\nq\n")
    assert "2  SAFETY/Missing" in ran.out
    assert codings() == [(MISSING, COLLEGE)]
    ran = typed(qmt, monkeypatch, "e\nsafety\n9\nq\n")
    assert 'No code was chosen for "safety"' in ran.out


def test_words_that_do_not_stand_there_change_nothing(qmt, monkeypatch):
    ran = typed(qmt, monkeypatch, "e\n\nno such words\ne\n\n\nn\n\n\nq\n")
    assert '"no such words" does not stand in this text' in ran.out
    assert "Nothing was changed: a accepts it as it is" in ran.out
    assert "Nothing was added" in ran.out
    assert codings() == []


def test_only_one_code_or_the_surest_first(qmt, monkeypatch):
    assert "1 of 2" in typed(qmt, monkeypatch, "q\n", "--code", "feels safe").out
    assert "[[She feels safe at home.]]" in typed(qmt, monkeypatch, "q\n", "--order", "score").out
    assert "[[She went missing" in typed(qmt, monkeypatch, "q\n", "--order", "uncertain").out
    assert "[[She went missing" in typed(qmt, monkeypatch, "q\n", "--order", "teach").out
    assert "1 of 3" in typed(qmt, monkeypatch, "q\n", "--least", "0.6").out
    assert "4 weaker ones" in typed(qmt, monkeypatch, "", "--least", "0.99").out


def test_two_coders_decide_each_for_themselves(qmt, monkeypatch):
    typed(qmt, monkeypatch, "a\na\na\na\n")
    review_suggestions("study.db", "Ben")
    assert "1 of 4" in typed(qmt, monkeypatch, "r\nq\n", "--coder", "Ben").out
    assert ("Ben", IN, "rejected") in decisions()


def test_wrong_choices_are_refused_before_anything_is_shown(qmt, monkeypatch):
    for arguments, says in (
        (("--code", "zzz"), 'no code "zzz"'),
        (("--code", "SAFETY"), "SAFETY/Feels safe, SAFETY/Missing"),
        (("--order", "zzz"), "choose one"),
        (("--coder", " "), "Nobody is named"),
    ):
        ran = typed(qmt, monkeypatch, "a\n", *arguments)
        assert ran.code == 2
        assert says in ran.err
        assert decisions() == []


def test_a_text_that_was_edited_meanwhile_stops_one_decision_only(qmt, monkeypatch):
    with open_project("study.db") as project:
        project.edit_text("s1", "Quite another text. She feels safe at home.")
    ran = typed(qmt, monkeypatch, "a\na\na\nq\n")
    assert ran.code == 0
    assert len(decisions()) == 3


def test_nothing_in_a_text_steers_the_terminal(tmp_path):
    bad = "Nice \x1b[2J\x1b]0;title\x07 text \u202eback\u202c here."
    shown = in_context(bad, 5, 9)
    assert "\x1b" not in shown.plain
    assert "\x07" not in shown.plain
    assert "\u202e" not in shown.plain


def test_the_passage_is_bracketed_amid_a_part_of_its_text():
    text = "before " * 200 + "HERE" + " after" * 200
    shown = in_context(text, 1400, 1404, around=50).plain
    assert "[[HERE]]" in shown
    assert shown.startswith("... before")
    assert shown.endswith("after ...")
    assert in_context("all of it", 0, 9).plain == "[[all of it]]"


def test_the_screen_shows_the_rules_of_the_code(capsys):
    from dataclasses import replace

    codes = [replace(c, definition="Goes.", use_when="Now.", not_when="Once.") for c in FRAME]
    frame = replace(FRAME, codes=tuple(codes))
    console = Console(width=80, highlight=False)
    row = Suggestion("s", 0, 2, "It", IN, "asserted", 0.7, "Because.").asdict()
    Screen(frame, console).show(row, Source("s", "It [bold]is[/bold]."), "1 of 1", "")
    shown = capsys.readouterr().out
    for words in (IN, "Goes.", "Use when: Now.", "Not when: Once.", "Because.", "[[It]] [bold]is"):
        assert words in shown


def test_every_key_that_is_shown_does_something():
    assert set(_ACTIONS) | {"u", "?", "q"} == set(KEYS)


def test_codes_are_found_by_part_of_their_name():
    assert [c.id for c in codes_like(FRAME, "education in")] == [IN]
    assert [c.id for c in codes_like(FRAME, "OUT")] == [OUT]
    assert len(codes_like(FRAME, "safety")) == 2
    assert codes_like(FRAME, "nothing") == []


def test_words_are_found_nearest_to_the_passage_whatever_their_spaces():
    text = "one two. One\n two three. one two"
    assert words_within(text, "one  two", near=10) == (9, 17)
    assert words_within(text, "one ... three", near=0) == (0, 23)
    assert words_within(text, "two", near=30) == (29, 32)
    for typed_words in ("four", "...", "two one one"):
        with pytest.raises(StudyError):
            words_within(text, typed_words, near=0)
