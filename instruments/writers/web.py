"""A paper as one web page that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from instruments.page.pieces import LEFT_TO_RIGHT_MARK, Piece, pieces
from instruments.page.texts import clean
from instruments.paper.blocks import (
    Ask,
    Block,
    Box,
    Choices,
    Facts,
    Heading,
    Lines,
    Paper,
    Paragraph,
    Pictured,
    Points,
    Rating,
    Sign,
    Span,
    Table,
    Text,
    Together,
    Turn,
    lines_of,
    plain,
)
from instruments.pictures import Picture
from instruments.scripts import Language, language

LAYOUTS = {"standard": "", "large print": "large", "easy read": "easy"}


def web_page(paper: Paper, *, layout: str = "standard") -> str:
    """The paper as one HTML page that fits a telephone, a desk and a printer."""
    tongue = language(paper.language)
    pen = WebPen(tongue)
    style = files("instruments.writers").joinpath("web.css").read_text(encoding="utf-8")
    band = f'<p class="band">{pen.text(paper.band)}</p>\n' if paper.band else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{said(tongue.code)}" dir="{tongue.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said(paper.title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body class="{LAYOUTS[layout]}">\n{band}<main>\n{pen.blocks(paper.blocks)}</main>\n'
        f"<footer>{pen.text(paper.footer)}</footer>\n</body>\n</html>\n"
    )


def said(text: object) -> str:
    """The text fit for a page."""
    return escape(clean(text), quote=True)


class WebPen:
    """Writes blocks as HTML in the direction of their language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def blocks(self, blocks: Sequence[Block]) -> str:
        """The blocks one after the other."""
        return "".join(WRITERS[type(block)](self, block) for block in blocks)

    def text(self, text: Text) -> str:
        """A text; what runs against the line is marked, so that no number is scrambled."""
        return "".join(self._span(span) for span in text)

    def _span(self, span: Span) -> str:
        inside = said(span.text) if span.language else self._directed(span.text)
        inside = inside.replace("\n", "<br>")
        if span.unfilled:
            inside = f"<mark>{inside}</mark>"
        elif span.strong:
            inside = f"<strong>{inside}</strong>"
        if span.link:
            inside = f'<a href="{said(quote(span.link))}">{inside}</a>'
        if not span.language:
            return inside
        foreign = language(span.language)
        return f'<span lang="{foreign.code}" dir="{foreign.direction}">{inside}</span>'

    def _directed(self, text: str) -> str:
        """Letters with what runs against the line set apart."""
        return "".join(self._piece(piece) for piece in pieces(text, self._language))

    def _piece(self, piece: Piece) -> str:
        letters = said(piece.text.replace(LEFT_TO_RIGHT_MARK, ""))
        if not piece.island and piece.right_to_left == self._language.right_to_left:
            return letters
        return f'<bdi dir="{"rtl" if piece.right_to_left else "ltr"}">{letters}</bdi>'

    def picture(self, picture: Picture) -> str:
        """A picture within the page, with words for those who do not see it."""
        data = b64encode(picture.png).decode("ascii")
        height = round(472 / picture.ratio)
        return (
            f'<img src="data:image/png;base64,{data}" alt="{said(picture.alt)}" width="472" '
            f'height="{height}">'
        )


def _heading(pen: WebPen, block: Heading) -> str:
    aside = f' <span class="aside">{pen.text(block.aside)}</span>' if block.aside else ""
    level = block.level + 1
    return f"<h{level}>{pen.text(block.text)}{aside}</h{level}>\n"


def _paragraph(pen: WebPen, block: Paragraph) -> str:
    look = "" if block.look == "plain" else f' class="{block.look}"'
    return f"<p{look}>{pen.text(block.text)}</p>\n"


def _ask(pen: WebPen, block: Ask) -> str:
    number = f'<span class="number">{block.number}.</span>'
    return f'<div class="ask">{number} <div>{pen.text(block.text)}</div></div>\n'


