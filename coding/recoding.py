"""Codings under the next version of a frame: none lost, every change traced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding.codings import Coding
from coding.frame_changes import FrameChange
from corpora.errors import StudyError


@dataclass(frozen=True)
class Recoded:
    """Codings under the new version of a frame.

    `codings` are all of them; `trace` tells old and new of each that changed; `undecided` are
    those of a split code that a person still has to place: they keep the old code.
    """

    codings: tuple[Coding, ...]
    trace: tuple[tuple[Coding, Coding], ...] = ()
    undecided: tuple[Coding, ...] = ()


def recode(
    codings: Iterable[Coding],
    change: FrameChange,
    *,
    choose: Callable[[Coding], str | None] | None = None,
) -> Recoded:
    """All codings under the new version of the frame, none lost.

    `because` of a changed coding tells what it was. Two codings of one coder on one passage
    that a merge makes alike become one, and the trace shows both.

    Parameters
    ----------
    choose
        For each coding of a split code the id of its new code, or None to leave it.

    Raises
    ------
    StudyError
        If a coding has a code that the old frame lacks, or the choice is none of the new ones.
    """
    pairs: list[tuple[Coding, Coding]] = []
    undecided: list[Coding] = []
    for coding in codings:
        change.before[coding.code]  # raises where the code is unknown
        options = change.mapping.get(coding.code, (coding.code,))
        code = options[0] if len(options) == 1 else _chosen(coding, options, choose)
        if code is None:
            undecided.append(coding)
        changed = code is not None and code != coding.code
        pairs.append((coding, _traced(coding, code, change) if changed and code else coding))
    final = _without_doubles(pairs)
    trace = tuple((old, new) for (old, _), new in zip(pairs, final, strict=True) if old != new)
    return Recoded(tuple(dict.fromkeys(final)), trace, tuple(undecided))


def _chosen(
    coding: Coding, options: tuple[str, ...], choose: Callable[[Coding], str | None] | None
) -> str | None:
    code = choose(coding) if choose is not None else None
    if code is None or code in (*options, coding.code):
        return code
    raise StudyError(
        f'Source {coding.source}, {coding.start} to {coding.end}: "{code}" is none of the codes '
        f"that {coding.code} was split into ({', '.join(options)})."
    )


def _traced(coding: Coding, code: str, change: FrameChange) -> Coding:
    was = f"was {coding.code} in version {change.before.version}"
    because = f"{coding.because} ({was})" if coding.because else f"{was[0].upper()}{was[1:]}."
    return replace(coding, code=code, because=because)


def _without_doubles(pairs: Sequence[tuple[Coding, Coding]]) -> list[Coding]:
    """The new codings; those that a merge made alike are one, with every reason."""
    alike: dict[tuple[Any, ...], list[tuple[Coding, Coding]]] = {}
    for old, new in pairs:
        key = (new.source, new.start, new.end, new.code, new.coder)
        alike.setdefault(key, []).append((old, new))
    final = []
    for _, new in pairs:
        group = alike[(new.source, new.start, new.end, new.code, new.coder)]
        if len(group) > 1 and any(a != b for a, b in group):
            reasons = dict.fromkeys(b.because for _, b in group if b.because)
            new = replace(group[0][1], because="; ".join(reasons))
        final.append(new)
    return final
