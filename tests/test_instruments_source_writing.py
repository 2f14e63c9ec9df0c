import random
import re
from dataclasses import replace

import pytest

from corpora.errors import StudyError
from instruments.source.form import parse, read_guide
from instruments.source.names import SHELF
from instruments.source.writing import write_source

PIECES = (
    "\n",
    "- ",
    "> ",
    "1. ",
    "## ",
    "{#a}",
    "(5 minutes)",
    "\t",
    "    ",
    "*",
    "\\",
    ":",
    "\u00a0",
)
LINES = re.compile(r"\bline=\d+")


def content(guide):
    """Everything that an instrument says, without the lines where it stood."""
    return LINES.sub("", repr(replace(guide, path="", name="")))


@pytest.mark.parametrize("name", sorted(path.stem for path in SHELF.glob("*.md")))
def test_what_ships_comes_back_from_its_own_writing(name):
    guide = read_guide(name)
    assert content(parse(write_source(guide))) == content(guide)


def test_odd_heads_and_bodies_come_back_too():
    source = (
        "---\ntitle: 'Help: \"what\" is it'\nkind: interview\nages: 6-10\nminutes: 37.5\n"
        "version: 0.10\ndate: 2027-01-02\nlanguage: no\nphase: '{{phase}}'\n"
        "words: ['role, task', due regard]\n---\nBefore.\n\n"
        "## A (2.5 minutes?) {#a}\n> One.\n>\n> Two. {#two}\n\n"
        "9. Nine?\n\n   Second paragraph. {#nine}\n   - Part, a: Why?\n     - Answer: text\n"
        "10. Ten?\n    - Prompt for children: x: y {#p}\n\n- Note: n\n\n"
        "### Activity: Draw (1 minute)\n- Step: s\n11. During?\n\n## B (brief)\n"
    )
    guide = parse(source)
    again = write_source(guide)
    assert content(parse(again)) == content(guide)
    assert write_source(parse(again)) == again
    assert guide.questions[0].text == "Nine?\n\nSecond paragraph."


def test_whatever_can_be_read_comes_back_the_same():
    dice = random.Random(9)
    sources = [path.read_text(encoding="utf-8") for path in sorted(SHELF.glob("*.md"))]
    read = 0
    for _ in range(150):
        text = dice.choice(sources)
        place = dice.randrange(len(text))
        text = text[:place] + dice.choice(PIECES) + text[place + dice.choice((0, 0, 3)) :]
        try:
            guide = parse(text)
        except StudyError:
            continue
        read += 1
        assert content(parse(write_source(guide))) == content(guide), text
    assert read > 50
