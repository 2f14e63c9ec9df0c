"""The archive of a .qdpx file, opened only where that is safe, and what lies beside it."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote

from corpora.errors import StudyError
from corpora.readers.raw import MAX_DOCUMENT, MAX_TEXT

MAX_PROJECT_XML = 2 * 1024 * 1024 * 1024
# Texts and XML shrink 5 to 30 times; a thousandfold needs a file made for it.
MAX_RATIO = 300
SMALL = 16 * 1024 * 1024
# All entries together: many small ones could swell as well as one.
MAX_ALL_RATIO = 100
FEW = 256 * 1024 * 1024
MAX_ALL = 64 * 1024 * 1024 * 1024
MAX_ENTRIES = 1_000_000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{0,3}(.*)\Z", re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:")


class UnopenedError(Exception):
    """A source that is not opened, though nothing is wrong with the file; the message says why."""


@dataclass(frozen=True)
class Archive:
    """An open .qdpx file, or a lone .qde; `parts` by path in lower case."""

    file: str
    folder: Path
    parts: dict[str, zipfile.ZipInfo]
    opened: zipfile.ZipFile | None
    lone: Path | None = None

    @contextmanager
    def project(self) -> Iterator[IO[bytes]]:
        """The project's XML as a stream."""
        if self.opened is None:
            with (self.lone or self.folder).open("rb") as stream:
                yield stream
            return
        with _told(self.file), self.opened.open(self._project_part()) as part:
            yield part

    def _project_part(self) -> zipfile.ZipInfo:
        found = [info for name, info in self.parts.items() if name.endswith(".qde")]
        exact = [info for info in found if info.filename.lower() == "project.qde"]
        top = [info for info in found if "/" not in _plain(info.filename)]
        chosen = exact or top or found
        if not chosen:
            raise StudyError(
                f"{self.file}: the archive holds no .qde file, as every REFI-QDA project does; "
                "export the project again as .qdpx."
            )
        if len(chosen) > 1:
            raise StudyError(
                f"{self.file}: the archive holds {len(chosen)} projects ("
                f"{', '.join(sorted(i.filename for i in chosen)[:3])}); export each by itself."
            )
        return _checked(chosen[0], MAX_PROJECT_XML, self.file)

    def content(self, address: str) -> bytes | None:
        """What lies at an address of the project; None if nothing does.

        Raises
        ------
        StudyError
            If the address is a trick to reach other files.
        UnopenedError
            If it lies outside the file by right, or is too big for a text.
        """
        scheme, path = _parted(address)
        if scheme == "file" or ".." in PurePosixPath(path).parts or "\x00" in path:
            raise StudyError(
                f'{self.file}: a source is said to lie at "{_short(address)}", which leads out of '
                "the project; nothing was imported."
            )
        if scheme not in ("", "internal", "relative") or _outside(path):
            raise UnopenedError(f"{address} lies outside the file and was not opened")
        if scheme == "relative":
            beside = self._beside(path)
            if beside is not None:
                return beside
        return self._within(path)

    def _within(self, path: str) -> bytes | None:
        wanted = path.lower().lstrip("/")
        for name in (f"sources/{wanted}", wanted):
            if name in self.parts:
                return self._bytes(self.parts[name])
        last = wanted.rpartition("/")[2]
        named = [i for name, i in self.parts.items() if name.rpartition("/")[2] == last]
        return self._bytes(named[0]) if len(named) == 1 else None

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if self.opened is None:
            return b""
        _checked(info, MAX_ALL, self.file)
        if info.file_size > MAX_DOCUMENT:
            size = info.file_size / 1024 / 1024
            raise UnopenedError(f"{_short(info.filename)} has {size:,.0f} MB, too much for a text")
        with _told(self.file):
            return self.opened.read(info)

    def _beside(self, path: str) -> bytes | None:
        """A file of the project's own folder; links that lead out of it are not followed."""
        place = (self.folder / path.lstrip("/")).resolve()
        if not place.is_relative_to(self.folder.resolve()) or not place.is_file():
            return None
        return place.read_bytes() if place.stat().st_size <= MAX_TEXT else None


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive at a path, its entries checked before any is read.

    Raises
    ------
    StudyError
        If it is missing, no archive, damaged, protected, or made to do harm.
    """
    file, folder = path.name, path.parent
    if not path.is_file():
        raise StudyError(f"{path}: there is no such file; check the name and the folder.")
    if path.suffix.lower() in (".qde", ".xml"):
        yield Archive(file, folder, {}, None, path)
        return
    with _told(file), zipfile.ZipFile(path) as opened:
        entries = _entries(opened, file)
        whole = sum(info.file_size for info in entries.values())
        if whole > MAX_ALL or whole > max(FEW, MAX_ALL_RATIO * path.stat().st_size):
            raise StudyError(
                f"{file}: unpacked, its {len(entries)} entries would hold "
                f"{whole / 1024 / 1024:,.0f} MB, far more than a project can; it is damaged or "
                "meant to do harm, and was not opened."
            )
        yield Archive(file, folder, entries, opened)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Faults of an archive as one sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        if isinstance(fault, PermissionError):
            raise StudyError(
                f"{file}: the file can't be opened; check that you may read it."
            ) from None
        raise StudyError(
            f"{file}: this is no REFI-QDA project, or it is damaged: it can't be unpacked; export "
            "it again as .qdpx."
        ) from None
    except RuntimeError:
        raise StudyError(
            f"{file}: the archive is protected by a password; export the project without one."
        ) from None


def _entries(opened: zipfile.ZipFile, file: str) -> dict[str, zipfile.ZipInfo]:
    infos = [info for info in opened.infolist() if not info.is_dir()]
    if len(infos) > MAX_ENTRIES:
        raise StudyError(f"{file}: the archive has {len(infos):,} entries; no project does.")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _plain(info.filename)
        if _outside(name) or ".." in PurePosixPath(name).parts or _is_link(info):
            raise StudyError(
                f'{file}: the archive holds an entry "{_short(name)}" that would lead out of its '
                "folder; it was not opened."
            )
        if name.lower() in found:
            raise StudyError(
                f'{file}: the archive holds "{_short(name)}" twice, so that it is not clear which '
                "counts; export the project again."
            )
        found[name.lower()] = info
    return found


def _checked(info: zipfile.ZipInfo, most: int, file: str) -> zipfile.ZipInfo:
    """The entry, if it unpacks to a plausible size."""
    swollen = info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    if info.file_size > most or swollen:
        raise StudyError(
            f"{file}: unpacked, {_short(info.filename)} would hold "
            f"{info.file_size / 1024 / 1024:,.0f} MB, far more than a project can; it is damaged "
            "or meant to do harm, and was not read."
        )
    return info


def _plain(name: str) -> str:
    # Some programs for Windows write backslashes.
    return name.replace("\\", "/")


def _outside(path: str) -> bool:
    return path.startswith("/") or _DRIVE.match(path) is not None


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _parted(address: str) -> tuple[str, str]:
    """The scheme and the path of an address; a drive letter is no scheme."""
    plain = _plain(unquote(address.strip()))
    match = _SCHEME.match(plain)
    if match is None:
        return "", plain
    scheme = match[1].lower()
    return scheme, match[2]


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
