import base64
import io
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from corpora.errors import StudyError
from qmethod import (
    Grid,
    QAnalysis,
    QSet,
    QStudy,
    Statement,
    analyse,
    consensus,
    distinguishing,
    from_loadings,
)
from qmethod.bootstrap import bootstrap
from qmethod.plots import (
    Picture,
    alt_text,
    plot_bootstrap,
    plot_factor_array,
    plot_framework,
    plot_loadings,
    plot_retention,
    plot_z_scores,
)
from qmethod.plots.cards import SMALLEST, WORDING_SIZES
from qmethod.plots.drawing import COLOURS, SHAPES, listed, look_of, signed
from qmethod.plots.labels import place_labels
from qmethod.plots.lettering import lettering_for, runs_right_to_left
from qmethod.retention import retention

GRID = Grid.parse("-3..3: 2 4 5 6 5 4 2")
WORDS = [
    "my", "worker", "listens", "and", "explains", "what", "will", "happen", "next", "with",
    "the", "solicitor", "at", "school", "or", "college", "when", "I", "understand",
    "decisions", "about", "rights", "responsibilities", "accommodation", "money", "friends",
    "health", "an", "interpreter", "appointments", "trust", "somebody", "confident", "future",
    "safe",
]  # fmt: skip
ARABIC = "أشعر بالأمان عندما أكون مع العاملة التي تدعمني، وأفهم ما سيحدث بعد ذلك (ABC)."
CHINESE = "我在这里感到安全，因为有人听我说话，并且向我解释接下来会发生什么。"
HINDI = "मुझे सुरक्षित महसूस होता है जब कोई मेरी बात सुनता है और समझाता है कि आगे क्या होगा"
THAI = "ฉันรู้สึกปลอดภัยเมื่อมีคนรับฟังฉันและอธิบายว่าจะเกิดอะไรขึ้นต่อไป"
GERMAN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def sentences(count: int, low: int, high: int, seed: int = 3) -> list[str]:
    """Made-up wordings of between `low` and `high` characters."""
    rng = np.random.default_rng(seed)
    made = []
    for length in rng.integers(low, high + 1, count):
        text = " ".join(rng.choice(WORDS, length))[: length - 1].rsplit(" ", 1)[0]
        made.append(text.capitalize() + ".")
    return made


def made_study(
    texts: list[str],
    *,
    grid: Grid = GRID,
    sorts: int = 12,
    views: int = 3,
    names: list[str] | None = None,
    **fields: str,
) -> QStudy:
    """A seeded study with `views` hidden viewpoints, four outcomes and two principles."""
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=(views, len(texts)))
    names = names or [f"QYP{i + 1}" for i in range(sorts)]
    table = {}
    for i, name in enumerate(names):
        order = np.argsort(hidden[i % views] + 0.7 * rng.normal(size=len(texts)))
        values = np.empty(len(texts))
        values[order] = grid.places
        table[name] = values
    cards = [
        Statement(i + 1, text, outcome=f"Outcome {i % 4 + 1}", principle=("Care", "Voice")[i % 2])
        for i, text in enumerate(texts)
    ]
    synthetic = fields.pop("synthetic", "")
    name = fields.pop("name", "Made-up study")
    qset = QSet(tuple(cards), **fields)
    return QStudy(name, qset, grid, pd.DataFrame(table, index=qset.numbers), synthetic=synthetic)


@pytest.fixture(scope="module")
def ordinary() -> QAnalysis:
    study = made_study(
        sentences(28, 60, 110), sorts=25, views=5, stem="Because of support from my worker",
        note="Written for this project.", synthetic="Synthetic sorts.",
    )  # fmt: skip
    return analyse(study, 5)


