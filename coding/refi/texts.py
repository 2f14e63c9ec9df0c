"""The texts of a file and the passages coded in them."""

from __future__ import annotations

from dataclasses import replace

from coding.codings import Coding, Memo
from coding.refi import ours
from coding.refi.cases import case_by_coding
from coding.refi.codebook import ORIGIN
from coding.refi.counting import is_copy
from coding.refi.done import CASE, CODING, NOBODY, SOURCE, Done, attributes_of, free_name
from coding.refi.exchange import CodedPassage
from coding.refi.facts import Given, Marking, Region, TextFacts
from coding.refi.memos import add_notes, leave_region, says_the_same
from coding.refi.ruler import Normaliser, Ruler
from corpora.sources import Source
from corpora.turns import find_turns, said_of


def understand_text(done: Done, text: TextFacts) -> None:
    """The source that a text becomes, with its codings and memos."""
    wanted = text.name.strip() or "text"
    name = free_name(wanted, done.source_ids)
    done.source_ids.add(name)
    done.counts["renamed"] += name != wanted
    normaliser = Normaliser(text.raw.text)
    source = _source(done, text, name, normaliser.text)
    done.sources.append(source)
    done.places[text.guid] = [(SOURCE, name)]
    ruler = Ruler(text.raw, done.way)
    for marking in text.markings:
        place = _place(done, ruler, marking, len(text.raw.text))
        passage = normaliser.passage(*place) if place else (0, 0)
        _understand_marking(done, source, marking, passage)
    for given in text.whole:
        done.counts["whole"] += 1
        _add_coding(done, source, (0, len(source.text)), given, "", "")
    if text.about.strip() and not says_the_same(text.about, text.notes, done):
        done.memos.append(Memo(text.about, SOURCE, name, done.user(text.user)))
    add_notes(done, text.notes, [(SOURCE, name)])


def _source(done: Done, text: TextFacts, name: str, words: str) -> Source:
    attributes = attributes_of(done, {**done.values_of.get(text.guid, {}), **text.values})
    case = done.case_of.get(text.guid) or case_by_coding(done, text)
    source = Source(
        name, words, case, attributes=attributes, fingerprint=text.fingerprint, found=text.found
    )
    if done.data:
        return ours.source_with(source, done.data)
    turns = find_turns(words)
    if not turns:
        return source
    return replace(source, kind="transcript", turns=turns, found=(*text.found, said_of(turns)))


def _place(done: Done, ruler: Ruler, marking: Marking, length: int) -> tuple[int, int] | None:
    """Characters of the raw text; an end a little beyond the text is its end."""
    found = ruler.passage(marking.start, marking.end)
    if found is None:
        for shorter in (1, 2):
            found = ruler.passage(marking.start, marking.end - shorter)
            if found is not None and found[1] == length:
                done.counts["cut"] += 1
                return found[:2]
        return None
    done.counts["half"] += not found[2]
    return found[:2]


def _understand_marking(
    done: Done, source: Source, marking: Marking, passage: tuple[int, int]
) -> None:
    start, end = passage
    if not 0 <= start < end <= len(source.text):
        why = f"the text has {len(source.text)} characters, and these are no passage of it"
        region = Region(source.id, f"{marking.start} to {marking.end}", marking.name,
                        marking.about, marking.notes, marking.given, marking.guid)  # fmt: skip
        leave_region(done, region, why)
        return
    quote = source.text[start:end]
    because = _reason(done, marking, quote)
    for given in marking.given:
        _add_coding(done, source, passage, given, marking.user, because, marking.guid)
    if done.places.get(marking.guid):
        add_notes(done, marking.notes, done.places[marking.guid][:1])
    else:
        _note_uncoded(done, source, marking, quote, because)


def _reason(done: Done, marking: Marking, quote: str) -> str:
    """What is said of a passage; its name, unless that only repeats its words."""
    if done.facts.origin == ORIGIN:
        return marking.about
    return marking.about.strip() or ("" if is_copy(marking.name, quote) else marking.name)


def _note_uncoded(done: Done, source: Source, marking: Marking, quote: str, because: str) -> None:
    """What is said of a passage without a code becomes a memo that quotes it."""
    target = (SOURCE, source.id)
    if because and not marking.given:
        text = f'On "{quote}": {because}'
        done.memos.append(Memo(text, *target, done.user(marking.user)))
    add_notes(done, marking.notes, [target], f'On "{quote}"')
    if marking.guid:
        done.places[marking.guid], done.quoted[marking.guid] = [target], quote
    if not (marking.given or because or marking.notes):
        where = f'{marking.start} to {marking.end} of "{source.id}" ("{quote}")'
        done.leave("passage", where, "nobody gave it a code")


def _add_coding(
    done: Done,
    source: Source,
    passage: tuple[int, int],
    given: Given,
    marked_by: str,
    because: str,
    marking: str = "",
) -> None:
    code = done.facts.book.ids.get(given.code)
    coder = done.user(given.user, marked_by) or NOBODY
    start, end = passage
    if code is None or not start < end:
        _leave_uncoded(done, source, passage, given, coder)
        return
    done.counts["nobody"] += coder == NOBODY
    done.counts["marked by another"] += bool(given.user and marked_by and given.user != marked_by)
    coding = Coding(source.id, start, end, code, coder, source.text[start:end], because)
    passage_id = _kept(done, coding, given)
    target = (CODING, passage_id)
    if given.guid:
        done.places[given.guid] = [target]
    if marking:
        done.places.setdefault(marking, []).append(target)
    add_notes(done, given.notes, [target])


def _kept(done: Done, coding: Coding, given: Given) -> str:
    """The id of a coding; one that comes a second time is the first, with both reasons."""
    key = (coding.source, coding.start, coding.end, coding.code, coding.coder)
    same = done.codings.get(key)
    if same is None:
        name = free_name(given.guid or "coding", done.coding_ids)
        done.coding_ids.add(name)
        done.codings[key] = CodedPassage(name, coding, given.at)
        done.times += [given.at] if given.at else []
        return name
    done.counts["twice"] += 1
    if coding.because and coding.because != same.coding.because:
        both = f"{same.coding.because}\n{coding.because}".strip()
        done.codings[key] = replace(same, coding=replace(same.coding, because=both))
    return same.id


def _leave_uncoded(
    done: Done, source: Source, passage: tuple[int, int], given: Given, coder: str
) -> None:
    """A code that is none: a case, as NVivo codes with them, or nothing in the file."""
    start, end = passage
    where = f'{start} to {end} of "{source.id}"'
    cases = [name for about, name in done.places.get(given.code, []) if about == CASE]
    if cases and cases[0] == source.case:
        return
    if cases:
        done.leave("case", f'"{cases[0]}" at {where}', "cases hold whole sources here")
    else:
        done.leave("coding", f"by {coder} at {where}", "its code is not in the file's codebook")
