"""What the pack of a study holds: its instruments by language, each in versions and layouts."""

from __future__ import annotations

from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError
from instruments.documents import check_settable
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.language import check_translation, held_back, kept_path, kept_translation
from instruments.paper.views import FOR_STAFF, GUIDES, Layout, Version
from instruments.passages import passages
from instruments.scripts import language
from instruments.source.form import read_guide
from instruments.study.details import StudyDetails, fill, read_details
from instruments.translation.fixed import LISTS
from instruments.translation.worded import in_language, warning_on, with_cards
from qmethod.design import QSet
from qmethod.files.record_book import read_cards
from qmethod.grid import Grid

SPOKEN = (*FOR_STAFF, "spoken consent")
APPROVED = "approved"
NOT_INSTRUMENTS = ("readme.md",)
FOR_THE_INTERVIEWER = ("Note", "Lead", "Debrief", "Fallback")
_NONE = ("", "no", "none")
Look = tuple[Version, Layout]


@dataclass(frozen=True)
class QSort:
    """The cards by language and the grid of a study; `path` is the file that holds both.

    `warnings` are the words for every page of a language that is not reviewed, by its code.
    """

    qsets: dict[str, QSet]
    grid: Grid
    path: Path
    warnings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """What nobody has begun to translate into a language of the study."""

    title: str
    code: str


@dataclass(frozen=True)
class Wording:
    """An instrument in one language of the study, filled with what the study says.

    `found` is what its translation leaves out, only shows marked or has wrong.
    """

    guide: TopicGuide
    found: tuple[Finding, ...] = ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs it, in the words of the page."""
        return tuple(p.text for p in passages(self.guide) if p.key == "Sign")


@dataclass(frozen=True)
class Material:
    """All that a pack is made of, read once.

    Fields
    ------
    folder
        Where study.yaml stands; translations are in folders below it.
    details
        What the study says, stem and number of cards as the Q-set has them.
    guides
        Its instruments as written, by name.
    wordings
        Those instruments by language, filled.
    missing
        What is not in the pack for want of a translation.
    q_sort, template
        As study.yaml names them, or None.
    """

    folder: Path
    details: StudyDetails
    guides: tuple[TopicGuide, ...]
    wordings: tuple[Wording, ...]
    missing: tuple[Missing, ...] = ()
    q_sort: QSort | None = None
    template: Path | None = None


def read_material(study: str | PathLike[str]) -> Material:
    """What a study.yaml, the instruments beside it and the translations below it hold.

    Raises
    ------
    StudyError
        If one of them can't be read, there is no instrument, or a file that study.yaml names
        is not there.
    """
    details = read_details(study)
    folder = Path(details.path).parent
    guides = instruments_in(folder)
    q_sort, untranslated = _q_sort(details, folder)
    known = with_cards(details, *q_sort.qsets.values()) if q_sort else details
    wordings, missing = _wordings(guides, known, folder)
    template = _named(details, "template", folder)
    return Material(folder, known, guides, wordings, (*missing, *untranslated), q_sort, template)


def sources_of(material: Material) -> list[Path]:
    """Every file that a pack is made from, translations and records of approval too."""
    named = [material.q_sort.path if material.q_sort else None, material.template]
    return [
        Path(material.details.path),
        *(Path(guide.path) for guide in material.guides),
        *(path for path in named if path is not None),
        *material.folder.glob("*/*.po"),
        *material.folder.glob(f"{APPROVED}/*.yaml"),
    ]


def instruments_in(folder: Path) -> tuple[TopicGuide, ...]:
    """The instruments of a folder by name; not those in folders below it.

    Raises
    ------
    StudyError
        If there is none, or one can't be read or be set in the fonts of documents.
    """
    files = sorted(p for p in folder.glob("*.md") if p.name.lower() not in NOT_INSTRUMENTS)
    if not files:
        raise StudyError(
            f"{folder} holds no instruments (.md); copy some into it with `qmt instruments new`."
        )
    for path in files:
        if path.stem.lower() in LISTS:
            raise StudyError(
                f"{path} bears the name under which fixed words are kept; give it another one."
            )
    guides = tuple(read_guide(path) for path in files)
    for guide in guides:
        check_settable(guide)
    return guides


def cards_name(path: Path) -> str:
    """The name under which the translations of the cards in a file are kept."""
    return f"{path.stem}-statements"


def looks(guide: TopicGuide) -> tuple[Look, ...]:
    """The versions and layouts in which an instrument goes into the field.

    What researchers say or follow is for them alone. What is handed out comes in large print
    too, and for children in easy read.
    """
    if guide.kind in SPOKEN:
        return (("interviewer", "standard"),)
    handed: list[Look] = [("participant", "standard"), ("participant", "large print")]
    if guide.audience == "children":
        handed.append(("participant", "easy read"))
    if guide.kind in GUIDES:
        return (("interviewer", "standard"), ("notes", "standard"), *handed)
    if any(p.key in FOR_THE_INTERVIEWER for p in passages(guide)):
        return (("interviewer", "standard"), *handed)
    return tuple(handed)


def _wordings(
    guides: tuple[TopicGuide, ...], details: StudyDetails, folder: Path
) -> tuple[tuple[Wording, ...], list[Missing]]:
    """Each instrument in each language that there are words in; the rest is missing.

    Nobody misses a translation of what is for researchers or professionals.
    """
    found: list[Wording] = []
    missing: list[Missing] = []
    for guide in guides:
        for code in _codes(guide.language, details):
            made = in_language(guide, code, folder)
            if made is not None:
                found.append(
                    Wording(fill(made, details), _translation_findings(guide, code, folder))
                )
            elif guide.audience in ("children", "parents"):
                missing.append(Missing(fill(guide, details).title, code))
    return tuple(found), missing


def _codes(own: str, details: StudyDetails) -> tuple[str, ...]:
    """The languages that something goes out in, that in which it is written first."""
    return tuple(dict.fromkeys((language(own).code, *details.languages)))


def _translation_findings(guide: TopicGuide, code: str, folder: Path) -> tuple[Finding, ...]:
    """What a translation leaves out, shows marked or has wrong."""
    if code == language(guide.language).code or language(code).pseudo:
        return ()
    kept = kept_translation(guide, code, folder)
    slips = check_translation(kept, path=str(kept_path(guide, code, folder)))
    return (*held_back(guide, kept), *slips)


def _q_sort(details: StudyDetails, folder: Path) -> tuple[QSort | None, list[Missing]]:
    path = _named(details, "q_sort", folder)
    if path is None:
        return None, []
    qset, grid, _ = read_cards(path)
    codes = _codes(qset.language, details)
    made = {code: in_language(qset, code, folder, name=cards_name(path)) for code in codes}
    missing = [Missing("The cards of the Q-sort", c) for c, found in made.items() if found is None]
    found = {code: one for code, one in made.items() if one is not None}
    warnings = {code: warning_on(qset, code, folder, name=cards_name(path)) for code in found}
    return QSort(found, grid, path, warnings), missing


def _named(details: StudyDetails, entry: str, folder: Path) -> Path | None:
    """The file that an entry of study.yaml names, beside it; or None."""
    said = details.get(entry).strip()
    if said.lower() in _NONE:
        return None
    path = folder / said
    if not path.is_file():
        raise StudyError(
            f"{Path(details.path).name}, line {details.lines.get(entry, 0)}: {entry} names {said}, "
            f"which is not in {folder}; write the name of a file that is, or none."
        )
    return path
