"""Participant codes: what may stand for a person, and what would tell who it is."""

from __future__ import annotations

import re

from corpora.errors import StudyError

LONGEST = 20
PLAIN_WORDS = {
    *("participant", "person", "people", "sort", "sorter", "child", "case", "group", "pilot"),
    *("test", "respondent", "young", "code", "site", "wave", "time", "round", "record"),
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_PLAIN = re.compile(r"\w[\w .-]*")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_PHONE = re.compile(r"(?:\d[ ()/-]*){7,}")


def code_fault(code: str) -> str:
    """What is wrong with a participant's code, in a clause; empty where it may be used.

    A code has a number in it and no word that may be a name: "QYP7", "P-07", "Person 3". A
    date, a phone number and an address are refused too. Capitals of up to four letters count
    as a prefix, longer ones as a name.
    """
    text = code.strip()
    if not text:
        return "no code was given"
    if len(text) > LONGEST:
        return f"it has {len(text)} characters, and a code at most {LONGEST}"
    if _DATE.search(text):
        return "it looks like a date, perhaps of birth"
    if "@" in text:
        return "it looks like an address"
    if not _PLAIN.fullmatch(text):
        return "it holds other signs than letters, numbers, spaces, dots and hyphens"
    if _PHONE.search(text):
        return "it looks like a phone number or a reference number of a service"
    named = [word for word in _WORD.findall(text) if _may_be_a_name(word)]
    if named:
        return f'"{named[0]}" looks like a name'
    if not any(letter.isdigit() for letter in text):
        return "it has no number, so it may be initials or a name"
    return ""


def checked_code(code: str) -> str:
    """The code without spaces around it.

    Raises
    ------
    StudyError
        If it looks like a name or anything else that tells who somebody is.
    """
    fault = code_fault(code)
    if fault:
        raise StudyError(
            f'The participant code "{code.strip()}" can\'t be used: {fault}; give a code such as '
            "QYP7, and keep the list of names apart."
        )
    return code.strip()


def _may_be_a_name(word: str) -> bool:
    if word.casefold() in PLAIN_WORDS:
        return False
    return not (word.isupper() and len(word) <= 4)
