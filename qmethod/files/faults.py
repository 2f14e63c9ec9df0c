"""The rules by which a study's entries are faulted, each giving what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from qmethod.design import Grid, Statement
from qmethod.files.draft import Draft, DraftSort, Fault, whole
from qmethod.files.entries import Entries


def statement_faults(draft: Draft) -> Iterator[Fault]:
    """Statement numbers that repeat, too few statements, and slips in the wording."""
    counts = Counter(s.number for s in draft.statements)
    told = {f.statement for f in draft.faults}
    for n, count in counts.items():
        if count > 1 and n not in told:
            yield Fault(
                "",
                n,
                "",
                f"the statement number stands {count} times in the list",
                "give each statement its own number",
                stops=True,
            )
    if len(counts) < 2:
        yield Fault(
            "",
            None,
            "",
            f"the file holds {len(counts)} statement{'s' * (len(counts) != 1)}",
            "a Q study needs at least two cards",
            stops=True,
        )
    if draft.worded:
        yield from _wording_faults(draft.statements)


def _wording_faults(statements: Sequence[Statement]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for s in statements:
        text = " ".join(s.text.lower().split())
        if not text:
            yield Fault("", s.number, "", "the statement has no wording", "add it", stops=False)
        elif text in first:
            yield Fault(
                "",
                s.number,
                "",
                f"the wording is the same as that of statement {first[text]}",
                "look whether one of them is a slip",
                stops=False,
            )
        else:
            first[text] = s.number


def name_faults(draft: Draft) -> Iterator[Fault]:
    """Sorts without a participant, and participants that stand twice."""
    if not draft.sorts:
        yield Fault(
            "", None, "", "the file holds no sort", "add one participant at least", stops=True
        )
    if len(draft.sorts) == 1:
        problem, remedy = "the file holds one sort", "an analysis compares at least two; add more"
        yield Fault("", None, "", problem, remedy, stops=False)
    first: dict[str, DraftSort] = {}
    for sort in draft.sorts:
        cell = sort.cell(sort.at)
        if not sort.name:
            yield Fault(
                "",
                None,
                cell,
                "a sort has no participant",
                "give it a code of its own, or delete it if it is empty",
                stops=True,
            )
        elif sort.name in first:
            other = first[sort.name].cell(first[sort.name].at)
            yield Fault(
                sort.name,
                None,
                cell,
                f"the participant stands twice, here and at {other}",
                "give each sort a code of its own, or delete the copy",
                stops=True,
            )
        first.setdefault(sort.name, sort)


def grid_faults(
    entries: Sequence[Entries], grid: Grid, *, forced: bool | None, declared: bool
) -> Iterator[Fault]:
    """Values off the grid and columns with the wrong number of cards.

    A value off the grid stops the reading only where the study is otherwise forced: every
    other sort keeps to the grid, so the value is a slip rather than a free sort.
    """
    if forced is False:
        return
    heights = {float(v): h for v, h in grid.height_of.items() if h}
    counts = [Counter(e.values.values()) for e in entries]
    off = [any(v not in heights for v in c) for c in counts]
    over = [any(c[v] > heights.get(v, 0) for v in c) for c in counts]
    keeping = [not o for o, c in zip(over, counts, strict=True) if c]
    enough = any(keeping) if declared else sum(keeping) > sum(off)
    otherwise_forced = not any(o and not f for o, f in zip(over, off, strict=True))
    strays_stop = forced is True or (enough and otherwise_forced)
    for entry, count in zip(entries, counts, strict=True):
        yield from _off_grid(entry, heights, strays_stop)
        if declared or forced or sum(keeping) >= len(keeping) / 2:
            yield from _wrong_counts(entry, count, heights, stops=forced is True)


def _off_grid(entry: Entries, heights: Mapping[float, int], stops: bool) -> Iterator[Fault]:
    for card, value in entry.values.items():
        if value not in heights:
            span = f"{min(heights):g} to {max(heights):g}"
            yield Fault(
                entry.name,
                card,
                entry.cell(card),
                f"found {value:g}, and the grid has the columns {span}",
                "correct the value, or allow free sorts with forced=False (on the command line "
                "--free)",
                stops=stops,
            )


def _wrong_counts(
    entry: Entries, count: Counter[float], heights: Mapping[float, int], *, stops: bool
) -> Iterator[Fault]:
    complete = sum(count.values()) == sum(heights.values())
    wrong = [
        (v, count[v], h) for v, h in heights.items() if count[v] > h or (complete and count[v] != h)
    ]
    if wrong:
        told = ", ".join(
            f"column {v:+g} holds {c} card{'s' * (c != 1)} and has {h} place{'s' * (h != 1)}"
            for v, c, h in wrong
        ).replace("column +0", "column 0")
        yield Fault(
            entry.name,
            None,
            entry.head,
            told,
            "compare with the photo or the score sheet; free sorts are allowed",
            stops=stops and any(c > h for _, c, h in wrong),
        )


def missing_faults(entries: Sequence[Entries], numbers: Sequence[int]) -> Iterator[Fault]:
    """Cards that were not placed, one fault each where they are few."""
    for entry in entries:
        missing = [n for n in numbers if n not in entry.values and n not in entry.unsure]
        broken = {f.statement for f in entry.faults}
        missing = [n for n in missing if n not in broken]
        if not entry.values and not entry.unsure and not entry.faults:
            yield Fault(
                entry.name,
                None,
                entry.head,
                "the participant placed no card",
                "fill in the sort, or delete the participant",
                stops=True,
            )
        elif len(missing) > 5:
            told = ", ".join(map(str, missing[:40])) + (", ..." if len(missing) > 40 else "")
            yield _not_placed(entry, None, f"{len(missing)} cards were not placed: {told}")
        else:
            for n in missing:
                yield _not_placed(entry, n, "the card was not placed")


def _not_placed(entry: Entries, card: int | None, problem: str) -> Fault:
    cell = entry.head if card is None else entry.cell(card)
    remedy = "fill it in from the photo, or leave it if the participant left it out"
    return Fault(entry.name, card, cell, problem, remedy, stops=False)


def suspicions(entries: Sequence[Entries]) -> Iterator[Fault]:
    """Sorts that are equal on every card, and sorts that are the same value throughout."""
    first: dict[tuple[tuple[int, float], ...], str] = {}
    for entry in entries:
        cell = entry.head
        if len(entry.values) > 1 and len(set(entry.values.values())) == 1:
            yield Fault(
                entry.name,
                None,
                cell,
                f"every card has the value {next(iter(entry.values.values())):g}",
                "look at the score sheet: a constant sort can't be analysed",
                stops=False,
            )
        key = tuple(sorted(entry.values.items()))
        if key and key in first:
            yield Fault(
                entry.name,
                None,
                cell,
                f'the sort is the same as that of "{first[key]}" on every card',
                "look whether one of them was copied by mistake",
                stops=False,
            )
        first.setdefault(key, entry.name)


def companion_faults(draft: Draft, known: set[int]) -> Iterator[Fault]:
    """Attributes, piles and comments of people or cards that are not in the study."""
    names = set(draft.names)
    for name in draft.participants:
        if name not in names:
            problem = "the participant has attributes and no sort"
            yield Fault(name, None, "", problem, "correct the name, or leave it out", stops=True)
    for word, entries in (("a pile", draft.piles), ("a comment", draft.comments)):
        for entry in entries:
            if entry.participant not in names:
                problem, remedy = f"{word} names somebody who has no sort", "correct the name"
            elif whole(entry.number) not in known:
                problem = f'{word} names statement "{entry.number[:20]}", not one of the Q-set'
                remedy = "correct the number"
            else:
                continue
            yield Fault(entry.participant, None, entry.cell, problem, remedy, stops=True)
