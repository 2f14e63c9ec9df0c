"""What a translated page may print: texts by their state, gaps where one is held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from corpora.errors import StudyError
from instruments.consent.clauses import clauses
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.scripts import Language, language
from instruments.translation.incoming import held_again
from instruments.translation.states import is_reviewed
from instruments.translation.table import GONE, language_in, translation_table
from instruments.translation.units import Translatable, Unit, rewritten
from qmethod.design import QSet

# A promise that nobody else hears is not printed without its limits: both wait together.
HELD_BACK = ("when-we-must-tell", "stop", "help", "confidentiality")
KNOWN_BY_WORDS = ("when-we-must-tell", "stop", "help")
SPOKEN_TO_PEOPLE = ("paragraph", "said", "line", "point", "contact", "debrief")
WITHOUT_PROMISE = ("choice", "row", "picture", "term", "note")
CALLS = ("{{help_line}}", "{{emergency}}", "{{safeguarding_contact}}")


def apply(thing: Translatable, translations: pd.DataFrame) -> Any:
    """The instrument, Q-set or list of fixed words in the language of a table of translations.

    Each text is printed by its state, in the way that does least harm:

    - reviewed, agreed or tried: the translation.
    - draft: the translation, while `warning` marks every page of the instrument (of a Q-set,
      its `note`).
    - missing: the source's own words, marked in the same way. A gap would hide that something
      is to be asked; another language shows it, and an interpreter can read it out.
    - below reviewed, and a limit of confidentiality, the promise that it limits, the right to
      stop, or a help line: a gap that says so. Neither a draft nor a page that the reader
      can't read may stand for them. `held_back` names each.

    Of fixed words, those below reviewed are left out: a page shows them in English. In a
    pseudo-locale nothing is held back, as its pages are for nobody to read. Statements keep
    their numbers.

    Raises
    ------
    StudyError
        If the table names no language, or the source's own, or is not of its form.
    """
    rows, target = _current(thing, translations)
    if isinstance(thing, Mapping):
        return {key: text for key, text in _words(thing, rows).items() if text}
    changed = rewritten(thing, lambda unit: _printed(unit, rows[unit.id], target))
    return marked(changed, target, warning(_states(rows), target))


def marked(thing: TopicGuide | QSet, target: Language, said: str) -> Any:
    """The instrument or Q-set as one in this language, with a warning for whoever prints it."""
    if isinstance(thing, TopicGuide):
        return replace(thing, language=target.code, warning=said)
    note = ". ".join(part.rstrip(".") for part in (thing.note, said) if part)
    return replace(thing, language=target.code, note=note)


def held_back(guide: TopicGuide, translations: pd.DataFrame) -> list[Finding]:
    """What a translated page leaves out or only shows marked, each with its line and remedy."""
    rows, target = _current(guide, translations)
    found: dict[tuple[int, str], Finding] = {}

    def look(unit: Unit) -> str:
        clause = held_clause(unit, rows[unit.id]["state"], target)
        if clause:
            finding = _gap_finding(unit, clause, rows[unit.id]["state"], target, guide.path)
            found.setdefault((unit.line, clause), finding)
        return unit.source

    rewritten(guide, look)
    said = warning(_states(rows), target)
    marked = [Finding(0, "not reviewed", f"{said}; every page says so.", "prompt", guide.path)]
    return [*(marked if said else []), *sorted(found.values())]


def warning(states: list[str], target: Language) -> str:
    """The words for every page of a translation with texts below reviewed; else empty."""
    if target.pseudo:
        return "Letters made up to try the layout. Not for use"
    below = sum(not is_reviewed(state) for state in states)
    if not below:
        return ""
    return (
        f"Translation not reviewed ({target.name}): {below} of {len(states)} texts. Not for use "
        "with participants"
    )


def held_clause(unit: Unit, state: str, target: Language) -> str:
    """The clause for which a text in this state is not printed; empty where it is."""
    return "" if is_reviewed(state) or target.pseudo else clause_to_hold(unit)


def clause_to_hold(unit: Unit) -> str:
    """The clause that makes a text wait for its review: by its id, a call for help, its words.

    The words are known in English alone: scripts say these things under no id.
    """
    if unit.clause in HELD_BACK and unit.kind not in WITHOUT_PROMISE:
        return unit.clause
    if unit.kind not in SPOKEN_TO_PEOPLE:
        return ""
    if any(call in "".join(unit.source.split()) for call in CALLS):
        return "help"
    by_form = unit.kind == "line"
    known = (name for name in KNOWN_BY_WORDS if name in clauses())
    return next((n for n in known if clauses()[n].is_in(unit.source, line_of_form=by_form)), "")


def gap(clause: str, target: Language) -> str:
    """What stands on the page in place of a text that is held back.

    It begins as a placeholder does, so that the page marks it and lists of what is still to
    be filled name it.
    """
    return f"{{{{not_reviewed}}}} **Not printed: the {target.name} words on {clause}**"


def _current(
    thing: Translatable, translations: pd.DataFrame
) -> tuple[dict[str, dict[str, Any]], Language]:
    """Id -> row for every text of the source as it is now, and the language."""
    table = held_again(translations)
    code = language_in(table)
    if not code:
        raise StudyError(
            "The table of translations names no language; fill its column language with a code "
            "such as ar."
        )
    now = translation_table(thing, language=code, known=table)
    return {row["id"]: row for row in now.to_dict("records")}, language(code)


def _states(rows: Mapping[str, dict[str, Any]]) -> list[str]:
    return [row["state"] for row in rows.values() if row["where"] != GONE]


def _printed(unit: Unit, row: dict[str, Any], target: Language) -> str:
    clause = held_clause(unit, row["state"], target)
    if clause:
        return gap(clause, target)
    return row["target"].strip() or unit.source


def _words(words: Mapping[str, str], rows: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    def said(unit: Unit) -> str:
        row = rows[unit.id]
        return row["target"].strip() if is_reviewed(row["state"]) else ""

    translated: dict[str, str] = rewritten(words, said)
    return translated


def _gap_finding(unit: Unit, clause: str, state: str, target: Language, path: str) -> Finding:
    return Finding(
        unit.line,
        "held back",
        f"the {target.name} words on {clause} are {state}, so the page has a gap in their "
        "place; have them reviewed by a second person.",
        "fault",
        path,
    )
