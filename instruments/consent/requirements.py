"""What a sheet, a form or a spoken record must say for the people whom it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from instruments.consent.clauses import OUT, Clause, band, clauses, plainer, unfit_words
from instruments.consent.missing import check_clauses
from instruments.consent.recognition import recognise
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import Passage, passages
from instruments.study.details import StudyDetails

CHOICES_OF_THEIR_OWN = ("recording", "photos", "sharing")
_FACTS = ("recording", "photos", "voucher")
_MOST_LINES_6_10 = 7
_UNTICKED = re.compile(
    r"(?:no|without an?) (?:tick|answer)|untick|not tick|(?:leave|left|stays?|is) "
    r"(?:(?:a line|it|any box|any line|a box) )?(?:empty|blank)",
    re.IGNORECASE,
)
_IS_NO = re.compile(r"\b(?:as|means?|is) (?:a )?[\"“']?no\b|not agreed?", re.IGNORECASE)
_ROLE = re.compile(
    r"parental responsibility|in what role|local authority|relationship to",
    re.IGNORECASE,
)
_RESEARCHERS = re.compile(r"researcher|witness|interviewer|interpreter|adult who", re.IGNORECASE)


def check_consent(guide: TopicGuide, details: StudyDetails | None = None) -> list[Finding]:
    """What a sheet, form or spoken record lacks, or should not say to the people it is for.

    Clauses are found by their ids, and where a page has none, in English, by their words. A
    page that is neither sheet, form nor record has no findings. With the study's details, a
    study without recording, photos or voucher is not asked for them.
    """
    check = _KINDS.get(guide.kind)
    if check is None:
        return []
    group = band(guide)
    if not group:
        return [
            Finding(
                guide.lines_of_head.get("ages", 1),
                "age band",
                "the head names neither an age band nor parents or professionals, so that its "
                "clauses can't be checked; write ages: 6-10, 11-15 or 16+, or an audience.",
                path=guide.path,
            )
        ]
    found = [*check(guide, group, _spared(details)), *_unfit(guide, group)]
    return sorted(Finding(f.line, f.rule, f.message, f.severity, guide.path) for f in found)


def _sheet(guide: TopicGuide, group: str, spared: set[str]) -> Iterator[Finding]:
    body = passages(guide)
    marks = _marks(lambda clause: clause.sheet[group], spared | _told_by_head(guide))
    yield from check_clauses(guide, body, marks, "the sheet")
    present = recognise(body, english=guide.in_english)
    for clause in clauses().values():
        if clause.sheet[group] == OUT and clause.id in present:
            yield Finding(
                present.passage(clause.id).line,
                "not for this band",
                f"a sheet for {_called(group)} leaves out {clause.about}; take it out, or keep it "
                "for the sheet of another reader.",
                "prompt",
            )


def _form(guide: TopicGuide, group: str, spared: set[str]) -> Iterator[Finding]:
    body = passages(guide)
    lines = [p for p in body if p.key == "Line"]
    marks = _marks(lambda clause: clause.form[group], spared | _told_by_head(guide))
    yield from check_clauses(guide, lines, marks, "the form", form=True)
    yield from _lines(guide, lines)
    yield from _unticked(body)
    yield from _signatures(guide, body)
    if group == "6-10" and len(lines) > _MOST_LINES_6_10:
        yield Finding(
            lines[_MOST_LINES_6_10].line,
            "too many lines",
            f"the form has {len(lines)} lines; children of 6 to 10 can follow five to seven.",
            "prompt",
        )
    if group == "parents":
        yield from _whose_role(body)


def _spoken(guide: TopicGuide, group: str, spared: set[str]) -> Iterator[Finding]:
    body = passages(guide)
    marks = _marks(lambda clause: clause.sheet[group], spared | {"version"})
    yield from check_clauses(guide, body, marks, "the script")
    yield from _lines(guide, [p for p in body if p.key == "Line"])
    yield from _unticked(body)
    signs = [p for p in body if p.key == "Sign"]
    if not signs:
        yield Finding(
            0, "signature", "nobody signs the record; add - Sign: for the researcher who heard it."
        )
    for sign in signs:
        if not _RESEARCHERS.search(sign.text):
            yield Finding(
                sign.line,
                "signature",
                f'"{sign.text}" signs a record that is there so that no participant signs; let '
                "the researcher, or a witness, sign.",
            )


_KINDS: dict[str, Callable[[TopicGuide, str, set[str]], Iterator[Finding]]] = {
    "information sheet": _sheet,
    "assent form": _form,
    "consent form": _form,
    "spoken consent": _spoken,
}


def _lines(guide: TopicGuide, lines: list[Passage]) -> Iterator[Finding]:
    """Each choice of its own has a line of its own, and one may say no to it."""
    if not guide.in_english:
        return
    own = [clauses()[name] for name in CHOICES_OF_THEIR_OWN]
    for line in lines:
        named = [clause.id for clause in own if clause.is_in(line.text)]
        if len(named) > 1:
            yield Finding(
                line.line,
                "one tick for two",
                f"this line asks for {' and '.join(named)} at once; give each a line of its own.",
            )
        elif named and line.term != "optional":
            yield Finding(
                line.line,
                "not optional",
                f"{named[0]} can be refused by people who take part; write - Line, optional: "
                "before it.",
                "prompt",
            )


def _unticked(body: tuple[Passage, ...]) -> Iterator[Finding]:
    for passage in body:
        if passage.clause == "unticked" and passage.key != "Title":
            return
        if _UNTICKED.search(passage.text) and _IS_NO.search(passage.text):
            return
    yield Finding(
        0,
        "unticked lines",
        "the form does not say that a line without a tick counts as no; say so before the first "
        "line and mark it {#unticked}.",
    )


def _signatures(guide: TopicGuide, body: tuple[Passage, ...]) -> Iterator[Finding]:
    if not any(p.key == "Sign" for p in body):
        yield Finding(0, "signature", "nobody signs the form; add - Sign: and who signs.")
    elif band(guide) == "6-10" and not any(
        p.key == "Sign" and re.search(r"adult|grown-?up|read", p.text, re.IGNORECASE) for p in body
    ):
        yield Finding(
            0,
            "signature",
            "the adult who reads the form to the child does not sign; add - Sign: The adult who "
            "read this out.",
        )


def _whose_role(body: tuple[Passage, ...]) -> Iterator[Finding]:
    said = [p for p in body if p.key != "Note"]
    if not any(p.clause == "who-signs" or _ROLE.search(p.text) for p in said):
        yield Finding(
            0,
            "who signs",
            "the form takes for granted that whoever signs may decide for the child; ask in what "
            "role: parent, other person with parental responsibility, local authority.",
        )


def _unfit(guide: TopicGuide, group: str) -> Iterator[Finding]:
    """Words that do not suit the band, once each."""
    if not guide.in_english:
        return
    body = [p for p in passages(guide) if p.key not in ("Note", "Picture")]
    first = {
        word: next((p.line for p in body if pattern.search(p.text)), 0)
        for word, pattern in unfit_words(group).items()
    }
    for word, line in first.items():
        if not line or any(word in longer for longer in first if longer != word and first[longer]):
            continue
        yield Finding(
            line,
            "word not for this band",
            f'"{word}" is hard for {_called(group)}; say {plainer(word, group)}.',
            "prompt",
        )


def _marks(mark: Callable[[Clause], str], spared: set[str]) -> dict[str, str]:
    """The mark of each clause that is asked for on a page of one kind and band."""
    return {clause.id: mark(clause) for clause in clauses().values() if clause.id not in spared}


def _told_by_head(guide: TopicGuide) -> set[str]:
    """The version, which the foot of every page tells where the head has one."""
    return {"version"} if guide.version else set()


def _spared(details: StudyDetails | None) -> set[str]:
    return {fact for fact in _FACTS if details is not None and details.says_no(fact)}


def _called(group: str) -> str:
    return group if group in ("parents", "professionals") else f"ages {group}"
