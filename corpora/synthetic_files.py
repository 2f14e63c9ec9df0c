"""Synthetic texts as files, each of which says that it is synthetic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from corpora.synthetic import SyntheticCorpus

LAYOUTS = ("folder", "csv", "jsonl")


def write_corpus(
    corpus: SyntheticCorpus, folder: str | Path, *, layout: str = "folder"
) -> list[Path]:
    """The files written into a folder that is there.

    Parameters
    ----------
    layout
        "folder" writes texts/ with one .txt each, and attributes.csv; "csv" texts.csv and
        "jsonl" texts.jsonl, with the attributes. Beside them always planted.csv, the planted
        codings.

    Raises
    ------
    StudyError
        If the layout is unknown or the folder is not there.
    """
    target = Path(folder)
    if layout not in LAYOUTS:
        raise StudyError(f'The layout "{layout}" is not known; choose {", ".join(LAYOUTS)}.')
    if not target.is_dir():
        raise StudyError(f"There is no folder {target}; make it first.")
    rows = _rows(corpus)
    files = [_table(corpus.codings.assign(synthetic=corpus.note), target / "planted.csv")]
    if layout == "folder":
        (target / "texts").mkdir(exist_ok=True)
        files += [_text(s.text, target / "texts" / f"{s.id}.txt") for s in corpus.sources]
        without = pd.DataFrame(rows).drop(columns="text")
        return [*files, _table(without, target / "attributes.csv")]
    if layout == "csv":
        return [*files, _table(pd.DataFrame(rows), target / "texts.csv")]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return [*files, _text(lines, target / "texts.jsonl")]


def _rows(corpus: SyntheticCorpus) -> list[dict[str, Any]]:
    return [
        {"id": s.id, "text": s.text, "case": s.case, **s.attributes, "synthetic": corpus.note}
        for s in corpus.sources
    ]


def _table(table: pd.DataFrame, path: Path) -> Path:
    """With a byte-order mark, so that Excel reads it as UTF-8."""
    return _text("\ufeff" + table.to_csv(index=False, lineterminator="\n"), path)


def _text(text: str, path: Path) -> Path:
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(path)
    return path
