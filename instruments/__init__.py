"""What goes into the field: guides, sheets, forms and the Q-sort pack."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from instruments.checks.instrument import check
    from instruments.documents import document, save_all
    from instruments.feedback import feedback_pages, write_feedback
    from instruments.findings import Finding
    from instruments.guide import TopicGuide
    from instruments.language import (
        apply,
        check_translation,
        held_back,
        kept_translation,
        pseudo,
        read_translation,
        states,
        take_in,
        translation_table,
        write_translation,
    )
    from instruments.packs.approval import approve
    from instruments.packs.consistency import check_pack
    from instruments.packs.pack import build_pack
    from instruments.plan import session_plan
    from instruments.qsort import qsort_pack
    from instruments.shelf import library, new
    from instruments.source.form import parse, read_guide
    from instruments.source.writing import write_source
    from instruments.study.details import StudyDetails, fill, read_details, unfilled, write_template

# Each name's module is loaded on first use, so that `import instruments` waits for neither
# pandas, python-docx nor Pillow. No name may be that of a module of this room, which would
# take its place once it is imported.
_HOMES = {
    "Finding": "instruments.findings",
    "StudyDetails": "instruments.study.details",
    "TopicGuide": "instruments.guide",
    "apply": "instruments.language",
    "approve": "instruments.packs.approval",
    "build_pack": "instruments.packs.pack",
    "check": "instruments.checks.instrument",
    "check_pack": "instruments.packs.consistency",
    "check_translation": "instruments.language",
    "document": "instruments.documents",
    "feedback_pages": "instruments.feedback",
    "fill": "instruments.study.details",
    "held_back": "instruments.language",
    "kept_translation": "instruments.language",
    "library": "instruments.shelf",
    "new": "instruments.shelf",
    "parse": "instruments.source.form",
    "pseudo": "instruments.language",
    "qsort_pack": "instruments.qsort",
    "read_details": "instruments.study.details",
    "read_guide": "instruments.source.form",
    "read_translation": "instruments.language",
    "save_all": "instruments.documents",
    "session_plan": "instruments.plan",
    "states": "instruments.language",
    "take_in": "instruments.language",
    "translation_table": "instruments.language",
    "unfilled": "instruments.study.details",
    "write_feedback": "instruments.feedback",
    "write_source": "instruments.source.writing",
    "write_template": "instruments.study.details",
    "write_translation": "instruments.language",
}

__all__ = [
    "Finding",
    "StudyDetails",
    "TopicGuide",
    "apply",
    "approve",
    "build_pack",
    "check",
    "check_pack",
    "check_translation",
    "document",
    "feedback_pages",
    "fill",
    "held_back",
    "kept_translation",
    "library",
    "new",
    "parse",
    "pseudo",
    "qsort_pack",
    "read_details",
    "read_guide",
    "read_translation",
    "save_all",
    "session_plan",
    "states",
    "take_in",
    "translation_table",
    "unfilled",
    "write_feedback",
    "write_source",
    "write_template",
    "write_translation",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'instruments' has no attribute {name!r}")
