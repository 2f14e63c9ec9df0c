"""Instruments and Q-sets in other languages: out as a table, back, checked, and printed.

No text is translated by a machine. A table goes to a translator as a workbook or a .po file,
comes back, is checked row by row, and is taken into the translation that is kept beside the
instrument. What a page may print depends on the state that a second person has given each
text.
"""

from __future__ import annotations

from instruments.translation.comparison import check_translation
from instruments.translation.files import read_translation, write_translation
from instruments.translation.fixed import fixed_table, fixed_words
from instruments.translation.glossary import read_glossary
from instruments.translation.kept import Taken, kept_path, kept_translation, merged, take_in
from instruments.translation.printing import HELD_BACK, apply, held_back
from instruments.translation.pseudo import pseudo, pseudo_table, pseudo_text
from instruments.translation.states import STATES
from instruments.translation.table import COLUMNS, states, translation_table

__all__ = [
    "COLUMNS",
    "HELD_BACK",
    "STATES",
    "Taken",
    "apply",
    "check_translation",
    "fixed_table",
    "fixed_words",
    "held_back",
    "kept_path",
    "kept_translation",
    "merged",
    "pseudo",
    "pseudo_table",
    "pseudo_text",
    "read_glossary",
    "read_translation",
    "states",
    "take_in",
    "translation_table",
    "write_translation",
]
