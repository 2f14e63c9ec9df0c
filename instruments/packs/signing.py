"""Forms against their sheets: nothing may be agreed to that no sheet explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from instruments.consent.clauses import clauses
from instruments.consent.recognition import found_by_mark, found_by_words
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.packs.purposes import AGREED, FORMS, at, belong, brings_up, called
from instruments.passages import Passage, passages
from instruments.study.details import StudyDetails

_THINGS = {
    "filming": r"video|film",
    "photos": r"photo|pictures? of",
    "recording": r"\brecord(?:ing|ed|er|s)?\b(?! held| kept)|\btape",
    "school records": r"school records?|my teachers?",
    "case files": r"case (?:files?|notes|records?)|records? (?:held|kept)|\bmy files?\b",
    "health records": r"medical|health records?|\bGP\b|doctor",
    "asking other people": r"(?:ask|talk to|speak to|contact) (?:my|the child's) (?:social|family|"
    r"parent|carer|school|worker|guardian)",
    "a later contact": r"contact(?:ed)? (?:me|you|us) again|follow-?up|future (?:studies|research)",
    "other researchers": r"other research|archive|deposit",
    "publishing quotations": r"\bquot",
    "the web or social media": r"website|online|social media|internet",
    "use of the name": r"use (?:of )?my (?:real |own )?name",
    "travel costs": r"travel|fares",
    "outside typists or software": r"transcri|typist|software|artificial",
}


def beyond_the_sheet(pages: Sequence[TopicGuide]) -> Iterator[Finding]:
    """Lines of a form that name something of which its sheet says nothing."""
    for form in pages:
        sheets = [p for p in pages if p.kind == "information sheet" and belong(p, form)]
        if form.kind not in FORMS or not sheets:
            continue
        body = [p for sheet in sheets for p in passages(sheet) if p.key != "Note"]
        present = found_by_words(body) | found_by_mark(body)
        text = "\n".join(p.text for p in body)
        for line in (p for p in passages(form) if p.key == "Line"):
            for what in _unsaid(line, present, text):
                yield at(
                    form,
                    line.line,
                    "not on the sheet",
                    f"this line asks about {what}, of which {called(sheets[0])} says nothing; "
                    "say it there, or take the line out.",
                )


def _unsaid(line: Passage, present: dict[str, Passage], sheet: str) -> Iterator[str]:
    clause = clauses().get(line.clause)
    if clause is not None and clause.id not in present and clause.id not in ("version",):
        yield clause.about
        return
    for what, pattern in _THINGS.items():
        named = re.compile(pattern, re.IGNORECASE)
        if named.search(line.text) and not brings_up(sheet, named):
            yield what


def without_partner(pages: Sequence[TopicGuide]) -> Iterator[Finding]:
    """Forms whose sheet, and sheets whose form, is not in the pack."""
    for page in pages:
        if page.kind in FORMS and not any(
            p.kind == "information sheet" and belong(p, page) for p in pages
        ):
            yield at(
                page, 0, "no sheet", "no information sheet for the same readers is in the pack."
            )
        if page.kind == "information sheet" and not any(
            p.kind in AGREED and belong(page, p) for p in pages
        ):
            yield at(
                page,
                0,
                "no form",
                "no form or spoken record for the same readers is in the pack.",
                "prompt",
            )


def nobody_to_sign(pages: Sequence[TopicGuide], details: StudyDetails) -> Iterator[Finding]:
    """Children invited for whom no form can be signed."""
    young = [kind for kind in details.who_signs if re.search(r"under 1[0-6]|child", kind)]
    if young and not any(p.kind in AGREED and p.audience == "parents" for p in pages):
        yield Finding(
            details.lines.get("who_signs", 0),
            "who signs",
            f"participants {young[0]} are invited, but the pack has no form for the adult who may "
            "decide for them; add consent-parents-carers.",
            path=details.path,
        )
