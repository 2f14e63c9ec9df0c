"""What is written about the toolkit is true: README, help texts, exported names."""

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
import typer
from command import Qmt, runner

import instruments
import qmethod as qm
from corpora.synthetic import closure_summaries
from workbench.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def printed() -> list[str]:
    """Every `qmt` line of the README's shell blocks, but for the two set-up commands."""
    lines = [line.strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("qmt ")]


def commands(group: object, name: str = "qmt") -> Iterator[tuple[str, object]]:
    """Every command below a group, with its whole name."""
    for word, command in getattr(group, "commands", {}).items():
        yield f"{name} {word}", command
        yield from commands(command, f"{name} {word}")


EVERY = dict(commands(typer.main.get_command(app)))


def test_the_two_set_up_commands_stand_in_the_readme_word_for_word() -> None:
    assert "pip install . && qmt demo\n" in blocks("sh")
    assert 'pip install ".[test]" && pytest\n' in blocks("sh")


@pytest.mark.slow
def test_the_readme_s_commands_and_notebook_lines_run_as_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    lipset: qm.QStudy,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO("a\nq\n"))
    qmt: Qmt = runner(monkeypatch, capsys)
    qm.write_study(lipset, "lipset.dat")
    Path("lipset.sta").write_text("".join(f"{s.text}\n" for s in lipset.qset))
    Path("closures").mkdir()
    for source in closure_summaries(4, seed=1).sources:
        Path("closures", f"{source.id}.txt").write_text(source.text, encoding="utf-8")
    assert len(printed()) >= 4
    for line in printed():
        ran = qmt(*shlex.split(line)[1:])
        assert ran.code == 0, (line, ran)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert Path("results/report.docx").is_file()
    assert Path("my-study/pack/index.html").is_file()
    back = re.search(r"`qmt (instruments results [^`]*)`", README)
    assert back is not None
    assert qmt(*shlex.split(back[1])).code == 0
    shown = re.search(r"`qmt (qmethod analyse lipset\.dat [^`]*)`", README)
    assert shown is not None
    Path("results").rename("first")
    assert qmt(*shlex.split(shown[1])).code == 0


def test_every_command_that_the_readme_names_exists() -> None:
    for name in re.findall(r"`?qmt ((?:qmethod|coding|instruments) \w+)", README):
        assert f"qmt {name}" in EVERY
    for name in re.findall(r"`instruments\.(\w+)`", README):
        assert name in instruments.__all__
    for name in re.findall(r"`qm\.(\w+)", README):
        assert name in qm.__all__


def test_the_files_that_the_readme_links_to_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_has_help(name: str) -> None:
    command = EVERY[name]
    assert command.help, name
    assert command.help.splitlines()[0].endswith((".", "?")), name
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


EXPORTED = [(room, name) for room in (qm, instruments) for name in room.__all__]


@pytest.mark.parametrize(
    ("room", "name"), EXPORTED, ids=lambda part: getattr(part, "__name__", part)
)
def test_every_exported_name_exists_and_says_what_it_is(room: ModuleType, name: str) -> None:
    assert not isinstance(getattr(room, name), ModuleType)
    told = inspect.getdoc(getattr(room, name))
    assert told, name
    first = told.split("\n\n")[0].strip()
    assert first[0].isupper() or first[0].isdigit(), name
    assert first.endswith((".", ":")), (name, first)


def test_exported_names_are_in_order_and_stand_once() -> None:
    for room in (qm, instruments):
        assert list(room.__all__) == sorted(set(room.__all__))


LIGHT = {
    "workbench.cli": ("pandas", "numpy", "matplotlib", "scipy", "sklearn", "spacy", "docx"),
    "instruments": ("pandas", "numpy", "docx", "fpdf", "PIL", "yaml"),
    "qmethod": ("matplotlib", "sklearn", "spacy", "openpyxl", "docx"),
}


@pytest.mark.parametrize(("module", "heavy"), LIGHT.items(), ids=LIGHT)
def test_importing_loads_nothing_heavy(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.split() == []
