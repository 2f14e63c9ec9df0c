"""Which installed font files carry a text, so that no letter prints as an empty box."""

from __future__ import annotations

import os
import sys
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from corpora.errors import StudyError
from instruments.scripts import LATIN, SIGNS_FONT, Language, Script, script_name, scripts_in

FOLDER_OF_FONTS = "QMT_FONTS"
INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp")
SUFFIXES = (".ttf", ".otf")


def fonts_for(text: str, language: Language, *, bold: bool = False) -> tuple[Path, ...]:
    """The installed font files that together carry the text, the language's own first.

    One file for most texts; signs, digits and words in another script may need a second.

    Raises
    ------
    StudyError
        If letters of the text are in none of them: it names the script, the letters and
        the font to install.
    """
    wanted = _visible(text)
    chosen: list[Path] = []
    for family in _families(text, language):
        path = font_file(family, bold=bold)
        if path is None:
            continue
        carried = wanted & characters_of(path)
        if carried or not chosen:
            chosen.append(path)
            wanted = wanted - carried
        if not wanted:
            return tuple(chosen)
    raise _no_font(wanted, language)


def font_file(family: str, *, bold: bool = False) -> Path | None:
    """The installed file of a font family, or None; the regular cut where no bold is there."""
    stem = family.replace(" ", "").lower()
    cuts = ("-bold", "-regular", "") if bold else ("-regular", "")
    files = _installed(os.environ.get(FOLDER_OF_FONTS, ""))
    return next((files[stem + cut] for cut in cuts if stem + cut in files), None)


@lru_cache(maxsize=64)
def characters_of(path: Path) -> frozenset[str]:
    """The characters that a font file can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _families(text: str, language: Language) -> list[str]:
    """The families to try: the language's, then those of other scripts met, then the signs'."""
    scripts: list[Script] = [language.script, *scripts_in(text), LATIN]
    return list(dict.fromkeys([f for script in scripts for f in script.fonts] + [SIGNS_FONT]))


def _visible(text: str) -> frozenset[str]:
    """The characters that leave a mark on paper."""
    return frozenset(c for c in text if unicodedata.category(c) not in INVISIBLE)


def _no_font(missing: frozenset[str], language: Language) -> StudyError:
    letters = " ".join(sorted(missing)[:12])
    script = next((name for name in sorted(map(script_name, missing)) if name), "signs")
    named = language.font if script == language.script.name else _noto(script)
    return StudyError(
        f"No installed font carries these characters of a text in {language.name}: {letters} "
        f"({script}); install {named} (free, package fonts-noto-core or fonts.google.com/noto), "
        f"or put its file into a folder and name that folder in {FOLDER_OF_FONTS}."
    )


def _noto(script: str) -> str:
    return SIGNS_FONT if script in ("signs", "Latin") else f"Noto Sans {script}"


@lru_cache(maxsize=8)
def _installed(extra: str) -> dict[str, Path]:
    """Every font file of this machine by its name in small letters, without suffix."""
    found: dict[str, Path] = {}
    for folder in [*([Path(extra)] if extra else []), *_folders(), *_of_matplotlib()]:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in SUFFIXES:
                found.setdefault(path.stem.lower().partition("[")[0], path)
    return found


def _of_matplotlib() -> list[Path]:
    """The fonts that come with matplotlib: Latin and Arabic letters where no others are."""
    found = find_spec("matplotlib")
    places = found.submodule_search_locations if found else None
    return [Path(place) / "mpl-data/fonts/ttf" for place in places or ()]


def _folders() -> list[Path]:
    """Where this kind of machine keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]
