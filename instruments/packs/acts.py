"""Photos, recording and vouchers: what guides do, what sheets say, what study.yaml allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from instruments.consent.recognition import found_by_mark
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.packs.purposes import (
    AGREED,
    IN_THE_FIELD,
    at,
    brings_up,
    called,
    lines_with,
    readers,
)
from instruments.passages import passages
from instruments.study.details import StudyDetails

_DONE = {
    "photos": re.compile(r"\bphoto|\bpictures? of (?:the|your)", re.IGNORECASE),
    "recording": re.compile(r"\brecorder|\b(?:audio|sound|voice)[ -]record|\brecord(?:ed|ing)\b",
                            re.IGNORECASE),
}  # fmt: skip


def done_but_not_said(pages: Sequence[TopicGuide]) -> Iterator[Finding]:
    """Photos or recording that a guide brings in and a sheet or form does not name."""
    for act, pattern in _DONE.items():
        for group in ("children", "professionals"):
            doing = [
                (page, line)
                for page in pages
                if page.kind in IN_THE_FIELD and readers(page) == group
                for line in lines_with(page, pattern)[:1]
            ]
            if not doing:
                continue
            guide, line = doing[0]
            for page in pages:
                if readers(page) != group or page.kind not in ("information sheet", *AGREED):
                    continue
                if not _names(page, act, pattern):
                    yield at(
                        page,
                        0,
                        act,
                        f"{called(guide)}, line {line}, has {act}, but this "
                        f"{page.kind} does not name it; add it, or take it out of the guide.",
                    )


def _names(page: TopicGuide, act: str, pattern: re.Pattern[str]) -> bool:
    body = passages(page)
    if page.kind in AGREED:
        body = tuple(p for p in body if p.key == "Line")
    return act in found_by_mark(body) or any(brings_up(p.text, pattern) for p in body)


def done_against_details(pages: Sequence[TopicGuide], details: StudyDetails) -> Iterator[Finding]:
    """What a page brings up though study.yaml says that the study has none of it."""
    for act, pattern in _DONE.items():
        if not details.says_no(act):
            continue
        for page in pages:
            for line in lines_with(page, pattern)[:1]:
                yield at(
                    page,
                    line,
                    act,
                    f"this speaks of {act}, but study.yaml says {act}: no; take it out, or change "
                    "study.yaml.",
                )
    if details.says_no("voucher"):
        for page in pages:
            for passage in passages(page):
                if re.search(r"\bvoucher|\bgift card", passage.text, re.IGNORECASE):
                    yield at(
                        page,
                        passage.line,
                        "voucher",
                        "this speaks of a voucher, but study.yaml says voucher: none; take it out, "
                        "or change study.yaml.",
                    )
