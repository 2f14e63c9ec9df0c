"""What a study.yaml still leaves open, before any page is printed from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from instruments.findings import Finding
from instruments.scripts import LANGUAGES
from instruments.study.details import StudyDetails
from instruments.study.entries import ENTRIES

_IN_ORDER = (
    ("take_back_until", "data_kept_until", "words can be taken back", "the data is kept"),
    ("recording_kept_until", "data_kept_until", "recordings are kept", "the data is kept"),
)
_NOT_NEEDED = {"recording_kept_until": "recording"}


def check_details(details: StudyDetails) -> list[Finding]:
    """What a study.yaml leaves open or contradicts, in the order of its lines."""
    found = [
        *_empty(details),
        *_unsigned(details),
        *_out_of_order(details),
        *_help_lines(details),
    ]
    return sorted(found)


def _empty(details: StudyDetails) -> Iterator[Finding]:
    for entry in ENTRIES:
        if details.values.get(entry.name) and any(details.values[entry.name].values()):
            continue
        if entry.kind == "file":
            continue
        if (fact := _NOT_NEEDED.get(entry.name)) and details.says_no(fact):
            continue
        yield _finding(details, entry.name, "empty", f"{entry.name} is empty. {entry.ask}")


def _unsigned(details: StudyDetails) -> Iterator[Finding]:
    if not details.who_signs:
        yield _finding(
            details,
            "who_signs",
            "who signs",
            "nothing says who signs for whom; name each kind of participant under who_signs: and "
            "who may decide for them.",
        )
    for kind, who in details.who_signs.items():
        if not who:
            yield _finding(
                details,
                kind,
                "who signs",
                f"nobody is named who signs for participants {kind}; ask who may decide for them, "
                "or take the line out if you invite none.",
            )


def _out_of_order(details: StudyDetails) -> Iterator[Finding]:
    for first, second, what, then in _IN_ORDER:
        start, end = details.date(first), details.date(second)
        if start and end and start > end:
            yield _finding(
                details,
                first,
                "dates",
                f"{what} until {details.get(first)}, but {then} only until {details.get(second)}; "
                "put them in order.",
            )


def _help_lines(details: StudyDetails) -> Iterator[Finding]:
    for code in details.languages:
        if not details.get("help_line", code):
            yield _finding(
                details,
                "help_lines",
                "help line",
                f"no help line with a number serves {LANGUAGES[code].name}; find one, or one with "
                "an interpreter.",
            )
    for help_line in details.help_lines:
        if help_line.phone and not help_line.called:
            message = f"nobody has called {help_line.name or 'the help line'} to check its number;"
            yield Finding(
                help_line.line,
                "help line",
                f"{message} call it, and write who did and when after called:.",
                path=details.path,
            )
    numbers = [h for h in details.help_lines if h.phone]
    for one, other in pairwise(sorted(numbers, key=lambda h: h.name)):
        if one.name == other.name and one.phone != other.phone and one.country == other.country:
            yield Finding(
                other.line,
                "help line",
                f"{one.name} has two numbers, {one.phone} and {other.phone}; keep the right one.",
                path=details.path,
            )


def _finding(details: StudyDetails, name: str, rule: str, message: str) -> Finding:
    return Finding(details.lines.get(name, 0), rule, message, path=details.path)
