"""The marks of the source form: times, ids and keyed lines, each read from a line of text."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches

from corpora.errors import StudyError
from instruments.guide import ANSWERS, AUDIENCES, KEYS, Allowance, Item
from instruments.page.texts import opening

_ID = re.compile(r"\s*\{#([A-Za-z][\w-]*)\}$")
_ID_ATTEMPT = re.compile(r"(?<!\{)\{\s*#[^}]*\}?")
_BRACKETED = re.compile(r"\s*\(([^()]*)\)$")
_MINUTES = re.compile(r"(?P<number>.*?)\s*(?P<before>\?)?\s*\bmin(?:ute)?s?\b\.?\s*(?P<after>\?)?$")
_OTHER_UNITS = re.compile(r"\d\s*(?:hours?|hrs?|h|seconds?|secs?)\b")
_KEYED = re.compile(
    r"(?P<key>[A-Za-z]+)(?: for (?P<audience>[^,:]+))?(?:, *(?P<term>[^:]+))?:(?P<text>.*)$",
    re.DOTALL,
)


def at_line(line: int, message: str) -> StudyError:
    """The error that names a line of the source."""
    return StudyError(f"line {line}: {message}")


def one_of(word: str, known: tuple[str, ...]) -> str:
    """The words to choose from, as the end of an error: the nearest first if one is near."""
    near = get_close_matches(word.lower(), [entry.lower() for entry in known], 1, 0.6)
    meant = next((entry for entry in known if near and entry.lower() == near[0]), None)
    choices = f"choose one of: {', '.join(known)}."
    return f"did you mean {meant}? Else {choices}" if meant else choices


def split_id(text: str, line: int) -> tuple[str, str]:
    """A text without its `{#id}`, and the id or nothing."""
    if found := _ID.search(text):
        return text[: found.start()], found[1]
    if found := _ID_ATTEMPT.search(text):
        raise at_line(
            line,
            f"{found[0]} is no id; write {{#name}} at the very end, with letters, digits and "
            "hyphens, beginning with a letter.",
        )
    return text, ""


def split_allowance(title: str, line: int) -> tuple[str, Allowance]:
    """A heading without its time in brackets, and the time."""
    found = _BRACKETED.search(title)
    if found is None:
        return title, Allowance()
    inside = found[1].strip()
    if re.fullmatch(r"brief(?: response)?", inside, re.IGNORECASE):
        return title[: found.start()], Allowance(brief=True)
    timed = _MINUTES.fullmatch(inside)
    if timed is None and _OTHER_UNITS.search(inside):
        minutes_of(inside, line)
    if timed is None:
        return title, Allowance()
    doubtful = bool(timed["before"] or timed["after"])
    return title[: found.start()], Allowance(minutes_of(timed["number"], line), doubtful=doubtful)


def minutes_of(text: str, line: int) -> float:
    """The number of minutes in a text such as "15" or "2.5".

    Raises
    ------
    StudyError
        If it is no number above zero.
    """
    try:
        minutes = float(text.strip().replace(",", "."))
    except ValueError:
        minutes = math.nan
    if not 0 < minutes < math.inf:
        raise at_line(
            line,
            f'"{text.strip()}" is no number of minutes; write for example (10 minutes), '
            "(2.5 minutes), (10 minutes?) where you are not sure, or (brief); in the head, "
            "minutes: 60.",
        )
    return minutes


def keyed_line(text: str, line: int, items: tuple[Item, ...] = ()) -> Item:
    """The `Key for audience, term: text {#id}` of a line, with the lines under it.

    Raises
    ------
    StudyError
        If the line has no key, or one that is not known.
    """
    text, fixed = split_id(text, line)
    found = _KEYED.match(text)
    if found is None:
        raise at_line(
            line,
            f'"{opening(text, 40)}" has no key; begin a line of a list with Prompt:, Probe:, '
            "Step:, Point: or another key.",
        )
    item = Item(
        _key(found["key"], line),
        found["text"].strip(),
        line,
        _audience(found["audience"] or "", line),
        (found["term"] or "").strip(),
        fixed,
        items,
    )
    _hold_to_its_key(item)
    return item


def _key(word: str, line: int) -> str:
    key = word.capitalize()
    if key not in KEYS:
        raise at_line(line, f"{word} is not a key that is known; {one_of(word, KEYS)}")
    return key


def _audience(text: str, line: int) -> str:
    audience = text.strip().lower()
    if audience and audience not in AUDIENCES:
        raise at_line(
            line, f'"{audience}" is not an audience that is known; {one_of(audience, AUDIENCES)}'
        )
    return audience


def _hold_to_its_key(item: Item) -> None:
    if not item.text and not item.items:
        raise at_line(item.line, f"{item.key}: is empty; write its text or take the line out.")
    if item.key == "Answer" and item.text not in ANSWERS:
        raise at_line(
            item.line, f'"{item.text}" is no kind of answer; {one_of(item.text, ANSWERS)}'
        )
    if item.key == "Space" and not re.fullmatch(r"[1-9]\d?", item.text):
        raise at_line(
            item.line, f'Space: "{item.text}" is no number of lines; write 1 to 99, as Space: 4.'
        )
