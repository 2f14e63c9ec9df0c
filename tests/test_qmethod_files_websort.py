"""Results of sorting pages: EQ Web Sort, Quince, easy-htmlq, htmlq, FlashQ."""

import json
from pathlib import Path

import pytest

from corpora.errors import StudyError
from qmethod.checks import check_file
from qmethod.files import read_study

SORTS = [[0, 0, -1, 1, 0], [-1, 0, 1, 0, 0]]


def rows_of(study):
    return [[int(v) for v in study.sorts[name]] for name in study.names]


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("firebase.json", ["p1", "p2"]),
        ("easyhtmlq.json", ["-MhyzA1", "-MhyzA2"]),
        ("eqwebsort_sheets.csv", ["p1", "p2"]),
        ("eqwebsort_netlify.csv", ["367eee86-f28", "467eee86-f28"]),
        ("htmlq.csv", ["11", "12"]),
    ],
)
def test_reads_the_reference_examples(reference: Path, file: str, names: list[str]) -> None:
    folder = reference / "qmethod" / "formats"
    study = read_study(folder / file, folder / "tiny.sta")
    assert study.names == names
    assert rows_of(study) == SORTS
    assert str(study.grid) == "-1..1: 1 3 1"
    assert study.qset[2].text == "Second, with comma"


def test_flashq_with_a_closing_separator_and_quotation_marks(tmp_path: Path) -> None:
    (tmp_path / "flash.csv").write_text(
        "sid;uid;s1;s2;s3;s4;s5;npos;form0;comment23;comment29;datetime;\n"
        "02071051;; 0; 0;-1;+1; 0;2;rural;(s4) it matters, yes;(s3);2018-02-07 10:51:25;\n"
        '02071129;;-1; 0;+1; 0; 0;2;town;(s3) no "pipeline," thing;(s1) why;2018-02-07 11:29;\n'
    )
    study = read_study(tmp_path / "flash.csv")
    assert study.names == ["02071051", "02071129"]
    assert rows_of(study) == SORTS
    assert study.comments.to_dict("list") == {
        "participant": ["02071051", "02071129", "02071129"],
        "statement": [4, 3, 1],
        "text": ["it matters, yes", 'no "pipeline," thing', "why"],
    }
    assert study.participants["form0"].tolist() == ["rural", "town"]
    assert "uid" not in study.participants


def test_piles_come_from_the_trace_of_the_first_sorting(tmp_path: Path) -> None:
    record = {
        "projectName": "Hav",
        "partId": "demo",
        "randomId": "r1",
        "sort": "0|0|-1|1|0",
        "presortTrace": "1*p*0|2*u*0|3*n*-1|4*p*1|5*n*0",
        "column1_0": "(s4): yes I think so",
        "columnN1_0": "(3): no response",
        "itemNum1": "two years",
    }
    other = {**record, "randomId": "r2", "sort": "-1|0|1|0|0", "presortTrace": "1*p*0"}
    (tmp_path / "local.json").write_text(json.dumps({"state": {"stored": [record, other]}}))
    study = read_study(tmp_path / "local.json")
    assert study.name == "Hav"
    assert study.names == ["r1", "r2"]
    assert (
        'Participants are named by "randomId", since "partId" is not set or repeated.'
        in study.found
    )
    assert study.piles["r1"].tolist() == ["agree", "unsure", "disagree", "agree", "disagree"]
    assert study.piles["r2"].isna().tolist() == [False, True, True, True, True]
    assert study.comments.values.tolist() == [
        ["r1", 4, "yes I think so"],
        ["r2", 4, "yes I think so"],
    ]
    assert study.participants["itemNum1"].tolist() == ["two years"] * 2
    (fault,) = check_file(tmp_path / "local.json")
    assert "the trace puts the card at 0 and the sort at -1" in fault.problem


def test_piles_come_from_lists_of_numbers_too(tmp_path: Path) -> None:
    records = {
        "k1": {"partId": "a", "sort": "0|1|-1", "posStateNums": ["2"], "neuStateNums": "1,"},
        "k2": {"partId": "b", "sort": "1|0|-1", "negStateNums": "3, 2"},
    }
    (tmp_path / "piles.json").write_text(json.dumps(records))
    piles = read_study(tmp_path / "piles.json").piles
    assert piles["a"].tolist()[:2] == ["unsure", "agree"]
    assert piles["b"].tolist()[1:] == ["disagree", "disagree"]


def test_a_single_record_is_a_study_of_one(tmp_path: Path) -> None:
    record = {"sort": "1|0|-1", "name": "My project", "userInputId": "---", "form0": "1980"}
    (tmp_path / "Ann.json").write_text(json.dumps(record))
    study = read_study(tmp_path / "Ann.json")
    assert (study.name, study.names) == ("My project", ["Ann"])
    assert study.participants["form0"].tolist() == [1980]


