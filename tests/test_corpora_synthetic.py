import json
import re
import time
from collections import Counter

import pandas as pd
import pytest

import corpora
from corpora.dice import Dice
from corpora.errors import StudyError
from corpora.people import STRATA
from corpora.sources import fingerprint
from corpora.stories import story, without_contradiction
from corpora.synthetic import closure_summaries, focus_groups, interviews
from corpora.synthetic_coders import simulated_coders
from corpora.synthetic_files import write_corpus
from corpora.templates import filled, parsed, wording
from corpora.turns import find_turns
from corpora.writing import FIRST_LINE


@pytest.fixture(scope="module")
def summaries():
    return closure_summaries(300)


@pytest.fixture(scope="module")
def talks():
    return [*_pairs(interviews(6)), *_pairs(focus_groups(3))]


def _pairs(corpus):
    return [(s, [p for p in corpus.planted if p.source == s.id]) for s in corpus.sources]


def test_planted_codings_stand_exactly_where_they_say(summaries, talks):
    texts = {s.id: s.text for s in summaries.sources}
    for planted in summaries.planted:
        assert texts[planted.source][planted.start : planted.end] == planted.quote
        assert planted.quote == planted.quote.strip()
        assert "[" not in planted.quote
    for source, planted in talks:
        assert all(source.quote(p.start, p.end) == p.quote for p in planted)


def test_every_code_of_the_frame_is_planted_and_no_other(summaries, reference):
    frame = json.loads((reference / "closure-frame.json").read_text(encoding="utf-8"))
    ids = {code["id"] for code in frame}
    assert {p.code for p in closure_summaries(1000).planted} == ids
    assert {h.split(" ", 1)[1] for h in wording("speech") if "/" in h} <= ids


def test_the_same_seed_gives_the_same_texts_everywhere(summaries):
    assert [s.fingerprint for s in closure_summaries(300).sources] == [
        s.fingerprint for s in summaries.sources
    ]
    assert closure_summaries(5, seed=2).sources[0].text != summaries.sources[0].text


def test_the_texts_are_the_same_on_every_machine():
    # Changes with the wordings alone; a machine that gives another number rolls other dice.
    texts = "".join(s.text for s in closure_summaries(20).sources)
    assert fingerprint(texts)[:16] == "b19d0d1b763a3e3b"


def test_a_longer_corpus_begins_with_a_shorter_one(summaries):
    assert [s.text for s in closure_summaries(5).sources] == [s.text for s in summaries.sources[:5]]


def test_a_thousand_summaries_take_less_than_five_seconds():
    closure_summaries(1)
    begun = time.perf_counter()
    assert len(closure_summaries(1000).sources) == 1000
    assert time.perf_counter() - begun < 5


def test_summaries_have_one_to_four_paragraphs_after_the_line_that_says_what_they_are(summaries):
    found = Counter()
    for source in summaries.sources:
        first, *rest = source.text.rstrip("\n").split("\n\n")
        assert first == FIRST_LINE
        found[len(rest)] += 1
    assert sorted(found) == [1, 2, 3, 4]


def test_years_areas_and_roles_are_those_of_the_sampling_frame(summaries):
    for source in summaries.sources:
        stratum = tuple(source.attributes[name] for name in ("year", "area", "role"))
        assert stratum in STRATA
        grown = source.attributes["role"] == "ICTG Post-18"
        assert (int(source.attributes["age"]) >= 18) == grown
    assert len(STRATA) == 30 + 110 + 60 + 60 + 140


def test_texts_vary(summaries):
    assert len({s.text for s in summaries.sources}) == 300
    quotes = Counter(p.quote for p in summaries.planted)
    assert len(quotes) > 0.5 * len(summaries.planted)


def test_nobody_is_told_to_be_and_not_to_be(summaries):
    pairs = (
        ("EDUCATION/Accessing education", "EDUCATION/Not accessing education"),
        ("HOUSING/Suitable housing", "HOUSING/Unsuitable housing"),
        ("PROTECTIVE FACTORS/Friends", "SAFETY/Limited safe networks of support"),
        ("CRIMINAL JUSTICE/On remand in custody", "HOUSING/Suitable housing"),
        ("SAFETY/Young person is missing", "EDUCATION/Accessing education"),
    )
    for number in range(500):
        told = set(story(Dice(number), abroad=True))
        assert not [pair for pair in pairs if set(pair) <= told]
    assert without_contradiction(["A", "A"]) == ["A"]


def test_every_source_says_that_it_is_synthetic(summaries, talks):
    for source in [*summaries.sources, *(s for s, _ in talks)]:
        assert source.text.startswith(FIRST_LINE)
        assert source.attributes["synthetic"] == "yes"
    assert summaries.note.startswith("Synthetic: 300 texts")


