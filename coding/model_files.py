"""A learned model as a file: numbers and vocabulary, no passage, nothing that can be run."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coding.features import Features
from coding.learning import Learned
from corpora.errors import StudyError
from corpora.placing import put

FORMAT = "qmethod-toolkit coding model 2"
_ARRAYS = ("weights", "intercepts", "slopes", "shifts", "blend")
_STORED = (*_ARRAYS, "word_weights", "letter_weights")
_DAMAGE = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, MemoryError,
    NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def save_model(learned: Learned, path: str | Path) -> Path:
    """The path of the file that now holds the model; `learned.sentence` says what is in it."""
    path = Path(path)
    about = {
        "format": FORMAT,
        "codes": list(learned.codes),
        "words": list(learned.features.words),
        "letters": list(learned.features.letters),
        "embeddings": learned.features.embeddings,
        "refused": dict(learned.refused),
        "report": json.loads(learned.report.to_json(orient="split", double_precision=15)),
    }
    arrays = {name: getattr(learned, name).astype(np.float32) for name in _ARRAYS}
    arrays["word_weights"] = learned.features.word_weights
    arrays["letter_weights"] = learned.features.letter_weights
    stream = io.BytesIO()
    np.savez_compressed(stream, about=np.array(json.dumps(about)), **arrays)
    return put(path, stream.getvalue())


def load_model(path: str | Path) -> Learned:
    """The model that `save_model` wrote.

    Raises
    ------
    StudyError
        If the file cannot be read or is no model of this toolkit.
    """
    try:
        with np.load(io.BytesIO(Path(path).read_bytes()), allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            if about["format"] != FORMAT:
                raise KeyError(FORMAT)
            arrays = {name: stored[name].astype(float) for name in _STORED}
        return _model(about, arrays)
    except _DAMAGE as fault:
        raise StudyError(
            f"{path} is no model saved by this toolkit, or is damaged; name the file that learning "
            "wrote."
        ) from fault


def _model(about: dict[str, Any], arrays: dict[str, npt.NDArray[np.float64]]) -> Learned:
    """The model, if its parts fit each other."""
    words, letters = tuple(map(str, about["words"])), tuple(map(str, about["letters"]))
    weighed = arrays.pop("word_weights"), arrays.pop("letter_weights")
    codes, embeddings = tuple(map(str, about["codes"])), about["embeddings"]
    c, f = arrays["weights"].shape
    vocabulary = len(words) + len(letters)
    fitting = (
        tuple(map(len, weighed)) == (len(words), len(letters))
        and c == len(codes)
        and (f == vocabulary if embeddings is None else f > vocabulary)
        and all(arrays[name].shape == (c,) for name in ("intercepts", "slopes", "shifts"))
        and arrays["blend"].shape == (7,)
        and all(np.isfinite(numbers).all() for numbers in (*weighed, *arrays.values()))
    )
    if not fitting:
        raise ValueError("the parts of the model do not fit each other")
    report = pd.DataFrame(**about["report"]).rename_axis("code")
    kinds = dict.fromkeys(report.columns, float) | {"examples": int}
    features = Features(words, letters, *weighed, embeddings)
    return Learned(
        codes, features, **arrays, report=report.astype(kinds), refused=dict(about["refused"])
    )
