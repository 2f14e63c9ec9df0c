import random
import time

import pytest
from coded_texts import COLLEGE, FRAME, GONE, HOME, IN, MISSING, ONE, SAFE, THREE, filled, span
from hypothesis import given
from hypothesis import strategies as st

from coding.project import open_project
from coding.storage.anchoring import moved
from corpora.errors import StudyError
from corpora.sources import Source

pytest_plugins = ("databases",)


@pytest.fixture
def project(place):
    with open_project(place) as opened:
        yield filled(opened, suggestions=False)


def test_editing_makes_a_new_version_and_keeps_the_old(project):
    edit = project.edit_text("s1", f"Before. {ONE}", coder="A", because="Forgotten.")
    assert (edit.source, edit.version) == ("s1", 2)
    assert project.source("s1").text == f"Before. {ONE}"
    assert project.source("s1", version=1).text == ONE
    assert project.log(limit=1)["because"].item() == "Forgotten."


def test_codings_move_with_their_words(project):
    safe = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    college = project.code("s1", *span("s1", COLLEGE), IN, coder="B")
    edit = project.edit_text("s1", f"Said in June. {HOME} {COLLEGE}")
    assert (edit.moved, edit.unplaced) == (2, 0)
    for coding, words in ((safe, HOME), (college, COLLEGE)):
        place = project.coding(coding)
        assert project.source("s1").quote(place.start, place.end) == place.quote == words
    assert set(project.codings()["version"]) == {2}


