"""Changing a frame: split, merge, rename and move codes, keeping the codings and a trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding.frame import Code, CodingFrame
from coding.frame_memo import own_id
from corpora.errors import StudyError

_WORDS = ("weak", "unless", "whose")  # rules that hold words of texts, never ids


@dataclass(frozen=True)
class FrameChange:
    """A step from one version of a frame to the next.

    Fields
    ------
    step
        "split", "merge", "rename" or "move".
    before, after
        The frame in both versions; both stay usable.
    mapping
        For every code id that is not what it was: old id -> ids that its codings may have now.
        One id is settled; of several, a person chooses for each coding (see `recoding.recode`).
    sentence
        What was done and why, as it stands at the end of `after.history`.
    """

    step: str
    before: CodingFrame
    after: CodingFrame
    mapping: Mapping[str, tuple[str, ...]]
    sentence: str


def rename(frame: CodingFrame, code: str, name: str, *, because: str = "") -> FrameChange:
    """The frame with a code under another name; ids of the code and those below it follow.

    Raises
    ------
    StudyError
        If the code is unknown, the name is empty or a brother has it.
    """
    old = frame[code]
    name = _name(name)
    new_id = own_id(name, old.parent)
    codes = [replace(c, name=name) if c.id == code else c for c in frame]
    ids = _new_ids(frame, {code: new_id})
    words = f'Renamed "{code}" to "{new_id}"'
    return _change("rename", frame, codes, ids, words, because)


def move(frame: CodingFrame, code: str, parent: str | None, *, because: str = "") -> FrameChange:
    """The frame with a code, and all below it, under another parent (None: at the root).

    Raises
    ------
    StudyError
        If a code is unknown, the parent lies below the code, or has a child of that name.
    """
    old = frame[code]
    if parent is not None and frame[parent].id in _below(frame, code):
        raise StudyError(f"{code} can't be moved below itself ({parent}); choose another parent.")
    if parent == old.parent:
        raise StudyError(f"{code} is at that place already; choose another parent.")
    new_id = own_id(_tail(old), parent)
    moved = _below(frame, code)
    stay = [c for c in frame if c.id not in moved]
    go = [replace(c, parent=parent) if c.id == code else c for c in frame if c.id in moved]
    place = _after_children(stay, frame, parent)
    codes = [*stay[:place], *go, *stay[place:]]
    words = f'Moved "{code}" to {f"below {parent}" if parent else "the root"}'
    return _change("move", frame, codes, _new_ids(frame, {code: new_id}), words, because)


def merge(frame: CodingFrame, codes: Sequence[str], into: str, *, because: str = "") -> FrameChange:
    """The frame with several codes as one.

    Parameters
    ----------
    into
        One of the codes, or the id of another code of the frame; its definition stays, cues
        and examples are joined. Children of the codes that go come below it.

    Raises
    ------
    StudyError
        If a code is unknown, or two children would then have one id.
    """
    target = frame[into]
    going = [frame[c] for c in dict.fromkeys(codes) if c != into]
    if not going:
        raise StudyError(f'Merging into "{into}" needs at least one other code.')
    gone = {c.id for c in going}
    if gone & {above.id for above in _above(frame, into)}:
        raise StudyError(f"{into} lies below a code that would go; move it out first.")
    ids = _new_ids(frame, dict.fromkeys(gone, into))
    merged = _joined(target, going)
    kept = [merged if c.id == into else c for c in frame if c.id not in gone]
    kept = [replace(c, parent=into) if c.parent in gone else c for c in kept]
    listed = ", ".join(f'"{c.id}"' for c in going)
    return _change("merge", frame, _in_order(kept), ids, f'Merged {listed} into "{into}"', because)


def split(
    frame: CodingFrame, code: str, into: Sequence[str | Code], *, because: str = ""
) -> FrameChange:
    """The frame with new codes below the one that is split.

    The old code stays above them, and its codings with it, until `recoding.recode` is told which of
    the new ones each belongs to.

    Parameters
    ----------
    into
        At least two names, or codes with name, definition, cues, ...

    Raises
    ------
    StudyError
        If the code is unknown, fewer than two names are given, or one is taken.
    """
    frame[code]
    if len(into) < 2:
        raise StudyError(f'Splitting "{code}" needs the names of at least two new codes.')
    parts = [_part(part, code) for part in into]
    below = [c for c in frame if c.id in _below(frame, code)]
    place = list(frame).index(below[-1]) + 1
    codes = [*frame.codes[:place], *parts, *frame.codes[place:]]
    listed = ", ".join(f'"{part.id}"' for part in parts)
    mapping = {code: tuple(part.id for part in parts)}
    change = _change("split", frame, codes, {}, f'Split "{code}" into {listed}', because)
    return replace(change, mapping=mapping)


def _change(
    step: str,
    frame: CodingFrame,
    codes: Iterable[Code],
    ids: Mapping[str, str],
    words: str,
    because: str,
) -> FrameChange:
    """The step with every reference to a changed id following it."""
    renewed = [_renewed(code, ids) for code in codes]
    seen: set[str] = set()
    for code in renewed:
        if code.id in seen:
            raise StudyError(
                f'The frame "{frame.name}" has a code "{code.id}" already; choose another name, '
                "or merge the two."
            )
        seen.add(code.id)
    version = _next(frame.version)
    reason = f" because {because.strip().rstrip('.')}" if because.strip() else ""
    sentence = f"Version {version}: {words}{reason}."
    one_of = [tuple(dict.fromkeys(ids.get(c, c) for c in group)) for group in frame.one_of]
    after = replace(
        frame,
        codes=tuple(renewed),
        version=version,
        history=(*frame.history, sentence),
        one_of=tuple(group for group in one_of if len(group) > 1),
    )
    mapping = {old: (new,) for old, new in ids.items() if old != new}
    return FrameChange(step, frame, after, mapping, sentence)


def _renewed(code: Code, ids: Mapping[str, str]) -> Code:
    new_id = ids.get(code.id, code.id)
    opposite = ids.get(code.opposite, code.opposite) if code.opposite is not None else None
    return replace(
        code,
        id=new_id,
        parent=ids.get(code.parent, code.parent) if code.parent is not None else None,
        opposite=None if opposite == new_id else opposite,
        rules={
            key: value if key in _WORDS else _followed(value, ids)
            for key, value in code.rules.items()
        },
    )


def _followed(value: Any, ids: Mapping[str, str]) -> Any:
    """The tagger's rules with ids of codes in them renewed."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, Mapping):
        return {ids.get(key, key): _followed(v, ids) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_followed(v, ids) for v in value)
    return value


