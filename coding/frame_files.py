"""Frames by name or from a file, and into one."""

from __future__ import annotations

import json
from pathlib import Path

from coding.frame import CodingFrame
from coding.frame_data import flat, nested, read_json_frame
from coding.frame_tables import own_csv, read_table_frame, taguette_csv, workbook
from coding.frame_yaml import read_yaml_frame
from coding.refi.codebook import MAX_CODEBOOK, read_codebook, write_codebook
from corpora.errors import StudyError
from corpora.placing import put
from corpora.readers.raw import file_bytes


def _read_qdc(path: Path) -> CodingFrame:
    return read_codebook(file_bytes(path, most=MAX_CODEBOOK), path.stem, file=path.name)


SHIPPED = Path(__file__).parent / "frames"
READERS = {
    ".yaml": read_yaml_frame,
    ".yml": read_yaml_frame,
    ".json": read_json_frame,
    ".csv": read_table_frame,
    ".tsv": read_table_frame,
    ".xlsx": read_table_frame,
    ".qdc": _read_qdc,
}
LAYOUTS = {".csv": ("own", "taguette"), ".xlsx": ("maxqda", "nvivo")}
_MOST = 16 * 1024 * 1024


def load_frame(name_or_path: str | Path) -> CodingFrame:
    """The frame that ships under a name ("closure-summaries", "transcripts"), or a file's.

    Reads YAML, JSON, CSV (our own and Taguette's), .xlsx (laid out for MAXQDA or NVivo) and
    REFI-QDA .qdc. Where a file has no name for the frame, it gets the file's.

    Raises
    ------
    StudyError
        If neither a shipped frame nor a file has that name, or the file holds no frame.
    """
    shipped = SHIPPED / f"{name_or_path}.yaml"
    if shipped.is_file():
        return read_yaml_frame(shipped)
    path = Path(name_or_path)
    if not path.is_file():
        names = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.yaml")))
        raise StudyError(
            f'There is no frame or file "{name_or_path}"; the frames that ship are {names}.'
        )
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise StudyError(
            f"{path.name}: frames are read from {', '.join(READERS)}; save it as one of these."
        )
    _refuse_unsafe_yaml(path)
    try:
        frame = reader(path)
    except (TypeError, AttributeError, KeyError, RecursionError):
        raise StudyError(
            f"{path.name}: the file is built otherwise than a coding frame; write one with "
            "write_frame and compare."
        ) from None
    if not len(frame):
        raise StudyError(f"{path.name}: the frame holds no codes; add at least one.")
    return frame


def write_frame(frame: CodingFrame, path: str | Path, *, layout: str | None = None) -> Path:
    """The path to which the frame was written, in the form that the path's ending names.

    YAML and JSON keep everything. CSV keeps all of the codes but not the frame's
    description, history and word lists. The layouts "taguette" of .csv and "maxqda" (the
    default) and "nvivo" of .xlsx, and .qdc, hold names and descriptions; what else is said
    of a code, but for the tagger's rules, stands in the description after labels and is
    found there again.

    Raises
    ------
    StudyError
        If there is no such form, or the form can't hold a name.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if layout is not None and layout not in LAYOUTS.get(ending, ()):
        known = ", ".join(f"{name} ({end})" for end, names in LAYOUTS.items() for name in names)
        raise StudyError(f'There is no layout "{layout}" of {path.name}; there are {known}.')
    put(path, _content(frame, path, layout))
    return path


def _content(frame: CodingFrame, path: Path, layout: str | None) -> bytes:
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        import yaml

        text = yaml.safe_dump(nested(frame), sort_keys=False, allow_unicode=True, width=92)
        return str(text).encode()
    if ending == ".json":
        return (json.dumps(flat(frame), ensure_ascii=False, indent=1) + "\n").encode()
    if ending == ".csv":
        return taguette_csv(frame) if layout == "taguette" else own_csv(frame)
    if ending == ".xlsx":
        return workbook(frame, layout or "maxqda")
    if ending == ".qdc":
        return write_codebook(frame)
    raise StudyError(
        f"{path.name}: frames are written as .yaml, .json, .csv, .xlsx or .qdc; choose one."
    )


def _refuse_unsafe_yaml(path: Path) -> None:
    """Aliases let a small file grow without end; a frame has no use for them."""
    if path.stat().st_size > _MOST and path.suffix.lower() in (".yaml", ".yml"):
        raise StudyError(f"{path.name}: over {_MOST // 1024 // 1024} MB are no coding frame.")
    if path.suffix.lower() not in (".yaml", ".yml"):
        return
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open("rb") as stream:
            aliases = any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(stream, loader))
    except yaml.YAMLError:
        return  # the reader says what is wrong
    if aliases:
        raise StudyError(f"{path.name}: the YAML holds aliases (*name); write them out.")
