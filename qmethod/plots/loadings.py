"""Participants as points between two factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.errors import StudyError
from qmethod.flags import significant_loading
from qmethod.levels import label as level_label
from qmethod.plots.drawing import (
    counted,
    lettering_of,
    listed,
    look_of,
    point,
    signed,
    stroke,
    write,
)
from qmethod.plots.labels import Label, place_labels
from qmethod.plots.lettering import Lettering
from qmethod.plots.page import MARGIN, Page, Sign, named, open_page
from qmethod.plots.picture import CM, GREY, INK, PALE, Picture, style
from qmethod.record import QAnalysis

_SIZE, _LONGEST_NAME, _EDGE = 7.0, 14.0, 1.05
_AXIS, _FOOT = 34.0, 30.0
_MANY, _MOST = 80, 200
# How much larger the picture may be made, and how far names may then lie from their points.
_ATTEMPTS = ((1, 38), (1.15, 38), (1.3, 38), (1.3, 120), (1.5, 120), (1.8, 120))
_OTHER, _NONE = "#8c8c8c", "#8c8c8c"


@dataclass(frozen=True)
class _Frame:
    """The square between the axes, in points, and how loadings lie in it."""

    left: float
    top: float
    side: float

    def at(self, across: float, up: float) -> tuple[float, float]:
        """Where the two loadings meet."""
        scale = self.side / (2 * _EDGE)
        return self.left + (across + _EDGE) * scale, self.top + (_EDGE - up) * scale

    @property
    def inside(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.left + self.side, self.top + self.side


def plot_loadings(
    analysis: QAnalysis,
    across: str,
    up: str,
    *,
    width_cm: float = 14,
    names: bool = True,
    title: str | None = None,
) -> Picture:
    """A picture of the sorts by their loadings on two factors, both from -1 to 1.

    Flagged sorts are filled in the shape and colour of their factor; a star is flagged on
    both, a thin cross on another factor, an open circle on none. Dashed lines stand at the
    loading that is significant by the analysis' flag level. Names never lie on each other:
    the picture grows, to less than twice `width_cm`, until there is room, and says how many
    names it had to leave out (all of them, with more than 200 sorts).

    Raises
    ------
    StudyError
        If a factor is unknown or is named twice.
    """
    if analysis.of(across) == analysis.of(up):
        raise StudyError(f"Two factors are drawn against each other; {across} was named twice.")
    lettering = lettering_of(analysis.study)
    with style(lettering):
        order = _order(analysis, across, up)
        words = [_short(name, lettering) for name in order] if names else []
        frame, labels = _laid_out(analysis, order, words, across, up, width_cm * CM, lettering)
        page = _page(analysis, across, up, frame, labels, lettering, title)
        frame = _Frame(frame.left, page.top + 4, frame.side)
        _draw_axes(page, frame, analysis, across, up, lettering)
        for name in order:
            _draw_sort(page, frame, analysis, name, across, up)
        for word, label, name in zip(words, labels, order, strict=False):
            if label is not None:
                at = frame.at(*_values(analysis, name, across, up))
                _draw_name(page, word, label, at, page.top + 4, lettering)
    return page.picture


def _values(analysis: QAnalysis, name: str, across: str, up: str) -> tuple[float, float]:
    return float(analysis.loadings.at[name, across]), float(analysis.loadings.at[name, up])


def _order(analysis: QAnalysis, across: str, up: str) -> list[str]:
    """The sorts, those flagged on one of the two factors first, so that their names find room."""
    either = analysis.flags[[across, up]].any(axis=1)
    return [str(n) for n in either.index[either]] + [str(n) for n in either.index[~either]]


def _short(name: str, lettering: Lettering) -> str:
    return lettering.shorten(lettering.clean(name), _LONGEST_NAME)[0]


def _laid_out(
    analysis: QAnalysis,
    order: Sequence[str],
    words: Sequence[str],
    across: str,
    up: str,
    width: float,
    lettering: Lettering,
) -> tuple[_Frame, list[Label | None]]:
    """The smallest square in which all names have room, and where they stand in it."""
    sizes = [
        (lettering.width(word) * _SIZE * 1.04 + 2, _SIZE * lettering.leading) for word in words
    ]
    tries: list[tuple[_Frame, list[Label | None]]] = []
    for larger, reach in _ATTEMPTS[: 1 if len(order) > _MANY else None]:
        frame = _Frame(MARGIN + _AXIS, 0, width * larger - 2 * MARGIN - _AXIS)
        places = [frame.at(*_values(analysis, name, across, up)) for name in order][: len(words)]
        labels: list[Label | None] = [None] * len(words)
        if len(words) <= _MOST:
            labels = place_labels(places, sizes, inside=frame.inside, reach=reach)
        tries.append((frame, labels))
        if None not in labels:
            break
    return min(tries, key=lambda one: one[1].count(None))


def _page(
    analysis: QAnalysis,
    across: str,
    up: str,
    frame: _Frame,
    labels: Sequence[Label | None],
    lettering: Lettering,
    title: str | None,
) -> Page:
    study = analysis.study
    missing = sum(label is None for label in labels)
    notes = [study.synthetic] if study.synthetic else []
    if missing:
        notes.append(
            f"{counted(missing, 'name is', 'names are')} left out for want of room; the table of "
            "loadings has them all."
        )
    return open_page(
        frame.left + frame.side + MARGIN,
        frame.side + 4 + _FOOT,
        heading=named(study, f"loadings on {across} and {up}"),
        title=title,
        alt=_alt(analysis, across, up),
        signs=_signs(analysis, across, up),
        notes=notes,
        lettering=lettering,
    )


def _signs(analysis: QAnalysis, across: str, up: str) -> list[Sign]:
    looks = look_of(analysis.factors)
    kinds = {_kind(analysis, str(name), across, up) for name in analysis.loadings.index}
    signs = [
        Sign(f"flagged on {name}", marker=looks[name].shape, colour=looks[name].colour)
        for name in (across, up)
        if name in kinds
    ]
    meanings = {
        "both": Sign(f"flagged on {across} and {up}", marker="*"),
        "other": Sign("flagged on another factor", marker="x", colour=_OTHER),
        "none": Sign("not flagged", marker="o", colour=_NONE, filled=False),
    }
    signs += [sign for kind, sign in meanings.items() if kind in kinds]
    level, needed = analysis.settings.flag_level, _needed(analysis)
    if needed <= _EDGE:
        meaning = f"significant loading, {level_label(level)}: ±{needed:.2f}"
        signs.append(Sign(meaning, line=(0, (4, 3)), colour=GREY))
    return signs


def _needed(analysis: QAnalysis) -> float:
    return float(significant_loading(len(analysis.study.qset), analysis.settings.flag_level))


def _kind(analysis: QAnalysis, name: str, across: str, up: str) -> str:
    """Which marker a sort has: "F1" or "F2" where it is flagged on one, "both", ..."""
    flags = analysis.flags.loc[name]
    on = [factor for factor in (across, up) if flags[factor]]
    if on:
        return "both" if len(on) > 1 else on[0]
    return "other" if bool(flags.any()) else "none"


def _draw_axes(
    page: Page, frame: _Frame, analysis: QAnalysis, across: str, up: str, lettering: Lettering
) -> None:
    canvas, needed = page.canvas, _needed(analysis)
    for value in (-1.0, -0.5, 0.0, 0.5, 1.0):
        colour, width = (GREY, 0.8) if value == 0 else (PALE, 0.5)
        stroke(canvas, frame.at(value, -_EDGE), frame.at(value, _EDGE), colour=colour, width=width)
        stroke(canvas, frame.at(-_EDGE, value), frame.at(_EDGE, value), colour=colour, width=width)
        x, _ = frame.at(value, -_EDGE)
        _, y = frame.at(-_EDGE, value)
        bottom = frame.top + frame.side
        text = signed(value, 1)
        write(canvas, x, bottom + 10, text, size=_SIZE, lettering=lettering, align="center")
        write(canvas, frame.left - 4, y + 2.5, text, size=_SIZE, lettering=lettering,
              align="right")  # fmt: skip
    for value in (-needed, needed) if needed <= _EDGE else ():
        ends = ((value, -_EDGE), (value, _EDGE)), ((-_EDGE, value), (_EDGE, value))
        for start, end in ends:
            stroke(canvas, frame.at(*start), frame.at(*end), colour=GREY, dashes=(0, (4, 3)))
    middle_x, middle_y = frame.at(0, 0)
    write(canvas, middle_x, frame.top + frame.side + 23, across, size=9, lettering=lettering,
          align="center", bold=True)  # fmt: skip
    write(canvas, MARGIN + 8, middle_y + 3, up, size=9, lettering=lettering, align="center",
          bold=True)  # fmt: skip


def _draw_sort(
    page: Page, frame: _Frame, analysis: QAnalysis, name: str, across: str, up: str
) -> None:
    x, y = frame.at(*_values(analysis, name, across, up))
    kind = _kind(analysis, name, across, up)
    if kind in (across, up):
        look = look_of(analysis.factors)[kind]
        point(page.canvas, x, y, look.shape, look.colour)
    elif kind == "both":
        point(page.canvas, x, y, "*", INK, size=8)
    elif kind == "other":
        point(page.canvas, x, y, "x", _OTHER, size=4.5)
    else:
        point(page.canvas, x, y, "o", _NONE, filled=False, size=4.5)


def _draw_name(
    page: Page,
    word: str,
    label: Label,
    at: tuple[float, float],
    down: float,
    lettering: Lettering,
) -> None:
    if label.lead is not None:
        end = (label.lead[0], label.lead[1] + down)
        stroke(page.canvas, at, end, colour=GREY, width=0.5, order=2)
    write(page.canvas, label.x, label.y + down + 0.33 * _SIZE, word, size=_SIZE,
          lettering=lettering, align="center", gid=None)  # fmt: skip


def _alt(analysis: QAnalysis, across: str, up: str) -> str:
    kinds = {str(n): _kind(analysis, str(n), across, up) for n in analysis.loadings.index}
    told = [
        f"Loadings of {counted(len(kinds), 'sort')} on {across} (across) and {up} (up), both "
        f"from −1 to 1; a loading of {_needed(analysis):.2f} is significant."
    ]
    for factor in (across, up):
        flagged = [n for n in analysis.defining(factor) if kinds[n] == factor]
        names = [f"{n} ({signed(analysis.loadings.at[n, factor], 2)})" for n in flagged]
        told.append(f"Flagged on {factor}: {listed(names) or 'none'}.")
    both = [name for name, kind in kinds.items() if kind == "both"]
    if both:
        told.append(f"Flagged on both: {listed(both)}.")
    others = sum(kind in ("other", "none") for kind in kinds.values())
    told.append(f"{counted(others, 'sort is', 'sorts are')} flagged on neither.")
    return " ".join(told)
