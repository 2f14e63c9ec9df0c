"""Reading .vtt and .srt: captions joined to running speech, voices kept as labels."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator

from corpora.errors import StudyError
from corpora.readers.encodings import decode
from corpora.readers.raw import Raw

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^>\n]*>|\{\\[^}\n]*\}")
_ENDED = re.compile(r"[.?!…:؟][\"'”’)\]]*$")
_NEW_LINE = re.compile(r"[-–—]\s|[^\W\d_][^:\n]{0,39}:\s")


def read_subtitles(data: bytes, file: str, *, encoding: str | None = None) -> Raw:
    """The speech in captions, a line for each speaker's go, "Name: " before it.

    Raises
    ------
    StudyError
        If the captions are damaged or hold no words.
    """
    text, said = decode(data, file, encoding=encoding)
    captions = _captions(text, file)
    lines: list[str] = []
    leads: dict[int, str] = {}
    last = ""
    for speaker, words in _pieces(captions):
        if lines and _goes_on(lines[-1], words, speaker == last):
            words = f"{lines.pop()} {words}"
        elif speaker and (speaker != last or not lines):
            leads[len(lines)] = speaker
            words = f"{speaker}: {words}"
        lines.extend(words.split("\n"))
        last = speaker
    found = (said, f"{len(captions)} captions were joined; their times were left out.")
    return Raw("\n".join(lines), found, leads=leads, sure=True, transcript=True)


def _captions(text: str, file: str) -> list[str]:
    """The raw words of each caption."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    form = "vtt" if text.lstrip("\ufeff").startswith("WEBVTT") else "srt"
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        read = webvtt.from_buffer(io.StringIO(plain), format=form)
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError):
        raise StudyError(
            f"{file}: the captions are damaged or of another kind; export them again as .vtt or "
            ".srt."
        ) from None
    captions = [caption.raw_text for caption in read.captions]
    if not any(_plain(caption) for caption in captions):
        raise StudyError(f"{file}: the file holds no captions; choose one that holds speech.")
    return captions


def _pieces(captions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each bit of speech with its voice, empty where none is named."""
    for caption in captions:
        before, *voiced = _VOICE.split(caption)
        if _plain(before):
            yield "", _plain(before)
        for name, words in zip(voiced[::2], voiced[1::2], strict=True):
            if _plain(words):
                yield _plain(name), _plain(words)


def _plain(words: str) -> str:
    text = html.unescape(_TAG.sub("", words))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [line for line in lines if line]
    joined = kept[:1]
    for line in kept[1:]:
        if _NEW_LINE.match(line):
            joined.append(line)
        else:
            joined[-1] += f" {line}"
    return "\n".join(joined)


def _goes_on(before: str, words: str, same_speaker: bool) -> bool:
    """Whether a caption continues the sentence of the one before."""
    if not same_speaker or _NEW_LINE.match(words):
        return False
    return not _ENDED.search(before)
