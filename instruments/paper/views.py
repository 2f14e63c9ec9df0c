"""Who sees what: the lines of an instrument that each version of a document shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from instruments.guide import Block, Item, TopicGuide, Words

Version = Literal["interviewer", "participant", "notes"]
Layout = Literal["standard", "large print", "easy read"]
VERSIONS: tuple[Version, ...] = ("interviewer", "participant", "notes")
LAYOUTS: tuple[Layout, ...] = ("standard", "large print", "easy read")

GUIDES = ("interview", "focus group")
QUESTIONNAIRES = ("questionnaire", "rating sheet")
FORMS = ("assent form", "consent form", "spoken consent")
FOR_STAFF = ("script", "protocol", "briefing")

_QUESTIONS_ALONE = {"Part", "Point", "Definition", "Picture"}
_ANSWERS = {"Answer", "Choices", "Rows", "Space", "Line", "Sign"}
_FOR_READERS = {"Contact", "Step", "Materials", "Collect"}
_FOR_NOTES = {"Prompt", "Probe"}
_FOR_STAFF = {"Online", "Lead", "Fallback", "Debrief", "Note"}
_ALL = _QUESTIONS_ALONE | _ANSWERS | _FOR_READERS | _FOR_NOTES | _FOR_STAFF


@dataclass(frozen=True)
class View:
    """What one version of one kind of instrument shows.

    keys : of the lines shown. words : whether running text is. boxes : whether each question
    has a box for notes. times : whether headings tell minutes. code : whether there is a
    place for the participant's code.
    """

    keys: frozenset[str]
    words: bool = True
    boxes: bool = False
    times: bool = False
    code: bool = False

    def shows(self, block: Block) -> bool:
        """Whether a line or passage stands on the page; questions and activities may."""
        if isinstance(block, Item):
            return block.key in self.keys
        return self.words if isinstance(block, Words) else True


def view_of(guide: TopicGuide, version: Version) -> View:
    """What this version of the instrument shows."""
    for_staff = guide.kind in FOR_STAFF
    code = guide.kind in (*QUESTIONNAIRES, "assent form", "consent form") or version == "notes"
    if version == "interviewer" or for_staff:
        boxes = version == "notes" and not for_staff
        return View(frozenset(_ALL), times=True, code=code and not for_staff, boxes=boxes)
    keys = _QUESTIONS_ALONE | _ANSWERS
    if version == "notes":
        keys = keys | _FOR_NOTES
    if guide.kind in GUIDES:
        return View(frozenset(keys), words=False, boxes=version == "notes", code=code)
    return View(frozenset(keys | _FOR_READERS), boxes=version == "notes", code=code)
