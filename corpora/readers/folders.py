"""Which files a path or folder stands for, and the id that each text gets."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import StudyError
from corpora.readers.raw import READ

TEXTS = (".txt", ".text", ".md", ".markdown", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt")
TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
_OF_SYSTEMS = {"thumbs.db", "desktop.ini"}
_WITHOUT_WORDS = ("image/", "audio/", "video/")


@dataclass(frozen=True)
class Place:
    """A file to read, the id of its text, and what to say of the folder that it is in."""

    path: Path
    id: str
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> bool:
        """Whether the file holds a text in each row."""
        return self.path.suffix.lower() in TABLES


def places(paths: Iterable[Path]) -> list[Place]:
    """Every file behind these paths; folders are read through, in the order of names.

    An id is the file's name in its folder without its ending, which stays where two would
    else be alike. Pictures and recordings in a folder are passed over and named in `notes`.

    Raises
    ------
    StudyError
        If a path is missing, a folder holds no texts, or a file is in a form that we don't read.
    """
    files: list[Place] = []
    for path in paths:
        if path.is_dir():
            files += _folder(path)
        elif path.exists():
            _refuse_other_forms(path)
            files.append(Place(path, path.name))
        else:
            raise StudyError(f"{path}: there is no such file or folder; check the name.")
    short = [Path(file.id).with_suffix("").as_posix() for file in files]
    counts = Counter(short)
    return [
        Place(
            file.path,
            unicodedata.normalize("NFC", name if counts[name] == 1 else file.id),
            file.notes,
        )
        for file, name in zip(files, short, strict=True)
    ]


def _folder(folder: Path) -> list[Place]:
    kept: list[Path] = []
    passed: list[str] = []
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).parts):
        inside = path.relative_to(folder)
        if not path.is_file() or any(
            part.startswith((".", "~$", "__MACOSX")) for part in inside.parts
        ):
            continue
        if path.name.lower() in _OF_SYSTEMS:
            continue
        if (mimetypes.guess_type(path.name)[0] or "").startswith(_WITHOUT_WORDS):
            passed.append(inside.as_posix())
            continue
        _refuse_other_forms(path)
        kept.append(path)
    if not kept:
        raise StudyError(f"{folder}: the folder holds no texts; texts are read from {READ}.")
    note = (f"Not read, as they hold no words: {', '.join(passed)}.",) if passed else ()
    names = [path.relative_to(folder).as_posix() for path in kept]
    first, *rest = (Place(path, name) for path, name in zip(kept, names, strict=True))
    return [Place(first.path, first.id, note), *rest]


def _refuse_other_forms(path: Path) -> None:
    if path.suffix.lower() not in TEXTS + TABLES:
        ending = path.suffix or "a file without an ending"
        raise StudyError(
            f"{path.name}: texts are read from {READ}, not from {ending}; save it as one of these, "
            "or move it out of the folder."
        )
