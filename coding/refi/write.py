"""An `Exchange` as a .qdpx file: valid against Project.xsd, the same bytes for the same project."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path

from coding.codings import Coding
from coding.refi import ours, xml
from coding.refi.codebook import ORIGIN, code_lines
from coding.refi.exchange import Case, CodedPassage, Exchange
from coding.refi.guids import code_guid, guid_of
from corpora.sources import Source

NAMESPACE = "urn:QDA-XML:project:1.0"
# So that the same project gives the same bytes at any moment.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# QualCoder takes no passage and no note that does not say when it was made.
_UNKNOWN = "1980-01-01T00:00:00Z"
_LONGEST_NAME = 60
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VALUE = {"Text": "TextValue", "Integer": "IntegerValue", "Date": "DateValue"}
_Note = tuple[str, str, str, str]  # identifier, name, text, coder


@dataclass
class _Plan:
    """Where everything of an exchange goes."""

    exchange: Exchange
    description: str
    begun: str
    names: dict[str, int] = field(default_factory=dict)
    notes: list[_Note] = field(default_factory=list)
    noted: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    passages: dict[str, list[CodedPassage]] = field(default_factory=dict)

    def notes_on(self, about: str, target: str) -> list[str]:
        return self.noted.get((about, target), [])


def write_exchange(exchange: Exchange, path: Path, *, description: str = ours.PLAIN_NAMES) -> None:
    """Write an exchange to a file that no half is ever seen of.

    Parameters
    ----------
    description
        What the file says of itself.
    """
    plan = _planned(exchange, description)
    half = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(_entry("project.qde"), "w", force_zip64=True) as part:
                lines = _project_lines(plan)
                while some := list(islice(lines, 1000)):
                    part.write("\n".join([*some, ""]).encode())
            for source in exchange.sources:
                name = f"sources/{source_guid(source.id)}.txt"
                archive.writestr(_entry(name), source.text.encode())
            for guid, _, text, _ in plan.notes:
                archive.writestr(_entry(f"sources/{guid}.txt"), text.encode())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def source_guid(source: str) -> str:
    """The identifier of a source."""
    return guid_of("source", source)


def user_guid(coder: str) -> str:
    """The identifier of a coder."""
    return guid_of("user", coder)


def _planned(exchange: Exchange, description: str) -> _Plan:
    plan = _Plan(exchange, description, _moment(exchange.at) or _UNKNOWN)
    _plan_note(plan, ours.NOTE, ours.note_text(exchange.frame, exchange.sources), "project", "")
    for number, memo in enumerate(exchange.memos):
        _plan_note(plan, _short(memo.text), memo.text, memo.about, memo.target, memo.coder, number)
    for passage in exchange.codings:
        plan.passages.setdefault(passage.coding.source, []).append(passage)
    plan.kinds = _kinds(
        [s.attributes for s in exchange.sources] + [c.attributes for c in exchange.cases]
    )
    return plan


def _plan_note(
    plan: _Plan, name: str, text: str, about: str, target: str, coder: str = "", number: int = -1
) -> None:
    guid = guid_of("note", number, about, target, coder, text)
    # QualCoder stops at a second note of one name.
    count = plan.names[name] = plan.names.get(name, 0) + 1
    name = name if count == 1 else f"{name} ({count})"
    plan.notes.append((guid, name, text, coder))
    plan.noted.setdefault((about, target), []).append(guid)
    plan.texts.setdefault((about, target), []).append(text)


def _short(text: str) -> str:
    """The beginning of a text in one line."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1].rstrip() + "…"


