"""A picture in the line, with words for those who do not see it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from instruments.page.markup import RELATIONS, quoted, run

EMU_PER_CM = 360_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def image_run(
    document: Any, png: bytes, *, number: int, alt: str, width_cm: float, height_cm: float
) -> str:
    """A run that holds the picture; `alt` is read out in its place, `number` is its own."""
    relation, _ = document.part.get_or_add_image(BytesIO(png))
    size = f'cx="{round(width_cm * EMU_PER_CM)}" cy="{round(height_cm * EMU_PER_CM)}"'
    return run(
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{quoted(alt)}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{RELATIONS}" r:embed="{relation}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
