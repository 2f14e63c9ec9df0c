"""Suggestions as a coder reads them: the quote, and one sentence of reason."""

from __future__ import annotations

from coding.codings import Suggestion
from coding.sentences import Range, Word
from coding.settle import Mention
from corpora.sources import Source


def suggestion(
    source: Source, offset: int, words: list[Word], starts: list[int], mention: Mention
) -> Suggestion:
    """The mention as a coder sees it: its clause quoted, its cue, and one sentence of reason.

    `offset` is the character at which the stretch of `words` begins in the source.
    """
    start, end = _trimmed(words, *mention.clause)
    begin = offset + starts[start]
    finish = offset + starts[end] + words[end].length
    cue = source.text[
        offset + starts[mention.first] : offset + starts[mention.last] + words[mention.last].length
    ]
    cue = cue if mention.cue else ", ".join(mention.triggers)
    return Suggestion(
        source.id, begin, finish, source.text[begin:finish], mention.code, mention.status,
        round(mention.score, 3), _because(mention, cue), cue,
        mention.triggers if mention.cue else (),
    )  # fmt: skip


_EDGES = {*",;:-–—→.•*!?", "and", "but", "however", "although", "though"}


def _trimmed(words: list[Word], start: int, end: int) -> Range:
    while start < end and (words[start].form in _EDGES or words[start].kind != "word"):
        start += 1
    while end > start and (words[end].form in _EDGES or words[end].kind != "word"):
        end -= 1
    return start, end


def _because(mention: Mention, cue: str) -> str:
    name = mention.code.rsplit("/", 1)[-1]
    shown = " ".join(cue.split())
    shown = shown if len(shown) < 80 else shown[:77] + "..."
    words = ", ".join(f'"{t}"' for t in mention.triggers)
    if mention.cue is None:
        told = f"{words} may speak" if words else "the passage as a whole may speak"
        return f"No cue stands here, but {told} for {name}, as in passages written for the frame."
    if mention.turned == "overtaken":
        return f'"{shown}" points to {name}, but another code of its kind fits better.'
    if mention.turned == "near":
        return f'"{shown}" touches {name} without asserting it; look at the whole passage.'
    if mention.turned:
        return f'"{shown}" is {mention.turned}{f" by {words}" if words else ""}: {name}.'
    if mention.status == "asserted":
        return f'"{shown}" {"may point" if mention.cue.weak else "points"} to {name}.'
    return (
        f'"{shown}" would mean {name}, but it is {mention.status}{f" ({words})" if words else ""}.'
    )
