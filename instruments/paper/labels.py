"""The fixed words of pages: "Prompts", "Page 1 of 3", "Signature". English, unless told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.paper.blocks import Span, Text

ENGLISH = {
    "page_of": "Page {page} of {pages}",
    "version": "Version {version}",
    "interviewer": "For the interviewer",
    "notes": "For notes",
    "kind": "What this is",
    "audience": "For whom",
    "ages": "Ages",
    "length": "Length",
    "setting": "Setting",
    "phase": "Phase",
    "origin": "After",
    "minute": "{minutes} minute",
    "minutes": "{minutes} minutes",
    "minutes_doubtful": "{minutes} minutes?",
    "brief": "brief",
    "Prompt": "Prompts",
    "Probe": "Follow up",
    "for_audience": "{label} for {audience}",
    "Definition": "Meaning",
    "Step": "Steps",
    "Materials": "Materials",
    "Online": "Online",
    "Lead": "Who leads",
    "Collect": "To keep",
    "Fallback": "If time is short",
    "Debrief": "Afterwards",
    "Note": "Note",
    "plan": "Session plan",
    "when": "When",
    "what": "What",
    "questions": "Questions",
    "code": "Participant code",
    "date": "Date",
    "place": "Place",
    "researcher": "Researcher",
    "interpreter": "Interpreter, if any",
    "began": "Began",
    "ended": "Ended",
    "after": "After the session",
    "after_person": "How the person seemed, and what was done about it",
    "after_follow": "What to follow up, and who does it",
    "tick_one": "Tick one.",
    "tick_several": "Tick all that fit.",
    "tick_each": "Tick one in each row.",
    "yes": "Yes",
    "no": "No",
    "optional": "You can say no to this and still take part.",
    "name": "Name",
    "signature": "Signature",
    "interview": "Interview",
    "focus group": "Focus group",
    "questionnaire": "Questionnaire",
    "rating sheet": "Rating sheet",
    "information sheet": "Information sheet",
    "assent form": "Assent form",
    "consent form": "Consent form",
    "spoken consent": "Spoken consent",
    "activity guide": "Activity guide",
    "script": "Script",
    "protocol": "Protocol",
    "help card": "Help card",
    "briefing": "Briefing",
    "results": "Results",
    "children": "children",
    "professionals": "professionals",
    "parents": "parents and carers",
    "researchers": "researchers",
    "interpreters": "interpreters",
}


@dataclass(frozen=True)
class Labels:
    """The fixed words in one language; those that nobody has translated stay English.

    `given` maps a name of `ENGLISH` to the words in the language.
    """

    language: str = "en"
    given: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, *, strong: bool = False, **values: object) -> Text:
        """The words of a name as text, marked as English where they are so in another language."""
        words, foreign = self._words(name)
        return (Span(words.format(**values), strong=strong, language=foreign),)

    def word(self, name: str, **values: object) -> str:
        """The words of a name as letters."""
        return self._words(name)[0].format(**values)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that nobody has translated."""
        if self.language.partition("-")[0] == "en":
            return ()
        return tuple(name for name in ENGLISH if name not in self.given)

    def _words(self, name: str) -> tuple[str, str]:
        """The words, and their language where it is not the document's."""
        if name in self.given:
            return self.given[name], ""
        english = ENGLISH[name]
        return english, "" if self.language.partition("-")[0] == "en" else "en"
