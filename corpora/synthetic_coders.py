"""Made-up coders of synthetic texts, who miss, misplace and mistake as people do."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from corpora.dice import Dice
from corpora.synthetic import SyntheticCorpus
from corpora.writing import Planted, seed_of

COLUMNS = ["source", "start", "end", "code", "coder", "quote"]


def simulated_coders(
    corpus: SyntheticCorpus,
    *,
    coders: Sequence[str] = ("Coder A", "Coder B"),
    missed: int = 8,
    mistaken: int = 3,
    moved: int = 20,
    seed: int = 1,
) -> pd.DataFrame:
    """Codings by made-up coders: source, start, end, code, coder, quote.

    Of the planted codings each coder misses some, gives some another code of the corpus, and
    marks some a word shorter.

    missed, mistaken, moved
        How many in a hundred.
    """
    texts = {source.id: source.text for source in corpus.sources}
    codes = sorted({planted.code for planted in corpus.planted})
    rows: list[tuple[str, int, int, str, str, str]] = []
    for number, coder in enumerate(coders):
        dice = Dice(seed_of(seed, "coder", number))
        for planted in corpus.planted:
            if dice.chance(missed):
                continue
            code = dice.one_of(codes) if dice.chance(mistaken) else planted.code
            start, end = _marked(planted, moved, dice)
            quote = texts[planted.source][start:end]
            rows.append((planted.source, start, end, code, coder, quote))
    return pd.DataFrame(rows, columns=COLUMNS)


def _marked(planted: Planted, moved: int, dice: Dice) -> tuple[int, int]:
    """The passage, or its first or last word less where there are several."""
    words = planted.quote.split(" ")
    if len(words) < 3 or not dice.chance(moved):
        return planted.start, planted.end
    if dice.chance(50):
        return planted.start + len(words[0]) + 1, planted.end
    return planted.start, planted.end - len(words[-1]) - 1
