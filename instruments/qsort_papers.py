"""The papers that go with the cards: the child's guide and the researcher's script."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from instruments.cards.contents import Part
from instruments.documents import document, save_all
from instruments.guide import TopicGuide
from instruments.language import fixed_words
from instruments.paper.views import Layout, Version
from instruments.scripts import Language
from instruments.source.form import read_guide
from instruments.study.details import StudyDetails
from instruments.translation.worded import in_language, with_cards
from qmethod.design import QSet

Folder = str | PathLike[str] | None


@dataclass(frozen=True)
class Paper:
    """One instrument of the library as the pack prints it."""

    name: str
    file: str
    what: str
    copies: str
    version: Version
    layout: Layout


PAPERS = (
    Paper(
        "qsort-guide-children",
        "guide-for-children.docx",
        "What happens, in three steps with pictures",
        "one for each participant",
        "participant",
        "easy read",
    ),
    Paper(
        "qsort-script",
        "researcher-script.docx",
        "What the researcher says and does",
        "one for each researcher",
        "interviewer",
        "standard",
    ),
)


def papers(
    qset: QSet,
    language: Language,
    details: StudyDetails,
    *,
    warning: str = "",
    translations: Folder = None,
    template: Folder = None,
) -> list[Part]:
    """The papers as Word files, filled with what the study and the Q-set say.

    `template` is a team's own Word file, with its styles and logo. In another language than
    English each paper is what the team's translations hold, or English where there are none.

    Raises
    ------
    StudyError
        If a font is missing, or a translation or the template can't be read.
    """
    known = with_cards(details, qset)
    labels = fixed_words("pages", language.code, translations)
    made = [
        (
            paper,
            document(
                _warned(_worded(read_guide(paper.name), language, translations), warning),
                version=paper.version,
                layout=paper.layout,
                template=template,
                details=known,
                labels=labels,
            ),
        )
        for paper in PAPERS
    ]
    with tempfile.TemporaryDirectory(prefix="qmt-pack-") as folder:
        paths = save_all([(one, Path(folder) / paper.file) for paper, one in made])
        return [
            Part(paper.file, paper.what, "A4", paper.copies, path.read_bytes())
            for (paper, _), path in zip(made, paths, strict=True)
        ]


def _warned(guide: TopicGuide, warning: str) -> TopicGuide:
    """The guide with the pack's warning beside its own."""
    said = ". ".join(dict.fromkeys(text for text in (guide.warning, warning) if text))
    return replace(guide, warning=said)


def _worded(guide: TopicGuide, language: Language, translations: Folder) -> TopicGuide:
    """The guide in a language; in English where the team has nothing of it."""
    made: TopicGuide | None = in_language(guide, language.code, translations)
    return made or guide
