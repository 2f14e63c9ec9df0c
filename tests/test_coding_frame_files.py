import csv
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from coding.frame import Code, CodingFrame
from coding.frame_files import load_frame, write_frame
from corpora import StudyError

FORMS = [
    ("a.yaml", None),
    ("a.json", None),
    ("a.csv", None),
    ("a.csv", "taguette"),
    ("a.xlsx", "maxqda"),
    ("a.xlsx", "nvivo"),
    ("a.qdc", None),
]


def frame() -> CodingFrame:
    good, bad = "HOUSING/Suitable housing", "HOUSING/Unsuitable housing"
    return CodingFrame(
        "a",
        (
            Code("LEISURE", "LEISURE (e.g. hobbies, sports)", codable=False),
            Code("LEISURE/Taking part", "Taking part", "LEISURE"),
            Code("HOUSING", "HOUSING", codable=False, definition="Where she lives."),
            Code(
                good, "Suitable housing", "HOUSING",
                definition="Settled, liked or secure — é, 😀, سكن.",
                use_when="She says: it is fine.\nOr a worker does.",
                not_when="A move is planned.",
                examples=("She likes it, she says.", "Two\nlines"),
                cues=("settled in", "{flat} & like; nice"),
                opposite=bad,
                colour="#1B5E20",
                rules={"weak": ("flat", "room"), "negated": bad},
            ),
            Code(bad, "Unsuitable housing", "HOUSING", opposite=good),
            Code("SOLUTIONS", "SOLUTIONS", codable=False),
            Code("SOLUTIONS/Asylum/other decision", "Asylum/other decision", "SOLUTIONS"),
            Code("SOLUTIONS/s.45 considered", "s.45 considered", "SOLUTIONS"),
            Code("SOLUTIONS/s.46 considered", "s.46 considered", "SOLUTIONS"),
            Code("SCHOOL", "SCHOOL"),
            Code("SCHOOL/Taking part", "Taking part", "SCHOOL"),
            Code("SCHOOL/Taking part/Exams", "Exams", "SCHOOL/Taking part"),
        ),
        version="7",
        description="A small frame.",
        history=("Version 7: begun.",),
        words={"flat": ("flat", "room")},
        one_of=((good, bad),),
    )  # fmt: skip


