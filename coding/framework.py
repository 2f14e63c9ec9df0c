"""The framework matrix: cases x themes, the coder's own summaries beside the linked passages.

After Ritchie and Spencer's framework approach: a row per case, a column per theme, in each
cell what the coder wrote about this case under this theme, and under it the passages on
which that rests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pandas as pd

from coding.decisions import ancestors
from coding.frame import CodingFrame
from coding.passages import about_cases, coded_passages, source_table
from coding.plain import frame_of, is_project, of_project
from corpora.errors import StudyError

LINK = ["number", "theme", "case", "source", "start", "end", "code", "coders", "quote"]


@dataclass(frozen=True, eq=False)
class FrameworkMatrix:
    """Summaries and passages by case and theme.

    Fields
    ------
    summaries
        Cases x themes: what the coder wrote, "" where nothing yet.
    passages
        The linked passages: number, theme, case, source, start, end, code, coders, quote. The
        number is what a summary can point to; it stays the same while the matrix lives.
    attributes (of cases)
        Index case.
    """

    summaries: pd.DataFrame
    passages: pd.DataFrame
    attributes: pd.DataFrame

    @property
    def themes(self) -> list[str]:
        """The columns, in order."""
        return list(self.summaries.columns)

    def cell(self, case: str, theme: str) -> tuple[str, pd.DataFrame]:
        """The summary and the passages of one cell.

        Raises
        ------
        StudyError
            If there is no such case or theme.
        """
        self._check(case, theme)
        here = (self.passages["case"] == case) & (self.passages["theme"] == theme)
        return self.summaries.loc[case, theme], self.passages[here].reset_index(drop=True)

    def counts(self) -> pd.DataFrame:
        """Cases x themes: how many passages stand in each cell."""
        table = pd.crosstab(self.passages["case"], self.passages["theme"])
        return table.reindex(index=self.summaries.index, columns=self.themes, fill_value=0)

    def with_summary(self, case: str, theme: str, text: str) -> FrameworkMatrix:
        """The matrix with this summary in one cell."""
        self._check(case, theme)
        table = self.summaries.copy()
        table.loc[case, theme] = text
        return replace(self, summaries=table)

    def _check(self, case: str, theme: str) -> None:
        if case not in self.summaries.index:
            raise StudyError(f'The framework matrix has no case "{case}".')
        if theme not in self.summaries.columns:
            raise StudyError(
                f'The framework matrix has no theme "{theme}"; it has {", ".join(self.themes)}.'
            )


def framework_matrix(
    material: Any,
    sources: Any = None,
    *,
    themes: Sequence[str] | None = None,
    summaries: pd.DataFrame | Mapping[tuple[str, str], str] | None = None,
    frame: CodingFrame | None = None,
    previous: FrameworkMatrix | None = None,
    coder: str | None = None,
) -> FrameworkMatrix:
    """The framework matrix of a project, or of codings and sources.

    Parameters
    ----------
    themes
        Codes or parents, a column each; a passage stands under the nearest theme at or above
        its code. The top codes by default.
    summaries
        What was written before: cases x themes, or (case, theme) -> text.
    previous
        The matrix so far: its themes, summaries and passage numbers carry over, so that what
        a summary points to stays; new passages get new numbers.
    coder
        Only this coder's passages.

    Raises
    ------
    StudyError
        If a theme comes twice, or a summary is for a case or theme that is not there.
    """
    codings, given = of_project(material, sources)
    frame = frame or frame_of(material)
    about = about_cases(material, sources, source_table(given))
    passages = coded_passages(codings, given, context=0, coder=coder)
    if themes is None and previous is not None:
        themes = previous.themes
    columns = _themes(passages["code"], themes, frame)
    passages["theme"] = [_theme_of(code, columns, frame) for code in passages["code"]]
    linked = passages[passages["theme"] != ""].reset_index(drop=True)
    linked["number"] = _numbers(linked, previous)
    empty = pd.DataFrame("", index=about.index, columns=columns, dtype=object)
    matrix = FrameworkMatrix(empty, linked[LINK], about)
    if is_project(material) and hasattr(material, "summaries"):
        matrix = written(matrix, _of_coder(material.summaries(coder=coder), columns))
    if previous is not None:
        matrix = written(matrix, previous.summaries)
    return written(matrix, summaries) if summaries is not None else matrix


def _of_coder(kept: pd.DataFrame, themes: Sequence[str]) -> dict[tuple[str, str], str]:
    """(case, theme) -> summary, for the themes of the matrix."""
    here = kept[kept["code"].isin(themes)]
    several = here.duplicated(["case", "code"])
    if several.any():
        row = here[several].iloc[0]
        raise StudyError(
            f"Case {row['case']}, {row['code']}: several coders wrote a summary; name the one "
            "whose matrix you want (coder=...)."
        )
    return dict(zip(zip(here["case"], here["code"], strict=True), here["text"], strict=True))


def keep_summaries(project: Any, matrix: FrameworkMatrix, *, coder: str = "") -> int:
    """How many summaries of the matrix were new or changed and are now kept in the project.

    All become one step that can be undone. A cell that is empty in the matrix leaves what the
    project has.

    Raises
    ------
    StudyError
        If a case or theme is not in the project; then none is kept.
    """
    who = coder or None
    had = _of_coder(project.summaries(coder=who), matrix.themes)
    cells = [(case, theme) for case in matrix.summaries.index for theme in matrix.themes]
    texts = {cell: matrix.summaries.loc[cell] for cell in cells}
    new = {cell: text for cell, text in texts.items() if text.strip() and had.get(cell) != text}
    if new:
        with project.together("read framework matrix"):
            for (case, theme), text in new.items():
                project.summarise(case, theme, text, coder=coder)
    return len(new)


def written(
    matrix: FrameworkMatrix, summaries: pd.DataFrame | Mapping[tuple[str, str], str]
) -> FrameworkMatrix:
    """The matrix with these summaries in place of its own where they say something.

    Raises
    ------
    StudyError
        If a summary is for a case or theme that is not there; none is dropped.
    """
    cells = summaries
    if isinstance(summaries, pd.DataFrame):
        cells = {(c, t): summaries.loc[c, t] for c in summaries.index for t in summaries.columns}
    table = matrix.summaries.copy()
    for (case, theme), text in cells.items():
        if isinstance(text, str) and text.strip():
            matrix._check(case, theme)
            table.loc[case, theme] = text
    return replace(matrix, summaries=table)


def _numbers(linked: pd.DataFrame, previous: FrameworkMatrix | None) -> list[int]:
    """The number each passage had, or the next that is free."""
    had: dict[tuple[Any, ...], int] = {}
    if previous is not None:
        old = previous.passages
        places = zip(old["source"], old["start"], old["end"], old["code"], strict=True)
        had = dict(zip(places, old["number"], strict=True))
    free = count(max(had.values(), default=0) + 1)
    places = zip(linked["source"], linked["start"], linked["end"], linked["code"], strict=True)
    return [had[place] if place in had else next(free) for place in places]


def _themes(used: pd.Series, themes: Sequence[str] | None, frame: CodingFrame | None) -> list[str]:
    if themes is not None:
        twice = [t for t in themes if list(themes).count(t) > 1]
        if twice:
            raise StudyError(f'The theme "{twice[0]}" is named twice.')
        return list(themes)
    if frame is not None:
        return [code.id for code in frame.children(None)]
    return sorted({(ancestors(code, None) or [code])[-1] for code in used})


def _theme_of(code: str, themes: Sequence[str], frame: CodingFrame | None) -> str:
    """The nearest theme at or above a code, or ""."""
    return next((name for name in [code, *ancestors(code, frame)] if name in themes), "")
