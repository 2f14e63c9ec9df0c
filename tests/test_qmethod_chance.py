"""Seeds and counts: what is taken and what is refused."""

import numpy as np
import pytest

from corpora.errors import StudyError
from qmethod.chance import generator, whole


def test_a_seed_starts_the_same_stream_each_time():
    assert generator(5).random() == generator(np.int64(5)).random()
    assert generator(5).random() != generator(6).random()


@pytest.mark.parametrize("seed", [-1, 1.0, "1", None, True])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(StudyError, match="whole number of 0 or more"):
        generator(seed)


@pytest.mark.parametrize("count", [0, 2.5, "3", None, True])
def test_what_is_no_count_is_refused(count):
    assert whole(3, 1, "The number of cards") == 3
    with pytest.raises(StudyError, match="The number of cards is a whole number of 1 or more"):
        whole(count, 1, "The number of cards")
