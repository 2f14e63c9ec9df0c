"""Which way round a plain table stands, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpora.errors import StudyError
from qmethod.files.draft import labelled, number
from qmethod.files.layout import PARTICIPANT_WORDS, STATEMENT_WORDS, TEXT_WORDS, Layout

STATEMENTS_IN_ROWS = "statements in rows"
PARTICIPANTS_IN_ROWS = "participants in rows"
ORIENTATIONS = (STATEMENTS_IN_ROWS, PARTICIPANTS_IN_ROWS)
_STATEMENT_PREFIXES = frozenset({"s", "st", "sta", "stat", "stmt", "statement", "item", "card"})


def known_orientation(wanted: str | None) -> str | None:
    """The same orientation, if it is one.

    Raises
    ------
    StudyError
        If it is neither of the two.
    """
    if wanted is not None and wanted not in ORIENTATIONS:
        raise StudyError(
            f'Orientation "{wanted}" is not known; give "{ORIENTATIONS[0]}" or "{ORIENTATIONS[1]}".'
        )
    return wanted


def orientation_of(layout: Layout, wanted: str | None) -> tuple[float, str]:
    """Above 0 where statements stand in the rows; and a sentence that gives the reasons."""
    if wanted is not None:
        return (1 if wanted == STATEMENTS_IN_ROWS else -1), f"Orientation: {wanted}, as asked for."
    evidence = list(_evidence(layout))
    total = sum(weight for weight, _ in evidence)
    side = 1 if total >= 0 else -1
    words = (
        "statements in rows, participants in columns"
        if side > 0
        else "participants in rows, statements in columns"
    )
    other = ORIENTATIONS[1] if side > 0 else ORIENTATIONS[0]
    reasons = "; ".join(why for weight, why in evidence if weight * side > 0)
    against = "; ".join(why for weight, why in evidence if weight * side < 0)
    sentence = f"Orientation: {words} ({reasons or 'assumed, nothing tells'})."
    if against or not reasons:
        sentence += f" {f'Against it: {against}. ' if against else ''}"
        sentence += (
            f'If this is wrong, give orientation="{other}" (on the command line --orientation).'
        )
    return side, sentence


def _evidence(layout: Layout) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    word = layout.word(layout.margin)
    if word in STATEMENT_WORDS:
        found.append((3, f'the first column is headed "{layout.head(layout.margin)}"'))
    elif word in PARTICIPANT_WORDS:
        found.append((-3, f'the first column is headed "{layout.head(layout.margin)}"'))
    found += _margin_evidence(layout)
    if any(layout.word(c) in TEXT_WORDS and not layout.codes(c) for c in layout.labels):
        found.append((2, "a column holds the wording of statements"))
    found += _distribution_evidence(layout)
    if not found and len(layout.values) == 1:
        found.append((1, "there is one column of values"))
    if not found and len(layout.body) == 1:
        found.append((-1, "there is one row of values"))
    return found


def _margin_evidence(layout: Layout) -> list[tuple[float, str]]:
    down = layout.down(layout.margin) if layout.margin is not None else []
    across = [layout.head(c) for c in layout.run]
    rows, columns = _numbers_statements(down), _numbers_statements(across)
    if rows > columns:
        return [(2, "the first column numbers the statements")]
    if columns > rows:
        return [(-2, "the header numbers the statements")]
    return []


def _numbers_statements(labels: Sequence[str]) -> int:
    """How surely these labels number statements: 2 for s1, s2; 1 for 1, 2, 3; else 0."""
    parts = [labelled(label) for label in labels]
    known = [p for p in parts if p is not None]
    if len(known) < 2 or len(known) < 0.8 * len(labels):
        return 0
    prefix, _ = Counter(p for p, _ in known).most_common(1)[0][0], None
    numbers = sorted(n for p, n in known if p == prefix)
    if prefix in _STATEMENT_PREFIXES:
        return 2
    return int(prefix == "" and numbers == list(range(numbers[0], numbers[0] + len(numbers))))


def _distribution_evidence(layout: Layout) -> list[tuple[float, str]]:
    grid = [[layout.table.get(r, c) for c in layout.values] for r in layout.body]
    columns = _shared([list(column) for column in zip(*grid, strict=True)])
    rows = _shared([[layout.table.get(r, c) for c in layout.run] for r in layout.body])
    if columns > rows and columns >= 0.5:
        return [(2, "the columns share one distribution")]
    if rows > columns and rows >= 0.5:
        return [(-2, "the rows share one distribution")]
    return []


def _shared(lines: list[list[str]]) -> float:
    """The share of lines that hold the commonest multiset of values."""
    if len(lines) < 2:
        return 0.0
    bags = Counter(tuple(sorted(number(c) or 0.0 for c in line)) for line in lines)
    count = bags.most_common(1)[0][1]
    return count / len(lines) if count > 1 else 0.0
