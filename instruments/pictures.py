"""Pictures beside words: symbols drawn for the project, and those of the team's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from corpora.errors import StudyError
from instruments.symbols import people, things
from instruments.symbols.pen import AMBER, CORAL, DPI, GREEN, Pen

FOLDER = "pictures"
SUFFIXES = (".png", ".jpg", ".jpeg")
LARGEST_PIXELS = 1200

_Drawing = Callable[[Pen], None]


@dataclass(frozen=True)
class Picture:
    """A picture as PNG with the words for those who do not see it; `ratio` is width by height."""

    name: str
    png: bytes
    alt: str
    ratio: float = 1.0


_SYMBOLS: dict[str, tuple[_Drawing, str]] = {
    "hello": (people.hello, "A grown-up and a child wave hello"),
    "talk": (people.talk, "Two people talk"),
    "people": (people.people, "A group of young people"),
    "question": (people.question, "A person who thinks, with a question mark"),
    "stop": (people.stop, "A hand held up"),
    "choice": (people.choice, "A thumb up and a thumb down"),
    "safe": (people.safe, "A grown-up holds an umbrella over a child"),
    "feelings": (people.feelings, "A smiling face and a sad face"),
    "face-happy": (partial(people.face, mouth="up", colour=GREEN), "A smiling face"),
    "face-unsure": (partial(people.face, mouth="flat", colour=AMBER), "A face that is not sure"),
    "face-sad": (partial(people.face, mouth="down", colour=CORAL), "A sad face"),
    "thumb-up": (people.thumb, "A thumb up"),
    "thumb-unsure": (partial(people.thumb, colour=AMBER), "A thumb to the side"),
    "thumb-down": (partial(people.thumb, colour=CORAL), "A thumb down"),
    "microphone": (things.microphone, "A microphone"),
    "camera": (things.camera, "A camera"),
    "lock": (things.lock, "A closed lock"),
    "secret": (things.secret, "A closed book with no name on it"),
    "document": (things.document, "A page with writing on it"),
    "letter": (things.letter, "A letter that comes out of its envelope"),
    "pen": (things.pencil, "A pencil that writes"),
    "clock": (things.clock, "A clock"),
    "calendar": (things.calendar, "A page of a calendar"),
    "gift": (things.gift, "A present with a bow"),
    "phone": (things.phone, "A telephone"),
    "house": (things.house, "A house"),
    "school": (things.school, "A school"),
    "heart": (things.heart, "A heart"),
    "cards": (things.cards, "Cards with words on them"),
    "piles": (things.piles, "Three piles of cards"),
    "grid": (things.grid, "A grid of empty places"),
    "grid-full": (things.full_grid, "A grid with a card in each place"),
    "turn": (things.turn, "A card is turned over to the number on its back"),
    "table": (things.table, "A table with paper and two chairs"),
    "key": (things.key, "A key"),
    "help": (things.help_ring, "A ring that is thrown to someone in the water"),
    "break": (things.cup, "A cup with a warm drink"),
    "languages": (things.world, "Two speech bubbles in different scripts"),
    "tick": (things.tick, "A tick"),
    "cross": (things.cross, "A cross"),
}
SYMBOLS = tuple(_SYMBOLS)
_TURNS = {"thumb-unsure": 270, "thumb-down": 180}


def picture(name: str, *, alt: str = "", beside: str | Path | None = None) -> Picture:
    """The picture of a name: the team's own where there is one, else the symbol.

    `beside` is the file or folder of the instrument: a file named so beside it, or in its
    folder "pictures", comes before the symbol of the same name.

    Raises
    ------
    StudyError
        If there is neither such a file nor such a symbol, or the file is no picture.
    """
    own = _own_file(name, beside)
    if own is not None:
        return _read(own, name, alt)
    if name not in _SYMBOLS:
        raise StudyError(
            f'There is no picture "{name}": put {_file_name(name)} into a folder "{FOLDER}" beside '
            f"the instrument, or choose one of {', '.join(SYMBOLS)}."
        )
    return Picture(name, symbol_png(name), alt or _SYMBOLS[name][1])


@cache
def symbol_png(name: str) -> bytes:
    """A symbol as PNG, 40 mm wide at 300 dots an inch."""
    pen = Pen()
    _SYMBOLS[name][0](pen)
    return pen.png(turn=_TURNS.get(name, 0))


def _own_file(name: str, beside: str | Path | None) -> Path | None:
    if beside is None:
        return None
    place = Path(beside)
    folder = place if place.is_dir() else place.parent
    names = [name] if Path(name).suffix else [f"{name}{suffix}" for suffix in SUFFIXES]
    places = [part / file for part in (folder, folder / FOLDER) for file in names]
    return next((path for path in places if path.is_file()), None)


def _file_name(name: str) -> str:
    return name if Path(name).suffix else f"{name}.png"


def _read(path: Path, name: str, alt: str) -> Picture:
    """A team's own picture: no larger than print needs, and without what the camera wrote."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as fault:
        raise StudyError(
            f"{path.name} can't be read as a picture; save it again as .png or .jpg."
        ) from fault
    if not alt:
        raise StudyError(
            f"The picture {path.name} has no words for those who do not see it; write them behind "
            f"its name: Picture: {name}: what it shows."
        )
    upright.thumbnail((LARGEST_PIXELS, LARGEST_PIXELS))
    stream = BytesIO()
    upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(
        stream, "PNG", dpi=(DPI, DPI)
    )
    return Picture(name, stream.getvalue(), alt, upright.width / upright.height)
