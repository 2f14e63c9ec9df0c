"""Putting files in place: beside first, then renamed, so that nothing half-written is left."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from corpora.errors import StudyError


def put(contents: Mapping[Path, bytes], *, overwrite: bool) -> tuple[Path, ...]:
    """The paths, once every file stands complete in its place.

    Raises
    ------
    StudyError
        If a file exists already (and `overwrite` is False) or can't be written; then none
        of them was touched.
    """
    for path in contents:
        refuse_existing(path, overwrite=overwrite)
    parts: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            parts[path] = _beside(path, content)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise _no_place(next(iter(contents)), error) from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return tuple(contents)


def put_folder(folder: Path, contents: Mapping[str, bytes], *, overwrite: bool) -> Path:
    """The folder, once all its files stand complete in it.

    Raises
    ------
    StudyError
        If the folder exists (and is not to be overwritten) or can't be written.
    """
    refuse_existing(folder, overwrite=overwrite)
    if folder.exists() and not {p.name for p in folder.iterdir()} <= set(contents):
        raise StudyError(
            f"{folder}: the folder holds other files as well and was left alone; give a new folder."
        )
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _no_place(folder, error) from None
    try:
        for name, content in contents.items():
            (part / name).write_bytes(content)
        part.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    except OSError as error:
        raise _no_place(folder, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def refuse_existing(path: Path, *, overwrite: bool) -> None:
    """Raise a StudyError where something stands at a path that may not be replaced."""
    if path.exists() and not overwrite:
        raise StudyError(
            f"{path}: the file exists already and was left alone; give another name, or allow it "
            "with overwrite=True."
        )


def _beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    part = Path(name)
    part.chmod(0o644)
    return part


def _no_place(path: Path, error: OSError) -> StudyError:
    return StudyError(
        f"{path}: the file can't be written ({error.strerror or error}); check that the folder "
        "exists and that you may write there."
    )
