import numpy as np
import pytest

from coding.frame_files import load_frame
from coding.sentences import Lexer, passages
from coding.tagger import suggest
from coding.votes import letters_of, near_of, pairs_of, taught, vocabulary, words_of
from coding.weighing import read_as
from corpora.sources import Source

TAUGHT = [
    ("She goes to college every day.", True),
    ("He is at the college in town.", True),
    ("College is going well for her.", True),
    ("They like the college and its teachers.", True),
    ("He sees his doctor in town.", False),
    ("She likes her room in the house.", False),
    ("The doctor wrote to the house.", False),
    ("He wrote to his teachers in town.", False),
]


@pytest.fixture(scope="module")
def read():
    import spacy

    nlp = spacy.blank("en")
    lexer = Lexer(nlp)

    def reading(text):
        words, starts = lexer.words(nlp.make_doc(text))
        return [s for p in passages(text, words, starts) for s in read_as(words, p)]

    return reading


@pytest.fixture(scope="module")
def votes(read):
    truth = np.array([[positive] for _, positive in TAUGHT])
    return taught([read(text) for text, _ in TAUGHT], truth, ["COLLEGE"])


def test_words_are_counted_once_and_marks_not_at_all(read):
    assert words_of(read("Yes, yes. No!")) == {"yes", "no"}


def test_no_pair_reaches_across_a_mark_or_a_sentence(read):
    assert pairs_of(read("He left, she stayed. It rained.")) == {
        "he left", "she stayed", "it rained"
    }  # fmt: skip


def test_near_pairs_are_of_stems_and_step_over_small_words(read):
    assert "attend~colleg" in near_of(read("She attends the new college."))


def test_letters_keep_the_edges_of_a_word():
    assert {"_go", "go_", "_go_"} == letters_of("go")


def test_a_term_that_stands_in_one_passage_only_is_left_out(read):
    known = vocabulary([read("red house"), read("red boat")])
    assert known.terms[0] == ("red",)


def test_votes_speak_for_what_they_were_taught(votes, read):
    assert votes.decisions(read("The college is in town."))[0] > 0
    assert votes.decisions(read("The doctor is in town."))[0] < 0


def test_fast_decisions_equal_those_over_the_matrix(votes, read):
    texts = ["The college is in town.", "Colleges, unseen word: xylophone."]
    matrix = votes.vocabulary.matrix([read(text) for text in texts])
    slow = matrix @ votes.weights + votes.intercepts
    fast = [votes.decisions(read(text)) for text in texts]
    assert np.allclose(fast, slow, atol=1e-5)


def test_the_rows_of_a_passage_are_those_of_its_pairs(votes, read):
    known = votes.vocabulary
    _, pairs, near, _ = known.rows
    for text, _ in TAUGHT:
        passage = read(text)
        beside, apart = known.together(passage)
        assert sorted(beside) == sorted(pairs[p] for p in pairs_of(passage) if p in pairs)
        assert sorted(apart) == sorted(near[n] for n in near_of(passage) if n in near)


def test_a_passage_of_no_word_is_decided_by_the_intercepts(votes):
    assert np.allclose(votes.decisions([]), votes.intercepts)


def test_the_words_that_speak_most_are_named(votes, read):
    words, told = votes.by_word(read("The college is in town.")[0])
    assert words[int(np.argmax(told[:, 0]))] == "college"


def test_what_words_alone_speak_for_says_so_and_names_them():
    frame = load_frame("closure-summaries")
    text = "Sings in the choir at church each Sunday and plays chess with the neighbours."
    found = [s for s in suggest([Source("a", text)], frame) if s.because.startswith("No cue")]
    assert found
    for suggestion in found:
        assert suggestion.quote == text[suggestion.start : suggestion.end]
        assert all(word in text.lower() for word in suggestion.cue.split(", ") if word)
