"""A passage as numbers: word and character n-grams, and a local embedding where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpora.errors import StudyError

WORDS = {"analyzer": "word", "ngram_range": (1, 2), "sublinear_tf": True, "lowercase": True}
LETTERS = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True, "lowercase": True}


@dataclass(frozen=True, eq=False)
class Features:
    """The vocabulary of the texts with its weights; no text is kept.

    `words` and `letters` hold the sequences, `word_weights` and `letter_weights` their
    inverse document frequencies; `embeddings` is the folder of a local model, or None.
    """

    words: tuple[str, ...]
    letters: tuple[str, ...]
    word_weights: npt.NDArray[np.float64]
    letter_weights: npt.NDArray[np.float64]
    embeddings: str | None = None

    @property
    def size(self) -> int:
        """How many sequences the vocabulary holds."""
        return len(self.words) + len(self.letters)

    def transform(self, texts: Sequence[str]) -> Any:
        """Shape (p, f), sparse: each passage over the vocabulary, rows of length 1 each part."""
        from scipy.sparse import csr_matrix, hstack

        parts = [
            _vectoriser(WORDS, self.words, self.word_weights).transform(texts),
            _vectoriser(LETTERS, self.letters, self.letter_weights).transform(texts),
        ]
        if self.embeddings is not None:
            parts.append(csr_matrix(_embedded(texts, self.embeddings)))
        return hstack(parts, format="csr")


def fitted_features(texts: Sequence[str], embeddings: str | None = None) -> Features:
    """The vocabulary of these texts: what stands in at least two of them.

    Raises
    ------
    StudyError
        If no word stands in two texts.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = []
    for options in (WORDS, LETTERS):
        vectoriser = TfidfVectorizer(min_df=2, **options)
        try:
            vectoriser.fit(texts)
        except ValueError as fault:
            raise StudyError(
                "The reviewed passages share no word, so there is nothing to learn from; review "
                "more of them."
            ) from fault
        found.append((tuple(vectoriser.get_feature_names_out()), vectoriser.idf_))
    (words, word_weights), (letters, letter_weights) = found
    return Features(words, letters, word_weights, letter_weights, embeddings)


def _vectoriser(
    options: dict[str, Any], terms: tuple[str, ...], weights: npt.NDArray[np.float64]
) -> Any:
    """A vectoriser with this vocabulary, as if it had been fitted."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(vocabulary={t: i for i, t in enumerate(terms)}, **options)
    vectoriser.idf_ = weights
    return vectoriser


def _embedded(texts: Sequence[str], folder: str) -> npt.NDArray[np.float64]:
    """Shape (p, d): sentence embeddings by a model in a local folder."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise StudyError(
            'Sentence embeddings need the extra "models": pip install "qmethod-toolkit[models]".'
        ) from None
    try:
        model = SentenceTransformer(folder, local_files_only=True, device="cpu")
    except (OSError, ValueError) as fault:
        raise StudyError(
            f'"{folder}" holds no sentence-embedding model; name a folder on this machine.'
        ) from fault
    return np.asarray(model.encode(list(texts), normalize_embeddings=True), dtype=float)
