"""Which files a path or folder stands for, and the id that each text gets."""

from __future__ import annotations

import mimetypes
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
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


def places(paths: Sequence[Path], *, without: str | Path | None = None) -> Iterator[Place]:
    """Every file behind these paths; folders are read through, in the order of names.

    An id is the file's name in its folder without its ending, which stays where two would
    else be alike; where several folders are given, the folder's name comes first. Pictures
    and recordings in a folder are passed over and named in `notes`. Everything is checked
    before the first is given, and no list of the files is kept. A file in a folder that holds
    something else than texts can be left out (`without`).

    Raises
    ------
    StudyError
        If a path is missing, a folder holds no texts, or a file is in a form that we don't read.
    """
    other = None if without is None else Path(without).resolve()
    several = sum(path.is_dir() for path in paths) > 1
    names = Counter(path.stem for path in paths if not path.is_dir())
    found: list[Iterator[Place]] = []
    for path in paths:
        if path.is_dir():
            note = _looked_through(path, other)
            before = f"{path.resolve().name}/" if several else ""
            found.append(_folder(path, note, before, other))
        elif path.exists():
            _refuse_other_forms(path)
            id = path.stem if names[path.stem] == 1 else f"{path.resolve().parent.name}/{path.name}"
            found.append(iter([Place(path, _nfc(id))]))
        else:
            raise StudyError(f"{path}: there is no such file or folder; check the name.")
    return chain.from_iterable(found)


def _looked_through(folder: Path, other: Path | None) -> tuple[str, ...]:
    """What to say of a folder; raises where it holds what we can't read."""
    passed: list[str] = []
    count = 0
    for inside, names in _walk(folder, other):
        for name in names:
            if _wordless(name):
                passed.append((inside / name).as_posix())
            else:
                _refuse_other_forms(inside / name)
                count += 1
    if not count:
        raise StudyError(f"{folder}: the folder holds no texts; texts are read from {READ}.")
    shown = ", ".join(passed[:20]) + (f" and {len(passed) - 20} more" if passed[20:] else "")
    return (f"Not read, as they hold no words: {shown}.",) if passed else ()


def _folder(
    folder: Path, note: tuple[str, ...], before: str, other: Path | None
) -> Iterator[Place]:
    for inside, names in _walk(folder, other):
        stems = Counter(Path(name).stem for name in names if not _wordless(name))
        for name in names:
            if not _wordless(name):
                short = Path(name).stem if stems[Path(name).stem] == 1 else name
                yield Place(
                    folder / inside / name, _nfc(before + (inside / short).as_posix()), note
                )
                note = ()


def _walk(folder: Path, other: Path | None) -> Iterator[tuple[Path, list[str]]]:
    """Each folder in a folder, itself first, with its files by name."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        kept = [n for n in files if not n.startswith((".", "~$")) and n.lower() not in _OF_SYSTEMS]
        if other is not None and Path(here).resolve() == other.parent:
            kept = [name for name in kept if name != other.name]
        yield Path(here).relative_to(folder), sorted(kept)


def _wordless(name: str) -> bool:
    return (mimetypes.guess_type(name)[0] or "").startswith(_WITHOUT_WORDS)


def _nfc(id: str) -> str:
    return unicodedata.normalize("NFC", id)


def _refuse_other_forms(path: Path) -> None:
    if path.suffix.lower() not in TEXTS + TABLES:
        ending = path.suffix or "a file without an ending"
        raise StudyError(
            f"{path.name}: texts are read from {READ}, not from {ending}; save it as one of these, "
            "or move it out of the folder."
        )
