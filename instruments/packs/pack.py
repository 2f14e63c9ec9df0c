"""The whole pack of a study in one folder: every instrument in its versions and languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pandas as pd

from corpora.errors import StudyError
from corpora.places import check_free, new_folder
from instruments.checks.instrument import check
from instruments.documents import SUFFIXES, Document, document, save_all
from instruments.findings import Finding
from instruments.language import fixed_words
from instruments.packs.approval import Approval, approvals, pages_of
from instruments.packs.changes import changes
from instruments.packs.committee import changes_paper
from instruments.packs.consistency import check_pack
from instruments.packs.index import index_paper
from instruments.packs.material import (
    Look,
    Material,
    Missing,
    Wording,
    looks,
    read_material,
    sources_of,
)
from instruments.paper.blocks import Paper
from instruments.paper.views import FOR_STAFF, GUIDES
from instruments.pdf import libreoffice
from instruments.qsort import INDEX, qsort_pack
from instruments.scripts import language
from instruments.study.details import fill, unfilled
from instruments.writers.web import web_page
from instruments.writers.word import word_document

FOLDER = "pack"
Q_SORT = "q-sort"
COLUMNS = (
    "title", "original", "kind", "audience", "ages", "language", "version", "layout", "signed by",
    "warning", "files",
)  # fmt: skip
NOT_REVIEWED = "not_reviewed"  # stands where a translation is held back; study.yaml has no say
_ORDER = ("fault", "prompt", "note")


@dataclass(frozen=True)
class Pack:
    """What was built, and what a team must know of it before anything is used.

    Fields
    ------
    folder
        Where it is.
    documents
        A row for each document, by `COLUMNS`; the index is the name that its files share,
        "original" the title in the language that the instrument is written in.
    findings
        Of the checks of each instrument, of the pages against each other and of translations,
        the faults first.
    unfilled
        placeholder x [languages, where]: what study.yaml leaves open.
    missing
        What has no translation in a language of the study.
    approval, changes
        What was approved last, or None, and each text that differs from it.
    q_sorts
        The index of the Q-sort pack of each language, within the folder.
    """

    folder: Path
    documents: pd.DataFrame
    findings: tuple[Finding, ...]
    unfilled: pd.DataFrame
    missing: tuple[Missing, ...]
    approval: Approval | None
    changes: pd.DataFrame
    q_sorts: dict[str, str]


def build_pack(
    study: str | PathLike[str],
    folder: str | PathLike[str] | None = None,
    *,
    formats: Sequence[str] | None = None,
    force: bool = False,
) -> Pack:
    """The pack of a study, built into a folder that appears whole or not at all.

    `study` is a study.yaml, or the folder that holds it beside the instruments. `folder` is
    `pack` beside it if none is named. `formats` are among ".docx", ".pdf" and ".html": Word
    and, where LibreOffice is installed, PDF if none is named.

    Raises
    ------
    StudyError
        If something that the pack is made of can't be read or set, or the folder is taken and
        `force` is not set; with it, what was there is kept beside.
    """
    suffixes = _suffixes(formats)
    material = read_material(study)
    target = material.folder / FOLDER if folder is None else Path(folder)
    check_free(target, force=force, inputs=sources_of(material))
    pack = _described(material, target, suffixes)
    with new_folder(target, force=force) as beside:
        save_all(_documents(material, beside, suffixes))
        _save_q_sorts(material, beside)
        _save_paper(index_paper(pack, material.details), beside / "index")
        if pack.approval is not None:
            _save_paper(changes_paper(pack.changes, pack.approval), beside / "changes")
    return pack


def findings_of(material: Material) -> tuple[Finding, ...]:
    """What the checks find in a study's instruments, alone and together, the faults first."""
    found = [finding for guide in material.guides for finding in check(guide, material.details)]
    pages = [w.guide for w in material.wordings if not language(w.guide.language).pseudo]
    found += check_pack(pages, material.details)
    found += [finding for wording in material.wordings for finding in wording.found]
    return tuple(
        sorted(set(found), key=lambda f: (_ORDER.index(f.severity), f.path, f.rule, f.line))
    )


def file_stem(wording: Wording, look: Look) -> str:
    """The name that the files of a document share: its folder is that of its language."""
    version, layout = look
    guide = wording.guide
    told = version if guide.kind in GUIDES or version == "interviewer" else ""
    alone = guide.kind in (*FOR_STAFF, "spoken consent")
    parts = [guide.name, "" if alone else told, "" if layout == "standard" else layout]
    return f"{guide.language}/{'-'.join(part.replace(' ', '-') for part in parts if part)}"


