import pytest

from corpora.errors import StudyError
from instruments.guide import Activity, Allowance, Item, Question, Words
from instruments.source.form import parse, read_guide

HEAD = "---\ntitle: What helps\nkind: interview\n---\n"


def guide_of(body, head=HEAD):
    return parse(head + body)


def refusal_of(body, head=HEAD):
    with pytest.raises(StudyError) as caught:
        parse(head + body, "mine", "folder/mine.md")
    return str(caught.value)


def test_head_values_stay_as_written():
    guide = parse(
        "---\ntitle: 'Help: what is it'\nkind: focus group\naudience: children\nages: 11–15\n"
        "minutes: 37.5\nversion: 0.10\nlanguage: no\nwords: [role and tasks, due regard]\n---\n"
        "## One\nText.\n"
    )
    assert (guide.title, guide.kind, guide.version) == ("Help: what is it", "focus group", "0.10")
    assert (guide.language, guide.ages, guide.minutes) == ("no", "11-15", 37.5)
    assert guide.set_terms == ("role and tasks", "due regard")
    assert guide.lines_of_head["minutes"] == 6


def test_times_are_read_whole_half_brief_doubtful_and_missing():
    guide = guide_of(
        "## A (2.5 minutes)\n## B (10 minutes?)\n## C (10? mins)\n## D (brief)\n## E\n"
        "## F (in pairs)\n## G (1 minute) {#g}\n"
    )
    assert [s.allowance for s in guide.sections] == [
        Allowance(2.5),
        Allowance(10, doubtful=True),
        Allowance(10, doubtful=True),
        Allowance(brief=True),
        Allowance(),
        Allowance(),
        Allowance(1),
    ]
    assert [s.title for s in guide.sections] == ["A", "B", "C", "D", "E", "F (in pairs)", "G"]
    assert guide.sections[6].id == "g"
    assert guide.minutes == 23.5


def test_words_to_say_and_paragraphs_are_told_apart():
    guide = guide_of("First.\n\n## A\n> Say\n> this.\n>\n> And this. {#stop}\n\nNot this.\n")
    assert guide.sections[0].blocks == (Words("First.", 5),)
    assert guide.sections[1].blocks == (
        Words("Say this.", 8, spoken=True),
        Words("And this.", 11, spoken=True, id="stop"),
        Words("Not this.", 13),
    )


def test_numbers_of_questions_stay_as_written():
    guide = guide_of("## A\n4. Four?\n6. Six?\n\n## B\n2. Two?\n")
    assert [(q.number, q.line) for q in guide.questions] == [(4, 6), (6, 7), (2, 10)]


def test_keyed_lines_hold_audience_term_id_and_what_stands_under_them():
    guide = guide_of(
        "## A\n1. How often?\n   - Prompt for children: speaking up: at meetings\n"
        "   - definition, due regard: heed: and act\n   - Part, a: Why? {#why}\n"
        "     - Answer: one of\n     - Choices: yes | no\n- Note: for all\n"
    )
    question, note = guide.sections[0].blocks
    assert question.items[:2] == (
        Item("Prompt", "speaking up: at meetings", 7, audience="children"),
        Item("Definition", "heed: and act", 8, term="due regard"),
    )
    assert question.items[2] == Item(
        "Part",
        "Why?",
        9,
        term="a",
        id="why",
        items=(Item("Answer", "one of", 10), Item("Choices", "yes | no", 11)),
    )
    assert note == Item("Note", "for all", 12)


@pytest.mark.parametrize("indent", [1, 2, 3, 4, 5])
def test_any_indent_keeps_a_prompt_with_its_question(indent):
    guide = guide_of(f"## A\n9. Nine?\n10. Ten?\n{' ' * indent}- Prompt: money\n- Note: for all\n")
    assert [len(q.prompts) for q in guide.questions] == [0, 1]
    assert guide.sections[0].blocks[-1] == Item("Note", "for all", 9)


def test_activity_holds_what_follows_until_the_next_heading():
    guide = guide_of(
        "## A (9 minutes)\n1. Before?\n### Activity: A page (5 minutes)\n- Materials: pens\n"
        "- Step: draw\n- Online: whiteboard\n2. During?\n### Activity: A song\n- Step: sing\n"
    )
    before, page, song = guide.sections[0].blocks
    assert isinstance(before, Question) and isinstance(page, Activity)
    assert (page.title, page.allowance, page.line) == ("A page", Allowance(5), 7)
    assert [item.text for item in page.under("Online")] == ["whiteboard"]
    assert [block.text for block in song.blocks] == ["sing"]
    assert [q.number for q in guide.questions] == [1, 2]
    assert [a.title for a in guide.activities] == ["A page", "A song"]


