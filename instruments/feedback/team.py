"""The page for the team: what the files are, what was held back, and what to do before printing."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.feedback.building import page, point, section
from instruments.feedback.told import Told
from instruments.guide import Block, TopicGuide

READ_FIRST = "read-me-first"
TITLE = "Giving results back: read this first"
BEFORE = (
    "Read every page with young people, those who took part if you can. Change any sentence that "
    "they would not say. Leave the words of the cards as they are.",
    "Say what happens next, in study.yaml under own: what_happens_next for young people and "
    "what_happens_next_for_practitioners. Until then the place is marked on each page.",
    "Name the viewpoints with young people, in their words. A name must not judge, and must not "
    "hint at a person, a place or a country.",
    "No page quotes anybody. Put in a young person's own words only if that person has said yes to "
    "it, and only on a page that gives a number of people. On the others, someone might know who "
    "said it.",
    "Check each language with a reader of that language.",
)
HANDING = (
    "Give everybody all the pages, never one page alone. A page that is handed to one person tells "
    "others how that person sees things.",
    "Give them to those who share no viewpoint too, and say that this is just as good.",
    "Offer to read them together, and have the help card ready.",
    "Print pages for young people as participant's version, the easy-read ones in the easy-read "
    "layout.",
)


def team_page(told: Told) -> TopicGuide:
    """What the team should know of the pages before they go out."""
    sections = [
        section("What is here", _files(told)),
        section("What was held back", _held_back(told)),
        section("Before you print", [point(text) for text in BEFORE]),
        section("When you hand them out", [point(text) for text in HANDING]),
    ]
    return page(TITLE, sections, audience="researchers", kind="briefing")


def _files(told: Told) -> Iterator[Block]:
    which = " ".join(f"{view.name} is {view.factor} of the analysis." for view in told.viewpoints)
    yield point(f"A plain page and one in easy read for each viewpoint. {which}")
    yield point("A plain page and one in easy read on what all viewpoints share.")
    yield point("A brief for practitioners, which takes two pages with up to five viewpoints.")


def _held_back(told: Told) -> Iterator[Block]:
    yield point(
        f"Groups under {told.least} people are told without number and traits. So are larger ones "
        "where a small one could be worked back, and those of two sides."
    )
    for factor in told.turned:
        yield point(
            f"{factor} is told the other way round, since most of those who define it see it so."
        )
    for factor in told.left_out:
        yield point(
            f"{factor} has no page: one person's cards alone stand behind it, and a page "
            "would tell how that person sorted."
        )
