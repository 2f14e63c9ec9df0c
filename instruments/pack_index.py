"""The index of a pack: what is in it, for whom, who signs, and what is still to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from instruments.approval import Approval
from instruments.findings import Finding
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
from instruments.study import StudyDetails

if TYPE_CHECKING:
    from instruments.pack import Pack

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
SHOWN = {"fault": "to be mended", "prompt": "worth a second look"}


def index_paper(pack: Pack, details: StudyDetails) -> Paper:
    """The index, block by block."""
    study = details.get("study") or "a study"
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


def changes_paper(changes: pd.DataFrame, approval: Approval) -> Paper:
    """The table for the ethics committee: approved and new text side by side, page by page."""
    title = f"What changed since version {approval.version}"
    told = f"Version {approval.version} was approved on {_day(approval.day)} by {approval.by}."
    blocks: list[Block] = [Heading(text_of(title), 0), Paragraph(text_of(told))]
    if changes.empty:
        blocks.append(Paragraph(text_of("No text differs from what was approved.")))
    else:
        blocks.append(Paragraph(text_of("Of a changed text, the words that differ are in bold.")))
    for _, rows in changes.groupby(level=0, sort=False):
        name = rows["language"].iloc[0]
        heading = joined(_in(rows["instrument"].iloc[0], name), f" ({language(name).name})")
        blocks += [Heading(heading, 1), _change_table(rows)]
    return Paper(title, "en", tuple(blocks), text_of(title))


def _facts(pack: Pack) -> Facts:
    codes = dict.fromkeys(pack.documents["language"])
    rows = {
        "Built on": _day(date.today()),
        "Documents": f"{len(pack.documents)}",
        "Languages": ", ".join(language(code).name for code in codes),
        "Approved": _approved(pack.approval),
    }
    return Facts(tuple((text_of(name, strong=True), text_of(said)) for name, said in rows.items()))


def _approved(approval: Approval | None) -> str:
    if approval is None:
        return "no version yet"
    return f"version {approval.version}, on {_day(approval.day)}, by {approval.by}"


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
            _head("Instrument", "Documents"),
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
    titles = joined(_in(first["title"], code, strong=True))
    if first["original"] != first["title"]:
        titles = joined(titles, f"\n{first['original']}")
    told = joined(titles, f"\n{first['kind']}, for {readers}{ages}")
    if first["signed by"]:
        told = joined(told, "\nSigned by: ", _in(first["signed by"], code))
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
        _head("Participant", "Who signs"),
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
        _head("In study.yaml", "Language", "Where it stands"),
        tuple(
            ((Span(row.placeholder, unfilled=True),), text_of(row.language), text_of(row.where))
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
        _head("Language", "What is missing"),
        tuple((text_of(language(m.code).name), text_of(m.title)) for m in pack.missing),
        (1, 3),
        "Not translated yet",
    )


def _findings(findings: Iterable[Finding]) -> Iterator[Block]:
    shown = [finding for finding in findings if finding.severity in SHOWN]
    if not shown:
        return
    yield Heading(text_of("What the checks found"), 1)
    yield Table(
        _head("File and line", "Rule", "What to do"),
        tuple(_finding(finding) for finding in shown),
        (1.7, 1.3, 5),
        "What the checks found",
    )


def _finding(finding: Finding) -> tuple[Text, ...]:
    name = Path(finding.path).name
    where = f"{name}, line {finding.line}" if finding.line else name
    rule = joined(text_of(finding.rule, strong=True), f"\n{SHOWN[finding.severity]}")
    return (text_of(where), rule, text_of(finding.message))


def _change_table(rows: pd.DataFrame) -> Table:
    return Table(
        _head("Section", "What", "Approved text", "New text"),
        tuple(_change(row) for row in rows.to_dict("records")),
        (1.6, 0.9, 3.75, 3.75),
        "What changed",
    )


def _change(row: dict[str, str]) -> tuple[Text, ...]:
    code = row["language"]
    old, new = row["approved text"], row["new text"]
    shown = (
        _marked(old, new, code) if row["change"] == "changed" else (_in(old, code), _in(new, code))
    )
    return (_in(row["section"], code), text_of(row["change"]), *shown)


def _marked(old: str, new: str, code: str) -> tuple[Text, Text]:
    """Both texts, the words in which they differ in bold."""
    before, after = old.split(), new.split()
    left: list[Span] = []
    right: list[Span] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for words, side in ((before[a:b], left), (after[c:d], right)):
            if words:
                text = f"{' ' if side else ''}{' '.join(words)}"
                side.append(Span(text, strong=what != "equal", language=_foreign(code)))
    return tuple(left), tuple(right)


def _in(text: str, code: str, *, strong: bool = False) -> Text:
    """Words in a language, told as such where it is not that of the index."""
    return (Span(text, strong=strong, language=_foreign(code)),) if text else ()


def _foreign(code: str) -> str:
    return "" if language(code).code == "en" else code


def _head(*names: str) -> tuple[Text, ...]:
    return tuple(text_of(name, strong=True) for name in names)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _counted(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