def test_windows_lines_and_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "Mine.md"
    path.write_bytes(("\ufeff" + HEAD + "## Caf\u00e9\n1. Why?\n").replace("\n", "\r\n").encode())
    guide = read_guide(path)
    assert (guide.sections[0].title, guide.questions[0].line) == ("Caf\u00e9", 6)
    assert (guide.name, guide.path) == ("Mine", str(path))


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("title: x\n", 1, "the head is missing"),
        ("---\ntitle: x\nkind: interview\n", 1, "not closed"),
        ("---\ntitle: What: a guide\nkind: interview\n---\n", 2, "quotation marks"),
        ("---\ntitle: [x\nkind: interview\n---\n", 3, "can't be read"),
        ("---\n- title\n---\n", 2, "no entries"),
        ("---\n---\n", 2, "no entries"),
        ("---\ntitle:\nkind: interview\n---\n", 2, "names no title"),
        ("---\ntitle: x\n---\n", 1, "names no kind"),
        ("---\ntitle: x\nkind: intervew\n---\n", 3, "did you mean interview?"),
        ("---\ntitle: x\nkind: interview\naudience: adults\n---\n", 4, "children, professionals"),
        ("---\ntitle: x\nkind: interview\nminuts: 5\n---\n", 4, "did you mean minutes?"),
        ("---\ntitle: x\nkind: interview\nminutes: one hour\n---\n", 4, '"one hour" is no number'),
        ("---\ntitle: x\nkind: interview\nminutes: 0\n---\n", 4, "no number of minutes"),
        ("---\ntitle: x\nkind: interview\nminutes: nan\n---\n", 4, "no number of minutes"),
        ("---\ntitle: x\ntitle: y\nkind: interview\n---\n", 3, "stands in line 2 already"),
        ("---\ntitle: x\nkind: interview\nsetting: [a, b]\n---\n", 4, "holds a list"),
    ],
)
def test_a_broken_head_is_refused_with_line_and_remedy(head, line, words):
    message = refusal_of("## A\nText.\n", head)
    assert message.startswith(f"mine.md, line {line}: ") and words in message


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("", 4, "nothing stands under the head"),
        ("# Title\n", 5, "a heading with #"),
        ("## A (ten minutes)\n", 5, '"ten" is no number of minutes'),
        ("## A (10-15 minutes)\n", 5, "no number of minutes"),
        ("## A (1.5 hours)\n", 5, '"1.5 hours" is no number of minutes'),
        ("## A {#1a}\n", 5, "is no id"),
        ("## {#a} A\n", 5, "at the very end"),
        ("##A\n", 5, "needs a space after the #"),
        ("## A\n### Drawing\n", 6, "### Activity: title"),
        ("## A\n1. Who?\n2. What?\n1. Why?\n", 8, "question 1 stands in line 6 already"),
        ("## A {#a}\n1. Who? {#a}\n", 6, "{#a} stands in line 5 already"),
        ("## A\n1.Who?\n", 6, "needs a space after the number"),
        ("## A\n1.\n", 6, "has no text"),
        ("## A\nLead in\n4. Why?\n", 7, "leave an empty line before it"),
        ("## A\n> Say this\nbut not this\n", 7, "put > before it"),
        ("## A\n- Picture: sun: A sun\nWe are kind.\n", 7, "indent it, or leave an empty line"),
        ("## A\n\u00a0- Prompt: money\n", 6, "space of another kind"),
        ("## A\n1. Why\nis that?\n", 7, "runs on from the line above"),
        ("## A\n> - one\n", 6, "plain paragraphs"),
        ("## A\n- money and school\n", 6, "has no key"),
        ("## A\n1. Who?\n   - Promt: money\n", 7, "did you mean Prompt?"),
        ("## A\n- Prompt for adults: money\n", 6, "not an audience that is known"),
        ("## A\n1. Who?\n   - Prompt:\n", 7, "is empty"),
        ("## A\n1. Who?\n\n   Prompt: money\n", 8, 'put "- " before it'),
        ("## A\n• Prompt: money\n", 6, "begins with a sign"),
        ("## A\n1. Who?\n   - Answer: maybe\n", 7, "is no kind of answer"),
        ("## A\n1. Who?\n   - Space: some\n", 7, "Space: 4"),
        ("## A\n```\ncode\n```\n", 6, "a block between ```"),
        ("## A\n\n---\n\nText\n", 7, "a line across the page"),
    ],
)
def test_a_line_out_of_form_is_refused_with_line_and_remedy(body, line, words):
    message = refusal_of(body)
    assert message.startswith(f"mine.md, line {line}: ") and words in message


def test_what_is_no_text_file_is_refused(tmp_path):
    latin = tmp_path / "latin.md"
    latin.write_bytes((HEAD + "## Caf\u00e9\n").encode("latin-1"))
    word = tmp_path / "guide.docx"
    word.write_bytes(b"PK\x03\x04rest")
    for path, words in [
        (tmp_path / "gone.md", "is not there"),
        (tmp_path, "is a folder"),
        (latin, "latin.md, line 5: a letter is not UTF-8"),
        (word, "is a Word file"),
        ("practitioner-focus-grou", "is no file and no instrument that ships"),
    ]:
        with pytest.raises(StudyError, match=words):
            read_guide(path)


def test_errors_name_no_file_where_there_is_none():
    with pytest.raises(StudyError, match=r"^Line 1: the head is missing"):
        parse("## A\n")
