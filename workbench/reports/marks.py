"""How single cells of a table are marked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """How a marked cell is told apart: by a symbol (or its words) first, then by colour."""

    symbol: str
    meaning: str
    colour: str
    bold: bool = False


MARKS = {
    "flag": Mark("●", "flagged", "DCE9F5", bold=True),
    "agree": Mark("▲", "agree", "D6E9F8"),
    "disagree": Mark("▼", "disagree", "F9E0CC"),
    "neither": Mark("○", "neither", "EFEFEF"),
    "look": Mark("", "to look at", "FFF2CC", bold=True),
    "chosen": Mark("◄", "the solution of this report", "DCE9F5", bold=True),
    "p < .05": Mark("*", "p < .05", "F6F9FC"),
    "p < .01": Mark("**", "p < .01", "EEF4FA"),
    "p < .001": Mark("***", "p < .001", "DCE9F5"),
}
