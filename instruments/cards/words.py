"""The fixed words of mats, sheets and labels, in English; teams bring other languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpora.errors import StudyError
from instruments.scripts import Language

ENGLISH: Mapping[str, str] = {
    "agree": "I agree",
    "unsure": "I am not sure",
    "disagree": "I do not agree",
    "least": "Agree least",
    "most": "Agree most",
    "glue": "glue",
    "code": "Participant code",
    "date": "Date",
    "sorted_with": "Done with (initials)",
    "record_title": "Record sheet",
    "record_help": "Copy the number on the back of each card into the place where it lies. "
    "Look again at underlined numbers: 6 and 9, 68 and 89.",
    "record_counts": "Cards in each pile, counted before any lies on the grid",
    "record_out": "Cards left out or not understood, by number",
    "record_stops": "Agreeing stops and disagreeing begins at column",
    "record_right": "The person looked at the grid and said that it is right",
    "photos_title": "Four photos",
    "photos_help": "Write the code before the first photo. No name and no face may be on a photo.",
    "photo_1": "The grid with the cards agreed and not agreed with",
    "photo_2": "The cards of the unsure pile, on the table",
    "photo_3": "The full grid, all cards with their words up",
    "photo_4": "The full grid, all cards turned over in place with their numbers up",
    "photo_taken": "Taken",
    "photo_sharp": "Every card can be read",
    "photo_clean": "No name, no face, nothing else of the person",
    "photo": "Photo",
    "photo_slip": "Cut out these slips, write the code on each, and lay it in its photo.",
    "photos_moved": "Moved to the study's folder and deleted from the camera",
    "calibration_front": "Calibration sheet, front. Print both sides at 100 %, never fitted to "
    "the page, on the paper of the cards; the bar must measure 100 mm.",
    "calibration_back": "Calibration sheet, back. Hold the sheet against the light with this side "
    "towards you. Where does the cross of the other side stand on the rulers of this side? To the "
    "right (+) is offset_x, down (+) is offset_y. Print it again with them: the crosses then meet.",
    "certificate_title": "Certificate",
    "certificate_for": "This is for",
    "certificate_text": "Thank you for taking part. You sorted {cards} cards and told us what you "
    "think. What you said helps us to understand what matters to young people.",
    "certificate_signed": "For the team",
}
CERTIFICATE_CARDS = "{cards}"


@dataclass(frozen=True)
class FixedWords:
    """The fixed words in one language.

    `untranslated` names those for which the team has given none: they stand in English.
    """

    texts: Mapping[str, str]
    untranslated: tuple[str, ...]

    def __getitem__(self, key: str) -> str:
        return self.texts[key]


def words_in(language: Language, given: Mapping[str, str] | None = None) -> FixedWords:
    """The words for a language: those given by the team, English where none is given.

    Raises
    ------
    StudyError
        If a word is given under a name that no sheet uses, or has lost its placeholder.
    """
    mine = dict(given or {})
    stray = [key for key in mine if key not in ENGLISH]
    if stray:
        raise StudyError(
            f'No sheet has a word called "{stray[0]}"; the words are {", ".join(ENGLISH)}.'
        )
    text = mine.get("certificate_text", CERTIFICATE_CARDS)
    if CERTIFICATE_CARDS not in text:
        raise StudyError(
            f'The words "certificate_text" have lost {CERTIFICATE_CARDS}, where the number of '
            "cards is to stand; put it back."
        )
    missing = () if language.code == "en" else tuple(key for key in ENGLISH if not mine.get(key))
    return FixedWords({**ENGLISH, **{k: v for k, v in mine.items() if v}}, missing)
