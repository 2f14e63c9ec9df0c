"""Reading .txt, .md, .rtf and .pdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable

from corpora.errors import StudyError
from corpora.readers.encodings import decode
from corpora.readers.raw import MAX_TEXT, Raw

_BYTES = re.compile(rb"\\'[0-9a-fA-F]{2}")


def read_plain(data: bytes, file: str, *, encoding: str | None = None) -> Raw:
    """The text of a .txt or .md file as it stands; marks of Markdown stay."""
    if len(data) > MAX_TEXT:
        raise StudyError(
            f"{file}: the text holds {len(data) / 1024 / 1024:.0f} MB, and one text of a study is "
            f"never over {MAX_TEXT // 1024 // 1024} MB; split it."
        )
    text, said = decode(data, file, encoding=encoding)
    return Raw(text, (said,))


def read_rtf(data: bytes, file: str) -> Raw:
    """The words of a rich-text file.

    Raises
    ------
    StudyError
        If it is no rich text, or its letters can't be read.
    """
    from striprtf import striprtf

    if not data.lstrip().startswith(b"{\\rtf"):
        raise StudyError(f"{file}: this is no rich text; save it again as .docx or .rtf.")
    words_of: Callable[..., str] = striprtf.rtf_to_text
    try:
        text = words_of(data.decode("latin-1"), errors="strict")
    except Exception:  # striprtf lets damage through, each kind with its own error
        raise StudyError(
            f"{file}: the rich text is damaged or its letters can't be read; open it in its own "
            "program and save it as .docx."
        ) from None
    page = re.search(rb"\\ansicpg(\d+)", data)
    used = f"code page {page[1].decode()} as the file says" if page else "code page 1252, assumed"
    said = f"Encoding: {used}." if _BYTES.search(data) else "Encoding: Unicode escapes."
    return Raw(text, (said,))


def read_pdf(data: bytes, file: str) -> Raw:
    """The words of a PDF, page after page.

    Raises
    ------
    StudyError
        If it is damaged, protected, or holds pictures of pages instead of text.
    """
    pages = _pages(data, file)
    if not any(page.strip() for page in pages):
        raise StudyError(
            f"{file}: the {len(pages)} pages hold no text, only pictures (a scan?); run text "
            "recognition on it first and save the result as .docx or .txt."
        )
    found = [f"PDF of {len(pages)} pages; lines and headers stand as the page has them."]
    blank = [str(i) for i, page in enumerate(pages, 1) if not page.strip()]
    if blank:
        found.append(f"No text on page {', '.join(blank)}: empty, or a picture.")
    return Raw("\n".join(pages), tuple(found))


def _pages(data: bytes, file: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    protected = StudyError(
        f"{file}: the PDF is protected by a password or against copying; save a copy without "
        "protection and read that."
    )
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise protected
        return [str(page.extract_text()) for page in reader.pages]
    except StudyError:
        raise
    except (DependencyError, FileNotDecryptedError):
        raise protected from None
    except Exception:  # damaged files fail anywhere inside the library
        raise StudyError(
            f"{file}: the PDF is damaged and can't be read; open it in its own program and print "
            "it to a new PDF, or save it as .docx."
        ) from None
