"""Office documents are zip archives: opened only where unpacking them is safe."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from corpora.errors import StudyError

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"


def package(source: bytes | Path, file: str, needed: str) -> zipfile.ZipFile:
    """The archive behind an office document, whose parts unpack to a plausible size.

    Raises
    ------
    StudyError
        If it is protected, damaged, no document of this kind, or would unpack to far more
        than a document holds.
    """
    head = source[:4] if isinstance(source, bytes) else _head(source)
    if head == _OLE:
        raise StudyError(
            f"{file}: the file is protected by a password or in an old office format; open it in "
            "its own program and save it without a password in today's format."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _damaged(file) from None
    _refuse_bombs(parts, file)
    if needed not in {part.filename for part in parts}:
        raise StudyError(
            f"{file}: this is an archive, but not the kind of document that its ending says; save "
            "it again from the program that wrote it."
        )
    return archive


def part(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """The content of one part."""
    import zlib

    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, LookupError, EOFError, OSError, ValueError):
        raise _damaged(file) from None
    except NotImplementedError:
        raise _damaged(file) from None
    except RuntimeError:
        raise StudyError(
            f"{file}: the document is protected by a password; save it without one."
        ) from None


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _refuse_bombs(parts: list[zipfile.ZipInfo], file: str) -> None:
    whole = sum(entry.file_size for entry in parts)
    swollen = [
        entry
        for entry in parts
        if entry.file_size > MAX_PART and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    ]
    if whole > MAX_UNPACKED or swollen:
        raise StudyError(
            f"{file}: unpacked, the document would hold {whole / 1024 / 1024:.0f} MB, far more "
            "than its texts can; it is damaged or meant to do harm, and was not opened."
        )


def _damaged(file: str) -> StudyError:
    return StudyError(
        f"{file}: the document is damaged and can't be unpacked; open it in its own program and "
        "save it again."
    )
