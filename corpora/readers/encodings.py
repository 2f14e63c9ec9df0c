"""From bytes to text: which encoding a file is written in, and how sure that is."""

from __future__ import annotations

import codecs
import re

from corpora.errors import StudyError

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte-order mark"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_FOREIGN = (
    (b"%PDF", "a PDF document", "rename it to .pdf"),
    (b"{\\rtf", "a rich-text document", "rename it to .rtf"),
    (b"PK\x03\x04", "a zip archive or an office document", "give it its own ending, such as .docx"),
    (b"\xd0\xcf\x11\xe0", "an old or protected office document", "save it as .docx or .xlsx"),
    (b"\x89PNG", "a picture", "choose the file that holds the words"),
    (b"\xff\xd8\xff", "a picture", "choose the file that holds the words"),
    (b"GIF8", "a picture", "choose the file that holds the words"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\x00", "a database", "open it as a coding project"),
)
# Where charset_normalizer may decide: scripts in which nearly every letter lies beyond ASCII.
_OTHER_SCRIPTS = {
    "cp1256": "Windows-1256 (Arabic)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "gb18030": "GB18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift-JIS (Japanese)",
    "cp949": "Korean",
}
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32), 127])
_ASSUMED = "assumed, as it is not UTF-8; encoding= chooses another"
_MAC_QUOTES = re.compile(r"[^\W\d_]Õ[a-z]|\bÒ[^Ó\n]+Ó")
_TWICE = re.compile(r"â€[™œ“”˜¦]|Ã[©¨¡³¶¼±§]|Ø§Ù|Ù„")


def decode(data: bytes, file: str, *, encoding: str | None = None) -> tuple[str, str]:
    """The text in these bytes, and a sentence on the encoding.

    Raises
    ------
    StudyError
        If the bytes are no text, or do not fit the encoding asked for.
    """
    name, said = settle(data, file, encoding=encoding)
    text = _strict(data, name, file)
    return text.removesuffix("\x1a"), f"Encoding: {said}.{garbled(text)}"


def settle(data: bytes, file: str, *, encoding: str | None = None) -> tuple[str, str]:
    """The codec for these bytes, and its name with how sure it is."""
    for magic, what, remedy in _FOREIGN:
        if data.startswith(magic):
            raise StudyError(f"{file}: this is {what}, not plain text; {remedy}.")
    if encoding:
        return _known(encoding, file), f"{encoding}, as asked for"
    for bom, codec, name in MARKS:
        if data.startswith(bom):
            return codec, name
    wide = utf16_without_mark(data)
    if wide:
        return wide, "UTF-16 without a byte-order mark"
    if b"\x00" in data:
        raise _no_text(file)
    try:
        data.decode("utf-8")
        return "utf-8", "UTF-8"
    except UnicodeDecodeError:
        return _one_byte(data, file)


def garbled(text: str) -> str:
    """A warning where letters look as if they had been decoded wrongly before; else empty."""
    hits = _TWICE.findall(text[:200_000])
    if len(hits) < 2:
        return ""
    return f' Letters such as "{hits[0]}" suggest that it was garbled before it was saved; look.'


def _known(encoding: str, file: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise StudyError(
            f'{file}: "{encoding}" is no encoding; choose "utf-8", "cp1252" (Western Windows), '
            '"cp1256" (Arabic Windows), "mac_roman" or "utf-16".'
        ) from None


def utf16_without_mark(data: bytes) -> str:
    """The codec of UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:4000]
    pairs = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.6 * pairs and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * pairs and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _one_byte(data: bytes, file: str) -> tuple[str, str]:
    """An encoding of single bytes or of the Far East: Western unless another script is plain."""
    if len(data.translate(None, _CONTROLS)) < len(data) - len(data) // 2000:
        raise _no_text(file)
    beyond = sum(byte > 127 for byte in data[:100_000])
    latin = sum(byte > 64 for byte in data[:100_000]) - beyond
    if beyond > max(latin, 12):
        name = _other_script(data)
        if name:
            return name, f"{_OTHER_SCRIPTS[name]}, {_ASSUMED}"
    text = data.decode("cp1252", errors="replace")
    if _MAC_QUOTES.search(text) or ("\ufffd" in text and _mac_line_ends(data)):
        return "mac_roman", f"Mac Roman, {_ASSUMED}"
    if "\ufffd" in text:
        raise StudyError(
            f"{file}: the letters fit neither UTF-8 nor Windows-1252; name the encoding with "
            "encoding=, or open the file in its own program and save it again as UTF-8."
        )
    return "cp1252", f"Windows-1252, {_ASSUMED}"


def _other_script(data: bytes) -> str:
    from charset_normalizer import from_bytes  # heavy, and hardly ever needed

    best = from_bytes(data[:100_000], cp_isolation=[*_OTHER_SCRIPTS, "cp1252"]).best()
    return best.encoding if best is not None and best.encoding in _OTHER_SCRIPTS else ""


def _mac_line_ends(data: bytes) -> bool:
    return b"\r" in data and b"\n" not in data


def _strict(data: bytes, codec: str, file: str) -> str:
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, UnicodeError) as error:
        place = getattr(error, "start", 0)
        line = data[:place].count(b"\n") + 1
        raise StudyError(
            f"{file}, line {line}: byte {place + 1} does not fit the encoding {codec}; choose "
            "another with encoding=, or save the file again as UTF-8."
        ) from None
    if "\x00" in text:
        raise _no_text(file)
    return text


def _no_text(file: str) -> StudyError:
    return StudyError(
        f"{file}: the file holds no readable text (it looks like a program's own data); choose "
        "another file, or export the text as .docx or .txt."
    )
