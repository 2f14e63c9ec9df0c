"""Instruments as documents: Word, PDF and web pages of one source, by version and layout."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from corpora.places import check_free, new_files
from instruments.fonts import fonts_for
from instruments.guide import TopicGuide
from instruments.paper.beside import where
from instruments.paper.blocks import Paper
from instruments.paper.compose import compose
from instruments.paper.labels import Labels
from instruments.paper.views import LAYOUTS, VERSIONS, Layout, Version
from instruments.passages import texts
from instruments.pdf import to_pdf
from instruments.scripts import SCRIPTS, language, script_name
from instruments.study.details import StudyDetails, fill
from instruments.translation.fixed import fixed_words
from instruments.writers.web import web_page
from instruments.writers.word import word_document

SUFFIXES = (".docx", ".pdf", ".html")


@dataclass(frozen=True)
class Document:
    """An instrument ready to be saved as Word file, PDF or web page.

    band : words over every page, such as that a translation is not reviewed; the
    instrument's own `warning` if empty. labels : the fixed words ("Prompts", "Page 1 of 3")
    in the instrument's language; English where there are none. embed_fonts : whether the
    Word file brings its fonts, so that it looks the same on every machine.
    """

    guide: TopicGuide
    version: Version = "interviewer"
    layout: Layout = "standard"
    template: str | PathLike[str] | None = None
    band: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    embed_fonts: bool = False

    @cached_property
    def paper(self) -> Paper:
        """What stands on the pages, block by block."""
        labels = Labels(self.guide.language, self.labels)
        return compose(
            self.guide, version=self.version, layout=self.layout, labels=labels, band=self.band
        )

    def save(self, path: str | PathLike[str], *, force: bool = False) -> Path:
        """The path, which now holds the document; its suffix says in which form.

        Raises
        ------
        StudyError
            If the suffix is none of `SUFFIXES`, something is there and `force` is not set
            (with it, what was there is kept beside), LibreOffice is missing for a PDF, or
            the template, a picture or a font is.
        """
        return save_all([(self, path)], force=force)[0]


def document(
    guide: TopicGuide,
    *,
    version: Version = "interviewer",
    layout: Layout = "standard",
    template: str | PathLike[str] | None = None,
    details: StudyDetails | None = None,
    band: str = "",
    labels: Mapping[str, str] | None = None,
    embed_fonts: bool = False,
) -> Document:
    """The document of an instrument for these readers, on a team's own template if given.

    `details` fill its placeholders; those for which the study says nothing are marked on the
    page. `labels` are the fixed words of its language; without them, those that ship.

    Raises
    ------
    StudyError
        If there is no such version or layout, or a letter of the instrument belongs to a
        script that no font of the study carries.
    """
    _known("version", version, VERSIONS)
    _known("layout", layout, LAYOUTS)
    check_settable(guide)
    if details is not None:
        guide = fill(guide, details)
    if labels is None:
        labels = _fixed_words(guide.language)
    return Document(guide, version, layout, template, band, labels, embed_fonts)


@cache
def _fixed_words(code: str) -> Mapping[str, str]:
    """The fixed words that ship in a language, read once."""
    return fixed_words("pages", code)


def save_all(
    documents: Iterable[tuple[Document, str | PathLike[str]]], *, force: bool = False
) -> list[Path]:
    """The paths, which now hold these documents; all PDF files take one call of LibreOffice.

    Raises
    ------
    StudyError
        As `Document.save`; nothing is put in its place before every document is made.
    """
    pairs = [(made, Path(path)) for made, path in documents]
    for _, path in pairs:
        _check_place(path, force=force)
    with tempfile.TemporaryDirectory(prefix="qmt-documents-") as folder:
        made_files = _make(pairs, Path(folder))
        for made, path in zip(made_files, (path for _, path in pairs), strict=True):
            with new_files(path, force=force) as beside:
                shutil.copyfile(made, beside / path.name)
    return [path for _, path in pairs]


def _make(pairs: list[tuple[Document, Path]], folder: Path) -> list[Path]:
    """A file in the folder for each document, numbered so that none takes another's name."""
    made: list[Path] = []
    titles: dict[Path, str] = {}
    words: dict[int, Path] = {}
    for number, (one, path) in enumerate(pairs):
        suffix = path.suffix.lower()
        file = folder / f"{number}{suffix}"
        if suffix == ".html":
            file.write_text(web_page(one.paper, layout=one.layout), encoding="utf-8", newline="\n")
        else:
            word = file.with_suffix(".docx")
            if id(one) in words:  # saved as Word file and as PDF, and made once
                shutil.copyfile(words[id(one)], word)
            else:
                _save_word(one, word)
            words[id(one)] = word
            if suffix == ".pdf":
                _check_fonts(one)
                titles[word] = one.paper.title
        made.append(file)
    to_pdf(titles, folder)
    return made


def _save_word(one: Document, path: Path) -> None:
    template = None if one.template is None else Path(one.template)
    made = word_document(
        one.paper, layout=one.layout, template=template, embed_fonts=one.embed_fonts
    )
    made.save(str(path))


def _check_place(path: Path, *, force: bool) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise StudyError(
            f"{path.name} can't be written: documents are saved as {', '.join(SUFFIXES)}; choose "
            "one of them."
        )
    check_free(path, force=force)


def _known(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise StudyError(f'There is no {what} "{given}"; choose one of {", ".join(known)}.')


def check_settable(guide: TopicGuide) -> None:
    """Refuse a language, or letters of a script, that the documents name no font for.

    Raises
    ------
    StudyError
        If there is one: with the file, the line and what to write.
    """
    try:
        language(guide.language)
    except StudyError as fault:
        line = guide.lines_of_head.get("language", 0)
        raise StudyError(f"{where(guide, line)}: {fault}") from None
    for line, text in texts(guide):
        strange = sorted({c for c in text if script_name(c) not in ("", *SCRIPTS)})
        if strange:
            raise StudyError(
                f"{where(guide, line)}: {' '.join(strange[:8])} ({script_name(strange[0])} script) "
                f"is in no font of the documents; write it in {', '.join(SCRIPTS)} letters."
            )


def _check_fonts(one: Document) -> None:
    """Refuse a PDF whose letters no font of this machine carries."""
    letters = "".join(sorted({c for _, text in texts(one.guide) for c in text}))
    fonts_for(letters, language(one.guide.language))
