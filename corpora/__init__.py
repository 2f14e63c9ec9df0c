"""The study's material: texts, records, errors and what may leave the study."""

from corpora.errors import StudyError

__all__ = ["StudyError"]
