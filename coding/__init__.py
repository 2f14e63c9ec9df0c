"""Coding of case-closure summaries and transcripts with a deductive frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coding.codings import Coding, Memo, Suggestion
from coding.frame import Code, CodingFrame

if TYPE_CHECKING:
    from coding.evaluation import evaluate
    from coding.frame_files import load_frame, write_frame
    from coding.framework import framework_matrix
    from coding.learning import learn, next_to_review
    from coding.matrix import co_occurrence, code_by_case, code_totals, counts_by
    from coding.model_files import load_model, save_model
    from coding.passages import coded_passages
    from coding.project import open_project
    from coding.refi import export_refi, import_refi
    from coding.reliability import agreement
    from coding.several import suggest_by_several
    from coding.tagger import suggest

# Each name's module is loaded on first use, so that `import coding` waits for neither spaCy,
# SQLAlchemy nor scikit-learn.
_HOMES = {
    "agreement": "coding.reliability",
    "co_occurrence": "coding.matrix",
    "code_by_case": "coding.matrix",
    "code_totals": "coding.matrix",
    "coded_passages": "coding.passages",
    "counts_by": "coding.matrix",
    "evaluate": "coding.evaluation",
    "export_refi": "coding.refi",
    "framework_matrix": "coding.framework",
    "import_refi": "coding.refi",
    "learn": "coding.learning",
    "load_frame": "coding.frame_files",
    "load_model": "coding.model_files",
    "next_to_review": "coding.learning",
    "open_project": "coding.project",
    "save_model": "coding.model_files",
    "suggest": "coding.tagger",
    "suggest_by_several": "coding.several",
    "write_frame": "coding.frame_files",
}

__all__ = [
    "Code",
    "Coding",
    "CodingFrame",
    "Memo",
    "Suggestion",
    "agreement",
    "co_occurrence",
    "code_by_case",
    "code_totals",
    "coded_passages",
    "counts_by",
    "evaluate",
    "export_refi",
    "framework_matrix",
    "import_refi",
    "learn",
    "load_frame",
    "load_model",
    "next_to_review",
    "open_project",
    "save_model",
    "suggest",
    "suggest_by_several",
    "write_frame",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'coding' has no attribute {name!r}")
