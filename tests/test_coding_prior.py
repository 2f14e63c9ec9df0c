import json
from pathlib import Path

import numpy as np
import pytest

from coding.evaluation import evaluate
from coding.frame import Code, CodingFrame
from coding.frame_files import load_frame
from coding.prior import COLUMNS, evidence, prior_of, read_prior, write_prior
from coding.prior_fitting import Written, fit_prior
from coding.settle import Mention
from coding.tagger import suggest
from corpora.sources import Source

PASSAGES = Path(__file__).parent / "data" / "coding" / "development"


@pytest.fixture(scope="module")
def frame():
    return load_frame("closure-summaries")


@pytest.fixture(scope="module")
def small():
    """A frame of two codes with the passages that teach it."""
    codes = (Code("A", "A", cues=("apple",)), Code("B", "B", cues=("bread",)))
    written = [
        Written(f"There is {what} on the {where} table.", frozenset(code))
        for what, code in (("an apple", "A"), ("some bread", "B"), ("a pear", "A"), ("soup", ""))
        for where in ("red", "old", "long", "small", "round", "kitchen")
    ]
    return CodingFrame("small", codes), written


def held_out(name):
    lines = (PASSAGES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_shipped_prior_decides_on_every_code_of_its_frame(frame):
    assert prior_of(frame).codes == tuple(code.id for code in frame.codable)


def test_a_frame_of_another_name_has_no_prior(small):
    assert prior_of(small[0]) is None


def test_codes_that_a_frame_dropped_are_not_voted_for(frame):
    kept = tuple(c for c in frame.codes if c.id != "SAFETY/Safer")
    fewer = CodingFrame(frame.name, kept, words=frame.words)
    assert "SAFETY/Safer" not in prior_of(fewer).codes


def test_a_code_that_a_team_added_is_still_found_by_its_cues(frame):
    own = Code("PETS/Has a dog", "Has a dog", cues=("his|her dog",))
    more = CodingFrame(frame.name, (*frame.codes, own), words=frame.words, one_of=frame.one_of)
    found = {s.code: s for s in suggest([Source("a", "She walks her dog to college.")], more)}
    assert found["PETS/Has a dog"].score >= 0.5
    assert "EDUCATION/Accessing education" in found


def test_a_fitted_prior_finds_what_no_cue_names(small):
    frame, written = small
    prior = fit_prior(written, frame, folds=3)
    assert prior.codes == ("A", "B")
    assert prior.blend.shape == (2 * len(COLUMNS),)


def test_fitting_twice_gives_the_same_prior(small):
    frame, written = small
    one, other = (fit_prior(written, frame, folds=3, seed=7) for _ in range(2))
    assert np.array_equal(one.votes.weights, other.votes.weights)
    assert np.array_equal(one.blend, other.blend)


def test_a_prior_written_and_read_again_decides_alike(small, tmp_path):
    frame, written = small
    prior = fit_prior(written, frame, folds=3)
    again = read_prior(write_prior(prior, tmp_path / "p.npz"))
    assert again.codes == prior.codes
    assert again.votes.vocabulary.terms == prior.votes.vocabulary.terms
    assert np.allclose(again.votes.weights, prior.votes.weights, atol=0.026)
    assert np.allclose(again.blend, prior.blend)


def test_a_denied_mention_is_evidence_of_its_own_kind():
    mention = Mention("A", None, 0, 1, 0, (0, 1), "negated", (), 0.8)
    columns = evidence({"A": 0, "B": 1}, np.array([0.5, -1.0], dtype=np.float32), {"A": mention}, 4)
    told = dict(zip(COLUMNS, columns[0], strict=False))
    assert told["negated"] == 1 and told["cue"] == 0 and told["votes"] == 0.5
    assert columns[1, COLUMNS.index("negated")] == 0
    assert np.allclose(columns[:, len(COLUMNS) :], columns[:, : len(COLUMNS)] / 2)


@pytest.mark.parametrize(
    "name, codes, parents, first_five",
    [("held_out_plain.jsonl", 0.84, 0.88, 0.97), ("held_out.jsonl", 0.70, 0.77, 0.90)],
)
def test_suggestions_keep_their_worth_on_passages_held_out(frame, name, codes, parents, first_five):
    rows = held_out(name)
    sources = [Source(row["id"], row["text"]) for row in rows]
    overall = evaluate(suggest(sources, frame), rows, frame=frame).overall
    assert overall["f1"] > codes
    assert overall["parent_f1"] > parents
    assert overall["first_five"] > first_five
    assert overall["wrong_side_rate"] < 0.03


def test_scores_are_about_as_often_right_as_they_say(frame):
    rows = held_out("held_out_plain.jsonl") + held_out("held_out.jsonl")
    gold = {(row["id"], code["code"]) for row in rows for code in row["gold"]}
    found = list(suggest([Source(r["id"], r["text"]) for r in rows], frame))
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        within = [s for s in found if low <= s.score < high]
        right = np.mean([(s.source, s.code) in gold for s in within])
        assert abs(right - np.mean([s.score for s in within])) < 0.15
