"""The pages for young people: a viewpoint, and what all of them share, plain and in easy read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from instruments.feedback.building import (
    page,
    picture_of,
    pictured,
    points,
    provenance,
    section,
    words,
)
from instruments.feedback.told import Told, Viewpoint
from instruments.feedback.words import Sentences
from instruments.guide import Block, Section, TopicGuide

AUDIENCE, AGES = "children", "11-15"
# What stands under a page's cards by where they stand, and the picture beside them.
APART = {"agree": "more", "high": "more", "low": "less", "disagree": "less"}
SYMBOL = {
    "agree": "thumb-up",
    "high": "thumb-unsure",
    "middle": "thumb-unsure",
    "low": "thumb-unsure",
    "disagree": "thumb-down",
}


def viewpoint_page(view: Viewpoint, told: Told, say: Sentences) -> TopicGuide:
    """The plain page of a viewpoint."""
    sections = [section("", _about(view, told, say)), *_ends(view, say)]
    if view.two_sided:
        sections.append(section(say.say("turned_title"), [words(say.say("turned"))]))
    return _young(
        say.say("title", name=view.name),
        [*sections, *_after(("not_you", "not_bad"), told, say)],
        say,
    )


def easy_viewpoint_page(view: Viewpoint, told: Told, say: Sentences) -> TopicGuide:
    """The easy-read page of a viewpoint: one idea a line, pictures where lines begin."""
    sections = [section("", _easy_about("easy_page", told, say))]
    for lean, cards in view.ends.items():
        blocks = [picture_of(SYMBOL[lean]), *points(cards, say)]
        if lean != "agree":
            blocks.append(words(say.say(f"easy_{lean}")))
        sections.append(section(say.say(f"easy_{lean}_title"), blocks))
    turned = [say.say("easy_turned")] if view.two_sided else []
    title = say.say("easy_title", name=view.name)
    return _young(title, [*sections, *_easy_after(turned, told, say)], say)


def shared_page(told: Told, say: Sentences) -> TopicGuide:
    """The plain page on what all viewpoints share."""
    sections = [
        section(
            say.say(f"shared_{lean}_title"),
            [words(say.say(f"shared_{lean}")), *points(cards, say)],
        )
        for lean, cards in told.shared.items()
    ]
    if not told.shared:
        key = _nothing(told)
        sections.append(section(say.say(f"{key}_title"), [words(say.say(key))]))
    sections = [section("", _shared_about(told, say)), *sections]
    known = ["shared_you"] if told.shared else []
    known += ["not_bad"] if "disagree" in told.shared else []
    return _young(say.say("shared_name"), [*sections, *_after(known, told, say)], say)


def easy_shared_page(told: Told, say: Sentences) -> TopicGuide:
    """The easy-read page on what all viewpoints share."""
    sections = [section("", _easy_about("easy_shared", told, say))]
    for lean, cards in told.shared.items():
        blocks = [picture_of(SYMBOL[lean]), *points(cards, say)]
        sections.append(section(say.say(f"easy_shared_{lean}_title"), blocks))
    if not told.shared:
        key = _nothing(told)
        none = pictured("people", say.say(f"easy_{key}"))
        sections.append(section(say.say(f"{key}_title"), none))
    title = say.say("easy_title", name=say.say("shared_name"))
    return _young(title, [*sections, *_easy_after([], told, say)], say)


def _young(title: str, sections: list[Section], say: Sentences) -> TopicGuide:
    return page(title, sections, audience=AUDIENCE, ages=AGES, language=say.language)


def _nothing(told: Told) -> str:
    """Why there is nothing that all viewpoints share."""
    return "shared_one" if len(told.viewpoints) == 1 else "shared_none"


def _about(view: Viewpoint, told: Told, say: Sentences) -> Iterator[Block]:
    many = len(told.viewpoints)
    found = say.say("one_of", viewpoints=many) if many > 1 else say.say("only_one")
    said = [_thanks(told, say), say.say("alike"), found]
    if view.people:
        said.append(say.say("people", people=view.people))
    yield words(" ".join(said))
    if told.stem:
        yield words(say.say("stem", stem=told.stem))


def _shared_about(told: Told, say: Sentences) -> Iterator[Block]:
    said = [_thanks(told, say)]
    if len(told.viewpoints) > 1:
        said.append(say.say("shared_about", viewpoints=len(told.viewpoints)))
    yield words(" ".join(said))
    if told.stem and told.shared:
        yield words(say.say("stem", stem=told.stem))


def _thanks(told: Told, say: Sentences) -> str:
    return say.say("thanks_all", people=told.people) if told.people else say.say("thanks")


def _ends(view: Viewpoint, say: Sentences) -> Iterator[Section]:
    """A section for either end of the viewpoint, and what no other view says of a card there."""
    for lean, cards in view.ends.items():
        apart = APART[lean]
        special = [
            words(say.say(apart, card=say.quoted(card))) for card in view.apart.get(apart, ())
        ]
        blocks = [words(say.say(lean)), *points(cards, say), *special]
        yield section(say.say(f"{lean}_title"), blocks)


def _after(own: Sequence[str], told: Told, say: Sentences) -> Iterator[Section]:
    """What a page does not mean, this one above all; and next steps, which the team fills in."""
    known = [say.say(key) for key in ("not_right", *own, "not_all", "no_names")]
    yield section(say.say("not_title"), [words(" ".join(known))])
    coming = words(" ".join(say.say(key) for key in ("next", "ask")))
    yield section(say.say("next_title"), [coming, *provenance(told)])


def _easy_about(this_page: str, told: Told, say: Sentences) -> list[Block]:
    done = [say.say("easy_sorted")]
    if told.stem:
        done.append(say.say("stem", stem=told.stem))
    found = [say.say("easy_alike"), say.say(this_page)]
    return [*pictured("cards", " ".join(done)), *pictured("people", " ".join(found))]


def _easy_after(first: list[str], told: Told, say: Sentences) -> Iterator[Section]:
    """Good to know, with what the page itself brings up first; and what happens next."""
    right = " ".join([*first, say.say("easy_right")])
    fine = f"{say.say('easy_you')} {say.say('easy_names')}"
    known = [*pictured("talk", right), *pictured("heart", fine)]
    yield section(say.say("not_title"), known)
    coming = [*pictured("calendar", say.say("next")), *pictured("phone", say.say("ask"))]
    yield section(say.say("next_title"), [*coming, *provenance(told)])
