"""How to cite the methods that an analysis used, and what it was made with."""

from __future__ import annotations

from collections.abc import Iterator

from qmethod.saving import provenance
from workbench.reports.content import Block, Bullets, Column, Heading, Paragraph, Table
from workbench.reports.qmethod_material import Material
from workbench.reports.shown import sentence

WORKS = {
    "brown": "Brown, S. R. (1980). Political Subjectivity: Applications of Q Methodology in "
    "Political Science. New Haven: Yale University Press.",
    "churruca": "Churruca, K., Ludlow, K., Wu, W., Gibbons, K., Nguyen, H. M., Ellis, L. A. and "
    "Braithwaite, J. (2021). A scoping review of Q-methodology in healthcare research. BMC "
    "Medical Research Methodology 21, 125.",
    "dieteren": "Dieteren, C. M., Patty, N. J. S., Reckers-Droog, V. T. and van Exel, J. (2023). "
    "Methodological choices in applications of Q methodology: a systematic literature review. "
    "Social Sciences & Humanities Open 7, 100404.",
    "promax": "Hendrickson, A. E. and White, P. O. (1964). Promax: a quick method for rotation to "
    "oblique simple structure. British Journal of Statistical Psychology 17, 65–70.",
    "horn": "Horn, J. L. (1965). A rationale and test for the number of factors in factor "
    "analysis. Psychometrika 30, 179–185.",
    "horst": "Horst, P. (1965). Factor Analysis of Data Matrices. New York: Holt, Rinehart and "
    "Winston.",
    "oblimin": "Jennrich, R. I. and Sampson, P. F. (1966). Rotation for simple loadings. "
    "Psychometrika 31, 313–323.",
    "varimax": "Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor "
    "analysis. Psychometrika 23, 187–200.",
    "kaiser": "Kaiser, H. F. (1960). The application of electronic computers to factor analysis. "
    "Educational and Psychological Measurement 20, 141–151.",
    "quartimax": "Neuhaus, J. O. and Wrigley, C. (1954). The quartimax method: an analytic "
    "approach to orthogonal simple structure. British Journal of Statistical Psychology 7, 81–91.",
    "equamax": "Saunders, D. R. (1962). Trans-varimax: some properties of the ratiomax and equamax "
    "criteria for blind orthogonal rotation. American Psychologist 17, 395–396.",
    "stephenson": "Stephenson, W. (1953). The Study of Behavior: Q-Technique and Its Methodology. "
    "Chicago: University of Chicago Press.",
    "velicer": "Velicer, W. F. (1976). Determining the number of components from the matrix of "
    "partial correlations. Psychometrika 41, 321–327.",
    "watts": "Watts, S. and Stenner, P. (2012). Doing Q Methodological Research: Theory, Method "
    "and Interpretation. London: Sage.",
    "zabala": "Zabala, A. and Pascual, U. (2016). Bootstrapping Q methodology to improve the "
    "understanding of human perspectives. PLoS ONE 11(2), e0148087.",
}


def citing(material: Material) -> list[Block]:
    """How to cite the methods: the works behind what this analysis used, no others."""
    used = _used(material)
    return [
        Heading("How to cite the methods"),
        Paragraph(
            "The works behind the methods of this report. Cite the toolkit itself by its name and "
            "version, as in the paragraphs on how the analysis was done."
        ),
        Bullets(tuple(work for name, work in WORKS.items() if name in used)),
    ]


def _used(material: Material) -> set[str]:
    settings = material.analysis.settings
    used = {"brown", "churruca", "dieteren", "stephenson", "watts"}
    used |= {settings.rotation, settings.extraction} & {
        "varimax", "quartimax", "equamax", "promax", "oblimin", "horst",
    }  # fmt: skip
    if settings.rotation == "promax":
        used.add("varimax")
    if material.retention is not None:
        used |= {"horn", "kaiser", "velicer"}
    if material.bootstrap is not None:
        used.add("zabala")
    return used


def made_with(material: Material) -> list[Block]:
    """Settings, steps, versions and fingerprint: what makes the numbers again."""
    blocks: list[Block] = [
        Heading("What makes these numbers again", 2),
        Table.of_rows(
            "settings",
            "Settings, versions and fingerprint",
            "What was asked for and what did the arithmetic; the same input and settings give the "
            "same numbers.",
            (Column("What", head=True), Column("Value")),
            list(_settings(material)),
        ),
    ]
    steps = [
        (position, step.name.replace("_", " "), sentence("; ".join(_arguments(step.arguments))))
        for position, step in enumerate(material.analysis.steps, start=1)
    ]
    if steps:
        blocks.append(
            Table.of_rows(
                "steps",
                "Steps by hand",
                "What was changed after the rotation, in order; analysis.json takes them again.",
                (Column("No.", "whole", head=True), Column("Step"), Column("With")),
                steps,
            )
        )
    return blocks


def _settings(material: Material) -> Iterator[tuple[str, str]]:
    for name, value in material.analysis.settings.asdict().items():
        if value not in (None, ""):
            yield name.replace("_", " ").capitalize(), str(value)
    yield "Statements, grid and sorts (SHA-256)", material.study.fingerprint
    if material.retention is not None and "seed" in material.retention.attrs:
        attrs = material.retention.attrs
        yield "Shuffled sorts", f"{attrs['permutations']} times, seed {attrs['seed']}"
    if material.bootstrap is not None:
        yield "Bootstrap", sentence(material.bootstrap.sentence)
    for name, version in provenance().items():
        yield name.capitalize() if name == "python" else name, version


def _arguments(arguments: object) -> Iterator[str]:
    for name, value in dict(arguments).items():  # type: ignore[call-overload]
        if name == "target":
            yield "target: loadings kept in analysis.json"
        elif value not in ("", None):
            yield f"{name}: {value}"