def _new_ids(frame: CodingFrame, changed: Mapping[str, str]) -> dict[str, str]:
    """The new id of each code that changes and of all below it."""
    ids: dict[str, str] = {}
    for code in frame:
        for above in (code, *_above(frame, code.id)):
            if above.id in changed:
                tail = code.id.removeprefix(above.id)
                follows = tail != code.id and (not tail or tail.startswith("/"))
                ids[code.id] = changed[above.id] + tail if follows else code.id
                break
    return ids


def _above(frame: CodingFrame, code: str) -> list[Code]:
    """The codes above one, nearest first."""
    found = []
    parent = frame[code].parent
    while parent is not None:
        found.append(frame[parent])
        parent = frame[parent].parent
    return found


def _below(frame: CodingFrame, code: str) -> set[str]:
    """The id of a code and of all below it."""
    return {c.id for c in frame if c.id == code or code in {a.id for a in _above(frame, c.id)}}


def _after_children(stay: Sequence[Code], frame: CodingFrame, parent: str | None) -> int:
    """The place behind the last code below a parent."""
    if parent is None:
        return len(stay)
    inside = _below(frame, parent)
    return max(i for i, c in enumerate(stay) if c.id in inside) + 1


def _in_order(codes: Sequence[Code]) -> list[Code]:
    """Each code after its parent and before its parent's next brother."""
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    ordered: list[Code] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting += below.get(code.id, [])[::-1]
    return ordered


def _joined(target: Code, going: Sequence[Code]) -> Code:
    """The code with cues and examples of those that go into it."""
    every = (target, *going)
    rules: dict[str, Any] = {}
    for code in reversed(every):
        for key, value in code.rules.items():
            before = rules.get(key)
            both = isinstance(value, list) and isinstance(before, list)
            rules[key] = list(dict.fromkeys([*value, *before])) if both and before else value
    return replace(
        target,
        examples=tuple(dict.fromkeys(e for code in every for e in code.examples)),
        cues=tuple(dict.fromkeys(cue for code in every for cue in code.cues)),
        rules=rules,
    )


def _part(part: str | Code, parent: str) -> Code:
    code = part if isinstance(part, Code) else Code(id="", name=_name(part))
    return replace(code, id=own_id(code.name, parent), parent=parent)


def _name(name: str) -> str:
    if not name.strip():
        raise StudyError("A code needs a name; give one.")
    return " ".join(name.split())


def _tail(code: Code) -> str:
    """The part of an id that is the code's own."""
    return code.id if code.parent is None else code.id.removeprefix(f"{code.parent}/")


def _next(version: str) -> str:
    """The version after this one: its last number counted up."""
    head = version.rstrip("0123456789")
    number = version[len(head) :]
    return f"{head}{int(number) + 1}" if number else f"{version}.1"
