"""The sentences of the pages, in English; a team brings those of other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpora.errors import StudyError
from instruments.scripts import language as language_of

ENGLISH: Mapping[str, str] = {
    # Both kinds of page for young people
    "viewpoint": "Viewpoint",
    "card": "“{card}”",
    "ask": "Do you want to ask us something? Call {{contact_name}} on {{contact_phone}}.",
    "next": "{{what_happens_next}}",
    # The page of a viewpoint
    "title": "{name}: one way to see it",
    "thanks": "Some time ago, you sorted cards for us. Thank you!",
    "thanks_all": "Some time ago, {people} of you sorted cards for us. Thank you!",
    "alike": "Some of you put the cards in much the same order. So you see things in much the "
    "same way. We call that a viewpoint.",
    "one_of": "We found {viewpoints} viewpoints. This page tells you about one of them.",
    "only_one": "We found one viewpoint. This page tells you about it.",
    "people": "{people} of you share it.",
    "stem": "Each card ends this sentence: **{stem}**",
    "agree_title": "What they agreed with most",
    "agree": "Those who share this view put these cards at the agree end:",
    "high_title": "What came first",
    "high": "Those who share this view put these cards first, though not all of them agreed:",
    "more": "{card} No other view puts this card so high.",
    "disagree_title": "What they did not see so",
    "disagree": "They put these cards at the disagree end. They did not see it so, or not as much:",
    "low_title": "What came last",
    "low": "They put these cards last. That does not mean no. Other cards just came first:",
    "less": "{card} No other view puts this card so low.",
    "turned_title": "The other way round",
    "turned": "Some of you saw it the other way round. You agreed with the cards that come last "
    "here. You did not see it so with the cards that come first.",
    "not_title": "Good to know",
    "not_right": "No view is right or wrong. Each one counts.",
    "not_you": "You may see yourself in this view, in more than one, or in none. All of that is "
    "fine.",
    "not_bad": "A card that comes last is not bad. It may not have come true yet. Or you may not "
    "have needed it.",
    "not_all": "We asked just some young people. Others may see it in another way.",
    "no_names": "There are no names on this page. You need not tell anyone which view is yours.",
    "next_title": "What happens next?",
    # The page of what is shared
    "shared_name": "What all views share",
    "shared_about": "Some of you put the cards in much the same order. We call that a viewpoint. "
    "We found {viewpoints} viewpoints. They differ, and each has a page of its own. This page "
    "tells you what they share.",
    "shared_agree_title": "All views agree",
    "shared_agree": "In all views, these cards come at the agree end:",
    "shared_disagree_title": "All views say: not so",
    "shared_disagree": "In all views, these cards come at the disagree end. You did not see it so, "
    "or not as much:",
    "shared_middle_title": "In the middle for all",
    "shared_middle": "No view puts these cards first or last. They come in the middle, or near it:",
    "shared_none_title": "Nothing is the same for all",
    "shared_none": "We looked for cards that all views see in the same way. There is none. That "
    "tells us something too: you do not all see things alike.",
    "shared_one_title": "One view",
    "shared_one": "We found one viewpoint, so there are no views to hold side by side. Its own "
    "page tells you what those who share it agree on.",
    "shared_you": "Not each of you sorted the cards like one of these views. So you may see a card "
    "on this page in another way. That is fine.",
    # Easy read: one idea a line
    "easy_title": "{name}: easy read",
    "easy_sorted": "You sorted cards for us. Thank you!",
    "easy_alike": "Some of you sorted them in much the same way. We call that a viewpoint.",
    "easy_page": "This page is about one viewpoint.",
    "easy_shared": "This page tells you what all viewpoints share.",
    "easy_agree_title": "They agreed with this",
    "easy_high_title": "This came high up",
    "easy_high": "But not all of them agreed.",
    "easy_disagree_title": "They did not see it so",
    "easy_disagree": "Or they did not agree as much as with other cards.",
    "easy_low_title": "This came last",
    "easy_low": "That does not mean no. Other cards came first.",
    "easy_turned": "Some of you saw it the other way round.",
    "easy_shared_agree_title": "All views agreed with this",
    "easy_shared_disagree_title": "No view saw it so",
    "easy_shared_middle_title": "In the middle for all views",
    "easy_shared_none": "No card is the same for all views. You see things in different ways.",
    "easy_shared_one": "We found one viewpoint. Its own page tells you more.",
    "easy_right": "No view is right or wrong.",
    "easy_you": "You may see yourself in one view, in more, or in none. All of that is fine.",
    "easy_names": "You need not tell anyone which view is yours.",
    # The brief for practitioners
    "brief_title": "{{study}}: practitioners' brief",
    "brief_who": "Young people sorted {cards} cards by how far they agree.",
    "brief_who_all": "{people} young people sorted {cards} cards by how far they agree.",
    "brief_stem": "Each card completes one sentence: **{stem}**",
    "brief_many": "Some of them sorted the cards in much the same way. We found {viewpoints} such "
    "viewpoints; none of them is right or wrong.",
    "brief_one": "Some of them sorted the cards in much the same way. We found one such viewpoint; "
    "it is not the only right one.",
    "brief_some": "Groups under {least} have no number here; please do not work out who they are.",
    "brief_people": "{name} (shared by {people})",
    "brief_traits": "Who they are: {traits}.",
    "brief_agree": "Most agreed with",
    "brief_high": "Highest, but not all agreed",
    "brief_disagree": "Not seen so, or less so",
    "brief_low": "Lowest, but not rejected",
    "brief_more": "Higher than in any other",
    "brief_less": "Lower than in any other",
    "brief_highest": "Highest part of the framework",
    "brief_lowest": "Lowest part of the framework",
    "brief_turned": "Some young people see it the other way round: they put the cards named first "
    "here last, and those named last here first.",
    "brief_shared_title": "What all viewpoints share",
    "brief_shared_agree": "Agreed with in all",
    "brief_shared_disagree": "Not seen so in any, or less so",
    "brief_shared_middle": "In the middle in all",
    "brief_shared_none": "No card stands at the same place in all viewpoints. Young people differ "
    "in what they would name first, so it is worth asking each of them.",
    "brief_shared_one": "There is one viewpoint, so there is nothing to hold side by side.",
    "brief_not_title": "How to read this, and how not to",
    "brief_not_many": "It shows which ways of seeing there are, not how common they are at large.",
    "brief_not_boxes": "It puts nobody into a box: one person may see parts of several viewpoints.",
    "brief_not_low": "What a low card names may be missing, come from others or not be needed.",
    "brief_ask_title": "Questions for your team",
    "brief_ask_hear": "Which of these viewpoints do you hear in your work? Which is easy to miss?",
    "brief_ask_low": "What may be behind a card that stands low? How would you ask?",
    "brief_ask_step": "What could you do otherwise by next month? How would young people notice?",
    "brief_next_title": "What happens next",
    "brief_next": "{{what_happens_next_for_practitioners}}",
    "brief_contact": "Questions? Ask {{contact_name}}, {{contact_email}}.",
}
_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class Sentences:
    """The sentences in one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The sentence of this name with its values."""
        return _PLACE.sub(lambda found: str(values[found[1]]), self.texts[key])

    def quoted(self, card: str) -> str:
        """The words of a card in quotation marks, letter by letter."""
        return self.say("card", card=card)


def sentences_in(code: str, given: Mapping[str, str] | None = None) -> Sentences:
    """The sentences for a language: those given, and in English those of the toolkit.

    Raises
    ------
    StudyError
        If the language is not English and a sentence is not given, a sentence has lost a
        place for a value, or there is none of a given name.
    """
    spoken = language_of(code)
    mine = {key: text for key, text in (given or {}).items() if text}
    if stray := [key for key in mine if key not in ENGLISH]:
        raise StudyError(
            f'No page has a sentence called "{stray[0]}"; they are {", ".join(ENGLISH)}.'
        )
    missing = [key for key in ENGLISH if key not in mine]
    if spoken.code != "en" and missing:
        raise StudyError(
            f"The pages of results are written in English; {len(missing)} of their sentences are "
            f'not given in {spoken.name}, among them "{missing[0]}". Write them with '
            'language="en" and have the pages translated, or give the sentences.'
        )
    for key, text in mine.items():
        if lost := _places(ENGLISH[key]) - _places(text):
            raise StudyError(f'The sentence "{key}" has lost {{{min(lost)}}}; put it back.')
    return Sentences(spoken.code, {**ENGLISH, **mine})


def _places(text: str) -> set[str]:
    """The names in single braces, where values come in."""
    return set(_PLACE.findall(text))
