"""The brief for practitioners: the viewpoints on two pages, and what not to read into them."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.feedback.building import page, point, provenance, section, words
from instruments.feedback.told import Told, Viewpoint
from instruments.feedback.words import Sentences
from instruments.guide import Block, Section, TopicGuide

FEW = 3  # viewpoints: two pages hold all that is told of each
NOT = ("brief_not_many", "brief_not_boxes", "brief_not_low")
ASKED = ("brief_ask_hear", "brief_ask_low", "brief_ask_step")


def brief(told: Told, say: Sentences) -> TopicGuide:
    """The brief: each viewpoint in a few lines, what they share, and questions for a team."""
    many = len(told.viewpoints)
    sections = [
        section("", _short(told, say)),
        *(section(_headed(view, say), _viewpoint(view, say, many)) for view in told.viewpoints),
        section(say.say("brief_shared_title"), _shared(told, say)),
        section(say.say("brief_not_title"), [point(say.say(key)) for key in NOT]),
        section(say.say("brief_ask_title"), [point(say.say(key)) for key in ASKED]),
        _next(say),
    ]
    title = say.say("brief_title")
    return page(title, sections, audience="professionals", language=say.language)


def _short(told: Told, say: Sentences) -> Iterator[Block]:
    key = "brief_who_all" if told.people else "brief_who"
    who = say.say(key, people=told.people, cards=told.cards)
    many = len(told.viewpoints)
    found = say.say("brief_many", viewpoints=many) if many > 1 else say.say("brief_one")
    stem = say.say("brief_stem", stem=told.stem) if told.stem else ""
    some = say.say("brief_some", least=told.least)
    yield words(" ".join(part for part in (who, stem, found, some) if part))
    yield from provenance(told)


def _headed(view: Viewpoint, say: Sentences) -> str:
    if view.people is None:
        return view.name
    return say.say("brief_people", name=view.name, people=view.people)


def _viewpoint(view: Viewpoint, say: Sentences, many: int) -> Iterator[Block]:
    if who := list(_who(view, say)):
        yield words(" ".join(who))
    for key, cards in view.ends.items():
        yield _cards(say.say(f"brief_{key}"), cards, say)
    for key, cards in view.apart.items() if many <= FEW else ():
        yield _cards(say.say(f"brief_{key}"), cards, say)
    for end, name in view.outcomes.items():
        if many <= FEW or end == "highest":
            yield point(name, say.say(f"brief_{end}"))


def _who(view: Viewpoint, say: Sentences) -> Iterator[str]:
    if view.traits:
        yield say.say("brief_traits", traits="; ".join(view.traits))
    if view.two_sided:
        yield say.say("brief_turned")


def _shared(told: Told, say: Sentences) -> Iterator[Block]:
    for lean, cards in told.shared.items():
        yield _cards(say.say(f"brief_shared_{lean}"), cards, say)
    if not told.shared:
        key = "brief_shared_one" if len(told.viewpoints) == 1 else "brief_shared_none"
        yield words(say.say(key))


def _cards(label: str, cards: tuple[str, ...], say: Sentences) -> Block:
    return point(" ".join(say.quoted(card) for card in cards), label)


def _next(say: Sentences) -> Section:
    title = say.say("brief_next_title")
    coming = f"{say.say('brief_next')} {say.say('brief_contact')}"
    return section(title, [words(coming)])
