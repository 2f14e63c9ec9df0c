import re
from dataclasses import replace

import pytest

from instruments.shelf_names import SHELF
from instruments.source_form import parse, read_guide
from instruments.source_writing import write_source

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
