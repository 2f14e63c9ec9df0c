"""What a page promises: amounts, minutes, dates, numbers to call and names, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from instruments.consent.clauses import clauses
from instruments.guide import TopicGuide
from instruments.passages import Passage, passages
from instruments.study.file import as_date

PHONE = re.compile(r"(?<![\w£€$])\+?\d[\d ()./-]{5,}\d")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_AMOUNT = re.compile(r"([£€$])\s?(\d+(?:\.\d\d)?)|(\d+) ?(pounds|euros?|dollars)", re.IGNORECASE)
_SIGNS = {"pounds": "£", "euro": "€", "euros": "€", "dollars": "$"}
_GIFT = re.compile(r"voucher|gift card|thank-you", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b"
)
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+"
_CALLED = re.compile(rf"\b(?:call|ring|phone|text|contact|ask|e-?mail|reach) ({_NAME})|^({_NAME}),")
_WORKER = re.compile(
    r"\b(?:your|their|the child['’]s) (guardian|advocate|support worker|key ?worker|mentor|"
    r"case ?worker|link worker)\b",
    re.IGNORECASE,
)
_SHEET_VERSION = re.compile(r"\bsheet\b[^.]{0,40}?\bversion (\d[\w.]*\w|\d)", re.IGNORECASE)
_RECORDED = re.compile(r"\brecording|\bsound|\btapes?\b", re.IGNORECASE)
_KEPT = re.compile(r"\bnotes|\bthe rest|\bwords|\btyped|\bdata\b|\bkeep", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MINUTES = re.compile(r"(\d+) ?(?:(?:to|-|–) ?(\d+) ?)?min", re.IGNORECASE)
_HOURS = {
    r"hour and a half|one and a half hours|1\.5 hours": 90.0,
    r"three quarters of an hour": 45.0,
    r"half an hour": 30.0,
    r"\b(?:two|2) hours": 120.0,
    r"\b(?:an|one|1) hour": 60.0,
}
_TOPICS = (
    "voucher",
    "what-happens",
    "take-back",
    "data",
    "results",
    "contact",
    "complaint",
    "help",
)


@dataclass(frozen=True)
class Fact:
    """One thing that a page promises.

    `value` is what is compared (a phone number's digits), `shown` what stands on the page.
    """

    subject: str
    value: str
    shown: str
    line: int


def facts(guide: TopicGuide) -> list[Fact]:
    """Everything on a page that another page of the pack may contradict."""
    found: list[Fact] = []
    for passage in passages(guide):
        if passage.key in ("Picture", "Choices", "Answer"):
            continue
        found += _plain(passage)
        for topic in _topics(passage):
            if topic != "data" or guide.in_english:  # English words tell its dates apart
                found += _BY_TOPIC[topic](passage)
    return list(dict.fromkeys(found))


def durations(guide: TopicGuide) -> list[tuple[float, float, int]]:
    """The shortest and longest time in minutes that a sheet asks for, each with its line."""
    found = []
    for passage in passages(guide):
        if passage.key != "Words" or not ("what-happens" in _topics(passage) or not passage.clause):
            continue
        if span := duration(passage.text):
            found.append((*span, passage.line))
    return found


def duration(text: str) -> tuple[float, float] | None:
    """The first time span in a text in minutes, shortest and longest; None if it has none."""
    if span := _MINUTES.search(text):
        return float(span[1]), float(span[2] or span[1])
    for pattern, minutes in _HOURS.items():
        if re.search(pattern, text, re.IGNORECASE):
            return minutes, minutes
    return None


def digits(number: str) -> str:
    """The digits of a phone number: what must agree, however it is spaced."""
    return re.sub(r"\D", "", number)


def _topics(passage: Passage) -> tuple[str, ...]:
    """The topics of a passage: its own mark, or what its words say."""
    if passage.clause in clauses():
        return (passage.clause,) if passage.clause in _TOPICS else ()
    return tuple(t for t in _TOPICS if clauses()[t].is_in(passage.text, line_of_form=True))


def _plain(passage: Passage) -> Iterator[Fact]:
    """What is told by its form alone, wherever it stands."""
    if _GIFT.search(passage.text):
        yield from _amounts(passage)
    for match in _WORKER.finditer(passage.text):
        yield Fact("worker's title", match[1].lower().replace(" ", ""), match[1], passage.line)
    for match in _SHEET_VERSION.finditer(passage.text):
        yield Fact("version of the sheet", match[1], match[1], passage.line)


def _amounts(passage: Passage) -> Iterator[Fact]:
    for match in _AMOUNT.finditer(passage.text):
        sign = match[1] or _SIGNS[match[4].lower()]
        number = float(match[2] or match[3])
        yield Fact("voucher", f"{sign}{number:g}", match[0], passage.line)


def _dates(subject: str) -> Callable[[Passage], Iterator[Fact]]:
    def find(passage: Passage) -> Iterator[Fact]:
        for sentence in _SENTENCE_END.split(passage.text):
            before = 0
            for match in _DATE.finditer(sentence):
                if day := as_date(match[0]):
                    named = _date_of(subject, sentence[before : match.start()])
                    yield Fact(named, day.isoformat(), match[0], passage.line)
                before = match.end()

    return find


def _date_of(subject: str, words: str) -> str:
    """What a date is for: among dates of data, the words before it tell recordings apart."""
    is_recording = _RECORDED.search(words) and not _KEPT.search(words)
    return "date: recording deleted" if subject == "date: data kept" and is_recording else subject


def _reached(whom: str) -> Callable[[Passage], Iterator[Fact]]:
    def find(passage: Passage) -> Iterator[Fact]:
        for match in PHONE.finditer(passage.text):
            if as_date(match[0]) is None and len(digits(match[0])) > 6:
                yield Fact(f"{whom}: number", digits(match[0]), match[0], passage.line)
        for match in _MAIL.finditer(passage.text):
            yield Fact(f"{whom}: address", match[0].lower(), match[0], passage.line)
        if whom == "contact":
            for match in _CALLED.finditer(passage.text):
                name = match[1] or match[2]
                yield Fact("contact: name", name.lower(), name, passage.line)

    return find


_BY_TOPIC: dict[str, Callable[[Passage], Iterator[Fact]]] = {
    "voucher": _amounts,
    "what-happens": lambda passage: iter(()),
    "take-back": _dates("date: taking back"),
    "data": _dates("date: data kept"),
    "results": _dates("date: results"),
    "contact": _reached("contact"),
    "complaint": _reached("complaint"),
    "help": _reached("help line"),
}
