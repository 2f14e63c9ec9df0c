"""Distinct coded passages counted inside a project's database, where half a million lie."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from coding.project import Project
from coding.storage.coded import ORDINARY
from coding.storage.tables import coders, codings, sources


def passage_counts(project: Project, *, coder: str | None = None) -> pd.DataFrame:
    """How many distinct passages of each source have each code: source, case, code, passages.

    A passage that several coders gave one code counts once, as in `coding.passages`.

    Raises
    ------
    StudyError
        If coding is blind and somebody else's work is asked for.
    """
    who = project.store.visible_coder(coder)
    with project.store.reading() as connection:
        people = connection.scalar(select(func.count()).select_from(coders)) or 0
        counted = _counted(who, alone=who is not None or people < 2).subquery()
        query = select(counted.c.source, sources.c.case, counted.c.code, counted.c.passages)
        joined = query.join(sources, sources.c.id == counted.c.source)
        found = list(map(tuple, connection.execute(joined).fetchall()))
    return pd.DataFrame(found, columns=["source", "case", "code", "passages"])


def _counted(coder: str | None, *, alone: bool) -> Select[Any]:
    """Passages per source and code; one coder's are distinct as they are."""
    columns = (codings.c.source, codings.c.code)
    whole = columns if alone else (*columns, codings.c.start, codings.c.end)
    each = select(*whole).where(*ORDINARY)
    if coder is not None:
        each = each.where(codings.c.coder == coder)
    listed = (each if alone else each.distinct()).subquery()
    numbered = select(listed.c.source, listed.c.code, func.count().label("passages"))
    return numbered.group_by(listed.c.source, listed.c.code)
