"""Small invented exchange files as other programs write them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HOUSING = "11111111-1111-1111-1111-111111111111"
SUPPORT = "22222222-2222-2222-2222-222222222222"
ANN = "aaaaaaaa-0000-0000-0000-000000000001"
BOB = "aaaaaaaa-0000-0000-0000-000000000002"
TEXT = "bbbbbbbb-0000-0000-0000-000000000001"
USERS = f'<Users><User guid="{ANN}" name="ann"/><User guid="{BOB}" name="bob"/></Users>'
CODES = (
    f'<CodeBook><Codes><Code guid="{HOUSING}" name="Housing" isCodable="true"/>'
    f'<Code guid="{SUPPORT}" name="Support" isCodable="true"/></Codes></CodeBook>'
)


def guid(number: int) -> str:
    return f"cccccccc-0000-0000-0000-{number:012d}"


def coding(code: str = HOUSING, *, user: str = ANN, number: int = 1, inner: str = "") -> str:
    return (
        f'<Coding guid="{guid(number)}" creatingUser="{user}"><CodeRef targetGUID="{code}"/>'
        f"{inner}</Coding>"
    )


def selection(
    start: int,
    end: int,
    *,
    code: str = HOUSING,
    user: str = ANN,
    by: str | None = None,
    number: int = 1,
    name: str = "",
    inner: str | None = None,
) -> str:
    """A marked passage; `user` coded it and `by` marked it first."""
    body = coding(code, user=user, number=number) if inner is None else inner
    return (
        f'<PlainTextSelection guid="{guid(1000 + number)}" name={quoteattr(name)} '
        f'startPosition="{start}" endPosition="{end}" creatingUser="{by or user}">{body}'
        "</PlainTextSelection>"
    )


def text_source(
    selections: str = "", *, path: str = "internal://one.txt", name: str = "Interview 1"
) -> str:
    return (
        f'<TextSource guid="{TEXT}" name={quoteattr(name)} plainTextPath={quoteattr(path)}>'
        f"{selections}</TextSource>"
    )


def inline_source(
    text: str, selections: str = "", *, name: str = "Note 1", number: int = 50
) -> str:
    return (
        f'<TextSource guid="{guid(number)}" name={quoteattr(name)}><PlainTextContent>'
        f"{escape(text)}</PlainTextContent>{selections}</TextSource>"
    )


def project_xml(
    sources: str,
    *,
    before: str = USERS + CODES,
    after: str = "",
    namespace: str = ' xmlns="urn:QDA-XML:project:1.0"',
    origin: str = "Some program 1",
) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project name="study" origin="{origin}"{namespace}>{before}'
        f"<Sources>{sources}</Sources>{after}</Project>"
    )


def archive(
    path: Path,
    xml: str | bytes,
    files: dict[str, bytes] | None = None,
    *,
    qde: str = "project.qde",
) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(qde, xml)
        for name, data in (files or {}).items():
            opened.writestr(name, data)
    return path
