"""The pieces that written files are made of: values, rows, CSV text, zip archives."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from corpora.errors import StudyError
from qmethod.design import QStudy


def value_text(value: float) -> str:
    """A grid value as it is written: without decimals where it has none, empty where missing."""
    if np.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text with plain line ends."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def csv_bytes(text: str) -> bytes:
    """CSV text as bytes; marked as UTF-8 where Excel would otherwise garble its letters."""
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")


def sorts_rows(study: QStudy, *, wording: bool) -> list[list[str]]:
    """Header and one row per statement: number, wording and framework if any, values."""
    framed = wording and study.qset.has_framework
    texts = wording and any(s.text for s in study.qset)
    head = ["statement", *["text"] * texts, *["outcome", "principle"] * framed, *study.names]
    values = study.sorts.to_numpy(dtype=float)
    rows = [head]
    for statement, line in zip(study.qset, values, strict=True):
        frame = [statement.outcome or "", statement.principle or ""] * framed
        rows.append(
            [
                str(statement.number),
                *[statement.text] * texts,
                *frame,
                *map(value_text, line.tolist()),
            ]
        )
    return rows


def placeholder(number: int) -> str:
    """What stands for the wording of a statement where a format insists on one."""
    return f"[statement {number}, no wording]"


def wordings(study: QStudy, file: str) -> list[str]:
    """One line per statement; placeholders where no statement has its wording.

    Raises
    ------
    StudyError
        If some statements have no text, or a line break in it.
    """
    if not any(s.text for s in study.qset):
        return [placeholder(s.number) for s in study.qset]
    for s in study.qset:
        if not s.text.strip() or "\n" in s.text or "\r" in s.text:
            raise StudyError(
                f"{file}: statement {s.number} is empty or holds a line break, and KADE keeps each "
                "statement on a line of its own; change its text."
            )
    return [s.text for s in study.qset]


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def refuse_gaps(study: QStudy, *, file: str, program: str) -> None:
    """Raise a StudyError where the statements are not numbered 1, 2, 3, ... without gaps."""
    if study.qset.numbers != list(range(1, len(study.qset) + 1)):
        raise StudyError(
            f"{file}: the statements are not numbered 1 to {len(study.qset)} without gaps, as "
            f"{program} numbers them; write CSV or .xlsx instead."
        )
