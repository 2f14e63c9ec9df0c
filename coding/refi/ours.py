"""What only this program knows of a project, kept in a note of the exchange file.

Other programs show the note as a memo; read back here, it gives the frame its name, history
and rules and the sources their kinds, so that nothing is lost on the way out and in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coding.frame import CodingFrame
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


def note_text(frame: CodingFrame, sources: tuple[Source, ...]) -> str:
    """The words of the note: one line of data, which json can read."""
    kinds = Counter(source.kind for source in sources)
    kind = kinds.most_common(1)[0][0] if kinds else "text"
    data = {
        "frame": {
            "name": frame.name,
            "version": frame.version,
            "description": frame.description,
            "history": frame.history,
            "one_of": frame.one_of,
            "words": frame.words,
            "rules": {code.id: code.rules for code in frame if code.rules},
        },
        "kind": kind,
        "kinds": {s.id: s.kind for s in sources if s.kind != kind},
        "turns": {s.id: _turns(s) for s in sources if s.turns != _usual_turns(s)},
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _usual_turns(source: Source) -> tuple[Turn, ...]:
    return find_turns(source.text) if source.kind == "transcript" else ()


def _turns(source: Source) -> dict[str, Any]:
    turns = [[t.speaker, t.start, t.end, t.interviewer] for t in source.turns]
    return {"text": fingerprint(source.text), "turns": turns}


def data_in(text: str) -> dict[str, Any]:
    """What a note of ours says; nothing where it was changed in another program."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) and isinstance(data.get("frame"), dict) else {}


def frame_with(frame: CodingFrame, data: Mapping[str, Any]) -> CodingFrame:
    """The frame with the name, history and rules that the note gives it."""
    said = data.get("frame", {})
    texts = {
        name: said[name]
        for name in ("name", "version", "description")
        if isinstance(said.get(name), str)
    }
    rules = said.get("rules", {})
    codes = tuple(
        replace(code, rules=rules[code.id]) if isinstance(rules.get(code.id), dict) else code
        for code in frame
    )
    return replace(
        frame,
        codes=codes,
        history=_strings(said.get("history")),
        one_of=tuple(
            _strings(group)
            for group in said.get("one_of") or ()
            if all(code in frame for code in _strings(group))
        ),
        words={str(key): _strings(value) for key, value in (said.get("words") or {}).items()},
        **texts,
    )


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def source_with(source: Source, data: Mapping[str, Any]) -> Source:
    """The source with its kind and speaker turns, if its text is still the one they are of."""
    kind = data.get("kinds", {}).get(source.id, data.get("kind", "text"))
    source = replace(source, kind=kind if kind in _KINDS else "text")
    said = data.get("turns", {}).get(source.id)
    if said and said.get("text") == fingerprint(source.text):
        return replace(source, turns=tuple(Turn(*turn) for turn in said["turns"]))
    return replace(source, turns=_usual_turns(source))
