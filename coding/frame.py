"""The coding frame: a tree of codes of any depth, versioned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from corpora.errors import StudyError


@dataclass(frozen=True)
class Code:
    """One code of a frame.

    `id` is the path of names joined by "/"; two codes with one name under different parents
    stay two. `cues` are the words and patterns that point to the code; `opposite` is the id
    of the code that holds when this one is denied; `codable` is False for a grouping node.
    `rules` tell the tagger the rest: whose status counts, what a denied, ended or merely
    planned cue means, weak cues, words that speak against the code.
    """

    id: str
    name: str
    parent: str | None = None
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    opposite: str | None = None
    codable: bool = True
    colour: str = ""
    rules: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class CodingFrame:
    """A named, versioned tree of codes, in the order of its manual.

    `history` tells, a sentence each, how this version came from the one before. `words` are
    the named word lists that cues refer to as {name}; of each tuple in `one_of` one code holds
    at a time, so that the state told last counts.
    """

    name: str
    codes: tuple[Code, ...]
    version: str = "1"
    description: str = ""
    history: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    one_of: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        ids = [code.id for code in self.codes]
        twice = {i for i in ids if ids.count(i) > 1} if len(set(ids)) < len(ids) else set()
        if twice:
            raise StudyError(
                f'The frame "{self.name}" holds the code {min(twice)} twice; ids are unique.'
            )
        for code in self.codes:
            for what, other in (("parent", code.parent), ("opposite", code.opposite)):
                if other is not None and other not in self._by_id:
                    raise StudyError(
                        f'The frame "{self.name}": the {what} of {code.id} is {other}, which is '
                        "no code of the frame."
                    )

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_id

    def __getitem__(self, code: str) -> Code:
        try:
            return self._by_id[code]
        except KeyError:
            raise StudyError(f'The frame "{self.name}" has no code "{code}".') from None

    @property
    def codable(self) -> list[Code]:
        """The codes that passages can be given, in order."""
        return [code for code in self.codes if code.codable]

    def children(self, code: str | None) -> list[Code]:
        """The codes directly under a code, or the roots for None."""
        return [c for c in self.codes if c.parent == code]

    def top(self, code: str) -> str:
        """The id of the root above a code (itself, if it is a root)."""
        current = self[code]
        while current.parent is not None:
            current = self[current.parent]
        return current.id
