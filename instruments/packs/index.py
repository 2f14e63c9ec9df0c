"""The index of a pack: what is in it, for whom, who signs, and what is still to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from instruments.findings import Finding
from instruments.packs.approval import Approval
from instruments.paper.blocks import (
    Block,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Points,
    Span,
    Table,
    Text,
    joined,
    text_of,
)
from instruments.scripts import language
from instruments.study.details import StudyDetails

if TYPE_CHECKING:
    from instruments.packs.pack import Pack

READERS = {
    "children": "children and young people",
    "professionals": "professionals",
    "parents": "parents and carers",
    "researchers": "researchers",
    "interpreters": "interpreters",
}
LOOKS = {
    ("interviewer", "standard"): "For the researcher",
    ("notes", "standard"): "For notes",
    ("participant", "standard"): "Standard print",
    ("participant", "large print"): "Large print",
    ("participant", "easy read"): "Easy read",
}
FORMS = {".docx": "Word", ".pdf": "PDF", ".html": "web page"}
FEW = 4
SHOWN = {"fault": "to be mended", "prompt": "worth a second look"}


def index_paper(pack: Pack, details: StudyDetails) -> Paper:
    """The index, block by block."""
    study = details.get("study") or "A study"
    title = f"{study}: what is in this pack"
    blocks = [
        Heading(text_of(title), 0),
        _facts(pack),
        *_first(pack),
        *_by_language(pack),
        *_signing(details),
        *_unfilled(pack.unfilled),
        *_missing(pack),
        *_findings(pack.findings),
    ]
    return Paper(title, "en", tuple(blocks), footer=text_of(title))


def _facts(pack: Pack) -> Facts:
    codes = dict.fromkeys(pack.documents["language"])
    rows = {
        "Built on": day_in_words(date.today()),
        "Documents": f"{len(pack.documents)}",
        "Languages": ", ".join(language(code).name for code in codes),
        "Approved": _approved(pack.approval),
    }
    return Facts(tuple((text_of(name, strong=True), text_of(said)) for name, said in rows.items()))


def _approved(approval: Approval | None) -> str:
    if approval is None:
        return "no version yet"
    return f"version {approval.version}, on {day_in_words(approval.day)}, by {approval.by}"


def _first(pack: Pack) -> Iterator[Block]:
    """What must be looked at before anything is used."""
    said = list(_to_do(pack))
    yield Heading(text_of("Before anything is used"), 1)
    if said:
        yield Points(tuple(said))
    else:
        yield Paragraph(text_of("The checks found nothing that must be mended."))


def _to_do(pack: Pack) -> Iterator[Text]:
    faults = [finding for finding in pack.findings if finding.severity == "fault"]
    if faults:
        yield text_of(f"{_counted(len(faults), 'fault')} to be mended; see the end of this page.")
    if len(pack.unfilled):
        names = pack.unfilled["placeholder"].nunique()
        yield text_of(
            f"{_counted(names, 'placeholder')} not filled; say it in study.yaml. On the pages "
            "they are marked in yellow."
        )
    warned = dict.fromkeys(text for text in pack.documents["warning"] if text)
    yield from (text_of(f"{text}. Every such page says so.") for text in warned)
    if pack.missing:
        yield text_of(f"{_counted(len(pack.missing), 'page')} not translated yet; see below.")
    if pack.approval is not None:
        told = _counted(len(pack.changes), "text")
        yield joined(
            f"{told} changed since version {pack.approval.version} was approved: ",
            (Span("changes.html", link="changes.html"),),
            ".",
        )


def _by_language(pack: Pack) -> Iterator[Block]:
    for code, rows in pack.documents.groupby("language", sort=False):
        yield Heading(text_of(language(code).name), 1)
        instruments = [group for _, group in rows.groupby(["title", "kind"], sort=False)]
        yield Table(
            head("Instrument", "Documents"),
            tuple(_instrument(group, code) for group in instruments),
            (4, 5),
            f"Documents in {language(code).name}",
        )
        if code in pack.q_sorts:
            place = pack.q_sorts[code]
            link = (Span(place, link=place),)
            yield Paragraph(joined("The Q-sort pack, with cards, mats and sheets: ", link))


def _instrument(rows: pd.DataFrame, code: str) -> tuple[Text, ...]:
    """What an instrument is, for whom and who signs it; its documents, a line each."""
    first = rows.iloc[0]
    readers = READERS.get(first["audience"], first["audience"])
    ages = f", {first['ages']}" if first["ages"] else ""
    titles = joined(said_in(first["title"], code, strong=True))
    if first["original"] != first["title"]:
        titles = joined(titles, f"\n{first['original']}")
    told = joined(titles, f"\n{first['kind']}, for {readers}{ages}")
    if first["signed by"]:
        told = joined(told, "\nSigned by: ", said_in(first["signed by"], code))
    lines = [_document(str(stem), row) for stem, row in rows.iterrows()]
    return (told, joined(*(part for line in lines for part in (line, "\n")))[:-1])


def _document(stem: str, row: pd.Series) -> Text:
    """A document by its name, with a link to each of its files."""
    told: list[Text | str] = [f"{LOOKS[row['version'], row['layout']]}: {Path(stem).name} ("]
    for number, file in enumerate(row["files"]):
        told += [", " if number else "", (Span(FORMS[Path(file).suffix], link=file),)]
    return joined(*told, ")")


def _signing(details: StudyDetails) -> Iterator[Block]:
    yield Heading(text_of("Who signs for whom"), 1)
    if not details.who_signs:
        yield Paragraph(
            text_of("study.yaml does not say. Ask, and never take a parent for granted.")
        )
        return
    yield Table(
        head("Participant", "Who signs"),
        tuple(
            (text_of(kind), text_of(who) if who else (Span("not said yet", unfilled=True),))
            for kind, who in details.who_signs.items()
        ),
        (1, 2),
        "Who signs for whom",
    )


def _unfilled(table: pd.DataFrame) -> Iterator[Block]:
    if table.empty:
        return
    yield Heading(text_of("Placeholders that are not filled"), 1)
    yield Table(
        head("In study.yaml", "Languages", "Where it stands"),
        tuple(
            ((Span(row.placeholder, unfilled=True),), text_of(row.languages), text_of(row.where))
            for row in table.itertuples()
        ),
        (2, 1, 5),
        "Placeholders that are not filled",
    )


def _missing(pack: Pack) -> Iterator[Block]:
    if not pack.missing:
        return
    yield Heading(text_of("Not translated yet"), 1)
    yield Table(
        head("Language", "What is missing"),
        tuple((text_of(language(m.code).name), text_of(m.title)) for m in pack.missing),
        (1, 3),
        "Not translated yet",
    )


def _findings(findings: Iterable[Finding]) -> Iterator[Block]:
    """What is to be mended or looked at; of many alike in one file, the first few."""
    shown = [finding for finding in findings if finding.severity in SHOWN]
    if not shown:
        return
    rows: list[tuple[Text, ...]] = []
    for (_, path, rule), group in groupby(shown, key=lambda f: (f.severity, f.path, f.rule)):
        alike = list(group)
        rows += [_finding(finding) for finding in alike[:FEW]]
        if len(alike) > FEW:
            told = f"and {len(alike) - FEW} more like these"
            rows.append((text_of(_file(path)), text_of(rule, strong=True), text_of(told)))
    yield Heading(text_of("What the checks found"), 1)
    yield Table(
        head("File and line", "Rule", "What to do"), tuple(rows), (1.9, 1.3, 4.8),
        "What the checks found",
    )  # fmt: skip


def _finding(finding: Finding) -> tuple[Text, ...]:
    name = _file(finding.path)
    where = f"{name}, line {finding.line}" if finding.line else name
    rule = joined(text_of(finding.rule, strong=True), f"\n{SHOWN[finding.severity]}")
    return (text_of(where), rule, text_of(finding.message))


def _file(path: str) -> str:
    """The name of a file; of a translation with the folder of its language."""
    place = Path(path)
    return f"{place.parent.name}/{place.name}" if place.suffix == ".po" else place.name


def said_in(text: str, code: str, *, strong: bool = False) -> Text:
    """Words in a language, told as such where it is not that of the index."""
    return (Span(text, strong=strong, language=foreign(code)),) if text else ()


def foreign(code: str) -> str:
    """The code of a language that is not that of the index; empty for English."""
    return "" if language(code).code == "en" else code


def head(*names: str) -> tuple[Text, ...]:
    """The head of a table."""
    return tuple(text_of(name, strong=True) for name in names)


def day_in_words(day: date) -> str:
    """A day as people write it: "11 January 2027"."""
    return f"{day.day} {day:%B} {day.year}"


def _counted(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
