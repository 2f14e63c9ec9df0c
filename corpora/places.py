"""Where results go: nothing half written, nothing lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpora.errors import StudyError


@contextmanager
def new_folder(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A folder to write into that takes the place of `path` once the block ends well.

    It is made beside `path`. If the block fails it is removed and `path` is as it was.

    Raises
    ------
    StudyError
        If `path` holds something and `force` is not set, or cannot be written to.
    """
    check_free(path, force=force)
    with _beside(path, called=path) as beside:
        yield beside
        keep_aside(path)
        beside.chmod(0o755)
        beside.rename(path)


@contextmanager
def new_files(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A folder to write `path` and its companions into, which take their places in the end.

    What was there under one of their names is kept beside it. If the block fails, nothing
    has changed.

    Raises
    ------
    StudyError
        If something is there and `force` is not set, or the place cannot be written to.
    """
    check_free(path, force=force)
    with _beside(path, called=path.parent) as beside:
        yield beside
        written = sorted(beside.iterdir())
        for entry in written:
            check_free(path.with_name(entry.name), force=force)
        for entry in written:
            keep_aside(path.with_name(entry.name))
            entry.rename(path.with_name(entry.name))


def check_free(path: Path, *, force: bool = False, inputs: Sequence[Path] = ()) -> None:
    """Refuse a place that is taken, unless it may be kept aside, or that holds what is read.

    Raises
    ------
    StudyError
        If the place is taken, has no name of its own, or one of the inputs lies in it.
    """
    if path.name in ("", ".."):
        raise StudyError(f'Results need a place of their own, not "{path}"; name a new one.')
    place = _real(path)
    for file in inputs:
        if place in (_real(file), *_real(file).parents):
            raise StudyError(f"{path} is, or holds, what is to be read; write to another place.")
    in_the_way = next((folder for folder in path.parents if folder.is_file()), None)
    if in_the_way is not None:
        raise StudyError(f"{path} cannot be written: {in_the_way} is a file; choose a folder.")
    if _occupied(path) and not force:
        raise StudyError(
            f"{path} is there already; choose another name, or add --force to write it anew and "
            "keep the old one beside it."
        )


def keep_aside(path: Path) -> Path | None:
    """The name under which what was at `path` is kept, or None if nothing was there."""
    if not _occupied(path):
        if path.is_dir():
            path.rmdir()
        return None
    number = 1
    while _occupied(kept := path.with_name(f"{path.name}.backup-{number}")):
        number += 1
    path.rename(kept)
    return kept


def next_free(path: Path) -> Path:
    """The path itself if it is free, else the first of path-2, path-3, ... that is."""
    number, free = 2, path
    while _occupied(free):
        free, number = path.with_name(f"{path.name}-{number}"), number + 1
    return free


@contextmanager
def _beside(path: Path, *, called: Path) -> Iterator[Path]:
    """A new folder beside `path`, gone after the block, as are folders made on a failed way.

    A fault in the block speaks of it as `called`, the place that the researcher knows.
    """
    absent = [folder for folder in path.parents if not folder.exists()]
    beside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:40]}-"))
        yield beside
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    except StudyError as fault:
        raise StudyError(str(fault).replace(str(beside), str(called))) from fault
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
        for folder in absent:
            _remove_if_empty(folder)


def _real(path: Path) -> Path:
    """The path without links; unlike `resolve`, also where links run in a circle."""
    return Path(os.path.realpath(path))


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _occupied(path: Path) -> bool:
    try:
        if path.is_dir():
            return any(path.iterdir())
        return path.exists() or path.is_symlink()
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _unwritable(path: Path, fault: OSError) -> StudyError:
    return StudyError(
        f"{path} cannot be written ({fault.strerror or fault}); choose a place where you may write "
        "and that has room."
    )
