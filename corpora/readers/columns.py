"""Which column of a table holds the texts, which the ids, which the cases: found by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpora.errors import StudyError

# In the order of preference; names are compared without case, spaces, "_" and "-".
TEXT = (
    "text", "fulltext", "closuresummary", "closuresummarytext", "casesummary", "closingsummary",
    "closuretext", "summarytext", "summary", "transcript", "narrative", "casenote", "casenotes",
    "note", "notes", "content", "body", "freetext", "response", "answer", "comment", "comments",
    "passage", "segment", "quote",
)  # fmt: skip
ID = (
    "id", "sourceid", "textid", "documentid", "docid", "summaryid", "recordid", "transcriptid",
    "source", "document", "file", "filename", "reference", "ref", "urn", "uniquereferencenumber",
)  # fmt: skip
CASE = (
    "case", "caseid", "caseno", "casenumber", "casereference", "caseref", "participant",
    "participantid", "youngperson", "youngpersonid", "ypid", "yp", "respondent", "respondentid",
    "interviewee", "childid",
)  # fmt: skip
_LONG = 40


@dataclass(frozen=True)
class Columns:
    """The columns that hold the text, the id and the case; the rest are attributes.

    `id` and `case` are empty where the table has none. `said` tells what was assumed.
    """

    text: str
    id: str = ""
    case: str = ""
    said: tuple[str, ...] = ()


def choose(
    names: Sequence[str],
    sample: Iterable[Mapping[str, str]],
    file: str,
    *,
    text: str | None = None,
    id: str | None = None,
    case: str | None = None,
) -> Columns:
    """The columns of a table, those asked for first, then by name, then by length of text.

    Raises
    ------
    StudyError
        If a column asked for is missing, or none looks like the text.
    """
    id_column = _asked(id, names, file, "id_column") or by_name(names, ID)
    case_column = _asked(case, names, file, "case_column") or by_name(names, CASE)
    said: list[str] = []
    chosen = _asked(text, names, file, "text_column")
    if chosen:
        said.append(f'Column "{chosen}" holds the texts, as asked for.')
    else:
        chosen, sentence = _text_column(names, list(sample), file, {id_column, case_column})
        said.append(sentence)
    if id_column == chosen:
        id_column = ""
    if case_column == chosen:
        case_column = ""
    said.append(_ids_said(id_column, case_column))
    return Columns(chosen, id_column, case_column, tuple(said))


def plain_name(name: str) -> str:
    """A column's name without case, spaces and marks."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _asked(wanted: str | None, names: Sequence[str], file: str, option: str) -> str:
    if wanted is None:
        return ""
    for name in names:
        if name == wanted or plain_name(name) == plain_name(wanted):
            return name
    raise StudyError(
        f'{file}: there is no column "{wanted}" as {option} says; the columns are {shown(names)}.'
    )


def by_name(names: Sequence[str], known: Sequence[str]) -> str:
    """The column with the first of the known names; empty where there is none."""
    by_plain = {plain_name(name): name for name in reversed(names)}
    return next((by_plain[name] for name in known if name in by_plain), "")


def _text_column(
    names: Sequence[str], sample: list[Mapping[str, str]], file: str, taken: set[str]
) -> tuple[str, str]:
    named = by_name([n for n in names if n not in taken], TEXT)
    if named:
        return named, f'Column "{named}" holds the texts (by its name; text_column= overrides).'
    lengths = {
        name: sum(len(row.get(name, "")) for row in sample) / max(len(sample), 1)
        for name in names
        if name not in taken
    }
    longest = max(lengths, key=lambda name: lengths[name], default="")
    next_longest = max((n for name, n in lengths.items() if name != longest), default=0.0)
    if not longest or lengths[longest] < min(_LONG, max(15.0, 3 * next_longest)):
        raise StudyError(
            f"{file}: no column looks like the texts; the columns are {shown(names)}; name the one "
            "with the texts by text_column=."
        )
    return longest, (
        f'Assumed that column "{longest}" holds the texts, as its cells are the longest; '
        "text_column= chooses another."
    )


def _ids_said(id_column: str, case_column: str) -> str:
    if id_column:
        case = f', column "{case_column}" the cases' if case_column else ""
        return f'Column "{id_column}" holds the ids{case}.'
    if case_column:
        return f'No id column: ids are the cases in column "{case_column}", numbered if repeated.'
    return "No id column: ids are file and row."


def shown(names: Sequence[str]) -> str:
    """Column names for a message, on one line."""
    short = [" ".join(name.split())[:60] for name in names[:12]]
    return ", ".join(f'"{name}"' for name in short) + (
        f" and {len(names) - 12} more" if len(names) > 12 else ""
    )
