"""The certificate that each participant takes home."""

from __future__ import annotations

from instruments.cards.drawing import GREY, HAIRLINE, THICK, Pages
from instruments.cards.forms import writing_line
from instruments.cards.geometry import A4, Place
from instruments.cards.words import CERTIFICATE_CARDS, FixedWords

PAPER = A4.sideways
SIDE = 40.0  # mm from the edge of the sheet to what is written


def certificate(cards: int, pages: Pages, words: FixedWords) -> bytes:
    """The sheet; the name is written by hand, so that no file holds it."""
    pages.sheet(PAPER)
    whole = Place(0, 0, PAPER.width, PAPER.height)
    pages.box(whole.inside(10), corner=6, thickness=THICK * 2)
    pages.box(whole.inside(13), corner=4, thickness=HAIRLINE, colour=GREY)
    width = PAPER.width - 2 * SIDE
    title = Place(SIDE, 26, width, 24)
    pages.put(words["certificate_title"], title, "The title", most=48, least=24, bold=True)
    for_whom = Place(SIDE, 56, width, 9)
    pages.put(words["certificate_for"], for_whom, "A line of the certificate", most=18, least=10)
    writing_line(pages, "", Place(SIDE + 30, 66, width - 60, 20))
    text = words["certificate_text"].replace(CERTIFICATE_CARDS, str(cards))
    pages.put(text, Place(SIDE, 96, width, 46), "The certificate's text", most=22, least=12)
    half = (width - 20) / 2
    writing_line(pages, words["date"], Place(SIDE, 158, half, 14))
    writing_line(pages, words["certificate_signed"], Place(SIDE + half + 20, 158, half, 14))
    return pages.data()
