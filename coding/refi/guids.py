"""The identifiers that REFI-QDA asks for, the same whenever the same thing is written."""

from __future__ import annotations

import uuid
from functools import lru_cache

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:qmethod-toolkit:refi")
_CODES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:qmethod-toolkit:code")


@lru_cache(maxsize=10_000)
def guid_of(kind: str, *names: object) -> str:
    """The identifier of a thing by its kind and names."""
    return str(uuid.uuid5(_OURS, "\x1f".join([kind, *map(str, names)])))


@lru_cache(maxsize=10_000)
def code_guid(code: str) -> str:
    """The identifier of a code, the same in every codebook and project written of it."""
    return str(uuid.uuid5(_CODES, code))


def plain_guid(written: str | None) -> str:
    """An identifier as it is compared: programs differ in braces and capitals."""
    return (written or "").strip().strip("{}").lower()
