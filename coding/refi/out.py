"""A coding project out to a REFI-QDA file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.codings import Coding, Memo
from coding.frame import CodingFrame
from coding.refi import ours, xml
from coding.refi.codebook import write_codebook
from coding.refi.exchange import Case, CodedPassage, Exchange, LeftOver
from coding.refi.ruler import Normaliser
from coding.refi.write import write_exchange
from corpora.errors import StudyError
from corpora.sources import Source

if TYPE_CHECKING:
    from coding.project import Project


@dataclass(frozen=True)
class Exported:
    """What went out to a file, and what the format has no place for."""

    path: Path
    sources: int
    codes: int
    codings: int
    memos: int
    left_over: tuple[LeftOver, ...] = ()

    def __str__(self) -> str:
        counts = (
            f"{self.path.name}: {self.sources} sources, {self.codes} codes, {self.codings} "
            f"codings and {self.memos} memos written."
        )
        return "\n".join([counts, *(f"Left out: {each}" for each in self.left_over)])


def export_refi(
    project: Project,
    path: str | Path,
    *,
    settled: bool = False,
    pseudonyms: Mapping[str, str] | None = None,
) -> Exported:
    """What was written: the whole project to a .qdpx file, or its codebook to a .qdc one.

    Each coder's own codings are written, whether others agree or not. Texts are UTF-8 without
    byte-order mark, places are characters from 0 with the end exclusive.

    Parameters
    ----------
    settled
        Instead of each coder's own, what coders agreed on and what a third settled.
    pseudonyms
        Name -> the name to write instead, for sources, cases and coders. The words of texts
        and memos are written as they stand.

    Raises
    ------
    StudyError
        If the ending is another one, the file can't be written, or there is nothing to write.
    """
    target = Path(path)
    if target.suffix.lower() == ".qdc":
        return _codebook_out(project, target)
    if target.suffix.lower() != ".qdpx":
        raise StudyError(
            f"{target.name}: REFI-QDA files end in .qdpx (a project) or .qdc (a codebook); give "
            "the file one of these endings."
        )
    exchange = exchange_of(project, settled=settled)
    described = ours.PLAIN_NAMES
    if pseudonyms:
        exchange, described = renamed(exchange, pseudonyms), ours.PSEUDONYMS
    try:
        write_exchange(exchange, target, description=described)
    except OSError as fault:
        raise _unwritten(target, fault) from None
    return Exported(
        target,
        len(exchange.sources),
        len(exchange.frame),
        len(exchange.codings),
        len(exchange.memos),
        exchange.left_over,
    )


def _codebook_out(project: Project, target: Path) -> Exported:
    frame = project.frame
    if frame is None:
        raise StudyError(f"{project.place} has no frame yet, so there are no codes to write.")
    half = target.with_name(target.name + ".part")
    try:
        half.write_bytes(write_codebook(frame))
        half.replace(target)
    except OSError as fault:
        raise _unwritten(target, fault) from None
    finally:
        half.unlink(missing_ok=True)
    return Exported(target, 0, len(frame), 0, 0, tuple(_lost_of_frame(frame, rules=True)))


def _unwritten(target: Path, fault: OSError) -> StudyError:
    return StudyError(
        f"{target.name} can't be written ({fault.strerror or fault}); check its folder and whether "
        "another program has it open."
    )


def exchange_of(project: Project, *, settled: bool = False) -> Exchange:
    """The project as an exchange; `left_over` is what the format has no place for."""
    frame = project.frame or CodingFrame("codes", ())
    moved = {source.id: _normal(source) for source in project.each_source()}
    sources = tuple(source for source, _ in moved.values())
    codings = _codings(project, moved, settled)
    memos = tuple(
        Memo(row.text, row.about, row.target, row.coder) for row in project.memos().itertuples()
    )
    coders = list(project.coders().index)
    coders += [name for name in (p.coding.coder for p in codings) if name not in coders]
    return Exchange(
        Path(project.place).stem or "project",
        frame,
        sources,
        codings,
        memos,
        tuple(_cases(project, sources, memos)),
        tuple(dict.fromkeys(name for name in coders if name)),
        tuple(_left_over(project, frame, settled)),
        at=_begun(project),
    )


def _begun(project: Project) -> str:
    """When the first thing was put into the project."""
    from sqlalchemy import func, select

    from coding.storage.tables import events

    with project.store.reading() as connection:
        return connection.scalar(select(func.min(events.c.at))) or ""


def _normal(source: Source) -> tuple[Source, Normaliser | None]:
    """The source with a normalised text, and how its places moved if they did."""
    normaliser = Normaliser(source.text)
    if normaliser.text == source.text:
        return source, None
    turns = []
    for turn in source.turns:
        start, end = normaliser.passage(turn.start, turn.end)
        turns.append(replace(turn, start=start, end=end))
    return replace(source, text=normaliser.text, turns=tuple(turns)), normaliser


def _codings(
    project: Project, moved: Mapping[str, tuple[Source, Normaliser | None]], settled: bool
) -> tuple[CodedPassage, ...]:
    found = []
    for row in project.codings(settled=settled).itertuples():
        source, normaliser = moved[row.source]
        start, end = int(row.start), int(row.end)
        if normaliser is not None:
            start, end = normaliser.passage(start, end)
        quote = source.text[start:end]
        coding = Coding(row.source, start, end, row.code, row.coder, quote, row.because)
        found.append(CodedPassage(str(row.Index), coding, row.at))
    return tuple(found)


def _cases(project: Project, sources: tuple[Source, ...], memos: tuple[Memo, ...]) -> list[Case]:
    """The cases that say more than the source of the same name does."""
    own = own_attributes(project)
    named = [s.case for s in sources if s.case != s.id]
    noted = [memo.target for memo in memos if memo.about == "case"]
    return [Case(name, own.get(name, {})) for name in dict.fromkeys([*named, *own, *noted])]


def own_attributes(project: Project) -> dict[str, dict[str, str]]:
    """Case -> the attributes that were given to it, beside those of its sources."""
    from sqlalchemy import select

    from coding.storage.store import rows
    from coding.storage.tables import cases

    with project.store.reading() as connection:
        found = rows(connection, select(cases).order_by(cases.c.id))
    return {row["id"]: json.loads(row["attributes"]) for row in found}


def _left_over(project: Project, frame: CodingFrame, settled: bool) -> list[LeftOver]:
    found = _lost_of_frame(frame, rules=False)
    for row in project.unplaced().itertuples():
        what = f'"{row.code}" by {row.coder} of "{row.source}"'
        found.append(LeftOver("coding", what, "it has no place in the text as it is now"))
    counts = {
        "settlements": 0 if settled else len(project.settlements()),
        "summaries of the framework matrix": len(project.summaries()),
        "suggestions that wait for a decision": len(project.pending()),
    }
    for what, count in counts.items():
        if count:
            why = "the format has no place for them; they stay in the project"
            found.append(LeftOver(str(count), what, why))
    lossy = [memo for memo in project.codings()["because"] if xml.loses(memo)]
    if lossy:
        why = 'XML has no place for control characters, which stand as "\ufffd" there'
        found.append(LeftOver(str(len(lossy)), "reasons of codings", why))
    return found


def _lost_of_frame(frame: CodingFrame, *, rules: bool) -> list[LeftOver]:
    found = []
    for code in frame:
        words = (
            code.name,
            code.definition,
            code.use_when,
            code.not_when,
            *code.examples,
            *code.cues,
        )
        if any(map(xml.loses, words)):
            why = 'XML has no place for control characters, which stand as "\ufffd" there'
            found.append(LeftOver("code", f'"{code.id}"', why))
    ruled = [code for code in frame if code.rules]
    if rules and (ruled or frame.words or frame.one_of):
        why = "a codebook has no place for the rules that suggestions follow; YAML keeps them"
        found.append(LeftOver("rules", f"of {len(ruled)} codes", why))
    return found


def renamed(exchange: Exchange, names: Mapping[str, str]) -> Exchange:
    """The exchange with sources, cases and coders called otherwise.

    Raises
    ------
    StudyError
        If two sources, cases or coders would get one name.
    """
    sources = tuple(
        replace(s, id=names.get(s.id, s.id), case=names.get(s.case, s.case))
        for s in exchange.sources
    )
    cases = tuple(replace(c, id=names.get(c.id, c.id)) for c in exchange.cases)
    coders = tuple(names.get(c, c) for c in exchange.coders)
    for what, new in (
        ("sources", [s.id for s in sources]), ("cases", [c.id for c in cases]), ("coders", coders)
    ):  # fmt: skip
        if len(set(new)) < len(new):
            twice = next(name for name in new if list(new).count(name) > 1)
            raise StudyError(f'Two {what} would be called "{twice}"; give each its own pseudonym.')
    return replace(
        exchange,
        sources=sources,
        cases=cases,
        coders=coders,
        codings=tuple(_renamed_passage(p, names) for p in exchange.codings),
        memos=tuple(_renamed_memo(m, names) for m in exchange.memos),
    )


def _renamed_passage(passage: CodedPassage, names: Mapping[str, str]) -> CodedPassage:
    coding = passage.coding
    source, coder = names.get(coding.source, coding.source), names.get(coding.coder, coding.coder)
    return replace(passage, coding=replace(coding, source=source, coder=coder))


def _renamed_memo(memo: Memo, names: Mapping[str, str]) -> Memo:
    named = memo.about in ("source", "case")
    target = names.get(memo.target, memo.target) if named else memo.target
    return replace(memo, target=target, coder=names.get(memo.coder, memo.coder))
