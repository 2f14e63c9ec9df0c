"""Coding frames in YAML: the nested form that ships, read into a `CodingFrame`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coding.frame import Code, CodingFrame
from corpora.errors import StudyError

_TEXTS = ("definition", "use_when", "not_when", "colour", "opposite")
_RULES = (
    "weak", "given", "unless", "whose", "stays", "negated", "planned", "ended", "suppresses",
    "near", "precision",
)  # fmt: skip


def read_yaml_frame(path: Path) -> CodingFrame:
    """The frame in a YAML file.

    Raises
    ------
    StudyError
        If the file is no YAML, has no codes, or a code lacks what it needs.
    """
    import yaml

    try:
        data = yaml.load(
            path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise StudyError(
            f"{path.name} cannot be read as YAML: {' '.join(str(fault).split())}"
        ) from None
    if not isinstance(data, Mapping) or not isinstance(data.get("codes"), list):
        raise StudyError(f"{path.name} has no list `codes`; a frame in YAML needs one.")
    return frame_from_data(data, path.stem)


def frame_from_data(data: Mapping[str, Any], name: str) -> CodingFrame:
    """The frame in the data of a YAML or JSON file: codes nested under `codes`."""
    return CodingFrame(
        name=str(data.get("name", name)),
        codes=tuple(_codes(data["codes"], None)),
        version=str(data.get("version", "1")),
        description=_tidy(data.get("description", "")),
        history=tuple(data.get("history", ())),
        words={key: tuple(_list(value)) for key, value in data.get("words", {}).items()},
        one_of=tuple(tuple(group) for group in data.get("one_of", ())),
    )


def _codes(nodes: list[Any], parent: str | None) -> Iterator[Code]:
    for node in nodes:
        if not isinstance(node, Mapping) or not node.get("name"):
            raise StudyError(f"A code under {parent or 'the root'} has no name: {node!r}.")
        code = _code(node, parent)
        yield code
        yield from _codes(node.get("codes", []), code.id)


def _code(node: Mapping[str, Any], parent: str | None) -> Code:
    name = str(node["name"])
    code_id = str(node.get("id") or (f"{parent}/{name}" if parent else name))
    texts = {key: _tidy(node[key]) for key in _TEXTS if node.get(key)}
    return Code(
        id=code_id,
        name=name,
        parent=parent,
        codable=bool(node.get("codable", not node.get("codes"))),
        examples=tuple(_list(node.get("examples", ()))),
        cues=tuple(_lines(node.get("cues", ()))),
        rules={key: _rule(key, node[key]) for key in _RULES if key in node},
        **texts,
    )


def _tidy(text: Any) -> str:
    """A text without white space at the edges of its lines; YAML itself folds what is one line."""
    return "\n".join(" ".join(line.split()) for line in str(text).strip().split("\n"))


def _rule(key: str, value: Any) -> Any:
    return tuple(_lines(value)) if key in {"weak", "given", "unless"} else value


def _lines(value: Any) -> list[str]:
    """The entries of a list, or the lines of a text."""
    lines = value.split("\n") if isinstance(value, str) else [str(v) for v in value]
    return [line.strip() for line in lines if line.strip()]


def _list(value: Any) -> list[str]:
    """The entries of a list, or of a text in which commas part them."""
    if isinstance(value, str):
        return [entry.strip() for entry in value.split(",") if entry.strip()]
    return [entry.strip() for line in value for entry in [str(line)]]
