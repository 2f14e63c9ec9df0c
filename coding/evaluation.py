"""Suggestions against a gold standard: per code, per parent and overall."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coding.codings import FIRST, PROPOSED, Suggestion
from coding.frame import CodingFrame
from corpora.errors import StudyError

Labels = dict[str, set[str]]


@dataclass(frozen=True)
class Mistake:
    """One code suggested in vain or missed, in its passage.

    `kind` is "wrong side" (its opposite is the gold code), "wrong" or "missed".
    """

    kind: str
    source: str
    code: str
    score: float
    quote: str
    because: str
    gold: tuple[str, ...]

    def __str__(self) -> str:
        gold = ", ".join(self.gold) or "no code"
        told = f' because {self.because}\n  "{self.quote}"' if self.quote else ""
        return f"{self.source}: {self.kind} {self.code} ({self.score:.2f}; gold: {gold}){told}"


@dataclass(frozen=True)
class Evaluation:
    """How well suggestions agree with gold codings, source by source.

    Fields
    ------
    table
        One row a code: tp, fp, fn, precision, recall, f1; NaN where not defined.
    parents
        The same for the roots of the frame: a root is right where any code under it is.
    overall
        Precision, recall and F1 pooled ("micro") over codes and over parents, the mean F1 of
        the codes met ("macro_f1"), wrong sides and coverage by the first five.
    mistakes
        Every wrong or missed code, the worst first.
    """

    table: pd.DataFrame
    parents: pd.DataFrame
    overall: dict[str, float]
    mistakes: tuple[Mistake, ...]
    sources: int

    @property
    def worst(self) -> str:
        """A page of the worst mistakes, each with its words and reason."""
        return "\n\n".join(str(mistake) for mistake in self.mistakes[:25])


def evaluate(
    suggestions: Iterable[Suggestion | Mapping[str, Any]],
    gold: object,
    *,
    frame: CodingFrame | None = None,
    threshold: float = PROPOSED,
) -> Evaluation:
    """How far suggestions agree with a gold standard, by source and code.

    Parameters
    ----------
    suggestions
        As the tagger gives them, or as mappings with the same names. Those asserted with a
        score of at least `threshold` are proposals; all asserted ones count for the first five.
    gold
        A table or an iterable of mappings with "source" (or "id") and "code", or with "id" and
        a list "gold" of codes or of mappings with "code"; or the path of a JSONL file of them.
    frame
        Whose opposite pairs tell the wrong side; without it, there are no pairs.

    Raises
    ------
    StudyError
        If a gold row names no source, or the file cannot be read.
    """
    wanted = gold_labels(gold)
    ranked = _ranked(suggestions)
    found = {s: {c for c, m in by.items() if m.score >= threshold} for s, by in ranked.items()}
    sources = sorted(wanted.keys() | found.keys())
    table = _table(wanted, found, sources)
    parents = _table(_tops(wanted), _tops(found), sources)
    pairs = {c.id: c.opposite for c in frame if c.opposite} if frame else {}
    mistakes = _mistakes(wanted, found, ranked, pairs, sources)
    proposed = int(table["tp"].sum() + table["fp"].sum())
    wrong = sum(m.kind == "wrong side" for m in mistakes)
    overall = {
        **_pooled(table, ""),
        **_pooled(parents, "parent_"),
        "macro_f1": float(table["f1"].mean()),
        "wrong_sides": float(wrong),
        "wrong_side_rate": wrong / proposed if proposed else float("nan"),
        "first_five": _coverage(wanted, ranked),
    }
    return Evaluation(table, parents, overall, tuple(mistakes), len(sources))


def gold_labels(gold: object) -> Labels:
    """The gold codes of each source; a source with none keeps its empty set."""
    if isinstance(gold, (str, Path)):
        gold = _read_lines(Path(gold))
    rows = gold.to_dict("records") if isinstance(gold, pd.DataFrame) else gold
    labels: Labels = {}
    for number, row in enumerate(rows, 1):  # type: ignore[arg-type]
        source = row.get("source", row.get("id")) if isinstance(row, Mapping) else None
        if source is None:
            raise StudyError(f'Gold row {number} names no source; give it "source" or "id".')
        codes = row.get("gold", [row["code"]] if row.get("code") else [])
        held = labels.setdefault(str(source), set())
        held.update(c["code"] if isinstance(c, Mapping) else str(c) for c in codes)
    return labels


def _read_lines(path: Path) -> list[Any]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as fault:
        raise StudyError(
            f"{path.name} cannot be read as JSON lines of gold codings: {fault}"
        ) from None


def _ranked(
    suggestions: Iterable[Suggestion | Mapping[str, Any]],
) -> dict[str, dict[str, Suggestion]]:
    """The best asserted suggestion of each code, by source, best first."""
    best: dict[str, dict[str, Suggestion]] = defaultdict(dict)
    for item in suggestions:
        one = item if isinstance(item, Suggestion) else _suggestion(item)
        known = best[one.source].get(one.code)
        if one.status == "asserted" and (known is None or known.score < one.score):
            best[one.source][one.code] = one
    return {
        source: dict(sorted(by.items(), key=lambda item: -item[1].score))
        for source, by in best.items()
    }


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    names = ("source", "start", "end", "quote", "code", "status", "score", "because", "cue")
    try:
        return Suggestion(**{name: row[name] for name in names if name in row})
    except TypeError:
        raise StudyError(
            f"A suggestion needs source, start, end, quote and code; found {', '.join(row)}."
        ) from None


def _tops(labels: Labels) -> Labels:
    return {source: {c.split("/", 1)[0] for c in codes} for source, codes in labels.items()}


def _table(wanted: Labels, found: Labels, sources: list[str]) -> pd.DataFrame:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for source in sources:
        right, said = wanted.get(source, set()), found.get(source, set())
        for code in right | said:
            counts[code][0 if code in right & said else 1 if code in said else 2] += 1
    table = pd.DataFrame.from_dict(counts, orient="index", columns=["tp", "fp", "fn"])
    table = table.sort_index().rename_axis("code")
    table["precision"] = table["tp"] / (table["tp"] + table["fp"])
    table["recall"] = table["tp"] / (table["tp"] + table["fn"])
    table["f1"] = 2 * table["tp"] / (2 * table["tp"] + table["fp"] + table["fn"])
    return table


def _pooled(table: pd.DataFrame, prefix: str) -> dict[str, float]:
    tp, fp, fn = (float(table[name].sum()) for name in ("tp", "fp", "fn"))
    nan = float("nan")
    return {
        f"{prefix}precision": tp / (tp + fp) if tp + fp else nan,
        f"{prefix}recall": tp / (tp + fn) if tp + fn else nan,
        f"{prefix}f1": 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan,
    }


def _coverage(wanted: Labels, ranked: Mapping[str, Mapping[str, Suggestion]]) -> float:
    """The share of gold labels that are among the first five suggestions of their source."""
    total = sum(len(codes) for codes in wanted.values())
    hits = sum(
        len(codes & set(list(ranked.get(source, {}))[:FIRST])) for source, codes in wanted.items()
    )
    return hits / total if total else float("nan")


def _mistakes(
    wanted: Labels, found: Labels, ranked: Mapping[str, Mapping[str, Suggestion]],
    pairs: Mapping[str, str], sources: list[str],
) -> list[Mistake]:  # fmt: skip
    mistakes: list[Mistake] = []
    for source in sources:
        right, said = wanted.get(source, set()), found.get(source, set())
        gold = tuple(sorted(right))
        for code in sorted(said - right):
            one = ranked[source][code]
            kind = "wrong side" if pairs.get(code) in right else "wrong"
            mistakes.append(Mistake(kind, source, code, one.score, one.quote, one.because, gold))
        for code in sorted(right - said):
            near = ranked.get(source, {}).get(code)
            told = (near.score, near.quote, near.because) if near else (0.0, "", "")
            mistakes.append(Mistake("missed", source, code, *told, gold))
    order = {"wrong side": 0, "wrong": 1, "missed": 2}
    return sorted(mistakes, key=lambda m: (order[m.kind], -m.score, m.source))
