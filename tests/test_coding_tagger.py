import json

import pytest

from coding.codings import Suggestion
from coding.frame import Code, CodingFrame
from coding.frame_files import load_frame
from coding.tagger import suggest
from corpora.errors import StudyError
from corpora.sources import Source, Turn

ACCESSING = "EDUCATION/Accessing education"
NOT_ACCESSING = "EDUCATION/Not accessing education"


@pytest.fixture(scope="module")
def frame():
    return load_frame("closure-summaries")


def proposed(text: str, frame: CodingFrame) -> dict[str, Suggestion]:
    found = suggest([Source("a", text)], frame)
    return {s.code: s for s in found if s.score >= 0.5}


def test_the_shipped_frame_has_the_ids_of_the_reference(frame, reference):
    rows = json.loads((reference / "closure-frame.json").read_text(encoding="utf-8"))
    assert {code.id for code in frame.codable} == {row["id"] for row in rows}
    assert len(frame.codable) == 61
    for code in frame.codable:
        assert code.definition and code.use_when and code.not_when and code.examples and code.cues


def test_opposites_point_at_each_other(frame):
    for code in frame.codable:
        assert code.opposite is None or frame[code.opposite].opposite == code.id


def test_every_example_of_the_frame_gets_its_code(frame):
    missed = [
        (code.id, example)
        for code in frame.codable
        for example in code.examples
        if code.id not in {s.code for s in suggest([Source("a", example)], frame)}
    ]
    assert not missed


def test_a_suggestion_quotes_the_text_at_its_offsets_and_says_why(frame):
    text = "Emoji 🎓 and école. She attends college four days a week, مرحبا."
    (one,) = [s for s in suggest([Source("a", text)], frame) if s.code == ACCESSING]
    assert text[one.start : one.end] == one.quote
    assert "attends college" in one.quote
    assert one.cue in text and one.cue in one.because
    assert one.status == "asserted" and 0.5 <= one.score <= 1


def test_what_holds_now_wins_over_what_held_on_referral(frame):
    text = "YP was not in education on referral but is now enrolled at college."
    found = proposed(text, frame)
    assert ACCESSING in found and NOT_ACCESSING not in found


def test_later_sentences_win_over_earlier_ones(frame):
    found = proposed("She attended college in Leeds. She was then excluded from college.", frame)
    assert NOT_ACCESSING in found and ACCESSING not in found


def test_mentions_that_are_not_asserted_come_only_when_asked_for(frame):
    source = [Source("a", "He might be attending college.")]
    assert all(s.status == "asserted" and s.score < 0.5 for s in suggest(source, frame))
    statuses = {s.code: s.status for s in suggest(source, frame, mentions=True)}
    assert statuses[ACCESSING] == "hedged"


def test_no_code_is_suggested_twice_in_a_passage(frame):
    text = "He attends college. He is enrolled at college. College is going well."
    codes = [s.code for s in suggest([Source("a", text)], frame)]
    assert len(codes) == len(set(codes))


def test_interviewers_are_not_read_unless_asked(frame):
    text = "I: He attends college every day.\nP: Yes, he does."
    turns = (Turn("I", 3, 33, interviewer=True), Turn("P", 36, 49))
    source = [Source("a", text, turns=turns)]
    assert not list(suggest(source, frame))
    assert {s.code for s in suggest(source, frame, interviewer=True)} >= {ACCESSING}


def test_notes_without_full_stops_are_read_line_by_line(frame):
    text = "- Not registered with GP\n- Attends ESOL daily\n• CAWN served on two males"
    found = proposed(text, frame)
    assert {
        "HEALTH/GP/Not registered", ACCESSING, "SAFETY/Disruption work completed",
    } <= found.keys()  # fmt: skip


def test_short_forms_of_case_notes_are_understood(frame):
    found = proposed("YP reg'd w/ GP. Coll 4 days, v settled in plcmt.", frame)
    assert "HEALTH/GP/Registered" in found
    assert "HOUSING/Suitable housing" in found


def test_suggesting_streams(frame):
    read = []

    def texts():
        for number in range(5000):
            read.append(number)
            yield Source(str(number), "She attends college.")

    next(suggest(texts(), frame))
    assert len(read) < 5000


def test_a_frame_of_ones_own_works_with_cues_in_words():
    code = Code("Pets", "Pets", cues=("{animal} .. loves|keeps", "has a dog"))
    mine = CodingFrame("mine", (code,), words={"animal": ("cat", "guinea pig")})
    found = list(suggest([Source("a", "Her guinea pig is what she loves.")], mine))
    assert [s.code for s in found] == ["Pets"]


def test_an_unknown_word_list_is_named():
    code = Code("Pets", "Pets", cues=("{animal}",))
    with pytest.raises(StudyError, match=r"\{animal\}"):
        list(suggest([Source("a", "x")], CodingFrame("mine", (code,))))


def test_a_model_that_is_not_installed_is_named(frame):
    with pytest.raises(StudyError, match="en_no_such_model"):
        list(suggest([Source("a", "x")], frame, model="en_no_such_model"))


def test_the_frame_of_transcripts_finds_topics():
    frame = load_frame("transcripts")
    text = "Most of our referrals come from the police. The children are in college now."
    codes = {s.code for s in suggest([Source("a", text)], frame)}
    assert "REFERRALS/How referrals are made" in codes
    assert "OUTCOMES OF CHILDREN/Education, work and independence" in codes


def test_a_models_parse_tells_the_subject(tmp_path, frame):
    import spacy
    from spacy.language import Language

    @Language.component("test_subjects")
    def mark(doc):
        for token in doc:
            token.dep_ = "nsubj" if token.text in {"brother", "She"} else "dep"
            token.head = doc[0]
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("test_subjects")
    nlp.to_disk(tmp_path / "model")
    source = [Source("a", "Her brother being ill she attends college.")]
    plain = {s.code: s.status for s in suggest(source, frame, mentions=True)}
    parsed = suggest(source, frame, model=str(tmp_path / "model"), mentions=True)
    assert {s.code: s.status for s in parsed}[ACCESSING] == plain[ACCESSING] == "somebody else"
