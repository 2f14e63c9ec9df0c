"""Suggested codings of texts, with the words that caused them and what the text asserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coding.clauses import Clause, clauses
from coding.codings import PROPOSED, Suggestion
from coding.cues import NEAR, Cue, CueReader, Finder, Span
from coding.frame import CodingFrame
from coding.prior import Prior, prior_of
from coding.reasons import suggestion
from coding.sentences import Lexer, Range, Word, passages, splitter
from coding.settle import Mention, candidates, settled
from coding.status import Hit, Verdict, triggers, verdict
from coding.votes import Passage
from coding.weighing import read_as, weighed
from corpora.errors import StudyError
from corpora.sources import Source

_STRINGS = 400_000  # word forms that spaCy may hold before it starts afresh
STRONG, WEAK = 0.7, 0.3


@dataclass
class Tagger:
    """A frame compiled for a pipeline; `suggest` is the way in."""

    frame: CodingFrame
    nlp: Any
    lexer: Lexer
    reader: CueReader
    model: str | None = None

    @cached_property
    def prior(self) -> Prior | None:
        """What the frame's own passages teach, where it ships with any."""
        return prior_of(self.frame)

    def refresh(self) -> None:
        """Start spaCy afresh where it has seen so many forms that memory would grow."""
        if len(self.nlp.vocab.strings) > _STRINGS:
            self.nlp = self.lexer.nlp = _pipeline(self.model)
            self.lexer.forget()


def best_mentions(tagger: Tagger, source: Source) -> Iterator[tuple[Passage, dict[str, Mention]]]:
    """Each passage of a source as votes read it, with what its cues say of each code."""
    words, starts, parsed = _read(tagger, source.text)
    for passage in passages(source.text, words, starts):
        found = list(_found(tagger, words, starts, passage, parsed))
        yield read_as(words, passage), settled(tagger.frame, found)


def suggest(
    sources: Iterable[Source],
    frame: CodingFrame,
    *,
    model: str | None = None,
    mentions: bool = False,
    interviewer: bool = False,
) -> Iterator[Suggestion]:
    """What a coder might code, source by source, as it is found.

    Parameters
    ----------
    sources
        Texts; read one at a time, so that a corpus of any size streams.
    frame
        Its cues are written as `coding.cues` explains.
    model
        An installed spaCy model ("en_core_web_sm") whose parse sharpens the rules.
    mentions
        Whether cues whose code the text does not assert are given too, with their status.
    interviewer
        Whether the turns of interviewers are read.

    Raises
    ------
    StudyError
        If the model is not installed, or a cue cannot be read.
    """
    tagger = compiled(frame, model)
    for source in sources:
        tagger.refresh()
        for start, end in _stretches(source, interviewer):
            yield from _of_text(tagger, source, start, end, mentions)


def _stretches(source: Source, interviewer: bool) -> list[Range]:
    if not source.turns:
        return [(0, len(source.text))]
    return [(t.start, t.end) for t in source.turns if interviewer or not t.interviewer]


_COMPILED: dict[tuple[int, str | None], tuple[CodingFrame, Tagger]] = {}


def compiled(frame: CodingFrame, model: str | None = None) -> Tagger:
    """The tagger of a frame, kept for as long as the last few frames are used."""
    key = (id(frame), model)
    if key not in _COMPILED:
        if len(_COMPILED) > 3:
            _COMPILED.clear()
        _COMPILED[key] = (frame, _compile(frame, model))
    return _COMPILED[key][1]


def _compile(frame: CodingFrame, model: str | None) -> Tagger:
    nlp = _pipeline(model)
    reader = CueReader(frame.words, splitter(nlp))
    for code in frame.codable:
        against = tuple(code.rules.get("unless", ()))
        for cue in code.cues:
            reader.read(code.id, cue, against=against)
        for kind in ("weak", "given"):
            for cue in code.rules.get(kind, ()):
                reader.read(code.id, cue, kind=kind, against=against)
    return Tagger(frame, nlp, Lexer(nlp, reader.index), reader, model)


def _pipeline(model: str | None) -> Any:
    import spacy

    if model is None:
        return spacy.blank("en")
    try:
        return spacy.load(model)
    except OSError:
        raise StudyError(
            f'The spaCy model "{model}" is not installed here; install it, or leave the model '
            "out to use the blank English pipeline."
        ) from None


def _of_text(
    tagger: Tagger, source: Source, start: int, end: int, mentions: bool
) -> Iterator[Suggestion]:
    text = source.text[start:end]
    words, starts, parsed = _read(tagger, text)
    for passage in passages(text, words, starts):
        found = list(_found(tagger, words, starts, passage, parsed))
        for mention in _told(tagger, settled(tagger.frame, found), words, passage, mentions):
            yield suggestion(source, start, words, starts, mention)


def _read(tagger: Tagger, text: str) -> tuple[list[Word], list[int], frozenset[int] | None]:
    """The words of a text, where they start, and where a model's subjects start."""
    doc = tagger.nlp(text) if tagger.model else tagger.nlp.make_doc(text)
    return *tagger.lexer.words(doc), _subjects(doc)


def _found(
    tagger: Tagger, words: list[Word], starts: list[int], passage: list[Range],
    parsed: frozenset[int] | None,
) -> Iterator[Mention]:  # fmt: skip
    """Every cue of a passage, sentence by sentence, with what is asserted of its code."""
    for number, (i, j) in enumerate(passage):
        kept = [k for k in range(i, j) if words[k].kind]
        named = parsed and frozenset(n for n, k in enumerate(kept) if starts[k] in parsed)
        yield from _mentions(tagger, [words[k] for k in kept], number, kept, named)