def test_transcripts_have_turns_and_plant_only_in_answers(talks):
    for source, planted in talks:
        assert source.kind == "transcript"
        asked = [t for t in source.turns if t.interviewer]
        said = [t for t in source.turns if not t.interviewer]
        assert len(asked) > 5
        assert len(said) > 5
        for p in planted:
            assert any(t.start <= p.start < p.end <= t.end for t in said)
    speakers = {t.speaker for t in focus_groups(1).sources[0].turns}
    assert speakers >= {"Facilitator", "P1", "P2"}
    assert len(speakers) >= 5


def test_our_own_reader_finds_the_same_turns(talks):
    for source, _ in talks:
        found = find_turns(source.text)
        assert [(t.speaker, t.start, t.end) for t in found] == [
            (t.speaker, t.start, t.end) for t in source.turns
        ]


@pytest.mark.parametrize("layout", ["folder", "csv", "jsonl"])
def test_every_file_says_that_it_is_synthetic_and_is_read_back(tmp_path, summaries, layout):
    small = closure_summaries(8)
    files = write_corpus(small, tmp_path, layout=layout)
    for file in files:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        assert re.search("synthetic", lines[0], re.IGNORECASE)
        assert layout == "folder" or "ynthetic" in lines[1]
    texts = [f for f in files if f.name not in ("planted.csv", "attributes.csv")]
    found = {s.id: s for s in corpora.load(*texts)}
    for source in small.sources:
        assert found[source.id].text.rstrip("\n") == source.text.rstrip("\n")
        if layout != "folder":
            assert found[source.id].attributes["area"] == source.attributes["area"]
    planted = pd.read_csv(tmp_path / "planted.csv", encoding="utf-8-sig")
    for row in planted.itertuples():
        assert found[row.source].text[row.start : row.end] == row.quote


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StudyError, match="no folder"):
        write_corpus(closure_summaries(1), tmp_path / "nowhere")
    with pytest.raises(StudyError, match="folder, csv, jsonl"):
        write_corpus(closure_summaries(1), tmp_path, layout="docx")


def test_made_up_coders_agree_mostly_and_mark_what_stands_there(summaries):
    table = simulated_coders(summaries)
    texts = {s.id: s.text for s in summaries.sources}
    for row in table.itertuples():
        assert texts[row.source][row.start : row.end] == row.quote
    per_coder = table.groupby("coder").size() / len(summaries.planted)
    assert per_coder.between(0.89, 0.95).all()
    both = table.groupby(["source", "code"])["coder"].nunique()
    assert 0.7 < (both == 2).mean() < 0.9
    pd.testing.assert_frame_equal(table, simulated_coders(summaries))


def test_the_planted_codings_are_a_table_of_codings(summaries):
    table = summaries.codings
    assert list(table.columns) == ["source", "start", "end", "code", "coder", "quote"]
    assert set(table["coder"]) == {"planted"}


def test_templates_choose_fill_and_mark():
    text, spans = filled("{S} [likes (tea|tea)] (a lot)", {"S": "YP"}, Dice(1))
    assert text == "YP likes tea (a lot)"
    assert [text[a:b] for a, b in spans] == ["likes tea"]
    text, spans = filled(
        "{S} [likes {x}] and runs", {"S": "", "x": "it"}, Dice(1), short={"and": "&"}
    )
    assert (text, spans) == ("likes it & runs", [(0, 8)])
    chosen = {filled("(a|b(c|d))", {}, Dice(seed))[0] for seed in range(40)}
    assert chosen == {"a", "bc", "bd"}
    with pytest.raises(StudyError, match="do not match"):
        parsed("[open (a|b)")


def test_dice_give_the_same_on_every_machine():
    dice = Dice(1)
    assert dice.whole(1, 10**6) == 856128
    assert dice.one_of("abcdefgh") == "abcdefgh"[0 + _next(1)]
    assert Dice(3).chance(100)
    assert not Dice(3).chance(0)


def _next(skipped):
    dice = Dice(1)
    for _ in range(skipped):
        dice.whole(0, 1)
    return dice.whole(0, 7)


def test_the_wording_is_not_that_of_the_cues():
    # If the tagger found nearly all of them, it would be scoring itself.
    import coding

    made = closure_summaries(60)
    frame = coding.load_frame("closure-summaries")
    made_of_cues = [s for s in coding.suggest(made.sources, frame) if "points to" in s.because]
    found = {(s.source, s.code) for s in made_of_cues}
    planted = {(p.source, p.code) for p in made.planted}
    assert len(found & planted) < 0.7 * len(planted)
