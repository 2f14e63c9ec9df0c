"""From an instrument to the blocks of its document, by version and layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from instruments.guide import Activity, Allowance, Item, Question, Section, TopicGuide, Words
from instruments.guide import Block as Source
from instruments.paper.answers import answer_blocks, contact, form_rows, options_of, signatures
from instruments.paper.beside import Maker, beside
from instruments.paper.blocks import (
    Ask,
    Block,
    Box,
    Heading,
    Lines,
    Look,
    Paper,
    Paragraph,
    Pictured,
    Points,
    Rating,
    Sign,
    Span,
    Text,
    Together,
    every,
    joined,
    text_of,
)
from instruments.paper.easy_read import sentences
from instruments.paper.front import after_session, footer, front, minutes_of, plan_blocks
from instruments.paper.keyed import keyed_blocks
from instruments.paper.labels import Labels
from instruments.paper.views import FOR_STAFF, GUIDES, Layout, Version, view_of
from instruments.plan import written
from instruments.scripts import LATIN, language, scripts_in

NOTE_CM = 3.2
ANSWERING = ("Answer", "Choices", "Rows", "Space")
YOUNGEST = "6-10"


@dataclass(frozen=True)
class _Around:
    """What the lines of a section say for one another: answers of a form, numbers of steps."""

    options: tuple[str, ...]
    steps: dict[int, int]

    @classmethod
    def of(cls, shown: Sequence[Source]) -> _Around:
        items = [source for source in shown if isinstance(source, Item)]
        choices = next((item.text for item in items if item.key == "Choices"), "")
        steps = [item.line for item in items if item.key == "Step"]
        numbers = {line: number for number, line in enumerate(steps, start=1)}
        return cls(options_of(choices), numbers)


def _without_empty_column(blocks: list[Block]) -> list[Block]:
    """The blocks, with no column for pictures where the whole instrument has none."""
    if any(isinstance(block, Pictured) and block.picture for block in every(blocks)):
        return blocks
    inner = [block.blocks if isinstance(block, Pictured) else (block,) for block in blocks]
    return [block for blocks_of_one in inner for block in blocks_of_one]


def _band(words: str, guide: TopicGuide) -> Text:
    """The warning over every page; in Latin letters on a page of another script it is English."""
    own = language(guide.language).script
    foreign = "" if own is LATIN or own in scripts_in(words) else "en"
    return tuple(replace(span, language=foreign) for span in text_of(words, strong=True))


def compose(
    guide: TopicGuide, *, version: Version, layout: Layout, labels: Labels, band: str = ""
) -> Paper:
    """What the document of an instrument says, block by block."""
    make = Maker(guide, version, layout, labels, view_of(guide, version))
    blocks = front(guide, version, make.view, labels)
    plan = plan_blocks(guide, labels) if version == "interviewer" else []
    if not guide.activities:
        blocks += plan
    for section in guide.sections:
        blocks += _part(make, section, level=1)
    if version == "notes" and guide.kind in GUIDES:
        blocks += after_session(labels)
    if guide.activities:
        blocks += plan
    return Paper(
        title=guide.title,
        language=guide.language,
        blocks=tuple(_without_empty_column(blocks)),
        footer=footer(guide, version, labels),
        page_of=labels.text("page_of", page="{page}", pages="{pages}"),
        band=_band(band or guide.warning, guide),
        subject=guide.kind,
    )


def _part(
    make: Maker, part: Section | Activity, *, level: int, told: Allowance | None = None
) -> list[Block]:
    """A section or activity under its heading; nothing where it has nothing for these readers.

    `told` is the time that the heading above has given already.
    """
    clause = part.id if isinstance(part, Section) else ""
    inside = _blocks(make, part, clause)
    if not inside or not part.title:
        return inside
    timed = make.view.times and part.allowance != told
    aside = minutes_of(written(part.allowance), make.labels) if timed else ()
    return [Heading(text_of(part.title), level, aside), *inside]


def _blocks(make: Maker, part_of: Section | Activity, clause: str) -> list[Block]:
    shown = [source for source in part_of.blocks if make.view.shows(source)]
    around = _Around.of(shown)
    found: list[Block] = []
    for part in beside(make, shown, clause):
        if part.activity is not None:
            found += _part(make, part.activity, level=2, told=part_of.allowance)
            continue
        inside = _inside(make, part.sources, around)
        wide = any(isinstance(block, Rating | Sign) for block in every(inside))
        framed = part.picture is not None or (make.easy and not wide)
        found += [Pictured(part.picture, tuple(inside))] if framed else inside
    return found


def _inside(make: Maker, sources: Sequence[Source], around: _Around) -> list[Block]:
    found: list[Block] = []
    for _, group in groupby(sources, key=_group_key):
        run = list(group)
        items = [source for source in run if isinstance(source, Item)]
        if items:
            _add_items(make, found, items, around)
        for source in run:
            if isinstance(source, Question):
                found += _question(make, source)
            elif isinstance(source, Words):
                found += _words(make, source)
    return found


def _group_key(source: Source) -> object:
    """Sources with one key follow each other in one list, table or frame."""
    return source.key if isinstance(source, Item) else type(source)


def _add_items(make: Maker, found: list[Block], run: list[Item], around: _Around) -> None:
    """Put lines of one key on the page; lines to write on stay with the words before them."""
    key = run[0].key
    if key == "Space" and found:
        found[-1] = Together((found[-1], Lines(_count(run[0]))))
    elif key == "Line":
        _hold(found, (_form(make, run, around),))
    elif key == "Sign":
        _hold(found, signatures(run, make.labels))
    elif key == "Contact":
        found += [contact(item, big=make.guide.kind == "help card") for item in run]
    elif key not in ANSWERING:
        first = around.steps.get(run[0].line, 1)
        bare = make.guide.kind in (*FOR_STAFF, "activity guide")
        found += keyed_blocks(run, make.labels, under=False, first=first, bare=bare)


def _hold(found: list[Block], blocks: tuple[Block, ...]) -> None:
    """Put blocks on the page that stay with the words right before them."""
    before = (found.pop(),) if found and isinstance(found[-1], Paragraph) else ()
    found.append(Together((*before, *blocks)))


def _form(make: Maker, lines: list[Item], around: _Around) -> Block:
    """Lines of a form; in easy read each has the picture of its clause."""
    faces = make.guide.ages == YOUNGEST
    form = form_rows(lines, around.options, make.labels, faces=faces)
    if not make.easy:
        return form
    return replace(form, pictures=tuple(make.picture_of(line.id) for line in lines))


def _words(make: Maker, words: Words) -> list[Block]:
    """Running text; what is to be said aloud looks so where somebody else reads it out."""
    said = words.spoken and (make.version == "interviewer" or make.guide.kind in FOR_STAFF)
    look: Look = "say" if said else "plain"
    texts = sentences(words.text) if make.easy else map(text_of, words.text.split("\n\n"))
    return [Paragraph(text, look) for text in texts]


def _question(make: Maker, question: Question) -> list[Block]:
    """A question with what stands under it, which no page break parts; its parts likewise."""
    items = [item for item in question.items if make.view.shows(item)]
    keyed = [item for item in items if item.key not in (*ANSWERING, "Part", "Picture")]
    parts = [item for item in items if item.key == "Part"]
    answers = answer_blocks(items, make.labels)
    blocks: list[Block] = [
        Ask(question.number, text_of(question.text)),
        *keyed_blocks(keyed, make.labels, under=True),
        *answers,
    ]
    found: list[Block] = [Together(tuple(blocks)) if len(blocks) > 1 else blocks[0]]
    found += [_lettered(make, question, part) for part in parts]
    if make.view.boxes and not answers:
        found[-1] = Together((found[-1], Box((), NOTE_CM)))
    image = next((make.picture(item) for item in items if item.key == "Picture"), None)
    return [Pictured(image, tuple(found))] if image else found


def _lettered(make: Maker, question: Question, part: Item) -> Block:
    """A part of a question, 1a or 1b, with the place for its answer."""
    letter = Span(f"{question.number}{part.term}  ", strong=True)
    items = [item for item in part.items if make.view.shows(item)]
    keyed = [item for item in items if item.key not in ANSWERING]
    return Together(
        (
            Points((), joined((letter,), text_of(part.text)), under=True),
            *keyed_blocks(keyed, make.labels, under=True),
            *answer_blocks(items, make.labels),
        )
    )


def _count(item: Item) -> int:
    return int(item.text) if item.text.isdigit() else 1
