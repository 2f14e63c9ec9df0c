"""A small invented study that the tests of projects share; names and facts are made up."""

from coding.codings import Suggestion
from coding.frame import Code, CodingFrame
from coding.project import Project
from corpora.sources import Source, Turn

FRAME = CodingFrame(
    "small",
    (
        Code("EDUCATION", "EDUCATION", codable=False),
        Code("EDUCATION/In", "In", "EDUCATION", cues=("at college",)),
        Code("EDUCATION/Out", "Out", "EDUCATION", opposite="EDUCATION/In"),
        Code("SAFETY", "SAFETY", codable=False),
        Code("SAFETY/Feels safe", "Feels safe", "SAFETY"),
        Code("SAFETY/Missing", "Missing", "SAFETY"),
    ),
)
IN, OUT, SAFE, MISSING = (code.id for code in FRAME.codable)

COLLEGE = "Ama is at college three days a week."
HOME = "She feels safe at home."
GONE = "She went missing in May."
ONE = f"{COLLEGE} {HOME}"
TWO = f"{GONE} Nobody knows where to. {HOME}"
THREE = "Q: And now?\nA: I am at college, I feel safe \U0001f600 there.\n"

SOURCES = [
    Source("s1", ONE, case="c1", kind="summary", attributes={"year": "2020", "area": "North"}),
    Source("s2", TWO, case="c2", kind="summary", attributes={"year": "2021"}),
    Source(
        "s3",
        THREE,
        case="c1",
        kind="transcript",
        turns=(Turn("Q", 3, 11, interviewer=True), Turn("A", 15, len(THREE) - 1)),
        attributes={"year": "2021"},
        fingerprint="f" * 64,
        found=("The text was read as UTF-8.",),
    ),
]
TEXTS = {source.id: source.text for source in SOURCES}


def span(source: str, words: str) -> tuple[int, int]:
    """Where words stand in a source."""
    start = TEXTS[source].index(words)
    return start, start + len(words)


def suggestion(source: str, words: str, code: str, score: float = 0.5) -> Suggestion:
    """A suggestion for words of a source."""
    return Suggestion(source, *span(source, words), words, code, score=score, because="A rule.")


SUGGESTIONS = [
    suggestion("s1", COLLEGE, IN, 0.9),
    suggestion("s1", HOME, SAFE, 0.7),
    suggestion("s2", GONE, MISSING, 0.55),
    suggestion("s2", HOME, SAFE, 0.95),
]


def filled(project: Project, *, suggestions: bool = True) -> Project:
    """The project with the study in it."""
    project.add_sources(SOURCES)
    project.set_frame(FRAME)
    if suggestions:
        project.add_suggestions(SUGGESTIONS, model="rules")
    return project
