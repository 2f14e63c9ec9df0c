"""Who speaks where in a transcript: speaker turns found by their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpora.sources import Turn

_TIME = r"[\[({<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])}>]?"
_NAME = r"[^\W\d_](?:[\w.'’()&/ \u0300-\u036f\u064b-\u0652-]{0,38}?[\w.)\u064b-\u0652])??"
_WIDE = _NAME.replace("()", "(),")  # "Last, First", as meeting programs write it
_LABEL = re.compile(
    rf"[\s\u200e\u200f\u202a-\u202e>]*(?:\d{{1,4}}[.)]?[ \t]+)?"
    rf"(?:{_TIME}[ \t]*[-–—:]?[ \t]*)?[*_]{{0,3}}[\[<]?"
    rf"(?P<name>{_NAME})[\]>]?[ \t]*(?:{_TIME})?[*_]{{0,3}}"
    rf"(?P<mark>[ \t]*[:：][*_]{{0,3}}|[ \t]*[*_]{{0,3}}[-–—](?=[ \t])|[ \t]*[\t|]|(?<=\]))[ \t]*"
)
_TIMED = re.compile(
    rf"[ \t]*(?:(?P<name>{_WIDE})[ \t]+{_TIME}|{_TIME}[ \t]+(?P<after>{_WIDE}))[ \t]*:?[ \t]*"
)
_LOOSE_TIME = re.compile(rf"(?:\s*{_TIME})+\s*\Z")
_INTERVIEWER = re.compile(
    r"(?:int(?:erviewer)?s?|iv|ivr|facilitator|fac|moderator|mod|researcher|evaluator)"
    r"[ #]?\d{0,2}(?: \(.*\))?"
)
_ROLE = re.compile(
    r"(?:interviewee|respondent|resp|participant)(?:[ #-]?[a-z0-9]{1,3})?"
    r"|(?:speaker|spk|guardian|practitioner|worker|child|yp|young person|manager|stakeholder"
    r"|professional|male|female|man|woman|voice|carer|parent|delegate|guest|advocate|rpc)"
    r"(?: speaker| voice)?[ #-]?(?:\d{1,3}|[a-z])"
    r"|(?:unidentified|unknown|all|several)(?: (?:speaker|voice|participant)s?)(?: \d{1,3})?"
    r"|(?![qa]\d|s\d\d|y\d\d)[a-z]{1,3}\d{1,3}[a-z]?"
)
_PAIRS = {"i": {"r", "p", "a"}, "q": {"a", "r"}}
# Words that head a paragraph of notes, not the words of a speaker.
_HEADINGS_LISTED = """
    note notes nb ps date time place location venue present apologies attendees attending
    subject re from to cc title name names age gender nationality reference ref address
    phone email tel background summary overview introduction conclusion conclusions outcome
    outcomes action actions update updates plan plans aim aims goal goals risk risks concern
    concerns strength strengths need needs progress next review reviews recommendation
    recommendations decision decisions status reason reasons closure referral referrals
    contact contacts activities activity education employment housing accommodation
    placement health gp dental mental immigration asylum nrm police court criminal justice
    legal safety missing family friends independence interpreter interpreters interpretation
    language rights entitlements relationships professionals professional support finance
    money religion faith culture identity hobbies skills exploitation trafficking durable
    solutions protective factors question questions prompt prompts probe probes section part
    topic recording transcript duration length start end source keywords key http https
    warning example definition
"""
_HEADINGS = frozenset(_HEADINGS_LISTED.split())
_MOST_WORDS = 5
_LOOSE = ("\t", "|", "alone")


@dataclass(frozen=True)
class Label:
    """A name that may be a speaker's, at the start of a line; speech begins at `after`."""

    speaker: str
    start: int
    after: int
    mark: str

    @property
    def plain(self) -> str:
        """The name in small letters with single spaces."""
        return " ".join(self.speaker.casefold().split()).rstrip(".")

    @property
    def role(self) -> str:
        """The name without what stands in brackets after it."""
        return self.plain.partition(" (")[0]


def find_turns(
    text: str,
    *,
    leads: Mapping[int, str] | None = None,
    sure: bool = False,
    interviewers: Collection[str] = (),
) -> tuple[Turn, ...]:
    """The speaker turns of a normalised text; none where it is no transcript.

    A label stands at the start of a line: "INT:", "Guardian 3 -", "[00:01:02] Speaker 1:".
    Labels of known roles count by themselves, names where they come again and again.

    Parameters
    ----------
    leads
        Line number (from 0) -> the name that the layout sets apart there.
    sure
        Whether the leads are speakers beyond doubt.
    interviewers
        Labels of interviewers besides the usual ones.
    """
    found = list(_labels(text, leads or {}, sure))
    asking = {" ".join(name.casefold().split()).rstrip(".") for name in interviewers}
    labels = _speakers(found, asking, text)
    if not labels:
        return ()
    ends = [label.start for label in labels[1:]] + [len(text)]
    asking |= _askers({label.plain for label in labels})
    return tuple(
        Turn(label.speaker, *_speech(text, label.after, end), label.plain in asking)
        for label, end in zip(labels, ends, strict=True)
    )


def said_of(turns: Collection[Turn]) -> str:
    """One sentence on the speakers that were found."""
    counts = Counter(turn.speaker for turn in turns)
    asking = sorted({turn.speaker for turn in turns if turn.interviewer})
    names = ", ".join(list(counts)[:8]) + (", ..." if len(counts) > 8 else "")
    who = (
        f"taken for interviewers: {', '.join(asking)}"
        if asking
        else "none taken for an interviewer (interviewers= names them)"
    )
    return f"{len(turns)} speaker turns of {names}; {who}."


