"""A file put in its place as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from corpora.errors import StudyError


def put(path: Path, data: bytes) -> Path:
    """The path, which now holds the data; written beside it and then renamed.

    Raises
    ------
    StudyError
        If the place cannot be written to; what was there is as it was.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as fault:
        raise _refused(path, "the folder can't be written to", fault) from fault
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        beside.replace(path)
    except OSError as fault:
        raise _refused(path, "the file can't be put in its place", fault) from fault
    finally:
        beside.unlink(missing_ok=True)
    return path


def _refused(path: Path, why: str, fault: OSError) -> StudyError:
    return StudyError(
        f"{path} could not be written: {why} ({fault.strerror}); choose a folder that you may "
        "write to."
    )
