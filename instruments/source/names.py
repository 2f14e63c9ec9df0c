"""The names of the instruments that ship, and the file that each name means."""

from __future__ import annotations

from difflib import get_close_matches
from os import PathLike
from pathlib import Path

from corpora.errors import StudyError

SHELF = Path(__file__).parents[1] / "library"
SUFFIX = ".md"


def names() -> list[str]:
    """The names of what ships, in the order of the alphabet."""
    return sorted(short_name(path) for path in SHELF.glob(f"*{SUFFIX}"))


def short_name(path: Path) -> str:
    """The name of an instrument: its file's stem; a shipped guide's without "guide-"."""
    return path.stem.removeprefix("guide-") if path.parent == SHELF else path.stem


def shipped(name: str) -> Path | None:
    """The shipped file of a name, as listed or as its file is called, in capitals or not."""
    wanted = name.strip().lower().removesuffix(SUFFIX)
    known = {path.stem: path for path in SHELF.glob(f"*{SUFFIX}")}
    return known.get(f"guide-{wanted}") or known.get(wanted)


def path_of(path_or_name: str | PathLike[str]) -> Path:
    """The file that a path or the name of a shipped instrument means.

    Raises
    ------
    StudyError
        If it is neither a name on the shelf nor written like a file.
    """
    path = Path(path_or_name)
    if isinstance(path_or_name, str) and not path.is_file():
        path = shipped(path_or_name) or path
    if path.suffix or path.exists() or len(path.parts) != 1:
        return path
    raise StudyError(
        f'"{path_or_name}" is no file and no instrument that ships; {nearest(path.name)}'
    )


def nearest(name: str) -> str:
    """The end of an error about a name: the nearest that ships, and where all are listed."""
    near = get_close_matches(name.lower(), names(), 1, 0.5)
    meant = f"did you mean {near[0]}? " if near else ""
    return f"{meant}`qmt instruments list` names them all."
