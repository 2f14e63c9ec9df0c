"""A study.yaml read line by line: what it says and where, or what to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import yaml

from corpora.errors import StudyError
from instruments.scripts import language
from instruments.source.marks import at_line, one_of
from instruments.study.entries import ENTRIES, HELP_LINE

EVERY = ""
_BLOCKS = ("who_signs", "languages", "help_lines", "own")
_KINDS = {entry.name: entry.kind for entry in ENTRIES}
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y")
HOW_TO_DATE = "write 2027-06-30 or 30 June 2027"
_NO = {"no", "none", "false"}
_YES = {"yes", "true"}
Values = dict[str, dict[str, str]]
Rows = list[tuple[str, int, yaml.Node]]


def rows_of_file(path: Path) -> Rows:
    """The entries of a study.yaml: key, line and value as it stands.

    Raises
    ------
    StudyError
        If the file cannot be read, is no YAML, or holds aliases or an entry twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as fault:
        raise at_line(1, f"the file can't be read ({fault.strerror}).") from None
    except UnicodeDecodeError:
        raise at_line(1, "the file is not saved as UTF-8; save it again as UTF-8.") from None
    except RecursionError:
        raise at_line(1, "the file nests brackets beyond all use; write plain entries.") from None
    except yaml.YAMLError as fault:
        raise _unreadable(fault) from None
    return [] if node is None else pairs(node, "study.yaml")


def pairs(node: yaml.Node, what: str) -> Rows:
    """The entries of a mapping; an empty text is a mapping without entries."""
    if _is_empty(node):
        return []
    if not isinstance(node, yaml.MappingNode):
        raise at_line(_line(node), f"{what} holds no entries; write each as name: text.")
    rows: Rows = []
    seen: dict[str, int] = {}
    for key, value in node.value:
        name, line = text_of(key, "the name of an entry"), _line(key)
        if name in seen:
            raise at_line(line, f"{name} stands in line {seen[name]} already; keep one of them.")
        seen[name] = line
        rows.append((name, line, value))
    return rows


def text_of(node: yaml.Node, what: str) -> str:
    """The text of a scalar as written: 007 stays 007, no stays no."""
    if not isinstance(node, yaml.ScalarNode):
        raise at_line(_line(node), f"{what} is a list or has entries under it; write one text.")
    return " ".join(str(node.value).split())


def check_names(rows: Rows) -> None:
    """Raise where an entry is not known."""
    known = (*_KINDS, *_BLOCKS)
    for name, line, _ in rows:
        if name not in known:
            raise at_line(line, f"{name} is not an entry that is known; {one_of(name, known)}")


def own_pairs(node: yaml.Node) -> Rows:
    """The placeholders that a team adds, none of which may take the name of an entry."""
    rows = pairs(node, "own")
    for name, line, _ in rows:
        if name in (*_KINDS, *_BLOCKS, "help_line"):
            raise at_line(line, f"{name} is an entry of the file; say it there, not under own.")
        if not re.fullmatch(r"\w+", name):
            raise at_line(line, f'"{name}" is no placeholder; write letters, digits and _.')
    return rows


def entry_values(name: str, node: yaml.Node) -> dict[str, str]:
    """What an entry says by language; under `EVERY` where it says it for all of them."""
    if isinstance(node, yaml.MappingNode):
        return {
            code_of(code, line): _held(name, text_of(value, name), _line(value))
            for code, line, value in pairs(node, name)
        }
    return {EVERY: _held(name, text_of(node, name), _line(node))}


def listed(node: yaml.Node, what: str) -> list[tuple[str, int]]:
    """The texts of a list, each with its line; one text is a list of one."""
    if _is_empty(node):
        return []
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [(text_of(entry, what), _line(entry)) for entry in nodes]


def code_of(code: str, line: int) -> str:
    """The code of a language of the study."""
    try:
        return language(code).code
    except StudyError as fault:
        raise at_line(line, str(fault)) from None


def help_line_rows(node: yaml.Node) -> Iterator[tuple[int, dict[str, yaml.Node]]]:
    """Line and entries of each help line."""
    if _is_empty(node):
        return
    if not isinstance(node, yaml.SequenceNode):
        raise at_line(_line(node), 'help_lines is a list; begin each line of help with "- name:".')
    for entry in node.value:
        rows = pairs(entry, "a help line")
        for name, line, _ in rows:
            if name not in HELP_LINE:
                raise at_line(
                    line, f"{name} is no part of a help line; {one_of(name, tuple(HELP_LINE))}"
                )
        yield _line(entry), {name: value for name, _, value in rows}


def held_phone(text: str, line: int) -> str:
    """The phone number, as written."""
    if text and (len(re.sub(r"\D", "", text)) < 3 or re.search(r"[^\d\s()+./-]", text)):
        raise at_line(line, f'"{text}" is no phone number; write digits and spaces alone.')
    return text


def held_yes_no(text: str, line: int) -> str:
    """The answer "yes" or "no", or nothing."""
    if text.lower() not in {"", *_YES, *_NO}:
        raise at_line(line, f'"{text}" is neither yes nor no; write one of them.')
    return "" if not text else "yes" if text.lower() in _YES else "no"


def as_date(text: str) -> date | None:
    """The date that a text is, or None."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _held(name: str, text: str, line: int) -> str:
    check = _CHECKS.get(_KINDS.get(name, "words"))
    return check(text, line) if check and text else text


def _held_date(text: str, line: int) -> str:
    """The date in ISO form; words without a year ("two weeks after we meet") as they are."""
    found = as_date(text)
    if found is None and re.search(r"\b\d{4}\b", text):
        raise at_line(line, f'"{text}" is no date of the calendar; {HOW_TO_DATE}.')
    return text if found is None else found.isoformat()


def _held_when(text: str, line: int) -> str:
    """The date in ISO form, or words such as "in summer 2027"."""
    found = as_date(text)
    return text if found is None else found.isoformat()


def _held_minutes(text: str, line: int) -> str:
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise at_line(line, f'"{text}" is no number of minutes; write a whole number such as 60.')
    return text


def _held_email(text: str, line: int) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        raise at_line(line, f'"{text}" is no e-mail address; write one such as name@example.org.')
    return text


def _held_amount(text: str, line: int) -> str:
    if text.lower() in _NO:
        return "none"
    if not re.search(r"\d", text):
        raise at_line(line, f'"{text}" names no amount; write one such as £20, or none.')
    return text


_CHECKS: dict[str, Callable[[str, int], str]] = {
    "date": _held_date,
    "when": _held_when,
    "minutes": _held_minutes,
    "phone": held_phone,
    "email": _held_email,
    "amount": _held_amount,
    "yes-no": held_yes_no,
}


def _refuse_aliases(text: str) -> None:
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise at_line(
                event.start_mark.line + 1,
                f"*{event.anchor} repeats another entry; write the text out.",
            )


def _unreadable(fault: yaml.YAMLError) -> StudyError:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "not YAML"
    return at_line(
        mark.line + 1 if mark else 1,
        f"it can't be read ({problem}); write each entry as name: text, and put a text that "
        'holds a colon in "quotation marks".',
    )


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not str(node.value).strip()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
