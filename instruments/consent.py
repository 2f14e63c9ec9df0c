"""What a sheet, a form or a spoken record must say for the people whom it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from instruments.clauses import (
    MUST,
    OUT,
    SIMPLE,
    Clause,
    band,
    clauses,
    found_by_id,
    found_by_likeness,
    found_by_words,
    plainer,
    unfit_words,
)
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import Passage, passages
from instruments.study import StudyDetails

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
_MARKED = 0.5


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
    marks = {c.id: c.sheet[group] for c in clauses().values() if c.id not in spared}
    if guide.version:
        marks.pop("version")
    yield from _missing(guide, body, marks, "the sheet")
    present = _found(guide, body)
    for clause in clauses().values():
        if clause.sheet[group] == OUT and clause.id in present:
            yield Finding(
                present[clause.id].line,
                "not for this band",
                f"a sheet for {_called(group)} leaves out {clause.about}; take it out, or keep it "
                "for the sheet of another reader.",
                "prompt",
            )


def _form(guide: TopicGuide, group: str, spared: set[str]) -> Iterator[Finding]:
    body = passages(guide)
    lines = [p for p in body if p.key == "Line"]
    marks = {c.id: c.form[group] for c in clauses().values() if c.id not in spared}
    if guide.version:
        marks.pop("version")
    yield from _missing(guide, lines, marks, "the form", form=True)
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
    marks = {c.id: c.sheet[group] for c in clauses().values() if c.id not in spared}
    marks.pop("version")
    yield from _missing(guide, body, marks, "the script")
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


def _found(
    guide: TopicGuide, body: tuple[Passage, ...] | list[Passage], *, form: bool = False
) -> dict[str, Passage]:
    """The clauses of a page: by id and, in English, by words or by likeness to examples."""
    if not guide.in_english:
        return found_by_id(body)
    like = {} if form else found_by_likeness(body)
    return like | found_by_words(body, line_of_form=form) | found_by_id(body)


def _missing(
    guide: TopicGuide,
    body: tuple[Passage, ...] | list[Passage],
    marks: dict[str, str],
    page: str,
    *,
    form: bool = False,
) -> Iterator[Finding]:
    wanted = [clauses()[name] for name, mark in marks.items() if mark in (MUST, SIMPLE)]
    by_id, anyhow = found_by_id(body), _found(guide, body, form=form)
    is_marked = sum(clause.id in by_id for clause in wanted) > _MARKED * len(wanted)
    if not guide.in_english and not is_marked:
        yield _unreadable(guide)
        return
    for clause in wanted:
        if clause.id not in anyhow:
            yield _missing_clause(clause, page, marks[clause.id], form=form)
        elif is_marked and clause.id not in by_id:
            yield _unmarked(clause, anyhow[clause.id])
        elif clause.id not in by_id and clause.id not in found_by_words(body, line_of_form=form):
            yield _likely(clause, anyhow[clause.id])


def _missing_clause(clause: Clause, page: str, mark: str, *, form: bool) -> Finding:
    what = f"a line on {clause.about}" if form else f"a passage on {clause.about}"
    return Finding(
        0,
        "missing clause",
        f"{page} has no passage that is recognised as {clause.id}: {clause.about}; write {what}, "
        f"or put {{#{clause.id}}} at the end of the one that says it.",
        "fault" if mark == MUST else "prompt",
    )


def _unmarked(clause: Clause, passage: Passage) -> Finding:
    return Finding(
        passage.line,
        "missing clause",
        f"nothing is marked {{#{clause.id}}}, though this passage may say it ({clause.about}); "
        "mark it if it does, else write one.",
    )


def _likely(clause: Clause, passage: Passage) -> Finding:
    return Finding(
        passage.line,
        "clause by likeness",
        f"this passage is taken for {clause.id} ({clause.about}); mark it {{#{clause.id}}} if it "
        "is, else write one.",
        "note",
    )


def _unreadable(guide: TopicGuide) -> Finding:
    return Finding(
        guide.lines_of_head.get("language", 0),
        "clauses",
        "clauses are recognised by their words in English only; keep the {#ids} of the English "
        "page at the end of the passages.",
        "note",
    )


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


def _spared(details: StudyDetails | None) -> set[str]:
    return {fact for fact in _FACTS if details is not None and details.says_no(fact)}


def _called(group: str) -> str:
    return group if group in ("parents", "professionals") else f"ages {group}"
