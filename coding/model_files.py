"""A learned model as a file: numbers and vocabulary, no passage, nothing that can be run."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coding.features import Features
from coding.learning import Learned
from corpora.errors import StudyError

FORMAT = "qmethod-toolkit coding model 1"
_ARRAYS = ("weights", "intercepts", "slopes", "shifts", "blend")


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
        "report": json.loads(learned.report.to_json(orient="split")),
    }
    arrays = {name: getattr(learned, name).astype(np.float32) for name in _ARRAYS}
    arrays["word_weights"] = learned.features.word_weights
    arrays["letter_weights"] = learned.features.letter_weights
    stream = io.BytesIO()
    np.savez_compressed(stream, about=np.array(json.dumps(about)), **arrays)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(stream.getvalue())
    Path(beside).replace(path)
    return path


def load_model(path: str | Path) -> Learned:
    """The model that `save_model` wrote.

    Raises
    ------
    StudyError
        If the file cannot be read or is no model of this toolkit.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            arrays: dict[str, Any] = {
                name: stored[name] for name in stored.files if name != "about"
            }
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as fault:
        raise StudyError(
            f"{path} is no model saved by this toolkit; name the file that `learn` wrote."
        ) from fault
    if about.get("format") != FORMAT:
        raise StudyError(f'{path} is no model saved by this toolkit (no format "{FORMAT}").')
    features = Features(
        tuple(about["words"]),
        tuple(about["letters"]),
        arrays["word_weights"],
        arrays["letter_weights"],
        about["embeddings"],
    )
    numbers = {name: arrays[name].astype(float) for name in _ARRAYS}
    report = pd.DataFrame(**about["report"]).rename_axis("code")
    return Learned(tuple(about["codes"]), features, **numbers, report=report,
                   refused=about["refused"])  # fmt: skip
