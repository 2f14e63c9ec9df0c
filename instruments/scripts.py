"""The languages of the study: their scripts, directions, fonts and the tags that Word knows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from corpora.errors import StudyError

SIGNS_FONT = "Noto Sans"


@dataclass(frozen=True)
class Script:
    """A script: which way it runs, and the font families that carry it, the best first.

    `signs` are characters that stand in its texts but are in none of its fonts: they are
    set in `SIGNS_FONT`. `line` is the height of a line in ems of the first font.
    """

    name: str
    blocks: tuple[tuple[int, int], ...]
    fonts: tuple[str, ...]
    right_to_left: bool = False
    complex: bool = False
    signs: str = ""
    line: float = 1.36


@dataclass(frozen=True)
class Language:
    """A language: its code (ISO 639), names, script and the tag that Word and web pages know.

    `letters` are the letters of its alphabet beyond a-z, or all of them in another script;
    empty for an alphabet that is the whole script. `digits` are its own, 0-9 if empty.
    """

    code: str
    name: str
    own_name: str
    script: Script
    tag: str
    letters: str = ""
    digits: str = ""
    pseudo: bool = False

    @property
    def right_to_left(self) -> bool:
        """Whether its lines run from right to left."""
        return self.script.right_to_left

    @property
    def direction(self) -> str:
        """The direction as web pages write it: "rtl" or "ltr"."""
        return "rtl" if self.right_to_left else "ltr"

    @property
    def font(self) -> str:
        """The font family that its texts are set in."""
        return self.script.fonts[0]


LATIN = Script(
    "Latin",
    ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6),
     (0xF8, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF)),
    ("Noto Sans", "DejaVu Sans"),
)  # fmt: skip
ARABIC = Script(
    "Arabic",
    ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE)),
    ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "Scheherazade New"),
    right_to_left=True,
    complex=True,
    signs="()[]{}+-–—−/%;?*=<>&#@|_\"'“”‘’…•·×→←↔✓",
    line=1.70,
)
ETHIOPIC = Script(
    "Ethiopic",
    ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    ("Noto Sans Ethiopic", "Abyssinica SIL"),
    signs="0123456789()[]{}+–—−/%;:!?*=<>&#@|_\"'“”‘’«»….,•·×→←↔✓",
    line=1.36,
)
SCRIPTS = {script.name: script for script in (LATIN, ARABIC, ETHIOPIC)}

_VIETNAMESE = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْٰـ"
_PASHTO = "ءآأئؤابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼهةوىيېۍیًٌٍَُِّْٰٔ"
_SORANI = "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنهھەوۆیێـ"

_ROWS = (
    Language("en", "English", "English", LATIN, "en-GB"),
    Language("fr", "French", "Français", LATIN, "fr-FR", "àâæçéèêëîïôœùûüÿ"),
    Language("vi", "Vietnamese", "Tiếng Việt", LATIN, "vi-VN", _VIETNAMESE),
    Language("ps", "Pashto", "پښتو", ARABIC, "ps-AF", _PASHTO, "۰۱۲۳۴۵۶۷۸۹"),
    Language("ar", "Arabic", "العربية", ARABIC, "ar-SA", _ARABIC, "٠١٢٣٤٥٦٧٨٩"),
    Language("tig", "Tigre", "ትግራይት", ETHIOPIC, "tig-ER"),
    Language("sq", "Albanian", "Shqip", LATIN, "sq-AL", "çë"),
    Language("ckb", "Kurdish (Sorani)", "کوردیی ناوەندی", ARABIC, "ckb-IQ", _SORANI, "٠١٢٣٤٥٦٧٨٩"),
    Language("kmr", "Kurdish (Kurmanji)", "Kurmancî", LATIN, "kmr-TR", "çêîşû"),
    Language("am", "Amharic", "አማርኛ", ETHIOPIC, "am-ET"),
    Language("cy", "Welsh", "Cymraeg", LATIN, "cy-GB", "âêîôûŵŷáéíóúẃýàèìòùẁỳäëïöüẅÿ"),
    Language("en-XA", "Pseudo-locale, left to right", "Ṗšéûðö", LATIN, "en-GB", pseudo=True),
    Language("ar-XB", "Pseudo-locale, right to left", "سلام", ARABIC, "ar-SA", pseudo=True),
)
LANGUAGES = {row.code: row for row in _ROWS}


def language(code: str) -> Language:
    """The language of a code, with or without a country ("ar", "ar-SY").

    Raises
    ------
    StudyError
        If the study has no such language.
    """
    found = LANGUAGES.get(code) or LANGUAGES.get(code.partition("-")[0].lower())
    if found is None:
        known = ", ".join(f"{row.code} ({row.name})" for row in _ROWS if not row.pseudo)
        raise StudyError(
            f'There is no language "{code}" among those that documents are made in; '
            f"choose one of {known}."
        )
    return found


def scripts_in(text: str) -> tuple[Script, ...]:
    """The scripts whose letters the text holds, in order of their first letter."""
    found = dict.fromkeys(name for name in map(script_name, text) if name)
    return tuple(SCRIPTS[name] for name in found if name in SCRIPTS)


@lru_cache(maxsize=4096)
def script_name(character: str) -> str:
    """The script of a letter: "Latin", "Arabic", "Ethiopic", another's name; "" for a sign.

    Digits, spaces and punctuation belong to no script.
    """
    place = ord(character)
    for script in SCRIPTS.values():
        if any(first <= place <= last for first, last in script.blocks):
            return script.name
    if unicodedata.category(character)[0] not in "LM":
        return ""
    return unicodedata.name(character, "unknown").split()[0].title()


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
