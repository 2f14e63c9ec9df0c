import math

import pandas as pd
import pytest

from coding.codings import Coding
from coding.coefficients import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from coding.frame import Code, CodingFrame
from coding.reliability import agreement
from coding.units import paragraphs, sentences
from corpora.errors import StudyError
from corpora.sources import Source

TEXTS = {
    "S1": "She goes to college. She likes her flat. She sees nobody. Her worker rings on Mondays.",
    "S2": "He was charged. The charge fell. He left town and nobody knows where he is now.",
}


def coding(source, quote, code, coder, texts=TEXTS):
    start = texts[source].index(quote)
    return Coding(source, start, start + len(quote), code, coder, quote)


@pytest.fixture
def codings():
    return [
        coding("S1", "goes to college", "EDUCATION/Accessing", "Ann"),
        coding("S1", "She goes to college.", "EDUCATION/Accessing", "Ben"),
        coding("S1", "likes her flat", "HOUSING/Suitable", "Ann"),
        coding("S1", "sees nobody", "SAFETY/Alone", "Ben"),
        coding("S2", "He was charged", "JUSTICE/Charged", "Ann"),
        coding("S2", "The charge fell", "JUSTICE/Dropped", "Ann"),
        coding("S2", "The charge fell", "JUSTICE/Dropped", "Ben"),
        coding("S2", "He was charged. The charge", "JUSTICE/Charged", "Ben"),
    ]


def test_a_sentence_counts_as_coded_where_a_whole_word_of_it_is_covered(codings):
    found = agreement(codings, TEXTS)
    assert found.table.loc["EDUCATION/Accessing", "percent_agreement"] == 1.0
    # Ben's mark runs two words into the next sentence, so that is coded too.
    charged = found.decisions.ratings("JUSTICE/Charged").loc["S2"]
    assert charged["Ann"].tolist() == [1, 0, 0]
    assert charged["Ben"].tolist() == [1, 1, 0]


def test_a_mark_dragged_a_letter_too_far_makes_no_disagreement():
    text = {"S1": "She is well. Nobody asked."}
    rows = [
        ("S1", 0, 12, "WELL", "Ann"),
        ("S1", 0, 16, "WELL", "Ben"),
        ("S1", 15, 18, "ODD", "Ben"),
    ]
    table = pd.DataFrame(rows, columns=["source", "start", "end", "code", "coder"])
    found = agreement(table, text, unit="sentence")
    assert found.table.loc["WELL", "percent_agreement"] == 1.0
    assert found.decisions.ratings("ODD")["Ben"].tolist() == [0, 1]


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "source", "passage"])
def test_every_row_equals_the_coefficients_of_its_own_ratings(codings, unit):
    found = agreement(codings, TEXTS, unit=unit, replicates=0)
    for code in (*found.decisions.codes, *found.decisions.parents):
        ratings = found.decisions.ratings(code).astype(object).where(lambda t: t.notna(), None)
        row = found.table.loc[code]
        for name, coefficient in {
            "percent_agreement": percent_agreement,
            "cohen_kappa": cohen_kappa,
            "krippendorff_alpha": krippendorff_alpha,
            "gwet_ac1": gwet_ac1,
        }.items():
            value = coefficient(ratings).value
            assert row[name] == pytest.approx(value, abs=1e-12, nan_ok=True)
        figures = row[["percent_agreement", "cohen_kappa", "krippendorff_alpha", "gwet_ac1"]]
        assert bool(row["not_defined"]) == figures.isna().any()


def test_overall_pools_the_decisions_on_all_codes(codings):
    found = agreement(codings, TEXTS, replicates=0)
    pooled = pd.concat([found.decisions.ratings(code) for code in found.decisions.codes])
    pooled = pooled.astype(object)
    assert found.overall["cohen_kappa"] == pytest.approx(cohen_kappa(pooled).value)
    assert found.overall["units"] == len(pooled)
    assert found.overall.equals(found.table.loc["all codes"])


def test_parents_count_as_coded_where_a_code_below_is(codings):
    found = agreement(codings, TEXTS, replicates=0)
    justice = found.decisions.ratings("JUSTICE").loc["S2"]
    assert justice["Ann"].tolist() == [1, 1, 0]
    assert justice["Ben"].tolist() == [1, 1, 0]
    assert found.table.loc["JUSTICE", "cohen_kappa"] == 1.0
    assert found.table.loc["JUSTICE", "level"] == "parent"


def test_a_frame_gives_the_parents_where_a_name_holds_a_slash():
    frame = CodingFrame(
        "f",
        (
            Code("SOLUTIONS", "SOLUTIONS", codable=False),
            Code("SOLUTIONS/Asylum/other decision", "Asylum/other decision", "SOLUTIONS"),
            Code("SOLUTIONS/Unused", "Unused", "SOLUTIONS"),
        ),
    )
    code = "SOLUTIONS/Asylum/other decision"
    found = agreement(
        [coding("S1", "sees nobody", code, name) for name in ("Ann", "Ben")], TEXTS, frame=frame
    )
    assert found.decisions.parents == ("SOLUTIONS",)
    assert any("unused where two read: SOLUTIONS/Unused" in note for note in found.notes)
    unused = found.table.loc["SOLUTIONS/Unused"]
    assert unused["percent_agreement"] == 1.0
    assert math.isnan(unused["cohen_kappa"])
    assert "nobody used the code" in unused["not_defined"]


