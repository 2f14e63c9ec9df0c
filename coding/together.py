"""Which coded passages come together: those that overlap, or that lie in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from coding.passages import about_sources, source_table
from coding.plain import of_project
from coding.units import touched, units_of


def overlapping(found: pd.DataFrame, code: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of different codes of overlapping passages, once per pair of passages."""
    open_now: list[tuple[int, int]] = []
    last = None
    places = zip(found["source"], found["start"], found["end"], code, strict=True)
    for source, start, end, number in places:
        if source != last:
            open_now, last = [], source
        open_now = [(until, other) for until, other in open_now if until > start]
        for _, other in open_now:
            if other != number:
                yield int(number), other
        open_now.append((end, int(number)))


def places_of(found: pd.DataFrame, material: Any, sources: Any, within: str) -> pd.DataFrame:
    """Columns coding (row of `found`) and unit, the place in which it counts."""
    if within == "sentence":
        texts = source_table(of_project(material, sources)[1])["text"].to_dict()
        return touched(found, units_of(found, texts, "sentence"), texts)
    place = (
        found["source"]
        if within == "source"
        else found["source"].map(about_sources(material, sources)["case"])
    )
    return pd.DataFrame({"coding": found.index, "unit": pd.factorize(place)[0]})


def held_together(
    found: pd.DataFrame, code: np.ndarray, where: pd.DataFrame, columns: int
) -> np.ndarray:
    """Shape (C, C): in how many places two codes both are."""
    from scipy.sparse import coo_array

    cell = code[found.index.get_indexer(where["coding"])]
    shape = (int(where["unit"].max()) + 1 if len(where) else 0, columns)
    held = coo_array((np.ones(len(where)), (where["unit"], cell)), shape=shape).tocsr()
    held.data[:] = 1.0
    return np.asarray((held.T @ held).toarray().astype(np.int64))
