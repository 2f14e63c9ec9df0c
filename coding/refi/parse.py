"""A project's XML taken apart as a stream, so that a large one needs no second copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from coding.refi import xml
from coding.refi.archive import Archive
from coding.refi.codebook import codebook_of
from coding.refi.contents import Words, words_at
from coding.refi.facts import (
    CaseFacts,
    Facts,
    LinkFacts,
    Marking,
    NoteFacts,
    Region,
    TextFacts,
    given_of,
    marking_of,
    notes_of,
    values_of,
)
from coding.refi.guids import plain_guid
from corpora.errors import StudyError

_TEXTS_WITHIN = {"PDFSource": "Representation", "PictureSource": "TextDescription"}
_MEDIA = {
    "PictureSource": "picture",
    "AudioSource": "sound recording",
    "VideoSource": "video",
    "PDFSource": "PDF",
}
_PLACES = {
    "PictureSelection": "the region {firstX},{firstY} to {secondX},{secondY}",
    "PDFSelection": "the region {firstX},{firstY} to {secondX},{secondY} of page {page}",
    "AudioSelection": "{begin} to {end} ms",
    "VideoSelection": "{begin} to {end} ms",
}


def facts_of(archive: Archive) -> Facts:
    """What the project in an archive holds.

    Raises
    ------
    StudyError
        If its XML is no REFI-QDA project, damaged, or could do harm.
    """
    facts = Facts()
    root = True
    with archive.project() as stream:
        for event, element, around in xml.steps(stream, archive.file):
            if root:
                _check_root(element, archive.file)
                facts.name = element.get("name") or ""
                facts.origin = element.get("origin") or ""
                root = False
            elif event == "end" and len(around) == 2 and around[1] in ("Sources", "Notes"):
                _taken(facts, element, around[1], archive)
                element.clear()
            elif event == "end" and len(around) == 1:
                _PARTS.get(xml.tag_of(element), _unknown)(facts, element)
    return facts


def _check_root(element: Element, file: str) -> None:
    if xml.tag_of(element) != "Project":
        raise StudyError(
            f'{file}: this is XML, but no REFI-QDA project (its root is "{xml.tag_of(element)}", '
            'expected "Project"); export it again as .qdpx.'
        )


def _taken(facts: Facts, element: Element, part: str, archive: Archive) -> None:
    name = element.get("name") or element.get("guid") or "without name"
    if part == "Notes":
        facts.names[plain_guid(element.get("guid"))] = f'note "{name}"'
        guid = plain_guid(element.get("guid"))
        # A note whose identifier is missing or taken is still read; nothing points at it.
        key = guid if guid and guid not in facts.notes else f"{guid} {len(facts.notes)}"
        facts.notes[key] = _note(element, archive)
        return
    facts.names[plain_guid(element.get("guid"))] = f'source "{name}"'
    kind = xml.tag_of(element)
    if kind == "TextSource":
        _add_text(facts, element, element, words_at(element, archive), name)
    elif kind in _MEDIA:
        _add_medium(facts, element, kind, name, archive)
    else:
        facts.left_over.append(("source", f'"{name}"', f"{kind} is a kind that is not known here"))


def _note(element: Element, archive: Archive) -> NoteFacts:
    words = words_at(element, archive)
    text = words.raw.text if words.raw is not None else ""
    about = xml.words_of(element, "Description")
    parts = [part for part in (text, about) if part.strip()]
    marked = len(xml.children(element, "PlainTextSelection", "Coding", "VariableValue"))
    return NoteFacts(
        plain_guid(element.get("guid")),
        element.get("name") or "",
        "\n\n".join(parts),
        plain_guid(element.get("creatingUser")),
        marked,
    )


def _add_text(facts: Facts, outer: Element, inner: Element, words: Words, name: str) -> None:
    """A text whose name and attributes stand on `outer`, its passages in `inner`."""
    selections = list(_markings(inner, name, facts))
    both = (outer,) if outer is inner else (outer, inner)
    notes = tuple(note for e in both for note in notes_of(e))
    whole = tuple(given for e in both for given in given_of(e))
    about = "\n".join(filter(None, (xml.words_of(e, "Description").strip() for e in both)))
    if words.raw is None:
        facts.left_over.append(("text", f'of the source "{name}"', words.why))
        facts.regions.append(Region(name, "all of it", "", about, notes, whole))
        facts.regions += [
            Region(name, f"{m.start} to {m.end}", m.name, m.about, m.notes, m.given, m.guid)
            for m in selections
        ]
        return
    facts.texts.append(
        TextFacts(
            plain_guid(outer.get("guid")),
            name,
            words.raw,
            words.fingerprint,
            words.found,
            about,
            plain_guid(outer.get("creatingUser")),
            notes,
            {**values_of(inner), **values_of(outer)},
            tuple(selections),
            whole,
        )
    )
    if outer is not inner:
        facts.names[plain_guid(inner.get("guid"))] = f'source "{name}"'
        facts.same[plain_guid(inner.get("guid"))] = plain_guid(outer.get("guid"))


def _markings(element: Element, name: str, facts: Facts) -> Iterator[Marking]:
    points = {
        plain_guid(point.get("guid")): point.get("position")
        for point in xml.children(element, "SyncPoint")
    }
    for selection in xml.children(element, "PlainTextSelection", "TranscriptSelection"):
        first, last = selection.get("startPosition"), selection.get("endPosition")
        if xml.tag_of(selection) == "TranscriptSelection":
            first = points.get(plain_guid(selection.get("fromSyncPoint")))
            last = points.get(plain_guid(selection.get("toSyncPoint")))
        facts.names[plain_guid(selection.get("guid"))] = f'a passage of "{name}"'
        if _whole_number(first) and _whole_number(last):
            yield marking_of(selection, int(first or 0), int(last or 0))
        else:
            facts.regions.append(_region(selection, name, f"{first} to {last}"))


def _whole_number(words: str | None) -> bool:
    plain = (words or "").strip().removeprefix("-")
    return plain.isascii() and plain.isdigit() and len(plain) < 16


def _region(selection: Element, source: str, place: str) -> Region:
    return Region(
        source,
        place,
        selection.get("name") or "",
        xml.words_of(selection, "Description"),
        notes_of(selection),
        given_of(selection),
        plain_guid(selection.get("guid")),
    )


def _add_medium(facts: Facts, element: Element, kind: str, name: str, archive: Archive) -> None:
    """A picture, PDF or recording: its texts are kept, its regions can't be."""
    for selection in xml.children(element, *_PLACES):
        place = _PLACES[xml.tag_of(selection)].format_map(_Shown(selection.attrib))
        facts.regions.append(_region(selection, name, place))
        facts.names[plain_guid(selection.get("guid"))] = f'a region of "{name}"'
    inner = xml.child(element, _TEXTS_WITHIN.get(kind, ""))
    transcripts = xml.children(element, "Transcript")
    if inner is not None:
        words = words_at(inner, archive)
        if words.raw is None and kind == "PDFSource":
            words = words_at(element, archive)
        _add_text(facts, element, inner, words, name)
    elif transcripts:
        for transcript in transcripts:
            own = transcript.get("name") or name
            _add_text(facts, transcript, transcript, words_at(transcript, archive), own)
        facts.same[plain_guid(element.get("guid"))] = plain_guid(transcripts[0].get("guid"))
    elif kind == "PDFSource":
        _add_text(facts, element, element, words_at(element, archive), name)
    if kind != "PDFSource" and inner is None:
        _left_of_medium(facts, element, name)
    if kind != "PDFSource":
        facts.left_over.append((_MEDIA[kind], f'"{name}"', "only texts are coded here"))