def test_what_cannot_be_found_is_listed_and_never_dropped(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    project.memo("Important.", about="coding", target=coding, coder="A")
    edit = project.edit_text("s1", f"{COLLEGE} She feels secure at home.")
    assert edit.unplaced == 1
    assert project.codings().empty
    listed = project.unplaced().loc[coding]
    assert listed["quote"] == HOME
    assert (listed["version"], listed["start"]) == (1, span("s1", HOME)[0])
    new = project.source("s1").text[listed["new_start"] : listed["new_end"]]
    assert new == "She feels secure at home."
    assert list(project.memos()["target"]) == [coding]
    with pytest.raises(StudyError, match="has no place in the text"):
        project.change(coding, because="?", coder="A")
    project.change(coding, start=listed["new_start"], end=listed["new_end"], coder="A")
    assert project.coding(coding).quote == new
    assert project.unplaced().empty


def test_words_that_come_back_find_their_codings_again(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    project.edit_text("s1", COLLEGE)
    assert len(project.unplaced()) == 1
    project.edit_text("s1", f"{COLLEGE} Well. {HOME}")
    assert project.unplaced().empty
    assert project.coding(coding).start == len(f"{COLLEGE} Well. ")


def test_undoing_an_edit_brings_back_text_and_places(project):
    coding = project.code("s1", *span("s1", HOME), SAFE, coder="A")
    before = project.codings()
    project.edit_text("s1", "Nothing of it.")
    project.undo()
    assert project.codings().equals(before)
    assert project.source("s1").text == ONE
    assert coding in project.codings().index
    project.edit_text("s1", "Something else.")
    assert project.sources_table().loc["s1", "version"] == 2


def test_of_two_equal_passages_the_one_that_was_coded_is_kept(project):
    text = f"{HOME} In May: {HOME} In June: {HOME} The end."
    project.add_sources([Source("s4", text)])
    second = text.index(HOME, 5)
    coding = project.code("s4", second, second + len(HOME), SAFE, coder="A")
    project.edit_text("s4", f"{HOME} Once more. {HOME} In May: {HOME} In June: {HOME} The end.")
    place = project.coding(coding)
    assert project.source("s4").text[: place.start].endswith("In May: ")


def test_a_passage_that_was_deleted_does_not_take_the_place_of_an_equal_one(project):
    text = f"{HOME} That was in May. And in June she said again: {HOME} The end."
    project.add_sources([Source("s4", text)])
    second = text.index(HOME, 5)
    project.code("s4", second, second + len(HOME), SAFE, coder="A")
    project.edit_text("s4", f"{HOME} That was in May. The end.")
    assert len(project.unplaced()) == 1


def test_speaker_turns_move_with_their_words(project):
    project.edit_text("s3", "Interview of May\n" + THREE.replace("now", "then"))
    source = project.source("s3")
    first, second = source.turns
    assert source.text[first.start : first.end] == "And then"[:8] or first.speaker == "Q"
    assert source.text[second.start : second.end].startswith("I am at college")
    assert (first.interviewer, second.interviewer) == (True, False)


def test_the_same_text_again_is_no_new_version(project):
    assert project.edit_text("s1", ONE.replace("\n", "\r\n")).version == 1
    with pytest.raises(StudyError, match="the new text is empty"):
        project.edit_text("s1", " \n")


def test_settled_disagreements_move_too(project):
    project.code("s1", *span("s1", HOME), SAFE, coder="A")
    project.code("s1", *span("s1", COLLEGE), IN, coder="B")
    for one in project.disagreements().index:
        project.settle(one, True, coder="C")
    project.edit_text("s1", f"New: {ONE}")
    assert project.disagreements(settled=False).empty
    assert list(project.codings(settled=True)["coder"]) == ["C", "C"]


WORDS = st.lists(st.sampled_from(["ab", "cd,", "the.", "😀", "é", "العربية\n"]), max_size=40)


@given(old=WORDS, new=WORDS, a=st.integers(0, 200), b=st.integers(0, 200))
def test_a_place_that_is_found_holds_the_same_words(old, new, a, b):
    one, other = " ".join(old), " ".join(new)
    start, end = sorted((min(a, len(one)), min(b, len(one))))
    move = moved(one, other)
    for block in move.blocks:
        same = one[block.old : block.old + block.length]
        assert same == other[block.new : block.new + block.length]
    assert all(
        x.old + x.length <= y.old and x.new + x.length <= y.new
        for x, y in zip(move.blocks, move.blocks[1:], strict=False)
    )
    if start < end:
        place = move.place(start, end)
        assert place is None or other[slice(*place)] == one[start:end]


@given(text=WORDS, at=st.integers(0, 200), added=WORDS)
def test_what_is_added_elsewhere_moves_a_passage_by_its_length(text, at, added):
    old = "start " + " ".join(text) + " the passage stands here and is long end"
    new = "start " + " ".join(added) + " " + old
    start = old.index("the passage stands")
    place = moved(old, new).place(start, start + 30)
    assert place is not None
    assert new[slice(*place)] == old[start : start + 30]


def test_a_long_transcript_with_every_name_replaced_is_compared_in_a_moment():
    lottery = random.Random(1)
    words = [
        lottery.choice(["one", "two", "three", "four", "five", "six", "seven", "house", "school"])
        for _ in range(50_000)
    ]
    for place in range(0, len(words), 25):
        words[place] = f"Ama{place // 2500}"
    old = " ".join(words)
    new = old.replace("Ama", "[name] ")
    begun = time.perf_counter()
    move = moved(old, new)
    assert time.perf_counter() - begun < 10
    kept = sum(block.length for block in move.blocks)
    assert kept > 0.9 * len(old)


def test_many_codings_in_one_text_are_found_again(project):
    text = "\n".join(f"In week {n} she said: I feel safe at home, mostly." for n in range(300))
    project.add_sources([Source("long", text)])
    words = "I feel safe at home"
    starts = [line * 0 + text.index(words, at) for line, at in enumerate(_line_starts(text))]
    with project.together("coding"):
        for start in starts:
            project.code("long", start, start + len(words), SAFE, coder="A")
    lines = text.split("\n")
    edited = "\n".join(["A heading.", *lines[:100], *lines[120:], "A last line."])
    edit = project.edit_text("long", edited)
    assert edit.unplaced == 20
    assert edit.moved == 280
    gone = project.unplaced()
    assert all(lines[100] in text for _ in gone.index)
    assert gone["start"].between(text.index(lines[100]), text.index(lines[120])).all()
    assert FRAME[MISSING] and GONE


def _line_starts(text):
    return [0] + [n + 1 for n, character in enumerate(text) if character == "\n"]
