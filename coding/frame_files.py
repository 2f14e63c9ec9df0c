"""Frames by name or from a file."""

from __future__ import annotations

from pathlib import Path

from coding.frame import CodingFrame
from coding.frame_yaml import read_yaml_frame
from corpora.errors import StudyError

SHIPPED = Path(__file__).parent / "frames"


def load_frame(name_or_path: str | Path) -> CodingFrame:
    """The frame that ships under a name ("closure-summaries", "transcripts"), or a file's.

    Raises
    ------
    StudyError
        If neither a shipped frame nor a file has that name.
    """
    shipped = SHIPPED / f"{name_or_path}.yaml"
    path = shipped if shipped.is_file() else Path(name_or_path)
    if not path.is_file():
        names = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.yaml")))
        raise StudyError(
            f'There is no frame or file "{name_or_path}"; the frames that ship are {names}.'
        )
    return read_yaml_frame(path)