def _left_of_medium(facts: Facts, element: Element, name: str) -> None:
    """What is said of a picture or recording as a whole."""
    about = xml.words_of(element, "Description")
    facts.regions.append(Region(name, "all of it", "", about, notes_of(element), given_of(element)))
    for guid, value in values_of(element).items():
        variable = facts.variables.get(guid, guid)
        why = "it belongs to a source that is no text"
        facts.left_over.append(("value", f'{variable} = {value} of "{name}"', why))


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _users(facts: Facts, element: Element) -> None:
    taken: set[str] = set()
    for number, user in enumerate(xml.children(element, "User"), 1):
        wanted = (user.get("name") or user.get("id") or f"user {number}").strip()
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted} ({count})"
        taken.add(name)
        facts.users[plain_guid(user.get("guid"))] = name


def _codes(facts: Facts, element: Element) -> None:
    facts.book = codebook_of(element, facts.name or "codes")
    facts.names |= {guid: f"code {code}" for guid, code in facts.book.ids.items()}


def _variables(facts: Facts, element: Element) -> None:
    for variable in xml.children(element, "Variable"):
        name = variable.get("name") or "without name"
        while name in facts.variables.values():
            name += " (2)"
        facts.variables[plain_guid(variable.get("guid"))] = name
        about = xml.words_of(variable, "Description").strip()
        if about:
            facts.left_over.append(
                ("description", f'of the variable "{name}"', f'it says "{about}"')
            )


