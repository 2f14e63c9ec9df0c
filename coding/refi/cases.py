"""The cases of a file: whom its texts are about."""

from __future__ import annotations

from coding.codings import Memo
from coding.refi.done import CASE, Done, attributes_of, free_name
from coding.refi.exchange import Case
from coding.refi.facts import CaseFacts, TextFacts
from coding.refi.memos import says_the_same


def understand_cases(done: Done) -> None:
    """Name the cases, and say which source belongs to which."""
    texts = {text.guid for text in done.facts.texts}
    for number, case in enumerate(done.facts.cases, 1):
        sources = [done.facts.same.get(guid, guid) for guid in case.sources]
        if not case.name and len(sources) == 1 and sources[0] in texts and not case.about.strip():
            # MAXQDA and Quirkos put the variables of a source into a case without a name.
            done.values_of.setdefault(sources[0], {}).update(case.values)
            continue
        name = free_name(case.name or f"case {number}", done.cases)
        done.counts["renamed"] += name != case.name
        done.cases[name] = Case(name, attributes_of(done, case.values))
        done.places[case.guid] = [(CASE, name)]
        for guid in sources:
            _add_source(done, name, guid, texts)
        for guid in (*case.selections, *case.codes):
            what = done.facts.names.get(guid, f"something unknown ({guid})")
            done.leave("case", f'"{name}" of {what}', "cases hold whole sources here")
        if case.about.strip() and not says_the_same(case.about, _linked(done, case), done):
            done.memos.append(Memo(case.about, CASE, name, ""))


def _linked(done: Done, case: CaseFacts) -> list[str]:
    """The notes that links tie to a case."""
    return [link.origin for link in done.facts.links if link.target == case.guid]


def _add_source(done: Done, case: str, guid: str, texts: set[str]) -> None:
    what = done.facts.names.get(guid, f"something unknown ({guid})")
    other = done.case_of.get(guid)
    if guid not in texts:
        done.leave("case", f'"{case}" of {what}', "it is no text that could be read")
    elif other not in (None, case):
        why = f'a source has one case here, and this one has "{other}"'
        done.leave("case", f'"{case}" of {what}', why)
    else:
        done.case_of[guid] = case


def case_by_coding(done: Done, text: TextFacts) -> str:
    """The case that all of a text was coded with, as NVivo does it; "" if there is none."""
    length = len(text.raw.text.rstrip())
    given = list(text.whole)
    for marking in text.markings:
        if marking.start == 0 and marking.end >= length:
            given += marking.given
    for each in given:
        for about, case in done.places.get(each.code, []):
            if about == CASE:
                return case
    return ""
