"""Learning from reviewed codings: what it finds, refuses, reports and keeps."""

import io
import json
import random
import zipfile
from pathlib import Path

import numpy as np
import pytest

import coding as cd
from coding.codings import Coding, Suggestion
from coding.frame import Code, CodingFrame
from coding.learning import Example, examples_of, learn, next_to_review, suggest_learned
from coding.model_files import load_model, save_model
from coding.project import open_project
from corpora.errors import StudyError
from corpora.sources import Source, Turn

TRAIN = Path(__file__).parent / "data" / "coding" / "development" / "train.jsonl"

FRAME = CodingFrame(
    "small",
    (
        Code("DOGS", "DOGS", cues=("dog",)),
        Code("BOATS", "BOATS", cues=("boat",)),
        Code("RARE", "RARE", cues=("rare",)),
    ),
)
FILLER = (
    "the", "visit", "took", "place", "on", "a", "wet", "morning", "and", "nothing", "else", "was",
    "said", "about", "plans",
)  # fmt: skip
# No cue of the frame finds these: only learning can.
KENNEL = ("kennel", "leash", "puppy")
HARBOUR = ("harbour", "sailing", "anchor")


def planted(count: int = 120, seed: int = 1) -> list[Example]:
    """Passages whose wording tells the code, in words that no rule knows."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        words = dice.sample(FILLER, 8)
        codes = set()
        for code, telling in (("DOGS", KENNEL), ("BOATS", HARBOUR)):
            if dice.random() < 0.3:
                codes.add(code)
                words.insert(dice.randrange(8), dice.choice(telling))
        found.append(Example(" ".join(words), frozenset(codes), f"source {number // 3}"))
    return found


@pytest.fixture(scope="module")
def learned():
    return learn(planted(), FRAME)


def test_learns_wording_that_no_rule_knows(learned):
    assert learned.codes == ("DOGS", "BOATS")
    assert learned.report.loc["DOGS", "f1"] > 0.8
    assert learned.report.loc["BOATS", "f1"] > 0.8
    assert not learned.report.loc["DOGS", "rules_f1"] > 0


def test_reports_figures_on_passages_held_out_of_the_training():
    dice = random.Random(2)
    guesses = [Example(e.text, frozenset({"DOGS"} if dice.random() < 0.4 else ()), e.source)
               for e in planted()]  # fmt: skip
    chance = learn(guesses, FRAME)
    assert not chance.report.loc["DOGS", "f1"] > 0.6


def test_refuses_codes_with_too_few_examples_and_says_how_many_there_are(learned):
    assert learned.refused == {"RARE": "0 of the 8 examples that it needs"}
    assert "RARE" not in learned.report.index


def test_refuses_a_code_that_nearly_every_passage_has():
    every = [Example(e.text, e.codes | {"RARE"}, e.source) for e in planted()]
    assert learn(every, FRAME).refused == {"RARE": "only 0 passages without it"}


def test_refuses_to_learn_from_next_to_nothing():
    with pytest.raises(StudyError, match="Of 6 reviewed passages 8 or more"):
        learn(planted(6), FRAME)
    with pytest.raises(StudyError, match="come from 1 sources"):
        learn([Example(e.text, e.codes, "one") for e in planted()], FRAME)
    with pytest.raises(StudyError, match="needs a frame"):
        learn(planted())


def test_says_that_the_vocabulary_is_all_it_keeps(learned):
    assert learned.sentence.startswith("Learned 2 codes and left 1 to the rules.")
    assert "may include names, and no passage" in learned.sentence


def test_the_same_examples_give_the_same_model(learned):
    again = learn(planted(), FRAME)
    assert np.array_equal(again.weights, learned.weights)
    assert again.report.equals(learned.report)


def test_suggests_alone_what_reads_like_what_reviewers_coded(learned):
    text = "They went past the harbour. A puppy on a leash came to the visit. Nothing else."
    found = list(suggest_learned([Source("s", text)], FRAME, learned))
    assert [s.code for s in found] == ["BOATS", "DOGS"]
    assert found[1].quote == "A puppy on a leash came to the visit."
    assert all(text[s.start : s.end] == s.quote and 0.5 <= s.score <= 1 for s in found)
    assert "No rule found it" in found[0].because


def test_blends_the_score_of_a_rule_with_the_model(learned):
    sources = [Source("a", "The dog on a leash."), Source("b", "The dog.")]
    plain = {s.source: s for s in cd.suggest(sources, FRAME)}
    blended = {s.source: s for s in suggest_learned(sources, FRAME, learned) if s.code == "DOGS"}
    assert blended["a"].score > blended["b"].score
    assert blended["a"].because == plain["a"].because
    assert all(0 <= s.score <= 1 for s in blended.values())


def test_never_proposes_alone_what_the_text_denies(learned):
    source = Source("s", "There was no dog, no puppy, no leash.")
    assert not list(suggest_learned([source], FRAME, learned))
    mentioned = list(suggest_learned([source], FRAME, learned, mentions=True))
    assert [(s.code, s.status) for s in mentioned] == [("DOGS", "negated")]


def test_leaves_the_interviewer_out(learned):
    text = "Q: A puppy on a leash?\nA: A visit to the harbour, sailing."
    source = Source("s", text, turns=(Turn("Q", 3, 22, interviewer=True), Turn("A", 26, len(text))))
    assert [s.code for s in suggest_learned([source], FRAME, learned)] == ["BOATS"]


def test_reads_the_sentences_of_reviewed_sources_but_not_what_still_waits(tmp_path):
    text = "The dog barks. A boat sails. It rains."
    with open_project(tmp_path / "p.db") as project:
        project.set_frame(FRAME)
        project.add_sources([Source("s", text), Source("unread", "The dog again.")])
        project.add_suggestions(
            [
                Suggestion("s", 0, 14, text[:14], "DOGS", score=0.7),
                Suggestion("s", 15, 28, text[15:28], "BOATS", score=0.7),
                Suggestion("s", 29, 38, text[29:], "RARE", score=0.2),
            ]
        )
        project.accept(project.pending().index[0], coder="Ana")
        found = examples_of(project)
    assert found == [
        Example("The dog barks.", frozenset({"DOGS"}), "s"),
        Example("It rains.", frozenset(), "s"),
    ]


def test_learns_from_a_project(tmp_path):
    examples = planted(60)
    with open_project(tmp_path / "p.db") as project:
        project.set_frame(FRAME)
        project.add_sources(Source(f"s{i:02}", f"{e.text}.") for i, e in enumerate(examples))
        project.add_codings(
            Coding(f"s{i:02}", 0, len(e.text), code, "Ana", e.text)
            for i, e in enumerate(examples)
            for code in e.codes
        )
        coded = sum(bool(e.codes) for e in examples)
        assert len(examples_of(project)) == coded
        found = cd.learn(project, fewest=5)
    assert set(found.codes) == {"DOGS", "BOATS"}


def test_a_saved_model_says_the_same_and_holds_no_passage(learned, tmp_path):
    path = save_model(learned, tmp_path / "model.npz")
    again = load_model(path)
    texts = [e.text for e in planted(seed=9)]
    assert np.allclose(again.probabilities(texts), learned.probabilities(texts), atol=1e-5)
    assert again.report.equals(learned.report)
    assert again.refused == learned.refused
    assert again.codes == learned.codes
    with zipfile.ZipFile(path) as stored:
        kept = b"".join(stored.read(name) for name in stored.namelist()).replace(b"\x00", b"")
    assert b"harbour" in kept
    assert not any(e.text.encode() in kept for e in planted())
    assert not any(" ".join(e.text.split()[:3]).encode() in kept for e in planted())


def test_a_model_is_read_without_running_anything(learned, tmp_path):
    bad = tmp_path / "bad.npz"
    with bad.open("wb") as file:
        np.savez(file, about=np.array([print], dtype=object))
    with pytest.raises(StudyError, match="no model saved by this toolkit"):
        load_model(bad)


@pytest.mark.parametrize("keep", [0, 10, 0.3, 0.9, 0.999])
def test_a_damaged_file_is_refused_in_a_sentence(learned, tmp_path, keep):
    path = save_model(learned, tmp_path / "model.npz")
    data = path.read_bytes()
    path.write_bytes(data[: keep if keep == 10 else int(keep * len(data))])
    with pytest.raises(StudyError, match=r"model\.npz is no model saved"):
        load_model(path)


def test_flipped_bytes_are_refused_or_change_nothing(learned, tmp_path):
    path = save_model(learned, tmp_path / "model.npz")
    data, dice = bytearray(path.read_bytes()), random.Random(4)
    for _ in range(60):
        wrong = bytearray(data)
        wrong[dice.randrange(len(wrong))] ^= 1 << dice.randrange(8)
        path.write_bytes(wrong)
        try:
            assert load_model(path).codes == learned.codes
        except StudyError:
            continue


@pytest.mark.parametrize(
    "change",
    [
        {"format": "something else"},
        {"codes": ["DOGS"]},
        {"words": ["one"]},
        {"words": None},
        {"report": {}},
        {"embeddings": "somewhere"},
    ],
)
def test_a_file_whose_parts_do_not_fit_is_refused(learned, tmp_path, change):
    path = save_model(learned, tmp_path / "model.npz")
    with np.load(path) as stored:
        parts = dict(stored)
    parts["about"] = np.array(json.dumps(json.loads(str(parts["about"])) | change))
    stream = io.BytesIO()
    np.savez(stream, **parts)
    path.write_bytes(stream.getvalue())
    with pytest.raises(StudyError, match="no model saved"):
        load_model(path)


def test_what_is_no_model_is_refused(tmp_path):
    (tmp_path / "text.npz").write_text("not a model")
    for name in ("text.npz", "missing.npz", "."):
        with pytest.raises(StudyError, match="no model saved"):
            load_model(tmp_path / name)


def test_a_folder_without_an_embedding_model_is_told(tmp_path):
    with pytest.raises(StudyError, match=r'sentence-embedding model|extra "models"'):
        learn(planted(), FRAME, embeddings=str(tmp_path))


def suggestion(score: float, code: str = "DOGS", cue: str = "dog") -> Suggestion:
    return Suggestion("s", 0, 1, "x", code, score=score, cue=cue)


def test_what_is_least_certain_is_reviewed_first():
    found = next_to_review([suggestion(0.9), suggestion(0.5, cue="a"), suggestion(0.2, cue="b")])
    assert [s.score for s in found] == [0.5, 0.2, 0.9]


def test_a_code_with_few_decisions_goes_before_one_with_many():
    pending = [suggestion(0.6), suggestion(0.6, "BOATS", "boat")]
    assert [s.code for s in next_to_review(pending, {"DOGS": 30})] == ["BOATS", "DOGS"]
    assert [s.code for s in next_to_review(pending, {"BOATS": 30})] == ["DOGS", "BOATS"]


def test_the_same_cue_again_teaches_less_than_another():
    pending = [suggestion(0.5), suggestion(0.5), suggestion(0.6, cue="hound")]
    assert [s.cue for s in next_to_review(pending)] == ["dog", "hound", "dog"]


def test_nothing_is_lost_in_the_order():
    pending = [suggestion(n / 20, cue=str(n % 3)) for n in range(21)]
    assert sorted(s.score for s in next_to_review(pending)) == [s.score for s in pending]
    assert next_to_review([]) == []


@pytest.mark.slow
def test_learning_does_no_worse_than_the_rules_on_the_development_passages():
    rows = [json.loads(line) for line in TRAIN.read_text(encoding="utf-8").splitlines()]
    examples = [
        Example(row["text"], frozenset(g["code"] for g in row["gold"]), row["id"]) for row in rows
    ]
    report = learn(examples, cd.load_frame("closure-summaries"), fewest=12).report
    assert len(report) > 8
    assert report.loc["all", "f1"] > report.loc["all", "rules_f1"] - 0.02
