"""Words of statistics, which have no place on a page of results for those who took part."""

from __future__ import annotations

import re

from instruments.findings import Finding
from instruments.guide import TopicGuide
from instruments.passages import texts

FORBIDDEN = (
    r"factors?", r"factor arrays?", r"arrays?", r"loadings?", r"loads? (?:up)?on", r"z[- ]?scores?",
    r"significan(?:t|ce|tly)", r"correlat(?:e|es|ed|ion|ions)", r"varianc(?:e|es)",
    r"eigen ?values?", r"rotat(?:e|ed|ion|ions)", r"varimax", r"communalit(?:y|ies)", r"centroids?",
    r"principal components?", r"standard (?:error|deviation)s?", r"statistic(?:s|al|ally)?",
    r"(?:eigen)?vectors?", r"bipolar", r"flagged", r"composites?", r"coefficients?",
    r"hypothes[ie]s", r"p ?[<>=] ?0?\.\d+", r"p[- ]values?", r"n ?= ?\d+",
    r"distinguishing statements?", r"consensus statements?", r"q[- ]?sorts?", r"q[- ]?methodology",
)  # fmt: skip
_FORBIDDEN = re.compile(rf"(?<!\w)(?:{'|'.join(FORBIDDEN)})(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(r"[“„«].*?[”“»]")


def words_of_statistics(text: str) -> list[str]:
    """The words of statistics in a text, as they stand there; what is quoted is not looked at."""
    return _FORBIDDEN.findall(_QUOTED.sub(" ", text))


def check_statistics(guide: TopicGuide) -> list[Finding]:
    """Words of statistics on a page of results in English, each with its line."""
    if guide.kind != "results" or not guide.in_english:
        return []
    return [
        Finding(
            line,
            "statistics",
            f'"{word}" is a word of statistics; say what it means for those who sorted the cards.',
            "prompt",
        )
        for line, text in texts(guide)
        for word in words_of_statistics(text)
    ]
