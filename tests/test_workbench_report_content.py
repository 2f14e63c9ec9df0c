import pandas as pd
import pytest

from instruments.page.texts import clean
from instruments.scripts import begins_right_to_left
from workbench.reports.content import (
    Column,
    Heading,
    Paragraph,
    Ref,
    Report,
    Strong,
    Table,
    spoken,
)
from workbench.reports.layout import SIDEWAYS_CM, UPRIGHT_CM, lay_out
from workbench.reports.shown import cell, listed, number, sentence

MINUS = "−"


def table(name="t", columns=3, rows=2, words="x"):
    heads = (Column("Sort", head=True), *(Column(f"F{i}", "decimal") for i in range(columns)))
    found = [(f"{words}{r}", *[0.5 - r] * columns) for r in range(rows)]
    return Table.of_rows(name, "A caption", "What it is for.", heads, found)


def test_a_number_has_a_real_minus_sign_and_zero_has_none():
    assert number(-1.234) == f"{MINUS}1.23"
    assert number(-0.001) == "0.00"
    assert number(-0.0, 0) == "0"
    assert number(2, 0, signed=True) == "+2"
    assert number(0, 0, signed=True) == "0"


def test_a_sentence_turns_hyphens_before_numbers_into_minus_signs_and_leaves_the_rest():
    assert (
        sentence("loading now -0.45 on F1-F2 of P-1") == f"loading now {MINUS}0.45 on F1-F2 of P-1"
    )
    assert sentence("loading now -0.00") == "loading now 0.00"
    assert sentence("from -0.50 to 3") == f"from {MINUS}0.50 to 3"


def test_cells_are_shown_in_their_columns_way():
    assert cell(1.0, Column("n", "whole")) == "1"
    assert cell(16.45, Column("n", "whole", 1)) in ("16.4", "16.5")
    assert cell(2, Column("v", "grid")) == "+2"
    assert cell(float("nan"), Column("z", "decimal")) == "–"
    assert cell(pd.NA, Column("v", "grid")) == "–"
    assert cell(None, Column("w")) == ""
    assert cell("[c]", Column("n", "whole")) == "[c]"


def test_control_characters_show_as_lost_and_direction_overrides_go():
    assert clean("a\x07b") == "a\N{REPLACEMENT CHARACTER}b"
    assert clean("a\u202eb") == "ab"
    assert clean("a\r\nb\tc") == "a\nb\tc"


def test_text_begins_right_to_left_by_its_first_letter_with_a_direction():
    assert begins_right_to_left("12. أشعر")
    assert begins_right_to_left("שלום P1")
    assert not begins_right_to_left("P1 שלום")
    assert not begins_right_to_left("12")


def test_items_are_listed_as_a_phrase():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_headings_and_tables_are_counted_in_order():
    report = Report(
        "R",
        (Heading("A"), Heading("B", 2), table("t"), Heading("C", 3), Heading("D"), table("u")),
    )
    assert [n for n, _ in report.numbered()] == ["1", "1.1", "Table 1", "", "2", "Table 2"]
    assert spoken(("see ", Ref("u"), Strong("!")), report.labels) == "see Table 2!"


def test_two_tables_of_one_name_are_refused():
    with pytest.raises(ValueError, match="called"):
        Report("R", (table("t"), table("t")))


def test_a_table_whose_columns_are_not_its_frames_is_refused():
    with pytest.raises(ValueError, match="differ"):
        Table("t", "c", "p", pd.DataFrame({"a": [1]}), (Column("b"),))


def test_a_key_explains_the_marks_that_a_table_uses_and_no_others():
    columns = (Column("Sort"), Column("F1", "decimal"))
    marked = Table.of_rows("t", "c", "p", columns, [("P1", 0.7)], marks=[("", "flag")])
    assert marked.key == "Key: ● flagged."
    assert table().key == ""


def test_a_small_table_stands_upright_in_ordinary_letters():
    layout = lay_out(table())
    assert (layout.points, layout.sideways, len(layout.parts)) == (9.0, False, 1)


@pytest.mark.parametrize("columns", [12, 20, 28, 60, 120])
def test_no_part_of_a_table_is_wider_than_its_page_and_no_column_is_lost(columns):
    wide = table(columns=columns)
    layout = lay_out(wide)
    room = SIDEWAYS_CM if layout.sideways else UPRIGHT_CM
    assert all(sum(part.widths_cm) <= room + 1e-9 for part in layout.parts)
    assert layout.points >= 6.5
    shown = [i for part in layout.parts for i in part.positions]
    assert set(shown) == set(range(columns + 1))
    assert all(part.positions[0] == 0 for part in layout.parts), "each part names its rows"


def test_very_long_words_are_broken_rather_than_push_the_table_off_the_page():
    layout = lay_out(table(words="x" * 400))
    assert all(sum(part.widths_cm) <= SIDEWAYS_CM for part in layout.parts)


def test_a_paragraph_keeps_its_style():
    assert Paragraph("x", "todo").style == "todo"