def _points(pen: WebPen, block: Points) -> str:
    label = f"<p>{pen.text(block.label)}</p>\n" if block.label else ""
    tag = "ol" if block.numbered else "ul"
    start = f' start="{block.first}"' if block.numbered and block.first > 1 else ""
    items = "".join(f"<li>{pen.text(item)}</li>" for item in block.items)
    found = label + (f"<{tag}{start}>{items}</{tag}>\n" if items else "")
    return f'<div class="under">{found}</div>\n' if block.under else found


def _facts(pen: WebPen, block: Facts) -> str:
    rows = "".join(
        f"<dt>{pen.text(name)}</dt>"
        + (f"<dd>{pen.text(value)}</dd>" if value else '<dd class="fill"></dd>')
        for name, value in block.rows
    )
    return f'<dl class="facts">{rows}</dl>\n'


def _lines(pen: WebPen, block: Lines) -> str:
    look = "lines short" if block.short else "lines"
    return f'<div class="{look}" aria-hidden="true">{"<span></span>" * block.count}</div>\n'


def _box(pen: WebPen, block: Box) -> str:
    label = f"<p>{pen.text(block.label)}</p>" if block.label else ""
    return f'<div class="box" style="min-height:{block.cm:g}cm">{label}</div>\n'


def _choices(pen: WebPen, block: Choices) -> str:
    hint = f'<p class="small">{pen.text(block.hint)}</p>\n' if block.hint else ""
    options = "".join(
        f'<li><span class="tick" aria-hidden="true"></span>{pen.text(option)}</li>'
        for option in block.options
    )
    return f'<div class="answer">{hint}<ul class="choices">{options}</ul></div>\n'


def _rating(pen: WebPen, block: Rating) -> str:
    hint = f'<p class="small">{pen.text(block.hint)}</p>\n' if block.hint else ""
    faces = block.faces or (None,) * len(block.options)
    worded = any(block.rows)
    corner = "<td></td>" * (worded + bool(block.pictures))
    head = "".join(
        f'<th scope="col">{pen.picture(face) if face else ""}{pen.text(option)}</th>'
        for option, face in zip(block.options, faces, strict=True)
    )
    pictures = block.pictures or (None,) * len(block.rows)
    body = ""
    for words, image in zip(block.rows, pictures, strict=True):
        drawn = f"<td>{pen.picture(image) if image else ''}</td>" * bool(block.pictures)
        name = f'<th scope="row">{pen.text(words)}</th>' * worded
        body += f"<tr>{drawn}{name}{'<td></td>' * len(block.options)}</tr>"
    return (
        f'{hint}<div class="scroll"><table class="rating"><thead><tr>{corner}{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def _sign(pen: WebPen, block: Sign) -> str:
    name, signature, date = (f"<span>{pen.text(label)}</span>" for label in block.labels)
    line, blank = '<span class="line"></span>', '<span class="blank"></span>'
    return (
        f'<div class="sign"><span class="who">{pen.text(block.who)}</span>{name}{line}{date}{line}'
        f"{signature}{line}{blank}{blank}</div>\n"
    )


def _table(pen: WebPen, block: Table) -> str:
    head = "".join(f'<th scope="col">{pen.text(text)}</th>' for text in block.head)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(pen, text)}</td>" for text in row) + "</tr>"
        for row in block.rows
    )
    return (
        f'<div class="scroll"><table class="plan" aria-label="{said(block.caption)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>\n"
    )


def _cell(pen: WebPen, text: Text) -> str:
    return "<br>".join(pen.text(line) for line in lines_of(text) if plain(line))


def _pictured(pen: WebPen, block: Pictured) -> str:
    image = pen.picture(block.picture) if block.picture else "<span></span>"
    return f'<div class="pictured">{image}<div>{pen.blocks(block.blocks)}</div></div>\n'


def _together(pen: WebPen, block: Together) -> str:
    return f'<div class="together">{pen.blocks(block.blocks)}</div>\n'


def _turn(pen: WebPen, block: Turn) -> str:
    """A web page does not turn."""
    return ""


WRITERS: dict[type, Callable[[WebPen, Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Ask: _ask,
    Points: _points,
    Facts: _facts,
    Lines: _lines,
    Box: _box,
    Choices: _choices,
    Rating: _rating,
    Sign: _sign,
    Table: _table,
    Pictured: _pictured,
    Together: _together,
    Turn: _turn,
}
