"""The pages of a study held against each other and against its study.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.packs.acts import done_against_details, done_but_not_said
from instruments.packs.agreement import disagreements
from instruments.packs.facts import digits, durations, facts
from instruments.packs.purposes import at, called, is_used_with
from instruments.packs.signing import beyond_the_sheet, nobody_to_sign, without_partner
from instruments.study.details import StudyDetails, fill
from instruments.study.gaps import check_details


def check_pack(guides: Sequence[TopicGuide], details: StudyDetails | None = None) -> list[Finding]:
    """What the pages of a pack say against each other, by file and line.

    Sheets, forms, guides, scripts and cards are compared on the voucher, minutes, photos,
    recording, contacts, dates, names and versions; a form with its sheet; a translated page's
    help line with those that serve its language. With the study's details, pages are filled
    first, are held against them too, and what study.yaml leaves open is listed.
    """
    pages = [fill(guide, details) for guide in guides] if details else list(guides)
    found = [
        *disagreements(pages, details),
        *_longer_than_promised(pages),
        *done_but_not_said(pages),
        *beyond_the_sheet(pages),
        *without_partner(pages),
        *_foreign_help(pages, details),
    ]
    if details is not None:
        found += [
            *check_details(details),
            *done_against_details(pages, details),
            *nobody_to_sign(pages, details),
        ]
    return sorted(set(found), key=lambda f: (f.path, f))


def _longer_than_promised(pages: Sequence[TopicGuide]) -> Iterator[Finding]:
    for page in pages:
        if page.kind != "information sheet":
            continue
        spans = durations(page)
        for low, high, line in spans:
            if (low, high) != spans[0][:2]:
                yield at(
                    page,
                    line,
                    "minutes",
                    f"here {high:g} minutes, but line {spans[0][2]} says {spans[0][1]:g}; make "
                    "them agree.",
                )
        for guide in pages:
            if spans and is_used_with(guide, page) and (guide.minutes or 0) > spans[0][1]:
                yield at(
                    guide,
                    guide.lines_of_head.get("minutes", 0),
                    "minutes",
                    f"it takes {guide.minutes:g} minutes, but {called(page)}, line "
                    f"{spans[0][2]}, promises {spans[0][1]:g}; shorten it or change the sheet.",
                )


def _foreign_help(pages: Sequence[TopicGuide], details: StudyDetails | None) -> Iterator[Finding]:
    """Help lines on translated pages that nobody is known to answer in that language."""
    english = {
        f.value for p in pages if p.in_english for f in facts(p) if f.subject.startswith("help")
    }
    for page in pages:
        if page.in_english:
            continue
        for fact in facts(page):
            if fact.subject != "help line: number":
                continue
            lines = (
                [h for h in details.help_lines if digits(h.phone) == fact.value] if details else []
            )
            if any(h.serves(page.language) for h in lines):
                continue
            if lines or fact.value in english:
                yield at(
                    page,
                    fact.line,
                    "help line",
                    f"{fact.shown} is the help line of the English pages; find one that answers in "
                    "the language of this page, or say in study.yaml that it has interpreters.",
                )
