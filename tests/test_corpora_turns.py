import pytest

from corpora.sources import Turn
from corpora.turns import find_turns, said_of


def said(text: str, **options) -> list[tuple[str, str, bool]]:
    turns = find_turns(text, **options)
    return [(turn.speaker, text[turn.start : turn.end], turn.interviewer) for turn in turns]


@pytest.mark.parametrize(
    ("line", "speaker", "interviewer"),
    [
        ("INT: words", "INT", True),
        ("Interviewer: words", "Interviewer", True),
        ("Interviewer 2: words", "Interviewer 2", True),
        ("Facilitator - words", "Facilitator", True),
        ("P1: words", "P1", False),
        ("QYP12: words", "QYP12", False),
        ("Guardian 3 - words", "Guardian 3", False),
        ("Guardian 3 – words", "Guardian 3", False),
        ("Participant: words", "Participant", False),
        ("Speaker 1:words", "Speaker 1", False),
        ("[00:01:02] Speaker 1: words", "Speaker 1", False),
        ("00:01:02.5 - Speaker 1: words", "Speaker 1", False),
        ("Speaker 1 [00:01:02]: words", "Speaker 1", False),
        ("[Speaker 1] words", "Speaker 1", False),
        ("P2 (female): words", "P2 (female)", False),
        ("**INT:** words", "INT", True),
        ("**INT**: words", "INT", True),
        ("INT\twords", "INT", True),
        ("12  INT: words", "INT", True),
        ("\u200fINT: words", "INT", True),
        ("INTERVIEWER:\n\n  words", "INTERVIEWER", True),
        ("Interviewer\nwords", "Interviewer", True),
        ("[Speaker 2]\nwords", "Speaker 2", False),
    ],
)
def test_labels_are_kept_apart_from_what_is_said(line, speaker, interviewer):
    assert said(f"{line}\nP9: end") == [(speaker, "words", interviewer), ("P9", "end", False)]


def test_a_turn_runs_over_lines_to_the_next_label_without_white_space():
    text = "Heading\n\nINT:  one\ntwo \n\nP1: three: and - four\n[00:02:00]\nINT: end\n"
    assert said(text) == [
        ("INT", "one\ntwo", True),
        ("P1", "three: and - four", False),
        ("INT", "end", True),
    ]


def test_names_beside_a_known_interviewer_are_speakers():
    text = "INT: How?\nMaria: So.\nDr Khan: And I said: no.\nNote: a noise\nINT: Why?"
    assert [speaker for speaker, _, _ in said(text)] == ["INT", "Maria", "Dr Khan", "INT"]


def test_noises_in_brackets_are_nobody():
    text = "INT: How?\nP1: So.\n[laughs] I went.\n[pause] And.\n[laughs] Yes.\n[pause] No."
    assert [speaker for speaker, _, _ in said(text)] == ["INT", "P1"]


def test_names_alone_are_speakers_where_they_take_turns():
    text = "المحاور: كيف؟\nمريم: بخير\nالمحاور: جيد\nمريم: نعم\nالمحاور: لماذا\nمريم: لا"
    assert [speaker for speaker, _, _ in said(text)] == ["المحاور", "مريم"] * 3
    assert [asks for _, _, asks in said(text, interviewers=["المحاور"])] == [True, False] * 3


def test_ids_in_cells_are_speakers_beside_an_interviewer():
    text = "INT\tHow?\nP1\tSo.\nP2|No.\nINT\tWhy?"
    assert [speaker for speaker, _, _ in said(text)] == ["INT", "P1", "P2", "INT"]


def test_meeting_programs_write_name_and_time_on_a_line_of_their_own():
    text = "Smith, Jane   0:03\nHello.\nHow?\n\nLopez, Maria   0:09\nFine.\n"
    assert said(text) == [("Smith, Jane", "Hello.\nHow?", False), ("Lopez, Maria", "Fine.", False)]


def test_single_letters_count_in_pairs_only():
    assert [x[2] for x in said("I: How?\nR: So.\nI: Why?")] == [True, False, True]
    assert [x[2] for x in said("Q: How?\nA: So.")] == [True, False]
    assert said("I: was there\nand then") == []


def test_a_researcher_beside_numbered_participants_asks_the_questions():
    assert [x[2] for x in said("R: How?\nP1: So.\nP2: No.\nR: Why?")] == [True, False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Education: at college\nHousing: settled\nNRM: pending\nEducation: on roll\nHousing: fine",
        "YP settled in placement; GP: registered.\nSW: informed.\nYP: feels safe.",
        "Outcome - closed\nReason - no concerns\n- YP is at college\n- SW: agreed",
        "s.45: considered\nS45: raised\nS46: considered",
        "Q1: Do you feel safe?\nQ2: Do you like it?",
        "Social worker: told\nSolicitor: told\nPolice: told\nGuardian: closed the case",
        "Table 2\nQYP1\nQYP2\t-3\nQYP3|2\nQYP4",
        "He said: I am well.\nShe said: so am I.",
        "It was 10:30 and 11:45.\n12:00 lunch",
    ],
)
def test_case_notes_with_headings_are_no_transcripts(text):
    assert said(text) == []


def test_names_set_apart_by_the_layout_are_speakers_where_they_come_again():
    text = "Title\nAnna How?\nAda So.\nAnna Why?\nAda No.\nAnna Bye."
    leads = {0: "Title", 1: "Anna", 2: "Ada", 3: "Anna", 4: "Ada", 5: "Anna"}
    assert said(text, leads=leads)[:2] == [("Anna", "How?", False), ("Ada", "So.", False)]
    assert said("Title\nwords\nTitle two\nmore", leads={0: "Title", 2: "Title two"}) == []


def test_voices_of_captions_are_speakers_beyond_doubt():
    assert said("Ada: words", leads={0: "Ada"}, sure=True) == [("Ada", "words", False)]


def test_what_was_taken_for_interviewers_is_said():
    turns = (Turn("INT", 0, 1, interviewer=True), Turn("P1", 1, 2), Turn("INT", 2, 3, True))
    assert said_of(turns) == "3 speaker turns of INT, P1; taken for interviewers: INT."
    assert "interviewers= names them" in said_of(turns[1:2])


@pytest.mark.parametrize(
    "text", ["a " * 150_000, "1:00 " * 60_000, "\n" * 200_000, "A b " * 50_000]
)
def test_texts_without_turns_take_no_long_search(text):
    import time

    begun = time.perf_counter()
    assert find_turns(text) == ()
    assert time.perf_counter() - begun < 1
