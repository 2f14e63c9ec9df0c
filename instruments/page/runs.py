"""Running text as Word's runs: each piece with its direction, its font and its language."""

from __future__ import annotations

from dataclasses import dataclass

from instruments.page.markup import Children, mark, properties, quoted, run, texts, value
from instruments.page.pieces import LEFT_TO_RIGHT_MARK, Piece, pieces
from instruments.page.styles import Faces
from instruments.scripts import ARABIC, LATIN, SIGNS_FONT, Language, language

HIGHLIGHT = "FFE08A"
UNTOLD = language("en").tag


@dataclass(frozen=True)
class Letters:
    """How the texts of one document become runs.

    `named` puts the font of every other script on its runs: a team's own template does not
    know it. Sizes are never put on runs: large print changes them in the styles.
    """

    language: Language
    named: bool = False

    def runs(
        self, text: str, *, strong: bool = False, highlighted: bool = False, foreign: str = ""
    ) -> str:
        """The text as runs; `foreign` is the code of its language where it is another."""
        return "".join(
            run(texts(piece.text), self.properties(piece, strong, highlighted, foreign))
            for piece in self._pieces(text, foreign)
        )

    def _pieces(self, text: str, foreign: str) -> list[Piece]:
        """The pieces of a text; one in a language that runs against the line stays whole."""
        if foreign and self.language.right_to_left and not language(foreign).right_to_left:
            whole = f"{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}"
            return [Piece(whole, SIGNS_FONT, LATIN, island=True)]
        return pieces(text, self.language)

    def properties(
        self, piece: Piece, strong: bool = False, highlighted: bool = False, foreign: str = ""
    ) -> str:
        """What Word must know of a piece beyond its style."""
        children: Children = {
            "rFonts": _fonts(piece.font) if self._needs_font(piece) else None,
            "b": mark(strong),
            "bCs": mark(strong),
            "shd": f'w:val="clear" w:color="auto" w:fill="{HIGHLIGHT}"' if highlighted else None,
            "rtl": mark(piece.right_to_left),
            "lang": value(language(foreign).tag) if foreign and not piece.right_to_left else None,
        }
        return properties("rPr", children)

    def _needs_font(self, piece: Piece) -> bool:
        if piece.font != self._usual(piece):
            return True
        return self.named and not (piece.script is LATIN and not piece.right_to_left)

    def _usual(self, piece: Piece) -> str:
        """The font that the document's defaults give to such a piece."""
        faces = faces_of(self.language)
        return faces.other if piece.right_to_left else faces.latin


def faces_of(language: Language) -> Faces:
    """The fonts and languages that a document in this language begins from."""
    if language.right_to_left:
        return Faces(SIGNS_FONT, language.font, UNTOLD, language.tag)
    other = ARABIC.fonts[0] if language.script is LATIN else language.font
    return Faces(language.font, other, language.tag)


def _fonts(font: str) -> str:
    return " ".join(f'w:{slot}="{quoted(font)}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
