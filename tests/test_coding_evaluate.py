import json
import math
from pathlib import Path

import pandas as pd
import pytest

import coding
from coding.codings import Suggestion
from coding.evaluation import evaluate, gold_labels
from coding.frame import Code, CodingFrame
from corpora.errors import StudyError

FRAME = CodingFrame(
    "pets",
    (
        Code("PETS", "PETS", codable=False),
        Code("PETS/Dog", "Dog", "PETS", opposite="PETS/No dog"),
        Code("PETS/No dog", "No dog", "PETS", opposite="PETS/Dog"),
        Code("HOME", "HOME"),
    ),
)


def said(source, code, score=0.9, status="asserted"):
    return Suggestion(source, 0, 3, "dog", code, status, score, "why")


def test_counts_per_code_parent_and_overall():
    gold = [{"id": "a", "gold": ["PETS/Dog", "HOME"]}, {"id": "b", "gold": []}]
    result = evaluate([said("a", "PETS/Dog"), said("b", "HOME")], gold, frame=FRAME)
    assert result.table.loc["PETS/Dog", ["tp", "fp", "fn"]].tolist() == [1, 0, 0]
    assert result.table.loc["HOME", ["tp", "fp", "fn"]].tolist() == [0, 1, 1]
    assert result.overall["precision"] == 0.5
    assert result.overall["recall"] == 0.5
    assert result.overall["f1"] == 0.5
    assert result.overall["macro_f1"] == 0.5
    assert result.parents.loc["PETS", "f1"] == 1
    assert result.sources == 2


def test_parents_forgive_the_wrong_child():
    result = evaluate([said("a", "PETS/No dog")], [{"source": "a", "code": "PETS/Dog"}])
    assert result.overall["f1"] == 0
    assert result.overall["parent_f1"] == 1


def test_wrong_sides_are_counted_against_proposals():
    gold = [{"source": "a", "code": "PETS/Dog"}]
    result = evaluate([said("a", "PETS/No dog")], gold, frame=FRAME)
    assert result.overall["wrong_sides"] == 1
    assert result.overall["wrong_side_rate"] == 1
    assert result.worst.startswith("a: wrong side PETS/No dog (0.90; gold: PETS/Dog)")


def test_low_scores_count_for_the_first_five_alone():
    gold = [{"source": "a", "code": "HOME"}]
    result = evaluate([said("a", "HOME", 0.2)], gold)
    assert result.overall["first_five"] == 1
    assert result.overall["recall"] == 0


def test_what_is_not_asserted_is_no_proposal():
    result = evaluate([said("a", "HOME", 0.9, "negated")], [{"source": "a", "code": "HOME"}])
    assert result.overall["recall"] == 0
    assert math.isnan(result.overall["precision"])


def test_several_suggestions_of_one_code_count_once():
    result = evaluate([said("a", "HOME"), said("a", "HOME", 0.6)], [{"id": "a", "code": "HOME"}])
    assert result.overall["f1"] == 1


def test_gold_is_read_from_tables_mappings_and_json_lines(tmp_path):
    rows = [{"id": "a", "gold": [{"code": "HOME", "quote": "x"}]}, {"id": "b", "gold": []}]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert gold_labels(path) == {"a": {"HOME"}, "b": set()}
    assert gold_labels(pd.DataFrame({"source": ["a", "a"], "code": ["x", "y"]})) == {
        "a": {"x", "y"}
    }


def test_a_gold_row_without_a_source_is_refused():
    with pytest.raises(StudyError, match="row 2 names no source"):
        evaluate([], [{"id": "a", "code": "HOME"}, {"code": "HOME"}])


def test_a_file_that_is_no_json_lines_is_refused(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("not json", encoding="utf-8")
    with pytest.raises(StudyError, match=r"gold\.jsonl cannot be read"):
        evaluate([], path)


def test_no_module_has_the_name_of_a_function_that_the_room_gives():
    # Importing such a module would put it in the function's place.
    modules = {path.stem for path in Path(coding.__file__).parent.iterdir()}
    assert not modules & set(coding.__all__)
