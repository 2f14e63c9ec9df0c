"""What every coder decided of every unit and code: the ground on which agreement stands.

U units, C codes and parents, m coders. A decision is 1 (coded), 0 (not coded) or -1 (the
coder did not read the unit).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from coding.frame import CodingFrame
from coding.units import touched
from corpora.errors import StudyError

Decided = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Decisions:
    """Who coded what where.

    Fields
    ------
    units
        The units that at least one coder read: source, start, end.
    coders, codes, parents
        Their names in order; `parents` are the codes above, coded where one below them is.
    cube
        Shape (U, C, m), C first the codes and then the parents.
    outside
        Codings that lie in no unit.
    """

    units: pd.DataFrame
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    parents: tuple[str, ...]
    cube: Decided
    outside: int

    def ratings(self, code: str) -> pd.DataFrame:
        """Units x coders for one code or parent: 1, 0, or NA where not read."""
        columns = (*self.codes, *self.parents)
        if code not in columns:
            raise StudyError(f'Nobody used the code "{code}".')
        table = pd.DataFrame(self.cube[:, columns.index(code), :], columns=list(self.coders))
        table = table.astype("Int8").mask(table < 0)
        return pd.concat([self.units.reset_index(drop=True), table], axis=1).set_index(
            ["source", "start", "end"]
        )


def decisions(
    table: pd.DataFrame,
    units: pd.DataFrame,
    texts: dict[str, str],
    *,
    coders: Sequence[str],
    frame: CodingFrame | None,
    read: set[tuple[str, str]],
) -> Decisions:
    """The decisions of the coders on the units.

    Parameters
    ----------
    table
        The codings of these coders (see `coding.plain`).
    read
        (source, coder) for whoever read a source.
    """
    hits = touched(table, units, texts)
    codes = _in_frame_order({c for c in table["code"] if c}, frame)
    above = {code: ancestors(code, frame) for code in codes}
    parents = _in_frame_order({p for chain in above.values() for p in chain}, frame)
    place = {name: i for i, name in enumerate(codes)}
    over = {name: len(codes) + i for i, name in enumerate(parents)}
    person = {name: i for i, name in enumerate(coders)}
    cube = _blank(units, coders, len(codes) + len(parents), read)
    of = table.loc[hits["coding"], ["code", "coder"]]
    for unit, code, coder in zip(hits["unit"], of["code"], of["coder"], strict=True):
        cube[unit, place[code], person[coder]] = 1
        for parent in above[code]:
            cube[unit, over[parent], person[coder]] = 1
    seen = (cube[:, 0, :] >= 0).any(axis=1) if cube.shape[1] else np.zeros(len(units), dtype=bool)
    outside = int((table["code"] != "").sum()) - hits["coding"].nunique()
    kept = units[seen].reset_index(drop=True)
    return Decisions(kept, tuple(coders), tuple(codes), tuple(parents), cube[seen], outside)


def _blank(
    units: pd.DataFrame, coders: Sequence[str], columns: int, read: set[tuple[str, str]]
) -> Decided:
    """Shape (U, C, m): 0 where the coder read the unit's source, else -1."""
    names = units["source"].unique()
    who = np.array(
        [[0 if (n, c) in read else -1 for c in coders] for n in names], dtype=np.int8
    ).reshape(len(names), len(coders))
    rows = who[pd.Index(names).get_indexer(units["source"])]
    return np.repeat(rows[:, None, :], columns, axis=1)


def ancestors(code: str, frame: CodingFrame | None) -> list[str]:
    """The codes above a code; without a frame the part of its id before the first "/"."""
    if frame is None or code not in frame:
        top = code.split("/")[0]
        return [top] if top != code else []
    chain: list[str] = []
    parent = frame[code].parent
    while parent is not None:
        chain.append(parent)
        parent = frame[parent].parent
    return chain


def _in_frame_order(names: Iterable[str], frame: CodingFrame | None) -> list[str]:
    order = {code.id: i for i, code in enumerate(frame)} if frame is not None else {}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def disagreements(found: Decisions) -> pd.DataFrame:
    """Every unit and code on which those who read it differ.

    Columns source, start, end, code, coded_by, not_coded_by (tuples of coders).
    """
    codes = found.cube[:, : len(found.codes), :]
    split = (codes == 1).any(axis=2) & (codes == 0).any(axis=2)
    rows = []
    for unit, code in zip(*np.nonzero(split), strict=True):
        said = codes[unit, code]
        by = {
            v: tuple(c for c, s in zip(found.coders, said, strict=True) if s == v) for v in (0, 1)
        }
        rows.append(
            (*found.units.loc[unit, ["source", "start", "end"]], found.codes[code], by[1], by[0])
        )
    names = ["source", "start", "end", "code", "coded_by", "not_coded_by"]
    return pd.DataFrame(rows, columns=names)
