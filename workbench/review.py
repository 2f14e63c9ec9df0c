"""Review in the terminal: one suggestion after the other, one key a decision."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import coding as cd
from coding.codings import PROPOSED
from coding.project import Project, open_project
from corpora.errors import StudyError
from workbench.keys import Keyboard, keyboard
from workbench.review_choices import Choice, codes_like, words_within
from workbench.review_screen import Screen

DECISIONS = {"accept": "accepted", "reject": "rejected", "amend": "amended"}
ORDERS = ("text", "score", "uncertain", "teach")
_LEAVE = {"q", "\x04", "\x03", ""}


@dataclass
class Review:
    """One sitting of one coder: what waits, where they are, what they did."""

    project: Project
    coder: str
    waiting: list[str]
    table: Any
    place: int = 0
    done: Counter[str] = field(default_factory=Counter)
    steps: list[tuple[int, str, int | None]] = field(default_factory=list)

    @property
    def current(self) -> Any:
        """The suggestion to decide on, as a row; its id is `.name`."""
        return self.table.loc[self.waiting[self.place]]

    def decided(self, verdict: str) -> None:
        """Note the last event of the log as a decision on the current one, and move on."""
        event = int(self.project.log(coder=self.coder, limit=1).index[0])
        self.steps.append((self.place, verdict, event))
        self.done[verdict] += 1
        self.place += 1

    def skipped(self) -> None:
        """Leave the current one for another time."""
        self.steps.append((self.place, "skipped", None))
        self.done["skipped"] += 1
        self.place += 1


def review_suggestions(
    project: str, coder: str, code: str | None = None, order: str = "text", least: float = PROPOSED
) -> str:
    """What was decided in this sitting, in a sentence.

    Every decision is confirmed in the project before the next suggestion is shown, so
    that leaving, or a crash, loses none.

    Raises
    ------
    StudyError
        If there is no such project, code or order, or nobody is named.
    """
    if not coder.strip():
        raise StudyError("Nobody is named for this review; give your name by --coder.")
    with open_project(project, create=False, coder=coder.strip()) as opened, keyboard() as keys:
        table = _ordered(opened, coder.strip(), code, order)
        table = table[table["score"] >= least]
        sitting = Review(opened, coder.strip(), list(table.index), table)
        # Ctrl-C leaves as q does: whatever was decided is in the project by then.
        with suppress(KeyboardInterrupt):
            if sitting.waiting:
                _sit(sitting, keys, Screen(opened.frame))
        return _told(sitting)


def _ordered(project: Project, coder: str, code: str | None, order: str) -> Any:
    """The pending suggestions, the first to be decided first."""
    if order not in ORDERS:
        raise StudyError(f'The order "{order}" is none of {", ".join(ORDERS)}; choose one.')
    frame = project.frame
    if frame is None:
        raise StudyError("The project has no frame yet; make it by qmt coding start.")
    if code is not None:
        code = _the_code(frame, code)
    table = project.pending(coder=coder, code=code, order="text" if order == "teach" else order)
    if order != "teach":
        return table
    names = [name for name in table.columns if name not in ("case", "model")]
    found = [cd.Suggestion(**row) for row in table[names].to_dict("records")]
    ids = {id(each): name for each, name in zip(found, table.index, strict=True)}
    asked = Counter(project.decisions(coder=coder)["code"])
    return table.loc[[ids[id(each)] for each in cd.next_to_review(found, asked)]]


def _the_code(frame: cd.CodingFrame, code: str) -> str:
    """The id of the one code that is meant."""
    if code in frame and frame[code].codable:
        return code
    found = codes_like(frame, code)
    if len(found) != 1:
        names = ", ".join(c.id for c in found[:5]) or "nothing like it"
        raise StudyError(f'The frame has no code "{code}" but {names}; name one of its codes.')
    return found[0].id


def _sit(sitting: Review, keys: Keyboard, screen: Screen) -> None:
    """Ask until the coder leaves or nothing waits."""
    notice = ""
    while True:
        _show(sitting, screen, notice)
        key = keys.key()
        if key in _LEAVE:
            return
        try:
            notice = _done(sitting, key.lower(), keys, screen)
        except StudyError as fault:
            notice = str(fault)


def _show(sitting: Review, screen: Screen, notice: str) -> None:
    if sitting.place < len(sitting.waiting):
        source = sitting.project.source(sitting.current["source"])
        screen.show(sitting.current, source, _progress(sitting), notice)
    else:
        screen.end(_progress(sitting), notice)


def _done(sitting: Review, key: str, keys: Keyboard, screen: Screen) -> str:
    """What to tell after a key was pressed."""
    if key == "u":
        return _undo(sitting)
    if key == "?":
        screen.help()
        keys.key()
        return ""
    if sitting.place >= len(sitting.waiting):
        return "Nothing waits any more: u takes the last decision back, q leaves."
    if key not in _ACTIONS:
        shown = key if key.isprintable() else "This key"
        return f'"{shown}" has no meaning here; ? shows the keys.' if key.strip() else ""
    return str(_ACTIONS[key](sitting, keys, screen))


def _accept(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    sitting.project.accept(str(sitting.current.name), coder=sitting.coder)
    return _noted(sitting, "accepted")


def _reject(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    sitting.project.reject(str(sitting.current.name), coder=sitting.coder)
    return _noted(sitting, "rejected")


def _skip(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    sitting.skipped()
    return "Skipped: it waits for another time."


def _noted(sitting: Review, verdict: str, code: str = "") -> str:
    name = (code or str(sitting.current["code"])).split("/")[-1]
    sitting.decided(verdict)
    return f"Kept: {name} {verdict}. u takes it back."


def _amend(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    """Another code, other words, or both; nothing is kept where neither changes."""
    chosen = _choice(sitting, keys, screen, str(sitting.current["code"]))
    if chosen is None:
        return "Nothing was changed."
    row = sitting.current
    if (chosen.code, chosen.start, chosen.end) == (row["code"], row["start"], row["end"]):
        return "Nothing was changed: a accepts it as it is."
    sitting.project.amend(
        str(row.name), start=chosen.start, end=chosen.end, code=chosen.code, coder=sitting.coder
    )
    return _noted(sitting, "amended", chosen.code)


def _add(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    """One more code for this passage or words near it; the suggestion still waits."""
    chosen = _choice(sitting, keys, screen, "")
    if chosen is None:
        return "Nothing was added."
    row = sitting.current
    sitting.project.code(row["source"], chosen.start, chosen.end, chosen.code, coder=sitting.coder)
    event = int(sitting.project.log(coder=sitting.coder, limit=1).index[0])
    sitting.steps.append((sitting.place, "added", event))
    sitting.done["added"] += 1
    return f"Kept: {chosen.code.split('/')[-1]} added. This suggestion still waits."


def _choice(sitting: Review, keys: Keyboard, screen: Screen, code: str) -> Choice | None:
    """The code and words that the coder types; None where they think better of it."""
    row, frame = sitting.current, sitting.project.frame
    kept = ", Enter keeps it" if code else ""
    asked = keys.line(f"Code (part of its name{kept}): ").strip()
    if asked:
        found = codes_like(frame, asked)
        if len(found) > 1:
            screen.listed([each.id for each in found[:20]])
            number = keys.line("Number: ").strip()
            valid = number.isdecimal() and 1 <= int(number) <= min(20, len(found))
            found = [found[int(number) - 1]] if valid else []
        if not found:
            raise StudyError(f'No code was chosen for "{asked}"; nothing was changed.')
        code = found[0].id
    if not code:
        return None
    words = keys.line("Words (Enter keeps them; first ... last for a long passage): ")
    text = sitting.project.source(row["source"]).text
    start, end = int(row["start"]), int(row["end"])
    if words.strip():
        start, end = words_within(text, words, near=start)
    return Choice(code, start, end)


def _memo(sitting: Review, keys: Keyboard, screen: Screen) -> str:
    row = sitting.current
    targets = {"t": ("source", row["source"]), "c": ("code", row["code"]), "p": ("project", "")}
    screen.ask("A memo on: t this text, c this code, p the whole project")
    key = keys.key().lower()
    if key not in targets:
        return "No memo was written."
    about, target = targets[key]
    text = keys.line("Memo: ")
    if not text.strip():
        return "No memo was written."
    sitting.project.memo(text, about=about, target=target, coder=sitting.coder)
    event = int(sitting.project.log(coder=sitting.coder, limit=1).index[0])
    sitting.steps.append((sitting.place, "memo", event))
    return f"Kept: a memo on the {about}."


def _undo(sitting: Review) -> str:
    """Take back the last step of this sitting, or else the last decision of an earlier one."""
    if not sitting.steps:
        return _undo_earlier(sitting)
    place, verdict, event = sitting.steps[-1]
    if event is not None:
        sitting.project.undo(event)
    sitting.steps.pop()
    sitting.place = place
    if verdict in sitting.done:
        sitting.done[verdict] -= 1
    return f"Taken back: {verdict}."


def _undo_earlier(sitting: Review) -> str:
    log = sitting.project.log(coder=sitting.coder)
    mine = log[log["action"].isin(DECISIONS) & ~log["undone"]]
    if mine.empty:
        return "There is nothing of yours to take back."
    before = set(sitting.project.pending(coder=sitting.coder).index)
    sitting.project.undo(int(mine.index[0]))
    table = sitting.project.pending(coder=sitting.coder)
    again = [name for name in table.index if name not in before]
    sitting.table = table.loc[[*again, *(n for n in table.index if n not in again)]]
    rest = [name for name in sitting.waiting[sitting.place :] if name not in again]
    sitting.waiting[sitting.place :] = [*again, *(n for n in rest if n in table.index)]
    sitting.waiting = sitting.waiting[sitting.place :]
    sitting.place = 0
    return f"Taken back: a decision of an earlier sitting ({mine.iloc[0]['action']})."


def _progress(sitting: Review) -> str:
    place = min(sitting.place + 1, len(sitting.waiting))
    return f"{place} of {len(sitting.waiting)} | {_counts(sitting)}"


def _counts(sitting: Review) -> str:
    kinds = ("accepted", "rejected", "amended", "skipped")
    shown = [f"{sitting.done[kind]} {kind}" for kind in kinds]
    return ", ".join(
        [*shown, *([f"{sitting.done['added']} added"] if sitting.done["added"] else [])]
    )


def _told(sitting: Review) -> str:
    left = len(sitting.project.pending(coder=sitting.coder))
    if not sitting.waiting and not sitting.steps:
        more = f"; {left} weaker ones are shown by --least 0" if left else ""
        return f"Nothing waits for {sitting.coder} here{more}."
    return (
        f"{_counts(sitting)}. All is kept in the project; {left} suggestions, weak ones "
        f"included, still wait for {sitting.coder}."
    )


_ACTIONS = {"a": _accept, "r": _reject, "e": _amend, "n": _add, "s": _skip, "m": _memo}
