"""Facts that pages of a pack tell differently: amounts, dates, numbers, names, versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.packs.facts import Fact, digits, facts
from instruments.packs.purposes import at, called, readers
from instruments.study.details import StudyDetails

_SUBJECTS_OF_DETAILS = {
    "voucher": "voucher",
    "date: taking back": "take_back_until",
    "date: data kept": "data_kept_until",
    "date: recording deleted": "recording_kept_until",
    "date: results": "results_when",
    "contact: number": "contact_phone",
    "contact: address": "contact_email",
    "contact: name": "contact_name",
    "worker's title": "worker",
}
_BY_LANGUAGE = ("help line", "contact: name", "worker's title")


def disagreements(pages: Sequence[TopicGuide], details: StudyDetails | None) -> Iterator[Finding]:
    """Each fact that differs from study.yaml, or from what most pages say."""
    together: dict[tuple[str, ...], list[tuple[TopicGuide, Fact]]] = {}
    for page in pages:
        for fact in facts(page):
            together.setdefault(_compared(page, fact), []).append((page, fact))
    for (subject, *_), told in together.items():
        yield from _differing(subject, told, pages, details)


def _compared(page: TopicGuide, fact: Fact) -> tuple[str, ...]:
    """What has to agree: a subject for the same people, and some within a language alone."""
    by_language = fact.subject.startswith(_BY_LANGUAGE)
    return fact.subject, readers(page), page.language if by_language else ""


def _differing(
    subject: str,
    told: list[tuple[TopicGuide, Fact]],
    pages: Sequence[TopicGuide],
    details: StudyDetails | None,
) -> Iterator[Finding]:
    expected, source = _expected(subject, told, pages, details)
    for page, fact in told:
        if fact.value not in expected:
            yield at(
                page,
                fact.line,
                subject.partition(":")[0],
                f"{subject.replace(':', ',')}: here {fact.shown}, but {source}; make them agree.",
            )


def _expected(
    subject: str,
    told: list[tuple[TopicGuide, Fact]],
    pages: Sequence[TopicGuide],
    details: StudyDetails | None,
) -> tuple[set[str], str]:
    """The values that are right, and who says so."""
    if subject == "version of the sheet":
        versions = {p.version for p in pages if p.kind == "information sheet" and p.version}
        if versions:
            return versions, f"the sheets have {' and '.join(sorted(versions))} in their heads"
    if details and (entry := _SUBJECTS_OF_DETAILS.get(subject)) and details.get(entry):
        said = _as_fact(subject, entry, details)
        if said:
            return {said}, f"study.yaml says {details.get(entry)}"
    if details and subject == "help line: number":
        return {digits(h.phone) for h in details.help_lines}, "study.yaml has no such help line"
    return _most_said(told)


def _as_fact(subject: str, entry: str, details: StudyDetails) -> str:
    """An entry of study.yaml in the shape in which facts are compared."""
    text = details.get(entry)
    if subject.startswith("date"):
        day = details.date(entry)
        return day.isoformat() if day else ""
    if subject.endswith("number"):
        return digits(text)
    if subject == "voucher":
        return text.replace(" ", "").removesuffix(".00")
    return text.lower().replace(" ", "") if subject == "worker's title" else text.lower()


def _most_said(told: list[tuple[TopicGuide, Fact]]) -> tuple[set[str], str]:
    """What most pages say; where as many say otherwise, what the first of them says."""
    counts = Counter(value for value, _ in {(f.value, p.path or p.name) for p, f in told})
    most = max(counts.values())
    page, fact = next((p, f) for p, f in told if counts[f.value] == most)
    return {fact.value}, f"{called(page)}, line {fact.line}, says {fact.shown}"
