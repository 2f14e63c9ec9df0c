"""The library that ships: what is on the shelf, and a copy of one to edit."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import pandas as pd

from corpora.errors import StudyError
from corpora.places import new_files
from corpora.placing import put
from instruments.source.form import read_guide
from instruments.source.names import names, nearest, shipped

_COLUMNS = ("title", "kind", "audience", "ages", "minutes", "language", "origin", "path")


def library() -> pd.DataFrame:
    """What ships, a row an instrument by its name.

    Columns are title, kind, audience, ages, minutes (NaN where none are stated), language,
    origin (the report and annex that it follows) and path.
    """
    guides = [read_guide(name) for name in names()]
    rows = [[getattr(guide, column) for column in _COLUMNS] for guide in guides]
    index = pd.Index([guide.name for guide in guides], name="name")
    table = pd.DataFrame(rows, index=index, columns=list(_COLUMNS))
    return table.astype({"minutes": float})


def new(name: str, place: str | PathLike[str], *, force: bool = False) -> Path:
    """The copy of a shipped instrument, made to be edited.

    `place` is a folder, which then holds the copy under its own file name, or a new file
    whose name ends in .md. With `force` what was there is kept beside it as .backup-1,
    .backup-2 and so on.

    Raises
    ------
    StudyError
        If nothing ships under this name, or something is at the place and `force` is not set.
    """
    source = shipped(name)
    if source is None:
        raise StudyError(f'No instrument ships as "{name}"; {nearest(name)}')
    target = Path(place)
    if target.suffix != source.suffix:
        target = target / source.name
    with new_files(target, force=force) as beside:
        put(beside / target.name, source.read_bytes())
    return target