def texts_of(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def extents(figure: Figure, dpi: float) -> list[tuple[Text, np.ndarray]]:
    """Every text with left, bottom, right and top in points, as the renderer measures it."""
    figure.set_dpi(dpi)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()
    return [
        (text, text.get_window_extent(renderer).extents * 72 / dpi) for text in texts_of(figure)
    ]


def places_of(figure: Figure) -> list[np.ndarray]:
    boxes = [box for box in figure.findobj(Rectangle) if (box.get_gid() or "").startswith("place")]
    scale = 72 / figure.dpi
    return [box.get_window_extent().extents * scale for box in boxes]


def assert_words_stay_on_their_cards(figure: Figure, *dpis: float) -> None:
    for dpi in dpis or (100,):
        found = extents(figure, dpi)
        places = places_of(figure)
        for text, box in found:
            if (text.get_gid() or "").startswith("statement"):
                x, y = box[[0, 2]].mean(), box[[1, 3]].mean()
                own = [p for p in places if p[0] < x < p[2] and p[1] < y < p[3]]
                assert len(own) == 1
                left, bottom, right, top = own[0]
                assert box[0] >= left and box[2] <= right, text.get_text()
                assert box[1] >= bottom and box[3] <= top, text.get_text()


def assert_words_stay_on_the_page(figure: Figure) -> None:
    width, height = figure.get_size_inches() * 72
    for text, box in extents(figure, 150):
        assert box[0] >= 0 and box[2] <= width, text.get_text()
        assert box[1] >= 0 and box[3] <= height, text.get_text()


def shown_wording(figure: Figure, number: int) -> str:
    """The lines on a card, put together again."""
    lines = [
        text.get_text().strip("\u202a\u202b\u202c")
        for text in texts_of(figure)
        if re.fullmatch(rf"statement-{number}-line-\d+", text.get_gid() or "")
    ]
    return " ".join(lines)


@pytest.mark.parametrize(
    ("texts", "grid"),
    [
        (sentences(28, 60, 110), GRID),
        (sentences(28, 270, 300), GRID),
        ([*sentences(27, 20, 50), *sentences(1, 300, 300)], GRID),
        (sentences(60, 60, 110), Grid.parse("-5..5: 2 4 5 6 8 10 8 6 5 4 2")),
        ([ARABIC] * 28, GRID),
        ([CHINESE] * 28, GRID),
        ([HINDI] * 28, GRID),
        ([THAI] * 28, GRID),
        ([f"{GERMAN} costs $5 and $6_a^b"] * 28, GRID),
        ([f"A\n\ttext {i} <&> \x0b with & all" for i in range(9)], Grid.parse("-1..1: 2 5 2")),
        (sentences(5, 10, 30), Grid.parse("-1..1: 1 3 1")),
    ],
    ids=[
        "ordinary", "long", "one long", "sixty", "arabic", "chinese", "hindi", "thai", "german",
        "odd characters", "five cards",
    ],
)  # fmt: skip
def test_wording_never_leaves_its_card(texts, grid):
    study = made_study(texts, grid=grid, views=2, sorts=6)
    analysis = analyse(study, 1, heywood="clip")
    figure = plot_factor_array(analysis, "F1")
    assert_words_stay_on_their_cards(figure)
    assert_words_stay_on_the_page(figure)


@pytest.mark.slow
def test_two_hundred_statements_stay_legible_and_on_their_cards():
    grid = Grid.parse("-6..6: 5 9 13 16 19 24 28 24 19 16 13 9 5")
    study = made_study(sentences(200, 40, 120), grid=grid, sorts=20)
    figure = plot_factor_array(analyse(study, 3), "F1")
    assert_words_stay_on_their_cards(figure)
    assert {text.get_fontsize() for text in texts_of(figure)} >= {SMALLEST}


def test_the_full_wording_is_on_the_card_and_legible(ordinary):
    figure = plot_factor_array(ordinary, "F1")
    assert_words_stay_on_their_cards(figure, 72, 150, 300)
    for statement in ordinary.study.qset:
        assert shown_wording(figure, statement.number) == statement.text
    sizes = {t.get_fontsize() for t in texts_of(figure) if "line" in (t.get_gid() or "")}
    assert sizes <= set(WORDING_SIZES)


def test_the_picture_grows_where_the_wording_would_be_too_small():
    texts = sentences(28, 270, 300)
    figure = plot_factor_array(analyse(made_study(texts), 3), "F1", width_cm=10)
    assert figure.get_figwidth() * 2.54 > 15


def test_the_picture_keeps_its_width_where_there_is_room():
    figure = plot_factor_array(analyse(made_study(sentences(28, 20, 60)), 3), "F1", width_cm=20)
    assert figure.get_figwidth() * 2.54 == pytest.approx(20)


def test_every_card_lies_in_the_column_of_its_value_highest_z_on_top(ordinary):
    figure = plot_factor_array(ordinary, "F2")
    where = {t.get_gid(): t.get_position() for t in texts_of(figure) if t.get_gid()}
    columns = sorted({round(where[f"statement-{n}"][0], 3) for n in ordinary.study.qset.numbers})
    array, z = ordinary.factor_arrays["F2"], ordinary.z_scores["F2"]
    for number in array.index:
        x, _ = where[f"statement-{number}"]
        assert ordinary.study.grid.values[columns.index(round(x, 3))] == array[number]
    for value in ordinary.study.grid.values:
        numbers = array.index[array == value]
        by_height = sorted(numbers, key=lambda n: where[f"statement-{n}"][1])
        assert by_height == list(z[numbers].sort_values(ascending=False).index)


def test_a_statements_own_number_is_not_written_twice():
    texts = [f"{i}. Wording of card {i}" for i in range(1, 29)]
    figure = plot_factor_array(analyse(made_study(texts), 3), "F1")
    assert shown_wording(figure, 7) == "Wording of card 7"


def test_marks_tell_by_symbol_what_the_tables_say(ordinary):
    figure = plot_factor_array(ordinary, "F1")
    marks = {
        int(t.get_gid().split("-")[1]): t.get_text()
        for t in texts_of(figure)
        if (t.get_gid() or "").endswith("marks")
    }
    symbols = {"higher": "▲", "lower": "▼", "between": "◆"}
    stars = {"p < .05": "*", "p < .01": "**", "p < .001": "***"}
    table = distinguishing(ordinary)
    own = table[table["factor"] == "F1"]
    expected = {
        row.statement: symbols[row.direction] + stars[row.level] for row in own.itertuples()
    }
    assert expected
    expected |= {n: "=" for n in consensus(ordinary)["statement"] if n not in expected}
    assert marks == expected


def test_marks_can_be_left_out(ordinary):
    figure = plot_factor_array(ordinary, "F1", marks=False)
    assert not [t for t in texts_of(figure) if (t.get_gid() or "").endswith("marks")]
    assert "Distinguishing" not in alt_text(figure)


def test_tied_statements_are_marked_and_explained():
    sorts = pd.DataFrame(
        {"A": [1, 1, 0, 0, 0, -1, -1.0], "B": [1, 0, 1, 0, 0, -1, -1.0]}, index=range(1, 8)
    )
    qset = QSet(tuple(Statement(i, f"Card {i}") for i in range(1, 8)))
    study = QStudy("", qset, Grid.parse("-1..1: 2 3 2"), sorts)
    loadings = pd.DataFrame({"F1": [0.8, 0.8]}, index=["A", "B"])
    analysis = from_loadings(study, loadings, loadings > 0)
    assert analysis.ties["F1"]
    figure = plot_factor_array(analysis, "F1")
    marked = {t.get_gid() for t in texts_of(figure) if "≈" in t.get_text()}
    assert {f"statement-{n}-marks" for group in analysis.ties["F1"] for n in group} <= marked
    assert "Tied: 2 and 3." in alt_text(figure)


def test_places_without_a_statement_are_drawn_empty():
    study = made_study(sentences(28, 20, 60))
    sorts = study.sorts.copy()
    sorts.loc[5] = np.nan
    study = QStudy(study.name, study.qset, study.grid, sorts)
    analysis = analyse(study, 3)
    figure = plot_factor_array(analysis, "F1")
    assert len(places_of(figure)) == 28
    assert not [t for t in texts_of(figure) if t.get_gid() == "statement-5"]
    assert "1 place is empty." in alt_text(figure)
    assert any("empty place" in t.get_text() for t in texts_of(figure))


def test_a_factor_without_flags_or_unknown_is_refused_in_words(lipset):
    loadings = analyse(lipset, 2).loadings
    flags = pd.DataFrame(False, index=loadings.index, columns=loadings.columns)
    flags["F1"] = loadings["F1"] > 0.5
    analysis = from_loadings(lipset, loadings, flags)
    with pytest.raises(StudyError, match="F2 has no flagged sort"):
        plot_factor_array(analysis, "F2")
    with pytest.raises(StudyError, match='no factor "F9"'):
        plot_factor_array(analysis, "F9")
    assert plot_z_scores(analysis) and plot_loadings(analysis, "F1", "F2")


def test_right_to_left_wording_starts_at_the_right_of_its_card():
    figure = plot_factor_array(analyse(made_study([ARABIC] * 28), 3), "F1")
    lines = [t for t in texts_of(figure) if "line" in (t.get_gid() or "")]
    assert {t.get_ha() for t in lines} == {"right"}
    numbers = [t for t in texts_of(figure) if re.fullmatch(r"statement-\d+", t.get_gid() or "")]
    assert {t.get_ha() for t in numbers} == {"right"}


def test_notes_and_stem_stand_on_the_picture_with_the_wording(ordinary):
    for figure in (plot_factor_array(ordinary, "F1"), plot_z_scores(ordinary)):
        shown = " ".join(t.get_text() for t in texts_of(figure))
        assert "Because of support from my worker" in shown
        assert "Written for this project." in shown and "Synthetic sorts." in shown


@pytest.mark.parametrize("order", ["spread", "number", "F2"])
def test_rows_of_z_scores_follow_the_order_asked_for(ordinary, order):
    figure = plot_z_scores(ordinary, order=order)
    numbers = [t for t in texts_of(figure) if re.fullmatch(r"\d+", t.get_text())]
    shown = [
        int(t.get_text())
        for t in sorted(numbers, key=lambda t: t.get_position()[1])
        if t.get_fontweight() == "bold"
    ]
    z = ordinary.z_scores
    keys = {
        "spread": z.min(axis=1) - z.max(axis=1),
        "number": z.index.to_series(),
        "F2": -z["F2"],
    }
    assert shown == list(keys[order].sort_values(kind="stable").index)


def test_an_unknown_order_is_refused_with_the_ones_that_exist(ordinary):
    with pytest.raises(StudyError, match=r'"spread", "number" or a factor \(F1, F2'):
        plot_z_scores(ordinary, order="alphabet")


def test_distinguishing_dots_are_filled_and_others_open(ordinary):
    figure = plot_z_scores(ordinary, order="number")
    looks = look_of(ordinary.factors)
    dots = [
        line
        for line in figure.axes[0].get_lines()
        if line.get_marker() == looks["F3"].shape and line.get_markerfacecolor() != "white"
    ]
    table = distinguishing(ordinary)
    assert len(dots) == (table["factor"] == "F3").sum() + 1  # and one in the key


def test_a_z_score_chart_of_one_factor_or_with_whiskers_is_drawn(ordinary):
    for figure in (
        plot_z_scores(ordinary, factors=["F1"]),
        plot_z_scores(ordinary, whiskers=True),
        plot_z_scores(analyse(ordinary.study, 1)),
    ):
        assert_words_stay_on_the_page(figure)


@pytest.mark.parametrize("views", [2, 6])
def test_names_beside_loadings_never_lie_on_each_other(views):
    names = [f"Participant {i}" for i in range(40)]
    analysis = analyse(made_study(sentences(28, 20, 60), names=names, views=views), 2)
    figure = plot_loadings(analysis, "F1", "F2")
    found = [(t, box) for t, box in extents(figure, 150) if t.get_text().startswith("Participant")]
    left_out = re.search(r"(\d+) names? (is|are) left out", " ".join(map(str, texts_of(figure))))
    assert len(found) + int(left_out[1] if left_out else 0) == 40
    assert len(found) >= 38
    for (one, a), (two, b) in combinations(found, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one.get_text(), two.get_text())


def test_names_without_room_are_left_out_and_counted():
    analysis = analyse(made_study(sentences(28, 20, 60), sorts=300, views=1), 2)
    figure = plot_loadings(analysis, "F1", "F2")
    assert any("names are left out" in t.get_text() for t in texts_of(figure))
    assert_words_stay_on_the_page(figure)


def test_loadings_show_flags_by_shape_and_colour(ordinary):
    figure = plot_loadings(ordinary, "F1", "F2")
    looks = look_of(ordinary.factors)
    for factor in ("F1", "F2"):
        drawn = [
            line for line in figure.axes[0].get_lines() if line.get_marker() == looks[factor].shape
        ]
        assert {line.get_markerfacecolor() for line in drawn} == {looks[factor].colour}
        assert len(drawn) == ordinary.flags[factor].sum() + 1  # and one in the key


def test_a_factor_against_itself_is_refused(ordinary):
    with pytest.raises(StudyError, match="named twice"):
        plot_loadings(ordinary, "F1", "F1")


def test_retention_shows_every_rule_and_its_verdict(lipset):
    table = retention(lipset, max_factors=6, permutations=50)
    figure = plot_retention(table)
    told = alt_text(figure)
    assert f"1: {table.at[1, 'eigenvalue']:.2f}" in told
    for rule, words in (("kaiser", "Kaiser"), ("humphrey", "Humphrey"), ("parallel", "parallel")):
        met = listed(int(k) for k in table.index[table[rule]])
        assert re.search(rf"{words}[^:]*\): {met}\.", told)
    assert_words_stay_on_the_page(figure)


def test_retention_refuses_another_table():
    with pytest.raises(StudyError, match="retention"):
        plot_retention(pd.DataFrame({"a": [1]}))


def test_framework_tells_where_viewpoints_differ(ordinary):
    figure = plot_framework(ordinary)
    shown = [t.get_text() for t in texts_of(figure)]
    assert "Outcomes" in shown and "General principles" in shown
    assert any(text.startswith("Outcome 1 (7)") for text in shown)
    assert "The factors differ on" in alt_text(figure)


def test_bootstrap_intervals_are_drawn_for_all_factors_or_one(ordinary):
    drawn = bootstrap(ordinary, replicates=50, seed=1)
    everything, one = plot_bootstrap(drawn), plot_bootstrap(drawn, factor="F1")
    assert "50 bootstrap replicates" in alt_text(everything)
    assert one.get_figheight() < everything.get_figheight()
    for figure in (everything, one):
        assert_words_stay_on_the_page(figure)


@pytest.fixture(scope="module")
def every_picture(ordinary) -> dict[str, Picture]:
    return {
        "array": plot_factor_array(ordinary, "F1"),
        "loadings": plot_loadings(ordinary, "F1", "F2"),
        "z": plot_z_scores(ordinary),
        "framework": plot_framework(ordinary),
        "retention": plot_retention(retention(ordinary.study, max_factors=6, permutations=20)),
    }


def test_every_picture_says_in_words_what_it_shows(every_picture, ordinary):
    for figure in every_picture.values():
        assert 60 < len(alt_text(figure)) < 2500
        assert "nan" not in alt_text(figure)
    told = alt_text(every_picture["array"])
    for value in ordinary.study.grid.values:
        assert f"{signed(value)}: " in told
    best = ordinary.loadings["F1"].abs().idxmax()
    assert best in alt_text(every_picture["loadings"])


def test_a_figure_from_elsewhere_has_no_text_alternative():
    with pytest.raises(StudyError, match="text alternative"):
        alt_text(Figure())


def test_svg_holds_words_title_and_description_and_is_the_same_each_time(every_picture, tmp_path):
    for name, figure in every_picture.items():
        one, two = tmp_path / f"{name}.svg", tmp_path / f"{name}-again.svg"
        figure.savefig(one)
        figure.savefig(two)
        assert one.read_bytes() == two.read_bytes()
        root = ElementTree.fromstring(one.read_text(encoding="utf-8"))
        svg = "{http://www.w3.org/2000/svg}"
        assert root.get("role") == "img"
        assert root.findtext(f"{svg}desc") == alt_text(figure)
        assert root.findtext(f"{svg}title") == figure.title
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        written = {e.text for e in root.iter(f"{svg}text")}
        assert {t.get_text() for t in texts_of(figure)} == written


def test_the_same_analysis_drawn_again_gives_the_same_bytes(ordinary):
    def drawn(kind: str) -> bytes:
        buffer = io.BytesIO()
        plot_factor_array(ordinary, "F3").savefig(buffer, format=kind)
        return buffer.getvalue()

    for kind in ("svg", "png", "pdf"):
        assert drawn(kind) == drawn(kind)


def test_png_is_saved_for_print_with_the_description_inside(every_picture, tmp_path):
    path = tmp_path / "array.png"
    figure = every_picture["array"]
    figure.savefig(path)
    with Image.open(path) as image:
        assert image.width == pytest.approx(figure.get_figwidth() * 300, abs=1)
        assert image.info["Description"] == alt_text(figure)


def test_control_characters_in_a_name_leave_the_svg_readable(tmp_path):
    study = made_study(sentences(28, 20, 60), name="A\x0bstudy <&>", sorts=6)
    figure = plot_factor_array(analyse(study, 2), "F1")
    figure.savefig(tmp_path / "a.svg")
    root = ElementTree.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))
    assert "study <&>" in root.findtext("{http://www.w3.org/2000/svg}title")


