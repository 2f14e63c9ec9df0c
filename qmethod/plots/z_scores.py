"""Z-scores of every statement across viewpoints, and how sure a bootstrap is of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from corpora.errors import StudyError
from qmethod.bootstrap import Bootstrap
from qmethod.plots.drawing import Look, lettering_of, listed, look_of, signed, wording
from qmethod.plots.lettering import Lettering
from qmethod.plots.page import Sign, named, notes_of, open_page
from qmethod.plots.picture import CM, Picture, style
from qmethod.plots.rows import Chart, Dot, Row, chart_of, draw_chart
from qmethod.record import QAnalysis
from qmethod.statements import consensus, distinguishing

_ORDERS = {"spread": "largest differences first", "number": "by number"}
_SE = 1.96
_MANY = 36


def plot_z_scores(
    analysis: QAnalysis,
    *,
    order: str = "spread",
    factors: Sequence[str] | None = None,
    whiskers: bool = False,
    width_cm: float = 17,
    title: str | None = None,
) -> Picture:
    """A dot chart of z-scores: one row per statement, one shape and colour per factor.

    A filled shape says that the factor differs from every other at p < .05; "=" marks
    consensus statements. `order` is "spread" (largest differences first), "number" or the
    name of a factor (its highest z-score first). `factors` shows some factors only.
    `whiskers` adds z ± 1.96 standard errors. The figure is as high as its rows need; wordings
    take two lines, or one where there are more than 36.

    Raises
    ------
    StudyError
        If the order or a factor is unknown, or no factor has a flagged sort.
    """
    shown = _shown(analysis, factors)
    numbers = _ordered(analysis, order, shown)
    lettering = lettering_of(analysis.study)
    with style(lettering):
        rows = _rows(analysis, numbers, shown, lettering, whiskers=whiskers)
        lines = 2 if len(rows) <= _MANY else 1
        chart = chart_of(rows, width_cm * CM, lettering, lines=lines, spread=whiskers)
        return _picture(
            analysis, chart, lettering,
            what=f"z-scores of the statements, {_order_words(order)}",
            title=title,
            alt=_alt_of_z_scores(analysis, shown, order, len(numbers)),
            signs=_signs(analysis, rows, shown, whiskers=whiskers),
            label="z-score",
            spread=whiskers,
        )  # fmt: skip


def plot_bootstrap(
    bootstrap: Bootstrap,
    *,
    factor: str | None = None,
    order: str = "spread",
    width_cm: float = 17,
    title: str | None = None,
) -> Picture:
    """A chart of the bootstrap's z-scores: the estimate and its percentile interval.

    One row per statement, the factors below each other in it; with `factor` that factor
    alone, its highest z-score first. `order` as in `plot_z_scores`.

    Raises
    ------
    StudyError
        If the order or the factor is unknown, or no factor has a flagged sort.
    """
    analysis = bootstrap.analysis
    shown = _shown(analysis, None if factor is None else [factor])
    numbers = _ordered(analysis, order if factor is None else factor, shown)
    lettering = lettering_of(analysis.study)
    table = bootstrap.z_scores.set_index(["statement", "factor"])
    share = f"{100 * bootstrap.level:g} %"
    with style(lettering):
        rows = [_interval_row(analysis, table, number, shown, lettering) for number in numbers]
        chart = chart_of(rows, width_cm * CM, lettering, spread=True)
        looks = look_of(analysis.factors)
        signs = [_factor_sign(name, looks[name]) for name in shown]
        signs.append(Sign(f"{share} percentile interval of the bootstrap", line="-"))
        return _picture(
            analysis, chart, lettering,
            what=f"z-scores with {share} bootstrap intervals",
            title=title,
            alt=_alt_of_bootstrap(bootstrap, table, shown),
            signs=signs,
            label=f"z-score ({bootstrap.replicates:,} replicates)",
            spread=True,
        )  # fmt: skip


def _picture(
    analysis: QAnalysis,
    chart: Chart,
    lettering: Lettering,
    *,
    what: str,
    title: str | None,
    alt: str,
    signs: Sequence[Sign],
    label: str,
    spread: bool,
) -> Picture:
    study = analysis.study
    page = open_page(
        chart.width, chart.height, heading=named(study, what), title=title,
        under=study.qset.stem, alt=alt, signs=signs, notes=notes_of(study, lettering),
        lettering=lettering,
    )  # fmt: skip
    draw_chart(page, chart, look_of(analysis.factors), lettering, label=label, spread=spread)
    return page.picture


def _shown(analysis: QAnalysis, factors: Sequence[str] | None) -> list[str]:
    wanted = analysis.factors if factors is None else [analysis.of(name) for name in factors]
    shown = [name for name in wanted if name in analysis.scored]
    if not shown:
        raise StudyError(
            f"{listed(wanted)} {'has' if len(wanted) == 1 else 'have'} no flagged sort, so there "
            "are no z-scores to draw; flag a sort first."
        )
    return shown


def _ordered(analysis: QAnalysis, order: str, shown: Sequence[str]) -> list[int]:
    """Statement numbers in the order of the rows; statements without any z-score left out."""
    z = analysis.z_scores[list(shown)].dropna(how="all").sort_index()
    if order == "number":
        return [int(number) for number in z.index]
    if order == "spread":
        key = z.max(axis=1) - z.min(axis=1) if len(shown) > 1 else z[shown[0]]
    elif order in analysis.scored:
        key = analysis.z_scores[order].reindex(z.index)
    else:
        raise StudyError(
            f'Rows are ordered by "spread", "number" or a factor ({", ".join(analysis.scored)}), '
            f'not by "{order}".'
        )
    return [int(n) for n in key.sort_values(ascending=False, kind="stable").index]


def _order_words(order: str) -> str:
    return _ORDERS.get(order, f"highest of {order} first")


def _rows(
    analysis: QAnalysis,
    numbers: Iterable[int],
    shown: Sequence[str],
    lettering: Lettering,
    *,
    whiskers: bool,
) -> list[Row]:
    apart = _apart(analysis)
    shared = set(consensus(analysis)["statement"])
    alone = len(analysis.scored) < 2
    rows = []
    for number in numbers:
        dots = []
        for factor in shown:
            z = float(analysis.z_scores.at[number, factor])
            reach = _SE * float(analysis.characteristics.at[factor, "se"]) if whiskers else None
            ends = (None, None) if reach is None else (z - reach, z + reach)
            if z == z:
                dots.append(Dot(factor, z, alone or (number, factor) in apart, *ends))
        mark = "=" if number in shared else ""
        words = wording(analysis.study, number, lettering)
        rows.append(Row(words, str(number), tuple(dots), mark))
    return rows


def _apart(analysis: QAnalysis) -> set[tuple[int, str]]:
    """Statement and factor of every distinguishing statement."""
    table = distinguishing(analysis)
    return {(int(n), str(f)) for n, f in zip(table["statement"], table["factor"], strict=True)}


def _factor_sign(name: str, look: Look) -> Sign:
    return Sign(name, marker=look.shape, colour=look.colour)


def _signs(
    analysis: QAnalysis, rows: Sequence[Row], shown: Sequence[str], *, whiskers: bool
) -> list[Sign]:
    looks = look_of(analysis.factors)
    signs = [_factor_sign(name, looks[name]) for name in shown]
    if len(analysis.scored) > 1:
        signs.append(Sign("filled: differs from every other factor, p < .05", marker="o"))
        signs.append(Sign("open: does not", marker="o", filled=False))
    if any(row.mark for row in rows):
        signs.append(Sign("consensus: no two factors differ at p < .01", symbol="="))
    if whiskers:
        signs.append(Sign("z ± 1.96 standard errors", line="-"))
    return signs


def _interval_row(
    analysis: QAnalysis,
    table: pd.DataFrame,
    number: int,
    shown: Sequence[str],
    lettering: Lettering,
) -> Row:
    dots = []
    for factor in shown:
        found = table.loc[(number, factor)]
        if found["estimate"] == found["estimate"]:
            low, high = float(found["low"]), float(found["high"])
            ends = (low, high) if low == low and high == high else (None, None)
            dots.append(Dot(factor, float(found["estimate"]), True, *ends))
    return Row(wording(analysis.study, number, lettering), str(number), tuple(dots))


def _alt_of_z_scores(analysis: QAnalysis, shown: Sequence[str], order: str, rows: int) -> str:
    z = analysis.z_scores[list(shown)]
    looks = look_of(analysis.factors)
    shapes = listed(f"{name} ({looks[name].words})" for name in shown)
    told = (
        f"Dot chart of the z-scores of {rows} statements on {shapes}, {_order_words(order)}; "
        f"scores run from {signed(float(z.min().min()), 2)} to {signed(float(z.max().max()), 2)}."
    )
    if len(shown) < 2:
        return told
    spread = (z.max(axis=1) - z.min(axis=1)).sort_values(ascending=False, kind="stable")
    apart = [_values_in_words(z.loc[number], number) for number in spread.index[:3]]
    close = [_values_in_words(z.loc[number], number) for number in spread.index[::-1][:3]]
    return (
        f"{told} The factors are furthest apart on statements {'; '.join(apart)}. "
        f"They are closest on statements {'; '.join(close)}."
    )


def _values_in_words(values: Mapping[str, float], number: int) -> str:
    told = ", ".join(f"{name} {signed(float(z), 2)}" for name, z in values.items() if z == z)
    return f"{number} ({told})"


def _alt_of_bootstrap(bootstrap: Bootstrap, table: pd.DataFrame, shown: Sequence[str]) -> str:
    told = [
        f"Chart of the z-scores of {len(bootstrap.analysis.study.qset)} statements on "
        f"{listed(shown)} with {100 * bootstrap.level:g} % intervals from "
        f"{bootstrap.replicates:,} bootstrap replicates."
    ]
    for factor in shown:
        own = table.xs(factor, level="factor")
        width = (own["high"] - own["low"]).dropna()
        sides = ((own["low"] > 0) | (own["high"] < 0)).sum()
        if len(width):
            told.append(
                f"{factor}: intervals are {width.median():.2f} wide in the middle; "
                f"{sides} of {len(own)} lie wholly on one side of 0; the widest belongs to "
                f"statement {width.idxmax()}."
            )
    return " ".join(told)
