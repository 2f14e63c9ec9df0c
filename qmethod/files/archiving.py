"""The archive copy of a study: CSV files, a data dictionary, and no free text."""

from __future__ import annotations

import pandas as pd

from qmethod.design import PILES, QStudy
from qmethod.files.texts import csv_text, sorts_rows

MAX_WORDS, MAX_LETTERS = 3, 30


def archive_contents(study: QStudy) -> dict[str, bytes]:
    """File name -> content of an archive copy.

    Comments and every attribute that is free text, or that tells most participants apart,
    stay out; README.txt names them.
    """
    kept, left = attributes_to_keep(study.participants)
    files = {
        "study.csv": csv_text([["field", "text"], *_study_rows(study)]),
        "statements.csv": csv_text(_statement_rows(study)),
        "sorts.csv": csv_text(sorts_rows(study, wording=False)),
    }
    if kept is not None:
        files["participants.csv"] = csv_text(_table_rows(kept, "participant"))
    if study.piles is not None:
        files["piles.csv"] = csv_text(_table_rows(study.piles, "statement"))
    files["data_dictionary.csv"] = csv_text(_dictionary(study, kept))
    files["README.txt"] = _readme(study, list(files), left)
    return {name: text.encode("utf-8") for name, text in files.items()}


def attributes_to_keep(table: pd.DataFrame | None) -> tuple[pd.DataFrame | None, list[str]]:
    """The attributes that may go into an archive, and the names of those that may not.

    Kept are numbers and short categories that several participants share; texts of more
    than three words, and columns that name most participants apart, are left out.
    """
    if table is None:
        return None, []
    left = [str(c) for c in table.columns if not _is_category(table[c])]
    kept = table[[c for c in table.columns if str(c) not in left]]
    return (kept if kept.shape[1] else None), left


def _is_category(column: pd.Series) -> bool:
    values = column.dropna()
    if pd.api.types.is_numeric_dtype(values):
        return True
    texts = values.astype(str)
    short = all(len(t) <= MAX_LETTERS and len(t.split()) <= MAX_WORDS for t in texts)
    return short and (len(texts) < 4 or texts.nunique() <= len(texts) / 2)


def _study_rows(study: QStudy) -> list[list[str]]:
    return [
        ["name", study.name],
        ["stem", study.qset.stem],
        ["language", study.qset.language],
        ["note", study.qset.note],
        ["grid", str(study.grid)],
        ["synthetic", study.synthetic],
        ["fingerprint", study.fingerprint],
    ]


def _statement_rows(study: QStudy) -> list[list[str]]:
    head = ["number", "text", "outcome", "principle"]
    return [
        head,
        *([str(s.number), s.text, s.outcome or "", s.principle or ""] for s in study.qset),
    ]


def _table_rows(table: pd.DataFrame, corner: str) -> list[list[str]]:
    rows = [[corner, *map(str, table.columns)]]
    for label, line in zip(table.index, table.itertuples(index=False, name=None), strict=True):
        rows.append([str(label), *("" if pd.isna(v) else str(v) for v in line)])
    return rows


def _dictionary(study: QStudy, kept: pd.DataFrame | None) -> list[list[str]]:
    grid = study.grid
    span = f"{grid.values[0]} to {grid.values[-1]}; empty where the card was not placed"
    rows = [
        ["file", "column", "meaning", "values"],
        ["study.csv", "field", "a property of the whole study", "name, stem, grid, ..."],
        ["study.csv", "text", "the property", "the grid is written lowest..highest: heights"],
        ["statements.csv", "number", "number on the back of the card", "whole number"],
        ["statements.csv", "text", "wording of the card; it completes the stem", "text"],
        ["statements.csv", "outcome", "outcome of the framework it stands for", "text or empty"],
        ["statements.csv", "principle", "general principle behind it", "text or empty"],
        ["sorts.csv", "statement", "number of the card", "as in statements.csv"],
        ["sorts.csv", "(each other)", "one participant's sort: the column of each card", span],
    ]
    if kept is not None:
        rows.append(
            ["participants.csv", "participant", "code of the participant", "as in sorts.csv"]
        )
        rows += [["participants.csv", str(c), "attribute", _values(kept[c])] for c in kept.columns]
    if study.piles is not None:
        piles = ", ".join(PILES)
        rows.append(["piles.csv", "statement", "number of the card", "as in statements.csv"])
        rows.append(["piles.csv", "(each other)", "pile of the first sorting", f"{piles} or empty"])
    return rows


def _values(column: pd.Series) -> str:
    values = column.dropna()
    if pd.api.types.is_numeric_dtype(values):
        return f"number from {values.min():g} to {values.max():g}" if len(values) else "number"
    return "; ".join(sorted(set(values.astype(str))))


def _readme(study: QStudy, files: list[str], left: list[str]) -> str:
    lines = [
        f"Archive copy of the Q study: {study.name}",
        "",
        f"{len(study.names)} participants, {len(study.qset)} statements, grid {study.grid}.",
        *([study.synthetic] if study.synthetic else []),
        *([study.qset.note] if study.qset.note else []),
        "",
        "Files",
        *(f"  {name}" for name in files),
        "data_dictionary.csv explains every column. All files are comma-separated UTF-8 text.",
        "",
        "Left out",
        "  comments on cards and every other free text",
        *(f"  attribute: {name}" for name in left),
        "",
        "Before you deposit it",
        "  Participants are called as in the study: make sure that these are codes, not names.",
        "  Attributes of one person can identify that person in combination: look at each row of",
        "  participants.csv and leave out columns where needed.",
        "",
    ]
    return "\n".join(lines)
