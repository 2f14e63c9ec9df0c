"""Clauses that a page should say and does not, or may say, or is marked for and says not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from instruments.consent.clauses import MUST, SIMPLE, Clause, clauses
from instruments.consent.recognition import recognise, says_it
from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import Passage

_MARKED = 0.5


def check_clauses(
    guide: TopicGuide,
    body: Sequence[Passage],
    marks: Mapping[str, str],
    page: str,
    *,
    form: bool = False,
) -> Iterator[Finding]:
    """Each clause that is not found for certain among the passages of a page.

    `marks` says for each clause whether it "must" be there or may be "simple". A page that
    marks most of its clauses is held to its marks: words that may say a clause are no proof.
    """
    wanted = [clauses()[name] for name, mark in marks.items() if mark in (MUST, SIMPLE)]
    found = recognise(body, english=guide.in_english, form=form)
    is_marked = sum(clause.id in found.by_mark for clause in wanted) > _MARKED * len(wanted)
    if not guide.in_english and not is_marked:
        yield _unreadable(guide)
        return
    for clause in wanted:
        if clause.id not in found:
            yield _missing(clause, page, marks[clause.id], form=form)
        elif clause.id in found.by_mark:
            if guide.in_english and not says_it(clause.id, body, form=form):
                yield _otherwise(clause, found.passage(clause.id))
        elif is_marked:
            yield _unmarked(clause, found.passage(clause.id))
        elif clause.id not in found.by_words:
            yield _likely(clause, found.passage(clause.id))


def _missing(clause: Clause, page: str, mark: str, *, form: bool) -> Finding:
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


def _otherwise(clause: Clause, passage: Passage) -> Finding:
    return Finding(
        passage.line,
        "clause in doubt",
        f"this is marked {{#{clause.id}}}, but its words do not show that it says "
        f"{clause.about}; read it again.",
        "prompt",
    )


def _unreadable(guide: TopicGuide) -> Finding:
    return Finding(
        guide.lines_of_head.get("language", 0),
        "clauses",
        "clauses are recognised by their words in English only; keep the {#ids} of the English "
        "page at the end of the passages.",
        "note",
    )
