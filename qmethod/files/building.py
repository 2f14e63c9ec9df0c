"""The study that a judged draft makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from corpora.errors import StudyError
from qmethod.design import QSet, QStudy, leaving_grid
from qmethod.files.draft import Draft
from qmethod.files.entries import frame
from qmethod.files.judging import Judgement

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def study_of(judgement: Judgement) -> QStudy:
    """The study.

    Raises
    ------
    StudyError
        If a fault stops the reading; the sentence tells the first and counts the others.
    """
    _raise_first(judgement)
    draft = judgement.draft
    statements = tuple(sorted(draft.statements, key=lambda s: s.number))
    sorts = frame([s.number for s in statements], [e.values for e in judgement.entries])
    sorts.columns = pd.Index(draft.names, name="participant", dtype=object)
    study = QStudy(
        name=draft.name or draft.file.rsplit(".", 1)[0],
        qset=QSet(statements, stem=draft.stem, language=draft.language, note=draft.note),
        grid=judgement.grid,
        sorts=sorts,
        piles=_piles(judgement, sorts),
        participants=_participants(draft),
        comments=_comments(draft),
        synthetic=draft.synthetic,
    )
    return _with_found(study, judgement)


def _raise_first(judgement: Judgement) -> None:
    stops = judgement.stops
    if not stops:
        return
    file = judgement.draft.file
    others = len(judgement.faults) - 1
    more = f" (and {others} more; `qmt qmethod check` lists them all)" if others else ""
    first = stops[0]
    located = first.cell or first.participant or first.statement is not None
    raise StudyError(f"{file}{', ' if located else ': '}{first.sentence}{more}.")


def _piles(judgement: Judgement, sorts: pd.DataFrame) -> pd.DataFrame | None:
    """Statement number x participant; None where the file tells of no piles."""
    entries = judgement.entries
    if not judgement.draft.piles and not any(e.unsure for e in entries):
        return None
    piles = pd.DataFrame(None, index=sorts.index, columns=sorts.columns, dtype=object)
    for participant, number, pile, _ in judgement.draft.piles:
        piles.loc[int(number), participant] = pile
    for entry in entries:
        piles.loc[list(entry.unsure), entry.name] = "unsure"
    return piles


def _participants(draft: Draft) -> pd.DataFrame | None:
    """Participant x attribute, as numbers where a column holds only numbers."""
    if not draft.participants:
        return None
    rows = draft.participants.values()
    keys = dict.fromkeys(k for row in rows for k, text in row.items() if text.strip())
    columns = {
        k: _column([_attribute(draft.participants, n, k) for n in draft.names]) for k in keys
    }
    return pd.DataFrame(columns, index=pd.Index(draft.names, name="participant", dtype=object))


def _attribute(rows: Mapping[str, Mapping[str, str]], name: str, key: str) -> str:
    return rows.get(name, {}).get(key, "").strip()


def _column(texts: list[str]) -> list[float | None] | list[int] | list[str | None]:
    """Numbers where every filled cell is one (and no code such as 007), else texts."""
    filled = [t for t in texts if t]
    if filled and all(_PLAIN_NUMBER.fullmatch(t) for t in filled):
        if len(filled) == len(texts) and not any("." in t for t in texts):
            return [int(t) for t in texts]
        return [float(t) if t else None for t in texts]
    return [t or None for t in texts]


def _comments(draft: Draft) -> pd.DataFrame | None:
    """One row per comment: participant, statement, text."""
    if not draft.comments:
        return None
    rows = [(c.participant, int(c.number), c.text) for c in draft.comments]
    return pd.DataFrame(rows, columns=["participant", "statement", "text"])


def _with_found(study: QStudy, judgement: Judgement) -> QStudy:
    from dataclasses import replace

    return replace(study, found=tuple(_found(study, judgement)))


def _found(study: QStudy, judgement: Judgement) -> Iterator[str]:
    draft = judgement.draft
    yield f"{draft.file} was read as {draft.kind}."
    yield from draft.found
    yield judgement.grid_note
    if not draft.worded:
        yield "The file gives no wording of the statements; their texts are empty."
    leaving = list(leaving_grid(study))
    if leaving:
        yield f"Sorts that leave the grid: {_some(leaving)}."
    unsure = sum(len(e.unsure) for e in judgement.entries)
    missing = int(study.sorts.isna().to_numpy().sum()) - unsure
    if unsure:
        yield f"Cards kept out of the grid in the unsure pile: {unsure}."
    if missing:
        short = [str(n) for n, s in study.sorts.items() if s.isna().any()]
        yield f"Cards not placed: {missing}, by {_some(short)}."
    if judgement.faults:
        yield f"To look at: {len(judgement.faults)} (`qmt qmethod check` lists them)."


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"
