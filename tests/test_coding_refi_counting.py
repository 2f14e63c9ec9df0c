"""What positions mean, and where they lie after normalising."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.refi.counting import Marked, at_edge, way_of_counting
from coding.refi.ruler import Normaliser, RawText, Reading, Ruler
from corpora.sources import normalised

# Letters that compose, Arabic with marks, emoji of several characters, CR LF.
PIECES = st.sampled_from(
    ["a", "e\u0301", "é", "o\u0323\u0302", "🏠", "👩\u200d👧", "سَلام", "\r\n", "\n", "\r", " ",
     "ß", "\u1112\u1161\u11ab", "\u0301", "x."]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
WAYS = [Reading(), Reading(utf16=True), Reading(one_break=True), Reading(True, True)]


def units(text: str, way: Reading) -> int:
    """How long a program thinks that a text is."""
    if way.one_break:
        text = text.replace("\r\n", "\n")
    return len(text.encode("utf-16-le")) // 2 if way.utf16 else len(text)


@pytest.mark.parametrize("way", WAYS)
@given(before=TEXTS, quote=TEXTS.filter(bool), after=TEXTS)
def test_ruler_finds_the_passage_that_was_marked(
    way: Reading, before: str, quote: str, after: str
) -> None:
    if before.endswith("\r") or quote.endswith("\r"):
        return  # the next piece may make it one break
    start = units(before, way)
    end = start + units(quote, way)
    found = Ruler(RawText(before + quote + after), way).passage(start, end)
    assert found == (len(before), len(before) + len(quote), True)


@given(before=TEXTS, quote=TEXTS.filter(bool), after=TEXTS)
@example(before="e", quote="\u0301", after="")
@example(before="\r", quote="\n", after="")
def test_normalised_passage_holds_the_normalised_words(before: str, quote: str, after: str) -> None:
    normaliser = Normaliser(before + quote + after)
    assert normaliser.text == normalised(before + quote + after)
    start, end = normaliser.passage(len(before), len(before) + len(quote))
    assert 0 <= start < end <= len(normaliser.text)
    parts = [normalised(part) for part in (before, quote, after)]
    if "".join(parts) == normaliser.text:
        assert (start, end) == (len(parts[0]), len(parts[0]) + len(parts[1]))
    else:
        assert unicodedata.normalize("NFD", parts[1].strip("\n")) in unicodedata.normalize(
            "NFD", normaliser.text[start:end] + "\n"
        )


def marked(text: str, quotes: list[str], way: Reading, *, mark: bool = False) -> Marked:
    """The passages of a text as a program would write them that counts in a way."""
    places = []
    for quote in quotes:
        at = text.index(quote)
        first = units(text[:at], way) + (1 if way.mark and mark else 0)
        last = first + units(quote, way) - (1 if way.inclusive else 0)
        places.append((first, last, ""))
    return Marked(RawText(text, mark), places)


TALK = (
    "So 😀 we moved house.\r\nThe school 🏫 was close\r\nand people were kind to us.\r\n"
    "Nobody asked why 🤷 and then things got better for everyone here."
)
QUOTES = ["moved house", "school", "people were kind", "Nobody asked", "things got better"]


@pytest.mark.parametrize("way", WAYS)
def test_way_of_counting_is_found_by_the_words(way: Reading) -> None:
    found, said = way_of_counting([marked(TALK, QUOTES, way)])
    assert found == way
    assert "5 of 5 passages" in said[0]


def test_what_was_taken_is_said() -> None:
    _, said = way_of_counting([marked(TALK, QUOTES, Reading(utf16=True))])
    assert said == (
        "Positions were read as counting UTF-16 units (an emoji counts as two), CR LF as two: 5 "
        "of 5 passages then begin and end at words; counted otherwise, at most 1.",
    )


@pytest.mark.parametrize("way", [Reading(inclusive=True), Reading(mark=True)])
def test_rare_ways_need_many_passages_to_be_taken(way: Reading) -> None:
    found, _ = way_of_counting([marked(TALK, QUOTES, way, mark=True)])
    assert found == way
    few, _ = way_of_counting([marked("Nobody asked why.", ["asked"], way, mark=True)])
    assert few == Reading()


def test_byte_order_mark_does_not_count() -> None:
    found, said = way_of_counting([marked(TALK, QUOTES, Reading(), mark=True)])
    assert found == Reading()
    assert "the byte-order mark not at all" in said[0]


def test_words_in_the_file_settle_what_edges_can_not() -> None:
    text = "🏠 字字字甲乙丙字字字"
    raw = RawText(text)
    at = text.index("甲")
    without, _ = way_of_counting([Marked(raw, [(at + 1, at + 4, "")])])
    assert without == Reading()
    found, _ = way_of_counting([Marked(raw, [(at + 1, at + 4, "甲乙丙")])])
    assert found == Reading(utf16=True)


def test_plain_texts_say_nothing() -> None:
    assert way_of_counting([marked("One two three.", ["two"], Reading())]) == (Reading(), ())
    assert way_of_counting([]) == (Reading(), ())


def test_half_an_emoji_is_given_all_of_it() -> None:
    ruler = Ruler(RawText("a 🏠 b"), Reading(utf16=True))
    assert ruler.passage(2, 3) == (2, 3, False)
    assert ruler.passage(3, 6) == (2, 5, False)


def test_edges_lie_between_words() -> None:
    assert at_edge("ab cd", 0)
    assert at_edge("ab cd", 2)
    assert at_edge("ab cd", 3)
    assert not at_edge("ab cd", 1)
    assert not at_edge("e\u0301a", 1)
    assert not at_edge("سَلام", 1)
    assert not at_edge("👩\u200d👧", 2)
    assert not at_edge("a\r\nb", 2)
