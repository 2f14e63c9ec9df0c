"""What is to be looked at in a translation that came back, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from instruments.findings import Finding
from instruments.page.texts import clean, opening
from instruments.scripts import Language, language
from instruments.translation.glossary import missing_words
from instruments.translation.letters import described, is_in_script, look_alikes, strangers
from instruments.translation.numbers import digits_of, numbers, phones, placeholders
from instruments.translation.table import GONE, language_in
from instruments.translation.units import PLACEHOLDER, same_text

SHORT = 0.3
SHORT_FROM = 40

Said = Iterator[tuple[str, str, str]]


def check_translation(
    table: pd.DataFrame, *, glossary: Mapping[str, str] | None = None, path: str = ""
) -> list[Finding]:
    """What a translation leaves to mend, each finding with its row and what to do.

    `line` of a finding is the row of the workbook or the line of the .po file that the table
    was read from. Texts without a translation are not looked at; `states` counts them.
    """
    code = language_in(table)
    if not code:
        return []
    found = []
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        if row["target"].strip() and row["where"] != GONE:
            said = _row(row, language(code), glossary or {})
            found += [Finding(int(number), *finding, path) for finding in _in_order(said)]
    return sorted(found)


def _in_order(said: Said) -> list[tuple[str, str, str]]:
    return [(rule, f"{message}.", severity) for rule, message, severity in said]


def _row(row: dict[str, Any], target: Language, glossary: Mapping[str, str]) -> Said:
    """Rule, message and severity of each finding."""
    source, text = row["source"], row["target"]
    yield from _placeholders(source, text)
    yield from _phones(source, text)
    yield from _numbers(source, text)
    yield from _letters(source, text, target)
    yield from _length(row)
    for word, meant in missing_words(source, text, glossary).items():
        message = f'the glossary has "{meant}" for "{word}", which the target does not hold; use it'
        yield "glossary", f"{message}, or change the glossary", "prompt"
    yield from _equal(source, text)
    yield from _form(source, text)
    if row["source before"]:
        message = f'the source has changed from "{opening(row["source before"])}"; correct the'
        yield "changed source", f"{message} target and have it reviewed", "prompt"


def _placeholders(source: str, text: str) -> Said:
    wanted, found = placeholders(source), placeholders(text)
    lost, stray = wanted - found, found - wanted
    if lost:
        names = ", ".join(sorted(lost))
        yield "placeholder", f"{names} is missing; copy it from the source as it is", "fault"
    if stray:
        names = ", ".join(sorted(stray))
        yield "placeholder", f"{names} is not in the source or too often; take it out", "fault"


def _phones(source: str, text: str) -> Said:
    there = phones(text)
    for number in phones(source):
        if number.replace("\u00a0", " ") not in text.replace("\u00a0", " "):
            same = [other for other in there if digits_of(other) == digits_of(number)]
            how = f'"{same[0]}" is written otherwise' if same else "it is not in the target"
            message = f'the phone number "{number}" must stand as it is, in 0-9; {how}'
            yield "phone", f"{message}, so copy it from the source", "fault"
    known = {digits_of(number) for number in phones(source)}
    for number in there:
        if digits_of(number) not in known:
            message = f'the phone number "{number}" is not in the source'
            yield "phone", f"{message}; copy the source's own, or add it there first", "fault"


def _numbers(source: str, text: str) -> Said:
    phone_numbers = [*phones(source), *phones(text)]
    wanted, wanted_runs = numbers(source, phone_numbers)
    found, found_runs = numbers(text, phone_numbers)
    if wanted == found or wanted_runs == found_runs:
        return
    lost, stray = wanted - found, found - wanted
    if stray:
        message = f"the target says {_listed(stray)} where the source has {_listed(lost)}"
        yield "number", f"{message}; write the numbers of the source", "fault"
    elif lost:
        message = f"{_listed(lost)} stands in the source alone"
        yield "number", f"{message}; add it, unless the target says it in words", "prompt"


def _letters(source: str, text: str, target: Language) -> Said:
    if not is_in_script(text, target) and not same_text(source, text):
        message = f"no letter is in the script of {target.name} ({target.script.name})"
        yield "script", f"{message}; write it in that script", "fault"
        return
    known = set(look_alikes(source, target))
    for word in dict.fromkeys(w for w in look_alikes(text, target) if w not in known):
        message = f'"{word}" holds letters of another script that look like its own'
        yield "look-alike", f"{message}; type it again on the keyboard of {target.name}", "fault"
    wanted = set(source)
    for letter, meant in strangers(text, target).items():
        if letter in wanted:
            continue
        remedy = f"write {meant}" if meant else "write it again, unless it is part of a name"
        message = f"{described(letter)} is no letter of {target.name}; {remedy}"
        yield "letter", message, "fault" if meant else "prompt"


def _length(row: dict[str, Any]) -> Said:
    source, text, longest = row["source"], row["target"], row["longest allowed length"]
    if not pd.isna(longest) and len(text.strip()) > longest:
        message = f"{len(text.strip())} characters are more than the {longest} that have room"
        yield "length", f"{message}; shorten it", "fault"
    if len(source) >= SHORT_FROM and len(text.strip()) < SHORT * len(source):
        message = f"{len(text.strip())} characters stand for {len(source)} of the source"
        yield "length", f"{message}; see whether a part is missing", "prompt"


def _equal(source: str, text: str) -> Said:
    words = PLACEHOLDER.sub("", source)
    if same_text(source, text) and any(c.isalpha() for c in words):
        message = "the target is the source itself; translate it, or leave it if it is a name"
        yield "untranslated", message, "prompt"


def _form(source: str, text: str) -> Said:
    if source.count("**") != text.count("**"):
        yield "emphasis", "the marks ** of strong words are not those of the source", "prompt"
    if clean(text) != text.replace("\r\n", "\n"):
        message = "the target holds invisible marks that no page may hold"
        yield "invisible", f"{message}; type the text again without them", "prompt"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(sorted(counts)) or "none"