def _described(material: Material, target: Path, suffixes: Sequence[str]) -> Pack:
    """The pack as it is going to be."""
    approved = approvals(material.folder)
    latest = approved[-1] if approved else None
    return Pack(
        folder=target,
        documents=_table(material, suffixes),
        findings=findings_of(material),
        unfilled=_unfilled(material.wordings),
        missing=material.missing,
        approval=latest,
        changes=changes(latest.pages if latest else {}, pages_of(material) if latest else {}),
        q_sorts={
            code: f"{code}/{Q_SORT}/{INDEX}" for code in getattr(material.q_sort, "qsets", {})
        },
    )


def _table(material: Material, suffixes: Sequence[str]) -> pd.DataFrame:
    originals = {guide.path: fill(guide, material.details).title for guide in material.guides}
    rows = {
        file_stem(wording, look): (
            wording.guide.title, originals[wording.guide.path], wording.guide.kind,
            wording.guide.audience, wording.guide.ages, wording.guide.language, *look,
            "; ".join(wording.signers), wording.guide.warning,
            tuple(f"{file_stem(wording, look)}{suffix}" for suffix in suffixes),
        )
        for wording, look in _each(material.wordings)
    }  # fmt: skip
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    return table.rename_axis("document")


def _each(wordings: Iterable[Wording]) -> Iterator[tuple[Wording, Look]]:
    """Each instrument in each of its versions and layouts, language by language."""
    codes = dict.fromkeys(wording.guide.language for wording in wordings)
    for code in codes:
        for wording in wordings:
            if wording.guide.language == code:
                yield from ((wording, look) for look in looks(wording.guide))


def _documents(
    material: Material, folder: Path, suffixes: Sequence[str]
) -> list[tuple[Document, Path]]:
    """Each document with each place that it is to be saved in."""
    labels = {
        code: fixed_words("pages", code, material.folder)
        for code in {wording.guide.language for wording in material.wordings}
    }
    made = []
    for wording, look in _each(material.wordings):
        version, layout = look
        one = document(
            wording.guide, version=version, layout=layout, template=material.template,
            labels=labels[wording.guide.language],
        )  # fmt: skip
        stem = file_stem(wording, look)
        made += [(one, folder / f"{stem}{suffix}") for suffix in suffixes]
    return made


def _save_q_sorts(material: Material, folder: Path) -> None:
    q_sort = material.q_sort
    if q_sort is None:
        return
    for code, qset in q_sort.qsets.items():
        qsort_pack(
            qset,
            q_sort.grid,
            folder / code / Q_SORT,
            code,
            translations=material.folder,
            details=material.details,
            template=material.template,
            warning=q_sort.warnings[code],
        )


def _unfilled(wordings: Iterable[Wording]) -> pd.DataFrame:
    """A row for each placeholder that a page still has: in which languages, and where."""
    places: dict[str, list[tuple[str, str]]] = {}
    for wording in wordings:
        for name, line in unfilled(wording.guide):
            where = f"{Path(wording.guide.path).name}, line {line}"
            if name != NOT_REVIEWED:
                places.setdefault(name, []).append((wording.guide.language, where))
    rows = [(name, *map(_each_once, zip(*found, strict=True))) for name, found in places.items()]
    return pd.DataFrame(rows, columns=["placeholder", "languages", "where"])


def _each_once(told: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(told))


def _save_paper(paper: Paper, stem: Path) -> None:
    """The paper as a Word file and as a web page."""
    word_document(paper).save(str(stem.with_suffix(".docx")))
    page = web_page(paper)
    stem.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")


def _suffixes(formats: Sequence[str] | None) -> tuple[str, ...]:
    """The endings of the files to write, each once."""
    if formats is None:
        return (".docx", ".pdf") if libreoffice() else (".docx",)
    wanted = tuple(dict.fromkeys(f".{name.lower().removeprefix('.')}" for name in formats))
    strange = [name for name in wanted if name not in SUFFIXES]
    if strange or not wanted:
        said = f'"{strange[0]}" is no form of a document' if strange else "No form is named"
        raise StudyError(f"{said}; choose among {', '.join(SUFFIXES)}.")
    return wanted
