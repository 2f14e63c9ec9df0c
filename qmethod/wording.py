"""The choices of an analysis in words, for its record and for the methods paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmethod.levels import critical_value, label

if TYPE_CHECKING:
    from qmethod.design import QStudy
    from qmethod.record import Settings

EXTRACTION = {
    "pca": "principal components analysis",
    "centroid": "centroid extraction (Brown 1980)",
    "horst": "centroid extraction with iterated communalities (Horst 5.5)",
    "paf": "principal axis factoring with iterated communalities",
    "given": "loadings given by the researcher",
}
ROTATION = {
    "varimax": "varimax with Kaiser normalisation",
    "none": "no rotation",
    "quartimax": "quartimax",
    "equamax": "equamax",
    "promax": "promax (power 4, from varimax)",
    "oblimin": "direct oblimin (gamma 0)",
    "given": "the rotation behind the given loadings",
}
CORRELATION = {
    "pearson": "Pearson correlations",
    "spearman": "Spearman rank correlations",
    "kendall": "Kendall tau-b correlations",
}


def decisions_of(study: QStudy, settings: Settings) -> list[tuple[str, str, str]]:
    """Step, choice and reason of everything that `analyse` settles, in order."""
    kept = settings.kept
    which = f"{len(kept)} factors kept" if len(kept) > 1 else "1 factor kept"
    if kept != tuple(range(1, len(kept) + 1)):
        which += f" ({', '.join(f'F{number}' for number in kept)})"
    extraction = EXTRACTION[settings.extraction]
    return [
        (
            "correlation",
            f"{CORRELATION[settings.correlation]} between {len(study.names)} sorts of "
            f"{len(study.qset)} statements",
            "",
        ),
        ("extraction", f"{extraction[0].upper()}{extraction[1:]}, {which}", settings.because),
        ("rotation", _sentence(ROTATION[settings.rotation]), ""),
        ("flags", f"Flags: {flag_words(settings, len(study.qset))}", ""),
        (
            "scores",
            f"Weighted composites of {settings.composite} sorts; reliability of a single sort "
            f"{settings.reliability:.2f}",
            "",
        ),
    ]


def flag_words(settings: Settings, statements: int) -> str:
    """The flag rule in words, with the loading that it needs."""
    critical = critical_value(settings.flag_level)
    needed = critical / statements**0.5
    significant = (
        f"a loading significant at {label(settings.flag_level)} (above {critical:g}/sqrt("
        f"{statements}) = {needed:.3f})"
    )
    majority = "a squared loading of more than half the communality"
    return {
        "both": f"{significant} with {majority}",
        "significance": significant,
        "majority": majority,
        "none": "set by the researcher alone",
    }[settings.flag_rule]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
