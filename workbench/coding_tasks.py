"""What each command of `qmt coding` does, giving the lines that it prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import coding as cd
from coding.codings import PROPOSED
from coding.frame import CodingFrame
from coding.project import Project, open_project
from corpora import stream
from corpora.errors import StudyError
from corpora.places import check_free, new_files
from corpora.sources import Source
from instruments.page.texts import clean
from workbench.progress import Advance, bar
from workbench.reports.coding_folder import written_cells
from workbench.reports.shown import counted

USUAL_FRAME = "closure-summaries"
_SAID_AT_MOST = 6
_REMEMBERED = 200
# Legal within JSON, yet many a reader takes them for the end of a line.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


@dataclass(frozen=True)
class Texts:
    """Where texts are read from, and what the researcher says about them."""

    paths: tuple[Path, ...]
    text_column: str | None = None
    id_column: str | None = None
    case_column: str | None = None
    encoding: str | None = None

    def stream(self) -> Iterator[Source]:
        """The texts one after the other."""
        choices = asdict(self)
        del choices["paths"]
        return stream(*self.paths, **choices)


@dataclass
class Tally:
    """What is read and found while it streams by; no text is kept."""

    texts: int = 0
    suggestions: int = 0
    first: int = 0
    with_any: int = 0
    said: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    _last: str | None = None

    def reading(self, sources: Iterable[Source], advance: Advance) -> Iterator[Source]:
        """The same sources, counted."""
        for source in sources:
            self.texts += 1
            advance(self.texts, 0)
            for sentence in source.found:
                if sentence in self.said or len(self.said) < _REMEMBERED:
                    self.said[sentence] += 1
            yield source

    def finding(self, found: Iterable[cd.Suggestion]) -> Iterator[cd.Suggestion]:
        """The same suggestions, counted."""
        for suggestion in found:
            self.suggestions += 1
            self.with_any += suggestion.source != self._last
            self._last = suggestion.source
            self.first += suggestion.score >= PROPOSED
            self.codes[suggestion.code] += suggestion.score >= PROPOSED
            yield suggestion

    @property
    def lines(self) -> Iterator[str]:
        """What was recognised in the texts, the commonest first."""
        for sentence, times in self.said.most_common(_SAID_AT_MOST):
            yield clean(sentence) if times == self.texts else f"{clean(sentence)} ({times} texts)"
        if len(self.said) > _SAID_AT_MOST:
            yield f"... and {len(self.said) - _SAID_AT_MOST} more remarks on how texts were read."


def frame_lines(name: str, out: Path | None, force: bool) -> Iterator[str]:
    """Show a frame as a tree, or write it in another form."""
    frame = cd.load_frame(name)
    if out is not None:
        check_file_free(out, force=force, inputs=_files(name))
        with new_files(out, force=force) as folder:
            cd.write_frame(frame, folder / out.name)
        yield f"Wrote the {counted(len(frame.codable), 'code')} of {frame.name} to {out}."
        return
    yield f"{frame.name}, version {frame.version}: {counted(len(frame.codable), 'code')}"
    for code in frame:
        depth = _depth(frame, code.id)
        told = f": {code.definition}" if code.definition else ""
        yield clean(f"{'  ' * depth}{code.name}{told}")


def _depth(frame: CodingFrame, code: str) -> int:
    parent = frame[code].parent
    return 0 if parent is None else 1 + _depth(frame, parent)


def _files(name: str) -> list[Path]:
    return [Path(name)] if Path(name).exists() else []


def suggest_lines(
    texts: Texts,
    out: Path,
    frame: str,
    model: str | None,
    mentions: bool,
    learned: Path | None,
    force: bool,
    processes: int = 1,
) -> Iterator[str]:
    """Write a line of JSON for each suggestion, as the texts stream by."""
    check_file_free(out, force=force, inputs=texts.paths)
    _refuse_mixing(texts.paths, out)
    used, tally = cd.load_frame(frame), Tally()
    with bar("Reading texts") as advance, new_files(out, force=force) as folder:
        sources = tally.reading(texts.stream(), advance)
        found = tally.finding(_found(sources, used, model, mentions, learned, processes))
        with (folder / out.name).open("w", encoding="utf-8", newline="\n") as file:
            for suggestion in found:
                file.write(as_line(suggestion))
    yield from tally.lines
    yield (
        f"Wrote {counted(tally.suggestions, 'suggestion')} on {tally.with_any} of "
        f"{counted(tally.texts, 'text')} to {out}; {tally.first} have a score of "
        f"{PROPOSED} or more:"
    )
    for code, times in tally.codes.most_common(5):
        yield f"  {times:6}  {code}"
    yield "They are suggestions: none counts as a coding until a person has accepted it."


def check_file_free(out: Path, *, force: bool, inputs: Sequence[Path]) -> None:
    """As `check_free`, for a file: a folder is refused even if it is empty.

    Raises
    ------
    StudyError
        If the place is taken, or is a folder.
    """
    if out.is_dir():
        raise StudyError(f"{out} is a folder; add the name of the file to write, as in {out}/new.")
    check_free(out, force=force, inputs=inputs)


def as_line(suggestion: cd.Suggestion) -> str:
    """The suggestion as one line of JSON."""
    line = json.dumps(suggestion.asdict(), ensure_ascii=False)
    for end, written in _LINE_ENDS.items():
        line = line.replace(end, written)
    return f"{line}\n"


def _refuse_mixing(texts: Sequence[Path], out: Path) -> None:
    """Old suggestions in the folder of texts would be read as texts."""
    for folder in texts:
        if folder.is_dir() and out.exists() and folder.resolve() in out.resolve().parents:
            raise StudyError(
                f"{out} lies among the texts and would be read as one; write to another folder "
                "and move it away."
            )


def _found(
    sources: Iterable[Source],
    frame: CodingFrame,
    model: str | None,
    mentions: bool,
    learned: Path | None,
    processes: int = 1,
) -> Iterator[cd.Suggestion]:
    if learned is None and processes != 1:
        return cd.suggest_by_several(
            sources, frame, processes=processes, model=model, mentions=mentions
        )
    if learned is None:
        return cd.suggest(sources, frame, model=model, mentions=mentions)
    from coding.learning import suggest_learned

    taught = cd.load_model(learned)
    return suggest_learned(sources, frame, taught, model=model, mentions=mentions)


def start_lines(
    project: str, texts: Texts, frame: str | None, model: str | None, learned: Path | None
) -> Iterator[str]:
    """Put texts, frame and suggestions into a project, new or old, all of it or nothing."""
    new = _new_file(project)
    tally = Tally()
    try:
        with open_project(project) as opened, bar("Reading texts") as advance:
            before = opened.frame
            with opened.together("start"):
                _take_frame(opened, frame, before)
                sources = tally.reading(texts.stream(), advance)
                added = opened.add_sources(sources)
                made = _found(opened.each_source(), opened.frame, model, False, learned)
                put = opened.add_suggestions(made, model=str(learned or model or "rules"))
            used, waiting = opened.frame, len(opened.pending())
    except BaseException:
        _remove(new)
        raise
    yield from tally.lines
    yield f"Read {counted(tally.texts, 'text')}, {added} of them new to {_place(project)}."
    yield f"Frame: {used.name}, version {used.version}, {counted(len(used.codable), 'code')}."
    yield f"{put.added} new suggestions; {waiting} wait for a coder. Next:"
    yield f"  qmt coding review {_place(project)} --coder YOUR-NAME"


def _take_frame(opened: Project, frame: str | None, before: CodingFrame | None) -> None:
    if frame is not None or before is None:
        opened.set_frame(cd.load_frame(frame or USUAL_FRAME))


def _new_file(project: str) -> Path | None:
    """The file that opening the project would make."""
    path = Path(project)
    return None if "://" in project or path.exists() else path


def _remove(new: Path | None) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        if new is not None:
            new.with_name(f"{new.name}{ending}").unlink(missing_ok=True)


def _place(project: str) -> str:
    """The project as it may be printed: without the password of an address."""
    return project if "://" not in project else "the project"


def learn_lines(
    project: str, out: Path, fewest: int, seed: int, embeddings: str | None, force: bool
) -> Iterator[str]:
    """Train a model on what was reviewed, show how well it does, and write it."""
    if fewest < 2:
        raise StudyError(f"A code cannot be learned from {fewest} examples; give 2 or more.")
    check_file_free(out, force=force, inputs=[Path(project)])
    with open_project(project, create=False) as opened, bar("Learning"):
        learned = cd.learn(opened, fewest=fewest, seed=seed, embeddings=embeddings)
    with new_files(out, force=force) as folder:
        cd.save_model(learned, folder / out.name)
    yield "On passages held out of the training, in five parts:"
    yield printed(learned.report)
    for code, why in learned.refused.items():
        yield f"Not learned: {code} ({why})."
    yield learned.sentence
    yield f"Wrote {out}; use it by qmt coding suggest ... --learned {out}."


def import_lines(file: Path, project: str, coder: str) -> Iterator[str]:
    """Read a .qdpx into a project, or a framework matrix that was filled in."""
    if file.suffix.lower() == ".xlsx":
        yield from _framework_lines(file, project, coder)
        return
    if file.suffix.lower() not in (".qdpx", ".qde", ".qdc"):
        raise StudyError(
            f"{file}: projects are read from .qdpx or .qde, frames from .qdc, a framework matrix "
            "from .xlsx; name one of these."
        )
    new = _new_file(project)
    try:
        with open_project(project) as opened:
            done = cd.import_refi(file, opened)
            sizes = len(opened.sources_table()), len(opened.codings())
    except BaseException:
        _remove(new)
        raise
    yield from (clean(sentence) for sentence in done.said)
    yield f"{_place(project)} now holds {counted(sizes[0], 'text')} and {sizes[1]} codings."
    if done.left_over:
        yield f"{counted(len(done.left_over), 'thing')} had no place here:"
        yield from (f"  {clean(thing)}" for thing in done.left_over)


def _framework_lines(file: Path, project: str, coder: str) -> Iterator[str]:
    from coding.framework_files import read_framework

    if not coder.strip():
        raise StudyError("Whose summaries are these? Name who wrote them by --coder.")
    filled = read_framework(file).summaries
    with open_project(project, create=False, coder=coder) as opened:
        count = _keep_summaries(opened, filled)
    yield f"Kept {counted(count, 'summary', 'summaries')} as {coder}'s in {_place(project)}."


def _keep_summaries(opened: Project, filled: Any) -> int:
    """How many cells say something else than the project does, now kept as this coder's."""
    count = 0
    with opened.together("import framework"):
        there = written_cells(opened)
        for case, theme in ((c, t) for c in filled.index for t in filled.columns):
            words = filled.at[case, theme].strip()
            if words != there.get((case, theme), ""):
                opened.summarise(case, theme, words)
                count += 1
    return count


def printed(table: Any) -> str:
    """A table of figures for the terminal, with words where a figure is not defined."""
    return str(table.to_string(float_format=lambda value: f"{value:.2f}", na_rep="not defined"))