def test_a_coder_without_a_coding_in_a_source_has_not_read_it(codings):
    extra = [*codings, coding("S1", "likes her flat", "HOUSING/Suitable", "Cem")]
    found = agreement(extra, TEXTS)
    assert found.decisions.ratings("HOUSING/Suitable").loc["S2", "Cem"].isna().all()
    everybody = agreement(extra, TEXTS, missing="read")
    assert everybody.decisions.ratings("HOUSING/Suitable").loc["S2", "Cem"].eq(0).all()
    assert "missing" in found.missing
    assert "nothing is missing" in everybody.missing


def test_a_row_without_a_code_says_that_the_source_was_read(codings):
    table = pd.DataFrame([c.__dict__ for c in codings])
    table.loc[len(table)] = ["S2", None, None, None, "Cem", None, ""]
    found = agreement(table, TEXTS)
    assert found.decisions.ratings("JUSTICE/Charged").loc["S2", "Cem"].eq(0).all()
    told = agreement(codings, TEXTS, read=[("S2", "Ben"), ("S1", "Ann")])
    assert "was told" in told.missing


def test_source_as_unit_needs_no_text(codings):
    found = agreement(codings, unit="source")
    assert found.overall["units"] == 2 * 5
    assert found.table.loc["HOUSING/Suitable", "percent_agreement"] == 0.5


def test_passages_leave_out_text_that_nobody_coded(codings):
    found = agreement(codings, unit="passage")
    assert len(found.decisions.units) == 4
    assert found.table.loc["SAFETY/Alone", "percent_agreement"] == 0.75


def test_own_units_are_taken_as_given(codings):
    own = pd.DataFrame({"source": ["S1", "S1"], "start": [0, 20], "end": [20, 40]})
    found = agreement(codings, TEXTS, unit=own)
    assert len(found.decisions.units) == 2
    assert any("5 codings lie outside" in note for note in found.notes)


def test_what_nobody_can_disagree_on_is_not_defined():
    both = [coding("S1", TEXTS["S1"], "X/Always", coder) for coder in ("Ann", "Ben")]
    row = agreement(both, {"S1": TEXTS["S1"]}).table.loc["X/Always"]
    assert row["percent_agreement"] == 1.0
    assert math.isnan(row["cohen_kappa"])
    assert math.isnan(row["gwet_ac1"])
    assert "only one category" in row["not_defined"]


def test_coders_who_read_nothing_in_common_have_no_agreement(codings):
    apart = [c for c in codings if (c.source == "S1") == (c.coder == "Ann")]
    found = agreement(apart, TEXTS)
    assert math.isnan(found.overall["percent_agreement"])
    assert "no unit was rated by two coders" in found.overall["not_defined"]
    assert found.overall["units"] == 0


def many_codings(sources=30, agree=0.8):
    texts, rows = {}, []
    for i in range(sources):
        name = f"T{i}"
        texts[name] = " ".join(f"Sentence {j} of text {i}." for j in range(10))
        for j in range(0, 10, 3):
            quote = f"Sentence {j} of text {i}."
            rows.append(coding(name, quote, "A/one", "Ann", texts))
            other = "A/one" if (7 * i + j) % 10 < 10 * agree else "B/two"
            rows.append(coding(name, quote, other, "Ben", texts))
    return rows, texts


def test_intervals_are_seeded_and_hold_the_value():
    rows, texts = many_codings()
    first, again = (agreement(rows, texts, replicates=300) for _ in range(2))
    pd.testing.assert_frame_equal(first.table, again.table)
    other = agreement(rows, texts, replicates=300, seed=2)
    assert first.overall["cohen_kappa_low"] != other.overall["cohen_kappa_low"]
    for name in ("percent_agreement", "cohen_kappa", "krippendorff_alpha", "gwet_ac1"):
        assert first.overall[f"{name}_low"] < first.overall[name] < first.overall[f"{name}_high"]


def test_pooled_decisions_of_one_unit_are_drawn_together():
    # Every slip shows in two codes at once: taken apart, the interval would be too narrow.
    rows, texts = many_codings()
    found = agreement(rows, texts, replicates=2000)
    one = found.table.loc["A/one"]
    width = one["percent_agreement_high"] - one["percent_agreement_low"]
    pooled = found.overall["percent_agreement_high"] - found.overall["percent_agreement_low"]
    assert abs(pooled - width) < 0.01


