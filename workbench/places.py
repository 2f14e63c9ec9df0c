"""Where results go: nothing half written, nothing lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    except OSError as fault:
        raise StudyError(
            f"{path} cannot be written ({fault.strerror}); choose a folder that you may write to."
        ) from fault
    try:
        yield beside
        keep_aside(path)
        beside.chmod(0o755)
        beside.rename(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[None]:
    """A block that writes `path`; what was there is kept beside it, and put back on a fault.

    Raises
    ------
    StudyError
        If `path` holds something and `force` is not set.
    """
    check_free(path, force=force)
    kept = keep_aside(path)
    try:
        yield
    except BaseException:
        if kept is not None:
            kept.rename(path)
        raise


def check_free(path: Path, *, force: bool = False) -> None:
    """Refuse a place that holds something, unless it may be kept aside."""
    if not force and _occupied(path):
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
    while (kept := path.with_name(f"{path.name}.backup-{number}")).exists():
        number += 1
    path.rename(kept)
    return kept


def next_free(path: Path) -> Path:
    """The path itself if it is free, else the first of path-2, path-3, ... that is."""
    number, free = 2, path
    while _occupied(free):
        free, number = path.with_name(f"{path.name}-{number}"), number + 1
    return free


def _occupied(path: Path) -> bool:
    if path.is_dir():
        return any(path.iterdir())
    return path.exists() or path.is_symlink()
