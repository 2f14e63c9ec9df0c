"""The pages of results as source files, which the team edits before anything is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from corpora.places import check_free, new_files
from corpora.placing import put
from instruments.feedback.brief import brief
from instruments.feedback.pages import (
    easy_shared_page,
    easy_viewpoint_page,
    shared_page,
    viewpoint_page,
)
from instruments.feedback.team import READ_FIRST, team_page
from instruments.feedback.told import Told, number_of, told
from instruments.feedback.words import Sentences, sentences_in
from instruments.guide import TopicGuide
from instruments.source.form import parse
from instruments.source.writing import write_source
from qmethod.record import QAnalysis

SHARED, BRIEF, EASY = "what-all-share", "brief-for-practitioners", "-easy-read"
LEAST = 5  # as in corpora.disclosure


def feedback_pages(
    analysis: QAnalysis,
    *,
    names: Mapping[str, str] | None = None,
    least: int = LEAST,
    language: str = "",
    traits: Sequence[str] = (),
    sentences: Mapping[str, str] | None = None,
) -> dict[str, TopicGuide]:
    """The pages that give the results back, by the name of their file without ".md".

    For each viewpoint that two people or more share, a plain page and an easy-read one for
    young people; the same two on what all viewpoints share; a brief for practitioners; and a
    page for the team, to be read first. No comment of a participant is quoted, and nobody is
    named.

    Parameters
    ----------
    names
        Factor to the name of its viewpoint; "Viewpoint 1" and so on where none is given.
    least
        Groups under this size are told without number and traits, and so are larger ones
        from which a small one could be worked back (`corpora.disclosure`).
    language
        Code of the language of the sentences; that of the cards if empty.
    traits
        Attributes of the participants that the brief may tell of groups large enough.
    sentences
        The sentences in the language, by the names in `feedback.words.ENGLISH`, or English
        ones to take the place of ours.

    Raises
    ------
    StudyError
        If nobody shares a viewpoint, a factor, name or trait is unfit, or there are no
        sentences in the language.
    """
    say = sentences_in(language or analysis.study.qset.language, sentences)
    facts = told(
        analysis,
        names=names or {},
        least=least,
        traits=traits,
        word=say.say("viewpoint"),
    )
    return {name: _read_back(name, made) for name, made in _pages(facts, say)}


def write_feedback(
    analysis: QAnalysis,
    folder: str | PathLike[str],
    *,
    names: Mapping[str, str] | None = None,
    least: int = LEAST,
    language: str = "",
    traits: Sequence[str] = (),
    sentences: Mapping[str, str] | None = None,
    force: bool = False,
) -> list[Path]:
    """The source files of `feedback_pages`, written into a folder for the team to edit.

    A file that holds already what would be written is left alone. One that differs, such as
    one that the team has edited, is refused; with `force` it is kept beside the new one as
    .backup-1, .backup-2 and so on. If anything goes wrong, nothing has changed.

    Raises
    ------
    StudyError
        As `feedback_pages`, or if the folder is taken or can't be written to.
    """
    pages = feedback_pages(
        analysis, names=names, least=least, language=language, traits=traits, sentences=sentences
    )
    place = Path(folder)
    texts = {place / f"{name}.md": write_source(made).encode() for name, made in pages.items()}
    changed = {path: text for path, text in texts.items() if not _holds(path, text)}
    for path in changed:
        _check_unedited(path, force=force)
    if changed:
        with new_files(next(iter(changed)), force=force) as beside:
            for path, text in changed.items():
                put(beside / path.name, text)
    return list(texts)


def _pages(facts: Told, say: Sentences) -> Iterator[tuple[str, TopicGuide]]:
    yield READ_FIRST, team_page(facts)
    for place, view in enumerate(facts.viewpoints, start=1):
        file = f"viewpoint-{number_of(view.factor, place)}"
        yield file, viewpoint_page(view, facts, say)
        yield f"{file}{EASY}", easy_viewpoint_page(view, facts, say)
    yield SHARED, shared_page(facts, say)
    yield f"{SHARED}{EASY}", easy_shared_page(facts, say)
    yield BRIEF, brief(facts, say)


def _read_back(name: str, made: TopicGuide) -> TopicGuide:
    """The page as its source will be read, once it is sure that it can be."""
    try:
        return parse(write_source(made), name)
    except StudyError as fault:
        raise StudyError(
            f"{fault} The page holds words of a card, of the stem or of a name that a source "
            "file can't hold; change them in the study."
        ) from None


def _holds(path: Path, text: bytes) -> bool:
    try:
        return path.read_bytes() == text
    except OSError:
        return False


def _check_unedited(path: Path, *, force: bool) -> None:
    try:
        check_free(path, force=force)
    except StudyError as fault:
        if not path.is_file():
            raise
        raise StudyError(
            f"{path} is there already and says something else, perhaps what the team has written; "
            "choose another folder, or add --force to write it anew and keep the old one beside it."
        ) from fault
