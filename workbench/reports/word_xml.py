"""Running text of a report as Word's markup: strong words, references, paragraphs."""

from __future__ import annotations

from collections.abc import Mapping

from instruments.page.markup import field, mark, paragraph_of, properties, quoted, texts, value
from instruments.page.markup import run as run_of
from instruments.scripts import begins_right_to_left
from workbench.reports.content import Ref, Strong, Text


def run(text: str, *, bold: bool = False, points: float = 0, language: str = "") -> str:
    """A run of letters; line breaks kept, right-to-left text marked as such."""
    backwards = begins_right_to_left(text)
    size = value(round(2 * points)) if points else None
    tag = f'w:{"bidi" if backwards else "val"}="{quoted(language)}"' if language else None
    children = dict.fromkeys(("b", "bCs"), mark(bold)) | dict.fromkeys(("sz", "szCs"), size)
    children |= {"rtl": mark(backwards), "lang": tag}
    return run_of(texts(text), properties("rPr", children))


def paragraph(
    runs: str,
    *,
    style: str = "",
    backwards: bool = False,
    keep: bool = False,
    new_page: bool = False,
    spacing: str = "",
    align: str = "",
    root: bool = True,
) -> str:
    """A paragraph; with `root` it can be parsed by itself."""
    children = {
        "pStyle": value(style) if style else None,
        "keepNext": mark(keep),
        "pageBreakBefore": mark(new_page),
        "bidi": mark(backwards),
        "spacing": spacing or None,
        "jc": value(align) if align else None,
    }
    return paragraph_of(runs, children, root=root)


def runs_of(text: Text, labels: Mapping[str, str], *, points: float = 0) -> str:
    """Running text as runs, references as fields that Word can follow."""
    if isinstance(text, str):
        return run(text, points=points)
    pieces = []
    for part in text:
        if isinstance(part, Ref):
            pieces.append(field(f"REF {place(labels[part.name])} \\h", labels[part.name]))
        elif isinstance(part, Strong):
            pieces.append(run(part.text, bold=True, points=points))
        else:
            pieces.append(run(part, points=points))
    return "".join(pieces)


def place(label: str) -> str:
    """The bookmark of "Table 3": Word takes letters, digits and underscores."""
    return label.replace(" ", "_")