def test_records_as_a_table_with_the_sort_in_one_column(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(
        "projectName,partId,npos,sort,s0,s1,s2\nSea,a,1,1|0|-1,1,0,-1\nSea,b,2,+0|+1|-1,0,1,-1\n"
    )
    study = read_study(tmp_path / "data.csv")
    assert (study.name, study.names) == ("Sea", ["a", "b"])
    assert rows_of(study) == [[1, 0, -1], [0, 1, -1]]
    assert list(study.participants.columns) == ["partId", "npos"]


def test_baserow_columns_of_quince(tmp_path: Path) -> None:
    row = (
        '{i},(projectName): tiny - 2025,(randomId): {r},(partId): no part ID,"(dateTime): 1, 2",'
        '"(pos): s1,s4",(neu): s2,"(neg): s3,s5",{sort},column1_0: (s4): because; yes\n'
    )
    head = "id," + ",".join(f"r{i}" for i in range(1, 10)) + "\n"
    (tmp_path / "base.csv").write_text(
        head
        + row.format(i=1, r="aa", sort="sort: 0|0|-1|1|0")
        + row.format(i=2, r="bb", sort="sort: -1|0|1|0|0")
    )
    study = read_study(tmp_path / "base.csv")
    assert study.names == ["aa", "bb"]
    assert rows_of(study) == SORTS
    assert study.piles["bb"].tolist() == ["agree", "unsure", "disagree", "agree", "disagree"]
    assert study.comments["text"].tolist() == ["because; yes"] * 2
    assert study.found[0] == "base.csv was read as Baserow columns of Quince."


def test_baserow_rows_as_json(tmp_path: Path) -> None:
    row = {"id": 1, "r1": "(projectName): tiny", "r3": "(partId): Ann", "r20": "sort: 0|0|-1|1|0"}
    (tmp_path / "base.json").write_text(json.dumps({"count": 1, "results": [row]}))
    assert read_study(tmp_path / "base.json").names == ["Ann"]


def test_google_sheets_with_a_first_value_of_zero_and_split_commas(tmp_path: Path) -> None:
    """Two inputs at which KADE's own reader fails."""
    (tmp_path / "sheets.csv").write_text(
        "1,2,3,4,5\n"
        "projectName: tiny,partId: ,randomId: r1,itemNum1: first, second,sort: 0|0|-1|1|0\n"
        "projectName: tiny,partId: ,randomId: r2,itemNum1: none,sort: -1|0|1|0|0\n"
    )
    study = read_study(tmp_path / "sheets.csv")
    assert study.names == ["r1", "r2"]
    assert rows_of(study) == SORTS
    assert study.participants["itemNum1"].tolist() == ["first, second", "none"]


def test_addresses_of_machines_are_left_out(reference: Path) -> None:
    study = read_study(reference / "qmethod" / "formats" / "eqwebsort_netlify.csv")
    assert "1.2.3.4" not in study.participants.to_string()


def test_a_column_with_addresses_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "ip.csv").write_text("partId,ip,sort\na,1.2.3.4,1|0|-1\nb,1.2.3.5,0|1|-1\n")
    study = read_study(tmp_path / "ip.csv")
    assert "ip" not in study.participants
    assert "Left out because they could identify somebody: ip." in study.found


def test_a_record_with_another_number_of_cards_stops(tmp_path: Path) -> None:
    records = {k: {"partId": k, "sort": "0|1|-1"} for k in "abc"}
    records["b"]["sort"] = "0|1"
    (tmp_path / "short.json").write_text(json.dumps(records))
    with pytest.raises(StudyError, match=r'record "b".*2 values where most hold 3.*correct or del'):
        read_study(tmp_path / "short.json")


def test_an_unfinished_record_stops(tmp_path: Path) -> None:
    records = {"a": {"partId": "a", "sort": "0|1|-1"}, "b": {"partId": "b", "sort": "no data"}}
    (tmp_path / "open.json").write_text(json.dumps(records))
    with pytest.raises(StudyError, match=r'participant "b": the participant placed no card'):
        read_study(tmp_path / "open.json")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"a": 1}', 'no record with a key "sort"'),
        ("[]", 'no record with a key "sort"'),
        ('{"a": {"sort": ', "the JSON is broken"),
        ('{"a": {"sort": "1|0"}, "a": {"sort": "0|1"}}', 'the key "a" twice'),
        ("[" * 100_000, "nested far too deeply"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(StudyError, match=f"x.json: .*{wanted}"):
        read_study(tmp_path / "x.json")


def test_statements_and_grid_from_the_pages_settings(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"a": {"partId": "a", "sort": "1|0|-1"}}')
    (tmp_path / "statements.xml").write_text(
        '<statements version="1.0"><statement id="1">Salt &amp; sun</statement>\n'
        '<statement id="2">Rain</statement><statement id="3">Wind</statement></statements>'
    )
    (tmp_path / "map.xml").write_text(
        '<map><column id="-1" colour="FFD5D5">1</column><column id=" 0">1</column>'
        '<column id="+1">1</column></map>'
    )
    study = read_study(tmp_path / "results.json", tmp_path / "statements.xml", tmp_path / "map.xml")
    assert [s.text for s in study.qset] == ["Salt & sun", "Rain", "Wind"]
    assert "Grid -1..1: 1 1 1, from map.xml." in study.found