def _kinds(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Variable -> its type: Integer or Date where every value is written as one."""
    kinds: dict[str, str] = {}
    for table in tables:
        for name, value in table.items():
            if not value:
                kinds.setdefault(name, "")
                continue
            kind = _kind(value)
            kinds[name] = kind if kinds.get(name) in (None, "", kind) else "Text"
    return {name: kind or "Text" for name, kind in kinds.items()}


def _kind(value: str) -> str:
    if _INTEGER.fullmatch(value):
        return "Integer"
    if _DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return "Text"
        return "Date"
    return "Text"


# The parts of the XML, in the order of the schema


def _project_lines(plan: _Plan) -> Iterator[str]:
    exchange = plan.exchange
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    facts = {"xmlns": NAMESPACE, "name": exchange.name, "origin": ORIGIN}
    yield xml.opening("Project", facts)
    yield from _within("Users", _user_lines(exchange.coders))
    yield from _within("CodeBook", code_lines(exchange.frame, _by_code(plan), cues=False))
    yield from _within("Variables", _variable_lines(plan))
    yield from _within("Cases", _case_lines(plan))
    yield from _within("Sources", (line for s in exchange.sources for line in _source(plan, s)))
    yield from _within("Notes", (_note_line(plan, note) for note in plan.notes))
    yield from _within("Links", _link_lines(plan))
    yield xml.words("Description", plan.description)
    yield from _note_refs(plan.notes_on("project", ""))
    yield "</Project>"


def _within(tag: str, lines: Iterable[str]) -> Iterator[str]:
    """An element around lines; nothing where there are none, as an empty one is not valid."""
    first = True
    for line in lines:
        if first:
            yield f"<{tag}>"
            first = False
        yield line
    if not first:
        yield f"</{tag}>"


def _by_code(plan: _Plan) -> dict[str, list[str]]:
    return {target: guids for (about, target), guids in plan.noted.items() if about == "code"}


def _user_lines(coders: Iterable[str]) -> Iterator[str]:
    for coder in coders:
        yield xml.empty("User", {"guid": user_guid(coder), "name": coder})


def _variable_lines(plan: _Plan) -> Iterator[str]:
    for name, kind in plan.kinds.items():
        facts = {"guid": guid_of("variable", name), "name": name, "typeOfVariable": kind}
        yield xml.empty("Variable", facts)


def _case_lines(plan: _Plan) -> Iterator[str]:
    of_case: dict[str, list[str]] = {}
    for source in plan.exchange.sources:
        of_case.setdefault(source.case, []).append(source.id)
    for case in plan.exchange.cases:
        yield xml.opening("Case", {"guid": guid_of("case", case.id), "name": case.id})
        yield from _memo_lines(plan, "case", case.id)
        yield from _value_lines(plan, case)
        for name in of_case.get(case.id, []):
            yield xml.empty("SourceRef", {"targetGUID": source_guid(name)})
        yield "</Case>"


def _value_lines(plan: _Plan, of: Case | Source) -> Iterator[str]:
    for name, value in of.attributes.items():
        yield "<VariableValue>"
        yield xml.empty("VariableRef", {"targetGUID": guid_of("variable", name)})
        if value:
            yield xml.words(_VALUE[plan.kinds[name]], value)
        yield "</VariableValue>"


def _source(plan: _Plan, source: Source) -> Iterator[str]:
    guid = source_guid(source.id)
    path = f"internal://{guid}.txt"
    facts = {"guid": guid, "name": source.id, "plainTextPath": path}
    yield xml.opening("TextSource", {**facts, "creationDateTime": plan.begun})
    yield from _memo_lines(plan, "source", source.id)
    for first, group in _selections(plan.passages.get(source.id, [])):
        yield from _selection_lines(plan, first, group)
    yield from _note_refs(plan.notes_on("source", source.id))
    yield from _value_lines(plan, source)
    yield "</TextSource>"


def _memo_lines(plan: _Plan, about: str, target: str) -> Iterator[str]:
    """The words of memos once more, where programs look that read no notes there."""
    texts = plan.texts.get((about, target))
    if texts:
        yield xml.words("Description", ours.joined(texts))


def _selections(
    passages: Iterable[CodedPassage],
) -> Iterator[tuple[Coding, list[CodedPassage]]]:
    """Codings of one coder at one place for one reason, in the order of the text."""
    groups: dict[tuple[int, int, str, str], list[CodedPassage]] = {}
    for passage in passages:
        coding = passage.coding
        groups.setdefault((coding.start, coding.end, coding.coder, coding.because), []).append(
            passage
        )
    for key in sorted(groups):
        yield groups[key][0].coding, sorted(groups[key], key=lambda p: p.coding.code)


def _selection_lines(plan: _Plan, first: Coding, group: list[CodedPassage]) -> Iterator[str]:
    key = (first.source, first.start, first.end, first.coder, first.because)
    facts = {
        "guid": guid_of("selection", *key),
        "name": _short(first.quote),
        "startPosition": str(first.start),
        "endPosition": str(first.end),
        "creatingUser": _user(first.coder),
        "creationDateTime": _moment(group[0].at) or plan.begun,
    }
    yield xml.opening("PlainTextSelection", facts)
    if first.because:
        yield xml.words("Description", first.because)
    for passage in group:
        facts = {
            "guid": guid_of("coding", *key, passage.coding.code),
            "creatingUser": _user(first.coder),
            "creationDateTime": _moment(passage.at) or plan.begun,
        }
        yield xml.opening("Coding", facts)
        yield xml.empty("CodeRef", {"targetGUID": code_guid(passage.coding.code)})
        yield from _note_refs(plan.notes_on("coding", passage.id))
        yield "</Coding>"
    yield "</PlainTextSelection>"


def _user(coder: str) -> str | None:
    return user_guid(coder) if coder else None


@lru_cache(maxsize=10_000)
def _moment(at: str) -> str | None:
    """A moment as XML writes it, in universal time; None where it is none."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _note_refs(guids: Iterable[str]) -> Iterator[str]:
    for guid in guids:
        yield xml.empty("NoteRef", {"targetGUID": guid})


def _note_line(plan: _Plan, note: _Note) -> str:
    guid, name, _, coder = note
    facts = {"guid": guid, "name": name, "plainTextPath": f"internal://{guid}.txt"}
    more = {"creatingUser": _user(coder), "creationDateTime": plan.begun}
    return xml.empty("Note", {**facts, **more})


def _link_lines(plan: _Plan) -> Iterator[str]:
    """Memos on cases, for which a case has no place of its own."""
    for (about, case), guids in plan.noted.items():
        for guid in guids if about == "case" else ():
            facts = {
                "guid": guid_of("link", guid),
                "name": "memo on a case",
                "direction": "Associative",
                "originGUID": guid,
                "targetGUID": guid_of("case", case),
            }
            yield xml.empty("Link", facts)
