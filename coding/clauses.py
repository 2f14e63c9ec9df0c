"""Clauses of a sentence, and whose status each tells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from coding.lexicon import (
    DEFINITE,
    FINITE,
    GENERIC,
    HARD_BREAKS,
    OTHERS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SOFT_BREAKS,
    TIMES,
    YOUNG,
)
from coding.sentences import Word

# A clause that opens so has the subject of the one before.
_GOES_ON = {"who", "and", "then", ",", "-", "not", "with", "whose"}


@dataclass(frozen=True)
class Clause:
    """Words start to end (exclusive) of one statement, how it opens, and who it is about.

    `whose` is "young person", "somebody else" or "general".
    """

    start: int
    end: int
    opens: str
    whose: str
    person: str = ""


def clauses(words: list[Word], subjects: frozenset[int] | None = None) -> list[Clause]:
    """The clauses of a sentence in order.

    `subjects` are the positions that a parser takes for subjects; without a parser they are
    guessed from the order of words.
    """
    cuts = [0, *(i for i in range(1, len(words)) if _cuts(words, i)), len(words)]
    found: list[Clause] = []
    for start, end in pairwise(cuts):
        if end > start:
            before = found[-1] if found else None
            found.append(_clause(words, start, end, before, subjects))
    return found


def _cuts(words: list[Word], i: int) -> bool:
    word, before = words[i], words[i - 1]
    form = word.form
    if form in HARD_BREAKS or (form == "-" and word.kind == "mark"):
        return True
    if form in SOFT_BREAKS:
        return not (form in {"which", "whom", "who", "where"} and before.form in PREPOSITIONS)
    following = words[i + 1].form if i + 1 < len(words) else ""
    if form in {"and", "then"} and before.form != "both":
        return following in PRONOUNS or following in FINITE or _past(following)
    if form in PRONOUNS:
        return before.form == "," or before.form == "that" or before.stem in SAYING
    if form == "that":
        told = any(w.stem in SAYING for w in words[max(0, i - 4) : i])
        return told and following not in {"", "he", "she"}
    return before.form == "," and (form in {"not", "no", "never", "with"} or form in FINITE)


def _past(form: str) -> bool:
    return len(form) > 4 and form.endswith("ed")


def _clause(
    words: list[Word], start: int, end: int, before: Clause | None, subjects: frozenset[int] | None
) -> Clause:
    opens = words[start].form
    whose, person = _subject(words, start, end, subjects)
    if whose == "" and before is not None:
        they = any(w.form == "they" for w in words[start : start + 4])
        inherits = (they and before.whose != "young person") or opens in _GOES_ON
        whose, person = _last(words, before) if opens == "who" else ("", "")
        if whose == "" and inherits:
            whose, person = before.whose, before.person
    return Clause(start, end, opens, whose or "young person", person)


def _subject(
    words: list[Word], start: int, end: int, subjects: frozenset[int] | None
) -> tuple[str, str]:
    """Who the clause is about, from the first person named that follows no preposition."""
    for i in range(start, min(end, start + 14)):
        form = words[i].form
        if subjects is not None and i not in subjects and form != "young":
            continue
        if form in YOUNG:
            if i + 1 < end and (words[i + 1].form == "'s" or words[i + 1].form in OTHERS):
                continue
            if i > start + 1 and words[i - 1].form == "," and words[i - 2].form in OTHERS:
                return "somebody else", words[i - 2].form
            return "young person", form
        if form == "young" and i + 1 < end and words[i + 1].form in {"person", "man", "woman"}:
            return _young(words, start, i), "young person"
        if form in OTHERS or form in GENERIC:
            found = _person(words, start, i, end)
            if found:
                return found, form
        if i > start + 1 and form in {"is", "was", "has", "had", "are", "were"}:
            return "", ""
    return "", ""


def _young(words: list[Word], start: int, i: int) -> str:
    another = {"another", "other"} & {w.form for w in words[max(start, i - 2) : i]}
    return "somebody else" if another else "young person"


def _person(words: list[Word], start: int, i: int, end: int) -> str:
    ahead = [w.form for w in words[max(start, i - 4) : i]]
    if PREPOSITIONS & set(ahead[-3:]):
        return ""
    if i + 1 < end and words[i + 1].form == "'s":
        return ""
    if i + 1 < end and words[i + 1].form in TIMES:
        return ""
    if words[i].form in GENERIC:
        return "" if DEFINITE & set(ahead[-2:]) else "general"
    return "somebody else"


def _last(words: list[Word], clause: Clause) -> tuple[str, str]:
    """The person named last in a clause, to whom a "who" points."""
    for i in range(clause.end - 1, max(clause.start, clause.end - 5) - 1, -1):
        form = words[i].form
        if form in OTHERS:
            return "somebody else", form
        if form in YOUNG or form == "person":
            return "young person", form
    return "", ""
