"""Words of a text, and its sentences and passages, in case-note style too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from coding.lexicon import ABBREVIATIONS, LIGHT, SOFT_BREAKS, stem

# spaCy keeps these together; a coder reads them as two words.
_JOINED = re.compile(r"(?<=[a-z)])\.(?=[A-Z])|(?<=\w)[/](?=\w)")
_STOPS = frozenset(".!?…") | {"...", "?!", "!!", "??", "•", "·", "▪", "●", "*"}
_PASSAGE = 6  # sentences that are read together at most


@dataclass(frozen=True, slots=True)
class Word:
    """One word form: how it is matched, and what it does to a sentence."""

    form: str
    stem: str
    fills: frozenset[int]  # the slots of cues that it fills alone
    branches: tuple[Any, Any]  # the phrases that its stem begins, and its form
    cues: dict[int, list[Any]]  # those found by it, by the slot that must be filled too
    weight: int
    offset: int
    length: int
    kind: str  # "word", "stop", "line", "mark" or "" (left out)
    capital: bool


class Lexer:
    """Cuts texts into words by a spaCy tokenizer; remembers what it knows of each form."""

    def __init__(self, nlp: Any, index: Any = None) -> None:
        self.nlp, self.index = nlp, index
        self._known: dict[int, tuple[Word, ...]] = {}

    def forget(self) -> None:
        """Let go of the forms that are known."""
        self._known.clear()

    def words(self, doc: Any) -> tuple[list[Word], list[int]]:
        """The words of a spaCy document and the characters at which they start."""
        known, strings = self._known, doc.vocab.strings
        words: list[Word] = []
        starts: list[int] = []
        for orth, start in doc.to_array(["ORTH", "IDX"]).tolist():
            found = known.get(orth)
            if found is None:
                found = known[orth] = tuple(self._read(strings[orth]))
            for word in found:
                words.append(word)
                starts.append(start + word.offset)
        return _unhyphenated(words, starts)

    def _read(self, text: str) -> Iterator[Word]:
        at = 0
        for joint in _JOINED.finditer(text):
            yield self._word(text[at : joint.start()], at)
            yield self._word(joint[0], joint.start())
            at = joint.end()
        yield self._word(text[at:], at)

    def _word(self, text: str, offset: int) -> Word:
        form = text.lower().replace("’", "'")
        if form[-1:] == "." and form[:-1].isalnum() and (len(form) > 3 or not text[0].isupper()):
            form = form[:-1]
        root = stem(form)
        weight = 0 if form in LIGHT else 3 if form in SOFT_BREAKS else 1
        fills, branches, cues = self._roles(root, form)
        return Word(
            form, root, fills, branches, cues, weight, offset, len(text), _kind(text),
            text[:1].isupper(),
        )  # fmt: skip

    def _roles(
        self, root: str, form: str
    ) -> tuple[frozenset[int], tuple[Any, Any], dict[int, list[Any]]]:
        """The slots that a word fills, the phrases that it begins, and the cues found by it."""
        index = self.index
        if index is None:
            return frozenset(), (None, None), {}
        exact = "=" + form
        cues = {need: list(found) for need, found in index.by_word.get(root, {}).items()}
        for need, found in index.by_word.get(exact, {}).items():
            cues.setdefault(need, []).extend(found)
        return (
            frozenset(index.fills.get(root, ())) | frozenset(index.fills.get(exact, ())),
            (index.phrases.further.get(root), index.exact_phrases.further.get(form)),
            cues,
        )


def _unhyphenated(words: list[Word], starts: list[int]) -> tuple[list[Word], list[int]]:
    """Without the hyphens within words: "co-defendant" is matched as two words."""
    ends = [start + word.length for start, word in zip(starts, words, strict=True)]
    kept = [
        i
        for i, word in enumerate(words)
        if word.form != "-"
        or not (0 < i < len(words) - 1 and ends[i - 1] == starts[i] and ends[i] == starts[i + 1])
    ]
    if len(kept) == len(words):
        return words, starts
    return [words[i] for i in kept], [starts[i] for i in kept]


def _kind(text: str) -> str:
    if "\n" in text:
        return "line"
    if text.isspace() or text in {'"', "“", "”", "(", ")", "[", "]", "‘", "_", "/"}:
        return ""
    if text in _STOPS:
        return "stop"
    return "mark" if text in {",", ":", ";", "|", "-", "–", "—"} else "word"


Range = tuple[int, int]


def sentences(words: list[Word], starts: list[int]) -> Iterator[Range]:
    """First and last+1 word of every sentence, bullet or note."""
    begin = 0
    for i, word in enumerate(words):
        if word.kind == "line":
            if _line_ends(words, i):
                yield begin, i
                begin = i + 1
        elif word.kind == "stop" and not _abbreviated(words, i) and not _answered(words, i):
            yield begin, i + 1
            begin = i + 1
    yield begin, len(words)


def _line_ends(words: list[Word], i: int) -> bool:
    following = words[i + 1] if i + 1 < len(words) else None
    before = words[i - 1] if i else None
    if following is None or before is None or words[i].length > 1:
        return True
    wrapped = following.form[:1].islower() and not following.capital
    return not (wrapped and before.kind == "word") and before.form not in {",", "and", "the"}


def _answered(words: list[Word], i: int) -> bool:
    """Whether a question is a note's heading with its answer: "Safety plan? none"."""
    asked = words[i].form == "?" and i + 1 < len(words)
    return asked and words[i + 1].form in {"no", "none", "nil", "not", "yes", "y", "n"}


def _abbreviated(words: list[Word], i: int) -> bool:
    if words[i].form != "." or not i:
        return False
    before = words[i - 1]
    following = words[i + 1] if i + 1 < len(words) else None
    initial = len(before.form) == 1 and before.capital
    known = before.form in ABBREVIATIONS and before.form != "no"
    return (initial or known) and following is not None and following.kind == "word"


def passages(text: str, words: list[Word], starts: list[int]) -> Iterator[list[Range]]:
    """Sentences read together: a paragraph, or a part of a long one."""
    group: list[Range] = []
    for begin, end in sentences(words, starts):
        if group and (len(group) >= _PASSAGE or _parted(text, starts, group[-1], begin)):
            yield group
            group = []
        if any(w.kind == "word" for w in words[begin:end]):
            group.append((begin, end))
    if group:
        yield group


def _parted(text: str, starts: list[int], last: Range, begin: int) -> bool:
    if begin >= len(starts):
        return False
    return "\n\n" in text[starts[last[0]] : starts[begin] + 1]


Splitter = Callable[[str], list[str]]


def splitter(nlp: Any) -> Splitter:
    """A function that cuts a phrase as texts are cut."""
    lexer = Lexer(nlp)

    def split(phrase: str) -> list[str]:
        words, _ = lexer.words(nlp.make_doc(phrase))
        return [w.form for w in words if w.kind == "word"]

    return split
