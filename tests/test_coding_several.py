import pytest

from coding.frame import Code, CodingFrame
from coding.several import BATCH, suggest_by_several
from coding.tagger import suggest
from corpora.errors import StudyError
from corpora.sources import Source

FRAME = CodingFrame("fruit", (Code("APPLE", "Apple", cues=("apple",)),))


def summaries(count: int) -> list[Source]:
    return [Source(str(n), f"She ate apple {n}.") for n in range(count)]


def test_two_processes_give_what_one_gives_in_the_same_order():
    sources = summaries(2 * BATCH + 3)
    alone = list(suggest(sources, FRAME))
    assert alone
    assert list(suggest_by_several(sources, FRAME, processes=2)) == alone


def test_no_source_gives_no_suggestion():
    assert list(suggest_by_several([], FRAME, processes=2)) == []


def test_no_process_is_refused():
    with pytest.raises(StudyError, match="1 or more"):
        list(suggest_by_several([], FRAME, processes=0))


def test_a_model_that_is_not_there_is_told_from_within_a_process():
    with pytest.raises(StudyError, match="not installed"):
        list(suggest_by_several(summaries(1), FRAME, processes=2, model="no_such_model"))