def test_an_unknown_ending_or_folder_is_refused_in_words(every_picture, tmp_path):
    figure = every_picture["retention"]
    with pytest.raises(StudyError, match=r"\.docx"):
        figure.savefig(tmp_path / "a.docx")
    with pytest.raises(StudyError, match="folder exists"):
        figure.savefig(tmp_path / "missing" / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_shows_the_picture_with_its_text_alternative(every_picture):
    html = every_picture["retention"]._repr_html_()
    data = re.search(r'src="data:image/png;base64,([^"]+)"', html)
    assert data and base64.b64decode(data[1]).startswith(b"\x89PNG")
    assert 'alt="Scree of' in html


def test_settings_of_matplotlib_neither_change_nor_matter(lipset_analysis):
    before = dict(mpl.rcParams)
    buffer = io.BytesIO()
    plot_loadings(lipset_analysis, "F1", "F2").savefig(buffer, format="svg")
    assert dict(mpl.rcParams) == before
    strange = {"font.size": 30, "font.family": "serif", "lines.markersize": 40, "axes.grid": True}
    other = io.BytesIO()
    with mpl.rc_context(strange):
        plot_loadings(lipset_analysis, "F1", "F2").savefig(other, format="svg")
    assert other.getvalue() == buffer.getvalue()


def test_drawing_needs_no_pyplot():
    code = "import sys, qmethod.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pictures_of_the_genuine_wordings_have_whole_words(reference: Path, lipset):
    table = pd.read_csv(reference / "qmethod" / "lipset_statements.csv")
    cards = tuple(Statement(int(n), text) for n, text in table.itertuples(index=False))
    analysis = analyse(QStudy("Lipset", QSet(cards), lipset.grid, lipset.sorts), 3)
    for factor in analysis.factors:
        figure = plot_factor_array(analysis, factor)
        assert_words_stay_on_their_cards(figure)
        for card in cards:
            text = " ".join(card.text.split()).removeprefix(f"{card.number}. ")
            shown = shown_wording(figure, card.number)
            assert shown.replace("- ", "-") == text.replace("- ", "-")


def test_looks_differ_by_shape_and_by_colour():
    looks = look_of([f"F{i}" for i in range(1, 8)])
    assert len({look.shape for look in looks.values()}) == 7
    assert len({look.colour for look in looks.values()}) == 7
    many = look_of([f"F{i}" for i in range(77)])
    assert len(set(many.values())) == 77
    assert len(SHAPES) * len(COLOURS) == 77


def test_colours_stand_out_from_white():
    for colour in COLOURS:
        channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        luminance = linear @ [0.2126, 0.7152, 0.0722]
        assert 1.05 / (luminance + 0.05) >= 3


def test_numbers_are_written_with_real_signs():
    assert [signed(v) for v in (-2, 0, 3)] == ["−2", "0", "+3"]
    assert [signed(v, 2) for v in (-0.001, 1.5)] == ["0.00", "+1.50"]


def test_lines_break_between_words_and_keep_the_text():
    lettering = lettering_for("abc")
    text = "one two three four five"
    lines = lettering.wrap(text, 6)
    assert " ".join(lines) == text
    assert all(lettering.width(line) <= 6.05 for line in lines)


def test_lines_break_between_ideographs_but_not_before_a_comma():
    lettering = lettering_for(CHINESE)
    text = lettering.clean(CHINESE)
    for limit in (3, 4, 5, 6):
        lines = lettering.wrap(text, limit)
        assert "".join(lines) == text
        assert not any(line.startswith(("，", "。")) for line in lines)


def test_only_words_wider_than_a_line_are_broken_with_a_hyphen():
    lettering = lettering_for("abc")
    lines = lettering.wrap(f"eine {GERMAN}", 8)
    assert lines[0] == "eine" and all(line.endswith("-") for line in lines[1:-1])
    assert "".join(line.removesuffix("-") for line in lines[1:]) == GERMAN
    assert lettering.wrap("responsibilities now", 9) == ["responsibilities", "now"]


def test_shortened_text_ends_in_an_ellipsis_and_fits():
    lettering = lettering_for("abc")
    (line,) = lettering.shorten("one two three four five six seven", 8)
    assert line.endswith("…") and lettering.width(line) <= 8
    assert lettering.shorten("one two", 8) == ["one two"]


def test_characters_without_a_font_are_shown_as_boxes():
    lettering = lettering_for("a\U000e0100\U0010fffd")
    assert lettering.clean("a\U0010fffdb") == "a□b"


def test_reading_direction_is_that_of_most_letters():
    assert runs_right_to_left(ARABIC) and not runs_right_to_left("Say שלום to all")
    assert not runs_right_to_left("12 – 34")


def test_labels_stay_inside_and_apart_and_say_where_there_is_no_room():
    points = [(50.0, 50.0)] * 3
    labels = place_labels(points, [(30, 8)] * 3, inside=(0, 0, 100, 100))
    assert None not in labels
    assert place_labels(points, [(300, 8)] * 3, inside=(0, 0, 100, 100)) == [None] * 3


def test_a_name_without_a_line_stands_nearest_to_its_own_point():
    points = [tuple(p) for p in np.random.default_rng(4).normal(150, 25, size=(40, 2))]
    sizes = [(28.0, 8.0)] * 40
    for (x, y), label in zip(
        points, place_labels(points, sizes, inside=(0, 0, 300, 300)), strict=True
    ):
        if label is not None and label.lead is None:
            away = [
                np.hypot(max(abs(label.x - a) - 14, 0), max(abs(label.y - b) - 4, 0))
                for a, b in points
            ]
            assert away[points.index((x, y))] <= min(away) + 0.5
