"""The source form of an instrument: one Markdown file, read into a `TopicGuide`."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from corpora.readers.raw import utf8_text
from instruments.guide import Activity, Block, Question, Section, TopicGuide, Words
from instruments.source.body import read_sections
from instruments.source.head import Head, read_head
from instruments.source.marks import at_line
from instruments.source.names import path_of, short_name


def read_guide(path_or_name: str | PathLike[str]) -> TopicGuide:
    """The instrument in a file, or the shipped one of this name (in capitals or not).

    Raises
    ------
    StudyError
        If there is no such file or name, the file is no text in UTF-8, or a line of it is
        not of the source form: with the line and what to write instead.
    """
    path = path_of(path_or_name)
    return parse(_read(path), short_name(path), str(path))


def parse(text: str, name: str = "", path: str = "") -> TopicGuide:
    """The instrument in the text of a source file.

    Question numbers stay as written; whether they run on is for the checks to say.

    Raises
    ------
    StudyError
        If a line is not of the source form, or a number or an id stands twice.
    """
    try:
        return _parse(text, name, path)
    except StudyError as fault:
        where = Path(path).name or name
        raise StudyError(f"{where}, {fault}" if where else _capital(str(fault))) from None


def _parse(text: str, name: str, path: str) -> TopicGuide:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    head = read_head(lines)
    sections = read_sections("\n" * head.length + "\n".join(lines[head.length :]))
    if not sections:
        raise at_line(head.length, "nothing stands under the head; write a section: ## Title.")
    _refuse_repeats(sections)
    return _guide(head, sections, name, path, text)


def _guide(
    head: Head, sections: tuple[Section, ...], name: str, path: str, text: str
) -> TopicGuide:
    plain = {key: value for key, value in head.values.items() if key not in ("minutes", "ages")}
    return TopicGuide(
        **plain,
        ages=head.values.get("ages", "").replace("–", "-"),
        sections=sections,
        session_minutes=head.minutes,
        set_terms=head.words,
        name=name,
        path=path,
        text=text,
        lines_of_head=head.lines,
    )


def _refuse_repeats(sections: tuple[Section, ...]) -> None:
    """Raise where a question number or an id stands twice."""
    seen: dict[str, int] = {}
    for mark, line in _marks(sections):
        if mark in seen:
            raise at_line(
                line,
                f"{mark} stands in line {seen[mark]} already; give every question and every id its "
                "own.",
            )
        seen[mark] = line


def _marks(blocks: tuple[Section | Block, ...]) -> Iterator[tuple[str, int]]:
    for block in blocks:
        if isinstance(block, Question):
            yield f"question {block.number}", block.line
        if not isinstance(block, Activity) and block.id:
            yield f"{{#{block.id}}}", block.line
        if isinstance(block, Section | Activity):
            yield from _marks(block.blocks)
        elif not isinstance(block, Words):
            yield from _marks(block.items)


def _read(path: Path) -> str:
    if path.is_dir():
        raise StudyError(f"{path} is a folder; name a file of it, such as {path / 'guide.md'}.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise StudyError(f"{path} is not there; check its name and folder.") from None
    except OSError as fault:
        raise StudyError(f"{path} can't be read ({fault.strerror}).") from None
    if data[:4] == b"PK\x03\x04":
        raise StudyError(
            f"{path.name} is a Word file or another package; an instrument is plain text in "
            "Markdown: copy one with `qmt instruments new` and write into that."
        )
    return utf8_text(data, path.name)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
