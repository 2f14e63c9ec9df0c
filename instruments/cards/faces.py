"""What stands on the front of each card, and where: words, and a picture if it has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.errors import StudyError
from instruments.cards.drawing import Pages
from instruments.cards.fitting import Fitted
from instruments.cards.geometry import CardPlan, Place
from instruments.pictures import SUFFIXES, Picture, picture
from qmethod.design import QSet, Statement

LARGEST, SMALLEST, NUMBER = 18.0, 12.0, 40.0  # points
CLEAR = 5.0  # mm between what is printed and the edge of the card
BESIDE, ABOVE = 0.34, 0.48  # share of the card's inside that a picture takes
BETWEEN = 2.5  # mm between picture and words


@dataclass(frozen=True)
class Face:
    """The front of one card; places are in mm from the card's own left upper corner."""

    number: int
    text: str
    words: Fitted
    words_place: Place
    picture: Picture | None = None
    picture_place: Place | None = None


def faces(
    qset: QSet,
    plan: CardPlan,
    pages: Pages,
    *,
    pictures: Mapping[int, str | Path] | None = None,
    same_size: bool = True,
) -> tuple[Face, ...]:
    """The front of every card, its words as large as they fit from 18 to 12 points.

    pictures : card number -> the name of a symbol that ships, or a picture file.
    same_size : all cards in the size at which the longest text fits, since a card in larger
    letters draws the eye; else each card in the largest that its own text allows.

    Raises
    ------
    StudyError
        If texts do not fit (it names every such card), a card has neither words nor
        picture, a picture is missing, or no font carries the letters.
    """
    shown = shown_pictures(qset, pictures or {})
    _check_filled(qset, shown)
    found = {s.number: _face(s, plan, pages, shown.get(s.number), LARGEST) for s in qset}
    misfits = [number for number, face in found.items() if face is None]
    if misfits:
        raise _too_long(qset, plan, misfits)
    sized = [face for face in found.values() if face is not None]
    if same_size:
        most = min(face.words.points for face in sized)
        again = (_face(s, plan, pages, shown.get(s.number), most) for s in qset)
        sized = [face for face in again if face is not None]
    return tuple(sized)


def number_size(qset_numbers: Sequence[int], plan: CardPlan, pages: Pages) -> float:
    """The size in points at which every number fits on the back of its card.

    Raises
    ------
    StudyError
        If one does not, even at the smallest size of words.
    """
    room = Place(0, 0, plan.width, plan.height).inside(CLEAR)
    longest = max(qset_numbers, key=lambda number: len(str(number)))
    words = pages.fit(str(longest), room.width, room.height, most=NUMBER, bold=True)
    if words is None:
        raise StudyError(f"The number {longest} does not fit on its card; number from 1 on.")
    return words.points


def shown_pictures(qset: QSet, named: Mapping[int, str | Path]) -> dict[int, Picture]:
    """The picture of each card that has one: a symbol by its name, or the team's own file.

    Raises
    ------
    StudyError
        If the Q-set does not hold the card, or there is no such picture.
    """
    stray = [number for number in named if number not in set(qset.numbers)]
    if stray:
        raise StudyError(
            f"There is a picture for card {stray[0]}, which the Q-set does not hold; its cards "
            f"are {qset.numbers[0]} to {qset.numbers[-1]}."
        )
    return {number: _picture(number, name, qset) for number, name in named.items()}


def picture_size(picture: Picture, room: Place) -> tuple[float, float]:
    """The width and height in mm at which a picture fills its room without being stretched."""
    width = min(room.width, room.height * picture.ratio)
    return width, width / picture.ratio


def _picture(number: int, name: str | Path, qset: QSet) -> Picture:
    path = Path(name)
    alt = qset[number].text or f"Card {number}"
    is_file = isinstance(name, Path) or path.suffix.lower() in SUFFIXES
    if is_file and not path.is_file():
        raise StudyError(
            f"The picture of card {number} is missing: there is no file {path}; put it there or "
            "name another."
        )
    try:
        return picture(path.name if is_file else str(name), alt=alt, beside=path.parent)
    except StudyError as fault:
        raise StudyError(f"Card {number}: {fault}") from None


def _face(
    statement: Statement, plan: CardPlan, pages: Pages, shown: Picture | None, most: float
) -> Face | None:
    """The front of a card, or None where its words do not fit."""
    room = Place(0, 0, plan.width, plan.height).inside(CLEAR)
    beside = None
    if shown is not None:
        beside, room = _parted(room, right_to_left=pages.language.right_to_left)
        if not statement.text.strip():
            beside = Place(0, 0, plan.width, plan.height).inside(CLEAR)
    try:
        words = pages.fit(statement.text, room.width, room.height, most=most, least=SMALLEST)
    except StudyError as fault:
        raise StudyError(f"Card {statement.number}: {fault}") from None
    if words is None:
        return None
    return Face(statement.number, statement.text, words, room, shown, beside)


def _parted(room: Place, *, right_to_left: bool) -> tuple[Place, Place]:
    """Room for a picture and for the words: beside each other, on an upright card above."""
    if room.height > room.width:
        above = ABOVE * room.height
        rest = room.height - above - BETWEEN
        return replace(room, height=above), replace(room, y=room.y + above + BETWEEN, height=rest)
    beside = BESIDE * room.width
    rest = room.width - beside - BETWEEN
    if right_to_left:
        return replace(room, x=room.x + rest + BETWEEN, width=beside), replace(room, width=rest)
    return replace(room, width=beside), replace(room, x=room.x + beside + BETWEEN, width=rest)


def _check_filled(qset: QSet, pictures: Mapping[int, Picture]) -> None:
    empty = [s.number for s in qset if not s.text.strip() and s.number not in pictures]
    if empty:
        raise StudyError(
            f"{_cards(empty)} {'has' if len(empty) == 1 else 'have'} neither words nor picture; "
            "give each card its wording."
        )


def _too_long(qset: QSet, plan: CardPlan, numbers: list[int]) -> StudyError:
    longest = max((qset[number] for number in numbers), key=lambda s: len(s.text))
    return StudyError(
        f"The text of {_cards(numbers, small=True)} does not fit on a card of {plan.width:g} x "
        f"{plan.height:g} mm at {SMALLEST:g} points (card {longest.number} has "
        f"{len(longest.text)} characters); shorten the text or choose a larger card."
    )


def _cards(numbers: list[int], *, small: bool = False) -> str:
    word = "card" if len(numbers) == 1 else "cards"
    return f"{word if small else word.capitalize()} {', '.join(map(str, numbers))}"