def _told(
    tagger: Tagger, best: dict[str, Mention], words: list[Word], passage: list[Range],
    mentions: bool,
) -> Iterator[Mention]:  # fmt: skip
    """What is offered of a passage: asserted codes, then candidates or whatever is mentioned."""
    if tagger.prior is not None:
        for mention in weighed(tagger.prior, tagger.frame, best, words, passage):
            denied = mention.turned == "voted" and mention.code in best
            if not (mentions and denied and mention.score < PROPOSED):
                yield mention
    else:
        yield from (m for m in best.values() if m.status == "asserted")
        if not mentions:
            yield from candidates(tagger.frame, best)
    if mentions:
        yield from (m for m in best.values() if m.status != "asserted")


def _subjects(doc: Any) -> frozenset[int] | None:
    """The characters at which a model's subjects start; None without a parse."""
    if not doc.has_annotation("DEP"):
        return None
    return frozenset(t.idx for t in doc if t.dep_ in {"nsubj", "nsubjpass", "nsubj:pass"})


def _mentions(
    tagger: Tagger, words: list[Word], number: int, places: list[int],
    subjects: frozenset[int] | None,
) -> Iterator[Mention]:  # fmt: skip
    finder = Finder(words)
    cues = finder.candidates()
    if not cues:
        return
    weights, breaks = _counts(words)
    parts: list[Clause] = []
    hits: list[Hit] = []
    for cue in cues:
        for spans in _stands(finder, cue, weights, breaks):
            if not parts:
                parts = clauses(words, subjects)
                hits = triggers(words, parts)
            yield from _mention(tagger, cue, spans, words, parts, hits, number, places)


def _counts(words: list[Word]) -> tuple[list[int], list[int]]:
    """The words that matter before each position, and the hard breaks up to each."""
    weights, breaks = [0], []
    weight = cut = 0
    for word in words:
        cut += word.form in _WALLS
        breaks.append(cut)
        weight += word.weight
        weights.append(weight)
    return weights, breaks


_PRESUPPOSED = {"negated", "hedged", "planned", "ended"}  # where a given cue holds all the same
_WALLS = {";", "→", "|", "but", "however", "although", "though", "whereas"}


def _stands(
    finder: Finder, cue: Cue, weights: list[int], breaks: list[int]
) -> Iterator[list[Span]]:
    contrary: bool | None = None
    for spans in finder.part(cue.parts[0], weights, breaks):
        for part in cue.parts[1:]:
            more = _beside(spans, finder.part(part, weights, breaks), weights, breaks)
            if more is None:
                break
            spans = spans + more
        else:
            if contrary is None:
                contrary = _contradicted(finder, cue, weights, breaks)
            if contrary:
                return
            yield spans


def _beside(
    spans: list[Span], choices: Iterator[list[Span]], weights: list[int], breaks: list[int]
) -> list[Span] | None:
    """The first filling of a part that overlaps none and stands near, in the same statement."""
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    for other in choices:
        first, last = other[0][0], other[-1][1]
        apart = weights[first] - weights[end] if first >= end else weights[start] - weights[last]
        clear = all(a[1] <= b[0] or b[1] <= a[0] for a in spans for b in other)
        if clear and apart <= NEAR and breaks[first] == breaks[start]:
            return other
    return None


def _contradicted(finder: Finder, cue: Cue, weights: list[int], breaks: list[int]) -> bool:
    return any(
        part.slots <= finder.filled and next(finder.part(part, weights, breaks), None) is not None
        for part in cue.unless
    )


def _mention(
    tagger: Tagger, cue: Cue, spans: list[Span], words: list[Word], parts: list[Clause],
    hits: list[Hit], number: int, places: list[int],
) -> Iterator[Mention]:  # fmt: skip
    code = tagger.frame[cue.code]
    used = sorted(i for a, b in spans for i in range(a, b))
    found = verdict(
        words, parts, hits, used, anyone=code.rules.get("whose") == "anyone",
        done=bool(code.rules.get("stays")), asks=words[-1].form in {"?", "??", "?!"},
    )  # fmt: skip
    if cue.given and found.status in _PRESUPPOSED:
        found = Verdict("asserted", found.triggers)
    if not found.status:
        return
    base = WEAK if cue.weak else STRONG
    base = code.rules.get("precision", {}).get("weak" if cue.weak else "strong", base)
    first, last = used[0], used[-1]
    clause = places[_around(parts, first).start], places[_around(parts, last).end - 1]
    place = (places[first], places[last], number, clause)
    yield Mention(code.id, cue, *place, found.status, found.triggers, base)
    turned = _turned(code.id, tagger.frame, found)
    if turned:
        yield Mention(
            turned,
            cue,
            *place,
            "asserted",
            found.triggers,
            max(base * 0.95, min(base, PROPOSED)),
            found.status,
        )


def _around(parts: list[Clause], i: int) -> Clause:
    """The clause of a word."""
    for clause in parts:
        if i < clause.end:
            return clause
    return parts[-1]


def _turned(code: str, frame: CodingFrame, found: Verdict) -> str:
    """The code that holds because this one is denied, ended or merely planned."""
    target = frame[code].rules.get(found.status)
    if target is None and found.status == "negated":
        target = frame[code].opposite
    return str(target) if target and target != "none" else ""
