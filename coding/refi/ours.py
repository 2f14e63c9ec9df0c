"""What only this program knows of a project, kept in a note of the exchange file.

Other programs show the note as a memo; read back here, it gives the frame its name, history,
cues and rules and the sources their kinds, so that nothing is lost on the way out and in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from coding.frame import CodingFrame
from corpora.errors import StudyError
from corpora.sources import Source, Turn, fingerprint
from corpora.turns import find_turns

NOTE = "Coding frame and kinds of texts (read by qmethod-toolkit)"
_KINDS = ("summary", "transcript", "text")
PLAIN_NAMES = (
    "Written by qmethod-toolkit. Names of sources, cases and coders stand as in the project; "
    "check what they and the texts tell before you share the file."
)
PSEUDONYMS = (
    "Written by qmethod-toolkit. Names of sources, cases and coders were replaced by pseudonyms, "
    "whose key is kept apart; the words of texts and memos are as in the project."
)


def note_text(frame: CodingFrame, sources: Sequence[Source]) -> str:
    """The words of the note: one line of data, which json can read."""
    found: dict[tuple[str, ...], int] = {}
    data = {
        "frame": {
            "name": frame.name,
            "version": frame.version,
            "description": frame.description,
            "history": frame.history,
            "one_of": frame.one_of,
            "words": frame.words,
            "cues": {code.id: code.cues for code in frame if code.cues},
            "rules": {code.id: code.rules for code in frame if code.rules},
        },
        "sources": {
            source.id: [
                fingerprint(source.text),
                source.kind,
                source.fingerprint,
                found.setdefault(source.found, len(found)),
                _unusual_turns(source),
            ]
            for source in sources
        },
        "found": list(found),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _unusual_turns(source: Source) -> list[list[Any]] | None:
    """The turns, unless they would be found again in the text."""
    if source.turns == _usual_turns(source.kind, source.text):
        return None
    return [[t.speaker, t.start, t.end, t.interviewer] for t in source.turns]


def _usual_turns(kind: str, text: str) -> tuple[Turn, ...]:
    return find_turns(text) if kind == "transcript" else ()


def joined(texts: Sequence[str]) -> str:
    """The words of several memos as one description."""
    return "\n\n".join(texts)


def data_in(text: str) -> dict[str, Any]:
    """What a note of ours says; nothing where it was changed in another program."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if _sound(data) else {}


def _sound(data: Any) -> bool:
    if not isinstance(data, dict) or not isinstance(data.get("frame"), dict):
        return False
    frame = data["frame"]
    tables = (data.get("sources"), *map(frame.get, ("rules", "words", "cues")))
    lists = (data.get("found"), frame.get("history"), frame.get("one_of"))
    return all(isinstance(t, dict) for t in tables) and all(isinstance(e, list) for e in lists)


def frame_with(frame: CodingFrame, data: Mapping[str, Any]) -> CodingFrame:
    """The frame with the name, history and rules that the note gives it."""
    said = data["frame"]
    texts = {
        name: said[name]
        for name in ("name", "version", "description")
        if isinstance(said.get(name), str)
    }
    codes = tuple(
        replace(
            code,
            cues=code.cues or _strings(said["cues"].get(code.id)),
            rules=rules if isinstance(rules := said["rules"].get(code.id), dict) else {},
        )
        for code in frame
    )
    return replace(
        frame,
        codes=codes,
        history=_strings(said["history"]),
        one_of=tuple(
            _strings(group)
            for group in said["one_of"]
            if all(code in frame for code in _strings(group))
        ),
        words={str(key): _strings(value) for key, value in said["words"].items()},
        **texts,
    )


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def source_with(source: Source, data: Mapping[str, Any]) -> Source:
    """The source with its kind, turns and origin, if its text is still the one they are of."""
    try:
        text, kind, original, number, turns = data["sources"][source.id]
        found = _strings(data["found"][number])
        same = text == fingerprint(source.text)
        said = tuple(Turn(*turn) for turn in turns or ())
        kind = kind if kind in _KINDS else "text"
        if not same or turns is None:
            said = _usual_turns(kind, source.text)
        source = replace(source, kind=kind, turns=said)
        return replace(source, fingerprint=original, found=found) if same else source
    except (KeyError, TypeError, ValueError, IndexError, StudyError):
        # The note was changed elsewhere, or the source is new.
        return replace(source, turns=find_turns(source.text))
