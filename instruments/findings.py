"""What a check found: where, which rule, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("fault", "prompt", "note")


@dataclass(frozen=True, order=True)
class Finding:
    """One finding of a check, in the order of the source.

    Fields
    ------
    line
        Of the source file; 0 where it concerns the whole.
    rule
        The short name of the rule, such as "double-barrelled".
    message
        What was found and what to do, in one sentence.
    severity
        "fault": to be mended before use. "prompt": worth a second look, best with the people
        whom the instrument is for. "note": good to know.
    path
        The file, where several are checked together.
    """

    line: int
    rule: str
    message: str
    severity: str = "fault"
    path: str = ""
