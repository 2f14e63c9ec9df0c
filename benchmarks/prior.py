"""Fit the prior of the shipped frame and say what it is worth on passages held out.

Run with `python -m benchmarks.prior` after the cues or the passages have changed; it writes
`coding/frames/closure-summaries.prior.npz`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coding.evaluation import evaluate
from coding.frame_files import load_frame
from coding.prior import FRAMES, shipped, write_prior
from coding.prior_fitting import Written, fit_prior
from coding.tagger import suggest
from corpora.sources import Source

PASSAGES = Path(__file__).parents[1] / "tests" / "data" / "coding" / "development"
FRAME = "closure-summaries"


def passages(pattern: str) -> list[dict[str, Any]]:
    """The coded passages of the files of that pattern."""
    files = sorted(PASSAGES.glob(pattern))
    return [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines()]


def written(rows: Iterable[dict[str, Any]], *, fresh: bool) -> list[Written]:
    """The passages as the prior is taught by them."""
    return [Written(r["text"], frozenset(g["code"] for g in r["gold"]), fresh) for r in rows]


def main() -> None:
    """Fit, write and measure."""
    frame = load_frame(FRAME)
    taught = written(passages("train*.jsonl"), fresh=False)
    taught += written(passages("fresh*.jsonl"), fresh=True)
    path = write_prior(fit_prior(taught, frame), FRAMES / f"{FRAME}.prior.npz")
    print(f"{len(taught)} passages; wrote {path.name}, {path.stat().st_size / 1024:,.0f} kB")
    shipped.cache_clear()
    measure()


def measure() -> None:
    """Print what the frame is worth on each set that neither cues nor votes have seen."""
    frame = load_frame(FRAME)
    for name in ("held_out_plain.jsonl", "held_out.jsonl"):
        rows = passages(name)
        sources = [Source(row["id"], row["text"]) for row in rows]
        found = evaluate(suggest(sources, frame), rows, frame=frame)
        print(f"{name}, {len(rows)} passages")
        for figure, value in found.overall.items():
            print(f"    {figure:20}{value:8.3f}")


if __name__ == "__main__":
    main()
