"""The notes of a file become memos on what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coding.codings import Memo
from coding.refi import ours, xml
from coding.refi.counting import is_copy
from coding.refi.done import CODE, NOBODY, Done, Target
from coding.refi.facts import NoteFacts, Region

_NUMBER = re.compile(r" \(\d+\)\Z")


def leave_region(done: Done, region: Region, why: str = "") -> None:
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
        add_notes(done, given.notes, [("project", "")], f"On {code}, {where}")
    if about and not region.given:
        done.leave("description", f"of {where}{named}", f'{why}; it says "{about}"')
    elif region.guid and not region.given:
        done.leave("passage", f"{where}{named}", why)
    add_notes(done, region.notes, [("project", "")], f"On {where}")


def add_notes(done: Done, guids: Iterable[str], targets: Iterable[Target], on: str = "") -> None:
    """Memos with the words of notes on each target; `on` says more exactly what they are about."""
    targets = list(targets)
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
    name = _NUMBER.sub("", note.name.strip())
    if not name or is_copy(name, note.text) or note.text.startswith(name.rstrip("…")):
        return note.text
    return f"{name}\n\n{note.text}" if note.text.strip() else name


def says_the_same(about: str, notes: Iterable[str], done: Done) -> bool:
    """Whether a description only repeats what the notes on the same thing say."""
    found = [done.facts.notes[guid].text for guid in notes if guid in done.facts.notes]
    return bool(found) and about == xml.holdable(ours.joined(found))


def understand_memos(done: Done) -> None:
    """Memos on the codes, the project and whatever links tie notes to."""
    facts = done.facts
    for guid, code in facts.book.ids.items():
        done.places.setdefault(guid, [(CODE, code)])
    for guid, codes in facts.book.noted.items():
        add_notes(done, [guid], [(CODE, code) for code in codes])
    if facts.about.strip() not in ("", ours.PLAIN_NAMES, ours.PSEUDONYMS):
        done.memos.append(Memo(facts.about, "project", "", ""))
    own = [guid for guid, note in facts.notes.items() if note.name == ours.NOTE and done.data]
    done.used_notes |= set(own)
    add_notes(done, (g for g in facts.on_project if g not in own), [("project", "")])
    _understand_links(done)
    loose = [guid for guid in facts.notes if guid not in done.used_notes]
    add_notes(done, loose, [("project", "")])
    for guid, note in facts.notes.items():
        if note.marked:
            why = f"notes are not coded here; it has {note.marked} passages, codes or values"
            done.leave("marks", f"in {facts.names.get(guid, 'a note')}", why)


def _understand_links(done: Done) -> None:
    """A link between a note and something else is how memos on cases travel."""
    facts = done.facts
    for link in facts.links:
        ends = (link.origin, link.target)
        notes = [guid for guid in ends if guid in facts.notes]
        others = [guid for guid in ends if guid not in facts.notes]
        if len(notes) == len(others) == 1 and done.places.get(others[0]) and not link.notes:
            quote = done.quoted.get(others[0])
            on = f'On "{quote}"' if quote else ""
            add_notes(done, notes, done.places[others[0]][:1], on)
            continue
        first, last = (facts.names.get(guid, f"something unknown ({guid})") for guid in ends)
        done.leave("link", f'"{link.name}" from {first} to {last}', "links have no place here")
        add_notes(done, link.notes, [("project", "")], f'On the link "{link.name}"')
