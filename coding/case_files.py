"""The case table as files for R, SPSS and Excel: plain names, and what they stand for.

Codes have names such as "HEALTH/GP/Not registered", which no statistics program takes; so
each gets a short one, and its id becomes the variable's label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from coding.frame import CodingFrame
from coding.matrix import code_by_case
from coding.passages import about_cases, about_sources
from corpora.errors import StudyError
from corpora.placing import put

_RESERVED = frozenset("all and by eq ge gt le lt ne not or to with if in next true false".split())  # noqa: SIM905
_LONGEST_NAME = 32


def short_names(codes: Iterable[str], *, prefix: str = "c") -> dict[str, str]:
    """Code -> a name that R, SPSS and Stata take: letters, digits and _, as in "c07_charged"."""
    listed = list(codes)
    width = len(str(len(listed)))
    return {
        code: f"{prefix}{i:0{width}d}_{_slug(code.split('/')[-1])}"[:_LONGEST_NAME].rstrip("_")
        for i, code in enumerate(listed, start=1)
    }


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_") or "x"


def _attribute_names(attributes: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for attribute in attributes:
        name = _slug(attribute)[: _LONGEST_NAME - 4]
        if not name[0].isalpha() or name in _RESERVED or name == "case":
            name = f"a_{name}"
        while name in names.values():
            name = f"{name}_"[: _LONGEST_NAME - 1] + "2"
        names[attribute] = name
    return names


def write_case_table(
    material: Any,
    folder: str | Path,
    sources: Any = None,
    *,
    values: str = "presence",
    frame: CodingFrame | None = None,
    coder: str | None = None,
) -> list[Path]:
    """The files written: cases.csv, variables.csv, cases.sps (SPSS) and cases.R.

    cases.csv holds a row per case: case, attributes, then 0/1 (or counts) per code, under
    short names; UTF-8 with a byte-order mark, so that Excel reads it. variables.csv tells
    which name is which code. The two scripts read cases.csv and put the labels on.

    Raises
    ------
    StudyError
        If the folder is not there, or as `coding.matrix.code_by_case`.
    """
    target = Path(folder)
    if not target.is_dir():
        raise StudyError(f"There is no folder {target}; make it first.")
    table = code_by_case(
        material, sources, values=values, frame=frame, coder=coder, attributes=False
    )
    about = about_cases(material, sources, about_sources(material, sources))
    codes, attributes = short_names(table.columns), _attribute_names(about.columns)
    whole = pd.concat([about.rename(columns=attributes), table.rename(columns=codes)], axis=1)
    labels = {"case": "case"} | {name: str(label) for label, name in (attributes | codes).items()}
    texts = {
        "cases.csv": "\ufeff" + whole.to_csv(lineterminator="\n"),
        "variables.csv": "\ufeff" + _variables(labels, codes, values),
        "cases.sps": "\ufeff" + _spss(whole.reset_index(), labels, codes, values),
        "cases.R": _r(labels),
    }
    return [put(target / name, text.encode("utf-8")) for name, text in texts.items()]


def _variables(labels: dict[str, str], codes: dict[str, str], values: str) -> str:
    what = "0 not coded, 1 coded" if values == "presence" else "number of coded passages"
    coded = set(codes.values())
    rows = [(name, label, what if name in coded else "text") for name, label in labels.items()]
    return str(
        pd.DataFrame(rows, columns=["name", "label", "values"]).to_csv(
            index=False, lineterminator="\n"
        )
    )


def _spss(table: pd.DataFrame, labels: dict[str, str], codes: dict[str, str], values: str) -> str:
    coded = list(codes.values())
    kinds = [
        f"  {name} {'F8.0' if name in coded else f'A{_width(table[name])}'}"
        for name in table.columns
    ]
    named = [f"  {name} {_quoted(label)}" for name, label in labels.items()]
    lines = [
        "* Reads cases.csv; run it from the folder in which that lies.",
        "GET DATA /TYPE=TXT /FILE='cases.csv' /ENCODING='UTF8' /DELIMITERS=\",\" /QUALIFIER='\"'",
        " /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=",
        *kinds[:-1],
        f"{kinds[-1]}.",
        "VARIABLE LABELS",
        *named[:-1],
        f"{named[-1]}.",
    ]
    if coded and values == "presence":
        lines += [f"VALUE LABELS {coded[0]} TO {coded[-1]} 0 'not coded' 1 'coded'."]
    return "\n".join([*lines, "EXECUTE.", ""])


def _width(column: pd.Series) -> int:
    """The bytes of the longest value, as SPSS counts strings."""
    return max((len(str(value).encode()) for value in column), default=1) or 1


def _quoted(label: str) -> str:
    return "'" + label.replace("'", "''")[:250] + "'"


def _r(labels: dict[str, str]) -> str:
    pairs = ",\n".join(
        '  {} = "{}"'.format(name, label.replace("\\", "\\\\").replace('"', '\\"'))
        for name, label in labels.items()
    )
    return (
        "# Reads cases.csv; run it from the folder in which that lies.\n"
        'cases <- read.csv("cases.csv", fileEncoding = "UTF-8-BOM", check.names = FALSE,\n'
        '                  colClasses = c(case = "character"))\n'
        f"labels <- c(\n{pairs}\n)\n"
        'for (name in names(labels)) attr(cases[[name]], "label") <- labels[[name]]\n'
    )