def _labels(text: str, leads: Mapping[int, str], sure: bool) -> Iterator[Label]:
    position = 0
    for number, line in enumerate(text.split("\n")):
        label = _lead(line, leads.get(number, ""), position, sure) or _label(line, position)
        if label is not None:
            yield label
        position += len(line) + 1


def _lead(line: str, lead: str, position: int, sure: bool) -> Label | None:
    """The name that the layout sets apart at the start of a line."""
    place = line.find(lead) if lead else -1
    if place < 0 or len(lead.split()) > _MOST_WORDS or lead.rstrip()[-1] in ".?!،؟,;":
        return None
    rest = line[place + len(lead) :]
    mark = re.match(r"[ \t]*[:：\-–—|]?[ \t]*", rest)
    after = place + len(lead) + (mark.end() if mark else 0)
    name = re.sub(rf"{_TIME}|[:：\-–—|\[\]]+\s*$", "", lead).strip(" \t[]<>")
    if not re.search(r"[^\W\d_]", name):
        return None
    return Label(name, position, position + after, "sure" if sure else "bold")


def _label(line: str, position: int) -> Label | None:
    head = line[:120]
    timed = _TIMED.fullmatch(line) if len(line) <= 120 else None
    if timed:
        name = timed["name"] or timed["after"]
        return Label(" ".join(name.split()), position, position + len(line), "timed")
    alone = " ".join(line.strip(" \t[]*_").split()) if len(line) <= 60 else ""
    if alone and (_INTERVIEWER.fullmatch(alone.casefold()) or _ROLE.fullmatch(alone.casefold())):
        mark = ":" if line.strip().startswith("[") else "alone"
        return Label(alone, position, position + len(line), mark)
    match = _LABEL.match(head)
    if match is None or len(match["name"].split()) > _MOST_WORDS:
        return None
    name = " ".join(match["name"].split())
    return Label(name, position, position + match.end(), match["mark"].strip(" *_") or "]")


def _speakers(found: list[Label], asking: set[str], text: str) -> list[Label]:
    """The labels that are speakers'."""
    timed = sum(label.mark == "timed" for label in found) > 1
    strong = {x.plain for x in found if _strong(x, asking) or (timed and x.mark == "timed")}
    if any(_INTERVIEWER.fullmatch(x.role) or x.plain in asking for x in found):
        strong |= {x.plain for x in found if _ROLE.fullmatch(x.role)}
    names = {label.plain for label in found}
    for asker, answerers in _PAIRS.items():
        if asker in names and names & (answerers | strong):
            strong |= {asker} | (names & answerers)
    known = [label for label in found if label.plain in strong]
    often = _recurring(found)
    asked = any(_INTERVIEWER.fullmatch(label.role) for label in known) or "i" in strong
    if len(known) >= 2 or (known and not text[: known[0].start].strip()):
        return [x for x in found if x.plain in strong | often or (asked and _named(x))]
    if known or len(often) < 2:
        return []
    names_only = [label for label in found if label.plain in often]
    changes = sum(a.plain != b.plain for a, b in pairwise(names_only))
    return names_only if 2 * len(names_only) > len(found) and changes >= 3 else []


def _strong(label: Label, asking: set[str]) -> bool:
    """Whether the label speaks for itself: a role of interviews, or one that was given."""
    if label.mark == "sure" or label.plain in asking:
        return True
    if _INTERVIEWER.fullmatch(label.role):
        return label.mark not in "-–—" or label.role not in ("mod", "fac", "iv", "int")
    # Ids of participants stand in the cells of tables, too.
    return label.mark not in _LOOSE and _ROLE.fullmatch(label.role) is not None


def _recurring(found: list[Label]) -> set[str]:
    """Names that come again and again, as headings of notes do not."""
    # "[laughs]" comes again and again, too.
    counts = Counter(x.plain for x in found if x.mark != "]" and not _heading(x))
    needed = {label.plain: 3 if label.mark in "-–—\t|" else 2 for label in found}
    return {name for name, count in counts.items() if count >= needed[name]}


def _named(label: Label) -> bool:
    """Whether a label seen once can be a person beside a known interviewer."""
    words = label.speaker.split()
    capitals = all(word[0].isupper() or not word[0].isalpha() for word in words)
    return label.mark in ":：" and len(words) <= 3 and capitals and not _heading(label)


def _heading(label: Label) -> bool:
    return any(word.strip("().") in _HEADINGS for word in label.plain.split())


def _askers(names: set[str]) -> set[str]:
    """Who asks the questions among these names."""
    asking = {name for name in names if _INTERVIEWER.fullmatch(name)}
    asking |= {asker for asker, answerers in _PAIRS.items() if asker in names and len(names) > 1}
    # "R" answers "I" and "Q"; beside numbered participants it is the researcher.
    numbered = any(re.fullmatch(r"(?:p|yp|participant )\d+", name) for name in names)
    return asking | ({"r"} & names if numbered and not asking else set())


def _speech(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the speech begins and ends, without white space and a time that stands alone."""
    loose = _LOOSE_TIME.search(text, max(start, end - 60), end)
    if loose and "\n" in text[loose.start() : end].rstrip():
        end = loose.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
