"""What every reader gives back: a text as it came, and what was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import StudyError

MAX_DOCUMENT = 256 * 1024 * 1024
MAX_TEXT = 64 * 1024 * 1024
READ = ".txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx and .jsonl"


@dataclass(frozen=True)
class Raw:
    """A text before it is normalised.

    Fields
    ------
    text
        The words, lines ended by a line feed.
    found
        What was recognised, a sentence each.
    leads
        Line number (from 0) -> who the layout says is speaking there: bold names of a Word
        document, voices of subtitles.
    sure
        Whether the leads name speakers beyond doubt.
    transcript
        Whether the form itself is one for speech.
    """

    text: str
    found: tuple[str, ...] = ()
    leads: Mapping[int, str] = field(default_factory=dict)
    sure: bool = False
    transcript: bool = False


def file_bytes(path: Path, *, most: int = MAX_DOCUMENT) -> bytes:
    """The content of a file of a plausible size.

    Raises
    ------
    StudyError
        If the file is missing, may not be read, is empty or too big for one text.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= most else b""
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file; check the name and the folder.") from None
    except OSError as error:
        raise StudyError(
            f"{path.name}: the file can't be opened ({error.strerror or error}); close it in other "
            "programs and check that you may read it."
        ) from None
    if size > most:
        raise StudyError(
            f"{path.name}: the file holds {size / 1024 / 1024:.0f} MB, and one text of a study is "
            f"never over {most // 1024 // 1024} MB; split it, or give it as .csv or .jsonl with a "
            "row for each text."
        )
    if not data:
        raise StudyError(f"{path.name}: the file is empty; choose a file that holds a text.")
    return data


def utf8_text(data: bytes, file: str) -> str:
    """The text of a file that people keep as UTF-8, without its byte-order mark.

    Raises
    ------
    StudyError
        If a letter is not UTF-8; the sentence names the line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise StudyError(
            f"{file}, line {line}: a letter is not UTF-8; save the file again as UTF-8."
        ) from None
