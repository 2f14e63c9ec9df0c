"""The mats that cards are laid on: the grid, and agree, unsure and disagree."""

from __future__ import annotations

from corpora.errors import StudyError
from instruments.cards.drawing import GREY, HAIRLINE, PALE, THIN, Pages
from instruments.cards.geometry import A4, SHEET_MARGIN, Place
from instruments.cards.grid_plan import FLAP, HEAD, STEM, MatPlan, Tile
from instruments.cards.symbols import face
from instruments.cards.words import FixedWords
from qmethod.design import QSet
from qmethod.grid import Grid

COLUMN_SIGNS = ("numbers", "faces", "words")
NUMBER_HEIGHT, FACE_RADIUS, END_HEIGHT = 8.0, 5.0, 6.5  # mm
MOODS = {"agree": 1.0, "unsure": 0.0, "disagree": -1.0}


def grid_mat(
    qset: QSet, plan: MatPlan, pages: Pages, words: FixedWords, *, signs: tuple[str, ...]
) -> bytes:
    """The mat of the grid, one page a sheet; it shows the stem and says what columns mean.

    Values run from the lowest at the left to the highest at the right in every language,
    so that photos and record sheets of all participants read alike.

    Raises
    ------
    StudyError
        If a sign is unknown, or the stem is too long.
    """
    unknown = [sign for sign in signs if sign not in COLUMN_SIGNS]
    if unknown:
        raise StudyError(
            f'Columns can\'t be marked by "{unknown[0]}"; choose among {", ".join(COLUMN_SIGNS)}.'
        )
    widest = _widest(plan)
    for tile in plan.tiles:
        pages.sheet(tile.paper)
        _glue_and_cuts(pages, tile, words)
        for _, place in plan.places(tile):
            pages.box(place)
        if tile.first[1]:
            _heads(pages, tile, plan.grid, words, signs)
        if tile is widest:
            _stem(pages, tile, qset)
    return pages.data()


def pile_mats(qset: QSet, pages: Pages, words: FixedWords) -> bytes:
    """Three sheets for the first sorting: agree, unsure, disagree, each with its face."""
    paper = A4.sideways
    for pile in ("disagree", "unsure", "agree"):
        pages.sheet(paper)
        whole = Place(0, 0, paper.width, paper.height).inside(SHEET_MARGIN + 4)
        pages.box(whole, corner=8, thickness=1.0)
        x, _ = whole.centre
        if qset.stem:
            top = Place(whole.x + 10, whole.y + 6, whole.width - 20, 16)
            pages.put(qset.stem, top, "The stem", most=18, least=12)
        face(pages, x, whole.y + 48, 18, MOODS[pile])
        words_place = Place(whole.x + 10, whole.y + 70, whole.width - 20, 24)
        pages.put(words[pile], words_place, f'The word "{pile}"', most=40, least=16, bold=True)
    return pages.data()


def _widest(plan: MatPlan) -> Tile:
    """The sheet of the top row with the most room, the middle one of equals: for the stem."""
    top = [tile for tile in plan.tiles if tile.first[1]]
    return max(top, key=lambda tile: (len(tile.columns), -abs(tile.number - (len(top) - 1) / 2)))


def _stem(pages: Pages, tile: Tile, qset: QSet) -> None:
    room = Place(tile.left, SHEET_MARGIN, tile.right - tile.left, STEM)
    if qset.stem:
        pages.put(qset.stem, room, "The stem", most=28, least=12, bold=True)


def _heads(pages: Pages, tile: Tile, grid: Grid, words: FixedWords, signs: tuple[str, ...]) -> None:
    """Mark each column by its number and face, and the two ends by words."""
    foot = tile.top - 1.0
    for column in tile.columns:
        value = grid.values[column]
        middle = tile.place(column, tile.rows.start).centre[0]
        up = foot
        if "numbers" in signs:
            room = Place(middle - tile.width / 2, up - NUMBER_HEIGHT, tile.width, NUMBER_HEIGHT)
            pages.put(signed(value), room, "A column's number", most=18, bold=True)
            up -= NUMBER_HEIGHT
        if "faces" in signs:
            face(pages, middle, up - FACE_RADIUS, FACE_RADIUS, mood(grid, value))
            up -= 2 * FACE_RADIUS
    if "words" in signs:
        _ends(pages, tile, grid, words)


def _ends(pages: Pages, tile: Tile, grid: Grid, words: FixedWords) -> None:
    """Write what the lowest and the highest column mean at the ends of the mat."""
    room = min(2, len(tile.columns)) * tile.width - 4
    ends = ((0, "least", "left", tile.left), (len(grid.values) - 1, "most", "right", tile.right))
    for column, key, side, edge in ends:
        if column in tile.columns:
            x = edge + 2 if side == "left" else edge - 2 - room
            place = Place(x, tile.top - HEAD, room, END_HEIGHT)
            pages.put(words[key], place, f'The word "{key}"', most=14, least=9, align=side)


def _glue_and_cuts(pages: Pages, tile: Tile, words: FixedWords) -> None:
    for flap in tile.flaps:
        pages.box(flap, thickness=HAIRLINE, colour=GREY, fill=PALE)
        across = flap.width > flap.height
        x, y = flap.centre
        with pages.turned(0 if across else 90, x, y):
            pages.put(words["glue"], Place(x - 20, y - FLAP / 2, 40, FLAP), "A word", least=8)
    for cut in tile.cuts:
        pages.line(cut, thickness=THIN, dashed=True)


def signed(value: int) -> str:
    """The value of a column as it is printed: with its sign, a true minus."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def mood(grid: Grid, value: int) -> float:
    """How glad the face of a column looks, from -1 at the lowest to 1 at the highest."""
    half = (grid.values[-1] - grid.values[0]) / 2
    return (value - grid.middle) / half if half else 0.0
