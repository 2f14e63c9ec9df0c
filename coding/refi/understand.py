"""From what stands in a file to an `Exchange`: places found, names given, the rest listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from coding.codings import Coding, Memo
from coding.frame import CodingFrame
from coding.refi import ours
from coding.refi.codebook import ORIGIN
from coding.refi.counting import USUAL, Marked, is_copy, way_of_counting
from coding.refi.exchange import Case, CodedPassage, Exchange, LeftOver
from coding.refi.facts import Facts, Given, Marking, NoteFacts, Region, TextFacts
from coding.refi.ruler import Normaliser, Reading, Ruler
from corpora.sources import Source
from corpora.turns import find_turns, said_of

NOBODY = "unknown coder"
SOURCE, CODE, CODING, CASE = "source", "code", "coding", "case"
Target = tuple[str, str]


@dataclass
class _Done:
    """What has been understood so far.

    `places` tells what an identifier of the file stands for with us: (about, id).
    """

    facts: Facts
    way: Reading
    data: dict[str, Any]
    sources: list[Source] = field(default_factory=list)
    codings: dict[tuple[Any, ...], CodedPassage] = field(default_factory=dict)
    memos: list[Memo] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    places: dict[str, list[Target]] = field(default_factory=dict)
    used_notes: set[str] = field(default_factory=set)
    left_over: list[LeftOver] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    source_ids: set[str] = field(default_factory=set)
    coding_ids: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)

    def leave(self, kind: str, what: str, why: str) -> None:
        self.left_over.append(LeftOver(kind, what, why))

    def user(self, *guids: str) -> str:
        """The name of the first user who is named."""
        guid = next((guid for guid in guids if guid), "")
        if not guid:
            return ""
        return self.facts.users.get(guid, f"user {guid}")


def understood(facts: Facts) -> Exchange:
    """The exchange that the facts of a file make."""
    way, said = _way(facts)
    done = _Done(facts, way, _own_data(facts))
    done.left_over += [LeftOver(*each) for each in (*facts.left_over, *_of_book(facts))]
    case_of = _understand_cases(done)
    for text in facts.texts:
        _understand_text(done, text, case_of.get(text.guid, ""))
    for region in facts.regions:
        _leave_region(done, region)
    _understand_memos(done)
    return Exchange(
        facts.name,
        _frame(done),
        tuple(done.sources),
        tuple(done.codings.values()),
        tuple(done.memos),
        tuple(done.cases.values()),
        _coders(done),
        tuple(done.left_over),
        (*said, *_told(done)),
    )


def _way(facts: Facts) -> tuple[Reading, tuple[str, ...]]:
    """How the file counts; of what this program wrote it is known."""
    if facts.origin == ORIGIN:
        return USUAL, ()
    return way_of_counting(
        [Marked(t.raw, [(m.start, m.end, m.name) for m in t.markings]) for t in facts.texts]
    )


def _own_data(facts: Facts) -> dict[str, Any]:
    """What a note of ours says, wherever the file has been since."""
    for note in facts.notes.values():
        if note.name == ours.NOTE:
            return ours.data_in(note.text)
    return {}


def _of_book(facts: Facts) -> list[tuple[str, str, str]]:
    return [("set", "of codes", sentence) for sentence in facts.book.left_over]


def _frame(done: _Done) -> CodingFrame:
    """The frame; a code that was used is codable, whatever the file says."""
    used = {passage.coding.code for passage in done.codings.values()}
    frame = done.facts.book.frame
    opened = [code.id for code in frame if not code.codable and code.id in used]
    done.counts["opened codes"] = len(opened)
    codes = tuple(replace(c, codable=c.codable or c.id in used) for c in frame)
    plain = replace(frame, name=done.facts.name or frame.name, codes=codes)
    return ours.frame_with(plain, done.data) if done.data else plain


def _coders(done: _Done) -> tuple[str, ...]:
    found = [passage.coding.coder for passage in done.codings.values()]
    return tuple(dict.fromkeys([*done.facts.users.values(), *found]))


# Cases


def _understand_cases(done: _Done) -> dict[str, str]:
    """Identifier of a source -> the case that it belongs to."""
    case_of: dict[str, str] = {}
    texts = {text.guid for text in done.facts.texts}
    for case in done.facts.cases:
        name = _free(case.name, done.cases)
        if name != case.name:
            done.counts["renamed"] += 1
        done.cases[name] = Case(name, _attributes(done, case.values))
        done.places[case.guid] = [(CASE, name)]
        for guid in (done.facts.same.get(guid, guid) for guid in case.sources):
            what = done.facts.names.get(guid, f"something unknown ({guid})")
            if guid not in texts:
                done.leave("case", f'"{name}" of {what}', "it is no text that could be read")
            elif guid in case_of:
                why = f'a source has one case here, and this one has "{case_of[guid]}"'
                done.leave("case", f'"{name}" of {what}', why)
            else:
                case_of[guid] = name
        for guid in (*case.selections, *case.codes):
            what = done.facts.names.get(guid, f"something unknown ({guid})")
            done.leave("case", f'"{name}" of {what}', "cases hold whole sources here")
        if case.about.strip():
            done.memos.append(Memo(case.about, CASE, name, ""))
    return case_of


def _attributes(done: _Done, values: dict[str, str]) -> dict[str, str]:
    names = done.facts.variables
    return {names.get(guid, f"variable {guid}"): value for guid, value in values.items()}


def _free(wanted: str, taken: Iterable[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted} ({count})"
    return name


# Texts and their passages


def _understand_text(done: _Done, text: TextFacts, case: str) -> None:
    wanted = text.name.strip() or "text"
    name = _free(wanted, done.source_ids)
    done.source_ids.add(name)
    done.counts["renamed"] += name != wanted
    normaliser = Normaliser(text.raw.text)
    source = _source(done, text, name, case, normaliser.text)
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
    if text.about.strip():
        done.memos.append(Memo(text.about, SOURCE, name, done.user(text.user)))
    _add_notes(done, text.notes, [(SOURCE, name)])


def _source(done: _Done, text: TextFacts, name: str, case: str, words: str) -> Source:
    attributes = _attributes(done, text.values)
    source = Source(
        name, words, case, attributes=attributes, fingerprint=text.fingerprint, found=text.found
    )
    if done.data:
        return ours.source_with(source, done.data)
    turns = find_turns(words)
    if not turns:
        return source
    return replace(source, kind="transcript", turns=turns, found=(*text.found, said_of(turns)))


def _place(done: _Done, ruler: Ruler, marking: Marking, length: int) -> tuple[int, int] | None:
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
    done: _Done, source: Source, marking: Marking, passage: tuple[int, int]
) -> None:
    where = f'{marking.start} to {marking.end} of "{source.id}"'
    start, end = passage
    if not 0 <= start < end <= len(source.text):
        why = f"the text has {len(source.text)} characters, and these are no passage of it"
        region = Region(source.id, f"{marking.start} to {marking.end}", marking.name,
                        marking.about, marking.notes, marking.given, marking.guid)  # fmt: skip
        _leave_region(done, region, why)
        return
    quote = source.text[start:end]
    because = marking.about.strip() or ("" if is_copy(marking.name, quote) else marking.name)
    for given in marking.given:
        _add_coding(done, source, passage, given, marking.user, because, marking.guid)
    placed = done.places.get(marking.guid, [])
    if placed:
        _add_notes(done, marking.notes, placed[:1])
        return
    _add_notes(done, marking.notes, [(SOURCE, source.id)], f'On "{quote}"')
    if not marking.given:
        said = f'; it says "{because}"' if because else ""
        done.leave("passage", where, f"nobody gave it a code{said}")


def _add_coding(
    done: _Done,
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
        what = f'by {coder} at {start} to {end} of "{source.id}"'
        done.leave("coding", what, "its code is not in the file's codebook")
        return
    done.counts["nobody"] += coder == NOBODY
    done.counts["marked by another"] += bool(given.user and marked_by and given.user != marked_by)
    key = (source.id, start, end, code, coder)
    if key in done.codings:
        same = done.codings[key]
        done.counts["twice"] += 1
        if because and because != same.coding.because:
            both = f"{same.coding.because}\n{because}".strip()
            same = replace(same, coding=replace(same.coding, because=both))
            done.codings[key] = same
        passage_id = same.id
    else:
        passage_id = _free(given.guid or "coding", done.coding_ids)
        done.coding_ids.add(passage_id)
        coding = Coding(source.id, start, end, code, coder, source.text[start:end], because)
        done.codings[key] = CodedPassage(passage_id, coding, given.at)
        if given.at:
            done.times.append(given.at)
    target = (CODING, passage_id)
    if given.guid:
        done.places[given.guid] = [target]
    if marking:
        done.places.setdefault(marking, []).append(target)
    _add_notes(done, given.notes, [target])


def _leave_region(done: _Done, region: Region, why: str = "") -> None:
    """Everything said of a place that is no passage, one by one."""
    why = why or "it is no passage of a text that could be read"
    where = f'{region.place} of "{region.source}"'
    named = f' (named "{region.name}")' if region.name.strip() else ""
    about = region.about.strip()
    for given in region.given:
        code = done.facts.book.ids.get(given.code, f"a code that is not in the file ({given.code})")
        coder = done.user(given.user) or NOBODY
        said = f'; it says "{about}"' if about else ""
        done.leave("coding", f'"{code}" by {coder} on {where}{named}', why + said)
        _add_notes(done, given.notes, [("project", "")], f"On {code}, {where}")
    if about and not region.given:
        done.leave("description", f"of {where}{named}", f'{why}; it says "{about}"')
    elif region.guid and not region.given:
        done.leave("passage", f"{where}{named}", why)
    _add_notes(done, region.notes, [("project", "")], f"On {where}")


# Memos


def _add_notes(done: _Done, guids: Iterable[str], targets: Iterable[Target], on: str = "") -> None:
    for guid in guids:
        note = done.facts.notes.get(guid)
        if note is None:
            where = ", ".join(f'the {about} "{target}"' for about, target in targets)
            done.leave("note", f"on {where or 'the project'}", "its words are not in the file")
            continue
        done.used_notes.add(guid)
        text = f"{on}: {_words(note)}" if on else _words(note)
        if text.strip():
            coder = done.user(note.user)
            done.memos += [Memo(text, about, target, coder) for about, target in targets]


def _words(note: NoteFacts) -> str:
    """The words of a note after its name, unless the name is but their beginning."""
    name = note.name.strip()
    if not name or is_copy(name, note.text) or note.text.startswith(name.rstrip("…")):
        return note.text
    return f"{name}\n\n{note.text}" if note.text.strip() else name


def _understand_memos(done: _Done) -> None:
    facts = done.facts
    for guid, code in facts.book.ids.items():
        done.places.setdefault(guid, [(CODE, code)])
    for guid, codes in facts.book.noted.items():
        _add_notes(done, [guid], [(CODE, code) for code in codes])
    if facts.about.strip() not in ("", ours.PLAIN_NAMES, ours.PSEUDONYMS):
        done.memos.append(Memo(facts.about, "project", "", ""))
    own = [guid for guid, note in facts.notes.items() if note.name == ours.NOTE and done.data]
    done.used_notes |= set(own)
    _add_notes(done, (g for g in facts.on_project if g not in own), [("project", "")])
    _understand_links(done)
    loose = [guid for guid in facts.notes if guid not in done.used_notes]
    _add_notes(done, loose, [("project", "")])
    for guid, note in facts.notes.items():
        if note.marked:
            why = f"notes are not coded here; it has {note.marked} passages, codes or values"
            done.leave("marks", f"in {facts.names.get(guid, 'a note')}", why)


def _understand_links(done: _Done) -> None:
    """A link between a note and something else is how memos on cases travel."""
    facts = done.facts
    for link in facts.links:
        ends = (link.origin, link.target)
        notes = [guid for guid in ends if guid in facts.notes]
        others = [guid for guid in ends if guid not in facts.notes]
        if len(notes) == len(others) == 1 and done.places.get(others[0]) and not link.notes:
            _add_notes(done, notes, done.places[others[0]][:1])
            continue
        first, last = (facts.names.get(guid, f"something unknown ({guid})") for guid in ends)
        done.leave("link", f'"{link.name}" from {first} to {last}', "links have no place here")
        _add_notes(done, link.notes, [("project", "")], f'On the link "{link.name}"')


# What is told of all of it


def _told(done: _Done) -> list[str]:
    sentences = {
        "renamed": "Sources or cases of one name were numbered: {}.",
        "cut": "Passages that ended beyond their text and were cut to it: {}.",
        "half": "Passages that began or ended within a character and were given all of it: {}.",
        "whole": "Codes given to a whole source stand as codings of all its text: {}.",
        "nobody": f'Codings that name no coder, given to "{NOBODY}": {{}}.',
        "marked by another": "Passages that one user marked first and another coded: {}; the one "
        "who coded counts as the coder.",
        "twice": "Codings that came a second time and are kept once: {}.",
        "opened codes": "Codes that the file calls groups, though passages have them, and which "
        "can be used now: {}.",
    }
    said = [text.format(done.counts[key]) for key, text in sentences.items() if done.counts[key]]
    if done.times and done.facts.origin != ORIGIN:
        said.append(
            f"When codings were made ({min(done.times)} to {max(done.times)}) is not kept; the log "
            "of the project has the moment of the import."
        )
    return said
