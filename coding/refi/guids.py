"""The identifiers that REFI-QDA asks for, the same whenever the same thing is written."""

from __future__ import annotations

import uuid

# Ours alone, so that no other program's names give the same identifiers.
OURS = uuid.UUID("6f0f6a1e-6a0c-5d0e-9a52-7c1b0d3f8e21")


def guid_of(kind: str, *names: object) -> str:
    """The identifier of a thing by its kind and names."""
    key = "\x1f".join([kind, *map(str, names)])
    return str(uuid.uuid5(OURS, key))


def plain_guid(written: str | None) -> str:
    """An identifier as it is compared: programs differ in braces and capitals."""
    return (written or "").strip().strip("{}").lower()