def table(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize(("name", "layout"), FORMS)
def test_every_form_gives_back_the_codes_that_were_written(tmp_path, name, layout):
    write_frame(frame(), tmp_path / name, layout=layout)
    read = load_frame(tmp_path / name)
    assert read.codes == frame().codes
    assert read.name == "a"


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_yaml_and_json_keep_everything(tmp_path, name):
    read = load_frame(write_frame(frame(), tmp_path / name))
    assert read == frame()
    assert [dict(c.rules) for c in read] == [dict(c.rules) for c in frame()]
    assert dict(read.words) == dict(frame().words)


def test_our_csv_keeps_rules_and_version(tmp_path):
    read = load_frame(write_frame(frame(), tmp_path / "b.csv"))
    assert (read.name, read.version) == ("a", "7")
    assert [dict(c.rules) for c in read] == [dict(c.rules) for c in frame()]


def test_the_frame_of_the_reference_has_61_codes_with_its_ids(reference, tmp_path):
    path = reference / "closure-frame.json"
    read = load_frame(path)
    assert [c.id for c in read.codable] == [row["id"] for row in json.loads(path.read_text())]
    assert len(read.codable) == 61
    assert read["HEALTH/GP/Registered"].parent == "HEALTH/GP"
    assert read["HEALTH/GP"].parent == "HEALTH" and not read["HEALTH/GP"].codable
    assert read["ACTIVITIES"].name.startswith("ACTIVITIES (e.g. HOBBIES")
    for name, layout in FORMS:
        write_frame(read, tmp_path / name, layout=layout)
        assert load_frame(tmp_path / name).codes == read.codes


# ---------------------------------------------------------------- REFI-QDA


def test_a_codebook_is_valid_against_the_schema(reference, tmp_path):
    schema = etree.XMLSchema(etree.parse(reference / "refi-qda" / "Codebook.xsd"))
    path = write_frame(frame(), tmp_path / "a.qdc")
    assert schema.validate(etree.parse(path)), schema.error_log
    assert write_frame(frame(), tmp_path / "b.qdc").read_bytes() == path.read_bytes()


def test_codebooks_of_other_programs_are_read(reference):
    samples = reference / "refi-qda" / "samples"
    ours = load_frame(samples / "qualcoder-4.0beta_example.qdc")
    assert [c.id for c in ours] == [
        "Coping",
        "Needs",
        "Needs/Housing",
        "Needs/Support",
        "Needs/Support/Formal support",
        "Needs/Support/Informal support",
    ]
    assert not ours["Needs"].codable and ours["Needs/Support"].codable
    assert ours["Needs/Support/Informal support"].definition == "From kin & neighbours <all>"
    assert ours["Coping"].colour == "#0D47A1"
    spec = load_frame(samples / "spec-annex-example-1.qdc")
    assert [c.id for c in spec if c.codable] == [
        "Economy",
        "Health care",
        "Conservatives",
        "Liberals",
    ]


def test_unsafe_and_foreign_xml_is_refused(tmp_path):
    path = tmp_path / "a.qdc"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes/></CodeBook>')
    with pytest.raises(StudyError, match=r"a\.qdc: .*entities"):
        load_frame(path)
    path.write_text("<html/>")
    with pytest.raises(StudyError, match="no REFI-QDA codebook"):
        load_frame(path)


# ---------------------------------------------------------------- Taguette


def test_taguette_csv_starts_with_a_byte_order_mark_and_names_paths(tmp_path):
    path = write_frame(frame(), tmp_path / "a.csv", layout="taguette")
    assert path.read_bytes().startswith(b"\xef\xbb\xbftag,description\r\n")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        tags = [row["tag"] for row in csv.DictReader(stream)]
    assert "HOUSING/Suitable housing" in tags and len(tags) == len(frame())


@pytest.mark.parametrize("column", ["tag", "name", "path", "Tag"])
def test_codebooks_from_taguette_are_read(tmp_path, column):
    rows = [[column, "description"], ["help", "Any help."], ["help.formal", ""], ["home", "x"]]
    read = load_frame(table(tmp_path / "a.csv", rows))
    assert [(c.id, c.parent) for c in read] == [
        ("help", None),
        ("help/formal", "help"),
        ("home", None),
    ]
    assert read["help"].definition == "Any help."


def test_a_parent_column_places_tags(tmp_path):
    rows = [["tag", "parent", "description"], ["help", "", ""], ["formal", "help", "x"]]
    rows += [["late", "formal", ""], ["x", "Law > Asylum", ""]]
    assert [c.id for c in load_frame(table(tmp_path / "a.csv", rows))] == [
        "help", "help/formal", "help/formal/late", "Law", "Law/Asylum", "Law/Asylum/x",
    ]  # fmt: skip


def test_groups_that_have_no_row_are_made_from_what_paths_share(tmp_path):
    rows = [
        ["tag"],
        ["HOME/Good"],
        ["HOME/Bad"],
        ["WORK/Paid"],
        ["LAW/Asylum/immigration"],
        ["LAW/s.45"],
    ]
    read = load_frame(table(tmp_path / "a.csv", rows))
    assert [c.id for c in read.codable] == [row[0] for row in rows[1:]]
    assert read["LAW/Asylum/immigration"].parent == "LAW"
    assert [c.id for c in read if not c.codable] == ["HOME", "WORK", "LAW"]
    alone = load_frame(table(tmp_path / "b.csv", [["tag"], ["and/or"], ["yes"]]))
    assert [c.name for c in alone] == ["and/or", "yes"]


# ---------------------------------------------------------------- workbooks


def test_maxqda_workbooks_have_code_and_memo(tmp_path):
    path = write_frame(frame(), tmp_path / "a.xlsx")
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == ("Code", "Memo")
    assert rows[4][0] == "HOUSING > Suitable housing"


@pytest.mark.parametrize("mark", [" > ", ">", "\\"])
def test_workbooks_for_maxqda_are_read_with_missing_parents(tmp_path, mark):
    rows = [["Code", "Memo"], [f"One{mark}First", "About it."], [f"Two{mark}A{mark}B", ""]]
    read = load_frame(table(tmp_path / "a.xlsx", rows))
    assert [c.id for c in read] == ["One", "One/First", "Two", "Two/A", "Two/A/B"]
    assert read["One/First"].definition == "About it."


def test_lists_of_codes_from_nvivo_are_read_by_path_or_by_indent(tmp_path):
    head = ["Name", "Description", "Files", "References"]
    paths = [head, ["Codes\\\\Help", "x", "1", "2"], ["Codes\\\\Help\\Formal", "", "0", "0"]]
    assert [c.id for c in load_frame(table(tmp_path / "a.xlsx", paths))] == ["Help", "Help/Formal"]
    indent = [head, ["Help", "x", "1", "2"], ["  Formal", "", "0", "0"], ["Home", "", "", ""]]
    read = load_frame(table(tmp_path / "b.xlsx", indent))
    assert [c.id for c in read] == ["Help", "Help/Formal", "Home"]


def test_names_never_become_formulas(tmp_path):
    codes = CodingFrame("x", (Code("=1+1", "=1+1", definition="@x"), Code("-y", "-y")))
    sheet = openpyxl.load_workbook(write_frame(codes, tmp_path / "a.xlsx")).active
    cell = sheet["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)
    assert load_frame(tmp_path / "a.xlsx").codes == codes.codes


# ---------------------------------------------------------------- JSON and YAML


def test_codes_nested_in_json_are_read_as_in_yaml(tmp_path):
    data = {"name": "n", "codes": [{"name": "A", "codes": [{"name": "B", "cues": ["x"]}]}]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data))
    read = load_frame(path)
    assert [(c.id, c.parent, c.codable) for c in read] == [("A", None, False), ("A/B", "A", True)]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", "codes: [", "YAML"),
        ("a.yaml", "x: 1", "codes"),
        ("a.yaml", "codes: []", "holds no codes"),
        ("a.yaml", "a: &a [1]\ncodes: [{name: b, cues: *a}]", "aliases"),
        ("a.yaml", "codes: [{name: b, codes: 3}]", "built otherwise"),
        ("a.json", "{", "no JSON"),
        ("a.json", "[]", "no list of codes"),
        ("a.json", '{"codes": [3]}', "no list of codes"),
        ("a.json", '{"codes": [{"id": "a", "parent": null}]}', 'code "a" has no name'),
        ("a.csv", "id,text\n1,x\n", 'no column is called "code", "tag", "path" or "name"'),
        ("a.csv", "tag\nx\nx\n", 'row 3: the code "x" comes a second time'),
        ("a.csv", "tag,description\n,x\n", "row 2: the code has no name"),
        ("a.csv", "id,name,parent,codable\nx,x,,maybe\n", 'row 2: codable is "maybe"'),
        ("a.csv", "id,name,parent,rules\nx,x,,{\n", "no JSON object"),
        ("a.csv", "id,name,parent\nx,x,y\n", "parent of x is y"),
        ("a.docx", "x", "frames are read from"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(StudyError, match=message):
        load_frame(path)


def test_an_unknown_frame_names_those_that_ship():
    with pytest.raises(StudyError, match="closure-summaries"):
        load_frame("no-such-frame")


def test_forms_that_can_not_be_written_are_refused_and_leave_nothing(tmp_path):
    with pytest.raises(StudyError, match="frames are written as"):
        write_frame(frame(), tmp_path / "a.docx")
    with pytest.raises(StudyError, match=r'no layout "nvivo" of a\.csv'):
        write_frame(frame(), tmp_path / "a.csv", layout="nvivo")
    with pytest.raises(StudyError, match="the folder can't be written to"):
        write_frame(frame(), tmp_path / "none" / "a.csv")
    arrow = CodingFrame("x", (Code("a > b", "a > b"),))
    with pytest.raises(StudyError, match='The name "a > b" holds ">", by which MAXQDA parts'):
        write_frame(arrow, tmp_path / "a.xlsx")
    long = CodingFrame("x", (Code("a", "a", definition="b" * 32_768),))
    with pytest.raises(StudyError, match="a cell of a workbook holds 32,767"):
        write_frame(long, tmp_path / "a.xlsx")
    clash = CodingFrame("x", tuple(Code(n, n) for n in ("a", "a/b")))
    with pytest.raises(StudyError, match="by which Taguette parts"):
        write_frame(clash, tmp_path / "a.csv", layout="taguette")
    assert list(tmp_path.iterdir()) == []


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), WORDS)
def test_any_names_survive_json_and_our_csv(tmp_path_factory, names, about):
    root = names[0]
    codes = [Code(root, root, definition=about)]
    codes += [Code(f"{root}/{name}", name, root, cues=(about,)) for name in names[1:]]
    whole = CodingFrame("f", tuple(codes))
    folder = tmp_path_factory.mktemp("frames")
    for ending in ("json", "csv"):
        assert load_frame(write_frame(whole, folder / f"f.{ending}")).codes == whole.codes