def _cases(facts: Facts, element: Element) -> None:
    for number, case in enumerate(xml.children(element, "Case"), 1):
        name = (case.get("name") or "").strip()
        facts.names[plain_guid(case.get("guid"))] = f'case "{name or number}"'
        facts.cases.append(
            CaseFacts(
                name,
                plain_guid(case.get("guid")),
                xml.words_of(case, "Description"),
                values_of(case),
                *(
                    tuple(plain_guid(e.get("targetGUID")) for e in xml.children(case, tag))
                    for tag in ("SourceRef", "SelectionRef", "CodeRef")
                ),
            )
        )


def _links(facts: Facts, element: Element) -> None:
    for link in xml.children(element, "Link"):
        origin, target = (plain_guid(link.get(name)) for name in ("originGUID", "targetGUID"))
        facts.links.append(LinkFacts(link.get("name") or "", origin, target, notes_of(link)))


def _sets(facts: Facts, element: Element) -> None:
    for group in xml.children(element, "Set"):
        members = [
            facts.names.get(plain_guid(m.get("targetGUID") or m.get("guid")), "something unknown")
            for m in xml.children(group, "MemberCode", "MemberSource", "MemberNote")
        ]
        about = " ".join(xml.words_of(group, "Description").split())
        said = f'; it says "{about}"' if about else ""
        why = f"sets have no place here; it holds {', '.join(members) or 'nothing'}{said}"
        facts.left_over.append(("set", f'"{group.get("name") or ""}"', why))


def _graphs(facts: Facts, element: Element) -> None:
    for graph in xml.children(element, "Graph"):
        points, lines = (len(xml.children(graph, tag)) for tag in ("Vertex", "Edge"))
        why = f"drawings have no place here; it has {points} points and {lines} lines"
        facts.left_over.append(("graph", f'"{graph.get("name") or ""}"', why))


def _about(facts: Facts, element: Element) -> None:
    facts.about = "".join(element.itertext())


def _on_project(facts: Facts, element: Element) -> None:
    facts.on_project.append(plain_guid(element.get("targetGUID")))


def _unknown(facts: Facts, element: Element) -> None:
    if xml.tag_of(element) not in ("Sources", "Notes"):
        why = "the specification knows no such part"
        facts.left_over.append(("part", f'"{xml.tag_of(element)}"', why))


_PARTS: dict[str, Callable[[Facts, Element], None]] = {
    "Users": _users,
    "CodeBook": _codes,
    "Variables": _variables,
    "Cases": _cases,
    "Links": _links,
    "Sets": _sets,
    "Graphs": _graphs,
    "Description": _about,
    "NoteRef": _on_project,
}
