"""The study's material: texts, records, errors and what may leave the study."""

from corpora.errors import StudyError
from corpora.load import load, stream
from corpora.sources import Source, Turn

__all__ = ["Source", "StudyError", "Turn", "load", "stream"]
