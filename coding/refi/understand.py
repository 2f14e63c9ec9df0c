"""From what stands in a file to an `Exchange`: places found, names given, the rest listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coding.frame import CodingFrame
from coding.refi import ours
from coding.refi.cases import understand_cases
from coding.refi.codebook import ORIGIN
from coding.refi.counting import USUAL, Marked, way_of_counting
from coding.refi.done import NOBODY, Done
from coding.refi.exchange import Exchange, LeftOver
from coding.refi.facts import Facts
from coding.refi.memos import leave_region, understand_memos
from coding.refi.ruler import Reading
from coding.refi.texts import understand_text


def understood(facts: Facts) -> Exchange:
    """The exchange that the facts of a file make."""
    way, said = _way(facts)
    done = Done(facts, way, _own_data(facts))
    done.left_over += [LeftOver(*each) for each in (*facts.left_over, *_of_book(facts))]
    understand_cases(done)
    for text in facts.texts:
        understand_text(done, text)
    for region in facts.regions:
        leave_region(done, region)
    understand_memos(done)
    return Exchange(
        facts.name,
        _frame(done),
        tuple(done.sources),
        tuple(done.codings.values()),
        tuple(done.memos),
        tuple(done.cases.values()),
        _coders(done),
        tuple(done.left_over),
        (*said, *_told(done)),
    )


def _way(facts: Facts) -> tuple[Reading, tuple[str, ...]]:
    """How the file counts; of what this program wrote it is known."""
    if facts.origin == ORIGIN:
        return USUAL, ()
    return way_of_counting(
        [Marked(t.raw, [(m.start, m.end, m.name) for m in t.markings]) for t in facts.texts]
    )


def _own_data(facts: Facts) -> dict[str, Any]:
    """What a note of ours says, wherever the file has been since."""
    for note in facts.notes.values():
        if note.name == ours.NOTE:
            return ours.data_in(note.text)
    return {}


def _of_book(facts: Facts) -> list[tuple[str, str, str]]:
    return [("set", "of codes", sentence) for sentence in facts.book.left_over]


def _frame(done: Done) -> CodingFrame:
    """The frame; a code that was used is codable, whatever the file says."""
    used = {passage.coding.code for passage in done.codings.values()}
    frame = done.facts.book.frame
    opened = [code.id for code in frame if not code.codable and code.id in used]
    done.counts["opened codes"] = len(opened)
    codes = tuple(replace(c, codable=c.codable or c.id in used) for c in frame)
    plain = replace(frame, name=done.facts.name or frame.name, codes=codes)
    return ours.frame_with(plain, done.data) if done.data else plain


def _coders(done: Done) -> tuple[str, ...]:
    found = [passage.coding.coder for passage in done.codings.values()]
    return tuple(dict.fromkeys([*done.facts.users.values(), *found]))


def _told(done: Done) -> list[str]:
    sentences = {
        "renamed": "Sources or cases of one name were numbered: {}.",
        "cut": "Passages that ended beyond their text and were cut to it: {}.",
        "half": "Passages that began or ended within a character and were given all of it: {}.",
        "whole": "Codes given to a whole source stand as codings of all its text: {}.",
        "nobody": f'Codings that name no coder, given to "{NOBODY}": {{}}.',
        "marked by another": "Passages that one user marked first and another coded: {}; the one "
        "who coded counts as the coder.",
        "twice": "Codings that came a second time and are kept once: {}.",
        "opened codes": "Codes that the file calls groups, though passages have them, and which "
        "can be used now: {}.",
    }
    said = [text.format(done.counts[key]) for key, text in sentences.items() if done.counts[key]]
    if done.times and done.facts.origin != ORIGIN:
        said.append(
            f"When codings were made ({min(done.times)} to {max(done.times)}) is not kept; the log "
            "of the project has the moment of the import."
        )
    return said