def test_whole_sources_can_be_drawn():
    rows, texts = many_codings()
    uneven = [r for r in rows if not (r.coder == "Ben" and int(r.source[1:]) % 5 == 0)]
    uneven += [coding("T0", "Sentence 0", "A/one", "Ben", texts)]
    by_unit, by_source = (
        agreement(uneven, texts, resample=how, replicates=500, missing="read")
        for how in ("unit", "source")
    )
    assert by_unit.overall["cohen_kappa"] == by_source.overall["cohen_kappa"]
    spans = [
        a.overall["cohen_kappa_high"] - a.overall["cohen_kappa_low"] for a in (by_unit, by_source)
    ]
    assert spans[1] > spans[0]
    assert any("wider" in note for note in by_unit.notes)
    with pytest.raises(StudyError, match="two sources or more"):
        agreement([r for r in rows if r.source == "T1"], texts, resample="source")


def test_three_coders_have_kappa_in_pairs(codings):
    extra = [*codings, coding("S1", "likes her flat", "HOUSING/Suitable", "Cem")]
    found = agreement(extra, TEXTS)
    assert math.isnan(found.overall["cohen_kappa"])
    assert list(found.pairs.index) == [("Ann", "Ben"), ("Ann", "Cem"), ("Ben", "Cem")]
    assert found.pairs["cohen_kappa"].notna().all()
    two = agreement(extra, TEXTS, coders=["Ann", "Ben"])
    assert two.overall["cohen_kappa"] == found.pairs.loc[("Ann", "Ben"), "cohen_kappa"]


def test_disagreements_name_who_coded_and_who_did_not(codings):
    found = agreement(codings, TEXTS).disagreements
    row = found[found["code"] == "SAFETY/Alone"].iloc[0]
    assert TEXTS["S1"][row["start"] : row["end"]] == "She sees nobody."
    assert (row["coded_by"], row["not_coded_by"]) == (("Ben",), ("Ann",))


def test_notes_state_unit_missing_rule_and_the_share_nobody_coded(codings):
    notes = " ".join(agreement(codings, TEXTS).notes)
    assert "a sentence, bullet or line" in notes
    assert "has not read it" in notes
    assert "decisions are that nobody coded" in notes
    assert "95% percentile intervals of 1,000 bootstrap samples of units (seed 1)" in notes
    assert "bootstrap" not in " ".join(agreement(codings, TEXTS, replicates=0).notes)


class Project:
    def __init__(self, codings, sources):
        self._codings, self.sources = codings, sources
        self.frame = None

    def codings(self):
        return self._codings


def test_a_project_brings_its_texts(codings):
    sources = [Source(id=name, text=text) for name, text in TEXTS.items()]
    project = Project(pd.DataFrame([c.__dict__ for c in codings]), sources)
    assert agreement(project).overall.equals(agreement(codings, sources).overall)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"coder": "Ann"}, "needs two coders"),
        ({"end": 400}, "only 86 characters"),
        ({"source": "S9"}, "no source of this id"),
        ({"quote": "something else"}, "text changed after coding"),
        ({"end": 2}, "ends after it starts"),
        ({"start": 1.5}, "whole characters"),
        ({"code": ""}, "coded nothing"),
    ],
)
def test_codings_that_do_not_fit_are_told(change, words):
    rows = pd.DataFrame([coding("S1", "sees nobody", "A", name).__dict__ for name in "ab"])
    for name, value in change.items():
        rows[name] = value
    with pytest.raises(StudyError, match=words):
        agreement(rows, TEXTS)


def test_unknown_choices_are_told(codings):
    with pytest.raises(StudyError, match="sentence"):
        agreement(codings, TEXTS, unit="word")
    with pytest.raises(StudyError, match="needs the texts"):
        agreement(codings, unit="sentence")
    with pytest.raises(StudyError, match='"unread" or "read"'):
        agreement(codings, TEXTS, missing="all")
    with pytest.raises(StudyError, match='no codings by "Zoe"'):
        agreement(codings, TEXTS, coders=["Ann", "Zoe"])
    with pytest.raises(StudyError, match="no column code"):
        agreement(pd.DataFrame({"source": [], "start": [], "end": []}), TEXTS)


def cut(text, how=sentences):
    return [text[a:b] for a, b in how(text)]


def test_sentences_survive_case_note_style():
    text = (
        "YP 17, in ESOL\nNo contact w/ family\n\n• Mr. Khan (e.g. the tutor) rang\n- GP reg'd; "
        "no concerns. Seen 3 Sept. at home! s. 45 raised?"
    )
    assert cut(text) == [
        "YP 17, in ESOL",
        "No contact w/ family",
        "Mr. Khan (e.g. the tutor) rang",
        "- GP reg'd; no concerns.",
        "Seen 3 Sept. at home!",
        "s. 45 raised?",
    ]


def test_wrapped_lines_are_one_sentence_and_offsets_count_characters():
    text = "😀 She said that she\nfeels well. هو بخير.\n\nCafe\u0301 shut."
    assert cut(text) == ["😀 She said that she\nfeels well.", "هو بخير.", "Cafe\u0301 shut."]
    assert cut(text, paragraphs) == [text[: text.index("\n\n")], "Cafe\u0301 shut."]
